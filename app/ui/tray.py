"""What is due today, told outside the window: a message from the tray, a number on the task bar.

Where the system has no tray nothing is shown there; the home page and Đôn đốc say the same.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.core.changes import Changes
from app.services.queries.reminder_desk import ReminderDesk, read_reminder_desk
from app.services.reminder_texts import due_summary
from app.ui.context import UiContext

_EVERY_MS = 30 * 60_000
_SOON_MS = 2_000
_HEARD = Changes(cycles=True, tasks=True, reminders=True, documents=True)

Badge = Callable[[int], object]


class DueWatch(QObject):
    """Reads the list of the day now and then, and after changes; ``told`` comes with every sentence shown."""

    told = Signal(str)

    def __init__(
        self,
        ui: UiContext,
        badge: Badge,
        parent: QObject | None = None,
        *,
        tray: QSystemTrayIcon | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._tray, self._badge = ui, tray, badge
        self._told_on: date | None = None
        self._is_hub = True
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.look)
        if tray is not None:
            tray.messageClicked.connect(self._open)
            tray.activated.connect(lambda _: self._open())

    def start(self) -> None:
        """Look now, every half hour, and whenever something was written that may change the list."""
        self._ui.bus.subscribe(self._heard)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Read the list of today."""
        today = self._ui.services.clock.today()
        self._ui.jobs.read(
            lambda session, job: read_reminder_desk(session, day=today), self._tell, lambda _: None
        )

    def _heard(self, changes: Changes, initiator: object) -> None:
        if changes.touches(_HEARD):
            self._soon.start()

    def _tell(self, desk: ReminderDesk) -> None:
        self._is_hub = desk.is_hub
        self._badge(len(desk.open_rows))
        words = due_summary(desk.rows, is_hub=desk.is_hub)
        if self._tray is not None:
            self._tray.setToolTip(f"Sổ CCHC. {words}".strip())
            self._tray.setVisible(True)
        if words and self._told_on != desk.today:  # once a day: a tray that keeps talking is switched off
            self._told_on = desk.today
            if self._tray is not None:
                self._tray.showMessage("Sổ CCHC: việc đến hạn", words, self._tray.icon())
            self.told.emit(words)

    def _open(self) -> None:
        window = self.parent()
        if isinstance(window, QWidget):
            if window.isMinimized():
                window.showNormal()
            window.raise_()
            window.activateWindow()
        self._ui.navigator.open("reminders" if self._is_hub else "home")


def system_tray(parent: QObject) -> QSystemTrayIcon | None:
    """Return an icon in the system's tray; None where there is none."""
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return None
    return QSystemTrayIcon(QApplication.windowIcon(), parent)
