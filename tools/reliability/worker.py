"""The program under strace: saves edits, writes ``ACK n`` after each commit, ``NO code`` when refused."""

import argparse
import os
from pathlib import Path

from app.core.errors import Unavailable
from app.storage.unit_of_work import UnitOfWork
from tools.reliability.edits import save_edit


def main() -> None:
    """Save the asked number of edits; a refused one is tried once more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("register", type=Path)
    parser.add_argument("edits", type=int)
    parser.add_argument("--synchronous", default="FULL", choices=("FULL", "NORMAL", "OFF"))
    parser.add_argument("--checkpoint", type=int, default=1000, help="pages between checkpoints")
    arguments = parser.parse_args()
    register = UnitOfWork(arguments.register)
    try:
        register.open()
        register.connection.execute(f"PRAGMA synchronous = {arguments.synchronous}")
        register.connection.execute(f"PRAGMA wal_autocheckpoint = {arguments.checkpoint}").fetchall()
        for number in range(1, arguments.edits + 1):
            try:
                save_edit(register, number)
            except Unavailable as refused:
                _say(f"NO {refused.code}")
                save_edit(register, number)
            _say(f"ACK {number}")
        register.close()
    except Unavailable as refused:
        _say(f"NO {refused.code}")
        os._exit(3)  # as a killed program: nothing is tidied up


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
