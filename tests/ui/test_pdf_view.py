"""Papers on the screen and on a printer: a PDF file stands for the printer."""

import io
import sys

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLineEdit, QMessageBox, QProgressDialog, QRadioButton, QSpinBox
from reportlab.pdfgen.canvas import Canvas

from app.ui.widgets.pdf_print import PrintRun, chosen_pages, print_pages
from app.ui.widgets.pdf_view import PdfView

A4 = (595, 842)
LYING = (842, 595)


@pytest.fixture
def pdf_content():
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, size in enumerate((A4, LYING, A4), 1):
        canvas.setPageSize(size)
        canvas.drawString(100, 400, f"Page {number}")
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_pdf_is_shown_page_by_page_and_only_what_is_in_sight_is_drawn(qtbot, look, pdf_content):
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.load(pdf_content, "Báo cáo")
    number = view.findChild(object, "page_number")
    assert number.text() == "Trang 1/3"
    view.grab()
    assert len(view.pages._images) == 1
    image = next(iter(view.pages._images.values()))
    assert image.pixelColor(int(image.width() / 3), int(image.height() * 0.76)).name() == "#000000"
    assert abs(image.width() - 595 / 72 * view.logicalDpiX()) <= 1
    view.pages.show_page(2)
    assert number.text() == "Trang 3/3"
    view._step(1)
    assert view.pages.zoom == 1.25
    view.fit_width()
    assert view.pages.horizontalScrollBar().maximum() == 0
    view.pages.close_document()


@pytest.fixture
def view(qtbot, look, pdf_content):
    """Return a view that shows three pages, the second lying."""
    view = PdfView()
    qtbot.addWidget(view)
    view.load(pdf_content, "Báo cáo")
    yield view
    view.pages.close_document()


own_dialog = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows shows a dialog of its own, which no test can answer"
)


def sizes(path):
    return [tuple(round(side) for side in page.mediabox[2:]) for page in PdfReader(path).pages]


def printed(qtbot, view, path, choose=lambda dialog: None):
    """Answer the system's dialog and wait for the file."""
    dialog = view.open_print_dialog()
    dialog.findChild(QLineEdit, "filename").setText(str(path))
    choose(dialog)
    dialog.accept()
    run = view.findChild(PrintRun)
    with qtbot.waitSignal(run.finished, timeout=20_000) as told:
        pass
    assert told.args == [True]
    return sizes(path)


