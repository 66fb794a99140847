"""The practice register for tests of screens: made once a process, copied for each test."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from app.core.clock import FixedClock, at_office
from app.services.context import Services
from app.services.practice import make_practice_register
from app.services.sample import SAMPLE_DAY
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.context import ChangeBus, UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from tests.ui.fakes import InlineJobs, RecordingNavigator, ScriptedDialogs

CLOCK = FixedClock(at_office(SAMPLE_DAY, 8, 30))


@lru_cache(maxsize=1)
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="so-cchc-practice-"))
    return make_practice_register(folder / "so").register


@pytest.fixture
def practice(tmp_path):
    """Return the bundle over a practice register of this test's own, at half past eight of its day."""
    paths = Paths(tmp_path)
    shutil.copyfile(_template(), paths.register)
    uow = UnitOfWork(paths.register, actor="Kiểm thử")
    yield Services(uow=uow, clock=CLOCK, paths=paths, settings=Settings(paths.preferences))
    uow.close()


@pytest.fixture
def inline(practice):
    """Return a function that gives a context of doubles over the practice register."""

    def make(*answers):
        bus = ChangeBus()
        jobs = InlineJobs(practice.uow, bus)
        return UiContext(practice, jobs, ScriptedDialogs(*answers), RecordingNavigator(), bus)

    return make


@pytest.fixture
def live(qapp, practice, faults):
    """Return a context with a real runner over the practice register."""
    bus = ChangeBus()
    runner = JobRunner(practice.uow, bus, faults)
    from app.ui.context import Token

    yield UiContext(practice, ScreenJobs(runner, Token()), ScriptedDialogs(), RecordingNavigator(), bus)
    runner.shutdown()
    assert faults.errors == []
