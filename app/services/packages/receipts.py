"""Receipts: the hub's answer to a unit, cumulative for a year; at the unit its own list moves along."""

from nacl.signing import SigningKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.statuses import Channel, ReportState
from app.exchange.documents import ReceiptDocument, ReportStanding
from app.exchange.manifest import Kind
from app.exchange.seal import grouped
from app.models import ExpectedReport, Figure, Package, Period, Submission, SubmissionComment, Unit
from app.services.packages.keys import own_register
from app.services.packages.outgoing import MadePackage, make_whole_state, manifest_for
from app.services.packages.standings import files_from, standings_of
from app.services.packages.store import PackageStore
from app.services.packages.words import PackageVerdict, SentState, file_name, month_words

_MOVES = {
    ReportState.RECEIVED: SentState.RECEIVED,
    ReportState.ACCEPTED: SentState.ACCEPTED,
    ReportState.LOCKED: SentState.ACCEPTED,
    ReportState.RETURNED: SentState.RETURNED,
}


def make_receipt(
    session: Session, *, unit_id: str, year: int, key: SigningKey, store: PackageStore, clock: Clock
) -> Done[MadePackage]:
    """Make the receipt that answers everything a unit sent in a year and lists what is still missing."""
    register = own_register(session)
    unit = session.get(Unit, unit_id)
    if unit is None or unit_id == register.own_unit_id:
        raise RuleViolation("Biên nhận phải dành cho một đơn vị khác trong sổ.")
    manifest = manifest_for(
        session,
        kind=Kind.RECEIPT,
        unit_id=unit_id,
        stream=f"receipt-{year}",
        own_unit_id=str(register.own_unit_id),
        epoch=register.epoch,
        clock=clock,
        facts={},
    )
    document = ReceiptDocument(
        year=year,
        files=files_from(session, unit_id=unit_id, year=year),
        reports=standings_of(session, unit_id=unit_id, year=year),
        missing=_missing(session, unit_id, year, clock),
    )
    made = make_whole_state(
        session,
        manifest=manifest,
        document=document,
        epoch=register.epoch,
        file_name=file_name("receipt", str(year), unit.code, manifest.revision),
        key=key,
        store=store,
        clock=clock,
    )
    return Done(made, Changes(documents=True))


def _missing(session: Session, unit_id: str, year: int, clock: Clock) -> list[str]:
    owed = session.scalars(
        select(Period.name)
        .join(ExpectedReport, ExpectedReport.period_id == Period.id)
        .where(
            ExpectedReport.unit_id == unit_id,
            ExpectedReport.excused_on.is_(None),
            Period.name.startswith(f"{year:04d}-", autoescape=True),
            Period.ends_before <= clock.today(),
            ~select(Submission.id)
            .where(
                Submission.expected_report_id == ExpectedReport.id,
                Submission.received_at.is_not(None),
                Submission.withdrawn_at.is_(None),
            )
            .exists(),
        )
        .order_by(Period.name)
    )
    return list(dict.fromkeys(owed))


def apply_receipt(
    session: Session, *, receipt: ReceiptDocument, other_id: str, clock: Clock
) -> tuple[str, ...]:
    """Move along what we sent to another office, as its receipt tells."""
    told = []
    for file in receipt.files:
        made = session.get(Package, derived_id("made", file.sha256))
        if made is None or made.unit_id != other_id:
            told.append(f"Nơi nhận có gói lần {file.revision} mà sổ này không gửi.")
            continue
        made.verdict, made.reason = SentState.RECEIVED, file.reason
        if file.verdict not in (PackageVerdict.APPLIED, PackageVerdict.SUPERSEDED):
            told.append(f"“{made.file_name}”: {file.reason}")
    return (*told, *apply_standings(session, standings=receipt.reports, clock=clock))


def apply_standings(session: Session, *, standings: list[ReportStanding], clock: Clock) -> tuple[str, ...]:
    """Move our own list along; return sentences on what a person should look at."""
    told: list[str] = []
    touched: set[str] = set()
    for standing in standings:
        submission = _ours(session, standing)
        if submission is None:
            what = f"mã {grouped(standing.seal_code)}" if standing.seal_code else "một gói"
            told.append(f"Nơi nhận có {what} kỳ {month_words(standing.period)} mà sổ này không gửi.")
            continue
        touched.add(submission.expected_report_id)
        told += _move_along(session, submission, standing, clock)
    for expected_id in touched:
        _settle_state(session, expected_id)
    session.flush()
    return tuple(told)


def _ours(session: Session, standing: ReportStanding) -> Submission | None:
    if standing.sha256 is not None:
        made = session.get(Package, derived_id("made", standing.sha256))
        if made is None:
            return None
        return session.scalars(select(Submission).where(Submission.package_id == made.id)).first()
    return session.scalars(
        select(Submission).where(
            Submission.seal_code == standing.seal_code, Submission.package_id.is_not(None)
        )
    ).first()


def _move_along(
    session: Session, submission: Submission, standing: ReportStanding, clock: Clock
) -> list[str]:
    submission.code_noted_at = standing.code_noted_at or submission.code_noted_at
    if standing.sha256 is None:
        if submission.state is ReportState.SEALED:
            submission.state = ReportState.CODE_NOTED
        return []
    period = f"lần {standing.revision} kỳ {month_words(standing.period)}"
    made = session.get_one(Package, str(submission.package_id))
    submission.received_at, submission.channel = standing.received_at, Channel.PACKAGE
    if standing.verdict in (PackageVerdict.APPLIED, PackageVerdict.SUPERSEDED):
        submission.state = standing.state
        made.verdict = _MOVES.get(standing.state, SentState.RECEIVED)
        submission.reason = standing.reason if standing.state is ReportState.RETURNED else submission.reason
        for remark in standing.remarks:
            _add_remark(session, submission.id, remark.subject, remark.text, remark.author, clock)
    else:
        made.verdict = SentState.RECEIVED
        submission.state = ReportState.RECEIVED
        made.reason = standing.reason
        return [f"Gói {period}: {standing.reason}"]
    made.reason = standing.reason
    sent = select(func.count()).where(
        Figure.expected_report_id == submission.expected_report_id, Figure.version == submission.version
    )
    own = session.scalar(sent) or 0
    if standing.verdict == PackageVerdict.APPLIED and own != standing.figures:
        return [f"Gói {period}: nơi nhận đếm {standing.figures} số liệu, sổ này gửi {own}."]
    return []


def _add_remark(
    session: Session, submission_id: str, subject: str, text: str, author: str, clock: Clock
) -> None:
    key = derived_id("remark", submission_id, subject, text)
    if session.get(SubmissionComment, key) is None:
        session.add(
            SubmissionComment(
                id=key,
                submission_id=submission_id,
                subject=subject,
                text=text,
                author=author,
                created_at=clock.now(),
            )
        )


def _settle_state(session: Session, expected_id: str) -> None:
    from app.services.submissions import get_expected, last_submission

    last = last_submission(session, expected_id)
    expected = get_expected(session, expected_id)
    if last is not None:
        expected.state = last.state
        if last.state in (ReportState.ACCEPTED, ReportState.LOCKED):
            expected.accepted_version = last.version
