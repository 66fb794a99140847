"""The end of a document: signer with the stack of titles, recipients, and where the body stops."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from app.core.text import one_line
from app.intake.letterhead.annexes import find_annex
from app.intake.readers.layout import without_markup
from app.intake.source import Block, Source
from app.intake.vocabulary import alternatives, word_list

_COLUMNS = re.compile(r"\t+|\s{4,}(?=\S)|\s\|\s")
_AUTHORITY = re.compile(r"(?:(?:TM|KT|TL|TUQ|T/M|T/L|K/T|Q)\s*\.\s*|(?:T/M|T/L|K/T)\s+)[A-ZĐÀ-Ỹ]")
_NAME = re.compile(
    r"(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|GS|PGS|TS"
    r"|ThS|BS|NGƯT)\.?\s*)*"
    r"(?P<name>[A-ZĐÀ-Ỹ][a-zđà-ỹ']*(?:\s+[A-ZĐÀ-Ỹ][a-zđà-ỹ']*){1,5}|[A-ZĐÀ-Ỹ]+(?:\s+[A-ZĐÀ-Ỹ]+){1,5})"
)
_TITLE_WORDS = frozenset(
    word
    for words in (
        "ỦY UỶ BAN NHÂN DÂN TỈNH HUYỆN XÃ PHƯỜNG THÀNH PHỐ HỘI ĐỒNG CHỦ TỊCH PHÓ GIÁM ĐỐC TRƯỞNG VĂN PHÒNG",
        "SỞ BỘ THỨ THỦ TƯỚNG CHÍNH PHỦ CHÁNH THANH TRA CỤC NHIỆM",
    )
    for word in words.split()
)
_STAMPED = re.compile(r"\((?:đã\s+)?ký\b[^()]{0,40}\)$", re.IGNORECASE)
_RECIPIENTS = re.compile(r"Nơi\s+nhận\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, under which titles, and the recipients; None where the copy does not say it."""

    name: str | None = None
    title: str | None = None
    recipients: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(word_list('letterhead')['signing'])})(?=\s|$|,)")


def _is_title(piece: str) -> bool:
    letters = [char for char in piece if char.isalpha()]
    if len(letters) < 4 or any(char.islower() for char in letters) or len(piece) > 90:
        return False
    return _AUTHORITY.match(piece) is not None or _titles().match(piece) is not None


def find_tail(blocks: Sequence[Block]) -> int:
    """Return the index of the first block of the tail: "Nơi nhận" or the first title of the signature."""
    for index, block in enumerate(blocks):
        if _RECIPIENTS.match(block.text) and index > 0:
            return index
        first = _COLUMNS.split(block.text.strip(" |"))[0]
        if index > 2 and any(_title_and_name(cell) for cell in block.cells):
            return index
        if index > 2 and _is_signed_alone(blocks, index):
            return index
        if index > 2 and _AUTHORITY.match(first) and _is_title(first[:60].split("  ")[0]):
            return index
    return len(blocks)


def _title_and_name(words: str) -> tuple[str, str] | None:
    """Read "CHỦ TỊCH Nguyễn Văn A" of a cell: the title in capitals, then the name."""
    parts = words.split()
    capitals = list(takewhile(lambda word: not any(char.islower() for char in word), parts))
    title, name = " ".join(capitals), " ".join(parts[len(capitals) :])
    if not capitals or not _is_title(title) or not name or name.isupper():
        return None
    return (title, name) if _NAME.fullmatch(name) else None


def _is_signed_alone(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a title in capitals stands above a name, without "TM." and with no recipients before."""
    title = blocks[index].text.strip(" |*")
    if blocks[index].cells or not _is_title(title) or index + 1 >= len(blocks):
        return False
    following = next(
        (text for b in blocks[index + 1 : index + 3] if not _STAMPED.match(text := b.text.strip(" |*"))), ""
    )
    return _NAME.fullmatch(following) is not None and not _is_title(following)


def read_signature(source: Source) -> Signature:
    """Return the signer and the recipients from the lines after the body."""
    tail = find_tail(source.blocks)
    if tail == len(source.blocks):
        return Signature()
    annex = find_annex(source.blocks, tail)
    end = source.blocks[annex].start if annex < len(source.blocks) else len(source.text)
    lines = source.text[source.blocks[tail].start : end].split("\n")
    titles: list[str] = []
    name: str | None = None
    recipients: list[str] = []
    for line in lines:
        for piece in _COLUMNS.split(without_markup(line).strip()):
            words = one_line(piece).strip(" |")
            if not words:
                continue
            if name is None and (both := _title_and_name(words)):
                titles.append(both[0])
                name = _name_case(both[1])
            elif _is_title(words) and name is None:
                titles.append(words)
            elif titles and name is None and _goes_on(words):
                titles[-1] += " " + words  # "TM. ỦY BAN" / "NHÂN DÂN"
            elif titles and name is None and (match := _NAME.fullmatch(words)):
                name = _name_case(match["name"])
            elif words.startswith(("-", "–")) and not titles_closed(name):
                recipients.append(words.strip(" -–"))
            elif recipients and words[0].islower() and not recipients[-1].endswith((";", ".")):
                recipients[-1] += " " + words  # "- UBND huyện (qua Phòng Nội" / "vụ);"
    named = (recipient.strip(" ;.") for recipient in recipients)
    return Signature(name, " / ".join(titles) or None, tuple(one for one in named if one))


def _goes_on(words: str) -> bool:
    return words.isupper() and all(word in _TITLE_WORDS for word in words.split())


def titles_closed(name: str | None) -> bool:
    """Recipients may stand beside the signature, never below the name in a copy of one column."""
    return name is not None


def _name_case(name: str) -> str:
    return name.title() if name.isupper() else name
