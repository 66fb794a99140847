"""Who is reminded, when, in which words; never who is exempt, finished, locked or stopped (D1, H6)."""

from datetime import date
from types import SimpleNamespace

import pytest

from app.core.clock import FixedClock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.statuses import ReminderChannel, Role
from app.exchange.seal import check_sign
from app.models import Period, Register, ReportingRule, Submission, SubmissionComment, Unit
from app.services.cycles import lock_period
from app.services.documents import create_drafts, issue_document, mark_checked
from app.services.packages.codes import note_code
from app.services.packages.store import PackageStore
from app.services.papers import PaperRequest
from app.services.queries.reminders import follow_ups
from app.services.reminder_texts import (
    SMS_LETTERS,
    chat_text,
    group_text,
    leader_text,
    phone_text,
    reminder_text,
    sms_text,
)
from app.services.reminders import TWICE_A_DAY, log_reminder, resume_reminding, stop_reminding
from app.services.submissions import (
    Receipt,
    excuse_report,
    extend_report,
    receive_report,
    reopen_report,
    return_report,
)
from app.services.tasks import ProgressNote, note_progress
from tests.builders import assignment_of, make_march, make_task, make_unit, make_units
from tests.register import clock_at, journal_of
from tests.statements import statements

OFFICE = "Phòng Nội vụ"


def at(day: int, month: int = 3, hour: int = 9) -> FixedClock:
    return clock_at(2024, month, day, hour)


@pytest.fixture
def office(register, tmp_path):
    """A hub and five communes in March 2024: one excused, one whose code was told, three that owe."""
    with register.write() as session:
        hub = make_unit(session, "PNV", "Phòng Nội vụ")
        session.add(Register(role=Role.HUB, own_unit_id=hub, preset="x", created_at=at(1).now()))
        units = make_units(session, "CA", "CB", "CC", "CD", "CE")
        period_id, expected = make_march(session, *units, clock=at(1))
        for earlier in session.query(Period).where(Period.name < "2024-03"):
            lock_period(session, period_id=earlier.id, clock=at(1))
        excuse_report(session, expected_id=expected[3], reason="Đang sáp nhập", clock=at(4))
        note_code(
            session,
            expected_id=expected[4],
            code="M" * 11 + check_sign("M" * 11),
            noted_at=at(8).now(),
            store=PackageStore(tmp_path),
            clock=at(8),
        )
        session.query(ReportingRule).one().name = "Báo cáo công tác hằng tháng"
    return SimpleNamespace(register=register, units=units, period_id=period_id, expected=expected)


def listed(office, clock):
    with office.register.read() as session:
        return {row.code: row for row in follow_ups(session, day=clock.today())}


def remind(office, place, clock, channel=ReminderChannel.ZALO, *, again=False):
    with office.register.write() as session:
        return log_reminder(
            session, unit_id=office.units[place], channel=channel, text="Nhắc", clock=clock, again=again
        ).value


@pytest.mark.parametrize(
    ("day", "rung", "words"),
    [
        (9, "Trước hạn 3 ngày làm việc", "hạn 12/3/2024, còn 2 ngày làm việc"),
        (11, "Trước hạn 1 ngày làm việc", "hạn 12/3/2024, còn 1 ngày làm việc"),
        (12, "Đúng ngày đến hạn", "hạn 12/3/2024, hạn là hôm nay"),
        (16, "Quá hạn, nhắc lần 1", "hạn 12/3/2024, đã quá hạn 4 ngày"),
    ],
)
def test_on_days_9_11_12_and_16_the_right_units_are_reminded_in_the_right_words(office, day, rung, words):
    rows = listed(office, at(day))
    assert set(rows) == {"CA", "CB", "CC"}  # CD is excused, CE has told its code, the hub reminds nobody
    for row in rows.values():
        assert row.is_open and row.rung.words == rung
        assert [item.owed.words for item in row.items] == [f"Báo cáo công tác tháng 3 năm 2024: {words}"]


