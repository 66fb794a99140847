"""The QApplication: look, fonts, language, and the road from nothing to a painted window."""

import builtins
from collections.abc import Sequence

_plain_import = builtins.__import__

from PySide6.QtCore import QLocale, QObject, Qt, Signal  # noqa: E402
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QIcon  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

# PySide6 wraps builtins.__import__ for its `__feature__` switch, which nobody here uses. With the wrapper
# every later import is slower: SQLAlchemy takes 290-316 ms instead of 216-244 (feasibility 4a).
builtins.__import__ = _plain_import

from app import __version__  # noqa: E402
from app.system.paths import resources_folder  # noqa: E402
from app.system.settings import Settings  # noqa: E402
from app.ui.style import style_sheet  # noqa: E402
from app.ui.theme import DARK, LIGHT, Theme, palette, use_theme  # noqa: E402
from app.ui.translation import VietnameseTranslator  # noqa: E402

FONT_POINTS = (11, 14, 18)
DEFAULT_POINTS = 14
_FAMILIES = ("Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans")


class Look(QObject):
    """Theme and font size of the program, live; kept in the person's preferences."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._applied: tuple[object, ...] = ()
        application.styleHints().colorSchemeChanged.connect(self.apply)

    @property
    def points(self) -> int:
        """The font size, one of ``FONT_POINTS`` unless a person wrote another into the file."""
        return min(max(self._settings.number("view.font_points"), 8), 28)

    @property
    def theme(self) -> Theme:
        """The theme that the preference and the system ask for."""
        wanted = self._settings.text("view.theme")
        if wanted == "system":
            scheme = self._application.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if wanted == "dark" else LIGHT

    def set_theme(self, name: str) -> None:
        """Choose "system", "light" or "dark"."""
        self._settings.set("view.theme", name)
        self.apply()

    def step(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (-1) size; 0 goes back to the usual one."""
        sizes = [size for size in FONT_POINTS if (size - self.points) * direction > 0]
        points = DEFAULT_POINTS if direction == 0 else self.points
        if sizes:
            points = min(sizes, key=lambda size: abs(size - self.points))
        self._settings.set("view.font_points", points)
        self.apply()

    def apply(self) -> None:
        """Give every widget the colours and the size of the moment."""
        theme, points = self.theme, self.points
        if self._applied == (theme.is_dark, points):
            return
        self._applied = (theme.is_dark, points)
        use_theme(theme)
        font = QFont()
        font.setFamilies(
            [*_FAMILIES, font.family()]
        )  # to list what is installed would take longer than to ask
        font.setPointSizeF(points)
        self._application.setFont(font)
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme, points, QFontMetrics(font).height()))
        self.changed.emit()


def create_application(arguments: Sequence[str], settings: Settings) -> tuple[QApplication, Look]:
    """Make the application object with our look; call once, before any widget."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(list(arguments))
    return application, dress(application, settings)


def dress(application: QApplication, settings: Settings) -> Look:
    """Give an application object our name, language, icon and look."""
    application.setApplicationName("so-cchc")
    application.setApplicationDisplayName("Sổ CCHC")
    application.setApplicationVersion(__version__)
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(resources_folder() / "icons" / "app.svg")))
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translator = VietnameseTranslator(application)
    application.installTranslator(translator)
    look = Look(application, settings)
    look.apply()
    return look


def run(application: QApplication) -> int:
    """Run the event loop until the last window closes; return the exit code."""
    return application.exec()
