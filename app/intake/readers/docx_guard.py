"""Looks into a .docx before anything parses it: sizes, macros, entities, depth; no link is followed."""

import io
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from app.intake.refusals import FileRefused, refused

MOST_BYTES = 40 * 1024 * 1024
_MOST_PARTS = 3000
_MOST_PART_BYTES = 32 * 1024 * 1024
_MOST_TOTAL_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 150
_RATIO_MATTERS_FROM = 2 * 1024 * 1024
_MOST_DEPTH = 200
_MOST_TEXT = 200_000  # characters of one text node
_PIECE = 1 << 16
_READ = ("word/document.xml", "word/numbering.xml", "word/styles.xml")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a .docx that are read, and what was left aside."""

    document: bytes
    numbering: bytes | None
    styles: bytes | None
    headers: tuple[bytes, ...]
    has_links: bool


def open_package(content: bytes, name: str) -> Parts:
    """Return the parts of a .docx that is safe to read; raise ``FileRefused`` for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, name)
    except FileRefused:
        raise
    except Exception as error:  # zlib, struct and zipfile raise their own kinds for a spoilt archive
        raise refused(
            f"Tệp “{name}” đã hỏng hoặc bị cắt cụt nên không đọc được.", "Xin lại tệp từ nơi gửi."
        ) from error


def _checked(archive: zipfile.ZipFile, name: str) -> Parts:
    parts = archive.infolist()
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    if len(parts) > _MOST_PARTS or len(set(names)) < len(names):
        raise refused(f"Tệp “{name}” có cấu trúc bất thường nên không được mở.")
    if "word/document.xml" not in names:
        kind = (
            "Excel" if "xl/workbook.xml" in names else "PowerPoint" if "ppt/presentation.xml" in names else ""
        )
        what = f"là tệp {kind}, không phải văn bản Word" if kind else "không phải là tệp Word (.docx)"
        raise refused(f"Tệp “{name}” {what}.", "Chọn tệp .docx, .pdf có lớp chữ hoặc .txt.", code="E-TEP-02")
    if any("vbaproject" in part or "/activex/" in part for part in names):
        raise refused(
            f"Tệp “{name}” có macro nên không được mở.",
            "Mở bằng Word, lưu lại ở dạng .docx không macro rồi đọc lại.",
            code="E-TEP-05",
        )
    total = 0
    for part in parts:
        total += part.file_size
        is_bomb = (
            part.file_size > _RATIO_MATTERS_FROM and part.file_size / max(part.compress_size, 1) > _MOST_RATIO
        )
        is_text = part.filename.lower().endswith((".xml", ".rels"))
        if part.flag_bits & 1:
            raise refused(
                f"Tệp “{name}” có mật khẩu.", "Bỏ mật khẩu trong Word rồi đọc lại.", code="E-TEP-04"
            )
        if is_bomb or total > _MOST_TOTAL_BYTES or (is_text and part.file_size > _MOST_PART_BYTES):
            raise refused(
                f"Tệp “{name}” phình ra quá lớn khi mở nên bị từ chối.",
                "Chép phần chữ sang một tệp mới rồi đọc lại.",
                code="E-TEP-06",
            )
    found = {part.filename.replace("\\", "/").lower(): part for part in parts}
    _refuse_macro_type(archive, found, name)
    links = [read_part(archive, found[key], name) for key in found if key.startswith("word/_rels/")]
    wanted = [read_part(archive, found[key], name) if key in found else None for key in _READ]
    headers = [
        key
        for key in sorted(found)
        if key.startswith(("word/header", "word/footer")) and key.endswith(".xml")
    ]
    return Parts(
        wanted[0] or b"",
        wanted[1],
        wanted[2],
        tuple(read_part(archive, found[key], name) for key in headers[:12]),
        any(b'TargetMode="External"' in link and b"hyperlink" not in link for link in links),
    )


def _refuse_macro_type(archive: zipfile.ZipFile, found: dict[str, zipfile.ZipInfo], name: str) -> None:
    types = found.get("[content_types].xml")
    if types is not None and b"macroEnabled" in read_part(archive, types, name):
        raise refused(
            f"Tệp “{name}” là loại có macro nên không được mở.",
            "Mở bằng Word, lưu lại ở dạng .docx rồi đọc lại.",
            code="E-TEP-05",
        )


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """Return one part after a parser has seen that it declares no entities and is not too deep."""
    content = bytearray()
    depth = 0
    run = 0

    def refuse_entities(*_: object) -> None:
        raise refused(f"Tệp “{name}” có khai báo thực thể XML nên không được mở.", code="E-TEP-06")

    def start(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, run
        depth, run = depth + 1, 0
        if depth > _MOST_DEPTH:
            raise refused(f"Tệp “{name}” có cấu trúc lồng quá sâu nên không được mở.", code="E-TEP-06")

    def end(_tag: str) -> None:
        nonlocal depth, run
        depth, run = depth - 1, 0

    def count(data: str) -> None:
        nonlocal run
        run += len(data)
        if run > _MOST_TEXT:
            raise refused(f"Tệp “{name}” có đoạn chữ dài bất thường nên không được mở.", code="E-TEP-06")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_entities
    parser.EntityDeclHandler = refuse_entities
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, count
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                content += piece
                if len(content) > _MOST_PART_BYTES:
                    raise refused(f"Tệp “{name}” phình ra quá lớn khi mở nên bị từ chối.", code="E-TEP-06")
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(f"Tệp “{name}” đã hỏng ở phần “{part.filename}”.", "Xin lại tệp từ nơi gửi.") from error
    return bytes(content)