def test_on_day_29_of_february_nothing_is_due_yet(office):
    assert listed(office, at(29, month=2)) == {}


def test_a_report_that_came_ends_the_reminding(office):
    with office.register.write() as session:
        receipt = Receipt(received_at=at(11).now())
        receive_report(session, expected_id=office.expected[0], receipt=receipt, clock=at(11))
    assert set(listed(office, at(12))) == {"CB", "CC"}
    with office.register.write() as session, pytest.raises(NotFound, match="không còn việc nào phải nhắc"):
        log_reminder(session, unit_id=office.units[0], channel=ReminderChannel.SMS, text="x", clock=at(12))


def test_a_locked_period_reminds_nobody_but_the_unit_it_was_opened_for(office):
    with office.register.write() as session:
        lock_period(session, period_id=office.period_id, clock=at(16))
    assert listed(office, at(16)) == {}
    with office.register.write() as session:
        reopen_report(
            session, expected_id=office.expected[1], until=date(2024, 3, 20), reason="Bổ sung", clock=at(16)
        )
    assert set(listed(office, at(16))) == {"CB"}
    assert listed(office, at(21)) == {}


def test_an_extension_moves_the_ladder_of_its_unit_only(office):
    with office.register.write() as session:
        extend_report(
            session, expected_id=office.expected[0], to_date=date(2024, 3, 20), reason="Ốm", clock=at(11)
        )
    rows = listed(office, at(16))
    assert rows["CA"].rung.words == "Trước hạn 3 ngày làm việc"
    assert rows["CA"].items[0].owed.when == "hạn 20/3/2024, còn 3 ngày làm việc"
    assert rows["CB"].rung.words == "Quá hạn, nhắc lần 1"


def test_a_returned_report_is_asked_for_again_and_the_reason_stays_inside(office):
    with office.register.write() as session:
        receipt = Receipt(received_at=at(11).now())
        receive_report(session, expected_id=office.expected[0], receipt=receipt, clock=at(11))
        return_report(
            session, expected_id=office.expected[0], reason="Sai hồ sơ của ông Lê Văn Mẫu", clock=at(12)
        )
    row = listed(office, at(14))["CA"]
    assert row.items[0].owed.words.startswith(
        "Bản thay thế của báo cáo công tác tháng 3 năm 2024: bị trả lại"
    )
    assert (row.rung.step, row.is_open) == (5, True)
    assert "Mẫu" not in chat_text(row, office=OFFICE)


def test_tasks_are_reminded_before_and_after_their_day_until_they_are_done(office):
    with office.register.write() as session:
        content = "Giải quyết đơn của ông Nguyễn Văn Mẫu"
        task = make_task(session, office.units[3], content=content, due_on=date(2024, 3, 14), clock=at(1))
    rows = listed(office, at(13))
    assert rows["CD"].items[0].owed.words == (
        "Nhiệm vụ “Giải quyết đơn của ông …”: hạn 14/3/2024, còn 1 ngày làm việc"
    )
    assert listed(office, at(18))["CD"].rung.words == "Quá hạn, nhắc lần 1"
    with office.register.write() as session:
        done = ProgressNote(done_on=date(2024, 3, 18), result="Xong")
        note_progress(session, assignment_id=assignment_of(task, office.units[3]), note=done, clock=at(18))
    assert "CD" not in listed(office, at(18))


def test_a_reminder_is_noted_counted_and_closes_the_rung(office):
    with journal_of(office.register) as actions:
        assert remind(office, 0, at(11)) == 1
    assert actions == ["reminder.log"]
    row = listed(office, at(11))["CA"]
    assert (row.is_open, row.rung.turn) == (False, "từ 12/3/2024")
    assert (row.last.channel, row.last.day, row.last.text) == (
        ReminderChannel.ZALO,
        date(2024, 3, 11),
        "Nhắc",
    )
    assert list(listed(office, at(11)))[-1] == "CA"  # whose turn it is stands first
    assert remind(office, 0, at(12)) == 2


