"""Use cases on tasks and assignments: give, note progress, finish, extend, cancel."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.deadlines import last_timely_day
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import AssignmentId, TaskId, derived_id
from app.core.statuses import AssignmentRole, DeadlineOperator, TaskKind
from app.core.text import exact_key, fold, format_date, normalize, one_line
from app.models import Assignment, Clause, Directive, ProgressEntry, Task
from app.services.audit import record, snapshot
from app.services.directives import units_bound_by
from app.services.units import require_valid_unit
from app.services.versions import require_version

_CHANGED = Changes(tasks=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFields:
    """One duty as entered; ``due_on`` is the day the words name, ``due_operator`` how they bound it."""

    content: str
    kind: TaskKind = TaskKind.DATED
    directive_id: str | None = None
    clause_id: str | None = None
    section: str = ""
    product: str = ""
    receiver: str = ""
    field: str = ""
    due_text: str = ""
    due_on: date | None = None
    due_operator: DeadlineOperator | None = None
    recurrence: str = ""
    review_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """A unit that gets a task, with its part and, where known, the person in it."""

    unit_id: str
    role: AssignmentRole = AssignmentRole.LEAD
    person_id: str | None = None
    due_on: date | None = None  # last timely day of this unit, where it is not the task's own


def create_task(
    session: Session, *, fields: TaskFields, clock: Clock, assignees: tuple[Assignee, ...] = ()
) -> Done[TaskId]:
    """Enter a task and give it to units; a task that is given needs a unit that leads."""
    fields = _checked(session, fields)
    task = Task(created_at=clock.now(), content="")
    _fill(task, fields)
    task.sort_order = (session.scalar(select(func.max(Task.sort_order))) or 0) + 1
    session.add(task)
    record(session, clock=clock, action="task.create", subject=task)
    if assignees:
        _assign(session, task, assignees, clock, assigned_on=clock.today())
    return Done(TaskId(task.id), _CHANGED)


def change_task(
    session: Session, *, task_id: str, fields: TaskFields, clock: Clock, seen: int | None = None
) -> Done[TaskId]:
    """Change a task's words; a new due day moves the open assignments that had the old one."""
    task = _task(session, task_id)
    require_version(session, task, seen, fields)
    fields = _checked(session, fields)
    before, old_due = snapshot(task), _last_day(task)
    _fill(task, fields)
    record(session, clock=clock, action="task.change", subject=task, before=before)
    new_due = _last_day(task)
    if new_due != old_due:
        for assignment in session.scalars(select(Assignment).where(Assignment.task_id == task_id)):
            is_open = assignment.done_on is None and assignment.cancelled_on is None
            if is_open and assignment.extended_on is None:
                was = snapshot(assignment)
                assignment.original_due_on = assignment.current_due_on = new_due
                record(session, clock=clock, action="task.redate", subject=assignment, before=was)
    return Done(TaskId(task.id), _CHANGED)


def _fill(task: Task, fields: TaskFields) -> None:
    task.directive_id, task.clause_id, task.section = fields.directive_id, fields.clause_id, fields.section
    task.kind, task.content = fields.kind, fields.content
    task.product, task.receiver, task.field = fields.product, fields.receiver, fields.field
    task.due_text, task.due_on, task.due_operator = fields.due_text, fields.due_on, fields.due_operator
    task.recurrence, task.review_days = fields.recurrence, fields.review_days
    words = f"{fields.content} {fields.product} {fields.section}"
    task.search_plain, task.search_exact = fold(words), exact_key(words)


def _checked(session: Session, fields: TaskFields) -> TaskFields:
    content = one_line(fields.content)
    if not content:
        raise InvalidField("content", "Chưa ghi nội dung nhiệm vụ.")
    directive_id, section = fields.directive_id, fields.section
    if fields.clause_id is not None:
        clause = session.get(Clause, fields.clause_id)
        if clause is None:
            raise NotFound("Không còn điều khoản này trong sổ.")
        directive_id, section = clause.directive_id, section or clause.number
    if directive_id is not None and fields.due_on is not None:
        _refuse_early_due(session, directive_id, fields.due_on)
    if fields.kind is TaskKind.RECURRING and not fields.recurrence:
        raise InvalidField("recurrence", "Nhiệm vụ định kỳ cần ghi nhịp lặp lại, ví dụ “hằng tháng”.")
    if fields.review_days is not None and fields.review_days < 1:
        raise InvalidField("review_days", "Nhịp rà soát tính bằng ngày, từ 1 trở lên.")
    return replace(
        fields,
        content=content,
        directive_id=directive_id,
        section=one_line(section),
        product=one_line(fields.product),
        receiver=one_line(fields.receiver),
        due_text=one_line(fields.due_text),
    )


