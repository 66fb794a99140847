"""Đôn đốc on the practice register of 13/3/2024: decisions with doubles, one journey in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.core.statuses import MailState, ReminderChannel
from app.models import IssuedDocument, Person, Unit
from app.services.documents import issue_document, mark_checked
from app.services.queries.outbox import list_mails
from app.ui.screens.reminders.columns import REMINDERS, contact_words, missing_words, rung_look
from app.ui.screens.reminders.presenter import Action, RemindersPresenter, actions_for, summary_words
from app.ui.screens.reminders.view import make
from tests.ui.practice_register import CLOCK


class Page:
    def __init__(self):
        self.desk = self.row = None
        self.summary = self.text = self.note = self.copied = ""
        self.actions = frozenset()

    def show_desk(self, desk, summary):
        self.desk, self.summary = desk, summary

    def show_unit(self, row, text, note):
        self.row, self.text, self.note = row, text, note

    def show_actions(self, actions):
        self.actions = actions

    def copy_text(self, text):
        self.copied = text


@pytest.fixture
def shown(inline):
    """Return a function that shows the desk; nobody in the register has a mail address or a phone."""

    def make_desk(*answers):
        ui, page = inline(*answers), Page()
        with ui.jobs.uow.write() as session:
            for record in (*session.query(Unit), *session.query(Person)):
                record.email = record.phone = ""
        presenter = RemindersPresenter(page, ui)
        ui.bus.subscribe(lambda changes, _: presenter.refresh())
        presenter.refresh()
        return presenter, page, ui

    return make_desk


def owing_report(page):
    return next(row for row in page.desk.rows if row.code == "17095")


def test_the_list_says_how_many_have_their_turn(shown):
    _presenter, page, _ = shown()
    assert page.summary.startswith(f"{len(page.desk.open_rows)} đơn vị đến lượt nhắc hôm nay")
    assert {row.code for row in page.desk.rows} >= {"17095", "17089"}
    assert "PDT" not in {row.code for row in page.desk.rows if any(i.owed.is_report for i in row.items)}
    assert summary_words(page.desk) == page.summary


def test_copying_gives_the_units_own_text_and_noting_is_one_press_away(shown):
    presenter, page, ui = shown()
    row = owing_report(page)
    presenter.selected([row])
    presenter.copy_clicked()
    assert page.copied == page.text
    assert page.copied.startswith(f"Kính gửi {row.unit_name}.")
    assert "tháng 3 năm 2024" in page.copied
    assert "dán vào Zalo rồi ghi sổ" in ui.navigator.told[-1]


def test_a_second_reminder_on_one_day_asks_first(shown):
    presenter, page, ui = shown(False, True)
    row = owing_report(page)  # the sample reminded it this morning
    before = len(row.sent)
    presenter.selected([row])
    presenter.copy_clicked()
    ui.navigator.actions[-1]()
    assert ui.dialogs.asked == [f"{row.unit} đã được nhắc hôm nay rồi."]
    assert len(owing_report(page).sent) == before
    presenter.called_clicked()
    assert len(owing_report(page).sent) == before + 1
    assert owing_report(page).last.channel is ReminderChannel.PHONE


def test_several_units_get_one_text_and_are_noted_together(shown):
    presenter, page, ui = shown()
    rows = [row for row in page.desk.open_rows if not row.sent]
    presenter.selected(rows)
    assert page.note == f"Một tin chung cho {len(rows)} đơn vị."
    presenter.copy_clicked()
    presenter.note_clicked()
    assert ui.navigator.told[-1] == f"Đã ghi nhắc {len(rows)} đơn vị qua Zalo."
    noted = {row.unit_id: row for row in page.desk.rows}
    assert all(noted[row.unit_id].last.day == CLOCK.today() for row in rows)
    assert not any(noted[row.unit_id].is_open for row in rows)


def test_each_channel_has_its_words_and_says_what_is_missing(shown):
    presenter, page, _ = shown()
    presenter.selected([owing_report(page)])
    presenter.choose_channel(ReminderChannel.SMS)
    assert page.text.isascii() and page.note.startswith("Không dấu:")
    presenter.choose_channel(ReminderChannel.EMAIL)
    assert page.note == "Đơn vị chưa có địa chỉ thư trong Danh mục."
    presenter.choose_channel(ReminderChannel.PHONE)
    assert page.text.startswith("Gọi ")


def test_letters_are_drafted_for_late_units_and_the_others_are_named(shown):
    presenter, page, ui = shown()
    presenter.selected(page.desk.rows)
    late = [
        row
        for row in page.desk.rows
        if any(i.owed.is_late(CLOCK.today()) and i.owed.printed_as for i in row.followed)
    ]
    presenter.letters_clicked()
    assert ui.navigator.told[-1] == f"Đã soạn {len(late)} công văn đôn đốc."
    ((_title, findings),) = ui.dialogs.shown
    assert len(findings) == len(page.desk.rows) - len(late)
    assert all("chưa có việc nào quá hạn" in finding.message for finding in findings)
    ui.navigator.actions[-1]()
    assert ui.navigator.opened == [("documents", {})]
    assert owing_report(page).has_draft_letter


def test_mail_goes_to_the_outbox_with_the_issued_letter_and_only_once(shown):
    presenter, page, ui = shown()
    row = owing_report(page)
    presenter.selected([row])
    presenter.mail_clicked()
    assert "chưa có địa chỉ thư" in ui.dialogs.shown[-1][1][0].message
    presenter.letters_clicked()
    with ui.jobs.uow.write() as session:
        session.get_one(Unit, row.unit_id).email = "xa@example.vn"
        letter = session.query(IssuedDocument).filter_by(about_unit_id=row.unit_id, kind="reminder").one()
        mark_checked(session, document_id=letter.id, clock=CLOCK)
        issue_document(session, document_id=letter.id, issued_on=CLOCK.today(), clock=CLOCK)
    presenter.refresh()
    presenter.mail_clicked()
    presenter.mail_clicked()
    with ui.jobs.uow.read() as session:
        (mail,) = list_mails(session)
    assert (mail.state, mail.address) == (MailState.QUEUED, "xa@example.vn")
    assert mail.subject.startswith("Nhắc gửi báo cáo")
    (file,) = mail.files
    assert file.name.endswith(".pdf")
    assert (ui.services.paths.attachments / file.sha256).read_bytes().startswith(b"%PDF")
    assert "còn trong mục Thư đi" in ui.dialogs.shown[-1][1][0].message


def test_stopping_asks_for_the_reason_and_can_be_taken_back(shown):
    presenter, page, _ui = shown("Đã hẹn nộp ngày 15")
    presenter.selected([owing_report(page)])
    presenter.stop_clicked()
    row = owing_report(page)
    assert row.stopped == "Đã hẹn nộp ngày 15"
    assert page.actions == {Action.RESUME}
    assert page.note == "Đã dừng nhắc: Đã hẹn nộp ngày 15"
    assert rung_look(row).word == "Đã dừng nhắc"
    presenter.resume_clicked()
    assert owing_report(page).followed


def test_the_leaders_text_carries_the_proof(shown):
    presenter, page, _ui = shown(True)
    presenter.selected([owing_report(page)])
    presenter.leader_clicked()
    assert page.copied.startswith("Báo cáo lãnh đạo: tính đến 13/3/2024")
    assert "đã nhắc 2 lần" in page.copied
    assert owing_report(page).last.channel is ReminderChannel.LEADER


def test_nothing_is_offered_without_a_unit_and_columns_say_what_is_unknown(shown):
    _presenter, page, _ = shown()
    assert actions_for([]) == frozenset()
    row = owing_report(page)
    assert contact_words(row) == "Chưa có liên hệ"
    assert missing_words(row).startswith("Báo cáo kết quả")
    assert [column.title for column in REMINDERS][:3] == ["Đơn vị", "Bậc nhắc", "Nhắc gần nhất"]


def test_a_journey_in_the_window(qtbot, look, live):
    screen = make(live)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.table.model.all_rows) > 3)
    unit = next(row for row in screen.table.model.all_rows if row.code == "17095")
    screen.open_place({"unit_id": unit.unit_id})
    qtbot.waitUntil(lambda: screen.text.toPlainText().startswith("Kính gửi"))
    screen._actions[Action.COPY].trigger()
    assert QGuiApplication.clipboard().text() == screen.text.toPlainText()
    screen.channel.setCurrentIndex(1)
    screen.channel.activated.emit(1)
    assert "160 ký tự" in screen.note.text()
    screen.resize(700, 600)
    qtbot.waitUntil(lambda: not screen.pair.shows_detail)
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Return)
    assert screen.pair.shows_detail
    qtbot.waitUntil(lambda: not live.jobs._runner.is_busy)
