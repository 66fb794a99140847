"""What makes files reproducible: one date for properties, one time for the entries of a zip."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.reports.tree import Document

PROGRAM = "Sổ CCHC"
EPOCH = date(1980, 1, 1)  # the oldest day a zip can name


def created_on(document: Document) -> date:
    """Return the day that file properties name."""
    return max(document.created_on or EPOCH, EPOCH)


def created_at(document: Document) -> datetime:
    """Return that day as a moment without zone, as file properties want it."""
    day = created_on(document)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a fixed stamp, not a time of day


class StampedZip(ZipFile):
    """A zip being written whose entries all carry one date."""

    def __init__(self, stream: BinaryIO, day: date) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED, compresslevel=6)
        self._moment = (day.year, day.month, day.day, 0, 0, 0)

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        info.create_system = 3  # the same bytes on Windows and elsewhere
        return info

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write an entry under the fixed date."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(self._info(name), data, compress_type, compresslevel)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a file's content under the fixed date."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes(), compress_type, compresslevel)


def restamp(source: BytesIO, target: BinaryIO, day: date, instead: Mapping[str, bytes]) -> None:
    """Copy a zip entry by entry under one date; ``instead`` is what some entries hold in place of theirs."""
    with ZipFile(source) as packed, StampedZip(target, day) as stamped:
        for name in packed.namelist():
            stamped.writestr(name, instead[name] if name in instead else packed.read(name))
