"""Taking a step back: every row returns to what it was, or nothing does and the reason is told.

Refused where a row was changed since, where later records stand on a row that the step added, and where work
of the step has gone out in a package or stands in an issued paper. Taking back is itself a step: taking that
one back does the act again (Ctrl+Y).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.text import format_date, shorten
from app.exchange.manifest import Kind
from app.models import Assignment, Audit, Base, IssuedDocument, Package, Step
from app.services.audit import note
from app.services.steps import Row, Touched, kept_step, read_row, rows_of, table_of, value_of

_WORK = {"directive", "clause", "clause_addressee", "task", "assignment"}
_TASK_PAPERS = ("monthly-report", "consolidated-report", "assignment-notice", "leader-page", "reminder")
_WORDS = {
    "directive": "văn bản",
    "directive_link": "liên kết văn bản",
    "clause": "điều khoản",
    "clause_addressee": "nơi nhận của điều khoản",
    "task": "nhiệm vụ",
    "assignment": "phần giao cho đơn vị",
    "progress_entry": "ghi chép tiến độ",
    "extension": "lần gia hạn",
    "evidence_link": "minh chứng",
    "reminder": "lần nhắc việc",
    "plan_row": "dòng kế hoạch",
    "expected_report": "báo cáo phải nộp",
    "reporting_rule": "chế độ báo cáo",
    "unit_alias": "tên gọi đã nhớ",
    "unit": "đơn vị",
    "person": "cán bộ",
    "tally": "dòng sổ đếm",
}
_NAMED_BY = ("number", "subject", "content", "name", "alias", "text")
_CHANGES = {
    "directive": Changes(directives=True),
    "clause": Changes(directives=True),
    "unit": Changes(units=True),
    "unit_alias": Changes(units=True),
    "tally": Changes(figures=True),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """An act that was kept: when, who, what; ``undoes_id`` where it took another one back."""

    id: str
    at: datetime
    actor: str
    title: str
    undone_at: datetime | None
    undoes_id: str | None


def list_steps(session: Session, *, most: int = 60) -> tuple[StepRow, ...]:
    """Return the acts that are kept, newest first."""
    columns = (Step.id, Step.at, Step.actor, Step.title, Step.undone_at, Step.undoes_id)
    found = session.execute(select(*columns).order_by(Step.seq.desc()).limit(most))
    return tuple(StepRow(*row) for row in found)


def next_undo(session: Session) -> StepRow | None:
    """Return the act that Ctrl+Z takes back now."""
    return next((s for s in list_steps(session) if s.undone_at is None and s.undoes_id is None), None)


def next_redo(session: Session) -> StepRow | None:
    """Return the taking back that Ctrl+Y takes back; none once something else was done after it."""
    for step in list_steps(session):
        if step.undone_at is None:
            return step if step.undoes_id is not None else None
    return None


def undo_step(session: Session, *, step_id: str, clock: Clock) -> Done[str]:
    """Bring every row of a step back to what it was; returns the step's title."""
    step = session.get(Step, step_id)
    if step is None or step.undone_at is not None:
        raise RuleViolation(
            "Bước này đã hoàn tác hoặc quá cũ nên không còn giữ.",
            hint="Xem Nhật ký để sửa từng dòng.",
            code="E-HOANTAC-01",
        )
    rows = rows_of(step)
    _refuse_changed(session, rows)
    _refuse_built_on(session, rows)
    _refuse_gone_out(session, step, rows)
    title = step.title
    with kept_step(session, title=f"Hoàn tác: {title}", clock=clock, undoes_id=step.id) as undoing:
        _bring_back(session, rows)
        _tell_journal(session, rows, clock, undoing)
    step.undone_at = clock.now()
    if step.undoes_id is not None:  # the act is done again: it may be taken back again, and no more is kept
        if (undone := session.get(Step, step.undoes_id)) is not None:
            undone.undone_at = None
        if (again := session.get(Step, undoing)) is not None:
            session.delete(again)
    session.flush()
    return Done(title, _changes(rows))


def _changes(rows: Iterable[Touched]) -> Changes:
    changes = Changes(tasks=True)
    for row in rows:
        changes |= _CHANGES.get(row.table, Changes(tasks=True))
    return changes


def _refuse_changed(session: Session, rows: Iterable[Touched]) -> None:
    for row in rows:
        now = read_row(session, (row.table, row.key))
        told = row.after or {}
        is_same = (now is None) == (row.after is None) and all(
            (now or {}).get(name) == value for name, value in told.items() if name != "row_version"
        )
        if not is_same:
            raise RuleViolation(
                f"{_name(row, now)} đã được sửa sau bước này{_who(session, row)} nên không hoàn tác được.",
                hint="Sửa trực tiếp dòng đó, hoặc hoàn tác các bước sau trước.",
                code="E-HOANTAC-02",
            )


def _name(row: Touched, now: Row | None) -> str:
    known = {**(row.after or {}), **(row.before or {}), **(now or {})}
    words = next((str(known[name]) for name in _NAMED_BY if known.get(name)), "")
    kind = _WORDS.get(row.table, "bản ghi").capitalize()
    return f"{kind} “{shorten(words, 60)}”" if words else kind


