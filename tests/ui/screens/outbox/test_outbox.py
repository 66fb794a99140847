"""Hộp thư đi: what may be done with which mail, and the list with a real runner."""

import pytest

from app.core.statuses import MailState
from app.services.outbox import MailFields, note_refused, note_unsure, queue_mail, take_mail
from app.services.queries.outbox import list_mails
from app.ui.screens.outbox.presenter import Action, OutboxPresenter, actions_for
from app.ui.screens.outbox.view import make
from tests.register import clock_at
from tests.ui.fakes import make_ui
from tests.ui.screens.live import live_ui

CLOCK = clock_at(2024, 3, 12)


def fill(uow):
    """Queue three mails: one waits, one was refused, one is unsure."""
    with uow.write() as session:
        keys = [
            queue_mail(
                session,
                mail=MailFields(address=f"{name}@example.vn", subject=f"Nhắc {name}", body="Kính gửi."),
                clock=CLOCK,
            ).value
            for name in ("cho", "tuchoi", "chuaro")
        ]
        note_refused(session, mail_id=keys[1], sentence="Máy chủ thư từ chối: 550.", clock=CLOCK)
        take_mail(session, mail_id=keys[2], clock=CLOCK)
        note_unsure(session, mail_id=keys[2], sentence="Đường truyền đứt.", clock=CLOCK)
    return keys


class Page:
    def __init__(self):
        self.rows, self.notice, self.mail, self.actions = (), "", None, frozenset()

    def show_mails(self, rows, notice):
        self.rows, self.notice = rows, notice

    def show_mail(self, row):
        self.mail = row

    def show_actions(self, actions):
        self.actions = actions


@pytest.fixture
def filled(register_uow):
    with register_uow as uow:
        yield uow, fill(uow)


def presented(filled, tmp_path, *answers):
    uow, keys = filled
    ui, page, opened = make_ui(tmp_path, *answers, uow=uow, clock=CLOCK), Page(), []
    presenter = OutboxPresenter(page, ui, opened.append)
    ui.bus.subscribe(lambda changes, _: presenter.refresh())
    presenter.refresh()

    def choose(place):
        presenter.selected([row for row in page.rows if row.id == keys[place]])

    return presenter, page, ui, choose, opened


def states(page):
    return {row.address.split("@")[0]: row.state for row in page.rows}


def test_each_state_offers_what_fits_it(filled):
    with filled[0].read() as session:
        rows = {row.address.split("@")[0]: row for row in list_mails(session)}
    every = tuple(rows.values())
    general = {Action.SEND_NOW, Action.OPEN_DRAFT}
    assert actions_for([rows["cho"]], every) == general | {Action.CALL_OFF}
    assert actions_for([rows["tuchoi"]], every) == general | {Action.CALL_OFF, Action.SEND_AGAIN}
    unsure = general | {Action.CALL_OFF, Action.SEND_AGAIN, Action.COUNT_AS_SENT}
    assert actions_for([rows["chuaro"]], every) == unsure
    assert actions_for([], (rows["tuchoi"],)) == frozenset()


def test_without_an_account_the_list_says_why_nothing_leaves(filled, tmp_path):
    presenter, page, ui, _, _ = presented(filled, tmp_path)
    assert "Chưa có tài khoản thư" in page.notice
    presenter.send_now_clicked()
    assert ui.navigator.opened == [("preferences", {})]


def test_a_refused_mail_is_sent_again_without_a_question(filled, tmp_path):
    presenter, page, ui, choose, _ = presented(filled, tmp_path)
    choose(1)
    presenter.send_again_clicked()
    assert states(page)["tuchoi"] is MailState.QUEUED
    assert ui.navigator.told == ["Đã gửi lại 1 thư."]


def test_a_mail_of_unknown_outcome_is_asked_about_before_it_goes_again(filled, tmp_path):
    presenter, page, ui, choose, _ = presented(filled, tmp_path, False)
    choose(2)
    presenter.send_again_clicked()
    assert states(page)["chuaro"] is MailState.UNSURE
    assert "có thể nhận hai lần" in ui.dialogs.asked[0]
    presenter.count_as_sent_clicked()
    assert states(page)["chuaro"] is MailState.SENT


def test_a_draft_opens_in_the_mail_program(filled, tmp_path):
    presenter, _, ui, choose, opened = presented(filled, tmp_path)
    choose(0)
    presenter.open_draft_clicked()
    (path,) = opened
    assert path.suffix == ".eml" and b"X-Unsent: 1" in path.read_bytes()
    assert "Đã mở thư nháp" in ui.navigator.told[0]


def test_the_screen_shows_the_outcome_of_the_chosen_mail(qtbot, look, qapp, register_uow, tmp_path, faults):
    with register_uow as uow:
        keys = fill(uow)
    with live_ui(register_uow, tmp_path, faults, CLOCK) as ui:
        screen = make(ui)
        qtbot.addWidget(screen)
        screen.resize(1200, 640)
        screen.show()
        qtbot.waitUntil(lambda: len(screen.table.model.all_rows) == 3)
        screen.open_place({"mail_id": keys[1]})
        qtbot.waitUntil(lambda: screen.detail.value("Kết quả") == "Máy chủ thư từ chối: 550.")
        assert "Chưa có tài khoản thư" in screen.banner.text
        screen._actions[Action.CALL_OFF].trigger()
        qtbot.waitUntil(lambda: screen.table.selected_rows()[0].state is MailState.CALLED_OFF)
