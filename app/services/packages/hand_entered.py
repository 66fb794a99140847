"""What a hub had entered by hand before the unit's file came: set aside, put back when that is undone."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.ids import derived_id
from app.core.statuses import FigureState
from app.exchange.documents import PlanLine, ReportDocument
from app.models import Criterion, Draft, ExpectedReport, Figure, Narrative, Plan, PlanRow, Score
from app.services.audit import snapshot
from app.services.packages.report_content import UNIT_FIELDS, number_of
from app.services.packages.sealing import freeze

_DAYS = ("due_on", "done_on")


def set_aside(session: Session, expected: ExpectedReport, plan_year: int | None, clock: Clock) -> None:
    """Keep what stands in the working draft, once; the second file of a unit finds it kept already."""
    key = _key(expected.id)
    if session.get(Draft, key) is not None:
        return
    payload: dict[str, object] = {
        "figures": [snapshot(row) for row in _draft(session, Figure, expected.id)],
        "words": [snapshot(row) for row in _draft(session, Narrative, expected.id)],
        "plan_year": plan_year,
        "plan": [snapshot(row) for row in _plan_rows(session, expected.unit_id, plan_year)],
    }
    session.add(Draft(key=key, payload=payload, saved_at=clock.now()))


def put_back(session: Session, expected: ExpectedReport, clock: Clock) -> None:
    """Put the working draft back to what it was before any file came."""
    draft = session.get(Draft, _key(expected.id))
    if draft is None:
        return
    payload: dict[str, Any] = dict(draft.payload)
    _clear(session, expected.id)
    for model, rows in ((Figure, payload["figures"]), (Narrative, payload["words"])):
        for row in rows:
            fields = {**row, "updated_at": clock.now(), "state": FigureState(row["state"])}
            if model is Figure:
                fields["value"] = number_of(row["value"])
            session.add(model(**fields))
    _put_plan_back(session, expected, payload)
    session.delete(draft)
    session.flush()


def lay_down(session: Session, expected: ExpectedReport, document: ReportDocument, clock: Clock) -> None:
    """Make the working draft what a file says."""
    _clear(session, expected.id)
    freeze(session, expected.id, 0, document, clock.now())
    if document.plan_year is not None:
        _lay_plan_down(session, expected.unit_id, document.plan_year, document.plan)
    session.flush()


def _key(expected_id: str) -> str:
    return f"truoc-goi:{expected_id}"


def _draft(session: Session, model: type[Figure] | type[Narrative], expected_id: str) -> Any:
    return session.scalars(
        select(model).where(model.expected_report_id == expected_id, model.version == 0).order_by(model.id)
    ).all()


def _clear(session: Session, expected_id: str) -> None:
    for model in (Figure, Narrative):
        session.execute(
            delete(model).where(model.expected_report_id == expected_id, model.version == 0),
            execution_options={"synchronize_session": "fetch"},
        )


def _plan_rows(session: Session, unit_id: str, year: int | None) -> list[PlanRow]:
    if year is None:
        return []
    rows = select(PlanRow).join(Plan, Plan.id == PlanRow.plan_id)
    return list(
        session.scalars(rows.where(Plan.unit_id == unit_id, Plan.year == year).order_by(PlanRow.position))
    )


def _lay_plan_down(session: Session, unit_id: str, year: int, lines: list[PlanLine]) -> None:
    plan_id = derived_id("plan", unit_id, str(year))
    if session.get(Plan, plan_id) is None:
        session.add(Plan(id=plan_id, unit_id=unit_id, year=year))
        session.flush()
    present = {row.id: row for row in _plan_rows(session, unit_id, year)}
    taken = {row.position for row in present.values()}
    for line in sorted(lines, key=lambda item: item.position):
        row = present.get(line.id)
        if row is None:
            position = line.position if line.position not in taken else max(taken) + 1
            taken.add(position)
            row = PlanRow(id=line.id, plan_id=plan_id, position=position, shortcoming=line.shortcoming)
            row.criterion_id = line.criterion_id if _known(session, Criterion, line.criterion_id) else None
            row.score_id = line.score_id if _known(session, Score, line.score_id) else None
            session.add(row)
        for name in UNIT_FIELDS:
            value = getattr(line, name)
            setattr(row, name, number_of(value) if name == "target_points" else value)
    session.flush()


def _known(session: Session, model: type[Criterion] | type[Score], key: str | None) -> bool:
    return key is not None and session.get(model, key) is not None


def _put_plan_back(session: Session, expected: ExpectedReport, payload: dict[str, Any]) -> None:
    before = {row["id"]: row for row in payload["plan"]}
    for row in _plan_rows(session, expected.unit_id, payload["plan_year"]):
        if row.id not in before:
            if row.task_id is None:
                session.delete(row)
            continue
        for name in UNIT_FIELDS:
            value = before[row.id][name]
            if name in _DAYS:
                value = date.fromisoformat(value) if value else None
            elif name == "target_points":
                value = None if value is None else Decimal(value)
            setattr(row, name, value)
