"""A commune before its March report is sealed."""

import pytest

from tests.offices import (
    commune,
    expected_id,
    fill_in,
    hub,
    joined,
    made_offices,
    office_templates,
)
from tests.register import clock_at, template

__all__ = ["commune", "hub", "joined", "made_offices", "office_templates", "template"]
ELEVENTH = clock_at(2024, 3, 11)


@pytest.fixture
def march(joined):
    """Return the key of the commune's March report, nothing entered yet."""
    return expected_id(joined[1], "2024-03", joined[1].unit_id)


@pytest.fixture
def filled(joined, march):
    """Return the key of the report with every required figure."""
    fill_in(joined[1].at(ELEVENTH), march, base=7)
    return march
