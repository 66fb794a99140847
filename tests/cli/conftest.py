"""A practice register made once, copied for every test that writes; the command line in this process."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.services.practice import make_practice_register


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


Command = Callable[..., Answer]


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the practice register; for reading only."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    make_practice_register(folder)
    return folder


@pytest.fixture
def data(practice_folder: Path, tmp_path: Path) -> Path:
    """Return a practice register of the test's own."""
    return Path(shutil.copytree(practice_folder, tmp_path / "data"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return the command line, run in this process."""

    def check(*words: object) -> Answer:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Answer(code, out, err)

    return check


@pytest.fixture
def ask(run: Command, data: Path) -> Command:
    """Return the command line over the test's practice register."""
    return lambda *words: run("--data", data, *words)