def _refuse_early_due(session: Session, directive_id: str, due_on: date) -> None:
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound("Không còn văn bản này trong sổ.")
    if directive.issued_on is not None and due_on < directive.issued_on:
        raise InvalidField(
            "due_on",
            f"Thời hạn {format_date(due_on)} trước ngày ban hành văn bản {format_date(directive.issued_on)}.",
            hint="Kiểm tra lại năm của thời hạn.",
        )


def _last_day(task: Task) -> date | None:
    return last_timely_day(task.due_on, task.due_operator) if task.due_on else None


def _task(session: Session, task_id: str) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound("Không còn nhiệm vụ này trong sổ.", hint="Nạp lại danh sách (F5).")
    return task


def assign_task(
    session: Session,
    *,
    task_id: str,
    assignees: tuple[Assignee, ...],
    clock: Clock,
    assigned_on: date | None = None,
) -> Done[tuple[AssignmentId, ...]]:
    """Give a task to units; a unit that has it already keeps its own record."""
    task = _task(session, task_id)
    if task.cancelled_on is not None:
        raise RuleViolation("Nhiệm vụ đã hủy nên không giao thêm được.")
    ids = _assign(session, task, assignees, clock, assigned_on=assigned_on or clock.today())
    return Done(ids, _CHANGED)


def assign_to_bound_units(
    session: Session, *, task_id: str, clock: Clock, assigned_on: date | None = None
) -> Done[tuple[AssignmentId, ...]]:
    """Give a task to every unit that its clause binds on the day of assignment."""
    task = _task(session, task_id)
    day = assigned_on or clock.today()
    units = units_bound_by(session, task.clause_id, day) if task.clause_id else ()
    if not units:
        raise RuleViolation(
            "Điều khoản chưa ghi giao cho nhóm hoặc đơn vị nào.",
            hint="Chọn nhóm, đơn vị của điều khoản trong Văn bản chỉ đạo, hoặc giao trực tiếp từng đơn vị.",
        )
    assignees = tuple(Assignee(unit_id=unit_id) for unit_id in units)
    return Done(_assign(session, task, assignees, clock, assigned_on=day), _CHANGED)


def _assign(
    session: Session, task: Task, assignees: tuple[Assignee, ...], clock: Clock, *, assigned_on: date
) -> tuple[AssignmentId, ...]:
    given = {a.unit_id: a for a in session.scalars(select(Assignment).where(Assignment.task_id == task.id))}
    roles = {a.role for a in assignees} | {a.role for a in given.values()}
    if AssignmentRole.LEAD not in roles:
        raise InvalidField(
            "assignees",
            f"Nhiệm vụ “{task.content[:60]}” chưa có đơn vị chủ trì.",
            hint="Chọn ít nhất một đơn vị chủ trì (rõ người).",
        )
    if task.assigned_on is None:
        before = snapshot(task)
        task.assigned_on = assigned_on
        record(session, clock=clock, action="task.assign", subject=task, before=before)
    due = _last_day(task)
    ids: list[AssignmentId] = []
    for assignee in assignees:
        present = given.get(assignee.unit_id)
        if present is not None and present.cancelled_on is None:
            continue
        require_valid_unit(session, assignee.unit_id, assigned_on)
        own = assignee.due_on or due
        if own is not None and own is not due and own < assigned_on:
            raise InvalidField("due_on", f"Hạn riêng {format_date(own)} trước ngày giao.")
        if present is not None:
            _give_again(session, present, assignee, clock)
            ids.append(AssignmentId(present.id))
            continue
        assignment = Assignment(
            id=derived_id("assignment", task.id, assignee.unit_id),
            task_id=task.id,
            unit_id=assignee.unit_id,
            role=assignee.role,
            person_id=assignee.person_id,
            assigned_on=assigned_on,
            original_due_on=own,
            current_due_on=own,
        )
        session.add(assignment)
        record(session, clock=clock, action="assignment.create", subject=assignment)
        given[assignee.unit_id] = assignment
        ids.append(AssignmentId(assignment.id))
    return tuple(ids)


