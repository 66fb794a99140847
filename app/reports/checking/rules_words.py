"""Rules of wording that a file can tell: first citation in full, capitals (R33, R44). Warnings only."""

import re
from collections.abc import Iterator

from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone

_KINDS = (
    "Nghị quyết|Quyết định|Chỉ thị|Thông báo|Hướng dẫn|Chương trình|Kế hoạch|Đề án|Báo cáo|Tờ trình"
    "|Công văn|Công điện|Nghị định|Thông tư"
)
_CITED = re.compile(rf"({_KINDS})\s+số\s+(\d+/[^\s,;.)]+)(.{{0,40}})", re.DOTALL)
_LOWER = "a-zà-ỹđ"
_CAPITALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bỦy Ban\b|\bUỷ Ban\b|\bNhân Dân\b"), "Ủy ban nhân dân"),
    (re.compile(rf"(?<=[{_LOWER},;] )(?:Khoản|Điểm) \d"), "khoản, điểm (viết thường khi viện dẫn)"),
    (
        re.compile(rf"(?<=[{_LOWER}] )điều \d+ (?:của )?(?:Luật|Nghị định|Thông tư)"),
        "Điều (viết hoa khi viện dẫn)",
    ),
    (re.compile(r"\bsở (?:Nội vụ|Tư pháp|Tài chính|Y tế|Xây dựng|Công Thương)\b"), "Sở"),
    (
        re.compile(r"\b(?:Hội Đồng|Chủ Tịch|Phó Chủ Tịch|Giám Đốc|Trưởng Phòng)\b"),
        "chỉ viết hoa chữ đầu của chức vụ, cơ quan",
    ),
)


def check_words(case: Case) -> None:
    """Hold citations and capitals against the rules."""
    _citations(case)
    for para in _running(case):
        case.ledger.look("R44")
        if para.is_caps:
            continue
        for pattern, right in _CAPITALS:
            found = pattern.search(para.text)
            if found:
                case.ledger.warn("R44", para, f"“{found.group()}” viết hoa chưa đúng: {right}.")


def _running(case: Case) -> Iterator[Para]:
    yield from case.parts.basis
    yield from (para for para in case.parts.body if para.text and para.zone is Zone.BODY)


def _citations(case: Case) -> None:
    known: set[str] = set()
    for para in _running(case):  # a trích yếu names papers in short: R33 is about the content
        for match in _CITED.finditer(para.text):
            kind, number, rest = match.groups()
            case.ledger.look("R33")
            if number not in known and not re.match(r"\s*(?:,\s*)?ngày\b", rest):
                case.ledger.warn(
                    "R33",
                    para,
                    f"Viện dẫn lần đầu {kind} số {number} chưa ghi ngày, cơ quan ban hành, trích yếu.",
                )
            known.add(number)
