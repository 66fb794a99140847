"""One file that came: judged, kept, and its report or its sender's work brought to what all files say."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from nacl.signing import SigningKey
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, ImportRefused
from app.exchange.documents import ReportDocument
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.exchange.refusals import Damaged, TooNew
from app.exchange.seal import grouped
from app.exchange.wreck import survey
from app.models import Package
from app.services.audit import note, record
from app.services.packages import words
from app.services.packages.admission import (
    Held,
    check_key,
    check_mark,
    check_recipient,
    check_report,
    pin_key,
    stream_of,
)
from app.services.packages.cells import count_cells
from app.services.packages.comparing import Change, about_of, changes_of
from app.services.packages.downstream import apply_newest
from app.services.packages.keys import Trust
from app.services.packages.known import Known, came_id, read_known, report_of
from app.services.packages.proving import Offered, offer_content
from app.services.packages.report_content import lacking_words
from app.services.packages.reports import settle
from app.services.packages.store import PackageStore, note_attachment
from app.services.packages.words import ELIGIBLE, UNANSWERED, PackageVerdict, SentState

_OUTCOMES: dict[str, str] = {PackageVerdict.APPLIED: "new", PackageVerdict.SUPERSEDED: "duplicate"}


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one file. ``outcome``: new, replacement, duplicate, rejected; ``reason`` says why.

    ``about`` is the period or year it is about; ``cells`` counts what a report says, changed or not;
    ``report_id`` is the report that a choice of cells is about; ``is_entered``: it has a record of its own.
    """

    file: str
    outcome: str
    reason: str = ""
    code: str = ""
    id: str = ""
    kind: str = ""
    unit: str = ""
    unit_id: str = ""
    verdict: str = ""
    revision: int = 0
    seal_code: str = ""
    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    about: str = ""
    cells: int = 0
    report_id: str = ""
    unit_code: str = ""
    sha256: str = ""
    is_entered: bool = False


@dataclass(slots=True)
class Desk:
    """What taking in needs: our key (None on a machine without one), the raw files, the time, the batch."""

    store: PackageStore
    clock: Clock
    key: SigningKey | None
    received_at: datetime
    batch_id: str
    codes: dict[str, str] = field(default_factory=dict)  # seal codes made before the transaction, by file


def take_in_file(session: Session, *, file: str, content: bytes, desk: Desk) -> Arrived:
    """Take one file in by itself."""
    offered = offer_content(file, content)
    known = read_known(session, [offered.package] if offered.package else [])
    return take_in(session, offered=offered, known=known, desk=desk)


def take_in(session: Session, *, offered: Offered, known: Known, desk: Desk) -> Arrived:
    """Take one file in; whatever is wrong with it is in the answer, never an exception of a bad file."""
    desk.store.hold(offered)
    if offered.package is None:
        return _unread(session, offered, desk)
    package, answer = offered.package, _answer_of(offered)
    row = known.files.get(package.sha256)
    if row is not None and row.undone_at is None and row.verdict in ELIGIBLE:
        return replace(_told(answer, row, "duplicate", words.already_here(row)), is_entered=False)
    try:
        if package.form is not None and desk.key is not None:
            check_mark(package.form, desk.key)
        check_recipient(session, package, known)
        stream = stream_of(package, known)
    except Held as error:
        return _hold(session, offered, package, "", known, desk, error)
    except AppError as error:
        return replace(answer, reason=error.sentence(), code=error.code)
    try:
        trust = check_key(session, package, known, desk.key)
        if package.manifest.kind is Kind.REPORT:
            check_report(package, known, known.dossiers[stream], desk.clock, desk.codes.get(package.sha256))
        with _all_or_nothing(session) if _may_fail(package, known) else nullcontext():
            if trust is Trust.ENROLLED:
                pin_key(session, package, known, desk.clock)
            return _take_in(session, offered, package, stream, known, desk)
    except Held as error:
        return _hold(session, offered, package, stream, known, desk, error)
    except AppError as error:
        return replace(answer, reason=error.sentence(), code=error.code)


def _may_fail(package: OpenPackage, known: Known) -> bool:
    """Tell whether taking in needs more than the file at hand: work from above, or a report's older files."""
    report = report_of(package)
    return report is None or bool(known.dossiers[report].files)


@contextmanager
def _all_or_nothing(session: Session) -> Iterator[None]:
    """Take back what a block did when it fails, the journal's head with it."""
    session.flush()
    head = session.info.get("audit_head")
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info["audit_head"] = head
        raise


def _take_in(
    session: Session, offered: Offered, package: OpenPackage, stream: str, known: Known, desk: Desk
) -> Arrived:
    answer = _answer_of(offered)
    if package.manifest.kind is not Kind.REPORT:
        row = _enter(session, offered, package, stream, known, desk)
        session.flush()
        news = apply_newest(
            session,
            unit_id=package.manifest.sender.id,
            stream=stream,
            own=known.own,
            store=desk.store,
            clock=desk.clock,
        )
        outcome = _OUTCOMES.get(str(row.verdict), "rejected")
        if outcome == "new" and news.is_replacement:
            outcome = "replacement"
        answer = replace(answer, changes=news.changes, notices=news.notices)
        return _told(answer, row, outcome, row.reason)
    _note_answered(package, known)
    dossier, document = known.dossiers[stream], package.document(ReportDocument)
    before = next((file for file in dossier.files if file.verdict == PackageVerdict.APPLIED), None)
    changes = changes_of(session, dossier, document, before, desk.store)
    # Nothing is written before all is settled: a package's row and its version's go in one flush. Classes
    # without relationships are written in the order of their names, so a package before its submission.
    row = _enter(session, offered, package, stream, known, desk)
    dossier.files.append(row)
    dossier.files.sort(key=lambda file: (file.epoch, file.revision, file.sha256))
    with session.no_autoflush:
        settle(session, dossier, store=desk.store, clock=desk.clock)
    outcome = _OUTCOMES.get(str(row.verdict), "rejected")
    if outcome == "new":
        answer = replace(answer, changes=changes)
        outcome = "replacement" if before is not None else "new"
    if package.form is not None:
        catalogue = known.catalogues.get(dossier.period.catalogue_id or "")
        lacking = lacking_words(catalogue, document) if catalogue else ()
        answer = replace(answer, notices=("Nộp qua Excel.", *lacking, *package.form.notices))
    return _told(answer, row, outcome, row.reason)


