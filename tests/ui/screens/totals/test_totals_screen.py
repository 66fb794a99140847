"""Totals in the window: who is missing, the story of a number, its sheet, closing."""

import pytest
from PySide6.QtCore import Qt

from app.core.text import format_number
from app.services.queries.sums import RollUp
from app.services.queries.totals import Reach
from app.ui.paper_files import ExportFields
from app.ui.screens.totals.columns import absent_words, behind_words, closed_words, lines_of, story_lines
from app.ui.screens.totals.presenter import TotalsPresenter
from app.ui.screens.totals.view import make
from tests.sample import SAMPLE_CLOCK
from tests.ui.fakes import RecordingReply
from tests.ui.screens.live import live_ui


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.page = self.story = self.sentence = self.export = None

    def show_totals(self, page):
        self.page = page

    def show_story(self, story):
        self.story = story

    def show_empty(self, sentence, page):
        self.sentence = sentence

    def ask_export(self, fields, save):
        self.export = (fields, save)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def totals(view, ui):
    presenter = TotalsPresenter(view, ui)
    presenter.refresh()
    return presenter


def test_the_month_that_closed_last_is_totalled_with_who_is_missing(totals, view):
    found = view.page.found
    assert found.period.name == "2024-03"
    assert behind_words(found).startswith("Từ 28/34 báo cáo, ")
    words = absent_words(found, view.page.last)
    assert "Phòng Y tế (chưa nộp, số gần nhất kỳ 1/2024)" in words
    assert "Phòng Dân tộc (được miễn)" in words
    assert "Xã Châu Lộc (mới báo mã, số gần nhất kỳ 2/2024)" in words


def test_reach_and_columns_are_changed(totals, view):
    totals.choose(reach=Reach.YEAR)
    assert view.page.found.expected == 102
    totals.choose(reach=Reach.PERIOD, by=RollUp.KIND)
    assert len(view.page.found.columns) > 2
    totals.choose(reach=Reach.LAST_YEAR)
    assert "không có kỳ tháng 3/2023" in view.sentence


def test_an_empty_month_says_what_is_missing(totals, view):
    totals.choose_period("2024-04")
    assert view.sentence == "Chưa nhận báo cáo nào trong 34 báo cáo phải có của kỳ."


def test_a_number_is_opened_and_its_parts_add_up(totals, view):
    totals.explain("HS20")
    assert "từ tổng, không lấy trung bình" in "\n".join(story_lines(view.story))
    totals.explain("HS07", column=1)
    assert view.story.figure.value == sum(s.figure.known or 0 for s in view.story.shares)
    assert view.story.column == "UBND các xã, thị trấn"


def test_the_sheet_of_a_number_is_written(totals, view, ui, tmp_path):
    totals.sheet_clicked()
    assert view.export is None  # no number is open yet
    totals.explain("HS20")
    totals.sheet_clicked()
    reply = RecordingReply()
    view.export[1](ExportFields(formats=("pdf",), folder=tmp_path / "giay"), reply)
    assert reply.accepted
    assert [p.name for p in (tmp_path / "giay").iterdir()] == ["giai-trinh_hs20-2024-03_420.pdf"]


def test_totals_are_closed_after_a_question(totals, view, ui):
    assert closed_words(view.page.closed) == ("Chưa chốt.", False)
    ui.dialogs.answers.extend([False, True])
    totals.close_clicked()
    totals.close_clicked()
    totals.refresh()
    words, moved = closed_words(view.page.closed)
    assert words.startswith("Đã chốt 13/3/2024 lúc 09:00, từ 28/34 báo cáo")
    assert not moved
    assert ui.dialogs.asked[0] == "Chốt bản tổng hợp kỳ tháng 3/2024 từ 28/34 báo cáo?"


@pytest.fixture
def screen(qtbot, look, sample, tmp_path, faults):
    with live_ui(sample, tmp_path / "office", faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        screen.resize(1700, 700)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: bool(screen.table.model.rows))
        yield screen
        screen.dispose()


def test_enter_on_a_figure_opens_its_units_and_a_part_opens_the_next(qtbot, screen):
    screen.table.select_row("0:HS20")
    view = screen.table.view
    qtbot.waitUntil(lambda: screen.table.current_row() is not None)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.story_title.text().startswith("HS20"))
    assert len(screen.shares.model.rows) == 28
    screen.findChild(type(screen.pair.back_button), "part_HS12").click()
    qtbot.waitUntil(lambda: screen.story_title.text().startswith("HS12"))
    lines = lines_of(screen.presenter.page.found, None, None)
    total = next(line.row.figure.value for line in lines if line.row.code == "HS12")
    assert format_number(total) in screen.story_title.text()


def test_the_columns_are_those_of_the_choice(qtbot, screen):
    titles = [column.title for column in screen.table.model.columns]
    assert "UBND các xã, thị trấn" in titles and "Nếu cộng số gần nhất" in titles
    screen.by.setCurrentIndex(1)
    screen.by.activated.emit(1)
    qtbot.waitUntil(lambda: "Thị trấn" in [c.title for c in screen.table.model.columns])
