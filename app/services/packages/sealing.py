"""Sealing a report: checked, frozen, given its code, signed into one file; from then on it cannot drift."""

from dataclasses import dataclass, replace
from datetime import date

import msgspec
from nacl.signing import SigningKey
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import AppError, InvalidField, RuleViolation
from app.core.ids import derived_id
from app.core.statuses import ReportState, ReportSubject
from app.core.text import normalize, one_line
from app.exchange.documents import Approval, ReportDocument
from app.exchange.keys import public_part
from app.exchange.manifest import Kind, Manifest
from app.exchange.package_file import build, content_digest, members_of, parts_of
from app.exchange.seal import seal_code
from app.models import ExpectedReport, Submission, Unit
from app.services.audit import record, snapshot
from app.services.cycles import refuse_locked
from app.services.packages.freezing import freeze
from app.services.packages.keys import own_register
from app.services.packages.outgoing import (
    MadePackage,
    enter_made,
    last_made,
    last_received,
    manifest_for,
)
from app.services.packages.report_content import (
    figure_lines,
    narrative_lines,
    plan_lines,
    refuse_unready,
    rule_of,
)
from app.services.packages.store import PackageStore
from app.services.packages.words import file_name, version_of
from app.services.papers import Paper, PaperRequest, collect_paper, paper_bytes
from app.services.submissions import get_expected

