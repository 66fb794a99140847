"""Xếp hạng on the practice register: explained, objected to, published, and a journey in the window."""

import pytest
from PySide6.QtCore import Qt

from app.core.errors import InvalidField
from app.core.periods import Month
from app.core.ranking import Method
from app.core.statuses import TieRule
from app.ui.screens.ranking.columns import RANKED, change_icon, change_tone, change_word
from app.ui.screens.ranking.dialogs import MethodForm
from app.ui.screens.ranking.presenter import Action, RankingPresenter, page_words
from app.ui.screens.ranking.view import make
from app.ui.tone import Tone
from tests.core.test_ranking import unit as record
from tests.ui.fakes import RecordingReply

MARCH = Month(2024, 3)


class Page:
    def __init__(self):
        self.page = self.empty = self.asked = None
        self.choices, self.words, self.actions = (), (), frozenset()

    def show_page(self, page, choices, words):
        self.page, self.choices, self.words, self.empty = page, choices, words, None

    def show_empty(self, sentence, verb, action):
        self.empty = (sentence, verb, action)

    def show_actions(self, actions):
        self.actions = actions

    def ask_method(self, method, save):
        self.asked = (method, save)


@pytest.fixture
def shown(inline):
    def make_page(*answers, month=MARCH):
        ui, page = inline(*answers), Page()
        ui.navigator.set_period(month)
        presenter = RankingPresenter(page, ui)
        ui.bus.subscribe(lambda changes, _: presenter.refresh())
        presenter.refresh()
        return presenter, page, ui

    return make_page


def choose(presenter, page, name):
    presenter.selected(next(unit for unit in page.page.ranking.units if unit.unit == name))


def set_rule(presenter, page):
    presenter.method_clicked()
    reply = RecordingReply()
    page.asked[1](Method(tie=TieRule.LEAVES_GAP), reply)
    assert reply.accepted


def test_the_page_says_how_far_it_holds_and_by_which_method(shown):
    _, page, _ = shown()
    words = " ".join(page.words)
    assert "tạm tính: mới chấp nhận" in words and "Điểm = 60 ×" in words
    assert "Tiến bộ nhiều nhất" in words
    assert page_words(page.page) == page.words


def test_a_month_without_two_accepted_reports_leads_to_the_month_before(shown):
    _, page, ui = shown(month=Month(2024, 4))
    sentence, verb, action = page.empty
    assert "ít nhất hai báo cáo" in sentence and verb == "Xem kỳ tháng 3/2024"
    action()
    assert ui.navigator.period == MARCH
    assert page.actions == {Action.METHOD}


def test_a_year_without_periods_leads_to_where_they_are_made(shown):
    _, page, ui = shown(month=Month(2031, 4))
    assert page.empty[1] == "Tới kỳ báo cáo"
    page.empty[2]()
    assert ui.navigator.opened == [("cycles", {})]


def test_a_place_is_explained_with_its_parts(shown):
    presenter, page, ui = shown()
    choose(presenter, page, "Xã Bắc Sơn")
    presenter.explain_clicked()
    title, text = ui.dialogs.shown[-1]
    assert title == "Giải thích: Xã Bắc Sơn"
    assert "Báo cáo: 0/3 kỳ đúng hạn" in text and "Đã nhắc 1 lần" in text
    assert "Quy tắc đồng hạng: chưa chọn." in text


def test_an_appeal_is_noted_and_told(shown):
    presenter, page, _ = shown("Mất điện ngày 12")
    choose(presenter, page, "Xã Bắc Sơn")
    presenter.appeal_clicked()
    assert "Có 1 kiến nghị: Xã Bắc Sơn." in page.words


