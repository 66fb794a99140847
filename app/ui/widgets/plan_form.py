"""The matrix of tasks and units (S06): who gets which task, from which day, in which part."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.errors import InvalidField
from app.core.statuses import WORDS, AssignmentRole
from app.core.text import format_number, shorten
from app.services.queries.binding import UnitTree
from app.ui.forms import FormDialog
from app.ui.task_desk import AssignPlan
from app.ui.widgets.check_list import Choice
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.unit_picker import UnitPicker

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import TaskPreview


class PlanForm(FormDialog):
    """Gives an ``AssignPlan``: tasks on the left, the units of the chosen one on the right (S06)."""

    def __init__(
        self, parent: QWidget | None, previews: "Sequence[TaskPreview]", tree: UnitTree, *, today: date
    ) -> None:
        super().__init__(parent, "Giao hàng loạt", verb="Giao", name="plan_form")
        self._previews = tuple(previews)
        self._tree = tree
        known = [unit.id for unit in tree.units]
        self._chosen = {p.task_id: {u.id for u in p.bound if u.id in known} for p in previews}
        self.tasks = QListWidget()
        self.tasks.setObjectName("plan_tasks")
        self.tasks.setWordWrap(True)
        self.tasks.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.tasks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _ in self._previews:
            self.tasks.addItem(QListWidgetItem())
        self.picker = UnitPicker()
        self.assigned_on = DateEdit(today=today, name="assigned_on")
        self.assigned_on.set_value(today)
        self.role = QComboBox()
        for role in AssignmentRole:
            self.role.addItem(WORDS[role], role)
        self.total = plain_label("", "strong", wraps=True)
        self.total.setObjectName("plan_total")
        self._lay_out()
        self.tasks.currentRowChanged.connect(self._show_units)
        self.picker.changed.connect(self._keep_units)
        self.tasks.setCurrentRow(0)
        self._tell()

    def _lay_out(self) -> None:
        matrix = QWidget()
        row = QHBoxLayout(matrix)
        row.setContentsMargins(0, 0, 0, 0)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(plain_label("Nhiệm vụ", "soft"))
        left.addWidget(self.tasks, 1)
        right.addWidget(plain_label("Đơn vị nhận nhiệm vụ đang chọn", "soft"))
        right.addWidget(self.picker, 1)
        right.addWidget(
            push_button("Dùng các đơn vị này cho mọi nhiệm vụ", self.copy_units, name="copy_units")
        )
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        matrix.setMinimumHeight(self.fontMetrics().height() * 13)
        matrix.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.add_row(matrix)
        self.add_field("assigned_on", "Ngày giao", self.assigned_on)
        self.add_field("role", "Vai trò", self.role)
        self.add_row(self.total)

    def copy_units(self) -> None:
        """Give every task the units of the one that is shown."""
        chosen = set(self.picker.ticked)
        self._chosen = {task_id: set(chosen) for task_id in self._chosen}
        self._tell()

    def _show_units(self, place: int) -> None:
        preview = self._previews[place]
        choices = [
            Choice(u.id, u.name, u.group, note="đã giao" if u.id in preview.given else "")
            for u in self._tree.units
        ]
        chosen = set(self._chosen[preview.task_id])
        self.picker.blockSignals(True)
        self.picker.set_choices(choices)
        self.picker.set_ticked(chosen)
        self.picker.blockSignals(False)

    def _keep_units(self) -> None:
        preview = self._previews[self.tasks.currentRow()]
        self._chosen[preview.task_id] = set(self.picker.ticked)
        self._tell()

    def _tell(self) -> None:
        new = 0
        for place, preview in enumerate(self._previews):
            chosen = self._chosen[preview.task_id]
            fresh = len(chosen - preview.given)
            new += fresh
            where = f"{preview.section}. " if preview.section else ""
            had = f", {len(chosen) - fresh} đã có" if fresh < len(chosen) else ""
            item = self.tasks.item(place)
            item.setText(f"{where}{shorten(preview.content, 70)}\n→ {len(chosen)} đơn vị{had}")
            item.setToolTip(preview.content)
        units = set().union(*self._chosen.values())
        self.total.setText(
            f"{len(self._previews)} nhiệm vụ, {format_number(len(units))} đơn vị: "
            f"{format_number(new)} lượt giao mới"
        )

    def read_value(self) -> AssignPlan:
        """Return the plan; units that have a task already are left out of it."""
        day = self.assigned_on.value()
        if day is None:
            raise InvalidField("assigned_on", "Chưa ghi ngày giao.")
        order = [unit.id for unit in self._tree.units]
        rows = tuple(
            (p.task_id, tuple(unit for unit in order if unit in self._chosen[p.task_id] - p.given))
            for p in self._previews
        )
        if not any(units for _, units in rows):
            raise InvalidField("units", "Chưa chọn đơn vị nào chưa có nhiệm vụ.", hint="Tick ít nhất một.")
        return AssignPlan(day, AssignmentRole(self.role.currentData()), rows)
