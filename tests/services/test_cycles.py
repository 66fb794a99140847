"""The reporting year: rules, periods, who is expected, locks, days off."""

from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import func, select, update

from app.core.changes import Changes
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import derived_id
from app.core.statuses import DuePolicy, Frequency, PeriodState
from app.models import ExpectedReport, Indicator, Period, ReportingRule
from app.services import cycles, office_days
from app.services.cycles import RuleFields
from app.services.rechecks import mark_rechecked
from app.services.relaying import months_affected, relay_periods
from app.services.submissions import Receipt, extend_report, receive_report, reopen_report
from app.services.units import retire_unit
from app.storage.unit_of_work import UnitOfWork
from tests.builders import (
    make_catalogue,
    make_clause,
    make_directive,
    make_march,
    make_rule,
    make_unit,
    make_units,
)
from tests.register import TODAY, clock_at, journal_of, nothing_written


def periods(register: UnitOfWork) -> list[Period]:
    with register.write() as session:
        return list(session.scalars(select(Period).order_by(Period.legal_due)))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"start_day": 0}, "start_day"),
        ({"due_day": 32}, "due_day"),
        ({"frequency": Frequency.YEARLY}, "due_month"),
        ({"frequency": Frequency.ONCE, "due_month": 13}, "due_month"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    register: UnitOfWork, fields: dict[str, object], field: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField) as refused, register.write() as session:
        make_rule(session, **fields)
    assert refused.value.field == field


def test_a_rule_is_saved_once_in_the_journal_and_can_be_changed(register: UnitOfWork) -> None:
    with journal_of(register) as actions, register.write() as session:
        rule_id = make_rule(session)
        done = cycles.save_rule(session, fields=RuleFields(name="Khác"), clock=TODAY, rule_id=rule_id)
    assert done.changes == Changes(cycles=True)
    assert actions == ["rule.save", "rule.save"]
    assert register.rows("SELECT name FROM reporting_rule") == [("Khác",)]


def test_a_monthly_rule_makes_twelve_periods_that_miss_no_day(register: UnitOfWork) -> None:
    with register.write() as session:
        made = cycles.make_periods(session, rule_id=make_rule(session), year=2024, clock=TODAY).value
    assert len(made) == 12
    found = periods(register)
    assert [p.name for p in found] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert found[0].starts_on == date(2023, 12, 12)
    for before, after in pairwise(found):
        assert before.ends_before == after.starts_on
    assert (found[4].target_due, found[4].legal_due, found[4].lenient_due) == (
        date(2024, 5, 10),
        date(2024, 5, 12),
        date(2024, 5, 13),
    )


def test_periods_made_twice_are_the_same(register: UnitOfWork) -> None:
    with register.write() as session:
        units = make_units(session, "A", "B")
        clause_id = make_clause(session, make_directive(session), unit_ids=units)
        rule_id = make_rule(session, clause_id=clause_id)
        first = cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY).value
    with nothing_written(register), register.write() as session:
        assert cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY).value == first
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(ExpectedReport)) == 24


def test_a_changed_rule_leaves_the_periods_it_made_as_they_were(register: UnitOfWork) -> None:
    with register.write() as session:
        rule_id = make_rule(session)
        cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY)
    before = [(p.starts_on, p.policy, p.start_day) for p in periods(register)]
    with register.write() as session:
        fields = RuleFields(name="Khác", start_day=15, policy=DuePolicy.LENIENT)
        cycles.save_rule(session, fields=fields, clock=TODAY, rule_id=rule_id)
        cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY)
    assert [(p.starts_on, p.policy, p.start_day) for p in periods(register)] == before


