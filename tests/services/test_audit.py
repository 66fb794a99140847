"""The journal: one row for each change, each bound to the one before."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.models import Audit, PlanRow, Tally, Unit
from app.services.audit import first_broken_link, note, record, snapshot
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit, make_units
from tests.register import TODAY, bare


def journal(register: UnitOfWork) -> list[Audit]:
    with register.write() as session:
        return list(session.scalars(select(Audit).order_by(Audit.seq)))


def test_a_row_says_who_when_what_and_why(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session, "CB", "Xã Châu Bình")
    (row,) = journal(register)
    assert (row.actor, row.action, row.subject_kind, row.subject_id) == (
        register.actor,
        "unit.save",
        "unit",
        unit_id,
    )
    assert row.at == TODAY.now()
    assert row.before is None
    assert row.after is not None
    assert row.after["name"] == "Xã Châu Bình"
    assert row.previous_hash == "0" * 64


def test_only_what_changed_is_kept(register: UnitOfWork) -> None:
    with register.write() as session:
        unit = session.get_one(Unit, make_unit(session))
        before = snapshot(unit)
        unit.phone, unit.valid_to = "0238", date(2025, 6, 30)
        record(session, clock=TODAY, action="unit.save", subject=unit, before=before, reason="Sáp nhập")
    row = journal(register)[-1]
    assert row.before == {"phone": "", "valid_to": None}
    assert row.after == {"phone": "0238", "valid_to": "2025-06-30"}
    assert row.reason == "Sáp nhập"


def test_a_record_that_did_not_change_leaves_no_row(register: UnitOfWork) -> None:
    with register.write() as session:
        unit = session.get_one(Unit, make_unit(session))
        record(session, clock=TODAY, action="unit.save", subject=unit, before=snapshot(unit))
    assert len(journal(register)) == 1


def test_what_searching_and_counting_need_is_not_told(register: UnitOfWork) -> None:
    with register.write() as session:
        unit = session.get_one(Unit, make_unit(session))
        assert snapshot(unit).keys().isdisjoint({"row_version", "search_plain", "search_exact"})


def test_values_are_told_as_people_could_read_them() -> None:
    tally = Tally(unit_id="u", indicator_code="X", on_date=date(2024, 3, 5), amount=Decimal("1.50"))
    assert snapshot(tally) | {"id": ""} == {
        "id": "",
        "unit_id": "u",
        "indicator_code": "X",
        "on_date": "2024-03-05",
        "amount": "1.5",
        "note": None,
        "adjusts_on": None,
        "reason": None,
    }
    assert snapshot(PlanRow(target_points=Decimal(100)))["target_points"] == "100"


def test_the_chain_holds_over_sessions_and_openings(register_path: Path) -> None:
    for start in range(3):
        with UnitOfWork(register_path, actor=f"Người {start}") as register:
            for number in range(3):
                with register.write() as session:
                    make_units(session, f"A{start}{number}", f"B{start}{number}")
    with UnitOfWork(register_path) as register, register.read() as session:
        assert first_broken_link(session) is None
        rows = session.scalars(select(Audit).order_by(Audit.seq)).all()
        assert len(rows) == 18
        assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_work_that_was_taken_back_leaves_no_gap_in_the_chain(register: UnitOfWork) -> None:
    for _ in range(2):
        with register.write() as session:
            make_unit(session, f"A{_}")
        with register.rehearse() as session:
            make_unit(session, "never")
    with register.read() as session:
        assert first_broken_link(session) is None


def test_any_value_comes_back_with_the_hash_it_went_in_with(register: UnitOfWork) -> None:
    after = {
        "text": "Đặng “Ánh” \n\t \u2028 𠀀",
        "number": 1.5,
        "list": [1, None, True],
        "nested": {"b": 1, "a": 2},
    }
    with register.write() as session:
        note(session, clock=TODAY, action="a", subject_kind="k", subject_id="i", before={}, after=after)
    with register.read() as session:
        assert first_broken_link(session) is None


TAMPERINGS = {
    "actor": "UPDATE audit SET actor = 'Người khác' WHERE seq = 2",
    "moment": "UPDATE audit SET at = '2024-03-05 02:00:00.000001' WHERE seq = 2",
    "action": "UPDATE audit SET action = 'x' WHERE seq = 2",
    "subject": "UPDATE audit SET subject_id = 'x' WHERE seq = 2",
    "content": "UPDATE audit SET after = replace(after, '\"B\"', '\"X\"') WHERE seq = 2",
    "before": "UPDATE audit SET before = '{}' WHERE seq = 2",
    "reason": "UPDATE audit SET reason = 'x' WHERE seq = 2",
    "hash": "UPDATE audit SET hash = previous_hash WHERE seq = 2",
    "removal": "DELETE FROM audit WHERE seq = 2",
    "removal of the first": "DELETE FROM audit WHERE seq = 1",
    "order": "UPDATE audit SET seq = 9 WHERE seq = 2",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_where_it_was_done(register_path: Path, name: str) -> None:
    with UnitOfWork(register_path) as register, register.write() as session:
        make_units(session, "A", "B", "C")
    with bare(register_path) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("DROP TRIGGER audit_no_delete")
        assert connection.execute(TAMPERINGS[name]).rowcount == 1
    with UnitOfWork(register_path) as register, register.read() as session:
        assert first_broken_link(session) in (2, 3)


def test_the_clock_of_the_row_is_the_clock_of_the_use_case(register: UnitOfWork) -> None:
    with register.write() as session:
        make_unit(session)
    assert journal(register)[0].at == datetime(2024, 3, 5, 2, tzinfo=UTC)
