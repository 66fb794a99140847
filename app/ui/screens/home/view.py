"""The home page: greeting, what to do now, the months of the year, what was done last."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import EVERYTHING
from app.core.errors import AppError
from app.core.text import format_number
from app.ui.context import UiContext
from app.ui.icons import Paint, icon
from app.ui.screen import ScreenBase
from app.ui.screens.home.columns import ActionLine, MonthState, MonthTile
from app.ui.screens.home.presenter import FirstStep, HomePage, HomePresenter
from app.ui.theme import current_theme
from app.ui.tone import Tone
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label
from app.ui.widgets.tile import Tile, card, scaled

_NARROW_LETTERS = 96
_STATES: dict[MonthState, Tone] = {
    MonthState.NONE: Tone.NEUTRAL,
    MonthState.COMING: Tone.NEUTRAL,
    MonthState.CURRENT: Tone.INFO,
    MonthState.COMPLETE: Tone.GOOD,
    MonthState.LACKING: Tone.WARNING,
}


class LineTile(Tile):
    """One action line: icon, number, words; what its Enter does stands in the tooltip."""

    def __init__(self, line: ActionLine, run: Callable[[], object], *, is_narrow: bool) -> None:
        super().__init__(f"line_{line.name}", f"{line.sentence} {line.verb}", run)
        self.line = line
        self.setToolTip(f"{line.verb} (Enter). Ctrl+R chép câu nhắc.")
        height = self.fontMetrics().height()
        shown = "!" if line.number is None else format_number(line.number)
        number = scaled(plain_label(shown), 1.35, current_theme().ink_of(line.tone))
        number.setMinimumWidth(self.fontMetrics().averageCharWidth() * 4)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words: QVBoxLayout | QHBoxLayout = QVBoxLayout() if is_narrow else QHBoxLayout()
        words.setSpacing(1 if is_narrow else 16)
        words.addWidget(plain_label(line.text, "strong", wraps=is_narrow))
        if line.detail:
            detail = plain_label(line.detail, "soft", wraps=True)
            side = Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag.AlignRight
            detail.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            words.addWidget(detail, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 12, 4)
        row.setSpacing(10)
        row.addWidget(_drawing(line.icon, line.tone, int(height * 1.1)))
        row.addWidget(number)
        row.addSpacing(2)
        row.addLayout(words, 1)
        row.addWidget(_drawing("right", "ink_soft", int(height * 0.9)))


class StepTile(Tile):
    """One of the first steps of an empty register."""

    def __init__(self, step: FirstStep, run: Callable[[], object]) -> None:
        super().__init__(f"step_{step.number}", f"Bước {step.number}: {step.title}. {step.detail}", run)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(plain_label(step.title, "strong", wraps=True))
        words.addWidget(plain_label(step.detail, "soft", wraps=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(16)
        row.addWidget(scaled(plain_label(str(step.number)), 1.7, current_theme().accent))
        row.addLayout(words, 1)
        row.addWidget(plain_label(step.verb, "link"))
        row.addWidget(_drawing("right", "accent", self.fontMetrics().height()))


class MonthButton(Tile):
    """One month of the strip: its number, how full, its due day."""

    def __init__(self, tile: MonthTile, run: Callable[[], object]) -> None:
        super().__init__(f"month_{tile.number}", tile.tooltip, run)
        self.tile = tile
        self.setToolTip(tile.tooltip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Leave room for three lines and the bar."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 8, int(metrics.height() * 3.5) + 14)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than "34/34"."""
        return QSize(self.fontMetrics().horizontalAdvance("000/000"), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the month."""
        theme, tile = current_theme(), self.tile
        ink, ground, edge = theme.tones[_STATES[tile.state]]
        painter = QPainter(self)
        is_now = tile.state is MonthState.CURRENT
        is_none = tile.state is MonthState.NONE
        self.paint_ground(painter, None if is_none else ground, theme.accent if is_now else edge)
        metrics, height = self.fontMetrics(), self.fontMetrics().height()
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink_soft if is_none else ink))
        painter.drawText(
            QRectF(0, 5, self.width(), height), Qt.AlignmentFlag.AlignCenter, f"Th {tile.number}"
        )
        painter.setFont(self.font())
        painter.setPen(QColor(theme.ink_soft if is_none else theme.ink))
        painter.drawText(
            QRectF(0, 5 + height, self.width(), height), Qt.AlignmentFlag.AlignCenter, tile.words
        )
        small = self.font()
        small.setPointSizeF(self.font().pointSizeF() * 0.78)
        painter.setFont(small)
        painter.setPen(QColor(theme.ink_soft))
        note = painter.fontMetrics().elidedText(tile.note, Qt.TextElideMode.ElideRight, self.width() - 8)
        painter.drawText(
            QRectF(4, 5 + 2 * height, self.width() - 8, height), Qt.AlignmentFlag.AlignCenter, note
        )
        if not is_none:
            self._paint_bar(painter, metrics.height() * 3 + 9)

    def _paint_bar(self, painter: QPainter, top: int) -> None:
        theme, tile = current_theme(), self.tile
        whole = QRectF(10, top, self.width() - 20, max(4, self.fontMetrics().height() // 4))
        painter.setPen(Qt.PenStyle.NoPen)
        pieces = (
            (1.0, theme.line),
            (tile.share, theme.ink_of(Tone.GOOD)),
            (tile.returned_share, theme.ink_of(Tone.WARNING)),
        )
        for share, colour in pieces:
            if share > 0:
                piece = QRectF(whole)
                piece.setWidth(whole.width() * min(share, 1.0))
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(piece, whole.height() / 2, whole.height() / 2)


def _drawing(name: str, paint: Paint, side: int) -> QLabel:
    label = QLabel()
    label.setPixmap(icon(name, paint).pixmap(QSize(side, side)))
    label.setFixedSize(side, side)
    return label


class HomeScreen(ScreenBase):
    """Shows ``HomePage``; rebuilt whole, because it is small."""

    watches = EVERYTHING

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Bàn làm việc")
        self.page: HomePage | None = None
        # Later, because while Qt tells of a new style it walks over the very children that are replaced.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._rebuild)
        self.presenter: HomePresenter = HomePresenter(self, self.ui)
        self.add_action("Chép câu nhắc", self._copy_current, mark="copy", name="copy", keys="Ctrl+R")
        self.add_action(
            "Trang lãnh đạo", lambda: self.ui.navigator.open("leader"), mark="leader", name="leader"
        )
        self._trouble = EmptyState(mark="warning")
        self._trouble.hide()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._trouble, 1)
        column.addWidget(self._scroll, 1)
        self.set_content(whole)
        self._is_narrow = False

    def show_page(self, page: HomePage) -> None:
        """Show everything."""
        self.page = page
        self._trouble.hide()
        self._scroll.show()
        self._rebuild()

    def show_trouble(self, error: AppError) -> None:
        """Say why nothing can be shown."""
        self._scroll.hide()
        self._trouble.set_content(error.sentence(), "Thử lại", self.presenter.refresh)
        self._trouble.show()

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts one under another where the window is narrow."""
        super().resizeEvent(event)
        if self.page is not None and self._is_narrow != self._wants_narrow():
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in the colours and the size of the moment."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and getattr(self, "page", None):
            self._later.start()

    def _rebuild(self) -> None:
        if self.page is not None:
            self._is_narrow = self._wants_narrow()
            self._build(self.page)

    def _wants_narrow(self) -> bool:
        return self.width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS

    def _build(self, page: HomePage) -> None:
        focused = self.focusWidget().objectName() if self.focusWidget() else ""
        scrolled = self._scroll.verticalScrollBar().value()
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 4, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        parts: list[tuple[QWidget, bool]] = [(self._hello(page), True)]
        parts.append((self._steps(page) if page.steps else self._lines(page), True))
        if page.months:
            parts.append((self._months(page), False))
        parts.append((self._recent(page), not page.months))
        row, side = 0, 0
        for part, is_wide in parts:
            if is_wide or self._is_narrow:
                row += 1
                grid.addWidget(part, row, 0, 1, 2)
                side = 0
            else:
                row += 1 if side == 0 else 0
                grid.addWidget(part, row, side)
                side = 1 - side
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 0 if self._is_narrow else 2)
        grid.setRowStretch(row + 1, 1)
        self._scroll.setWidget(whole)
        self._scroll.verticalScrollBar().setValue(scrolled)
        again = whole.findChild(QObject, focused) if focused else None
        first = (
            again if isinstance(again, QWidget) else whole.findChild(LineTile) or whole.findChild(StepTile)
        )
        if first is not None and (focused or self.isActiveWindow()):
            first.setFocus()

    def _hello(self, page: HomePage) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(plain_label(f"{page.greeting}!", "soft"))
        unit = scaled(plain_label(page.unit, wraps=True), 1.5)
        unit.setObjectName("home_unit")
        words.addWidget(unit)
        if page.copied:
            copied = plain_label(page.copied, "soft", wraps=True)
            copied.setObjectName("home_copied")
            words.addWidget(copied)
        facts = QHBoxLayout() if self._is_narrow else QVBoxLayout()
        facts.setSpacing(12 if self._is_narrow else 2)
        for text, kind in ((page.day, "strong"), (page.countdown, "strong"), (page.role, "soft")):
            if not text:
                continue
            label = plain_label(text, kind)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft if self._is_narrow else Qt.AlignmentFlag.AlignRight)
            facts.addWidget(label, int(kind == "soft"))
        row: QHBoxLayout | QVBoxLayout = QVBoxLayout() if self._is_narrow else QHBoxLayout()
        row.setContentsMargins(18, 14, 18, 14)
        row.addLayout(words, 1)
        row.addLayout(facts)
        return card(row)

    def _lines(self, page: HomePage) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(2)
        column.addWidget(_heading("Việc cần làm"))
        for line in page.lines:
            run = partial(self.presenter.open_line, line)
            column.addWidget(LineTile(line, run, is_narrow=self._is_narrow))
        if not page.lines:
            calm = EmptyState(mark="status-done")
            calm.set_content(page.calm)
            calm.setMinimumHeight(self.fontMetrics().height() * 9)
            column.addWidget(calm)
        column.addStretch(1)
        return card(column)

    def _steps(self, page: HomePage) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(4)
        column.addWidget(_heading("Sổ còn trống: ba việc đầu tiên"))
        for step in page.steps:
            column.addWidget(StepTile(step, partial(self.presenter.open_step, step)))
        return card(column)

    def _months(self, page: HomePage) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(8)
        column.addWidget(
            _heading(f"Báo cáo tháng trong năm {page.year}", "đã nhận trên số phải nộp", inset=0)
        )
        strip = QGridLayout()
        strip.setSpacing(6)
        for place, tile in enumerate(page.months):
            button = MonthButton(tile, partial(self.presenter.open_month, tile))
            strip.addWidget(button, place // 6, place % 6)
        column.addLayout(strip)
        return card(column)

    def _recent(self, page: HomePage) -> QWidget:
        column = QGridLayout()
        column.setContentsMargins(18, 12, 18, 14)
        column.setHorizontalSpacing(12)
        column.setVerticalSpacing(6)
        column.addWidget(_heading("Vừa làm", inset=0), 0, 0, 1, 2)
        for row, line in enumerate(page.recent, 1):
            when = plain_label(line.when, "soft")
            column.addWidget(when, row, 0, Qt.AlignmentFlag.AlignTop)
            column.addWidget(plain_label(line.what, wraps=True), row, 1)
        if not page.recent:
            column.addWidget(plain_label("Chưa có thay đổi nào.", "soft"), 1, 0, 1, 2)
        column.setColumnStretch(1, 1)
        column.setRowStretch(len(page.recent) + 2, 1)
        return card(column)

    def _copy_current(self) -> None:
        focused = self.focusWidget()
        line = focused.line if isinstance(focused, LineTile) else None
        if line is None and self.page is not None and self.page.lines:
            line = self.page.lines[0]
        if line is not None:
            self.presenter.copy_line(line)


def _heading(text: str, note: str = "", *, inset: int = 10) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(inset, 0, inset, 4)
    row.addWidget(plain_label(text, "strong"))
    row.addStretch(1)
    if note:
        row.addWidget(plain_label(note, "soft"))
    return whole


def make(ui: UiContext) -> ScreenBase:
    """Make the home page."""
    return HomeScreen(ui)
