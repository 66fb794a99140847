"""The queue at the left, all about one item at the right; Enter, T, N and F3 do the work."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.review_queue import ReviewedReport, ReviewItem, ReviewQueue
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.review.columns import ITEM_COLUMNS, counter_words, item_pairs
from app.ui.screens.review.presenter import ReviewPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Look
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import ElidedLabel, plain_label
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.period_box import PeriodBox
from app.ui.widgets.status_chip import StatusChip


class ReviewScreen(ScreenBase):
    """Satisfies ``ReviewView``."""

    watches = Changes(cycles=True, figures=True, units=True)
    presenter: ReviewPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Duyệt báo cáo")
        self.presenter = ReviewPresenter(self, self.ui)
        self.table = RowsTable(RowsModel(ITEM_COLUMNS, lambda i: i.key), name="review", noun="mục")
        self.table.set_empty("Không còn mục nào cần xem.")
        self.detail = DetailPane()
        self.empty = EmptyState(mark="status-done")
        self.period = PeriodBox()
        self.period.picked.connect(self.presenter.choose_period)
        self.counter = ElidedLabel("", "strong")
        self.counter.setObjectName("counter")
        self.seen = QCheckBox("Cả mục đã xem")
        self.seen.setObjectName("seen_box")
        self.set_content(self._lay_out())
        self._add_actions()
        self._add_keys()

    def show_queue(self, queue: ReviewQueue, chosen: str) -> None:
        """Show what is left; ``chosen`` is the key of the item to stand on."""
        self._stack.setCurrentWidget(self.pair)
        self._show_period(queue)
        self.counter.setText(counter_words(queue))
        self._ready.setEnabled(bool(queue.ready))
        self._ready.setText(f"Chấp nhận {len(queue.ready)} báo cáo")
        self.actions_bar.fit()
        self.table.set_rows(self.presenter.shown)
        if chosen:
            self.table.select_row(chosen)
        self.presenter.choose(self.presenter.current)

    def show_item(self, item: ReviewItem | None, report: ReviewedReport | None) -> None:
        """Show one item in full."""
        for action in (self._accept, self._unit, self._return, self._comment):
            action.setEnabled(item is not None)
        if item is None:
            words = "Chấp nhận các báo cáo đã xem xong, hoặc chọn một mục."
            self.detail.show_pairs([("", "Chưa chọn mục nào"), (" ", words)])
            return
        self._accept.setEnabled(not item.is_seen)
        pairs = item_pairs(item, report)
        self.detail.show_pairs([(a, StatusChip(b) if isinstance(b, Look) else b) for a, b in pairs])

    def show_empty(self, sentence: str, queue: ReviewQueue | None) -> None:
        """Say that nothing waits."""
        if queue is not None:
            self._show_period(queue)
        self.counter.setText("")
        self.empty.set_content(sentence, "Mở bảng kỳ", lambda: self.ui.navigator.open("cycles"))
        self._stack.setCurrentWidget(self.empty)
        self.show_item(None, None)
        self._ready.setEnabled(False)

    def _show_period(self, queue: ReviewQueue) -> None:
        self.period.set_periods(queue.periods, queue.period.name)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to ``period``."""
        self.presenter.open_place(place)

    def _lay_out(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.period)
        head.addWidget(self.counter, 1)
        head.addWidget(self.seen)
        self.table.box.hide()
        column.addWidget(self.table, 1)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        self.pair = PairView(left, side, back="Về danh sách", letters=96, share=0.68)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.detail, 1)
        inside.addWidget(plain_label("Enter chấp nhận · T trả lại · N nhận xét · F3 mục tiếp", "soft"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pair)
        self._stack.addWidget(self.empty)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        content.setFocusProxy(self.table)
        self.table.selection_changed.connect(lambda: self.presenter.choose(self.table.current_row()))
        self.seen.toggled.connect(lambda on: self.presenter.show_seen(on=on))
        return content

    def _add_actions(self) -> None:
        p = self.presenter
        self._accept = self.add_action(
            "Chấp nhận mục", p.accept_clicked, mark="status-done", name="accept", primary=True
        )
        self._unit = self.add_action(
            "Chấp nhận mọi mục của đơn vị", p.accept_unit_clicked, mark="tasks", name="accept_unit"
        )
        self._return = self.add_action("Trả lại", p.return_clicked, mark="status-returned", name="return")
        self._comment = self.add_action("Nhận xét", p.comment_clicked, mark="edit", name="comment")
        self._ready = self.add_action(
            "Chấp nhận báo cáo xem xong",
            p.accept_ready_clicked,
            mark="status-sealed",
            name="accept_ready",
            keys="Ctrl+Return",
        )
        self.add_table_actions(self.table, "Mục cần xem")

    def _add_keys(self) -> None:
        """One-letter keys work in the list only, where nothing is typed."""
        p = self.presenter
        keys: tuple[tuple[str, QWidget, Callable[[], object]], ...] = (
            ("F3", self, lambda: p.go(1)),
            ("Shift+F3", self, lambda: p.go(-1)),
            ("Shift+Return", self.table.view, p.accept_unit_clicked),
            ("T", self.table.view, p.return_clicked),
            ("N", self.table.view, p.comment_clicked),
        )
        for words, place, run in keys:
            shortcut = QShortcut(QKeySequence(words), place)
            shortcut.setContext(
                Qt.ShortcutContext.WidgetShortcut
                if place is self.table.view
                else Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(run)
        self.table.activated.connect(lambda _: p.accept_clicked())


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return ReviewScreen(ui)
