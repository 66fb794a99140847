"""The periods of a year as bands on one strip: a gap or a day that is counted twice cannot be overlooked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.theme import current_theme
from app.ui.tone import Tone


@dataclass(frozen=True, slots=True)
class Band:
    """One period: its first and last day, the day it is due, what stands on it and what it tells."""

    first: date
    last: date
    due: date
    label: str
    words: str
    tone: Tone


class YearStrip(QWidget):
    """Paints bands by day; days missed or counted twice are red, due days are ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("year_strip")
        self.bands: tuple[Band, ...] = ()
        self.faults: tuple[date, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bands(self, bands: Sequence[Band], faults: Sequence[date], words: str) -> None:
        """Show the periods; ``words`` says the same for those who cannot see it."""
        self.bands, self.faults = tuple(bands), tuple(faults)
        self.setAccessibleName(words)
        self.setVisible(bool(bands))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for two lines of height."""
        return QSize(200, self.fontMetrics().height() * 2 + 6)

    def minimumSizeHint(self) -> QSize:
        """Ask for little width: the strip shrinks."""
        return QSize(60, self.sizeHint().height())

    def band_at(self, x: float) -> Band | None:
        """Return the band at a place, the later one where two overlap."""
        found = [band for band in self.bands if self._x(band.first) <= x < self._x(band.last) + self._day]
        return found[-1] if found else None

    def event(self, event: QEvent) -> bool:
        """Tell of the band under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            band = self.band_at(event.pos().x())
            QToolTip.showText(event.globalPos(), band.words if band else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bands, faults and due days."""
        painter = QPainter(self)
        theme = current_theme()
        line = self.fontMetrics().height()
        for place, band in enumerate(self.bands):
            ink, ground, edge = theme.tones[band.tone]
            room = QRectF(
                self._x(band.first), 0, self._x(band.last) + self._day - self._x(band.first), line + 4
            )
            painter.setPen(QPen(QColor(edge)))
            painter.setBrush(QColor(ground if place % 2 else theme.surface))
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(QColor(ink))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, band.label)
        for day in self.faults:
            painter.fillRect(
                QRectF(self._x(day), 0, max(2.0, self._day), line + 4), QColor(theme.ink_of(Tone.BAD))
            )
        painter.setPen(QColor(theme.ink_soft))
        for band in self.bands:
            x = self._x(band.due) + self._day / 2
            painter.drawLine(int(x), line + 5, int(x), line + 10)
            room = QRectF(x - 40, line + 8, 80, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(band.due.day))

    @property
    def _day(self) -> float:
        return self.width() / max(1, (self._end - self._start).days)

    @property
    def _start(self) -> date:
        return min(band.first for band in self.bands)

    @property
    def _end(self) -> date:
        return max(max(band.last, band.due) for band in self.bands) + timedelta(days=8)

    def _x(self, day: date) -> float:
        return (day - self._start).days * self._day