CHANGED = Changes(cycles=True, figures=True, documents=True)
_FIRST = (ReportState.NOT_STARTED, ReportState.DRAFTING, ReportState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFacts:
    """Who agreed to the report and how; ``signed_on`` and the number where it was signed on paper."""

    approved_by: str
    how: Approval = Approval.IN_PERSON
    signed_on: date | None = None
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class PreparedSeal:
    """A report read out and checked, ready to be rendered and sealed away from the database."""

    expected_id: str
    document: ReportDocument
    manifest: Manifest
    paper: Paper | None
    file_name: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The sealed bytes with their code, not yet entered."""

    prepared: PreparedSeal
    content: bytes
    content_sha256: str
    seal_code: str
    signer: str


def prepare_seal(
    session: Session, *, expected_id: str, approval: ApprovalFacts, clock: Clock, reason: str = ""
) -> PreparedSeal:
    """Read a report out of the register; refuse one that a blocking check stands against."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    register = own_register(session)
    if expected.unit_id != register.own_unit_id:
        raise RuleViolation("Chỉ niêm phong được báo cáo của đơn vị mình.")
    if not one_line(approval.approved_by):
        raise InvalidField("approved_by", "Chưa ghi người duyệt báo cáo.")
    if approval.how is Approval.PAPER and approval.signed_on is None:
        raise InvalidField("signed_on", "Đã ký giấy thì cần ghi ngày ký.")
    if expected.state not in _FIRST and not one_line(reason):
        raise InvalidField("reason", "Báo cáo đã niêm phong: bản thay thế cần ghi lý do.")
    document, manifest = _read_out(session, expected, approval, clock, reason)
    paper, warnings = _paper(session, document, expected.unit_id, clock)
    unit = session.get_one(Unit, expected.unit_id)
    name = file_name("report", document.period, unit.code, manifest.revision)
    return PreparedSeal(expected_id, document, manifest, paper, name, warnings)


def _read_out(
    session: Session, expected: ExpectedReport, approval: ApprovalFacts, clock: Clock, reason: str
) -> tuple[ReportDocument, Manifest]:
    register = own_register(session)
    rule, period = rule_of(session, expected)
    receiver = rule.receiver_unit_id or session.get_one(Unit, expected.unit_id).parent_id
    if receiver is None:
        raise RuleViolation("Chế độ báo cáo chưa ghi cơ quan nhận.", hint="Chọn cơ quan nhận trong chế độ.")
    figures = figure_lines(session, expected.id)
    is_plan = rule.subject is ReportSubject.IMPROVEMENT_PLAN
    plan_year = int(period.name[:4]) if is_plan else None
    plan = plan_lines(session, expected.unit_id, plan_year) if plan_year else []
    if is_plan and not plan:
        raise RuleViolation("Kế hoạch chưa có dòng nào.", hint="Lập kế hoạch rồi niêm phong.")
    if not is_plan and period.catalogue_id is not None:
        refuse_unready(session, expected, period.catalogue_id, figures, clock.today())
    enrolled = last_received(session, kind=Kind.RECEIPT, unit_id=receiver) is not None
    token = register.settings.get("enrol_token")
    manifest = manifest_for(
        session,
        kind=Kind.REPORT,
        unit_id=receiver,
        stream=expected.id,
        own_unit_id=expected.unit_id,
        epoch=register.epoch,
        clock=clock,
        facts={
            "in_reply_to": last_received(session, kind=Kind.ASSIGNMENT, unit_id=receiver),
            "enrol_token": None if enrolled or token is None else str(token),
        },
    )
    document = ReportDocument(
        period_id=period.id,
        period=period.name,
        subject=rule.subject,
        epoch=manifest.epoch,
        revision=manifest.revision,
        reason=normalize(reason).strip(),
        approved_by=one_line(approval.approved_by),
        approval=approval.how,
        signed_on=approval.signed_on,
        document_number=one_line(approval.document_number),
        sealed_at=clock.now(),
        plan_year=plan_year,
        figures=figures,
        narratives=narrative_lines(session, expected.id),
        plan=plan,
    )
    return document, manifest


def _paper(
    session: Session, document: ReportDocument, unit_id: str, clock: Clock
) -> tuple[Paper | None, tuple[str, ...]]:
    """Return the paper that leaders read; a register that lacks its letterhead seals the data without it."""
    kinds = {
        ReportSubject.MONTHLY_REPORT: PaperRequest(
            kind="monthly-report", day=clock.today(), unit_id=unit_id, period=document.period
        ),
        ReportSubject.IMPROVEMENT_PLAN: PaperRequest(
            kind="improvement-plan", day=clock.today(), unit_id=unit_id, year=document.plan_year
        ),
    }
    request = kinds.get(document.subject)
    if request is None:
        return None, ()
    try:
        return collect_paper(session, request), ()
    except AppError as error:
        return None, (f"Gói không kèm bản đọc PDF, Excel: {error.message}",)


def seal_prepared(prepared: PreparedSeal, key: SigningKey) -> SealedFile:
    """Render, sign and code a prepared report; about half a second, without the database."""
    readable = {}
    if prepared.paper is not None:
        for extension in ("pdf", "xlsx"):
            readable[f"bao-cao.{extension}"] = paper_bytes(prepared.paper, extension)
    members = members_of(Kind.REPORT, prepared.document, readable)
    digest = content_digest(parts_of(members))
    code = seal_code(digest)
    manifest = msgspec.structs.replace(prepared.manifest, seal_code=code)
    return SealedFile(prepared, build(manifest, members, key), digest, code, public_part(key))


def enter_seal(
    session: Session, *, sealed: SealedFile, store: PackageStore, clock: Clock
) -> Done[MadePackage]:
    """Enter a sealed report: version frozen, file kept; refuse when the draft changed meanwhile."""
    prepared, document = sealed.prepared, sealed.prepared.document
    expected = get_expected(session, prepared.expected_id)
    _refuse_drift(session, expected, prepared)
    manifest = msgspec.structs.replace(prepared.manifest, seal_code=sealed.seal_code)
    made = enter_made(
        session,
        manifest=manifest,
        file_name=prepared.file_name,
        content=sealed.content,
        store=store,
        clock=clock,
        signer=sealed.signer,
    )
    version = version_of(document.epoch, document.revision)
    freeze(session, expected.id, version, document, clock.now())
    submission = Submission(
        id=derived_id("submission", expected.id, "package", made.sha256),
        expected_report_id=expected.id,
        epoch=document.epoch,
        version=version,
        document_number=document.document_number,
        signed_on=document.signed_on,
        approved_by=document.approved_by,
        sealed_at=document.sealed_at,
        seal_code=sealed.seal_code,
        content_sha256=sealed.content_sha256,
        package_id=made.id,
        attachment_sha256=made.sha256,
        state=ReportState.SEALED,
        reason=document.reason,
    )
    session.add(submission)
    record(session, clock=clock, action="report.seal", subject=submission, reason=document.reason)
    before = snapshot(expected)
    expected.state = ReportState.SEALED
    record(session, clock=clock, action="report.state", subject=expected, before=before)
    return Done(replace(made, warnings=prepared.warnings), CHANGED)


def _refuse_drift(session: Session, expected: ExpectedReport, prepared: PreparedSeal) -> None:
    """Refuse when figures, words, plan or the numbering changed since they were read out."""
    document, before = prepared.document, prepared.manifest.supersedes
    year = document.plan_year
    same = (
        figure_lines(session, expected.id) == document.figures
        and narrative_lines(session, expected.id) == document.narratives
        and (year is None or plan_lines(session, expected.unit_id, year) == document.plan)
    )
    last = last_made(
        session,
        kind=Kind.REPORT,
        unit_id=prepared.manifest.recipient.id,
        stream=expected.id,
        epoch=document.epoch,
    )
    if not same or (last.sha256 if last else None) != before:
        raise RuleViolation(
            "Số liệu vừa thay đổi trong lúc niêm phong nên chưa niêm phong.", hint="Kiểm tra lại rồi làm lại."
        )
