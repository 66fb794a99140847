"""Carries the outbox to the server while the window is open: now and then, and whenever a mail was queued.

Everything that waits for the network runs on the compute threads, everything that is noted on the database's
thread; the steps and their order are those of ``services/mail_delivery``.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.changes import Changes, Done
from app.core.errors import AppError
from app.services.mail_account import mail_account, password_of
from app.services.mail_delivery import Outgoing, ends_the_round, outcome_of, prepare
from app.services.outbox import note_waiting, settle_interrupted, take_mail
from app.services.queries.outbox import MailRow, due_mails, has_interrupted
from app.system.mail import MailAccount, MailLine, open_line
from app.system.secrets import Secrets
from app.ui.context import UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROUND_MS = 60_000
_SOON_MS = 500

Dial = Callable[[MailAccount, str], MailLine]


class Postman(QObject):
    """One round at a time; ``rested`` comes when it has ended. ``start`` asks about cut-off mails first."""

    rested = Signal()

    def __init__(
        self, ui: UiContext, secrets: Secrets, parent: QObject | None = None, *, dial: Dial = open_line
    ) -> None:
        super().__init__(parent)
        self._ui, self._secrets, self._dial = ui, secrets, dial
        self._is_busy = self._is_wanted = False
        self._rows: deque[MailRow] = deque()
        self._line: MailLine | None = None
        self._account: MailAccount | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(ROUND_MS)
        self._timer.timeout.connect(self.go)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.go)

    def start(self) -> None:
        """Settle what was cut off last time, then go now and every minute."""
        self._ui.bus.subscribe(self._heard)
        self._ui.jobs.read(lambda session, job: has_interrupted(session), self._settle)

    def go(self) -> None:
        """Make a round, unless one is on its way or there is no account."""
        account = mail_account(self._ui.services.settings)
        if self._is_busy or account is None:
            return
        self._is_busy, self._account = True, account
        now = self._ui.services.clock.now()
        self._ui.jobs.read(
            lambda session, job: due_mails(session, now=now), self._begin, lambda _: self._rest()
        )

    def _settle(self, is_needed: bool) -> None:
        clock = self._ui.services.clock
        if not is_needed:  # a start that keeps nothing must not say that it did
            self._settled(0)
            return
        self._ui.jobs.write(
            lambda session, job: settle_interrupted(session, clock=clock), self._settled, title=""
        )

    def _settled(self, asked: int) -> None:
        if asked:
            self._ui.navigator.warn(
                f"{asked} thư đang gửi dở khi chương trình dừng lần trước, chưa rõ đã đi chưa.",
                verb="Xem mục Thư đi",
                action=lambda: self._ui.navigator.open("outbox"),
            )
        self._timer.start()
        self.go()

    def _heard(self, changes: Changes, initiator: object) -> None:
        if changes.mail and self._is_busy:
            self._is_wanted = True  # when this round is over; its own news end in a round that finds nothing
        elif changes.mail:
            self._soon.start()

    def _begin(self, rows: Sequence[MailRow]) -> None:
        if not rows:
            self._rest()
            return
        self._rows = deque(rows)
        account, secrets, dial = self._account, self._secrets, self._dial
        assert account is not None

        def connect(job: object) -> MailLine:
            return dial(account, password_of(account, secrets))

        self._ui.jobs.compute(connect, self._connected, self._no_line)

    def _connected(self, line: MailLine) -> None:
        self._line = line
        self._next()

    def _no_line(self, error: AppError) -> None:
        clock, keys = self._ui.services.clock, [row.id for row in self._rows]
        sentence = f"{error.message} {error.hint}".strip()
        self._ui.jobs.write(
            lambda session, job: note_waiting(session, mail_ids=keys, sentence=sentence, clock=clock),
            lambda _: self._rest(),
            lambda _: self._rest(),
            title="",
        )

    def _next(self) -> None:
        if not self._rows:
            self._rest()
            return
        row, line, account = self._rows.popleft(), self._line, self._account
        folder = self._ui.services.paths.attachments
        assert line is not None and account is not None

        def offer(job: object) -> Outgoing:
            outgoing = prepare(row, account=account, folder=folder)
            line.offer(outgoing.address)
            return outgoing

        self._ui.jobs.compute(offer, self._offered, lambda error: self._note(row.id, error))

    def _offered(self, outgoing: Outgoing) -> None:
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: take_mail(session, mail_id=outgoing.id, clock=clock),
            lambda is_taken: self._deliver(outgoing) if is_taken else self._next(),
            lambda _: self._rest(),
            title="",
        )

    def _deliver(self, outgoing: Outgoing) -> None:
        line = self._line
        assert line is not None
        self._ui.jobs.compute(
            lambda job: line.deliver(outgoing.content),
            lambda _: self._note(outgoing.id, None),
            lambda error: self._note(outgoing.id, error),
            title="Đang gửi thư",
        )

    def _note(self, mail_id: str, error: AppError | None) -> None:
        clock = self._ui.services.clock

        def noted(_: object) -> None:
            if ends_the_round(error):
                self._rest()
            else:
                self._next()

        def work(session: "Session", job: object) -> Done[str]:
            return outcome_of(session, mail_id=mail_id, error=error, clock=clock)

        self._ui.jobs.write(work, noted, lambda _: self._rest(), title="")

    def _rest(self) -> None:
        line, self._line = self._line, None
        self._rows.clear()
        self._is_busy = False
        if line is not None:
            self._ui.jobs.compute(lambda job: line.close(), lambda _: None)
        if self._is_wanted:
            self._is_wanted = False
            self._soon.start()
        self.rested.emit()
