"""Decisions of Kỳ báo cáo: what a cell may undergo, and the use cases that do it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Changes, Done
from app.core.errors import AppError, RuleViolation
from app.core.periods import Month
from app.core.statuses import PeriodState
from app.core.text import join_words
from app.services.cycles import lock_due_periods, lock_period, make_periods, unlock_period
from app.services.packages.codes import HeardCode, note_code
from app.services.packages.store import PackageStore
from app.services.queries.cycle_board import BoardData, read_board
from app.services.queries.cycle_words import next_month
from app.services.queries.cycles import ReportRow
from app.services.queries.periods import PeriodRow
from app.services.rechecks import mark_rechecked
from app.services.submissions import (
    Receipt,
    accept_report,
    excuse_report,
    extend_report,
    receive_report,
    reopen_report,
    return_report,
)
from app.ui.board_actions import Action, CodeFields, GrantFields, actions_for, subject_of
from app.ui.code_desk import CodeDesk
from app.ui.context import FormReply, UiContext
from app.ui.copies import after_copy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]


class CyclesView(Protocol):
    """What the board asks of the screen."""

    def show_problem(self, error: AppError) -> None:
        """Put a refusal into the banner."""

    def clear_code(self) -> None:
        """Empty the code line: its code is kept."""

    def show_board(self, data: BoardData, start: str) -> None:
        """Show the board; ``start`` is the period to go to, if to any other than before."""

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no board, and what to do."""

    def show_selection(self, data: BoardData, report: ReportRow | None, period: PeriodRow | None) -> None:
        """Show one report and the totals of its period."""

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""

    def ask_receipt(self, subject: str, save: Save) -> None:
        """Ask for a ``Receipt``."""

    def ask_code(self, subject: str, save: Save) -> None:
        """Ask for ``CodeFields``."""

    def ask_extension(self, subject: str, save: Save) -> None:
        """Ask for ``GrantFields``: the later day."""

    def ask_reopening(self, subject: str, save: Save) -> None:
        """Ask for ``GrantFields``: the last open day."""


