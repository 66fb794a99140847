"""Commands that meet a missing file, a damaged register, a kill -9 or each other."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.storage.unit_of_work import UnitOfWork
from tests.cli.conftest import Command

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
FIGURES = ("figures", "set", "--unit", "PNV", "--period", "2024-04", "CD01=7", "CD11=3")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "không có.docx"),
        ("intake", "không có.docx"),
        ("import", "units", "không có.xlsx"),
        ("figures", "set", "--unit", "PNV", "--period", "2024-04", "không có.xlsx"),
        ("package", "inspect", "không có.cchc"),
        ("package", "import", "không có.cchc"),
        ("backup", "restore", "không có.db"),
    ],
)
def test_a_file_that_is_not_there_is_refused_by_every_verb_alike(
    ask: Command, words: tuple[str, ...]
) -> None:
    answer = ask(*words)
    assert answer.code == 3
    assert "không có." in answer.err


def test_an_update_that_says_nothing_is_a_wrong_command(ask: Command) -> None:
    answer = ask("task", "update", "x")
    assert answer.code == 2
    assert "--progress" in answer.err


def test_a_register_damaged_in_its_middle_gives_no_half_dump(ask: Command, data: Path) -> None:
    path = data / "so-cchc.db"
    whole = ask("dump")
    assert whole.code == 0
    assert whole.out.endswith("\n}}\n")
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'task'").fetchone()
    connection.close()
    spoilt = bytearray(path.read_bytes())
    spoilt[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(spoilt)
    answer = ask("dump")
    assert answer.code == 4
    assert answer.out == ""
    assert "E-DB-02" in answer.err


# What dies where: the transaction is written but not committed; the copy is whole but has no name yet.
KILLED = """
import os, signal, sys
from contextlib import contextmanager
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "commit":
    from app.storage.unit_of_work import UnitOfWork
    real = UnitOfWork.write
    @contextmanager
    def write(self):
        with real(self) as session:
            yield session
            session.flush()
            die()
    UnitOfWork.write = write
else:
    from app.storage import backup
    backup.replace_patiently = die
from app.bootstrap import run_command_line
sys.exit(run_command_line(sys.argv[2:]))
"""


def killed(data: Path, moment: str, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, "--data", str(data), *words],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
@pytest.mark.parametrize(("moment", "words"), [("commit", FIGURES), ("copy", ("backup", "create"))])
def test_a_kill_leaves_the_register_as_it_was(
    ask: Command, data: Path, moment: str, words: tuple[str, ...]
) -> None:
    before = ask("doctor", "--json").facts["digest"]
    killed(data, moment, *words)
    after = ask("doctor", "--json")
    assert after.code == 0, after.err
    assert after.facts["digest"] == before
    assert ask("backup", "list", "--json").facts["backups"] == []
    done = ask(*words)  # and nothing stands in the way of doing it again
    assert done.code == 0, done.err


def test_two_commands_at_once_both_get_an_answer_and_none_is_lost(ask: Command, data: Path) -> None:
    """Each either writes or says in a sentence that the register is open elsewhere; what was done stays."""
    ask("dump")  # upgraded and warm
    keys = [task["id"] for task in ask("tasks", "--json", "--state", "open_in_time").facts["tasks"][:4]]

    def update(key: str) -> subprocess.CompletedProcess[str]:
        words = ["--data", str(data), "task", "update", key, "--progress", "61"]
        return subprocess.run(
            [sys.executable, "-m", "app", *words],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    with ThreadPoolExecutor(len(keys)) as pool:
        answers = list(pool.map(update, keys))
    kept = {task["id"]: task["progress"] for task in ask("tasks", "--json").facts["tasks"]}
    for key, answer in zip(keys, answers, strict=True):
        assert answer.returncode in (0, 4), answer.stderr
        assert (kept[key] == 61) == (answer.returncode == 0)
        assert answer.returncode == 0 or "đang được mở" in answer.stderr
    assert any(answer.returncode == 0 for answer in answers)
    with UnitOfWork(data / "so-cchc.db") as uow:
        assert uow.rows("PRAGMA integrity_check") == [("ok",)]
