"""Anything in the register by a few words: what Ctrl+K offers beside modules and commands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.text import exact_key, fold, format_date, search_words, shorten
from app.models import Directive, IssuedDocument, Task, Unit
from app.services.queries.search import matches

_MOST = 5  # of a kind: more means that the person should type more
_SHORTEST = 2
_TITLE_LETTERS = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: its title, what tells it from others like it, and where it is shown."""

    title: str
    detail: str
    module: str
    icon: str
    place: dict[str, str] = field(default_factory=dict)


def find_records(session: Session, *, query: str, as_of: date) -> tuple[Hit, ...]:
    """Return units, tasks, directives and papers with every word of a query; some of each kind."""
    if len(fold(query).strip()) < _SHORTEST:
        return ()
    return (
        *_units(session, query, as_of),
        *_tasks(session, query),
        *_directives(session, query),
        *_papers(session, query),
    )


def _units(session: Session, query: str, as_of: date) -> Iterator[Hit]:
    is_valid = or_(Unit.valid_to.is_(None), Unit.valid_to >= as_of)
    wanted = select(Unit.id, Unit.code, Unit.name).where(matches(Unit, query), is_valid)
    for key, code, name in session.execute(wanted.order_by(Unit.sort_order).limit(_MOST)):
        yield Hit(name, f"đơn vị {code}", "directory", "units", {"list": "units", "id": key})


def _tasks(session: Session, query: str) -> Iterator[Hit]:
    wanted = select(Task.id, Task.content, Directive.number)
    wanted = wanted.outerjoin(Directive, Directive.id == Task.directive_id)
    wanted = wanted.where(matches(Task, query), Task.cancelled_on.is_(None))
    for key, content, number in session.execute(wanted.order_by(Task.id).limit(_MOST)):
        told = f"nhiệm vụ theo {number}" if number else "nhiệm vụ"
        yield Hit(shorten(content, _TITLE_LETTERS), told, "tasks", "tasks", {"task_id": key})


def _directives(session: Session, query: str) -> Iterator[Hit]:
    wanted = select(Directive).where(matches(Directive, query))
    for found in session.scalars(wanted.order_by(Directive.issued_on.desc(), Directive.id).limit(_MOST)):
        day = f" ngày {format_date(found.issued_on)}" if found.issued_on else ""
        title = shorten(found.subject or found.kind, _TITLE_LETTERS)
        told = f"{found.kind} {found.number or 'chưa số'}{day}"
        yield Hit(title, told, "directives", "directives", {"directive_id": found.id})


def _papers(session: Session, query: str) -> Iterator[Hit]:
    """Papers have no folded column: there are few, and their titles are short."""
    words = search_words(query)
    wanted = select(IssuedDocument.id, IssuedDocument.title, IssuedDocument.number, IssuedDocument.symbol)
    left = _MOST
    for key, title, number, symbol in session.execute(wanted.order_by(IssuedDocument.created_at.desc())):
        sign = f"{number}/{symbol}" if number else "bản nháp"
        plain, exact = fold(f"{title} {sign}"), exact_key(f"{title} {sign}")
        if left and all(word in (exact if matters else plain) for word, matters in words):
            left -= 1
            yield Hit(
                shorten(title, _TITLE_LETTERS),
                f"văn bản {sign}",
                "documents",
                "documents",
                {"document_id": key},
            )
