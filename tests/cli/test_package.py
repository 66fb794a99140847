"""``package`` between two registers: three months by files and codes alone, through the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

from app.bootstrap import run_command_line
from app.core.clock import FixedClock
from tests.offices import COMMUNES, lay_out_year, open_office
from tests.offices import office_templates as office_templates
from tests.register import clock_at
from tests.register import template as template
from tests.system.test_secrets import Vault

UNIT, OTHER = COMMUNES
Run = Callable[..., tuple[int, dict[str, object]]]
CONTRACT = {"file", "id", "kind", "unit", "verdict", "reason", "seal_code", "changes"}


@pytest.fixture
def vault() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Vault())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def run(
    vault: None, office_templates: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return the command line over a hub and a commune, each in its folder; answers as exit code and JSON."""
    with open_office(office_templates["hub"], tmp_path / "hub") as hub:
        lay_out_year(hub, *COMMUNES)
    with open_office(office_templates[UNIT], tmp_path / "xa"):
        pass

    def call(folder: str, clock: FixedClock, *words: object) -> tuple[int, dict[str, object]]:
        code = run_command_line(["--data", str(tmp_path / folder), *map(str, words)], clock)
        text = capsys.readouterr().out
        return code, json.loads(text) if text.startswith("{") else {}

    return call


def package(run: Run, folder: str, day: tuple[int, int], *words: object) -> dict[str, object]:
    code, facts = run(folder, clock_at(2024, *day), "package", *words, "--json")
    assert code == 0, words
    return facts


def imported(run: Run, folder: str, day: tuple[int, int], *words: object) -> list[dict[str, object]]:
    files: list[dict[str, object]] = package(run, folder, day, "import", *words)["packages"]  # type: ignore[assignment]
    assert all(set(file) >= CONTRACT for file in files)
    return files


def figures(run: Run, month: str, day: tuple[int, int], **changed: int) -> None:
    """Enter every figure of the commune's month: nothing arisen but for those given."""
    code, shown = run(
        "xa", clock_at(2024, *day), "figures", "show", "--unit", UNIT, "--period", month, "--json"
    )
    assert code == 0
    wanted = {c: "P" for c, v in shown["values"].items() if v == "blank" and c not in COMPUTED}  # type: ignore[attr-defined]
    words = [f"{c}={v}" for c, v in {**wanted, **{k: str(v) for k, v in changed.items()}}.items()]
    code, _ = run("xa", clock_at(2024, *day), "figures", "set", "--unit", UNIT, "--period", month, *words)
    assert code == 0


COMPUTED: set[str] = set()


@pytest.fixture(autouse=True)
def computed_codes(office_templates: dict[str, Path]) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office_templates["hub"])) as connection:
        rows = connection.execute("SELECT code FROM indicator WHERE is_computed OR value_type = 'text'")
        COMPUTED.update(code for (code,) in rows)


def result(run: Run, month: str, day: tuple[int, int]) -> str:
    _, cycle = run("hub", clock_at(2024, *day), "cycle", "--period", month, "--json")
    return next(u["result"] for u in cycle["units"] if u["code"] == UNIT)  # type: ignore[attr-defined, no-any-return]


