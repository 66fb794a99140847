"""Mail by the office's own account: one line to the server, whose answers are told apart.

Three things matter to whoever keeps the outbox: a mail that never left may be sent again, one that was
refused may not, and of one whose content went out without an answer nobody knows. ``smtplib`` is imported
on use.
"""

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.errors import AppError, InvalidField, Unavailable
from app.core.text import one_line, shorten

if TYPE_CHECKING:
    import smtplib
    from email.message import EmailMessage

SECONDS = 30  # without an answer the line counts as down
STARTTLS, TLS = "starttls", "tls"
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")


class LineDown(Unavailable):
    """No network, no answer, or "later please": nothing was handed over, the mail waits."""

    code = "E-THU-01"


class AccountTrouble(Unavailable):
    """The server is there but this account or its certificate is not in order: no mail leaves."""

    code = "E-THU-02"


class MailRefused(AppError):
    """The server refuses this mail for good; others may go."""

    code = "E-THU-03"


class OutcomeUnknown(Unavailable):
    """The whole content went out and the answer never came: only a person may decide to send it again."""

    code = "E-THU-04"


@dataclass(frozen=True, slots=True)
class MailAccount:
    """The office's mail account; the password lies in the system's vault under ``secret``."""

    host: str
    port: int
    security: str  # "starttls" or "tls": the password never goes over an open line
    user: str
    address: str
    name: str = ""

    @property
    def secret(self) -> str:
        """The name of the password in the vault."""
        return f"mail:{self.user}@{self.host}"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


def check_address(text: str, *, field: str = "address") -> str:
    """Return a mail address on one line; anything that is none is an ``InvalidField``."""
    address = one_line(text)
    if not _ADDRESS.fullmatch(address):
        raise InvalidField(
            field, f"“{address}” không phải là địa chỉ thư.", hint="Ghi dạng ten@coquan.gov.vn."
        )
    return address


def build_message(
    *,
    account: MailAccount | None,
    address: str,
    subject: str,
    body: str,
    message_id: str,
    at: datetime,
    files: Sequence[MailFile] = (),
) -> "EmailMessage":
    """Return one mail; the same arguments give the same Message-ID, so that a copy can be known as one."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    if account is not None:
        message["From"] = Address(account.name, addr_spec=account.address)
    message["To"] = address
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}>"
    message.set_content(body, cte="quoted-printable")
    for file in files:
        kind, _, detail = (file.media_type or "application/octet-stream").partition("/")
        message.add_attachment(
            file.content, maintype=kind, subtype=detail or "octet-stream", filename=file.name
        )
    return message


def draft_bytes(message: "EmailMessage") -> bytes:
    """Return a mail as a draft file: ``X-Unsent`` opens it for writing in Outlook, others show it."""
    message["X-Unsent"] = "1"
    return message.as_bytes()


class MailLine:
    """An open, encrypted line to the server, for one mail after another: offer, then deliver."""

    def __init__(self, server: "smtplib.SMTP", account: MailAccount) -> None:
        self._server = server
        self._account = account

    def offer(self, address: str) -> None:
        """Name sender and receiver; raises ``MailRefused`` or ``LineDown``, and nothing has been sent yet."""
        with _line_errors(self._account):
            self._server.rset()
            self._judge(*self._server.mail(self._account.address))
            self._judge(*self._server.rcpt(address))

    def deliver(self, content: bytes) -> None:
        """Send the content of the mail offered; raises ``OutcomeUnknown`` once it is all on its way."""
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content).removesuffix(b"\r\n") + b"\r\n"
        with _line_errors(self._account):
            self._judge(*self._server.docmd("DATA"), expected=354)
            self._server.send(re.sub(rb"(?m)^\.", b"..", lines))
        try:
            self._server.send(b".\r\n")
            code, words = self._server.getreply()
        except (OSError, EOFError) as error:
            raise OutcomeUnknown(
                "Đường truyền đứt ngay sau khi thư đã đi, máy chủ chưa kịp trả lời.",
                hint="Xem hộp thư Đã gửi hoặc hỏi nơi nhận, rồi chọn Gửi lại hoặc Coi như đã gửi.",
            ) from error
        self._judge(code, words)

    def close(self) -> None:
        """Say good-bye; the line may be gone already."""
        with suppress(OSError, EOFError):
            self._server.quit()
        self._server.close()

    def _judge(self, code: int, words: bytes, *, expected: int = 250) -> None:
        if code == expected or (expected == 250 and 200 <= code < 300):
            return
        said = _said(code, words)
        if code >= 500:
            raise MailRefused(f"Máy chủ thư từ chối: {said}", hint="Sửa địa chỉ hoặc nội dung rồi gửi lại.")
        raise LineDown(f"Máy chủ thư chưa nhận lúc này: {said}", hint="Chương trình sẽ tự gửi lại.")


def open_line(
    account: MailAccount, password: str, *, trust: ssl.SSLContext | None = None, seconds: float = SECONDS
) -> MailLine:
    """Open a line and log in; the server's certificate is always checked (``trust``: against what)."""
    import smtplib

    context = trust or ssl.create_default_context()
    with _line_errors(account):
        if account.security == TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=seconds, context=context
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=seconds)
    try:
        with _line_errors(account):
            server.ehlo()
            if account.security != TLS:
                server.starttls(context=context)
                server.ehlo()
            if account.user:
                _log_in(server, account.user, password)
    except BaseException:
        server.close()
        raise
    return MailLine(server, account)


