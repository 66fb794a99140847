"""Registers for tests: a real file, migrated once for the whole run and copied for each test."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import OFFICE_ZONE, FixedClock
from app.models import Audit
from app.services.audit import first_broken_link
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork

FILE = "so-cchc.db"
ACTOR = "Nguyễn Thị Ánh"


def clock_at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> FixedClock:
    """Return a clock that stands still at an hour of the office."""
    return FixedClock(datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE))


TODAY = clock_at(2024, 3, 5)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty register, made by running all revisions; never open it, copy it."""
    path = tmp_path_factory.mktemp("template") / FILE
    create_register(path)
    return path


@pytest.fixture
def register_path(template: Path, tmp_path: Path) -> Path:
    """Return the path of a fresh register that nobody has opened."""
    path = tmp_path / FILE
    path.write_bytes(template.read_bytes())
    return path


@pytest.fixture
def register(register_path: Path) -> Iterator[UnitOfWork]:
    """Give an open register; afterwards its journal of changes and its references must be sound."""
    with UnitOfWork(register_path, actor=ACTOR) as uow:
        yield uow
        assert uow.rows("PRAGMA foreign_key_check") == []
        with uow.read() as session:
            assert first_broken_link(session) is None


@contextmanager
def journal_of(register: UnitOfWork) -> Iterator[list[str]]:
    """Give a list that holds, after the block, what was entered into the journal during it."""
    actions: list[str] = []
    (before,) = register.rows("SELECT coalesce(max(seq), 0) FROM audit")
    yield actions
    with register.read() as session:
        actions += session.scalars(select(Audit.action).where(Audit.seq > before[0]).order_by(Audit.seq))


def contents(register: UnitOfWork) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    names = register.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: [tuple(row) for row in register.rows(f'SELECT * FROM "{name}"')] for (name,) in names}


@contextmanager
def nothing_written(register: UnitOfWork) -> Iterator[None]:
    """Check that a block leaves every row of every table as it was."""
    before = contents(register)
    yield
    assert contents(register) == before


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a plain connection to a register that is not open, as another program would have it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection
