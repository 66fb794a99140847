"""The letterhead: kind, number and symbol, issuer, place, date, subject, addressees; nothing is guessed."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import takewhile

from app.core.text import one_line
from app.intake.letterhead.body_names import (
    body_case,
    inferred_issuer,
    is_capitals,
    is_motto,
    issuer_of,
    spoken_case,
    with_place,
)
from app.intake.letterhead.signature import Signature
from app.intake.readers.layout import without_markup
from app.intake.source import Block, Source
from app.intake.structure.markers import find_marker
from app.intake.vocabulary import alternatives, word_list

_HEAD_LINES = 70
_COLUMNS = re.compile(r"\t+|\s{4,}(?=\S)|\s*\|\s*")
_NUMBER = re.compile(
    r"^[ ]*Số\s*:?\s*(?P<n>\d[\d ]*)?[.…_\s]*(?P<symbol>(?:/\s*\d{4}\s*)?[/\-–]\s*[A-ZĐƯÂÊÔ][\w&.\-–/]*"
    r"(?:\s?&\s?[A-ZĐ][\w\-]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_DATE = re.compile(
    r"(?:(?:^|[\n\t])[ ]*(?P<place>(?-i:[A-ZĐÀ-Ỹ]\w{1,8}\n)?(?-i:[A-ZĐÀ-Ỹ])[^\n\t,;:]{1,45}?)\s*,\s*"
    r"(?:hồi\s[^,\n]{3,24}?,?\s*)?)?ngày[\s.…_]*(?P<d>\d{0,2})[\s.…_]*tháng[\s.…_]*"
    r"(?P<m>\d{0,2})[\s.…_]*năm[\s.…_]*(?P<y>\d{4})?",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(
    r"^[ ]*(?:Số[^\n]{0,30}?\s|(?P<place>(?-i:[A-ZĐÀ-Ỹ])[^\n\t,;:]{1,45}?)\s*,\s*)?ngày\s+(?P<d>\d{1,2})"
    r"\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})\b(?=\s*(?:$|V/v))",
    re.IGNORECASE | re.MULTILINE,
)  # "Số 12/SNV-CCHC ngày 07-9-2026 V/v …", "Hà Nội, ngày 07/9/2026"
_SUBJECT = re.compile(r"V/v\s*:?\s*", re.IGNORECASE)
_SUBJECT_END = re.compile(
    r"(?:[A-ZĐ][^,.;]{2,30},\s*ngày|Kính gửi|Số\s*:|Hỏa tốc|Khẩn|Thượng khẩn)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\((?:số liệu|kèm theo|ban hành kèm|tính đến|tính từ|từ ngày)[^()]*\)$", re.IGNORECASE)
_CITED = re.compile(
    r"(?:Công văn|Công điện|Chỉ thị|Kết luận|Kế hoạch|Nghị quyết|Quyết định|Thông báo) số\s*\d"
)
_ADDRESSED = re.compile(r"Kính\s+gửi\s*:?\s*", re.IGNORECASE)
_WIRED = re.compile(r"(?:.{3,60}\s(?:đ|Đ)(?:iện|IỆN)\s*:|.{3,60}\sđiện|(?:Kính\s)?[Đđ]iện|ĐIỆN)\s*:?\s*$")
_URGENT = r"(?:thượng\s+khẩn|khẩn|hỏa\s+tốc|hoả\s+tốc)"  # "CÔNG ĐIỆN KHẨN"
_MARK = re.compile(rf"^{_URGENT}\s+", re.IGNORECASE)  # stamped above the day, not a place
_BODY_START = re.compile(
    r"(?:Căn cứ|Thực hiện|Ngày \d|Trong (?:thời|những|năm|quý|tháng|các)|Để |Xét |Theo |Thời gian"
    r"|Sau khi|Qua |Nhằm |Ngày|Tiếp theo|Triển khai|Kính gửi|\(?Kèm theo|\(Ban hành|ỦY BAN|UBND|Từ ngày"
    r"|Hiện nay|Vừa qua|Năm \d)"
)
_ISSUER_AGAIN = re.compile(
    r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|HỘI ĐỒNG|CHÍNH PHỦ|CHÁNH|TRƯỞNG)\b"
)
_ATTACHED_TO = re.compile(
    r"\bcủa\s+((?:Chính phủ|Thủ tướng Chính phủ|Ủy ban nhân dân|UBND|Bộ|Sở)[^()\n;,.]*)\)", re.IGNORECASE
)
_LONG_TITLE = re.compile(
    r"(?:CỦA\s+(?P<body>\D{3,80}?)\s+)?SỐ\s*:?\s*(?P<number>\d+/(?:\d{4}/)?[A-ZĐ][\w-]+),?\s+NGÀY\s+(?P<d>\d{1,2})"
    r"(?:\s+THÁNG\s+|\s*[/-]\s*)(?P<m>\d{1,2})(?:\s+NĂM\s+|\s*[/-]\s*)(?P<y>\d{4})\s*(?P<subject>.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Letterhead:
    """What the first page says of the document; None and empty where it does not say it."""

    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    year: int | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    body_from: int = 0  # index of the first block after the letterhead
    blanks: list[str] = field(default_factory=list)  # what is printed but not filled in


@lru_cache(maxsize=1)
def _title() -> re.Pattern[str]:
    kinds = alternatives(word_list("letterhead")["kinds"])
    return re.compile(
        rf"(?P<kind>{kinds})(?:\s+(?:số\s+)?[IVXL\d]{{1,4}}\b|\s+{_URGENT}\s*$)?\s*(?P<rest>.*)",
        re.IGNORECASE,
    )


def _pieces(source: Source, until: int) -> list[tuple[str, bool]]:
    """Return the pieces of the first lines (columns apart), each with "after a blank line"."""
    pieces: list[tuple[str, bool]] = []
    blank = False
    for line in source.text[:until].split("\n")[:_HEAD_LINES]:
        cleaned = without_markup(line)
        parts = [one_line(part) for part in _COLUMNS.split(cleaned.strip())]
        if not any(parts):
            blank = True
            continue
        for part in parts:
            if part:
                pieces.append((part.strip(" |"), blank))
        blank = False
    return pieces


def read_letterhead(source: Source, signature: Signature) -> Letterhead:
    """Return the letterhead of a document."""
    head = Letterhead()
    title = _find_title(source.blocks)
    addressed = _find_addressed(source.blocks)
    until = _head_end(source, title, addressed)
    pieces = _pieces(source, until)
    joined = "\n".join(piece for piece, _ in pieces)
    _read_number(head, joined)
    _read_date(head, joined)
    body = source.text[until:]
    if title is not None:
        _read_title(head, source, title)
    if addressed is not None:
        head.addressees, after = _read_addressees(source.blocks, addressed)
        head.body_from = max(head.body_from, after)
    if head.subject is None:
        head.subject = _subject_line(pieces)
    if head.kind is None and (head.subject or head.addressees):
        head.kind = _kind_of_symbol(head.number) or "công văn"
    head.issuer = head.issuer or issuer_of(_issuer_lines(pieces), body)
    if head.issuer is not None:
        head.issuer = with_place(head.issuer, head.place, body)
    else:
        head.issuer = _issuer_elsewhere(head, source, signature, joined)
    return head


def _head_end(source: Source, title: int | None, addressed: int | None) -> int:
    """The letterhead ends at "Kính gửi" or at the title; without either, at the first long paragraph."""
    places = [source.blocks[index].start for index in (title, addressed) if index is not None]
    if places:
        return min(places)
    for block in source.blocks[:25]:
        if len(block.text) > 220 or block.cells:
            return block.start
    return min(len(source.text), 1500)


def _find_title(blocks: tuple[Block, ...]) -> int | None:
    for index, block in enumerate(blocks[:25]):
        text = block.text.strip(" :*")
        match = _title().match(text)
        if match and is_capitals(match["kind"]) and not block.cells and _heads(match["rest"]):
            return index
        if len(text) > 300 or _ADDRESSED.match(text):
            return None
    return None


def _heads(rest: str) -> bool:
    return not rest or is_capitals(rest) or rest[:1].isupper()


def _find_addressed(blocks: tuple[Block, ...]) -> int | None:
    for index, block in enumerate(blocks[:30]):
        if _ADDRESSED.match(block.text) or (
            _WIRED.match(block.text) and block.text.rstrip(": ").casefold().endswith("điện")
        ):
            return index
    return None


def _read_number(head: Letterhead, joined: str) -> None:
    match = _NUMBER.search(joined)
    if match is not None:
        digits = re.sub(r"\s+", "", match["n"] or "")
        symbol = re.sub(r"\s*([/&–-])\s*", r"\1", match["symbol"]).rstrip(".-–/")
        head.number = digits + symbol
        if not digits:
            head.blanks.append("số")
    elif re.search(r"^Số\s*:?[\s.…_]*$", joined, re.IGNORECASE | re.MULTILINE):
        head.blanks.append("số")


def _read_date(head: Letterhead, joined: str) -> None:
    for match in (*_DATE.finditer(joined), *_SHORT_DATE.finditer(joined)):
        if match["place"] is None and match.start() > 0 and joined[match.start() - 1] not in "\n\t, ":
            continue
        head.place = _MARK.sub("", one_line(match["place"])) if match["place"] else None
        head.year = int(match["y"]) if match["y"] else None
        if match["d"] and match["m"] and match["y"]:
            try:
                head.issued_on = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                head.blanks.append("ngày")
        else:
            head.blanks.append("ngày")
        return


def _read_title(head: Letterhead, source: Source, index: int) -> None:
    """The kind stands alone in capitals; the lines under it, up to the body, are the subject."""
    blocks = source.blocks
    match = _title().match(blocks[index].text.strip(" :*"))
    assert match is not None
    head.kind = match["kind"].lower()
    lines = [match["rest"]] if match["rest"] else []
    place = index + 1
    if head.number is None and (last := _read_long_title(head, blocks, index, lines)):
        place = last
    while place < len(blocks) and place < index + 8:
        text = blocks[place].text
        if blocks[place].cells or find_marker(text) or _ends_subject(text, lines):
            break
        if (
            lines
            and head.kind in ("quyết định", "nghị quyết")
            and _ISSUER_AGAIN.match(text)
            and is_capitals(text)
        ):
            break
        lines.append(text)
        place += 1
    head.body_from = place
    body = source.text[blocks[place].start :] if place < len(blocks) else ""
    subject = _NOTE.sub("", one_line(" ".join(lines)))  # "(Số liệu từ ngày … đến ngày …)" stands below it
    if subject:
        tail = len(subject) if is_capitals(subject) else _capitals_in_front(subject)
        if tail:
            subject = spoken_case(subject[:tail], body) + subject[tail:]
        head.subject = subject
        if head.kind == "thông báo" and subject.casefold().startswith("kết luận"):
            head.kind = "thông báo kết luận"


def _read_long_title(head: Letterhead, blocks: Sequence[Block], index: int, lines: list[str]) -> int | None:
    """Read "CHỈ THỊ CỦA … SỐ … NGÀY … VỀ …" of copies that put everything into the title.

    Leaves what it is about in ``lines`` and returns the block after the title.
    """
    last = index + 1
    while last < min(len(blocks), index + 5) and is_capitals(blocks[last].text):
        last += 1
    words = one_line(" ".join([*lines, *(block.text for block in blocks[index + 1 : last])]))
    match = _LONG_TITLE.match(words)
    if match is None:
        return None
    head.number = match["number"]
    head.year = int(match["y"])
    with suppress(ValueError):
        head.issued_on = date(head.year, int(match["m"]), int(match["d"]))
    if match["body"]:
        head.issuer = body_case(match["body"].strip(), "")
    lines[:] = [match["subject"]] if match["subject"] else []
    return last


def _capitals_in_front(subject: str) -> int:
    """Return how much of a subject is set in capitals: "CỦA BAN THƯỜNG VỤ TỈNH ỦY về …"."""
    words = re.findall(r"\S+\s*", subject)
    capitals = list(takewhile(lambda word: not any(char.islower() for char in word), words))
    return len("".join(capitals).rstrip()) if len(capitals) >= 3 else 0


def _ends_subject(text: str, lines: list[str]) -> bool:
    if is_motto(text) or _ADDRESSED.match(text) or _WIRED.match(text) or _DATE.match(text):
        return True
    if is_capitals(text):
        return bool(lines) and not is_capitals(lines[-1])
    if re.match(r"[Vv]ề\s", text) and len(text) < 420:
        return False
    return (
        len(text) > 420
        or text.endswith((".", ":", ";"))
        or text.startswith("(")
        or (_BODY_START.match(text) is not None and bool(lines))
        or (bool(lines) and is_capitals(lines[-1]))
    )


def _subject_line(pieces: list[tuple[str, bool]]) -> str | None:
    words: list[str] = []
    for piece, blank in pieces:
        if words:
            is_next = (
                _SUBJECT_END.match(piece) or _DATE.search(piece) or is_motto(piece) or is_capitals(piece)
            )
            is_apart = blank and not piece[0].islower() and not _CITED.match(piece)
            if is_next or is_apart or len(words) > 8:
                break
            words.append(piece)
        elif match := _SUBJECT.search(piece):
            words.append(piece[match.end() :])
    subject = one_line(" ".join(words)).rstrip(" .")
    return subject or None


def _read_addressees(blocks: tuple[Block, ...], index: int) -> tuple[tuple[str, ...], int]:
    first = _ADDRESSED.sub("", blocks[index].text, count=1) if _ADDRESSED.match(blocks[index].text) else ""
    found = [part.strip(" .,;-") for part in re.split(r";\s*", first) if part.strip(" .,;-")]
    place = index + 1
    while place < len(blocks):
        text = blocks[place].text
        marker = find_marker(text)
        is_listed = marker is not None and marker.is_bullet
        is_first = place == index + 1 and not first
        goes_on = is_first or (bool(found) and blocks[place - 1].text.endswith(";"))
        if not is_listed and (not goes_on or len(text) > 120 or text.endswith(":")):
            break
        found.append(text[marker.length if marker else 0 :].strip(" .,;"))
        place += 1
    return tuple(one for one in found if one), place


def _kind_of_symbol(number: str | None) -> str | None:
    if not number:
        return None
    for part in re.split(r"[/\-–]", number):
        kind = word_list("letterhead")["symbols"].get(part.upper())
        if kind:
            return str(kind)
    return None


def _issuer_lines(pieces: list[tuple[str, bool]]) -> list[str]:
    lines = []
    for piece, _ in pieces:
        if (
            re.match(r"Số\s*:|Số\s+\d|Số$", piece, re.IGNORECASE)
            or _SUBJECT.match(piece)
            or _ADDRESSED.match(piece)
        ):
            break
        if not is_motto(piece) and _DATE.search(piece) is None:
            lines.append(piece)
    return lines


def _issuer_elsewhere(head: Letterhead, source: Source, signature: Signature, joined: str) -> str | None:
    found = inferred_issuer(source.text, head.place, _symbol(head.number), signature.title or "")
    if found is None and (match := _ATTACHED_TO.search(source.text[:2500])):
        found = match[1].strip()
    return found


def _symbol(number: str | None) -> str:
    return number.lstrip("0123456789") if number else ""
