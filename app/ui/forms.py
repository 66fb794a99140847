"""Forms: fields in, one frozen value out. Nothing is saved here: a form hands its value to its caller.

A form stays open while the value is being kept, so that a refusal can stand under its field::

    form = UnitForm(self, unit)          # subclass of FormDialog
    form.ask(presenter.save)             # save(value, reply): reply.accept closes, reply.refuse shows
"""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError, InvalidField
from app.ui.context import FormReply
from app.ui.screen import remember_tables_of
from app.ui.tone import Tone
from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import plain_label, push_button, restyle


class FormDialog(QDialog):
    """Base of forms. Subclasses add fields in ``__init__`` and build the value in ``read_value``.

    "Cất" is Ctrl+S and Ctrl+Enter, "Hoãn" is Esc. ``read_value`` may raise ``InvalidField(name, …)``: the
    sentence comes under the field added with that name, and the cursor goes there.
    """

    def __init__(self, parent: QWidget | None, title: str, *, verb: str = "Cất", name: str = "form") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._save: Callable[[Any, FormReply], object] | None = None
        self.banner = Banner(self)
        self._grid = QFormLayout()
        self._grid.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._grid.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self.save_button: QPushButton = push_button(verb, self.submit, name="save_button", primary=True)
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.setDefault(True)
        self.cancel_button: QPushButton = push_button("Hoãn", self.reject, name="cancel_button")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setToolTip("Esc")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self._scroll, 1)
        column.addLayout(buttons)
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)

    def add_field(self, name: str, label: str, widget: QWidget, *, hint: str = "") -> None:
        """Add a field with its label; ``name`` is the one errors know it by, and the widget's object name."""
        if not widget.objectName():
            widget.setObjectName(name)
        problem = plain_label("", "error", wraps=True)
        problem.setObjectName(f"{name}_problem")
        problem.hide()
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(widget)
        if hint:
            cell.addWidget(plain_label(hint, "soft", wraps=True))
        cell.addWidget(problem)
        words = plain_label(label, wraps=False)
        words.setBuddy(widget)
        widget.setAccessibleName(label)
        self._grid.addRow(words, cell)
        self._fields[name] = (widget, problem)

    def add_row(self, widget: QWidget) -> None:
        """Add something that is no field, over the whole width."""
        self._grid.addRow(widget)

    @abstractmethod
    def read_value(self) -> Any:
        """Return the frozen value of the fields; raises ``InvalidField``."""

    def ask(self, save: Callable[[Any, FormReply], object]) -> None:
        """Show the form; ``save(value, reply)`` is called at every "Cất" until ``reply.accept``."""
        self._save = save
        for line in self.findChildren(QLineEdit):
            line.home(False)  # a value longer than its field is read from its beginning
        remember_tables_of(self)
        self._fit()
        self.open()

    def submit(self) -> None:
        """Hand the value over, or show what is wrong with it."""
        self.clear_problems()
        try:
            value = self.read_value()
        except AppError as error:
            self.refuse(error)
            return
        self.save_button.setEnabled(False)
        if self._save is not None:
            self._save(value, _Reply(self))
        else:
            self.accept()

    def refuse(self, error: AppError) -> None:
        """Put a problem under its field, or on top where it belongs to none."""
        self.save_button.setEnabled(True)
        known = self._fields.get(error.field) if isinstance(error, InvalidField) else None
        if known is None:
            self.banner.say(error.sentence(), Tone.WARNING)
            return
        widget, problem = known
        problem.setText(f"{error.message} {error.hint}".strip())
        problem.show()
        _mark(widget, invalid=True)
        widget.setFocus()
        self._scroll.ensureWidgetVisible(problem)

    def problem(self, name: str) -> str:
        """Return what stands under a field."""
        return self._fields[name][1].text()

    def clear_problems(self) -> None:
        """Take every problem away."""
        self.banner.hide()
        for widget, problem in self._fields.values():
            if problem.text():
                problem.setText("")
                problem.hide()
                _mark(widget, invalid=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in a field go on without saving: only Ctrl+Enter and the button save."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()
        else:
            self.focusNextChild()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        screen = self.screen().availableGeometry()
        inside = self._grid.sizeHint()
        width = max(metrics.averageCharWidth() * 62, inside.width() + 48)
        height = inside.height() + metrics.height() * 5
        self.resize(min(width, int(screen.width() * 0.9)), min(height, int(screen.height() * 0.85)))


def _mark(widget: QWidget, *, invalid: bool) -> None:
    inner = widget.focusProxy() or widget  # the line inside a composed field
    inner.setProperty("invalid", invalid)
    restyle(inner)


class _Reply:
    """The form's ear for what became of its value; deaf once the form is gone."""

    def __init__(self, form: FormDialog) -> None:
        self._form: FormDialog | None = form
        form.destroyed.connect(self._forget)

    def accept(self, value: object = None) -> None:
        """Close the form."""
        if self._form is not None:
            self._form.accept()

    def refuse(self, error: AppError) -> bool:
        """Show the problem in the form; False when it is gone, so that the program shows it."""
        if self._form is None:
            return False
        self._form.refuse(error)
        return True

    def _forget(self) -> None:
        self._form = None
