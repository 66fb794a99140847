"""Correct papers as people make them in Word: other legal choices than ours, other means."""

from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TEXTS = (
    "Thực hiện Công văn số 176/UBND-KSTT ngày 09 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Mẫu về việc đẩy "
    "mạnh công tác cải cách hành chính năm 2026, Phòng Nội vụ báo cáo như sau:",
    "I. KẾT QUẢ THỰC HIỆN",
    "1. Công tác chỉ đạo, điều hành",
    "Phòng đã tham mưu Ủy ban nhân dân huyện ban hành 12 văn bản chỉ đạo, điều hành; thực hiện đầy đủ, kịp "
    "thời các nhiệm vụ được giao tại Công văn số 176/UBND-KSTT.",
    "a) Về cải cách thể chế: không phát sinh.",
    "b) Về cải cách thủ tục hành chính: tỷ lệ hồ sơ đúng hạn đạt 98,5%.",
    "II. PHƯƠNG HƯỚNG, NHIỆM VỤ",
    "Tiếp tục rà soát, cập nhật quy trình; kiểm tra công vụ tại các đơn vị trực thuộc theo kế hoạch đã được "
    "phê duyệt từ đầu năm.",
    "Trên đây là báo cáo kết quả công tác cải cách hành chính của Phòng Nội vụ./.",
)


DECISION = (
    "*Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "*Theo đề nghị của Trưởng phòng Phòng Nội vụ.",
    "^QUYẾT ĐỊNH:",
    "Điều 1. Thành lập Tổ kiểm tra công vụ của xã gồm các ông, bà có tên trong danh sách do Phòng Nội vụ "
    "trình, thực hiện nhiệm vụ theo quy chế đã được phê duyệt.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
)


@dataclass(frozen=True)
class Choice:
    """One way to make a correct paper."""

    name: str
    kind: str = "BÁO CÁO"
    symbol: str = "05/BC-PNV"
    nation: float = 12
    motto: float = 13
    body: float = 14
    indent: float = 1.27
    left: float = 30
    right: float = 15
    top: float = 20
    before: float = 6
    after: float = 0
    line: float = 1.15
    exact: float | None = None
    rules: str = "border"  # border, underscores, shape, breaks
    by_tabs: bool = False
    own_council: bool = False  # an UBND: two bold lines
    several: bool = False
    lists: bool = False
    draft: bool = False
    spaced_name: bool = False  # blank lines before the name instead of a gap
    texts: tuple[str, ...] = TEXTS
    person: bool = False  # the issuing person below the subject

    def __str__(self) -> str:
        return self.name


def make(choice: Choice) -> bytes:
    """Return the Word file."""
    word = Document()
    _prepare(word, choice)
    if choice.by_tabs:
        _head_by_tabs(word, choice)
    else:
        _head_table(word, choice)
    _title(word, choice)
    if choice.person:
        _say(word.add_paragraph(), "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU", 14, bold=True)
    for text in choice.texts:
        _body(word, choice, text)
    _signature(word, choice)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def _prepare(word: WordDocument, choice: Choice) -> None:
    style = word.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(choice.body)
    fonts = style.element.rPr.rFonts
    for slot in ("w:eastAsia", "w:cs"):
        fonts.set(qn(slot), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(choice.left), Mm(choice.right)
    section.top_margin, section.bottom_margin = Mm(choice.top), Mm(20)
    section.gutter = Mm(0)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE \\* MERGEFORMAT ")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>2</w:t></w:r>"))
    head._p.append(field)
    word.styles["Header"].font.size = Pt(13)


def _say(para: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    run = para.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    para.alignment = para.alignment or ALIGN.CENTER
    return para


def _rule(cell, choice: Choice, width: float, room: float, size: float) -> None:
    if choice.rules == "underscores":
        para = cell.add_paragraph()
        _say(para, "_" * round(width / (size * 0.5)), size)
        return
    if choice.rules == "shape":
        para = cell.paragraphs[-1]
        start = (room - width) / 2
        para._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
                f'<v:line style="position:absolute;z-index:1" from="{start}pt,18pt" '
                f'to="{start + width}pt,18pt"/>'
                "</w:pict></w:r>"
            )
        )
        return
    para = cell.add_paragraph()
    side = round((room - width) / 2 * 20)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    )
    properties = para._p.get_or_add_pPr()
    properties.append(border)
    para.paragraph_format.left_indent = para.paragraph_format.right_indent = Pt(side / 20)


