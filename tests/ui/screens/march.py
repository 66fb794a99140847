"""March 2024 in a small office: three communes, a rule, its periods of the year; for screens on periods."""

from types import SimpleNamespace

import pytest

from app.core.ids import derived_id
from tests.builders import make_march, make_units
from tests.register import clock_at
from tests.ui.fakes import make_ui

MORNING = clock_at(2024, 3, 13)


@pytest.fixture
def march(register_uow):
    """Return an open register with the keys of its period and of the three expected reports."""
    with register_uow as uow:
        with uow.write() as session:
            units = make_units(session, "CB", "CC", "CD")
            period_id, expected = make_march(session, *units, clock=MORNING)
        yield SimpleNamespace(uow=uow, units=units, period_id=period_id, expected=expected)


@pytest.fixture
def ui(march, tmp_path):
    """Return a context of doubles over the register."""
    return make_ui(tmp_path, uow=march.uow, clock=MORNING)


def expected_in(period_id: str, unit_id: str) -> str:
    """Return the key of a unit's report."""
    return derived_id("expected", period_id, unit_id)