def _give_again(session: Session, assignment: Assignment, assignee: Assignee, clock: Clock) -> None:
    """Take back a cancellation: the record goes on with its days, the journal keeps both acts."""
    before = snapshot(assignment)
    assignment.cancelled_on, assignment.cancel_reason = None, ""
    assignment.role, assignment.person_id = assignee.role, assignee.person_id
    record(session, clock=clock, action="assignment.resume", subject=assignment, before=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNote:
    """What a person notes about an assignment; None leaves a value as it is. ``done_on`` finishes it."""

    progress: int | None = None
    result: str | None = None
    done_on: date | None = None
    text: str = ""
    author: str = ""
    recorded_on: date | None = None


def note_progress(
    session: Session, *, assignment_id: str, note: ProgressNote, clock: Clock
) -> Done[AssignmentId]:
    """Record progress, a result or the completion of an assignment; 100 % without a day is done today."""
    assignment = get_assignment(session, assignment_id)
    if assignment.cancelled_on is not None:
        raise RuleViolation("Nhiệm vụ của đơn vị này đã hủy nên không ghi tiến độ được.")
    day = note.recorded_on or clock.today()
    if day > clock.today():
        raise InvalidField("recorded_on", f"Ngày ghi {format_date(day)} chưa tới.")
    progress = _checked_progress(assignment, note, day)
    before = snapshot(assignment)
    done_on = note.done_on or (day if progress == 100 and assignment.done_on is None else None)
    if done_on is not None:
        progress = 100
        assignment.done_on = done_on
    elif progress is not None and progress < 100:
        assignment.done_on = None
    if progress is not None:
        assignment.progress = progress
    if note.result is not None:
        assignment.result = normalize(note.result).strip()
    assignment.progress_on = max(day, assignment.progress_on or day)
    session.add(
        ProgressEntry(
            assignment_id=assignment.id,
            recorded_on=done_on or day,
            recorded_at=clock.now(),
            kind="result" if done_on else "progress",
            progress=progress,
            text=normalize(note.text or note.result or "").strip(),
            author=note.author or session.info.get("actor", ""),
        )
    )
    record(session, clock=clock, action="assignment.progress", subject=assignment, before=before)
    return Done(AssignmentId(assignment.id), _CHANGED)


def _checked_progress(assignment: Assignment, note: ProgressNote, day: date) -> int | None:
    if note.progress is not None and not 0 <= note.progress <= 100:
        raise InvalidField("progress", f"Tiến độ {note.progress}% không đúng; ghi số từ 0 đến 100.")
    if note.done_on is not None and note.done_on < assignment.assigned_on:
        raise InvalidField(
            "done_on",
            f"Ngày hoàn thành {format_date(note.done_on)} trước ngày giao "
            f"{format_date(assignment.assigned_on)}.",
        )
    if note.done_on is not None and note.done_on > day:
        raise InvalidField(
            "done_on", f"Ngày hoàn thành {format_date(note.done_on)} chưa tới (hôm nay {format_date(day)})."
        )
    if note.done_on is not None and note.progress is not None and note.progress != 100:
        raise InvalidField("progress", "Đã ghi ngày hoàn thành thì tiến độ phải là 100%.")
    return note.progress


def get_assignment(session: Session, assignment_id: str) -> Assignment:
    """Return an assignment or raise ``NotFound``."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound(
            f"Không có nhiệm vụ mang mã “{assignment_id}” trong sổ.",
            hint="Xem mã ở cột đầu của danh sách nhiệm vụ.",
        )
    return assignment


def cancel_assignment(
    session: Session, *, assignment_id: str, reason: str, clock: Clock
) -> Done[AssignmentId]:
    """Take a task away from a unit, with a reason; the record stays."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do hủy.")
    assignment = get_assignment(session, assignment_id)
    before = snapshot(assignment)
    assignment.cancelled_on, assignment.cancel_reason = clock.today(), normalize(reason).strip()
    record(session, clock=clock, action="assignment.cancel", subject=assignment, before=before, reason=reason)
    return Done(AssignmentId(assignment.id), _CHANGED)


def cancel_task(session: Session, *, task_id: str, reason: str, clock: Clock) -> Done[TaskId]:
    """Cancel a task with all its open assignments."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do hủy.")
    task = _task(session, task_id)
    before = snapshot(task)
    task.cancelled_on, task.cancel_reason = clock.today(), normalize(reason).strip()
    record(session, clock=clock, action="task.cancel", subject=task, before=before, reason=reason)
    open_ones = select(Assignment).where(Assignment.task_id == task_id, Assignment.done_on.is_(None))
    for assignment in session.scalars(open_ones):
        if assignment.cancelled_on is None:
            cancel_assignment(session, assignment_id=assignment.id, reason=reason, clock=clock)
    return Done(TaskId(task.id), _CHANGED)
