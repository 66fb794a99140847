"""What the gate shows, said without Qt."""

from app.core.clock import local_time
from app.core.statuses import WORDS, ReportState, Role
from app.core.text import format_date
from app.exchange.documents import Approval
from app.services.queries.report_versions import Version
from app.services.queries.sealing_gate import Gate, GateFinding, OwnReport
from app.ui.tables.column import Column
from app.ui.tone import Tone

LEVELS = (("block", "Chặn"), ("explain", "Cần giải trình"), ("notice", "Lưu ý"))
EMPTY = {
    "block": "Không có lỗi chặn.",
    "explain": "Không có mục nào cần giải trình.",
    "notice": "Không có lưu ý nào.",
}
# Why there is nothing to seal, what to do, and where.
NOTHING = {
    Role.HUB: (
        "Cơ quan đầu mối không có báo cáo, kế hoạch nào phải nộp. Báo cáo của các đơn vị ở bảng kỳ.",
        "Mở bảng kỳ",
        "cycles",
    ),
    Role.REPORTER: (
        "Đơn vị chưa có báo cáo, kế hoạch nào phải nộp: nhận gói giao việc của đầu mối trước.",
        "Nhận gói",
        "receiving",
    ),
}
WAYS = (
    (Approval.IN_PERSON, "Duyệt trực tiếp trên màn hình"),
    (Approval.PAPER, "Đã ký giấy"),
    (Approval.MESSAGE, "Duyệt qua điện thoại, tin nhắn"),
)


def report_words(report: OwnReport) -> str:
    """Say which report, and where it stands: the month first, for the rest may be cut."""
    name, _, month = report.title.rpartition(", ")
    return f"{month[:1].upper()}{month[1:]} ({WORDS[report.state].lower()}): {name}"


def _mark(finding: GateFinding) -> tuple[str, str, Tone]:
    if finding.level == "block":
        return "Chặn", "error", Tone.BAD
    if finding.level == "explain":
        if finding.stands:
            return "Chưa giải trình", "warning", Tone.WARNING
        if finding.is_missing:
            return "Mục còn trống", "status-empty", Tone.WARNING
        if finding.heading:
            return "Cần xem lại", "warning", Tone.WARNING
        return "Đã giải trình", "status-done", Tone.GOOD
    return "Lưu ý", "info", Tone.NEUTRAL


FINDINGS: tuple[Column[tuple[int, GateFinding]], ...] = (
    Column(
        title="Mức",
        text=lambda pair: _mark(pair[1])[0],
        icon=lambda pair: _mark(pair[1])[1],
        tone=lambda pair: _mark(pair[1])[2],
        width=16,
    ),
    Column(title="Ở đâu", text=lambda pair: pair[1].place, tooltip=lambda pair: pair[1].place, width=10),
    Column(
        title="Nội dung",
        text=lambda pair: pair[1].message,
        tooltip=lambda pair: f"{pair[1].message}\n{pair[1].explanation}".strip(),
        width=16,
        stretches=True,
    ),
)


def sealed_words(version: Version) -> str:
    """Say when the newest version was sealed, and where it stands."""
    when = ""
    if version.sealed_at is not None:
        here = local_time(version.sealed_at)
        when = f" lúc {here.hour}:{here:%M} ngày {format_date(here.date())}"
    since = "" if version.state is ReportState.SEALED else f" {WORDS[version.state]}."
    return f"Lần {version.revision} đã niêm phong{when}.{since}"


def standing_words(gate: Gate) -> str:
    """Say in one sentence whether the report can be sealed."""
    stands = [finding for finding in gate.findings if finding.stands]
    blocks = sum(1 for finding in stands if finding.level == "block")
    owed = len(stands) - blocks
    parts = [f"{blocks} lỗi chặn"] if blocks else []
    parts += [f"{owed} mục chưa giải trình"] if owed else []
    if parts:
        return f"Chưa niêm phong được: còn {' và '.join(parts)}. Bấm đúp vào mục để tới chỗ sửa."
    return "Không có lỗi chặn. Ghi người duyệt rồi niêm phong."
