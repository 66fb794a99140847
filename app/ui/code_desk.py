"""The code box: a code typed from the telephone, or a whole message pasted; noted with its moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.errors import AppError, InvalidField
from app.core.periods import Month
from app.exchange.seal import grouped
from app.services.packages.codes import HeardCode, note_code, read_message
from app.services.packages.store import PackageStore
from app.services.queries.exchange_boxes import DownUnit, units_below
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CodeFields:
    """Whose code it is, and when it was heard."""

    unit_id: str
    heard_at: datetime


class CodeView(Protocol):
    """What the code box asks of the screen."""

    def show_code(self, said: str, *, is_bad: bool) -> None:
        """Say below the box what became of the code; a good one empties the box."""

    def ask_code(
        self,
        code: str,
        units: Sequence[DownUnit],
        now: datetime,
        save: Callable[[CodeFields, FormReply], object],
    ) -> None:
        """Ask whose code it is."""


class CodeDesk:
    """Twenty seconds a call: paste or type, Enter."""

    def __init__(self, view: CodeView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def entered(self, text: str, chosen: HeardCode | None = None) -> None:
        """Read the box; a clear message is noted at once, else the unit is asked for.

        ``chosen`` is the report that stands for a message without a unit: the one the cursor is on.
        """
        if not text.strip():
            return
        now = self._ui.services.clock.now()

        def read(session: "Session", job: object) -> tuple[HeardCode, tuple[DownUnit, ...]]:
            heard = read_message(session, text=text, heard_at=now)
            if heard.unit_id is None and chosen is not None:
                heard = replace(chosen, code=heard.code)
            return heard, () if heard.is_clear else units_below(session, year=now.year)

        self._ui.jobs.read(read, lambda found: self._heard(*found), self._refused)

    def _heard(self, heard: HeardCode, units: Sequence[DownUnit]) -> None:
        now = self._ui.services.clock.now()
        if heard.is_clear:
            self._note(heard, now)
        elif heard.unit_id is not None:
            self._refused(InvalidField("seal_code", f"Không rõ mã của kỳ nào của {heard.unit}."))
        else:
            self._view.ask_code(
                grouped(heard.code), units, now, lambda fields, reply: self._save(heard, fields, reply)
            )

    def _save(self, heard: HeardCode, fields: CodeFields, reply: FormReply) -> None:
        if fields.heard_at > self._ui.services.clock.now():
            reply.refuse(InvalidField("heard_at", "Thời điểm ghi mã ở tương lai; kiểm tra lại ngày giờ."))
            return

        def again(session: "Session", job: object) -> HeardCode:
            found = read_message(session, text=heard.code, heard_at=fields.heard_at, unit_id=fields.unit_id)
            if not found.is_clear:
                raise InvalidField("unit_id", "Đơn vị này không có kỳ báo cáo nào đang chờ.")
            return found

        self._ui.jobs.read(again, lambda found: self._note(found, fields.heard_at, reply), reply.refuse)

    def _note(self, heard: HeardCode, at: datetime, reply: FormReply | None = None) -> None:
        services = self._ui.services
        store = PackageStore(services.paths.attachments)

        def write(session: "Session", job: object) -> Done[str]:
            return note_code(
                session,
                expected_id=str(heard.expected_id),
                code=heard.code,
                noted_at=at,
                store=store,
                clock=services.clock,
            )

        def done(_: str) -> None:
            if reply is not None:
                reply.accept()
            month = Month.parse(heard.period).short
            self._view.show_code(f"Đã ghi mã {grouped(heard.code)} của {heard.unit}, {month}.", is_bad=False)

        self._ui.jobs.write(write, done, reply.refuse if reply else self._refused, title="Đang ghi mã")

    def _refused(self, error: AppError) -> bool:
        self._view.show_code(f"{error.message} {error.hint}".strip(), is_bad=True)
        return True
