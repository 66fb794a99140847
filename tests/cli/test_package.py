"""``package`` between two registers: work down, report up, answer down, by files and codes alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from app.bootstrap import run_command_line
from app.core.clock import FixedClock
from app.services.packages.keys import own_register
from app.storage.unit_of_work import UnitOfWork
from tests.offices import COMMUNES, Office, expected_id, fill_in, lay_out_year, open_office
from tests.offices import office_templates as office_templates
from tests.register import clock_at
from tests.register import template as template
from tests.system.test_secrets import Vault


@pytest.fixture
def vault() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Vault())
    yield
    keyring.set_keyring(before)


def test_the_exchange_by_the_command_line(
    vault: None, office_templates: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "usb"

    def run(folder: str, clock: FixedClock, *words: object) -> tuple[int, dict[str, object]]:
        code = run_command_line(["--data", str(tmp_path / folder), *map(str, words)], clock)
        text = capsys.readouterr().out
        return code, json.loads(text) if text.startswith("{") else {}

    with open_office(office_templates["hub"], tmp_path / "hub") as hub:
        lay_out_year(hub, *COMMUNES)
    with open_office(office_templates[COMMUNES[0]], tmp_path / "xa"):
        pass
    january, march = clock_at(2024, 1, 16), clock_at(2024, 3, 11)
    code, made = run("hub", january, "package", "create", "--to", "17038", "--out", out, "--json")
    assert (code, made["kind"], made["verdict"]) == (0, "assignment", "new")
    code, took = run("xa", january, "package", "import", out, "--json")
    assert (code, took["packages"][0]["verdict"]) == (0, "new")  # type: ignore[index]

    with UnitOfWork(tmp_path / "xa" / "so-cchc.db") as uow:
        with uow.read() as session:
            unit_id = str(own_register(session).own_unit_id)
        office = _office(uow, tmp_path / "xa", unit_id, march)
        fill_in(office, expected_id(office, "2024-03", unit_id), base=7)
    words = (
        "package",
        "create",
        "--report",
        "2024-03",
        "--approved-by",
        "Trần Văn Bình",
        "--out",
        out,
        "--json",
    )
    code, report = run("xa", march, *words)
    assert code == 0
    seal = str(report["seal_code"])
    assert len(seal) == 12
    code, seen = run("hub", march, "package", "inspect", report["file"], "--json")
    assert (code, seen["kind"], seen["seal_code"]) == (0, "report", seal)
    message = f"CCHC 17038 ky 2024-03 lan 1 ma {seal[:4]} {seal[4:8]} {seal[8:]}"
    assert run("hub", march, "package", "code", message, "--json")[0] == 0
    assert (
        run("hub", march, "package", "code", message.replace(seal[-1], "0" if seal[-1] != "0" else "2"))[0]
        == 3
    )

    late = clock_at(2024, 3, 15)
    code, dry = run("hub", late, "package", "import", report["file"], "--dry-run", "--json")
    assert (code, dry["packages"][0]["verdict"]) == (0, "new")  # type: ignore[index]
    code, took = run("hub", late, "package", "import", report["file"], "--json")
    assert (code, took["packages"][0]["verdict"]) == (0, "new")  # type: ignore[index]
    code, took = run("hub", late, "package", "import", report["file"], "--json")
    assert (code, took["packages"][0]["verdict"]) == (0, "duplicate")  # type: ignore[index]
    code, cycle = run("hub", late, "cycle", "--period", "2024-03", "--json")
    result = next(u["result"] for u in cycle["units"] if u["code"] == "17038")  # type: ignore[attr-defined]
    assert result == "on_time"
    code, receipt = run("hub", late, "package", "receipt", "--unit", "17038", "--out", out, "--json")
    assert (code, receipt["kind"]) == (0, "receipt")
    assert run("xa", late, "package", "import", receipt["file"], "--json")[0] == 0
    junk = tmp_path / "junk.cchc"
    junk.write_bytes(b"x")
    assert run("hub", late, "package", "import", junk, "--json")[0] == 3


def _office(uow: UnitOfWork, folder: Path, unit_id: str, clock: FixedClock) -> Office:
    from app.services.context import Services
    from app.system.paths import Paths
    from app.system.settings import Settings
    from tests.offices import MemorySecrets

    paths = Paths(folder)
    services = Services(uow=uow, clock=clock, paths=paths, settings=Settings(paths.preferences))
    return Office(services, MemorySecrets(), unit_id)
