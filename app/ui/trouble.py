"""The page of a register that cannot be opened: what, why it is safe, what to do. Never a trace."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from app.core.errors import AppError, RegisterDamaged, RegisterLocked, RegisterTooNew
from app.ui.icons import icon
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button


def what_helps(error: AppError) -> str:
    """Return what a person may know or do about a register that does not open."""
    if isinstance(error, RegisterLocked):
        return "Sổ chỉ mở ở một nơi một lúc, để không ai ghi đè lên việc của người khác."
    if isinstance(error, RegisterTooNew):
        return "Trong lúc chờ cài phiên bản mới, có thể mở sổ ở thư mục khác."
    if isinstance(error, RegisterDamaged):
        return "Đừng sửa tệp bằng tay. Bản sao lưu nằm trong thư mục “sao-luu” bên cạnh sổ."
    return "Chưa có gì trong sổ bị thay đổi."


class TroubleWindow(QMainWindow):
    """Why the register does not open, and the two ways on: ``retry`` and ``choose``."""

    def __init__(self, error: AppError, folder: Path) -> None:
        super().__init__()
        self.setObjectName("trouble_window")
        self.setWindowTitle("Sổ CCHC – chưa mở được sổ")
        self.retry = push_button("Thử lại", lambda: None, name="retry_button", primary=True)
        self.choose = push_button("Chọn thư mục khác…", lambda: None, name="choose_button")
        height = self.fontMetrics().height()
        mark = QLabel()
        mark.setPixmap(icon("warning", Tone.WARNING).pixmap(QSize(height * 2, height * 2)))
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(plain_label("Chưa mở được sổ", "title"))
        words.addWidget(plain_label(error.message, "strong", wraps=True))
        for line in (error.hint, what_helps(error)):
            if line:
                words.addWidget(plain_label(line, wraps=True))
        words.addWidget(plain_label(f"Thư mục: {folder}", "soft", wraps=True))
        words.addWidget(plain_label(f"Mã: {error.code}", "soft"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.retry)
        words.addSpacing(6)
        words.addLayout(buttons)
        inside = QHBoxLayout()
        inside.setContentsMargins(24, 20, 24, 18)
        inside.setSpacing(18)
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)
        card = QFrame()
        card.setObjectName("card")
        card.setLayout(inside)
        card.setMaximumWidth(self.fontMetrics().averageCharWidth() * 90)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 20)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        self.setCentralWidget(page)
        room = self.screen().availableGeometry()
        self.resize(min(1000, room.width()), min(560, room.height()))
        self.retry.setFocus()
