"""Mail waits, leaves once, and is never lost or doubled, whatever the line does; against a real server."""

import email
from datetime import timedelta
from email.policy import default
from types import SimpleNamespace

import pytest

from app.core.clock import FixedClock
from app.core.errors import InvalidField, NotFound, RuleViolation, Unavailable
from app.core.statuses import MailState, ReminderChannel, Role
from app.models import Register
from app.services.mail_account import (
    AccountFields,
    forget_account,
    keep_account,
    mail_account,
    password_of,
)
from app.services.mail_delivery import deliver_due, draft_file
from app.services.outbox import (
    REMINDER,
    MailFields,
    call_off,
    count_as_sent,
    keep_file,
    queue_mail,
    send_again,
    settle_interrupted,
    take_mail,
)
from app.services.queries.outbox import due_mails, list_mails
from app.services.queries.reminders import follow_ups
from app.services.submissions import Receipt, receive_report
from app.system.mail import STARTTLS, MailAccount, open_line
from app.system.settings import Settings
from tests.builders import make_march, make_unit, make_units
from tests.register import clock_at, journal_of
from tests.system.smtp_server import PASSWORD, USER, running, trusting

CLOCK = clock_at(2024, 3, 12)


@pytest.fixture
def post(register, tmp_path):
    """An outbox beside a server that is up; ``send`` makes one round, ``mails`` reads the register."""
    folder = tmp_path / "tep"
    with running() as server:
        account = MailAccount("localhost", server.port, STARTTLS, USER, "vanthu@example.vn", "Phòng Nội vụ")

        def send(clock=CLOCK, *, every=True):
            def line():
                return open_line(account, PASSWORD, trust=trusting(), seconds=5)

            return deliver_due(
                register, account=account, folder=folder, clock=clock, open_line=line, every=every
            )

        def mails():
            with register.read() as session:
                return {row.address.split("@")[0]: row for row in list_mails(session)}

        yield SimpleNamespace(
            register=register, folder=folder, server=server, send=send, mails=mails, account=account
        )


def queue(post, name="xa", clock=CLOCK, **fields):
    with post.register.write() as session:
        mail = MailFields(
            **({"address": f"{name}@example.vn", "subject": "Nhắc gửi báo cáo", "body": "Kính gửi."} | fields)
        )
        return queue_mail(session, mail=mail, clock=clock).value


def later(minutes):
    return FixedClock(CLOCK.now() + timedelta(minutes=minutes))


def test_a_mail_with_its_file_leaves_and_says_so(post):
    content = b"goi du lieu" * 1000
    file = keep_file("bao-cao.cchc", "application/octet-stream", content, post.folder)
    with journal_of(post.register) as actions:
        queue(post, files=(file,))
        assert post.send() == 1
    assert actions == ["mail.queue", "mail.outcome"]
    row = post.mails()["xa"]
    assert (row.state, row.outcome) == (MailState.SENT, "Máy chủ đã nhận lúc 09:00 ngày 12/3/2024.")
    ((_, arrived),) = post.server.mails
    (kept,) = email.message_from_bytes(arrived, policy=default).iter_attachments()
    assert (kept.get_filename(), kept.get_content()) == ("bao-cao.cchc", content)
    assert post.send() == 0
    assert len(post.server.mails) == 1


def test_while_there_is_no_network_mails_wait_and_leave_when_it_is_back(post):
    for name in ("mot", "hai"):
        queue(post, name)
    post.server.mood = "drop at EHLO"
    assert post.send() == 0
    row = post.mails()["mot"]
    assert row.state is MailState.QUEUED
    assert row.outcome.startswith("Không tới được máy chủ thư") and row.outcome.endswith("Thử lại lúc 09:01.")
    post.server.mood = ""
    assert post.send(every=False) == 0  # not before its time
    assert post.send(later(1), every=False) == 2
    assert {row.state for row in post.mails().values()} == {MailState.SENT}
    assert {receiver for receiver, _ in post.server.mails} == {"mot@example.vn", "hai@example.vn"}