def test_a_unit_is_left_out_with_its_reason_and_taken_in_again(shown):
    presenter, page, ui = shown("Mới sáp nhập", None)
    choose(presenter, page, "Xã Bắc Sơn")
    presenter.exclude_clicked()
    assert "Không xếp hạng Xã Bắc Sơn: Mới sáp nhập" in page.words
    assert Action.INCLUDE in page.actions
    presenter.include_clicked()
    ui.dialogs.answers.append(page.page.excluded[0].unit_id)
    presenter.include_clicked()
    assert page.page.excluded == ()


def test_publishing_freezes_the_page_and_offers_the_notice(shown):
    presenter, page, ui = shown(True, True, "Sửa theo kiến nghị")
    presenter.publish_clicked()
    assert "quy tắc đồng hạng" in ui.jobs.problems[-1].message
    set_rule(presenter, page)
    presenter.publish_clicked()
    assert page.page.snapshot is not None and page.page.snapshot.number == 1
    assert [choice.words.split(",")[0] for choice in page.choices] == ["Hiện nay", "Công bố lần 1"]
    assert Action.PUBLISH not in page.actions and Action.EXCLUDE not in page.actions
    ui.navigator.actions[-1]()
    (place,) = [place for module, place in ui.navigator.opened if module == "documents"]
    assert place["document_id"]
    presenter.choose("")
    assert page.page.snapshot is None
    presenter.publish_clicked()
    assert page.page.snapshot.number == 2
    assert "Lý do công bố lại: Sửa theo kiến nghị" in page.words


def test_the_method_that_cannot_be_is_refused_in_its_form(shown):
    presenter, page, _ = shown()
    presenter.method_clicked()
    reply = RecordingReply()
    page.asked[1](Method(50, 20), reply)
    assert isinstance(reply.refused[0], InvalidField)


def test_a_move_has_word_mark_and_colour():
    from dataclasses import replace

    from app.core.ranking import rank_group

    (one,) = rank_group("xã", [record("A", 1)], Method()).units
    moved = {
        3: ("tăng 2", "up", Tone.GOOD),
        1: ("giữ hạng", "status-standing", Tone.NEUTRAL),
        None: ("mới", "status-standing", Tone.NEUTRAL),
    }
    for before, words in moved.items():
        unit = replace(one, previous_place=before)
        assert (change_word(unit), change_icon(unit), change_tone(unit)) == words
    fallen = replace(one, place=4, previous_place=1)
    assert (change_word(fallen), change_tone(fallen)) == ("giảm 3", Tone.WARNING)
    assert change_word(replace(one, place=None)) == ""
    assert [column.title for column in RANKED][:4] == ["Hạng", "Đơn vị", "Điểm", "Đổi hạng"]


def test_groups_stand_side_by_side_or_one_at_a_time(qtbot, look, live):
    live.navigator.set_period(MARCH)
    screen = make(live)
    qtbot.addWidget(screen)
    screen.resize(2200, 700)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.tables) >= 2)
    assert all(table.isVisible() for table in screen.tables[: screen.groups.count()])
    screen.resize(800, 600)
    qtbot.waitUntil(lambda: screen.groups.isVisible())
    assert [table.isVisible() for table in screen.tables].count(True) == 1
    screen.groups.setCurrentIndex(1)
    screen.groups.activated.emit(1)
    assert screen.tables[1].isVisible()
    screen.tables[1].view.selectRow(0)
    qtbot.waitUntil(lambda: screen.presenter.unit is not None)
    qtbot.keyClick(screen.tables[1].view, Qt.Key.Key_Return)
    assert live.dialogs.shown
    screen.more_button.click()
    assert "Quy tắc đồng hạng" in screen.more.text() and screen.more.isVisible()
    whole = screen._whole_table()
    assert len(whole.model.all_rows) == len(screen.presenter.page.ranking.units)
    whole.deleteLater()


def test_the_weights_of_the_form_make_a_hundred(qtbot, look):
    form = MethodForm(None, Method(60, 40, TieRule.NO_GAP))
    qtbot.addWidget(form)
    form.reports.setValue(75)
    assert form.read_value() == Method(75, 25, TieRule.NO_GAP)
