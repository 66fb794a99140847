"""Whether a report came in time: the table of cases, and what holds for all of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.deadlines import DueDates
from app.core.statuses import DuePolicy, ReportResult
from app.core.verdicts import Arrival, Expectation, judge, judge_by_original, on_time_rate, tally
from app.core.working_days import VietnamCalendar

MARCH = DueDates.of(date(2024, 3, 12), VietnamCalendar())  # a Tuesday
MAY = DueDates.of(date(2024, 5, 12), VietnamCalendar())  # a Sunday
TET = DueDates.of(date(2024, 2, 12), VietnamCalendar())  # third day of the lunar new year
LATER = date(2024, 12, 31)


def d(day: int, month: int = 3) -> date:
    return date(2024, month, day)


def came(*days: date | None) -> list[Arrival]:
    return [Arrival(number, day) for number, day in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("arrivals", "as_of", "result", "late"),
    [
        (came(d(11)), LATER, ReportResult.ON_TIME, 0),
        (came(d(12)), LATER, ReportResult.ON_TIME, 0),  # 23:59 is still the 12th
        (came(d(13)), LATER, ReportResult.LATE, 1),
        (came(d(20)), LATER, ReportResult.LATE, 8),
        ([], LATER, ReportResult.MISSING, 0),
        ([], d(12), ReportResult.NOT_DUE, 0),
        ([], d(13), ReportResult.MISSING, 0),
        (came(d(13)), d(12), ReportResult.NOT_DUE, 0),  # tomorrow is not known today
        (came(d(12), d(25)), LATER, ReportResult.ON_TIME, 0),  # corrected later: the first one decides
        (came(d(14), d(13)), LATER, ReportResult.LATE, 1),  # entered out of order
        ([Arrival(1, None, code_noted_on=d(12))], LATER, ReportResult.ON_TIME, 0),
        ([Arrival(1, d(20), code_noted_on=d(12))], LATER, ReportResult.ON_TIME, 0),  # code before, file after
        ([Arrival(1, d(20), code_noted_on=d(14))], LATER, ReportResult.LATE, 2),
        ([Arrival(1, d(12), code_noted_on=d(20))], LATER, ReportResult.ON_TIME, 0),
        ([Arrival(1, None)], LATER, ReportResult.MISSING, 0),  # sealed at home, nobody can vouch for it
        ([Arrival(1, d(10), withdrawn_on=d(14))], LATER, ReportResult.MISSING, 0),
        ([Arrival(1, d(10), withdrawn_on=d(14)), Arrival(2, d(15))], LATER, ReportResult.LATE, 3),
    ],
)
def test_the_first_corroborated_version_decides(
    arrivals: list[Arrival], as_of: date, result: ReportResult, late: int
) -> None:
    verdict = judge(Expectation(MARCH), arrivals, as_of=as_of)
    assert (verdict.result, verdict.days_late) == (result, late)


@pytest.mark.parametrize(
    ("policy", "arrived", "as_of", "result", "late"),
    [
        # Sunday 12 May: target Friday 10, lenient Monday 13
        (DuePolicy.LEGAL, d(12, 5), d(12, 5), ReportResult.ON_TIME, 0),
        (DuePolicy.LEGAL, None, d(12, 5), ReportResult.NOT_DUE, 0),
        (DuePolicy.LEGAL, None, d(13, 5), ReportResult.GRACE, 0),
        (DuePolicy.LEGAL, d(13, 5), d(13, 5), ReportResult.GRACE, 0),
        (DuePolicy.LEGAL, d(13, 5), d(14, 5), ReportResult.LATE, 1),
        (DuePolicy.LEGAL, None, d(14, 5), ReportResult.MISSING, 0),
        (DuePolicy.LENIENT, d(13, 5), d(13, 5), ReportResult.ON_TIME, 0),
        (DuePolicy.LENIENT, None, d(13, 5), ReportResult.NOT_DUE, 0),
        (DuePolicy.LENIENT, d(14, 5), d(14, 5), ReportResult.LATE, 1),
        (DuePolicy.TARGET, d(10, 5), d(10, 5), ReportResult.ON_TIME, 0),
        (DuePolicy.TARGET, d(12, 5), d(12, 5), ReportResult.GRACE, 0),
        (DuePolicy.TARGET, d(12, 5), d(14, 5), ReportResult.LATE, 2),
    ],
)
def test_a_sunday_has_a_day_of_grace_and_the_policy_says_how_it_ends(
    policy: DuePolicy, arrived: date | None, as_of: date, result: ReportResult, late: int
) -> None:
    verdict = judge(Expectation(MAY, policy), came(arrived), as_of=as_of)
    assert (verdict.result, verdict.days_late) == (result, late)


def test_nobody_is_late_during_tet() -> None:
    assert (TET.target, TET.lenient) == (date(2024, 2, 7), date(2024, 2, 15))
    seen = {day: judge(Expectation(TET), [], as_of=d(day, 2)).result for day in (12, 13, 14, 15, 16)}
    assert seen == {
        12: ReportResult.NOT_DUE,
        13: ReportResult.GRACE,
        14: ReportResult.GRACE,
        15: ReportResult.GRACE,
        16: ReportResult.MISSING,
    }


def test_an_excused_unit_is_excused_from_the_day_it_was_excused() -> None:
    excused = Expectation(MARCH, excused_on=d(15))
    assert judge(excused, [], as_of=d(14)).result is ReportResult.MISSING
    assert judge(excused, [], as_of=d(15)).result is ReportResult.EXCUSED
    assert judge(excused, came(d(20)), as_of=LATER).sentence == "Được miễn nộp kỳ này."


def test_an_extended_report_is_judged_by_its_own_date_and_names_the_original() -> None:
    extended = Expectation(MARCH, extended_to=d(20), extended_on=d(11))
    assert judge(extended, came(d(20)), as_of=LATER).result is ReportResult.ON_TIME
    late = judge(extended, came(d(22)), as_of=LATER)
    assert (late.result, late.days_late, late.judged_by) == (ReportResult.LATE, 2, d(20))
    assert late.sentence == "Muộn 2 ngày: nhận 22/3/2024, hạn 20/3/2024 (hạn gốc 12/3/2024)."
    assert judge(extended, [], as_of=d(10)).judged_by == d(12)


@pytest.mark.parametrize(
    ("expectation", "arrivals", "as_of", "sentence"),
    [
        (Expectation(MARCH), came(d(11)), LATER, "Đúng hạn: nhận 11/3/2024, hạn 12/3/2024."),
        (Expectation(MARCH), came(d(13)), LATER, "Muộn 1 ngày: nhận 13/3/2024, hạn 12/3/2024."),
        (Expectation(MARCH), [], LATER, "Chưa nộp: hạn 12/3/2024."),
        (Expectation(MARCH), [], d(1), "Chưa đến hạn: hạn 12/3/2024."),
        (Expectation(MAY), [], d(13, 5), "Trong ngày đệm: hạn 12/5/2024, tính đến hết 13/5/2024."),
    ],
)
def test_a_verdict_explains_itself(
    expectation: Expectation, arrivals: list[Arrival], as_of: date, sentence: str
) -> None:
    assert judge(expectation, arrivals, as_of=as_of).sentence == sentence


CALENDAR = VietnamCalendar()
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
DUES = DAYS.map(lambda day: DueDates.of(day, CALENDAR))
MAYBE = st.none() | DAYS


@st.composite
def expectations(draw: st.DrawFn) -> Expectation:
    due = draw(DUES)
    extended_on = draw(MAYBE)
    extended_to = due.legal + timedelta(days=draw(st.integers(1, 60))) if extended_on else None
    return Expectation(due, draw(st.sampled_from(DuePolicy)), draw(MAYBE), extended_to, extended_on)


ARRIVALS = st.lists(st.builds(Arrival, st.integers(1, 9), MAYBE, MAYBE, MAYBE), max_size=4)


@given(st.lists(st.tuples(expectations(), ARRIVALS), max_size=30), DAYS)
def test_the_results_always_add_up_to_the_number_expected(
    reports: list[tuple[Expectation, list[Arrival]]], as_of: date
) -> None:
    counts = tally(judge(expectation, arrivals, as_of=as_of) for expectation, arrivals in reports)
    assert set(counts) == set(ReportResult)
    assert sum(counts.values()) == len(reports)


@given(expectations(), ARRIVALS, DAYS, st.integers(1, 200))
def test_a_verdict_never_depends_on_what_happened_later(
    expectation: Expectation, arrivals: list[Arrival], as_of: date, days: int
) -> None:
    later = as_of + timedelta(days=days)
    known = Expectation(
        expectation.due,
        expectation.policy,
        expectation.excused_on if expectation.excused_on and expectation.excused_on <= as_of else None,
        expectation.extended_to if expectation.extended_on and expectation.extended_on <= as_of else None,
        expectation.extended_on if expectation.extended_on and expectation.extended_on <= as_of else None,
    )
    seen = [
        Arrival(
            a.version,
            a.received_on if a.received_on and a.received_on <= as_of else None,
            a.code_noted_on if a.code_noted_on and a.code_noted_on <= as_of else None,
            a.withdrawn_on if a.withdrawn_on and a.withdrawn_on <= as_of else None,
        )
        for a in arrivals
    ]
    verdict = judge(expectation, [*arrivals, Arrival(10, later)], as_of=as_of)
    assert verdict == judge(known, seen, as_of=as_of)


@given(expectations(), ARRIVALS, DAYS)
def test_nobody_is_late_or_missing_before_the_lenient_date_is_over(
    expectation: Expectation, arrivals: list[Arrival], as_of: date
) -> None:
    verdict = judge(expectation, arrivals, as_of=as_of)
    if verdict.result in (ReportResult.LATE, ReportResult.MISSING):
        granted = expectation.extended_on is not None and expectation.extended_on <= as_of
        assert as_of > (expectation.extended_to if granted else expectation.due.lenient)
    assert (verdict.days_late > 0) == (verdict.result is ReportResult.LATE)


@given(expectations(), ARRIVALS, DAYS)
def test_one_more_version_never_makes_a_report_later(
    expectation: Expectation, arrivals: list[Arrival], as_of: date
) -> None:
    before = judge(expectation, arrivals, as_of=as_of)
    after = judge(expectation, [*arrivals, Arrival(10, as_of)], as_of=as_of)
    if before.result in (ReportResult.ON_TIME, ReportResult.LATE):
        assert (after.result, after.days_late) == (before.result, before.days_late)


@given(st.lists(st.tuples(expectations(), ARRIVALS), max_size=20), DAYS)
def test_the_original_day_never_makes_more_reports_punctual_than_the_granted_one(
    reports: list[tuple[Expectation, list[Arrival]]], as_of: date
) -> None:
    for expectation, arrivals in reports:
        granted = expectation.extended_to
        if granted is None or granted < expectation.due.judging(expectation.policy):
            continue
        original = judge_by_original(expectation, arrivals, as_of=as_of)
        if original is ReportResult.ON_TIME:
            assert judge(expectation, arrivals, as_of=as_of).result is ReportResult.ON_TIME


def test_the_rate_leaves_out_who_was_excused_and_what_is_not_judged_yet() -> None:
    counts = dict.fromkeys(ReportResult, 0)
    assert on_time_rate(counts) is None  # prints "không phát sinh"
    counts |= {ReportResult.ON_TIME: 81, ReportResult.LATE: 100, ReportResult.MISSING: 68}
    counts |= {ReportResult.EXCUSED: 5, ReportResult.GRACE: 3, ReportResult.NOT_DUE: 9}
    assert on_time_rate(counts) == Decimal("32.53")