def test_waiting_grows_from_a_minute_to_an_hour(post):
    queue(post)
    post.server.mood = "busy"
    waits, clock = [], CLOCK
    for _ in range(8):
        post.send(clock)
        row = post.mails()["xa"]
        waits.append(int((row.next_try_at - clock.now()).total_seconds() // 60))
        clock = FixedClock(row.next_try_at)
    assert waits == [1, 2, 5, 15, 30, 60, 60, 60]
    with post.register.read() as session:
        assert due_mails(session, now=CLOCK.now()) == ()


def test_a_refused_mail_says_why_and_the_next_one_leaves(post):
    queue(post, "khong-co")
    queue(post, "xa", clock=later(1))
    assert post.send() == 1
    refused = post.mails()["khong-co"]
    assert refused.state is MailState.REFUSED and "550 không có hộp thư này" in refused.outcome
    assert post.send() == 0
    with post.register.write() as session:
        send_again(session, mail_id=refused.id, clock=CLOCK, address="co@example.vn")
    assert post.send() == 1


def test_a_line_that_drops_in_the_middle_loses_nothing_and_sends_nothing_twice(post):
    for name in ("mot", "hai", "ba"):
        queue(post, name)
    post.server.mood = "drop at DATA"
    assert post.send() == 0
    assert {row.state for row in post.mails().values()} == {MailState.QUEUED}
    post.server.mood = ""
    assert post.send() == 3
    ids = [email.message_from_bytes(content)["Message-ID"] for _, content in post.server.mails]
    assert len(set(ids)) == 3


def test_when_the_answer_never_comes_a_person_is_asked_and_nothing_is_sent_again_by_itself(post):
    key = queue(post)
    post.server.mood = "drop after content"
    post.send()
    row = post.mails()["xa"]
    assert row.state is MailState.UNSURE and row.waits_for_person and "Coi như đã gửi" in row.outcome
    post.server.mood = ""
    assert post.send(later(600)) == 0
    assert len(post.server.mails) == 1
    with post.register.write() as session:
        send_again(session, mail_id=key, clock=CLOCK)
    post.send()
    first, second = (email.message_from_bytes(content)["Message-ID"] for _, content in post.server.mails)
    assert first == second == f"<{key}@so-cchc.invalid>"


def test_a_program_that_ends_between_sending_and_noting_asks_at_the_next_start(post):
    key = queue(post)
    with post.register.write() as session:
        assert take_mail(session, mail_id=key, clock=CLOCK).value
    assert post.send() == 0  # nobody takes it a second time
    with post.register.write() as session:
        assert settle_interrupted(session, clock=later(60)).value == 1
        assert settle_interrupted(session, clock=later(60)).value == 0
    row = post.mails()["xa"]
    assert row.state is MailState.UNSURE
    assert "đang gửi thư này lúc 09:00 ngày 12/3/2024" in row.outcome
    with post.register.write() as session:
        count_as_sent(session, mail_id=key, clock=CLOCK)
        with pytest.raises(RuleViolation):
            count_as_sent(session, mail_id=key, clock=CLOCK)
        with pytest.raises(RuleViolation, match="đã gửi nên không gửi lại"):
            send_again(session, mail_id=key, clock=CLOCK)
        with pytest.raises(RuleViolation):
            call_off(session, mail_id=key, clock=CLOCK)
    assert post.server.mails == []


def test_an_account_out_of_order_keeps_every_mail(post):
    queue(post)
    wrong = open_line

    def line():
        return wrong(post.account, "sai", trust=trusting())

    sent = deliver_due(post.register, account=post.account, folder=post.folder, clock=CLOCK, open_line=line)
    row = post.mails()["xa"]
    assert sent == 0 and row.state is MailState.QUEUED and "mật khẩu" in row.outcome


def test_a_file_that_is_gone_is_said_and_nothing_half_is_sent(post):
    file = keep_file("thư.pdf", "application/pdf", b"x", post.folder)
    queue(post, files=(file,))
    (post.folder / file.sha256).unlink()
    assert post.send() == 0
    row = post.mails()["xa"]
    assert row.state is MailState.REFUSED and "Không còn tệp “thư.pdf”" in row.outcome
    assert post.server.mails == []


def test_what_cannot_be_mail_is_refused_at_the_door(post):
    with pytest.raises(InvalidField, match="địa chỉ thư"):
        queue(post, address="không có")
    with pytest.raises(InvalidField, match="tiêu đề"):
        queue(post, subject=" ")
    with post.register.write() as session, pytest.raises(NotFound):
        call_off(session, mail_id="x", clock=CLOCK)


def test_a_mail_taken_out_of_the_queue_stays_in_the_list(post):
    key = queue(post)
    with post.register.write() as session:
        call_off(session, mail_id=key, clock=CLOCK)
    assert post.send() == 0
    assert post.mails()["xa"].state is MailState.CALLED_OFF


def test_a_reminder_counts_when_it_has_left_and_does_not_leave_when_nothing_is_owed(post):
    with post.register.write() as session:
        hub = make_unit(session, "PNV", "Phòng Nội vụ")
        session.add(Register(role=Role.HUB, own_unit_id=hub, preset="x", created_at=CLOCK.now()))
        units = make_units(session, "CA", "CB")
        _, expected = make_march(session, *units, clock=CLOCK)
    for place, name in enumerate(("ca", "cb")):
        subjects = (("expected_report", expected[place]),)
        queue(post, name, unit_id=units[place], purpose=REMINDER, subjects=subjects)
    with post.register.write() as session:
        receive_report(
            session, expected_id=expected[1], receipt=Receipt(received_at=CLOCK.now()), clock=CLOCK
        )
    assert post.send() == 1
    mails = post.mails()
    assert (mails["ca"].state, mails["cb"].state) == (MailState.SENT, MailState.CALLED_OFF)
    assert "không còn việc phải nhắc" in mails["cb"].outcome
    with post.register.read() as session:
        (row,) = follow_ups(session, day=CLOCK.today(), unit_ids=(units[0],))
    assert row.last is not None
    assert (row.last.channel, row.last.text) == (ReminderChannel.EMAIL, "Kính gửi.")


def test_a_draft_for_the_mail_program_holds_the_same_mail(post):
    file = keep_file("thư.pdf", "application/pdf", b"%PDF", post.folder)
    queue(post, files=(file,))
    draft = email.message_from_bytes(
        draft_file(post.mails()["xa"], account=None, folder=post.folder), policy=default
    )
    assert (draft["X-Unsent"], draft["To"]) == ("1", "xa@example.vn")
    assert [part.get_filename() for part in draft.iter_attachments()] == ["thư.pdf"]


class Vault:
    """A vault for the test; none where ``is_there`` is false."""

    def __init__(self, *, is_there=True):
        self.kept, self.is_there = {}, is_there

    def get(self, name):
        return self.kept.get(name)

    def set(self, name, value):
        if not self.is_there:
            raise Unavailable("Máy này không có kho mật khẩu.", code="E-KEY-02")
        self.kept[name] = value

    def delete(self, name):
        self.kept.pop(name, None)

    def is_secure(self):
        return self.is_there

    def backend_name(self):
        return "test"


FIELDS = AccountFields(
    host="mail.example.vn",
    port=587,
    security="starttls",
    user="vanthu",
    address="vanthu@example.vn",
    password="bí mật",
)


def test_the_password_goes_to_the_vault_and_nowhere_else(tmp_path):
    settings, vault = Settings(tmp_path / "tuy-chon.toml"), Vault()
    account = keep_account(FIELDS, settings=settings, secrets=vault)
    assert vault.kept == {"mail:vanthu@mail.example.vn": "bí mật"}
    assert "bí mật" not in (tmp_path / "tuy-chon.toml").read_text("utf-8")
    assert mail_account(Settings(tmp_path / "tuy-chon.toml")) == account
    assert password_of(account, vault) == "bí mật"
    forget_account(settings=settings, secrets=vault)
    assert (vault.kept, mail_account(settings)) == ({}, None)
    with pytest.raises(Unavailable, match="Chưa có mật khẩu"):
        password_of(account, vault)


def test_without_a_vault_no_account_is_kept(tmp_path):
    settings = Settings(tmp_path / "tuy-chon.toml")
    with pytest.raises(Unavailable, match="không có kho mật khẩu"):
        keep_account(FIELDS, settings=settings, secrets=Vault(is_there=False))
    assert mail_account(settings) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": " "}, "host"),
        ({"port": 0}, "port"),
        ({"security": "none"}, "security"),
        ({"address": "x"}, "address"),
        ({"password": ""}, "password"),
    ],
)
def test_an_account_that_cannot_work_names_its_field(tmp_path, changes, field):
    from dataclasses import replace

    with pytest.raises(InvalidField) as refused:
        keep_account(replace(FIELDS, **changes), settings=Settings(tmp_path / "t.toml"), secrets=Vault())
    assert refused.value.field == field
