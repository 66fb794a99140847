"""The preferences: colours, letters, person, folders; every change is kept at once."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.system.mail import MailAccount
from app.system.secrets import Secrets, VaultSecrets
from app.ui.application import FONT_POINTS, Look
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.preferences.dialogs import MailForm
from app.ui.screens.preferences.presenter import (
    FORMATS,
    Appearance,
    MailShown,
    Preferences,
    PreferencesPresenter,
    SaveAccount,
    choices_of,
    label_of,
)
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.tile import card

_SIZE_WORDS = {11: "Nhỏ (11)", 14: "Vừa (14)", 18: "Lớn (18)"}


class PreferencesScreen(ScreenBase):
    """Four cards: how it looks, who works here, where things lie, who sends mail."""

    watches = Changes(settings=True)

    def __init__(self, ui: UiContext, appearance: Appearance, secrets: Secrets) -> None:
        super().__init__(ui, title="Tùy chọn")
        self.presenter: PreferencesPresenter = PreferencesPresenter(self, self.ui, appearance, secrets)
        self._is_filling = False
        self._make_fields()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 4, 8)
        column.setSpacing(12)
        column.addWidget(
            self._card(
                "Giao diện",
                (label_of("view.theme"), self.theme),
                (label_of("view.font_points"), self.points),
                (
                    "",
                    plain_label(
                        "Ctrl++ và Ctrl+- đổi cỡ chữ ở bất kỳ đâu, Ctrl+0 về cỡ vừa.", "soft", wraps=True
                    ),
                ),
            )
        )
        column.addWidget(
            self._card(
                "Người làm",
                (label_of("user.name"), self.user),
                ("", plain_label("Tên ghi vào nhật ký từ lần mở sổ sau.", "soft", wraps=True)),
            )
        )
        column.addWidget(
            self._card(
                "Văn bản và dữ liệu",
                (label_of("documents.formats"), self._formats_row()),
                (label_of("documents.folder"), self._documents_row()),
                ("Sổ cất ở", self._data_row()),
                ("", self.practice),
            )
        )
        column.addWidget(self._card("Thư điện tử", ("Tài khoản của cơ quan", self._mail_row())))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(whole)
        self.set_content(scroll)

    def _make_fields(self) -> None:
        self.theme = QComboBox()
        self.theme.setObjectName("theme")
        for key, words in choices_of("view.theme"):
            self.theme.addItem(words, key)
        self.points = QComboBox()
        self.points.setObjectName("points")
        for size in FONT_POINTS:
            self.points.addItem(_SIZE_WORDS.get(size, str(size)), size)
        self.user = QLineEdit()
        self.user.setObjectName("user")
        self.user.setPlaceholderText("Họ và tên")
        self.documents = _path_label("documents")
        self.data = _path_label("data")
        self.practice = plain_label("", wraps=True)
        self.formats: dict[str, QCheckBox] = {}
        self.theme.activated.connect(lambda _: self.presenter.theme_chosen(self.theme.currentData()))
        self.points.activated.connect(lambda _: self.presenter.points_chosen(self.points.currentData()))
        self.user.editingFinished.connect(lambda: self.presenter.user_entered(self.user.text()))

    def _formats_row(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for key, words in FORMATS:
            box = QCheckBox(words)
            box.setObjectName(f"format_{key}")
            box.toggled.connect(lambda _: self._formats_toggled())
            self.formats[key] = box
            row.addWidget(box)
        row.addStretch(1)
        return _row(row)

    def _documents_row(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.documents, 1)
        presenter = self.presenter
        row.addWidget(push_button("Chọn…", presenter.choose_documents_clicked, name="choose_documents"))
        row.addWidget(push_button("Như cũ", presenter.usual_documents_clicked, name="usual_documents"))
        return _row(row)

    def _data_row(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.data, 1)
        row.addWidget(push_button("Mở thư mục", self.presenter.open_data_clicked, name="open_data"))
        return _row(row)

    def _mail_row(self) -> QWidget:
        self.mail = plain_label("", wraps=True)
        self.mail.setObjectName("mail")
        presenter = self.presenter
        self.mail_button = push_button("Sửa tài khoản…", presenter.mail_clicked, name="edit_mail")
        self.try_button = push_button("Thử đăng nhập", presenter.try_mail_clicked, name="try_mail")
        self.forget_button = push_button("Bỏ tài khoản", presenter.forget_mail_clicked, name="forget_mail")
        buttons = FlowRow()
        for button in (self.mail_button, self.try_button, self.forget_button):
            buttons.add(button)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.mail)
        column.addWidget(buttons)
        row = QWidget()
        row.setLayout(column)
        return row

    def _card(self, title: str, *fields: tuple[str, QWidget]) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(title, "strong"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for words, widget in fields:
            label = plain_label(words)
            label.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)
            label.setBuddy(widget)
            if words:
                widget.setAccessibleName(words)
            form.addRow(label, widget)
        column.addLayout(form)
        return card(column)

    def show_preferences(self, shown: Preferences) -> None:
        """Fill the page."""
        self._is_filling = True
        self.theme.setCurrentIndex(max(self.theme.findData(shown.theme), 0))
        if self.points.findData(shown.points) < 0:
            self.points.addItem(str(shown.points), shown.points)
        self.points.setCurrentIndex(self.points.findData(shown.points))
        self.user.setText(shown.user)
        for label, text in ((self.documents, shown.documents), (self.data, shown.data)):
            label.setText(text)
            label.setToolTip(text)
        for key, box in self.formats.items():
            box.setChecked(key in shown.formats)
        self.practice.setText(
            "Đây là sổ thực hành: chương trình chạy ở ngày của sổ." if shown.practice else ""
        )
        self.practice.setVisible(bool(shown.practice))
        self._is_filling = False

    def show_mail(self, shown: MailShown) -> None:
        """Say which account sends mail, or why none can."""
        self.mail.setText(shown.words)
        self.mail_button.setEnabled(shown.has_vault)
        self.mail_button.setText("Sửa tài khoản…" if shown.has_account else "Nhập tài khoản…")
        for button in (self.try_button, self.forget_button):
            button.setVisible(shown.has_account)
        self.try_button.setEnabled(shown.has_vault)

    def ask_mail(self, known: MailAccount | None, person: str, save: SaveAccount) -> None:
        """Ask for ``AccountFields``."""
        MailForm(self, known, person).ask(save)

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _formats_toggled(self) -> None:
        if not self._is_filling:
            self.presenter.formats_chosen(tuple(key for key, box in self.formats.items() if box.isChecked()))


def _path_label(name: str) -> QLabel:
    label = plain_label("", wraps=True)
    label.setObjectName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _row(layout: QHBoxLayout) -> QWidget:
    row = QWidget()
    row.setLayout(layout)
    return row


class _Nothing:
    def apply(self) -> None:
        """Change nothing: the look belongs to somebody else."""


def make(ui: UiContext, appearance: Appearance | None = None, secrets: Secrets | None = None) -> ScreenBase:
    """Make the preferences over the program's look; they follow it when it is changed elsewhere."""
    screen = PreferencesScreen(ui, appearance or _Nothing(), secrets or VaultSecrets())
    if isinstance(appearance, Look):
        appearance.changed.connect(screen.mark_stale)
    return screen
