"""Text files and pasted text: encoding, old Vietnamese codes, lines."""

import re
import unicodedata
from collections.abc import Sequence

from app.core.text import normalize, one_line
from app.intake.readers.layout import blocks_of, cells_of
from app.intake.readers.legacy_text import conversion_of, recognise
from app.intake.refusals import refused
from app.intake.source import Line, Source
from app.intake.structure.columns import read_columns

MOST_CHARACTERS = 3_000_000
MOST_LINE = 200_000
_MOST_CONTROL = 0.01
_LITTLE_WORDS = re.compile(r"\b(?:và|của|các|được|về|việc|thực hiện|để|đến|Ủy ban|Giao)\b")
_FEWEST_WORDS = 3
_PARTS = re.compile(r"\t|\s+\|\s+")


def decode(content: bytes, name: str) -> str:
    """Return the characters of a text file; a file that is no text is refused."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding, name)
    if b"\x00" in content[:4096]:
        wide = _wide_encoding(content[:4096])
        if wide is None:
            raise _binary(name)
        return _decoded(content, wide, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_vietnamese(content) or _decoded(content, "cp1252", name)


def _wide_encoding(sample: bytes) -> str | None:
    """Return UTF-16 without its mark: zeros stand at every other place."""
    for encoding, zeros, others in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[zeros::2].count(0) > 0.4 * len(sample[zeros::2]) and not sample[others::2].count(0):
            return encoding
    return None


def _windows_vietnamese(content: bytes) -> str | None:
    """Return a text of Windows-1258, known by the little words that every Vietnamese text has."""
    text = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    return text if len(_LITTLE_WORDS.findall(text)) >= _FEWEST_WORDS and "\ufffd" not in text else None


def _parted_rows(rows: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the cells of tables copied with tabs, or strokes only between cells, under a known heading."""
    found: dict[int, tuple[str, ...]] = {}
    inside = False
    for place, row in enumerate(rows):
        if inside and not row.strip():
            continue  # converters put blank lines between rows
        cells = tuple(one_line(cell) for cell in _PARTS.split(row.strip()))
        inside = len(cells) >= 3 and not cells_of(row) and (inside or read_columns(cells) is not None)
        if inside:
            found[place] = cells
    return found


def lines_of(rows: Sequence[str]) -> list[Line]:
    """Return typed lines, with the cells of the tables that were copied into them."""
    lines = []
    parted = _parted_rows(rows)
    for place, row in enumerate(rows):
        cells = parted.get(place) or cells_of(row)
        if cells and not any(set(cell) - set("-: ") for cell in cells):
            lines.append(Line(row and " " * len(row)))  # the rule under a Markdown heading
        else:
            lines.append(Line(row, cells=cells, table=1 if cells else None))
    return lines


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "cp1252":  # Windows leaves five places empty
            return content.decode("latin-1")
        raise _binary(name) from None


def _binary(name: str) -> Exception:
    return refused(
        f"Tệp “{name}” không phải là văn bản.", "Chọn tệp .docx, .pdf có lớp chữ hoặc .txt.", code="E-TEP-02"
    )


def read_text(text: str, name: str, *, keeps_code: bool = False) -> Source:
    """Return a text with its paragraphs; ``name`` is what error sentences call it.

    ``keeps_code`` leaves a text as it is that looks like one in an old Vietnamese code.
    """
    controls = sum(
        1 for char in text[:100_000] if unicodedata.category(char) == "Cc" and char not in "\n\r\t\f"
    )
    if controls > _MOST_CONTROL * max(len(text[:100_000]), 1) + 2:
        raise _binary(name)
    if len(text) > MOST_CHARACTERS:
        raise refused(f"Tệp “{name}” dài quá 3 triệu ký tự.", "Chép riêng phần giao việc rồi đọc lại.")
    warnings: list[str] = []
    conversion = None
    if not keeps_code and (found := recognise(text)):
        code, plain = found
        conversion = conversion_of(code, text.split("\n"), plain.split("\n"))
        text = plain
        warnings.append(f"Văn bản dùng mã chữ cũ {code}, đã chuyển sang Unicode; hãy đối chiếu lại.")
    elif not unicodedata.is_normalized("NFC", text):
        warnings.append("Chữ gõ dấu rời (Unicode tổ hợp) đã ghép thành dựng sẵn; chữ nhìn như cũ.")
    text = normalize(text.replace("\f", "\n").replace("\u00a0", " "))
    if not text.strip():
        raise refused(f"Tệp “{name}” trống.", "Kiểm tra lại tệp đã chọn.", code="E-TEP-03")
    rows = text.split("\n")
    if max(map(len, rows)) > MOST_LINE:
        raise refused(
            f"Tệp “{name}” có dòng dài quá {MOST_LINE // 1000}.000 ký tự nên không phải là văn bản thường.",
            "Mở tệp, chia lại thành các đoạn rồi đọc lại.",
        )
    kept, blocks = blocks_of(lines_of(rows))
    return Source(kept, blocks, "text/plain", tuple(warnings), None, conversion)
