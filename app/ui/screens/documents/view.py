"""Papers in a list; one open at true size beside its fields; verdicts on files made elsewhere."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.core.errors import AppError
from app.core.statuses import WORDS, DocumentState
from app.reports.checking.verdicts import Report
from app.services.queries.document_desk import DocumentPage, DraftChoices, PaperLine
from app.ui.context import UiContext
from app.ui.document_desk import Action, Chosen
from app.ui.icons import icon
from app.ui.paper_files import ExportFields
from app.ui.screen import ScreenBase
from app.ui.screens.documents.columns import (
    LIST,
    VERDICTS,
    changed_words,
    document_pairs,
    verdict_lines,
    verdict_words,
)
from app.ui.screens.documents.dialogs import DraftForm, IssueForm, ReplaceForm
from app.ui.screens.documents.presenter import DocumentsPresenter, Save
from app.ui.tables.model import RowsModel
from app.ui.tables.output import export_table, print_table
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.export_form import ExportForm
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.paper_form import FormPane
from app.ui.widgets.pdf_view import PdfView
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.wrapped_list import wrapped_list

_TITLE = "Văn bản"
_RARE = frozenset(
    {
        Action.BACK,
        Action.REOPEN,
        Action.SIGNED,
        Action.CORRECT,
        Action.REPLACE,
        Action.WITHDRAW,
        Action.DISCARD,
    }
)


class DocumentsScreen(ScreenBase):
    """Satisfies ``DocumentsView``: Enter opens a paper, Esc goes back."""

    watches = Changes(documents=True, figures=True, tasks=True, cycles=True, units=True, settings=True)
    presenter: DocumentsPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title=_TITLE)
        self.presenter = DocumentsPresenter(self, self.ui)
        self._actions: dict[Action, QAction] = {}
        self._allowed: frozenset[Action] = frozenset()
        self._file = ""
        self.list = RowsTable(RowsModel(LIST, lambda line: line.id), name="documents", noun="văn bản")
        self.list.set_empty("Chưa có văn bản nào.", "Soạn văn bản", self.presenter.draft_clicked)
        self.year, self.kind, self.state = (ChoiceBox(letters=8) for _ in range(3))
        self.pdf = PdfView()
        self.no_paper = EmptyState(mark="documents")
        self.fields = DetailPane()
        self.form = FormPane()
        self.rules, self.rules_words = wrapped_list("rules_list"), plain_label("", "strong", wraps=True)
        self.changed = wrapped_list("changed_list")
        self.changed_words = plain_label("", "strong", wraps=True)
        self.verdicts = RowsTable(RowsModel(VERDICTS, lambda line: line.number), name="verdicts", noun="chỗ")
        self.verdicts.set_empty("Không thấy chỗ nào sai thể thức.")
        self.file_words = plain_label("", "strong", wraps=True)
        self.file_words.setObjectName("file_words")
        self.stack = QStackedWidget()
        for page in (self.list, self._lay_out_document(), self._lay_out_file()):
            self.stack.addWidget(page)
        self.set_content(self.stack)
        self._add_filters()
        self._add_actions()
        self._connect()

    # --- what the presenter asks for -------------------------------------------------------------

    def show_list(self, lines: Sequence[PaperLine], years: Sequence[int], kinds: Mapping[str, str]) -> None:
        """Show the papers and what they can be filtered by."""
        self.list.set_rows(lines)
        _fill(self.year, "Mọi năm", [(f"Năm {year}", year) for year in years])
        _fill(self.kind, "Mọi loại", [(words, kind) for kind, words in kinds.items()])

    def show_page(self, page: DocumentPage | None) -> None:
        """Show one paper in full, or the list again."""
        if page is None:
            self.form.forget()
            self.stack.setCurrentIndex(0)
            self.list.setFocus()
            return
        row = page.line.row
        chip = StatusChip()
        chip.set_status(row.state)
        self.fields.show_pairs([("Trạng thái", chip), *document_pairs(page)])
        is_issued = row.state is DocumentState.ISSUED
        self.tabs.setTabVisible(2, is_issued)
        count = f" ({len(page.changed)})" if page.changed else ""
        self.tabs.setTabText(2, f"Đã đổi{count}")
        self.changed_words.setText(changed_words(page.changed, page.unknown))
        self.correct_button.setVisible(bool(page.changed))
        self.changed.clear()
        for change in page.changed:
            words = f"{change.place}\nĐã in: {change.then} → nay: {change.now}"
            self.changed.addItem(QListWidgetItem(icon("warning", Tone.WARNING), words))
        self.changed.setVisible(bool(page.changed))
        self.tabs.setTabVisible(3, page.form is not None)
        if page.form is None:
            self.form.forget()
        else:
            self.form.show_form(page.form)
        if self.stack.currentIndex() != 1:
            self.stack.setCurrentIndex(1)
            self.pdf.pages.setFocus()

    def show_paper(self, content: bytes, title: str, *, keeps_place: bool = False) -> None:
        """Show the pages at true size, or an upright one as wide as there is room."""
        self.paper.setCurrentWidget(self.pdf)
        self.pdf.load(content, title, keeps_place=keeps_place)
        if not keeps_place:
            self.pdf.fit_upright()

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return self.pdf.pages.count

    def show_start(self, content: bytes) -> None:
        """Show newer first pages while the rest is on its way."""
        self.pdf.pages.load_start(content)

    def show_form_problem(self, words: str) -> None:
        """Say why the form was not kept."""
        self.form.show_problem(words)

    def show_trouble(self, error: AppError) -> None:
        """Say why there are no pages."""
        words = f"{error.message} {error.hint}".strip()
        self.no_paper.set_content(words, "Thử lại", self.presenter.refresh)
        self.paper.setCurrentWidget(self.no_paper)

    def show_report(self, report: Report | None, why: str = "") -> None:
        """Show the verdicts on the paper that is open; None while they are on their way."""
        self.rules.clear()
        lines = () if report is None else verdict_lines(report)
        self.rules.setVisible(bool(lines))
        self.tabs.setTabText(1, f"Thể thức ({len(lines)})" if lines else "Thể thức")
        self.rules_words.setText(why or ("Đang kiểm tra…" if report is None else verdict_words(report)))
        for line in lines:
            look = line.look
            place = f", {line.where}" if line.where else ""
            item = QListWidgetItem(icon(look.icon, look.tone), f"{look.word}{place}\n{line.message}")
            item.setToolTip(line.title)
            self.rules.addItem(item)

    def show_file_report(self, name: str, report: Report) -> None:
        """Show the verdicts on a file."""
        if self.presenter.open_id:
            self.presenter.back_clicked()
        self._file = name
        self.file_words.setText(f"“{name}”. {verdict_words(report)}")
        self.verdicts.set_rows(verdict_lines(report))
        self.stack.setCurrentIndex(2)
        self.verdicts.setFocus()
        self._show_buttons()

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        self._allowed = actions
        self._show_buttons()

    def select(self, document_id: str) -> None:
        """Select a paper in the list, now or when it comes."""
        self.list.select_row(document_id)

    def print_paper(self) -> None:
        """Print the paper that is shown."""
        self.pdf.open_print_dialog()

    def ask_draft(self, choices: DraftChoices, save: Save) -> None:
        """Ask what to draft."""
        DraftForm(self, choices).ask(save)

    def ask_issue(self, lines: Sequence[PaperLine], number: str, today: Any, save: Save) -> None:
        """Ask for number and day."""
        IssueForm(self, lines, number, today).ask(save)

    def ask_replace(self, others: Sequence[PaperLine], save: Save) -> None:
        """Ask for the later paper and the reason."""
        ReplaceForm(self, others).ask(save)

    def ask_export(self, known: ExportFields, count: int, save: Save) -> None:
        """Ask for formats and folder."""
        ask_folder = partial(self.ui.dialogs.ask_folder, "Thư mục để văn bản")
        ExportForm(self, f"Xuất {count} văn bản", known, ask_folder).ask(save)

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Open ``document_id``."""
        if place.get("document_id"):
            self.presenter.open(place["document_id"])

    def can_leave(self) -> bool:
        """Ask where changes of a draft's form would be lost."""
        detail = "Chọn “Hoãn” để quay lại, rồi bấm Cất ở trang Sửa."
        leaves = not self.form.is_touched or self.ui.dialogs.confirm(
            "Dự thảo có thay đổi chưa cất.", verb="Bỏ thay đổi", detail=detail
        )
        if leaves:
            self.form.forget()
        return leaves

    def dispose(self) -> None:
        """Let go of the pages too."""
        self.pdf.pages.close_document()
        super().dispose()

    def _lay_out_document(self) -> QWidget:
        self.paper = QStackedWidget()
        self.paper.addWidget(self.pdf)
        self.paper.addWidget(self.no_paper)
        self.correct_button = push_button(
            "Soạn đính chính", self.presenter.correct_clicked, name="correct_now_button", primary=True
        )
        self.tabs = QTabWidget()
        self.tabs.setObjectName("document_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.fields, "Thông tin")
        self.tabs.addTab(_page(self.rules_words, self.rules), "Thể thức")
        self.tabs.addTab(_page(self.changed_words, self.changed, self.correct_button), "Đã đổi")
        self.tabs.addTab(self.form, "Sửa")
        self.tabs.setTabToolTip(3, "Người ký, nơi gửi, độ khẩn của dự thảo")
        self.tabs.setTabToolTip(2, "Số liệu đã đổi sau khi ban hành")
        self.tabs.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.paper)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _lay_out_file(self) -> QWidget:
        return _page(self.file_words, self.verdicts)

    def _add_filters(self) -> None:
        named = (
            (self.year, "year_filter", "Năm"),
            (self.kind, "kind_filter", "Loại văn bản"),
            (self.state, "state_filter", "Trạng thái"),
        )
        for box, name, words in named:
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setToolTip(words)
            box.activated.connect(lambda _: self._choose())
            self.list.add_filter(box)
        self.add_views(self.list)
        _fill(self.year, "Mọi năm", [])
        _fill(self.kind, "Mọi loại", [])
        _fill(self.state, "Mọi trạng thái", [(WORDS[state], state.value) for state in DocumentState])

    def _add_actions(self) -> None:
        p = self.presenter
        for action, text, run, mark, keys in (
            (Action.BACK, "Về danh sách", self._leave, "left", "Alt+Left"),
            (Action.DRAFT, "Soạn", p.draft_clicked, "add", "Ctrl+N"),
            (Action.OPEN, "Mở", self._open_current, "open", ""),
            (Action.CHECK, "Kiểm tra", p.check_clicked, "status-done", "F7"),
            (Action.REOPEN, "Sửa lại", p.reopen_clicked, "undo", ""),
            (Action.ISSUE, "Ban hành", p.issue_clicked, "status-sealed", "F8"),
            (Action.EXPORT, "Xuất văn bản", p.export_clicked, "documents", "F12"),
            (Action.PRINT, "In", self._print, "print", "Ctrl+P"),
            (Action.SIGNED, "Nhập bản đã ký", p.signed_clicked, "import", ""),
            (Action.CORRECT, "Soạn đính chính", p.correct_clicked, "edit", ""),
            (Action.REPLACE, "Thay thế", p.replace_clicked, "status-returned", ""),
            (Action.WITHDRAW, "Thu hồi", p.withdraw_clicked, "status-cancelled", ""),
            (Action.DISCARD, "Xóa nháp", p.discard_clicked, "delete", "Del"),
            (Action.CHECK_FILE, "Kiểm tra tệp…", p.check_file_clicked, "search", ""),
        ):
            is_main = action is Action.DRAFT
            made = self.add_action(text, run, mark=mark, name=action.name.lower(), keys=keys, primary=is_main)
            self._actions[action] = made
            self.list.menu_actions.append(made)
        self.add_action("Xuất Excel", self._export_table, mark="export", name="export_list", keys="Ctrl+E")

    def _connect(self) -> None:
        self.form.changed.connect(self.presenter.form_changed)
        self.form.kept.connect(self.presenter.form_kept)
        self.list.activated.connect(lambda line: self.presenter.open(line.id))
        self.list.selection_changed.connect(lambda: self.presenter.selected(self.list.selected_rows()))
        for keys, run in (
            ("Esc", self._leave),
            ("Ctrl+PgUp", partial(self._step, -1)),
            ("Ctrl+PgDown", partial(self._step, 1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.stack)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _show_buttons(self) -> None:
        on_list, on_file = (self.stack.currentIndex() == page for page in (0, 2))
        of_file = {Action.BACK, Action.CHECK_FILE, Action.PRINT}
        for action, made in self._actions.items():
            is_allowed = action in of_file if on_file else action in self._allowed
            made.setEnabled(is_allowed or (on_list and action is Action.PRINT))
            button = self.actions_bar.findChild(QToolButton, f"{made.objectName()}_button")
            if button is not None:
                button.setVisible(is_allowed or (on_list and action not in _RARE))
        self.actions_bar.fit()

    def _choose(self) -> None:
        state = self.state.currentData()
        chosen = Chosen(
            self.year.currentData(), self.kind.currentData(), DocumentState(state) if state else None
        )
        self.presenter.choose(chosen)

    def _open_current(self) -> None:
        line = self.list.current_row()
        if line is not None:
            self.presenter.open(line.id)

    def _step(self, by: int) -> None:
        if self.can_leave():
            self.presenter.step(by)

    def _leave(self) -> None:
        if (self.presenter.open_id or self.stack.currentIndex() == 2) and self.can_leave():
            self.presenter.back_clicked()

    def _table(self) -> tuple[RowsTable, str]:
        if self.stack.currentIndex() == 2:
            return self.verdicts, f"Thể thức của “{self._file}”"
        return self.list, "Sổ văn bản"

    def _print(self) -> None:
        if self.stack.currentIndex() == 2 or Action.PRINT not in self._allowed:
            print_table(*self._table(), self.ui)
        else:
            self.presenter.print_clicked()

    def _export_table(self) -> None:
        export_table(*self._table(), self.ui)


def _page(*widgets: QWidget) -> QWidget:
    """Return widgets below one another."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(4, 6, 4, 4)
    for widget in widgets:
        if isinstance(widget, QLabel):
            widget.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(widget, 1 if isinstance(widget, QListWidget | RowsTable) else 0)
    return page


def _fill(box: QComboBox, every: str, items: Sequence[tuple[str, Any]]) -> None:
    """Show choices under one for all; what was chosen stays chosen, nobody is told."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(every, None)
    for words, key in items:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, next((n for n, (_, key) in enumerate(items, 1) if key == chosen), 0)))
    box.blockSignals(False)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return DocumentsScreen(ui)