class CyclesPresenter:
    """The board of units x months."""

    def __init__(self, view: CyclesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._rule_id = ""
        self._year = 0
        self._as_of: date | None = None
        self._followed: Month | None = None
        self._start: Month | None = None
        self._keys: tuple[str, ...] = ()
        self._column = ""
        self._locks_checked: date | None = None
        self.codes = CodeDesk(_BoardCodes(self, view, ui), ui)
        self.data: BoardData | None = None

    @property
    def today(self) -> date:
        """The day at the office."""
        return self._ui.services.clock.today()

    def refresh(self) -> None:
        """Read the board; follow the period on the top bar when it has changed."""
        period = self._ui.navigator.period
        if period is not None and period != self._followed:
            self._followed = self._start = period
            self._year = period.year
        rule_id, year, as_of = self._rule_id, self._year or self.today.year, self._as_of or self.today
        self._ui.jobs.read(
            lambda session, job: read_board(session, rule_id=rule_id, year=year, as_of=as_of), self._show
        )

    def choose(self, *, rule_id: str | None = None, year: int | None = None) -> None:
        """Show another rule or year."""
        self._rule_id = self._rule_id if rule_id is None else rule_id
        self._year = self._year if year is None else year
        self.refresh()

    def set_day(self, day: date | None) -> None:
        """Show the board as it stood at the end of a day; none is today."""
        if day != self._as_of:
            self._as_of = day
            self.refresh()

    def open_period(self, name: str) -> None:
        """Go to a month."""
        self._start = Month.parse(name)
        self._year, self._rule_id = self._start.year, ""
        self.refresh()

    def choose_cells(self, keys: Sequence[str], column: str) -> None:
        """Follow the selection."""
        self._keys, self._column = tuple(keys), column
        if self.data is None:
            return
        reports = self._chosen()
        period = self.data.period(column)
        self._view.show_selection(self.data, reports[0] if reports else None, period)
        self._view.show_actions(actions_for(reports, self.data.periods, period, self.today))

    def hear(self, text: str) -> None:
        """Note a seal code, typed or in a message; without a unit in it, for the chosen cell."""
        reports = self._chosen()
        chosen = None
        if len(reports) == 1 and self.data is not None:
            report, period = reports[0], self.data.period(reports[0].period_id)
            name = period.name if period else ""
            chosen = HeardCode("", report.unit_id, report.unit, report.expected_id, name)
        self.codes.entered(text, chosen)

    def recheck_clicked(self) -> None:
        """Say that the opening balances of the chosen months have been rechecked."""
        if self._may(Action.RECHECK):
            clock = self._ui.services.clock
            self._each(
                "Đã kiểm lại số đầu kỳ", lambda s, key: mark_rechecked(s, expected_id=key, clock=clock)
            )

    def receive_clicked(self) -> None:
        """Ask when and how the reports came, then register them."""
        self._ask(self._view.ask_receipt, Action.RECEIVE, self._receive)

    def code_clicked(self) -> None:
        """Ask for the seal code that was told, then note it."""
        self._ask(self._view.ask_code, Action.NOTE_CODE, self._note_code)

    def extend_clicked(self) -> None:
        """Ask for the later day."""
        self._ask(self._view.ask_extension, Action.EXTEND, self._extend)

    def reopen_clicked(self) -> None:
        """Ask until when the period is open again for these units."""
        self._ask(self._view.ask_reopening, Action.REOPEN, self._reopen)

    def accept_clicked(self) -> None:
        """Accept the last version of each."""
        if self._may(Action.ACCEPT):
            clock = self._ui.services.clock
            self._each("Đã chấp nhận báo cáo", lambda s, key: accept_report(s, expected_id=key, clock=clock))

    def return_clicked(self) -> None:
        """Ask for the reason, then send back."""
        if self._may(Action.RETURN) and (reason := self._reason("Trả lại báo cáo", "Trả lại")):
            clock = self._ui.services.clock
            self._each(
                "Đã trả lại báo cáo",
                lambda s, key: return_report(s, expected_id=key, reason=reason, clock=clock),
            )

    def excuse_clicked(self) -> None:
        """Ask for the reason, then excuse."""
        if self._may(Action.EXCUSE) and (reason := self._reason("Miễn nộp báo cáo", "Miễn nộp")):
            clock = self._ui.services.clock
            self._each(
                "Đã miễn nộp",
                lambda s, key: excuse_report(s, expected_id=key, reason=reason, clock=clock),
            )

    def setup_clicked(self) -> None:
        """Go to the rules, periods and days."""
        self._ui.navigator.open("rules", rule_id=self._rule_id)

    def make_year_clicked(self) -> None:
        """Lay out the periods of the year that is shown."""
        rule_id, year, clock = self._rule_id, self._year, self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: make_periods(session, rule_id=rule_id, year=year, clock=clock),
            lambda ids: self._ui.navigator.tell(f"Đã lập {len(ids)} kỳ báo cáo của năm {year}."),
            title="Đang lập kỳ báo cáo",
        )

    def lock_clicked(self) -> None:
        """Lock the period of the cursor, or open it again."""
        period = self.data.period(self._column) if self.data else None
        if period is not None:
            self._set_lock(period, locks=period.state is not PeriodState.LOCKED)

    def _set_lock(self, period: PeriodRow, *, locks: bool) -> None:
        use_case, clock = lock_period if locks else unlock_period, self._ui.services.clock
        said = f"{'Đã khóa' if locks else 'Đã mở khóa'} kỳ {period.month.short}."

        def write() -> None:
            self._ui.jobs.write(
                lambda session, job: use_case(session, period_id=period.id, clock=clock),
                lambda _: self._ui.navigator.tell(
                    said, verb="Hoàn tác", action=lambda: self._set_lock(period, locks=not locks)
                ),
                title="Đang đổi tình trạng kỳ",
            )

        after_copy(self._ui, write)

    def _receive(self, receipt: Receipt, reply: FormReply) -> None:
        clock = self._ui.services.clock
        self._each(
            "Đã ghi nhận báo cáo",
            lambda s, key: receive_report(s, expected_id=key, receipt=receipt, clock=clock),
            reply,
        )

    def _note_code(self, fields: CodeFields, reply: FormReply) -> None:
        clock, store = self._ui.services.clock, PackageStore(self._ui.services.paths.attachments)
        self._each(
            "Đã ghi mã niêm phong",
            lambda s, key: note_code(
                s, expected_id=key, code=fields.code, noted_at=fields.noted_at, store=store, clock=clock
            ),
            reply,
        )

    def _extend(self, fields: GrantFields, reply: FormReply) -> None:
        clock = self._ui.services.clock
        self._each(
            "Đã gia hạn",
            lambda s, key: extend_report(
                s, expected_id=key, to_date=fields.day, reason=fields.reason, clock=clock
            ),
            reply,
        )

    def _reopen(self, fields: GrantFields, reply: FormReply) -> None:
        clock = self._ui.services.clock
        self._each(
            "Đã mở lại kỳ",
            lambda s, key: reopen_report(
                s, expected_id=key, until=fields.day, reason=fields.reason, clock=clock
            ),
            reply,
        )

    def _ask(self, ask: Callable[[str, Save], None], action: Action, save: Save) -> None:
        if self._may(action) and self.data is not None:
            ask(subject_of(self._chosen(), self.data.periods), save)

    def _may(self, action: Action) -> bool:
        if self.data is None:
            return False
        period = self.data.period(self._column)
        return action in actions_for(self._chosen(), self.data.periods, period, self.today)

    def _reason(self, title: str, verb: str) -> str | None:
        assert self.data is not None
        subject = subject_of(self._chosen(), self.data.periods)
        return self._ui.dialogs.ask_text(title, f"Lý do ({subject}):", verb=verb, lines=3)

    def _each(
        self,
        said: str,
        use_case: "Callable[[Session, str], Done[Any]]",
        reply: FormReply | None = None,
    ) -> None:
        """Do the same with every selected report, all or none; a refusal names the unit."""
        reports = self._chosen()
        assert self.data is not None
        words = f"{said}: {subject_of(reports, self.data.periods)}."

        def work(session: "Session", job: object) -> Done[int]:
            changes = Changes()
            for report in reports:
                try:
                    changes |= use_case(session, report.expected_id).changes
                except AppError as error:
                    if len(reports) > 1:
                        error.message = f"{report.unit}: {error.message} Chưa ghi đơn vị nào."
                    raise
            return Done(len(reports), changes)

        def done(_: int) -> None:
            if reply is not None:
                reply.accept()
            self._ui.navigator.tell(words)

        self._ui.jobs.write(work, done, reply.refuse if reply else None, title="Đang ghi vào sổ")

    def _chosen(self) -> list[ReportRow]:
        if self.data is None:
            return []
        by_id = {report.expected_id: report for report in self.data.reports}
        return [by_id[key] for key in self._keys if key in by_id]

    def _lock_due(self) -> None:
        """Once a day lock the months whose last open day is over, and tell it."""
        if self._locks_checked != self.today:
            self._locks_checked = self.today
            clock = self._ui.services.clock
            self._ui.jobs.write(
                lambda session, job: lock_due_periods(session, clock=clock),
                self._tell_locked,
                title="Đang xem kỳ nào tới ngày khóa",
            )

    def _tell_locked(self, names: tuple[str, ...]) -> None:
        if names:
            months = join_words([Month.parse(name).short for name in names])
            self._ui.navigator.tell(f"Kỳ {months} đã quá ngày khóa nên được khóa.")

    def _show(self, data: BoardData) -> None:
        known = {period.id for period in self.data.periods} if self.data else set()
        self.data = data
        self._rule_id, self._year = data.rule_id, data.year
        start, self._start = self._start, None
        if start is None and not any(period.id in known for period in data.periods):
            start = next_month(data.periods, self.today)
        period = next((p for p in data.periods if p.month == start), None)
        self._view.show_board(data, period.id if period else "")
        if not data.rules:
            self._view.show_empty("Sổ chưa có chế độ báo cáo nào.", "Thêm chế độ báo cáo", self.setup_clicked)
        elif not data.periods:
            self._view.show_empty(
                f"Chưa lập kỳ báo cáo của năm {data.year}.",
                f"Lập kỳ của năm {data.year}",
                self.make_year_clicked,
            )
        elif not data.reports:
            self._view.show_empty(
                "Các kỳ của năm này chưa có đơn vị phải báo cáo.", "Chọn đơn vị", self.setup_clicked
            )
        self.choose_cells(self._keys, self._column)
        self._lock_due()


class _BoardCodes:
    """What the code box asks of a screen, on the board: whose code it is, is the cell that is chosen."""

    def __init__(self, presenter: CyclesPresenter, view: CyclesView, ui: UiContext) -> None:
        self._presenter, self._view, self._ui = presenter, view, ui

    def show_code(self, said: str, *, is_bad: bool) -> None:
        """Say what became of the code; a good one empties the line."""
        if is_bad:
            self._view.show_problem(AppError(said, code="E-NHAP-01"))
        else:
            self._view.clear_code()
            self._ui.navigator.tell(said)

    def ask_code(self, code: str, *_: object) -> None:
        """Ask for the cell: the board has every unit on it."""
        self._view.show_problem(
            RuleViolation(
                f"Mã {code} đúng, nhưng tin không ghi đơn vị nào. Chưa ghi gì.",
                hint="Chọn ô của đơn vị trong bảng rồi bấm Enter lại.",
            )
        )
