"""The register as canonical JSON: equal business content gives equal bytes, on every machine.

The SHA-256 of these bytes is the state digest. Left out: the journal, drafts and saved views (they are about
people working, not about the work), counters and times of saving, how often the register was restored, and
words derived for searching.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.models import Base

_TABLES_LEFT_OUT = {"audit", "draft", "saved_view", "alembic_version"}
_COLUMNS_LEFT_OUT = {"row_version", "created_at", "updated_at", "search_plain", "search_exact"}
_REGISTER_LEFT_OUT = {"epoch"}
_ROWS_AT_A_TIME = 2000


def dump_register(session: Session) -> Iterator[str]:
    """Yield the dump piece by piece: one object, a list of rows for each table, all in a fixed order."""
    yield '{"format":1,"tables":{'
    tables = [t for name, t in sorted(Base.metadata.tables.items()) if name not in _TABLES_LEFT_OUT]
    for number, table in enumerate(tables):
        yield f"{',' if number else ''}\n{json.dumps(table.name)}:["
        yield from _rows(session, table)
        yield "]"
    yield "\n}}\n"


def _rows(session: Session, table: Table) -> Iterator[str]:
    left_out = _COLUMNS_LEFT_OUT | (_REGISTER_LEFT_OUT if table.name == "register" else set())
    columns = sorted((c for c in table.columns if c.name not in left_out), key=lambda c: c.name)
    names = [column.name for column in columns]
    rows = select(*columns).order_by(*table.primary_key.columns)
    separator = "\n"
    for row in session.execute(rows.execution_options(yield_per=_ROWS_AT_A_TIME)):
        record = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield separator + json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        separator = ",\n"


def _plain(value: Any) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def state_digest(session: Session) -> str:
    """Return the SHA-256 of the dump."""
    digest = hashlib.sha256()
    for piece in dump_register(session):
        digest.update(piece.encode())
    return digest.hexdigest()
