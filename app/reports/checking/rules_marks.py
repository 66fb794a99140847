"""Rules of what a paper may carry beside its nine parts: urgency, circulation, address, copies (R65-R71)."""

import re

from app.core.text import exact_key
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone

_SECRET = re.compile(r"^(?:tuyệt mật|tối mật|mật)\b")
_CIRCULATION = re.compile(r"^(?:lưu hành nội bộ|xem xong trả lại)$")
_COPY = re.compile(r"^(?:sao y|sao lục|trích sao)\b")
_CONTACT = re.compile(r"\b(?:địa chỉ|điện thoại|đt|e-?mail|website)\s*:", re.IGNORECASE)


def check_marks(case: Case) -> None:
    """Hold marks, footers and copies against the rules; most are advice."""
    parts, ledger = case.parts, case.ledger
    for para in parts.marks:
        ledger.look("R67")
        ledger.size("R67", para, 13, 14, "Dấu chỉ độ khẩn, mật")
        if _SECRET.match(exact_key(para.text)):
            ledger.warn("R67", para, "Văn bản có dấu mật không được xử lý trên chương trình này.")
    for para in case.paper.paras[:40]:
        key = exact_key(para.text)
        if _CIRCULATION.match(key):
            ledger.size("R68", para, 13, 14, "Dấu chỉ phạm vi lưu hành")
            ledger.face("R68", para, "Dấu chỉ phạm vi lưu hành", bold=True)
        elif _COPY.match(key) and para.zone is not Zone.TABLE and len(key) < 60:
            ledger.warn("R71", para, "Tệp là bản sao; chương trình chỉ đối chiếu thể thức bản gốc.")
    if parts.drafter is not None:
        ledger.size("R69", parts.drafter, 11, 11, "Ký hiệu người soạn thảo")
    _contact(case)
    if parts.is_annex_file:
        ledger.look("R65")
        first: Para | None = next((para for para in case.paper.paras if para.text), None)
        if first is not None and first.baseline is not None and first.baseline < 60:
            ledger.warn("R65", first, "Góc trên bên phải trang đầu cần để trống cho chữ ký số của cơ quan.")


def _contact(case: Case) -> None:
    for page in case.paper.pages:
        for para in page.foot:
            if not _CONTACT.search(para.text):
                continue
            case.ledger.size("R70", para, 11, 12, "Địa chỉ cuối trang")
            if page.number > 1:
                case.ledger.warn("R70", f"trang {page.number}", "Địa chỉ cơ quan chỉ ghi ở trang đầu.")
    for section in case.paper.sections:
        if _CONTACT.search(section.numbering.foot_text):
            where = f"phần (section) {section.number}"
            case.ledger.warn("R70", where, "Địa chỉ cơ quan chỉ ghi ở cuối trang đầu, không ghi ở mọi trang.")
