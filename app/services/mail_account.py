"""The office's mail account: its fields in the preferences, its password in the system's vault alone."""

from dataclasses import dataclass

from app.core.errors import InvalidField, Unavailable
from app.core.text import one_line
from app.system.mail import STARTTLS, TLS, MailAccount, check_address, open_line
from app.system.secrets import Secrets
from app.system.settings import Settings

_MOST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFields:
    """What a person enters; a blank password keeps the one in the vault."""

    host: str
    port: int
    security: str
    user: str
    address: str
    name: str = ""
    password: str = ""


def mail_account(settings: Settings) -> MailAccount | None:
    """Return the account of this machine; None where none is entered."""
    host, address = settings.text("mail.host"), settings.text("mail.address")
    if not host or not address:
        return None
    return MailAccount(
        host=host,
        port=settings.number("mail.port"),
        security=settings.text("mail.security"),
        user=settings.text("mail.user"),
        address=address,
        name=settings.text("mail.name"),
    )


def read_account(fields: AccountFields) -> MailAccount:
    """Return the account that was entered; raises ``InvalidField`` naming the field."""
    host = one_line(fields.host)
    if not host or " " in host:
        raise InvalidField("host", "Chưa ghi đúng tên máy chủ gửi thư.", hint="Ví dụ: mail.tinh.gov.vn.")
    if not 1 <= fields.port <= _MOST_PORT:
        raise InvalidField("port", "Cổng phải từ 1 đến 65535.", hint="Thường là 587 hoặc 465.")
    if fields.security not in (STARTTLS, TLS):
        raise InvalidField("security", "Chưa chọn cách mã hóa đường truyền.")
    address = check_address(fields.address)
    return MailAccount(
        host, fields.port, fields.security, one_line(fields.user), address, one_line(fields.name)
    )


def keep_account(fields: AccountFields, *, settings: Settings, secrets: Secrets) -> MailAccount:
    """Keep the account; the password goes into the vault first, so that half an account is never kept.

    Raises ``Unavailable`` where there is no vault: the feature then stays off.
    """
    account = read_account(fields)
    if account.user:
        if fields.password:
            secrets.set(account.secret, fields.password)
        elif not secrets.get(account.secret):
            raise InvalidField("password", "Chưa nhập mật khẩu của tài khoản thư.")
    for key, value in (
        ("mail.host", account.host),
        ("mail.port", account.port),
        ("mail.security", account.security),
        ("mail.user", account.user),
        ("mail.address", account.address),
        ("mail.name", account.name),
    ):
        settings.set(key, value)
    return account


def forget_account(*, settings: Settings, secrets: Secrets) -> None:
    """Take the account and its password off this machine."""
    account = mail_account(settings)
    if account is not None and secrets.is_secure():
        secrets.delete(account.secret)
    for key in ("mail.host", "mail.user", "mail.address", "mail.name"):
        settings.set(key, "")


def password_of(account: MailAccount, secrets: Secrets) -> str:
    """Return the password; raises ``Unavailable`` where the vault has none."""
    password = secrets.get(account.secret) if account.user else ""
    if password is None:
        raise Unavailable(
            "Chưa có mật khẩu của tài khoản thư trên máy này.",
            hint="Nhập mật khẩu trong Tùy chọn; mật khẩu được cất trong kho của hệ thống.",
            code="E-THU-02",
        )
    return password


def try_account(account: MailAccount, password: str) -> None:
    """Log in and hang up; raises what the server says."""
    open_line(account, password).close()
