"""The forms of the register of tasks: progress, completion, a later due day, the person, more filters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSpinBox, QWidget

from app.core.errors import InvalidField
from app.core.statuses import WORDS, TaskKind
from app.core.text import format_date, normalize, shorten
from app.services.queries.task_register import Wanted
from app.ui.forms import FormDialog
from app.ui.screens.tasks.presenter import ExtendRequest
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.one_line import filler

if TYPE_CHECKING:
    from app.services.queries.tasks import AssignmentRow
    from app.services.queries.units import PersonRow
    from app.services.tasks import ProgressNote


def rows_words(rows: "Sequence[AssignmentRow]") -> str:
    """Return what a form is about: the one row, or how many."""
    if len(rows) == 1:
        return f"{rows[0].unit}: {shorten(rows[0].content, 160)}"
    units = len({row.unit_id for row in rows})
    return f"{len(rows)} dòng của {units} đơn vị; dòng nào không làm được sẽ được liệt kê, còn lại vẫn làm."


def _words_box(lines: int, text: str = "") -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setTabChangesFocus(True)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + box.fontMetrics().height())
    return box


def _plain(box: QPlainTextEdit) -> str:
    return normalize(box.toPlainText()).strip()


class ProgressForm(FormDialog):
    """Gives a ``ProgressNote``: how far, what came out; or, for a completion, on which day."""

    def __init__(
        self, parent: QWidget | None, rows: "Sequence[AssignmentRow]", *, is_finish: bool, today: date
    ) -> None:
        title = "Hoàn thành nhiệm vụ" if is_finish else "Ghi tiến độ"
        super().__init__(parent, title, verb="Hoàn thành" if is_finish else "Cất", name="progress_form")
        self._is_finish = is_finish
        only = rows[0] if len(rows) == 1 else None
        self.add_row(plain_label(rows_words(rows), "soft", wraps=True))
        self.progress = QSpinBox()
        self.progress.setRange(-1, 100)
        self.progress.setSpecialValueText("giữ nguyên")
        self.progress.setSuffix("%")
        self.progress.setSingleStep(10)
        self.progress.setValue(only.progress if only else -1)
        self.day = DateEdit(today=today, name="done_on" if is_finish else "recorded_on")
        self.day.set_value(today)
        self.text = _words_box(3)
        self.outcome = _words_box(3, only.result if only else "")
        if is_finish:
            self.add_field("done_on", "Ngày hoàn thành", self.day)
        else:
            self.add_field("progress", "Tiến độ", self.progress)
            self.add_field("text", "Việc đã làm", self.text)
            self.add_field("recorded_on", "Ngày ghi", self.day)
        hint = "Số, ký hiệu văn bản, số liệu hoặc nơi lưu sản phẩm làm bằng chứng." if is_finish else ""
        self.add_field("result", "Kết quả", self.outcome, hint=hint)
        self.add_row(filler())

    def read_value(self) -> "ProgressNote":
        """Return the note; what was left blank stays as it is in the register."""
        from app.services.tasks import ProgressNote

        day = self.day.value()
        if day is None:
            name = "done_on" if self._is_finish else "recorded_on"
            raise InvalidField(name, "Chưa ghi ngày.", hint="Ghi ngày/tháng/năm.")
        result = _plain(self.outcome) or None
        if self._is_finish:
            return ProgressNote(done_on=day, result=result)
        progress = self.progress.value() if self.progress.value() >= 0 else None
        text = _plain(self.text)
        if progress is None and not text and not result:
            raise InvalidField("text", "Chưa ghi gì mới.", hint="Ghi việc đã làm, tiến độ hoặc kết quả.")
        return ProgressNote(progress=progress, text=text, result=result, recorded_on=day)


class ExtendForm(FormDialog):
    """Gives an ``ExtendRequest``."""

    def __init__(self, parent: QWidget | None, rows: "Sequence[AssignmentRow]", *, today: date) -> None:
        super().__init__(parent, "Gia hạn", verb="Gia hạn", name="extend_form")
        self.add_row(plain_label(rows_words(rows), "soft", wraps=True))
        dues = sorted({row.due for row in rows if row.due is not None})
        if dues:
            span = format_date(dues[0])
            span += f" đến {format_date(dues[-1])}" if len(dues) > 1 else ""
            self.add_row(plain_label(f"Hạn đang có: {span}. Hạn gốc luôn được giữ.", wraps=True))
        self.to_due = DateEdit(today=today, name="to_due")
        self.reason = _words_box(3)
        self.add_field("to_due", "Hạn mới", self.to_due)
        self.add_field("reason", "Lý do", self.reason)
        self.add_row(filler())

    def read_value(self) -> ExtendRequest:
        """Return the new day and why."""
        to_due, reason = self.to_due.value(), _plain(self.reason)
        if to_due is None:
            raise InvalidField("to_due", "Chưa ghi hạn mới.")
        if not reason:
            raise InvalidField("reason", "Chưa ghi lý do gia hạn.")
        return ExtendRequest(to_due, reason)


class PersonForm(FormDialog):
    """Gives the key of a person, or None for nobody."""

    def __init__(
        self, parent: QWidget | None, rows: "Sequence[AssignmentRow]", people: "Sequence[PersonRow]"
    ) -> None:
        super().__init__(parent, "Đổi người thực hiện", name="person_form")
        self.add_row(plain_label(rows_words(rows), "soft", wraps=True))
        self.person = QComboBox()
        self.person.addItem("(chưa ghi người)", None)
        for person in people:
            self.person.addItem(f"{person.name}, {person.title}" if person.title else person.name, person.id)
        names = [person.name for person in people]
        known = {row.person for row in rows}
        if len(known) == 1 and (name := known.pop()) in names:
            self.person.setCurrentIndex(names.index(name) + 1)
        self.add_field("person_id", "Người", self.person)
        self.add_row(filler())

    def read_value(self) -> str | None:
        """Return the person chosen."""
        chosen = self.person.currentData()
        return str(chosen) if chosen is not None else None


class FilterForm(FormDialog):
    """Gives a ``Wanted`` narrowed by kind and due days."""

    def __init__(self, parent: QWidget | None, wanted: Wanted, *, today: date) -> None:
        super().__init__(parent, "Lọc thêm", verb="Lọc", name="filter_form")
        self._wanted = wanted
        self.kind = QComboBox()
        self.kind.addItem("Mọi loại", None)
        for kind in TaskKind:
            self.kind.addItem(WORDS[kind], kind)
        if wanted.kind is not None:
            self.kind.setCurrentIndex(list(TaskKind).index(wanted.kind) + 1)
        self.due_from = DateEdit(today=today, name="due_from")
        self.due_to = DateEdit(today=today, name="due_to")
        self.due_from.set_value(wanted.due_from)
        self.due_to.set_value(wanted.due_to)
        self.add_field("kind", "Loại", self.kind)
        self.add_field("due_from", "Hạn từ ngày", self.due_from)
        self.add_field("due_to", "Hạn đến ngày", self.due_to)
        self.add_row(filler())

    def read_value(self) -> Wanted:
        """Return what is wanted."""
        kind = self.kind.currentData()
        first, last = self.due_from.value(), self.due_to.value()
        if first and last and last < first:
            raise InvalidField("due_to", "Ngày cuối trước ngày đầu.", hint="Đổi lại hai ngày.")
        return replace(
            self._wanted, kind=TaskKind(kind) if kind else None, due_from=first, due_to=last, task_id=None
        )
