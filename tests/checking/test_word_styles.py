"""Looks that come from styles, themes and defaults of a Word file, not from its words: no false alarm."""

import re

import pytest

from app.reports.checking.checker import check_bytes
from app.reports.checking.verdicts import Finding
from tests.checking.planting import edited, sub, swap
from tests.checking.word_user import Choice, make

STYLES, THEME, TEXT = "word/styles.xml", "word/theme/theme1.xml", "word/document.xml"
TIMES = " ".join(f'w:{slot}="Times New Roman"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
THEMED = (
    'w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" '
    'w:cstheme="minorBidi"'
)


def findings(content: bytes) -> list[Finding]:
    return [finding for rule in check_bytes(content).rules for finding in rule.findings]


def without_fonts_of_its_own() -> bytes:
    """Return a correct paper whose usual style names no font: what the defaults say is what it has."""
    return edited(make(Choice("usual")), swap(f"<w:rFonts {TIMES}/>", ""), STYLES)


def themed(face: str) -> bytes:
    return edited(
        without_fonts_of_its_own(),
        sub(r'(<a:minorFont>\s*<a:latin typeface=)"Cambria"', rf'\1"{face}"'),
        THEME,
    )


def test_a_font_that_only_the_defaults_name_counts() -> None:
    content = without_fonts_of_its_own()
    assert {found.rule for found in findings(content)} == {"R04"}  # the theme's Cambria
    assert findings(edited(content, swap(f"<w:rFonts {THEMED}/>", f"<w:rFonts {TIMES}/>"), STYLES)) == []


def test_a_font_that_comes_from_the_theme_counts() -> None:
    assert findings(themed("Times New Roman")) == []
    assert {found.rule for found in findings(themed("Calibri"))} == {"R04"}


def test_a_theme_font_of_the_words_goes_before_the_font_of_their_style() -> None:
    run = f"<w:r><w:rPr><w:rFonts {THEMED}/>"
    content = edited(make(Choice("usual")), swap("<w:r><w:rPr>", run, -1), TEXT)
    assert {found.rule for found in findings(content)} == {"R04"}
    times = sub(r'(<a:minorFont>\s*<a:latin typeface=)"Cambria"', r'\1"Times New Roman"')
    assert findings(edited(content, times, THEME)) == []


BODY = re.compile(
    r'<w:pPr>(<w:keepNext w:val="0"/>)?(<w:keepNext/>)?<w:spacing w:before="120" w:after="0" w:line="276" '
    r'w:lineRule="auto"/><w:ind w:left="0" w:firstLine="720"/><w:jc w:val="both"/></w:pPr>'
    r'<w:r><w:rPr><w:b w:val="0"/><w:i w:val="0"/><w:sz w:val="28"/></w:rPr>'
)
FAMILY = """<w:style w:type="paragraph" w:styleId="Goc"><w:name w:val="Gốc"/><w:basedOn w:val="Normal"/>
<w:pPr><w:ind w:firstLine="720"/><w:spacing w:before="240" w:line="276" w:lineRule="auto"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Goc"/>
<w:pPr><w:spacing w:before="120"/><w:jc w:val="both"/></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Chu"><w:name w:val="Chữ"/>
<w:rPr><w:color w:val="auto"/></w:rPr></w:style>
</w:styles>"""


def of_a_family(size: int) -> bytes:
    """Return a paper whose body has its looks from a style, that from its parent, and a character style."""
    looks = r'<w:pPr><w:pStyle w:val="Con"/>\1\2</w:pPr><w:r><w:rPr><w:rStyle w:val="Chu"/></w:rPr>'
    content = edited(make(Choice("usual")), lambda text: BODY.sub(looks, text), TEXT)
    return edited(content, swap("</w:styles>", FAMILY.format(size=size)), STYLES)


def test_a_style_has_what_its_parents_say_where_it_says_nothing() -> None:
    assert findings(of_a_family(28)) == []


def test_a_fault_of_the_parent_is_a_fault_of_the_paper() -> None:
    assert "R34" in {found.rule for found in findings(of_a_family(24))}


NEW_WORD = (
    r'\1<w:spacing w:after="160" w:line="259" w:lineRule="auto"/>',
    r'(<w:pPrDefault><w:pPr>)<w:spacing w:after="200" w:line="276" w:lineRule="auto"/>',
)


@pytest.mark.parametrize(("table_style", "is_fine"), [("TableGrid", True), ("TableNormal", False)])
def test_a_table_has_the_spacing_of_its_style_before_that_of_the_defaults(
    table_style: str, is_fine: bool
) -> None:
    """Today's Word: the usual style says nothing, the defaults say 8 pt after, its table style none."""
    content = edited(make(Choice("usual")), sub(NEW_WORD[1], NEW_WORD[0]), STYLES)
    usual = '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:rFonts w:ascii'
    content = edited(content, swap(usual, "</w:pPr><w:rPr><w:rFonts w:ascii"), STYLES)
    named = f'<w:tblPr><w:tblStyle w:val="{table_style}"/>'
    rules = {found.rule for found in findings(edited(content, swap("<w:tblPr>", named, -1), TEXT))}
    assert ("R13" not in rules and "R17" not in rules) is is_fine
