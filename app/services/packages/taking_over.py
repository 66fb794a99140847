"""At the unit: what the hub's package says enters the register; the unit's own fields stay as they are."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import derived_id, new_id
from app.core.statuses import DirectiveState
from app.core.text import exact_key, fold
from app.exchange.documents import AssignmentDocument, CatalogueLine, PlanDown
from app.models import (
    Assignment,
    Base,
    Catalogue,
    Clause,
    Criterion,
    CrossCheck,
    Directive,
    ExpectedReport,
    HolidayException,
    Indicator,
    Period,
    Plan,
    PlanRow,
    ReportingRule,
    Score,
    Task,
)
from app.services.packages.assignments import ASSIGNED_FIELDS, EXPECTED_FIELDS, PERIOD_FIELDS
from app.services.packages.report_content import number_of


class _Count:
    """How many records of each kind were added and changed, and the first few by name."""

    def __init__(self) -> None:
        self.added: dict[str, int] = {}
        self.changed: dict[str, int] = {}

    def sentences(self) -> tuple[str, ...]:
        """Return what a person reads before it is applied."""
        words = []
        for name in dict.fromkeys((*self.added, *self.changed)):
            parts = []
            if self.added.get(name):
                parts.append(f"{self.added[name]} mới")
            if self.changed.get(name):
                parts.append(f"{self.changed[name]} thay đổi")
            if parts:
                words.append(f"{name}: {', '.join(parts)}")
        return tuple(words)


def take_over(
    session: Session, *, document: AssignmentDocument, hub_id: str, unit_id: str, clock: Clock
) -> tuple[str, ...]:
    """Apply a hub's whole state of a year; return what is new and changed. Doing it again changes nothing."""
    count = _Count()
    for day in document.holidays:
        _put(
            session,
            count,
            "ngày nghỉ, làm bù",
            HolidayException,
            day.day,
            _fields(day, skip=("day",)),
            key="day",
        )
    for catalogue in document.catalogues:
        _catalogue(session, count, catalogue)
    for directive in document.directives:
        words = f"{directive.number or ''} {directive.subject} {directive.issuer}"
        fields = _fields(directive) | {
            "issuer_unit_id": hub_id,
            "state": DirectiveState.ACTIVE if directive.number else DirectiveState.UNNUMBERED,
            "search_plain": fold(words),
            "search_exact": exact_key(words),
        }
        _put(session, count, "văn bản", Directive, directive.id, fields, new={"created_at": clock.now()})
    for clause in document.clauses:
        _put(session, count, "điều khoản", Clause, clause.id, _fields(clause))
    _tasks(session, count, document, unit_id, clock)
    for rule in document.rules:
        fields = _fields(rule) | {"receiver_unit_id": hub_id}
        _put(session, count, "chế độ báo cáo", ReportingRule, rule.id, fields)
    for period in document.periods:
        _put(session, count, "kỳ báo cáo", Period, period.id, _only(period, PERIOD_FIELDS[1:]))
        fields = _only(period, EXPECTED_FIELDS) | {"period_id": period.id, "unit_id": unit_id}
        expected_id = derived_id("expected", period.id, unit_id)
        _put(session, count, "báo cáo phải nộp", ExpectedReport, expected_id, fields)
    for plan in document.plans:
        _plan(session, count, plan, unit_id)
    session.flush()
    return count.sentences()


def _tasks(session: Session, count: _Count, document: AssignmentDocument, unit_id: str, clock: Clock) -> None:
    for task in document.tasks:
        words = f"{task.content} {task.product} {task.section}"
        fields = _fields(task, skip=ASSIGNED_FIELDS) | {
            "assigned_on": task.assigned_on,
            "search_plain": fold(words),
            "search_exact": exact_key(words),
        }
        _put(session, count, "nhiệm vụ", Task, task.id, fields, new={"created_at": clock.now()})
        key = derived_id("assignment", task.id, unit_id)
        fields = _only(task, ASSIGNED_FIELDS) | {"task_id": task.id, "unit_id": unit_id}
        _put(session, count, "phần giao cho đơn vị", Assignment, key, fields)