def _who(session: Session, row: Touched) -> str:
    last = session.scalars(
        select(Audit)
        .where(Audit.subject_kind == row.table, Audit.subject_id == row.key[0])
        .order_by(Audit.seq.desc())
        .limit(1)
    ).first()
    return f" ({last.actor or 'không rõ ai'}, {format_date(last.at.date())})" if last else ""


def _refuse_built_on(session: Session, rows: Iterable[Touched]) -> None:
    """Refuse where a record from outside the step points at a row that would go."""
    going: dict[str, set[str]] = {}
    for row in rows:
        if row.before is None:
            going.setdefault(row.table, set()).add(row.key[0])
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            wanted = going.get(key.target_fullname.split(".")[0])
            if not wanted or table.name in ("audit", "step"):
                continue
            own = table.primary_key.columns.values()[0]
            found = session.connection().execute(select(own).where(key.parent.in_(wanted)))
            _refuse_outsiders(table.name, {str(k) for k in found.scalars()} - going.get(table.name, set()))
        if {"subject_kind", "subject_id"} <= set(table.columns.keys()) and table.name != "audit":
            for kind, keys in going.items():
                about = select(table.c.id).where(table.c.subject_kind == kind, table.c.subject_id.in_(keys))
                found = session.connection().execute(about)
                _refuse_outsiders(
                    table.name, {str(k) for k in found.scalars()} - going.get(table.name, set())
                )


def _refuse_outsiders(table: str, keys: set[str]) -> None:
    if keys:
        raise RuleViolation(
            f"Đã có {_WORDS.get(table, 'ghi chép')} dựa vào dòng mà bước này thêm nên không hoàn tác được.",
            hint="Hủy kèm lý do thay cho hoàn tác.",
            code="E-HOANTAC-02",
        )


def _refuse_gone_out(session: Session, step: Step, rows: list[Touched]) -> None:
    """Refuse where units or papers have been told of the work since."""
    if not any(row.table in _WORK for row in rows):
        return
    tasks = [row.key[0] for row in rows if row.table == "task"]
    own = [row.key[0] for row in rows if row.table == "assignment"]
    told = select(Assignment.unit_id).where(or_(Assignment.id.in_(own), Assignment.task_id.in_(tasks)))
    sent = select(Package.file_name).where(
        Package.is_outgoing,
        Package.undone_at.is_(None),
        Package.kind == Kind.ASSIGNMENT.value,
        Package.at >= step.at,
        Package.unit_id.in_(told),
    )
    if (name := session.scalars(sent.limit(1)).first()) is not None:
        raise RuleViolation(
            f"Nhiệm vụ của bước này đã đi trong gói “{name}” nên không hoàn tác được.",
            hint="Hủy nhiệm vụ kèm lý do rồi xuất gói mới.",
            code="E-HOANTAC-03",
        )
    issued = (
        select(IssuedDocument.title)
        .join(Audit, Audit.subject_id == IssuedDocument.id)
        .where(Audit.action == "document.issue", Audit.at >= step.at, IssuedDocument.kind.in_(_TASK_PAPERS))
    )
    if (title := session.scalars(issued.limit(1)).first()) is not None:
        raise RuleViolation(
            f"“{shorten(title, 60)}” ban hành sau bước này đã in số liệu nhiệm vụ nên không hoàn tác được.",
            hint="Hủy, sửa từng nhiệm vụ kèm lý do.",
            code="E-HOANTAC-03",
        )


def _bring_back(session: Session, rows: list[Touched]) -> None:
    """Put back what was taken away, set what was changed, then take away what was added."""
    depth = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    mapped = {str(mapper.class_.__tablename__): mapper.class_ for mapper in Base.registry.mappers}
    gone = [row for row in rows if row.after is None]
    for row in sorted(gone, key=lambda row: depth[row.table]):
        session.add(mapped[row.table](**_values(row.table, row.before or {})))
        session.flush()
    for row in reversed(rows):
        if row.before is not None and row.after is not None:
            record = session.get_one(mapped[row.table], _identity(row))
            for name, value in _values(row.table, row.before).items():
                setattr(record, name, value)
    session.flush()
    added = [row for row in reversed(rows) if row.before is None]
    for row in sorted(added, key=lambda row: -depth[row.table]):
        session.delete(session.get_one(mapped[row.table], _identity(row)))
        session.flush()


def _identity(row: Touched) -> Any:
    columns = table_of(row.table).primary_key.columns.values()
    parts = tuple(value_of(column, part) for column, part in zip(columns, row.key, strict=True))
    return parts[0] if len(parts) == 1 else parts


def _values(table: str, plain: Row) -> dict[str, Any]:
    columns = table_of(table).columns
    return {name: value_of(columns[name], value) for name, value in plain.items() if name != "row_version"}


def _tell_journal(session: Session, rows: list[Touched], clock: Clock, step_id: str) -> None:
    for row in rows:
        note(
            session,
            clock=clock,
            action="step.undo",
            subject_kind=row.table,
            subject_id=row.key[0],
            before=_told(row.after),
            after=_told(row.before),
            batch_id=step_id,
        )


def _told(row: Row | None) -> Row | None:
    untold = ("search_plain", "search_exact", "created_at", "row_version")
    return None if row is None else {name: value for name, value in row.items() if name not in untold}
