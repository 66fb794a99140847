"""A table from Excel into the register: choose, try for real and roll back, see every fault, then keep."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from app.core.changes import Done
from app.core.errors import AppError, ImportRefused
from app.core.progress import Progress
from app.ui.context import FileKind, FormReply, UiContext
from app.ui.copies import after_copy
from app.ui.dialogs import MessageDialog, make_roomy
from app.ui.excel_columns import ColumnsForm
from app.ui.tables.column import Column
from app.ui.tables.findings import findings_table
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.exchange.workbooks import Value
    from app.intake.tables import Table
    from app.intake.workbooks import Workbook
    from app.services.imports.figures import FigureTarget
    from app.services.imports.outcome import EntryChange, Outcome

EXCEL = FileKind("Bảng tính Excel, CSV", ("xlsx", "xls", "csv"))
_CHOOSE = 2  # the dialog's answer beside accepted and rejected
_ADVICE = "Sửa các dòng dưới đây trong Excel rồi nhập lại, hoặc chỉ nhập những dòng đúng."
_WHOLE_ADVICE = "Bảng này phải nhập trọn vẹn: sửa các chỗ dưới đây trong Excel rồi nhập lại."


def outcome_words(outcome: "Outcome") -> str:
    """Return what an import would do, in one sentence."""
    parts = [f"thêm {outcome.added}", f"sửa {outcome.changed}", f"giữ nguyên {outcome.unchanged}"]
    if ended := sum(change.effect == "ended" for change in outcome.entries):
        parts.append(f"bỏ {ended}")
    if outcome.rejected:
        parts.append(f"{outcome.rejected_rows} dòng có chỗ sai")
    return f"Đọc thử: {', '.join(parts)}. Chưa ghi gì vào sổ."


def keep_verb(outcome: "Outcome", *, is_whole: bool = False) -> str:
    """Return the verb of the button that keeps it; blank where there is nothing to keep.

    ``is_whole``: such a table is taken in with no fault or not at all.
    """
    if not (outcome.added or outcome.changed or outcome.entries) or (is_whole and outcome.rejected):
        return ""
    return "Chỉ nhập dòng đúng" if outcome.rejected else "Nhập"


def changes_table(changes: "Sequence[EntryChange]") -> RowsTable:
    """Make the list of what a workbook would do to a catalogue or a scale, one by one."""
    from app.services.imports.outcome import EFFECT_WORDS

    columns: tuple[Column[EntryChange], ...] = (
        Column(title="Thay đổi", text=lambda c: EFFECT_WORDS[c.effect], width=8),
        Column(title="Mã", text=lambda c: c.code, width=6),
        Column(title="Tên", text=lambda c: c.title, tooltip=lambda c: c.title, width=12, stretches=True),
        Column(title="Đổi gì", text=lambda c: c.detail, tooltip=lambda c: c.detail, width=20, stretches=True),
    )
    table = RowsTable(RowsModel(columns, lambda c: (c.effect, c.code)), name="entry_changes", noun="mục")
    table.set_rows(list(changes))
    return table


class ImportDialog(MessageDialog):
    """What the rehearsal found: counts, changes or faults one by one, the button that keeps it."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        outcome: "Outcome",
        keep: Callable[[], object],
        *,
        is_whole: bool = False,
        choose: Callable[[], object] | None = None,
    ) -> None:
        tone = Tone.WARNING if outcome.rejected else Tone.INFO
        super().__init__(
            parent, f"Nhập “{name}”", mark="warning" if outcome.rejected else "import", tone=tone
        )
        self.setObjectName("import_dialog")
        self.add_words(outcome_words(outcome), "strong")
        for words in outcome.told[:5]:
            self.add_words(words)
        if outcome.rejected:
            self.add_words(_WHOLE_ADVICE if is_whole else _ADVICE)
            self._add_table(findings_table(outcome.rejected))
        elif outcome.entries:
            self._add_table(changes_table(outcome.entries))
        elif outcome.readings:
            self.add_words(f"{len(outcome.readings)} ô được đọc khác cách viết; xem lại trước khi nhập:")
            self._add_table(findings_table(outcome.readings))
        if choose is not None:
            self.add_button("Chọn cột", lambda: self.done(_CHOOSE), name="choose_button")
        self.add_button("Hoãn", self.reject, name="cancel_button")
        verb = keep_verb(outcome, is_whole=is_whole)
        if verb:
            self.add_button(verb, self.accept, name="keep_button", kind="primary")
        self.finish()
        acts = {int(QDialog.DialogCode.Accepted): keep, _CHOOSE: choose or keep}
        self.finished.connect(lambda code: acts[code]() if code in acts else None)
        self.finished.connect(self.deleteLater)

    def _add_table(self, table: RowsTable) -> None:
        table.setMinimumHeight(self.fontMetrics().height() * 9)
        self.add_part(table)
        make_roomy(self)


