"""Deciding on a long directive: a thousand proposals in three thousand paragraphs, on the window's thread."""

import itertools
import os
from dataclasses import replace
from pathlib import Path

from app.intake.files import read_pasted
from app.intake.proposals import Reading
from app.services.intake import review as steps
from tools.bench.measure import Row, compare

_PROPOSALS = 1000
_AIM = "16 ms: one frame"
_ONE = "Ủy ban nhân dân xã yêu cầu:\n1. Giao Phòng Kinh tế rà soát sổ tay trước ngày 30/6/2026.\n"


def long_reading() -> Reading:
    """Return the reading of a directive with a thousand orders and two paragraphs after each."""
    short = read_pasted(_ONE)
    lines: list[str] = []
    tasks = []
    place = 0
    for number in range(1, _PROPOSALS + 1):
        words = f"{number}. Giao Phòng Kinh tế làm việc thứ {number} trước ngày 30/6/2026."
        task = replace(short.tasks[0], order=number, section=str(number), content=words)
        tasks.append(replace(task, start=place, end=place + len(words)))
        for line in (words, "Đoạn nền kể chuyện năm ngoái, không giao việc cho ai cả.", ""):
            lines.append(line)
            place += len(line) + 1
    return replace(short, text="\n".join(lines), tasks=tuple(tasks))


def measure(folder: Path) -> list[Row]:
    """Return a row for accepting one proposal, one for scrolling both sides; the floor is their painting."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.system.settings import Settings
    from app.ui.application import dress
    from app.ui.screens.intake.view import make
    from tests.ui.fakes import make_ui

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    dress(application, Settings(folder / "tuy-chon.toml"))
    screen = make(make_ui(folder))
    screen.resize(1366, 700)
    reading, presenter, page = long_reading(), screen.presenter, screen.page
    presenter.reading = reading
    presenter._history = steps.History(steps.start_review(reading.tasks))
    screen.show_document(reading.text)
    screen.show()
    presenter._show(1)
    lines = itertools.count(1)
    bars = (page.cards.verticalScrollBar(), page.text.verticalScrollBar())

    def paint() -> None:
        page.cards.viewport().grab()
        page.text.viewport().grab()

    def accept() -> None:
        presenter.accept([next(lines)])
        paint()

    def scroll() -> None:
        for bar in bars:
            bar.setValue((bar.value() + bar.pageStep()) % max(bar.maximum(), 1))
        paint()

    rows = [
        compare("accept 1 of 1000 proposals", accept, paint, aim=_AIM, runs=25),
        compare("scroll 1000 proposals", scroll, paint, aim=_AIM, runs=25),
    ]
    screen.dispose()
    screen.close()
    return rows
