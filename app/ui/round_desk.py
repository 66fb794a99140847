"""Xuất gói xuống and Biên nhận: one file for each unit, to a folder or a stick, in one go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Changes, Done
from app.core.errors import Finding
from app.core.text import format_number
from app.exchange.manifest import Kind
from app.services.packages.sending import RoundOutcome, make_round
from app.services.queries.exchange_boxes import DownUnit, units_below, units_to_answer, units_to_meet
from app.system.drives import removable_drives
from app.ui.context import FormReply, UiContext
from app.ui.send_desk import SendDesk
from app.ui.tone import Tone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FOLDER, STICK, MAIL = "folder", "stick", "mail"


@dataclass(frozen=True, slots=True)
class RoundFields:
    """For whom, and where the files go."""

    unit_ids: tuple[str, ...]
    way: str


class RoundView(Protocol):
    """What a round asks of the screen."""

    def ask_round(
        self,
        kind: Kind,
        units: Sequence[DownUnit],
        ticked: Sequence[str],
        save: Callable[[RoundFields, FormReply], object],
    ) -> None:
        """Ask for ``RoundFields``."""

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say one thing above the lists."""


class RoundDesk:
    """Makes a round and puts its files out."""

    def __init__(self, view: RoundView, ui: UiContext, sending: SendDesk) -> None:
        self._view = view
        self._ui = ui
        self._sending = sending

    @property
    def year(self) -> int:
        """The year of the period on the top bar, this year where there is none."""
        period = self._ui.navigator.period
        return period.year if period is not None else self._ui.services.clock.today().year

    def ask(self, kind: Kind, ticked: Sequence[str] = ()) -> None:
        """Ask for the units: those with work, before there is any all; receipts go to who sent some."""
        year, today = self.year, self._ui.services.clock.today()

        def read(session: "Session", job: object) -> tuple[tuple[DownUnit, ...], tuple[str, ...]]:
            units = units_below(session, year=year)
            if kind is Kind.ASSIGNMENT:
                units = units or units_to_meet(session, as_of=today)
                return units, tuple(unit.id for unit in units)
            sent = units_to_answer(session, year=year)
            return tuple(unit for unit in units if unit.id in sent), sent

        self._ui.jobs.read(read, lambda found: self._ask(kind, found[0], tuple(ticked) or found[1]))

    def _ask(self, kind: Kind, units: Sequence[DownUnit], ticked: Sequence[str]) -> None:
        if units:
            self._view.ask_round(kind, units, ticked, lambda fields, reply: self._go(kind, fields, reply))
        elif kind is Kind.ASSIGNMENT:
            self._view.tell(
                "Sổ chưa có đơn vị nào để gửi gói. Thêm đơn vị vào một nhóm trong Danh mục.", Tone.WARNING
            )
        else:
            self._view.tell(f"Năm {self.year} chưa có đơn vị nào gửi báo cáo hay báo mã.", Tone.WARNING)

    def _go(self, kind: Kind, fields: RoundFields, reply: FormReply) -> None:
        reply.accept()
        if fields.way == STICK:
            self._ui.jobs.compute(
                lambda job: removable_drives(), lambda drives: self._to_stick(kind, fields, drives)
            )
        elif fields.way == MAIL:
            self._make(kind, fields, None, "")
        elif folder := self._ui.dialogs.ask_folder("Đặt gói vào thư mục"):
            self._make(kind, fields, folder, "thư mục")

    def _to_stick(self, kind: Kind, fields: RoundFields, drives: Sequence[Path]) -> None:
        if drives:
            self._make(kind, fields, drives[0], "USB")
        else:
            self._view.tell("Chưa thấy USB nào. Cắm USB rồi làm lại.", Tone.WARNING)

    def _make(self, kind: Kind, fields: RoundFields, folder: Path | None, way: str) -> None:
        services, year = self._ui.services, self.year

        def work(uow: object, job: Any) -> Any:
            outcome = make_round(services, kind, fields.unit_ids, year=year, progress=job)
            return Done(outcome, Changes(documents=True))

        title = "Đang làm gói giao việc" if kind is Kind.ASSIGNMENT else "Đang làm biên nhận"
        self._ui.jobs.maintain(
            work, lambda outcome: self._made(outcome, folder, way), title=title, cancellable=True
        )

    def _made(self, outcome: RoundOutcome, folder: Path | None, way: str) -> None:
        if outcome.refused:
            self._ui.dialogs.show_findings(
                "Chưa làm được gói cho", [Finding(None, name, why) for name, why in outcome.refused]
            )
        if outcome.left:
            self._view.tell(
                f"Dừng theo lệnh: còn {format_number(outcome.left)} đơn vị chưa có gói.", Tone.WARNING
            )
        if outcome.made and folder is None:
            self._sending.to_outbox([package.id for package in outcome.made])
        elif outcome.made and folder is not None:
            self._sending.put_out(outcome.made, folder, way)