class ExcelImport:
    """Leads one import of a kind of table ("units", "scores") through its steps.

    ``valid_from`` is the day from which a catalogue holds.
    """

    def __init__(
        self,
        parent: QWidget,
        ui: UiContext,
        kind: str,
        target: "FigureTarget | None" = None,
        *,
        valid_from: date | None = None,
    ) -> None:
        self._parent = parent
        self._ui = ui
        self._kind = kind
        self._target = target
        self._valid_from = valid_from
        self._columns: dict[str, object] | None = None  # that a person chose
        self.dialog: ImportDialog | None = None
        self.form: ColumnsForm | None = None

    def start(self) -> None:
        """Ask for the file and try it."""
        path = self._ui.dialogs.ask_open_file("Chọn biểu Excel", (EXCEL,))
        if path is not None:
            self.try_file(path)

    def try_file(self, path: Path) -> None:
        """Read a file, then import it for real and roll it back."""

        def read(job: Progress) -> "Workbook":
            from app.services.imports.incoming import read_workbook

            return read_workbook(path)

        self._ui.jobs.compute(read, self._find_table, title=f"Đang đọc {path.name}")

    def _find_table(self, book: "Workbook") -> None:
        """Find the table by the columns just chosen, those of the same layout before, or its headings."""
        kind, chosen = self._kind, self._columns

        def find(session: "Session", job: Progress) -> "Table":
            from app.services.imports.incoming import columns_for, read_table

            return read_table(book, kind, chosen or columns_for(session, book, kind))

        def refused(error: AppError) -> bool:
            from app.intake.tables import ColumnsMissing

            if isinstance(error, ColumnsMissing):
                self._choose_columns(book, {}, error.message)
                return True
            return False

        self._ui.jobs.read(find, lambda table: self._rehearse(book, table), refused)

    def _choose_columns(self, book: "Workbook", known: "Mapping[str, object]", reason: str = "") -> None:
        from app.intake.tables import column_samples, guessed_columns
        from app.services.imports.incoming import kind_of

        fields = kind_of(self._kind).fields

        def chosen(columns: dict[str, object], reply: FormReply) -> None:
            reply.accept()
            self._columns = columns
            self._find_table(book)

        known = known or guessed_columns(book, fields)
        samples = column_samples(book)
        self.form = ColumnsForm(self._parent, book.name, fields, samples, known, reason=reason)
        self.form.ask(chosen)

    def _rehearse(self, book: "Workbook", table: "Table") -> None:
        def work(session: "Session", job: Progress) -> "Outcome":
            from app.services.imports.outcome import Outcome

            try:
                return self._carry_out(session, job, table, only_good=True).value
            except ImportRefused as refusal:  # a table that is taken in whole or not at all
                return Outcome(rejected=list(refusal.findings))

        self._ui.jobs.rehearse(
            work, lambda outcome: self._show(book, table, outcome), title=f"Đang nhập thử {table.file_name}"
        )

    def _carry_out(
        self, session: "Session", job: Progress, table: "Table", *, only_good: bool
    ) -> "Done[Outcome]":
        from app.services.imports.incoming import import_table

        return import_table(
            session,
            table=table,
            clock=self._ui.services.clock,
            only_good=only_good,
            columns=self._columns,
            target=self._target,
            valid_from=self._valid_from,
            progress=job,
        )

    def _show(self, book: "Workbook", table: "Table", outcome: "Outcome") -> None:
        from app.services.imports.incoming import kind_of

        def keep() -> None:
            self._keep(table, only_good=bool(outcome.rejected))

        is_whole = kind_of(self._kind).is_whole
        self.dialog = ImportDialog(
            self._parent,
            table.file_name,
            outcome,
            keep,
            is_whole=is_whole,
            choose=lambda: self._choose_columns(book, table.mapping),
        )
        self.dialog.open()

    def _keep(self, table: "Table", *, only_good: bool) -> None:
        def work(session: "Session", job: Progress) -> "Done[Outcome]":
            return self._carry_out(session, job, table, only_good=only_good)

        def start() -> None:
            self._ui.jobs.write(work, self._kept, title=f"Đang nhập {table.file_name}", cancellable=True)

        after_copy(self._ui, start)

    def _kept(self, outcome: "Outcome") -> None:
        ended = sum(change.effect == "ended" for change in outcome.entries)
        words = f"Đã nhập: thêm {outcome.added}, sửa {outcome.changed}"
        self._ui.navigator.tell(f"{words}, bỏ {ended} dòng." if ended else f"{words} dòng.")


def save_template(ui: UiContext, kind: str, name: str) -> None:
    """Ask where to, and write the workbook that an import of a kind reads: a catalogue with its lines."""
    path = ui.dialogs.ask_save_file(
        "Lấy biểu Excel", f"{name}.xlsx", (FileKind("Bảng tính Excel", ("xlsx",)),)
    )
    if path is None:
        return

    def rows(session: "Session", job: Progress) -> "list[tuple[Value, ...]]":
        from app.services.imports.catalogue import catalogue_rows

        return catalogue_rows(session) if kind == "catalogue" else []

    def write(found: "list[tuple[Value, ...]]") -> None:
        def work(job: Progress) -> Path:
            from app.services.imports.templates import write_template

            return write_template(kind, path, found)

        ui.jobs.compute(
            work, lambda file: ui.navigator.tell(f"Đã ghi biểu {file}."), title="Đang ghi biểu Excel"
        )

    ui.jobs.read(rows, write)
