"""Each form: fill it, get the frozen value."""

from datetime import date
from types import SimpleNamespace

import pytest

from app.core.errors import InvalidField
from app.core.statuses import TaskKind
from app.services.queries.task_register import Wanted
from app.services.tasks import ProgressNote
from app.ui.screens.tasks.dialogs import ExtendForm, FilterForm, PersonForm, ProgressForm
from app.ui.screens.tasks.presenter import ExtendRequest

TODAY = date(2024, 3, 5)


def row(**values):
    known = {"unit": "Xã A", "unit_id": "a", "content": "Số hóa", "progress": 20, "result": "", "person": ""}
    return SimpleNamespace(**(known | {"due": date(2024, 6, 30)} | values))


def test_progress_of_one_row_starts_where_it_stands(qtbot):
    form = ProgressForm(None, [row()], is_finish=False, today=TODAY)
    qtbot.addWidget(form)
    assert form.progress.value() == 20
    form.progress.setValue(60)
    form.text.setPlainText("Đã quét kho một")
    assert form.read_value() == ProgressNote(progress=60, text="Đã quét kho một", recorded_on=TODAY)


def test_progress_of_many_rows_leaves_what_is_not_filled(qtbot):
    form = ProgressForm(None, [row(), row(unit_id="b")], is_finish=False, today=TODAY)
    qtbot.addWidget(form)
    with pytest.raises(InvalidField):
        form.read_value()
    form.outcome.setPlainText("Có văn bản số 3")
    assert form.read_value() == ProgressNote(progress=None, result="Có văn bản số 3", recorded_on=TODAY)


def test_completion_asks_for_its_day(qtbot):
    form = ProgressForm(None, [row()], is_finish=True, today=TODAY)
    qtbot.addWidget(form)
    form.day.line.setText("4/3")
    form.outcome.setPlainText("Kế hoạch số 3/KH-UBND")
    assert form.read_value() == ProgressNote(done_on=date(2024, 3, 4), result="Kế hoạch số 3/KH-UBND")
    form.day.line.setText("")
    form.submit()
    assert "Chưa ghi ngày" in form.problem("done_on")


def test_an_extension_needs_a_day_and_a_reason(qtbot):
    form = ExtendForm(None, [row(), row(due=date(2024, 7, 15))], today=TODAY)
    qtbot.addWidget(form)
    form.submit()
    assert form.problem("to_due")
    form.to_due.line.setText("31/7/2024")
    form.submit()
    assert form.problem("reason")
    form.reason.setPlainText("Chờ hướng dẫn")
    assert form.read_value() == ExtendRequest(date(2024, 7, 31), "Chờ hướng dẫn")


def test_a_person_is_chosen_or_taken_away(qtbot):
    people = [
        SimpleNamespace(id="p1", name="An", title=""),
        SimpleNamespace(id="p2", name="Hạnh", title="CC"),
    ]
    form = PersonForm(None, [row(person="Hạnh")], people)
    qtbot.addWidget(form)
    assert form.read_value() == "p2"
    form.person.setCurrentIndex(0)
    assert form.read_value() is None


def test_more_filters_keep_the_rest_of_what_is_wanted(qtbot):
    form = FilterForm(None, Wanted(as_of=TODAY, unit_id="a", kind=TaskKind.STANDING), today=TODAY)
    qtbot.addWidget(form)
    assert form.kind.currentText() == "Thường xuyên"
    form.kind.setCurrentIndex(1)
    form.due_from.line.setText("1/3")
    form.due_to.line.setText("31/3")
    wanted = Wanted(
        as_of=TODAY, unit_id="a", kind=TaskKind.DATED, due_from=date(2024, 3, 1), due_to=date(2024, 3, 31)
    )
    assert form.read_value() == wanted
    form.due_to.line.setText("1/2")
    form.submit()
    assert form.problem("due_to")
