"""The pages of the set-up: widgets over parts of ``SetupForm``."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.statuses import WORDS, Role
from app.ui.screens.setup.columns import COLUMNS
from app.ui.screens.setup.presenter import OwnUnit, PresetChoice, SetupForm
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label, push_button, restyle


class Options(QWidget):
    """Radio buttons with a sentence under each; ``picked(key)``."""

    picked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def set_options(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Replace the options: key, title, sentence."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for button in self._buttons.values():
            self._group.removeButton(button)
        self._buttons = {}
        indent = self.fontMetrics().height() + 8
        for key, title, sentence in options:
            button = QRadioButton(title)
            button.setObjectName(f"option_{key}")
            button.setStyleSheet("font-weight: 600;")
            button.setAccessibleDescription(sentence)
            button.clicked.connect(lambda _=False, key=key: self.picked.emit(key))
            words = plain_label(sentence, "soft", wraps=True)
            words.setContentsMargins(indent, 0, 0, 8)
            self._group.addButton(button)
            self._buttons[key] = button
            self._column.addWidget(button)
            self._column.addWidget(words)

    def pick(self, key: str) -> None:
        """Show one as chosen; an unknown key chooses none."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)


class Page(QWidget):
    """One step: a question, its fields, room for a problem. ``changed`` when the person changed it."""

    changed = Signal()

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__()
        self._problems: dict[str, tuple[QWidget, QLabel]] = {}
        self.column = QVBoxLayout()
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        self.column.addWidget(plain_label(question, "title", wraps=True))
        if sentence:
            self.column.addWidget(plain_label(sentence, "soft", wraps=True))
        self.column.addSpacing(6)
        card = QFrame()
        card.setObjectName("card")
        card.setLayout(self.column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def add_problem(self, name: str, widget: QWidget) -> None:
        """Add the room for the problem of a field."""
        words = plain_label("", "error", wraps=True)
        words.setObjectName(f"{name}_problem")
        words.hide()
        self.column.addWidget(words)
        self._problems[name] = (widget, words)

    def add_line(self, name: str, label: str, hint: str = "") -> QLineEdit:
        """Add a labelled line."""
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label)
        words = plain_label(label, "strong")
        words.setBuddy(line)
        self.column.addWidget(words)
        self.column.addWidget(line)
        if hint:
            self.column.addWidget(plain_label(hint, "soft", wraps=True))
        self.add_problem(name, line)
        self.column.addSpacing(4)
        line.textEdited.connect(lambda _: self.changed.emit())
        return line

    def show_problem(self, error: InvalidField) -> bool:
        """Show a problem if its field stands here."""
        known = self._problems.get(error.field)
        if known is None:
            return False
        widget, words = known
        words.setText(f"{error.message} {error.hint}".strip())
        words.show()
        self._mark(widget, invalid=True)
        widget.setFocus()
        return True

    def clear_problems(self) -> None:
        """Take every problem away."""
        for widget, words in self._problems.values():
            if words.text():
                words.setText("")
                words.hide()
                self._mark(widget, invalid=False)

    def fill(self, form: SetupForm) -> None:
        """Show a form's part."""

    def read(self, form: SetupForm) -> SetupForm:
        """Return the form with this page's part."""
        return form

    def _mark(self, widget: QWidget, *, invalid: bool) -> None:
        if isinstance(widget, QLineEdit):
            widget.setProperty("invalid", invalid)
            restyle(widget)


class StartPage(Page):
    """A register of one's own, or one to practise in."""

    def __init__(self) -> None:
        super().__init__(
            "Anh, chị muốn bắt đầu thế nào?", "Lập sổ mất chừng ba phút; mọi thứ sửa lại được sau."
        )
        self._practice = False
        self.options = Options("start_options")
        self.options.set_options(
            (
                (
                    "own",
                    "Lập sổ của đơn vị tôi",
                    "Sổ trống với đơn vị, chế độ báo cáo, bộ tiêu chí lấy từ một bộ mẫu.",
                ),
                (
                    "practice",
                    "Dùng thử với sổ thực hành",
                    "Một huyện mẫu vào ngày 13/3/2024 với văn bản, nhiệm vụ, số liệu quý I. "
                    "Thử gì cũng được, xong thì lập sổ của mình.",
                ),
            )
        )
        self.column.addWidget(self.options)
        self.column.addStretch(1)
        self.options.picked.connect(self._picked)

    def fill(self, form: SetupForm) -> None:
        """Show the choice."""
        self._practice = form.is_practice
        self.options.pick("practice" if form.is_practice else "own")

    def read(self, form: SetupForm) -> SetupForm:
        """Return the choice."""
        return replace(form, is_practice=self._practice)

    def _picked(self, key: str) -> None:
        self._practice = key == "practice"
        self.changed.emit()


