"""Reads on the papers of the register: the list, the frozen paper, what has changed since it was issued."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.core.errors import RuleViolation
from app.core.statuses import DocumentState
from app.models import IssuedDocument, Unit
from app.reports.catalogue import CATALOGUE
from app.reports.differences import Difference, differences
from app.reports.freeze import digest, thawed
from app.services.documents import get_document, proposed_number, request_of
from app.services.papers import Paper, collect_paper


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper in the list."""

    id: str
    kind: str
    kind_words: str
    title: str
    unit: str
    about_unit: str
    state: DocumentState
    number: str | None
    symbol: str
    issued_on: date | None
    year: int
    has_signed_file: bool
    replaced_by_id: str | None
    reason: str


def list_documents(
    session: Session,
    *,
    year: int | None = None,
    kind: str | None = None,
    state: DocumentState | None = None,
    unit_id: str | None = None,
) -> tuple[DocumentRow, ...]:
    """Return papers, drafts first, then the latest issued ones."""
    about = aliased(Unit)
    papers = (
        select(IssuedDocument, Unit.short_name, about.short_name)
        .join(Unit, Unit.id == IssuedDocument.unit_id)
        .outerjoin(about, about.id == IssuedDocument.about_unit_id)
        .order_by(
            IssuedDocument.issued_on.is_not(None),
            IssuedDocument.issued_on.desc(),
            IssuedDocument.symbol,
            IssuedDocument.number.desc(),
            about.sort_order,
            IssuedDocument.created_at,
            IssuedDocument.id,
        )
    )
    for column, value in (
        (IssuedDocument.year, year),
        (IssuedDocument.kind, kind),
        (IssuedDocument.state, state),
        (IssuedDocument.unit_id, unit_id),
    ):
        if value is not None:
            papers = papers.where(column == value)
    return tuple(_row(*found) for found in session.execute(papers))


def _row(d: IssuedDocument, unit: str, about: str | None) -> DocumentRow:
    return DocumentRow(
        d.id,
        d.kind,
        CATALOGUE[d.kind].title if d.kind in CATALOGUE else d.kind,
        d.title,
        unit,
        about or "",
        d.state,
        d.number,
        d.symbol,
        d.issued_on,
        d.year,
        d.signed_attachment_sha256 is not None,
        d.replaced_by_id,
        d.reason,
    )


def next_number(session: Session, document_id: str, *, day: date) -> str:
    """Return the number that a paper would get if it were issued on a day."""
    document = get_document(session, document_id)
    return proposed_number(session, document.unit_id, document.symbol, day)


def paper_of(session: Session, document_id: str) -> Paper:
    """Return a paper to show or print: a draft as it stands now, an issued one as it was issued."""
    document = get_document(session, document_id)
    if document.frozen_sha256 is None:
        return collect_paper(session, request_of(document))
    return _frozen_paper(document)


def _frozen_paper(document: IssuedDocument) -> Paper:
    kept: Any = (document.frozen_data or {}).get("data")
    if digest(kept) != document.frozen_sha256:
        raise RuleViolation(
            f"Dữ liệu đã chốt của văn bản số {document.number}/{document.symbol} bị thay đổi.",
            hint="Khôi phục sổ từ bản sao lưu gần nhất.",
            code="E-VB-04",
        )
    try:
        return Paper(document.kind, thawed(CATALOGUE[document.kind].data, kept))
    except (ValueError, KeyError) as error:
        raise RuleViolation(
            f"Không đọc được dữ liệu đã chốt của văn bản số {document.number}/{document.symbol}.",
            hint="Cập nhật chương trình lên bản mới hơn.",
            code="E-VB-04",
        ) from error


def changed_since_issue(session: Session, document_id: str) -> tuple[Difference, ...]:
    """Return each printed number that would be another one if the paper were made now, for its own day."""
    document = get_document(session, document_id)
    if document.frozen_sha256 is None:
        raise RuleViolation("Văn bản chưa ban hành nên chưa có số liệu đã chốt để so sánh.")
    then = _frozen_paper(document).data
    now = collect_paper(session, request_of(document)).data
    return differences(then, replace(now, frame=then.frame))
