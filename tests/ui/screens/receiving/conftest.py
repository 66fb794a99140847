"""A hub and a commune with a sealed report, for the preview."""

import pytest

from tests.apart import apart_commune, apart_hub
from tests.offices import commune, expected_id, fill_in, hub, joined, made_offices, office_templates, seal
from tests.register import clock_at, template
from tests.ui.screens.offices import office_ui

__all__ = [
    "apart_commune",
    "apart_hub",
    "commune",
    "hub",
    "joined",
    "made_offices",
    "office_templates",
    "template",
]
CAME = clock_at(2024, 3, 13)


@pytest.fixture
def sealed(joined):
    """Return the file of the commune's March report."""
    _, commune = joined
    march = expected_id(commune, "2024-03", commune.unit_id)
    at = commune.at(clock_at(2024, 3, 11))
    fill_in(at, march, base=7)
    return commune.put_out(seal(at, march))


@pytest.fixture
def ui(joined):
    """Return a context of doubles over the hub on the day the files came."""
    return office_ui(joined[0].at(CAME))
