"""The sample register, and a context of doubles over it."""

import pytest

from tests.register import template as template
from tests.sample import SAMPLE_CLOCK
from tests.sample import sample as sample
from tests.sample import sample_template as sample_template
from tests.ui.fakes import make_ui


@pytest.fixture
def ui(sample, tmp_path):
    """Return a context of doubles over the sample register."""
    return make_ui(tmp_path / "office", uow=sample, clock=SAMPLE_CLOCK)
