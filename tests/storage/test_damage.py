"""A file that cannot be trusted, a folder that cannot be used: a sentence, and the file as it was."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.errors import AppError, RegisterDamaged, RegisterTooNew, RuleViolation, Unavailable
from app.storage.connection import APPLICATION_ID, check_local
from app.storage.migrate import create_register, upgrade_register
from app.storage.migrations import HEAD
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.register import FILE, bare


def sentence_is_for_people(error: AppError) -> bool:
    words = error.sentence()
    return (
        len(words) <= 400
        and error.code in words
        and not any(w in words for w in ("Error", "SQLITE", "errno"))
    )


def write_at(path: Path, offset: int, data: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(data)


def foreign_database(path: Path) -> None:
    path.unlink()
    with bare(path) as connection:
        connection.execute("CREATE TABLE other (x)")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "an empty file": lambda path: path.write_bytes(b""),
    "a stump": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "not a database": lambda path: path.write_bytes(b"Bao cao thang 3 " * 400),
    "a broken signature": lambda path: write_at(path, 0, b"XQLite"),
    "another program's database": foreign_database,
    "a page size that cannot be": lambda path: write_at(path, 16, b"\x00\x03"),
    "half of the file": lambda path: os.truncate(path, path.stat().st_size // 2 // 4096 * 4096),
    "a zeroed table of contents": lambda path: write_at(path, 100, b"\x00" * 3996),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_register_is_opened_by_nobody_and_left_as_it_is(register_path: Path, name: str) -> None:
    DAMAGES[name](register_path)
    before = register_path.read_bytes()
    with (
        pytest.raises(RegisterDamaged, match="bị hỏng hoặc không phải là sổ") as refused,
        UnitOfWork(register_path) as register,
    ):
        register.rows("SELECT count(*) FROM unit")
    assert sentence_is_for_people(refused.value)
    assert str(register_path) in refused.value.message
    assert register_path.read_bytes() == before


def test_a_zeroed_page_is_found_when_it_is_read_and_told_as_damage(register_path: Path) -> None:
    with UnitOfWork(register_path) as register, register.write() as session:
        for number in range(200):
            make_unit(session, f"X{number}")
    with bare(register_path) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'unit'").fetchone()
    write_at(register_path, (root - 1) * 4096, b"\x00" * 4096)
    with UnitOfWork(register_path) as register:
        with pytest.raises(RegisterDamaged), register.read() as session:
            session.connection().exec_driver_sql("SELECT sum(length(name)) FROM unit").fetchall()
        with pytest.raises(RegisterDamaged), register.write() as session:
            make_unit(session, "Y")


def test_a_newer_register_is_refused_before_anything_is_written(register_path: Path) -> None:
    write_at(register_path, 60, (int(HEAD) + 1).to_bytes(4, "big"))
    before, age = register_path.read_bytes(), register_path.stat().st_mtime_ns
    for attempt in (lambda: UnitOfWork(register_path).open(), lambda: upgrade_register(register_path)):
        with pytest.raises(RegisterTooNew, match="phiên bản mới hơn") as refused:
            attempt()
        assert sentence_is_for_people(refused.value)
        assert "Chưa có gì bị thay đổi" in refused.value.hint
    assert (register_path.read_bytes(), register_path.stat().st_mtime_ns) == (before, age)
    assert [path.name for path in register_path.parent.iterdir()] == [FILE]


def test_a_register_that_became_newer_in_its_journal_is_refused_too(
    register_path: Path, tmp_path: Path
) -> None:
    stopped = tmp_path / "stopped"
    stopped.mkdir()
    with bare(register_path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA user_version = {int(HEAD) + 1}")
        for path in register_path.parent.glob(FILE + "*"):
            shutil.copy(path, stopped / path.name)  # as after a kill: the header still says the old version
    with pytest.raises(RegisterTooNew):
        UnitOfWork(stopped / FILE).open()


def test_a_flipped_bit_anywhere_is_found_by_the_check_or_does_no_harm(register_path: Path) -> None:
    with UnitOfWork(register_path) as register, register.write() as session:
        make_unit(session, "CB")
    sound = register_path.read_bytes()
    for position in range(101, len(sound), len(sound) // 300):
        flipped = bytearray(sound)
        flipped[position] ^= 1 << position % 8
        register_path.write_bytes(flipped)
        try:
            with UnitOfWork(register_path) as register:
                register.rows("PRAGMA integrity_check")
                register.rows("SELECT code, name FROM unit")
        except Unavailable as refused:
            assert sentence_is_for_people(refused)
    register_path.write_bytes(sound)


@pytest.mark.parametrize("folder", [r"\\maychu\chung", "//maychu/chung", r"\\?\UNC\maychu\chung"])
def test_a_network_share_is_refused(folder: str) -> None:
    with pytest.raises(Unavailable, match="Không cất sổ trên ổ mạng") as refused:
        check_local(Path(folder))
    assert sentence_is_for_people(refused.value)


def test_a_local_folder_is_accepted(tmp_path: Path) -> None:
    check_local(tmp_path)


def test_a_folder_that_is_a_file_cannot_hold_a_register(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("không phải thư mục", "utf-8")
    path = tmp_path / "data" / FILE
    with pytest.raises(Unavailable, match="thư mục") as refused:
        create_register(path)
    assert sentence_is_for_people(refused.value)
    with pytest.raises(Unavailable, match="thư mục"):
        UnitOfWork(path).open()


def test_a_folder_in_the_place_of_the_register_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(Unavailable) as refused:
        UnitOfWork(tmp_path / FILE).open()
    assert sentence_is_for_people(refused.value)
    with pytest.raises(RuleViolation, match="đã có một sổ"):
        create_register(tmp_path / FILE)


def test_a_register_is_never_made_over_another_one(register_path: Path) -> None:
    before = register_path.read_bytes()
    with pytest.raises(RuleViolation, match="đã có một sổ"):
        create_register(register_path)
    assert register_path.read_bytes() == before


@pytest.mark.parametrize(
    "failure", [PermissionError(13, "denied"), OSError(28, "no space"), OSError(30, "read-only")]
)
def test_a_folder_that_takes_no_files_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError
) -> None:
    # root may write anywhere, therefore the system's answer is put in by hand
    def refuse(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Unavailable) as refused:
        create_register(tmp_path / "sổ" / FILE)
    assert sentence_is_for_people(refused.value)
    monkeypatch.undo()
    assert list((tmp_path / "sổ").iterdir()) == []
    create_register(tmp_path / "sổ" / FILE)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write whatever it likes")
def test_a_register_that_may_only_be_read_is_told_in_words(register_path: Path) -> None:
    register_path.chmod(stat.S_IRUSR)
    register_path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(Unavailable, match="Không ghi được vào thư mục dữ liệu"):
            UnitOfWork(register_path).open()
    finally:
        register_path.parent.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write whatever it likes")
def test_a_register_that_may_not_be_read_is_told_in_words(register_path: Path) -> None:
    register_path.chmod(0)
    with pytest.raises(Unavailable):
        UnitOfWork(register_path).open()


def test_reading_failures_of_the_system_are_told_in_words(
    register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unavailable) as refused:
        UnitOfWork(register_path).open()
    assert sentence_is_for_people(refused.value)


def test_the_application_id_tells_our_files_from_others(register_path: Path) -> None:
    write_at(register_path, 68, (APPLICATION_ID + 1).to_bytes(4, "big"))
    with pytest.raises(RegisterDamaged):
        UnitOfWork(register_path).open()


def test_an_error_of_the_disk_is_told_apart_from_a_bug() -> None:
    from app.storage.errors import as_app_error

    def named(name: str) -> sqlite3.Error:
        error = sqlite3.OperationalError("x")
        error.sqlite_errorname = name
        return error

    path = Path("so") / FILE
    told = {
        name: getattr(as_app_error(named(name), path), "code", None)
        for name in (
            "SQLITE_BUSY",
            "SQLITE_LOCKED_SHAREDCACHE",
            "SQLITE_BUSY_RECOVERY",
            "SQLITE_CORRUPT_VTAB",
            "SQLITE_NOTADB",
            "SQLITE_FULL",
            "SQLITE_IOERR_WRITE",
            "SQLITE_IOERR_FSYNC",
            "SQLITE_READONLY_DBMOVED",
            "SQLITE_CANTOPEN_ISDIR",
            "SQLITE_CONSTRAINT_UNIQUE",
            "SQLITE_ERROR",
        )
    }
    assert told == {
        "SQLITE_BUSY": "E-LOCK-01",
        "SQLITE_LOCKED_SHAREDCACHE": "E-LOCK-01",
        "SQLITE_BUSY_RECOVERY": "E-LOCK-01",
        "SQLITE_CORRUPT_VTAB": "E-DB-02",
        "SQLITE_NOTADB": "E-DB-02",
        "SQLITE_FULL": "E-DISK-01",
        "SQLITE_IOERR_WRITE": "E-DISK-03",
        "SQLITE_IOERR_FSYNC": "E-DISK-03",
        "SQLITE_READONLY_DBMOVED": "E-DISK-02",
        "SQLITE_CANTOPEN_ISDIR": "E-DISK-02",
        "SQLITE_CONSTRAINT_UNIQUE": None,
        "SQLITE_ERROR": None,
    }
    assert as_app_error(sqlite3.ProgrammingError("closed"), path) is None
