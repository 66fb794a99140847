"""Icons drawn by us as SVG in one ink; painted in the colour of the theme, sharp at every size."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.system.paths import resources_folder
from app.ui.theme import current_theme
from app.ui.tone import Tone

Paint = Tone | str
"""A tone, or the name of one of the theme's colours ("accent", "rail_ink", "ink_soft")."""


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("#000000", colour).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


def _colour(paint: Paint) -> str:
    theme = current_theme()
    if isinstance(paint, Tone):
        return theme.ink_of(paint)
    return str(getattr(theme, paint))


class ThemedIcon(QIconEngine):
    """Paints one drawing in the ink of the theme of the moment: nothing to do when the theme changes."""

    def __init__(self, name: str, paint: Paint) -> None:
        super().__init__()
        self._name = name
        self._paint = paint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle; a disabled icon is fainter."""
        painter.save()
        paint = self._paint
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.45)
            paint = "ink_soft" if paint == "accent_ink" else paint  # a disabled button has no accent under it
        _renderer(self._name, _colour(paint)).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the drawing on nothing, ``size`` in device pixels."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """Return the drawing for a screen of some scale; ``size`` is already in device pixels."""
        return self.pixmap(size, mode, state)

    def isNull(self) -> bool:
        """Never empty."""
        return False

    def clone(self) -> "ThemedIcon":
        """Return another of the same."""
        return ThemedIcon(self._name, self._paint)


@lru_cache(maxsize=512)
def icon(name: str, paint: Paint = Tone.NEUTRAL) -> QIcon:
    """Return an icon of ``resources/icons`` by its file's name without ending."""
    return QIcon(ThemedIcon(name, paint))


def beside_words(line: int) -> QSize:
    """Return the size of an icon left of words, for lines so high: wider than high, for room."""
    return QSize(line + 6, line)


def has_icon(name: str) -> bool:
    """Tell whether there is a drawing of that name."""
    return (resources_folder() / "icons" / f"{name}.svg").is_file()
