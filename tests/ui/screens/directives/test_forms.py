"""Each form: fill it, get the frozen value."""

from datetime import date

import pytest

from app.core.errors import InvalidField
from app.core.statuses import DeadlineOperator, TaskKind
from app.services.queries.binding import Binding, GroupChoice, UnitChoice, UnitTree
from app.services.tasks import TaskFields
from app.ui.screens.directives.dialogs import ClauseForm, DirectiveForm
from app.ui.screens.directives.presenter import ClauseDraft
from app.ui.task_desk import TaskDraft
from app.ui.widgets.task_form import TaskForm
from tests.ui.screens.directives.conftest import TEXT

TODAY = date(2024, 3, 5)
TREE = UnitTree(
    (GroupChoice("g1", "Xã", ("a", "b")), GroupChoice("g2", "Phòng", ("c",))),
    (UnitChoice("a", "Xã A", "Xã"), UnitChoice("b", "Xã B", "Xã"), UnitChoice("c", "Phòng C", "Phòng")),
)


def test_a_pasted_text_fills_what_its_head_says(qtbot):
    form = DirectiveForm(None, None, today=TODAY)
    qtbot.addWidget(form)
    form.text.setPlainText(TEXT)
    value = form.read_value()
    assert value.subject == "V/v chấn chỉnh việc làm sổ tay của các cơ quan năm 2023"
    assert value.place == "Quỳ Hợp"
    assert value.addressees == ("Trưởng các phòng", "Hiệu trưởng các trường", "Chủ tịch các xã")
    assert (value.number, value.issued_on, value.received_on) == (None, None, TODAY)
    assert value.text == TEXT


def test_what_was_typed_is_not_overwritten_by_the_text(qtbot):
    form = DirectiveForm(None, None, today=TODAY)
    qtbot.addWidget(form)
    form.subject.setText("Trích yếu của tôi")
    form.number.setText(" 7/UBND ")
    form.issued_on.line.setText("1/3")
    form.text.setPlainText(TEXT)
    value = form.read_value()
    assert (value.subject, value.number, value.issued_on) == (
        "Trích yếu của tôi",
        "7/UBND",
        date(2024, 3, 1),
    )


def test_a_directive_without_subject_is_refused_under_its_field(qtbot):
    form = DirectiveForm(None, None, today=TODAY)
    qtbot.addWidget(form)
    form.submit()
    assert "trích yếu" in form.problem("subject")


def test_a_clause_counts_its_units_while_they_are_ticked(qtbot):
    form = ClauseForm(None, ClauseDraft("5", "Việc phải làm", span=(3, 16)), TREE)
    qtbot.addWidget(form)
    assert "Chưa ghi giao cho" in form.count.text()
    form.groups.tick(["g1", "g2"])
    assert form.count.text() == "3 đơn vị: Xã (2), Phòng (1)"
    form.excluded.model.tick(["b"])
    assert form.count.text() == "2 đơn vị: Xã (2), Phòng (1); trừ Xã B"
    value = form.read_value()
    assert value.binding == Binding(("g1", "g2"), (), ("b",))
    assert value.span == (3, 16)
    form.groups.tick(["g1"], on=False)
    assert form.read_value().binding == Binding(("g2",), (), ())
    form.text.setPlainText("Việc khác")
    assert form.read_value().span is None
    form.text.setPlainText(" ")
    with pytest.raises(InvalidField):
        form.read_value()


def test_a_task_gives_words_deadline_and_rhythm(qtbot):
    form = TaskForm(None, TaskDraft(fields=TaskFields(content="Lập kế hoạch")), today=TODAY)
    qtbot.addWidget(form)
    form.operator.setCurrentIndex(1)
    form.due_on.line.setText("30/6/2024")
    form.product.setText("Kế hoạch")
    value = form.read_value()
    assert (value.due_on, value.due_operator) == (date(2024, 6, 30), DeadlineOperator.BEFORE)
    assert (value.due_text, value.product) == ("trước ngày 30/6/2024", "Kế hoạch")
    form.kind.setCurrentIndex(list(TaskKind).index(TaskKind.RECURRING))
    with pytest.raises(InvalidField, match="nhịp"):
        form.read_value()
    form.recurrence.setCurrentText("hằng tháng")
    assert form.read_value().recurrence == "hằng tháng"
    form.kind.setCurrentIndex(list(TaskKind).index(TaskKind.STANDING))
    form.review_days.setValue(90)
    value = form.read_value()
    assert (value.due_on, value.due_operator, value.recurrence, value.review_days) == (None, None, "", 90)
