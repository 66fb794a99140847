"""One small package of each kind, and readers that are too kind, to show that the damage tests can fail."""

import hashlib
import io
import zipfile
import zlib
from datetime import UTC, date, datetime

from nacl.signing import SigningKey

from app.core.statuses import (
    AssignmentRole,
    DuePolicy,
    FigureState,
    Frequency,
    ReportState,
    ReportSubject,
    TaskKind,
)
from app.exchange.documents import (
    Approval,
    AssignmentDocument,
    Document,
    FigureLine,
    HolidayLine,
    NarrativeLine,
    PeriodLine,
    ReceiptDocument,
    ReportDocument,
    ReportStanding,
    RuleLine,
    TaskLine,
)
from app.exchange.envelope import open_envelope
from app.exchange.manifest import Kind, Manifest, Party
from app.exchange.package_file import OpenPackage, build, members_of
from app.exchange.refusals import Damaged

NOW = datetime(2024, 3, 11, 2, 30, tzinfo=UTC)
KEY = SigningKey(bytes(range(32)))
HUB = Party("6f0f8a52-6f2e-5d3c-9a55-0cc4c4c40001", "424", "Huyện Quỳ Hợp")
UNIT = Party("6f0f8a52-6f2e-5d3c-9a55-0cc4c4c40002", "17038", "Xã Châu Quang")
_ID = "6f0f8a52-6f2e-5d3c-9a55-0cc4c4c4000{}"


def report_document(**more: object) -> ReportDocument:
    known: dict[str, object] = {
        "period_id": _ID.format(3),
        "period": "2024-03",
        "subject": ReportSubject.MONTHLY_REPORT,
        "epoch": 1,
        "revision": 1,
        "approved_by": "Trần Văn Bình",
        "approval": Approval.PAPER,
        "signed_on": date(2024, 3, 11),
        "sealed_at": NOW,
        "figures": [
            FigureLine(code="HS01", state=FigureState.VALUE, value="120"),
            FigureLine(code="HS02", state=FigureState.NONE_ARISEN),
        ],
        "narratives": [NarrativeLine(key="direction", state=FigureState.VALUE, text="Đã triển khai.\n“Tốt”")],
        "plan": [],
    }
    return ReportDocument(**(known | more))  # type: ignore[arg-type]


def _assignment() -> AssignmentDocument:
    task = TaskLine(
        id=_ID.format(4),
        kind=TaskKind.DATED,
        content="Niêm yết thủ tục hành chính",
        role=AssignmentRole.LEAD,
        assigned_on=date(2024, 1, 15),
        current_due_on=date(2024, 6, 29),
    )
    rule = RuleLine(
        id=_ID.format(5),
        name="Báo cáo tháng",
        subject=ReportSubject.MONTHLY_REPORT,
        frequency=Frequency.MONTHLY,
        start_day=12,
        due_day=12,
        policy=DuePolicy.LEGAL,
    )
    day = date(2024, 3, 12)
    period = PeriodLine(
        id=_ID.format(3),
        rule_id=rule.id,
        name="2024-03",
        starts_on=date(2024, 2, 12),
        ends_before=day,
        legal_due=day,
        target_due=day,
        lenient_due=day,
        policy=DuePolicy.LEGAL,
        start_day=12,
    )
    return AssignmentDocument(
        year=2024,
        directives=[],
        clauses=[],
        tasks=[task],
        catalogues=[],
        headings=[],
        rules=[rule],
        periods=[period],
        holidays=[HolidayLine(day=date(2024, 2, 8), is_off=True, reason="Tết")],
        plans=[],
        reports=[],
    )


def _receipt() -> ReceiptDocument:
    standing = ReportStanding(
        period_id=_ID.format(3),
        period="2024-03",
        epoch=1,
        revision=1,
        sha256="ab" * 32,
        verdict="applied",
        state=ReportState.ACCEPTED,
        received_at=NOW,
        figures=2,
    )
    return ReceiptDocument(year=2024, files=[], reports=[standing], missing=["2024-04"])


DOCUMENTS: dict[Kind, Document] = {
    Kind.ASSIGNMENT: _assignment(),
    Kind.REPORT: report_document(),
    Kind.RECEIPT: _receipt(),
}


def manifest_of(kind: Kind, **more: object) -> Manifest:
    goes_up = kind is Kind.REPORT
    known: dict[str, object] = {
        "kind": kind,
        "sender": UNIT if goes_up else HUB,
        "recipient": HUB if goes_up else UNIT,
        "stream": _ID.format(6),
        "epoch": 1,
        "revision": 1,
        "seal_code": "0" * 12 if goes_up else None,
        "created_at": NOW,
        "app": "0.1.0",
        "parts": [],
    }
    return Manifest(**(known | more))  # type: ignore[arg-type]


def make(kind: Kind, document: Document | None = None, *, key: SigningKey = KEY, **more: object) -> bytes:
    """Return the bytes of a package."""
    readable = {"bao-cao.pdf": b"%PDF-1.7 nothing"} if kind is Kind.REPORT else {}
    return build(manifest_of(kind, **more), members_of(kind, document or DOCUMENTS[kind], readable), key)


def lenient_read(file: bytes) -> OpenPackage:
    """Read as many programs would: a ZIP library, the signature, no hold on every byte. For controls only."""
    from app.exchange.package_file import read_manifest

    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        payload, key = open_envelope(members["manifest.dsse.json"])
        manifest = read_manifest(payload)
        for part in manifest.parts:
            if hashlib.sha256(members[part.path]).hexdigest() != part.sha256:
                raise Damaged("part")
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        NotImplementedError,
        ValueError,
        OSError,
        EOFError,
    ) as error:
        raise Damaged(str(error)) from error
    except RuntimeError as error:  # "encrypted"
        raise Damaged(str(error)) from error
    return OpenPackage(manifest, key, members, "", len(file), DOCUMENTS[manifest.kind])