def test_a_second_reminder_on_one_day_is_refused_until_a_person_insists(office):
    remind(office, 0, at(11))
    with pytest.raises(RuleViolation, match="đã được nhắc hôm nay qua zalo") as refused:
        remind(office, 0, at(11, hour=15), ReminderChannel.PHONE)
    assert refused.value.code == TWICE_A_DAY
    assert remind(office, 0, at(11, hour=15), ReminderChannel.PHONE, again=True) == 2


def test_after_three_late_reminders_the_leader_is_told_with_the_proof(office):
    for day in (14, 18, 20):
        assert listed(office, at(day))["CA"].is_open
        remind(office, 0, at(day), ReminderChannel.PHONE)
    assert not listed(office, at(21))["CA"].is_open
    row = listed(office, at(22))["CA"]
    assert row.rung.words == "Báo cáo lãnh đạo"
    text = reminder_text(row, office=OFFICE, channel=ReminderChannel.ZALO, today=date(2024, 3, 22))
    assert "đã nhắc 3 lần: 14/3/2024 (điện thoại), 18/3/2024 (điện thoại) và 20/3/2024" in text
    remind(office, 0, at(22), ReminderChannel.LEADER)
    row = listed(office, at(25))["CA"]
    assert (row.is_open, row.rung.words) == (False, "Đã báo cáo lãnh đạo")


def test_stopping_needs_a_reason_and_can_be_taken_back(office):
    with office.register.write() as session:
        with pytest.raises(InvalidField, match="lý do"):
            stop_reminding(session, unit_id=office.units[0], reason=" ", clock=at(11))
        stop_reminding(session, unit_id=office.units[0], reason="Đã hẹn nộp ngày 13", clock=at(11))
    row = listed(office, at(12))["CA"]
    assert (row.followed, row.stopped, row.is_open) == ((), "Đã hẹn nộp ngày 13", False)
    with pytest.raises(NotFound):
        remind(office, 0, at(12))
    with office.register.write() as session:
        resume_reminding(session, unit_id=office.units[0], clock=at(13))
        with pytest.raises(NotFound):
            resume_reminding(session, unit_id=office.units[0], clock=at(13))
    assert listed(office, at(16))["CA"].is_open


def test_an_sms_fits_160_letters_without_accents_and_says_what_it_costs_with_them(office):
    with office.register.write() as session:
        for number in range(7):
            content = f"Rà soát, niêm yết, công khai đầy đủ thủ tục hành chính đợt {number}"
            make_task(session, office.units[0], content=content, due_on=date(2024, 3, 8), clock=at(1))
    rows = listed(office, at(16))
    for row in rows.values():
        sms = sms_text(row, office=OFFICE, today=date(2024, 3, 16))
        assert len(sms.plain) <= SMS_LETTERS and sms.plain.isascii()
        assert sms.plain.startswith("Phong Noi vu nhac: bao cao")
    long = sms_text(rows["CA"], office=OFFICE, today=date(2024, 3, 16))
    assert "va 7 viec khac" in long.plain
    assert long.accented_messages >= 2
    assert f"Không dấu: {len(long.plain)}/160 ký tự, 1 tin." in long.words
    tight = sms_text(rows["CA"], office="Văn phòng " * 20, today=date(2024, 3, 16))
    assert len(tight.plain) == SMS_LETTERS


def test_texts_name_the_units_own_items_and_the_group_text_lists_the_units(office):
    rows = listed(office, at(12))
    assert chat_text(rows["CA"], office=OFFICE) == (
        "Kính gửi Xã CA.\n"
        "Phòng Nội vụ xin nhắc đơn vị:\n"
        "1. Báo cáo công tác tháng 3 năm 2024: hạn 12/3/2024, hạn là hôm nay.\n"
        "Đề nghị đơn vị gửi sớm; nếu đã gửi thì xin bỏ qua tin này. Trân trọng cảm ơn."
    )
    together = group_text(tuple(rows.values()), office=OFFICE)
    assert (
        "Báo cáo công tác tháng 3 năm 2024: hạn 12/3/2024, hạn là hôm nay: Xã CA, Xã CB và Xã CC." in together
    )
    assert "chưa nhắc lần nào" in leader_text(rows["CA"], today=date(2024, 3, 12))


