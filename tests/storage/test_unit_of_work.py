"""One user action is one transaction: whole or not at all, and a read never writes."""

from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.core.errors import AppError, NotFound, RegisterLocked, RuleViolation, Unavailable
from app.models import Audit, Unit, UnitGroup
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.register import FILE, bare, nothing_written


def count(register: UnitOfWork, model: type = Unit) -> int:
    with register.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_written_is_there_after_the_next_opening(register_path: Path) -> None:
    with UnitOfWork(register_path) as register, register.write() as session:
        make_unit(session, "CB", "Xã Châu Bình")
    with UnitOfWork(register_path) as register, register.read() as session:
        assert session.scalars(select(Unit.name)).all() == ["Xã Châu Bình"]


def test_an_exception_leaves_nothing_behind(register: UnitOfWork) -> None:
    with nothing_written(register), pytest.raises(RuleViolation), register.write() as session:
        make_unit(session, "CB")
        session.flush()
        raise RuleViolation("Không.")


def test_a_broken_reference_at_the_end_takes_everything_back(register: UnitOfWork) -> None:
    with nothing_written(register), pytest.raises(IntegrityError), register.write() as session:
        make_unit(session, "CB")
        session.add(Unit(code="B", name="B", parent_id="no such unit"))


def test_the_register_goes_on_after_a_failure(register: UnitOfWork) -> None:
    for _ in range(3):
        with pytest.raises(RuleViolation), register.write() as session:
            make_unit(session, "CB")
            raise RuleViolation("Không.")
    with register.write() as session:
        make_unit(session, "CB")
    assert count(register) == 1


def test_a_reading_session_refuses_new_records(register: UnitOfWork) -> None:
    with pytest.raises(RuntimeError, match="asked to write"), register.read() as session:
        session.add(UnitGroup(code="A", name="A"))
    with pytest.raises(RuntimeError, match="asked to write"), register.read() as session:
        session.add(UnitGroup(code="A", name="A"))
        session.flush()
    assert count(register, UnitGroup) == 0


def test_a_reading_session_refuses_changes_and_removals(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with pytest.raises(RuntimeError, match="asked to write"), register.read() as session:
        session.get_one(Unit, unit_id).name = "Khác"
    with pytest.raises(RuntimeError, match="asked to write"), register.read() as session:
        session.delete(session.get_one(Unit, unit_id))


def test_a_statement_slipped_into_a_reading_session_is_not_kept(register: UnitOfWork) -> None:
    with nothing_written(register), register.read() as session:
        session.execute(insert(UnitGroup).values(id="g", code="A", name="A", sort_order=0))


def test_a_read_sees_one_snapshot_and_leaves_no_transaction_open(register: UnitOfWork) -> None:
    with register.read() as session:
        session.scalar(select(func.count()).select_from(Unit))
        assert register.connection.in_transaction
    assert not register.connection.in_transaction


def test_a_rehearsal_is_the_real_run_without_its_traces(register: UnitOfWork) -> None:
    with nothing_written(register), register.rehearse() as session:
        unit_id = make_unit(session)
        assert session.get_one(Unit, unit_id).name == "Xã CB"
    with nothing_written(register), pytest.raises(IntegrityError), register.rehearse() as session:
        session.add(Unit(code="B", name="B", parent_id="no such unit"))


def test_the_actor_is_known_to_the_journal(register: UnitOfWork) -> None:
    with register.write() as session:
        make_unit(session)
    with register.read() as session:
        assert session.scalars(select(Audit.actor)).all() == [register.actor]


def test_records_stay_readable_after_the_session(register: UnitOfWork) -> None:
    with register.write() as session:
        unit = session.get_one(Unit, make_unit(session))
    assert unit.name == "Xã CB"


def test_rows_are_read_before_the_mapper_is_loaded(register_path: Path) -> None:
    with UnitOfWork(register_path) as register:
        assert register.rows("SELECT count(*) FROM unit WHERE code = :code", {"code": "x"}) == [(0,)]


def test_a_second_opening_is_refused_while_the_register_is_open(register: UnitOfWork) -> None:
    with (
        pytest.raises(RegisterLocked, match="đang được mở ở một cửa sổ") as refused,
        UnitOfWork(register.path),
    ):
        pass
    assert refused.value.code == "E-LOCK-01"
    assert count(register) == 0


def test_the_register_opens_again_once_it_was_closed(register_path: Path) -> None:
    for _ in range(3):
        with UnitOfWork(register_path) as register:
            assert count(register) == 0


def test_a_closed_register_is_one_complete_file(register_path: Path) -> None:
    with UnitOfWork(register_path) as register, register.write() as session:
        make_unit(session)
    assert [path.name for path in register_path.parent.iterdir()] == [FILE]
    with bare(register_path) as connection:
        assert connection.execute("SELECT code FROM unit").fetchall() == [("CB",)]


def test_closing_twice_and_closing_unopened_are_harmless(register_path: Path) -> None:
    register = UnitOfWork(register_path)
    register.close()
    register.open()
    register.close()
    register.close()


def test_a_register_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Chưa có sổ trong thư mục"), UnitOfWork(tmp_path / FILE):
        pass
    assert list(tmp_path.iterdir()) == []


def test_closing_on_a_full_disk_is_no_failure_of_what_was_saved(register_path: Path) -> None:
    with UnitOfWork(register_path) as register:
        with register.write() as session:
            make_unit(session)
        (pages,) = register.rows("PRAGMA page_count")
        register.connection.execute(f"PRAGMA max_page_count = {pages[0]}")
    with UnitOfWork(register_path) as register:
        assert count(register) == 1


PRAGMAS = {
    "locking_mode": "exclusive",
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
}


@pytest.mark.parametrize("name", PRAGMAS)
def test_the_pragmas_on_which_durability_rests_are_set(register: UnitOfWork, name: str) -> None:
    (row,) = register.rows(f"PRAGMA {name}")
    assert row[0] == PRAGMAS[name]


@pytest.mark.parametrize("room", range(0, 12))
def test_a_full_disk_takes_the_whole_change_back_and_the_same_change_saves_later(
    register: UnitOfWork, room: int
) -> None:
    register.connection.execute("VACUUM")
    (pages,) = register.rows("PRAGMA page_count")
    register.connection.execute(f"PRAGMA max_page_count = {pages[0] + room}")
    saved = 0
    with pytest.raises(Unavailable, match="Ổ đĩa đã đầy") as refused:
        for number in range(2000):
            with register.write() as session:
                make_unit(session, f"A{number}", "Xã " + "x" * 400)
                make_unit(session, f"B{number}", "Xã " + "y" * 400)
            saved += 1
    assert refused.value.code == "E-DISK-01"
    assert not register.connection.in_transaction
    assert count(register) == 2 * saved == count(register, Audit)
    register.connection.execute("PRAGMA max_page_count = 1000000")
    with register.write() as session:
        make_unit(session, f"A{saved}")
        make_unit(session, f"B{saved}")
    assert count(register) == 2 * saved + 2


def test_a_save_over_a_newer_save_is_refused_in_words(register: UnitOfWork) -> None:
    with register.write() as session:
        stale = session.get_one(Unit, make_unit(session))
    with register.write() as session:
        session.get_one(Unit, stale.id).name = "Xã mới"
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="vừa được sửa ở nơi khác") as refused,
        register.write() as session,
    ):
        session.add(stale)
        stale.name = "Xã cũ"
    assert isinstance(refused.value.__cause__, StaleDataError)
    assert refused.value.code == "E-LUU-01"


def test_each_save_counts_the_version_of_its_row_up(register: UnitOfWork) -> None:
    with register.write() as session:
        unit = session.get_one(Unit, make_unit(session))
        session.flush()
        before, unit.name = unit.row_version, "Khác"
        session.flush()
        assert unit.row_version == before + 1


def test_another_programs_fault_in_our_sql_is_not_dressed_up(register: UnitOfWork) -> None:
    with pytest.raises(Exception, match="no such table") as bug, register.read() as session:
        session.execute(text("SELECT 1 FROM no_such_table"))
    assert not isinstance(bug.value, AppError)


def test_an_update_by_statement_in_a_writing_session_is_kept(register: UnitOfWork) -> None:
    with register.write() as session:
        make_unit(session)
    with register.write() as session:
        session.execute(update(Unit).values(note="ghi chú"))
    assert register.rows("SELECT note FROM unit") == [("ghi chú",)]
