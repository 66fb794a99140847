"""Copies of the register where it has news: beside the work, and before an act that touches much."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.ui.context import Answer, Refusal, UiContext

if TYPE_CHECKING:
    from app.services.backups import BackupFile


def copy_news(ui: UiContext, done: "Answer[BackupFile | None]", failed: Refusal, *, title: str = "") -> None:
    """Copy the register and rotate, off the window's thread; ``done`` hears None where a copy has it all."""
    services = ui.services

    def copy(uow: object, job: object) -> "BackupFile | None":
        from app.services.backups import back_up_news

        return back_up_news(services)

    ui.jobs.maintain(copy, done, failed, title=title)


def after_copy(ui: UiContext, act: Callable[[], object]) -> None:
    """Run an act that touches much (an import, many rows, a lock) once a copy has all done before it.

    Where no copy can be made the person decides whether to go on.
    """

    def failed(error: AppError) -> bool:
        question = "Chưa sao lưu được trước khi làm việc này. Vẫn làm?"
        if ui.dialogs.confirm(question, verb="Vẫn làm", detail=error.sentence(), dangerous=True):
            act()
        return True

    copy_news(ui, lambda _: act(), failed, title="Đang sao lưu trước khi ghi")
