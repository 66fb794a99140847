"""Decisions of the tally book."""

from datetime import date

import pytest

from app.core.periods import Month
from app.services.cycles import lock_period
from app.services.submissions import get_expected
from app.ui.screens.tallies.columns import ROW_COLUMNS, read_as, window_words
from app.ui.screens.tallies.presenter import TalliesPresenter, TypedLine
from tests.ui.fakes import RecordingReply
from tests.ui.screens.tallies.conftest import MORNING

TODAY = MORNING.today()


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.book = self.problem = self.filled = self.block = self.asked = None
        self.cleared = 0

    def show_book(self, book):
        self.book = book

    def show_line_problem(self, error):
        self.problem = error

    def clear_line(self):
        self.cleared += 1

    def fill_line(self, line):
        self.filled = line

    def ask_block(self, lines, keep):
        self.block = (lines, keep)

    def ask_line(self, row, indicators, save):
        self.asked = (row, save)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def book(view, ui):
    presenter = TalliesPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    return presenter


def typed(indicator="M02", amount="3", day=TODAY, note=""):
    return TypedLine(on_date=day, indicator=indicator, amount=amount, note=note)


def lock_february(office):
    with office.uow.write() as session:
        expected = get_expected(session, office.months.expected("2024-02"))
        lock_period(session, period_id=expected.period_id, clock=MORNING)


def test_a_line_is_entered_and_counted(book, view):
    book.add_clicked(typed(note="Họp thôn"))
    book.add_clicked(typed("chi tieu m02", "-1"))
    assert view.cleared == 2
    assert [(t.code, t.amount) for t in view.book.totals] == [("M02", 2)]
    assert view.book.filled_days == {TODAY}
    assert window_words(view.book) == "Kỳ tháng 3/2024, từ 12/02/2024 đến hết 11/3/2024 (đang chạy)"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (typed(day=None), "date"),
        (typed(indicator=" "), "indicator"),
        (typed(indicator="xyz"), "indicator"),
        (typed(amount=""), "amount"),
        (typed(amount="ba"), "amount"),
        (typed(amount="0"), "amount"),
        (typed(day=date(2024, 3, 6)), "date"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_at_its_field(book, view, line, field):
    book.add_clicked(line)
    assert view.problem.field == field
    assert view.book.rows == ()
    assert view.cleared == 0


def test_a_locked_day_asks_for_the_reason_and_becomes_an_adjustment(book, view, ui, office):
    lock_february(office)
    ui.dialogs.answers.append(None)
    book.add_clicked(typed(day=date(2024, 2, 1)))
    assert view.book.rows == ()
    ui.dialogs.answers.append("Quên ghi buổi sáng")
    book.add_clicked(typed(day=date(2024, 2, 1)))
    assert ui.dialogs.asked == ["Ngày 01/02/2024 thuộc kỳ tháng 2/2024 đã khóa."] * 2
    (row,) = view.book.rows
    assert ROW_COLUMNS[3].text(row) == "Điều chỉnh ngày 01/02/2024: Quên ghi buổi sáng"


def test_the_newest_line_is_repeated_for_today(book, view):
    book.repeat_clicked()
    assert view.filled is None
    book.add_clicked(typed(day=date(2024, 3, 1), note="Bộ phận Một cửa"))
    book.repeat_clicked()
    assert view.filled == typed("M02 Chỉ tiêu M02", "", note="Bộ phận Một cửa")


def test_pasted_rows_are_looked_at_before_they_are_entered(book, view, ui):
    book.pasted("")
    assert ui.navigator.told == ["Bảng nhớ tạm không có dòng nào để dán."]
    book.pasted("01/3/2024\tM02\t5\tsáng\nM08\tnhiều\n")
    lines, keep = view.block
    assert read_as(lines[0]) == "01/3/2024: M02 5, sáng"
    assert "không phải là số" in read_as(lines[1])
    assert view.book.rows == ()
    keep()
    assert ui.navigator.told[-1] == "Đã ghi 1 dòng vào sổ đếm."
    assert len(view.book.rows) == 1


def test_a_pasted_block_with_a_locked_day_asks_once_for_the_reason(book, view, ui, office):
    lock_february(office)
    book.pasted("01/02/2024\tM02\t5\n02/02/2024\tM02\t6\n")
    ui.dialogs.answers.append("Nhập bù từ sổ giấy")
    view.block[1]()
    assert [(row.amount, row.adjusts_on.day) for row in view.book.rows] in (
        [(5, 1), (6, 2)],
        [(6, 2), (5, 1)],
    )


def test_a_line_is_changed_removed_and_brought_back(book, view, ui):
    book.add_clicked(typed())
    book.edit_clicked(None)
    book.edit_clicked(view.book.rows[0])
    _, save = view.asked
    reply = RecordingReply()
    save(typed(amount="x"), reply)
    assert reply.refused[0].field == "amount"
    save(typed("M08", "9"), reply)
    assert reply.accepted
    (row,) = view.book.rows
    assert (row.code, row.amount) == ("M08", 9)
    book.remove_clicked([])
    book.remove_clicked([row])
    assert view.book.rows == ()
    ui.navigator.actions[-1]()
    assert [(r.code, r.amount) for r in view.book.rows] == [("M08", 9)]


def test_the_windows_are_walked_and_followed(book, view, ui):
    book.step_month(-1)
    assert view.book.month == Month(2024, 2)
    assert "(đã qua)" in window_words(view.book)
    book.step_month(2)
    assert "(chưa đến)" in window_words(view.book)
    book.running_clicked()
    assert view.book.is_running
    ui.navigator.period = Month(2024, 1)
    book.refresh()
    assert view.book.month == Month(2024, 1)
    book.open_place({"period": "2024-03", "code": "M08"})
    assert view.book.month == Month(2024, 3)
    assert view.filled.indicator == "M08"
