"""Which reader a file needs, told by its contents and never by its name."""

import hashlib
from pathlib import Path

from app.intake.proposals import Reading
from app.intake.readers.docx_text import read_docx
from app.intake.readers.pdf_text import read_pdf
from app.intake.readers.plain_text import decode, read_text
from app.intake.reading import read_source
from app.intake.refusals import FileRefused, refuse_secret, refused
from app.intake.source import Source

MOST_BYTES = 60 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_OTHERS = (
    (b"MZ", "là chương trình"),
    (b"\x7fELF", "là chương trình"),
    (b"\x89PNG", "là ảnh"),
    (b"\xff\xd8\xff", "là ảnh"),
    (b"GIF8", "là ảnh"),
    (b"II*\x00", "là ảnh"),
    (b"MM\x00*", "là ảnh"),
    (b"BM", "là ảnh"),
    (b"L\x00\x00\x00\x01\x14\x02", "là lối tắt"),
    (b"Rar!", "là tệp nén"),
    (b"7z\xbc\xaf", "là tệp nén"),
    (b"\x1f\x8b", "là tệp nén"),
    (b"SQLite format 3", "là cơ sở dữ liệu"),
)


def _other(content: bytes, name: str) -> FileRefused | None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return refused(
                f"Tệp “{name}” có mật khẩu.", "Bỏ mật khẩu trong Word rồi đọc lại.", code="E-TEP-04"
            )
        return refused(
            f"Tệp “{name}” là dạng Word cũ (.doc) nên chưa đọc được.",
            "Mở bằng Word, chọn Lưu thành, dạng .docx rồi đọc lại.",
            code="E-TEP-02",
        )
    if content.startswith(b"{\\rtf"):
        return refused(
            f"Tệp “{name}” là dạng RTF.", "Mở bằng Word, lưu thành .docx rồi đọc lại.", code="E-TEP-02"
        )
    for magic, what in _OTHERS:
        if (
            content.startswith(magic)
            and (magic != b"BM" or b"\x00" in content[:64])
            and (magic != b"MZ" or b"\x00" in content[:256])
        ):
            hint = (
                "Xin bản .docx hoặc PDF có lớp chữ."
                if what == "là ảnh"
                else "Chọn tệp .docx, .pdf có lớp chữ hoặc .txt."
            )
            return refused(f"Tệp “{name}” {what}, không phải văn bản.", hint, code="E-TEP-02")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        return refused(
            f"Tệp “{name}” là trang web hoặc XML.",
            "Chép phần chữ rồi dán vào, hoặc lưu thành .docx.",
            code="E-TEP-02",
        )
    return None


def read_bytes(content: bytes, name: str, *, keeps_code: bool = False) -> Source:
    """Return the text of a file; raise ``FileRefused`` with a sentence for what cannot be read."""
    if not content.strip():
        raise refused(f"Tệp “{name}” trống.", "Kiểm tra lại tệp đã chọn.", code="E-TEP-03")
    if len(content) > MOST_BYTES:
        raise refused(f"Tệp “{name}” lớn quá 60 MB.", "Tách phần giao việc thành tệp riêng.", code="E-TEP-06")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return read_docx(content, name, keeps_code=keeps_code)
    if b"%PDF-" in content[:1024]:
        return read_pdf(content, name, keeps_code=keeps_code)
    if (other := _other(content, name)) is not None:
        raise other
    return read_text(decode(content, name), name, keeps_code=keeps_code)


def read_directive(content: bytes, name: str, *, keeps_code: bool = False) -> Reading:
    """Return what a directive's file says: letterhead, proposed tasks, warnings.

    ``keeps_code`` leaves words as they are that look like an old Vietnamese code.
    """
    source = read_bytes(content, name, keeps_code=keeps_code)
    refuse_secret(source.text)
    if keeps_code:  # a mark of secrecy is no less one for being in an old code
        refuse_secret(read_bytes(content, name).text)
    return read_source(source, file=name, sha256=hashlib.sha256(content).hexdigest())


def read_pasted(text: str) -> Reading:
    """Return what pasted text says."""
    content = text.encode()
    source = read_text(text, "văn bản dán vào")
    refuse_secret(source.text)
    return read_source(source, file="van-ban-dan-vao.txt", sha256=hashlib.sha256(content).hexdigest())


def read_file(path: Path) -> Reading:
    """Read a file that is known to be harmless; files from outside go through a worker process."""
    return read_directive(path.read_bytes(), path.name)
