"""A filled form read back, cell by cell against what it asked; runs in the worker for foreign files."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from app.core.dates import parse_date
from app.core.errors import AppError, InvalidField
from app.core.figures import FigureValue, checked_value, read_figure
from app.core.statuses import FigureState
from app.core.text import normalize, one_line
from app.exchange.form_layout import (
    APPROVED_BY,
    CODE_COLUMN,
    EXPLANATION_COLUMN,
    FIGURES,
    HEAD_FIELDS,
    HEADER_ROW,
    HIDDEN,
    KEY_COLUMN,
    NUMBER,
    REASON,
    REVISION,
    SHEETS,
    SIGNED_ON,
    TEXT_COLUMN,
    VALUE_COLUMN,
    WORDS,
    WORDS_HEADER_ROW,
    FormAnswer,
    HiddenSheet,
)
from app.exchange.guarded_json import decode
from app.exchange.manifest import MOST_REVISION
from app.exchange.refusals import Damaged

_MOST_HIDDEN = 2 * 1024 * 1024
_MOST_TEXT = 32_000
_LETTERS = {FigureState.NONE_ARISEN: "P", FigureState.NOT_APPLICABLE: "K", FigureState.BLANK: ""}


class NoForm(AppError):
    """A workbook that is none of the forms, or one whose hidden part was lost."""

    code = "E-BIEU-01"

    def __init__(self) -> None:
        super().__init__(
            "Tệp Excel này không phải biểu báo cáo do sổ lập, hoặc phần nhận dạng của biểu đã mất.",
            hint="Ghi vào đúng biểu đã gửi cho đơn vị; không chép sang tệp khác.",
        )


def read_form(content: bytes) -> FormAnswer:
    """Return what a form says, with every fault by its cell; raise ``NoForm`` for anything else."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    hidden = _hidden(book)
    return _Reader(book, hidden).read()


def _hidden(book: Any) -> HiddenSheet:
    if HIDDEN not in book.sheetnames:
        raise NoForm
    text = "".join(str(row[0].value or "") for row in book[HIDDEN].iter_rows(max_col=1))
    try:
        return decode(text.encode(), HiddenSheet, most_bytes=_MOST_HIDDEN)
    except Damaged as error:
        raise NoForm from error


