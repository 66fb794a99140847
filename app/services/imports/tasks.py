"""Tasks from a workbook: matched by their key or by directive, section and words; one row, one task."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.progress import Progress
from app.core.statuses import AssignmentRole, TaskKind
from app.core.text import exact_key, one_line
from app.intake.table_rows import TableRow
from app.intake.tables import Table
from app.models import Assignment, Directive, Person, Task
from app.services.audit import snapshot
from app.services.directives import DirectiveFields, save_directive
from app.services.imports.outcome import Effect, Outcome, RowRefused, carry_out
from app.services.imports.task_fields import TaskLine, read_task_line
from app.services.imports.unit_names import UnitNames
from app.services.tasks import (
    Assignee,
    ProgressNote,
    TaskFields,
    assign_task,
    change_task,
    create_task,
    note_progress,
)
from app.services.units import PersonFields, save_person


@dataclass(slots=True)
class _Register:
    """What the rows are matched with; read once, kept up while rows are added."""

    session: Session
    clock: Clock
    names: dict[date, UnitNames] = field(default_factory=dict)
    directives: dict[str, str] = field(default_factory=dict)
    tasks: dict[tuple[str, str, str], str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def names_on(self, day: date) -> UnitNames:
        if day not in self.names:
            self.names[day] = UnitNames.of(self.session, day)
        return self.names[day]


def import_tasks(session: Session, table: Table, outcome: Outcome, clock: Clock, progress: Progress) -> None:
    """Enter or change the task of every row, its assignments and what was done about it."""
    known = _Register(session, clock)
    for number, directive_id in session.execute(select(Directive.number, Directive.id)):
        if number:
            known.directives[_key(number)] = directive_id
    for task in session.execute(select(Task.directive_id, Task.section, Task.content, Task.id)):
        known.tasks[task.directive_id or "", _key(task.section), exact_key(task.content)] = task.id
    for place, row in enumerate(table.rows):
        progress.report(place, len(table.rows), table.file_name)
        carry_out(session, row, outcome, partial(_save, known, row))


def _key(text: str) -> str:
    return exact_key(text).replace(" ", "")


def _save(known: _Register, row: TableRow) -> Effect:
    today = known.clock.today()
    line = read_task_line(row, today)
    assigned_on = line.assigned_on or _usual_day(known, line, today)
    leads = _units(known, row, "lead", line.lead, assigned_on)
    others = [u for u in _units(known, row, "coordinating", line.coordinating, assigned_on) if u not in leads]
    if row.faults:
        raise RowRefused("")
    directive_id = _directive(known, line)
    task_id = _match(known, line, directive_id)
    if task_id is not None and task_id in known.rows:
        raise InvalidField("content", f"Nhiệm vụ này đã có ở dòng {known.rows[task_id]}.")
    before = _state(known.session, task_id) if task_id else None
    fields = _fields(known.session, line, row, directive_id, task_id)
    try:
        if task_id is None:
            task_id = create_task(known.session, fields=fields, clock=known.clock).value
        else:
            change_task(known.session, task_id=task_id, fields=fields, clock=known.clock)
        assignees = _assignees(known, line, leads, others)
        assign_task(
            known.session, task_id=task_id, assignees=assignees, clock=known.clock, assigned_on=assigned_on
        )
        _note(known, row, line, task_id, leads)
    except InvalidField as error:
        column = {"due_on": "due", "assignees": "lead"}.get(error.field, error.field)
        raise InvalidField(column, error.message) from error
    known.rows[task_id] = row.number
    if before is None:
        known.tasks[directive_id or "", _key(fields.section), exact_key(fields.content)] = task_id
        return "added"
    return "unchanged" if _state(known.session, task_id) == before else "changed"


def _usual_day(known: _Register, line: TaskLine, today: date) -> date:
    """Return the day a task without a day of assignment counts from: its directive's, never after its end."""
    directive_id = known.directives.get(_key(line.directive))
    directive = known.session.get(Directive, directive_id) if directive_id else None
    days = [today, line.done_on or today]
    if directive is not None and directive.issued_on is not None:
        days.append(directive.issued_on)
    return min(days)


def _units(known: _Register, row: TableRow, name: str, text: str, day: date) -> tuple[str, ...]:
    try:
        return known.names_on(day).find_all(text, field=name)
    except InvalidField as error:
        row.refuse(name, error.message)
        return ()


