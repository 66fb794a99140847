"""Every negative case of the law is caught by its rule, and only the fault trips it."""

import unicodedata
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.reports.checking.checker import check_bytes
from app.reports.render import pdf, pdf_blocks
from app.reports.render.pdf_ink import Ink
from app.reports.styles import MOTTO, NATION, Part
from app.reports.tree import Addressees, Align, Document, Paragraph, Run, Style, TitleBlock
from tests.checking.planting import (
    Fault,
    Patch,
    addressees,
    annex,
    bases,
    both,
    constant,
    day,
    draws,
    head,
    heading,
    look,
    nodes,
    number,
    page,
    planted,
    receivers,
    render,
    signature,
    sub,
    swap,
    without,
    words,
)

WORD, PDF = ("docx",), ("pdf",)
BODY_RUN = '<w:pStyle w:val="Body"/></w:pPr><w:r>'


def _foot(renderer: Any, number: int) -> int:
    renderer._ink.text(str(number), 300, 30, 14)
    return 1


def _first(renderer: Any, number: int) -> None:
    if number == 1:
        renderer._ink.text("1", 315, 842 - 41, 14)


def _of_three(renderer: Any, number: int) -> int:
    if number > 1:
        renderer._ink.text(f"Trang {number}/3", 290, 842 - 41, 14)
    return 1


def _helvetica(renderer: Any, number: int) -> None:
    renderer._canvas.setFont("Helvetica", 14)
    renderer._canvas.drawString(100, 400, "Lorem")


def _red(renderer: Any, number: int) -> None:
    renderer._canvas.setFillColorRGB(0.8, 0, 0)


