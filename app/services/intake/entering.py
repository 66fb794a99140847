"""Accepted proposals enter the register: directive, clauses, tasks, links, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import DirectiveId
from app.core.statuses import AssignmentRole
from app.core.text import shorten
from app.intake.proposals import DirectiveHead, ProposedTask, Reading
from app.models import Clause, Task
from app.services.directives import (
    ClauseFields,
    DirectiveFields,
    cite_directive,
    get_directive,
    save_clause,
    save_directive,
)
from app.services.intake.clarity import kind_of
from app.services.intake.copies import find_known_copy
from app.services.intake.parties import PartyMatch, PartyMatcher
from app.services.tasks import Assignee, TaskFields, assign_task, create_task


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was entered: the directive, its tasks, and the names that no unit could be found for."""

    directive_id: str
    task_ids: tuple[str, ...]
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
) -> Done[Accepted]:
    """Enter a directive with its accepted proposals (all, or those numbered in ``orders``)."""
    known = find_known_copy(session, reading)
    if known is not None:
        name = f"số {known.number}" if known.number else f"“{shorten(known.subject, 80)}”"
        raise RuleViolation(
            f"Văn bản này đã có trong sổ ({name}).",
            hint="Mở văn bản đang có; bản ký đến sau thì dùng Ghép bản chính thức.",
            code="E-TRUNG-01",
        )
    chosen = [task for task in reading.tasks if orders is None or task.order in set(orders)]
    directive_id = save_directive(session, fields=_directive_fields(reading, received_on), clock=clock).value
    _cite(session, directive_id, reading.head, clock)
    day = received_on or clock.today()
    entry = _Entry(session, reading, directive_id, day, clock)
    task_ids = tuple(entry.enter(task) for task in chosen)
    accepted = Accepted(
        directive_id,
        task_ids,
        tuple(name for name, match in entry.matches.items() if not match.unit_ids and match.group_id is None),
        tuple(match for match in entry.matches.values() if match.unit_ids and not match.is_sure),
        tuple(entry.late_days),
    )
    return Done(accepted, Changes(directives=True, tasks=True))


def attach_signed_copy(
    session: Session, *, directive_id: str, reading: Reading, clock: Clock
) -> Done[DirectiveId]:
    """Give an entered directive the number, day and text of its signed copy; its tasks stay as they are."""
    known = get_directive(session, directive_id)
    fields = replace(
        _directive_fields(reading, known.received_on),
        received_on=known.received_on,
        is_own=known.is_own,
        note=known.note,
    )
    done = save_directive(session, fields=fields, clock=clock, directive_id=directive_id)
    # Spans count in the text: a clause is looked up in the new one; where it reads otherwise it has no place.
    for clause in session.scalars(select(Clause).where(Clause.directive_id == directive_id)):
        start = known.text.find(clause.text)
        found = start >= 0
        clause.span_start = start if found else None
        clause.span_end = start + len(clause.text) if found else None
    return done


def _directive_fields(reading: Reading, received_on: date | None) -> DirectiveFields:
    head = reading.head
    signer = head.signer
    is_late = received_on is not None and (head.issued_on is None or received_on >= head.issued_on)
    number = head.number if head.number and head.number[0].isdigit() else None
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


def _cite(session: Session, directive_id: str, head: DirectiveHead, clock: Clock) -> None:
    for cited in head.references[:60]:
        relation = "cites"
        if cited.number == head.carries_out:
            relation = "carries_out"
        elif cited.number == head.replaces:
            relation = "replaces"
        cite_directive(
            session,
            directive_id=directive_id,
            number=cited.number[:100],
            issued_on=cited.issued_on,
            relation=relation,
            clock=clock,
        )


class _Entry:
    """Enters the tasks of one directive."""

    def __init__(
        self, session: Session, reading: Reading, directive_id: str, day: date, clock: Clock
    ) -> None:
        self.session = session
        self.reading = reading
        self.directive_id = directive_id
        self.day = day
        self.clock = clock
        self.matcher = PartyMatcher(session, day, reading.head.addressees)
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
        created = create_task(self.session, fields=self._fields(task, clause_id), clock=self.clock).value
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

    def _fields(self, task: ProposedTask, clause_id: str) -> TaskFields:
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
