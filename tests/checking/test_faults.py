"""Every negative case of the law is caught by its rule, and only the fault trips it."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.reports.checking.checker import check_bytes
from app.reports.render import pdf
from app.reports.tree import Document
from tests.checking.law_cases import LAW_CASES
from tests.checking.other_cases import OTHER_CASES
from tests.checking.planting import Fault, bases, planted, render

CASES = [(fault, extension) for fault in (*LAW_CASES, *OTHER_CASES) for extension in fault.formats]


@pytest.fixture(scope="module")
def clean() -> dict[str, Document]:
    return bases()


@pytest.fixture(scope="module")
def verdicts(clean: dict[str, Document]) -> dict[tuple[str, str], Any]:
    return {
        (name, extension): check_bytes(render(document, extension))
        for name, document in clean.items()
        for extension in ("docx", "pdf")
    }


@pytest.mark.parametrize(("fault", "extension"), CASES, ids=[f"{fault}-{ext}" for fault, ext in CASES])
def test_the_fault_is_caught_by_its_rule(
    fault: Fault, extension: str, clean: dict[str, Document], verdicts: dict[tuple[str, str], Any]
) -> None:
    report = check_bytes(planted(fault, clean[fault.base], extension))
    found = report.of(fault.rule)
    assert found.verdict == fault.verdict, found
    assert found.where and fault.rule in found.message
    without_fault = verdicts[fault.base, extension].of(fault.rule)
    assert without_fault.verdict != "fail"
    assert without_fault.verdict == "pass" or fault.rule == "R04" or not without_fault.findings


def test_a_font_that_is_declared_but_draws_nothing_does_not_count(clean: dict[str, Document]) -> None:
    def plain(*given: Any, initialFontName: str = "", **options: Any) -> Any:
        return Canvas(*given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "Canvas", plain)
        content = render(clean["issued"], "pdf")
    fonts = {
        font.get_object()["/BaseFont"]
        for page in PdfReader(BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert "/Helvetica" in fonts
    assert check_bytes(content).of("R04").verdict == "warn"
