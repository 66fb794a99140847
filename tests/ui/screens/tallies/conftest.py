"""A unit's own small register with a year of months, and a context of doubles over it."""

from types import SimpleNamespace

import pytest

from app.core.statuses import Role
from app.models import Register
from tests.months import add_catalogue, make_year
from tests.register import clock_at
from tests.ui.fakes import make_ui

MORNING = clock_at(2024, 3, 5)


@pytest.fixture
def office(register_uow):
    """Return an open register of one reporting unit."""
    with register_uow as uow:
        with uow.write() as session:
            add_catalogue(session)
            months = make_year(session)
            session.add(
                Register(
                    role=Role.REPORTER,
                    own_unit_id=months.unit_id,
                    preset="",
                    created_at=MORNING.now(),
                    settings={},
                )
            )
        yield SimpleNamespace(uow=uow, months=months)


@pytest.fixture
def ui(office, tmp_path):
    """Return a context of doubles over the register."""
    return make_ui(tmp_path, uow=office.uow, clock=MORNING)
