"""The matrix of tasks and units: ticks by key, unfolding, a group's own day, what stops a plan."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.core.errors import InvalidField
from app.core.statuses import AssignmentRole
from app.services.queries.binding import GroupChoice, UnitChoice, UnitTree
from app.services.queries.directive_tasks import TaskPreview
from app.services.queries.directive_tasks import UnitChoice as Unit
from app.ui.widgets.plan_form import PlanForm

TODAY = date(2024, 3, 5)
CONTROL = Qt.KeyboardModifier.ControlModifier
TREE = UnitTree(
    (GroupChoice("g1", "Xã", ("a", "b")), GroupChoice("g2", "Phòng", ("c",))),
    (
        UnitChoice("a", "Xã Châu Sơn", "Xã"),
        UnitChoice("b", "Xã Thọ Lâm", "Xã", has_contact=False),
        UnitChoice("c", "Phòng Nội vụ", "Phòng", valid_to=date(2024, 6, 30)),
        UnitChoice("d", "Đội công tác", "Ngoài nhóm"),
    ),
)
BOUND = (Unit("a", "Xã Châu Sơn"), Unit("b", "Xã Thọ Lâm"))


@pytest.fixture
def make_form(qtbot):
    def make(*previews):
        form = PlanForm(None, previews, TREE, today=TODAY)
        qtbot.addWidget(form)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        form.matrix.setFocus()
        return form

    return make


def preview(number, bound=(), given=(), *, is_clear=True):
    return TaskPreview(f"t{number}", str(number), f"Việc {number}", False, bound, frozenset(given), is_clear)


def words(form, row):
    return [form.model.index(row + 1, column).data() for column in range(form.model.columnCount())]


def test_a_plan_starts_from_the_clauses_and_keeps_each_task_apart(make_form):
    form = make_form(preview(1, BOUND, ("a",)), preview(2))
    assert [form.model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)] == [
        "+ Xã (2)",
        "+ Phòng (1)",
        "+ Ngoài nhóm (1)",
    ]
    assert words(form, 0) == ["2/2, 1 đã có", "", ""]
    assert words(form, 1) == ["0/2", "", ""]
    form.model.tick([form.model.index(2, 1)])
    value = form.read_value()
    assert value.rows == (("t1", ("b",)), ("t2", ("c",)))
    assert (value.assigned_on, value.role, value.dues) == (TODAY, AssignmentRole.LEAD, {})
    assert form.total.text().startswith(
        "2 nhiệm vụ: 3 đơn vị, 2 lượt giao mới. Xã 2/2; Phòng 1/1; Ngoài nhóm 0/1."
    )
    assert "Dòng đang chọn: 2 đơn vị, 1 lượt giao mới" in form.total.text()


def test_space_ticks_and_control_a_ticks_the_column(make_form, qtbot):
    form = make_form(preview(1), preview(2))
    qtbot.keyClick(form.matrix, Qt.Key.Key_Space)
    assert (words(form, 0)[0], words(form, 1)[0]) == ("2/2", "0/2")
    qtbot.keyClick(form.matrix, Qt.Key.Key_A, CONTROL)
    assert (words(form, 0)[0], words(form, 1)[0]) == ("2/2", "2/2")
    qtbot.keyClick(form.matrix, Qt.Key.Key_A, CONTROL)
    assert (words(form, 0)[0], words(form, 1)[0]) == ("0/2", "0/2")
    with pytest.raises(InvalidField, match="Chưa chọn"):
        form.read_value()


def test_a_group_unfolds_into_its_units_and_one_is_taken_out(make_form, qtbot):
    form = make_form(preview(1, BOUND))
    qtbot.keyClick(form.matrix, Qt.Key.Key_Plus)
    titles = [form.model.headerData(n, Qt.Orientation.Horizontal) for n in range(5)]
    assert titles == ["− Xã (2)", "Xã Châu Sơn", "Xã Thọ Lâm", "+ Phòng (1)", "+ Ngoài nhóm (1)"]
    form.matrix.setCurrentIndex(form.model.index(1, 2))
    qtbot.keyClick(form.matrix, Qt.Key.Key_Space)
    assert words(form, 0)[0] == "1/2"
    partly = form.model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert partly is Qt.CheckState.PartiallyChecked
    qtbot.keyClick(form.matrix, Qt.Key.Key_Minus)
    assert form.model.columnCount() == 3
    assert form.read_value().rows == (("t1", ("a",)),)
    form.matrix.go_to_unit("tho lam")
    assert form.model.columns[form.matrix.currentIndex().column()].key == "b"


def test_what_a_unit_has_already_cannot_be_taken_from_it_here(make_form):
    form = make_form(preview(1, BOUND, ("a", "b")))
    form.model.tick([form.model.index(1, 0)])
    assert words(form, 0)[0] == "2/2, 2 đã có"


def test_a_group_may_have_a_day_of_its_own(make_form):
    form = make_form(preview(1, BOUND))
    due = form.model.index(0, 0)
    assert not form.model.setData(due, "45/13")
    assert form.model.setData(due, "31/3")
    assert due.data() == "31/3/2024"
    assert form.read_value().dues == {"a": date(2024, 3, 31), "b": date(2024, 3, 31)}
    assert form.model.setData(due, "")
    assert form.read_value().dues == {}


def test_what_stops_a_plan_and_what_only_needs_a_look(make_form):
    form = make_form(preview(1, BOUND), preview(2, (Unit("c", "Phòng Nội vụ"),), is_clear=False))
    assert "Chưa có điện thoại, thư: Xã Thọ Lâm." in form.problems.text()
    assert "2. Việc 2: nhiệm vụ có thời hạn mà chưa rõ ngày" in form.problems.text()
    with pytest.raises(InvalidField, match="chưa rõ ngày"):
        form.read_value()
    form.model.setData(form.model.index(0, 1), "31/3")
    assert "chưa rõ ngày" not in form.problems.text()
    form.assigned_on.set_value(date(2024, 7, 1))
    assert "Ngày 01/7/2024 không có hiệu lực: Phòng Nội vụ." in form.problems.text()
    with pytest.raises(InvalidField, match="không có hiệu lực"):
        form.read_value()
