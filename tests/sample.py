"""The sample register for tests: loaded once for the whole run and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.clock import FixedClock, at_office
from app.core.statuses import Role
from app.services.presets import find_preset, load_preset
from app.services.sample import SAMPLE_DAY, load_sample
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from tests.register import ACTOR, FILE

SAMPLE_CLOCK = FixedClock(at_office(SAMPLE_DAY, 9))


@pytest.fixture(scope="session")
def sample_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample register's file; never open it, copy it."""
    path = tmp_path_factory.mktemp("sample") / FILE
    path.write_bytes(template.read_bytes())
    preset = find_preset(resources_folder(), "quy-hop-2024")
    with UnitOfWork(path, actor=ACTOR) as uow, uow.write() as session:
        load_preset(session, preset=preset, role=Role.HUB, clock=SAMPLE_CLOCK)
        load_sample(session, clock=SAMPLE_CLOCK)
    return path


@pytest.fixture
def sample(sample_template: Path, tmp_path: Path) -> Iterator[UnitOfWork]:
    """Give an open copy of the sample register."""
    path = tmp_path / FILE
    path.write_bytes(sample_template.read_bytes())
    with UnitOfWork(path, actor=ACTOR) as uow:
        yield uow
