"""Nối sổ: a hub that made its register apart sends its first package; a person says whether it means us."""

from collections.abc import Callable, Sequence
from typing import Any

from app.services.packages.arrivals import Arrived
from app.services.packages.batch import desk_for
from app.services.packages.decisions import join_registers
from app.services.packages.joining import JOIN
from app.ui.context import UiContext


def ask_to_join(ui: UiContext, files: Sequence[Arrived], joined: Callable[[Arrived], None]) -> None:
    """Where a file among these waits for that answer, ask; on yes take it in and tell what became of it."""
    held = next((file for file in files if file.code == JOIN), None)
    question = "Gói giao việc này có đúng là gửi cho đơn vị mình?"
    if held is None or not ui.dialogs.confirm(question, verb="Đúng, nối sổ", detail=held.reason):
        return
    services = ui.services

    def work(uow: Any, job: object) -> Any:
        desk = desk_for(services, services.secrets)
        with uow.write() as session:
            return join_registers(session, package_id=held.id, desk=desk)

    def done(arrived: Arrived) -> None:
        ui.navigator.tell(f"Đã nối sổ với {arrived.unit} và nhận gói giao việc.")
        joined(arrived)

    ui.jobs.maintain(work, done, title="Đang nối sổ")
