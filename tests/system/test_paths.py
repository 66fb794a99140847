"""Where things lie, and the log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.connection import FILE_NAME
from app.system.log import start_log
from app.system.paths import Paths, resources_folder, user_data_folder


def test_everything_of_a_register_lies_in_its_folder(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    places = [
        paths.register,
        paths.attachments,
        paths.backups,
        paths.documents,
        paths.logs,
        paths.preferences,
    ]
    assert len(set(places)) == len(places)
    assert all(place.parent == tmp_path for place in places)
    assert paths.register.name == FILE_NAME
    assert list(tmp_path.iterdir()) == []  # asking creates nothing


def test_the_usual_folder_is_the_persons_own_and_local() -> None:
    folder = user_data_folder()
    assert folder.is_relative_to(Path.home())
    assert "Roaming" not in folder.parts


def test_the_resources_ship_with_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (resources_folder() / "fonts").is_dir()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"


@pytest.fixture
def quiet_log() -> Iterator[logging.Logger]:
    """Give the program's logger and take off what a test hung on it."""
    logger = logging.getLogger("app")
    before, level = list(logger.handlers), logger.level
    yield logger
    for handler in [h for h in logger.handlers if h not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_the_log_is_written_in_its_folder(tmp_path: Path, quiet_log: logging.Logger) -> None:
    path = start_log(tmp_path / "nhật ký")
    logging.getLogger("app.storage").info("opened %s", "đã mở")
    assert path is not None
    assert path.read_text("utf-8").rstrip().endswith("INFO app.storage opened đã mở")


def test_the_program_goes_on_without_a_log(tmp_path: Path, quiet_log: logging.Logger) -> None:
    (tmp_path / "tệp").write_text("x", "utf-8")
    before = list(quiet_log.handlers)
    assert start_log(tmp_path / "tệp" / "nhật ký") is None
    assert quiet_log.handlers == before


def test_a_full_log_steps_aside_and_the_one_before_it_goes(tmp_path: Path, quiet_log: logging.Logger) -> None:
    path = start_log(tmp_path)
    assert path is not None
    for letter in "abc":
        path.write_text(letter * 600_000, "utf-8")
        logging.getLogger("app.storage").warning("after %s", letter)
    assert path.read_text("utf-8").endswith("after c\n")
    assert path.stat().st_size < 1000
    assert path.with_name("so-cchc.log.1").read_text("utf-8").startswith("ccc")
    assert len(list(tmp_path.iterdir())) == 2
