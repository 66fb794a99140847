"""Usual outlines: what a register starts with; an office edits its own copy.

The keys are fixed: builders add computed sentences under "direction.plan", "direction.tasks", "field.*",
"field.TTHC", "submission", "tasks", "result", "limits", "measures", "targets" and "organisation".
"""

from collections.abc import Mapping, Sequence

from app.reports.data.parts import OutlineHeading
from app.reports.styles import ROMAN

OTHER = "other"

_FIELDS = (
    ("THECHE", "Cải cách thể chế"),
    ("TTHC", "Cải cách thủ tục hành chính (TTHC)"),
    ("TCBM", "Cải cách tổ chức bộ máy hành chính"),
    ("CCCV", "Cải cách chế độ công vụ"),
    ("TCC", "Cải cách tài chính công"),
    ("CQDT", "Xây dựng, phát triển chính quyền điện tử, chính quyền số"),
)


def _fields() -> tuple[OutlineHeading, ...]:
    return tuple(
        OutlineHeading(f"field.{code}", f"{index}.", title, 2)
        for index, (code, title) in enumerate(_FIELDS, 1)
    )


_DIRECTION = (
    OutlineHeading("direction.documents", "1.", "Ban hành văn bản chỉ đạo, điều hành", 2),
    OutlineHeading("direction.plan", "2.", "Tiến độ thực hiện kế hoạch năm", 2),
    OutlineHeading("direction.inspection", "3.", "Công tác kiểm tra, tự kiểm tra", 2),
    OutlineHeading("direction.communication", "4.", "Công tác tuyên truyền", 2),
    OutlineHeading("direction.tasks", "5.", "Thực hiện nhiệm vụ cấp trên giao", 2),
    OutlineHeading("direction.initiatives", "6.", "Sáng kiến, cách làm mới", 2),
)

MONTHLY_REPORT = (
    OutlineHeading("direction", "I.", "Công tác chỉ đạo, điều hành", 1),
    *_DIRECTION,
    OutlineHeading("fields", "II.", "Kết quả thực hiện theo các lĩnh vực", 1),
    *_fields(),
    OutlineHeading("assessment", "III.", "Đánh giá chung", 1),
    OutlineHeading("assessment.results", "1.", "Kết quả nổi bật", 2),
    OutlineHeading("assessment.limits", "2.", "Tồn tại, hạn chế", 2),
    OutlineHeading("assessment.causes", "3.", "Nguyên nhân", 2),
    OutlineHeading("next", "IV.", "Nhiệm vụ trọng tâm kỳ tới", 1),
    OutlineHeading("proposals", "V.", "Kiến nghị, đề xuất", 1),
)

CONSOLIDATED_REPORT = (
    OutlineHeading("submission", "I.", "Tình hình chấp hành chế độ báo cáo", 1),
    OutlineHeading("direction", "II.", "Công tác chỉ đạo, điều hành", 1),
    *_DIRECTION,
    OutlineHeading("fields", "III.", "Kết quả thực hiện theo các lĩnh vực", 1),
    *_fields(),
    OutlineHeading("assessment", "IV.", "Đánh giá chung", 1),
    OutlineHeading("assessment.results", "1.", "Kết quả nổi bật", 2),
    OutlineHeading("assessment.limits", "2.", "Tồn tại, hạn chế", 2),
    OutlineHeading("assessment.causes", "3.", "Nguyên nhân", 2),
    OutlineHeading("next", "V.", "Nhiệm vụ trọng tâm kỳ tới", 1),
    OutlineHeading("proposals", "VI.", "Kiến nghị, đề xuất của các đơn vị", 1),
)

IMPROVEMENT_PLAN = (
    OutlineHeading("purpose", "I.", "Mục đích, yêu cầu", 1),
    OutlineHeading(
        "purpose.purpose",
        "1.",
        "Mục đích",
        2,
        (
            "Khắc phục kịp thời những tồn tại, hạn chế ở các tiêu chí bị trừ điểm; nâng cao kết quả Chỉ số "
            "cải cách hành chính năm {nam_ke_hoach} và các năm tiếp theo.",
        ),
    ),
    OutlineHeading(
        "purpose.requirements",
        "2.",
        "Yêu cầu",
        2,
        (
            "Mỗi tiêu chí bị trừ điểm phải xác định rõ nguyên nhân, giải pháp, sản phẩm, đơn vị chủ trì và "
            "thời hạn hoàn thành.",
        ),
    ),
    OutlineHeading("result", "II.", "Kết quả năm {nam_cham}", 1),
    OutlineHeading("limits", "III.", "Tồn tại, hạn chế và nguyên nhân", 1),
    OutlineHeading("measures", "IV.", "Nhiệm vụ, giải pháp khắc phục", 1),
    OutlineHeading("targets", "V.", "Chỉ tiêu phấn đấu năm {nam_ke_hoach}", 1),
    OutlineHeading("organisation", "VI.", "Tổ chức thực hiện", 1),
)

HANDOVER = (
    OutlineHeading("parties", "I.", "Thành phần", 1),
    OutlineHeading("items", "II.", "Nội dung bàn giao", 1),
    OutlineHeading("open", "III.", "Nhiệm vụ đang thực hiện", 1),
    OutlineHeading("duties", "IV.", "Trách nhiệm của các bên", 1),
)

# Letters and notices have no outline to edit, only standing sentences.
DEFAULTS: Mapping[str, tuple[OutlineHeading, ...]] = {
    "monthly-report": MONTHLY_REPORT,
    "consolidated-report": CONSOLIDATED_REPORT,
    "improvement-plan": IMPROVEMENT_PLAN,
    "reminder": (),
    "assignment-notice": (),
    "results-notice": (),
    "apology": (),
    "handover": HANDOVER,
    "leader-page": (),
    "number-story": (),
}


def other_heading(headings: Sequence[OutlineHeading], texts: Sequence[str] = ()) -> OutlineHeading:
    """Return a last section for what an outline has no heading for, numbered where its sections are."""
    numbers = [heading.number for heading in headings if heading.level == 1]
    known = [f"{numeral}." for numeral in ROMAN]
    number = known[len(numbers)] if numbers == known[: len(numbers)] and len(numbers) < len(known) else ""
    return OutlineHeading(OTHER, number, "Nội dung khác", 1, texts=tuple(texts))
