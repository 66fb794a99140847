"""Who is meant: names of units at the head of an order, after "giao", before the predicate (rules A1, A2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.core.text import one_line
from app.intake.vocabulary import patterns, word_list

_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ“])|[;]")
_RELATIVE = re.compile(
    r"(?:đang|đã|được|bị|sẽ|có|chưa|vừa|mới|trực\s+tiếp|về|công\s+tác|việc|để|nhiệm\s+vụ"
    r"|có\s+chức\s+năng|tham\s+gia|thuộc\s+thẩm\s+quyền)\s+$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s(?:phải|có trách nhiệm|cần|khẩn trương|chủ động|tiếp tục|thường xuyên)\b")
_PARENTHESES = re.compile(r"\([^()]*\)")
_NAME_LIST = re.compile(
    r"(?:các|những)\s+(?P<head>sở|bộ|phòng|ban|công an|UBND|ủy ban nhân dân)(?:,\s*"
    r"(?:ban,?\s*)?ngành)?\s*:\s*(?P<names>.+)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:(?:giao\s+nhiệm\s+vụ\s+cho|giao\s+cho|giao|đề\s+nghị|kính\s+đề\s+nghị|yêu\s+cầu|phân\s+công"
    r"|ủy\s+quyền(?:\s+cho)?|đối\s+với|về\s+phía|trách\s+nhiệm\s+(?:của|các)|nhiệm\s+vụ\s+của"
    r"|thống\s+nhất\s+giao|đồng\s+ý\s+giao)\s*:?\s+)+",
    re.IGNORECASE,
)
_COORDINATION = re.compile(
    r"\b(?:phối\s+hợp|phối\s+kết\s+hợp|cùng)(?:\s+(?:chặt\s+chẽ|tốt|hiệu\s+quả|đồng\s+bộ|thường\s+xuyên"
    r"|kịp\s+thời))*(?:\s*(?:,|và)\s*[^,.;]{0,40}?(?:với|cùng))?(?P<with>\s+(?:cùng\s+)?với)?\s+",
    re.IGNORECASE,
)
_CUT_PARTY = re.compile(
    r"\s+(?:để|trong\s+(?:việc|công|quá)|nhằm|và\s+(?:hướng\s+dẫn|tổ\s+chức)|theo|khi|về|đối\s+với|qua"
    r"|từ|giải\s+quyết|đẩy|nắm)\b|[.;:]|\s[-–]\s(?=[a-z])"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A named party and where its predicate begins in the text."""

    name: str
    predicate: int


def is_body(text: str) -> bool:
    """Tell whether a text begins with the name of a body, a class of bodies or an office holder."""
    return patterns().body.match(text) is not None


def masked_asides(text: str) -> str:
    """Return a text of the same length with what stands in brackets blanked out."""
    return _PARENTHESES.sub(lambda m: "(" + "\ue000" * (len(m.group()) - 2) + ")", text)


def _masked(text: str) -> str:
    text = masked_asides(text)
    return patterns().noun_compound.sub(lambda m: m.group()[0] + "\ue000" * (len(m.group()) - 1), text)


def find_predicate(text: str, start: int = 0, *, limit: int = 420) -> int | None:
    """Return where the first predicate stands after a party's name; None where a sentence or heading ends."""
    window = text[start : start + limit]
    masked = _masked(window)
    end = _SENTENCE_END.search(masked)
    # ";" separates parties of a list as well: only what follows tells
    stop = (
        end.start()
        if end and not (window[end.start()] == ";" and is_body(window[end.end() :].lstrip()))
        else None
    )
    for match in patterns().predicate.finditer(masked):
        if stop is not None and match.start() > stop:
            return None
        if ":" in masked[: match.start()]:
            return None
        before = masked[: match.start()]
        if _RELATIVE.search(before) and _STRONG.search(masked, match.end()):
            strong = _STRONG.search(masked, match.end())
            if strong and (stop is None or strong.start() < stop) and ":" not in masked[: strong.start()]:
                return start + strong.start() + 1
        if _RELATIVE.search(before) or _is_in_relative(before):
            continue
        return start + match.start()
    return None


def _is_in_relative(before: str) -> bool:
    """Tell whether a second verb hangs on the same "đang": "…đang trực tiếp tham mưu, giải quyết"."""
    clause = before.rsplit(";", 1)[-1]
    match = re.search(r"(?:đang|đã|được)\s+(?:trực\s+tiếp\s+)?[^,]{2,30},\s*$", clause)
    return match is not None


def read_subject(text: str, start: int = 0) -> Subject | None:
    """Return the party that a sentence opens with and its predicate; None where there is none."""
    if not is_body(text[start:]):
        return None
    place = find_predicate(text, start)
    if place is None:
        return None
    name = text[start:place].strip(" ,;–-")
    return Subject(name, place) if name else None


def strip_leading(text: str) -> tuple[str, int]:
    """Return a text without "Giao", "Đề nghị", "Đối với" in front, and how much was taken."""
    match = _LEADING.match(text)
    return (text[match.end() :], match.end()) if match else (text, 0)


_NAME_WORD = re.compile(
    r"(?:[A-ZĐÀ-Ỹ][\w.]*|các|và|nhân dân|tỉnh|thành phố|thị xã|huyện|quận|xã|phường|thị trấn|thôn|đặc khu|cấp"
    r"|phòng|ban|sở|ngành|chuyên môn|đơn vị|cơ quan|đoàn thể|trực thuộc|thuộc|liên quan|quốc gia"
    r"|khu vực)(?=[\s,;])"
)


_NAME_GAP = re.compile(r"\s[-–]\s(?=[A-ZĐÀ-Ỹ])|[,;]?\s+")
_SECOND_SYLLABLE = re.compile(r"\s[a-zđà-ỹ]+(?=[\s,;])")


def leading_name(text: str) -> str | None:
    """Return the name that a text opens with, as far as words of names go; None where nothing follows.

    Of two syllables only the first has a capital: "Phòng Văn hóa", "Sở Nội vụ"; not so of places.
    """
    match = patterns().body.match(text)
    place, opens = (match.end() if match else 0), True
    while place and (gap := _NAME_GAP.match(text, place)):
        word = _NAME_WORD.match(text, gap.end())
        if word is None:
            break
        place, is_capital = word.end(), word.group()[0].isupper()
        if is_capital and opens and (rest := _SECOND_SYLLABLE.match(text, place)):
            place, is_capital = rest.end(), False
        opens = not is_capital
    return text[:place].rstrip(" ,;") if place and len(text[place:].strip(" .;:")) > 3 else None


def heading_party(text: str) -> str | None:
    """Return the party that a heading names: "1. Sở Tài chính", "a) Đối với Trung tâm:"."""
    stripped, taken = strip_leading(text)
    stripped = stripped.strip(" :*-–")
    if not (is_body(stripped) or (taken and re.match(r"(?:đối với|trách nhiệm)", text, re.IGNORECASE))):
        return None
    head, colon, rest = stripped.partition(":")
    if colon and rest.strip() and not _NAME_LIST.match(stripped):
        stripped = head
    place = find_predicate(stripped)
    if place is not None:
        stripped = stripped[:place]
    return clean_party(stripped) or None


_LAST_ASIDE = re.compile(r"\s*\((?P<aside>[^()]*)\)?\s*$")


_ROLE_ASIDE = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|tổ)\s+(?:thường trực|đầu mối|chủ trì|tham mưu|giúp việc|phối hợp)",
    re.IGNORECASE,
)


def _is_part(aside: str) -> bool:
    """Tell whether brackets name the part of a body that is meant: "Sở Nội vụ (Ban Thi đua)"; no role."""
    if _ROLE_ASIDE.match(aside):
        return False
    return aside[:1].isupper() and "," not in aside and ";" not in aside and is_body(aside)


def clean_party(text: str) -> str:
    """Return a party's name without a trailing aside in brackets and without stray signs."""
    name = _LAST_ASIDE.sub(lambda m: m.group() if _is_part(m["aside"]) else "", text.strip(" ,;:.–-"))
    return re.sub(r"\s+(?:và|cùng|để|tại)$", "", name).strip(" ,;:.–-")


