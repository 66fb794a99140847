"""One paper in three pages: its figures, its words, itself as it will be printed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.core.errors import AppError
from app.core.periods import Month
from app.core.text import format_number
from app.services.queries.cycle_words import month_title
from app.services.queries.figures import FigureRow
from app.services.queries.report_desk import KINDS, MONTHLY, PLAN, Desk, DeskReport, DeskUnit
from app.ui.context import UiContext
from app.ui.excel_import import ExcelImport
from app.ui.figure_desk import Pending, cell_facts
from app.ui.figure_paste import PastePlan
from app.ui.paper_files import ExportFields
from app.ui.screen import ScreenBase
from app.ui.screens.reports.columns import (
    FIGURE_COLUMNS,
    LEGEND,
    NOW,
    FindingLine,
    entry_lines,
    finding_lines,
    outline_lines,
    shown_columns,
)
from app.ui.screens.reports.dialogs import AdjustForm, PasteDialog
from app.ui.screens.reports.presenter import Action, ReportsPresenter, Save
from app.ui.tables.entry import EntryView
from app.ui.tone import Look, Tone
from app.ui.widgets.check_list import Choice
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.export_form import ExportForm
from app.ui.widgets.finding_list import FindingList
from app.ui.widgets.labels import ElidedLabel, plain_label
from app.ui.widgets.outline_editor import OutlineEditor
from app.ui.widgets.pdf_view import PdfView
from app.ui.widgets.sparkline import Sparkline
from app.ui.widgets.status_chip import StatusChip

AUTOSAVE_MS = 10_000
_PAGES = ("figures", "words", "paper")
_MOST_FINDINGS = 5
_LOCKED = Look("Kỳ đã khóa", "status-locked", Tone.NEUTRAL)


class ReportsScreen(ScreenBase):
    """Satisfies ``ReportsView``."""

    watches = Changes(figures=True, cycles=True, plans=True, documents=True, units=True, scores=True)
    presenter: ReportsPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Báo cáo")
        self.presenter = ReportsPresenter(self, self.ui)
        self._actions: dict[Action, QAction] = {}
        self.grid = EntryView(FIGURE_COLUMNS, name="figures_grid")
        self.grid.setAccessibleName("Bảng số liệu")
        self.findings = FindingList(name="findings_list", most_lines=self._most_findings)
        self.cell = ElidedLabel("", "soft")
        self.cell.setObjectName("cell_line")
        self.trend = Sparkline(name="trend")
        self.saved = plain_label("", "soft")
        self._report: DeskReport | None = None
        self._wanted: FindingLine | None = None  # the place another screen points at
        self.outline = OutlineEditor()
        self.pdf = PdfView()
        self.no_paper = EmptyState(mark="documents")
        self.empty = EmptyState(mark="documents")
        self.paper = QStackedWidget()
        self.set_content(self._lay_out())
        self._add_actions()
        self._connect()
        self._autosave = QTimer(self)
        self._autosave.setInterval(AUTOSAVE_MS)
        self._autosave.timeout.connect(self._keep)
        self._autosave.start()

    # --- what the presenter asks for -------------------------------------------------------------

    def show_desk(self, desk: Desk) -> None:
        """Show what is chosen and can be chosen."""
        _fill(self.kind, [(KINDS[key], key) for key in desk.kinds], desk.kind)
        if desk.kind == PLAN:
            _fill(self.when, [(f"Năm {year}", year) for year in desk.years], desk.year)
        else:
            _fill(self.when, [(month_title(month), month) for month in desk.months], desk.month)
        _fill(self.unit, [(unit.name, unit.id) for unit in desk.units], desk.unit_id)
        self.unit.setEnabled(len(desk.units) > 1)
        self.unit.setToolTip(self.unit.currentText())
        self._show_state(desk)
        self._stack.setCurrentWidget(self.tabs)
        is_monthly = desk.kind == MONTHLY and desk.report is not None
        self.tabs.setTabVisible(0, is_monthly)
        self.tabs.setTabVisible(1, is_monthly)
        if not is_monthly:
            self.tabs.setCurrentIndex(2)
        self._paper_wanted()

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no report, and what to do."""
        self.empty.set_content(sentence, verb, action)
        self._stack.setCurrentWidget(self.empty)

    def show_draft(self, report: DeskReport, pending: Pending) -> None:
        """Show the table, its findings, what is typed and not kept."""
        self._report = report
        self._fit_columns()
        self.grid.show_lines(entry_lines(report, pending))
        self.findings.show_findings(finding_lines(report, pending.problems))
        if self._wanted is not None:
            self._jump(self._wanted)
            self._wanted = None
        self._show_cell(self.grid.current_key)

    def show_saved(self, words: str) -> None:
        """Say when the report was last kept."""
        self.saved.setText(words)

    def show_findings_first(self, words: str) -> None:
        """Go to the first finding and say how many there are."""
        self.tell(words, Tone.WARNING if self.findings.count else Tone.GOOD)
        if self.findings.count:
            self.findings.list.setCurrentRow(-1)
            self.findings.step(1)

    def ask_paste(self, plan: PastePlan, keep: Callable[[], object]) -> None:
        """Show how a block was read; ``keep`` fills the cells."""
        PasteDialog(self, plan, keep).open()

    def ask_adjustment(self, row: FigureRow, save: Save) -> None:
        """Ask for an ``Adjustment`` of an opening balance."""
        AdjustForm(self, row).ask(save)

    def ask_export_file(self, unit: str, period: str) -> None:
        """Ask for a file that another system exported, and show what it would fill in."""
        from app.services.imports.figures import FigureTarget

        self.excel = ExcelImport(self, self.ui, "exports", FigureTarget(unit, period))
        self.excel.start()

    def show_outline(self, report: DeskReport) -> None:
        """Show the words."""
        self.outline.show_lines(outline_lines(report), is_open=report.is_open, fields=report.word_fields)

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, button in self._actions.items():
            button.setEnabled(action in actions)

    def show_paper(self, content: bytes, title: str) -> None:
        """Show a paper."""
        self.pdf.load(content, title)
        self.paper.setCurrentWidget(self.pdf)

    def show_paper_trouble(self, error: AppError) -> None:
        """Say why there is no paper."""
        self.no_paper.set_content(
            f"{error.message} {error.hint}".strip(), "Thử lại", self.presenter.load_paper
        )
        self.paper.setCurrentWidget(self.no_paper)

    def print_paper(self) -> None:
        """Print the paper that is shown."""
        self.pdf.open_print_dialog()

    def ask_export(self, kind: str, known: ExportFields, units: Sequence[DeskUnit], save: Save) -> None:
        """Ask for ``ExportFields``."""
        choices = [Choice(unit.id, unit.name, unit.group, unit.code) for unit in units]
        ask_folder = partial(self.ui.dialogs.ask_folder, "Thư mục để văn bản")
        form = ExportForm(self, kind, known, ask_folder, choices)
        form.ask(save)

    # --- the screen ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where the window is narrow, and the legend where it is low."""
        super().resizeEvent(event)
        self._fit_columns()
        self.legend.setVisible(self.height() > self.fontMetrics().height() * 24)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to ``kind``, ``period``, ``year``, ``unit_id``, ``page``, a ``code`` or a ``heading``."""
        code, heading = place.get("code", ""), place.get("heading", "")
        self._wanted = FindingLine("notice", "", code, heading) if code or heading else None
        self.presenter.open_place(place)
        if place.get("page") in _PAGES:
            self.tabs.setCurrentIndex(_PAGES.index(place["page"]))

    def can_leave(self) -> bool:
        """Keep the words that are being written; ask about figures that cannot be kept."""
        self._keep()
        return self.presenter.may_leave()

    def _lay_out(self) -> QWidget:
        self.kind, self.when, self.unit = ChoiceBox(letters=12), QComboBox(), ChoiceBox(letters=8)
        named = (
            (self.kind, "kind_box", "Loại văn bản"),
            (self.when, "when_box", "Kỳ hoặc năm"),
            (self.unit, "unit_box", "Đơn vị (Ctrl+PgUp, Ctrl+PgDn)"),
        )
        for box, name, words in named:
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setToolTip(words)
            box.setMaxVisibleItems(20)
        self.when.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state = StatusChip()
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.kind, 2)
        choices.addWidget(self.when)
        choices.addWidget(self.unit, 3)
        choices.addWidget(self.state)
        self.paper.addWidget(self.pdf)
        self.paper.addWidget(self.no_paper)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._lay_out_figures(), "Số liệu")
        self.tabs.addTab(self.outline, "Thuyết minh")
        self.tabs.addTab(self.paper, "Xem trước")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self.empty)
        # Every page scrolls: the tallest one must not keep a small window from fitting its screen.
        self._stack.setMinimumHeight(self.fontMetrics().height() * 8)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choices)
        column.addWidget(self._stack, 1)
        content.setFocusProxy(self.grid)
        return content

    def _lay_out_figures(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.grid, 1)
        strip = QHBoxLayout()
        strip.addWidget(self.cell, 1)
        strip.addWidget(self.saved)
        strip.addWidget(self.trend)
        column.addLayout(strip)
        column.addWidget(self.findings)
        self.legend = ElidedLabel(LEGEND, "soft")
        column.addWidget(self.legend)
        self.findings.hide()
        page.setFocusProxy(self.grid)
        return page

    def _add_actions(self) -> None:
        p = self.presenter

        self._actions[Action.EXPORT] = self.add_action(
            "Xuất văn bản", p.export_clicked, mark="export", name="export", keys="F12", primary=True
        )
        adjust, past = self._at_cell(p.figures.adjust_clicked), self._at_cell(p.figures.history_clicked)
        for action, text, run, mark, name, keys in (
            (Action.KEEP, "Cất", self._keep, "save", "keep", "Ctrl+S"),
            (Action.SEAL, "Niêm phong", p.seal_clicked, "status-sealed", "seal", "F8"),
            (Action.PRINT, "In", self._print_clicked, "print", "print", "Ctrl+P"),
            (None, "Kiểm tra", self._check_clicked, "status-done", "check", "F7"),
            (None, "Lấy từ sổ đếm", p.figures.take_tallies, "add", "take", "Ctrl+T"),
            (None, "Điền từ bản xuất", p.export_file_clicked, "import", "fill_in", ""),
            (None, "Điều chỉnh số đầu kỳ", adjust, "split", "adjust", ""),
            (None, "Lịch sử ô", past, "history", "cell_history", "Ctrl+H"),
            (None, "Sổ đếm nhanh", p.tallies_clicked, "figures", "tallies", ""),
            (None, "Đề cương, câu mẫu", p.wording_clicked, "edit", "wording", ""),
        ):
            button = self.add_action(text, run, mark=mark, name=name, keys=keys)
            if action is not None:
                self._actions[action] = button

    def _at_cell(self, run: Callable[[str], object]) -> Callable[[], object]:
        return lambda: run(self.grid.current_key)

    def _connect(self) -> None:
        p = self.presenter
        self.kind.activated.connect(lambda _: self._choose(kind=self.kind.currentData()))
        self.when.activated.connect(lambda _: self._choose_when())
        self.unit.activated.connect(lambda _: self._choose(unit_id=self.unit.currentData()))
        self.grid.typed.connect(p.cell_typed)
        self.grid.pasted.connect(p.cells_pasted)
        self.grid.filled.connect(p.cells_filled)
        self.grid.moved.connect(lambda key, _: self._show_cell(key))
        self.outline.written.connect(p.words_written)
        self.outline.nothing.connect(p.nothing_clicked)
        self.findings.jumped.connect(self._jump)
        self.findings.fixed.connect(p.fix_clicked)
        self.tabs.currentChanged.connect(lambda _: self._paper_wanted())
        for keys, run in (
            ("Ctrl+PgUp", lambda: self._step_unit(-1)),
            ("Ctrl+PgDown", lambda: self._step_unit(1)),
            ("F3", lambda: self.findings.step(1)),
            ("Shift+F3", lambda: self.findings.step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _choose(self, **wanted: Any) -> None:
        self.outline.keep()
        self.presenter.choose(**wanted)

    def _choose_when(self) -> None:
        chosen = self.when.currentData()
        if isinstance(chosen, Month):
            self._choose(month=chosen)
        elif chosen is not None:
            self._choose(year=int(chosen))

    def _step_unit(self, step: int) -> None:
        self.outline.keep()
        self.presenter.step_unit(step)

    def _keep(self) -> None:
        self.outline.keep()
        self.presenter.autosave()

    def _check_clicked(self) -> None:
        self._keep()
        self.presenter.check_clicked()

    def _print_clicked(self) -> None:
        self.tabs.setCurrentIndex(2)
        self.presenter.load_paper(then_print=True)

    def _paper_wanted(self) -> None:
        if self.tabs.currentIndex() == 2 and self.isVisible():
            self.presenter.load_paper()

    def _most_findings(self) -> int:
        return _MOST_FINDINGS if self.height() > self.fontMetrics().height() * 26 else 1

    def _jump(self, finding: FindingLine) -> None:
        if finding.code:
            self.tabs.setCurrentIndex(0)
            self.grid.jump(finding.code, NOW)
        elif finding.heading:
            self.tabs.setCurrentIndex(1)
            self.outline.jump(finding.heading, *finding.place)

    def _fit_columns(self) -> None:
        if self._report is not None:
            is_narrow = self.grid.width() < self.fontMetrics().averageCharWidth() * 90
            self.grid.show_columns(shown_columns(self._report, is_narrow=is_narrow))

    def _show_cell(self, key: str) -> None:
        rows = self._report.figures if self._report else ()
        row = next((row for row in rows if row.code == key), None)
        if row is None or self._report is None:
            self.cell.setText("")
            self.trend.set_values((), "")
            return
        self.cell.setText(cell_facts(row, self._report.tallies.get(key), self._report.remarks.get(key, ())))
        values = [*reversed(row.series), *([row.figure.known] if row.figure.known is not None else [])]
        words = "Các kỳ: " + "; ".join(format_number(value) for value in values)
        self.trend.set_values([float(value) for value in values], words)

    def _show_state(self, desk: Desk) -> None:
        report = desk.report
        if report is None:
            self.state.set_status(None)
        else:
            self.state.set_status(report.state if report.is_open else _LOCKED)


def _fill(box: QComboBox, items: list[tuple[str, Any]], chosen: object) -> None:
    """Show choices and the chosen one without telling anybody."""
    box.blockSignals(True)
    box.clear()
    for words, key in items:
        box.addItem(words, key)
    box.setVisible(bool(items))
    box.setCurrentIndex(next((n for n, (_, key) in enumerate(items) if key == chosen), 0))
    box.blockSignals(False)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return ReportsScreen(ui)