class PresetPage(Page):
    """What this office does, and the organisation it starts from."""

    def __init__(self) -> None:
        super().__init__("Đơn vị mình là ai trong công việc này?", "")
        self._role, self._preset = Role.HUB, ""
        self.roles = Options("role_options")
        self.roles.set_options(
            (
                (
                    Role.HUB.value,
                    WORDS[Role.HUB],
                    "Giao việc, nhận báo cáo của các đơn vị, tổng hợp và báo cáo lên.",
                ),
                (
                    Role.REPORTER.value,
                    WORDS[Role.REPORTER],
                    "Nhận việc, nhập số liệu, nộp báo cáo lên cơ quan đầu mối.",
                ),
            )
        )
        self.presets = Options("preset_options")
        self.column.addWidget(self.roles)
        self.column.addWidget(plain_label("Bộ mẫu", "strong"))
        self.column.addWidget(self.presets)
        self.add_problem("preset", self.presets)
        self.column.addStretch(1)
        self.roles.picked.connect(self._role_picked)
        self.presets.picked.connect(self._preset_picked)

    def offer(self, presets: Sequence[PresetChoice]) -> None:
        """Offer presets."""
        self.presets.set_options([(p.key, p.name, p.description) for p in presets])

    def fill(self, form: SetupForm) -> None:
        """Show the choices."""
        self._role, self._preset = form.role, form.preset
        self.roles.pick(form.role.value)
        self.presets.pick(form.preset)

    def read(self, form: SetupForm) -> SetupForm:
        """Return the choices."""
        return replace(form, role=self._role, preset=self._preset)

    def _role_picked(self, key: str) -> None:
        self._role = Role(key)
        self.changed.emit()

    def _preset_picked(self, key: str) -> None:
        self._preset = key
        self.changed.emit()


class UnitPage(Page):
    """Which of the preset's units this is."""

    def __init__(self) -> None:
        super().__init__(
            "Đơn vị nào là đơn vị của mình?", "Gõ không dấu để tìm. Tên, mã sửa được sau trong Danh mục."
        )
        self._code = ""
        self._is_filling = False
        self.table = RowsTable(RowsModel(COLUMNS, lambda unit: unit.code), name="own_units", noun="đơn vị")
        self.table.view.setSelectionMode(self.table.view.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(self.fontMetrics().height() * 9)
        self.table.set_empty("Chưa chọn bộ mẫu.")
        self.column.addWidget(self.table, 1)
        self.add_problem("unit", self.table.view)
        self.table.selection_changed.connect(self._selected)

    def offer(self, units: Sequence[OwnUnit]) -> None:
        """Offer units."""
        self._is_filling = True
        self.table.set_rows(units)
        self._is_filling = False

    def fill(self, form: SetupForm) -> None:
        """Show the choice."""
        self._is_filling = True
        self._code = form.unit_code
        if form.unit_code:
            self.table.select_row(form.unit_code)
        else:
            self.table.view.clearSelection()
        self._is_filling = False

    def read(self, form: SetupForm) -> SetupForm:
        """Return the choice."""
        return replace(form, unit_code=self._code)

    def _selected(self) -> None:
        rows = self.table.selected_rows()
        if not self._is_filling and rows:
            self._code = rows[0].code
            self.changed.emit()


class PeoplePage(Page):
    """Who works with the register, who signs its papers."""

    def __init__(self) -> None:
        super().__init__("Ai làm việc với sổ này?", "")
        self.user = self.add_line("user", "Họ và tên người làm", "Ghi vào nhật ký, để biết ai đã sửa gì.")
        self.user_title = self.add_line(
            "user_title", "Chức danh", "Ví dụ: Chuyên viên Phòng Nội vụ. Có thể để trống."
        )
        self.signer = self.add_line(
            "signer",
            "Họ và tên người ký văn bản",
            "Quyền hạn, chức vụ đã có từ bộ mẫu. Có thể để trống, ghi sau trong Danh mục.",
        )
        self.column.addStretch(1)

    def fill(self, form: SetupForm) -> None:
        """Show the names."""
        for line, text in (
            (self.user, form.user),
            (self.user_title, form.user_title),
            (self.signer, form.signer),
        ):
            if line.text() != text:
                line.setText(text)

    def read(self, form: SetupForm) -> SetupForm:
        """Return the names."""
        return replace(
            form, user=self.user.text(), user_title=self.user_title.text(), signer=self.signer.text()
        )


class FolderPage(Page):
    """Where the register lies."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__("Sổ cất ở đâu?", "")
        self.summary = plain_label("", wraps=True)
        self.summary.setObjectName("setup_summary")
        self.column.addWidget(self.summary)
        self.column.addSpacing(8)
        self.folder = QLineEdit()
        self.folder.setObjectName("folder")
        self.folder.setAccessibleName("Thư mục cất sổ")
        self.folder.textEdited.connect(lambda _: self.changed.emit())
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(push_button("Chọn…", choose, name="choose_folder_button"))
        self.column.addWidget(plain_label("Thư mục", "strong"))
        self.column.addLayout(row)
        self.add_problem("folder", self.folder)
        self.column.addWidget(
            plain_label(
                "Nên để nguyên thư mục này. Không cất sổ trên ổ mạng hoặc USB: mất kết nối giữa chừng "
                "có thể làm hỏng dữ liệu. Sao lưu ra USB thì được, ở phân hệ Sao lưu.",
                "soft",
                wraps=True,
            )
        )
        self.column.addStretch(1)

    def fill(self, form: SetupForm) -> None:
        """Show the folder."""
        if self.folder.text() != form.folder:
            self.folder.setText(form.folder)
            self.folder.setCursorPosition(0)

    def read(self, form: SetupForm) -> SetupForm:
        """Return the folder."""
        return replace(form, folder=self.folder.text())
