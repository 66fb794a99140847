"""Copies of the register and the way back; every restore first keeps what it replaces."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from app.core.clock import local_time
from app.core.errors import AppError, RegisterDamaged
from app.models import Register
from app.services.audit import note
from app.services.context import Services
from app.storage.backup import BackupFile, check_copy, create_backup, list_backups, restore_backup


def back_up(services: Services) -> BackupFile:
    """Make a proved copy of the open register."""
    return create_backup(services.uow, services.paths.backups, at=local_time(services.clock.now()))


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
