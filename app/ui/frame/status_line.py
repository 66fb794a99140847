"""The line at the bottom: what was just done, what runs and how to stop it, when it was last kept."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.ui.jobs import Activity
from app.ui.widgets.labels import ElidedLabel, icon_button, plain_label, push_button

QUIET_MS = 300
MESSAGE_MS = 8_000


class StatusLine(QFrame):
    """Work shorter than 300 ms shows nothing; a message stays for some seconds, with its action."""

    stop_wanted = Signal()

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self._activity: Activity | None = None
        self._is_narrow = False
        self._message = ElidedLabel()
        self._message.setObjectName("status_message")
        self._verb: QPushButton | None = None
        self._work = plain_label("", "soft")
        self._work.setObjectName("work_label")
        self._bar = QProgressBar()
        self._bar.setObjectName("work_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._stop = icon_button("stop", "Dừng", self._stop_pressed)
        self._saved = plain_label("", "soft")
        self._saved.setObjectName("saved_label")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 4, 12, 4)
        self._row.setSpacing(10)
        self._row.addWidget(self._message, 1)
        self._version = plain_label(version, "soft")
        for widget in (self._work, self._bar, self._stop, self._saved, self._version):
            self._row.addWidget(widget)
        self._quiet = self._timer(QUIET_MS, self._show_work)
        self._fading = self._timer(MESSAGE_MS, self.clear_message)
        self._show_work()

    @property
    def message(self) -> str:
        """The sentence shown."""
        return self._message.text()

    def tell(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say one sentence for some seconds."""
        self.clear_message()
        self._message.setText(text)
        if verb and action is not None:
            run = action

            def press() -> None:
                self.clear_message()
                run()

            self._verb = push_button(verb, press, name="message_button")
            self._row.insertWidget(1, self._verb)
        self._fading.start()

    def clear_message(self) -> None:
        """Say nothing."""
        self._fading.stop()
        self._message.setText("")
        if self._verb is not None:
            self._row.removeWidget(self._verb)
            self._verb.deleteLater()
            self._verb = None

    def show_saved(self, at: datetime) -> None:
        """Say when something was last kept (local time)."""
        self._saved.setText(f"Đã cất {at:%H:%M}")

    def show_activity(self, activity: Activity | None) -> None:
        """Follow the work that runs; it appears after it has taken a moment."""
        was_idle, self._activity = self._activity is None, activity
        if activity is None:
            self._quiet.stop()
            self._show_work()
        elif was_idle:
            self._quiet.start()
        elif not self._quiet.isActive():
            self._show_work()

    def fit(self, *, is_narrow: bool) -> None:
        """Leave the version out where the window is narrow, and the time of saving while something runs."""
        self._is_narrow = is_narrow
        self._version.setVisible(not is_narrow)
        self._bar.setFixedWidth(80 if is_narrow else 140)
        self._show_work()

    def _show_work(self) -> None:
        activity = self._activity if not self._quiet.isActive() else None
        self._saved.setVisible(activity is None or not self._is_narrow)
        for widget in (self._work, self._bar):
            widget.setVisible(activity is not None)
        self._stop.setVisible(activity is not None and activity.stop is not None)
        if activity is None:
            return
        self._work.setText(activity.text or activity.title or "Đang xử lý…")
        self._bar.setRange(0, activity.total)
        self._bar.setValue(activity.done)

    def _stop_pressed(self) -> None:
        if self._activity is not None and self._activity.stop is not None:
            self._activity.stop()

    def _timer(self, ms: int, run: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer
