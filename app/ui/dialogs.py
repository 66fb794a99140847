"""Questions and answers in Vietnamese: every button bears the verb of what it does."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import Finding
from app.core.text import normalize
from app.ui.context import FileKind
from app.ui.icons import icon
from app.ui.screen import remember_tables_of
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button


class MessageDialog(QDialog):
    """A question with words, an optional part in the middle, and buttons that are verbs."""

    def __init__(self, parent: QWidget | None, title: str, *, mark: str = "", tone: Tone = Tone.INFO) -> None:
        super().__init__(parent)
        self.setObjectName("message_dialog")
        self.setWindowTitle(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 16, 18, 14)
        self._column.setSpacing(12)
        self._words = QVBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(14)
        if mark:
            picture = QLabel()
            side = self.fontMetrics().height() * 2
            picture.setPixmap(icon(mark, tone).pixmap(QSize(side, side)))
            head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(self._words, 1)
        self._column.addLayout(head)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)

    def add_words(self, text: str, kind: str = "") -> None:
        """Add a paragraph."""
        label = plain_label(text, kind, wraps=True)
        label.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.addWidget(label)

    def add_part(self, widget: QWidget) -> None:
        """Add a widget that fills the middle."""
        self._column.addWidget(widget, 1)

    def add_button(self, text: str, run: Callable[[], object], *, name: str, kind: str = "") -> QPushButton:
        """Add a button at the right; the last one added stands outermost."""
        button = push_button(text, run, name=name, primary=kind == "primary")
        if kind == "danger":
            button.setProperty("kind", "danger")
        button.setDefault(kind == "primary")
        button.setAutoDefault(kind == "primary")
        self._buttons.addWidget(button)
        return button

    def finish(self) -> None:
        """Put the buttons at the bottom; tables are laid out as they were left."""
        self._column.addLayout(self._buttons)
        remember_tables_of(self)
        for button in self.findChildren(QPushButton):
            if button.isDefault():
                button.setFocus()


class QtDialogs:
    """The ``Dialogs`` port on the screen; remembers the last folder for the time of the program."""

    def __init__(self, folder: Callable[[], str] = lambda: "") -> None:
        self._first_folder = folder
        self._folder = ""

    def confirm(self, question: str, *, verb: str, detail: str = "", dangerous: bool = False) -> bool:
        """Ask before what cannot be undone; Esc and Enter on a dangerous one mean "Hoãn"."""
        tone = Tone.BAD if dangerous else Tone.INFO
        dialog = MessageDialog(_parent(), verb, mark="warning" if dangerous else "help", tone=tone)
        dialog.add_words(question, "strong")
        if detail:
            dialog.add_words(detail)
        hold = dialog.add_button("Hoãn", dialog.reject, name="cancel_button")
        kind = "danger" if dangerous else "primary"
        dialog.add_button(verb, dialog.accept, name="confirm_button", kind=kind)
        dialog.finish()
        if dangerous:
            hold.setDefault(True)
            hold.setFocus()
        return _answer(dialog)

    def ask_retry(self, message: str, hint: str, details: str = "") -> bool:
        """Tell what the machine refused and offer to try again."""
        dialog = MessageDialog(_parent(), "Chưa làm được", mark="error", tone=Tone.WARNING)
        dialog.add_words(message, "strong")
        dialog.add_words(hint)
        if details:
            dialog.add_words(f"Mã: {details}", "soft")
        dialog.add_button("Để sau", dialog.reject, name="later_button")
        dialog.add_button("Thử lại", dialog.accept, name="retry_button", kind="primary")
        dialog.finish()
        return _answer(dialog)

    def ask_text(self, title: str, label: str, *, verb: str, value: str = "", lines: int = 1) -> str | None:
        """Ask for one text that may not be empty."""
        dialog = MessageDialog(_parent(), title)
        dialog.add_words(label)
        edit = QLineEdit(value) if lines == 1 else QPlainTextEdit(value)
        edit.setObjectName("text_edit")
        edit.setAccessibleName(label)
        dialog.add_part(edit)
        dialog.add_button("Hoãn", dialog.reject, name="cancel_button")
        confirm = dialog.add_button(verb, dialog.accept, name="confirm_button", kind="primary")
        dialog.finish()
        if isinstance(edit, QPlainTextEdit):
            edit.setFixedHeight(dialog.fontMetrics().height() * (lines + 1))
            QShortcut(QKeySequence("Ctrl+Return"), dialog).activated.connect(confirm.click)

        def typed() -> str:
            return normalize(edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()).strip()

        edit.textChanged.connect(lambda *_: confirm.setEnabled(bool(typed())))
        confirm.setEnabled(bool(typed()))
        edit.setFocus()
        return typed() if _answer(dialog) else None

    def ask_choice(
        self, title: str, label: str, choices: Sequence[tuple[str, str]], *, verb: str
    ) -> str | None:
        """Ask for one of some (key, words)."""
        dialog = MessageDialog(_parent(), title)
        dialog.add_words(label)
        box = QComboBox()
        box.setObjectName("choice_box")
        box.setAccessibleName(label)
        for key, words in choices:
            box.addItem(words, key)
        dialog.add_part(box)
        dialog.add_button("Hoãn", dialog.reject, name="cancel_button")
        dialog.add_button(verb, dialog.accept, name="confirm_button", kind="primary")
        dialog.finish()
        box.setFocus()
        return str(box.currentData()) if _answer(dialog) and choices else None

    def ask_open_file(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask for a file to read."""
        found = self._files(title, kinds, QFileDialog.FileMode.ExistingFile, "Mở")
        return found[0] if found else None

    def ask_open_files(self, title: str, kinds: Sequence[FileKind]) -> tuple[Path, ...]:
        """Ask for some files to read."""
        return self._files(title, kinds, QFileDialog.FileMode.ExistingFiles, "Mở")

    def ask_save_file(self, title: str, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask where to write; asks itself before it lets a file be replaced."""
        dialog = self._file_dialog(title, kinds, "Cất")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        if kinds:
            dialog.setDefaultSuffix(kinds[0].endings[0])
        dialog.selectFile(name)
        if not dialog.exec():
            return None
        path = Path(dialog.selectedFiles()[0])
        self._folder = str(path.parent)
        return path

    def ask_folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        found = self._files(title, (), QFileDialog.FileMode.Directory, "Chọn")
        return found[0] if found else None

    def show_findings(self, title: str, findings: Sequence[Finding]) -> None:
        """List every fault of an input."""
        dialog = MessageDialog(_parent(), "Dữ liệu cần sửa", mark="warning", tone=Tone.WARNING)
        dialog.add_words(title, "strong")
        from app.ui.tables.findings import findings_table

        table = findings_table(findings)
        dialog.add_part(table)
        dialog.add_button("Chép danh sách", table.copy_all, name="copy_button")
        dialog.add_button("Đóng", dialog.accept, name="close_button", kind="primary")
        dialog.finish()
        make_roomy(dialog)
        _answer(dialog)

    def show_text(self, title: str, text: str) -> None:
        """Show a longer text that can be copied."""
        dialog = MessageDialog(_parent(), title)
        page = QPlainTextEdit(text)
        page.setObjectName("text_page")
        page.setReadOnly(True)
        dialog.add_part(page)
        dialog.add_button("Chép", lambda: QGuiApplication.clipboard().setText(text), name="copy_button")
        dialog.add_button("Đóng", dialog.accept, name="close_button", kind="primary")
        dialog.finish()
        make_roomy(dialog)
        _answer(dialog)

    def _files(
        self, title: str, kinds: Sequence[FileKind], mode: QFileDialog.FileMode, verb: str
    ) -> tuple[Path, ...]:
        dialog = self._file_dialog(title, kinds, verb)
        dialog.setFileMode(mode)
        if mode == QFileDialog.FileMode.Directory:
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if not dialog.exec():
            return ()
        paths = tuple(Path(name) for name in dialog.selectedFiles())
        self._folder = str(paths[0] if mode == QFileDialog.FileMode.Directory else paths[0].parent)
        return paths

    def _file_dialog(self, title: str, kinds: Sequence[FileKind], verb: str) -> QFileDialog:
        dialog = QFileDialog(_parent(), title, self._folder or self._first_folder())
        dialog.setNameFilters(
            [f"{kind.label} ({' '.join(f'*.{e}' for e in kind.endings)})" for kind in kinds]
        )
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, verb)
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, "Hoãn")
        return dialog


def make_roomy(dialog: QDialog) -> None:
    """Give a dialog with a list or a long text the room there is, not more than the screen has."""
    metrics, room = dialog.fontMetrics(), dialog.screen().availableGeometry()
    width = min(metrics.averageCharWidth() * 90, int(room.width() * 0.9))
    dialog.resize(width, min(metrics.height() * 26, int(room.height() * 0.85)))


def _parent() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()


def _answer(dialog: QDialog) -> bool:
    answer = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer
