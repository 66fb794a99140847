"""The first file to a unit: a fresh hub has handed out no work yet, and the two offices already meet."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import keyring
import pytest
from sqlalchemy import select

from app.bootstrap import run_command_line
from app.models import HolidayException, Indicator
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


def calendar(uow: UnitOfWork) -> list[tuple[object, ...]]:
    """Return the periods in which the unit reports, with their days."""
    return list(
        uow.rows(
            "SELECT p.name, p.starts_on, p.ends_before, p.legal_due, r.name FROM expected_report e "
            "JOIN period p ON p.id = e.period_id JOIN reporting_rule r ON r.id = p.rule_id "
            "JOIN unit u ON u.id = e.unit_id WHERE u.code = :code ORDER BY p.name",
            {"code": UNIT},
        )
    )


def test_a_fresh_province_hands_a_commune_its_catalogue_calendar_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub, commune, usb = tmp_path / "hub", tmp_path / "xa", tmp_path / "usb"
    told(hub, capsys, "init", "--preset", PRESET)
    told(commune, capsys, "init", "--preset", PRESET, "--role", "reporter", "--unit", UNIT)
    with UnitOfWork(commune / FILE) as uow:
        uow.rows("SELECT 1")
        assert uow.rows("SELECT count(*) FROM unit_key") == [(0,)]
    told(hub, capsys, "period", "make", "--year", 2026)
    with UnitOfWork(hub / FILE) as uow, uow.write() as session:  # what only the hub knows
        session.add(HolidayException(day=date(2026, 9, 1), is_off=True, reason="Nghỉ bù", source="TB 15/TB"))
        indicator = session.scalars(select(Indicator).order_by(Indicator.code)).first()
        assert indicator is not None
        indicator.title, code = "Tên của sở", indicator.code
    made = told(hub, capsys, "package", "create", "--to", UNIT, "--out", usb)
    assert (made["kind"], made["unit"], made["verdict"]) == ("assignment", UNIT, "new")
    (took,) = told(commune, capsys, "package", "import", made["file"])["packages"]  # type: ignore[misc]
    assert took["verdict"] == "new"
    with UnitOfWork(commune / FILE) as uow:
        keys = uow.rows("SELECT count(*) FROM unit_key JOIN unit ON unit.id = unit_id WHERE code = 'SNV'")
        assert keys == [(1,)]
        assert uow.rows("SELECT count(*) FROM task") == [(0,)]
        titles = uow.rows("SELECT title FROM indicator WHERE code = :code", {"code": code})
        assert titles == [("Tên của sở",)]
        days = "SELECT is_off, reason, source FROM holiday_exception WHERE day = '2026-09-01'"
        assert uow.rows(days) == [(1, "Nghỉ bù", "TB 15/TB")]
    again = told(hub, capsys, "package", "create", "--to", UNIT, "--out", usb)
    assert (again["id"], again["verdict"]) == (made["id"], "duplicate")

    # Still no work: who has to report is said, and the calendar of the year follows.
    told(hub, capsys, "period", "expect", "--period", "2026-03", "--whole-year", "--units", UNIT)
    made = told(hub, capsys, "package", "create", "--to", UNIT, "--out", usb)
    (took,) = told(commune, capsys, "package", "import", made["file"])["packages"]  # type: ignore[misc]
    assert took["verdict"] == "replacement"
    with UnitOfWork(hub / FILE) as uow:
        asked = calendar(uow)
    with UnitOfWork(commune / FILE) as uow:
        assert calendar(uow) == asked
    assert len(asked) >= 10
