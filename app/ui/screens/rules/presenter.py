"""Decisions on rules, the periods of a year, who is expected, days off and worked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import PeriodState
from app.core.text import format_date
from app.core.working_days import DayException
from app.services.cycles import (
    RuleFields,
    lock_period,
    make_periods,
    open_period,
    save_rule,
    set_expected_in,
    unlock_period,
)
from app.services.office_days import read_days, remove_day, set_day, set_days
from app.services.queries.clause_reporters import ClauseDuty, ReporterLine, clause_duties
from app.services.queries.cycle_board import PeriodLine, SetupData, read_setup
from app.services.queries.cycle_words import change_words, expected_words, proof_of, sample_lines, twice_words
from app.services.queries.office_days import (
    RuleChoices,
    count_expected,
    expected_unit_ids,
    list_rule_choices,
    sample_months,
)
from app.services.queries.periods import PeriodRow, RuleRow
from app.services.queries.units import UnitRow, list_units
from app.services.relaying import MonthChange, months_affected, relay_periods
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]
Samples = Callable[[RuleFields, Callable[[list[str], str, list[str]], object]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFields:
    """Who has to report: in one period, or in every open one of its year."""

    unit_ids: tuple[str, ...]
    whole_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedDays:
    """Lines of days as pasted, and the document of those that name none."""

    text: str
    source: str


class RulesView(Protocol):
    """What the rules, periods and days ask of the screen."""

    def show_setup(self, data: SetupData, proof: tuple[bool, str]) -> None:
        """Show everything; the proof tells whether every day is counted once."""

    def show_duties(self, duties: Sequence[ClauseDuty]) -> None:
        """Show who has to answer which clause."""

    def ask_rule(self, rule: RuleFields, choices: RuleChoices, save: Save, samples: Samples) -> None:
        """Ask for ``RuleFields``."""

    def ask_expected(
        self, title: str, units: Sequence[UnitRow], ticked: Sequence[str], save: Save, whole_year: bool
    ) -> None:
        """Ask for ``ExpectedFields``."""

    def ask_day(self, day: DayException | None, save: Save) -> None:
        """Ask for a ``DayException``."""

    def ask_days(self, save: Save) -> None:
        """Ask for ``PastedDays``."""


class RulesPresenter:
    """Rules, the periods of a year, who is expected, days off and worked."""

    def __init__(self, view: RulesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._rule_id = ""
        self._year = ui.services.clock.today().year
        self.data: SetupData | None = None

    def refresh(self) -> None:
        """Read everything; who answers which clause in the month on the top bar."""
        rule_id, year = self._rule_id, self._year
        today = self._ui.services.clock.today()
        month = self._ui.navigator.period or Month.of(today)
        self._ui.jobs.read(lambda session, job: read_setup(session, rule_id=rule_id, year=year), self._show)
        self._ui.jobs.read(
            lambda session, job: clause_duties(session, month=month, as_of=today), self._view.show_duties
        )

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a rule."""
        self.choose(rule_id=place.get("rule_id"))

    def choose(self, *, rule_id: str | None = None, year: int | None = None) -> None:
        """Show the periods of another rule or year."""
        wanted = (self._rule_id if rule_id is None else rule_id, self._year if year is None else year)
        if wanted != (self._rule_id, self._year):
            self._rule_id, self._year = wanted
            self.refresh()

    def add_rule_clicked(self) -> None:
        """Ask for a new rule."""
        self._open_rule(RuleFields(name=""))

    def edit_rule_clicked(self, rule: RuleRow | None) -> None:
        """Ask for changes to a rule."""
        if rule is not None:
            known = {f.name: getattr(rule, f.name) for f in fields(RuleFields)}
            self._open_rule(RuleFields(**known), rule.id, rule.version)

    def make_year_clicked(self, rule_id: str = "", year: int = 0) -> None:
        """Lay out the periods of a year; made again, nothing changes. A year to come waits to be opened."""
        rule_id, year = rule_id or self._rule_id, year or self._year
        clock = self._ui.services.clock
        state = PeriodState.PLANNED if year > clock.today().year else PeriodState.OPEN

        def work(session: "Session", job: object) -> "Done[list[int]]":
            made = make_periods(session, rule_id=rule_id, year=year, clock=clock, state=state)
            expected = count_expected(session, rule_id=rule_id)
            return Done([expected.get(key, 0) for key in made.value], made.changes)

        if rule_id:
            self._ui.jobs.write(work, partial(self._made, year), title="Đang lập kỳ báo cáo")

    def _made(self, year: int, counts: Sequence[int]) -> None:
        """Tell how many periods there are and who reports in them; where nobody does, offer to choose."""
        words = f"Năm {year} có {len(counts)} kỳ báo cáo, {expected_words(counts)}."
        if any(counts) or not counts:
            self._ui.navigator.tell(words)
        else:
            self._ui.navigator.tell(words, verb="Chọn đơn vị", action=self.expect_first_clicked)

    def expect_first_clicked(self) -> None:
        """Ask who reports, starting with the first period of the year."""
        if self.data is not None and self.data.periods:
            self.expected_clicked(self.data.periods[0], whole_year=True)

    def next_year_clicked(self) -> None:
        """Lay out the year after the last one that has periods, and show it."""
        year = max(self._year, self._ui.services.clock.today().year) + 1
        self._year = year
        self.make_year_clicked(year=year)

    def state_clicked(self, line: PeriodLine | None) -> None:
        """Open a planned period, lock an open one, open a locked one again for three days."""
        if line is None:
            return
        period, clock = line.period, self._ui.services.clock
        use_case, said = {
            PeriodState.PLANNED: (open_period, "Đã mở"),
            PeriodState.OPEN: (lock_period, "Đã khóa"),
            PeriodState.LOCKED: (unlock_period, "Đã mở khóa ba ngày"),
        }[period.state]
        self._ui.jobs.write(
            lambda session, job: use_case(session, period_id=period.id, clock=clock),
            lambda _: self._ui.navigator.tell(f"{said} kỳ {period.month.short}."),
            title="Đang đổi tình trạng kỳ",
        )

    def expected_clicked(self, line: PeriodLine | None, *, whole_year: bool = False) -> None:
        """Ask who has to report in a period; ``whole_year`` offers every open one of its year."""
        if line is not None:
            self._ask_expected(line.period, whole_year=whole_year)

    def reporter_edit_clicked(self, line: ReporterLine | None) -> None:
        """Ask who has to report in the period of a line of "Theo điều khoản"."""
        if line is not None:
            self._ask_expected(line.period)

    def reporter_opened(self, line: ReporterLine) -> None:
        """Go to the unit's month on the board; one that is on no list yet is to be put on it."""
        if line.report is None:
            self.reporter_edit_clicked(line)
        else:
            self._ui.navigator.open("cycles", period=line.period.name)

    def _ask_expected(self, period: PeriodRow, *, whole_year: bool = False) -> None:
        def read(session: "Session", job: object) -> tuple[Sequence[UnitRow], Sequence[str]]:
            units = list_units(session, as_of=period.last_day)
            return units, expected_unit_ids(session, period_id=period.id)

        title = f"Đơn vị phải báo cáo {period.month.short}"
        save = self._expected_saver(period)
        self._ui.jobs.read(read, lambda found: self._view.ask_expected(title, *found, save, whole_year))

    def add_day_clicked(self) -> None:
        """Ask for a day off or worked."""
        self._view.ask_day(None, self._save_day)

    def edit_day_clicked(self, day: DayException | None) -> None:
        """Ask for changes to a day."""
        if day is not None:
            self._view.ask_day(day, self._save_day)

    def paste_days_clicked(self) -> None:
        """Ask for a list of days."""
        self._view.ask_days(self._save_days)

    def remove_day_clicked(self, day: DayException | None) -> None:
        """Take an exception away; it can be put back."""
        if day is None:
            return
        clock = self._ui.services.clock
        reply = _Silent()
        self._ui.jobs.write(
            lambda session, job: remove_day(session, day=day.day, clock=clock),
            lambda _: self._ui.navigator.tell(
                f"Đã xóa ngày {format_date(day.day)}.",
                verb="Hoàn tác",
                action=lambda: self._save_day(day, reply),
            ),
            title="Đang xóa ngày",
        )

    def _open_rule(self, rule: RuleFields, rule_id: str | None = None, seen: int | None = None) -> None:
        def save(changed: RuleFields, reply: FormReply) -> None:
            clock = self._ui.services.clock

            def done(saved: str) -> None:
                self._rule_id = saved
                reply.accept()
                self._offer_relaying(saved)

            self._ui.jobs.write(
                lambda session, job: save_rule(
                    session, fields=changed, clock=clock, rule_id=rule_id, seen=seen
                ),
                done,
                reply.refuse,
                title="Đang cất chế độ báo cáo",
            )

        today = self._ui.services.clock.today()
        self._ui.jobs.read(
            lambda session, job: list_rule_choices(session, today=today),
            lambda choices: self._view.ask_rule(rule, choices, save, partial(self._sample, rule_id)),
        )

    def _sample(
        self, rule_id: str | None, rule: RuleFields, show: Callable[[list[str], str, list[str]], object]
    ) -> None:
        """Tell what a rule means: three months with three dates, days counted twice, months that change."""
        today = self._ui.services.clock.today()

        def read(session: "Session", job: object) -> tuple[list[str], str, list[str]]:
            months = sample_months(
                session,
                start_day=rule.start_day,
                due_day=rule.due_day,
                first=Month.of(today),
                both_ends=rule.both_ends,
            )
            changes = months_affected(session, rule_id=rule_id, fields=rule, today=today) if rule_id else ()
            return sample_lines(months, rule.policy), twice_words(months), change_words(changes)

        self._ui.jobs.read(read, lambda told: show(*told))

    def _offer_relaying(self, rule_id: str) -> None:
        """Ask whether the periods that nothing hangs on yet follow a changed rule or calendar."""
        clock = self._ui.services.clock

        def ask(changes: Sequence[MonthChange]) -> None:
            if not changes:
                return
            question = (
                f"{len(changes)} kỳ từ {changes[0].month.short} đã lập theo cách tính cũ và chưa có báo cáo. "
                "Lập lại theo cách tính mới?"
            )
            if self._ui.dialogs.confirm(question, verb="Lập lại", detail="\n".join(change_words(changes))):
                self._ui.jobs.write(
                    lambda session, job: relay_periods(session, rule_id=rule_id, clock=clock),
                    lambda done: self._ui.navigator.tell(f"Đã lập lại {len(done)} kỳ."),
                    title="Đang lập lại kỳ báo cáo",
                )

        self._ui.jobs.read(
            lambda session, job: months_affected(session, rule_id=rule_id, today=clock.today()), ask
        )

    def _expected_saver(self, period: PeriodRow) -> Save:
        def save(chosen: ExpectedFields, reply: FormReply) -> None:
            lines = self.data.periods if self.data and chosen.whole_year else ()
            open_ones = [p.period for p in lines if p.period.state is not PeriodState.LOCKED]
            clock = self._ui.services.clock

            period_ids = [one.id for one in open_ones or [period]]
            self._ui.jobs.write(
                lambda session, job: set_expected_in(
                    session, period_ids=period_ids, unit_ids=chosen.unit_ids, clock=clock
                ),
                reply.accept,
                reply.refuse,
                title="Đang cất đơn vị phải báo cáo",
            )

        return save

    def _save_days(self, pasted: PastedDays, reply: FormReply) -> None:
        clock = self._ui.services.clock

        def work(session: "Session", job: object) -> Done[int]:
            days = read_days(pasted.text, source=pasted.source, today=clock.today())
            return set_days(session, days=days, clock=clock)

        def done(count: int) -> None:
            reply.accept()
            self._ui.navigator.tell(f"Đã ghi {count} ngày.")
            self._offer_relaying(self._rule_id)

        self._ui.jobs.write(work, done, reply.refuse, title="Đang ghi ngày nghỉ, ngày làm bù")

    def _save_day(self, day: DayException, reply: FormReply) -> None:
        clock = self._ui.services.clock

        def done(_: object) -> None:
            reply.accept()
            if self._rule_id:
                self._offer_relaying(self._rule_id)

        self._ui.jobs.write(
            lambda session, job: set_day(
                session, day=day.day, is_off=day.is_off, reason=day.reason, source=day.source, clock=clock
            ),
            done,
            reply.refuse,
            title="Đang cất ngày nghỉ, ngày làm bù",
        )

    def _show(self, data: SetupData) -> None:
        self.data = data
        self._rule_id, self._year = data.rule_id, data.year
        self._view.show_setup(data, proof_of([line.period for line in data.periods]))


class _Silent:
    """The reply of a change that no form waits for."""

    def accept(self, value: object = None) -> None:
        """Nothing is open that could close."""

    def refuse(self, error: AppError) -> bool:
        """Leave the problem to the screen."""
        return False
