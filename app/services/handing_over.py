"""Everything one officer hands to the next: the register, its attachments, the record to sign."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.core.progress import Progress
from app.services.backups import back_up
from app.services.context import Services
from app.services.papers import Paper, PaperRequest, collect_paper, file_refused, write_papers
from app.storage.backup import BackupFile, copy_backup

_ATTACHMENTS = "tep-dinh-kem"


@dataclass(frozen=True, slots=True)
class HandoverPack:
    """What is needed to write the pack, read from the register in one go."""

    backup: BackupFile
    record: Paper


def prepare_handover(services: Services) -> HandoverPack:
    """Make a proved copy and read the record; the register must be open, on its own thread."""
    with services.uow.read() as session:
        record = collect_paper(session, PaperRequest(kind="handover", day=services.clock.today()))
    return HandoverPack(back_up(services), record)


def write_handover(services: Services, pack: HandoverPack, folder: Path, progress: Progress) -> Path:
    """Write the pack into a new folder below ``folder`` and return it; needs no register.

    Every attachment is named by its SHA-256 and proved by it when the register reads it again.
    """
    target = folder / f"ban-giao-{services.clock.today():%Y%m%d}-{pack.backup.number:06d}"
    progress.report(0, 3, "Đang chép sổ")
    copy_backup(pack.backup.path, target)
    progress.report(1, 3, "Đang chép tệp đính kèm")
    kept = services.paths.attachments
    try:
        if kept.exists():
            shutil.copytree(kept, target / _ATTACHMENTS, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        refused = error if type(error) is OSError else OSError(*error.args)
        raise file_refused(target / _ATTACHMENTS, refused) from error
    progress.report(2, 3, "Đang lập biên bản")
    write_papers([pack.record], target, ("docx", "pdf"))
    progress.report(3, 3)
    return target
