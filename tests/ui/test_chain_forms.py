"""The forms about how documents hang together: fates, a signed copy, another directive, an old code."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QWidget

from app.core.deadlines import TaskCounts
from app.core.statuses import DirectiveRelation, DirectiveState
from app.intake.files import read_pasted
from app.intake.source import Conversion
from app.services.directive_chains import Fate, OpenTask
from app.services.intake.copies import Difference
from app.services.intake.signed_copy import Change, TaskChange
from app.services.queries.directives import DirectiveRow
from app.ui.chain_desk import RELATIONS
from app.ui.intake_desk import SignedCopy
from app.ui.succession_desk import Succession
from app.ui.widgets.conversion_form import ConversionForm
from app.ui.widgets.directive_pick_form import DirectivePickForm
from app.ui.widgets.pasted_text import PastedText
from app.ui.widgets.signed_copy_form import SignedCopyForm
from app.ui.widgets.succession_form import SuccessionForm

TCVN3 = "¶ñ ban nh©n d©n huyÖn giao c¸c phßng, ban thùc hiÖn c¸c viÖc sau ®©y cña n¨m:\n" * 3


def open_task(key: str, fate: Fate) -> OpenTask:
    return OpenTask(key, "1", f"Việc {key}", "", date(2024, 4, 1), 2, fate, "3" if fate is Fate.CLOSE else "")


@pytest.fixture
def succession() -> Succession:
    tasks = (open_task("a", Fate.INHERIT), open_task("b", Fate.CLOSE), open_task("c", Fate.INHERIT))
    return Succession("old", "new", "Công văn 1/UBND", "Công văn 2/UBND", DirectiveRelation.REPLACES, tasks)


def test_fates_are_set_with_one_key_for_the_chosen_rows(qtbot, succession):
    form = SuccessionForm(None, succession)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.tasks.setFocus()
    assert form.read_value().chosen == {"a": Fate.INHERIT, "b": Fate.CLOSE, "c": Fate.INHERIT}
    qtbot.keyClick(form.tasks, Qt.Key.Key_3)
    assert form.read_value().chosen["a"] is Fate.KEEP
    form.tasks.selectAll()
    qtbot.keyClick(form.tasks, Qt.Key.Key_2)
    given = form.read_value()
    assert set(given.chosen.values()) == {Fate.CLOSE}
    assert given.reason == "Công văn 2/UBND thay thế Công văn 1/UBND"
    form.reason.setText(" ")
    form.submit()
    assert form.problem("reason")


def test_what_a_signed_copy_changes_is_ticked_and_what_it_drops_is_not(qtbot):
    (task,) = read_pasted("Ủy ban nhân dân xã yêu cầu:\n1. Phòng Kinh tế rà soát sổ tay.\n").tasks
    changes = [
        TaskChange("task:1", Change.SAME, "1", task, "1", "A", "A", "", ""),
        TaskChange("task:2", Change.CHANGED, "2", task, "2", "Cũ", "Mới", "trước 1/4", "trước 5/4"),
        TaskChange("order:3", Change.NEW, None, task, "3", "", "Thêm", "", ""),
        TaskChange("task:4", Change.GONE, "4", None, "4", "Bỏ", "", "", ""),
    ]
    form = SignedCopyForm(None, SignedCopy("d", "Rà soát", [Difference(("cũ",), ("mới",))], changes))
    qtbot.addWidget(form)
    assert form.read_value() == ("task:2", "order:3")
    assert form.words.toPlainText() == "Trong sổ: Cũ [trước 1/4]\n\nBản chính thức: Mới [trước 5/4]"
    gone = form.tasks.topLevelItem(2)
    assert gone is not None
    gone.setCheckState(0, Qt.CheckState.Checked)
    assert form.read_value() == ("task:2", "order:3", "task:4")
    assert form.pages.tabText(1) == "Chỗ khác trong văn bản (1)"


def row(key: str, number: str, subject: str) -> DirectiveRow:
    day, state = date(2024, 1, 10), DirectiveState.ACTIVE
    return DirectiveRow(key, "công văn", number, day, "UBND", subject, state, 0, 0, TaskCounts())


def test_a_directive_is_found_by_number_or_words(qtbot):
    rows = (row("a", "1/UBND", "rà soát sổ tay"), row("b", "2/UBND", "treo băng rôn"))
    form = DirectivePickForm(None, "Nối", rows, verb="Nối", relations=RELATIONS)
    qtbot.addWidget(form)
    assert form.read_value().directive_id == "a"
    form._search("bang ron")
    form.relation.setCurrentIndex(1)
    picked = form.read_value()
    assert (picked.directive_id, picked.relation) == ("b", DirectiveRelation.AMENDS)
    form._search("không có")
    form.submit()
    assert "Chưa chọn" in form.problem("directive")


def test_an_old_code_is_taken_in_unicode_or_kept(qtbot):
    taken = []
    for keeps in (False, True):
        form = ConversionForm(None, Conversion("TCVN3", "¶ñ ban", "Ủy ban"))
        qtbot.addWidget(form)
        form.ask(lambda wanted, reply: taken.append(wanted))
        assert (form.before.toPlainText(), form.after.toPlainText()) == ("¶ñ ban", "Ủy ban")
        if keeps:
            form._keep()
        else:
            form.submit()
    assert taken == [True, False]


def test_words_pasted_in_an_old_code_are_asked_about(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    field = PastedText("", window)
    window.show()
    apart = QMimeData()
    apart.setText("xa\u0303 Tho\u0323 Lam")
    field.insertFromMimeData(apart)
    assert field.toPlainText() == "xã Thọ Lam"
    field.clear()
    old = QMimeData()
    old.setText(TCVN3)
    field.insertFromMimeData(old)
    assert field.toPlainText() == ""
    form = window.findChild(ConversionForm)
    assert form.isVisible()
    form.submit()
    assert "nhân dân huyện giao các phòng" in field.toPlainText()
