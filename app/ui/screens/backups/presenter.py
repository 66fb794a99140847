"""Decisions on copies of the register: make, prove, carry away, restore, hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.core.changes import EVERYTHING
from app.core.clock import local_time
from app.services.backups import (
    BackupFile,
    RestorePreview,
    back_up,
    backups_of,
    carry_out,
    failed_backups,
    preview_restore,
    restore,
)
from app.services.handing_over import HandoverPack, prepare_handover, write_handover
from app.ui.context import FormReply, UiContext

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One line of the list: a copy, its age in words, and why it is no good, if it is not."""

    copy: BackupFile
    made_at: datetime
    age: str
    fault: str = ""


class BackupsView(Protocol):
    """What the presenter asks of the screen."""

    def show_copies(self, rows: Sequence[CopyRow], summary: str) -> None:
        """Show the copies, newest first, and one sentence about them."""

    def ask_restore(self, preview: RestorePreview, restore: "RestoreAsked") -> None:
        """Show what a restore would do and ask for the word."""


class RestoreAsked(Protocol):
    """Called when the person says so."""

    def __call__(self, preview: RestorePreview, reply: FormReply) -> object:
        """Restore."""
        ...


class BackupsPresenter:
    """The list is read from the folder: it needs no register, and works where the register is damaged."""

    def __init__(self, view: BackupsView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._faults: dict[Path, str] = {}

    def refresh(self) -> None:
        """Read the folder of copies."""
        services = self._ui.services
        self._ui.jobs.compute(lambda job: backups_of(services), self._show)

    def back_up_clicked(self) -> None:
        """Make a copy now."""
        services = self._ui.services

        def made(copy: BackupFile) -> None:
            self._ui.navigator.tell(f"Đã sao lưu và kiểm tra lại: {copy.path.name}.")
            self.refresh()

        self._ui.jobs.maintain(lambda uow, job: back_up(services), made, title="Đang sao lưu")

    def prove_clicked(self) -> None:
        """Read every copy again."""
        services = self._ui.services

        def proved(failed: tuple[tuple[BackupFile, str], ...]) -> None:
            self._faults = {copy.path: message for copy, message in failed}
            told = f"{len(failed)} bản sao không dùng được." if failed else "Mọi bản sao đều tốt."
            self._ui.navigator.tell(told)
            self.refresh()

        self._ui.jobs.compute(lambda job: failed_backups(services), proved, title="Đang kiểm tra bản sao")

    def carry_clicked(self, row: CopyRow | None) -> None:
        """Copy a copy to a stick or folder, and prove it there."""
        if row is None:
            return
        folder = self._ui.dialogs.ask_folder("Chép bản sao ra USB, thư mục nào?")
        if folder is None:
            return
        copy = row.copy
        self._ui.jobs.compute(
            lambda job: carry_out(copy, folder),
            lambda path: self._ui.navigator.tell(f"Đã chép và đọc lại: {path}."),
            title="Đang chép bản sao",
        )

    def restore_clicked(self, row: CopyRow | None) -> None:
        """Tell first what a restore would lose and bring back."""
        if row is None:
            return
        services, copy = self._ui.services, row.copy
        self._ui.jobs.maintain(
            lambda uow, job: preview_restore(services, copy),
            lambda preview: self._view.ask_restore(preview, self._restore),
            title="Đang so bản sao với sổ",
        )

    def hand_over_clicked(self) -> None:
        """Write everything the next officer needs into one folder."""
        folder = self._ui.dialogs.ask_folder("Ghi bộ bàn giao vào USB, thư mục nào?")
        if folder is None:
            return
        services = self._ui.services

        def write(pack: HandoverPack) -> None:
            self._ui.jobs.compute(
                lambda job: write_handover(services, pack, folder, job),
                lambda place: self._ui.navigator.tell(f"Đã ghi bộ bàn giao vào {place}."),
                title="Đang ghi bộ bàn giao",
            )
            self.refresh()

        self._ui.jobs.maintain(
            lambda uow, job: prepare_handover(services), write, title="Đang chuẩn bị bàn giao"
        )

    def _restore(self, preview: RestorePreview, reply: FormReply) -> None:
        services, path = self._ui.services, preview.copy.path

        def restored(kept: BackupFile | None) -> None:
            reply.accept()
            self._ui.bus.publish(EVERYTHING)
            told = f"Đã khôi phục từ {path.name}."
            self._ui.navigator.tell(f"{told} Sổ trước đó giữ ở {kept.path.name}." if kept else told)
            self.refresh()

        self._ui.jobs.maintain(
            lambda uow, job: restore(services, path), restored, reply.refuse, title="Đang khôi phục"
        )

    def _show(self, copies: tuple[BackupFile, ...]) -> None:
        now = local_time(self._ui.services.clock.now()).replace(tzinfo=None)
        rows = [self._row(copy, now) for copy in copies]
        sound = [row for row in rows if not row.fault]
        folder = self._ui.services.paths.backups
        if not rows:
            summary = f"Chưa có bản sao nào ở {folder}."
        elif not sound:
            summary = f"Không bản sao nào ở {folder} còn dùng được. Hãy sao lưu ngay."
        else:
            summary = f"Bản tốt mới nhất: {sound[0].age}. Nơi cất: {folder}."
        self._view.show_copies(rows, summary)

    def _row(self, copy: BackupFile, now: datetime) -> CopyRow:
        made_at = datetime.fromisoformat(copy.at)
        fault = self._faults.get(copy.path, "" if copy.verified else "Thiếu hoặc sai dấu kiểm tra.")
        return CopyRow(copy, made_at, age_words((now - made_at).total_seconds()), fault)


def age_words(seconds: float) -> str:
    """Return an age in words, in the largest unit that fits."""
    if seconds < _MINUTE:
        return "vừa xong"
    for unit, words in ((_DAY, "ngày"), (_HOUR, "giờ"), (_MINUTE, "phút")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {words} trước"
    raise AssertionError(seconds)
