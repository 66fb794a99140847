"""Old Excel files (.xls): read by calamine, a parser in Rust, inside the guarded worker."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from app.intake.workbook_guard import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, refused
from app.intake.workbooks import Cell, CellValue, Sheet, SheetRow, Workbook

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MOST_SHEETS = 60
_HEADER_ROWS = 50


def read_old_sheets(content: bytes, name: str) -> list[dict[str, Any]]:
    """Return the visible sheets of an .xls as plain JSON; raise ``ImportRefused`` for what cannot be read."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [_plain_sheet(book, title, name) for title in visible[:_MOST_SHEETS]]
    except python_calamine.PasswordError as error:
        raise refused(
            f"Tệp “{name}” có mật khẩu.", "Mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise refused(f"Tệp “{name}” đã hỏng hoặc không phải là tệp Excel cũ (.xls).") from error


def _plain_sheet(book: Any, title: str, name: str) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(title)
    top, left = sheet.start or (0, 0)
    if sheet.total_height > MOST_ROWS + _HEADER_ROWS:
        raise refused(f"Trang tính “{title}” của tệp “{name}” có quá 5.000 dòng.", "Tách thành nhiều tệp.")
    if sheet.total_width > MOST_COLUMNS:
        raise refused(f"Trang tính “{title}” của tệp “{name}” có quá {MOST_COLUMNS} cột.", "Bỏ cột thừa.")
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        cells = [
            [column, *_plain(value)] for column, value in enumerate(row, left + 1) if value not in ("", None)
        ]
        if cells:
            rows.append([number, cells])
    return {"title": title, "rows": rows}


def _plain(value: object) -> tuple[str, object]:
    if isinstance(value, bool | int | float):
        return "n", value
    if isinstance(value, datetime):
        return "t", value.isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    if isinstance(value, time | timedelta):
        return "s", str(value)
    return "s", str(value)[:MOST_CHARACTERS]


def workbook_of(name: str, sheets: list[dict[str, Any]]) -> Workbook:
    """Return plain sheets as the workbook that every import reads."""
    return Workbook(
        name,
        tuple(
            Sheet(
                str(sheet["title"]),
                tuple(
                    SheetRow(
                        number, tuple(Cell(column, _value(kind, value)) for column, kind, value in cells)
                    )
                    for number, cells in sheet["rows"]
                ),
            )
            for sheet in sheets
        ),
    )


def _value(kind: str, value: Any) -> CellValue:
    if kind == "t":
        return datetime.fromisoformat(value)
    if kind == "d":
        return date.fromisoformat(value)
    found: CellValue = value
    return found
