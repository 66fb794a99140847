"""Who is to be reminded of what, on which rung, and how often each unit has been (S23)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import at_office, end_of_day, local_day
from app.core.ladder import Reminded, Rung, rung_on
from app.core.statuses import DocumentState, ReminderChannel, Role
from app.core.working_days import Calendar
from app.models import IssuedDocument, Reminder, ReminderStop
from app.services.office_days import office_calendar
from app.services.queries.owing import OwedItem, owed_items
from app.services.queries.units import PersonRow, UnitRow, get_register, list_people, list_units

_LETTER_HOUR = 8  # a letter has a day, no hour


@dataclass(frozen=True, slots=True)
class SentReminder:
    """One reminder as it was sent; ``subjects`` are the things it named."""

    at: datetime
    channel: ReminderChannel
    step: int
    text: str
    subjects: frozenset[str]
    printed: frozenset[str] = frozenset()  # what a letter called them

    def is_about(self, item: OwedItem) -> bool:
        """Tell whether it named something."""
        return item.subject_id in self.subjects or bool(item.printed_as and item.printed_as in self.printed)

    @property
    def day(self) -> date:
        """The day at the office."""
        return local_day(self.at)


@dataclass(frozen=True, slots=True)
class FollowedItem:
    """Something owed with its rung; ``stopped`` is the reason why nobody reminds of it any more."""

    owed: OwedItem
    rung: Rung | None
    stopped: str = ""

    @property
    def is_followed(self) -> bool:
        """Whether it is on the ladder."""
        return self.rung is not None and not self.stopped


@dataclass(frozen=True, slots=True)
class Contact:
    """How a unit is reached: its own phone and mail, else those of its first officer who has any."""

    person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One unit in the list: what it owes, the rung of the most pressing, when it was last reminded."""

    unit_id: str
    code: str
    unit: str
    unit_name: str
    contact: Contact
    items: tuple[FollowedItem, ...]
    sent: tuple[SentReminder, ...]  # of what it owes now, newest first
    has_draft_letter: bool = False

    @property
    def followed(self) -> tuple[FollowedItem, ...]:
        """What is on the ladder and not stopped."""
        return tuple(item for item in self.items if item.is_followed)

    @property
    def rung(self) -> Rung | None:
        """The rung to act on: one that is open before one that waits, the highest first."""
        rungs = [item.rung for item in self.followed if item.rung is not None]
        return max(rungs, key=lambda rung: (rung.is_open, not rung.is_over, rung.step), default=None)

    @property
    def is_open(self) -> bool:
        """Whether it is the unit's turn today."""
        return self.rung is not None and self.rung.is_open

    @property
    def stopped(self) -> str:
        """Why nobody reminds the unit any more; blank while anything is followed."""
        if self.followed:
            return ""
        return next((item.stopped for item in self.items if item.stopped), "")

    @property
    def last(self) -> SentReminder | None:
        """The last reminder."""
        return self.sent[0] if self.sent else None


def follow_ups(
    session: Session, *, day: date, unit_ids: Collection[str] | None = None
) -> tuple[FollowUp, ...]:
    """Return the units that owe something: whose turn it is first, the highest rung first.

    A hub follows every unit but itself, another register only its own unit. What is not on the ladder yet,
    and units that were only stopped, stand behind.
    """
    register = get_register(session)
    own = register.own_unit_id or ""
    if register.role is Role.REPORTER:
        unit_ids = {own}
    calendar = office_calendar(session)
    items: dict[str, list[OwedItem]] = defaultdict(list)
    for item in owed_items(session, day=day, calendar=calendar, unit_ids=unit_ids):
        if item.unit_id != own or register.role is Role.REPORTER:
            items[item.unit_id].append(item)
    history = sent_reminders(session, unit_ids=items, day=day)
    stops = _stops(session, day)
    drafts = _draft_letters(session)
    contacts = _contacts(session, day)
    rows = [
        replace(
            _follow_up(unit, items[unit.id], history.get(unit.id, ()), stops, calendar, day),
            contact=contacts(unit),
            has_draft_letter=unit.id in drafts,
        )
        for unit in list_units(session, as_of=None)
        if unit.id in items
    ]
    shown = [row for row in rows if row.followed or row.stopped]
    return tuple(sorted(shown, key=_urgency))


def _urgency(row: FollowUp) -> tuple[bool, bool, int]:
    return not row.is_open, bool(row.stopped), -(row.rung.step if row.rung is not None else 0)


