"""From a change in a paper's form to its page on the screen: build, render, paint what is in sight.

The form waits ``PREVIEW_MS`` after the last key before this begins. The floor is bare reportlab writing the
same blocks and one page of it made a picture.
"""

import itertools
import os
from dataclasses import replace

from pypdfium2 import PdfDocument

from app.reports.catalogue import CATALOGUE
from app.services.papers import Paper, paper_bytes
from app.ui.widgets.paper_form import PREVIEW_MS
from tools.bench.documents import bare_pdf, long_report
from tools.bench.measure import Row, compare

_WIDTH, _HEIGHT = 900, 700


def measure(monthly: list[Paper], plan: Paper, whole: Paper) -> list[Row]:
    """Return a row for the longest monthly report, for the plan and for a report of 100 pages."""
    longest = max(monthly, key=lambda paper: len(paper_bytes(paper)))
    long = long_report(whole)
    soon = f"{500 - PREVIEW_MS} ms"
    return [
        _row("preview the longest monthly report", longest, soon),
        _row("preview the plan", plan, soon),
        _row("preview 100 pages: the text", long, soon, with_annexes=False),
        _row("preview 100 pages: all", long, "≤ 1.5"),
    ]


def _row(name: str, paper: Paper, aim: str, *, with_annexes: bool = True) -> Row:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.ui.widgets.pdf_view import PdfPages

    application = QApplication.instance() or QApplication([])
    view = PdfPages()
    view.resize(_WIDTH, _HEIGHT)
    numbers = itertools.count(1)
    frame = paper.data.frame
    document = CATALOGUE[paper.kind].build(paper.data).document
    document = document if with_annexes else replace(document, annexes=())
    scale = view.logicalDpiX() / 72

    def ours() -> None:
        recipients = (f"Trường Tiểu học Mẫu {next(numbers)}", *frame.recipients)
        changed = Paper(paper.kind, replace(paper.data, frame=replace(frame, recipients=recipients)))
        view.load(paper_bytes(changed, with_annexes=with_annexes), keeps_place=True)
        view.viewport().grab()

    def floor() -> None:
        PdfDocument(bare_pdf(document))[0].render(scale=scale)

    assert application is not None  # it lives as long as its windows
    row = compare(name, ours, floor, aim=aim, runs=5)
    view.close_document()
    return row
