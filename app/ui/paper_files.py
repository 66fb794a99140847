"""Papers to files: the formats and folder chosen last, writing in the background, telling what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import AppError, Finding
from app.services.papers import Paper, write_papers
from app.system.opener import open_path
from app.ui.context import UiContext


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFields:
    """Which files of which papers, and where; ``unit_ids`` where papers are chosen by unit."""

    formats: tuple[str, ...]
    folder: Path
    unit_ids: tuple[str, ...] = ()


class PaperFiles:
    """Writes papers into one folder and remembers how a person wants them."""

    def __init__(self, ui: UiContext) -> None:
        self._ui = ui

    def known(self, unit_ids: tuple[str, ...] = ()) -> ExportFields:
        """Return what was chosen last."""
        settings = self._ui.services.settings
        return ExportFields(
            formats=tuple(word for word in settings.text("documents.formats").split(",") if word),
            folder=Path(settings.text("documents.folder") or self._ui.services.paths.documents),
            unit_ids=unit_ids,
        )

    def remember(self, fields: ExportFields) -> None:
        """Keep formats and folder for the next time."""
        settings = self._ui.services.settings
        settings.set("documents.folder", str(fields.folder))
        settings.set("documents.formats", ",".join(fields.formats))

    def write(
        self,
        fields: ExportFields,
        papers: Sequence[Paper],
        faults: Sequence[Finding],
        *,
        beside: bool = False,
    ) -> None:
        """Write every paper, off the window's thread and to be cancelled; ``faults`` are told at the end.

        Where a file is open in Word, a new name is proposed; ``beside`` takes it without asking.
        """

        def done(files: Sequence[Path]) -> None:
            if files:
                self._ui.navigator.tell(
                    f"Đã xuất {len(files)} tệp vào {fields.folder}.",
                    verb="Mở thư mục",
                    action=lambda: self.open_folder(fields.folder),
                )
            if faults:
                self._ui.dialogs.show_findings(f"{len(faults)} văn bản chưa xuất được.", faults)

        def failed(error: AppError) -> bool:
            asks = error.code == "E-LOCK-02" and not beside
            if asks and self._ui.dialogs.confirm(
                error.message,
                verb="Ghi tên mới",
                detail="Tệp đang mở giữ nguyên; bản mới thêm “ (2)” vào tên.",
            ):
                self.write(fields, papers, faults, beside=True)
                return True
            return asks

        self._ui.jobs.compute(
            lambda job: write_papers(papers, fields.folder, fields.formats, job, beside=beside),
            done,
            failed,
            title="Đang xuất văn bản",
            cancellable=True,
        )

    def open_folder(self, folder: Path) -> None:
        """Open a folder in the system's own program."""
        self._ui.jobs.compute(lambda job: open_path(folder), lambda _: None)