def _directive(known: _Register, line: TaskLine) -> str | None:
    """Return the directive of a number; one that is not in the register is entered with its number only."""
    if not line.directive:
        return None
    key = _key(line.directive)
    if key not in known.directives or known.session.get(Directive, known.directives[key]) is None:
        fields = DirectiveFields(number=line.directive, subject=f"Văn bản {line.directive} (nhập từ Excel)")
        known.directives[key] = save_directive(known.session, fields=fields, clock=known.clock).value
    return known.directives[key]


def _match(known: _Register, line: TaskLine, directive_id: str | None) -> str | None:
    if line.id:
        assignment = known.session.get(Assignment, line.id)
        task = known.session.get(Task, assignment.task_id if assignment else line.id)
        if task is None:
            raise InvalidField("id", f"Không có nhiệm vụ mang mã “{line.id}” trong sổ.")
        return task.id
    return known.tasks.get((directive_id or "", _key(line.section), exact_key(line.content)))


def _fields(
    session: Session, line: TaskLine, row: TableRow, directive_id: str | None, task_id: str | None
) -> TaskFields:
    task = session.get(Task, task_id) if task_id else None
    due, recurrence = line.due, line.recurrence or line.due.recurrence
    kind = line.kind or due.kind or (TaskKind.RECURRING if recurrence else None)
    kept_due = task is not None and not row.has("due")
    return TaskFields(
        content=line.content,
        kind=kind or (task.kind if task else TaskKind.DATED),
        directive_id=directive_id or (task.directive_id if task else None),
        clause_id=task.clause_id if task else None,
        section=line.section or (task.section if task else ""),
        product=line.product if row.has("product") or task is None else task.product,
        receiver=task.receiver if task else "",
        field=task.field if task else "",
        due_text=task.due_text if task and (kept_due or _same_due(task, line)) else due.text,
        due_on=task.due_on if task and kept_due else due.day,
        due_operator=task.due_operator if task and (kept_due or _same_due(task, line)) else due.operator,
        recurrence=recurrence or (task.recurrence if task and not row.has("recurrence") else ""),
        review_days=task.review_days if task else None,
    )


def _same_due(task: Task, line: TaskLine) -> bool:
    """A plain day in the sheet says nothing against the words that the register already has for it."""
    plain = line.due.text.startswith("chậm nhất ngày ")
    return plain and task.due_on is not None and task.due_on == line.due.day


def _assignees(
    known: _Register, line: TaskLine, leads: tuple[str, ...], others: list[str]
) -> tuple[Assignee, ...]:
    people = [one_line(name) for name in line.person.split(";") if one_line(name)]
    made = []
    for place, unit_id in enumerate(leads):
        name = people[place] if place < len(people) else ""
        made.append(Assignee(unit_id=unit_id, person_id=_person(known, unit_id, name) if name else None))
    made += [Assignee(unit_id=unit_id, role=AssignmentRole.COORDINATING) for unit_id in others]
    return tuple(made)


def _person(known: _Register, unit_id: str, name: str) -> str:
    for person in known.session.scalars(select(Person).where(Person.unit_id == unit_id)):
        if exact_key(person.name) == exact_key(name):
            return person.id
    return save_person(
        known.session, fields=PersonFields(unit_id=unit_id, name=name), clock=known.clock
    ).value


def _note(known: _Register, row: TableRow, line: TaskLine, task_id: str, leads: tuple[str, ...]) -> None:
    """Note progress, result and completion for the units that lead, where the sheet says something new."""
    assignments = known.session.scalars(
        select(Assignment).where(Assignment.task_id == task_id, Assignment.unit_id.in_(leads))
    ).all()
    for assignment in assignments:
        progress = 100 if line.done_on else line.progress
        is_new = (
            (progress is not None and progress != assignment.progress)
            or (line.done_on is not None and line.done_on != assignment.done_on)
            or (bool(line.result) and line.result != assignment.result)
        )
        if is_new:
            note = ProgressNote(progress=progress, result=line.result or None, done_on=line.done_on)
            note_progress(known.session, assignment_id=assignment.id, note=note, clock=known.clock)


def _state(session: Session, task_id: str) -> list[dict[str, object]]:
    """Return a task with its assignments as they are, to see whether a row changed anything."""
    session.flush()
    task = session.get_one(Task, task_id)
    assignments = session.scalars(
        select(Assignment).where(Assignment.task_id == task_id).order_by(Assignment.id)
    )
    return [snapshot(task), *(snapshot(assignment) for assignment in assignments)]
