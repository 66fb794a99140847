"""Use cases on directives and their clauses."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import ClauseId, DirectiveId, UnitId
from app.core.statuses import DirectiveState
from app.core.text import exact_key, fold, normalize, one_line, shorten
from app.models import (
    Clause,
    ClauseAddressee,
    Directive,
    DirectiveLink,
    Task,
    Unit,
    UnitGroup,
    UnitGroupMember,
)
from app.services.audit import note, record, snapshot
from app.services.lookup import existing
from app.services.steps import kept_step
from app.services.validity import valid_on
from app.services.versions import require_version

_CHANGED = Changes(directives=True)
_SECRET = ("TUYỆT MẬT", "TỐI MẬT")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveFields:
    """What is known of a directive; number and date stay None while the copy at hand has none."""

    kind: str = "công văn"
    number: str | None = None
    issued_on: date | None = None
    issuer: str = ""
    place: str = ""
    subject: str
    addressees: tuple[str, ...] = ()
    signer_name: str = ""
    signer_title: str = ""
    received_on: date | None = None
    is_own: bool = False
    text: str = ""
    note: str = ""


def save_directive(
    session: Session,
    *,
    fields: DirectiveFields,
    clock: Clock,
    directive_id: str | None = None,
    seen: int | None = None,
) -> Done[DirectiveId]:
    """Enter or change a directive; refuse secret papers, and a number that is already in the register."""
    subject = one_line(fields.subject)
    if not subject:
        raise InvalidField("subject", "Chưa ghi trích yếu của văn bản.")
    if fields.issued_on and fields.received_on and fields.received_on < fields.issued_on:
        raise InvalidField("received_on", "Ngày nhận trước ngày ban hành văn bản.")
    _refuse_secret(fields.text)
    number = one_line(fields.number or "") or None
    _refuse_known_number(session, number, fields, directive_id)
    directive = get_directive(session, directive_id) if directive_id else Directive(created_at=clock.now())
    before = snapshot(directive) if directive_id else None
    if directive_id is None:
        session.add(directive)
    else:
        require_version(session, directive, seen, fields)
    text = normalize(fields.text)
    directive.kind, directive.number, directive.issued_on = one_line(fields.kind), number, fields.issued_on
    directive.issuer, directive.place, directive.subject = one_line(fields.issuer), fields.place, subject
    directive.addressees = [one_line(item) for item in fields.addressees if one_line(item)]
    directive.signer_name, directive.signer_title = one_line(fields.signer_name), fields.signer_title
    directive.received_on, directive.is_own, directive.note = fields.received_on, fields.is_own, fields.note
    directive.text = text
    directive.text_sha256 = hashlib.sha256(exact_key(text).encode()).hexdigest() if text else None
    if directive.state in (None, DirectiveState.UNNUMBERED, DirectiveState.ACTIVE):
        directive.state = DirectiveState.ACTIVE if number else DirectiveState.UNNUMBERED
    words = f"{number or ''} {subject} {directive.issuer}"
    directive.search_plain, directive.search_exact = fold(words), exact_key(words)
    record(session, clock=clock, action="directive.save", subject=directive, before=before)
    _meet_citations(session, directive)
    return Done(DirectiveId(directive.id), _CHANGED)


def _meet_citations(session: Session, directive: Directive) -> None:
    """Join a directive with those that cited its number before it was in the register."""
    if directive.number is None:
        return
    waiting = select(DirectiveLink).where(
        DirectiveLink.to_number == directive.number,
        DirectiveLink.to_id.is_(None),
        DirectiveLink.from_id != directive.id,
    )
    for link in session.scalars(waiting):
        if link.to_date is None or directive.issued_on is None or link.to_date == directive.issued_on:
            link.to_id = directive.id
    session.flush()


def _refuse_secret(text: str) -> None:
    lines = {one_line(line) for line in text.splitlines()[:40]}
    if lines & {"MẬT", *_SECRET}:
        raise RuleViolation(
            "Văn bản có dấu chỉ độ mật nên không được đưa vào chương trình.",
            hint="Quản lý văn bản mật theo quy định riêng; chưa có gì được lưu.",
            code="E-MAT-01",
        )


def _refuse_known_number(
    session: Session, number: str | None, fields: DirectiveFields, directive_id: str | None
) -> None:
    if number is None:
        return
    same = select(Directive).where(Directive.number == number)
    if fields.issued_on is not None:  # where either day is not known, it may be the same document
        same = same.where(or_(Directive.issued_on.is_(None), Directive.issued_on == fields.issued_on))
    other = session.scalars(same.where(Directive.id != (directive_id or ""))).first()
    if other is not None:
        raise InvalidField(
            "number",
            f"Văn bản số {number} đã có trong sổ (“{other.subject}”).",
            hint="Mở văn bản đang có để sửa hoặc bổ sung điều khoản.",
        )


def get_directive(session: Session, directive_id: str) -> Directive:
    """Return a directive or raise ``NotFound``."""
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound("Không còn văn bản này trong sổ.", hint="Nạp lại danh sách (F5).")
    return directive


def cite_directive(
    session: Session, *, directive_id: str, number: str, issued_on: date | None, relation: str, clock: Clock
) -> Done[DirectiveId]:
    """Note that a directive carries out, replaces or names another one."""
    known = session.scalars(select(Directive).where(Directive.number == number)).first()
    link = DirectiveLink(
        from_id=directive_id,
        to_id=known.id if known else None,
        to_number=number,
        to_date=issued_on,
        relation=relation,
    )
    session.add(link)
    record(session, clock=clock, action="directive.cite", subject=link)
    return Done(DirectiveId(directive_id), _CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFields:
    """A clause's verbatim words and printed number; groups and units are those it binds."""

    number: str
    text: str
    group_ids: tuple[str, ...] = ()
    unit_ids: tuple[str, ...] = ()
    excluded_unit_ids: tuple[str, ...] = ()
    parent_id: str | None = None
    span: tuple[int, int] | None = None


def save_clause(
    session: Session, *, directive_id: str, fields: ClauseFields, clock: Clock, clause_id: str | None = None
) -> Done[ClauseId]:
    """Add or change a clause and whom it binds; the printed number is kept as it is, also where it skips."""
    get_directive(session, directive_id)
    text = normalize(fields.text).strip()
    if not text:
        raise InvalidField("text", "Chưa ghi nội dung điều khoản.")
    clause = existing(session, Clause, clause_id, "điều khoản")
    before = snapshot(clause) if clause else None
    if clause is None:
        last = session.scalar(select(func.max(Clause.position)).where(Clause.directive_id == directive_id))
        clause = Clause(directive_id=directive_id, position=(last or 0) + 1, text=text)
        session.add(clause)
    clause.number, clause.text, clause.parent_id = one_line(fields.number), text, fields.parent_id
    if fields.span is not None:
        clause.span_start, clause.span_end = fields.span
    record(session, clock=clock, action="clause.save", subject=clause, before=before)
    _bind(session, clause.id, fields, clock)
    return Done(ClauseId(clause.id), _CHANGED)


def _bind(session: Session, clause_id: str, fields: ClauseFields, clock: Clock) -> None:
    of_clause = select(ClauseAddressee).where(ClauseAddressee.clause_id == clause_id)
    present = {(a.group_id, a.unit_id, a.is_excluded): a for a in session.scalars(of_clause)}
    wanted: dict[tuple[str | None, str | None, bool], None] = {
        **dict.fromkeys((group_id, None, False) for group_id in fields.group_ids),
        **dict.fromkeys((None, unit_id, False) for unit_id in fields.unit_ids),
        **dict.fromkeys((None, unit_id, True) for unit_id in fields.excluded_unit_ids),
    }
    if present.keys() == wanted.keys():
        return
    for key in present.keys() - wanted.keys():
        session.delete(present[key])
    session.flush()
    for group_id, unit_id, is_excluded in wanted:
        if (group_id, unit_id, is_excluded) not in present:
            addressee = ClauseAddressee(clause_id=clause_id, group_id=group_id, unit_id=unit_id)
            addressee.is_excluded = is_excluded
            session.add(addressee)
    session.flush()
    note(
        session,
        clock=clock,
        action="clause.bind",
        subject_kind="clause",
        subject_id=clause_id,
        before={"addressees": _as_lists(present)},
        after={"addressees": _as_lists(wanted)},
    )


def _as_lists(addressees: Iterable[tuple[str | None, str | None, bool]]) -> list[list[str | bool | None]]:
    return sorted((list(key) for key in addressees), key=str)


def remove_clause(session: Session, *, clause_id: str, clock: Clock) -> Done[ClauseId]:
    """Delete a clause that no task stands on."""
    clause = session.get(Clause, clause_id)
    if clause is None:
        raise NotFound("Không còn điều khoản này trong sổ.")
    if session.scalars(select(Task.id).where(Task.clause_id == clause_id)).first() is not None:
        raise RuleViolation(
            f"Điều khoản {clause.number} đã có nhiệm vụ nên không xóa được.", hint="Hủy các nhiệm vụ trước."
        )
    before = snapshot(clause)
    bound = select(ClauseAddressee).where(ClauseAddressee.clause_id == clause_id)
    with kept_step(session, title=f"Xóa điều khoản {clause.number or shorten(clause.text, 40)}", clock=clock):
        for addressee in session.scalars(bound):
            session.delete(addressee)
        session.flush()
        record(session, clock=clock, action="clause.remove", subject=clause, before={**before, "text": ""})
        session.delete(clause)
    return Done(ClauseId(clause_id), _CHANGED)


def units_bound_by(session: Session, clause_id: str, day: date) -> tuple[UnitId, ...]:
    """Return the units a clause binds on a day, in official order: groups unfolded, exceptions taken out."""
    addressees = session.scalars(select(ClauseAddressee).where(ClauseAddressee.clause_id == clause_id)).all()
    named = {a.unit_id for a in addressees if a.unit_id and not a.is_excluded}
    excluded = {a.unit_id for a in addressees if a.unit_id and a.is_excluded}
    groups = [a.group_id for a in addressees if a.group_id]
    members = set(
        session.scalars(
            select(UnitGroupMember.unit_id)
            .join(UnitGroup)
            .where(UnitGroup.id.in_(groups), valid_on(UnitGroupMember, day))
        )
    )
    bound = (named | members) - excluded
    ordered = session.scalars(
        select(Unit.id).where(Unit.id.in_(bound), valid_on(Unit, day)).order_by(Unit.sort_order, Unit.name)
    )
    return tuple(UnitId(unit_id) for unit_id in ordered)