def test_a_unit_without_contact_says_so_and_its_officer_is_used_where_there_is_one(office):
    row = listed(office, at(12))["CA"]
    assert "chưa có số điện thoại trong Danh mục" in phone_text(row, office=OFFICE)
    with office.register.write() as session:
        session.get_one(Unit, office.units[0]).phone = "0238 000 0001"
    row = listed(office, at(12))["CA"]
    assert phone_text(row, office=OFFICE).startswith("Gọi Xã CA: 0238 000 0001.")


def test_another_register_than_the_hub_follows_its_own_unit_only(office):
    with office.register.write() as session:
        register = session.query(Register).one()
        register.role, register.own_unit_id = Role.REPORTER, office.units[1]
    assert set(listed(office, at(12))) == {"CB"}


def test_an_issued_letter_is_a_reminder_of_what_it_prints(sample):
    clock = clock_at(2024, 3, 18)
    with sample.write() as session:
        before = {row.unit_id: row for row in follow_ups(session, day=clock.today())}
        owing = next(
            row for row in before.values() if any(i.owed.is_report and i.owed.printed_as for i in row.items)
        )
        request = PaperRequest(kind="reminder", day=clock.today(), unit_id=owing.unit_id, period="2024-03")
        (made,) = create_drafts(session, request=request, clock=clock).value
        session.flush()
        drafted = {row.unit_id: row for row in follow_ups(session, day=clock.today())}
        assert drafted[owing.unit_id].has_draft_letter and drafted[owing.unit_id].sent == owing.sent
        mark_checked(session, document_id=made, clock=clock)
        issue_document(session, document_id=made, issued_on=clock.today(), clock=clock)
        after = {row.unit_id: row for row in follow_ups(session, day=clock.today())}
    assert after[owing.unit_id].last.channel is ReminderChannel.LETTER
    assert len(after[owing.unit_id].sent) == len(owing.sent) + 1


def test_a_report_that_came_within_the_grace_days_is_not_asked_for(office):
    with office.register.write() as session:
        session.query(Period).where(Period.id == office.period_id).one().lenient_due = at(14).today()
        came = Receipt(received_at=at(13).now())
        receive_report(session, expected_id=office.expected[0], receipt=came, clock=at(13))
    assert "CA" in listed(office, at(12))  # it had not come that day
    assert set(listed(office, at(13))) == {"CB", "CC"}
    assert set(listed(office, at(15))) == {"CB", "CC"}


def returned(office, session, place):
    key = office.expected[place]
    receive_report(session, expected_id=key, receipt=Receipt(received_at=at(11).now()), clock=at(11))
    return_report(session, expected_id=key, reason="Sai số", clock=at(13))
    version = session.query(Submission).filter_by(expected_report_id=key).one()
    remark = SubmissionComment(submission_id=version.id, subject="HS01", text="Kiểm lại")
    remark.created_at = at(13).now()
    session.add(remark)


def test_finding_whom_to_remind_asks_no_more_for_many_units_than_for_one(office):
    counts = []
    with office.register.rehearse() as session:
        for place in (0, 1, 2):
            returned(office, session, place)
            session.flush()
            with statements(session) as sent:
                rows = {row.code: row for row in follow_ups(session, day=at(16).today())}
            counts.append(len(sent))
            told = [item.owed.words for row in rows.values() for item in row.items if item.owed.is_returned]
            assert len(told) == place + 1
            assert all("bị trả lại ngày 13/3/2024" in words and "sửa mục" in words for words in told)
    assert len(set(counts)) == 1
