"""The first file to a unit: a fresh hub has handed out no work yet, and the two offices already meet."""

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from app.bootstrap import run_command_line
from app.storage.unit_of_work import UnitOfWork
from tests.register import FILE, clock_at
from tests.system.test_secrets import Vault

PRESET, UNIT = "cap-tinh-130", "17035"
DAY = clock_at(2026, 3, 2)


@pytest.fixture(autouse=True)
def vault() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Vault())
    yield
    keyring.set_keyring(before)


def told(folder: Path, capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    code = run_command_line(["--data", str(folder), *map(str, words), "--json"], DAY)
    out, err = capsys.readouterr()
    assert code == 0, err
    found: dict[str, object] = json.loads(out)
    return found


def test_a_fresh_province_hands_a_commune_its_catalogue_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub, commune, usb = tmp_path / "hub", tmp_path / "xa", tmp_path / "usb"
    told(hub, capsys, "init", "--preset", PRESET)
    told(commune, capsys, "init", "--preset", PRESET, "--role", "reporter", "--unit", UNIT)
    with UnitOfWork(commune / FILE) as uow:
        uow.rows("SELECT 1")
        assert uow.rows("SELECT count(*) FROM unit_key") == [(0,)]
    told(hub, capsys, "period", "make", "--year", 2026)
    made = told(hub, capsys, "package", "create", "--to", UNIT, "--out", usb)
    assert (made["kind"], made["unit"], made["verdict"]) == ("assignment", UNIT, "new")
    (took,) = told(commune, capsys, "package", "import", made["file"])["packages"]  # type: ignore[misc]
    assert took["verdict"] == "new"
    with UnitOfWork(commune / FILE) as uow:
        keys = uow.rows("SELECT count(*) FROM unit_key JOIN unit ON unit.id = unit_id WHERE code = 'SNV'")
        assert keys == [(1,)]
    again = told(hub, capsys, "package", "create", "--to", UNIT, "--out", usb)
    assert (again["id"], again["verdict"]) == (made["id"], "duplicate")
