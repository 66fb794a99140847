"""Seal codes told by phone or message: typed or pasted on one line, kept with the moment they were heard."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.changes import Done
from app.core.errors import AppError, RuleViolation
from app.core.periods import Month
from app.exchange.seal import grouped
from app.services.packages.codes import HeardCode, note_code, read_message
from app.services.packages.store import PackageStore
from app.services.queries.cycles import ReportRow
from app.ui.context import UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class CodeDesk:
    """Reads what was heard and notes it; unit and period are those of the message, else of the cell."""

    def __init__(self, ui: UiContext, refuse: Callable[[AppError], object]) -> None:
        self._ui = ui
        self._refuse = refuse

    def hear(self, text: str, cell: ReportRow | None, done: Callable[[], object]) -> None:
        """Note the code in a text; ``done`` comes once it is kept, a refusal leaves the line as it is."""
        clock = self._ui.services.clock
        store, heard_at = PackageStore(self._ui.services.paths.attachments), clock.now()

        def work(session: "Session", job: object) -> Done[tuple[HeardCode, str]]:
            heard = read_message(session, text=text, heard_at=heard_at)
            expected_id = heard.expected_id
            if heard.unit_id is None and cell is not None:
                expected_id = cell.expected_id
            if expected_id is None:
                raise RuleViolation(
                    f"Mã {grouped(heard.code)} đúng, nhưng chưa rõ của đơn vị nào, kỳ nào. Chưa ghi gì.",
                    hint="Chọn ô của đơn vị trong bảng rồi bấm Enter lại.",
                )
            noted = note_code(
                session,
                expected_id=expected_id,
                code=heard.code,
                noted_at=heard_at,
                store=store,
                clock=clock,
            )
            return Done((heard, expected_id), noted.changes)

        def told(value: tuple[HeardCode, str]) -> None:
            heard, expected_id = value
            unit, period = heard.unit, heard.period
            if cell is not None and expected_id == cell.expected_id:
                unit = cell.unit
            month = f", {Month.parse(period).short}" if period else ""
            self._ui.navigator.tell(f"Đã ghi mã {grouped(heard.code)} của {unit}{month}.")
            done()

        self._ui.jobs.write(work, told, self._refuse, title="Đang ghi mã niêm phong")
