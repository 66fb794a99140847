"""The folder where mail and Zalo put packages, looked into whatever screen of the window is shown."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from app.core.changes import Changes
from app.services.packages.watching import new_files
from app.services.queries.exchange_boxes import known_files
from app.ui.context import UiContext

_EVERY_MS = 5 * 60_000  # a network folder and a phone's give no sign when a file comes
_SETTLE_MS = 1_500
_HEARD = Changes(documents=True)
_OWN_SCREENS = ("exchange", "receiving")  # they say it themselves, or are at work on it


class FolderWatch(QObject):
    """Says once of each file that is new to the register that it lies there.

    ``screen`` names the screen that is shown; ``is_free`` tells whether the banner above it may be used.
    """

    def __init__(
        self,
        ui: UiContext,
        parent: QObject | None = None,
        *,
        screen: Callable[[], str],
        is_free: Callable[[], bool],
    ) -> None:
        super().__init__(parent)
        self._ui, self._screen, self._is_free = ui, screen, is_free
        self._told: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._timer, self._calm = QTimer(self), QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_SETTLE_MS)
        self._watcher.directoryChanged.connect(lambda _: self._calm.start())
        self._timer.timeout.connect(self.look)
        self._calm.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, when the folder changes, after packages were taken in, and every five minutes."""
        self._ui.bus.subscribe(self._heard)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look into the folder that is watched, if one is."""
        folder = self._ui.services.settings.text("exchange.folder")
        watched = self._watcher.directories()
        if watched and watched != [folder]:
            self._watcher.removePaths(watched)
        if not folder:
            return
        if folder not in watched:
            self._watcher.addPath(folder)
        self._ui.jobs.read(
            lambda session, job: known_files(session),
            lambda known: self._ui.jobs.compute(lambda job: new_files(Path(folder), known), self._found),
        )

    def _heard(self, changes: Changes, initiator: object) -> None:
        if changes.touches(_HEARD):
            self._calm.start()

    def _found(self, files: Sequence[Path]) -> None:
        if set(files) <= self._told or self._screen() in _OWN_SCREENS or not self._is_free():
            return
        self._told.update(files)
        names = "\n".join(map(str, files))
        self._ui.navigator.warn(
            f"Thư mục theo dõi {files[0].parent} có {len(files)} gói mới, chưa nhận.",
            verb="Xem gói",
            action=lambda: self._ui.navigator.open("receiving", files=names),
        )
