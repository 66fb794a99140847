"""Signed papers on their way back: read once, kept untouched under their SHA-256 (law_and_format 7)."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import Unavailable
from app.services.papers import file_refused

_MOST = 50 * 1024 * 1024
_TYPES = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"PK\x03\x04": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A signed paper as it came: any byte changed would break its signature."""

    name: str
    media_type: str
    content: bytes
    sha256: str


def read_signed(path: Path) -> SignedFile:
    """Read a signed PDF or DOCX; anything else, an empty or an oversized file is refused."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= _MOST else b""
    except OSError as error:
        raise Unavailable(
            f"Không đọc được tệp “{path.name}”.",
            hint="Kiểm tra tệp còn ở chỗ cũ và không bị chương trình khác giữ.",
            code="E-TEP-01",
        ) from error
    if not content:
        raise Unavailable(
            f"Tệp “{path.name}” rỗng hoặc lớn hơn 50 MB.", hint="Chọn lại bản đã ký.", code="E-TEP-01"
        )
    for mark, (ending, media_type) in _TYPES.items():
        if content.startswith(mark) and path.suffix.lower() == f".{ending}":
            return SignedFile(path.name, media_type, content, hashlib.sha256(content).hexdigest())
    raise Unavailable(
        f"Tệp “{path.name}” không phải là PDF hay DOCX.", hint="Chọn bản đã ký số.", code="E-TEP-01"
    )


def keep_signed(signed: SignedFile, folder: Path) -> Path:
    """Put a file under its SHA-256, whole or not at all; one that is there already stays as it is."""
    target = folder / signed.sha256
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == signed.sha256:
            return target
        handle, name = tempfile.mkstemp(dir=folder, prefix=".signed-", suffix=".tmp")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(signed.content)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise file_refused(target, error) from error
    return target
