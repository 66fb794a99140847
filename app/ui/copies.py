"""A copy of the register before an act that touches much: an import, many rows, the lock of a period."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.ui.context import UiContext

if TYPE_CHECKING:
    from app.services.backups import BackupFile


def after_copy(ui: UiContext, act: Callable[[], object]) -> None:
    """Run an act that touches much once a copy has everything done before it.

    Where no copy can be made the person decides whether to go on.
    """
    services = ui.services

    def copy(uow: object, job: object) -> "BackupFile | None":
        from app.services.backups import back_up_news

        return back_up_news(services)

    def failed(error: AppError) -> bool:
        question = "Chưa sao lưu được trước khi làm việc này. Vẫn làm?"
        if ui.dialogs.confirm(question, verb="Vẫn làm", detail=error.sentence(), dangerous=True):
            act()
        return True

    ui.jobs.maintain(copy, lambda _: act(), failed, title="Đang sao lưu trước khi ghi")
