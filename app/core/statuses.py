"""Fixed vocabularies of the register. Values are stored; words are what people read."""

from enum import StrEnum


class Role(StrEnum):
    """What the owner of a register does: collect, report, or both."""

    HUB = "hub"
    REPORTER = "reporter"


class TaskKind(StrEnum):
    """What kind of duty a task is; only dated and recurring ones enter the on-time ratio."""

    DATED = "dated"
    RECURRING = "recurring"
    STANDING = "standing"
    PROHIBITION = "prohibition"
    REFERENCE = "reference"


class DeadlineOperator(StrEnum):
    """How the words bound the day they name: "trước 30/6" is late on 30/6, "chậm nhất 30/6" is not."""

    BEFORE = "before"
    ON_OR_BEFORE = "on_or_before"
    WITHIN = "within"
    RELATIVE = "relative"


class AssignmentRole(StrEnum):
    """A unit's part in a task."""

    LEAD = "lead"
    COORDINATING = "coordinating"


class TaskState(StrEnum):
    """The state of an assignment at a date (QĐ 42/2014/QĐ-TTg): four that are counted, two set apart."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    STANDING = "standing"
    CANCELLED = "cancelled"


class Frequency(StrEnum):
    """How often a reporting rule asks for a report."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class ReportSubject(StrEnum):
    """What a reporting rule asks for."""

    MONTHLY_REPORT = "monthly_report"
    IMPROVEMENT_PLAN = "improvement_plan"
    OTHER = "other"


class DuePolicy(StrEnum):
    """Which of the three due dates judges: the legal one, the working day before, the working day after."""

    LEGAL = "legal"
    TARGET = "target"
    LENIENT = "lenient"


class PeriodState(StrEnum):
    """Whether a period still takes changes."""

    PLANNED = "planned"
    OPEN = "open"
    LOCKED = "locked"


class ReportState(StrEnum):
    """Where one unit's report of one period stands."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    APPROVED = "approved"
    SEALED = "sealed"
    CODE_NOTED = "code_noted"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"


class ReportResult(StrEnum):
    """Timeliness of an expected report at a date; after the due day the first five add up to all expected."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    EXCUSED = "excused"
    GRACE = "grace"
    NOT_DUE = "not_due"


class Channel(StrEnum):
    """How a report reached the hub."""

    PAPER = "paper"
    EMAIL = "email"
    OFFICE_SYSTEM = "office_system"
    EXCEL = "excel"
    PACKAGE = "package"


class FigureState(StrEnum):
    """What stands in a cell: a value, or one of three kinds of emptiness that print differently."""

    VALUE = "value"
    NONE_ARISEN = "none_arisen"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"


class DirectiveState(StrEnum):
    """Life of a directive; one without number and date yet is as valid a source of tasks as any."""

    UNNUMBERED = "unnumbered"
    ACTIVE = "active"
    REPLACED = "replaced"
    CLOSED = "closed"


class DirectiveRelation(StrEnum):
    """What one directive does to another that it cites; the first of two that fit says more."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"
    CARRIES_OUT = "carries_out"
    CITES = "cites"


class DocumentState(StrEnum):
    """Life of a paper we make: issued ones are frozen and never purged."""

    DRAFT = "draft"
    CHECKED = "checked"
    ISSUED = "issued"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class ReminderChannel(StrEnum):
    """How a unit was reminded; mail and the official letter count once they have left."""

    ZALO = "zalo"
    SMS = "sms"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    OFFICE_SYSTEM = "office_system"
    LEADER = "leader"


class MailState(StrEnum):
    """Where a mail of the outbox stands; unsure: its content went out, the answer never came."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    CALLED_OFF = "called_off"


class TieRule(StrEnum):
    """What place follows units that share one: 1, 2, 2, 4 or 1, 2, 2, 3."""

    LEAVES_GAP = "leaves_gap"
    NO_GAP = "no_gap"


class RankingRemarkKind(StrEnum):
    """What is remarked on a unit's place: left out with a reason, or objected to."""

    EXCLUSION = "exclusion"
    APPEAL = "appeal"


WORDS: dict[StrEnum, str] = {
    Role.HUB: "Cơ quan đầu mối",
    Role.REPORTER: "Đơn vị báo cáo",
    TaskKind.DATED: "Có thời hạn",
    TaskKind.RECURRING: "Định kỳ",
    TaskKind.STANDING: "Thường xuyên",
    TaskKind.PROHIBITION: "Không để xảy ra",
    TaskKind.REFERENCE: "Dẫn chiếu",
    AssignmentRole.LEAD: "Chủ trì",
    AssignmentRole.COORDINATING: "Phối hợp",
    TaskState.DONE_ON_TIME: "Xong đúng hạn",
    TaskState.DONE_LATE: "Xong quá hạn",
    TaskState.OPEN_IN_TIME: "Đang trong hạn",
    TaskState.OPEN_OVERDUE: "Đang quá hạn",
    TaskState.STANDING: "Thường xuyên",
    TaskState.CANCELLED: "Đã hủy",
    Frequency.MONTHLY: "Hằng tháng",
    Frequency.QUARTERLY: "Hằng quý",
    Frequency.YEARLY: "Hằng năm",
    Frequency.ONCE: "Một lần",
    ReportSubject.MONTHLY_REPORT: "Báo cáo tháng",
    ReportSubject.IMPROVEMENT_PLAN: "Kế hoạch khắc phục",
    ReportSubject.OTHER: "Báo cáo khác",
    PeriodState.PLANNED: "Chưa mở",
    PeriodState.OPEN: "Đang mở",
    PeriodState.LOCKED: "Đã khóa",
    ReportState.NOT_STARTED: "Chưa soạn",
    ReportState.DRAFTING: "Đang soạn",
    ReportState.APPROVED: "Đã duyệt ở đơn vị",
    ReportState.SEALED: "Đã niêm phong",
    ReportState.CODE_NOTED: "Đã báo mã",
    ReportState.RECEIVED: "Đã nhận",
    ReportState.RETURNED: "Trả lại",
    ReportState.ACCEPTED: "Đã chấp nhận",
    ReportState.LOCKED: "Đã khóa",
    ReportResult.ON_TIME: "Đúng hạn",
    ReportResult.LATE: "Muộn",
    ReportResult.MISSING: "Chưa nộp",
    ReportResult.EXCUSED: "Được miễn",
    ReportResult.GRACE: "Trong ngày đệm",
    ReportResult.NOT_DUE: "Chưa đến hạn",
    DuePolicy.LEGAL: "Đúng ngày ghi trong văn bản",
    DuePolicy.TARGET: "Ngày làm việc liền trước",
    DuePolicy.LENIENT: "Ngày làm việc liền sau",
    Channel.PAPER: "Bản giấy",
    Channel.EMAIL: "Thư điện tử",
    Channel.OFFICE_SYSTEM: "Hệ thống quản lý văn bản",
    Channel.EXCEL: "Biểu Excel",
    Channel.PACKAGE: "Gói dữ liệu",
    FigureState.VALUE: "Có số liệu",
    FigureState.NONE_ARISEN: "Không phát sinh",
    FigureState.NOT_APPLICABLE: "Không áp dụng",
    FigureState.BLANK: "Để trống",
    DirectiveRelation.REPLACES: "Thay thế",
    DirectiveRelation.REPEALS: "Bãi bỏ",
    DirectiveRelation.AMENDS: "Sửa đổi, bổ sung",
    DirectiveRelation.CARRIES_OUT: "Thực hiện",
    DirectiveRelation.CITES: "Dẫn chiếu",
    DirectiveState.UNNUMBERED: "Bản chưa số",
    DirectiveState.ACTIVE: "Đang thực hiện",
    DirectiveState.REPLACED: "Đã thay thế",
    DirectiveState.CLOSED: "Đã kết thúc",
    DocumentState.DRAFT: "Bản nháp",
    DocumentState.CHECKED: "Đã kiểm tra",
    DocumentState.ISSUED: "Đã ban hành",
    DocumentState.REPLACED: "Đã thay thế",
    DocumentState.WITHDRAWN: "Đã thu hồi",
    ReminderChannel.ZALO: "Zalo",
    ReminderChannel.SMS: "Tin nhắn SMS",
    ReminderChannel.PHONE: "Điện thoại",
    ReminderChannel.EMAIL: "Thư điện tử",
    ReminderChannel.LETTER: "Công văn",
    ReminderChannel.OFFICE_SYSTEM: "Hệ thống quản lý văn bản",
    ReminderChannel.LEADER: "Báo cáo lãnh đạo",
    MailState.QUEUED: "Chờ gửi",
    MailState.SENDING: "Đang gửi",
    MailState.SENT: "Đã gửi",
    MailState.REFUSED: "Bị từ chối",
    MailState.UNSURE: "Chưa rõ đã gửi chưa",
    MailState.CALLED_OFF: "Đã bỏ",
    TieRule.LEAVES_GAP: "Đồng hạng, hạng sau bỏ số (1, 2, 2, 4)",
    TieRule.NO_GAP: "Đồng hạng, hạng sau liền số (1, 2, 2, 3)",
    RankingRemarkKind.EXCLUSION: "Không xếp hạng",
    RankingRemarkKind.APPEAL: "Kiến nghị",
}

# Where a report may go next; whatever is not here is refused. Sealed and received reports never go back to
# a draft: a correction is a new version.
REPORT_MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.NOT_STARTED: frozenset({ReportState.DRAFTING, ReportState.RECEIVED}),
    ReportState.DRAFTING: frozenset({ReportState.APPROVED, ReportState.SEALED, ReportState.RECEIVED}),
    ReportState.APPROVED: frozenset({ReportState.DRAFTING, ReportState.SEALED, ReportState.RECEIVED}),
    ReportState.SEALED: frozenset({ReportState.CODE_NOTED, ReportState.RECEIVED}),
    ReportState.CODE_NOTED: frozenset({ReportState.RECEIVED}),
    ReportState.RECEIVED: frozenset({ReportState.RECEIVED, ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.DRAFTING, ReportState.SEALED, ReportState.RECEIVED}),
    ReportState.ACCEPTED: frozenset({ReportState.LOCKED, ReportState.RETURNED, ReportState.RECEIVED}),
    ReportState.LOCKED: frozenset({ReportState.ACCEPTED}),
}
