"""Headings and standing sentences of papers: the office's own, dated, over the usual ones."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from sqlalchemy import Date, bindparam, literal, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound
from app.core.ids import derived_id
from app.core.text import normalize, one_line
from app.models import OutlineHeading, Phrase
from app.reports import outlines, phrases
from app.services.audit import record, snapshot
from app.services.validity import valid_on
from app.storage.errors import edited_elsewhere
from app.storage.plain_rows import plain_rows

_CHANGED = Changes(documents=True, settings=True)


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A heading as papers print it today; ``is_own`` tells an edited one from the usual one."""

    key: str
    number: str
    title: str
    level: int
    sort_order: int
    is_required: bool
    empty_sentence: str
    is_own: bool


def missing_words(title: str, empty_sentence: str) -> str:
    """Say that a required heading is empty, and the two ways to fill it."""
    printed = f" (văn bản in: “{empty_sentence}”)" if empty_sentence else ""
    return f"“{title}” là mục bắt buộc: viết điều mới của kỳ, hoặc bấm “Không phát sinh”{printed}."


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A standing sentence as papers print it today."""

    key: str
    text: str
    usual: str
    is_own: bool


_HEADINGS = (
    select(
        *(getattr(OutlineHeading, field.name) for field in fields(HeadingRow) if field.name != "is_own"),
        literal(True),
    )
    .where(
        OutlineHeading.document_kind == bindparam("kind"),
        valid_on(OutlineHeading, bindparam("day", type_=Date)),
    )
    .order_by(OutlineHeading.sort_order)
)


def list_headings(session: Session, *, kind: str, day: date) -> tuple[HeadingRow, ...]:
    """Return the outline of a kind of paper on a day, in reading order."""
    _known(kind)
    own = plain_rows(session, _HEADINGS, kind=kind, day=day)
    if own:
        return tuple(HeadingRow(*row) for row in own)
    return tuple(
        HeadingRow(h.key, h.number, h.title, h.level, place, False, "", False)
        for place, h in enumerate(outlines.DEFAULTS[kind], 1)
    )


def save_heading(
    session: Session, *, kind: str, heading: HeadingRow, clock: Clock, known: HeadingRow | None = None
) -> Done[str]:
    """Change a heading from today on; papers of earlier days keep the words of their time.

    The first change takes the whole usual outline over, so that an outline is never half the office's own.
    ``known`` is the heading as the person saw it: one that was changed since is not overwritten.
    """
    if not one_line(heading.title):
        raise InvalidField("title", "Chưa ghi tên đề mục.")
    if heading.level not in (1, 2, 3):
        raise InvalidField("level", "Đề mục có ba cấp: 1, 2, 3.")
    today = clock.today()
    rows = list_headings(session, kind=kind, day=today)
    if heading.key not in {row.key for row in rows}:
        raise NotFound(f"Đề cương không có mục “{heading.key}”.")
    if known is not None and replace(known, is_own=False) not in [replace(r, is_own=False) for r in rows]:
        raise edited_elsewhere()
    for row in rows:
        if not row.is_own:
            _put_heading(session, kind, row, clock)
    current = session.scalars(
        select(OutlineHeading).where(
            OutlineHeading.document_kind == kind,
            OutlineHeading.key == heading.key,
            valid_on(OutlineHeading, today),
        )
    ).one()
    just_taken_over = current.valid_from is None and not rows[0].is_own
    if current.valid_from == today or just_taken_over:
        before = snapshot(current)
        _fill(current, heading)
        record(session, clock=clock, action="heading.save", subject=current, before=before)
    else:
        before = snapshot(current)
        current.valid_to = today - timedelta(days=1)
        record(session, clock=clock, action="heading.end", subject=current, before=before)
        _put_heading(session, kind, heading, clock, valid_from=today)
    return Done(heading.key, _CHANGED)


def _put_heading(
    session: Session, kind: str, row: HeadingRow, clock: Clock, *, valid_from: date | None = None
) -> None:
    heading = OutlineHeading(
        id=derived_id("heading", kind, row.key, str(valid_from)),
        document_kind=kind,
        key=row.key,
        valid_from=valid_from,
    )
    _fill(heading, row)
    session.add(heading)
    record(session, clock=clock, action="heading.save", subject=heading)


def _fill(heading: OutlineHeading, row: HeadingRow) -> None:
    heading.number, heading.title, heading.level = one_line(row.number), one_line(row.title), row.level
    heading.sort_order, heading.is_required = row.sort_order, row.is_required
    heading.empty_sentence = one_line(row.empty_sentence)


def list_phrases(session: Session, *, kind: str, day: date) -> tuple[PhraseRow, ...]:
    """Return the standing sentences of a kind of paper on a day."""
    _known(kind)
    own = dict(
        session.execute(
            select(Phrase.key, Phrase.text).where(Phrase.document_kind == kind, valid_on(Phrase, day))
        ).all()
    )
    usual = phrases.DEFAULTS[kind]
    return tuple(
        PhraseRow(key, own.get(key, usual.get(key, "")), usual.get(key, ""), key in own)
        for key in dict.fromkeys((*usual, *own))
    )


def save_phrase(
    session: Session, *, kind: str, key: str, text: str, clock: Clock, known: str | None = None
) -> Done[str]:
    """Change a standing sentence from today on; a blank one is left out, earlier papers keep theirs.

    ``known`` is the sentence as the person saw it: one that was changed since is not overwritten.
    """
    _known(kind)
    words = one_line(normalize(text))
    if not words and key == "subject":
        raise InvalidField("text", "Trích yếu không được để trống.")
    if key not in phrases.DEFAULTS[kind]:
        raise NotFound(f"Loại văn bản này không có câu mẫu “{key}”.")
    today = clock.today()
    current = session.scalars(
        select(Phrase).where(Phrase.document_kind == kind, Phrase.key == key, valid_on(Phrase, today))
    ).one_or_none()
    if known is not None and known != (current.text if current else phrases.DEFAULTS[kind][key]):
        raise edited_elsewhere()
    if current is not None and current.valid_from == today:
        before = snapshot(current)
        current.text = words
        record(session, clock=clock, action="phrase.save", subject=current, before=before)
        return Done(key, _CHANGED)
    if current is not None:
        before = snapshot(current)
        current.valid_to = today - timedelta(days=1)
        record(session, clock=clock, action="phrase.end", subject=current, before=before)
    phrase = Phrase(
        id=derived_id("phrase", kind, key, today.isoformat()),
        document_kind=kind,
        key=key,
        text=words,
        valid_from=today,
    )
    session.add(phrase)
    record(session, clock=clock, action="phrase.save", subject=phrase)
    return Done(key, _CHANGED)


def _known(kind: str) -> None:
    if kind not in outlines.DEFAULTS:
        raise NotFound(f"Không có loại văn bản “{kind}”.", hint=", ".join(outlines.DEFAULTS))