def test_three_months_by_the_command_line(run: Run, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    down = package(run, "hub", (1, 16), "create", "--to", UNIT, "--out", usb)
    assert set(down) >= CONTRACT
    assert (down["kind"], down["unit"], down["verdict"]) == ("assignment", UNIT, "new")
    seen = package(run, "xa", (1, 16), "inspect", down["file"])
    assert set(seen) >= CONTRACT
    assert (seen["id"], seen["unit"], seen["kind"]) == (down["id"], UNIT, "assignment")
    (took,) = imported(run, "xa", (1, 16), usb)
    assert (took["verdict"], took["id"]) == ("new", down["id"])
    assert "báo cáo phải nộp: 12 mới" in took["notices"]  # type: ignore[operator]

    # March: sealed in time, the code read out in time, the file four days late.
    figures(run, "2024-03", (3, 11), CD12=7)
    create = ("create", "--report", "2024-03", "--approved-by", "Trần Văn Bình", "--out", usb)
    first = package(run, "xa", (3, 11), *create)
    code = str(first["seal_code"])
    assert (len(code), first["unit"], first["kind"]) == (12, UNIT, "report")
    message = f"Xa Chau Quang gui BC ky 2024-03, ma {code[:4]} {code[4:8]} {code[8:]}".lower()
    heard = package(run, "hub", (3, 12), "code", f"{UNIT} {message}")
    assert (heard["seal_code"], heard["period"]) == (code, "2024-03")
    assert result(run, "2024-03", (3, 14)) == "on_time"
    (dry,) = imported(run, "hub", (3, 16), first["file"], "--dry-run")
    (took,) = imported(run, "hub", (3, 16), first["file"])
    assert (dry["verdict"], dry["changes"]) == (took["verdict"], took["changes"]) == ("new", took["changes"])
    assert result(run, "2024-03", (3, 17)) == "on_time"

    # Returned with a comment on the cell, replaced, accepted; the receipts tell.
    assert run("hub", clock_at(2024, 3, 17), *review("comment", "--on", "CD12", "--text", "Xem lại"))[0] == 0
    assert run("hub", clock_at(2024, 3, 17), *review("return", "--reason", "CD12 nhầm"))[0] == 0
    receipt = package(run, "hub", (3, 17), "receipt", "--unit", UNIT, "--out", usb)
    assert (receipt["kind"], receipt["unit"]) == ("receipt", UNIT)
    assert imported(run, "xa", (3, 18), receipt["file"])[0]["verdict"] == "new"
    assert state(run, "2024-03") == "returned"
    figures(run, "2024-03", (3, 18), CD12=9)
    second = package(run, "xa", (3, 18), *create, "--reason", "Sửa CD12")
    (took,) = imported(run, "hub", (3, 19), usb / Path(str(second["file"])).name)
    assert took["verdict"] == "replacement"
    assert [(c["subject"], c["before"], c["after"]) for c in took["changes"]] == [("CD12", "7", "9")]  # type: ignore[attr-defined]
    assert run("hub", clock_at(2024, 3, 19), *review("accept"))[0] == 0
    package(run, "hub", (3, 19), "receipt", "--unit", UNIT, "--out", tmp_path / "lost")

    # April late, May in time; the receipt of May heals the one that was lost.
    for month, day, came in (("2024-04", (4, 11), (4, 15)), ("2024-05", (5, 11), (5, 12))):
        figures(run, month, day, CD12=3)
        made = package(run, "xa", day, "create", "--report", month, "--approved-by", "T", "--out", usb)
        assert imported(run, "hub", came, made["file"])[0]["verdict"] == "new"
    assert (result(run, "2024-04", (4, 20)), result(run, "2024-05", (5, 14))) == ("late", "on_time")
    receipt = package(run, "hub", (5, 14), "receipt", "--unit", UNIT, "--out", usb)
    assert imported(run, "xa", (5, 15), receipt["file"])[0]["verdict"] in ("new", "replacement")
    assert [state(run, month) for month in ("2024-03", "2024-04", "2024-05")] == [
        "accepted",
        "received",
        "received",
    ]
    everything = imported(run, "hub", (5, 16), first["file"], second["file"])
    assert {file["verdict"] for file in everything} == {"duplicate"}


def review(verb: str, *words: str) -> tuple[str, ...]:
    return ("report", verb, "--unit", UNIT, "--period", "2024-03", *words)


def state(run: Run, month: str) -> str:
    _, cycle = run("xa", clock_at(2024, 5, 20), "cycle", "--period", month, "--json")
    return next(u["state"] for u in cycle["units"] if u["code"] == UNIT)  # type: ignore[attr-defined, no-any-return]


def test_a_form_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    import openpyxl

    made = package(run, "hub", (3, 1), "form", "--to", OTHER, "--period", "2024-03", "--out", tmp_path)
    assert (made["kind"], made["unit"]) == ("form", OTHER)
    book = openpyxl.load_workbook(str(made["file"]))
    book["Số liệu"]["D8"] = "Trần Văn Bình"
    book["Số liệu"]["D13"] = 5
    book.save(str(made["file"]))
    (took,) = imported(run, "hub", (3, 12), made["file"])
    assert (took["verdict"], took["unit"]) == ("new", OTHER)
    assert "Nộp qua Excel." in took["notices"]  # type: ignore[operator]


def test_beside_the_facts_each_refused_file_is_told_to_the_person(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = package(run, "hub", (1, 16), "create", "--to", UNIT, "--out", tmp_path / "usb")
    junk = tmp_path / "usb" / "junk.cchc"
    junk.write_bytes(b"x")
    words = ["--data", str(tmp_path / "xa"), "package", "import", str(tmp_path / "usb"), "--json"]
    assert run_command_line(words, clock_at(2024, 1, 16)) == 0
    out, told = capsys.readouterr()
    reason = next(file["reason"] for file in json.loads(out)["packages"] if file["verdict"] == "rejected")
    assert reason
    assert told.endswith(f"junk.cchc: chưa nhập. {reason}\n")
    assert Path(str(good["file"])).name not in told


def test_what_is_refused_says_so_in_its_exit_code(run: Run, tmp_path: Path) -> None:
    day = clock_at(2024, 3, 12)
    junk = tmp_path / "junk.cchc"
    junk.write_bytes(b"x")
    code, facts = run("hub", day, "package", "import", junk, "--json")
    assert (code, facts["packages"][0]["verdict"]) == (3, "rejected")  # type: ignore[index]
    assert run("hub", day, "package", "inspect", junk)[0] == 3
    assert run("hub", day, "package", "import", tmp_path / "khong-co")[0] == 3
    assert run("hub", day, "package", "inspect", tmp_path / "khong-co.cchc")[0] == 3
    assert run("hub", day, "package", "create", "--to", "khong-co", "--out", tmp_path)[0] == 3
    assert run("hub", day, "package", "create", "--out", tmp_path)[0] == 2
    assert run("hub", day, "package", "create", "--to", UNIT, "--out", junk)[0] == 3
    assert run("nowhere", day, "package", "import", junk)[0] in (3, 4)
    assert run("xa", day, "package", "create", "--report", "2024-03", "--out", tmp_path)[0] == 3
    empty = tmp_path / "rong"
    empty.mkdir()
    assert run("hub", day, "package", "import", empty, "--json")[0] == 0
