"""Copies of the register and the way back; every restore first keeps what it replaces."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from app.core.clock import local_time
from app.core.errors import AppError, RegisterDamaged
from app.core.retention import kept_days
from app.models import Register
from app.services.audit import note
from app.services.context import Services
from app.storage.backup import (
    BackupFile,
    ReadOnlyCopy,
    check_copy,
    copy_backup,
    create_backup,
    forget_backup,
    journal_end,
    list_backups,
    restore_backup,
)
from app.storage.comparison import TableDifference, compare_copy
from app.storage.errors import sqlite_errors

__all__ = ["BackupFile"]  # what screens know of the storage

# What people call the rows of the tables that hold work; the rest is told as one line.
_NOUNS = {
    "assignment": "Việc giao cho đơn vị",
    "attachment": "Tệp đính kèm",
    "clause": "Điều khoản văn bản",
    "directive": "Văn bản chỉ đạo",
    "evidence": "Minh chứng",
    "expected_report": "Báo cáo phải nộp",
    "figure": "Ô số liệu",
    "issued_document": "Văn bản soạn, ban hành",
    "narrative": "Đoạn thuyết minh",
    "package": "Gói gửi, nhận",
    "period": "Kỳ báo cáo",
    "plan_row": "Dòng kế hoạch khắc phục",
    "progress_entry": "Lần ghi tiến độ",
    "score": "Điểm chấm",
    "submission": "Lần nộp báo cáo",
    "tally": "Dòng sổ đếm",
    "task": "Nhiệm vụ",
    "unit": "Đơn vị",
}
_OTHERS = "Dữ liệu khác"


@dataclass(frozen=True, slots=True)
class RestoreLine:
    """What a restore does to one kind of rows: how many go, come back, get their old content."""

    noun: str
    lost: int
    regained: int
    changed: int


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring a copy would do; no lines means that nothing would change."""

    copy: BackupFile
    lines: tuple[RestoreLine, ...]


def back_up(services: Services) -> BackupFile:
    """Make a proved copy of the open register."""
    return create_backup(services.uow, services.paths.backups, at=local_time(services.clock.now()))


def back_up_news(services: Services) -> BackupFile | None:
    """Make a copy and rotate, unless the newest sound copy has the whole journal; return the copy made."""
    newest = next((copy for copy in backups_of(services) if copy.verified), None)
    if newest is not None:
        with sqlite_errors(newest.path), ReadOnlyCopy(newest.path) as copy:
            if journal_end(copy) == journal_end(services.uow):
                return None
    made = back_up(services)
    rotate_backups(services)
    return made


def backups_of(services: Services) -> tuple[BackupFile, ...]:
    """Return the copies, newest first."""
    return list_backups(services.paths.backups)


def failed_backups(services: Services) -> tuple[tuple[BackupFile, str], ...]:
    """Prove every copy again; return those that fail, with why."""
    failed = []
    for backup in backups_of(services):
        try:
            check_copy(backup.path)
            if not backup.verified:
                failed.append((backup, "Thiếu hoặc sai dấu kiểm tra."))
        except AppError as error:
            failed.append((backup, error.message))
    return tuple(failed)


def carry_out(copy: BackupFile, folder: Path) -> Path:
    """Copy a sound copy elsewhere, prove it there and return its place; the register is not needed."""
    return copy_backup(copy.path, folder)


def rotate_backups(services: Services) -> int:
    """Remove sound copies that are no longer kept (``kept_days``); return how many went.

    Every copy of today stays. Damaged ones are neither counted nor touched: they may be all that is left.
    """
    today = services.clock.today()
    sound = [copy for copy in backups_of(services) if copy.verified]
    last_of_day: dict[date, BackupFile] = {}
    for copy in sound:  # newest first
        last_of_day.setdefault(datetime.fromisoformat(copy.at).date(), copy)
    kept = {last_of_day[day].path for day in kept_days(last_of_day)}
    gone = [c for c in sound if c.path not in kept and datetime.fromisoformat(c.at).date() != today]
    for copy in gone:
        forget_backup(copy)
    return len(gone)


def preview_restore(services: Services, copy: BackupFile) -> RestorePreview:
    """Tell what restoring a copy would lose and bring back."""
    return RestorePreview(copy, _told(compare_copy(services.uow, copy.path)))


def _told(differences: Sequence[TableDifference]) -> tuple[RestoreLine, ...]:
    sums: dict[str, list[int]] = {}
    for d in differences:
        line = sums.setdefault(_NOUNS.get(d.table, _OTHERS), [0, 0, 0])
        for place, number in enumerate((d.only_here, d.only_there, d.changed)):
            line[place] += number
    return tuple(RestoreLine(noun, *sums[noun]) for noun in (*_NOUNS.values(), _OTHERS) if noun in sums)


def find_backup(services: Services, name: str) -> Path:
    """Return the copy of a file name or path, of its number, or the newest for ""."""
    copies = backups_of(services)
    if not name and copies:
        return copies[0].path
    for copy in copies:
        if name in (copy.path.name, str(copy.number)):
            return copy.path
    return Path(name)


def restore(services: Services, path: Path) -> BackupFile | None:
    """Replace the register by a proved copy; return the copy of what it replaced, None where it was damaged.

    The bundle's unit of work is closed meanwhile and open on the restored register afterwards.
    """
    check_copy(path)
    kept: BackupFile | None = None
    with suppress(RegisterDamaged):  # what cannot be read is not kept beside good copies
        kept = back_up(services) if services.paths.register.exists() else None
    services.uow.close()
    restore_backup(path, services.paths.register)
    services.uow.open()
    with services.uow.write() as session:
        register = session.scalars(select(Register)).first()
        note(
            session,
            clock=services.clock,
            action="register.restore",
            subject_kind="register",
            subject_id=register.id if register else "",
            after={"file": path.name, "epoch": register.epoch if register else 0},
        )
    return kept
