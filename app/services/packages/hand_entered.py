"""What a hub had entered itself: set aside when the unit's file comes, put back when that is undone."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.ids import derived_id
from app.core.statuses import FigureState
from app.exchange.documents import FigureLine, NarrativeLine, PlanLine, ReportDocument
from app.models import Criterion, Draft, Figure, Narrative, Plan, PlanRow, Score
from app.services.audit import snapshot
from app.services.packages.cells import Cell, cells_from
from app.services.packages.dossier import Dossier, draft_key
from app.services.packages.freezing import freeze
from app.services.packages.report_content import (
    UNIT_FIELDS,
    figure_lines,
    narrative_lines,
    number_of,
    plan_lines,
)

_DAYS = ("due_on", "done_on")
_LAID = "laid"  # which file the working draft was made of, also when it counts no more


def laid_file(dossier: Dossier) -> str | None:
    """Return the SHA-256 of the file that the working draft was made of."""
    laid = dossier.aside.payload.get(_LAID) if dossier.aside else None
    return str(laid) if laid else None


def draft_cells(session: Session, dossier: Dossier, plan_year: int | None) -> dict[str, Cell]:
    """Return what stands in the working draft, and in the plan of a year where the report is one."""
    expected = dossier.expected
    return cells_from(
        figure_lines(session, expected.id) if dossier.has_draft else (),
        narrative_lines(session, expected.id) if dossier.has_draft else (),
        plan_lines(session, expected.unit_id, plan_year) if plan_year else (),
    )


def aside_cells(dossier: Dossier) -> dict[str, Cell]:
    """Return what was set aside, as cells."""
    payload: dict[str, Any] = dict(dossier.aside.payload) if dossier.aside else {}
    figures = [
        FigureLine(
            code=row["indicator_code"],
            state=FigureState(row["state"]),
            value=row["value"],
            explanation=row["explanation"],
        )
        for row in payload.get("figures", ())
    ]
    words = [
        NarrativeLine(key=row["heading_key"], state=FigureState(row["state"]), text=row["text"])
        for row in payload.get("words", ())
    ]
    plan = [
        PlanLine(
            id=row["id"], position=row["position"], **{name: _typed(name, row[name]) for name in UNIT_FIELDS}
        )
        for row in payload.get("plan", ())
    ]
    return cells_from(figures, words, plan)


def set_aside(
    session: Session, dossier: Dossier, plan_year: int | None, told: Mapping[str, Cell], clock: Clock
) -> None:
    """Keep what the hub wrote: the whole draft at the first file, later what differs from ``told``.

    ``told`` is what the file before had laid down: what stands there beyond it was written since.
    """
    rows = {
        "figures": [snapshot(row) for row in _draft(session, Figure, dossier)],
        "words": [snapshot(row) for row in _draft(session, Narrative, dossier)],
    }
    if dossier.aside is None:
        payload: dict[str, object] = {
            **rows,
            "plan_year": plan_year,
            "plan": [snapshot(row) for row in _plan_rows(session, dossier.expected.unit_id, plan_year)],
        }
        dossier.aside = Draft(key=draft_key(dossier.expected.id), payload=payload, saved_at=clock.now())
        session.add(dossier.aside)
        return
    now = draft_cells(session, dossier, plan_year)
    since = {key for key, cell in now.items() if key not in told or told[key] != cell}
    if since:
        written = {key.partition("/")[0] for key in since}
        kept: dict[str, Any] = dict(dossier.aside.payload)
        for name, key in (("figures", "indicator_code"), ("words", "heading_key")):
            newer = {row[key]: row for row in rows[name] if row[key] in written}
            kept[name] = [*(row for row in kept[name] if row[key] not in newer), *newer.values()]
        plan = _plan_rows(session, dossier.expected.unit_id, plan_year)
        kept["plan"] = _with_written(kept["plan"], [snapshot(row) for row in plan], since)
        dossier.aside.payload, dossier.aside.saved_at = kept, clock.now()


def _with_written(
    kept: list[dict[str, Any]], present: list[dict[str, Any]], since: Collection[str]
) -> list[dict[str, Any]]:
    """Return the plan's rows as they were, with the cells that were written since."""
    rows = {row["id"]: row for row in kept}
    for row in present:
        cells = {name: row[name] for name in UNIT_FIELDS if f"{row['id']}/{name}" in since}
        if cells:
            rows[row["id"]] = rows.get(row["id"], row) | cells
    return list(rows.values())


def put_back(session: Session, dossier: Dossier, clock: Clock) -> None:
    """Put the working draft back to what the hub had entered itself."""
    if dossier.aside is None:
        return
    payload: dict[str, Any] = dict(dossier.aside.payload)
    _clear(session, dossier)
    for model, rows in ((Figure, payload["figures"]), (Narrative, payload["words"])):
        for row in rows:
            fields = {**row, "updated_at": clock.now(), "state": FigureState(row["state"])}
            if model is Figure:
                fields["value"] = number_of(row["value"])
            session.add(model(**fields))
            dossier.has_draft = True
    _put_plan_back(session, dossier, payload)
    session.delete(dossier.aside)
    dossier.aside = None
    session.flush()


def lay_down(session: Session, dossier: Dossier, document: ReportDocument, sha256: str, clock: Clock) -> None:
    """Make the working draft what a file says, with the cells that a person kept already in it."""
    assert dossier.aside is not None
    dossier.aside.payload = {**dossier.aside.payload, _LAID: sha256}
    _clear(session, dossier)
    freeze(session, dossier.expected.id, 0, document, clock.now(), kept=dossier.kept)
    dossier.has_draft = bool(document.figures or document.narratives)
    if document.plan_year is not None:
        _lay_plan_down(session, dossier.expected.unit_id, document.plan_year, document.plan)


def _draft(session: Session, model: type[Figure] | type[Narrative], dossier: Dossier) -> Any:
    if not dossier.has_draft:
        return ()
    return session.scalars(
        select(model)
        .where(model.expected_report_id == dossier.expected.id, model.version == 0)
        .order_by(model.id)
    ).all()


def _clear(session: Session, dossier: Dossier) -> None:
    for model in (Figure, Narrative) if dossier.has_draft else ():
        session.execute(
            delete(model).where(model.expected_report_id == dossier.expected.id, model.version == 0),
            execution_options={"synchronize_session": "fetch"},
        )
    dossier.has_draft = False


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


def _put_plan_back(session: Session, dossier: Dossier, payload: dict[str, Any]) -> None:
    before = {row["id"]: row for row in payload["plan"]}
    for row in _plan_rows(session, dossier.expected.unit_id, payload["plan_year"]):
        if row.id not in before:
            if row.task_id is None:
                session.delete(row)
            continue
        for name in UNIT_FIELDS:
            value = _typed(name, before[row.id][name])
            setattr(row, name, number_of(value) if name == "target_points" else value)


def _typed(name: str, value: Any) -> Any:
    """Return a field of a plan's row as a line of a package has it."""
    return date.fromisoformat(value) if name in _DAYS and value else value
