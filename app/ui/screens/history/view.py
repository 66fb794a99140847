"""The journal, the acts that can be taken back, what was deleted (S27)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.history.columns import JOURNAL, STEPS, TRASH, journal_pairs
from app.ui.screens.history.presenter import Action, HistoryPresenter, Span, actions_for
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.pair_view import PairView

if TYPE_CHECKING:
    from app.services.queries.journal import JournalRow
    from app.services.trash import TrashRow
    from app.services.undo import StepRow

_SPANS = (
    (Span.TODAY, "Hôm nay"),
    (Span.WEEK, "7 ngày qua"),
    (Span.MONTH, "30 ngày qua"),
    (Span.QUARTER, "90 ngày qua"),
    (Span.ALL, "Tất cả"),
)


class HistoryScreen(ScreenBase):
    """Satisfies ``HistoryView``; whatever is written anywhere stands in the journal."""

    undoes_steps = True
    presenter: HistoryPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Nhật ký")
        self.presenter = HistoryPresenter(self, self.ui)
        self.journal = RowsTable(RowsModel(JOURNAL, lambda row: row.seq), name="journal", noun="thay đổi")
        self.add_views(self.journal)
        self.journal.set_empty("Chưa có thay đổi nào.")
        self.steps = RowsTable(RowsModel(STEPS, lambda row: row.id), name="steps", noun="việc")
        self.steps.set_empty("Chưa có việc nào hoàn tác được.")
        self.trash = RowsTable(RowsModel(TRASH, lambda row: row.id), name="trash", noun="mục")
        self.trash.set_empty("Thùng rác trống. Bản nháp đã xóa được giữ ở đây 90 ngày.")
        self.detail = DetailPane()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 0, 0)
        self.pair = PairView(self.journal, side, back="Về nhật ký", letters=150)
        column.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.detail, 1)
        self.span = QComboBox()
        self.span.setObjectName("span_box")
        self.span.setAccessibleName("Khoảng thời gian")
        for span, words in _SPANS:
            self.span.addItem(words, span)
        self.span.setCurrentIndex(1)
        self.pages = QTabWidget()
        self.pages.setObjectName("history_pages")
        self.pages.addTab(self.pair, "Nhật ký")
        self.pages.addTab(self.steps, "Hoàn tác")
        self.pages.addTab(self.trash, "Thùng rác")
        self.set_content(self.pages)
        self._actions: dict[Action, QAction] = {}
        self._wanted_step = ""
        self._add_actions()
        self._connect()
        self._settle()

    def _add_actions(self) -> None:
        for action, words, run, mark, name, table in (
            (
                Action.UNDO,
                "Hoàn tác",
                self._undo,
                "undo",
                "undo",
                self.steps,
            ),
            (Action.UNDO_BACK_TO, "Hoàn tác tới đây", self._undo_back_to, "left", "undo_back_to", self.steps),
            (Action.RESTORE, "Khôi phục", self._restore, "refresh", "restore", self.trash),
            (Action.SHOW_STEP, "Xem việc", self._show_step, "open", "show_step", self.journal),
        ):
            self._actions[action] = self.add_action(words, run, mark=mark, name=name)
            table.menu_actions.append(self._actions[action])
        self.actions_bar.add_widget(self.span)
        self.add_table_actions(self.journal, "Nhật ký thay đổi")

    def _connect(self) -> None:
        for table in (self.journal, self.steps, self.trash):
            table.selection_changed.connect(self._settle)
        self.journal.activated.connect(lambda _: self.pair.open_detail())
        self.pair.detail_shown.connect(self._settle)
        self.pages.currentChanged.connect(lambda _: self._settle())
        self.span.activated.connect(lambda _: self.presenter.span_chosen(self.span.currentData()))

    # --- what the presenter asks ----------------------------------------------------------------------

    def show_journal(self, rows: "Sequence[JournalRow]", *, is_cut: bool) -> None:
        """Show the timeline."""
        self.journal.set_rows(rows)
        if is_cut:
            words = f"Chỉ hiện {len(rows)} thay đổi mới nhất của khoảng này; chọn khoảng ngắn hơn để xem đủ."
            self.tell(words, Tone.INFO)

    def show_steps(self, rows: "Sequence[StepRow]") -> None:
        """Show the acts that are kept."""
        self.steps.set_rows(rows)
        self._settle()

    def show_trash(self, rows: "Sequence[TrashRow]") -> None:
        """Show what was deleted."""
        self.trash.set_rows(rows)
        self.pages.setTabText(2, f"Thùng rác ({len(rows)})" if rows else "Thùng rác")
        self._settle()

    def show_step(self, step_id: str) -> None:
        """Go to an act."""
        if any(row.id == step_id for row in self.steps.model.all_rows):
            self.pages.setCurrentWidget(self.steps)
            self.steps.select_row(step_id)
        else:
            self.tell("Việc này đã quá cũ nên không còn trong danh sách hoàn tác.", Tone.INFO)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a page: ``page`` is journal, steps or trash."""
        pages = {"journal": self.pair, "steps": self.steps, "trash": self.trash}
        if (page := pages.get(place.get("page", ""))) is not None:
            self.pages.setCurrentWidget(page)

    # --- what the person does ---------------------------------------------------------------------------

    def _settle(self) -> None:
        page = self.pages.currentWidget()
        journal = self.journal.selected_rows() if page is self.pair else []
        allowed = actions_for(
            journal,
            self.steps.selected_rows() if page is self.steps else [],
            self.trash.selected_rows() if page is self.trash else [],
        )
        for action, made in self._actions.items():
            made.setEnabled(action in allowed)
        if len(journal) == 1:
            self.detail.show_pairs(journal_pairs(journal[0]))
        else:
            self.detail.show_pairs(
                [("", "Chưa chọn thay đổi nào"), (" ", "Chọn một dòng để xem trước, sau.")]
            )

    def _undo(self) -> None:
        self.presenter.undo(self.steps.selected_rows())

    def _undo_back_to(self) -> None:
        self.presenter.undo_back_to(self.steps.selected_rows(), self.steps.model.all_rows)

    def _restore(self) -> None:
        self.presenter.restore(self.trash.selected_rows())

    def _show_step(self) -> None:
        self.presenter.show_step(self.journal.selected_rows())


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return HistoryScreen(ui)
