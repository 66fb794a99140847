"""The one mapping from an error to what a person sees; jobs, slots and the exception hooks all end here."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from app import __version__
from app.core.clock import Clock
from app.core.errors import (
    AppError,
    Cancelled,
    ImportRefused,
    InvalidField,
    NotFound,
    RuleViolation,
)
from app.ui.context import Dialogs, Token

_log = logging.getLogger(__name__)


class Manner(Enum):
    """How a failure reaches the person."""

    NOTHING = auto()
    FIELD = auto()
    BANNER = auto()
    RETRY = auto()
    FINDINGS = auto()
    CRASH = auto()


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is shown: the manner, the sentence, what to do, the code, and for a form the field."""

    manner: Manner
    message: str = ""
    hint: str = ""
    code: str = ""
    field: str = ""


def present(error: BaseException) -> Presentation:
    """Map an error to its presentation; whatever is not an ``AppError`` is a bug of ours."""
    if isinstance(error, Cancelled):
        return Presentation(Manner.NOTHING)
    if isinstance(error, InvalidField):
        return Presentation(Manner.FIELD, error.message, error.hint, error.code, error.field)
    if isinstance(error, ImportRefused):
        return Presentation(Manner.FINDINGS, error.message, error.hint, error.code)
    if isinstance(error, RuleViolation | NotFound):
        return Presentation(Manner.BANNER, error.message, error.hint, error.code)
    if isinstance(error, AppError):
        return Presentation(Manner.RETRY, error.message, error.hint, error.code)
    return Presentation(
        Manner.CRASH,
        "Chương trình gặp lỗi ngoài dự tính; xin lỗi vì sự bất tiện này.",
        "Dữ liệu đã cất vẫn nguyên vẹn. Có thể đóng thông báo này và làm tiếp.",
    )


def banner_text(error: AppError) -> str:
    """Return the sentence of a banner: what, what to do, the code small at the end."""
    return error.sentence()


class Fallback(Protocol):
    """The frame, where a problem is shown when its screen is gone."""

    def show_problem(self, error: AppError) -> None:
        """Show what was refused and what to do."""
        ...


class CrashReports:
    """Writes one file for each bug into the log folder: versions and the trace, no values of variables."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def write(self, error: BaseException) -> tuple[Path | None, str]:
        """Keep the report; return its file (None where it cannot be written) and its text."""
        import platform  # of use only to a crash

        at = self._clock.now().astimezone()
        trace = "".join(traceback.format_exception(error))
        text = (
            f"Sổ CCHC {__version__}\n{at.isoformat(timespec='seconds')}\n{platform.platform()}\n"
            f"Python {platform.python_version()}, Qt {qVersion()}\n\n{trace}"
        )
        path = self._folder / f"bao-loi-{at:%Y%m%d-%H%M%S}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError:
            return None, text
        return path, text


class CrashDialog(QDialog):
    """The apology for a bug: what it means, where the report lies, a button that copies it."""

    def __init__(self, shown: Presentation, path: Path | None, report: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setObjectName("crash_dialog")
        self.setWindowTitle("Lỗi của chương trình")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        where = (
            f"Báo lỗi đã ghi tại:\n{path}" if path else "Không ghi được tệp báo lỗi; hãy bấm Chép báo lỗi."
        )
        words = QLabel(f"{shown.message}\n{shown.hint}\n\n{where}")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        details = QPlainTextEdit(report)
        details.setReadOnly(True)
        details.setMinimumSize(560, 160)
        copy = QPushButton("&Chép báo lỗi")
        copy.setObjectName("copy_button")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close = QPushButton("Đón&g")
        close.setObjectName("close_button")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(details, 1)
        layout.addLayout(buttons)


class FaultDesk(QObject):
    """Shows every failure in its manner; lives on the main thread, may be called from any."""

    _arrived = Signal(object)

    def __init__(self, dialogs: Dialogs, reports: CrashReports, fallback: Fallback | None = None) -> None:
        super().__init__()
        self._dialogs = dialogs
        self._reports = reports
        self._shown: CrashDialog | None = None
        self.fallback = fallback
        self._arrived.connect(self.show_crash, Qt.ConnectionType.QueuedConnection)

    def handle(
        self, error: BaseException, *, token: Token, retry: Callable[[], object] | None = None
    ) -> None:
        """Show a failure of a view's work."""
        shown = present(error)
        if shown.manner is Manner.NOTHING:
            return
        if shown.manner is Manner.CRASH or not isinstance(error, AppError):
            self.show_crash(error)
        elif shown.manner is Manner.RETRY:
            _log.warning("%s", error.code, exc_info=error)
            if self._dialogs.ask_retry(shown.message, shown.hint, shown.code) and retry is not None:
                retry()
        elif isinstance(error, ImportRefused):
            self._dialogs.show_findings(f"{shown.message} {shown.hint}".strip(), error.findings)
        else:
            surface = token.surface or self.fallback
            if surface is not None:
                surface.show_problem(error)

    def show_crash(self, error: BaseException) -> None:
        """Log a bug, keep its report, apologise once; the window stays up."""
        _log.error("bug", exc_info=error)
        path, text = self._reports.write(error)
        if self._shown is not None:
            return  # a bug that repeats at every paint must not bury the screen in dialogs
        self._shown = CrashDialog(present(error), path, text)
        self._shown.finished.connect(self._forget)
        self._shown.open()

    def _forget(self) -> None:
        self._shown = None

    def install_hooks(self) -> None:
        """Send every uncaught exception here, of slots and of threads."""

        def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
            elif isinstance(error, AppError | Cancelled):
                self.handle(error, token=Token())
            else:
                self.show_crash(error)

        def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
            if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
                self._arrived.emit(arguments.exc_value)

        sys.excepthook = uncaught
        threading.excepthook = uncaught_in_thread