@lru_cache(maxsize=4096)
def split_parties(text: str) -> tuple[str, ...]:
    """Split "Sở A, Sở B và UBND các xã, thị trấn" into its parties; class lists stay whole."""
    text = clean_party(strip_leading(text)[0])
    if not text:
        return ()
    if match := _NAME_LIST.search(text):
        head = match["head"][:1].upper() + match["head"][1:]
        names = [name.strip(" ,;.") for name in re.split(r"[,;]\s+", match["names"]) if name.strip(" ,;.")]
        return tuple(name if is_body(name) else f"{head} {name}" for name in names)
    text = _PAIRS.sub(lambda m: m.group().replace(" và ", "\ue000và\ue000"), text)
    pieces: list[str] = []
    for piece in re.split(r"(;\s*|,\s+|\s+và\s+|\s+cùng\s+)", text):
        is_separator = re.fullmatch(r";\s*|,\s+|\s+và\s+|\s+cùng\s+", piece) is not None
        if is_separator:
            pieces.append(piece)
        elif len(pieces) >= 2 and not _opens_party(piece, pieces[-1]):
            separator = pieces.pop()
            pieces[-1] += separator + piece
        else:
            pieces.append(piece)
    return tuple(clean_party(piece.replace("\ue000", " ")) for piece in pieces[::2] if clean_party(piece))


_PAIRS = re.compile(
    r"(?:HĐND|Hội đồng nhân dân|Đoàn ĐBQH|Đoàn đại biểu Quốc hội) và (?:UBND|Ủy ban nhân dân|HĐND)"
)
_NEW_PARTY = re.compile(r"(?:các\s|Các\s)")


def _opens_party(piece: str, separator: str) -> bool:
    if separator.strip() == ";":
        return True
    if _NEW_PARTY.match(piece):
        return True
    titles_and_names = patterns().body.match(piece)
    return titles_and_names is not None and piece[:1].isupper() and " " in piece.strip()


def find_coordinators(text: str) -> tuple[str, ...]:
    """Return the parties after "phối hợp với", "cùng với" (A2); receivers of results are none."""
    for match in _COORDINATION.finditer(text):
        rest = text[match.end() :]
        if not match["with"] and not is_body(rest):
            continue
        if (
            not is_body(rest)
            and not rest[:1].isupper()
            and not rest.startswith(("các", "lực lượng", "chính quyền", "đơn vị", "cơ quan"))
        ):
            continue
        cut = len(rest)
        if place := _CUT_PARTY.search(_masked(rest)):
            cut = place.start()
        predicate = find_predicate(rest[:cut])
        name = rest[: predicate if predicate is not None else cut]
        parties = split_parties(name)
        if parties:
            return parties
    return ()


def specific_heads() -> tuple[str, ...]:
    """Return the words that name one body by its part in the work, not by its name."""
    return tuple(word_list("bodies")["specific_classes"])


_ALIAS = re.compile(
    r"\(\s*(?:sau đây\s+)?(?:gọi tắt là|gọi chung là|viết tắt là|sau đây gọi là|gọi tắt)\s*:?\s*[“\"]?"
    r"(?P<alias>[^()“”\"]{2,60}?)[”\"]?\s*\)",
    re.IGNORECASE,
)


def find_aliases(text: str) -> dict[str, str]:
    """Return short names that the text itself defines: "Trung tâm … tỉnh (sau đây gọi tắt là Trung tâm)"."""
    found: dict[str, str] = {}
    text = one_line(text)
    for match in _ALIAS.finditer(text):
        alias = match["alias"].strip()
        before = text[max(0, match.start() - 160) : match.start()].rstrip()
        place = max(
            (m.start() for m in re.finditer(rf"\b{re.escape(alias.split(' ')[0])}\b", before)), default=-1
        )
        starts = [
            m.start()
            for m in re.finditer(r"\b\w", before)
            if is_body(before[m.start() :]) and before[m.start()].isupper()
        ]
        same = [start for start in starts if before[start:].startswith(alias)]
        chosen = same[-1] if same else (starts[-1] if starts and place < 0 else None)
        if chosen is not None:
            found[alias.casefold()] = before[chosen:].strip(" ,;")
    return found
