"""Decisions of the tally book: single lines, blocks from Excel, corrections, which window is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.core.errors import AppError, InvalidField
from app.core.periods import Month
from app.services.month_figures import IndicatorFacts
from app.services.queries.tallies import TallyBook, TallyRow, read_book
from app.services.tallies import TallyFields, add_tallies, change_tally, remove_tallies
from app.services.tally_block import BlockLine, find_indicator, read_amount, read_block
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]
REASON = "Vì sao ghi thêm cho kỳ đã khóa? Dòng này vào phần điều chỉnh và được tính vào hôm nay."


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """One line as it was typed; ``on_date`` is already a day."""

    on_date: date | None
    indicator: str
    amount: str
    note: str = ""


class TalliesView(Protocol):
    """What the presenter asks of the screen."""

    def show_book(self, book: TallyBook) -> None:
        """Show one window of the book."""

    def show_line_problem(self, error: AppError) -> None:
        """Say what is wrong with the line being typed, at its field."""

    def clear_line(self) -> None:
        """Make room for the next line: the day stays."""

    def fill_line(self, line: TypedLine) -> None:
        """Put a line into the fields, the cursor at the number."""

    def ask_block(self, lines: Sequence[BlockLine], keep: Callable[[], object]) -> None:
        """Show how pasted rows were read; ``keep`` enters the good ones."""

    def ask_line(self, row: TallyRow, indicators: Sequence[IndicatorFacts], save: Save) -> None:
        """Ask for a ``TypedLine`` in the place of a row."""


class TalliesPresenter:
    """One window at a time."""

    def __init__(self, view: TalliesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._month: Month | None = None
        self._followed: Month | None = None
        self.book: TallyBook | None = None

    def refresh(self) -> None:
        """Read the window that is shown; follow the period of the top bar when it has changed."""
        period = self._ui.navigator.period
        if period is not None and period != self._followed:
            self._followed = self._month = period
        month, today = self._month, self._ui.services.clock.today()
        self._ui.jobs.read(lambda session, job: read_book(session, today=today, month=month), self._show)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to the window of ``period``; ``code`` puts an indicator into the line."""
        if place.get("period"):
            self._month = Month.parse(place["period"])
            self.refresh()
        if place.get("code"):
            self._view.fill_line(TypedLine(on_date=None, indicator=place["code"], amount=""))

    def step_month(self, step: int) -> None:
        """Go to the window before or after."""
        if self.book is not None:
            self._month = self.book.month.plus(step)
            self.refresh()

    def running_clicked(self) -> None:
        """Go back to the window that runs."""
        self._month = None
        self.refresh()

    def add_clicked(self, line: TypedLine) -> None:
        """Enter one line; for a day of a locked period ask for the reason first."""
        if self.book is None:
            return
        try:
            fields = self._read(line)
        except InvalidField as error:
            self._view.show_line_problem(error)
            return
        self._enter(fields)

    def _enter(self, fields: TallyFields) -> None:
        assert self.book is not None
        unit_id, clock = self.book.unit_id, self._ui.services.clock

        def failed(error: AppError) -> bool:
            if not isinstance(error, InvalidField):
                return False
            if error.field == "reason":
                self._ask_reason(error, fields)
            else:
                self._view.show_line_problem(error)
            return True

        self._ui.jobs.write(
            lambda session, job: add_tallies(session, unit_id=unit_id, rows=(fields,), clock=clock),
            lambda _: self._view.clear_line(),
            failed,
            title="Đang ghi sổ đếm",
        )

    def _ask_reason(self, error: AppError, fields: TallyFields) -> None:
        reason = self._ui.dialogs.ask_text(error.message, REASON, verb="Ghi vào điều chỉnh")
        if reason is not None:
            self._enter(replace(fields, reason=reason))

    def repeat_clicked(self) -> None:
        """Put the newest line into the fields again, for today."""
        rows = self.book.rows if self.book else ()
        last = next((row for row in rows if row.adjusts_on is None), None)
        if last is not None and self.book is not None:
            self._view.fill_line(
                TypedLine(
                    on_date=self.book.today, indicator=f"{last.code} {last.title}", amount="", note=last.note
                )
            )

    def pasted(self, text: str) -> None:
        """Read rows copied from Excel and show how; nothing is entered before it was looked at."""
        book = self.book
        if book is None:
            return
        lines = read_block(text, book.indicators, book.today)
        if not lines:
            self._ui.navigator.tell("Bảng nhớ tạm không có dòng nào để dán.")
            return
        self._view.ask_block(lines, lambda: self._keep_block(lines))

    def _keep_block(self, lines: Sequence[BlockLine]) -> None:
        assert self.book is not None
        unit_id, clock = self.book.unit_id, self._ui.services.clock
        rows = [line.fields for line in lines if line.fields is not None]

        def failed(error: AppError) -> bool:
            if not isinstance(error, InvalidField) or error.field != "reason":
                return False
            reason = self._ui.dialogs.ask_text(error.message, REASON, verb="Ghi vào điều chỉnh")
            if reason is not None:
                keep([replace(row, reason=reason) for row in rows])
            return True

        def keep(rows: Sequence[TallyFields]) -> None:
            self._ui.jobs.write(
                lambda session, job: add_tallies(session, unit_id=unit_id, rows=rows, clock=clock),
                lambda keys: self._ui.navigator.tell(f"Đã ghi {len(keys)} dòng vào sổ đếm."),
                failed,
                title="Đang ghi sổ đếm",
            )

        keep(rows)

    def edit_clicked(self, row: TallyRow | None) -> None:
        """Ask for changes to a line."""
        if row is not None and self.book is not None:
            self._view.ask_line(row, self.book.indicators, lambda line, reply: self._change(row, line, reply))

    def _change(self, row: TallyRow, line: TypedLine, reply: FormReply) -> None:
        clock = self._ui.services.clock
        try:
            fields = self._read(line)
        except InvalidField as error:
            reply.refuse(error)
            return
        self._ui.jobs.write(
            lambda session, job: change_tally(session, tally_id=row.id, fields=fields, clock=clock),
            reply.accept,
            reply.refuse,
            title="Đang sửa sổ đếm",
        )

    def remove_clicked(self, rows: Sequence[TallyRow]) -> None:
        """Take lines out; they can be brought back."""
        if not rows:
            return
        book, clock = self.book, self._ui.services.clock
        assert book is not None
        keys = [row.id for row in rows]
        again = [
            TallyFields(indicator_code=row.code, on_date=row.on_date, amount=row.amount, note=row.note)
            for row in rows
        ]

        def bring_back() -> None:
            self._ui.jobs.write(
                lambda session, job: add_tallies(session, unit_id=book.unit_id, rows=again, clock=clock),
                title="Đang ghi lại sổ đếm",
            )

        def done(count: int) -> None:
            self._ui.navigator.tell(f"Đã xóa {count} dòng.", verb="Hoàn tác", action=bring_back)

        def work(session: "Session", job: object) -> Any:
            return remove_tallies(session, tally_ids=keys, clock=clock)

        self._ui.jobs.write(work, done, title="Đang xóa dòng sổ đếm")

    def _read(self, line: TypedLine) -> TallyFields:
        assert self.book is not None
        if line.on_date is None:
            raise InvalidField("date", "Chưa ghi ngày.", hint="Ctrl+; là hôm nay.")
        if not line.indicator.strip():
            raise InvalidField("indicator", "Chưa chọn chỉ tiêu.")
        fact = find_indicator(line.indicator, self.book.indicators)
        try:
            amount = read_amount(line.amount, fact)
        except InvalidField as error:
            raise InvalidField("amount", error.message, hint=error.hint) from error
        return TallyFields(indicator_code=fact.code, on_date=line.on_date, amount=amount, note=line.note)

    def _show(self, book: TallyBook) -> None:
        self.book = book
        self._month = None if book.is_running else book.month
        self._view.show_book(book)
