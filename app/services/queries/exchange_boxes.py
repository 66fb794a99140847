"""Everything of Hộp gửi / nhận: files that left and came, runs, keys of units, whom to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.statuses import ReportState, Role
from app.core.text import format_number
from app.exchange.keys import grouped_digits, key_code
from app.exchange.manifest import Kind
from app.models import (
    Assignment,
    Audit,
    ExpectedReport,
    Package,
    Period,
    Submission,
    SubmissionComment,
    Unit,
    UnitKey,
)
from app.services.packages.boxes import BoxRow, list_box
from app.services.packages.keys import own_key_code
from app.services.packages.words import PackageVerdict, SentState
from app.services.queries.cut_run import BEGUN, ENDED, FILE
from app.services.queries.units import UnitRow, get_register, list_units

DUPLICATE, DAMAGED, MISADDRESSED = "duplicate", "damaged", "misaddressed"
_MISADDRESSED_CODES = ("E-PKG-04", "E-PKG-10")
_MOST_REFUSED = 500


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One file in a box. ``standing``: a verdict, a sent state, or one of the words above; ``state`` says it.

    ``decision`` is what the hub decided on the report in it; ``is_unanswered``: no receipt tells of it yet.
    """

    row: BoxRow
    about: str
    standing: str
    state: str
    decision: ReportState | None = None
    is_unanswered: bool = False
    remarks: int = 0

    @property
    def id(self) -> str:
        """The key of the line."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class RunLine:
    """One taking in of files."""

    batch_id: str
    at: datetime
    actor: str
    files: int
    applied: int
    refused: int
    is_undone: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of a unit: trusted, pinned at first use, revoked, or waiting for a person."""

    unit_id: str
    unit: str
    public: str
    code: str
    standing: str  # trusted, pinned, revoked, waiting
    since: datetime | None
    reason: str
    replaces_known: bool


@dataclass(frozen=True, slots=True)
class DownUnit:
    """A unit that the hub hands work down to."""

    id: str
    name: str
    group: str
    has_mail: bool


@dataclass(frozen=True, slots=True)
class Boxes:
    """All of it, as the screen shows it."""

    role: Role
    unit: str
    own_code: str
    incoming: tuple[BoxLine, ...]
    outgoing: tuple[BoxLine, ...]
    runs: tuple[RunLine, ...]
    keys: tuple[KeyLine, ...]


def read_boxes(session: Session) -> Boxes:
    """Return the boxes, newest first."""
    register = get_register(session)
    code = own_key_code(session) if register.own_unit_id else None
    return Boxes(
        register.role,
        register.own_unit_name,
        grouped_digits(code) if code else "",
        _incoming(session),
        _outgoing(session),
        _runs(session),
        _keys(session, register.own_unit_id or ""),
    )


def units_below(session: Session, *, year: int) -> tuple[DownUnit, ...]:
    """Return the units that have a task or a report of a year, in official order."""
    own = get_register(session).own_unit_id
    asked = set(session.scalars(select(Assignment.unit_id).distinct()))
    asked |= set(
        session.scalars(
            select(ExpectedReport.unit_id)
            .join(Period, Period.id == ExpectedReport.period_id)
            .where(Period.name.startswith(f"{year:04d}-", autoescape=True))
            .distinct()
        )
    )
    return tuple(_down(u) for u in list_units(session, as_of=None) if u.id in asked and u.id != own)


def units_to_meet(session: Session, *, as_of: date) -> tuple[DownUnit, ...]:
    """Return the units that a first file may go to before there is any work: in a group, or below us."""
    own = get_register(session).own_unit_id
    units = (u for u in list_units(session, as_of=as_of) if u.id != own)
    return tuple(_down(u) for u in units if u.groups or (own is not None and u.parent_id == own))


def _down(unit: UnitRow) -> DownUnit:
    group = unit.groups[0] if unit.groups else ""
    return DownUnit(unit.id, unit.short_name or unit.name, group, bool(unit.email))


