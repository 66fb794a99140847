"""A table from Excel into the register: choose, try for real and roll back, see every fault, then keep."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from app.core.changes import Done
from app.core.progress import Progress
from app.ui.context import FileKind, UiContext
from app.ui.copies import after_copy
from app.ui.dialogs import MessageDialog
from app.ui.tables.findings import findings_table
from app.ui.tone import Tone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.intake.tables import Table
    from app.services.imports.figures import FigureTarget
    from app.services.imports.outcome import Outcome

EXCEL = FileKind("Bảng tính Excel, CSV", ("xlsx", "xls", "csv"))


def outcome_words(outcome: "Outcome") -> str:
    """Return what an import would do, in one sentence."""
    parts = [f"thêm {outcome.added}", f"sửa {outcome.changed}", f"giữ nguyên {outcome.unchanged}"]
    if outcome.rejected:
        parts.append(f"{outcome.rejected_rows} dòng có chỗ sai")
    return f"Đọc thử: {', '.join(parts)}. Chưa ghi gì vào sổ."


def keep_verb(outcome: "Outcome") -> str:
    """Return the verb of the button that keeps it; blank where there is nothing to keep."""
    if not (outcome.added or outcome.changed):
        return ""
    return "Chỉ nhập dòng đúng" if outcome.rejected else "Nhập"


class ImportDialog(MessageDialog):
    """What the rehearsal found: counts, faults by row and column, the button that keeps it."""

    def __init__(self, parent: QWidget, name: str, outcome: "Outcome", keep: Callable[[], object]) -> None:
        tone = Tone.WARNING if outcome.rejected else Tone.INFO
        super().__init__(
            parent, f"Nhập “{name}”", mark="warning" if outcome.rejected else "import", tone=tone
        )
        self.setObjectName("import_dialog")
        self.add_words(outcome_words(outcome), "strong")
        for words in outcome.told[:5]:
            self.add_words(words)
        if outcome.rejected:
            self.add_words("Sửa các dòng dưới đây trong Excel rồi nhập lại, hoặc chỉ nhập những dòng đúng.")
            table = findings_table(outcome.rejected)
            table.setMinimumHeight(self.fontMetrics().height() * 9)
            self.add_part(table)
        self.add_button("Hoãn", self.reject, name="cancel_button")
        verb = keep_verb(outcome)
        if verb:
            self.add_button(verb, self.accept, name="keep_button", kind="primary")
        self.finish()
        self.finished.connect(lambda code: keep() if code == QDialog.DialogCode.Accepted else None)
        self.finished.connect(self.deleteLater)


class ExcelImport:
    """Leads one import of a kind of table ("units", "scores") through its steps."""

    def __init__(
        self, parent: QWidget, ui: UiContext, kind: str, target: "FigureTarget | None" = None
    ) -> None:
        self._parent = parent
        self._ui = ui
        self._kind = kind
        self._target = target
        self.dialog: ImportDialog | None = None

    def start(self) -> None:
        """Ask for the file and try it."""
        path = self._ui.dialogs.ask_open_file("Chọn biểu Excel", (EXCEL,))
        if path is not None:
            self.try_file(path)

    def try_file(self, path: Path) -> None:
        """Read a file, then import it for real and roll it back."""
        kind = self._kind

        def read(job: Progress) -> "Table":
            from app.services.imports.incoming import read_table, read_workbook

            return read_table(read_workbook(path), kind)

        self._ui.jobs.compute(read, self._rehearse, title=f"Đang đọc {path.name}")

    def _rehearse(self, table: "Table") -> None:
        clock, target = self._ui.services.clock, self._target

        def work(session: "Session", job: Progress) -> "Outcome":
            from app.services.imports.incoming import import_table

            return import_table(
                session, table=table, clock=clock, only_good=True, target=target, progress=job
            ).value

        self._ui.jobs.rehearse(
            work, lambda outcome: self._show(table, outcome), title=f"Đang nhập thử {table.file_name}"
        )

    def _show(self, table: "Table", outcome: "Outcome") -> None:
        self.dialog = ImportDialog(
            self._parent, table.file_name, outcome, lambda: self._keep(table, bool(outcome.rejected))
        )
        self.dialog.open()

    def _keep(self, table: "Table", only_good: bool) -> None:
        clock, target = self._ui.services.clock, self._target

        def work(session: "Session", job: Progress) -> "Done[Outcome]":
            from app.services.imports.incoming import import_table

            return import_table(
                session, table=table, clock=clock, only_good=only_good, target=target, progress=job
            )

        def start() -> None:
            self._ui.jobs.write(work, self._kept, title=f"Đang nhập {table.file_name}", cancellable=True)

        after_copy(self._ui, start)

    def _kept(self, outcome: "Outcome") -> None:
        self._ui.navigator.tell(f"Đã nhập: thêm {outcome.added}, sửa {outcome.changed} dòng.")
