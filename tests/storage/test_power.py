"""A short run of the trials of reliability, and proof that their harness sees what it looks for."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.unit_of_work import UnitOfWork
from tests.architecture.tree import ROOT
from tests.register import bare
from tools.reliability.disk import Disk
from tools.reliability.edits import PromiseBroken, examine, hold_to_promise, save_edit


def test_a_short_run_of_all_trials_breaks_no_promise() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tools.reliability", "--seconds", "5", "--seed", "11"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "every acknowledged one is there" in run.stdout
    assert "nothing half, each went on" in run.stdout
    assert "each edit saved once there was room" in run.stdout
    assert "power" in run.stdout  # played, or skipped with the reason where strace is absent


@pytest.fixture
def edited(register_path: Path) -> Path:
    """Return a closed register with six edits."""
    with UnitOfWork(register_path) as register:
        for number in range(1, 7):
            save_edit(register, number)
    return register_path


def test_a_sound_register_holds_its_edits(edited: Path) -> None:
    assert examine(edited) == 6
    assert hold_to_promise(edited, acknowledged=6) == hold_to_promise(edited, acknowledged=5) == 6


@pytest.mark.parametrize(
    ("acknowledged", "words"), [(7, "7 edits were acknowledged, 6"), (4, "but 6 are there")]
)
def test_a_lost_or_invented_edit_is_seen(edited: Path, acknowledged: int, words: str) -> None:
    with pytest.raises(PromiseBroken, match=words):
        hold_to_promise(edited, acknowledged=acknowledged)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("DELETE FROM unit WHERE code = 'N5'", "missing between others"),
        ("UPDATE unit SET note = '' WHERE code = 'N3'", "edit 6 is there only in half"),
        ("DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq = 11", "does not tell of every edit"),
        ("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x' WHERE seq = 3", "chain of the journal"),
        ("UPDATE unit SET parent_id = 'nobody' WHERE code = 'N1'", "leads nowhere"),
    ],
)
def test_half_an_edit_is_seen(edited: Path, harm: str, words: str) -> None:
    with bare(edited) as connection:
        connection.executescript(harm)
    with pytest.raises(PromiseBroken, match=words):
        examine(edited)


def cut(disk: Disk, folder: Path, seed: int) -> dict[str, bytes]:
    image = folder / str(seed)
    image.mkdir()
    disk.cut_power(image, random.Random(seed))
    return {path.name: path.read_bytes() for path in image.iterdir()}


def test_the_forgetful_disk_keeps_what_was_synced_and_only_that_for_certain(tmp_path: Path) -> None:
    disk = Disk("db", b"old.")
    disk.write("db", 0, b"new!")
    disk.create("wal")
    disk.write("wal", 0, b"frame" * 400)
    images = [cut(disk, tmp_path, seed) for seed in range(60)]
    assert {image["db"] for image in images} >= {b"old.", b"new!"}
    assert any("wal" not in image for image in images)
    assert any(0 < len(image.get("wal", b"").strip(b"\0")) < 2000 for image in images)
    for name in ("db", "wal"):
        disk.sync(name)
    disk.sync_names()
    synced = {tuple(sorted(cut(disk, tmp_path, seed).items())) for seed in range(100, 120)}
    assert synced == {(("db", b"new!"), ("wal", b"frame" * 400))}


def test_a_removed_file_may_come_back_until_its_folder_is_synced(tmp_path: Path) -> None:
    disk = Disk("db", b"x")
    disk.truncate("db", 0)
    disk.unlink("db")
    assert {len(cut(disk, tmp_path, seed)) for seed in range(40)} == {0, 1}
    disk.sync_names()
    assert cut(disk, tmp_path, 99) == {}
