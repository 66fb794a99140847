"""Hộp gửi / nhận (S15): four lists at the left, the chosen file with its report at the right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.statuses import Role
from app.exchange.manifest import Kind
from app.services.queries.exchange_boxes import Boxes, BoxLine, DownUnit, KeyLine
from app.services.queries.report_versions import ReportStory
from app.ui.code_desk import CodeFields
from app.ui.context import FormReply, UiContext
from app.ui.key_desk import KeyFields
from app.ui.round_desk import RoundFields
from app.ui.screen import ScreenBase
from app.ui.screens.exchange.columns import (
    INCOMING,
    KEYS,
    OUTGOING,
    RUNS,
    box_pairs,
    name_of,
    story_pairs,
)
from app.ui.screens.exchange.dialogs import CodeForm, KeyForm, RoundForm
from app.ui.screens.exchange.presenter import Action, ExchangePresenter, Tab
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label, push_button, restyle
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.versions_pane import VersionCell, VersionsPane

_EMPTY_IN = "Chưa có gói nào. Cắm USB, hoặc kéo thả tệp .cchc, cả thư mục vào cửa sổ này."
_EMPTY_OUT = "Chưa gửi gói nào. Gói làm ra ở đây hay ở màn hình niêm phong đều được kể tại đây."
_FEW = 8  # so many are seen at a glance, without a filter
_SETTLE_MS = 400  # a folder that is being written tells of every piece


class ExchangeScreen(ScreenBase):
    """Đến, Đi, Lần nhận, Khóa đơn vị."""

    watches = Changes(units=True, cycles=True, documents=True, settings=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Hộp gửi, nhận")
        self.presenter: ExchangePresenter = ExchangePresenter(self, self.ui)
        self.tables = {
            Tab.IN: RowsTable(RowsModel(INCOMING, lambda line: line.id), name="incoming", noun="tệp"),
            Tab.OUT: RowsTable(RowsModel(OUTGOING, lambda line: line.id), name="outgoing", noun="tệp"),
            Tab.RUNS: RowsTable(RowsModel(RUNS, lambda run: run.batch_id), name="runs", noun="lần nhận"),
            Tab.KEYS: RowsTable(
                RowsModel(KEYS, lambda line: (line.unit_id, line.public)), name="keys", noun="khóa"
            ),
        }
        self.story = VersionsPane()
        self._own_code = ""
        self.own_code = plain_label("", "strong", wraps=True)
        self.own_code.setObjectName("own_code")
        self.own_code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._watcher = QFileSystemWatcher(self)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_SETTLE_MS)
        self._calm.timeout.connect(self.mark_stale)
        self._watcher.directoryChanged.connect(lambda _: self._calm.start())
        self.set_content(self._lay_out())
        for tab in (Tab.IN, Tab.OUT):
            self.add_views(self.tables[tab])
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self._connect()
        self.show_watched("", ())

    def _lay_out(self) -> QWidget:
        self.tabs.addTab(self.tables[Tab.IN], "Đến")
        self.tabs.addTab(self.tables[Tab.OUT], "Đi")
        self.tabs.addTab(self.tables[Tab.RUNS], "Lần nhận")
        self.tabs.addTab(self._lay_out_keys(), "Khóa đơn vị")
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        self.pair = PairView(self.tabs, side, back="Về danh sách", letters=140)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.story, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._lay_out_coming())
        column.addWidget(self.pair, 1)
        content.setFocusProxy(self.tables[Tab.IN])
        return content

    def _lay_out_coming(self) -> QWidget:
        """What comes besides files: only above the list of what came, the others need the room."""
        coming = QWidget()
        rows = QVBoxLayout(coming)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self._lay_out_code())
        rows.addLayout(self._lay_out_watch())
        self.tabs.currentChanged.connect(lambda _: coming.setVisible(self._tab is Tab.IN))
        return coming

    def _lay_out_watch(self) -> QHBoxLayout:
        self.watch_words = plain_label("", "soft", wraps=True)
        self.watch_words.setObjectName("watch_words")
        self.take_watched = push_button(
            "Nhận tất cả", self.presenter.take_watched_clicked, name="take_watched", primary=True
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.watch_words, 1)
        row.addWidget(self.take_watched, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _lay_out_code(self) -> QWidget:
        self.code_box = QLineEdit()
        self.code_box.setObjectName("code_box")
        self.code_box.setPlaceholderText("Gõ mã niêm phong nghe qua điện thoại, hoặc dán cả tin nhắn")
        self.code_box.setAccessibleName("Mã niêm phong")
        self.code_said = plain_label("", "soft", wraps=True)
        self.code_said.setObjectName("code_said")
        self.code_said.hide()
        enter = push_button("Ghi mã", self._enter_code, name="enter_code")
        self.code_row = QWidget()
        column = QVBoxLayout(self.code_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self.code_box, 1)
        row.addWidget(enter)
        column.addLayout(row)
        column.addWidget(self.code_said)
        self.code_row.hide()
        return self.code_row

    def _lay_out_keys(self) -> QWidget:
        page = QWidget()
        self.make_key = push_button("Tạo khóa", self.presenter.keys.make_own, name="make_key")
        self.copy_key = push_button("Chép mã", self._copy_own_code, name="copy_key")
        row = QHBoxLayout()
        row.addWidget(self.own_code, 1)
        row.addWidget(self.make_key, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.copy_key, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(row)
        column.addWidget(self.tables[Tab.KEYS], 1)
        page.setFocusProxy(self.tables[Tab.KEYS])
        return page

    def _add_actions(self) -> None:
        p = self.presenter
        listed: tuple[tuple[Action, str, Callable[[], object], str, str], ...] = (
            (Action.PICK, "Nhận gói", p.pick_clicked, "import", "Ctrl+O"),
            (Action.HAND_DOWN, "Xuất gói xuống", p.hand_down_clicked, "export", "F8"),
            (Action.RECEIPTS, "Biên nhận", p.receipts_clicked, "status-done", "Ctrl+B"),
            (Action.CHOOSE_FILE, "Chọn gói này", p.choose_clicked, "status-done", ""),
            (Action.DISCARD_FILE, "Bỏ gói này", p.discard_clicked, "status-cancelled", ""),
            (Action.RETRY, "Nhập lại gói chờ", p.retry_clicked, "refresh", ""),
            (Action.UNDO_RUN, "Hoàn tác lần nhận", p.undo_run_clicked, "undo", ""),
            (Action.VERIFY_KEY, "Xác minh khóa", p.verify_clicked, "key", ""),
            (Action.REVOKE_KEY, "Thu hồi khóa", p.revoke_clicked, "status-cancelled", ""),
            (Action.TO_STICK, "Chép ra USB", p.to_stick_clicked, "usb", ""),
            (Action.TO_FOLDER, "Chép ra thư mục", p.to_folder_clicked, "save", ""),
            (Action.TO_OUTBOX, "Gửi thư", p.to_outbox_clicked, "send", ""),
            (Action.DRAFT, "Mở thư nháp", p.draft_clicked, "edit", ""),
            (Action.OPEN_FOLDER, "Mở thư mục", p.sending.open_folder, "open", ""),
            (Action.PICK_FOLDER, "Từ thư mục", p.folder_clicked, "exchange", ""),
            (Action.FROM_STICK, "Từ USB", p.stick_clicked, "usb", ""),
            (Action.WATCH, "Thư mục theo dõi", p.watch_clicked, "filter", ""),
        )
        for action, text, run, mark, keys in listed:
            self._actions[action] = self.add_action(
                text, run, mark=mark, name=action.name.lower(), keys=keys, primary=action is Action.PICK
            )
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    def _connect(self) -> None:
        self.code_box.returnPressed.connect(self._enter_code)
        self.tabs.currentChanged.connect(lambda _: self._tell_selection())
        for table in self.tables.values():
            table.selection_changed.connect(self._tell_selection)
            table.activated.connect(lambda _: self.pair.open_detail())
        self.tables[Tab.IN].empty.set_mark("usb")
        self.tables[Tab.IN].set_empty(_EMPTY_IN, "Chọn gói", self.presenter.pick_clicked)
        self.tables[Tab.OUT].set_empty(_EMPTY_OUT)
        self.tables[Tab.RUNS].set_empty("Chưa nhận lần nào.")
        self.tables[Tab.KEYS].set_empty("Chưa biết khóa của đơn vị nào: gói đầu tiên mang khóa theo.")

    # --- what the presenter asks -----------------------------------------------------------------

    def show_boxes(self, boxes: Boxes) -> None:
        """Show every list."""
        rows = {Tab.IN: boxes.incoming, Tab.OUT: boxes.outgoing, Tab.RUNS: boxes.runs, Tab.KEYS: boxes.keys}
        for tab, table in self.tables.items():
            table.set_rows(rows[tab])
            table.box.setVisible(len(rows[tab]) > _FEW)
        waiting = sum(1 for line in boxes.keys if line.standing == "waiting")
        self.tabs.setTabText(3, f"Khóa đơn vị ({waiting} chờ)" if waiting else "Khóa đơn vị")
        self.code_row.setVisible(boxes.role is Role.HUB)
        self._own_code = boxes.own_code
        words = f"Mã xác minh của sổ này: {boxes.own_code}"
        self.own_code.setToolTip("Đọc cho nơi nhận qua điện thoại, từng nhóm năm số.")
        self.own_code.setText(words if boxes.own_code else "Sổ này chưa có khóa niêm phong.")
        self.make_key.setVisible(not boxes.own_code)
        self.copy_key.setVisible(bool(boxes.own_code))

    def show_watched(self, folder: str, files: Sequence[Path]) -> None:
        """Say how many new files lie in the folder that is watched."""
        watched = self._watcher.directories()
        if watched and watched != [folder]:
            self._watcher.removePaths(watched)
        if folder and folder not in watched:
            self._watcher.addPath(folder)
        if not folder:
            words = ""
        elif files:
            words = f"Thư mục theo dõi {folder}: {len(files)} gói mới."
        else:
            words = ""
        self.watch_words.setText(words)
        self.watch_words.setVisible(bool(words))
        self._actions[Action.WATCH].setToolTip(f"Thư mục theo dõi: {folder or 'chưa chọn'}")
        self.take_watched.setVisible(bool(files))

    def show_line(self, line: BoxLine, story: ReportStory | None) -> None:
        """Show one file with the report it belongs to."""
        pairs = box_pairs(line) + (story_pairs(story) if story else [])
        compared = story.compared if story else None
        if story is None or compared is None:
            self.story.show_facts(pairs)
            return
        cells = [VersionCell(name_of(c, story), c.before, c.after) for c in story.changes]
        old, new = compared
        self.story.show_facts(pairs, f"Lần {new} so với lần {old}: {len(cells)} mục đổi", cells)

    def show_nothing_chosen(self) -> None:
        """Clear the pane beside the lists."""
        self.story.show_facts([("", "Chưa chọn tệp nào"), (" ", "Chọn một tệp để xem các lần gửi.")])

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, made in self._actions.items():
            made.setVisible(action in actions)
            made.setEnabled(action in actions)
        self.actions_bar.fit()

    def show_code(self, said: str, *, is_bad: bool) -> None:
        """Say below the box what became of the code; a good one empties the box."""
        self.code_said.setText(said)
        self.code_said.setProperty("kind", "error" if is_bad else "strong")
        restyle(self.code_said)
        self.code_said.show()
        if not is_bad:
            self.code_box.clear()

    def ask_code(
        self,
        code: str,
        units: Sequence[DownUnit],
        now: datetime,
        save: Callable[[CodeFields, FormReply], object],
    ) -> None:
        """Ask whose code it is."""
        CodeForm(self, code, units, now).ask(save)

    def ask_round(
        self,
        kind: Kind,
        units: Sequence[DownUnit],
        ticked: Sequence[str],
        save: Callable[[RoundFields, FormReply], object],
    ) -> None:
        """Ask for the units of a round."""
        RoundForm(self, kind, units, ticked, self.presenter.rounds.year).ask(save)

    def ask_key(self, line: KeyLine, save: Callable[[KeyFields, FormReply], object]) -> None:
        """Ask for the thirty digits."""
        KeyForm(self, line).ask(save)

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a list (``tab``: in, out, runs, keys); ``receipts``: units to answer, one a line."""
        if tab := place.get("tab"):
            self.tabs.setCurrentIndex(list(Tab).index(Tab(tab)))
        if units := place.get("receipts"):
            self.presenter.rounds.ask(Kind.RECEIPT, units.split("\n"))

    @property
    def _tab(self) -> Tab:
        return list(Tab)[self.tabs.currentIndex()]

    def _tell_selection(self) -> None:
        self.presenter.chosen(self._tab, self.tables[self._tab].selected_rows())

    def _enter_code(self) -> None:
        self.presenter.codes.entered(self.code_box.text())

    def _copy_own_code(self) -> None:
        QGuiApplication.clipboard().setText(self._own_code)
        self.ui.navigator.tell("Đã chép mã xác minh của sổ này.")

    def _print(self) -> None:
        from app.ui.tables.output import print_table

        print_table(self.tables[self._tab], self.tabs.tabText(self.tabs.currentIndex()), self.ui)

    def _export(self) -> None:
        from app.ui.tables.output import export_table

        export_table(self.tables[self._tab], self.tabs.tabText(self.tabs.currentIndex()), self.ui)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return ExchangeScreen(ui)
