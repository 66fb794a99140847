"""The window's fixtures, for journeys through several screens."""

from tests.ui.conftest import _look as _look
from tests.ui.conftest import faults as faults
from tests.ui.conftest import look as look
