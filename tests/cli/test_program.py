"""Exit codes, help and the way words are read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import WindowCall, window_call
from app.cli.program import VERBS
from app.storage.unit_of_work import UnitOfWork
from tests.cli.conftest import Command


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_vietnamese_help(run: Command, verb: str) -> None:
    answer = run(verb, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Cách dùng: so-cchc")
    assert "show this help" not in answer.out


@pytest.mark.parametrize(
    "words",
    [
        ("khong-co",),
        ("tasks", "--state", "x"),
        ("task",),
        ("task", "update"),
        ("tasks", "--nope"),
        ("task", "update", "id", "--progress", "x"),
        ("document", "x", "--out", "."),
        ("figures", "set", "--unit", "1"),
        ("document", "monthly-report", "--out", ".", "--year", "2024", "--period", "2024-01"),
    ],
)
def test_a_wrong_command_is_usage(run: Command, words: tuple[str, ...]) -> None:
    answer = run("--data", "khong-co-thu-muc", *words)
    assert answer.code == 2
    assert "Lệnh chưa đúng" in answer.err
    assert answer.out == ""


def test_a_folder_without_a_register_is_refused(run: Command, tmp_path: Path) -> None:
    for words in (("tasks",), ("cycle",), ("doctor",), ("dump",), ("backup", "create")):
        answer = run("--data", tmp_path / "trống", *words)
        assert answer.code == 3
        assert "Chưa có sổ" in answer.err
    assert not (tmp_path / "trống").exists()


def test_a_register_open_elsewhere_is_unavailable(ask: Command, data: Path) -> None:
    with UnitOfWork(data / "so-cchc.db") as uow:
        uow.rows("SELECT 1")
        answer = ask("tasks")
    assert answer.code == 4
    assert "đang được mở" in answer.err
    assert ask("tasks").code == 0


def test_a_newer_register_is_unavailable_and_untouched(ask: Command, data: Path) -> None:
    register = data / "so-cchc.db"
    content = bytearray(register.read_bytes())
    content[60:64] = (999).to_bytes(4, "big")
    register.write_bytes(content)
    answer = ask("tasks")
    assert answer.code == 4
    assert "phiên bản mới hơn" in answer.err
    assert register.read_bytes() == bytes(content)


def test_doctor_reports_a_file_that_is_no_register(ask: Command, data: Path) -> None:
    (data / "so-cchc.db").write_bytes(b"\0" * 5000)
    answer = ask("doctor", "--json")
    assert answer.code == 5
    assert answer.facts["ok"] is False
    assert [c["name"] for c in answer.facts["checks"] if not c["ok"]] == ["open"]
    assert ask("tasks").code == 4


def test_init_lists_makes_and_refuses(run: Command, tmp_path: Path) -> None:
    presets = run("init", "--list", "--json").facts["presets"]
    assert "quy-hop-2024" in {p["preset"] for p in presets}
    made = run("--data", tmp_path / "a", "init", "--preset", "quy-hop-2024", "--json")
    assert (made.code, Path(made.facts["register"])) == (0, tmp_path / "a" / "so-cchc.db")
    assert made.facts["units"] > 30
    again = run("--data", tmp_path / "a", "init", "--preset", "quy-hop-2024")
    assert (again.code, again.out) == (3, "")
    assert run("--data", tmp_path / "b", "init", "--preset", "khong-co").code == 3
    unsaid = run("--data", tmp_path / "b", "init")
    assert (unsaid.code, "cần một trong các tùy chọn: --preset --list" in unsaid.err) == (2, True)
    reporter = ("--role", "reporter", "--preset", "quy-hop-2024")
    assert run("--data", tmp_path / "b", "init", *reporter).code == 3
    assert not (tmp_path / "b").exists()
    assert run("--data", tmp_path / "b", "init", *reporter, "--unit", "17035").code == 0


def test_demo_makes_register_and_documents(run: Command, tmp_path: Path) -> None:
    made = run("demo", tmp_path, "--json")
    assert made.code == 0, made.err
    assert Path(made.facts["data"]) == tmp_path / "data"
    names = [Path(name) for name in made.facts["documents"]]
    assert all(name.is_file() and name.parent == tmp_path / "documents" for name in names)
    assert {name.suffix for name in names} == {".docx", ".pdf", ".xlsx"}
    kinds = {name.name.partition("_")[0] for name in names}
    assert kinds == {"bao-cao-tong-hop", "bao-cao-thang", "ke-hoach-khac-phuc"}
    assert run("demo", tmp_path).code == 3


def test_backups_are_made_proved_and_restored(ask: Command, data: Path) -> None:
    before = ask("doctor", "--json").facts["digest"]
    made = ask("backup", "create", "--json").facts["backups"]
    assert made[0]["verified"]
    key = ask("tasks", "--json", "--state", "open_in_time").facts["tasks"][0]["id"]
    ask("task", "update", key, "--progress", 55)
    assert ask("doctor", "--json").facts["digest"] != before
    restored = ask("backup", "restore", Path(made[0]["file"]).name, "--json")
    assert (restored.code, len(restored.facts["backups"])) == (0, 2)
    assert ask("doctor", "--json").facts["digest"] == before
    assert ask("backup", "verify").code == 0
    copy = Path(made[0]["file"])
    spoilt = bytearray(copy.read_bytes())
    spoilt[5000] ^= 1
    copy.write_bytes(spoilt)
    assert ask("backup", "verify", "--json").code == 5
    assert ask("backup", "restore", copy).code == 4
    assert ask("doctor", "--json").facts["digest"] == before


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ([], WindowCall()),
        (["--data", "x"], WindowCall(Path("x"))),
        (["--data=x"], WindowCall(Path("x"))),
        (["--data"], None),
        (["tasks"], None),
        (["--data", "x", "tasks"], None),
        (["--help"], None),
    ],
)
def test_the_window_opens_without_a_verb_only(words: list[str], wants: WindowCall | None) -> None:
    assert window_call(words) == wants


def test_the_program_runs_without_qt_and_starts_light(data: Path) -> None:
    code = (
        "import sys, app.__main__ as m; assert not {'PySide6', 'sqlalchemy', 'argparse'} & set(sys.modules);"
        f"code = m.main(['--data', {str(data)!r}, 'tasks', '--json']);"
        "assert not any(name.startswith('PySide6') for name in sys.modules); sys.exit(code)"
    )
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert '"tasks"' in done.stdout.decode("utf-8")
    assert "nhiệm vụ" in done.stdout.decode("utf-8").lower() or "ệ" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("verb", ["check", "intake", "import", "inspect"])
def test_a_folder_in_the_place_of_a_file_is_refused_as_such(ask: Command, tmp_path: Path, verb: str) -> None:
    words = {"import": ("import", "tasks"), "inspect": ("package", "inspect")}.get(verb, (verb,))
    answer = ask(*words, tmp_path, "--json")
    assert (answer.code, answer.out, "là thư mục" in answer.err) == (3, "", True)


def test_words_in_another_encoding_are_a_wrong_command(ask: Command) -> None:
    answer = ask("tasks", "--unit", "Kh\udcf4ng")  # what a byte outside UTF-8 becomes in an argument
    assert (answer.code, "bảng mã" in answer.err) == (2, True)
