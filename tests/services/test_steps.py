"""One act of a person is one step: taken back whole, also tomorrow, unless something stands on it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.core.errors import RuleViolation
from app.core.progress import NullProgress
from app.models import Assignment, IssuedDocument, Package, Step, Task
from app.services.audit import note
from app.services.bulk import do_each
from app.services.extensions import extend_assignment
from app.services.queries.directive_tasks import get_task_fields
from app.services.steps import MOST_STEPS, kept_step
from app.services.tasks import (
    Assignee,
    ProgressNote,
    assign_task,
    cancel_task,
    change_task,
    note_progress,
)
from app.services.undo import list_steps, next_redo, next_undo, undo_step
from app.storage.unit_of_work import UnitOfWork
from tests.builders import assignment_of, make_directive, make_task, make_units
from tests.register import TODAY, contents, nothing_written

LATER = date(2024, 6, 30)


class Office:
    """Three units, two tasks, and the acts of these tests."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        with uow.write() as session:
            self.units = make_units(session, "CB", "CH", "CL")
            directive = make_directive(session)
            self.tasks = tuple(
                make_task(session, content=f"Việc {n}", directive_id=directive, due_on=date(2024, 4, 1))
                for n in (1, 2)
            )

    def give(self, title: str = "Giao hàng loạt") -> str:
        with self.uow.write() as session, kept_step(session, title=title, clock=TODAY) as step:
            for task in self.tasks:
                given = tuple(Assignee(unit_id=unit) for unit in self.units)
                assign_task(session, task_id=task, assignees=given, clock=TODAY)
        return step

    def undo(self, step: str) -> str:
        with self.uow.write() as session:
            return undo_step(session, step_id=step, clock=TODAY).value

    def records(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every record, without the counters of their saves."""
        kept = contents(self.uow)
        for name in ("audit", "step", "sqlite_stat1"):
            kept.pop(name, None)
        with self.uow.read() as session:
            kept["task"] = [(t.id, t.content, t.assigned_on, t.due_on) for t in session.scalars(select(Task))]
            kept["assignment"] = sorted(
                (a.id, a.current_due_on, a.cancelled_on, a.person_id)
                for a in session.scalars(select(Assignment))
            )
        return kept


@pytest.fixture
def office(register: UnitOfWork) -> Iterator[Office]:
    yield Office(register)


def test_a_bulk_act_is_one_step_and_goes_back_whole(office: Office):
    before = office.records()
    step = office.give()
    given = office.records()
    assert given != before
    assert office.undo(step) == "Giao hàng loạt"
    assert office.records() == before
    with office.uow.read() as session:
        (again,) = [s for s in [next_redo(session)] if s]
        assert next_undo(session) is None
    office.undo(again.id)
    assert office.records() == given
    with office.uow.read() as session:
        undo = next_undo(session)
        assert undo is not None
        assert undo.id == step
        assert next_redo(session) is None
        assert len(list_steps(session)) == 2


def test_values_that_were_changed_come_back(office: Office):
    office.give()
    before = office.records()
    with office.uow.write() as session, kept_step(session, title="Sửa, hủy", clock=TODAY) as step:
        fields = get_task_fields(session, office.tasks[0])
        change_task(session, task_id=office.tasks[0], fields=_with_due(fields), clock=TODAY)
        cancel_task(session, task_id=office.tasks[1], reason="Trùng", clock=TODAY)
    assert office.records() != before
    office.undo(step)
    assert office.records() == before


def _with_due(fields):
    from dataclasses import replace

    return replace(fields, content="Việc đã sửa", due_on=LATER)


def test_it_works_after_a_restart(office: Office, register_path: Path):
    before = office.records()
    step = office.give()
    office.uow.close()
    with UnitOfWork(register_path) as again:
        office.uow = again
        office.undo(step)
        assert office.records() == before


def test_steps_go_back_in_their_order_and_forward_again(office: Office):
    states = [office.records()]
    office.give("một")
    states.append(office.records())
    with office.uow.write() as session, kept_step(session, title="hai", clock=TODAY):
        extend_assignment(
            session,
            assignment_id=assignment_of(office.tasks[0], office.units[0]),
            to_due=LATER,
            reason="Mưa bão",
            clock=TODAY,
        )
    states.append(office.records())
    for expected in (states[1], states[0]):
        with office.uow.read() as session:
            step = next_undo(session)
        assert step is not None
        office.undo(step.id)
        assert office.records() == expected
    for expected in (states[1], states[2]):
        with office.uow.read() as session:
            step = next_redo(session)
        assert step is not None
        office.undo(step.id)
        assert office.records() == expected


def test_an_inner_step_joins_the_outer_one(office: Office):
    with office.uow.write() as session, kept_step(session, title="ngoài", clock=TODAY) as outer:
        with kept_step(session, title="trong", clock=TODAY) as inner:
            cancel_task(session, task_id=office.tasks[0], reason="Trùng", clock=TODAY)
        cancel_task(session, task_id=office.tasks[1], reason="Trùng", clock=TODAY)
    assert inner == outer
    with office.uow.read() as session:
        assert [step.title for step in list_steps(session)] == ["ngoài"]


def test_an_act_that_changed_nothing_leaves_no_step(office: Office):
    with office.uow.write() as session, kept_step(session, title="không", clock=TODAY):
        pass
    with office.uow.read() as session:
        assert list_steps(session) == ()


def note_on_it(office: Office) -> None:
    with office.uow.write() as session:
        note_progress(
            session,
            assignment_id=assignment_of(office.tasks[0], office.units[0]),
            note=ProgressNote(progress=40),
            clock=TODAY,
        )


def stand_on_it(office: Office) -> None:
    from app.models import Reminder

    with office.uow.write() as session:
        session.add(
            Reminder(
                unit_id=office.units[0],
                subject_kind="assignment",
                subject_id=assignment_of(office.tasks[0], office.units[0]),
                sent_at=TODAY.now(),
                channel="zalo",
            )
        )


def send_it(office: Office) -> None:
    with office.uow.write() as session:
        session.add(
            Package(
                kind="assignment",
                is_outgoing=True,
                unit_id=office.units[1],
                file_name="giao-viec.cchc",
                sha256="0" * 64,
                at=TODAY.now(),
            )
        )


def issue_on_it(office: Office) -> None:
    with office.uow.write() as session:
        paper = IssuedDocument(
            kind="consolidated-report",
            unit_id=office.units[0],
            year=2024,
            symbol="BC-UBND",
            title="Báo cáo tháng 3",
            created_at=TODAY.now(),
        )
        session.add(paper)
        session.flush()
        note(
            session, clock=TODAY, action="document.issue", subject_kind="issued_document", subject_id=paper.id
        )


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (note_on_it, "đã được sửa sau bước này"),
        (stand_on_it, "lần nhắc việc"),
        (send_it, "giao-viec.cchc"),
        (issue_on_it, "Báo cáo tháng 3"),
    ],
)
def test_what_something_stands_on_stays_and_says_why(office: Office, what, words: str):
    step = office.give()
    what(office)
    with nothing_written(office.uow), pytest.raises(RuleViolation, match=words):
        office.undo(step)


def test_a_step_goes_back_once(office: Office):
    step = office.give()
    office.undo(step)
    with nothing_written(office.uow), pytest.raises(RuleViolation, match="đã hoàn tác"):
        office.undo(step)


def test_the_oldest_steps_are_forgotten(office: Office):
    for n in range(MOST_STEPS + 3):
        with office.uow.write() as session, kept_step(session, title=f"bước {n}", clock=TODAY):
            session.get_one(Task, office.tasks[0]).section = str(n)
    with office.uow.read() as session:
        assert len(session.scalars(select(Step.id)).all()) == MOST_STEPS
        assert list_steps(session)[0].title == f"bước {MOST_STEPS + 2}"


def test_a_bulk_statement_inside_a_step_is_a_fault(office: Office):
    with (
        pytest.raises(RuntimeError, match="bulk"),
        office.uow.write() as session,
        kept_step(session, title="x", clock=TODAY),
    ):
        session.execute(update(Task).values(section="9"))


def test_what_refuses_leaves_the_others_done_in_one_step(office: Office):
    before = office.records()
    with office.uow.write() as session:
        outcome = do_each(
            session,
            items=[office.tasks[0], "không có", office.tasks[1]],
            work=lambda session, task: cancel_task(session, task_id=task, reason="Trùng", clock=TODAY),
            title="Hủy",
            clock=TODAY,
            progress=NullProgress(),
        ).value
    assert outcome.done == office.tasks
    assert [item for item, _ in outcome.refused] == ["không có"]
    office.undo(outcome.step_id)
    assert office.records() == before


def test_a_bulk_act_of_which_all_is_refused_leaves_no_step(office: Office):
    with nothing_written(office.uow), office.uow.write() as session:
        outcome = do_each(
            session,
            items=["không có"],
            work=lambda session, task: cancel_task(session, task_id=task, reason="Trùng", clock=TODAY),
            title="Hủy",
            clock=TODAY,
            progress=NullProgress(),
        ).value
    assert (outcome.done, outcome.step_id) == ((), "")
