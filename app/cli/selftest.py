"""``selftest``: the program tries itself on this machine and says what works."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser

if TYPE_CHECKING:
    from app.services.doctor import Check

_FAULTS = 5
_LOG_NAME = "tu-kiem-tra.json"
_WINDOW_SECONDS = 90


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``selftest``."""
    parser.add_argument("--log", type=Path, metavar="TỆP", help="ghi thêm kết quả (JSON) vào tệp này")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.selftest import run_selftest
    from app.system.secrets import VaultSecrets

    diagnosis = run_selftest(VaultSecrets(), probe_window)
    facts = {
        "ok": diagnosis.ok,
        "digest": diagnosis.digest,
        "checks": [asdict(check) for check in diagnosis.checks],
    }
    log = arguments.log or _log_without_console(host)
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if arguments.json:
        print_json(facts)
    else:
        print_lines(f"{'Tốt' if check.ok else 'SAI'}  {check.message}" for check in diagnosis.checks)
    tell("Chương trình chạy tốt trên máy này." if diagnosis.ok else "Có chỗ sai, xem các dòng trên.")
    return 0 if diagnosis.ok else _FAULTS


def _log_without_console(host: Host) -> Path | None:
    """Return where to leave the result when the program has no console to print on."""
    return host.describe(None).paths.logs / _LOG_NAME if sys.__stdout__ is None else None


def probe_window(folder: Path) -> "Check":
    """Show the window over a register in a process of its own: the command line knows no Qt."""
    from app.services.doctor import Check

    with tempfile.TemporaryDirectory(prefix="so-cchc-", ignore_cleanup_errors=True) as scratch:
        answer = Path(scratch) / "cua-so.json"
        try:
            done = subprocess.run(
                [*_program(), "--selftest-window", str(folder), str(answer)],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_WINDOW_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Check("window", False, f"Cửa sổ không hiện sau {_WINDOW_SECONDS} giây.")
        try:
            found = json.loads(answer.read_text("utf-8"))
        except (OSError, ValueError):
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            return Check("window", False, f"Không mở được cửa sổ (mã {done.returncode}). {''.join(said)}")
    return Check("window", bool(found["ok"]), str(found["message"]))


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    root = str(Path(__file__).parents[2])
    start = f"import sys; sys.path.insert(0, {root!r}); from app.__main__ import main; main()"
    return [sys.executable, "-c", start]


def _environment() -> dict[str, str]:
    env = dict(os.environ)
    if sys.platform.startswith("linux") and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env
