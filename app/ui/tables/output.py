"""A table on paper (Ctrl+P) and in Excel (Ctrl+E), as it is shown: filtered, sorted, its columns."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPen, QTextOption
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

from app.core.text import fold, format_date
from app.ui.context import FileKind, UiContext
from app.ui.tables.content import TableText
from app.ui.tables.table import RowsTable

_EXCEL = FileKind("Bảng tính Excel", ("xlsx",))
_POINTS = 9.0


@dataclass(frozen=True, slots=True)
class TablePaper:
    """A table with what its pages say: title, office, day of printing."""

    title: str
    unit: str
    day: date
    table: TableText


class PaperPainter:
    """Paints a ``TablePaper``: fitted to the width, titles on every page, page n/N; black on white."""

    def __init__(self, paper: TablePaper, printer: QPrinter) -> None:
        self._paper = paper
        self._printer = printer
        self._painter = QPainter(printer)
        self._dots = printer.logicalDpiY() / 72
        page = printer.pageLayout().paintRectPixels(printer.resolution())
        self._width, self._height = float(page.width()), float(page.height())
        self._font = QFont("Times New Roman")
        self._font.setPointSizeF(_POINTS)
        self._bold = QFont(self._font)
        self._bold.setBold(True)
        self._pad = 3 * self._dots
        self._widths = self._fit_widths()

    def paint(self) -> int:
        """Paint every page; return how many there are."""
        pages = self._break_into_pages()
        for number, rows in enumerate(pages, 1):
            if number > 1:
                self._printer.newPage()
            top = self._paint_head() if number == 1 else 0.0
            top = self._paint_row(self._paper.table.titles, top, is_title=True)
            for row in rows:
                top = self._paint_row(row, top)
            self._paint_foot(number, len(pages))
        self._painter.end()
        return len(pages)

    def _fit_widths(self) -> list[float]:
        total = sum(self._paper.table.widths) or 1
        return [self._width * width / total for width in self._paper.table.widths]

    def _row_height(self, cells: tuple[str, ...], font: QFont) -> float:
        self._painter.setFont(font)
        metrics = self._painter.fontMetrics()
        tallest = float(metrics.height())
        for cell, width in zip(cells, self._widths, strict=True):
            if metrics.horizontalAdvance(cell) > width - 2 * self._pad or "\n" in cell:
                room = QRectF(0, 0, width - 2 * self._pad, 1e6)
                tallest = max(tallest, self._painter.boundingRect(room, cell, _wrapping()).height())
        return min(tallest + 2 * self._pad, self._height * 0.6)

    def _break_into_pages(self) -> list[list[tuple[str, ...]]]:
        title = self._row_height(self._paper.table.titles, self._bold)
        foot = self._foot_height()
        pages: list[list[tuple[str, ...]]] = [[]]
        top = self._head_height() + title
        for row in self._paper.table.rows:
            height = self._row_height(row, self._font)
            if top + height > self._height - foot and pages[-1]:
                pages.append([])
                top = title
            pages[-1].append(row)
            top += height
        return pages

    def _head_height(self) -> float:
        return 46 * self._dots

    def _foot_height(self) -> float:
        return 18 * self._dots

    def _paint_head(self) -> float:
        self._painter.setPen(QColor(Qt.GlobalColor.black))
        self._painter.setFont(self._bold)
        line = QRectF(0, 0, self._width, 14 * self._dots)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self._paper.unit)
        title = QFont(self._bold)
        title.setPointSizeF(13)
        self._painter.setFont(title)
        room = QRectF(0, 17 * self._dots, self._width, 22 * self._dots)
        self._painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._paper.title)
        return self._head_height()

    def _paint_row(self, cells: tuple[str, ...], top: float, *, is_title: bool = False) -> float:
        font = self._bold if is_title else self._font
        height = self._row_height(cells, font)
        left = 0.0
        self._painter.setFont(font)
        for cell, width, along in zip(cells, self._widths, self._paper.table.aligned, strict=True):
            box = QRectF(left, top, width, height)
            if is_title:
                self._painter.fillRect(box, QColor("#eeeeee"))
            self._painter.setPen(QPen(QColor("#555555"), 0.5 * self._dots))
            self._painter.drawRect(box)
            self._painter.setPen(QColor(Qt.GlobalColor.black))
            room = box.adjusted(self._pad, self._pad, -self._pad, -self._pad)
            self._painter.drawText(room, cell, _wrapping("center" if is_title else along))
            left += width
        return top + height

    def _paint_foot(self, number: int, total: int) -> None:
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(Qt.GlobalColor.black))
        room = QRectF(0, self._height - 13 * self._dots, self._width, 13 * self._dots)
        self._painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"In ngày {format_date(self._paper.day)}")
        self._painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"Trang {number}/{total}")


def _wrapping(along: str = "left") -> QTextOption:
    sides = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
    option = QTextOption(sides.get(along, Qt.AlignmentFlag.AlignLeft))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def a4_printer(*, is_wide: bool) -> QPrinter:
    """Return a printer set to A4; the system's default printer is not changed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    along = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(15, 15, 15, 15)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), along, margins, QPageLayout.Unit.Millimeter)
    printer.setPageLayout(layout)
    return printer


def print_table(table: RowsTable, title: str, ui: UiContext, unit: str = "") -> QPrintPreviewDialog:
    """Show a table as it will be printed; the person chooses printer and orientation there."""
    text = table.text()
    paper = TablePaper(title, unit or _unit(table), ui.services.clock.today(), text)
    printer = a4_printer(is_wide=sum(text.widths) > 90)
    printer.setDocName(title)
    dialog = QPrintPreviewDialog(printer, table.window())
    dialog.setWindowTitle(f"Xem trước khi in: {title}")
    dialog.paintRequested.connect(lambda target: PaperPainter(paper, target).paint())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _unit(table: RowsTable) -> str:
    top = getattr(table.window(), "top", None)
    return str(top.unit.text()) if top is not None else ""


def export_table(table: RowsTable, title: str, ui: UiContext) -> None:
    """Ask for a file and write the table into it, with real numbers and dates."""
    name = "-".join(fold(title).split()) + ".xlsx"
    path = ui.dialogs.ask_save_file("Xuất khẩu ra Excel", name, (_EXCEL,))
    if path is None:
        return
    titles, rows = table.content()

    def write(_: object) -> None:
        from app.services.exports import export_table as write_table

        write_table(title, titles, rows, path)  # type: ignore[arg-type]

    ui.jobs.compute(
        write, lambda _: ui.navigator.tell(f"Đã xuất {len(rows)} dòng ra {path}."), title="Đang xuất Excel"
    )
