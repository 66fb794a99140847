"""Pages of a PDF at their true size, painted when they come into sight; printed as they are."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import current_theme
from app.ui.widgets.labels import icon_button, plain_label
from app.ui.widgets.pdf_print import open_print_dialog, picture

_GAP = 14
_A4_POINTS, _MARGINS = 595, 30
_KEPT_PAGES = 8
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfPages(QAbstractScrollArea):
    """The pages below one another; only those in sight are rendered, a few are kept."""

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdf_pages")
        self.setAccessibleName("Trang văn bản")
        self.zoom = 1.0
        self._document: Any = None
        self._start: Any = None  # newer first pages, while the rest is on its way
        self._sizes: list[tuple[float, float]] = []
        self._boxes: list[QRect] = []
        self._images: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page at the top of the view, from 0."""
        return self._page

    def load(self, content: bytes, *, keeps_place: bool = False) -> None:
        """Show another PDF, from its first page or from the place that is looked at."""
        from pypdfium2 import PdfDocument

        place = self.verticalScrollBar().value() if keeps_place else 0
        self.close_document()
        self._document = PdfDocument(content)  # type: ignore[no-untyped-call]
        self._sizes = [self._document.get_page_size(n) for n in range(len(self._document))]
        self._arrange()
        self.verticalScrollBar().setValue(place)
        self._scrolled()
        self.page_changed.emit(self._page)

    def load_start(self, content: bytes) -> None:
        """Show newer first pages in place of those of the PDF, until it is loaded anew."""
        from pypdfium2 import PdfDocument

        if self._start is not None:
            self._start.close()
        self._start = PdfDocument(content)  # type: ignore[no-untyped-call]
        self._images.clear()
        self.viewport().update()

    def close_document(self) -> None:
        """Let go of the PDF."""
        for document in (self._start, self._document):
            if document is not None:
                document.close()
        self._document, self._start, self._sizes, self._page = None, None, [], 0
        self._images.clear()

    def set_zoom(self, zoom: float) -> None:
        """Show at a size; 1.0 is the size of paper. The page in sight stays in sight."""
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self.zoom = zoom
        self._arrange()
        bar.setValue(round(place * bar.maximum()))

    def fit_width(self) -> None:
        """Make the widest page as wide as the view."""
        widest = max((width for width, _ in self._sizes), default=0)
        if widest:
            room = self.viewport().width() - 2 * _GAP
            self.set_zoom(max(0.2, room / (widest * self.logicalDpiX() / 72)))

    def show_page(self, page: int) -> None:
        """Scroll to a page, from 0."""
        if 0 <= page < self.count:
            self.verticalScrollBar().setValue(self._boxes[page].top() - _GAP)

    def show_words(self, words: str) -> None:
        """Scroll to the first place where the words stand; nothing moves where they do not."""
        wanted = " ".join(words.split())
        for page in range(self.count if wanted else 0):
            text = self._document[page].get_textpage()
            finder = text.search(wanted)
            if found := finder.get_next():
                _, _, _, top = text.get_charbox(found[0])
                height, dots = self._sizes[page][1], self.logicalDpiX() / 72 * self.zoom
                above = self.viewport().height() // 3
                self.verticalScrollBar().setValue(
                    self._boxes[page].top() + round((height - top) * dots) - above
                )
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight, no more."""
        painter = QPainter(self.viewport())
        theme = current_theme()
        painter.fillRect(event.rect(), QColor(theme.line))
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for page, box in enumerate(self._boxes):
            shown = box.translated(-left, -top)
            if shown.intersects(event.rect()):
                painter.drawImage(shown, self._image(page))
                painter.setPen(QColor(theme.line_strong))
                painter.drawRect(shown.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages in the middle."""
        super().resizeEvent(event)
        self._arrange()

    def _image(self, page: int) -> QImage:
        scale = self.devicePixelRatioF()
        key = (page, self.zoom * scale)
        if key not in self._images:
            is_newer = self._start is not None and page < len(self._start)
            shown = self._start if is_newer else self._document
            image = picture(shown[page], self.logicalDpiX() * self.zoom * scale)
            image.setDevicePixelRatio(scale)
            self._images[key] = image
            if len(self._images) > _KEPT_PAGES:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        return self._images[key]

    def _arrange(self) -> None:
        dots = self.logicalDpiX() / 72 * self.zoom
        sizes = [QSize(round(width * dots), round(height * dots)) for width, height in self._sizes]
        room = self.viewport().size()
        widest = max([size.width() for size in sizes] + [0]) + 2 * _GAP
        self._boxes, top = [], _GAP
        for size in sizes:
            self._boxes.append(
                QRect((max(widest, room.width()) - size.width()) // 2, top, size.width(), size.height())
            )
            top += size.height() + _GAP
        for bar, whole, part in (
            (self.verticalScrollBar(), top, room.height()),
            (self.horizontalScrollBar(), widest, room.width()),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(40)
            bar.setRange(0, max(0, whole - part))
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = sum(box.bottom() < middle for box in self._boxes)
        if page != self._page and page < self.count:
            self._page = page
            self.page_changed.emit(page)


class PdfView(QWidget):
    """A PDF with its tools: zoom, fit, page n/N, print."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdf_view")
        self.pages = PdfPages()
        self._number = plain_label("", "soft")
        self._number.setObjectName("page_number")
        self._zoom = plain_label("100%", "soft")
        self._content, self._title = b"", ""
        tools = QHBoxLayout()
        tools.addWidget(icon_button("zoom-out", "Thu nhỏ", lambda: self._step(-1)))
        tools.addWidget(self._zoom)
        tools.addWidget(icon_button("zoom-in", "Phóng to", lambda: self._step(1)))
        tools.addWidget(icon_button("documents", "Vừa chiều rộng", self.fit_width))
        tools.addStretch(1)
        tools.addWidget(icon_button("up", "Trang trước", lambda: self.pages.show_page(self.pages.page - 1)))
        tools.addWidget(self._number)
        tools.addWidget(icon_button("down", "Trang sau", lambda: self.pages.show_page(self.pages.page + 1)))
        tools.addStretch(1)
        self._print = icon_button("print", "In", self.open_print_dialog)
        self._print.setEnabled(False)
        tools.addWidget(self._print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(tools)
        column.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._tell)
        across = self.pages.horizontalScrollBar()
        # Upright pages stand in the middle of broad ones: that is where to look first.
        across.rangeChanged.connect(lambda _, most: across.setValue(most // 2))

    def load(self, content: bytes, title: str = "Văn bản", *, keeps_place: bool = False) -> None:
        """Show a PDF; ``title`` names the print job."""
        self._content, self._title = content, title
        self._print.setEnabled(True)
        self.pages.load(content, keeps_place=keeps_place)
        self._tell()

    def open_print_dialog(self) -> QPrintDialog:
        """Let the person choose printer and pages, then print."""
        return open_print_dialog(self, self._content, self._title, self.pages.page)

    def _step(self, direction: int) -> None:
        zoom = self.pages.zoom
        further = [z for z in ZOOMS if (z - zoom) * direction > 0.01]
        if further:
            self.pages.set_zoom(min(further, key=lambda z: abs(z - zoom)))
        self._tell()

    def fit_upright(self) -> None:
        """Show pages at true size, or an upright one as wide as there is room."""
        room = (self.pages.viewport().width() - _MARGINS) / (_A4_POINTS * self.pages.logicalDpiX() / 72)
        self.pages.set_zoom(min(1.0, max(0.5, room)))
        self._tell()

    def fit_width(self) -> None:
        """Make the pages as wide as the view."""
        self.pages.fit_width()
        self._tell()

    def _tell(self, *_: object) -> None:
        self._number.setText(f"Trang {self.pages.page + 1}/{self.pages.count}" if self.pages.count else "")
        self._zoom.setText(f"{round(self.pages.zoom * 100)}%")
