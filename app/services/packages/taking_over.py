"""At the unit: what the hub's package says enters the register; the unit's own fields stay as they are."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.periods import Month
from app.core.statuses import DirectiveState
from app.core.text import exact_key, fold, format_date
from app.exchange.documents import AssignmentDocument, CatalogueLine, HeadingLine, PlanDown
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
    OutlineHeading,
    Period,
    Plan,
    PlanRow,
    ReportingRule,
    Score,
    Task,
)
from app.services.packages.assignments import ASSIGNED_FIELDS, EXPECTED_FIELDS, PERIOD_FIELDS
from app.services.packages.comparing import Change
from app.services.packages.news import News
from app.services.packages.report_content import number_of


def take_over(
    session: Session, *, document: AssignmentDocument, hub_id: str, unit_id: str, clock: Clock
) -> tuple[Change, ...]:
    """Apply a hub's whole state of a year; return what is new and changed. Doing it again changes nothing."""
    news = News(session)
    for day in document.holidays:
        news.put(
            "ngày nghỉ, làm bù",
            HolidayException,
            day.day,
            _fields(day, skip=("day",)),
            title=format_date(day.day),
        )
    for catalogue in document.catalogues:
        _catalogue(news, catalogue)
    _drop_own_headings(session, document.headings)
    for heading in document.headings:
        _heading(news, heading)
    for directive in document.directives:
        words = f"{directive.number or ''} {directive.subject} {directive.issuer}"
        fields = _fields(directive) | {
            "issuer_unit_id": hub_id,
            "state": DirectiveState.ACTIVE if directive.number else DirectiveState.UNNUMBERED,
            "search_plain": fold(words),
            "search_exact": exact_key(words),
        }
        title = directive.number or directive.subject
        news.put("văn bản", Directive, directive.id, fields, title=title, new={"created_at": clock.now()})
    for clause in document.clauses:
        news.put("điều khoản", Clause, clause.id, _fields(clause), title=clause.number or clause.text)
    _tasks(news, document, unit_id, clock)
    for rule in document.rules:
        fields = _fields(rule) | {"receiver_unit_id": hub_id}
        news.put("chế độ báo cáo", ReportingRule, rule.id, fields, title=rule.name)
    for period in document.periods:
        title = Month.parse(period.name).short
        news.put("kỳ báo cáo", Period, period.id, _only(period, PERIOD_FIELDS[1:]), title=title)
        fields = _only(period, EXPECTED_FIELDS) | {"period_id": period.id, "unit_id": unit_id}
        expected_id = derived_id("expected", period.id, unit_id)
        news.put("báo cáo phải nộp", ExpectedReport, expected_id, fields, title=title)
    for plan in document.plans:
        _plan(news, plan, unit_id)
    session.flush()
    return tuple(news.changes)


def _tasks(news: News, document: AssignmentDocument, unit_id: str, clock: Clock) -> None:
    for task in document.tasks:
        words = f"{task.content} {task.product} {task.section}"
        fields = _fields(task, skip=ASSIGNED_FIELDS) | {
            "assigned_on": task.assigned_on,
            "search_plain": fold(words),
            "search_exact": exact_key(words),
        }
        news.put("nhiệm vụ", Task, task.id, fields, title=task.content, new={"created_at": clock.now()})
        key = derived_id("assignment", task.id, unit_id)
        fields = _only(task, ASSIGNED_FIELDS) | {"task_id": task.id, "unit_id": unit_id}
        news.put("phần giao cho đơn vị", Assignment, key, fields, title=task.content)


def _heading(news: News, line: HeadingLine) -> None:
    """Set a heading of an outline in the place of the unit's own words for it; its further headings stay."""
    key = derived_id("heading", line.document_kind, line.key, str(line.valid_from))
    news.put("mẫu báo cáo", OutlineHeading, key, _fields(line), title=f"{line.number} {line.title}".strip())


def _drop_own_headings(session: Session, lines: Sequence[HeadingLine]) -> None:
    named = {(line.document_kind, line.key) for line in lines}
    sent = {derived_id("heading", line.document_kind, line.key, str(line.valid_from)) for line in lines}
    for row in session.scalars(select(OutlineHeading)).all() if lines else ():
        if (row.document_kind, row.key) in named and row.id not in sent:
            session.delete(row)


def _catalogue(news: News, line: CatalogueLine) -> None:
    known = news.session.scalars(
        select(Catalogue).where(Catalogue.code == line.code, Catalogue.version == line.version)
    ).one_or_none()
    if known is not None and known.id != line.id:
        raise RuleViolation(
            f"Sổ đã có danh mục chỉ tiêu {line.code} phiên bản {line.version} từ nguồn khác.",
            hint="Hỏi cơ quan giao về phiên bản danh mục.",
            code="E-PKG-08",
        )
    own = _fields(line, skip=("id", "indicators", "checks"))
    news.put("danh mục chỉ tiêu", Catalogue, line.id, own, title=f"{line.code} phiên bản {line.version}")
    for name, model, lines in (
        ("chỉ tiêu", Indicator, line.indicators),
        ("phép kiểm tra", CrossCheck, line.checks),
    ):
        _children(news, name, model, line.id, lines)


def _children(
    news: News,
    name: str,
    model: type[Indicator] | type[CrossCheck],
    catalogue_id: str,
    lines: Sequence[Any],
) -> None:
    rows = news.session.execute(select(model.code, model.id).where(model.catalogue_id == catalogue_id))
    ids = {code: key for code, key in rows}  # noqa: C416 - a row is not a pair to the type checker
    for line in lines:
        fields = _fields(line, skip=()) | {"catalogue_id": catalogue_id}
        if "target" in fields:
            fields["target"] = number_of(line.target)
        key = ids.get(line.code) or derived_id(model.__tablename__, catalogue_id, line.code)
        news.put(name, model, key, fields, title=f"{line.code} {getattr(line, 'title', '')}".strip())


def _plan(news: News, plan: PlanDown, unit_id: str) -> None:
    """Open the unit's plan with the hub's rows; a row that is there keeps what the unit wrote."""
    plan_id = derived_id("plan", unit_id, str(plan.year))
    session, title = news.session, f"năm {plan.year}"
    news.put("kế hoạch khắc phục", Plan, plan_id, {"unit_id": unit_id, "year": plan.year}, title=title)
    taken = set(session.scalars(select(PlanRow.position).where(PlanRow.plan_id == plan_id)))
    for line in plan.rows:
        if session.get(PlanRow, line.id) is not None:
            fields = {"shortcoming": line.shortcoming}
            news.put("điểm phải khắc phục", PlanRow, line.id, fields, title=line.shortcoming)
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
        news.put("điểm phải khắc phục", PlanRow, line.id, fields, title=line.shortcoming)


def _known(session: Session, model: type[Base], key: str | None) -> bool:
    return key is not None and session.get(model, key) is not None


def _fields(line: msgspec.Struct, skip: Iterable[str] = ("id",)) -> dict[str, Any]:
    return _only(line, (name for name in line.__struct_fields__ if name not in set(skip) | {"id"}))


def _only(line: msgspec.Struct, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}
