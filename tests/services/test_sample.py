"""The sample register: facts that its screens, papers and acceptance runs may count on."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.clock import FixedClock, end_of_day
from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.statuses import Channel, FigureState, ReportResult, ReportState, ReportSubject, Role
from app.models import (
    Assignment,
    Base,
    Clause,
    Directive,
    ExpectedReport,
    Extension,
    Figure,
    Indicator,
    Narrative,
    Period,
    Person,
    Plan,
    PlanRow,
    ProgressEntry,
    Score,
    Signer,
    Submission,
    Task,
    Unit,
)
from app.services.audit import first_broken_link
from app.services.directives import units_bound_by
from app.services.dump import state_digest
from app.services.figures import check_figures, entered_figures, indicator_facts, with_computed
from app.services.presets import find_preset, load_preset
from app.services.queries.cycles import CycleStatus, cycle_status
from app.services.queries.periods import PeriodRow, list_periods, list_rules
from app.services.queries.tasks import TaskFilter, count_states
from app.services.sample import SAMPLE_DAY, load_sample
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from tests.register import clock_at

MONTHS = ("2024-01", "2024-02", "2024-03")
ON_TIME, LATE, MISSING, EXCUSED, GRACE = (
    ReportResult.ON_TIME,
    ReportResult.LATE,
    ReportResult.MISSING,
    ReportResult.EXCUSED,
    ReportResult.GRACE,
)


def make(template: Path, path: Path, clock: FixedClock) -> UnitOfWork:
    path.write_bytes(template.read_bytes())
    uow = UnitOfWork(path, actor="Sổ mẫu")
    with uow.write() as session:
        preset = find_preset(resources_folder(), "quy-hop-2024")
        load_preset(session, preset=preset, role=Role.HUB, clock=clock)
        load_sample(session, clock=clock)
    return uow


@pytest.fixture(scope="module")
def sample(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    """Give the sample register; tests only read it."""
    uow = make(template, tmp_path_factory.mktemp("sample") / "so.db", clock_at(2024, 3, 13))
    yield uow
    uow.close()


def status(uow: UnitOfWork, subject: ReportSubject, name: str, as_of: date = SAMPLE_DAY) -> CycleStatus:
    with uow.read() as session:
        return cycle_status(session, period=period_row(uow, subject, name), as_of=as_of)


def period_row(uow: UnitOfWork, subject: ReportSubject, name: str) -> PeriodRow:
    with uow.read() as session:
        rule = next(r for r in list_rules(session) if r.subject is subject)
        return next(p for p in list_periods(session, rule_id=rule.id) if p.name == name)


def told(found: CycleStatus) -> dict[ReportResult, int]:
    return {result: count for result, count in found.results.items() if count}


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("2024-01", {ON_TIME: 27, LATE: 4, MISSING: 2, EXCUSED: 1}),
        ("2024-02", {ON_TIME: 18, LATE: 13, MISSING: 2, EXCUSED: 1}),
        ("2024-03", {ON_TIME: 26, LATE: 3, MISSING: 4, EXCUSED: 1}),
    ],
)
def test_each_month_expects_34_reports_and_every_result_occurs(
    sample: UnitOfWork, name: str, results: dict[ReportResult, int]
):
    found = status(sample, ReportSubject.MONTHLY_REPORT, name)
    assert told(found) == results
    assert sum(results.values()) == len(found.reports) == 34


def test_the_plan_is_expected_of_the_same_34(sample: UnitOfWork):
    found = status(sample, ReportSubject.IMPROVEMENT_PLAN, "2024-01")
    assert found.period.due.legal == date(2024, 1, 31)
    assert told(found) == {ON_TIME: 28, LATE: 3, MISSING: 2, EXCUSED: 1}
    monthly = status(sample, ReportSubject.MONTHLY_REPORT, "2024-03")
    assert [r.unit_id for r in found.reports] == [r.unit_id for r in monthly.reports]


def test_the_twelfth_of_february_falls_in_tet(sample: UnitOfWork):
    due = period_row(sample, ReportSubject.MONTHLY_REPORT, "2024-02").due
    assert (due.legal, due.target, due.lenient) == (date(2024, 2, 12), date(2024, 2, 7), date(2024, 2, 15))
    found = status(sample, ReportSubject.MONTHLY_REPORT, "2024-02", date(2024, 2, 14))
    assert told(found) == {
        ON_TIME: 17,
        GRACE: 15,
        EXCUSED: 1,
        ReportResult.NOT_DUE: 1,
    }  # one has an extension
    late = {r.verdict.days_late for r in status(sample, ReportSubject.MONTHLY_REPORT, "2024-02").reports}
    assert late == {0, 3, 4, 11}


def test_clause_five_does_not_bind_the_public_service_units(sample: UnitOfWork):
    with sample.read() as session:
        directive = session.scalars(select(Directive).where(Directive.number == "01-MẪU/UBND-NV")).one()
        clauses = session.scalars(select(Clause).where(Clause.directive_id == directive.id)).all()
        bound = {c.number: units_bound_by(session, c.id, date(2024, 1, 5)) for c in clauses}
        assert [len(bound[number]) for number in "12345"] == [39, 39, 39, 39, 34]
        assert bound["5, gạch đầu dòng 1"] == bound["5, gạch đầu dòng 2"] == bound["5"]
        assert all(directive.text[c.span_start : c.span_end] == c.text for c in clauses)
        tasks = session.scalars(select(Task).where(Task.directive_id == directive.id)).all()
        assert len(tasks) == 14


def test_our_sentences_are_not_those_of_the_real_directive(sample: UnitOfWork, shared_dir: Path):
    real = (shared_dir / "data/directives/003_fa6c7e96000c1513.txt").read_text(encoding="utf-8")
    theirs = " ".join(real.split()).lower()
    names = ("ủy ban nhân dân huyện (qua phòng nội vụ) chậm nhất ngày", "rõ người, rõ việc, rõ trách nhiệm")
    with sample.read() as session:
        for clause in session.scalars(select(Clause)):
            ours = clause.text.lower()
            for fixed in names:  # titles of bodies and set phrases are nobody's sentences
                ours = ours.replace(fixed, "\n")
            for part in ours.splitlines():
                words = part.split()
                runs = [" ".join(words[at : at + 10]) for at in range(len(words) - 9)]
                assert not [run for run in runs if run in theirs], clause.number


def test_tasks_stand_in_every_state(sample: UnitOfWork):
    with sample.read() as session:
        counts = count_states(session, TaskFilter(as_of=SAMPLE_DAY))
        assert (counts.done_on_time, counts.done_late, counts.open_in_time, counts.open_overdue) == (
            34,
            6,
            76,
            9,
        )
        assert counts.standing == 429
        assert session.scalar(select(func.count()).select_from(Extension)) == 1
        cancelled = select(func.count()).where(Assignment.cancelled_on.is_not(None))
        assert session.scalar(cancelled) == 2
        everything = session.scalar(select(func.count()).select_from(Assignment))
        assert everything == counts.total + 2 == 556


def test_a_received_plan_finishes_its_task_on_the_day_it_came(sample: UnitOfWork):
    found = status(sample, ReportSubject.IMPROVEMENT_PLAN, "2024-01")
    with sample.read() as session:
        task = session.scalars(select(Task).where(Task.due_on == date(2024, 1, 31))).one()
        done = dict(
            session.execute(
                select(Assignment.unit_id, Assignment.done_on).where(Assignment.task_id == task.id)
            ).all()
        )
    assert done == {r.unit_id: r.verdict.arrived_on for r in found.reports}


def test_reports_stand_in_many_states_and_come_by_every_channel(sample: UnitOfWork):
    with sample.read() as session:
        states = Counter(
            session.scalars(select(ExpectedReport.state).join(Period).where(Period.name <= "2024-03"))
        )
        assert set(states) == {
            ReportState.NOT_STARTED,
            ReportState.CODE_NOTED,
            ReportState.RECEIVED,
            ReportState.RETURNED,
            ReportState.ACCEPTED,
        }
        assert {c for c in session.scalars(select(Submission.channel)) if c} == set(Channel)
        noted = session.scalars(select(Submission).where(Submission.seal_code.is_not(None))).all()
        later = [s for s in noted if s.received_at and s.code_noted_at and s.received_at > s.code_noted_at]
        assert len(noted) == 4 and len(later) == 3
        second = session.scalars(select(Submission).where(Submission.version == 2)).all()
        assert len(second) == 4


def test_a_code_noted_in_time_makes_a_report_punctual(sample: UnitOfWork):
    found = status(sample, ReportSubject.MONTHLY_REPORT, "2024-01")
    report = next(r for r in found.reports if r.code == "17077")
    (version,) = report.versions
    assert version.received_at is not None and version.received_at.date() == date(2024, 1, 17)
    assert (report.verdict.result, report.verdict.arrived_on) == (ON_TIME, date(2024, 1, 12))


def test_figures_pass_every_check_and_months_follow_each_other(sample: UnitOfWork):
    closing: dict[tuple[str, str], object] = {}
    compared = 0
    with sample.read() as session:
        reports = session.execute(
            select(ExpectedReport, Period)
            .join(Period, Period.id == ExpectedReport.period_id)
            .where(Period.name.in_(MONTHS))
            .order_by(Period.name)
        ).all()
        for report, period in reports:
            figures = entered_figures(session, report.id)
            if not figures or period.catalogue_id is None:
                continue
            assert check_figures(session, period.catalogue_id, figures) == ()
            known = with_computed(indicator_facts(session, period.catalogue_id), figures)
            for first, last in (("HS01", "HS15"), ("PA01", "PA05")):
                before = closing.get((report.unit_id, last))
                if before is not None:
                    assert known[first].known == before
                    compared += 1
                closing[report.unit_id, last] = known[last].known
    assert compared > 100


def test_figures_name_entered_indicators_and_frozen_ones_equal_the_draft(sample: UnitOfWork):
    with sample.read() as session:
        entered = set(
            session.scalars(
                select(Indicator.code).where(Indicator.is_computed.is_(False), Indicator.value_type != "text")
            )
        )
        assert set(session.scalars(select(Figure.indicator_code))) == entered
        states = Counter(session.scalars(select(Figure.state)))
        assert states[FigureState.NONE_ARISEN] > 500 and states[FigureState.NOT_APPLICABLE] > 500
        accepted = session.scalars(select(ExpectedReport).where(ExpectedReport.accepted_version > 0)).all()
        monthly = [r for r in accepted if entered_figures(session, r.id)]
        assert len(monthly) == 31 + 30 + 12
        assert all(
            entered_figures(session, r.id) == entered_figures(session, r.id, r.accepted_version)
            for r in monthly
        )


def test_words_name_the_units_own_numbers(sample: UnitOfWork):
    with sample.read() as session:
        rows = session.execute(
            select(Narrative.text, Figure.value)
            .join(
                Figure,
                (Figure.expected_report_id == Narrative.expected_report_id)
                & (Figure.version == Narrative.version)
                & (Figure.indicator_code == "CD16"),
            )
            .where(Narrative.heading_key == "direction.communication", Narrative.state == FigureState.VALUE)
        ).all()
        assert rows and all(f" {int(value)} tin, bài" in text for text, value in rows)
        assert not session.scalars(select(Narrative.text).where(Narrative.text.contains("{"))).all()


def test_scores_and_plans_are_complete_for_most_units(sample: UnitOfWork):
    with sample.read() as session:
        assert session.scalar(select(func.count(Score.unit_id.distinct()))) == 33
        assert session.scalar(select(func.count()).select_from(Plan)) == 31
        complete = [
            plan
            for plan in session.scalars(select(Plan))
            if all(
                row.cause and row.measure and row.product and row.lead and row.due_on and row.target_points
                for row in session.scalars(select(PlanRow).where(PlanRow.plan_id == plan.id))
            )
        ]
        assert len(complete) == 28
        linked = session.scalars(select(PlanRow).where(PlanRow.task_id.is_not(None))).all()
        assert len(linked) == 10 and all(session.get(Task, row.task_id) for row in linked)
        assert all(row.due_on.year == 2024 for row in session.scalars(select(PlanRow)) if row.due_on)


def test_people_are_plainly_invented_and_every_signer_has_a_name(sample: UnitOfWork):
    with sample.read() as session:
        people = session.scalars(select(Person)).all()
        assert len({p.name for p in people}) == len(people) > 70
        assert all(p.email.endswith("@mau.example") and not p.phone for p in people)
        signers = session.scalars(select(Signer)).all()
        assert all(s.name and s.person_id for s in signers) and len(signers) == 39


def test_nothing_happens_after_the_last_day_of_the_sample(sample: UnitOfWork):
    end = end_of_day(SAMPLE_DAY)
    with sample.read() as session:
        for moment in (Submission.received_at, Submission.decided_at, Submission.code_noted_at):
            last = session.scalar(select(func.max(moment)))
            assert isinstance(last, datetime) and last < end
        for day in (Assignment.done_on, Assignment.assigned_on, ProgressEntry.recorded_on):
            assert session.scalar(select(func.max(day))) <= SAMPLE_DAY


def test_nobody_gets_work_before_the_unit_exists_or_after_it_ended(sample: UnitOfWork):
    with sample.read() as session:
        assert (
            session.scalars(
                select(Assignment.id)
                .join(Unit, Unit.id == Assignment.unit_id)
                .where(Unit.valid_from.is_not(None) | (Unit.valid_to < SAMPLE_DAY))
            ).all()
            == []
        )


def test_the_sample_is_the_same_every_time(sample: UnitOfWork, template: Path, tmp_path: Path):
    again = make(template, tmp_path / "again.db", clock_at(2031, 12, 1))
    with again, sample.read() as one, again.read() as two:
        assert state_digest(one) == state_digest(two)
        assert first_broken_link(two) is None
        assert again.rows("PRAGMA foreign_key_check") == []


def test_the_sample_needs_its_own_fresh_register(register: UnitOfWork):
    with pytest.raises(RuleViolation, match="chỉ nạp được"), register.write() as session:
        load_sample(session, clock=clock_at(2024, 3, 13))
    with register.write() as session:
        preset = find_preset(resources_folder(), "quy-hop-2024")
        load_preset(session, preset=preset, role=Role.HUB, clock=clock_at(2024, 3, 13))
        load_sample(session, clock=clock_at(2024, 3, 13))
    with pytest.raises(RuleViolation, match="đã có văn bản"), register.write() as session:
        load_sample(session, clock=clock_at(2024, 3, 13))


def test_keys_are_those_that_use_cases_would_give(sample: UnitOfWork):
    with sample.read() as session:
        checks: tuple[tuple[type[Base], str, tuple[str, ...]], ...] = (
            (Assignment, "assignment", ("task_id", "unit_id")),
            (Score, "score", ("criterion_id", "unit_id")),
            (ExpectedReport, "expected", ("period_id", "unit_id")),
        )
        for model, word, parts in checks:
            for record in session.scalars(select(model).limit(50)):
                assert record.id == derived_id(word, *(getattr(record, part) for part in parts))  # type: ignore[attr-defined]
        plan = session.scalars(select(Plan)).first()
        assert plan is not None and plan.id == derived_id("plan", plan.unit_id, "2024")
