"""What a piece says without ordering anything: results, consents, counts, formulas, who answers for what."""

import re

from app.intake.vocabulary import patterns

ORDER_INSIDE = re.compile(
    r"(?:(?<=[,;:.)]\s)|(?<=^))(?:thì\s+)?(?:(?:kính\s+)?đề\s+nghị|yêu\s+cầu|giao(?:\s+cho)?)\s+",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:đề\s+nghị|yêu\s+cầu|giao(?:\s+cho)?)\s+", re.IGNORECASE)
_DIFFICULTY = re.compile(
    r"(?:(?:Trong\s+)?(?:quá\s+trình|khi)\b[^.]{0,80}?,?\s*)?(?:nếu|trường\s+hợp|có)\b[^.]{0,40}?"
    r"(?:khó\s+khăn|vướng\s+mắc|phát\s+sinh)[^.]*(?:\.|$)",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"(?:[^,.;:]{0,90}\s)?chịu trách nhiệm (?:trước|về|toàn diện|thi hành|thực hiện|tổ chức thực hiện)",
    re.IGNORECASE,
)
_EXECUTES = re.compile(
    r"chịu trách nhiệm thi hành|căn cứ Quyết định thi hành"
    r"|chịu trách nhiệm (?:tổ chức |triển khai )?thực hiện [^.;,]{0,30}này"
)
_DESCRIBES = re.compile(
    r"\b(?:đã (?:được|có|thực hiện|ban hành|triển khai|đạt|hoàn thành|góp phần|chủ động|tích cực"
    r"|quan tâm)|còn (?:chậm|hạn chế|thiếu|thấp|tồn tại|nhiều|tình trạng|một số|những)|chưa (?:được|đạt"
    r"|đảm bảo|bảo đảm|kịp thời|thực sự|tốt|có|cao|đầy đủ|nghiêm|thường xuyên|quan tâm)|đạt tỷ lệ"
    r"|đạt được)\b",
    re.IGNORECASE,
)
APPROVES = re.compile(
    r"(?:Cơ bản\s+)?(?:thống nhất|đồng ý|nhất trí|chấp thuận|ghi nhận|đánh giá cao|biểu dương|hoan nghênh)\b",
    re.IGNORECASE,
)


def approves(text: str) -> bool:
    """Tell whether a piece opens with a consent: "Thống nhất chủ trương …", "Về camera: Đồng ý …"."""
    head, _, rest = text.partition(": ")
    return APPROVES.match(text) is not None or (len(head) < 120 and APPROVES.match(rest) is not None)


def without_difficulties(text: str) -> str:
    """Return a text without its sentences on difficulties to be reported: they order nothing."""
    return _DIFFICULTY.sub(" ", text).strip()


def is_difficulty(text: str) -> bool:
    """Tell whether a paragraph only says what to do with difficulties."""
    rest = without_difficulties(text)
    return rest != text.strip() and len(rest) < 25


_POLITE = re.compile(
    r"(?:(?:Kính|Trân trọng)\s+)?(?:đề nghị|yêu cầu|mong)\s[^.;:]{3,160}?"
    r"\s(?:quan tâm|biết|nghiêm túc|phối hợp|khẩn trương|tổ chức|triển khai|chỉ đạo)"
    r"(?:[\s,]+(?:và|tổ chức|triển khai|nghiêm túc|phối hợp|chỉ đạo|thực hiện|quan tâm))*\s*[./]*$",
    re.IGNORECASE,
)


def is_formula(text: str) -> bool:
    """Tell whether an unnumbered paragraph is a closing formula that adds no duty of its own (R5)."""
    rest = without_difficulties(text)
    if rest.startswith("Căn cứ") and (asked := _ASKED.search(rest)):
        return is_formula(rest[asked.start() :])
    if re.match(r"(?:Trên đây|Nhận được|Căn cứ|Nơi nhận|Trân trọng)", rest):
        return True
    if text.endswith(":"):
        return False
    if _POLITE.match(rest):
        return True
    if not patterns().closing.search(rest) and not (len(rest) < 320 and patterns().closing_end.search(rest)):
        return False
    return not re.search(
        r"báo cáo (?:kết quả|tình hình|UBND|Ủy ban|Chủ tịch|về|định kỳ)|tổng hợp,? báo cáo|định kỳ"
        r"|theo dõi|đôn đốc|trước ngày|chậm nhất|gửi (?:kết quả|báo cáo)",
        rest,
        re.IGNORECASE,
    )


def is_responsibility(text: str) -> bool:
    """Tell whether a piece only says who answers for what."""
    match = _RESPONSIBLE.match(text)
    if _EXECUTES.search(text):
        return True
    return (
        match is not None
        and len(text) < 260
        and not re.search(
            r"(?:báo cáo|chủ trì|tổ chức|hướng dẫn|kiểm tra|phối hợp|triển khai) ", text[match.end() :]
        )
    )


def describes(text: str) -> bool:
    """Tell whether a piece speaks of what was done or is lacking."""
    return patterns().evaluation.search(text[:400]) is not None or _DESCRIBES.search(text[:400]) is not None


_COUNTS = re.compile(
    r"[^:.;]{3,90}:\s*\d{1,3}(?:/\d{1,3})?\s+(?:nhiệm vụ|giải pháp|nội dung|công việc|chỉ tiêu|tiêu chí"
    r"|văn bản|thủ tục|hồ sơ|dự án|đơn vị)\b"
)


def counts(text: str) -> bool:
    """Tell whether a piece only says how many there are: "Cải cách thể chế: 3 nhiệm vụ, hạn 29/11"."""
    return _COUNTS.match(text) is not None


_STATES = re.compile(
    r"(?:Việc|Công tác|Các|Những|Một số|Tài liệu|Văn bản|Hồ sơ|Số|Tỷ lệ|Tỉ lệ|Kinh phí|Nguồn|Kết quả"
    r"|Nội dung|Thời gian|Địa điểm|Thành phần|Hình thức|Đối tượng|Mức|Danh mục|Hệ thống|Mẫu|Biểu"
    r"|Điều kiện|Phạm vi|Sự|Ngày|Tổng)\b"
    r"|[^,.;]{0,60}\s(?:là|được|gồm|bao gồm|thuộc)\s"
)
_MUST = re.compile(r"\b(?:phải|cần|hoàn thành trước|xong trước|chậm nhất)\b")


def states(text: str) -> bool:
    """Tell whether a piece says how things are, or agrees, and not what is to be done."""
    if APPROVES.match(text):
        return True
    return _STATES.match(text) is not None and _MUST.search(text[:200]) is None
