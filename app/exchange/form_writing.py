"""The form of one unit and period as an .xlsx: protected, with its identity hidden in it."""

import io
from typing import Any

from app.core.text import format_date
from app.exchange.form_layout import (
    FIGURE_HEADERS,
    FIGURES,
    HEAD_FIELDS,
    HEADER_ROW,
    HIDDEN,
    REVISION,
    VALUE_COLUMN,
    WORDS,
    WORDS_HEADER_ROW,
    WORDS_HEADERS,
    FormIdentity,
    HiddenSheet,
)
from app.exchange.guarded_json import encode

_CELL = 30_000  # Excel holds 32,767 characters
_GUIDE = (
    "Chỉ ghi vào các ô nền vàng. Số liệu: ghi số; P là không phát sinh; K là không áp dụng; để trống là "
    "chưa có. Không thêm, xóa, đổi tên trang tính; không dùng công thức. Lưu lại ở dạng .xlsx rồi gửi."
)


def write_form(identity: FormIdentity, mark: str) -> bytes:
    """Return the workbook to be filled in with Excel or LibreOffice."""
    import openpyxl

    book = openpyxl.Workbook()
    paint = _Paint()
    _figures(book.active, identity, paint)
    _words(book.create_sheet(WORDS), identity, paint)
    hidden = book.create_sheet(HIDDEN)
    text = encode(HiddenSheet(identity, mark)).decode()
    for number, place in enumerate(range(0, len(text), _CELL), 1):
        _put(hidden, number, 1, text[place : place + _CELL])
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    book.security.lockStructure = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Paint:
    """The few looks of the form's cells."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        line = Side(style="thin", color="FF808080")
        self.plain, self.bold = Font(name="Arial", size=11), Font(name="Arial", size=11, bold=True)
        self.heading = Font(name="Arial", size=14, bold=True)
        self.box = Border(left=line, right=line, top=line, bottom=line)
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        self.open, self.yellow = Protection(locked=False), PatternFill("solid", fgColor="FFFFF2CC")
        self.blue = PatternFill("solid", fgColor="FFDCE6F1")

    def fixed(self, cell: Any, *, is_header: bool = False) -> None:
        """Dress a cell that is only read."""
        cell.font, cell.border, cell.alignment = self.plain, self.box, self.wrapped
        if is_header:
            cell.font, cell.fill = self.bold, self.blue

    def asked(self, cell: Any, number_format: str = "@") -> None:
        """Dress a cell that is filled in."""
        self.fixed(cell)
        cell.fill, cell.protection, cell.number_format = self.yellow, self.open, number_format


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _figures(sheet: Any, identity: FormIdentity, paint: _Paint) -> None:
    sheet.title = FIGURES
    _widths(sheet, (12, 60, 16, 22, 50))
    _put(sheet, 1, 1, "BIỂU BÁO CÁO CÔNG TÁC CẢI CÁCH HÀNH CHÍNH").font = paint.heading
    _put(sheet, 2, 1, identity.unit.name).font = paint.bold
    due = f"hạn nộp {format_date(identity.due_on)}, gửi {identity.issuer.name}"
    _put(sheet, 3, 1, f"{identity.period_words}; {due}").font = paint.plain
    _put(sheet, 4, 1, _GUIDE).font = paint.plain
    for place, label in HEAD_FIELDS.items():
        cell = sheet[place]
        paint.fixed(_put(sheet, cell.row, 2, label))
        paint.asked(cell, "0" if place == REVISION else "@")
    sheet[REVISION].value = 1
    for column, header in enumerate(FIGURE_HEADERS, 1):
        paint.fixed(_put(sheet, HEADER_ROW, column, header), is_header=True)
    for row, line in enumerate(identity.figures, HEADER_ROW + 1):
        for column, text in enumerate((line.code, line.title, line.measure), 1):
            paint.fixed(_put(sheet, row, column, text))
        paint.asked(sheet.cell(row, VALUE_COLUMN), "General")
        paint.asked(sheet.cell(row, VALUE_COLUMN + 1))
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    _protect(sheet)


def _words(sheet: Any, identity: FormIdentity, paint: _Paint) -> None:
    _widths(sheet, (24, 50, 100))
    _put(
        sheet, 1, 1, "Viết nội dung vào cột nền vàng; mục không có gì để báo cáo thì để trống."
    ).font = paint.bold
    for column, header in enumerate(WORDS_HEADERS, 1):
        paint.fixed(_put(sheet, WORDS_HEADER_ROW, column, header), is_header=True)
    for row, heading in enumerate(identity.headings, WORDS_HEADER_ROW + 1):
        paint.fixed(_put(sheet, row, 1, heading.key))
        paint.fixed(_put(sheet, row, 2, heading.title))
        paint.asked(sheet.cell(row, 3))
    sheet.freeze_panes = f"A{WORDS_HEADER_ROW + 1}"
    _protect(sheet)


def _widths(sheet: Any, widths: tuple[int, ...]) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _protect(sheet: Any) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # wider and higher is allowed
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
