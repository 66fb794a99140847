"""A second start brings the first window to the front instead of opening another over the same register.

What the second start was asked to open, a package that was double clicked, is handed over to it.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_WORD = b"len-truoc"
_PACKAGE = b"mo-goi "
_ANSWER = b"vang\n"
_PATIENCE_MS = 1500
_TRIES = 2
_LISTEN_AFTER_MS = 200  # after the first paint: the network module is not what a window starts with


def call_first_window(name: str, package: Path | None = None) -> bool:
    """Ask the window that holds the seat to come to the front, and to show a package if one is named.

    False where it does not answer.
    """
    from PySide6.QtNetwork import QLocalSocket

    word = _WORD if package is None else _PACKAGE + str(package).encode("utf-8", "surrogateescape")
    keeper = QCoreApplication([])  # sockets need one; it goes when the answer is there
    _let_others_come_forward()
    for _ in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(_PATIENCE_MS):
            socket.write(word + b"\n")
            socket.flush()
            answered = socket.waitForReadyRead(_PATIENCE_MS)
            socket.abort()
            if answered:
                keeper.shutdown()
                return True
    keeper.shutdown()
    return False


class FrontDoor(QObject):
    """Listens for later starts, and brings the window of the moment to the front."""

    def __init__(
        self,
        name: str,
        window: Callable[[], QWidget | None],
        parent: QObject,
        take_package: Callable[[Path], object] = bool,
    ) -> None:
        super().__init__(parent)
        self._name, self._window, self._take_package = name, window, take_package
        self._server: QObject | None = None
        QTimer.singleShot(_LISTEN_AFTER_MS, self.listen)

    def listen(self) -> None:
        """Begin to listen; what a killed program left behind is removed, for the seat is ours."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)
        server.newConnection.connect(self._answer)
        server.listen(self._name)
        self._server = server

    def _answer(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda: self._hear(socket))

    def _hear(self, socket: "QLocalSocket") -> None:
        """Take the one line of a later start; an earlier version's word opens nothing, as it always did."""
        if not socket.canReadLine():
            return
        line = bytes(socket.readLine().data()).removesuffix(b"\n")
        socket.write(_ANSWER)
        socket.flush()
        bring_to_front(self._window())
        if line.startswith(_PACKAGE):
            self._take_package(Path(line.removeprefix(_PACKAGE).decode("utf-8", "surrogateescape")))


def bring_to_front(window: QWidget | None) -> None:
    """Show a window before all others, also one that was minimised."""
    if window is None:
        return
    state = window.windowState() & ~Qt.WindowState.WindowMinimized
    window.setWindowState(state | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()


def _let_others_come_forward() -> None:
    """Pass on the right to take the front, which Windows gives to the program the person just started."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
