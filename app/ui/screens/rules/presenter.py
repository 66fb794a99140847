"""Decisions on rules, the periods of a year, who is expected, days off and worked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Changes, Done
from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import DuePolicy, PeriodState
from app.core.working_days import DayException
from app.services.cycles import RuleFields, make_periods, save_rule, set_expected
from app.services.office_days import set_day
from app.services.queries.cycle_board import PeriodLine, SetupData, read_setup
from app.services.queries.cycle_words import month_title, proof_of, sample_lines
from app.services.queries.cycles import PeriodRow, RuleRow
from app.services.queries.office_days import (
    ClauseChoice,
    expected_unit_ids,
    list_clause_choices,
    sample_months,
)
from app.services.queries.units import UnitRow, list_units
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]
Samples = Callable[[int, int, DuePolicy, Callable[[list[str]], object]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFields:
    """Who has to report: in one period, or in every open one of its year."""

    unit_ids: tuple[str, ...]
    whole_year: bool = False


class RulesView(Protocol):
    """What the rules, periods and days ask of the screen."""

    def show_setup(self, data: SetupData, proof: tuple[bool, str]) -> None:
        """Show everything; the proof tells whether every day is counted once."""

    def ask_rule(
        self, rule: RuleFields, clauses: Sequence[ClauseChoice], save: Save, samples: Samples
    ) -> None:
        """Ask for ``RuleFields``."""

    def ask_expected(self, title: str, units: Sequence[UnitRow], ticked: Sequence[str], save: Save) -> None:
        """Ask for ``ExpectedFields``."""

    def ask_day(self, day: DayException | None, save: Save) -> None:
        """Ask for a ``DayException``."""


class RulesPresenter:
    """Rules, the periods of a year, who is expected, days off and worked."""

    def __init__(self, view: RulesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._rule_id = ""
        self._year = ui.services.clock.today().year
        self.data: SetupData | None = None

    def refresh(self) -> None:
        """Read everything."""
        rule_id, year = self._rule_id, self._year
        self._ui.jobs.read(lambda session, job: read_setup(session, rule_id=rule_id, year=year), self._show)

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
        self._open_rule(RuleFields(name=""), None)

    def edit_rule_clicked(self, rule: RuleRow | None) -> None:
        """Ask for changes to a rule."""
        if rule is not None:
            known = {f.name: getattr(rule, f.name) for f in fields(RuleFields)}
            self._open_rule(RuleFields(**known), rule.id)

    def make_year_clicked(self, rule_id: str = "", year: int = 0) -> None:
        """Lay out the periods of a year; made again, nothing changes."""
        rule_id, year = rule_id or self._rule_id, year or self._year
        clock = self._ui.services.clock
        if rule_id:
            self._ui.jobs.write(
                lambda session, job: make_periods(session, rule_id=rule_id, year=year, clock=clock),
                lambda ids: self._ui.navigator.tell(f"Năm {year} có {len(ids)} kỳ báo cáo."),
                title="Đang lập kỳ báo cáo",
            )

    def expected_clicked(self, line: PeriodLine | None) -> None:
        """Ask who has to report in a period."""
        if line is None:
            return
        period = line.period

        def read(session: "Session", job: object) -> tuple[Sequence[UnitRow], Sequence[str]]:
            units = list_units(session, as_of=period.last_day)
            return units, expected_unit_ids(session, period_id=period.id)

        title = f"Đơn vị phải báo cáo {period.month.short}"
        save = self._expected_saver(period)
        self._ui.jobs.read(read, lambda found: self._view.ask_expected(title, *found, save))

    def add_day_clicked(self) -> None:
        """Ask for a day off or worked."""
        self._view.ask_day(None, self._save_day)

    def edit_day_clicked(self, day: DayException | None) -> None:
        """Ask for changes to a day."""
        if day is not None:
            self._view.ask_day(day, self._save_day)

    def _open_rule(self, rule: RuleFields, rule_id: str | None) -> None:
        def save(changed: RuleFields, reply: FormReply) -> None:
            clock = self._ui.services.clock

            def done(saved: str) -> None:
                self._rule_id = saved
                reply.accept()

            self._ui.jobs.write(
                lambda session, job: save_rule(session, fields=changed, clock=clock, rule_id=rule_id),
                done,
                reply.refuse,
                title="Đang cất chế độ báo cáo",
            )

        self._ui.jobs.read(
            lambda session, job: list_clause_choices(session),
            lambda clauses: self._view.ask_rule(rule, clauses, save, self._sample),
        )

    def _sample(
        self, start_day: int, due_day: int, policy: DuePolicy, show: Callable[[list[str]], object]
    ) -> None:
        first = Month.of(self._ui.services.clock.today())
        self._ui.jobs.read(
            lambda session, job: sample_months(session, start_day=start_day, due_day=due_day, first=first),
            lambda months: show(sample_lines(months, policy)),
        )

    def _expected_saver(self, period: PeriodRow) -> Save:
        def save(chosen: ExpectedFields, reply: FormReply) -> None:
            lines = self.data.periods if self.data and chosen.whole_year else ()
            open_ones = [p.period for p in lines if p.period.state is not PeriodState.LOCKED]
            clock = self._ui.services.clock

            def work(session: "Session", job: object) -> Done[int]:
                changes = Changes()
                for one in open_ones or [period]:
                    try:
                        done = set_expected(session, period_id=one.id, unit_ids=chosen.unit_ids, clock=clock)
                    except AppError as error:
                        error.message = f"{month_title(one.month)}: {error.message}"
                        raise
                    changes |= done.changes
                return Done(len(open_ones or [period]), changes)

            self._ui.jobs.write(work, reply.accept, reply.refuse, title="Đang cất đơn vị phải báo cáo")

        return save

    def _save_day(self, day: DayException, reply: FormReply) -> None:
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: set_day(
                session, day=day.day, is_off=day.is_off, reason=day.reason, source=day.source, clock=clock
            ),
            reply.accept,
            reply.refuse,
            title="Đang cất ngày nghỉ, ngày làm bù",
        )

    def _show(self, data: SetupData) -> None:
        self.data = data
        self._rule_id, self._year = data.rule_id, data.year
        self._view.show_setup(data, proof_of([line.period for line in data.periods]))
