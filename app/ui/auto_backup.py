"""Copies without being asked: every half hour in which something was written, and old ones rotated out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.changes import Changes
from app.core.errors import AppError
from app.ui.context import UiContext

if TYPE_CHECKING:
    from app.services.backups import BackupFile

EVERY_MS = 30 * 60 * 1000


class AutoBackup(QObject):
    """Lives as long as its window; a failure is told once, until a copy succeeds again."""

    def __init__(self, ui: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._has_news = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.copy_if_news)
        self._timer.start()
        ui.bus.subscribe(self._heard)

    def copy_if_news(self) -> None:
        """Make a copy when something was written since the last one."""
        if not self._has_news:
            return
        self._has_news = False
        services = self._ui.services

        def copy(uow: object, job: object) -> "BackupFile":
            from app.services.backups import back_up, rotate_backups

            made = back_up(services)
            rotate_backups(services)
            return made

        self._ui.jobs.maintain(copy, self._made, self._failed, title="")

    def _heard(self, changes: Changes, initiator: object) -> None:
        self._has_news = True

    def _made(self, copy: "BackupFile") -> None:
        self._has_failed = False

    def _failed(self, error: AppError) -> bool:
        self._has_news = True
        if not self._has_failed:
            self._has_failed = True
            self._ui.navigator.warn(f"Chưa tự sao lưu được. {error.sentence()}")
        return True