def _split_nation(patch: Patch, document: Document) -> Document:
    original = pdf_blocks._stack

    def stack(texts: Any, start: float) -> Any:
        parts = []
        for text, part in texts:
            if part is Part.NATION:
                parts += [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", part), ("VIỆT NAM", part)]
            else:
                parts.append((text, part))
        return original(parts, start)

    patch.setattr(pdf_blocks, "_stack", stack)
    return document


def _underlined(patch: Patch, document: Document) -> Document:
    original = Ink.text

    def text(self: Ink, words: str, x: float, baseline: float, size: float, face: int = 0) -> None:
        original(self, words, x, baseline, size, face)
        if words == MOTTO:
            self.rule(x, x + self.metrics.width(words, size, face), baseline - 1.4)

    patch.setattr(Ink, "text", text)
    return head(lambda plan: replace(plan, motto_rule=0.0))(patch, document)


def _decomposed(patch: Patch, document: Document) -> Document:
    original = Ink.text

    def text(self: Ink, words: str, *rest: Any) -> None:
        original(self, unicodedata.normalize("NFD", words), *rest)

    patch.setattr(Ink, "text", text)
    return document


def _title_first(patch: Patch, document: Document) -> Document:
    original = pdf.paragraph_boxes

    def boxes(node: Paragraph, room: float, metrics: Any) -> Any:
        styles = {Style.ANNEX_LABEL: Style.ANNEX_TITLE, Style.ANNEX_TITLE: Style.ANNEX_LABEL}
        if node.style in styles:
            text = "SỐ LIỆU" if node.style is Style.ANNEX_LABEL else "Phụ lục I"
            node = Paragraph((Run(text),), styles[node.style])
        return original(node, room, metrics)

    patch.setattr(pdf, "paragraph_boxes", boxes)
    return document


def _ends(text: str) -> Any:
    def change(node: Any) -> Any:
        if isinstance(node, Paragraph) and node.text.endswith("./."):
            return replace(node, runs=(Run(node.text.removesuffix("./.") + text),))
        return node

    return nodes(change)


FAULTS = [
    # 1.10, row by row
    Fault("R19", "one-digit", number("Số: 5/BC-UBND")),
    Fault("R18", "blanks", number("Số: 05 / BC - UBND")),
    Fault("R20", "cv", number("Số: 05/CV-UBND")),
    Fault("R18", "no-colon", number("Số 05/BC-UBND")),
    Fault("R23", "day-5", day("ngày 5 tháng 3 năm 2026")),
    Fault("R23", "month-03", day("ngày 05 tháng 03 năm 2026")),
    Fault("R23", "digits", day("ngày 05/3/2026")),
    Fault("R23", "month-2", day("ngày 12 tháng 2 năm 2026")),
    Fault("R23", "no-such-day", day("ngày 31 tháng 11 năm 2026")),
    Fault("R11", "en-dash", constant("MOTTO", MOTTO.replace("-", "–"))),
    Fault("R11", "capitals", constant("MOTTO", "Độc Lập - Tự Do - Hạnh Phúc")),
    Fault("R12", "underline", _underlined, formats=PDF),
    Fault(
        "R12",
        "underline",
        edit=swap(
            '<w:r><w:t xml:space="preserve">Độc lập',
            '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">Độc lập',
        ),
        formats=WORD,
    ),
    Fault("R12", "short", head(lambda plan: replace(plan, motto_rule=plan.motto_rule / 2))),
    Fault("R16", "as-long-as-text", head(lambda plan: replace(plan, issuer_rule=plan.issuer_rule / 0.42))),
    Fault("R10", "wrapped", both(look(Part.NATION, size=13), constant("HEAD_RIGHT", 90.0)), formats=WORD),
    Fault("R10", "wrapped", _split_nation, formats=PDF),
    Fault("R15", "regular", look(Part.ISSUER, bold=False)),
    Fault("R14", "bold", look(Part.SUPERIOR, bold=True), base="long"),
    Fault("R14", "over-ubnd", heading(superior="ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN")),
    Fault("R07", "foot", draws(_foot), formats=PDF),
    Fault("R07", "first-page", draws(_first), formats=PDF),
    Fault("R07", "of-three", draws(_of_three), formats=PDF),
    Fault("R07", "first-page", edit=swap("<w:titlePg/>", "", -1), formats=WORD),
    Fault(
        "R07",
        "of-three",
        edit=swap("<w:r><w:fldChar", "<w:r><w:t>Trang </w:t></w:r><w:r><w:fldChar"),
        formats=WORD,
        part="word/header1.xml",
    ),
    Fault(
        "R07",
        "in-first-header",
        edit=sub(
            r"(<w:pStyle[^>]*/></w:pPr>)",
            r'\1<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        ),
        formats=WORD,
        part="word/header2.xml",
    ),
    Fault(
        "R34", "one-run-12", edit=swap(BODY_RUN, BODY_RUN + '<w:rPr><w:sz w:val="24"/></w:rPr>'), formats=WORD
    ),
    Fault("R34", "body-12", look(Style.BODY, size=12)),
    Fault("R34", "mixed-13-14", look(Style.HEADING, size=13)),
    Fault(
        "R36",
        "blanks",
        edit=swap(
            '<w:pStyle w:val="Body"/></w:pPr><w:r><w:t xml:space="preserve">',
            '<w:pStyle w:val="Body"/><w:ind w:firstLine="0"/></w:pPr><w:r><w:t xml:space="preserve">        ',
        ),
        formats=WORD,
    ),
    Fault(
        "R36",
        "tab",
        edit=swap(
            '<w:pStyle w:val="Body"/></w:pPr><w:r>',
            '<w:pStyle w:val="Body"/><w:ind w:firstLine="0"/></w:pPr><w:r><w:tab/></w:r><w:r>',
        ),
        formats=WORD,
    ),
    Fault("R36", "half", look(Style.BODY, first_line=6)),
    Fault("R36", "none", look(Style.BODY, first_line=0)),
    Fault(
        "R37",
        "empty-paragraph",
        edit=swap(
            '<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>',
            '<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>',
            3,
        ),
        formats=WORD,
    ),
    Fault("R37", "tight", look(Style.BODY, before=2)),
    Fault(
        "R38",
        "exact-14",
        edit=swap(
            '<w:pStyle w:val="Body"/></w:pPr>',
            '<w:pStyle w:val="Body"/><w:spacing w:line="280" w:lineRule="exact"/></w:pPr>',
        ),
        formats=WORD,
    ),
    Fault("R38", "dense", look(Style.BODY, line=0.9)),
    Fault("R38", "wide", look(Style.BODY, line=1.7)),
    Fault("R30", "missing", without(Addressees)),
    Fault("R55", "missing", signature(recipients=("UBND huyện", "Lưu: VT, VHXH"))),
    Fault(
        "R31", "semicolon", addressees(lambda items: (*items[:-1], items[-1].rstrip(".") + ";")), base="long"
    ),
    Fault(
        "R31",
        "not-aligned",
        edit=sub(
            r'(<w:pStyle w:val="Addressee"/>(?:<w:keepNext/>)?<w:spacing w:before="60"[^>]*/>'
            r'<w:ind w:left=")\d+',
            r"\g<1>2200",
        ),
        base="long",
        formats=WORD,
    ),
    Fault("R53", "upright", look(Part.RECIPIENTS, italic=False)),
    Fault("R53", "13-points", look(Part.RECIPIENTS, size=13)),
    Fault("R54", "12-points", look(Part.RECIPIENT, size=12)),
    Fault("R56", "no-full-stop", receivers(lambda items: [*items[:-1], items[-1].rstrip(".")])),
    Fault("R56", "no-colon", receivers(lambda items: [*items[:-1], "- Lưu VT, VHXH."])),
    Fault("R56", "no-lưu", signature(recipients=("Như trên", "Các ban, ngành"))),
    Fault("R49", "degree", signature(name="ThS. Nguyễn Văn A")),
    Fault("R48", "capitals", signature(name="NGUYỄN VĂN A")),
    Fault("R46", "no-dot", signature(authority=("KT CHỦ TỊCH", "PHÓ CHỦ TỊCH"))),
    Fault("R43", "missing", _ends(".")),
    Fault("R43", "twice", words("không phát hiện vi phạm.", "không phát hiện vi phạm./.")),
    Fault("R60", "arabic", annex(numeral=["1", "2", "3", "4"])),
    Fault("R62", "title-first", _title_first, formats=PDF),
    Fault(
        "R62",
        "title-first",
        edit=sub(
            r'(<w:p><w:pPr><w:pStyle w:val="AnnexLabel"/>.*?</w:p>)'
            r'(<w:p><w:pPr><w:pStyle w:val="AnnexTitle"/>.*?</w:p>)',
            r"\2\1",
        ),
        formats=WORD,
    ),
    Fault("R05", "decomposed", _decomposed, formats=PDF),
    Fault("R05", "decomposed", edit=lambda text: unicodedata.normalize("NFD", text), formats=WORD),
    Fault("R05", "cyrillic", words("Trong kỳ", "Trоng kỳ")),
    Fault("R05", "hyphen", number("Số: 05/BC\u2011UBND"), formats=WORD),
    Fault("R04", "helvetica", draws(_helvetica), formats=PDF),
    Fault(
        "R04",
        "calibri",
        edit=swap(BODY_RUN, BODY_RUN + '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/></w:rPr>'),
        formats=WORD,
    ),
    # the other rules
    Fault("R01", "letter", page(width=216, height=279)),
    Fault("R02", "landscape", page(width=297, height=210), formats=WORD),
    Fault("R03", "left", page(left=20)),
    Fault("R03", "right", page(right=25)),
    Fault("R03", "top", page(top=12, header=5)),
    Fault("R03", "bottom", page(bottom=5)),
    Fault("R06", "red", draws(_red), formats=PDF),
    Fault(
        "R06",
        "blue",
        edit=swap(BODY_RUN, BODY_RUN + '<w:rPr><w:color w:val="0563C1"/></w:rPr>'),
        formats=WORD,
    ),
    Fault(
        "R06",
        "highlight",
        edit=swap(BODY_RUN, BODY_RUN + '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'),
        formats=WORD,
    ),
    Fault("R08", "goes-on", edit=swap(' w:start="1"', "", -1), formats=WORD),
    Fault("R10", "words", constant("NATION", NATION.replace("CHỦ NGHĨA", "CHŨ NGHĨA"))),
    Fault("R10", "14-points", look(Part.NATION, size=14)),
    Fault("R11", "regular", look(Part.MOTTO, bold=False)),
    Fault("R12", "none", head(lambda plan: replace(plan, motto_rule=0.0)), formats=PDF),
    Fault("R13", "gap", look(Part.MOTTO, before=6), formats=WORD),
    Fault("R16", "too-short", head(lambda plan: replace(plan, issuer_rule=plan.issuer_rule / 2))),
    Fault("R17", "gap", look(Part.ISSUER, before=6), formats=WORD),
    Fault("R18", "12-points", look(Part.NUMBER, size=12)),
    Fault("R18", "lower-case", heading(symbol="bc-ubnd")),
    Fault("R20", "other-kind", heading(symbol="KH-UBND")),
    Fault("R21", "number-only", heading(issued_on=None, year=2026)),
    Fault("R21", "day-only", heading(number=None)),
    Fault("R21", "narrow", number("Số:  /BC-UBND"), base="draft", verdict="warn"),
    Fault("R22", "lower-case", heading(place="mẫu")),
    Fault("R24", "upright", look(Part.PLACE_DATE, italic=False)),
    Fault("R24", "12-points", look(Part.PLACE_DATE, size=12)),
    Fault(
        "R26",
        "lower-case",
        nodes(lambda node: replace(node, kind="Báo cáo") if isinstance(node, TitleBlock) else node),
    ),
    Fault("R26", "regular", look(Style.TITLE, bold=False)),
    Fault("R26", "left", look(Style.TITLE, align=Align.LEFT)),
    Fault("R27", "italic", look(Style.SUBJECT, italic=True)),
    Fault("R27", "15-points", look(Style.SUBJECT, size=15)),
    Fault("R30", "on-a-plan", nodes(lambda node: node), base="plan"),
    Fault("R31", "bold", look(Style.ADDRESSEE, bold=True), formats=WORD),
    Fault("R32", "upright", look(Style.BASIS, italic=False)),
    Fault("R32", "full-stop", words("hành chính năm 2024;", "hành chính năm 2024.")),
    Fault("R35", "left", look(Style.BODY, align=Align.LEFT)),
    Fault("R41", "lower-case", words("I. CÔNG TÁC CHỈ ĐẠO", "I. Công tác chỉ đạo")),
    Fault("R41", "regular", look(Style.SECTION, bold=False)),
    Fault("R42", "f", words("Đề nghị bổ sung", "f) Đề nghị bổ sung")),
    Fault(
        "R44", "ủy-ban", words("Ủy ban nhân dân xã ban hành", "Ủy Ban Nhân Dân xã ban hành"), verdict="warn"
    ),
    Fault("R45", "10-points", look(Part.TABLE_TEXT, size=10), formats=WORD, verdict="warn"),
    Fault("R46", "no-blank", signature(authority=("KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH")), verdict="warn"),
    Fault("R46", "tm-person", signature(authority=("TM. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))),
    Fault("R46", "kt-deputy", signature(authority=("KT. PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH"))),
    Fault("R47", "regular", look(Part.AUTHORITY, bold=False)),
    Fault("R47", "lower-case", signature(authority=("Chủ tịch",))),
    Fault("R48", "regular", look(Part.SIGNER, bold=False)),
    Fault("R48", "no-name", signature(name=""), verdict="warn"),
    Fault("R50", "narrow", constant("SIGNATURE_ROOM", 22.0), verdict="warn"),
    Fault("R51", "splits", edit=swap("<w:cantSplit/>", "", -1), formats=WORD, verdict="warn"),
    Fault("R53", "no-colon", constant("RECIPIENTS_WORD", "Nơi nhận")),
    Fault("R54", "full-stops", receivers(lambda items: [item.replace(";", ".") for item in items])),
    Fault(
        "R54",
        "no-dash",
        receivers(lambda items: [item.removeprefix("- ") for item in items[:-1]] + items[-1:]),
        formats=WORD,
    ),
    Fault("R55", "no-address", without(Addressees)),
    Fault("R60", "not-told", words("Phụ lục", "Danh sách")),
    Fault("R60", "wrong-order", annex(numeral=["II", "I", "III", "IV"])),
    Fault("R61", "13-points", look(Style.ANNEX_LABEL, size=13)),
    Fault("R62", "regular", look(Style.ANNEX_TITLE, bold=False)),
    Fault("R63", "upright", look(Style.ANNEX_LINK, italic=False)),
]
FAULTS = [fault for fault in FAULTS if fault.name != "on-a-plan"]
CASES = [(fault, extension) for fault in FAULTS for extension in fault.formats]


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
