"""Mail against a real server on this machine: what arrives, and what each way of failing is called."""

import email
import ssl
import sys
from datetime import UTC, datetime
from email.policy import default

import pytest

from app.core.errors import InvalidField
from app.system.mail import (
    STARTTLS,
    TLS,
    AccountTrouble,
    LineDown,
    MailAccount,
    MailFile,
    MailRefused,
    OutcomeUnknown,
    build_message,
    check_address,
    draft_bytes,
    open_line,
)
from tests.system.smtp_server import PASSWORD, USER, running, trusting

NOW = datetime(2024, 3, 12, 2, 0, tzinfo=UTC)


def account(server, **changes) -> MailAccount:
    fields = {"security": TLS if server.tls_from_start else STARTTLS, "user": USER, "port": server.port}
    fields |= {"host": "localhost", "address": "vanthu@example.vn", "name": "Phòng Nội vụ"}
    return MailAccount(**(fields | changes))


def message(known: MailAccount, body: str = "Kính gửi đơn vị.\n.một dòng có chấm đầu\n", files=()) -> bytes:
    return build_message(
        account=known,
        address="xa@example.vn",
        subject="Nhắc gửi báo cáo tháng 3",
        body=body,
        message_id="abc@so-cchc.invalid",
        at=NOW,
        files=files,
    ).as_bytes()


def send(server, content: bytes | None = None, address: str = "xa@example.vn", **changes) -> None:
    known = account(server, **changes)
    line = open_line(known, PASSWORD, trust=trusting(), seconds=5)
    try:
        line.offer(address)
        line.deliver(content or message(known))
    finally:
        line.close()


@pytest.fixture(params=[False, True], ids=["starttls", "tls"])
def server(request):
    with running(tls_from_start=request.param) as server:
        yield server


def test_a_mail_arrives_as_it_was_written(server) -> None:
    file = MailFile("Công văn đôn đốc.pdf", "application/pdf", b"%PDF-1.4\r\n.\r\nx\n" * 50)
    send(server, message(account(server), files=(file,)))
    ((receiver, content),) = server.mails
    arrived = email.message_from_bytes(content, policy=default)
    assert receiver == "xa@example.vn"
    assert arrived["Subject"] == "Nhắc gửi báo cáo tháng 3"
    assert str(arrived["From"]) == "Phòng Nội vụ <vanthu@example.vn>"
    assert arrived["Message-ID"] == "<abc@so-cchc.invalid>"
    words = arrived.get_body().get_content().splitlines()
    assert words == ["Kính gửi đơn vị.", ".một dòng có chấm đầu"]
    (kept,) = arrived.iter_attachments()
    assert (kept.get_filename(), kept.get_content()) == (file.name, file.content)


def test_two_mails_go_over_one_line(server) -> None:
    known = account(server)
    line = open_line(known, PASSWORD, trust=trusting())
    for address in ("xa@example.vn", "phuong@example.vn"):
        line.offer(address)
        line.deliver(message(known))
    line.close()
    assert [receiver for receiver, _ in server.mails] == ["xa@example.vn", "phuong@example.vn"]


def test_the_password_never_goes_over_an_open_line() -> None:
    with running() as server:
        server.mood = "no tls"
        with pytest.raises(AccountTrouble, match="không có đường truyền mã hóa"):
            send(server)
        assert "AUTH" not in server.talk


def test_a_certificate_nobody_trusts_is_refused_before_the_password(server) -> None:
    with pytest.raises(AccountTrouble, match="không được tin cậy"):
        open_line(account(server), PASSWORD)
    assert "AUTH" not in server.talk


def test_a_certificate_of_another_name_is_refused(server) -> None:
    trust = trusting()
    assert trust.check_hostname and trust.verify_mode is ssl.CERT_REQUIRED
    with pytest.raises((AccountTrouble, LineDown)):
        open_line(account(server, host="127.0.0.2"), PASSWORD, trust=trust)
    assert "AUTH" not in server.talk


def test_the_wrong_kind_of_encryption_says_what_to_change() -> None:
    with running() as server, pytest.raises(AccountTrouble, match="kiểu mã hóa"):
        send(server, security=TLS)


def test_a_wrong_password_is_the_accounts_trouble(server) -> None:
    with pytest.raises(AccountTrouble, match="tên đăng nhập hoặc mật khẩu"):
        open_line(account(server), "sai", trust=trusting())


def test_a_receiver_that_is_not_there_is_refused_for_good(server) -> None:
    with pytest.raises(MailRefused, match="550 không có hộp thư này"):
        send(server, address="khong-co@example.vn")
    assert server.mails == []


def test_content_that_is_not_wanted_is_refused_for_good(server) -> None:
    server.mood = "too large"
    with pytest.raises(MailRefused, match="552"):
        send(server)


def test_a_busy_server_is_asked_again_later(server) -> None:
    server.mood = "busy"
    with pytest.raises(LineDown, match="451"):
        send(server)


@pytest.mark.parametrize("mood", ["drop at EHLO", "drop at MAIL", "drop at RCPT", "drop at DATA"])
def test_a_line_that_drops_before_the_content_leaves_nothing_behind(server, mood) -> None:
    server.mood = mood
    with pytest.raises(LineDown):
        send(server)
    assert server.mails == []


def test_a_line_that_drops_in_the_middle_of_the_content_leaves_nothing_behind(server) -> None:
    server.mood = "drop in content"
    with pytest.raises((LineDown, OutcomeUnknown)):  # a small mail may be in the buffers whole
        send(server, message(account(server), body="dòng\n" * 2_000_000))
    assert server.mails == []


def test_a_line_that_drops_after_the_content_leaves_the_outcome_open(server) -> None:
    server.mood = "drop after content"
    with pytest.raises(OutcomeUnknown, match="đứt ngay sau khi thư đã đi"):
        send(server)
    assert len(server.mails) == 1


def test_no_server_at_all_is_no_network() -> None:
    with running() as gone:
        port = gone.port
    nobody = MailAccount("localhost", port, STARTTLS, USER, "vanthu@example.vn")
    with pytest.raises(LineDown, match="Không tới được máy chủ thư"):
        open_line(nobody, PASSWORD, trust=trusting(), seconds=5)


def test_a_draft_is_a_mail_that_was_not_sent() -> None:
    made = build_message(
        account=None, address="xa@example.vn", subject="x", body="y", message_id="a@b.invalid", at=NOW
    )
    draft = email.message_from_bytes(draft_bytes(made), policy=default)
    assert draft["X-Unsent"] == "1"
    assert draft["From"] is None


@pytest.mark.parametrize("text", ["xa", "xa@", "xa@coquan", "a@b.vn, c@d.vn", "a@b.vn\nBcc: c@d.vn", ""])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidField, match="không phải là địa chỉ thư"):
        check_address(text)
    assert check_address(" xa@coquan.gov.vn ") == "xa@coquan.gov.vn"


def test_importing_the_module_imports_no_mail_library() -> None:
    import subprocess

    code = "import sys, app.system.mail; sys.exit('smtplib' in sys.modules or 'email.message' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
