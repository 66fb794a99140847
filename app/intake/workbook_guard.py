"""Looks into an .xlsx before anything parses it: sizes, macros, entities, depth, rows and columns.

Nothing here trusts the file: sizes are capped by what the archive declares (Python reads no further), the
parts of XML go once through a parser that stops at the first sign of an attack.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from app.core.errors import ImportRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_CHARACTERS = 32_000

_MOST_PARTS = 2000
_MOST_PART_BYTES = 64 * 1024 * 1024
_MOST_TOTAL_BYTES = 150 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_MATTERS_FROM = 1024 * 1024
_MOST_DEPTH = 64
_HEADER_ROWS = 50  # rows above and below the table, beside the 5,000 of its own
_LAST_ROW = 50_000
_PIECE = 1 << 16
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(slots=True)
class Extent:
    """How far a worksheet's contents reach, and whether formulas are among them."""

    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    has_formulas: bool = False


def refused(message: str, hint: str = "") -> ImportRefused:
    """Return the refusal of a whole file."""
    return ImportRefused(message, (), hint=hint or "Chưa có gì được ghi vào sổ.")


def inspect_workbook(content: bytes, name: str) -> dict[str, Extent]:
    """Return the extent of every worksheet part; raise ``ImportRefused`` for a file not to be opened."""
    if len(content) > MOST_BYTES:
        raise refused(f"Tệp “{name}” lớn quá 20 MB.", "Tách tệp thành nhiều phần rồi nhập từng phần.")
    if content.startswith(_OLD_EXCEL):
        raise refused(
            f"Tệp “{name}” có mật khẩu hoặc là dạng Excel cũ (.xls).",
            "Mở bằng Excel, bỏ mật khẩu, lưu lại ở dạng .xlsx rồi nhập.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, name)
            return {
                part.filename: _read_part(archive, part, name)
                for part in archive.infolist()
                if part.filename.lower().endswith((".xml", ".rels", ".vml"))
            }
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise refused(f"Tệp “{name}” không phải là tệp Excel (.xlsx) hoặc đã hỏng.") from error
    except Exception as error:  # zlib and struct raise their own kinds for a spoilt archive
        if isinstance(error, ImportRefused):
            raise
        raise refused(f"Tệp “{name}” không đọc được.") from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names and "[content_types].xml" not in names:
        raise refused(f"Tệp “{name}” không phải là tệp Excel (.xlsx).")
    if len(parts) > _MOST_PARTS or len(set(names)) < len(names):
        raise refused(f"Tệp “{name}” có cấu trúc bất thường nên không được mở.")
    if any("vbaproject" in part or "/activex/" in part or "macrosheets" in part for part in names):
        raise refused(
            f"Tệp “{name}” có macro nên không được mở.", "Mở bằng Excel, lưu lại ở dạng .xlsx không macro."
        )
    total = 0
    for part in parts:
        total += part.file_size
        packed = max(part.compress_size, 1)
        is_bomb = part.file_size > _RATIO_MATTERS_FROM and part.file_size / packed > _MOST_RATIO
        if part.flag_bits & 1 or is_bomb or part.file_size > _MOST_PART_BYTES or total > _MOST_TOTAL_BYTES:
            raise refused(
                f"Tệp “{name}” phình ra quá lớn khi mở nên bị từ chối.",
                "Chép riêng bảng cần nhập sang một tệp mới rồi nhập lại.",
            )


class _Scanner:
    """Follows one part of XML and raises as soon as it is not what Excel writes."""

    def __init__(self, part: str, name: str) -> None:
        self.extent = Extent()
        self._name = name
        self._part = part
        self._is_sheet = _SHEET_PART.fullmatch(part) is not None
        self._depth = 0
        self._row = self._column = 0
        self._row_counts = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.EntityDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _refuse_doctype(self, *_: object) -> None:
        raise refused(f"Tệp “{self._name}” có khai báo thực thể XML nên không được mở.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise refused(f"Tệp “{self._name}” có cấu trúc lồng quá sâu nên không được mở.")
        local = tag.rpartition(":")[2]
        if local == "Override" and "macroEnabled" in attributes.get("ContentType", ""):
            raise refused(f"Tệp “{self._name}” là loại có macro nên không được mở.")
        if self._is_sheet:
            self._follow(local, attributes)

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _follow(self, local: str, attributes: dict[str, str]) -> None:
        if local == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column, self._row_counts = 0, False
        elif local == "c":
            self._column = _column(attributes.get("r")) or self._column + 1
        elif local == "f":
            self.extent.has_formulas = True
        if local in ("v", "is", "f"):
            self._count()

    def _count(self) -> None:
        extent = self.extent
        if not self._row_counts:
            self._row_counts = True
            extent.rows += 1
        extent.last_row = max(extent.last_row, self._row)
        extent.last_column = max(extent.last_column, self._column)
        if extent.rows > MOST_ROWS + _HEADER_ROWS or extent.last_row > _LAST_ROW:
            raise refused(
                f"Trang tính “{self._part}” của tệp “{self._name}” có quá 5.000 dòng (đến dòng {self._row}).",
                "Tách bảng thành nhiều tệp, mỗi tệp không quá 5.000 dòng.",
            )
        if extent.last_column > MOST_COLUMNS:
            raise refused(
                f"Trang tính “{self._part}” của tệp “{self._name}” có quá {MOST_COLUMNS} cột "
                f"(dòng {self._row}).",
                "Bỏ các cột không dùng rồi nhập lại.",
            )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _column(reference: str | None) -> int:
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    number = 0
    for letter in letters.group() if letters else "":
        number = number * 26 + ord(letter) - 64
    return number


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Extent:
    scanner = _Scanner(part.filename, name)
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                scanner.parser.Parse(piece, False)
        scanner.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(f"Tệp “{name}” đã hỏng ở phần “{part.filename}”.") from error
    return scanner.extent
