"""Acts of a person as steps: while one runs, every row it touches is kept as it was and as it became.

``with kept_step(session, title=…, clock=…)`` around the work of a use case makes the whole of it one step,
also where it calls other use cases that keep steps of their own. ``app.services.undo`` takes a step back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table, and_, delete, event, func, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from app.core.clock import Clock
from app.core.ids import new_id
from app.models import Base, Step, Trash

MOST_STEPS = 60
TRASH_DAYS = 90
_NOT_KEPT = {"audit", "step", "trash", "draft"}  # the journal only grows; the rest keeps what is kept
_COUNTERS = {"row_version"}
# Deleted alone, these are changes of another record and nothing for the trash.
_ONLY_PARTS = {"clause_addressee", "unit_group_member", "unit_alias", "directive_link"}

Key = tuple[str, tuple[str, ...]]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Touched:
    """A row before and after a step: None where it was not there; of a changed row only what changed."""

    table: str
    key: tuple[str, ...]
    before: Row | None
    after: Row | None


@contextmanager
def kept_step(session: Session, *, title: str, clock: Clock, undoes_id: str | None = None) -> Iterator[str]:
    """Keep what the block touches as one step and give the step's key; an inner step joins the outer one."""
    if (outer := session.info.get("step_id")) is not None:
        yield outer
        return
    session.flush()
    step_id = new_id()
    session.info["step_id"] = step_id
    recorder = _Recorder()
    hooks = (
        ("before_flush", recorder.before_flush),
        ("after_flush", recorder.after_flush),
        ("do_orm_execute", _refuse_bulk),
    )
    for name, hook in hooks:
        event.listen(session, name, hook)
    try:
        yield step_id
        session.flush()
    finally:
        for name, hook in hooks:
            event.remove(session, name, hook)
        del session.info["step_id"]
    if rows := recorder.rows(session):
        _keep(session, step_id, title, rows, clock, undoes_id)


def _keep(
    session: Session, step_id: str, title: str, rows: list[Touched], clock: Clock, undoes_id: str | None
) -> None:
    last = session.scalar(select(func.max(Step.seq))) or 0
    session.add(
        Step(
            id=step_id,
            seq=last + 1,
            at=clock.now(),
            actor=session.info.get("actor", ""),
            title=title,
            rows=[_stored(row) for row in rows],
            undoes_id=undoes_id,
        )
    )
    session.flush()
    session.execute(delete(Step).where(Step.seq <= last + 1 - MOST_STEPS))
    gone = [row for row in rows if row.after is None]
    if undoes_id is None and any(row.table not in _ONLY_PARTS for row in gone):
        _throw_away(session, step_id, title, gone, clock)


def _throw_away(session: Session, step_id: str, title: str, gone: list[Touched], clock: Clock) -> None:
    """Keep what was deleted for a while; what has lain there long enough goes."""
    session.add(
        Trash(
            id=step_id,
            at=clock.now(),
            actor=session.info.get("actor", ""),
            title=title,
            rows=[_stored(row) for row in gone],
        )
    )
    session.flush()
    session.execute(delete(Trash).where(Trash.at < clock.now() - timedelta(days=TRASH_DAYS)))


def _stored(row: Touched) -> dict[str, object]:
    return {"table": row.table, "key": list(row.key), "before": row.before, "after": row.after}


def rows_of(step: Step | Trash) -> list[Touched]:
    """Return what a step touched, in the order in which it did."""
    return [Touched(r["table"], tuple(r["key"]), r["before"], r["after"]) for r in _typed(step.rows)]


def _typed(rows: Any) -> list[dict[str, Any]]:
    return list(rows)


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not state.is_select:
        raise RuntimeError("a step keeps rows one by one: no bulk statement inside it")


class _Recorder:
    """Keeps each row as it stood when the step first touched it."""

    def __init__(self) -> None:
        self._first: dict[Key, Row | None] = {}

    def before_flush(self, session: Session, _context: object, _instances: object) -> None:
        for record in (*session.dirty, *session.deleted):
            key = key_of(record)
            if key[0] not in _NOT_KEPT and key not in self._first:
                self._first[key] = read_row(session, key)

    def after_flush(self, session: Session, _context: object) -> None:
        for record in session.new:
            key = key_of(record)
            if key[0] not in _NOT_KEPT:
                self._first.setdefault(key, None)

    def rows(self, session: Session) -> list[Touched]:
        """Return what differs now from how it was found."""
        found = []
        for key, before in self._first.items():
            after = read_row(session, key)
            if before is not None and after is not None:
                changed = [name for name in after if name not in _COUNTERS and before[name] != after[name]]
                before, after = {n: before[n] for n in changed}, {n: after[n] for n in changed}
            if before or after:
                found.append(Touched(*key, before, after))
        return found


def key_of(record: Base) -> Key:
    """Return the table of a record and its key there."""
    mapper: Mapper[Any] = inspect(type(record))
    return record.__tablename__, tuple(str(_plain(part)) for part in mapper.primary_key_from_instance(record))


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


def read_row(session: Session, key: Key) -> Row | None:
    """Return a row as JSON values straight from the database, None where there is none."""
    table = table_of(key[0])
    where = and_(
        *(column == value_of(column, part) for column, part in zip(table.primary_key, key[1], strict=True))
    )
    found = session.connection().execute(select(table).where(where)).mappings().one_or_none()
    return None if found is None else {str(name): _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def value_of(column: Column[Any], plain: Any) -> Any:
    """Return a JSON value as the column takes it."""
    if plain is None:
        return None
    kind = column.type.python_type
    if issubclass(kind, StrEnum):
        return kind(plain)
    if issubclass(kind, datetime):
        return datetime.fromisoformat(plain)
    if issubclass(kind, date):
        return date.fromisoformat(plain)
    return Decimal(plain) if isinstance(plain, str) and issubclass(kind, Decimal) else plain
