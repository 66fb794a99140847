"""Raw package files, kept whole under their SHA-256 beside the other attachments."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import NotFound
from app.exchange.container import MIMETYPE
from app.exchange.package_file import OpenPackage
from app.exchange.refusals import TooNew
from app.models import Attachment
from app.services.packages.proving import Offered, open_content
from app.services.papers import file_refused

_PART = ".goi-"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(slots=True)
class PackageStore:
    """The folder of raw files; ``seen`` and ``opened`` hold those of the work at hand."""

    folder: Path
    seen: dict[str, bytes] = field(default_factory=dict)
    opened: dict[str, OpenPackage] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)  # by this store, and not yet entered

    def sweep(self) -> None:
        """Take away what a run left half written when its power was cut."""
        for part in self.folder.glob(f"{_PART}*"):
            part.unlink(missing_ok=True)

    def hold(self, offered: Offered) -> None:
        """Remember a file that was proved, for the work at hand."""
        self.seen[offered.sha256] = offered.content
        if offered.package is not None:
            self.opened[offered.sha256] = offered.package

    def keep(self, offered: Offered) -> None:
        """Put a file away unless it is spoilt; an ``Unavailable`` leaves nothing half written."""
        if offered.package is not None or isinstance(offered.refusal, TooNew):
            self.put(offered.content, offered.sha256)

    def put(self, content: bytes, digest: str) -> None:
        """Put a file away under its SHA-256, where it is not there already."""
        target = self.folder / digest
        if not (target.is_file() and target.stat().st_size == len(content)):
            write_whole(target, content)
            self.written.add(digest)

    def drop(self, offered: Offered) -> None:
        """Take a file away again that was put away and is not entered."""
        if offered.sha256 in self.written:
            (self.folder / offered.sha256).unlink(missing_ok=True)

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
            self.opened[digest] = open_content(self.read(digest))
        return self.opened[digest]

    def forget(self, handful: Iterable[Offered]) -> None:
        """Let go of what was held in memory once a handful is done."""
        self.seen.clear()
        self.opened.clear()
        self.written.difference_update(offered.sha256 for offered in handful)


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file beside its place, flush it, read it back, move it there; told in words when it fails."""
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=_PART, suffix=".tmp")
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
    media_type = _WORKBOOK if name.lower().endswith(".xlsx") else MIMETYPE.decode()
    session.add(
        Attachment(sha256=digest, name=name[:500], media_type=media_type, size=size, added_at=clock.now())
    )
