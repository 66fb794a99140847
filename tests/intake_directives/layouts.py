"""A directive's text taken apart the way offices lay it out: heads, body, end."""

import re
import unicodedata
from dataclasses import dataclass, field

from app.intake.readers.layout import blocks_of, cells_of, without_markup
from app.intake.source import Line

_MOTTO = re.compile(r"CỘNG H|CHỦ NGHĨA VIỆT NAM|Độc lập", re.IGNORECASE)
_DATE = re.compile(r"ngày[\s.…]*\d{0,2}[\s.…]*tháng|^\d{1,2} tháng \d", re.IGNORECASE)
_BODY = re.compile(
    r"Kính gửi|(?:THÔNG BÁO|KẾ HOẠCH|CHỈ THỊ|CÔNG ĐIỆN|PHỤ LỤC|QUYẾT ĐỊNH|KẾT LUẬN|HƯỚNG DẪN"
    r"|CHƯƠNG TRÌNH)(?:\s+[IVX]+)?$"
)
_END = re.compile(r"Nơi nhận|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ]")
_TITLE = re.compile(r"[A-ZĐÀ-Ỹ. ,]{6,}$")


@dataclass
class Laid:
    """The parts of one directive."""

    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    body: list[str | tuple[str, ...]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _lines(text: str) -> list[str]:
    pieces = []
    for line in unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n"):
        pieces.append(without_markup(line).rstrip())
    return pieces


def lay_out(text: str) -> Laid:
    """Return the parts of a directive given as plain text."""
    laid = Laid()
    lines = _lines(text)
    start = next((i for i, line in enumerate(lines) if _BODY.match(line.strip(" *#"))), 0)
    end = next((i for i, line in enumerate(lines) if i > start and _END.match(line.strip(" *#"))), len(lines))
    head = re.sub(r"(, ngày)\s*\n(?=\d)", r"\1 ", "\n".join(lines[:start])).split("\n")
    for line in head:
        for piece in re.split(r"\t|\s{6,}(?=\S)(?!tháng|năm)", line.strip()):
            if piece.strip():
                is_right = _MOTTO.search(piece) or _DATE.search(piece)
                (laid.right if is_right else laid.left).append(piece.strip())
    source = [
        Line(line, cells=cells_of(line), table=1 if cells_of(line) else None) for line in lines[start:end]
    ]
    for block in blocks_of(source)[1]:
        laid.body.append(block.cells or block.text)
    for line in lines[end:]:
        for piece in re.split(r"\t|\s{6,}(?=\S)", line.strip()):
            words = piece.strip()
            if not words:
                continue
            if words.startswith("["):
                laid.notes.append(words)
            elif words.startswith(("-", "–", "Nơi nhận", "Các Vụ")):
                laid.recipients.append(words)
            else:
                laid.signature.append(words)
    return laid