def units_to_answer(session: Session, *, year: int) -> tuple[str, ...]:
    """Return the units that sent reports of a year or read out a code: each gets one receipt."""
    sent = (
        select(ExpectedReport.unit_id)
        .join(Period, Period.id == ExpectedReport.period_id)
        .join(Submission, Submission.expected_report_id == ExpectedReport.id)
        .where(
            Period.name.startswith(f"{year:04d}-", autoescape=True),
            (Submission.package_id.is_not(None)) | (Submission.code_noted_at.is_not(None)),
        )
        .distinct()
    )
    own = get_register(session).own_unit_id
    wanted = set(session.scalars(sent))
    units = session.scalars(select(Unit.id).order_by(Unit.sort_order, Unit.name))
    return tuple(key for key in units if key in wanted and key != own)


def known_files(session: Session) -> frozenset[str]:
    """Return the SHA-256 of every file that came, kept or refused: what is not among them is new."""
    kept = session.scalars(select(Package.sha256).where(Package.is_outgoing.is_(False)))
    refused = session.scalars(select(Audit.subject_id).where(Audit.action == FILE))
    return frozenset((*kept, *refused))


def _incoming(session: Session) -> tuple[BoxLine, ...]:
    answered = _last_receipts(session)
    decided = _decisions(session)
    periods = _periods(session)
    lines = []
    for row, stream in _box(session, is_outgoing=False):
        state, at = decided.get(row.id, (None, None))
        latest = max(filter(None, (row.at, at)))
        last = answered.get(row.unit_id or "")
        unanswered = row.kind == Kind.REPORT and not row.is_undone and (last is None or latest > last)
        standing = "undone" if row.is_undone else row.verdict
        lines.append(BoxLine(row, _about(stream, periods), standing, row.state, state, unanswered))
    lines += _refused(session)
    return tuple(sorted(lines, key=lambda line: line.row.at, reverse=True))


def _outgoing(session: Session) -> tuple[BoxLine, ...]:
    remarks = dict(
        session.execute(
            select(Submission.package_id, func.count(SubmissionComment.id))
            .join(SubmissionComment, SubmissionComment.submission_id == Submission.id)
            .where(Submission.package_id.is_not(None))
            .group_by(Submission.package_id)
        ).all()
    )
    periods = _periods(session)
    lines = []
    for row, stream in _box(session, is_outgoing=True):
        waits = row.kind == Kind.REPORT and row.verdict in (SentState.CREATED, SentState.SENT)
        about, count = _about(stream, periods), remarks.get(row.id, 0)
        lines.append(BoxLine(row, about, row.verdict, row.state, None, waits, count))
    return tuple(lines)


def _box(session: Session, *, is_outgoing: bool) -> list[tuple[BoxRow, str]]:
    streams = dict(
        session.execute(select(Package.id, Package.stream).where(Package.is_outgoing.is_(is_outgoing))).all()
    )
    return [(row, streams.get(row.id, "")) for row in list_box(session, is_outgoing=is_outgoing)]


def _about(stream: str, periods: dict[str, str]) -> str:
    """Return the period of a report's stream, the year of any other."""
    return periods.get(stream) or (stream.rpartition("-")[2] if stream.count("-") == 1 else "")


def _periods(session: Session) -> dict[str, str]:
    found = session.execute(
        select(ExpectedReport.id, Period.name)
        .join(Period, Period.id == ExpectedReport.period_id)
        .where(ExpectedReport.id.in_(select(Package.stream).distinct()))
    )
    return dict(found.all())


def _last_receipts(session: Session) -> dict[str, datetime]:
    rows = session.execute(
        select(Package.unit_id, func.max(Package.at))
        .where(Package.is_outgoing, Package.kind == Kind.RECEIPT.value)
        .group_by(Package.unit_id)
    )
    return {str(unit): at for unit, at in rows}


def _decisions(session: Session) -> dict[str, tuple[ReportState, datetime | None]]:
    rows = session.execute(
        select(Submission.package_id, Submission.state, Submission.decided_at).where(
            Submission.package_id.is_not(None),
            Submission.state.in_((ReportState.ACCEPTED, ReportState.RETURNED, ReportState.LOCKED)),
        )
    )
    return {str(key): (state, at) for key, state, at in rows}


