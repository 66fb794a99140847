"""Every code that a person may read has its line in the user guide."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"([EW]-[A-Z]+(?:-[0-9]+)?)"')


def codes_in(source: str) -> set[str]:
    """Return the error codes that a source file names."""
    return set(CODE.findall(source))


def test_the_guide_explains_every_code() -> None:
    named = {code for path in (ROOT / "app").rglob("*.py") for code in codes_in(path.read_text("utf-8"))}
    lines = (ROOT / "docs" / "huong-dan.md").read_text("utf-8").splitlines()
    explained = {line.split("|")[1].strip() for line in lines if line.startswith("| E-")}
    assert named - explained == set()
    assert explained - named == set()


def test_a_code_without_a_line_would_be_found() -> None:
    assert codes_in('raise RuleViolation("…", code="E-MOI-01")') == {"E-MOI-01"}
