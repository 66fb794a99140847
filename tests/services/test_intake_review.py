"""Deciding on proposals: the pure machine, as a table of steps, and what is clear about a proposal."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import RuleViolation
from app.core.statuses import DeadlineOperator, TaskKind
from app.intake.deadlines import Deadline
from app.intake.proposals import DirectiveHead, ProposedTask, Reading
from app.services.intake import review as review_of
from app.services.intake.clarity import Clarity, clarity_of, kind_of
from app.services.intake.party_book import Party, PartyBook
from app.services.intake.review import Answer, Decision, History, Review, start_review

TEXT = "1. Phòng A rà soát sổ; báo cáo trước ngày 30/4/2026.\n2. Phòng B quét sân.\n3. Phòng C khóa cổng."
DAY = date(2026, 3, 2)
KNOWN = PartyBook({"Phòng B": Party("Phòng B", is_sure=True)})
LATE = Deadline("trước ngày 30/4/2026", date(2026, 4, 30), DeadlineOperator.BEFORE, rule="D-NGAY")


def task(number, start, end, deadline=None, **fields):
    words = TEXT[start:end]
    known = {"assignees": (f"Phòng {'ABC'[number - 1]}",), "coordinators": ()} | fields
    return ProposedTask(
        order=number,
        section=str(number),
        content=words,
        deadline=deadline,
        product=None,
        start=start,
        end=end,
        page=None,
        confidence=0.9,
        rule="R-CHUTHE",
        assignee_source="item",
        **known,
    )


def three():
    ends = [TEXT.index("\n"), TEXT.index("\n3."), len(TEXT)]
    starts = [3, ends[0] + 4, ends[1] + 4]
    cuts = (TEXT.index("báo cáo") - 3,)
    return start_review(
        (
            replace(task(1, starts[0], ends[0], LATE), cuts=cuts),
            task(2, starts[1], ends[1]),
            task(3, starts[2], ends[2]),
        )
    )


def states(review):
    return "".join({"open": "?", "accepted": "+", "dropped": "-"}[line.decision] for line in review.lines)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (lambda r: review_of.decide(r, [1], Decision.ACCEPTED), "+??"),
        (lambda r: review_of.decide(r, [2, 3], Decision.DROPPED), "?--"),
        (lambda r: review_of.decide(r, [9], Decision.DROPPED), "???"),
        (lambda r: review_of.accept_complete(r, lambda line: line.id != 2), "+?+"),
        (lambda r: review_of.split(r, 1, TEXT, TEXT.index("báo cáo"), DAY), "????"),
        (lambda r: review_of.merge(r, 1), "??"),
        (lambda r: review_of.add(r, task(2, 0, 8)), "+???"),
        (lambda r: review_of.change(r, 2, replace(r.lines[1].task, content="Khác")), "???"),
    ],
)
def test_each_step_and_its_way_back(step, expected):
    history = History(three())
    before = history.review
    after = step(before)
    assert states(after) == expected
    moved = history.step(after)
    assert moved is (after != before)
    assert history.undo() is moved
    assert history.review == before
    assert history.redo() is moved
    assert history.review == after
    assert len({line.id for line in after.lines}) == len(after.lines)


def test_a_new_step_ends_the_future_and_nothing_lies_before_the_beginning():
    history = History(three())
    history.step(review_of.decide(history.review, [1], Decision.ACCEPTED))
    history.undo()
    assert history.can_redo
    history.step(review_of.decide(history.review, [2], Decision.DROPPED))
    assert not history.can_redo
    assert not history.redo()
    assert history.undo()
    assert not history.undo()


def test_halves_have_their_own_words_place_and_deadline():
    halved = review_of.split(three(), 1, TEXT, TEXT.index("báo cáo"), DAY)
    first, second = halved.lines[0].task, halved.lines[1].task
    assert (first.content, first.deadline) == ("Phòng A rà soát sổ;", None)
    assert second.content == "báo cáo trước ngày 30/4/2026."
    assert second.deadline == LATE
    assert TEXT[second.start : second.end] == second.content
    assert first.assignees == second.assignees == ("Phòng A",)
    joined = review_of.merge(halved, 1).lines[0].task
    assert (joined.start, joined.end) == (3, TEXT.index("\n"))
    assert joined.content == three().lines[0].task.content
    assert joined.deadline == LATE


def test_an_inherited_deadline_stays_with_both_halves():
    review = three()
    inherited = replace(review.lines[2].task, deadline=LATE)
    halved = review_of.split(review_of.change(review, 3, inherited), 3, TEXT, TEXT.index("khóa"), DAY)
    assert [line.task.deadline for line in halved.lines[2:]] == [LATE, LATE]


@pytest.mark.parametrize("position", [0, 3, len(TEXT)])
def test_outside_its_words_a_proposal_is_cut_where_the_reader_would(position):
    assert review_of.split(three(), 1, TEXT, position, DAY).lines[1].task.content.startswith("báo cáo")
    with pytest.raises(RuleViolation, match="tách"):
        review_of.split(three(), 2, TEXT, position, DAY)


def test_the_last_line_has_nothing_to_be_joined_with():
    with pytest.raises(RuleViolation, match="dòng cuối"):
        review_of.merge(three(), 3)


def test_the_next_wanted_line_comes_round_to_the_top():
    review = review_of.decide(three(), [2], Decision.DROPPED)

    def is_open(line):
        return line.decision is Decision.OPEN

    assert review_of.next_line(review, 1, is_open) == 3
    assert review_of.next_line(review, 3, is_open) == 1
    assert review_of.next_line(review, None, is_open) == 1
    assert review_of.next_line(review, 1, lambda line: False) is None


def test_what_is_written_are_the_accepted_tasks_with_answered_names():
    head = DirectiveHead(None, None, None, None, DAY, None, (), None, (), ())
    reading = Reading("a.txt", "0", "text/plain", TEXT, head, (), ())
    review = review_of.decide(three(), [1, 3], Decision.ACCEPTED)
    review = review_of.answer(review, {"Phòng A": Answer(("X", "Y")), "Phòng C": Answer()})
    written = review_of.reviewed(reading, review).tasks
    assert [(one.order, one.assignees) for one in written] == [(1, ("X", "Y")), (2, ())]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"deadline": LATE}, ()),
        ({}, ("hạn",)),
        ({"deadline": Deadline("hằng tháng", recurrence="monthly")}, ()),
        ({"deadline": Deadline("khi có yêu cầu")}, ("hạn",)),
        ({"deadline": replace(LATE, day=date(2026, 3, 1))}, ("hạn",)),
        ({"is_prohibition": True}, ()),
        ({"deadline": LATE, "assignees": ()}, ("người",)),
        ({"deadline": LATE, "assignees": ("Ai đó",)}, ("đơn vị",)),
        ({"deadline": LATE, "confidence": 0.4}, ("việc",)),
    ],
)
def test_the_four_clear_things(change, missing):
    line = three().lines[1]
    line = replace(line, task=replace(line.task, **change))
    clear = clarity_of(line, KNOWN, Review(), DAY, DAY)
    assert clear.missing == missing
    assert clear.is_complete is (not missing)


def test_what_a_person_wrote_is_not_doubted():
    line = replace(three().lines[1], is_own=True)
    line = replace(line, task=replace(line.task, confidence=0.1, deadline=LATE))
    assert clarity_of(line, KNOWN, Review(), DAY, DAY) == Clarity(True, True, True, True)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"deadline": LATE}, TaskKind.DATED),
        ({"deadline": Deadline("hằng quý", recurrence="quarterly")}, TaskKind.RECURRING),
        ({"deadline": Deadline("thường xuyên", recurrence="continuous")}, TaskKind.STANDING),
        ({}, TaskKind.STANDING),
        ({"is_reference": True}, TaskKind.REFERENCE),
        ({"is_prohibition": True, "deadline": LATE}, TaskKind.PROHIBITION),
    ],
)
def test_each_proposal_has_its_kind_of_duty(change, kind):
    made = replace(three().lines[1].task, **change)
    assert kind_of(made) is kind


def test_a_paragraph_becomes_a_task():
    made = review_of.task_of_words(TEXT, TEXT.index("quét"), TEXT.index("quét"), DAY)
    assert made is not None
    assert made.content == "2. Phòng B quét sân."
    chosen = review_of.task_of_words(TEXT, TEXT.index("báo"), TEXT.index("\n"), DAY)
    assert chosen is not None
    assert chosen.deadline is not None
    assert chosen.deadline.day == date(2026, 4, 30)
    assert review_of.task_of_words("a\n\nb", 2, 2, DAY) is None
