"""An older register is migrated as a copy: the new one is verified, or the old one stays as it was."""

import hashlib
import shutil
import sqlite3
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.errors import RegisterDamaged, RegisterLocked
from app.storage import connection as opening
from app.storage import migrate
from app.storage.connection import schema_version
from app.storage.migrations import HEAD
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_group, make_task, make_units
from tests.register import FILE, bare

NEXT = f"{int(HEAD) + 1:04d}"

REBUILD_PARENTS = """
    with op.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("tax_code", sa.String(20), nullable=False, server_default=""))
    with op.batch_alter_table("task", recreate="always") as batch:
        batch.alter_column("receiver", new_column_name="receiving")
"""
FAIL_HALFWAY = """
    op.create_table("half_made", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("DELETE FROM unit_group_member")
    op.execute("INSERT INTO half_made VALUES (1), (1)")
"""
LOSE_ROWS = "    op.execute('DELETE FROM unit_group_member')\n"
BREAK_REFERENCES = "    op.execute('DELETE FROM unit')\n"
DROP_A_TABLE = "    op.drop_table('draft')\n"


@pytest.fixture
def revise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that teaches the program one more revision."""

    def add(body: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = f'"""Next."""\nimport sqlalchemy as sa\nfrom alembic import op\nrevision = "{NEXT}"\n'
        text += f'down_revision = "{HEAD}"\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n'
        (folder / "versions" / f"{NEXT}_next.py").write_text(
            text + "    " + dedent(body).strip().replace("\n", "\n    ")
        )
        monkeypatch.setattr(migrate, "_MIGRATIONS", folder)
        monkeypatch.setattr(migrate, "HEAD", NEXT)
        monkeypatch.setattr(opening, "HEAD", NEXT)

    return add


@pytest.fixture
def filled(register_path: Path) -> Path:
    """Return a closed register in which parents have children."""
    with UnitOfWork(register_path) as register, register.write() as session:
        units = make_units(session, "CB", "CH", "CL")
        make_group(session, *units)
        make_task(session, *units)
    return register_path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with bare(path) as connection:
        return connection.execute(sql).fetchall()


def test_a_register_of_today_is_not_touched(filled: Path) -> None:
    before = digest(filled)
    assert migrate.upgrade_register(filled) is None
    assert digest(filled) == before


def test_a_folder_without_register_needs_no_upgrade(tmp_path: Path) -> None:
    assert migrate.upgrade_register(tmp_path / FILE) is None
    assert list(tmp_path.iterdir()) == []


def test_rebuilding_a_parent_table_keeps_its_children(filled: Path, revise) -> None:
    tables = ("unit", "unit_group_member", "task", "assignment", "audit")
    before = {table: rows(filled, f"SELECT count(*) FROM {table}") for table in tables}
    old = digest(filled)
    revise(REBUILD_PARENTS)
    kept = migrate.upgrade_register(filled)
    assert {table: rows(filled, f"SELECT count(*) FROM {table}") for table in tables} == before
    assert before["assignment"] == [(3,)]
    assert rows(filled, "SELECT DISTINCT tax_code FROM unit") == [("",)]
    assert rows(filled, "PRAGMA foreign_key_check") == []
    assert schema_version(filled) == int(NEXT)
    assert rows(filled, "SELECT version_num FROM alembic_version") == [(NEXT,)]
    assert kept is not None
    assert kept.name == f"so-cchc.truoc-nang-cap-{int(HEAD)}.db"
    assert sorted(path.name for path in filled.parent.glob("so-cchc*")) == sorted([FILE, kept.name])
    assert old != digest(filled)


def test_the_old_register_is_kept_whole(filled: Path, revise) -> None:
    units = rows(filled, "SELECT * FROM unit ORDER BY id")
    revise(REBUILD_PARENTS)
    kept = migrate.upgrade_register(filled)
    assert kept is not None
    assert schema_version(kept) == int(HEAD)
    assert rows(kept, "SELECT * FROM unit ORDER BY id") == units
    assert rows(kept, "PRAGMA integrity_check") == [("ok",)]


def test_the_journal_still_refuses_changes_after_an_upgrade(filled: Path, revise) -> None:
    revise(REBUILD_PARENTS)
    migrate.upgrade_register(filled)
    with bare(filled) as connection, pytest.raises(sqlite3.IntegrityError, match="append only"):
        connection.execute("DELETE FROM audit")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (FAIL_HALFWAY, IntegrityError),
        ("raise RuntimeError('no')", RuntimeError),
        (LOSE_ROWS, RuntimeError),
        (BREAK_REFERENCES, RegisterDamaged),
    ],
)
def test_a_revision_that_fails_leaves_the_old_file_as_it_was(
    filled: Path, revise, body: str, error: type[Exception]
) -> None:
    before = digest(filled)
    revise(body)
    with pytest.raises(error):
        migrate.upgrade_register(filled)
    assert digest(filled) == before
    assert [path.name for path in filled.parent.glob("so-cchc*")] == [FILE]


def test_a_revision_that_drops_a_table_is_no_loss_of_rows(filled: Path, revise) -> None:
    revise(DROP_A_TABLE)
    assert migrate.upgrade_register(filled) is not None


def test_a_register_that_is_open_is_not_upgraded_under_its_owner(filled: Path, revise) -> None:
    with UnitOfWork(filled) as owner:
        owner.rows("SELECT 1")
        revise(REBUILD_PARENTS)
        with pytest.raises(RegisterLocked):
            migrate.upgrade_register(filled)
    assert schema_version(filled) == int(HEAD)


def test_an_older_register_is_not_opened_before_its_upgrade(filled: Path, revise) -> None:
    revise(REBUILD_PARENTS)
    with pytest.raises(RuntimeError, match="upgrade_register"):
        UnitOfWork(filled).open()
    migrate.upgrade_register(filled)
    with UnitOfWork(filled) as register:
        assert register.rows("SELECT count(*) FROM unit") == [(3,)]


def test_a_damaged_older_register_is_refused_with_its_file_kept(filled: Path, revise) -> None:
    data = bytearray(filled.read_bytes())
    data[100:4096] = bytes(3996)
    filled.write_bytes(data)
    before = digest(filled)
    revise(REBUILD_PARENTS)
    with pytest.raises(RegisterDamaged):
        migrate.upgrade_register(filled)
    assert digest(filled) == before


def test_changes_left_in_the_journal_by_a_kill_are_upgraded_too(filled: Path, tmp_path: Path, revise) -> None:
    stopped = tmp_path / "stopped"
    stopped.mkdir()
    with bare(filled) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE unit SET note = 'gõ lúc 10:41'")
        for path in filled.parent.glob(FILE + "*"):
            shutil.copy(path, stopped / path.name)
    revise(REBUILD_PARENTS)
    migrate.upgrade_register(stopped / FILE)
    assert rows(stopped / FILE, "SELECT DISTINCT note FROM unit") == [("gõ lúc 10:41",)]


def test_a_folder_with_a_percent_sign_and_accents_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "100% của Ánh" / FILE
    migrate.create_register(path)
    assert schema_version(path) == int(HEAD)
    assert [found.name for found in path.parent.iterdir()] == [FILE]
