"""What must hold before a file counts: the right address, one story in all parts, a trusted key, its code."""

from nacl.signing import SigningKey
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, RuleViolation
from app.core.ids import derived_id
from app.core.periods import Month
from app.exchange.documents import AssignmentDocument, ReceiptDocument, ReportDocument
from app.exchange.keys import public_part
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.exchange.seal import grouped, seal_code
from app.models import ExpectedReport, Period, Register, Unit
from app.services.packages import words
from app.services.packages.keys import Trust, enrol_key, enrol_token, judge_key
from app.services.packages.reports import noted_codes


class Held(AppError):
    """A package that is kept for a person to decide on."""

    code = "E-PKG-02"


def check_recipient(session: Session, package: OpenPackage, own: Register) -> None:
    """Refuse a package for somebody else, from ourselves, or from a unit we do not know."""
    manifest = package.manifest
    if manifest.recipient.id != own.own_unit_id:
        unit = session.get(Unit, str(own.own_unit_id))
        raise RuleViolation(
            words.other_recipient(package, unit.name if unit else ""),
            hint="Chưa nhập gì vào sổ. Chuyển gói cho đúng nơi nhận.",
            code="E-PKG-04",
        )
    if manifest.sender.id == own.own_unit_id:
        raise RuleViolation("Gói này do chính sổ này làm ra.", hint="Chưa nhập gì vào sổ.", code="E-PKG-04")
    if session.get(Unit, manifest.sender.id) is None:
        raise RuleViolation(
            f"Sổ không có đơn vị gửi gói này ({manifest.sender.name}).",
            hint="Chưa nhập gì vào sổ. Thêm đơn vị rồi nhập lại.",
            code="E-PKG-04",
        )


def stream_of(session: Session, package: OpenPackage, own: Register) -> str:
    """Return the key under which the package's revisions are counted; from content, never from a name."""
    manifest = package.manifest
    if manifest.kind is Kind.REPORT:
        document = package.document(ReportDocument)
        expected_id = derived_id("expected", document.period_id, manifest.sender.id)
        same = (document.epoch, document.revision) == (manifest.epoch, manifest.revision)
        if manifest.stream != expected_id or not same or manifest.seal_code is None:
            raise RuleViolation(
                "Gói tự mâu thuẫn: phần mô tả không khớp nội dung. Chưa nhập gì vào sổ.",
                hint="Đề nghị đơn vị gửi lại.",
                code="E-PKG-03",
            )
        expected = session.get(ExpectedReport, expected_id)
        period = session.get(Period, expected.period_id) if expected else None
        if expected is None or period is None or period.name != document.period:
            month = Month.parse(document.period).short
            raise RuleViolation(
                f"Sổ không có kỳ {month} mà {manifest.sender.name} phải báo cáo.",
                hint="Chưa nhập gì vào sổ. Lập kỳ báo cáo rồi nhập lại.",
                code="E-PKG-10",
            )
        return expected_id
    if manifest.kind is Kind.ASSIGNMENT:
        year = package.document(AssignmentDocument).year
    else:
        year = package.document(ReceiptDocument).year
    if manifest.stream != f"{manifest.kind.value}-{year}":
        raise RuleViolation("Gói tự mâu thuẫn. Chưa nhập gì vào sổ.", code="E-PKG-03")
    return manifest.stream


def check_key(
    session: Session, package: OpenPackage, own: Register, key: SigningKey | None, clock: Clock
) -> None:
    """Hold a package whose key is not trusted for its sender; pin a first key that brings the token."""
    manifest = package.manifest
    goes_up = manifest.kind is Kind.REPORT
    expected = None
    if goes_up:
        # With no key of our own nobody can hold a token of ours.
        expected = enrol_token(key, manifest.sender.id) if key else "-"
    trust = judge_key(
        session,
        unit_id=manifest.sender.id,
        public=package.key,
        token=manifest.enrol_token,
        expected_token=expected,
    )
    name = manifest.sender.name
    if trust is Trust.CHANGED:
        raise Held(
            f"Gói của {name} được ký bằng khóa khác khóa đã biết. Chưa nhập.",
            hint="Gọi cho đơn vị và gõ mã xác minh để tiếp tục.",
            code="E-KEY-03",
        )
    if trust is Trust.REVOKED:
        raise Held(
            f"Gói của {name} được ký bằng khóa đã thu hồi. Chưa nhập; gói được giữ ở Hộp chờ xử lý.",
            hint="Gọi cho đơn vị để xác minh.",
            code="E-KEY-05",
        )
    if trust is Trust.UNKNOWN:
        raise Held(
            f"Chưa biết khóa ký gói của {name} và gói không kèm mã ghi danh đúng. Chưa nhập; gói được giữ ở "
            "Hộp chờ xử lý.",
            hint="Gửi gói giao việc cho đơn vị, hoặc gọi và gõ mã xác minh.",
            code="E-KEY-04",
        )
    if trust is Trust.ENROLLED:
        if key is not None and package.key == public_part(key):
            raise RuleViolation("Gói ký bằng khóa của chính sổ này.", code="E-KEY-03")
        enrol_key(session, unit_id=manifest.sender.id, public=package.key, clock=clock)


def check_claimed_code(session: Session, package: OpenPackage, expected_id: str, made: str | None) -> None:
    """Where the code in the manifest is one that was heard, make it anew: a file cannot borrow a code."""
    claimed = package.manifest.seal_code
    if claimed not in noted_codes(session, expected_id):
        return
    made = made or seal_code(package.content_sha256)
    if made != claimed:
        raise RuleViolation(
            f"Mã niêm phong ghi trong gói là {grouped(claimed or '')} nhưng nội dung cho mã {grouped(made)}. "
            "Chưa nhập gì vào sổ.",
            hint="Báo cho đơn vị: tệp này không phải tệp đã niêm phong.",
            code="E-PKG-06",
        )
