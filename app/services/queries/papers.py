"""From the register to the frozen data of papers: letterhead, outline, basis, rows.

Everything a paper prints is read here in one transaction; builders and renderers never see the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import RuleViolation
from app.core.text import format_date_words
from app.models import Clause, Directive, Phrase, ReportingRule, Unit
from app.models import OutlineHeading as HeadingRecord
from app.reports import outlines, phrases
from app.reports.data.frame import Frame
from app.reports.data.parts import OutlineHeading
from app.reports.outlines import other_heading
from app.services.queries.units import LetterheadRow, letterhead_on, signer_on
from app.services.validity import valid_on

_TYPES = {"BC": "Báo cáo", "KH": "Kế hoạch", "TB": "Thông báo", "BB": "Biên bản"}


def paper_frame(session: Session, *, unit_id: str, type_symbol: str, day: date, goes_up: bool) -> Frame:
    """Return the form of a unit's paper on a day; raises ``RuleViolation`` where it has no letterhead.

    A báo cáo that goes up has its receiver in Kính gửi and "Như trên"; a kế hoạch names it in Nơi nhận
    (R30, R55).
    """
    unit = session.get_one(Unit, unit_id)
    head = letterhead_on(session, unit_id=unit_id, day=day)
    if head is None:
        raise RuleViolation(
            f"Chưa có mẫu đầu văn bản của “{unit.name}”.",
            hint="Thêm mẫu đầu văn bản trong Danh mục, mục Người ký và thể thức.",
            code="E-VB-01",
        )
    signer = signer_on(session, unit_id=unit_id, day=day)
    receiver = _receiver(head)
    lead = ("Như trên",) if goes_up and receiver else (receiver,) if receiver else ()
    archive = f"Lưu: VT, {head.drafting_symbol}" if head.drafting_symbol else "Lưu: VT"
    return Frame(
        issuer_lines=head.issuer,
        issuer_name=unit.name,
        symbol=f"{type_symbol}-{head.symbol}",
        place=head.place,
        type_name=_TYPES[type_symbol],
        authority=signer.authority if signer else (),
        signer_name=signer.name if signer else "",
        superior=head.superior or None,
        drafted_on=day,
        addressees=(receiver,) if goes_up and receiver else (),
        recipients=(*lead, *head.recipients, archive),
    )


def _receiver(head: LetterheadRow) -> str:
    if not head.addressee:
        return ""
    channel = head.channel.strip("() ")
    return f"{head.addressee} ({channel})" if channel else head.addressee


def outline(session: Session, kind: str, day: date) -> tuple[OutlineHeading, ...]:
    """Return a paper's outline as the office has it on a day, the usual one where it has none of its own."""
    usual = {heading.key: heading for heading in outlines.DEFAULTS[kind]}
    own = session.scalars(
        select(HeadingRecord)
        .where(HeadingRecord.document_kind == kind, valid_on(HeadingRecord, day))
        .order_by(HeadingRecord.sort_order)
    ).all()
    if not own:
        return outlines.DEFAULTS[kind]
    return tuple(
        OutlineHeading(h.key, h.number, h.title, h.level, usual[h.key].paragraphs if h.key in usual else ())
        for h in own
    )


def empty_sentences(session: Session, kind: str, day: date) -> dict[str, str]:
    """Return what stands under a heading when a unit has nothing to report there."""
    rows = select(HeadingRecord.key, HeadingRecord.empty_sentence).where(
        HeadingRecord.document_kind == kind, valid_on(HeadingRecord, day)
    )
    return {key: text for key, text in session.execute(rows) if text}


def standing_phrases(session: Session, kind: str, day: date) -> dict[str, str]:
    """Return a paper's standing sentences: the usual ones under the office's own."""
    own = select(Phrase.key, Phrase.text).where(Phrase.document_kind == kind, valid_on(Phrase, day))
    return {**phrases.DEFAULTS[kind], **dict(session.execute(own).all())}


def with_texts(
    headings: tuple[OutlineHeading, ...], texts: Mapping[str, Sequence[str]]
) -> tuple[OutlineHeading, ...]:
    """Put words under their headings; those whose heading is gone come under a last one of their own."""
    placed = tuple(replace(heading, texts=tuple(texts.get(heading.key, ()))) for heading in headings)
    known = {heading.key for heading in headings}
    homeless = [text for key, found in texts.items() if key not in known for text in found]
    return (*placed, other_heading(headings, homeless)) if homeless else placed


def basis_of_rule(session: Session, rule_id: str | None) -> tuple[str, ...]:
    """Return the căn cứ lines of a report: the directive that asks for it, cited in full (R33)."""
    if rule_id is None:
        return ()
    directive = session.scalars(
        select(Directive)
        .join(Clause, Clause.directive_id == Directive.id)
        .join(ReportingRule, ReportingRule.clause_id == Clause.id)
        .where(ReportingRule.id == rule_id)
    ).first()
    return (f"Thực hiện {full_citation(directive)}",) if directive else ()


def short_citation(directive: Directive) -> str:
    """Cite a directive again: kind and number only (R33)."""
    kind = directive.kind[:1].upper() + directive.kind[1:]
    return f"{kind} số {directive.number}" if directive.number else kind


def full_citation(directive: Directive) -> str:
    """Cite a directive for the first time: kind, number, date, issuer, subject (R33)."""
    kind = directive.kind[:1].upper() + directive.kind[1:]
    number = f" số {directive.number}" if directive.number else ""
    day = f" {format_date_words(directive.issued_on)}" if directive.issued_on else ""
    issuer = f" của {directive.issuer}" if directive.issuer else ""
    subject = directive.subject[:1].lower() + directive.subject[1:]
    about = subject if subject.startswith("về ") else f"về việc {subject}"
    return f"{kind}{number}{day}{issuer} {about}"