def test_other_rhythms_have_their_own_windows(register: UnitOfWork) -> None:
    with register.write() as session:
        quarterly = make_rule(session, frequency=Frequency.QUARTERLY)
        yearly = make_rule(session, frequency=Frequency.YEARLY, due_month=1, due_day=31)
        cycles.make_periods(session, rule_id=quarterly, year=2024, clock=TODAY)
        cycles.make_periods(session, rule_id=yearly, year=2024, clock=TODAY)
    found = {(p.rule_id, p.name): (p.starts_on, p.ends_before) for p in periods(register)}
    assert len(found) == 5
    assert found[quarterly, "2024-03"] == (date(2023, 12, 12), date(2024, 3, 12))
    assert found[quarterly, "2024-06"][0] == date(2024, 3, 12)
    assert found[yearly, "2024-01"] == (date(2023, 1, 1), date(2024, 1, 1))


def test_only_periods_due_while_the_rule_is_in_force_are_made(register: UnitOfWork) -> None:
    with register.write() as session:
        rule_id = make_rule(session, valid_from=date(2024, 3, 12), valid_to=date(2024, 6, 11))
        cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY)
    assert [p.name for p in periods(register)] == ["2024-03", "2024-04", "2024-05"]


def test_a_period_is_read_with_the_catalogue_of_its_time(register: UnitOfWork) -> None:
    with register.write() as session:
        old = make_catalogue(session)
        new = make_catalogue(session, version=2, valid_from=date(2024, 3, 1))
        cycles.make_periods(session, rule_id=make_rule(session), year=2024, clock=TODAY)
    assert [p.catalogue_id for p in periods(register)] == [old] * 2 + [new] * 10


def test_a_unit_is_expected_only_while_it_exists(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        retire_unit(session, unit_id=b, last_day=date(2024, 6, 30), clock=TODAY)
        clause_id = make_clause(session, make_directive(session), unit_ids=(a, b))
        rule_id = make_rule(session, clause_id=clause_id)
        cycles.make_periods(session, rule_id=rule_id, year=2024, clock=TODAY)
    with register.read() as session:
        expected = select(func.count()).where(ExpectedReport.unit_id == b)
        assert session.scalar(expected) == 6


def test_a_day_off_needs_its_document_and_moves_the_due_days_made_later(register: UnitOfWork) -> None:
    twelfth = date(2024, 3, 12)
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="Chưa ghi văn bản"),
        register.write() as session,
    ):
        office_days.set_day(session, day=twelfth, is_off=True, reason="Nghỉ bù", source=" ", clock=TODAY)
    with journal_of(register) as actions, register.write() as session:
        office_days.set_day(
            session, day=twelfth, is_off=True, reason="Nghỉ bù", source="CV 8/BNV", clock=TODAY
        )
        cycles.make_periods(session, rule_id=make_rule(session), year=2024, clock=TODAY)
    assert actions[0] == "holiday.set"
    march = periods(register)[2]
    assert (march.target_due, march.legal_due, march.lenient_due) == (
        date(2024, 3, 11),
        twelfth,
        date(2024, 3, 13),
    )
    with journal_of(register) as actions, register.write() as session:
        office_days.set_day(session, day=twelfth, is_off=False, reason="", source="CV 9/BNV", clock=TODAY)
    assert actions == ["holiday.set"]


def test_expected_reporters_are_named_and_one_that_handed_in_is_never_dropped(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        c = make_unit(session, "C")
        period_id, (of_a, _) = make_march(session, a, b)
    with register.write() as session:
        cycles.set_expected(session, period_id=period_id, unit_ids=(a, c), clock=TODAY)
        receive_report(session, expected_id=of_a, receipt=Receipt(received_at=TODAY.now()), clock=TODAY)
    with register.read() as session:
        found = session.scalars(
            select(ExpectedReport.unit_id).where(ExpectedReport.period_id == period_id)
        ).all()
        assert sorted(found) == sorted([a, c])
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="đã nộp báo cáo hoặc có số liệu"),
        register.write() as session,
    ):
        cycles.set_expected(session, period_id=period_id, unit_ids=(c,), clock=TODAY)


