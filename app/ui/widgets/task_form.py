"""The form of a task: the words, the product, the deadline as the directive puts it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.statuses import WORDS, DeadlineOperator, TaskKind
from app.core.text import format_date, normalize
from app.services.queries.change_words import OPERATOR_WORDS
from app.ui.forms import FormDialog
from app.ui.task_desk import TaskDraft
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.one_line import filler

if TYPE_CHECKING:
    from app.services.tasks import TaskFields

RHYTHMS = ("hằng tháng", "hằng quý", "6 tháng", "hằng năm", "hằng tuần")
_OPERATORS = (DeadlineOperator.ON_OR_BEFORE, DeadlineOperator.BEFORE, DeadlineOperator.WITHIN)
_REVIEWED = (TaskKind.STANDING, TaskKind.PROHIBITION)


class TaskForm(FormDialog):
    """Gives ``TaskFields``; fields that a kind does not have are hidden and come back empty."""

    def __init__(self, parent: QWidget | None, draft: TaskDraft, *, today: date) -> None:
        title = "Sửa nhiệm vụ" if draft.task_id else "Thêm nhiệm vụ"
        super().__init__(parent, f"{title} – {draft.source}" if draft.source else title, name="task_form")
        self._draft = draft
        known = draft.fields
        self.content = QPlainTextEdit(known.content)
        self.content.setTabChangesFocus(True)
        self.content.setFixedHeight(self.fontMetrics().height() * 5)
        self.kind = QComboBox()
        for kind in TaskKind:
            self.kind.addItem(WORDS[kind], kind)
        self.kind.setCurrentIndex(list(TaskKind).index(known.kind))
        self.product, self.receiver = QLineEdit(known.product), QLineEdit(known.receiver)
        self.due = self._due_row(today)
        self.due_text = QLineEdit(known.due_text)
        self.due_text.setPlaceholderText("để trống thì ghi theo ngày ở trên")
        self.recurrence = QComboBox()
        self.recurrence.setEditable(True)
        self.recurrence.setCompleter(None)  # type: ignore[arg-type]  # nothing is completed inside words
        self.recurrence.addItems(RHYTHMS)
        self.recurrence.setCurrentText(known.recurrence)
        self.review_days = QSpinBox()
        self.review_days.setRange(0, 366)
        self.review_days.setSpecialValueText("không đặt")
        self.review_days.setSuffix(" ngày")
        self.review_days.setValue(known.review_days or 0)
        self._add_fields()
        self.kind.currentIndexChanged.connect(lambda _: self._fit_kind())
        self._fit_kind()

    def _add_fields(self) -> None:
        self.add_field("content", "Nội dung", self.content)
        self.add_field("kind", "Loại", self.kind)
        self.add_field("recurrence", "Nhịp lặp lại", self.recurrence)
        self.add_field("due_on", "Thời hạn", self.due)
        self.add_field("due_text", "Lời văn thời hạn", self.due_text)
        self.add_field("review_days", "Rà soát mỗi", self.review_days)
        self.add_field("product", "Sản phẩm", self.product)
        self.add_field("receiver", "Nơi nhận", self.receiver)
        self.add_row(filler())

    def _due_row(self, today: date) -> QWidget:
        room = QWidget()
        room.setObjectName("due_row")
        self.operator = QComboBox()
        self.operator.setObjectName("due_operator")
        self.operator.setAccessibleName("Cách tính hạn")
        for operator in _OPERATORS:
            self.operator.addItem(OPERATOR_WORDS[operator], operator)
        known = self._draft.fields.due_operator
        self.operator.setCurrentIndex(_OPERATORS.index(known) if known in _OPERATORS else 0)
        self.due_on = DateEdit(today=today, name="due_on")
        self.due_on.set_value(self._draft.fields.due_on)
        room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.operator)
        row.addWidget(self.due_on, 1)
        room.setFocusProxy(self.due_on)
        return room

    @property
    def chosen_kind(self) -> TaskKind:
        """The kind that stands there."""
        return TaskKind(self.kind.currentData())

    def read_value(self) -> "TaskFields":
        """Return the task; the words of the deadline are made from the day where none were typed."""
        content = normalize(self.content.toPlainText()).strip()
        if not content:
            raise InvalidField("content", "Chưa ghi nội dung nhiệm vụ.")
        kind = self.chosen_kind
        if kind is TaskKind.RECURRING and not self.recurrence.currentText().strip():
            raise InvalidField("recurrence", "Chưa ghi nhịp lặp lại.", hint="Ghi ví dụ “hằng tháng”.")
        has_due = kind in (TaskKind.DATED, TaskKind.RECURRING)
        due_on = self.due_on.value() if has_due else None
        operator = DeadlineOperator(self.operator.currentData()) if due_on else None
        due_text = self.due_text.text().strip()
        if due_on and operator and not due_text:
            due_text = f"{OPERATOR_WORDS[operator]} {format_date(due_on)}"
        return replace(
            self._draft.fields,
            content=content,
            kind=kind,
            product=self.product.text(),
            receiver=self.receiver.text(),
            due_on=due_on,
            due_operator=operator,
            due_text=due_text,
            recurrence=self.recurrence.currentText().strip() if kind is TaskKind.RECURRING else "",
            review_days=(self.review_days.value() or None) if kind in _REVIEWED else None,
        )

    def _fit_kind(self) -> None:
        kind = self.chosen_kind
        has_due = kind in (TaskKind.DATED, TaskKind.RECURRING)
        for name, shown in (
            ("recurrence", kind is TaskKind.RECURRING),
            ("due_on", has_due),
            ("review_days", kind in _REVIEWED),
        ):
            self._grid.setRowVisible(list(self._fields).index(name), shown)
