"""``backup``: copies of the register, their proof, and the way back."""

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_table, tell
from app.cli.parser import Parser
from app.core.text import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.backup import BackupFile

_FAULTS = 5
_ACTIONS = {
    "create": "sao lưu sổ và kiểm tra bản sao",
    "list": "liệt kê các bản sao lưu",
    "verify": "kiểm tra lại mọi bản sao lưu",
    "restore": "khôi phục sổ từ một bản sao lưu",
}


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``backup``."""
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    for name, words in _ACTIONS.items():
        child = actions.add_parser(name, help=words)
        add_json(child)
        child.set_defaults(run=_RUNS[name])
        if name == "restore":
            child.add_argument(
                "copy",
                nargs="?",
                default="",
                metavar="BẢN",
                help="tên, số hoặc đường dẫn (mặc định: mới nhất)",
            )


def _create(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.backups import back_up

    services = host.open(arguments.data)
    with services.uow:
        made = back_up(services)
    _tell_copies(arguments, [made])
    return 0


def _list(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.backups import backups_of

    _tell_copies(arguments, backups_of(host.describe(arguments.data)))
    return 0


def _verify(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.backups import backups_of, failed_backups

    services = host.describe(arguments.data)
    failed = failed_backups(services)
    bad = {backup.path for backup, _ in failed}
    _tell_copies(arguments, backups_of(services), bad)
    for backup, message in failed:
        tell(f"{backup.path.name}: {message}")
    return _FAULTS if failed else 0


def _restore(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.backups import backups_of, find_backup, restore

    services = host.describe(arguments.data)
    path = find_backup(services, arguments.copy)
    with services.uow:
        kept = restore(services, path)
        copies = backups_of(services)
    _tell_copies(arguments, copies)
    tell(f"Đã khôi phục từ {path.name}." + (f" Sổ trước đó được giữ ở {kept.path.name}." if kept else ""))
    return 0


_RUNS = {"create": _create, "list": _list, "verify": _verify, "restore": _restore}


def _tell_copies(
    arguments: argparse.Namespace, copies: "Iterable[BackupFile]", bad: "Iterable[object]" = ()
) -> None:
    failed = set(bad)
    facts = [
        {
            "file": str(copy.path),
            "at": copy.at,
            "size": copy.size,
            "verified": copy.verified and copy.path not in failed,
        }
        for copy in copies
    ]
    if arguments.json:
        print_json({"backups": facts})
        return
    print_table(
        ("Tệp", "Lúc", "Cỡ (KB)", "Đã kiểm tra"),
        [
            (
                str(f["file"]),
                str(f["at"]),
                format_number(int(str(f["size"])) // 1024),
                "rồi" if f["verified"] else "CHƯA",
            )
            for f in facts
        ],
    )
