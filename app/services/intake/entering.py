"""Accepted proposals enter the register: directive, clauses, tasks, links, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.statuses import AssignmentRole
from app.core.text import shorten
from app.intake.proposals import ProposedTask, Reading
from app.models import Task
from app.services.directives import (
    ClauseFields,
    DirectiveFields,
    cite_directive,
    save_clause,
    save_directive,
)
from app.services.intake.clarity import kind_of
from app.services.intake.copies import find_known_copy, printed_number
from app.services.intake.parties import PartyMatch, PartyMatcher
from app.services.intake.party_memory import read_party_names, remember_party
from app.services.intake.relations import related
from app.services.intake.review import Answer
from app.services.steps import kept_step
from app.services.tasks import Assignee, TaskFields, assign_task, create_task


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was entered: the directive, its tasks, and the names that no unit could be found for."""

    directive_id: str
    task_ids: tuple[str, ...]
    step_id: str  # takes all of it back
    unknown: tuple[str, ...] = ()
    unsure: tuple[PartyMatch, ...] = ()
    late_days: tuple[int, ...] = field(default=())  # orders whose day lies before the directive itself


def accept_reading(
    session: Session,
    *,
    reading: Reading,
    clock: Clock,
    orders: Sequence[int] | None = None,
    received_on: date | None = None,
    answers: Mapping[str, Answer] | None = None,
    not_copy_of: str | None = None,
) -> Done[Accepted]:
    """Enter a directive with its accepted proposals (all, or those numbered in ``orders``), as one step.

    ``answers`` are those of a person about names; they are remembered. ``not_copy_of`` is the directive that
    a person has looked at and found to be another one.
    """
    _refuse_copy(session, reading, not_copy_of)
    chosen = [task for task in reading.tasks if orders is None or task.order in set(orders)]
    fields = directive_fields(reading, received_on)
    name = f"{fields.kind} {fields.number or '(bản chưa số)'}"
    with kept_step(session, title=f"Ghi {name} và {len(chosen)} nhiệm vụ", clock=clock) as step_id:
        for words, given in (answers or {}).items():
            if given.unit_id or given.group_id:
                remember_party(session, name=words, unit_id=given.unit_id, group_id=given.group_id)
        directive_id = save_directive(session, fields=fields, clock=clock).value
        for cited, relation in related(reading)[:60]:
            cite_directive(
                session,
                directive_id=directive_id,
                number=cited.number[:100],
                issued_on=cited.issued_on,
                relation=relation,
                clock=clock,
            )
        entry = TaskEntry(session, reading, directive_id, received_on or clock.today(), clock)
        task_ids = tuple(entry.enter(task) for task in chosen)
    accepted = Accepted(
        directive_id,
        task_ids,
        step_id,
        tuple(name for name, match in entry.matches.items() if not match.candidates),
        tuple(match for match in entry.matches.values() if match.candidates and not match.is_sure),
        tuple(entry.late_days),
    )
    return Done(accepted, Changes(directives=True, tasks=True, units=bool(answers)))


def _refuse_copy(session: Session, reading: Reading, not_copy_of: str | None) -> None:
    known = find_known_copy(session, reading)
    if known is None or (known.reason == "alike" and known.directive_id == not_copy_of):
        return
    name = f"số {known.number}" if known.number else f"“{shorten(known.subject, 80)}”"
    raise RuleViolation(
        f"Văn bản này đã có trong sổ ({name}).",
        hint="Mở văn bản đang có; bản ký đến sau thì dùng Ghép bản chính thức.",
        code="E-TRUNG-01",
    )


def directive_fields(reading: Reading, received_on: date | None) -> DirectiveFields:
    """Return what is known of a directive from its reading; a draft's symbol is kept as a note."""
    head = reading.head
    signer = head.signer
    is_late = received_on is not None and (head.issued_on is None or received_on >= head.issued_on)
    number = printed_number(reading)
    return DirectiveFields(
        kind=head.kind or "văn bản",
        number=number,
        issued_on=head.issued_on,
        issuer=head.issuer or "",
        place=head.place or "",
        subject=head.subject or shorten(reading.tasks[0].content if reading.tasks else reading.file, 120),
        addressees=head.addressees,
        signer_name=(signer.name or "") if signer else "",
        signer_title=(signer.title or "") if signer else "",
        received_on=received_on if is_late else None,
        text=reading.text,
        note="" if number or not head.number else f"Ký hiệu trên bản chưa số: {head.number}",
    )


class TaskEntry:
    """Enters the tasks of one directive."""

    def __init__(
        self, session: Session, reading: Reading, directive_id: str, day: date, clock: Clock
    ) -> None:
        self.session = session
        self.reading = reading
        self.directive_id = directive_id
        self.day = day
        self.clock = clock
        self.matcher = PartyMatcher(read_party_names(session, day), reading.head.addressees)
        self.matches: dict[str, PartyMatch] = {}
        self.late_days: list[int] = []

    def enter(self, task: ProposedTask) -> str:
        """Enter one task with its clause, given to the units that its words surely mean."""
        leads = [self._match(name) for name in task.assignees]
        sure = [match for match in leads if match.is_sure]
        groups = tuple(match.group_id for match in sure if match.group_id)
        units = tuple(unit for match in sure if not match.group_id for unit in match.unit_ids)
        clause_id = save_clause(
            self.session,
            directive_id=self.directive_id,
            fields=ClauseFields(
                number=task.section or "",
                text=self.reading.text[task.start : task.end] or task.content,
                group_ids=groups,
                unit_ids=units,
                span=(task.start, task.end),
            ),
            clock=self.clock,
        ).value
        created = create_task(self.session, fields=self.fields(task, clause_id), clock=self.clock).value
        if assignees := self._assignees(task, sure):
            assign_task(
                self.session,
                task_id=created,
                assignees=assignees,
                clock=self.clock,
                assigned_on=self.day,
            )
        row = self.session.get(Task, created)
        if row is not None:
            row.reading_rule = task.rule
        return created

    def _match(self, name: str) -> PartyMatch:
        if name not in self.matches:
            self.matches[name] = self.matcher.match(name)
        return self.matches[name]

    def _assignees(self, task: ProposedTask, leads: Sequence[PartyMatch]) -> tuple[Assignee, ...]:
        given = dict.fromkeys(unit for match in leads for unit in match.unit_ids)
        if not given:
            return ()
        found = [Assignee(unit_id=unit) for unit in given]
        for name in task.coordinators:
            match = self._match(name)
            if match.is_sure and match.group_id is None:
                found += [
                    Assignee(unit_id=unit, role=AssignmentRole.COORDINATING)
                    for unit in match.unit_ids
                    if unit not in given
                ]
        return tuple({assignee.unit_id: assignee for assignee in reversed(found)}.values())[::-1]

    def fields(self, task: ProposedTask, clause_id: str | None) -> TaskFields:
        """Return a proposal as the register takes it; a day before the directive's own is left out."""
        deadline = task.deadline
        day = deadline.day if deadline else None
        issued = self.reading.head.issued_on
        if day is not None and issued is not None and day < issued:
            self.late_days.append(task.order)  # a slip of the pen: the words stay, a person decides
            day = None
        return TaskFields(
            content=task.content,
            kind=kind_of(task),
            directive_id=self.directive_id,
            clause_id=clause_id,
            section=task.section or "",
            product=task.product or "",
            due_text=(deadline.text if deadline else "")[:480],
            due_on=day,
            due_operator=deadline.operator if deadline else None,
            recurrence=(deadline.recurrence or "") if deadline else "",
        )
