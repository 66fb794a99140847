"""So sánh và nhận gói (S16): any number of files in one preview, what each would change beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.packages.preview import FileFacts
from app.ui.context import FormReply, UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.receiving.columns import (
    CELLS,
    FILES,
    LOOKS,
    CellLine,
    FileLine,
    fact_pairs,
    summary_words,
)
from app.ui.screens.receiving.dialogs import ArrivalForm, ChoiceForm
from app.ui.screens.receiving.presenter import Action, ChoiceFields, ReceivingPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tables.view import RowsView
from app.ui.tone import Look, Tone
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.state_chips import Chip, StateChips
from app.ui.widgets.status_chip import StatusChip

_FEW = 8  # so many are seen at a glance, without a filter
_EMPTY = "Chưa chọn gói nào. Kéo thả tệp .cchc, cả thư mục hoặc cả USB vào cửa sổ này."


class ReceivingScreen(ScreenBase):
    """Files at the left, the chosen one at the right."""

    watches = Changes(units=True, cycles=True, figures=True, plans=True, settings=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Nhận gói")
        self.presenter: ReceivingPresenter = ReceivingPresenter(self, self.ui)
        self._lines: tuple[FileLine, ...] = ()
        self._group = ""
        self.summary = plain_label("", "strong", wraps=True)
        self.summary.setObjectName("receiving_summary")
        self.chips = StateChips()
        self.files = RowsTable(RowsModel(FILES, lambda line: line.path), name="files", noun="gói")
        self.facts = DetailPane()
        self.cells_model = RowsModel(CELLS, lambda cell: cell.key)
        self.cells = RowsView(self.cells_model)
        self.cells.setObjectName("cells_view")
        self.cells_title = plain_label("", "strong", wraps=True)
        self.empty = EmptyState(mark="exchange")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._lay_out())
        self.set_content(self.stack)
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self.chips.chosen.connect(self._choose_group)
        self.files.selection_changed.connect(lambda: self.presenter.chosen(self.files.current_row()))
        self.cells.selection_settled.connect(lambda: self.presenter.cells_chosen(self.cells.selected_rows()))
        self.files.activated.connect(lambda _: self.pair.open_detail())
        for keys in ("Ctrl+Enter",):  # the keypad's; Ctrl+Return hangs on the action
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.presenter.take_clicked)
        self.show_nothing()

    def _lay_out(self) -> QWidget:
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        inside.setSpacing(6)
        self.pair = PairView(self.files, side, back="Về danh sách gói", letters=130)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.facts, 4)
        inside.addWidget(self.cells_title)
        inside.addWidget(self.cells, 5)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.summary)
        head.addWidget(self.chips)
        column.addWidget(self.head)
        column.addWidget(self.pair, 1)
        self.files.installEventFilter(self)
        page.setFocusProxy(self.files)
        return page

    def _add_actions(self) -> None:
        p = self.presenter
        listed: tuple[tuple[Action, str, Callable[[], object], str, str], ...] = (
            (Action.TAKE, "Nhận tất cả", p.take_clicked, "import", "Ctrl+Return"),
            (Action.TAKE_CLEAR, "Nhận phần không xung đột", p.take_clear_clicked, "status-done", ""),
            (Action.LATER, "Để sau", p.later_clicked, "left", ""),
            (Action.KEEP_OWN, "Giữ số của sổ", p.keep_own_clicked, "status-locked", ""),
            (Action.TAKE_FILE, "Lấy số trong gói", p.take_file_clicked, "status-received", ""),
            (Action.FOLLOW, "Theo gợi ý", p.follow_clicked, "status-done", ""),
            (Action.UNDO, "Hoàn tác lần nhận", p.undo_clicked, "undo", "Ctrl+Z"),
            (Action.RECEIPTS, "Biên nhận", p.receipts_clicked, "send", ""),
            (Action.RECEIVED_AT, "Giờ đến", p.received_clicked, "calendar", ""),
            (Action.PICK, "Chọn tệp", p.pick_clicked, "open", "Ctrl+O"),
            (Action.PICK_FOLDER, "Chọn thư mục", p.folder_clicked, "exchange", ""),
            (Action.FROM_STICK, "Từ USB", p.stick_clicked, "usb", ""),
        )
        for action, text, run, mark, keys in listed:
            made = self.add_action(
                text, run, mark=mark, name=action.name.lower(), keys=keys, primary=action is Action.TAKE
            )
            self._actions[action] = made

    # --- what the presenter asks -----------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say that no file is chosen yet."""
        self.empty.set_content(_EMPTY, "Chọn gói", self.presenter.pick_clicked)
        self.stack.setCurrentIndex(0)

    def show_looking(self) -> None:
        """Say that files are being read."""
        self.empty.set_content("Đang xem gói. Chưa ghi gì vào sổ.")
        self.stack.setCurrentIndex(0)

    def show_files(self, lines: Sequence[FileLine], *, is_done: bool, received: str) -> None:
        """Show the files, in a preview or as they were taken in."""
        self._lines = tuple(lines)
        words = summary_words(lines, is_done=is_done)
        self.summary.setText(f"{words} Ghi là đến nơi lúc {received}." if received else words)
        self._group = ""
        self.chips.show_chips(_chips_of(lines), "")
        self.stack.setCurrentIndex(1)
        self._fill()
        self.files.setFocus()

    def show_file(self, line: FileLine, cells: Sequence[CellLine], facts: FileFacts | None) -> None:
        """Show one file."""
        pairs = fact_pairs(line, facts)
        self.facts.show_pairs([(label, StatusChip(v) if isinstance(v, Look) else v) for label, v in pairs])
        self.cells_model.set_rows(cells)
        self.cells_title.setText(f"{len(cells)} mục thay đổi" if cells else "")
        self.cells_title.setVisible(bool(cells))
        self.cells.setVisible(bool(cells))

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, made in self._actions.items():
            made.setEnabled(action in actions)
            made.setVisible(action in actions)
        self.actions_bar.fit()

    def ask_choice(self, title: str, save: Callable[[ChoiceFields, FormReply], object]) -> None:
        """Ask why a person chose so."""
        ChoiceForm(self, title).ask(save)

    def ask_moment(self, now: datetime, save: Callable[[datetime, FormReply], object]) -> None:
        """Ask when the files reached the office."""
        ArrivalForm(self, now).ask(save)

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Look at files and folders: ``files`` is one path a line."""
        if names := place.get("files"):
            self.presenter.open([Path(name) for name in names.split("\n")])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the head's room to the detail while that covers the list."""
        if watched is self.files and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.head.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)

    def _choose_group(self, group: str) -> None:
        self._group = group
        self._fill()

    def _fill(self) -> None:
        shown = [line for line in self._lines if self._group in ("", line.group)]
        self.files.set_rows(shown)
        self.files.box.setVisible(len(self._lines) > _FEW)
        if shown and self.files.current_row() is None:
            self.files.view.selectRow(0)


def _chips_of(lines: Sequence[FileLine]) -> tuple[Chip, ...]:
    """Return the counts of each group, the whole first."""
    chips = [Chip("", "Tất cả", "Tất cả", "exchange", Tone.NEUTRAL, len(lines))]
    for group, look in LOOKS.items():
        count = sum(1 for line in lines if line.group is group)
        chips.append(Chip(group.value, look.word, look.word, look.icon, look.tone, count))
    return tuple(chips)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return ReceivingScreen(ui)
