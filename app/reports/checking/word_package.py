"""Opens a .docx without trusting it: size, macros, entities, depth; gives its parts as XML trees."""

import io
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from app.core.errors import AppError

_MOST_PARTS = 3000
_MOST_PART_BYTES = 40 * 1024 * 1024
_MOST_TOTAL_BYTES = 300 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_MATTERS_FROM = 1024 * 1024
_MOST_DEPTH = 200
_MOST_ELEMENTS = 1_500_000
_PIECE = 1 << 16

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/"


class UnreadableFile(AppError):
    """The file cannot be checked; nothing was changed."""

    code = "E-KIEMTRA-01"


def refused(message: str, hint: str = "") -> UnreadableFile:
    """Return the refusal of a whole file."""
    return UnreadableFile(message, hint=hint)


class WordPackage:
    """The parts of one Word file that the checker reads."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._parts = _read_parts(archive)
        except AppError:
            raise
        except Exception as error:  # zipfile, zlib and struct raise their own kinds for a spoilt archive
            raise refused("Tệp không phải là tệp Word (.docx) hoặc đã hỏng.") from error
        if "word/document.xml" not in self._parts:
            raise refused("Tệp không phải là tệp Word (.docx).", "Mở bằng Word rồi lưu lại ở dạng .docx.")

    def tree(self, name: str) -> Element | None:
        """Return a part as XML; None where the file has none."""
        data = self._parts.get(name)
        if data is None:
            return None
        try:
            return fromstring(data)
        except (ParseError, ValueError, RecursionError, LookupError) as error:
            raise refused(f"Tệp đã hỏng ở phần “{name}”.") from error

    def targets(self) -> Mapping[str, str]:
        """Return the parts that the document refers to, by relation id."""
        tree = self.tree("word/_rels/document.xml.rels")
        if tree is None:
            return {}
        return {
            item.get("Id", ""): "word/" + item.get("Target", "").removeprefix("/word/").lstrip("/")
            for item in tree.iter(_RELATION)
        }


def _read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    listed = archive.infolist()
    names = [part.filename for part in listed]
    if len(listed) > _MOST_PARTS or len({name.lower() for name in names}) < len(names):
        raise refused("Tệp có cấu trúc bất thường nên không được mở.")
    if any("vbaproject" in name.lower() for name in names):
        raise refused("Tệp có macro nên không được mở.", "Mở bằng Word, lưu lại ở dạng .docx không macro.")
    total = 0
    for part in listed:
        total += part.file_size
        is_bomb = part.file_size > _RATIO_MATTERS_FROM and part.file_size > _MOST_RATIO * part.compress_size
        if part.flag_bits & 1:
            raise refused("Tệp có mật khẩu nên không đọc được.", "Bỏ mật khẩu rồi kiểm tra lại.")
        if is_bomb or total > _MOST_TOTAL_BYTES:
            raise refused("Tệp phình ra quá lớn khi mở nên bị từ chối.")
    read: dict[str, bytes] = {}
    for part in listed:
        name = part.filename
        if not name.startswith("word/") or not name.endswith((".xml", ".rels")) or "/embeddings/" in name:
            continue
        if part.file_size > _MOST_PART_BYTES:
            raise refused("Tệp phình ra quá lớn khi mở nên bị từ chối.")
        data = archive.read(part)
        _inspect(data, name)
        read[name] = data
    return read


def _inspect(data: bytes, name: str) -> None:
    """Follow one part of XML and stop at the first sign of an attack."""
    if name == "word/document.xml" and _STRICT in data[:4096]:
        raise refused("Tệp ở dạng Strict Open XML.", "Mở bằng Word rồi lưu lại ở dạng .docx thông thường.")
    depth = count = 0

    def refuse(*_: object) -> None:
        raise refused("Tệp có khai báo thực thể XML nên không được mở.")

    def start(_tag: str, _attributes: object) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _MOST_DEPTH or count > _MOST_ELEMENTS:
            raise refused("Tệp có cấu trúc quá sâu hoặc quá lớn nên không được mở.")

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(f"Tệp đã hỏng ở phần “{name}”.") from error