def _refused(session: Session) -> list[BoxLine]:
    """Return the files that left no record of their own, as the journal tells of them."""
    entries = session.scalars(
        select(Audit).where(Audit.action == FILE).order_by(Audit.seq.desc()).limit(_MOST_REFUSED)
    )
    lines = []
    for entry in entries:
        facts = {name: str(value) for name, value in (entry.after or {}).items()}
        if facts.get("outcome") == DUPLICATE:
            standing, state = DUPLICATE, "Trùng"
        elif facts.get("code") in _MISADDRESSED_CODES:
            standing, state = MISADDRESSED, "Không đúng địa chỉ"
        else:
            standing, state = DAMAGED, "Hỏng, không nhận"
        row = BoxRow(
            f"journal-{entry.seq}",
            facts.get("kind", ""),
            False,
            None,
            facts.get("unit", ""),
            facts.get("file", ""),
            entry.subject_id,
            0,
            "",
            standing,
            state,
            entry.reason,
            entry.at,
            entry.batch_id,
            False,
        )
        lines.append(BoxLine(row, "", standing, state))
    return lines


def _runs(session: Session) -> tuple[RunLine, ...]:
    ended = set(session.scalars(select(Audit.batch_id).where(Audit.action == ENDED)))
    cut = set(session.scalars(select(Audit.batch_id).where(Audit.action == ENDED, Audit.reason != "")))
    counts = {
        batch: (total, undone)
        for batch, total, undone in session.execute(
            select(Package.batch_id, func.count(), func.count(Package.undone_at))
            .where(Package.batch_id.is_not(None))
            .group_by(Package.batch_id)
        )
    }
    lines = []
    for entry in session.scalars(select(Audit).where(Audit.action == BEGUN).order_by(Audit.seq.desc())):
        files = (entry.after or {}).get("files")
        total = len(files) if isinstance(files, list) else 0
        applied, undone = counts.get(entry.batch_id, (0, 0))
        is_cut = entry.batch_id not in ended or entry.batch_id in cut
        lines.append(
            RunLine(
                str(entry.batch_id),
                entry.at,
                entry.actor,
                total,
                applied,
                0 if is_cut else max(0, total - applied),
                bool(applied) and undone == applied,
                is_cut,
            )
        )
    return tuple(lines)


def _keys(session: Session, own: str) -> tuple[KeyLine, ...]:
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    rows = list(session.scalars(select(UnitKey).where(UnitKey.unit_id != own)))
    known = {(row.unit_id, row.public_key) for row in rows}
    live = {row.unit_id for row in rows if row.revoked_at is None}
    waiting = session.execute(
        select(Package.unit_id, Package.signer, func.max(Package.at))
        .where(
            Package.is_outgoing.is_(False),
            Package.verdict == PackageVerdict.WAITING,
            Package.undone_at.is_(None),
            Package.signer != "",
        )
        .group_by(Package.unit_id, Package.signer)
    )
    lines = [
        _key_line(str(unit), names, public, "waiting", at, "", replaces=unit in live)
        for unit, public, at in waiting
        if (unit, public) not in known
    ]
    for row in rows:
        standing = "revoked" if row.revoked_at else "trusted" if row.trusted_at else "pinned"
        since = row.revoked_at or row.trusted_at
        lines.append(_key_line(row.unit_id, names, row.public_key, standing, since, row.reason))
    order = {"waiting": 0, "pinned": 1, "trusted": 2, "revoked": 3}
    return tuple(sorted(lines, key=lambda line: (order[line.standing], line.unit)))


def _key_line(
    unit_id: str,
    names: dict[str, str],
    public: str,
    standing: str,
    since: datetime | None,
    reason: str,
    *,
    replaces: bool = False,
) -> KeyLine:
    code = grouped_digits(key_code(public))
    return KeyLine(unit_id, names.get(unit_id, ""), public, code, standing, since, reason, replaces)


def run_words(run: RunLine) -> str:
    """Say what a run came to."""
    if run.is_undone:
        return "Đã hoàn tác"
    said = f"Giữ {format_number(run.applied)} trong {format_number(run.files)} tệp"
    return f"Bị ngắt giữa chừng. {said}" if run.is_cut else said
