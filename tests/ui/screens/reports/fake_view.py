"""A double of the reports screen, and a presenter over the sample register."""

import pytest

from app.core.periods import Month
from app.services.figures import entered_figures
from app.ui.screens.reports.columns import (
    entry_lines,
    finding_lines,
    outline_lines,
)
from app.ui.screens.reports.presenter import ReportsPresenter

MARCH = Month(2024, 3)


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.desk = self.empty = self.paper = self.trouble = self.asked = self.save = None
        self.report = self.pending = self.saved = self.told = self.paste = self.adjusting = None
        self.actions, self.printed = frozenset(), 0

    def show_desk(self, desk):
        self.desk = desk

    def show_empty(self, sentence, verb, action):
        self.empty = (sentence, verb, action)

    def show_draft(self, report, pending):
        self.report, self.pending = report, pending

    def show_saved(self, words):
        self.saved = words

    def show_findings_first(self, words):
        self.told = words

    def ask_paste(self, plan, keep):
        self.paste = (plan, keep)

    def ask_adjustment(self, row, save):
        self.adjusting = (row, save)

    def show_outline(self, report):
        pass

    def show_actions(self, actions):
        self.actions = actions

    def show_paper(self, content, title):
        self.paper = (content, title)

    def show_paper_trouble(self, error):
        self.trouble = error

    def print_paper(self):
        self.printed += 1

    def ask_export(self, kind, known, units, save):
        self.asked, self.save = (kind, known, units), save

    @property
    def lines(self):
        return entry_lines(self.report, self.pending)

    @property
    def findings(self):
        return finding_lines(self.report, self.pending.problems)

    @property
    def outline(self):
        return outline_lines(self.desk.report)

    def line(self, code):
        return next(line for line in self.lines if line.key == code)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def reports(view, ui):
    presenter = ReportsPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    presenter.choose(unit_id=next(u.id for u in view.desk.units if u.name.startswith("Xã")))
    return presenter


def entered(sample, view):
    with sample.read() as session:
        return entered_figures(session, view.desk.report.expected_id)