def test_newer_first_pages_stand_in_their_places_until_all_come(qtbot, view, pdf_content):
    def ink():
        return view.pages._image(0).pixelColor(view.pages._image(0).width() // 3, 3).name()

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.rect(0, 0, *A4, fill=1)
    canvas.save()
    assert ink() == "#ffffff"
    view.pages.load_start(stream.getvalue())
    assert (ink(), view.pages.count) == ("#000000", 3)
    later = view.pages._image(2)
    assert later.pixelColor(later.width() // 3, 3).name() == "#ffffff"
    view.load(pdf_content, "Báo cáo", keeps_place=True)
    assert ink() == "#ffffff"


def test_without_a_pdf_there_is_nothing_to_print(qtbot, look):
    empty = PdfView()
    qtbot.addWidget(empty)
    assert not empty._print.isEnabled()


@own_dialog
def test_every_page_is_printed_upright_or_lying_as_it_is(qtbot, view, tmp_path):
    assert printed(qtbot, view, tmp_path / "in.pdf") == [A4, LYING, A4]


@own_dialog
def test_a_range_of_pages_is_printed_alone(qtbot, view, tmp_path):
    def second_to_third(dialog):
        dialog.findChild(QRadioButton, "printRange").setChecked(True)
        dialog.findChild(QSpinBox, "from").setValue(2)
        dialog.findChild(QSpinBox, "to").setValue(3)

    assert printed(qtbot, view, tmp_path / "in.pdf", second_to_third) == [LYING, A4]


@own_dialog
def test_the_page_in_sight_is_printed_alone(qtbot, view, tmp_path):
    view.resize(800, 400)
    view.show()
    view.pages.show_page(1)

    def current(dialog):
        dialog.findChild(QRadioButton, "printCurrentPage").setChecked(True)

    assert printed(qtbot, view, tmp_path / "in.pdf", current) == [LYING]


@own_dialog
def test_what_is_printed_has_its_true_size_and_place(qtbot, view, tmp_path):
    printed(qtbot, view, tmp_path / "in.pdf")
    for page in PdfDocument(tmp_path / "in.pdf"):
        ink = page.render(scale=1, grayscale=True).to_pil().point(lambda dot: 255 * (dot < 80))
        left, _, right, bottom = ink.crop((0, 0, int(page.get_width()), int(page.get_height()))).getbbox()
        assert abs(right - 300) <= 2 and abs(page.get_height() - bottom - 100) <= 2
        assert abs(left - 100) <= 2


def file_printer(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_printing_is_stopped_between_pages_and_the_window_lives_meanwhile(qtbot, view, pdf_content, tmp_path):
    run = print_pages(view, pdf_content, file_printer(tmp_path / "in.pdf"), [0, 1, 2] * 30, "Báo cáo")
    told, lived = [], []
    run.told.connect(told.append)
    run.told.connect(lambda _: QTimer.singleShot(0, lambda: lived.append(len(told))))
    bar = view.findChild(QProgressDialog, "print_progress")
    words = []
    run.told.connect(lambda _: words.append(bar.labelText()))
    run.told.connect(lambda count: bar.canceled.emit() if count == 4 else None)
    with qtbot.waitSignal(run.finished, timeout=20_000) as ended:
        pass
    assert ended.args == [False] and run.is_stopped
    assert told == [1, 2, 3, 4]
    assert lived[:3] == [1, 2, 3]
    assert words[-1] == "Đang in “Báo cáo”: đã xong 4/90 trang."
    assert view.findChild(QMessageBox, "print_refused") is None


@pytest.mark.qt_log_ignore("Returned false", "propagateSizeHints")  # it is what the person is told
def test_a_printer_that_refuses_is_named_with_what_to_do(qtbot, view, pdf_content, tmp_path):
    printer = file_printer(tmp_path / "không có thư mục này" / "in.pdf")
    run = print_pages(view, pdf_content, printer, [0], "Báo cáo tháng 3")
    with qtbot.waitSignal(run.finished, timeout=20_000) as ended:
        pass
    assert ended.args == [False]
    box = view.findChild(QMessageBox, "print_refused")
    assert box.text() == "Máy in không nhận “Báo cáo tháng 3”."
    assert "Kiểm tra máy in" in box.informativeText()
    box.close()


def test_a_range_asked_of_the_printer_is_kept_to(qtbot, view, pdf_content, tmp_path):
    printer = file_printer(tmp_path / "in.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    pages = chosen_pages(printer, 3, 0)
    assert pages == [1, 2]
    with qtbot.waitSignal(print_pages(view, pdf_content, printer, pages, "Báo cáo").finished, timeout=20_000):
        pass
    assert sizes(tmp_path / "in.pdf") == [LYING, A4]


class Asked:
    """What a person asked of a printer."""

    def __init__(self, copies=1, *, collated=True, backwards=False):
        self.copies, self.collated, self.backwards = copies, collated, backwards

    def printRange(self):
        return QPrinter.PrintRange.AllPages

    def pageOrder(self):
        orders = QPrinter.PageOrder
        return orders.LastPageFirst if self.backwards else orders.FirstPageFirst

    def supportsMultipleCopies(self):
        return False

    def collateCopies(self):
        return self.collated

    def copyCount(self):
        return self.copies


@pytest.mark.parametrize(
    ("asked", "pages"),
    [
        (Asked(), [0, 1, 2]),
        (Asked(2), [0, 1, 2, 0, 1, 2]),
        (Asked(2, collated=False), [0, 0, 1, 1, 2, 2]),
        (Asked(backwards=True), [2, 1, 0]),
    ],
)
def test_copies_and_their_order_are_made_here_where_the_printer_cannot(asked, pages):
    assert chosen_pages(asked, 3, 0) == pages
