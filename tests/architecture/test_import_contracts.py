"""The import contracts of pyproject.toml hold, and each of them notices when it is broken."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

LINT = "from importlinter.cli import lint_imports_command as run; run()"

LAYERS = "Layers"
QT = "Qt stays in the ui"
DATABASE = "Screens see services, never the database"
PRESENTERS = "Presenters are plain Python"
REPORTS = "Reports, exchange and intake know no database"
FORMATS = "Only renderers know file formats"
SCREENS = "Screens do not know one another"

# One offence each: the contract, and the files that break it (direct, or through other modules).
OFFENCES = [
    pytest.param(LAYERS, {"core/offence.py": "import app.models"}, id="core reaches up"),
    pytest.param(LAYERS, {"newcomer/__init__.py": ""}, id="a package without a place"),
    pytest.param(QT, {"services/offence.py": "import PySide6.QtCore"}, id="Qt in a service"),
    pytest.param(
        QT,
        {"cli/offence.py": "import app.system.offence", "system/offence.py": "import PySide6.QtCore"},
        id="Qt behind the command line",
    ),
    pytest.param(DATABASE, {"ui/offence.py": "import sqlalchemy"}, id="SQL in the ui"),
    pytest.param(DATABASE, {"ui/offence.py": "import app.models"}, id="mapped classes in the ui"),
    pytest.param(
        PRESENTERS,
        {
            "ui/screens/offence/__init__.py": "",
            "ui/screens/offence/presenter.py": "import app.ui.offence",
            "ui/offence.py": "import app.ui.offending_jobs",
            "ui/offending_jobs.py": "import PySide6.QtCore",
        },
        id="Qt behind a presenter",
    ),
    pytest.param(REPORTS, {"reports/offence.py": "import sqlalchemy"}, id="SQL in a report"),
    pytest.param(REPORTS, {"intake/offence.py": "import app.models"}, id="mapped classes in intake"),
    pytest.param(FORMATS, {"services/offence.py": "import openpyxl"}, id="a file format in a service"),
    pytest.param(
        SCREENS,
        {
            "ui/screens/offence/__init__.py": "import app.ui.screens.victim",
            "ui/screens/victim/__init__.py": "",
        },
        id="one screen opens another",
    ),
]


def contract_names() -> set[str]:
    """Return the names of all contracts."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}


def run_lint_imports(root: Path, cache: Path) -> tuple[int, str]:
    """Hold a tree against its contracts; return the exit code and what was said."""
    command = [sys.executable, "-c", LINT, "--no-logo", "--cache-dir", str(cache)]
    env = dict(os.environ, PYTHONUTF8="1", COLUMNS="200", NO_COLOR="1")
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def broken_contracts(output: str) -> set[str]:
    """Return the names marked as broken."""
    return set(re.findall(r"^(.+?) BROKEN\b", output, re.MULTILINE))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one cache for all trees: the copies keep the times of the files."""
    return tmp_path_factory.mktemp("import-linter")


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """Return a copy of the program that may be spoilt."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_keeps_all_contracts(cache: Path) -> None:
    code, output = run_lint_imports(ROOT, cache)
    assert code == 0, output
    assert not broken_contracts(output)


@pytest.mark.parametrize(("contract", "offence"), OFFENCES)
def test_a_contract_notices_an_offence(
    contract: str, offence: dict[str, str], copied_tree: Path, cache: Path
) -> None:
    for name, source in offence.items():
        path = copied_tree / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'"""Offend on purpose."""\n\n{source}\n', encoding="utf-8")
    code, output = run_lint_imports(copied_tree, cache)
    assert code == 1, output
    assert contract in broken_contracts(output), output


def test_every_contract_has_an_offence_that_breaks_it() -> None:
    assert {case.values[0] for case in OFFENCES} == contract_names()
