"""Whether a sentence orders something, and whom: the rules that name every proposal (R1-R8)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.intake.orders.parties import (
    clean_party,
    find_predicate,
    heading_party,
    is_body,
    leading_name,
    masked_asides,
    read_subject,
    split_parties,
    strip_leading,
)
from app.intake.orders.statements import APPROVES, ORDER_INSIDE
from app.intake.vocabulary import INTRO, patterns

_ORDER = (
    r"(?:giao\s+nhiệm\s+vụ\s+cho|giao\s+cho|giao|đề\s+nghị|yêu\s+cầu|phân\s+công|chỉ\s+đạo"
    r"|ủy\s+quyền(?:\s+cho)?)"
)
_ORDER_FIRST = re.compile(
    r"(?:Kính\s+|Trân\s+trọng\s+)?(?:thống\s+nhất\s+|đồng\s+ý\s+)?"
    r"(?:giao\s+nhiệm\s+vụ\s+cho|giao\s+cho|giao|đề\s+nghị|yêu\s+cầu|phân\s+công|ủy\s+quyền"
    r"(?:\s+cho)?)\s*:?\s+",
    re.IGNORECASE,
)
_ISSUER_ORDERS = re.compile(
    r"(?P<who>(?:Ủy ban|Uỷ ban|UBND|Chủ tịch|Bộ|Sở|Thủ tướng|Giám đốc|Phòng|Ban|Văn phòng|Chính phủ"
    r"|Thường trực|Huyện|Tỉnh|Cục|Trưởng)[^.;:]{0,110}?)"
    r"\s(?:có\s+ý\s+kiến\s+)?(?P<order>yêu\s+cầu|đề\s+nghị|giao|chỉ\s+đạo|phân\s+công"
    r"|kính\s+đề\s+nghị)\s+(?!của|tại)",
)
_PROHIBITION = re.compile(
    r"(?:Không|Tuyệt đối không|Nghiêm cấm|Kiên quyết không|Không được|Không để|Chấm dứt)\b"
)
_NAMED_DOCUMENT = re.compile(r"\bsố\s+\d+[/-]|\d+/[A-ZĐ]{2}")
_DOCUMENT_VERB = re.compile(
    r"(?:(?:tiếp tục|nghiêm túc|khẩn trương|tập trung)\s+)*(?:tổ chức\s+)?(?:triển khai|thực hiện"
    r"|quán triệt)\b",
    re.IGNORECASE,
)
_OWN_PEOPLE = re.compile(r"(?:cán bộ|công chức|viên chức|lãnh đạo các phòng|Lãnh đạo phòng)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """An order recognised: the rule, who it names (empty: inherits), how sure, where it begins."""

    rule: str
    parties: tuple[str, ...]
    confidence: float
    until: int = 0  # where the predicate begins: no second order before it


def _named(text: str, taken: int) -> Order | None:
    """Read "giao/đề nghị/đối với" + party + predicate."""
    rest = text[taken:]
    colon = rest.find(":")
    if re.match(r"(?:các|những)\s+(?:sở|bộ|phòng|ban|công an)\s*:", rest, re.IGNORECASE):
        predicate = find_predicate(rest.replace(":", " ", 1))
        if predicate is not None:
            return Order("R-GIAO", split_parties(rest[:predicate]), 0.95, taken + predicate)
    subject = read_subject(rest)
    if subject is not None and not 0 <= colon < subject.predicate:
        return Order("R-GIAO", split_parties(subject.name), 0.95, taken + subject.predicate)
    if 0 < colon < 200 and is_body(rest):
        return Order("R-DOIVOI", split_parties(rest[:colon]), 0.93, taken + colon)
    if text[:taken].strip() in ("Giao", "Giao cho") and (name := leading_name(rest)):
        return Order("R-GIAO", split_parties(name), 0.7, taken + len(name))  # a verb that no list knows
    return None


_OPENS_A_LIST = re.compile(
    r"\s(?:yêu cầu|chỉ đạo|kết luận|điện|có ý kiến)\s*:$"
)  # "Chủ tịch UBND xã yêu cầu:"
_AGREES = re.compile(r"[^.;:]{3,90}?\s(?:cơ bản|hoàn toàn)\s+(?:thống nhất|đồng ý|nhất trí)\b")


@lru_cache(maxsize=4096)
def read_order(text: str) -> Order | None:
    """Return the order that a sentence opens with, None where nothing says that it orders."""
    if _OPENS_A_LIST.search(text):
        return None
    match = _ORDER_FIRST.match(text)
    if match and (found := _named(text, match.end())):
        return found
    if re.match(r"Đối với\s", text):
        stripped, taken = strip_leading(text)
        found = _named(text, taken) if is_body(stripped) else None
        if found:
            return Order("R-DOIVOI", found.parties, 0.93, found.until)
    if found := _topic_order(text):
        return found
    if found := _listed(text):
        return found
    subject = None if _AGREES.match(text) else read_subject(text)
    if subject is not None:
        return Order("R-CHUTHE", split_parties(subject.name), 0.92, subject.predicate)
    if _PROHIBITION.match(text):
        return Order("R-CAM", (), 0.85)
    if found := _after_intro(first_sentence(text)):
        return found
    if _ROLE.match(text):
        return Order("R-VAITRO", (), 0.8)
    if patterns().verb_first.match(text) and not APPROVES.match(text):
        return Order("R-DONGTU", (), 0.88)
    return None


_LIST_HEAD = re.compile(
    r"(?:(?:Các|các)\s+(?:Sở|sở|Bộ|bộ|Phòng|phòng|Ban|ban)"
    r"|(?:Ủy ban nhân dân|UBND|Giám đốc|Bộ trưởng|Chủ tịch|Trưởng|Thủ trưởng|Công an)[^.;:]{0,40}?\s"
    r"(?:các\s+)?(?:[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Tt]hành phố|[Tt]hị xã|[Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an"
    r"|[Nn]gành))\s*:\s+(?=[A-ZĐÀ-Ỹ])"
)


def _listed(text: str) -> Order | None:
    """Read "Các Sở: Tài chính, Xây dựng …", "UBND các xã: A, B và C triển khai …"."""
    match = _LIST_HEAD.match(text)
    predicate = find_predicate(text.replace(":", " ", 1)) if match else None
    if predicate is None:
        return None
    return Order("R-CHUTHE", split_parties(text[:predicate].strip(" ,;")), 0.92, predicate)


_ROLE = re.compile(r"(?:Là|Làm)\s+(?:cơ quan|đơn vị|đầu mối|bộ phận)\b")


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop before a capital."""
    match = re.search(r"\.\s+(?=[A-ZĐÀ-Ỹ“])", text)
    return text[: match.start() + 1] if match else text