def _log_in(server: "smtplib.SMTP", user: str, password: str) -> None:
    """Log in; ``smtplib`` knows only ASCII passwords, others go as RFC 4616 says: PLAIN in UTF-8."""
    if user.isascii() and password.isascii():
        server.login(user, password)
        return
    from base64 import b64encode
    from smtplib import SMTPAuthenticationError

    secret = b64encode(f"\0{user}\0{password}".encode()).decode()
    code, words = server.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise SMTPAuthenticationError(code, words)


@contextmanager
def _line_errors(account: MailAccount) -> Iterator[None]:
    """Turn what can go wrong on the line before a mail's content is complete into one of our errors."""
    import smtplib

    where = f"{account.host}:{account.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise AccountTrouble(
            f"Chứng thư của máy chủ thư {where} không được tin cậy: {error.verify_message}.",
            hint="Kiểm tra tên máy chủ trong Tùy chọn và ngày giờ của máy.",
        ) from error
    except ssl.SSLError as error:
        raise AccountTrouble(
            f"Máy chủ thư {where} không nói đúng kiểu mã hóa đã chọn.",
            hint="Đổi cách mã hóa và cổng: STARTTLS thường là 587, SSL/TLS thường là 465.",
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise LineDown(
                f"Máy chủ thư {where} chưa cho đăng nhập lúc này.", hint="Chương trình sẽ tự gửi lại."
            ) from error
        raise AccountTrouble(
            f"Máy chủ thư {where} không nhận tên đăng nhập hoặc mật khẩu.",
            hint="Nhập lại mật khẩu trong Tùy chọn.",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise AccountTrouble(
            f"Máy chủ thư {where} không có đường truyền mã hóa hoặc không cho đăng nhập.",
            hint="Hỏi người quản trị thư: mật khẩu không được gửi qua đường truyền để trần.",
        ) from error
    except smtplib.SMTPResponseException as error:
        raise LineDown(
            f"Máy chủ thư {where} chưa nhận lúc này: {_said(error.smtp_code, error.smtp_error)}",
            hint="Chương trình sẽ tự gửi lại.",
        ) from error
    except (OSError, EOFError) as error:
        raise LineDown(
            f"Không tới được máy chủ thư {where}.", hint="Có mạng lại thì chương trình tự gửi."
        ) from error


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {shorten(text, 200)}".strip()
