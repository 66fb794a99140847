"""Files on their way out of the window: stick, folder, mail; proved, marked as sent, tried again."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.core.errors import AppError, Finding
from app.core.text import format_number
from app.services.mail_account import mail_account
from app.services.outbox import MailFields
from app.services.packages.mailing import package_mail, queue_packages, write_draft
from app.services.packages.outgoing import MadePackage
from app.services.packages.sending import copy_out, read_made
from app.services.packages.sent import mark_sent
from app.services.packages.store import PackageStore
from app.system.drives import removable_drives
from app.system.opener import open_path
from app.ui.context import UiContext
from app.ui.tone import Tone

Tell = Callable[[str, Tone], object]


class SendDesk:
    """What the box and the page after sealing do with packages that were made."""

    def __init__(self, ui: UiContext, tell: Tell) -> None:
        self._ui = ui
        self._tell = tell
        self.folder: Path | None = None

    def to_stick(self, package_ids: Sequence[str]) -> None:
        """Copy to the stick that is in; ask which of several, say it where there is none."""
        self._ui.jobs.compute(
            lambda job: removable_drives(), lambda drives: self._stick_found(drives, package_ids)
        )

    def _stick_found(self, drives: Sequence[Path], package_ids: Sequence[str]) -> None:
        if not drives:
            self._tell("Chưa thấy USB nào. Cắm USB rồi bấm lại “Chép ra USB”.", Tone.WARNING)
            return
        chosen: str | None = str(drives[0])
        if len(drives) > 1:
            choices = [(str(drive), str(drive)) for drive in drives]
            chosen = self._ui.dialogs.ask_choice("Chép ra USB", "Chép ra:", choices, verb="Chép")
        if chosen:
            self._copy(package_ids, Path(chosen), "USB")

    def to_folder(self, package_ids: Sequence[str]) -> None:
        """Copy to a folder that is asked for."""
        if folder := self._ui.dialogs.ask_folder("Chép gói ra thư mục"):
            self._copy(package_ids, folder, "thư mục")

    def to_own_folder(self, package_ids: Sequence[str]) -> None:
        """Lay copies into the person's folder of documents and show it; that is not yet sending."""
        services = self._ui.services
        folder = Path(services.settings.text("documents.folder") or services.paths.documents) / "goi"
        store = PackageStore(services.paths.attachments)

        def show(written: object) -> None:
            self.folder = folder
            self.open_folder()

        self._ui.jobs.read(
            lambda session, job: read_made(session, package_ids=package_ids, store=store),
            lambda made: self._ui.jobs.compute(
                lambda job: copy_out(made, folder, progress=job), show, title="Đang chép gói"
            ),
        )

    def put_out(self, made: Sequence[MadePackage], folder: Path, way: str) -> None:
        """Write packages that were just made."""
        self._ui.jobs.compute(
            lambda job: copy_out(made, folder, progress=job),
            lambda written: self._written([package.id for package in made], written, folder, way),
            lambda error: self._again(error, lambda: self.put_out(made, folder, way)),
            title="Đang chép gói",
            cancellable=True,
        )

    def to_outbox(self, package_ids: Sequence[str]) -> None:
        """Put each into a mail to its unit; the postman sends it when there is a line."""
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: queue_packages(session, package_ids=package_ids, clock=clock),
            self._queued,
            title="Đang xếp thư",
        )

    def _queued(self, outcome: tuple[int, tuple[tuple[str, str], ...]]) -> None:
        count, refused = outcome
        if refused:
            self._ui.dialogs.show_findings(
                "Chưa xếp được thư cho", [Finding(None, name, why) for name, why in refused]
            )
        if count:
            self._ui.navigator.tell(
                f"Đã xếp {format_number(count)} thư vào Thư đi.",
                verb="Xem",
                action=lambda: self._ui.navigator.open("outbox"),
            )

    def draft(self, package_id: str) -> None:
        """Open a draft mail with the file in the system's own mail program."""
        services = self._ui.services

        def write(mail: MailFields) -> None:
            self._ui.jobs.compute(
                lambda job: write_draft(
                    mail,
                    account=mail_account(services.settings),
                    attachments=services.paths.attachments,
                    folder=services.paths.documents / "thu-nhap",
                    clock=services.clock,
                ),
                self._drafted,
                title="Đang soạn thư nháp",
            )

        self._ui.jobs.read(lambda session, job: package_mail(session, package_id=package_id), write)

    def _drafted(self, path: Path) -> None:
        self.folder = path.parent
        self._ui.navigator.tell(
            f"Đã soạn thư nháp “{path.name}”.", verb="Mở thư mục", action=self.open_folder
        )
        self._ui.jobs.compute(lambda job: open_path(path), lambda _: None)

    def _copy(self, package_ids: Sequence[str], folder: Path, way: str) -> None:
        store = PackageStore(self._ui.services.paths.attachments)
        self._ui.jobs.read(
            lambda session, job: read_made(session, package_ids=package_ids, store=store),
            lambda made: self.put_out(made, folder, way),
        )

    def _again(self, error: AppError, again: Callable[[], object]) -> bool:
        """Tell what the stick refused; what was written before was proved, the rest is written again."""
        if self._ui.dialogs.ask_retry(error.message, error.hint, error.code):
            again()
        return True

    def _written(self, package_ids: Sequence[str], written: Sequence[Path], folder: Path, way: str) -> None:
        self.folder = folder
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: mark_sent(session, package_ids=package_ids, clock=clock, way=way),
            title="Đang ghi là đã gửi",
        )
        what = f"“{written[0].name}”" if len(written) == 1 else f"{format_number(len(written))} tệp"
        self._ui.navigator.tell(
            f"Đã chép và đọc lại đúng {what} ở {folder}.",
            verb="Mở thư mục",
            action=self.open_folder,
        )

    def open_folder(self) -> None:
        """Show where the last files were written, the register's own packages where none were."""
        folder = self.folder or self._ui.services.paths.attachments
        self._ui.jobs.compute(lambda job: open_path(folder), lambda _: None)
