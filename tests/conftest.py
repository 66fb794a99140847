"""Fixtures for every test: no screen, no real vault, no real home, no dialog that waits for a person."""

import functools
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.architecture import qt_guards

ROOT = Path(__file__).resolve().parents[1]

# Before anybody imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A test that reaches for the system's vault fails; tests of secrets bring their own double.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# The same examples on every machine and no time limit for one example: a red test is red for all.
settings.register_profile("so-cchc", derandomize=True, deadline=None)
settings.load_profile("so-cchc")

_HOME = Path(tempfile.mkdtemp(prefix="so-cchc-tests-"))
for _variable, _folder in {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
}.items():
    (_HOME / _folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[_variable] = str(_HOME / _folder)


def pytest_unconfigure() -> None:
    """Remove the home the tests lived in."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def each_slow_hash_once() -> Iterator[None]:
    """A seal code is slow on purpose: of one content it is made once a run, and stays the real one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "scrypt", functools.cache(hashlib.scrypt))
        yield


@pytest.fixture(autouse=True)
def no_real_dialogs() -> Iterator[list[str]]:
    """Fail a test that opens a real dialog or leaves a window on the screen.

    Yields the list of dialogs asked for, so that a test of this guard can empty it.
    """
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        yield []
        return
    asked = qt_guards.block_real_dialogs(widgets)
    asked.clear()
    yield asked
    left = qt_guards.hide_visible_windows(widgets)
    if asked:
        pytest.fail("A real dialog would have waited for a person: " + ", ".join(asked), pytrace=False)
    if left:
        pytest.fail("The test left windows on the screen: " + ", ".join(left), pytrace=False)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder `shared` beside the repository, which is no part of it, or skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("The folder ../shared with the reference texts does not lie beside this repository.")
    return folder