def test_the_journal_says_who_was_dropped_from_the_expected_reporters(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        period_id, _ = make_march(session, a, b)
    with journal_of(register) as actions, register.write() as session:
        cycles.set_expected(session, period_id=period_id, unit_ids=(a,), clock=TODAY)
    assert actions == ["period.expect"]
    (row,) = register.rows("SELECT before, after FROM audit ORDER BY seq DESC LIMIT 1")
    assert b in row[0]
    assert b not in row[1]
    with journal_of(register) as actions, register.write() as session:
        cycles.set_expected(session, period_id=period_id, unit_ids=(a,), clock=TODAY)
    assert actions == []


def test_a_locked_period_says_since_when_and_opens_again(register: UnitOfWork) -> None:
    with register.write() as session:
        period_id, _ = make_march(session, make_unit(session))
    with journal_of(register) as actions, register.write() as session:
        cycles.lock_period(session, period_id=period_id, clock=clock_at(2024, 3, 22))
    assert actions == ["period.lock"]
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="Kỳ tháng 3/2024 đã khóa từ ngày 22/3/2024") as refused,
        register.write() as session,
    ):
        cycles.set_expected(session, period_id=period_id, unit_ids=(), clock=TODAY)
    assert refused.value.code == "E-KY-01"
    with register.write() as session:
        cycles.unlock_period(session, period_id=period_id, clock=TODAY)
        period = session.get_one(Period, period_id)
        assert (period.state, period.locked_on) == (PeriodState.OPEN, None)


def test_locking_twice_keeps_the_first_day(register: UnitOfWork) -> None:
    with register.write() as session:
        period_id, _ = make_march(session, make_unit(session))
        cycles.lock_period(session, period_id=period_id, clock=clock_at(2024, 3, 22))
    with nothing_written(register), register.write() as session:
        cycles.lock_period(session, period_id=period_id, clock=clock_at(2024, 4, 2))


def test_what_is_not_there_is_told(register: UnitOfWork) -> None:
    with register.read() as session:
        for call, words in (
            (lambda: cycles.get_rule(session, "x"), "chế độ báo cáo"),
            (lambda: cycles.get_period(session, "x"), "kỳ báo cáo"),
            (lambda: cycles.monthly_rule(session), "chưa có chế độ báo cáo tháng"),
        ):
            with pytest.raises(NotFound, match=words):
                call()


def test_the_monthly_rule_of_a_day_is_the_newest_in_force(register: UnitOfWork) -> None:
    with register.write() as session:
        old = make_rule(session, valid_to=date(2025, 6, 30))
        new = make_rule(session, valid_from=date(2025, 7, 1))
        make_rule(session, frequency=Frequency.QUARTERLY, valid_from=date(2026, 1, 1))
    with register.read() as session:
        assert cycles.monthly_rule(session, date(2025, 6, 30)).id == old
        assert cycles.monthly_rule(session, date(2025, 7, 1)).id == new
        assert cycles.monthly_rule(session).id == new
        assert session.get(ReportingRule, derived_id("no")) is None


def test_a_planned_period_takes_nothing_until_it_is_opened(register: UnitOfWork) -> None:
    with register.write() as session:
        clause_id = make_clause(session, make_directive(session), unit_ids=make_units(session, "A"))
        rule_id = make_rule(session, clause_id=clause_id)
        made = cycles.make_periods(
            session, rule_id=rule_id, year=2024, clock=TODAY, state=PeriodState.PLANNED
        ).value
        unit_id = session.scalars(select(ExpectedReport.unit_id)).first()
    receipt = Receipt(received_at=TODAY.now())
    key = derived_id("expected", made[0], str(unit_id))
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="chưa mở") as refused,
        register.write() as session,
    ):
        receive_report(session, expected_id=key, receipt=receipt, clock=TODAY)
    assert refused.value.code == "E-KY-02"
    with journal_of(register) as actions, register.write() as session:
        cycles.open_period(session, period_id=made[0], clock=TODAY)
        cycles.open_period(session, period_id=made[0], clock=TODAY)
        receive_report(session, expected_id=key, receipt=receipt, clock=TODAY)
    assert actions == ["period.open", "report.receive"]


