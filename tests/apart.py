"""A hub that entered a commune by hand, and the commune's register made apart: two keys for one office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.models import Unit
from app.services.packages.making import hand_down
from app.services.units import UnitFields, save_unit
from tests.offices import COMMUNES, JANUARY, Office, lay_out_year, open_office

CODE, NAME = "99001", "UBND xã Thử Nghiệm"


@pytest.fixture
def apart_hub(office_templates: dict[str, Path], tmp_path: Path) -> Iterator[Office]:
    """Give a hub that entered a commune by hand and laid out its year."""
    with open_office(office_templates["hub"], tmp_path / "hub") as office:
        with office.uow.write() as session:
            save_unit(session, fields=UnitFields(code=CODE, name=NAME), clock=JANUARY)
        lay_out_year(office, CODE)
        yield office


@pytest.fixture
def apart_commune(office_templates: dict[str, Path], tmp_path: Path) -> Iterator[Office]:
    """Give a commune that made its register apart, under another key."""
    with open_office(office_templates[COMMUNES[0]], tmp_path / "xa") as office:
        call(office, CODE, "Xã Thử Nghiệm")
        yield office


def call(office: Office, code: str, name: str) -> None:
    """Call an office's own unit something else."""
    with office.uow.write() as session:
        save_unit(session, fields=UnitFields(code=code, name=name), clock=JANUARY, unit_id=office.unit_id)


def sent_down(hub: Office) -> Path:
    with hub.uow.read() as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == CODE)).one()
    return hub.put_out(hand_down(hub.services, hub.secrets, unit_id=unit, year=2024))
