"""Groups side by side where there is room, else one at a time; the method and the snapshots above."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.core.ranking import Method, RankedGroup, RankedUnit
from app.services.queries.ranking_page import RankingPage
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.ranking.columns import RANKED
from app.ui.screens.ranking.dialogs import MethodForm
from app.ui.screens.ranking.presenter import Action, Choice, RankingPresenter, SaveMethod
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label, push_button

_GROUP_LETTERS = 48  # a group needs so many to stand beside another
_SHOWN_LINES = 2


class RankingScreen(ScreenBase):
    """Satisfies ``RankingView``."""

    watches = Changes(ranking=True, cycles=True, tasks=True, reminders=True, units=True)
    presenter: RankingPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Xếp hạng")
        self.presenter = RankingPresenter(self, self.ui)
        self.snapshots, self.groups = QComboBox(), QComboBox()
        for box, name, words in (
            (self.snapshots, "snapshots", "Bảng xếp hạng"),
            (self.groups, "groups", "Nhóm đơn vị"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setToolTip(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.words = plain_label("", wraps=True)
        self.words.setObjectName("ranking_words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = plain_label("", "soft", wraps=True)
        self.more.setObjectName("ranking_more")
        self.more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more.hide()
        self.more_button: QPushButton = push_button("Cách tính", self._toggle_more, name="more_button")
        self.more_button.setCheckable(True)
        self.tables: list[RowsTable] = []
        self.titles: list[QLabel] = []
        self.rooms: list[QWidget] = []  # a title above its table
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.empty = EmptyState(mark="ranking")
        self._actions: dict[Action, QAction] = {}
        self.set_content(self._lay_out())
        self._add_actions()
        self.snapshots.activated.connect(lambda _: self.presenter.choose(self.snapshots.currentData()))
        self.groups.activated.connect(lambda _: self._fit())
        self.show_actions(frozenset())

    def _lay_out(self) -> QWidget:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.snapshots)
        choices.addWidget(self.groups)
        choices.addWidget(self.more_button)
        choices.addStretch(1)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choices)
        column.addWidget(self.words)
        column.addWidget(self.more)
        column.addWidget(self.splitter, 1)
        self._shown = shown
        self.stack = QStackedWidget()
        self.stack.addWidget(shown)
        self.stack.addWidget(self.empty)
        return self.stack

    def _add_actions(self) -> None:
        p = self.presenter
        for action, text, run, mark, keys in (
            (Action.PUBLISH, "Công bố", p.publish_clicked, "status-sealed", "F8"),
            (Action.EXPLAIN, "Giải thích", p.explain_clicked, "info", "Ctrl+G"),
            (Action.APPEAL, "Ghi kiến nghị", p.appeal_clicked, "edit", ""),
            (Action.METHOD, "Phương pháp", p.method_clicked, "settings", ""),
            (Action.EXCLUDE, "Không xếp hạng", p.exclude_clicked, "status-cancelled", ""),
            (Action.INCLUDE, "Xếp hạng lại", p.include_clicked, "undo", ""),
            (Action.NOTICE, "Soạn thông báo", p.notice_clicked, "documents", "F12"),
        ):
            is_main = action is Action.PUBLISH
            self._actions[action] = self.add_action(
                text, run, mark=mark, name=action.name.lower(), keys=keys, primary=is_main
            )
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    # --- what the presenter asks for -------------------------------------------------------------

    def show_page(self, page: RankingPage, choices: Sequence[Choice], words: Sequence[str]) -> None:
        """Show a ranking, what can be chosen instead, and the sentences beside it."""
        assert page.ranking is not None
        self.set_title(f"Xếp hạng kỳ {page.period.month.short}")
        self.snapshots.clear()
        for choice in choices:
            self.snapshots.addItem(choice.words, choice.key)
        chosen = page.snapshot.id if page.snapshot is not None else ""
        self.snapshots.setCurrentIndex(max(0, self.snapshots.findData(chosen)))
        self.words.setText(" ".join(words[:_SHOWN_LINES]))
        self.more.setText("\n".join(words[_SHOWN_LINES:]))
        self._show_groups(page.ranking.groups)
        self.stack.setCurrentWidget(self._shown)

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no ranking, and what to do."""
        self.set_title("Xếp hạng")
        self.empty.set_content(sentence, verb, action)
        self.stack.setCurrentWidget(self.empty)

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, made in self._actions.items():
            made.setEnabled(action in actions)

    def ask_method(self, method: Method, save: SaveMethod) -> None:
        """Ask for weights and rule."""
        MethodForm(self, method).ask(save)

    def _toggle_more(self) -> None:
        self.more.setVisible(self.more_button.isChecked())

    # --- the groups ------------------------------------------------------------------------------

    def _show_groups(self, groups: Sequence[RankedGroup]) -> None:
        while len(self.tables) < len(groups):
            self.tables.append(self._new_table())
        for table in self.tables[len(groups) :]:
            table.set_rows(())
        shown = self.groups.currentText()
        self.groups.clear()
        for group, table, title in zip(groups, self.tables, self.titles, strict=False):
            table.set_rows(group.units)
            title.setText(group.name)
            self.groups.addItem(group.name)
        self.groups.setCurrentIndex(max(0, self.groups.findText(shown)))
        self._fit()

    def _new_table(self) -> RowsTable:
        number = len(self.tables)
        table = RowsTable(
            RowsModel(RANKED, lambda unit: unit.unit_id), name=f"ranking_{number}", noun="đơn vị"
        )
        table.set_empty("Nhóm này không có đơn vị nào.")
        table.selection_changed.connect(lambda: self._select(table))
        table.activated.connect(lambda _: self.presenter.explain_clicked())
        table.menu_actions += [self._actions[Action.EXPLAIN], self._actions[Action.APPEAL]]
        table.menu_actions.append(self._actions[Action.EXCLUDE])
        title = plain_label("", "strong", wraps=True)
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(table, 1)
        self.titles.append(title)
        self.rooms.append(room)
        self.splitter.addWidget(room)
        self.remember_tables()
        return table

    def _select(self, table: RowsTable) -> None:
        rows: list[RankedUnit] = table.selected_rows()
        if rows:
            for other in self.tables:
                if other is not table:
                    other.view.clearSelection()
            self.presenter.selected(rows[0])
        elif not any(other.view.selected_count for other in self.tables):
            self.presenter.selected(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put groups beside one another where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = self.groups.count()
        room = self.width() >= self.fontMetrics().averageCharWidth() * _GROUP_LETTERS * count
        self.groups.setVisible(count > 1 and not room)
        for place in range(len(self.tables)):
            is_shown = place < count and (room or place == self.groups.currentIndex())
            self.rooms[place].setVisible(is_shown)
            self.titles[place].setVisible(room)

    def _whole_table(self) -> RowsTable:
        """Return all groups as one plain table, for paper and Excel; made for one use."""
        page = self.presenter.page
        groups = page.ranking.groups if page is not None and page.ranking is not None else ()
        names = {unit.unit_id: group.name for group in groups for unit in group.units}
        columns = (
            Column(title="Nhóm", text=lambda unit: names.get(unit.unit_id, ""), width=20),
            *RANKED,
        )
        table = RowsTable(RowsModel(columns, lambda unit: unit.unit_id), name="whole_ranking", parent=self)
        table.hide()
        table.set_rows([unit for group in groups for unit in group.units])
        return table

    def _print(self) -> None:
        from app.ui.tables.output import print_table

        table = self._whole_table()
        print_table(table, f"{self._heading.text()}. {self.words.text()}", self.ui)
        table.deleteLater()

    def _export(self) -> None:
        from app.ui.tables.output import export_table

        table = self._whole_table()
        export_table(table, self._heading.text(), self.ui)
        table.deleteLater()


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return RankingScreen(ui)
