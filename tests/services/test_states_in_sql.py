"""The states that SQL counts are those of the rules, at any day; the home page tells the same numbers."""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.deadlines import TaskCounts, task_state
from app.core.statuses import ReportResult, TaskKind, TaskState
from app.models import Assignment, Extension, Task
from app.services.queries.cycles import board
from app.services.queries.home import home_facts
from app.services.queries.periods import list_rules
from app.services.queries.tasks import (
    TaskFilter,
    count_states,
    count_states_by_unit,
    list_assignments,
)
from app.services.sample import SAMPLE_DAY
from app.storage.unit_of_work import UnitOfWork

DAYS = st.dates(date(2024, 1, 1), date(2025, 1, 31))


def states_by_rule(uow: UnitOfWork, as_of: date) -> Counter[TaskState]:
    """Count the register by the rules of ``core``, one assignment after the other."""
    states: Counter[TaskState] = Counter()
    with uow.read() as session:
        granted: dict[str, list[tuple[date, date]]] = {}
        for extension in session.scalars(select(Extension).where(Extension.is_granted)):
            granted.setdefault(extension.assignment_id, []).append((extension.decided_on, extension.to_due))
        for a, t in session.execute(select(Assignment, Task).join(Task, Task.id == Assignment.task_id)):
            if a.assigned_on > as_of:
                continue
            known = [to for decided, to in sorted(granted.get(a.id, [])) if decided <= as_of]
            cancelled = [day for day in (a.cancelled_on, t.cancelled_on) if day is not None and day <= as_of]
            states[
                task_state(
                    t.kind,
                    due=known[-1] if known else a.original_due_on,
                    done_on=a.done_on,
                    as_of=as_of,
                    is_cancelled=bool(cancelled),
                )
            ] += 1
    return states


def owing(uow: UnitOfWork, as_of: date) -> int:
    """Count the recurring assignments with a report that is missing, by the verdicts of ``core``."""
    with uow.read() as session:
        owed = {
            (rule.task_id, report.unit_id)
            for rule in list_rules(session)
            if rule.task_id is not None
            for year in (2024, 2025)
            for report in board(session, rule_id=rule.id, year=year, as_of=as_of)[1]
            if report.verdict.result is ReportResult.MISSING
        }
        recurring = session.execute(
            select(Assignment.task_id, Assignment.unit_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(
                Task.kind == TaskKind.RECURRING,
                Assignment.assigned_on <= as_of,
                Assignment.cancelled_on.is_(None),
            )
        )
        return sum(tuple(row) in owed for row in recurring)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(as_of=DAYS)
def test_sql_and_the_rules_agree_at_any_day(sample: UnitOfWork, as_of: date) -> None:
    expected = states_by_rule(sample, as_of)
    late_reports = owing(sample, as_of)
    with sample.read() as session:
        counts = count_states(session, TaskFilter(as_of=as_of))
        rows = list_assignments(session, TaskFilter(as_of=as_of))
        by_unit = count_states_by_unit(session, as_of=as_of)
    assert counts == TaskCounts(
        done_on_time=expected[TaskState.DONE_ON_TIME],
        done_late=expected[TaskState.DONE_LATE],
        open_in_time=expected[TaskState.OPEN_IN_TIME] - late_reports,
        open_overdue=expected[TaskState.OPEN_OVERDUE] + late_reports,
        standing=expected[TaskState.STANDING],
    )
    assert len(rows) == counts.total == sum(unit.total for unit in by_unit.values())
    assert Counter(row.state for row in rows)[TaskState.OPEN_OVERDUE] == counts.open_overdue


def test_a_filter_by_state_lists_what_is_counted(sample: UnitOfWork) -> None:
    with sample.read() as session:
        counts = count_states(session, TaskFilter(as_of=SAMPLE_DAY))
        for state in (TaskState.DONE_LATE, TaskState.OPEN_OVERDUE, TaskState.STANDING):
            listed = list_assignments(session, TaskFilter(as_of=SAMPLE_DAY, state=state))
            assert len(listed) == getattr(counts, state.value)
            assert {row.state for row in listed} == {state}


def test_search_folds_accents_one_way(sample: UnitOfWork) -> None:
    with sample.read() as session:

        def found(query: str) -> int:
            return len(list_assignments(session, TaskFilter(as_of=SAMPLE_DAY, search=query)))

        assert found("chau quang") == found("Châu Quang") > 0
        assert found("châu quàng") == 0
        assert found("chau quang bao cao") < found("chau quang")
        assert found("100%_không có") == 0


def test_the_home_page_tells_what_the_register_counts(sample: UnitOfWork) -> None:
    facts = home_facts(sample.rows, today=SAMPLE_DAY)
    with sample.read() as session:
        counts = count_states(session, TaskFilter(as_of=SAMPLE_DAY))
    assert facts.overdue == counts.open_overdue
    assert facts.assignments == counts.total
    assert [month.expected for month in facts.months[:3]] == [34, 34, 34]
    assert facts.last_due is not None and facts.last_due.name == "2024-03"
    assert facts.current is not None and facts.current.name == "2024-04"