class _Reader:
    def __init__(self, book: Any, hidden: HiddenSheet) -> None:
        self.book, self.identity, self.mark = book, hidden.identity, hidden.mark
        self.faults: list[tuple[str, str]] = []
        self.notices: list[str] = []

    def read(self) -> FormAnswer:
        self._check_sheets()
        figures, narratives = list(self._figures()), list(self._narratives())
        head = {place: self._at(FIGURES, place) for place in HEAD_FIELDS}
        return FormAnswer(
            identity=self.identity,
            mark=self.mark,
            revision=self._revision(head[REVISION]),
            reason=self._text(FIGURES, REASON, head[REASON]),
            approved_by=one_line(self._text(FIGURES, APPROVED_BY, head[APPROVED_BY]))[:500],
            signed_on=self._day(head[SIGNED_ON]),
            document_number=one_line(self._text(FIGURES, NUMBER, head[NUMBER]))[:100],
            figures=figures,
            narratives=narratives,
            faults=self.faults,
            notices=self.notices,
        )

    def _fault(self, sheet: str, place: str, sentence: str) -> None:
        self.faults.append((f"{sheet}!{place}", sentence))

    def _check_sheets(self) -> None:
        names = self.book.sheetnames
        self.faults += [(name, f"Thiếu trang “{name}” của biểu.") for name in SHEETS if name not in names]
        self.faults += [
            (name, f"Trang “{name}” không có trong biểu đã gửi; xóa trang này.")
            for name in names
            if name not in SHEETS
        ]
        for name in (FIGURES, WORDS):
            for merged in self.book[name].merged_cells.ranges if name in names else ():
                self._fault(name, str(merged), "Các ô bị gộp; bỏ gộp ô rồi ghi lại.")

    def _at(self, sheet: str, place: str) -> Any:
        return self.book[sheet][place] if sheet in self.book.sheetnames else None

    def _rows(self, sheet: str, first: int, count: int, last_column: int) -> range:
        """Return the rows of a table; a formula is a fault, what stands outside the table is told."""
        if sheet not in self.book.sheetnames:
            return range(0)
        page = self.book[sheet]
        for row in page.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                if cell.data_type == "f":
                    self._fault(sheet, cell.coordinate, "Ô này là công thức; ghi số hoặc chữ vào đây.")
                elif cell.data_type == "e":
                    self._fault(sheet, cell.coordinate, f"Ô này báo lỗi {cell.value}.")
                elif cell.row >= first + count or (cell.row >= first and cell.column > last_column):
                    self.notices.append(f"Ô {sheet}!{cell.coordinate} nằm ngoài biểu nên không đọc.")
        return range(first, first + count)

    def _figures(self) -> Iterator[tuple[str, str, str]]:
        lines = self.identity.figures
        rows = self._rows(FIGURES, HEADER_ROW + 1, len(lines), EXPLANATION_COLUMN)
        for row, line in zip(rows, lines, strict=False):
            code, value, told = (
                self.book[FIGURES].cell(row, column)
                for column in (CODE_COLUMN, VALUE_COLUMN, EXPLANATION_COLUMN)
            )
            if str(code.value or "") != line.code:
                wrong = f"Mã chỉ tiêu ở đây phải là {line.code}, đang là “{code.value or ''}”."
                self._fault(FIGURES, code.coordinate, wrong)
                continue
            figure = self._figure(value, line.code, is_count=line.is_count)
            yield line.code, figure, self._text(FIGURES, told.coordinate, told)

    def _figure(self, cell: Any, code: str, *, is_count: bool) -> str:
        value = cell.value
        if cell.data_type in ("f", "e"):
            return ""
        try:
            if isinstance(value, bool | datetime | date):
                raise InvalidField(code, f"{code}: “{value}” không phải là số.")
            if isinstance(value, int | float):
                number = Decimal(repr(value)) * (100 if "%" in str(cell.number_format) else 1)
                return _written(checked_value(number, code=code, is_count=is_count))
            return _written(read_figure(str(value or ""), code=code, is_count=is_count))
        except (InvalidField, ArithmeticError) as error:
            told = error.message if isinstance(error, InvalidField) else f"{code}: không phải là số."
            self._fault(FIGURES, cell.coordinate, told)
            return ""

    def _narratives(self) -> Iterator[tuple[str, str]]:
        headings = self.identity.headings
        rows = self._rows(WORDS, WORDS_HEADER_ROW + 1, len(headings), TEXT_COLUMN)
        for row, heading in zip(rows, headings, strict=False):
            key, cell = (self.book[WORDS].cell(row, column) for column in (KEY_COLUMN, TEXT_COLUMN))
            if str(key.value or "") != heading.key:
                told = f"Mục ở đây phải là {heading.key}, đang là “{key.value or ''}”."
                self._fault(WORDS, key.coordinate, told)
                continue
            yield heading.key, self._text(WORDS, cell.coordinate, cell)

    def _text(self, sheet: str, place: str, cell: Any) -> str:
        if cell is None or cell.value is None or cell.data_type in ("f", "e"):
            return ""
        value = cell.value
        text = f"{value:%d/%m/%Y}" if isinstance(value, date) else normalize(str(value)).strip()
        if len(text) > _MOST_TEXT:
            self._fault(sheet, place, "Ô này dài quá 32.000 ký tự; rút gọn lại.")
            return ""
        return text

    def _revision(self, cell: Any) -> int:
        value = cell.value if cell is not None else None
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            value = int(value.strip()[:9])
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_REVISION:
            return value
        self._fault(FIGURES, REVISION, "Lần gửi phải là số 1, 2, 3…")
        return 1

    def _day(self, cell: Any) -> date | None:
        if cell is None or cell.value is None or cell.value == "":
            return None
        if isinstance(cell.value, datetime):
            return cell.value.date()
        try:
            return parse_date(str(cell.value), self.identity.due_on, field="signed_on")
        except AppError as error:
            self._fault(FIGURES, SIGNED_ON, error.message)
            return None


def _written(figure: FigureValue) -> str:
    """Return a figure in the form of packages, or the letter of its emptiness."""
    value = figure.value
    if value is None:
        return _LETTERS[figure.state]
    return f"{value.normalize():f}" if value else "0"


def answer_bytes(answer: FormAnswer) -> bytes:
    """Return an answer as it crosses from the worker."""
    return msgspec.json.encode(answer)


def answer_from(data: bytes) -> FormAnswer:
    """Return an answer that came from the worker, every field held to its type."""
    return msgspec.json.decode(data, type=FormAnswer)
