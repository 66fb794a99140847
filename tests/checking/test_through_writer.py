"""Papers that LibreOffice Writer opens and saves again: no fault comes of it, and none is lost."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.reports.builders.monthly_report import build_monthly_report
from app.reports.builders.reminder import build_reminder
from app.reports.checking.checker import check_bytes
from app.reports.checking.verdicts import Verdict
from app.reports.render.docx import render_docx
from app.reports.tree import Document
from tests.checking.bending import BODY_RUN
from tests.checking.planting import edited, sub, swap
from tests.checking.word_user import Choice, make
from tests.reports import letter_samples, report_samples

SOFFICE = shutil.which("soffice")
FORMS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf"}
YELLOW = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'

pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.timeout(300),
]


def word(document: Document) -> bytes:
    stream = BytesIO()
    render_docx(document, stream)
    return stream.getvalue()


def correct() -> dict[str, bytes]:
    return {
        "report": word(build_monthly_report(report_samples.monthly(draft=False)).document),
        "reminder": word(build_reminder(letter_samples.reminder(draft=False)).document),
        "made-in-word": make(Choice("usual")),
        "letter-made-in-word": make(Choice("letter", kind="CÔNG VĂN", symbol="15/NV-CCHC")),
    }


def faulty() -> dict[str, bytes]:
    """Return papers by the rule they break."""
    report = word(build_monthly_report(report_samples.monthly(draft=False)).document)
    usual = make(Choice("usual"))
    return {
        "R06": edited(report, swap(BODY_RUN, BODY_RUN + YELLOW)),
        "R08": edited(report, swap(' w:start="1"', "", -1)),
        "R38": edited(usual, swap('w:line="276" w:lineRule="auto"', 'w:line="280" w:lineRule="exact"', -1)),
        "R54": edited(usual, sub(r'<w:sz w:val="22"/>(</w:rPr><w:t>- )', r'<w:sz w:val="26"/>\1', 0)),
    }


Saved = Callable[[str, str], bytes]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Give what Writer makes of each paper in each form; it is started once for each form."""
    folder = tmp_path_factory.mktemp("writer")
    for name, content in (correct() | faulty()).items():
        (folder / f"{name}.docx").write_bytes(content)
    for extension, form in FORMS.items():
        subprocess.run(
            [
                str(SOFFICE),
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                form,
                "--outdir",
                str(folder / extension),
                *map(str, sorted(folder.glob("*.docx"))),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
    return lambda name, extension: (Path(folder) / extension / f"{name}.{extension}").read_bytes()


@pytest.mark.parametrize("extension", FORMS)
@pytest.mark.parametrize("name", ["report", "reminder", "made-in-word", "letter-made-in-word"])
def test_a_correct_paper_stays_without_a_fault(saved: Saved, name: str, extension: str) -> None:
    found = [finding for rule in check_bytes(saved(name, extension)).rules for finding in rule.findings]
    # Where Times New Roman is not installed its twin stands in a PDF: a warning, no fault.
    assert [f for f in found if not (f.rule == "R04" and f.verdict is Verdict.WARN)] == []


@pytest.mark.parametrize("extension", FORMS)
@pytest.mark.parametrize("rule", ["R06", "R08", "R38", "R54"])
def test_a_fault_is_still_one(saved: Saved, rule: str, extension: str) -> None:
    assert check_bytes(saved(rule, extension)).of(rule).verdict is Verdict.FAIL
