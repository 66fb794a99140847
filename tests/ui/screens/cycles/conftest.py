"""The small office of March 2024."""

from tests.ui.screens.march import march as march
from tests.ui.screens.march import ui as ui
