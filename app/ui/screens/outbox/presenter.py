"""Decisions of Thư đi: what may be done with a mail, and doing it."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import Finding
from app.core.statuses import MailState
from app.services.mail_account import mail_account
from app.services.mail_delivery import draft_file
from app.services.outbox import call_off, count_as_sent, send_again, send_now
from app.services.packages.store import write_whole
from app.services.queries.outbox import MailRow, list_mails
from app.system.opener import open_path
from app.ui.bulk import Outcome, run_each
from app.ui.context import UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Action(Enum):
    """What may be done on this screen."""

    SEND_NOW = auto()
    SEND_AGAIN = auto()
    COUNT_AS_SENT = auto()
    CALL_OFF = auto()
    OPEN_DRAFT = auto()


_AGAIN = frozenset({MailState.REFUSED, MailState.UNSURE, MailState.CALLED_OFF})
_OPEN = frozenset({MailState.QUEUED, MailState.REFUSED, MailState.UNSURE})


def actions_for(selection: Sequence[MailRow], rows: Sequence[MailRow]) -> frozenset[Action]:
    """Return what may be done with the mails chosen."""
    found = {Action.SEND_NOW} if any(row.state is MailState.QUEUED for row in rows) else set()
    states = {row.state for row in selection}
    if states and states <= _AGAIN:
        found.add(Action.SEND_AGAIN)
    if states == {MailState.UNSURE}:
        found.add(Action.COUNT_AS_SENT)
    if states and states <= _OPEN:
        found.add(Action.CALL_OFF)
    if len(selection) == 1:
        found.add(Action.OPEN_DRAFT)
    return frozenset(found)


class OutboxView(Protocol):
    """What the presenter asks of the screen."""

    def show_mails(self, rows: Sequence[MailRow], notice: str) -> None:
        """Show the list; ``notice`` says why nothing leaves, if so."""
        ...

    def show_mail(self, row: MailRow | None) -> None:
        """Show one mail in full."""
        ...

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        ...


class OutboxPresenter:
    """The list of mails; the postman sends them, this screen only decides."""

    def __init__(
        self, view: OutboxView, ui: UiContext, open_draft: Callable[[Path], object] = open_path
    ) -> None:
        self._view, self._ui, self._open_draft = view, ui, open_draft
        self.rows: tuple[MailRow, ...] = ()
        self.selection: tuple[MailRow, ...] = ()

    def refresh(self) -> None:
        """Read the outbox."""
        self._ui.jobs.read(lambda session, job: list_mails(session), self._show)

    def selected(self, rows: Sequence[MailRow]) -> None:
        """Follow the selection."""
        self.selection = tuple(rows)
        self._view.show_mail(rows[0] if rows else None)
        self._view.show_actions(actions_for(rows, self.rows))

    def send_now_clicked(self) -> None:
        """Try every waiting mail at once."""
        if mail_account(self._ui.services.settings) is None:
            self._ui.navigator.open("preferences")
            return
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: send_now(session, clock=clock),
            lambda count: self._ui.navigator.tell(f"Đang gửi {count} thư đang chờ."),
            title="Đang gửi thư",
        )

    def send_again_clicked(self) -> None:
        """Put mails back into the queue; one of unknown outcome is asked about: it may arrive twice."""
        if Action.SEND_AGAIN not in actions_for(self.selection, self.rows):
            return
        unsure = [row for row in self.selection if row.state is MailState.UNSURE]
        if unsure and not self._ui.dialogs.confirm(
            f"{len(unsure)} thư chưa rõ đã đi chưa; gửi lại thì nơi nhận có thể nhận hai lần.",
            verb="Gửi lại",
            detail="Hai bản có cùng mã thư nên hộp thư nơi nhận thường nhận ra là một.",
        ):
            return
        self._each(self.selection, send_again, "gửi lại")

    def count_as_sent_clicked(self) -> None:
        """Take the person's word that mails have arrived."""
        if Action.COUNT_AS_SENT in actions_for(self.selection, self.rows):
            self._each(self.selection, count_as_sent, "xác nhận")

    def call_off_clicked(self) -> None:
        """Take mails out of the queue."""
        if Action.CALL_OFF in actions_for(self.selection, self.rows):
            self._each(self.selection, call_off, "bỏ")

    def open_draft_clicked(self) -> None:
        """Write a mail as a draft file and open it with the system's own mail program."""
        if Action.OPEN_DRAFT not in actions_for(self.selection, self.rows):
            return
        row, services = self.selection[0], self._ui.services

        def write(job: object) -> Path:
            account = mail_account(services.settings)
            content = draft_file(row, account=account, folder=services.paths.attachments)
            return write_whole(services.paths.data / "thu-nhap" / f"thu-{row.id[:8]}.eml", content)

        def opened(path: Path) -> None:
            self._open_draft(path)
            self._ui.navigator.tell("Đã mở thư nháp; gửi ở đó rồi chọn Bỏ thư hoặc Coi như đã gửi ở đây.")

        self._ui.jobs.compute(write, opened, title="Đang mở thư nháp")

    def account_clicked(self) -> None:
        """Go to the mail account."""
        self._ui.navigator.open("preferences")

    def _each(self, rows: Sequence[MailRow], use_case: Any, verb: str) -> None:
        clock = self._ui.services.clock

        def work(session: "Session", row: MailRow) -> Done[Any]:
            done: Done[Any] = use_case(session, mail_id=row.id, clock=clock)
            return done

        def finished(outcome: Outcome[MailRow]) -> None:
            if outcome.done:
                self._ui.navigator.tell(f"Đã {verb} {len(outcome.done)} thư.")
            if outcome.refused:
                findings = [Finding(None, row.unit, error.message) for row, error in outcome.refused]
                self._ui.dialogs.show_findings(f"{len(findings)} thư chưa {verb} được.", findings)

        run_each(self._ui.jobs, rows, work, finished, title="Đang ghi hộp thư")

    def _show(self, rows: tuple[MailRow, ...]) -> None:
        self.rows = rows
        waits = any(row.state is MailState.QUEUED for row in rows)
        has_account = mail_account(self._ui.services.settings) is not None
        notice = "" if has_account or not waits else "Chưa có tài khoản thư trên máy này nên thư còn chờ."
        self._view.show_mails(rows, notice)
        self.selected([row for row in rows if row.id in {one.id for one in self.selection}])
