"""A hub and a commune with a sealed report, for the boxes."""

import pytest

from tests.offices import commune, expected_id, fill_in, hub, joined, made_offices, office_templates, seal
from tests.register import clock_at, template
from tests.ui.screens.exchange.fake_view import FakeView

__all__ = ["commune", "hub", "joined", "made_offices", "office_templates", "template"]
CAME = clock_at(2024, 3, 13)


@pytest.fixture
def march(joined):
    """Return the key of the commune's March report."""
    return expected_id(joined[1], "2024-03", joined[1].unit_id)


@pytest.fixture
def made(joined, march):
    """Return the commune's sealed March report."""
    at = joined[1].at(clock_at(2024, 3, 11))
    fill_in(at, march, base=7)
    return seal(at, march)


@pytest.fixture
def sealed(joined, made):
    """Return its file."""
    return joined[1].put_out(made)


@pytest.fixture
def view():
    return FakeView()
