"""Where a register may lie."""

import sys
from pathlib import Path, PureWindowsPath

import pytest

from app.core.errors import Unavailable
from app.services.opening import check_new_folder
from app.system import locations, paths
from app.system.locations import Volume, check_location, is_synced, volume_in_table, volume_of

MOUNTS = [
    "/dev/vda / ext4 rw 0 0",
    "server:/home /mnt/may\\040chu nfs4 rw 0 0",
    "//server/share /mnt/cifs cifs rw 0 0",
    "/dev/sdb1 /mnt/cifs/local ext4 rw 0 0",
]


@pytest.mark.parametrize("folder", ["\\\\server\\chia-se\\so", "//server/chia-se"])
def test_a_share_is_known_by_its_name(folder: str) -> None:
    assert volume_of(Path(folder) if folder.startswith("/") else PureWindowsPath(folder), {}) is Volume.REMOTE


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/x/so", Volume.LOCAL),
        ("/mnt/may chu/so", Volume.REMOTE),
        ("/mnt/cifs/a/b", Volume.REMOTE),
        ("/mnt/cifs/local/so", Volume.LOCAL),
        ("/mnt/cifs-khac/so", Volume.LOCAL),
    ],
)
def test_the_nearest_mount_decides(folder: str, kind: Volume) -> None:
    assert volume_in_table(Path(folder), MOUNTS) is kind


@pytest.mark.parametrize(
    "folder",
    [
        "/home/lan/OneDrive/so",
        "/home/lan/OneDrive - UBND xã/so",
        "/home/lan/Dropbox",
        "/home/lan/Google Drive/so",
        "/home/lan/My Drive/so",
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(folder: str) -> None:
    assert is_synced(Path(folder), {})


@pytest.mark.parametrize("folder", ["/home/lan/so", "/home/lan/OneDriver/so", "/home/lan/mega-du-an"])
def test_an_ordinary_folder_is_not(folder: str) -> None:
    assert not is_synced(Path(folder), {})


def test_a_synchronised_folder_is_known_by_what_the_program_says_of_itself() -> None:
    said = {"OneDriveCommercial": "/home/lan/Tài liệu cơ quan"}
    assert is_synced(Path("/home/lan/tài liệu cơ quan/so"), said)
    assert not is_synced(Path("/home/lan/Tài liệu cơ quan khác/so"), said)


def test_each_refusal_has_its_reason(tmp_path: Path, monkeypatch) -> None:
    check_location(tmp_path)
    with pytest.raises(Unavailable, match="tự đồng bộ") as synced:
        check_new_folder(tmp_path / "OneDrive" / "so")
    monkeypatch.setattr(locations, "volume_of", lambda folder: Volume.REMOTE)
    with pytest.raises(Unavailable, match="ổ mạng") as remote:
        check_new_folder(tmp_path)
    assert synced.value.code != remote.value.code


def test_a_stick_is_allowed_with_a_word_of_warning(tmp_path: Path, monkeypatch) -> None:
    assert locations.location_notice(tmp_path) == ""
    monkeypatch.setattr(locations, "volume_of", lambda folder: Volume.REMOVABLE)
    check_location(tmp_path)
    assert "thẻ nhớ" in locations.location_notice(tmp_path)


def test_only_a_frozen_program_with_its_marker_keeps_data_beside_itself(tmp_path: Path, monkeypatch) -> None:
    usual = paths.user_data_folder()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "so-cchc.exe"))
    marker = tmp_path / locations.PORTABLE_MARKER
    marker.write_text("x")
    assert paths.user_data_folder() == usual
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.user_data_folder() == tmp_path / "du-lieu"
    marker.unlink()
    assert paths.user_data_folder() == usual
