"""Small functions that make the records a test stands on, through the use cases that people use."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.ids import derived_id
from app.core.statuses import Frequency, ReportSubject
from app.models import Catalogue, CriteriaSet, Criterion, CrossCheck, Indicator, OutlineHeading
from app.services.cycles import RuleFields, make_periods, save_rule
from app.services.directives import ClauseFields, DirectiveFields, save_clause, save_directive
from app.services.tasks import Assignee, TaskFields, create_task
from app.services.units import UnitFields, save_group, save_unit, set_members
from tests.register import TODAY


def make_unit(
    session: Session, code: str = "CB", name: str = "", *, clock: Clock = TODAY, **fields: object
) -> str:
    """Make a unit."""
    made = UnitFields(code=code, name=name or f"Xã {code}", **fields)  # type: ignore[arg-type]
    return save_unit(session, fields=made, clock=clock).value


def make_units(session: Session, *codes: str) -> tuple[str, ...]:
    """Make several units."""
    return tuple(make_unit(session, code) for code in codes)


def make_group(session: Session, *unit_ids: str, code: str = "XA", clock: Clock = TODAY) -> str:
    """Make a group of units."""
    group_id = save_group(session, code=code, name=f"Nhóm {code}", clock=clock).value
    set_members(session, group_id=group_id, unit_ids=unit_ids, clock=clock)
    return group_id


def make_directive(session: Session, *, clock: Clock = TODAY, **fields: object) -> str:
    """Make a directive, by default the one of January 2024."""
    known = {"number": "15/UBND-NV", "issued_on": date(2024, 1, 10), "subject": "V/v cải cách hành chính"}
    return save_directive(
        session,
        fields=DirectiveFields(**(known | fields)),
        clock=clock,  # type: ignore[arg-type]
    ).value


def make_clause(session: Session, directive_id: str, number: str = "5", **fields: object) -> str:
    """Make a clause of a directive."""
    made = ClauseFields(number=number, text=f"Nội dung điều khoản {number}.", **fields)  # type: ignore[arg-type]
    return save_clause(session, directive_id=directive_id, fields=made, clock=TODAY).value


def make_task(session: Session, *unit_ids: str, clock: Clock = TODAY, **fields: object) -> str:
    """Make a task, given to units that all lead it."""
    made = TaskFields(**({"content": "Niêm yết thủ tục hành chính"} | fields))  # type: ignore[arg-type]
    assignees = tuple(Assignee(unit_id=unit_id) for unit_id in unit_ids)
    return create_task(session, fields=made, clock=clock, assignees=assignees).value


def assignment_of(task_id: str, unit_id: str) -> str:
    """Return the key of a unit's assignment."""
    return derived_id("assignment", task_id, unit_id)


def make_rule(session: Session, *, clock: Clock = TODAY, **fields: object) -> str:
    """Make a reporting rule, by default the monthly report."""
    return save_rule(
        session,
        fields=RuleFields(**({"name": "Báo cáo tháng"} | fields)),
        clock=clock,  # type: ignore[arg-type]
    ).value


def make_catalogue(session: Session, *, valid_from: date | None = None, version: int = 1) -> str:
    """Make a catalogue: received = done + waiting, of the done some are late; a rate; a text."""
    catalogue = Catalogue(code="CCHC", version=version, name="Danh mục", valid_from=valid_from)
    session.add(catalogue)
    session.flush()
    rows: tuple[tuple[str, str, str | None, bool], ...] = (
        ("HS01", "int", None, True),
        ("HS02", "int", None, True),
        ("HS03", "int", None, False),
        ("HS04", "int", "HS01 - HS02", False),
        ("HS05", "percent", "HS02 / HS01 * 100", False),
        ("TC01", "money", None, False),
        ("TM01", "text", None, False),
    )
    for place, (code, value_type, formula, required) in enumerate(rows):
        indicator = Indicator(catalogue_id=catalogue.id, code=code, title=f"Chỉ tiêu {code}", field="TTHC")
        indicator.value_type, indicator.formula, indicator.is_computed = value_type, formula, bool(formula)
        indicator.semantics, indicator.aggregation, indicator.is_required = "flow", "sum", required
        indicator.sort_order = place
        session.add(indicator)
    for code, rule, severity in (
        ("R1", "HS02 <= HS01", "block"),
        ("R2", "HS03 <= HS02 / 2", "explain"),
        ("R3", "so với tháng trước", "notice"),
    ):
        session.add(CrossCheck(catalogue_id=catalogue.id, code=code, rule=rule, severity=severity))
    session.flush()
    return catalogue.id


def make_heading(session: Session, key: str = "direction") -> str:
    """Make a heading of the monthly report's outline."""
    heading = OutlineHeading(document_kind="monthly", key=key, number="I", title="Chỉ đạo", sort_order=1)
    session.add(heading)
    session.flush()
    return key


def make_march(session: Session, *unit_ids: str, clock: Clock = TODAY) -> tuple[str, tuple[str, ...]]:
    """Make the period of March 2024 with a catalogue; return its key and those of the expected reports."""
    make_catalogue(session)
    clause_id = make_clause(session, make_directive(session), unit_ids=unit_ids)
    rule_id = make_rule(session, clause_id=clause_id)
    make_periods(session, rule_id=rule_id, year=2024, clock=clock)
    period_id = derived_id("period", rule_id, "2024-03")
    return period_id, tuple(derived_id("expected", period_id, unit_id) for unit_id in unit_ids)


def make_plan_rule(session: Session, unit_id: str) -> tuple[str, str]:
    """Make the plan due on 31/01/2024 with its task; return the expected report and the assignment."""
    clock = TODAY
    clause_id = make_clause(session, make_directive(session, number="1/UBND"), unit_ids=(unit_id,))
    task_id = make_task(session, unit_id, clause_id=clause_id, due_on=date(2024, 1, 31))
    rule_id = make_rule(
        session,
        name="Kế hoạch khắc phục",
        subject=ReportSubject.IMPROVEMENT_PLAN,
        frequency=Frequency.ONCE,
        clause_id=clause_id,
        task_id=task_id,
        due_month=1,
        due_day=31,
    )
    (period_id,) = make_periods(session, rule_id=rule_id, year=2024, clock=clock).value
    return derived_id("expected", period_id, unit_id), assignment_of(task_id, unit_id)


def make_criteria(session: Session, *, year: int = 2023) -> dict[str, str]:
    """Make a scale with one field and two criteria of 2 and 1.5 points; return their keys by code."""
    scale = CriteriaSet(year=year, level="xã", total_points=Decimal(100))
    session.add(scale)
    session.flush()
    made = {}
    for place, (code, level, points) in enumerate(
        (("1", "field", None), ("1.1", "criterion", Decimal(2)), ("1.2", "criterion", Decimal("1.5")))
    ):
        criterion = Criterion(set_id=scale.id, code=code, level=level, field="CDDH", title=f"Tiêu chí {code}")
        criterion.max_points, criterion.sort_order = points, place
        criterion.improvement_hint = f"Khắc phục {code}"
        session.add(criterion)
        session.flush()
        made[code] = criterion.id
    return made
