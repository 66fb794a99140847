"""The negative cases of the law text, row by row (law_and_format 1.10)."""

import unicodedata
from dataclasses import replace

from app.reports.styles import MOTTO, Part
from app.reports.tree import Addressees, Style
from tests.checking.bending import (
    BODY_RUN,
    PDF,
    WORD,
    decomposed,
    ends,
    first,
    foot,
    helvetica,
    of_three,
    split_nation,
    title_first,
    underlined,
)
from tests.checking.planting import (
    Fault,
    addressees,
    annex,
    both,
    constant,
    day,
    draws,
    head,
    heading,
    look,
    number,
    receivers,
    signature,
    sub,
    swap,
    without,
    words,
)

LAW_CASES = [
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
    Fault("R12", "underline", underlined, formats=PDF),
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
    Fault("R10", "wrapped", split_nation, formats=PDF),
    Fault("R15", "regular", look(Part.ISSUER, bold=False)),
    Fault("R14", "bold", look(Part.SUPERIOR, bold=True), base="long"),
    Fault("R14", "over-ubnd", heading(superior="ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN")),
    Fault("R07", "foot", draws(foot), formats=PDF),
    Fault("R07", "first-page", draws(first), formats=PDF),
    Fault("R07", "of-three", draws(of_three), formats=PDF),
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
    Fault("R38", "exact-14", look(Style.BODY, line=14 / 14 / 1.15), formats=PDF),
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
    Fault("R43", "missing", ends(".")),
    Fault("R43", "twice", words("không phát hiện vi phạm.", "không phát hiện vi phạm./.")),
    Fault("R60", "arabic", annex(numeral=["1", "2", "3", "4", "5"])),
    Fault("R62", "title-first", title_first, formats=PDF),
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
    Fault("R05", "decomposed", decomposed, formats=PDF),
    Fault("R05", "decomposed", edit=lambda text: unicodedata.normalize("NFD", text), formats=WORD),
    Fault("R05", "cyrillic", words("Trong kỳ", "Trоng kỳ")),
    Fault("R05", "hyphen", number("Số: 05/BC\u2011UBND"), formats=WORD),
    Fault("R04", "helvetica", draws(helvetica), formats=PDF),
    Fault(
        "R04",
        "calibri",
        edit=swap(BODY_RUN, BODY_RUN + '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/></w:rPr>'),
        formats=WORD,
    ),
]
