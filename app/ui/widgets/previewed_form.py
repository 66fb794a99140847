"""A form with the paper beside it: what is written shows in the paper before it is kept."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.services.queries.wording_preview import Looked, Preview
from app.ui.forms import FormDialog
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pdf_view import PdfView

PREVIEW_MS = 150  # after the last key, so that the pages follow within half a second


class PreviewedForm(FormDialog):
    """Subclasses call ``watch`` for every field and give ``words_to_find``: where the pages open."""

    def __init__(
        self, parent: QWidget | None, title: str, *, name: str, preview: Preview | None, why: str = ""
    ) -> None:
        super().__init__(parent, title, name=name)
        self._preview = preview
        self._number = 0
        self._is_placed = False
        self._ear = _Ear(self)
        self.pdf = PdfView()
        self.pages = QStackedWidget()
        self.pages.addWidget(plain_label(why or "Đang lập văn bản…", "soft", wraps=True))
        self.pages.addWidget(self.pdf)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PREVIEW_MS)
        self._wait.timeout.connect(self._look)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        place = column.indexOf(self._scroll)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._scroll)
        splitter.addWidget(self.pages)
        self._scroll.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self._grid.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._grid.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._sides = splitter
        column.insertWidget(place, splitter, 1)

    def words_to_find(self) -> str:
        """Return words of the paper at which its pages open."""
        return ""

    def watch(self, signal: Any) -> None:
        """Make the pages follow a field."""
        signal.connect(lambda *_: self._wait.start())

    def ask(self, save: Callable[[Any, Any], object]) -> None:
        """Show the form with the paper as it is."""
        super().ask(save)
        self._look()

    def show_pages(self, looked: Looked, number: int) -> None:
        """Show the pages if nothing was written since; name what is wrong with the words."""
        if number != self._number:
            return
        self.pages.setCurrentWidget(self.pdf)
        self.pdf.load(looked.content, keeps_place=self._is_placed)
        if not self._is_placed:
            self._is_placed = True
            self.pdf.fit_upright()
            self.pdf.pages.show_words(self.words_to_find())
        if looked.problems:
            self.banner.say(" ".join(looked.problems), Tone.WARNING)
        else:
            self.banner.hide()

    def _look(self) -> None:
        if self._preview is None:
            return
        try:
            value = self.read_value()
        except AppError:
            return  # what is wrong is told when it is kept
        self._number += 1
        number, ear = self._number, self._ear
        self._preview(value, lambda looked: ear.hear(looked, number))

    def _fit(self) -> None:
        super()._fit()
        if self._preview is not None:
            screen = self.screen().availableGeometry()
            width = int(screen.width() * 0.94)
            self.resize(width, int(screen.height() * 0.88))
            self._sides.setSizes([width * 2 // 5, width * 3 // 5])


class _Ear:
    """Hears pages for a form, deaf once the form is gone."""

    def __init__(self, form: PreviewedForm) -> None:
        self._form: PreviewedForm | None = form
        form.destroyed.connect(self._forget)

    def hear(self, looked: Looked, number: int) -> None:
        """Hand pages to the form."""
        if self._form is not None:
            self._form.show_pages(looked, number)

    def _forget(self) -> None:
        self._form = None
