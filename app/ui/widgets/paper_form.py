"""The form of a draft beside its pages: who signs, to whom it goes, how urgent it is."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.text import one_line
from app.reports.data.frame import FrameChanges
from app.reports.styles import URGENCIES
from app.services.queries.document_desk import FormOfDraft
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import plain_label, push_button

PREVIEW_MS = 150  # after the last key, so that the pages follow within half a second


class FormPane(QWidget):
    """``changed`` comes a moment after the last change, ``kept`` with what is to be kept."""

    changed = Signal(object)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_pane")
        self._form: FormOfDraft | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PREVIEW_MS)
        self._wait.timeout.connect(lambda: self.changed.emit(self.changes()))
        self.signer, self.urgency = ChoiceBox(letters=12), ChoiceBox(letters=12)
        self.addressees, self.recipients = QPlainTextEdit(), QPlainTextEdit()
        self.problem = plain_label("", "error", wraps=True)
        self.problem.hide()
        self.keep_button = push_button("Cất", self._keep, name="keep_form_button", primary=True)
        self.keep_button.setToolTip("Ctrl+S")
        self.keep_button.setShortcut("Ctrl+S")
        self.undo_button = push_button("Bỏ thay đổi", self._undo, name="undo_form_button")
        self.usual_button = push_button("Về như sổ", self._usual, name="usual_form_button")
        self._lay_out()
        self.signer.activated.connect(lambda _: self._touched())
        self.urgency.activated.connect(lambda _: self._touched())
        self.addressees.textChanged.connect(self._touched)
        self.recipients.textChanged.connect(self._touched)

    def show_form(self, form: FormOfDraft) -> None:
        """Show the form of a draft; what was typed and not kept stays while it is the same draft."""
        if self._form is not None and self.is_touched and self._form.usual == form.usual:
            self._form = form
            return
        self._form = form
        self._fill(form.changes)

    def forget(self) -> None:
        """Forget the draft and what was not kept."""
        self._form = None
        self._wait.stop()

    @property
    def is_touched(self) -> bool:
        """Whether something is not kept yet."""
        return self._form is not None and self.changes() != self._said(self._form.changes)

    def changes(self) -> FrameChanges:
        """Return what the fields say against the register."""
        assert self._form is not None
        usual = self._form.usual
        addressees, recipients = _lines(self.addressees), _lines(self.recipients)
        return FrameChanges(
            signer_id=self.signer.currentData(),
            addressees=None if addressees == usual.addressees else addressees,
            recipients=None if recipients == usual.recipients else recipients,
            urgency=self.urgency.currentData() or "",
        )

    def show_problem(self, words: str) -> None:
        """Say why the changes were not kept; blank takes the words away."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _said(self, changes: FrameChanges) -> FrameChanges:
        """Return changes as the fields give them back: a signer who is gone is not chosen."""
        known = {self.signer.itemData(at) for at in range(self.signer.count())}
        signer = changes.signer_id if changes.signer_id in known else None
        return FrameChanges(
            signer_id=signer,
            addressees=changes.addressees,
            recipients=changes.recipients,
            urgency=changes.urgency,
        )

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        for box, name, words in (
            (self.signer, "signer_box", "Người ký"),
            (self.urgency, "urgency_box", "Độ khẩn"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
        for text, name, words in (
            (self.addressees, "addressees_text", "Kính gửi"),
            (self.recipients, "recipients_text", "Nơi nhận"),
        ):
            text.setObjectName(name)
            text.setAccessibleName(words)
            text.setTabChangesFocus(True)
            text.setPlaceholderText("Mỗi dòng một nơi")
        self.addressees.setMinimumHeight(line * 3)
        self.recipients.setMinimumHeight(line * 5)
        self.urgency.addItem("Không", "")
        for words in URGENCIES:
            self.urgency.addItem(words.capitalize(), words)
        grid = QFormLayout()
        grid.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        grid.setVerticalSpacing(6)
        for label, widget in (
            ("Người ký", self.signer),
            ("Độ khẩn", self.urgency),
            ("Kính gửi", self.addressees),
            ("Nơi nhận", self.recipients),
        ):
            said = plain_label(label, "soft")
            said.setBuddy(widget)
            grid.addRow(said, widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.usual_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 4)
        column.addWidget(_scrolled(grid), 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)

    def _fill(self, changes: FrameChanges) -> None:
        assert self._form is not None
        usual = self._form.usual
        for widget in (self.signer, self.addressees, self.recipients):
            widget.blockSignals(True)
        self.signer.clear()
        self.signer.addItem(f"Theo sổ: {usual.signer_name or 'chưa có'}", None)
        for row in self._form.signers:
            title = f", {row.authority[-1].lower()}" if row.authority else ""
            self.signer.addItem(row.name + title, row.id)
        self.signer.setCurrentIndex(max(self.signer.findData(changes.signer_id), 0))
        self.urgency.setCurrentIndex(max(self.urgency.findData(changes.urgency), 0))
        frame = changes.applied(usual)
        self.addressees.setPlainText("\n".join(frame.addressees))
        self.recipients.setPlainText("\n".join(frame.recipients))
        for widget in (self.signer, self.addressees, self.recipients):
            widget.blockSignals(False)
        self.show_problem("")
        self._show_buttons()

    def _touched(self) -> None:
        if self._form is not None:
            self._show_buttons()
            self._wait.start()

    def _show_buttons(self) -> None:
        touched = self.is_touched
        self.keep_button.setEnabled(touched)
        self.undo_button.setEnabled(touched)
        self.usual_button.setEnabled(self.changes() != FrameChanges())

    def _keep(self) -> None:
        if self.is_touched:
            self.show_problem("")
            self.kept.emit(self.changes())

    def _undo(self) -> None:
        if self._form is not None:
            self._fill(self._form.changes)
            self._touched()

    def _usual(self) -> None:
        self._fill(FrameChanges())
        self._touched()


def _scrolled(grid: QFormLayout) -> QScrollArea:
    """Return fields in a room that may be too low for them."""
    inside = QWidget()
    inside.setLayout(grid)
    grid.setContentsMargins(0, 0, 6, 0)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


def _lines(text: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line for line in (one_line(part) for part in text.toPlainText().split("\n")) if line)