def test_periods_lock_ten_days_after_the_due_day_never_before_a_granted_day(register: UnitOfWork) -> None:
    with register.write() as session:
        period_id, (key, _) = make_march(session, *make_units(session, "A", "B"))
        extend_report(
            session, expected_id=key, to_date=date(2024, 3, 25), reason="Bão lũ", clock=clock_at(2024, 3, 8)
        )
        assert cycles.lock_day(session, cycles.get_period(session, period_id)) == date(2024, 3, 25)

    def locked(*day: int) -> tuple[str, ...]:
        with register.write() as session:
            return cycles.lock_due_periods(session, clock=clock_at(2024, *day)).value

    assert locked(2, 22) == ("2024-01",)  # January was due on the 12th: its tenth day is over
    assert locked(2, 23) == ("2024-02",)
    assert locked(3, 25) == ()
    assert locked(3, 26) == ("2024-03",)
    with register.write() as session:
        cycles.unlock_period(session, period_id=period_id, clock=clock_at(2024, 3, 27))
    assert locked(3, 30) == ()
    assert locked(3, 31) == ("2024-03",)


def test_reopening_flags_only_the_units_later_months_until_they_are_rechecked(register: UnitOfWork) -> None:
    with register.write() as session:
        units = make_units(session, "A", "B")
        period_id, (key, _) = make_march(session, *units)
        session.execute(update(Indicator).where(Indicator.code == "HS03").values(semantics="stock_start"))
        rule_id = cycles.get_period(session, period_id).rule_id
        april = {u: derived_id("expected", derived_id("period", rule_id, "2024-04"), u) for u in units}
        for report in april.values():
            receive_report(session, expected_id=report, receipt=Receipt(received_at=TODAY.now()), clock=TODAY)
        cycles.lock_period(session, period_id=period_id, clock=clock_at(2024, 3, 22))
        done = reopen_report(session, expected_id=key, reason="Sai biểu", clock=clock_at(2024, 4, 13))
        assert done.value == ("2024-04",)  # May holds nothing yet
        assert session.get_one(ExpectedReport, key).reopened_until == date(2024, 4, 16)
        flags = {u: session.get_one(ExpectedReport, april[u]).recheck_of for u in units}
        assert flags == {units[0]: "2024-03", units[1]: ""}
    with journal_of(register) as actions, register.write() as session:
        mark_rechecked(session, expected_id=april[units[0]], clock=TODAY)
        assert session.get_one(ExpectedReport, april[units[0]]).recheck_of == ""
    assert actions == ["report.recheck"]


def test_a_changed_rule_lays_out_only_what_nothing_hangs_on(register: UnitOfWork) -> None:
    with register.write() as session:
        period_id, (key,) = make_march(session, *make_units(session, "A"))
        rule_id = cycles.get_period(session, period_id).rule_id
        june = derived_id(
            "expected", derived_id("period", rule_id, "2024-06"), session.get_one(ExpectedReport, key).unit_id
        )
        receive_report(session, expected_id=june, receipt=Receipt(received_at=TODAY.now()), clock=TODAY)
        fields = RuleFields(name="Báo cáo tháng", start_day=15, due_day=15, policy=DuePolicy.LENIENT)
        told = months_affected(session, rule_id=rule_id, fields=fields, today=TODAY.today())
        assert [change.month.month for change in told] == [7, 8, 9, 10, 11, 12]
        cycles.save_rule(session, fields=fields, clock=TODAY, rule_id=rule_id)
        relay_periods(session, rule_id=rule_id, clock=TODAY)
    found = periods(register)
    for before, after in pairwise(found):
        assert before.ends_before == after.starts_on
    assert (found[5].ends_before, found[6].ends_before) == (date(2024, 6, 12), date(2024, 7, 15))
    with nothing_written(register), register.write() as session:
        assert relay_periods(session, rule_id=rule_id, clock=TODAY).value == ()