_HEAD_ACTS = re.compile(
    r"\b(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|thực hiện|triển khai|tổ chức|căn cứ|tham mưu"
    r"|rà soát|khẩn trương|chủ động|tiếp tục|tăng cường|tập trung|báo cáo|gồm|phải|theo)\b"
)


def _topic_order(text: str) -> Order | None:
    """Read "Về kiến nghị của Sở X: Giao Sở Y …", "Tiêu chuẩn - đo lường: UBND huyện chủ động …"."""
    head, colon, rest = text.partition(": ")
    if ". " in head or ";" in head:
        return None
    if not colon or len(head) > 220 or not rest or not (rest[0].isupper() or is_body(rest) or is_body(head)):
        return None
    if is_body(head) and find_predicate(head) is not None and _HEAD_ACTS.search(head):
        return None  # else a verb inside a name: "Trung tâm Kiểm soát thanh toán: Chủ trì …"
    inner = read_order(rest)
    if inner is None:
        return None
    if is_body(head) and not inner.parties:
        return Order("R-DOIVOI", split_parties(head), 0.93, len(head))
    until = len(head) + 2 + inner.until
    return Order("R-CHUDE" if inner.parties else inner.rule, inner.parties, min(inner.confidence, 0.9), until)


def _after_intro(text: str) -> Order | None:
    """Read "Trên cơ sở …, Sở X chủ trì …", "Về phân cấp, thực hiện …", "…, đề nghị các phòng …"."""
    for match in ORDER_INSIDE.finditer(text):
        if is_body(text[match.end() :]) and (found := _named(text, match.end())):
            return Order("R-DENGHI", found.parties, 0.85, found.until)
    if not INTRO.match(text):
        return None
    for match in re.finditer(r",\s+", masked_asides(text[:600])):
        rest = text[match.end() :]
        if patterns().verb_first.match(rest):
            return Order("R-DONGTU", (), 0.75)
        if is_body(rest) and (rest[0].isupper() or rest.startswith(("các ", "cơ quan ", "đơn vị "))):
            subject = read_subject(rest)
            if subject is not None and subject.predicate < 260:
                return Order("R-CHUTHE", split_parties(subject.name), 0.85, match.end() + subject.predicate)
    return None


