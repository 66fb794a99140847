"""Another key for a row, with everything that points at it: two registers learn to call it alike."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Column, Table, text, update
from sqlalchemy.orm import Session

from app.models import Base

_JOURNAL = "audit"  # what was written there is chained and stays


def give_keys(session: Session, model: type[Base], keys: Mapping[str, str]) -> None:
    """Give rows new keys (old to new); all objects of the session are read anew afterwards.

    References are held against each other when the transaction ends; a key that is taken is an error.
    """
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    table = model.__table__
    assert isinstance(table, Table)
    places = [(table, table.c.id), *_references(table)]
    for old, new in keys.items():
        for where, column in places:
            session.execute(update(where).where(column == old).values({column: new}))
    session.expunge_all()


def _references(table: Table) -> Iterator[tuple[Table, Column[str]]]:
    """Yield each column that holds keys of a table: foreign keys, and subjects of any kind."""
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if any(key.column is table.c.id for key in column.foreign_keys):
                yield other, column
        if {"subject_kind", "subject_id"} <= set(other.columns.keys()) and other.name != _JOURNAL:
            yield other, other.c.subject_id