def _follow_up(
    unit: UnitRow,
    items: list[OwedItem],
    sent: tuple[SentReminder, ...],
    stops: Mapping[str, str],
    calendar: Calendar,
    day: date,
) -> FollowUp:
    followed = []
    for item in items:
        reminded = [Reminded(one.day, one.step) for one in sent if one.is_about(item)]
        rung = rung_on(day, due=item.due, grace_end=item.grace_end, reminded=reminded, calendar=calendar)
        if rung is not None and (item.is_late(day) or not item.is_returned):
            followed.append(FollowedItem(item, rung, stops.get(item.subject_id, "")))
    return FollowUp(
        unit.id,
        unit.code,
        unit.short_name or unit.name,
        unit.name,
        Contact(),
        tuple(followed),
        tuple(one for one in sent if any(one.is_about(item.owed) for item in followed)),
    )


def sent_reminders(
    session: Session, *, unit_ids: Iterable[str], day: date
) -> dict[str, tuple[SentReminder, ...]]:
    """Return what units were sent by the end of a day, newest first: the log and issued letters."""
    wanted = set(unit_ids)
    grouped: dict[tuple[str, datetime, str], list[Reminder]] = defaultdict(list)
    for row in session.scalars(
        select(Reminder).where(Reminder.unit_id.in_(wanted), Reminder.sent_at < end_of_day(day))
    ):
        grouped[row.unit_id, row.sent_at, row.channel].append(row)
    found: dict[str, list[SentReminder]] = defaultdict(list)
    for (unit_id, at, channel), rows in grouped.items():
        subjects = frozenset(row.subject_id for row in rows)
        step = max(row.step for row in rows)
        found[unit_id].append(SentReminder(at, ReminderChannel(channel), step, rows[0].text, subjects))
    for unit_id, letter in _letters(session, wanted, day):
        found[unit_id].append(letter)
    return {
        unit_id: tuple(sorted(sent, key=lambda one: (one.at, one.step), reverse=True))
        for unit_id, sent in found.items()
    }


def _letters(session: Session, unit_ids: set[str], day: date) -> list[tuple[str, SentReminder]]:
    """Return issued letters; what each told is what its frozen data prints."""
    found = []
    for document in session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.kind == "reminder",
            IssuedDocument.about_unit_id.in_(unit_ids),
            IssuedDocument.issued_on <= day,
            IssuedDocument.state != DocumentState.WITHDRAWN,
        )
    ):
        assert document.issued_on is not None and document.about_unit_id is not None
        at = at_office(document.issued_on, _LETTER_HOUR)
        text = f"Công văn số {document.number}/{document.symbol}"
        names = frozenset(_printed_names(document))
        letter = SentReminder(at, ReminderChannel.LETTER, 0, text, frozenset(), names)
        found.append((document.about_unit_id, letter))
    return found


def _printed_names(document: IssuedDocument) -> list[str]:
    data: Any = (document.frozen_data or {}).get("data") or {}
    missing = [str(item["name"]) for item in data.get("missing", ())]
    return missing + [str(item["content"]) for item in data.get("overdue", ())]


def _stops(session: Session, day: date) -> dict[str, str]:
    rows = session.scalars(
        select(ReminderStop).where(
            ReminderStop.stopped_at < end_of_day(day),
            (ReminderStop.ended_at.is_(None)) | (ReminderStop.ended_at >= end_of_day(day)),
        )
    )
    return {row.subject_id: row.reason for row in rows}


def _draft_letters(session: Session) -> set[str]:
    states = (DocumentState.DRAFT, DocumentState.CHECKED)
    found = session.scalars(
        select(IssuedDocument.about_unit_id).where(
            IssuedDocument.kind == "reminder", IssuedDocument.state.in_(states)
        )
    )
    return {unit_id for unit_id in found if unit_id}


def _contacts(session: Session, day: date) -> Callable[[UnitRow], Contact]:
    people: dict[str, list[PersonRow]] = defaultdict(list)
    for person in list_people(session):
        if (person.valid_from is None or person.valid_from <= day) and (
            person.valid_to is None or person.valid_to >= day
        ):
            people[person.unit_id].append(person)

    def contact(unit: UnitRow) -> Contact:
        reached = [person for person in people[unit.id] if person.phone or person.email]
        phone = unit.phone or next((person.phone for person in reached if person.phone), "")
        email = unit.email or next((person.email for person in reached if person.email), "")
        return Contact(reached[0].name if reached else "", phone, email)

    return contact
