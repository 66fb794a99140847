"""What is unusual beside a unit's own past."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.outliers import usual_value


def usual(value: int, past: list[int]) -> Decimal | None:
    return usual_value(Decimal(value), [Decimal(each) for each in past])


@pytest.mark.parametrize(
    ("value", "past", "middle"),
    [
        (900, [], None),
        (900, [100, 100], None),  # two months are no habit
        (110, [100, 100, 100], None),  # no deviation at all, but not a fifth away
        (121, [100, 100, 100], 100),
        (120, [100, 100, 100], None),
        (79, [100, 100, 100], 100),
        (131, [90, 100, 110], 100),  # MAD 10: more than 30 away
        (130, [90, 100, 110], None),
        (1, [0, 0, 0], 0),
        (0, [0, 0, 0], None),
        (13, [10, 10, 10, 11], 10),  # far in deviations and by a fifth
        (108, [100, 101, 102], None),  # far in deviations, near in percent
    ],
)
def test_few_months_are_judged_by_deviation_and_by_change(
    value: int, past: list[int], middle: int | None
) -> None:
    assert usual(value, past) == middle


YEAR = [98, 99, 100, 101, 102, 97, 103, 100, 99, 101, 100, 100]  # median 100, MAD 1


@pytest.mark.parametrize(("value", "middle"), [(105, None), (106, 100), (94, 100), (95, None)])
def test_a_year_of_months_is_judged_by_the_modified_score(value: int, middle: int | None) -> None:
    assert usual(value, YEAR) == middle  # 0.6745 x 5 / 1 = 3.37; x 6 = 4.05


def test_a_year_that_hardly_moves_is_judged_by_its_mean_deviation() -> None:
    past = [10] * 11 + [16]  # MAD 0, mean deviation 0.5
    assert usual(12, past) is None  # 2 / 0.627 = 3.19
    assert usual(13, past) == 10  # 4.79
    assert usual(12, [10] * 12) is None
    assert usual(13, [10] * 12) == 10


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=24), st.integers(0, 10**6), st.randoms())
def test_the_order_of_the_months_does_not_matter(past: list[int], value: int, chance: object) -> None:
    mixed = list(past)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert usual(value, past) == usual(value, mixed)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=24))
def test_the_middle_itself_is_never_unusual(past: list[int]) -> None:
    assert usual(sorted(past)[len(past) // 2], past[:1] * 3 + past) is None or len(set(past)) > 1
