"""Khóa đơn vị: a key is trusted when a person has typed the thirty digits that its owner reads out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.core.changes import EVERYTHING, Changes, Done
from app.services.packages.batch import desk_for
from app.services.packages.decisions import retry_waiting
from app.services.packages.keys import own_key, revoke_key, trust_key
from app.services.queries.exchange_boxes import KeyLine
from app.ui.context import FormReply, UiContext


@dataclass(frozen=True, slots=True)
class KeyFields:
    """The digits as typed; a reason where another key was known."""

    typed: str
    reason: str


class KeyView(Protocol):
    """What keys ask of the screen."""

    def ask_key(self, line: KeyLine, save: Callable[[KeyFields, FormReply], object]) -> None:
        """Ask for ``KeyFields``."""


class KeyDesk:
    """Trusts and revokes."""

    def __init__(self, view: KeyView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def make_own(self) -> None:
        """Make this register's key now, so that its code can be read out before the first package."""
        services = self._ui.services

        def work(session: Any, job: object) -> Done[object]:
            own_key(session, secrets=services.secrets, clock=services.clock)
            return Done(None, Changes(settings=True, documents=True))

        self._ui.jobs.write(work, title="Đang tạo khóa niêm phong")

    def ask_code(self, line: KeyLine) -> None:
        """Ask for the digits."""
        self._view.ask_key(line, lambda fields, reply: self._trust(line, fields, reply))

    def _trust(self, line: KeyLine, fields: KeyFields, reply: FormReply) -> None:
        services = self._ui.services

        def work(uow: Any, job: object) -> Any:
            desk = desk_for(services, services.secrets)
            with uow.write() as session:
                trust_key(
                    session,
                    unit_id=line.unit_id,
                    public=line.public,
                    typed=fields.typed,
                    clock=services.clock,
                    reason=fields.reason,
                )
                taken = retry_waiting(session, unit_id=line.unit_id, desk=desk).value
            return Done(taken, EVERYTHING)

        def done(taken: Sequence[Any]) -> None:
            reply.accept()
            count = sum(1 for arrived in taken if arrived.outcome in ("new", "replacement"))
            more = f" Đã nhận {count} gói đang chờ." if count else ""
            self._ui.navigator.tell(f"Đã xác minh khóa của {line.unit}.{more}")

        self._ui.jobs.maintain(work, done, reply.refuse, title="Đang xác minh khóa")

    def revoke(self, line: KeyLine) -> None:
        """Stop trusting; what was taken in stays, what comes later waits."""
        reason = self._ui.dialogs.ask_text(
            "Thu hồi khóa", f"Lý do thu hồi khóa của {line.unit}:", verb="Thu hồi", lines=3
        )
        if reason is None:
            return
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: revoke_key(
                session, unit_id=line.unit_id, public=line.public, reason=reason, clock=clock
            ),
            lambda _: self._ui.navigator.tell(
                f"Đã thu hồi khóa của {line.unit}. Gói ký bằng khóa này từ nay phải chờ."
            ),
            title="Đang thu hồi khóa",
        )
