"""The journal as a timeline: when, who, what was done to which record, from what to what, why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import at_office, end_of_day
from app.core.text import shorten
from app.models import (
    Assignment,
    Audit,
    Base,
    Clause,
    Directive,
    ExpectedReport,
    IssuedDocument,
    Period,
    Person,
    PlanRow,
    ReportingRule,
    Score,
    Task,
    Unit,
    UnitGroup,
)
from app.services.queries.change_words import change_words, field_words, value_words
from app.services.queries.journal_words import action_words, kind_words

MOST = 3000
_NAMES = ("number", "subject", "content", "name", "title", "file_name", "text", "code", "alias", "key")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One change of the journal."""

    seq: int
    at: datetime
    actor: str
    action: str
    kind: str
    subject: str
    details: str
    reason: str
    step_id: str
    fields: tuple[FieldChange, ...] = ()


def list_journal(
    session: Session, *, first: date | None = None, last: date | None = None, most: int = MOST
) -> tuple[JournalRow, ...]:
    """Return the newest changes between two days of the office, newest first, at most ``most``."""
    entries = select(Audit).order_by(Audit.seq.desc()).limit(most)
    if first is not None:
        entries = entries.where(Audit.at >= at_office(first))
    if last is not None:
        entries = entries.where(Audit.at < end_of_day(last))
    found = session.scalars(entries).all()
    names = _names(session, found)
    return tuple(_row(entry, names) for entry in found)


def _row(entry: Audit, names: Mapping[tuple[str, str], str]) -> JournalRow:
    before, after = entry.before or {}, entry.after or {}
    by_id = {key: name for (_, key), name in names.items()}
    changed = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    fields = tuple(
        FieldChange(
            field_words(name),
            value_words(name, before.get(name), by_id),
            value_words(name, after.get(name), by_id),
        )
        for name in changed
        if field_words(name)
    )
    told = [change_words(name, before.get(name), after.get(name), by_id) for name in changed]
    subject = names.get((entry.subject_kind, entry.subject_id), "") or _own_name(after or before)
    return JournalRow(
        entry.seq,
        entry.at,
        entry.actor,
        action_words(entry.action, entry.subject_kind),
        kind_words(entry.subject_kind),
        subject,
        shorten("; ".join(words for words in told if words), 300),
        entry.reason,
        entry.batch_id or "",
        fields,
    )


def _own_name(values: Mapping[str, object]) -> str:
    """Return the name that a record has in its own row of the journal: it may be gone from the register."""
    for name in (
        "number",
        "subject",
        "content",
        "name",
        "title",
        "file_name",
        "text",
        "code",
        "alias",
        "key",
    ):
        if values.get(name):
            return shorten(str(values[name]), 80)
    return ""


def _names(session: Session, entries: Iterable[Audit]) -> dict[tuple[str, str], str]:
    """Return what the records of some entries, and those that they point at, are called."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.subject_kind].add(entry.subject_id)
        for values in (entry.before, entry.after):
            for name, value in (values or {}).items():
                if name in _POINTERS and isinstance(value, str):
                    wanted[_POINTERS[name]].add(value)
    names: dict[tuple[str, str], str] = {}
    for kind in ("assignment", "expected_report"):  # named by what they belong to
        names |= _pairs(session, kind, wanted)
    for kind, (model, name_of) in _NAMED.items():
        for record in _records(session, model, wanted.get(kind, set())):
            names[(kind, record.id)] = shorten(name_of(record), 80)
    return names


def _records(session: Session, model: Any, keys: set[str]) -> Iterable[Any]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        yield from session.scalars(select(model).where(model.id.in_(ordered[start : start + 500])))


def _pairs(session: Session, kind: str, wanted: Mapping[str, set[str]]) -> dict[tuple[str, str], str]:
    """Name assignments by unit and task, expected reports by unit and period."""
    keys = sorted(wanted.get(kind, ()))
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        if kind == "assignment":
            rows = session.execute(
                select(Assignment.id, Unit.short_name, Task.content)
                .join(Unit, Unit.id == Assignment.unit_id)
                .join(Task, Task.id == Assignment.task_id)
                .where(Assignment.id.in_(part))
            )
        else:
            rows = session.execute(
                select(ExpectedReport.id, Unit.short_name, Period.name)
                .join(Unit, Unit.id == ExpectedReport.unit_id)
                .join(Period, Period.id == ExpectedReport.period_id)
                .where(ExpectedReport.id.in_(part))
            )
        found |= {(kind, key): f"{unit}: {shorten(what, 60)}" for key, unit, what in rows}
    return found


def _directive_name(directive: Directive) -> str:
    return f"{directive.kind.capitalize()} {directive.number or '(bản chưa số)'}: {directive.subject}"


_POINTERS = {
    "unit_id": "unit",
    "parent_id": "unit",
    "person_id": "person",
    "supervisor_id": "person",
    "directive_id": "directive",
    "clause_id": "clause",
}
_NAMED: dict[str, tuple[type[Base], Callable[[Any], str]]] = {
    "task": (Task, lambda task: task.content),
    "directive": (Directive, _directive_name),
    "clause": (Clause, lambda clause: f"{clause.number}. {clause.text}".lstrip(". ")),
    "unit": (Unit, lambda unit: unit.short_name or unit.name),
    "unit_group": (UnitGroup, lambda group: group.name),
    "person": (Person, lambda person: person.name),
    "issued_document": (IssuedDocument, lambda paper: paper.title),
    "period": (Period, lambda period: f"kỳ {period.name}"),
    "reporting_rule": (ReportingRule, lambda rule: rule.name),
    "plan_row": (PlanRow, lambda row: row.shortcoming),
    "score": (Score, lambda score: score.reason or "điểm"),
}
