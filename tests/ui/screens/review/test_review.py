"""Review by exception in the window: one key each, the counter, newer versions, the second step."""

import pytest
from PySide6.QtCore import Qt

from app.core.figures import FigureValue
from app.core.statuses import FigureState, ReportState
from app.models import ExpectedReport
from app.services.figures import set_figures
from app.services.submissions import Receipt, get_expected, receive_report
from app.ui.screens.review.columns import counter_words, item_pairs
from app.ui.screens.review.presenter import ReviewPresenter
from app.ui.screens.review.view import make
from tests.sample import SAMPLE_CLOCK
from tests.ui.screens.live import live_ui


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.queue = self.chosen = self.item = None
        self.said = []
        self.presenter = None

    def show_queue(self, queue, chosen):
        self.queue, self.chosen = queue, chosen
        self.presenter.choose(next((i for i in self.presenter.shown if i.key == chosen), None))

    def show_item(self, item, report):
        self.item, self.report = item, report

    def show_empty(self, sentence, queue):
        self.queue = queue
        self.said.append(sentence)

    def tell(self, text):
        self.said.append(text)


@pytest.fixture
def review(ui):
    view = FakeView()
    presenter = view.presenter = ReviewPresenter(view, ui)
    ui.bus.subscribe(lambda changes, _: presenter.refresh())
    presenter.refresh()
    return presenter


def state_of(ui, expected_id):
    with ui.services.uow.read() as session:
        return session.get_one(ExpectedReport, expected_id).state


def test_items_are_accepted_one_after_another_and_the_last_one_marks_the_report(review, ui):
    view = review._view
    first = view.item
    mine = [item for item in review.shown if item.expected_id == first.expected_id]
    before = view.queue.remaining
    for _ in mine:
        review.accept_clicked()
    assert view.queue.remaining == before - len(mine)
    assert view.item.expected_id != first.expected_id
    assert view.queue.report(first.expected_id).is_checked
    assert ui.navigator.told[-1] == f"{first.unit}: đã xem hết, chờ chấp nhận."
    ui.navigator.actions[-1]()  # Hoàn tác
    assert view.queue.remaining == before - len(mine) + 1
    assert view.item.key == mine[-1].key


def test_every_item_of_a_report_is_accepted_at_once(review, ui):
    view = review._view
    first = view.item
    mine = [item for item in review.shown if item.expected_id == first.expected_id]
    assert len(mine) > 1
    review.accept_unit_clicked()
    assert all(item.expected_id != first.expected_id for item in review.shown)
    assert view.queue.report(first.expected_id).is_checked
    assert ui.navigator.told[-1] == f"{first.unit}: đã chấp nhận {len(mine)} mục, chờ chấp nhận."


def test_the_counter_tells_how_many_are_left(review):
    queue = review.queue
    assert counter_words(queue).startswith(f"Còn {queue.remaining} mục ở ")
    assert "1 báo cáo không còn mục nào" in counter_words(queue)


def test_going_to_the_next_item_goes_round(review):
    view = review._view
    keys = [item.key for item in review.shown]
    review.go(1)
    assert view.chosen == keys[1]
    review.go(-1)
    review.go(-1)
    assert view.chosen == keys[-1]
    review.go(1)
    assert view.chosen == keys[0]


def test_a_report_is_returned_with_one_key_and_a_reason_and_the_cell_gets_the_remark(review, ui):
    view = review._view
    item = view.item
    ui.dialogs.answers.append(None)
    review.return_clicked()
    assert state_of(ui, item.expected_id) is ReportState.RECEIVED
    ui.dialogs.answers.append("so")
    review.return_clicked()
    assert state_of(ui, item.expected_id) is ReportState.RETURNED
    assert all(i.expected_id != item.expected_id for i in review.shown)
    assert ui.navigator.told[-1] == f"Đã trả lại {item.unit}."
    other = view.item
    ui.dialogs.answers.extend(["khac", "Thiếu chữ ký"])
    review.return_clicked()
    assert state_of(ui, other.expected_id) is ReportState.RETURNED


def test_a_remark_is_written_and_shown_beside_the_cell(review, ui):
    ui.dialogs.answers.append("Xem lại con số này")
    review.comment_clicked()
    item = review._view.item
    assert [remark.text for remark in item.remarks] == ["Xem lại con số này"]
    assert ("Nhận xét lần 1", "Xem lại con số này") in item_pairs(item, None)


def test_reports_gone_through_are_accepted_together(review, ui):
    ready = review.queue.ready
    assert len(ready) == 1
    review.accept_ready_clicked()
    assert state_of(ui, ready[0].expected_id) is ReportState.ACCEPTED
    review.accept_ready_clicked()
    assert ui.navigator.told[-1] == "Chưa có báo cáo nào xem xong."


def test_a_newer_version_that_comes_meanwhile_is_told_with_what_changed(review, ui):
    item = review._view.item
    ui.dialogs.answers.append("so")
    review.return_clicked()
    with ui.services.uow.write() as session:
        expected = get_expected(session, item.expected_id)
        figures = {"CD12": FigureValue(FigureState.VALUE, 1234)}
        set_figures(session, expected_id=expected.id, figures=figures, clock=SAMPLE_CLOCK, keep_blocked=True)
        receipt = Receipt(received_at=SAMPLE_CLOCK.now())
        receive_report(session, expected_id=expected.id, receipt=receipt, clock=SAMPLE_CLOCK)
    review.refresh()
    assert review._view.said[-1] == f"{item.unit} vừa gửi lần 2: 1 ô đổi so với lần trước."
    report = review.queue.report(item.expected_id)
    assert [(c.subject, c.after) for c in report.changes] == [("CD12", "1234")]


def test_a_month_without_reports_says_so_and_other_months_are_a_choice(review):
    review.choose_period("2024-04")
    assert review._view.said[-1] == "Không còn mục nào cần xem."
    assert review._view.queue.periods[0].name == "2024-04"
    review.choose_period("2031-01")
    assert "Chưa lập kỳ báo cáo tháng 1/2031" in review._view.said[-1]


@pytest.fixture
def screen(qtbot, look, sample, tmp_path, faults):
    with live_ui(sample, tmp_path / "office", faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        screen.resize(1100, 640)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: bool(screen.table.model.rows))
        yield screen
        screen.dispose()


def test_enter_t_n_and_f3_work_in_the_list(qtbot, screen):
    view = screen.table.view
    screen.activateWindow()
    view.setFocus()
    first = screen.presenter.current
    qtbot.waitUntil(lambda: screen.presenter.current is not None)
    qtbot.keyClick(view, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: screen.presenter.current.key != first.key)
    second = screen.presenter.current
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(i.key != second.key for i in screen.presenter.shown))
    left = screen.presenter.queue.remaining
    assert screen.counter.text().startswith(f"Còn {left} mục")
    screen.ui.dialogs.answers.append("Xem lại")
    qtbot.keyClick(view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(screen.presenter.current.remarks))
    item = screen.presenter.current
    screen.ui.dialogs.answers.append("so")
    qtbot.keyClick(view, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: all(i.expected_id != item.expected_id for i in screen.presenter.shown))


def test_the_screen_shows_the_month_that_closed_last(screen):
    assert screen.period.currentText() == "Tháng 3/2024"
    assert screen.detail.value("Nội dung")
