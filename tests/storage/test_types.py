"""Numbers are exact, instants are aware."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from app.models import Figure, SavedView, Tally
from app.models.audit import Draft
from app.models.base import FixedPoint, UtcDateTime
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit

NUMBERS = st.decimals(-(10**14) + 1, 10**14 - 1, places=4)


@given(NUMBERS)
def test_a_number_with_four_decimals_comes_back_exactly(value: Decimal) -> None:
    kept = FixedPoint()
    stored = kept.process_bind_param(value, None)  # type: ignore[arg-type]
    assert isinstance(stored, int)
    assert -(2**63) <= stored < 2**63
    assert kept.process_result_value(stored, None) == value  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [Decimal("0.00001"), Decimal("1.23456")])
def test_a_finer_number_is_an_error_not_a_rounding(value: Decimal) -> None:
    with pytest.raises(ValueError, match="more than four decimals"):
        FixedPoint().process_bind_param(value, None)  # type: ignore[arg-type]


def test_the_database_adds_tenths_up_without_error(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
        for _ in range(1000):
            tally = Tally(unit_id=unit_id, indicator_code="X", amount=Decimal("0.1"))
            tally.on_date, tally.created_at = datetime(2024, 3, 5, tzinfo=UTC).date(), datetime.now(UTC)
            session.add(tally)
    with register.read() as session:
        assert session.scalar(select(func.sum(Tally.amount))) == 100


def test_an_instant_without_zone_is_refused_because_nobody_knows_what_it_means(register: UnitOfWork) -> None:
    with pytest.raises(StatementError, match="without time zone"), register.write() as session:
        session.add(Draft(key="a", payload={}, saved_at=datetime(2024, 3, 5, 9)))  # noqa: DTZ001


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 12))
def test_an_instant_comes_back_aware_whatever_zone_it_was_told_in(instant: datetime, hours: int) -> None:
    kept = UtcDateTime()
    if not 1000 < instant.year < 9000:
        return
    told = instant.astimezone(timezone(timedelta(hours=hours)))
    stored = kept.process_bind_param(told, None)  # type: ignore[arg-type]
    assert stored is not None and stored.tzinfo is None
    assert kept.process_result_value(stored, None) == instant  # type: ignore[arg-type]


def test_an_instant_is_kept_to_the_microsecond(register: UnitOfWork) -> None:
    moment = datetime(2024, 3, 12, 16, 59, 59, 999999, tzinfo=UTC)
    with register.write() as session:
        session.add(Draft(key="a", payload={"x": "Đ"}, saved_at=moment))
    with register.read() as session:
        draft = session.get_one(Draft, "a")
        assert (draft.saved_at, draft.payload) == (moment, {"x": "Đ"})


def test_a_value_of_a_newer_program_is_not_refused_by_the_file(register: UnitOfWork) -> None:
    register.connection.execute("PRAGMA foreign_keys = OFF")
    register.connection.execute(
        "INSERT INTO figure (id, expected_report_id, version, indicator_code, state, explanation, source,"
        " updated_at, row_version) VALUES ('f', 'e', 0, 'X', 'unheard_of', '', '', '2024-03-05', 1)"
    )
    with pytest.raises(LookupError, match="unheard_of"), register.read() as session:
        session.scalars(select(Figure)).all()
    register.connection.execute("DELETE FROM figure")
    register.connection.execute("PRAGMA foreign_keys = ON")


def test_text_with_any_letter_comes_back_as_it_was(register: UnitOfWork) -> None:
    words = "Ủy ban nhân dân xã Châu Bình – “Đ” 𠀀 '\"%_\\"
    with register.write() as session:
        session.add(SavedView(id="v", screen="tasks", name=words, definition={words: [words]}))
    with register.read() as session:
        view = session.get_one(SavedView, "v")
        assert (view.name, view.definition) == (words, {words: [words]})
