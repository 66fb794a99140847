"""Copies of a register are proved before they bear a name; the way back is proved in the same way."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from app.core.errors import NotFound, RegisterDamaged, RegisterLocked, RegisterTooNew, Unavailable
from app.core.statuses import Role
from app.models import Register
from app.storage.backup import BackupFile, check_copy, create_backup, list_backups, restore_backup
from app.storage.migrations import HEAD
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.register import FILE, TODAY, bare, nothing_written

AT = datetime(2024, 3, 5, 9, 30)  # noqa: DTZ001 - time of the office


def back_up(register: UnitOfWork, folder: Path) -> BackupFile:
    return create_backup(register, folder, at=AT)


@pytest.fixture
def filled(register_path: Path) -> Path:
    """Return a closed register with one unit."""
    with UnitOfWork(register_path) as uow, uow.write() as session:
        session.add(Register(id="r", role=Role.HUB, preset="thử", created_at=TODAY.now()))
        make_unit(session)
    return register_path


def test_a_copy_is_named_by_number_and_time_and_lies_beside_its_proof(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sao lưu"
    with UnitOfWork(filled) as register, nothing_written(register):
        first, second = back_up(register, folder), back_up(register, folder)
    assert first.path.name == "so-cchc-000001-20240305-093000.db"
    assert (first.at, second.number) == ("2024-03-05T09:30:00", 2)
    assert [(copy.number, copy.verified) for copy in list_backups(folder)] == [(2, True), (1, True)]
    assert len(list(folder.iterdir())) == 4
    check_copy(first.path)
    with bare(first.path) as connection:
        assert connection.execute("SELECT code FROM unit").fetchall() == [("CB",)]


def test_a_copy_is_made_while_changes_lie_in_the_journal(filled: Path, tmp_path: Path) -> None:
    with UnitOfWork(filled) as register:
        with register.write() as session:
            make_unit(session, "CH")
        copy = back_up(register, tmp_path / "b")
    with bare(copy.path) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchall() == [(2,)]


def test_a_copy_that_was_changed_is_never_restored(filled: Path, tmp_path: Path) -> None:
    with UnitOfWork(filled) as register:
        copy = back_up(register, tmp_path / "b").path
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    before = filled.read_bytes()
    assert [found.verified for found in list_backups(copy.parent)] == [False]
    with pytest.raises(RegisterDamaged):
        restore_backup(copy, filled)
    assert filled.read_bytes() == before


def test_what_is_no_copy_of_ours_is_refused(filled: Path, tmp_path: Path) -> None:
    newer, foreign, missing = tmp_path / "newer.db", tmp_path / "foreign.db", tmp_path / "missing.db"
    header = bytearray(filled.read_bytes())
    header[60:64] = (int(HEAD) + 1).to_bytes(4, "big")
    newer.write_bytes(header)
    with bare(foreign) as connection:
        connection.execute("CREATE TABLE other (x)")
    before = filled.read_bytes()
    for path, error in ((newer, RegisterTooNew), (foreign, RegisterDamaged), (missing, NotFound)):
        with pytest.raises(error):
            restore_backup(path, filled)
    assert filled.read_bytes() == before


def test_a_restored_register_holds_what_the_copy_held_and_counts_one_epoch_more(
    filled: Path, tmp_path: Path
) -> None:
    with UnitOfWork(filled) as register:
        copy = back_up(register, tmp_path / "b").path
        with register.write() as session:
            make_unit(session, "CH")
    restore_backup(copy, filled)
    with UnitOfWork(filled) as register:
        assert register.rows("SELECT code FROM unit") == [("CB",)]
        assert register.rows("SELECT epoch FROM register") == [(2,)]
    check_copy(copy)
    assert [path.name for path in filled.parent.glob("so-cchc*")] == [FILE]


def test_journals_of_the_replaced_register_do_not_touch_the_restored_one(
    filled: Path, tmp_path: Path
) -> None:
    with UnitOfWork(filled) as register:
        copy = back_up(register, tmp_path / "b").path
        with register.write() as session:
            make_unit(session, "CH")
        journal = filled.with_name(FILE + "-wal").read_bytes()
    filled.with_name(FILE + "-wal").write_bytes(journal)  # as a kill leaves it
    restore_backup(copy, filled)
    with UnitOfWork(filled) as register:
        assert register.rows("SELECT code FROM unit") == [("CB",)]
        assert register.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_register_that_is_open_is_not_replaced(filled: Path, tmp_path: Path) -> None:
    with UnitOfWork(filled) as register:
        copy = back_up(register, tmp_path / "b").path
        with pytest.raises(RegisterLocked):
            restore_backup(copy, filled)
        assert register.rows("SELECT code FROM unit") == [("CB",)]


def test_a_damaged_register_may_be_replaced(filled: Path, tmp_path: Path) -> None:
    with UnitOfWork(filled) as register:
        copy = back_up(register, tmp_path / "b").path
    filled.write_bytes(b"rubbish" * 1000)
    restore_backup(copy, filled)
    with UnitOfWork(filled) as register:
        assert register.rows("SELECT code FROM unit") == [("CB",)]


@pytest.mark.parametrize("failure", [OSError(28, "no space"), PermissionError(13, "denied")])
def test_a_copy_that_cannot_be_finished_leaves_nothing_and_is_told_in_words(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError
) -> None:
    def refuse(*_: object) -> None:
        raise failure

    folder = tmp_path / "b"
    with UnitOfWork(filled) as register:
        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(Unavailable):
            back_up(register, folder)
        monkeypatch.undo()
        assert list(folder.iterdir()) == []
        copy = back_up(register, folder).path
    before = filled.read_bytes()
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Unavailable):
        restore_backup(copy, filled)
    assert filled.read_bytes() == before
    assert [path.name for path in filled.parent.glob("so-cchc*")] == [FILE]


def test_a_folder_that_cannot_hold_copies_is_told_in_words(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("không phải thư mục", "utf-8")
    with UnitOfWork(filled) as register, pytest.raises(Unavailable):
        back_up(register, tmp_path / "b")


def test_other_files_in_the_folder_are_not_copies(tmp_path: Path) -> None:
    (tmp_path / "so-cchc-ban-cu.db").write_bytes(b"x")
    (tmp_path / "ghi-chu.txt").write_bytes(b"x")
    assert list_backups(tmp_path) == ()
    assert list_backups(tmp_path / "none") == ()
