"""A workbook that cannot be written leaves the old one, and nothing else is heard of it."""

import gc
import os
from pathlib import Path

import pytest

from app.exchange.workbooks import Column, Page, write_workbook


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_once_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, part = tmp_path / "a.xlsx", tmp_path / ".a.tmp"
    unheard: list[object] = []
    path.write_text("bản cũ", "utf-8")

    def full(**_: object) -> tuple[int, str]:
        part.symlink_to("/dev/full")
        return os.open(part, os.O_WRONLY), str(part)

    monkeypatch.setattr("app.exchange.workbooks.tempfile.mkstemp", full)
    monkeypatch.setattr("sys.unraisablehook", unheard.append)  # what a dying writer says on its way out
    with pytest.raises(OSError, match="No space left"):
        write_workbook([Page("Trang", (Column("Cột", 20, False),), [("a",)])], path)
    gc.collect()
    assert (unheard, path.read_text("utf-8"), part.is_symlink()) == ([], "bản cũ", False)
