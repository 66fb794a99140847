"""Pages of a PDF on a printer: one between two events of the window, which stays alive meanwhile."""

from collections import deque
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMessageBox, QProgressBar, QProgressDialog, QWidget

_DPI = 300
_SOON_MS = 600  # shorter printing needs no dialog to stop it


def picture(page: Any, dpi: float) -> QImage:
    """Return a page of pypdfium2 as a picture at so many dots an inch."""
    bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)
    content = bytes(bitmap.buffer)
    form = QImage.Format.Format_RGB32
    return QImage(content, bitmap.width, bitmap.height, bitmap.stride, form).copy()


def chosen_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """Return the pages that the person asked for, from 0, in the order of printing."""
    asked = printer.printRange()
    pages = list(range(count))
    if asked is QPrinter.PrintRange.CurrentPage:
        pages = [current]
    elif asked is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        pages = [page for page in pages if ranges.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    if printer.supportsMultipleCopies():
        return pages
    if printer.collateCopies():
        return pages * printer.copyCount()
    return [page for page in pages for _ in range(printer.copyCount())]


class PrintRun(QObject):
    """Prints pages at their true size, each upright or lying as it is in the PDF."""

    told = Signal(int)  # how many pages went out
    finished = Signal(bool)  # whether all did; also after ``stop``

    def __init__(self, content: bytes, printer: QPrinter, pages: Sequence[int], parent: QObject) -> None:
        super().__init__(parent)
        from pypdfium2 import PdfDocument

        self._document: Any = PdfDocument(content)  # type: ignore[no-untyped-call]
        self._printer = printer
        self._pages = deque(pages)
        self._painter = QPainter()
        self._count = 0
        self.is_stopped = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin with the next event."""
        self._timer.start(0)

    def stop(self) -> None:
        """Print no further page; a printer that has begun is told to throw the job away."""
        if self._timer.isActive():
            self.is_stopped = True
            self._printer.abort()
            self._end(is_whole=False)

    def _step(self) -> None:
        if not self._pages:
            self._end(is_whole=True)
        elif self._print(self._document[self._pages.popleft()]):
            self._count += 1
            self.told.emit(self._count)
        else:
            self._end(is_whole=False)

    def _print(self, page: Any) -> bool:
        width, height = page.get_size()
        kinds = QPageLayout.Orientation
        self._printer.setPageOrientation(kinds.Landscape if width > height else kinds.Portrait)
        if not (self._printer.newPage() if self._count else self._painter.begin(self._printer)):
            return False
        image = picture(page, _DPI)
        dots = self._printer.resolution() / _DPI
        corner = self._printer.pageLayout().paintRectPixels(self._printer.resolution()).topLeft()
        paper = QRectF(-corner.x(), -corner.y(), image.width() * dots, image.height() * dots)
        self._painter.drawImage(paper, image)
        return True

    def _end(self, *, is_whole: bool) -> None:
        self._timer.stop()
        if self._painter.isActive():
            is_whole = self._painter.end() and is_whole
        self._document.close()
        self.finished.emit(is_whole)


def open_print_dialog(view: QWidget, content: bytes, title: str, current: int = 0) -> QPrintDialog:
    """Let the person choose printer and pages, then print; a long run can be watched and stopped."""
    from pypdfium2 import PdfDocument

    with closing(PdfDocument(content)) as document:  # type: ignore[no-untyped-call]
        count = len(document)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    dialog = QPrintDialog(printer, view)
    dialog.setWindowTitle(f"In: {title}")
    dialog.setMinMax(1, count)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.accepted.connect(
        lambda: print_pages(view, content, printer, chosen_pages(printer, count, current), title)
    )
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # the dialog's own wants a receiver
    return dialog


def print_pages(
    view: QWidget, content: bytes, printer: QPrinter, pages: Sequence[int], title: str
) -> PrintRun:
    """Print pages; what a printer refuses is said."""
    run = PrintRun(content, printer, pages, view)

    def words(count: int) -> str:
        return f"Đang in “{title}”: đã xong {count}/{len(pages)} trang."

    shown = QProgressDialog(words(0), "Dừng in", 0, len(pages), view)
    bar = QProgressBar()
    bar.setTextVisible(False)  # the bar is thin; the words count
    shown.setBar(bar)
    shown.setObjectName("print_progress")
    shown.setWindowTitle("Đang in")
    shown.setMinimumDuration(_SOON_MS)
    shown.setAutoClose(False)

    def done(is_whole: bool) -> None:
        shown.close()
        shown.deleteLater()
        run.deleteLater()
        if not is_whole and not run.is_stopped:
            _refuse(view, title)

    shown.canceled.connect(run.stop)
    run.told.connect(shown.setValue)
    run.told.connect(lambda count: shown.setLabelText(words(count)))
    run.finished.connect(done)
    run.start()
    return run


def _refuse(view: QWidget, title: str) -> None:
    box = QMessageBox(view)
    box.setObjectName("print_refused")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Chưa in được")
    box.setText(f"Máy in không nhận “{title}”.")
    box.setInformativeText("Kiểm tra máy in đã bật và còn giấy, chọn máy khác, hoặc xuất PDF rồi in từ tệp.")
    box.finished.connect(box.deleteLater)
    box.open()
