"""What a start must not import before its window is painted, in a real start over a real register."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.practice import make_practice_register

ROOT = Path(__file__).parents[2]
LATER = {
    "alembic",
    "docx",
    "holidays",
    "keyring",
    "lxml",
    "openpyxl",
    "pypdfium2",
    "reportlab",
    "sqlalchemy",
    "app.cli",
    "app.models",
    "app.reports",
    "app.services.sample",
    "app.services.selftest",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("start")
    make_practice_register(folder / "data")
    subprocess.run(
        [sys.executable, "-m", "app", "--selftest-window", folder / "data", folder / "answer.json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=100,
        stderr=subprocess.DEVNULL,
    )
    facts = json.loads((folder / "answer.json").read_text("utf-8"))
    assert facts["ok"], facts["message"]
    return set(facts["modules"])


def test_the_list_is_of_this_start(imported: set[str]) -> None:
    assert {"PySide6.QtWidgets", "app.ui.main_window", "app.ui.single_instance"} <= imported


@pytest.mark.parametrize("name", sorted(LATER))
def test_nothing_heavy_is_imported_before_the_first_paint(name: str, imported: set[str]) -> None:
    assert name not in imported