def _catalogue(session: Session, count: _Count, line: CatalogueLine) -> None:
    known = session.scalars(
        select(Catalogue).where(Catalogue.code == line.code, Catalogue.version == line.version)
    ).one_or_none()
    if known is not None and known.id != line.id:
        raise RuleViolation(
            f"Sổ đã có danh mục chỉ tiêu {line.code} phiên bản {line.version} từ nguồn khác.",
            hint="Hỏi cơ quan giao về phiên bản danh mục.",
            code="E-PKG-08",
        )
    own = _fields(line, skip=("id", "indicators", "checks"))
    _put(session, count, "danh mục chỉ tiêu", Catalogue, line.id, own)
    for name, model, lines in (
        ("chỉ tiêu", Indicator, line.indicators),
        ("phép kiểm tra", CrossCheck, line.checks),
    ):
        _children(session, count, name, model, line.id, lines)


def _children(
    session: Session,
    count: _Count,
    name: str,
    model: type[Indicator] | type[CrossCheck],
    catalogue_id: str,
    lines: Sequence[Any],
) -> None:
    rows = session.execute(select(model.code, model.id).where(model.catalogue_id == catalogue_id))
    ids = {code: key for code, key in rows}  # noqa: C416 - a row is not a pair to the type checker
    for line in lines:
        fields = _fields(line, skip=()) | {"catalogue_id": catalogue_id}
        if "target" in fields:
            fields["target"] = number_of(line.target)
        _put(session, count, name, model, ids.get(line.code, new_id()), fields)


def _plan(session: Session, count: _Count, plan: PlanDown, unit_id: str) -> None:
    """Open the unit's plan with the hub's rows; a row that is there keeps what the unit wrote."""
    plan_id = derived_id("plan", unit_id, str(plan.year))
    _put(session, count, "kế hoạch khắc phục", Plan, plan_id, {"unit_id": unit_id, "year": plan.year})
    taken = set(session.scalars(select(PlanRow.position).where(PlanRow.plan_id == plan_id)))
    for line in plan.rows:
        if session.get(PlanRow, line.id) is not None:
            _put(session, count, "điểm phải khắc phục", PlanRow, line.id, {"shortcoming": line.shortcoming})
            continue
        position = line.position if line.position not in taken else max(taken) + 1
        taken.add(position)
        fields = _fields(line, skip=("id", "position", "target_points", "criterion_id", "score_id")) | {
            "plan_id": plan_id,
            "position": position,
            "target_points": number_of(line.target_points),
            "criterion_id": line.criterion_id if _known(session, Criterion, line.criterion_id) else None,
            "score_id": line.score_id if _known(session, Score, line.score_id) else None,
        }
        _put(session, count, "điểm phải khắc phục", PlanRow, line.id, fields)


def _known(session: Session, model: type[Base], key: str | None) -> bool:
    return key is not None and session.get(model, key) is not None


def _fields(line: msgspec.Struct, skip: Iterable[str] = ("id",)) -> dict[str, Any]:
    return _only(line, (name for name in line.__struct_fields__ if name not in set(skip) | {"id"}))


def _only(line: msgspec.Struct, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}


def _put(
    session: Session,
    count: _Count,
    name: str,
    model: type[Base],
    value: Any,
    fields: dict[str, Any],
    *,
    key: str = "id",
    new: dict[str, Any] | None = None,
) -> None:
    """Add a record or set the named fields of the one that is there."""
    row = session.get(model, value)
    if row is None:
        session.add(model(**{key: value}, **fields, **(new or {})))
        session.flush()
        count.added[name] = count.added.get(name, 0) + 1
        return
    changed = {field: wanted for field, wanted in fields.items() if getattr(row, field) != wanted}
    if changed:
        for field, wanted in changed.items():
            setattr(row, field, wanted)
        session.flush()
        count.changed[name] = count.changed.get(name, 0) + 1
