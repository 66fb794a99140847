"""Frozen data: every kind there and back, hostile JSON refused; differences told in words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.statuses import FigureState, TaskState
from app.reports.catalogue import CATALOGUE
from app.reports.data.apology import ApologyDetails
from app.reports.data.parts import Figure, FigureKind, TaskRow
from app.reports.differences import Difference, differences
from app.reports.freeze import digest, frozen, thawed
from tests.reports import letter_samples as letters
from tests.reports import report_samples as reports

DATA: dict[str, tuple[Any, ...]] = {
    "monthly-report": (
        reports.monthly(),
        reports.monthly(long=True, draft=False),
        reports.monthly(empty=True),
    ),
    "improvement-plan": (reports.improvement(), reports.improvement(provisional=True, rows=2)),
    "consolidated-report": (reports.consolidated(), reports.consolidated(units=3, long=True)),
    "reminder": (letters.reminder(), letters.reminder(reports=0, draft=False)),
    "assignment-notice": (letters.assignment_notice(),),
    "results-notice": (
        letters.results_notice(),
        letters.results_notice(ranked=False),
        letters.ranked_notice(),
    ),
    "apology": (letters.apology(), letters.apology(details=ApologyDetails())),
    "handover": (letters.handover(), letters.handover(known=False)),
    "number-story": (letters.number_story(), letters.number_story(units=0)),
    "leader-page": (letters.leader_page(), letters.leader_page(weak=0)),
}


def test_every_kind_has_a_sample() -> None:
    assert DATA.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_comes_back_as_it_was(kind: str) -> None:
    for data in DATA[kind]:
        plain = json.loads(json.dumps(frozen(data), ensure_ascii=False))
        back = thawed(CATALOGUE[kind].data, plain)
        assert back == data
        assert digest(frozen(back)) == digest(plain)


VALUES = st.one_of(
    st.none(),
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.sampled_from(FigureState),
)
WORDS = st.text(max_size=30)


@given(VALUES, VALUES, WORDS, st.sampled_from(FigureKind))
def test_any_figure_comes_back(current: Any, target: Any, words: str, kind: FigureKind) -> None:
    made = Figure("C", words, words, current, target=target, kind=kind)
    back = thawed(Figure, json.loads(json.dumps(frozen(made))))
    assert back == made and type(back.current) is type(made.current)


@given(
    st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.integers(0, 100)), st.sampled_from(TaskState)
)
def test_any_task_comes_back(due: date | None, progress: int | None, state: TaskState) -> None:
    made = TaskRow("a", "b", "c", due, progress, "", state)
    assert thawed(TaskRow, json.loads(json.dumps(frozen(made)))) == made


@pytest.mark.parametrize("value", [None, [], "x", {}, {"code": 3}, {"code": "C"}])
def test_what_is_not_frozen_data_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="Figure"):
        thawed(Figure, value)


def test_a_field_that_is_younger_than_the_paper_takes_its_default() -> None:
    plain: Any = frozen(letters.results_notice())
    del plain["ranking"]
    assert thawed(CATALOGUE["results-notice"].data, plain).ranking == ()


def test_what_cannot_be_frozen_says_so() -> None:
    with pytest.raises(TypeError, match="object"):
        frozen(object())


@pytest.mark.parametrize("kind", CATALOGUE)
def test_equal_data_have_no_difference(kind: str) -> None:
    assert differences(DATA[kind][0], DATA[kind][0]) == ()


def test_a_changed_figure_is_named_with_then_and_now() -> None:
    then = reports.monthly()
    group = then.figures[0]
    changed = replace(
        group, figures=(replace(group.figures[0], current=7, previous=None), *group.figures[1:])
    )
    now = replace(then, figures=(changed, *then.figures[1:]))
    place = f"Số liệu: Cải cách thể chế: CT00 {group.figures[0].title}"
    assert differences(then, now) == (Difference(f"{place}: kỳ này", "19.630", "7"),)


def test_a_row_that_came_or_went_is_one_difference() -> None:
    then = letters.results_notice()
    now = replace(then, submissions=then.submissions[1:])
    assert differences(then, now) == (Difference("Gửi báo cáo: Xã Mẫu 1", "có", "không còn"),)
    assert differences(now, then) == (Difference("Gửi báo cáo: Xã Mẫu 1", "không có", "có thêm"),)


def test_states_and_days_are_told_in_words() -> None:
    then = reports.monthly(rows=3)
    late = replace(then.tasks[1], state=TaskState.OPEN_OVERDUE, due=None, progress=None)
    found = differences(then, replace(then, tasks=(then.tasks[0], late, *then.tasks[2:])))
    assert {(d.place.rsplit(": ", 1)[1], d.then, d.now) for d in found} == {
        ("thời hạn", "02/3/2024", "để trống"),
        ("tiến độ (%)", "7", "để trống"),
        ("trạng thái", "Hoàn thành quá hạn", "Đang thực hiện, quá hạn"),
    }


def test_a_letterhead_or_a_sentence_is_no_figure() -> None:
    then = reports.improvement()
    now = replace(then, frame=reports.long_frame(), phrases={"closing": "x"})
    assert differences(then, now) == ()
    changed = replace(then, result=replace(then.result, total=Decimal("83.25")))
    assert [(d.then, d.now) for d in differences(then, changed)] == [("82,5", "83,25")]
