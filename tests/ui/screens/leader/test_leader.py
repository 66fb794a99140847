"""Trang lãnh đạo on the practice register: one sheet, comparison, tables that hold the charts' numbers."""

from datetime import date

import pytest

from app.core.periods import Month
from app.reports.builders.dashboard import dashboard_chart, dashboard_rows
from app.reports.data.dashboard import Board, DashboardData
from app.services.dashboards import dashboard_picture
from app.ui.screens.leader.columns import board_columns
from app.ui.screens.leader.presenter import LeaderPresenter
from app.ui.screens.leader.view import BoardPage, make

MARCH = Month(2024, 3)


class Page:
    def __init__(self):
        self.page = self.trouble = self.board = self.printed = None
        self.content, self.pictures = b"", ()

    def show_page(self, page, content, pictures):
        self.page, self.content, self.pictures = page, content, pictures

    def show_trouble(self, error):
        self.trouble = error

    def shown_board(self):
        return self.board

    def print_pdf(self, content, title):
        self.printed = (content, title)


@pytest.fixture
def shown(inline):
    def make_page(*answers, month=MARCH):
        ui, page = inline(*answers), Page()
        ui.navigator.set_period(month)
        presenter = LeaderPresenter(page, ui)
        presenter.refresh()
        return presenter, page, ui

    return make_page


def test_the_sheet_is_one_page_and_marked_provisional(shown):
    from pypdf import PdfReader

    _, page, _ = shown()
    from io import BytesIO

    pages = PdfReader(BytesIO(page.content)).pages
    assert len(pages) == 1
    assert "tạm tính" in pages[0].extract_text()
    assert page.page.is_provisional
    assert [board.board for board in page.page.boards] == list(Board)


def test_a_month_that_is_not_closed_yet_shows_the_last_one(shown):
    _, page, _ = shown(month=Month(2024, 9))
    assert page.page.period.name == "2024-03"


def test_a_year_that_is_not_there_says_what_is_missing(shown):
    _, page, _ = shown(month=Month(2031, 3))
    assert "Chưa lập kỳ báo cáo" in page.trouble.message


def test_the_page_is_compared_with_another_day(shown):
    presenter, page, ui = shown()
    presenter.compare_with(date(2024, 3, 11))
    data = page.page.paper.data
    assert data.compared_on == date(2024, 3, 11)
    assert data.months[-1].reported > data.compared.reported
    presenter.compare_with(date(2024, 3, 13))
    assert ui.navigator.told == ["Ngày so sánh phải trước ngày 13/3/2024."]
    presenter.compare_with(None)
    assert page.page.paper.data.compared is None


def test_numbers_lead_on_to_the_totals_and_the_ranking(shown):
    presenter, _, ui = shown()
    presenter.explain_clicked()
    presenter.ranking_clicked()
    assert ui.navigator.opened == [("totals", {"period": "2024-03"}), ("ranking", {})]


def test_what_is_in_view_is_printed_and_written(shown, tmp_path):
    presenter, page, ui = shown(tmp_path / "trang.pdf", None)
    presenter.print_clicked()
    assert page.printed == (page.content, "Trang lãnh đạo tháng 3/2024")
    page.board = page.page.boards[2]
    presenter.print_clicked()
    assert page.printed[0].startswith(b"%PDF") and page.printed[1] == "Nhiệm vụ theo đơn vị"
    presenter.export_clicked()
    assert (tmp_path / "trang.pdf").read_bytes() == page.printed[0]
    assert ui.navigator.told[-1] == "Đã xuất “trang.pdf”."
    presenter.export_clicked()
    assert len(ui.navigator.told) == 1


def test_the_numbers_of_a_table_are_those_of_its_chart(shown):
    _, page, _ = shown()
    months, fields, units = page.page.boards
    chart, rows = dashboard_chart(months), dashboard_rows(months)
    for place, series in ((1, "Đúng hạn"), (3, "Muộn"), (4, "Chưa nộp"), (5, "Được miễn")):
        drawn = next(one.values for one in chart.series if one.name == series)
        assert drawn == tuple(row[place] for row in rows)
    for board in (fields, units):
        chart, rows = dashboard_chart(board), {row[0]: row for row in dashboard_rows(board)}
        for number, name in enumerate(chart.categories):
            assert chart.series[0].values[number] == rows[name][2]
            assert chart.series[2].values[number] == rows[name][4]
    assert sum(row[1] for row in dashboard_rows(fields)) == sum(row[1] for row in dashboard_rows(units))


def test_charts_print_in_grey(shown):
    from io import BytesIO

    from PIL import Image

    _, page, _ = shown()
    for picture in page.pictures:
        assert Image.open(BytesIO(picture)).mode == "L"


def test_nothing_to_draw_is_said(qtbot, look):
    empty = DashboardData(Board.FIELDS, "Phòng Mẫu", date(2024, 3, 13))
    assert dashboard_picture(empty) is None
    page = BoardPage(Board.FIELDS)
    qtbot.addWidget(page)
    page.show_board(empty, None)
    assert page.chart._label.text() == "Chưa có số liệu để vẽ biểu đồ."
    columns = board_columns(Board.FIELDS)
    assert columns[-1].text(("A", 0, 0, 0, 0, 0, None)) == "không phát sinh"


def test_the_tabs_in_the_window(qtbot, look, live):
    live.navigator.set_period(Month(2024, 3))
    screen = make(live)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    qtbot.waitUntil(lambda: screen.pdf.pages.count == 1, timeout=20_000)
    assert screen.provisional.isVisible() and screen.shown_board() is None
    screen.tabs.setCurrentIndex(3)
    board = screen.boards[2]
    assert screen.shown_board() is board.data
    assert board.chart.isVisible() and board.table.isVisible()
    screen.resize(760, 600)
    qtbot.waitUntil(lambda: board.switch.isVisible())
    assert not board.table.isVisible()
    board.switch.click()
    assert board.table.isVisible() and not board.chart.isVisible()
    screen.against.setCurrentIndex(1)
    screen.against.activated.emit(1)
    screen.day.set_value(date(2024, 3, 11))
    screen.day.changed.emit(date(2024, 3, 11))
    qtbot.waitUntil(lambda: screen.presenter.page.paper.data.compared is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not live.jobs._runner.is_busy, timeout=20_000)