def _note_answered(package: OpenPackage, known: Known) -> None:
    """A report that was worked from an assignment of ours shows that the assignment arrived."""
    made = known.answered.get(package.manifest.in_reply_to or "")
    if made is not None and made.unit_id == package.manifest.sender.id and made.verdict in UNANSWERED:
        made.verdict = SentState.RECEIVED


def _answer_of(offered: Offered) -> Arrived:
    """Return a refusal with what the package says of itself; the rest is filled in as it is known."""
    assert offered.package is not None
    manifest, document = offered.package.manifest, offered.package.content
    return Arrived(
        offered.file,
        "rejected",
        kind=manifest.kind.value,
        unit=manifest.sender.name,
        unit_id=manifest.sender.id,
        revision=manifest.revision,
        seal_code=grouped(manifest.seal_code or ""),
        about=about_of(offered.package),
        cells=count_cells(document) if isinstance(document, ReportDocument) else 0,
        report_id=report_of(offered.package) or "",
        unit_code=manifest.unit.code,
        sha256=offered.sha256,
    )


def _told(answer: Arrived, row: Package, outcome: str, reason: str, code: str = "") -> Arrived:
    told = replace(answer, outcome=outcome, reason=reason, code=code)
    return replace(told, id=row.id, verdict=str(row.verdict), is_entered=True)


def _unread(session: Session, offered: Offered, desk: Desk) -> Arrived:
    """Answer for a file that is not whole; one of a newer program is kept as it came."""
    refusal = offered.refusal
    assert refusal is not None
    faults = refusal.findings if isinstance(refusal, ImportRefused) else ()
    notices = tuple(finding.message for finding in faults)
    wreck = survey(offered.content) if isinstance(refusal, Damaged) else None
    if wreck is not None:
        notices, refusal.hint = words.of_wreck(wreck), words.ask_again(wreck)
    answer = Arrived(
        offered.file,
        "rejected",
        refusal.sentence(),
        refusal.code,
        notices=notices,
        unit=wreck.manifest.sender.name if wreck else "",
        sha256=offered.sha256,
    )
    if not isinstance(refusal, TooNew):
        return answer
    row = session.get(Package, came_id(offered.sha256))
    if row is None:
        row = Package(id=came_id(offered.sha256), kind="unknown", is_outgoing=False, sha256=offered.sha256)
        row.file_name, row.at, row.batch_id = offered.file[:500], desk.received_at, desk.batch_id
        row.verdict, row.reason = PackageVerdict.WAITING, refusal.sentence()
        session.add(row)
        _note_raw(session, offered, desk)
        record(session, clock=desk.clock, action="package.hold", subject=row)
    return replace(answer, id=row.id, verdict=str(row.verdict), is_entered=True)


def _hold(
    session: Session,
    offered: Offered,
    package: OpenPackage,
    stream: str,
    known: Known,
    desk: Desk,
    why: Held,
) -> Arrived:
    row = _enter(session, offered, package, stream, known, desk, why)
    return _told(_answer_of(offered), row, "rejected", why.sentence(), why.code)


def _enter(
    session: Session,
    offered: Offered,
    package: OpenPackage,
    stream: str,
    known: Known,
    desk: Desk,
    held: Held | None = None,
) -> Package:
    """Enter a file among those that came, or enter it anew after it was undone or waited."""
    manifest, row = package.manifest, known.files.get(package.sha256)
    if row is None:
        row = Package(id=came_id(package.sha256), is_outgoing=False, sha256=package.sha256)
        known.files[package.sha256] = row
        session.add(row)
        if package.sha256 not in known.attached:
            _note_raw(session, offered, desk)
    row.unit_id = manifest.sender.id if manifest.sender.id in known.units else None
    row.kind, row.file_name = manifest.kind.value, offered.file[:500]
    row.epoch, row.revision, row.stream = manifest.epoch, manifest.revision, stream
    row.signer, row.seal_code, row.batch_id = package.key, manifest.seal_code, desk.batch_id
    row.at, row.undone_at = desk.received_at, None
    row.verdict = PackageVerdict.WAITING if held else PackageVerdict.SUPERSEDED
    row.reason = held.sentence() if held else ""
    note(
        session,
        clock=desk.clock,
        action="package.enter",
        subject_kind="package",
        subject_id=row.id,
        after={"sha256": package.sha256, "unit": manifest.sender.code, "revision": manifest.revision},
        reason=row.reason,
        batch_id=desk.batch_id,
    )
    return row


def _note_raw(session: Session, offered: Offered, desk: Desk) -> None:
    note_attachment(
        session, digest=offered.sha256, name=offered.file, size=len(offered.content), clock=desk.clock
    )
