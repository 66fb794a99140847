"""The forms of the plans screen: a score, a row of the plan."""

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSizePolicy, QSpinBox, QWidget

from app.core.text import format_number, normalize, one_line
from app.services.plans import PlanRowFields, ScoreFields
from app.services.queries.plan_units import ScoreEntry
from app.services.queries.plans import PlanRowRow
from app.ui.forms import FormDialog
from app.ui.screens.plans.presenter import read_points
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label


def _points(value: Decimal | None) -> QLineEdit:
    # Every decimal: what is shown is what is kept when the form is closed with "Cất".
    line = QLineEdit("" if value is None else f"{value.normalize():f}".replace(".", ","))
    line.setMaximumWidth(line.fontMetrics().averageCharWidth() * 14)
    return line


def _text(value: str, lines: int) -> QPlainTextEdit:
    edit = QPlainTextEdit(value)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().height() * lines + 16)
    edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return edit


class ScoreForm(FormDialog):
    """Asks for one criterion's points."""

    def __init__(self, parent: QWidget, entry: ScoreEntry) -> None:
        super().__init__(parent, f"Điểm tiêu chí {entry.code}", name="score_form")
        self._entry = entry
        self.add_row(plain_label(entry.title, "strong", wraps=True))
        self.self_points = _points(entry.self_points)
        self.appraised_points = _points(entry.appraised_points)
        self.reason = _text(entry.reason, 3)
        self.self_note = _text(entry.self_note, 2)
        self.not_applicable = QCheckBox("Không áp dụng cho đơn vị này")
        self.not_applicable.setChecked(not entry.is_applicable)
        most = f"Tối đa {format_number(entry.max_points)} điểm."
        self.add_field("self_points", "Tự chấm", self.self_points, hint=most)
        self.add_field(
            "appraised_points", "Thẩm định", self.appraised_points, hint="Để trống khi chưa thẩm định."
        )
        self.add_field("reason", "Lý do bị trừ", self.reason)
        self.add_field("self_note", "Giải trình của đơn vị", self.self_note)
        self.add_field("is_applicable", "Áp dụng", self.not_applicable)

    def read_value(self) -> ScoreFields:
        """Return the score."""
        return ScoreFields(
            criterion_id=self._entry.criterion_id,
            unit_id=self._entry.unit_id,
            self_points=read_points(self.self_points.text(), "self_points"),
            appraised_points=read_points(self.appraised_points.text(), "appraised_points"),
            reason=normalize(self.reason.toPlainText()).strip(),
            self_note=normalize(self.self_note.toPlainText()).strip(),
            is_applicable=not self.not_applicable.isChecked(),
        )


class PlanRowForm(FormDialog):
    """Asks for one row of the plan."""

    def __init__(self, parent: QWidget, row: PlanRowRow | None, year: int, today: date) -> None:
        title = f"Dòng {row.position} của kế hoạch {year}" if row else f"Thêm dòng kế hoạch {year}"
        super().__init__(parent, title, name="plan_row_form")
        self._has_task = row is not None and row.task_id is not None
        if row is not None and row.criterion:
            lost = f" (bị trừ {format_number(row.deducted)} điểm)" if row.deducted else ""
            self.add_row(plain_label(f"{row.criterion_code}. {row.criterion}{lost}", "strong", wraps=True))
        self.shortcoming = _text(row.shortcoming if row else "", 2)
        self.cause = _text(row.cause if row else "", 2)
        self.measure = _text(row.measure if row else "", 3)
        self.product = QLineEdit(row.product if row else "")
        self.lead = QLineEdit(row.lead if row else "")
        self.coordinating = QLineEdit(row.coordinating if row else "")
        self.due_on = DateEdit(today=date(year, min(today.month, 12), 1), name="due_on")
        self.due_on.set_value(row.due if row else None)
        self.target_points = _points(row.target_points if row else None)
        self.progress = QSpinBox()
        self.progress.setRange(0, 100)
        self.progress.setSuffix(" %")
        self.progress.setValue(row.progress if row else 0)
        self.done_on = DateEdit(today=today, name="done_on")
        self.done_on.set_value(row.done_on if row else None)
        self.note = QLineEdit(row.note if row else "")
        self._add_fields(year)

    def _add_fields(self, year: int) -> None:
        self.add_field("shortcoming", "Tồn tại, hạn chế", self.shortcoming)
        self.add_field("cause", "Nguyên nhân", self.cause)
        self.add_field("measure", "Giải pháp", self.measure)
        self.add_field("product", "Sản phẩm", self.product)
        self.add_field("lead", "Chủ trì", self.lead, hint="Người hoặc bộ phận chịu trách nhiệm.")
        self.add_field("coordinating", "Phối hợp", self.coordinating)
        self.add_field("due_on", "Thời hạn", self.due_on, hint=f"Trong năm {year}.")
        self.add_field("target_points", "Điểm phấn đấu", self.target_points)
        follows = "Theo nhiệm vụ đã chuyển." if self._has_task else ""
        self.add_field("progress", "Tiến độ", self.progress, hint=follows)
        self.add_field("done_on", "Ngày xong", self.done_on, hint=follows)
        self.add_field("note", "Ghi chú", self.note)
        for widget in (self.due_on, self.progress, self.done_on):
            widget.setEnabled(not self._has_task)

    def read_value(self) -> PlanRowFields:
        """Return the row."""
        return PlanRowFields(
            shortcoming=normalize(self.shortcoming.toPlainText()).strip(),
            cause=normalize(self.cause.toPlainText()).strip(),
            measure=normalize(self.measure.toPlainText()).strip(),
            product=one_line(self.product.text()),
            lead=one_line(self.lead.text()),
            coordinating=one_line(self.coordinating.text()),
            due_on=self.due_on.value(),
            target_points=read_points(self.target_points.text(), "target_points"),
            progress=self.progress.value(),
            done_on=self.done_on.value(),
            note=one_line(self.note.text()),
        )
