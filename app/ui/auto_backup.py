"""Copies without being asked: soon after the start, then every half hour in which something was done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.errors import AppError
from app.ui.context import UiContext
from app.ui.copies import copy_news

if TYPE_CHECKING:
    from app.services.backups import BackupFile

EVERY_MS = 30 * 60 * 1000
AFTER_START_MS = 2 * 60 * 1000


class AutoBackup(QObject):
    """Lives as long as its window; a failure is told once, until a copy succeeds again.

    What the last session wrote without a copy is copied soon after the start.
    """

    def __init__(self, ui: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.copy_if_news)
        self._timer.start()
        QTimer.singleShot(AFTER_START_MS, self, self.copy_if_news)

    def copy_if_news(self) -> None:
        """Make a copy when something was done since the last one."""
        copy_news(self._ui, self._copied, self._failed)

    def _copied(self, copy: "BackupFile | None") -> None:
        self._has_failed = False

    def _failed(self, error: AppError) -> bool:
        if not self._has_failed:
            self._has_failed = True
            self._ui.navigator.warn(f"Chưa tự sao lưu được. {error.sentence()}")
        return True
