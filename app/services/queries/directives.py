"""Reads on directives and clauses."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.deadlines import TaskCounts
from app.core.errors import NotFound
from app.core.statuses import DirectiveRelation, DirectiveState
from app.core.text import format_date
from app.models import Clause, ClauseAddressee, Directive, DirectiveLink, Task, Unit, UnitGroup
from app.services.directives import get_directive
from app.services.queries.search import matches
from app.services.queries.tasks import count_states_by_directive


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in the register; ``counts`` tells how its assignments stand at the day asked."""

    id: str
    kind: str
    number: str | None
    issued_on: date | None
    issuer: str
    subject: str
    state: DirectiveState
    clauses: int
    tasks: int
    counts: TaskCounts

    @property
    def label(self) -> str:
        """How lists cite it: "Công văn 176/UBND-KSTT", or that it has no number yet."""
        return f"{self.kind.capitalize()} {self.number or '(bản chưa số)'}"


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause with whom it binds."""

    id: str
    position: int
    number: str
    text: str
    group_ids: tuple[str, ...]
    group_names: tuple[str, ...]
    unit_ids: tuple[str, ...]
    excluded_unit_ids: tuple[str, ...]
    tasks: int
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DirectiveDetail:
    """A directive with its words and clauses."""

    id: str
    kind: str
    number: str | None
    issued_on: date | None
    issuer: str
    place: str
    subject: str
    addressees: tuple[str, ...]
    signer_name: str
    signer_title: str
    received_on: date | None
    is_own: bool
    state: DirectiveState
    text: str
    note: str
    clauses: tuple[ClauseRow, ...]
    version: int


def list_directives(session: Session, *, as_of: date, search: str = "") -> tuple[DirectiveRow, ...]:
    """Return the directives, newest first, with how their assignments stand at a day."""
    clauses = dict(
        session.execute(select(Clause.directive_id, func.count()).group_by(Clause.directive_id)).all()
    )
    tasks = dict(session.execute(select(Task.directive_id, func.count()).group_by(Task.directive_id)).all())
    counts = count_states_by_directive(session, as_of=as_of)
    directives = (
        select(Directive)
        .where(matches(Directive, search))
        .order_by(
            func.coalesce(Directive.issued_on, Directive.received_on).desc(), Directive.created_at.desc()
        )
    )
    return tuple(
        DirectiveRow(
            d.id,
            d.kind,
            d.number,
            d.issued_on,
            d.issuer,
            d.subject,
            d.state,
            clauses.get(d.id, 0),
            tasks.get(d.id, 0),
            counts.get(d.id, TaskCounts()),
        )
        for d in session.scalars(directives)
    )


def get_directive_detail(session: Session, directive_id: str) -> DirectiveDetail:
    """Return a directive with its clauses in reading order."""
    d = get_directive(session, directive_id)
    return DirectiveDetail(
        d.id,
        d.kind,
        d.number,
        d.issued_on,
        d.issuer,
        d.place,
        d.subject,
        tuple(d.addressees),
        d.signer_name,
        d.signer_title,
        d.received_on,
        d.is_own,
        d.state,
        d.text,
        d.note,
        list_clauses(session, directive_id),
        d.row_version,
    )


def list_clauses(session: Session, directive_id: str) -> tuple[ClauseRow, ...]:
    """Return a directive's clauses in reading order, each with whom it binds."""
    clauses = session.scalars(
        select(Clause).where(Clause.directive_id == directive_id).order_by(Clause.position)
    ).all()
    bound: dict[str, list[ClauseAddressee]] = {}
    for addressee in session.scalars(
        select(ClauseAddressee).join(Clause).where(Clause.directive_id == directive_id)
    ):
        bound.setdefault(addressee.clause_id, []).append(addressee)
    names = dict(session.execute(select(UnitGroup.id, UnitGroup.name)).all())
    tasks = dict(session.execute(select(Task.clause_id, func.count()).group_by(Task.clause_id)).all())
    rows = []
    for clause in clauses:
        addressees = bound.get(clause.id, [])
        groups = tuple(a.group_id for a in addressees if a.group_id)
        rows.append(
            ClauseRow(
                clause.id,
                clause.position,
                clause.number,
                clause.text,
                groups,
                tuple(names[g] for g in groups),
                tuple(a.unit_id for a in addressees if a.unit_id and not a.is_excluded),
                tuple(a.unit_id for a in addressees if a.unit_id and a.is_excluded),
                tasks.get(clause.id, 0),
                (clause.span_start, clause.span_end)
                if clause.span_start is not None and clause.span_end is not None
                else None,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A document that a directive touches, or that touches it (``is_incoming``)."""

    relation: DirectiveRelation
    is_incoming: bool
    directive_id: str | None  # None for one that is not in the register
    label: str
    subject: str = ""


def links_of(session: Session, directive_id: str) -> tuple[LinkRow, ...]:
    """Return how a directive hangs together with others; what is only cited comes last."""
    own = select(DirectiveLink).where(
        or_(DirectiveLink.from_id == directive_id, DirectiveLink.to_id == directive_id)
    )
    rows = []
    for link in session.scalars(own):
        is_incoming = link.to_id == directive_id
        other = session.get(Directive, link.from_id if is_incoming else link.to_id or "")
        day = other.issued_on if other else link.to_date
        number = (other.number if other else link.to_number) or "(bản chưa số)"
        kind = other.kind.capitalize() if other else "Văn bản"
        label = f"{kind} {number}" + (f" ngày {format_date(day)}" if day else "")
        subject = other.subject if other else ""
        relation = DirectiveRelation(link.relation)
        rows.append(LinkRow(relation, is_incoming, other.id if other else None, label, subject))
    order = list(DirectiveRelation)
    return tuple(sorted(rows, key=lambda row: (order.index(row.relation), row.is_incoming, row.label)))


def unit_names(session: Session) -> dict[str, str]:
    """Return short names of all units by key."""
    return dict(session.execute(select(Unit.id, Unit.short_name)).all())


def directive_of_number(session: Session, number: str) -> str:
    """Return the key of the directive with a number; raises ``NotFound`` naming it."""
    found = session.scalar(
        select(Directive.id).where(Directive.number == number.strip()).order_by(Directive.issued_on.desc())
    )
    if found is None:
        raise NotFound(f"Không có văn bản số “{number}” trong sổ.", hint="Ghi đúng số và ký hiệu.")
    return found