def _agency(choice: Choice) -> tuple[tuple[str, bool], ...]:
    if choice.own_council:
        return ("ỦY BAN NHÂN DÂN", True), ("XÃ MẪU", True)
    return ("UBND HUYỆN MẪU SƠN", False), ("PHÒNG NỘI VỤ", True)


def _number(choice: Choice) -> str:
    return f"Số:{' ' * 10}/{choice.symbol.rpartition('/')[2]}" if choice.draft else f"Số: {choice.symbol}"


def _day(choice: Choice) -> str:
    blank = " " * 6
    return f"ngày{blank}tháng{blank}năm 2026" if choice.draft else "ngày 05 tháng 3 năm 2026"


def _head_table(word: WordDocument, choice: Choice) -> None:
    table = word.add_table(2, 2)
    table.autofit = False
    rooms = (63.0, 210 - choice.left - choice.right - 63.0)
    for column, width in zip(table.columns, rooms, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, rooms, strict=True):
            cell.width = Mm(width)
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.append(margins)
    left, right = table.rows[0].cells
    lines = _agency(choice)
    if choice.rules == "breaks":  # one paragraph with line breaks, the rule typed below
        para = left.paragraphs[0]
        for at, (text, bold) in enumerate(lines):
            if at:
                para.add_run().add_break()
            _say(para, text, choice.nation, bold=bold)
        para.add_run().add_break()
        _say(para, "_" * 6, choice.nation)
    else:
        for at, (text, bold) in enumerate(lines):
            para = left.paragraphs[0] if at == 0 else left.add_paragraph()
            _say(para, text, choice.nation, bold=bold)
        _rule(left, choice, 38, rooms[0] * 2.8346, choice.nation)
    _say(right.paragraphs[0], NATION, choice.nation, bold=True)
    _say(right.add_paragraph(), MOTTO, choice.motto, bold=True)
    measured = 159.0 * choice.motto / 13
    if choice.rules == "breaks":
        right.paragraphs[-1].add_run().add_break()
        _say(right.paragraphs[-1], "_" * round(measured / (choice.motto * 0.5)), choice.motto)
    else:
        _rule(right, choice, measured, rooms[1] * 2.8346, choice.motto)
    _say(table.rows[1].cells[0].paragraphs[0], _number(choice), 13)
    if choice.kind == "CÔNG VĂN":
        about = table.rows[1].cells[0].add_paragraph()
        about.paragraph_format.space_before = Pt(6)
        _say(about, "V/v đôn đốc thực hiện công tác cải cách hành chính", 12)
    _say(table.rows[1].cells[1].paragraphs[0], f"Mẫu Sơn, {_day(choice)}", choice.motto, italic=True)


def _head_by_tabs(word: WordDocument, choice: Choice) -> None:
    signs = "_" * 6, "_" * round(159.0 * choice.motto / 13 / (choice.motto * 0.5))
    rows = (
        ((_agency(choice)[0]), (NATION, True), choice.nation, choice.nation),
        ((_agency(choice)[1]), (MOTTO, True), choice.nation, choice.motto),
        ((signs[0], False), (signs[1], False), choice.nation, choice.motto),
    )
    for (left, left_bold), (right, right_bold), left_size, right_size in rows:
        para = _tabbed(word)
        for text, bold, size in (("\t" + left, left_bold, left_size), ("\t" + right, right_bold, right_size)):
            run = para.add_run(text)
            run.bold, run.font.size = bold, Pt(size)
    para = _tabbed(word)
    para.add_run("\t" + _number(choice)).font.size = Pt(13)
    run = para.add_run(f"\tMẫu Sơn, {_day(choice)}")
    run.italic, run.font.size = True, Pt(choice.motto)


def _tabbed(word: WordDocument) -> Paragraph:
    para = word.add_paragraph()
    for place in (30, 115):
        para.paragraph_format.tab_stops.add_tab_stop(Mm(place), WD_TAB_ALIGNMENT.CENTER)
    return para


