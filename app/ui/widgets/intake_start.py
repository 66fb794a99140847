"""Where no directive is open: what was refused or is being read, and the ways to begin."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button

_INVITATION = "Kéo tệp văn bản (.docx, .pdf có lớp chữ, .txt) thả vào cửa sổ này, hoặc:"
_DONE = "Đọc ngay trên máy này, không gửi đi đâu; chưa ghi gì vào sổ cho đến khi bấm Ghi vào sổ."


class StartPage(QWidget):
    """Where nothing is open: what was refused, and the ways to begin."""

    def __init__(
        self,
        choose: Callable[[], object],
        paste: Callable[[], object],
        stop: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.problem = self._centred("strong")
        self.problem.setObjectName("start_problem")
        self.hint = self._centred("")
        self.hint.setObjectName("start_hint")
        self.invitation = self._centred("soft")
        self.open_button: QPushButton = push_button("Chọn tệp…", choose, name="choose_button", primary=True)
        self.open_button.setToolTip("Ctrl+O")
        self.paste_button: QPushButton = push_button("Dán văn bản", paste, name="paste_button")
        self.paste_button.setToolTip("Ctrl+V")
        self.stop_button: QPushButton = push_button("Dừng đọc", stop, name="stop_button")
        self.stop_button.setToolTip("Esc")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.paste_button)
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._mark, self.problem, self.hint, self.invitation):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self._centred("soft", _DONE))
        column.addStretch(3)
        self.setFocusProxy(self.open_button)
        self.show_state()

    def _centred(self, kind: str, text: str = "") -> QLabel:
        label = plain_label(text, kind, wraps=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def show_state(self, problem: str = "", hint: str = "", *, is_reading: bool = False) -> None:
        """Show what was refused and what to do, or that a document is being read."""
        self.problem.setText(problem)
        self.hint.setText(hint)
        self.problem.setVisible(bool(problem))
        self.hint.setVisible(bool(hint))
        self.stop_button.setVisible(is_reading)
        self.invitation.setText("Có thể chọn văn bản khác:" if is_reading else _INVITATION)
        refused = bool(problem) and not is_reading
        side = self.fontMetrics().height() * 3
        picture = icon("warning" if refused else "import", Tone.WARNING if refused else "line_strong")
        self._mark.setPixmap(picture.pixmap(QSize(side, side)))
