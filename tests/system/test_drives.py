"""Sticks by a table of mounts."""

from pathlib import Path

from app.system.drives import drives_in_table, removable_drives

TABLE = """\
/dev/nvme0n1p2 / ext4 rw 0 0
/dev/sdb1 /media/lan/USB\\040CUA\\040LAN vfat rw 0 0
/dev/sdc1 /run/media/lan/GHI exfat rw 0 0
tmpfs /run/media tmpfs rw 0 0
tmpfs /media/ram tmpfs rw 0 0
may-chu:/chung /mnt/chung nfs4 rw 0 0
/dev/nvme0n1p1 /boot/efi vfat rw 0 0
""".splitlines()


def test_sticks_are_mounts_of_a_device_where_desktops_put_them() -> None:
    assert drives_in_table(TABLE) == (Path("/media/lan/USB CUA LAN"), Path("/run/media/lan/GHI"))


def test_a_machine_always_answers() -> None:
    assert all(root.is_dir() for root in removable_drives())


def test_a_broken_table_has_no_sticks() -> None:
    assert drives_in_table(["", "một dòng lạ", "/dev/sdb1"]) == ()
