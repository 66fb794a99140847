"""What is done before a register is opened; without SQLAlchemy, because the window waits for it."""

from pathlib import Path

from app.core.errors import RuleViolation
from app.storage.connection import schema_version
from app.storage.migrate import upgrade_register
from app.system.locations import check_location
from app.system.paths import Paths


def prepare_register(path: Path) -> Path | None:
    """Bring an older register up to date; return where the old file is kept, None where nothing was done."""
    return upgrade_register(path) if schema_version(path) is not None else None


def check_new_folder(folder: Path) -> None:
    """Refuse a folder where no register can be made: shared, synchronised, or with a register in it."""
    check_location(folder)
    if Paths(folder).register.exists():
        raise RuleViolation(
            f"Thư mục “{folder}” đã có một sổ.",
            hint="Chọn thư mục khác, hoặc mở sổ đang có.",
            code="E-SO-01",
        )
