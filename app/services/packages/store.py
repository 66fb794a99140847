"""Raw package files, kept whole under their SHA-256 beside the other attachments."""

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import NotFound
from app.exchange.container import MIMETYPE
from app.exchange.package_file import OpenPackage, read_package
from app.models import Attachment
from app.services.papers import file_refused


@dataclass(slots=True)
class PackageStore:
    """The folder of raw files; ``seen`` holds those of the work at hand, so that a dry run writes none."""

    folder: Path
    seen: dict[str, bytes] = field(default_factory=dict)
    opened: dict[str, OpenPackage] = field(default_factory=dict)

    def offer(self, content: bytes) -> str:
        """Remember a file for the work at hand and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        self.seen[digest] = content
        return digest

    def keep(self, digest: str) -> None:
        """Put a file that was offered away for good; an ``Unavailable`` leaves nothing half written."""
        target = self.folder / digest
        if target.is_file() and target.stat().st_size == len(self.seen[digest]):
            return
        write_whole(target, self.seen[digest])

    def read(self, digest: str) -> bytes:
        """Return a file; ``NotFound`` where it is gone."""
        if digest not in self.seen:
            path = self.folder / digest
            if not path.is_file():
                raise NotFound(
                    "Không còn tệp gói gốc trong thư mục tệp đính kèm.",
                    hint="Nhập lại gói, hoặc khôi phục bản sao lưu.",
                )
            self.seen[digest] = path.read_bytes()
        return self.seen[digest]

    def open(self, digest: str) -> OpenPackage:
        """Return a file read and proved; what was proved once is not proved again."""
        if digest not in self.opened:
            self.opened[digest] = read_package(self.read(digest))
        return self.opened[digest]

    def forget(self) -> None:
        """Let go of what was held in memory."""
        self.seen.clear()
        self.opened.clear()


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file beside its place, flush it, read it back, move it there; told in words when it fails."""
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".goi-", suffix=".tmp")
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if part.read_bytes() != content:
            raise OSError("what was read back is not what was written")
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise file_refused(target, error) from error
    return target


def note_attachment(session: Session, *, digest: str, name: str, size: int, clock: Clock) -> None:
    """Enter a kept file among the attachments, so that the register's own check looks after it."""
    if session.get(Attachment, digest) is None:
        session.add(
            Attachment(
                sha256=digest,
                name=name[:500],
                media_type=MIMETYPE.decode(),
                size=size,
                added_at=clock.now(),
            )
        )