def _title(word: WordDocument, choice: Choice) -> None:
    if choice.kind != "CÔNG VĂN":
        word.add_paragraph()
        _say(word.add_paragraph(), choice.kind, 14, bold=True)
        _say(word.add_paragraph(), "Kết quả công tác cải cách hành chính quý I năm 2026", 14, bold=True)
        _rule(word, choice, 130, (210 - choice.left - choice.right) * 2.8346, 14)
    if choice.kind in {"KẾ HOẠCH", "QUYẾT ĐỊNH"} or choice.kind.startswith("PHIẾU"):
        return
    para = word.add_paragraph()
    para.paragraph_format.space_before = para.paragraph_format.space_after = Pt(12)
    if not choice.several:
        _say(para, "Kính gửi: Ủy ban nhân dân huyện Mẫu Sơn", choice.body)
        return
    para.alignment = ALIGN.LEFT
    para.paragraph_format.left_indent = Cm(3)
    para.add_run("Kính gửi:").font.size = Pt(choice.body)
    for text in ("- Ủy ban nhân dân huyện Mẫu Sơn;", "- Sở Nội vụ tỉnh Mẫu."):
        item = word.add_paragraph()
        item.paragraph_format.left_indent = Cm(4.6)
        item.add_run(text).font.size = Pt(choice.body)


def _body(word: WordDocument, choice: Choice, text: str) -> None:
    if text.startswith("^"):
        _say(word.add_paragraph(), text[1:], 14, bold=True)
        return
    italic, text = text.startswith("*"), text.removeprefix("*")
    heading = text.startswith(("I. ", "II. ", "1. "))
    para = word.add_paragraph(style="List Number" if choice.lists and text.startswith("1. ") else None)
    run = para.add_run(text.removeprefix("1. ") if choice.lists else text)
    run.font.size, run.bold, run.italic = Pt(choice.body), heading, italic
    para.alignment = ALIGN.JUSTIFY
    layout = para.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(0), Cm(choice.indent)
    layout.space_before, layout.space_after = Pt(choice.before), Pt(choice.after)
    if choice.exact:
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(choice.exact)
    else:
        layout.line_spacing = choice.line
    layout.keep_with_next = text is choice.texts[-1]


def _signature(word: WordDocument, choice: Choice) -> None:
    word.add_paragraph()
    table = word.add_table(1, 2)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    left, right = table.rows[0].cells
    left.paragraphs[0].alignment = ALIGN.LEFT
    _say(left.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True).alignment = ALIGN.LEFT
    items = ["- Lưu: VT, CCHC."]
    upward = choice.kind in {"BÁO CÁO", "CÔNG VĂN", "TỜ TRÌNH"}
    items = (["- Như trên;"] if upward else ["- UBND huyện (b/c);"]) + items
    for text in items:
        _say(left.add_paragraph(), text, 11).alignment = ALIGN.LEFT
    titles = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if choice.own_council else ("TRƯỞNG PHÒNG",)
    for at, text in enumerate(titles):
        para = right.paragraphs[0] if at == 0 else right.add_paragraph()
        _say(para, text, choice.body, bold=True)
    if choice.spaced_name:
        for _ in range(5):
            right.add_paragraph()
        _say(right.add_paragraph(), "Trần Văn Bình", choice.body, bold=True)
    else:
        name = right.add_paragraph()
        name.paragraph_format.space_before = Pt(90)
        _say(name, "Trần Văn Bình", choice.body, bold=True)


CHOICES = (
    Choice("usual"),
    Choice("13-points", nation=12.5, motto=13.5, body=13),
    Choice("decree", indent=1.0, left=35, right=20, top=25, nation=12, motto=13, before=10, line=1.0),
    Choice("underscores", rules="underscores"),
    Choice("breaks", rules="breaks"),
    Choice("shape", rules="shape"),
    Choice("tabs", by_tabs=True, rules="underscores"),
    Choice("after", before=0, after=6),
    Choice("one-and-a-half", line=1.5),
    Choice("exact-18", exact=18),
    Choice("several", several=True),
    Choice("blank-lines", spaced_name=True),
    Choice("draft", draft=True),
    Choice("plan", kind="KẾ HOẠCH", symbol="105/KH-UBND", own_council=True),
    Choice("letter", kind="CÔNG VĂN", symbol="15/NV-CCHC"),
    Choice("submission", kind="TỜ TRÌNH", symbol="15/TTr-UBND", own_council=True),
    Choice("list-numbers", lists=True),
)
