"""Ranking: parts and weights, ties by rule, excused lateness apart, what one day would change."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.deadlines import TaskCounts
from app.core.ranking import (
    Method,
    PeriodRecord,
    UnitRecord,
    has_ties,
    most_improved,
    rank_group,
    sensitivity_words,
    with_previous,
)
from app.core.statuses import TieRule

GAP, DENSE = Method(tie=TieRule.LEAVES_GAP), Method(tie=TieRule.NO_GAP)


def unit(name, *margins, on_time=0, late=0, overdue=0, excused=(), late_excused=()):
    periods = tuple(
        PeriodRecord(margin, place in excused, place in late_excused) for place, margin in enumerate(margins)
    )
    return UnitRecord(name, name, periods, TaskCounts(on_time, late, 0, overdue))


def places(group):
    return {unit.unit_id: unit.place for unit in group.units}


def test_the_score_is_the_weighted_sum_of_both_shares():
    (ranked,) = rank_group("xã", [unit("A", 1, 0, -2, None, on_time=3, late=1, overdue=1)], GAP).units
    assert (ranked.on_time, ranked.judged, ranked.days_late) == (2, 4, 2)
    assert (ranked.report_points, ranked.task_points) == (Decimal("30.00"), Decimal("24.00"))
    assert ranked.score == Decimal("54.00")


def test_a_part_that_is_missing_leaves_its_weight_to_the_other():
    first, second, third = rank_group("xã", [unit("A", 0, -1), unit("B", on_time=1), unit("C")], GAP).units
    assert (first.unit_id, first.score) == ("B", Decimal("100.00"))
    assert (second.unit_id, second.score, second.task_points) == ("A", Decimal("50.00"), None)
    assert (third.place, third.score) == (None, None)


def test_periods_a_unit_was_excused_from_do_not_count():
    (ranked,) = rank_group("xã", [unit("A", None, 2, excused={0})], GAP).units
    assert (ranked.judged, ranked.score) == (1, Decimal("100.00"))


def test_lateness_with_a_reason_is_shown_apart_and_counts_as_on_time():
    (ranked,) = rank_group("xã", [unit("A", -5, late_excused={0})], GAP).units
    assert (ranked.late_excused, ranked.on_time, ranked.days_late) == (1, 1, 0)


def test_equal_scores_are_decided_by_days_late_then_share_a_place():
    units = [unit("A", 0, -3), unit("B", 0, -1), unit("C", 0, -1), unit("D", 0, -9)]
    assert places(rank_group("xã", units, GAP)) == {"B": 1, "C": 1, "A": 3, "D": 4}
    assert places(rank_group("xã", units, DENSE)) == {"B": 1, "C": 1, "A": 2, "D": 3}
    assert has_ties([rank_group("xã", units, GAP)])
    assert not has_ties([rank_group("xã", units[:2], GAP)])


def test_equals_stand_in_official_order():
    units = [unit("Z", 1), unit("A", 1)]
    assert [ranked.unit_id for ranked in rank_group("xã", units, GAP).units] == ["Z", "A"]


def test_one_day_earlier_or_later_says_what_it_would_have_changed():
    units = [unit("A", 0), unit("B", -1), unit("C", 5)]
    ranked = {one.unit_id: one for one in rank_group("xã", units, GAP).units}
    assert sensitivity_words(ranked["A"]) == "nếu nộp muộn 1 ngày: hạng 2"
    assert (ranked["B"].place, ranked["B"].earlier) == (3, 1)
    assert sensitivity_words(ranked["B"]) == "nếu nộp sớm 1 ngày: hạng 1"
    assert sensitivity_words(ranked["C"]) == ""


def test_a_report_that_never_came_would_not_have_come_a_day_earlier():
    (ranked,) = rank_group("xã", [unit("A", None)], GAP).units
    assert (ranked.earlier, ranked.later, ranked.place) == (None, None, 1)


def test_change_and_most_improved_are_against_last_month():
    group = with_previous(
        rank_group("xã", [unit("A", 1), unit("B", -1), unit("C", 1)], GAP),
        {"A": (3, Decimal(20)), "B": (1, Decimal(100)), "C": (2, Decimal(20))},
    )
    ranked = {one.unit_id: one for one in group.units}
    assert (ranked["A"].change, ranked["B"].change) == (2, -2)
    assert most_improved([group]) == ("A", "C")
    assert most_improved([rank_group("xã", [unit("A", 1)], GAP)]) == ()


def test_the_method_is_printed_with_weights_and_rule():
    words = " ".join(Method(70, 30, TieRule.NO_GAP).words)
    assert "70 × tỷ lệ kỳ báo cáo đúng hạn + 30 × tỷ lệ nhiệm vụ xong" in words
    assert "đồng hạng, hạng sau liền số (1, 2, 2, 3)" in words
    assert "chưa chọn" in " ".join(Method().words)


RECORDS = st.lists(
    st.tuples(
        st.lists(st.one_of(st.none(), st.integers(-9, 9)), max_size=4), st.integers(0, 4), st.integers(0, 4)
    ),
    min_size=1,
    max_size=8,
)


@given(RECORDS, st.sampled_from([GAP, DENSE]))
def test_places_follow_merit_whatever_the_order_of_entry(found, method):
    units = [
        unit(str(number), *margins, on_time=done, overdue=late)
        for number, (margins, done, late) in enumerate(found)
    ]
    forwards = places(rank_group("xã", units, method))
    assert places(rank_group("xã", units[::-1], method)) == forwards
    ranked = [one for one in rank_group("xã", units, method).units if one.place is not None]
    for better, worse in pairwise(ranked):
        assert (-better.score, better.days_late) <= (-worse.score, worse.days_late)
        same = (better.score, better.days_late) == (worse.score, worse.days_late)
        assert (better.place == worse.place) == same
    assert not ranked or ranked[0].place == 1


@pytest.mark.parametrize("margin", [-1, 0, 3])
def test_a_score_lies_between_nothing_and_a_hundred(margin):
    (ranked,) = rank_group("xã", [unit("A", margin, on_time=1, overdue=2)], Method(33, 67)).units
    assert Decimal(0) <= ranked.score <= Decimal(100)


MARGINS = st.lists(st.one_of(st.none(), st.integers(-4, 4)), min_size=1, max_size=3)


@given(st.lists(MARGINS, min_size=1, max_size=7), st.sampled_from((GAP, DENSE)))
def test_what_a_day_would_change_is_the_place_in_a_ranking_with_that_day(field, method):
    units = [unit(f"U{number}", *margins) for number, margins in enumerate(field)]
    group = rank_group("xã", units, method)
    for ranked in group.units:
        place = int(ranked.unit_id[1:])
        for told, days in ((ranked.earlier, 1), (ranked.later, -1)):
            last = field[place][-1]
            if last is None:
                assert told is None
                continue
            moved = unit(ranked.unit_id, *field[place][:-1], last + days)
            again = rank_group("xã", [*units[:place], moved, *units[place + 1 :]], method)
            assert told == places(again)[ranked.unit_id]
