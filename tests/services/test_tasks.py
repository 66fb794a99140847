"""Tasks and assignments: give, note progress, finish, extend, cancel."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.errors import AppError, InvalidField, NotFound, RuleViolation
from app.core.statuses import AssignmentRole, DeadlineOperator, TaskKind
from app.models import Assignment, Extension, ProgressEntry, Task
from app.services import tasks
from app.services.extensions import extend_assignment
from app.services.tasks import Assignee, ProgressNote, TaskFields
from app.storage.unit_of_work import UnitOfWork
from tests.builders import (
    assignment_of,
    make_clause,
    make_directive,
    make_group,
    make_task,
    make_unit,
    make_units,
)
from tests.register import TODAY, clock_at, journal_of, nothing_written

DUE = date(2024, 6, 30)


@pytest.fixture
def given(register: UnitOfWork) -> str:
    """Return the key of an assignment due on 30/6/2024, given on 5/3."""
    with register.write() as session:
        unit_id = make_unit(session)
        return assignment_of(make_task(session, unit_id, due_on=DUE), unit_id)


def load(register: UnitOfWork, assignment_id: str) -> Assignment:
    with register.write() as session:
        return session.get_one(Assignment, assignment_id)


def test_a_task_is_given_to_units_each_with_its_own_record(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
    with journal_of(register) as actions, register.write() as session:
        done = tasks.create_task(
            session,
            fields=TaskFields(content=" Niêm  yết ", due_on=DUE, due_operator=DeadlineOperator.BEFORE),
            clock=TODAY,
            assignees=(Assignee(unit_id=a), Assignee(unit_id=b, role=AssignmentRole.COORDINATING)),
        )
    assert done.changes == Changes(tasks=True)
    assert actions == ["task.create", "task.assign", "assignment.create", "assignment.create"]
    with register.read() as session:
        task = session.get_one(Task, done.value)
        assert (task.content, task.due_on, task.assigned_on) == ("Niêm yết", DUE, date(2024, 3, 5))
        assert [x.current_due_on for x in session.scalars(select(Assignment))] == [date(2024, 6, 29)] * 2


def test_a_task_without_a_unit_that_leads_is_refused(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="chưa có đơn vị chủ trì") as refused,
        register.write() as session,
    ):
        tasks.create_task(
            session,
            fields=TaskFields(content="Niêm yết"),
            clock=TODAY,
            assignees=(Assignee(unit_id=unit_id, role=AssignmentRole.COORDINATING),),
        )
    assert refused.value.field == "assignees"


def test_a_task_may_wait_for_its_units(register: UnitOfWork) -> None:
    with register.write() as session:
        task_id = make_task(session)
        assert session.get_one(Task, task_id).assigned_on is None


def test_a_unit_outside_its_validity_gets_no_task(register: UnitOfWork) -> None:
    with register.write() as session:
        gone = make_unit(session, "CU", "Xã Cũ", valid_to=date(2024, 3, 4))
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="“Xã Cũ” không còn hiệu lực"),
        register.write() as session,
    ):
        make_task(session, gone)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"content": " \n "}, "content", "Chưa ghi nội dung"),
        ({"kind": TaskKind.RECURRING}, "recurrence", "nhịp lặp lại"),
        ({"review_days": 0}, "review_days", "từ 1 trở lên"),
    ],
)
def test_a_task_that_lacks_something_is_refused(
    register: UnitOfWork, fields: dict[str, object], field: str, words: str
) -> None:
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match=words) as refused,
        register.write() as session,
    ):
        make_task(session, **fields)
    assert refused.value.field == field


def test_a_due_day_before_the_directives_day_is_refused(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
        clause_id = make_clause(session, directive_id)
    for source in ({"directive_id": directive_id}, {"clause_id": clause_id}):
        with nothing_written(register), pytest.raises(InvalidField) as refused, register.write() as session:
            make_task(session, due_on=date(2024, 1, 9), **source)
        assert refused.value.message == "Thời hạn 09/01/2024 trước ngày ban hành văn bản 10/01/2024."
    with register.write() as session:
        make_task(session, due_on=date(2024, 1, 10), clause_id=clause_id)


def test_a_task_of_a_clause_belongs_to_its_directive_and_section(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
        task = session.get_one(Task, make_task(session, clause_id=make_clause(session, directive_id, "5.a")))
        assert (task.directive_id, task.section) == (directive_id, "5.a")


@pytest.mark.parametrize("source", [{"clause_id": "none"}, {"directive_id": "none", "due_on": DUE}])
def test_a_source_that_is_not_there_is_refused(register: UnitOfWork, source: dict[str, object]) -> None:
    with nothing_written(register), pytest.raises(NotFound), register.write() as session:
        make_task(session, **source)


def test_a_new_due_day_moves_the_open_assignments_and_no_others(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b, c, d = make_units(session, "A", "B", "C", "D")
        task_id = make_task(session, a, b, c, d, due_on=DUE)
        done = ProgressNote(done_on=date(2024, 3, 5))
        tasks.note_progress(session, assignment_id=assignment_of(task_id, b), note=done, clock=TODAY)
        later = date(2024, 8, 1)
        extend_assignment(
            session, assignment_id=assignment_of(task_id, c), to_due=later, reason="Mưa lũ", clock=TODAY
        )
        tasks.cancel_assignment(
            session, assignment_id=assignment_of(task_id, d), reason="Sáp nhập", clock=TODAY
        )
        tasks.change_task(
            session,
            task_id=task_id,
            fields=TaskFields(content="Niêm yết", due_on=date(2024, 7, 31)),
            clock=TODAY,
        )
    moved = {x: load(register, assignment_of(task_id, x)).current_due_on for x in (a, b, c, d)}
    assert moved == {a: date(2024, 7, 31), b: DUE, c: later, d: DUE}


def test_changing_only_the_words_moves_no_due_day(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
        task_id = make_task(session, unit_id, due_on=DUE)
    with journal_of(register) as actions, register.write() as session:
        tasks.change_task(
            session, task_id=task_id, fields=TaskFields(content="Khác", due_on=DUE), clock=TODAY
        )
    assert actions == ["task.change"]
    with pytest.raises(NotFound, match="Không còn nhiệm vụ này"), register.write() as session:
        tasks.change_task(session, task_id="none", fields=TaskFields(content="Khác"), clock=TODAY)


def test_a_unit_that_has_the_task_already_keeps_its_record(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        task_id = make_task(session, a)
    with journal_of(register) as actions, register.write() as session:
        both = (Assignee(unit_id=a), Assignee(unit_id=b))
        assert tasks.assign_task(session, task_id=task_id, assignees=both, clock=TODAY).value == (
            assignment_of(task_id, b),
        )
    assert actions == ["assignment.create"]


def test_a_unit_named_twice_gets_the_task_once(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
        task_id = make_task(session, unit_id, unit_id)
        assert session.scalars(select(Assignment.id)).all() == [assignment_of(task_id, unit_id)]


def test_a_task_goes_to_every_unit_that_its_clause_binds(register: UnitOfWork) -> None:
    with register.write() as session:
        units = make_units(session, "A", "B", "C")
        group_id = make_group(session, *units)
        directive_id = make_directive(session)
        bound = make_task(session, clause_id=make_clause(session, directive_id, "1", group_ids=(group_id,)))
        nobody = make_task(session, clause_id=make_clause(session, directive_id, "2"))
        given = tasks.assign_to_bound_units(session, task_id=bound, clock=TODAY).value
        assert given == tuple(assignment_of(bound, unit_id) for unit_id in units)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="chưa ghi giao cho nhóm hoặc đơn vị nào"),
        register.write() as session,
    ):
        tasks.assign_to_bound_units(session, task_id=nobody, clock=TODAY)


def note(register: UnitOfWork, assignment_id: str, clock: FixedClock = TODAY, **fields: object) -> Assignment:
    with register.write() as session:
        made = ProgressNote(**fields)  # type: ignore[arg-type]
        tasks.note_progress(session, assignment_id=assignment_id, note=made, clock=clock)
        return session.get_one(Assignment, assignment_id)


def test_progress_is_noted_with_day_and_author(register: UnitOfWork, given: str) -> None:
    with journal_of(register) as actions:
        noted = note(register, given, progress=40, text="Đã niêm yết tại trụ sở", result=" Bảng niêm yết ")
    assert (noted.progress, noted.progress_on, noted.result, noted.done_on) == (
        40,
        date(2024, 3, 5),
        "Bảng niêm yết",
        None,
    )
    assert actions == ["assignment.progress"]
    with register.read() as session:
        entry = session.scalars(select(ProgressEntry)).one()
        assert (entry.kind, entry.text, entry.author) == (
            "progress",
            "Đã niêm yết tại trụ sở",
            register.actor,
        )


def test_a_hundred_percent_without_a_day_is_done_today(register: UnitOfWork, given: str) -> None:
    assert note(register, given, progress=100).done_on == date(2024, 3, 5)


def test_a_day_of_completion_makes_it_a_hundred_percent(register: UnitOfWork, given: str) -> None:
    done = note(register, given, clock_at(2024, 7, 10), done_on=date(2024, 7, 1))
    assert (done.progress, done.done_on) == (100, date(2024, 7, 1))


def test_less_than_a_hundred_percent_opens_it_again(register: UnitOfWork, given: str) -> None:
    note(register, given, progress=100)
    assert note(register, given, progress=90).done_on is None


def test_a_note_without_progress_leaves_it_as_it_is(register: UnitOfWork, given: str) -> None:
    note(register, given, progress=40)
    noted = note(register, given, text="Đang chờ kinh phí")
    assert (noted.progress, noted.done_on) == (40, None)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"progress": 101}, "progress", "ghi số từ 0 đến 100"),
        ({"progress": -1}, "progress", "ghi số từ 0 đến 100"),
        ({"done_on": date(2024, 3, 4)}, "done_on", "Ngày hoàn thành 04/3/2024 trước ngày giao 05/3/2024"),
        ({"done_on": date(2024, 3, 6)}, "done_on", "chưa tới"),
        ({"done_on": date(2024, 3, 5), "progress": 90}, "progress", "tiến độ phải là 100%"),
    ],
)
def test_progress_that_cannot_be_is_refused(
    register: UnitOfWork, given: str, fields: dict[str, object], field: str, words: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
        note(register, given, **fields)
    assert refused.value.field == field


def test_a_day_in_the_future_is_refused_also_when_it_is_called_the_day_of_the_note(
    register: UnitOfWork, given: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField):
        note(register, given, recorded_on=date(2025, 1, 1), done_on=date(2024, 12, 31))


def extend(register: UnitOfWork, assignment_id: str, clock: FixedClock = TODAY, **fields: object) -> None:
    known = {"to_due": date(2024, 7, 31), "reason": "Mưa lũ"} | fields
    with register.write() as session:
        extend_assignment(session, assignment_id=assignment_id, clock=clock, **known)  # type: ignore[arg-type]


def test_an_extension_is_granted_once_and_the_original_day_is_kept(register: UnitOfWork, given: str) -> None:
    with journal_of(register) as actions:
        extend(register, given)
    extended = load(register, given)
    assert (extended.original_due_on, extended.current_due_on) == (DUE, date(2024, 7, 31))
    assert actions == ["assignment.extend"]
    with nothing_written(register), pytest.raises(RuleViolation, match="đã được gia hạn 1 lần"):
        extend(register, given, to_due=date(2024, 8, 31))
    extend(register, given, to_due=date(2024, 8, 31), limit=2)
    assert load(register, given).original_due_on == DUE
    with register.read() as session:
        assert [
            (x.from_due, x.to_due) for x in session.scalars(select(Extension).order_by(Extension.to_due))
        ] == [
            (DUE, date(2024, 7, 31)),
            (date(2024, 7, 31), date(2024, 8, 31)),
        ]


@pytest.mark.parametrize(
    ("clock", "fields", "words"),
    [
        (TODAY, {"reason": " "}, "Chưa ghi lý do gia hạn"),
        (TODAY, {"to_due": DUE}, "Hạn mới 30/6/2024 phải sau hạn đang có 30/6/2024"),
        (clock_at(2024, 7, 1), {}, "sau khi đã hết hạn 30/6/2024"),
    ],
)
def test_an_extension_against_the_rules_is_refused(
    register: UnitOfWork, given: str, clock: FixedClock, fields: dict[str, object], words: str
) -> None:
    with nothing_written(register), pytest.raises(AppError, match=words):
        extend(register, given, clock, **fields)


def test_an_extension_asked_for_in_time_may_be_entered_later(register: UnitOfWork, given: str) -> None:
    extend(register, given, clock_at(2024, 7, 5), requested_on=DUE)


def test_only_open_work_with_a_due_day_is_extended(register: UnitOfWork, given: str) -> None:
    note(register, given, progress=100)
    with pytest.raises(RuleViolation, match="đã hoàn thành"):
        extend(register, given)
    with register.write() as session:
        unit_id = make_unit(session, "B")
        without = assignment_of(make_task(session, unit_id), unit_id)
    with pytest.raises(RuleViolation, match="không có thời hạn"):
        extend(register, without)


def test_cancelled_work_is_not_extended(register: UnitOfWork, given: str) -> None:
    with register.write() as session:
        tasks.cancel_assignment(session, assignment_id=given, reason="Sáp nhập", clock=TODAY)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã hủy"):
        extend(register, given)


def test_a_cancelled_assignment_stays_with_its_reason_and_takes_no_more_notes(
    register: UnitOfWork, given: str
) -> None:
    with pytest.raises(InvalidField, match="Chưa ghi lý do hủy"), register.write() as session:
        tasks.cancel_assignment(session, assignment_id=given, reason=" ", clock=TODAY)
    with journal_of(register) as actions, register.write() as session:
        tasks.cancel_assignment(session, assignment_id=given, reason="Sáp nhập", clock=TODAY)
    assert actions == ["assignment.cancel"]
    assert (load(register, given).cancelled_on, load(register, given).cancel_reason) == (
        date(2024, 3, 5),
        "Sáp nhập",
    )
    with nothing_written(register), pytest.raises(RuleViolation, match="đã hủy"):
        note(register, given, progress=10)


def test_cancelling_a_task_takes_its_open_work_and_leaves_the_finished(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        task_id = make_task(session, a, b)
    note(register, assignment_of(task_id, a), progress=100)
    with pytest.raises(InvalidField), register.write() as session:
        tasks.cancel_task(session, task_id=task_id, reason="", clock=TODAY)
    with journal_of(register) as actions, register.write() as session:
        tasks.cancel_task(session, task_id=task_id, reason="Bị thay thế", clock=TODAY)
    assert actions == ["task.cancel", "assignment.cancel"]
    assert load(register, assignment_of(task_id, a)).cancelled_on is None
    assert load(register, assignment_of(task_id, b)).cancelled_on == date(2024, 3, 5)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã hủy"), register.write() as session:
        tasks.assign_task(session, task_id=task_id, assignees=(Assignee(unit_id=a),), clock=TODAY)


def test_an_assignment_that_is_not_there_is_named(register: UnitOfWork) -> None:
    with pytest.raises(NotFound, match="mang mã “abc”"):
        note(register, "abc", progress=1)


def test_a_task_taken_away_can_be_given_again(register: UnitOfWork, given: str) -> None:
    with register.write() as session:
        tasks.cancel_assignment(session, assignment_id=given, reason="Nhầm đơn vị", clock=TODAY)
    with register.write() as session:
        assignment = tasks.get_assignment(session, given)
        again = (tasks.Assignee(unit_id=assignment.unit_id),)
        task_id = assignment.task_id
    with journal_of(register) as actions, register.write() as session:
        done = tasks.assign_task(session, task_id=task_id, assignees=again, clock=TODAY)
    assert done.value == (given,)
    with register.read() as session:
        assert tasks.get_assignment(session, given).cancelled_on is None
    assert actions == ["assignment.resume"]
