"""Rows as they were: brought back whole, or refused with the reason; for undoing and for the trash."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.text import format_date, shorten
from app.models import Audit, Base
from app.services.audit import note
from app.services.steps import Row, Touched, read_row, table_of, value_of

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


def changes_of(rows: Iterable[Touched]) -> Changes:
    """Return which kinds of records some rows are."""
    changes = Changes(tasks=True)
    for row in rows:
        changes |= _CHANGES.get(row.table, Changes(tasks=True))
    return changes


def refuse_changed(session: Session, rows: Iterable[Touched]) -> None:
    """Refuse where a row is not as it was left."""
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


def refuse_built_on(session: Session, rows: Iterable[Touched]) -> None:
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


def refuse_homeless(session: Session, rows: list[Touched]) -> None:
    """Refuse where a record that a deleted one belongs to is gone too."""
    coming = {(row.table, row.key[0]) for row in rows}
    for row in rows:
        for key in table_of(row.table).foreign_keys:
            target = key.target_fullname.split(".")[0]
            wanted = (row.before or {}).get(key.parent.name)
            if wanted is None or (target, wanted) in coming:
                continue
            if read_row(session, (target, (str(wanted),))) is None:
                owner = _WORDS.get(target, "bản ghi").capitalize()
                raise RuleViolation(
                    f"{owner} của mục này không còn nên chưa khôi phục được.",
                    hint="Khôi phục hoặc hoàn tác bước xóa bản ghi đó trước.",
                    code="E-HOANTAC-02",
                )


def bring_back(session: Session, rows: list[Touched]) -> None:
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


def tell_journal(session: Session, rows: list[Touched], clock: Clock, step_id: str) -> None:
    """Leave a row in the journal for every record that came back."""
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
