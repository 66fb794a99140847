"""A row of an incoming table: its cells read as text, days and numbers, every fault kept with its column."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from app.core.dates import parse_date
from app.core.errors import AppError, Finding, InvalidField
from app.core.text import one_line
from app.intake.workbooks import Cell, letter_of

_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 110_000  # 1982 … 2201: numbers that can only be days
_ZEROS = re.compile(r"0{2,}")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")


@dataclass(slots=True)
class TableRow:
    """The cells of one row by field; a reading that fails leaves a finding and gives None."""

    number: int
    cells: dict[str, Cell]
    columns: dict[str, int]
    key_fields: frozenset[str] = frozenset()
    faults: list[Finding] = field(default_factory=list)

    def refuse(self, name: str | None, message: str) -> None:
        """Note a fault in the column of a field."""
        column = self.columns.get(name or "")
        finding = Finding(self.number, letter_of(column) if column else None, message)
        if finding not in self.faults:  # a cell may be read more than once
            self.faults.append(finding)

    def refuse_error(self, error: AppError, columns: dict[str, str] | None = None) -> None:
        """Note what a use case said, under the column of the field it named."""
        name = getattr(error, "field", None)
        self.refuse((columns or {}).get(name or "", name), error.message)

    def has(self, name: str) -> bool:
        """Tell whether the table has a column for a field at all."""
        return name in self.columns

    def text(self, name: str, *, most: int = 0) -> str:
        """Return a text on one line, "" for an empty cell."""
        return one_line(self._words(name, most))

    def lines(self, name: str) -> str:
        """Return a text with its own lines."""
        return self._words(name, 0)

    def _words(self, name: str, most: int) -> str:
        cell = self._cell(name)
        if cell is None:
            return ""
        value = cell.value
        if isinstance(value, datetime | date):
            return f"{value.day:02d}/{value.month:02d}/{value.year}"
        text = cell.text
        if isinstance(value, int | float) and _ZEROS.fullmatch(cell.shown_as):
            text = text.zfill(len(cell.shown_as))  # a code shown as 00123 is that, not 123
        if most and len(text) > most:
            self.refuse(name, f"Dài quá {most} ký tự.")
            return ""
        return text

    def day(self, name: str, today: date) -> date | None:
        """Return a day, given as an Excel date or as text; None for an empty cell."""
        cell = self._cell(name)
        if cell is None or cell.text == "":
            return None
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            if _FIRST_SERIAL <= value <= _LAST_SERIAL:
                return _EPOCH + timedelta(days=int(value))
            self.refuse(name, f"“{cell.text}” không phải là một ngày.")
            return None
        try:
            return parse_date(cell.text, today, field=name)
        except InvalidField as error:
            self.refuse(name, error.message)
            return None

    def number_of(self, name: str) -> Decimal | None:
        """Return a number as typed here (19.630; 32,3) or as Excel keeps it; None for an empty cell."""
        cell = self._cell(name)
        if cell is None or cell.text == "":
            return None
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            return Decimal(str(cell.value))
        text = cell.text.removesuffix("%").strip().replace(" ", "").replace("\u00a0", "")
        if _GROUPED.fullmatch(text):
            text = text.replace(".", "")
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.refuse(name, f"“{cell.text}” không phải là số.")
            return None
        return number

    def percent(self, name: str) -> int | None:
        """Return whole percents: 50, "50%", or a cell that Excel shows as 50%."""
        number = self.number_of(name)
        if number is None:
            return None
        cell = self.cells[name]
        if isinstance(cell.value, int | float) and "%" in cell.shown_as:
            number *= 100
        if number != number.to_integral_value() or not 0 <= number <= 100:
            self.refuse(name, f"Tiến độ “{cell.text}” không đúng; ghi số nguyên từ 0 đến 100.")
            return None
        return int(number)

    def _cell(self, name: str) -> Cell | None:
        cell = self.cells.get(name)
        if cell is None:
            return None
        if cell.is_error:
            self.refuse(name, f"Ô có lỗi Excel {cell.text}.")
            return None
        if cell.is_formula and name in self.key_fields:
            self.refuse(name, f"Ô {letter_of(cell.column)}{self.number} là công thức; hãy dán giá trị vào ô.")
            return None
        if cell.is_formula and cell.value is None:
            self.refuse(name, "Công thức chưa được tính; mở tệp bằng Excel, lưu lại rồi nhập.")
            return None
        return cell
