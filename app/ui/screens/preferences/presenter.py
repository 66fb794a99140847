"""Decisions of the preferences: what stands in the file, what is kept the moment it is changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.changes import Changes
from app.core.text import one_line
from app.services.mail_account import (
    AccountFields,
    forget_account,
    keep_account,
    mail_account,
    password_of,
    try_account,
)
from app.system.mail import MailAccount
from app.system.secrets import Secrets
from app.system.settings import SETTINGS
from app.ui.context import FormReply, UiContext

FORMATS = (("docx", "Word (.docx)"), ("pdf", "PDF"), ("xlsx", "Excel (.xlsx)"))


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the page shows."""

    theme: str
    points: int
    user: str
    documents: str
    formats: tuple[str, ...]
    data: str
    practice: str


@dataclass(frozen=True, slots=True)
class MailShown:
    """What the page says about mail; without a vault the feature is off, and says why."""

    words: str
    has_vault: bool
    has_account: bool


class Appearance(Protocol):
    """The look of the program, live."""

    def apply(self) -> None:
        """Give every widget the colours and the size that the preferences say."""
        ...


SaveAccount = Callable[[AccountFields, FormReply], object]


class PreferencesView(Protocol):
    """What the presenter asks of the page."""

    def show_preferences(self, shown: Preferences) -> None:
        """Fill the page."""
        ...

    def show_mail(self, shown: MailShown) -> None:
        """Say which account sends mail, or why none can."""
        ...

    def ask_mail(self, known: MailAccount | None, person: str, save: SaveAccount) -> None:
        """Ask for ``AccountFields``."""
        ...

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        ...


def label_of(key: str) -> str:
    """Return the name of a declared preference."""
    return next(setting.label for setting in SETTINGS if setting.key == key)


def choices_of(key: str) -> tuple[tuple[str, str], ...]:
    """Return the choices of a declared preference: value, words."""
    return next(setting.choices for setting in SETTINGS if setting.key == key)


class PreferencesPresenter:
    """Every change is kept at once; there is nothing to forget to save."""

    def __init__(
        self,
        view: PreferencesView,
        ui: UiContext,
        appearance: Appearance,
        secrets: Secrets,
        *,
        dial: Callable[[MailAccount, str], object] = try_account,
    ) -> None:
        self._view = view
        self._ui = ui
        self._appearance = appearance
        self._secrets = secrets
        self._dial = dial

    def refresh(self) -> None:
        """Show what stands in the file."""
        settings, paths = self._ui.services.settings, self._ui.services.paths
        formats = settings.text("documents.formats").split(",")
        self._view.show_preferences(
            Preferences(
                theme=settings.text("view.theme"),
                points=settings.number("view.font_points"),
                user=settings.text("user.name"),
                documents=settings.text("documents.folder") or str(paths.documents),
                formats=tuple(key for key, _ in FORMATS if key in formats),
                data=str(paths.data),
                practice=settings.text("practice.day"),
            )
        )
        # Asking the vault may load its library: not on the window's thread.
        secrets = self._secrets
        self._ui.jobs.compute(lambda job: secrets.is_secure(), self._show_mail)

    def _show_mail(self, has_vault: bool) -> None:
        account = mail_account(self._ui.services.settings)
        if not has_vault:
            words = (
                "Máy này không có kho mật khẩu của hệ thống nên không gửi thư từ chương trình được. "
                "Vẫn mở được thư nháp bằng chương trình thư của máy."
            )
        elif account is None:
            words = "Chưa có tài khoản; thư đôn đốc và thư gửi gói chờ trong mục Thư đi."
        else:
            words = f"{account.address}, qua {account.host}:{account.port}."
        self._view.show_mail(MailShown(words, has_vault, account is not None))

    def mail_clicked(self) -> None:
        """Ask for the account, then keep it: the password in the vault only."""
        settings = self._ui.services.settings
        self._view.ask_mail(mail_account(settings), settings.text("user.name"), self._keep_mail)

    def _keep_mail(self, fields: AccountFields, reply: FormReply) -> None:
        settings, secrets = self._ui.services.settings, self._secrets

        def kept(account: MailAccount) -> None:
            reply.accept()
            self._ui.navigator.tell(f"Đã cất tài khoản thư {account.address}.")
            self.refresh()
            self._ui.bus.publish(Changes(mail=True))

        self._ui.jobs.compute(
            lambda job: keep_account(fields, settings=settings, secrets=secrets), kept, reply.refuse
        )

    def try_mail_clicked(self) -> None:
        """Log in and hang up; say what the server said."""
        account, secrets, dial = mail_account(self._ui.services.settings), self._secrets, self._dial
        if account is None:
            return
        self._ui.jobs.compute(
            lambda job: dial(account, password_of(account, secrets)),
            lambda _: self._ui.navigator.tell(f"Đăng nhập được vào {account.host}; sẵn sàng gửi thư."),
            title="Đang thử tài khoản thư",
        )

    def forget_mail_clicked(self) -> None:
        """Take the account and its password off this machine."""
        if self._ui.dialogs.confirm(
            "Bỏ tài khoản thư và mật khẩu khỏi máy này?",
            verb="Bỏ tài khoản",
            detail="Thư đang chờ vẫn nằm trong mục Thư đi.",
        ):
            forget_account(settings=self._ui.services.settings, secrets=self._secrets)
            self.refresh()

    def theme_chosen(self, theme: str) -> None:
        """Change the colours, now."""
        self._keep("view.theme", theme)
        self._appearance.apply()

    def points_chosen(self, points: int) -> None:
        """Change the size of the letters, now."""
        self._keep("view.font_points", points)
        self._appearance.apply()

    def user_entered(self, name: str) -> None:
        """Change who works here; the journal says so from the next start on."""
        self._keep("user.name", one_line(name))

    def formats_chosen(self, formats: tuple[str, ...]) -> bool:
        """Change what papers are written as; at least one is needed, otherwise nothing changes."""
        if not formats:
            self._ui.navigator.tell("Cần ít nhất một định dạng văn bản.")
            self.refresh()
            return False
        self._keep("documents.formats", ",".join(key for key, _ in FORMATS if key in formats))
        return True

    def choose_documents_clicked(self) -> None:
        """Ask for the folder of papers."""
        folder = self._ui.dialogs.ask_folder("Thư mục xuất văn bản")
        if folder is not None:
            self._keep("documents.folder", str(folder))
            self.refresh()

    def usual_documents_clicked(self) -> None:
        """Go back to the folder beside the register."""
        self._keep("documents.folder", "")
        self.refresh()

    def open_data_clicked(self) -> None:
        """Show where the register lies."""
        self._view.open_folder(self._ui.services.paths.data)

    def _keep(self, key: str, value: str | int) -> None:
        if self._ui.services.settings.get(key) != value:
            self._ui.services.settings.set(key, value)
            self._ui.navigator.tell(f"Đã cất: {label_of(key).lower()}.")
