"""Opening balances: carried over, corrected by signed lines, read with the catalogue of their time."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import InvalidField, RuleViolation
from app.models import ExpectedReport
from app.services.checks.report import check_report, read_report
from app.services.cycles import lock_period
from app.services.figures import adjust_opening, entered_figures, set_figures, start_report
from app.services.openings import CARRIED, openings_of
from app.services.submissions import get_expected
from app.storage.unit_of_work import UnitOfWork
from tests.months import Months, add_catalogue, enter, make_year, value
from tests.register import TODAY, journal_of, nothing_written

REASON = "Kiểm đếm lại hồ sơ giấy cuối năm"


@pytest.fixture
def months(register: UnitOfWork) -> Months:
    with register.write() as session:
        add_catalogue(session)
        made = make_year(session)
        enter(session, made.expected("2024-02"), M01=0, M02=10, M04=7, M05=3)
    return made


def figures(register: UnitOfWork, expected_id: str) -> dict[str, object]:
    with register.read() as session:
        return {code: figure.value for code, figure in entered_figures(session, expected_id).items()}


def findings(register: UnitOfWork, expected_id: str) -> list[tuple[str, str, str]]:
    with register.read() as session:
        return [
            (f.level, f.rule, f.message) for f in check_report(session, get_expected(session, expected_id))
        ]


def test_a_report_that_is_started_opens_with_what_the_month_before_closed_with(
    register: UnitOfWork, months: Months
) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        assert start_report(session, expected_id=march, clock=TODAY).value == 1
    assert figures(register, march) == {"M01": 3}
    assert register.rows("SELECT source FROM figure WHERE expected_report_id = :id", {"id": march}) == [
        (CARRIED,)
    ]
    with journal_of(register) as actions, register.write() as session:
        assert start_report(session, expected_id=march, clock=TODAY).value == 0
    assert actions == []


def test_figures_that_are_set_bring_the_opening_balance_with_them(
    register: UnitOfWork, months: Months
) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        enter(session, march, M02=5)
    assert figures(register, march) == {"M01": 3, "M02": 5}


def test_a_typed_opening_stays_and_is_told_with_the_only_answer(register: UnitOfWork, months: Months) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        enter(session, march, M01=4, M02=5)
        enter(session, march, M02=6)
    assert figures(register, march)["M01"] == 4
    with register.read() as session:
        (finding,) = check_report(session, get_expected(session, march))
    assert (finding.level, finding.rule, finding.codes) == ("explain", "X2", ("M01",))
    assert finding.message == "M01 = 4 phải = M05 kỳ trước = 3 (lệch 1)."
    assert finding.fix is not None
    assert (finding.fix.code, finding.fix.value) == ("M01", 3)


def test_a_carried_balance_follows_the_month_before_while_it_is_a_draft(
    register: UnitOfWork, months: Months
) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        start_report(session, expected_id=march, clock=TODAY)
        enter(session, months.expected("2024-02"), M04=6, M05=4)
        start_report(session, expected_id=march, clock=TODAY)
    assert figures(register, march) == {"M01": 4}


def test_an_adjustment_is_a_signed_line_whose_reason_explains_the_figure(
    register: UnitOfWork, months: Months
) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        start_report(session, expected_id=march, clock=TODAY)
    with journal_of(register) as actions, register.write() as session:
        opening = adjust_opening(
            session, expected_id=march, code="M01", amount=Decimal(2), reason=REASON, clock=TODAY
        ).value
    assert actions == ["figure.adjust", "figure.set"]
    assert (opening.carried, opening.adjusted, opening.value, opening.reasons) == (3, 2, 5, (REASON,))
    assert figures(register, march) == {"M01": 5}
    with register.read() as session:
        (finding,) = check_report(session, get_expected(session, march))
    assert (finding.rule, finding.explanation, finding.stands_in_the_way) == ("X2", REASON, False)
    with register.write() as session:  # the month before changes: the correction stays on top of it
        enter(session, months.expected("2024-02"), M04=6, M05=4)
        start_report(session, expected_id=march, clock=TODAY)
    assert figures(register, march) == {"M01": 6}


@pytest.mark.parametrize(
    ("code", "amount", "reason", "error", "words"),
    [
        ("M02", 1, REASON, RuleViolation, "M02 không phải là số chuyển"),
        ("M01", 1, "sai số", InvalidField, "ít nhất 15 chữ"),
        ("M01", 1, "1234567890123456", InvalidField, "ít nhất 15 chữ"),
        ("M01", 0, REASON, InvalidField, "bằng 0"),
        ("M01", -4, REASON, InvalidField, "số đầu kỳ là 3, không bớt được nhiều hơn thế"),
        ("M01", Decimal("0.5"), REASON, InvalidField, "phải là số nguyên"),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused(
    register: UnitOfWork,
    months: Months,
    code: str,
    amount: Decimal,
    reason: str,
    error: type[Exception],
    words: str,
) -> None:
    with nothing_written(register), pytest.raises(error, match=words), register.write() as session:
        adjust_opening(
            session,
            expected_id=months.expected("2024-03"),
            code=code,
            amount=Decimal(amount),
            reason=reason,
            clock=TODAY,
        )


def test_a_locked_month_is_not_started(register: UnitOfWork, months: Months) -> None:
    with register.write() as session:
        expected = get_expected(session, months.expected("2024-03"))
        lock_period(session, period_id=expected.period_id, clock=TODAY)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="đã khóa"),
        register.write() as session,
    ):
        start_report(session, expected_id=months.expected("2024-03"), clock=TODAY)


def test_nothing_is_carried_over_a_month_that_was_not_reported(register: UnitOfWork, months: Months) -> None:
    with register.read() as session:
        assert openings_of(session, get_expected(session, months.expected("2024-04"))) == {}


def test_the_first_month_of_a_year_opens_with_december(register: UnitOfWork) -> None:
    with register.write() as session:
        add_catalogue(session)
        months = make_year(session, years=(2023, 2024))
        enter(session, months.expected("2023-12"), M01=0, M02=9, M04=2, M05=7)
        start_report(session, expected_id=months.expected("2024-01"), clock=TODAY)
    assert figures(register, months.expected("2024-01")) == {"M01": 7}


def test_every_month_is_read_with_the_catalogue_of_its_time(register: UnitOfWork) -> None:
    with register.write() as session:
        add_catalogue(session, 1, valid_to=date(2024, 2, 29))
        add_catalogue(session, 2, valid_from=date(2024, 3, 1), formula="M01 + M02 + M08")
        months = make_year(session)
        for month in ("2024-02", "2024-03", "2024-04"):
            set_figures(
                session,
                expected_id=months.expected(month),
                figures={"M01": value(1), "M02": value(10), "M08": value(5)},
                clock=TODAY,
            )
    with register.read() as session:
        read = {
            month: read_report(session, session.get_one(ExpectedReport, months.expected(month)))
            for month in ("2024-02", "2024-03", "2024-04")
        }
    totals = {month: facts.figures["M03"].value for month, facts in read.items() if facts}
    # The period of March ends on 11/03: it is the first one that closes under version 2.
    assert totals == {"2024-02": 11, "2024-03": 16, "2024-04": 16}
    march, april = read["2024-03"], read["2024-04"]
    assert march is not None and april is not None
    assert march.before["M03"].value == 11
    assert april.before["M03"].value == 16
    assert [past.figures["M03"].value for past in april.past] == [16, 11]