@lru_cache(maxsize=1024)
def lead_in_parties(text: str) -> tuple[str, ...]:
    """Return whom a lead-in addresses: "UBND tỉnh yêu cầu các Sở, ban, ngành thực hiện các nội dung sau:"."""
    found = list(re.finditer(rf"(?<!\w){_ORDER}\s*:?\s+", text, re.IGNORECASE))
    # "chỉ đạo" may be what the addressee does; it counts only where nothing else orders
    for match in sorted(found, key=lambda m: (m.group().lower().startswith("chỉ"), -m.start())):
        rest = text[match.end() :].rstrip(" :")
        if not is_body(rest):
            continue
        predicate = find_predicate(rest)
        name = clean_party(
            rest[:predicate]
            if predicate is not None
            else re.split(r"\s(?:một số|các nội dung|những)\s", rest)[0]
        )
        parties = tuple(party for party in split_parties(name) if len(party) < 300)
        if parties:
            return parties
    return ()


_LEAD_IN = re.compile(
    r"(?:yêu cầu|đề nghị|giao|phân công|chỉ đạo|điện|ý kiến|kết luận|như sau|sau đây|(?:nội dung"
    r"|nhiệm vụ|việc|công việc|giải pháp)[^,;]{0,40}\ssau|thực hiện|triển khai)\b",
    re.IGNORECASE,
)
_LEAD_IN_ORDERS = re.compile(r"\b(?:yêu cầu|đề nghị|giao|phân công|chỉ đạo|điện)\b", re.IGNORECASE)
_LEAD_IN_END = re.compile(r"(?:sau|sau đây|dưới đây|như sau)\s*[.:]?\s*$", re.IGNORECASE)


def lead_in_mode(text: str) -> str | None:
    """Tell how a paragraph opens the operative part: "operative" where it orders, else "mixed"."""
    if not (text.endswith(":") or _LEAD_IN_END.search(text)) or not _LEAD_IN.search(text[-260:]):
        return None
    last = re.split(r"(?<=\.)\s+", text)[-1]
    return "operative" if _LEAD_IN_ORDERS.search(last) else "mixed"


def issuer_order(text: str) -> Order | None:
    """Read "UBND tỉnh giao Sở Nội vụ chủ trì …" in a document without list and lead-in."""
    match = _ISSUER_ORDERS.search(text)
    if match is None:
        return None
    found = _named(text, match.end())
    if found is None or re.search(r"\bđã$", match["who"]):
        return None
    return Order("R-CQGIAO", found.parties, 0.8, found.until)


def is_prohibition(text: str) -> bool:
    """Tell whether an order forbids."""
    return _PROHIBITION.match(text) is not None


_OCCASION = re.compile(r"(?:Nhân dịp|Thực hiện|Căn cứ|Tiếp theo|Nhằm|Để|Trên cơ sở)\s[^.]{5,400}\.\s*$")


def is_occasion(sentence: str) -> bool:
    """Tell whether a piece with a full stop is only the occasion of the order after it: "Nhân dịp …"."""
    if _OCCASION.match(sentence) is None or ":" in sentence:
        return False
    order = _after_intro(sentence)
    return order is None or not order.parties


_TELLS = re.compile(r"\s(?:đã|đang|vừa|mới|từng|luôn|hiện|là|được|có\s(?!trách nhiệm|biện pháp|giải pháp))\b")
_ASKS = re.compile(r"(?:phải|có trách nhiệm|chịu trách nhiệm|cần|khẩn trương|chủ động)\b")


def narrates(sentence: str, order: Order, *, told: bool) -> bool:
    """Tell whether a sentence on a unit says what it is or did: "UBND xã đã lập …"; a report always tells."""
    if order.rule != "R-CHUTHE" or _ASKS.match(sentence, order.until):
        return False
    return told or not is_body(sentence) or _TELLS.search(sentence[: order.until + 8]) is not None


def orders_document(text: str) -> bool:
    """Tell whether a lead-in orders the execution of a named document (R5)."""
    return _DOCUMENT_VERB.match(text) is not None and _NAMED_DOCUMENT.search(text) is not None


def is_own_people(parties: tuple[str, ...]) -> bool:
    """Officials inside the same unit start no new task (R8)."""
    return bool(parties) and all(_OWN_PEOPLE.match(party) for party in parties)


__all__ = [
    "Order",
    "heading_party",
    "is_occasion",
    "is_own_people",
    "is_prohibition",
    "issuer_order",
    "lead_in_mode",
    "lead_in_parties",
    "narrates",
    "orders_document",
    "read_order",
]
