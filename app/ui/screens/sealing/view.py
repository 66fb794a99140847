"""Kiểm tra và niêm phong (S14): three lists and the approval at the gate, then the code in large letters."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.errors import AppError
from app.services.queries.sealing_gate import Gate, OwnReport
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.sealing.columns import EMPTY, FINDINGS, LEVELS, report_words, standing_words
from app.ui.screens.sealing.dialogs import ApprovalBox, SealedPage
from app.ui.screens.sealing.presenter import SealingPresenter, SealPage
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.versions_pane import VersionCell

_WIDE_LETTERS = 90
QWIDGETSIZE_MAX = 16_777_215


class SealingScreen(ScreenBase):
    """The gate, or the page with the code."""

    watches = Changes(figures=True, cycles=True, plans=True, units=True, settings=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Kiểm tra và niêm phong")
        self.presenter: SealingPresenter = SealingPresenter(self, self.ui)
        self.reports = ChoiceBox(letters=30)
        self.reports.setObjectName("reports_box")
        self.reports.setAccessibleName("Báo cáo, kế hoạch")
        self.reports.activated.connect(lambda _: self.presenter.open(str(self.reports.currentData())))
        self.standing = plain_label("", "strong", wraps=True)
        self.standing.setObjectName("standing")
        self.tables = {
            level: RowsTable(RowsModel(FINDINGS, lambda pair: pair[0]), name=f"{level}_findings", noun="mục")
            for level, _ in LEVELS
        }
        self.finding = plain_label("", wraps=True)
        self.finding.setObjectName("finding_words")
        self.approval = ApprovalBox(self.ui.services.clock.today())
        self.approval.seal_button.clicked.connect(lambda _: self._seal())
        self.sealed = SealedPage(self.presenter)
        self.empty = EmptyState(mark="status-sealed")
        self.stack = QStackedWidget()
        self.set_content(self._lay_out())
        self._seal_action = self.add_action(
            "Niêm phong", self._seal, mark="status-sealed", name="seal", keys="F8", primary=True
        )
        self._check_action = self.add_action(
            "Kiểm tra lại", self.mark_stale, mark="refresh", name="check", keys="F7"
        )
        self._replace_action = self.add_action(
            "Làm bản thay thế", self.presenter.replace_clicked, mark="edit", name="replace"
        )
        self._only(seal=False, replace=False)

    def _lay_out(self) -> QWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for level, words in LEVELS:
            table = self.tables[level]
            table.set_empty(EMPTY[level])
            table.activated.connect(lambda pair: self.presenter.jump(pair[1]))
            table.selection_changed.connect(self._tell_finding)
            self.tabs.addTab(table, words)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidget(self.approval)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(8, 0, 0, 0)
        self.tabs.currentChanged.connect(lambda _: self._tell_finding())
        self._side = holder
        left = QWidget()
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.addWidget(self.tabs, 1)
        listed.addWidget(self.finding)
        left.setFocusProxy(self.tabs)
        self.pair = PairView(left, holder, back="Về danh sách mục", letters=_WIDE_LETTERS)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(side, 1)
        gate = QWidget()
        column = QVBoxLayout(gate)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.standing)
        column.addWidget(self.pair, 1)
        gate.setFocusProxy(self.tables["block"])
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(self.sealed)
        for part in (self.empty, gate, page):
            self.stack.addWidget(part)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.reports)
        whole.addWidget(self.stack, 1)
        return content

    # --- what the presenter asks -----------------------------------------------------------------

    def show_reports(self, reports: Sequence[OwnReport], chosen: str) -> None:
        """Show which reports there are, and the one that is chosen."""
        self.reports.blockSignals(True)
        self.reports.clear()
        for report in reports:
            self.reports.addItem(report_words(report), report.expected_id)
        self.reports.setCurrentIndex(max(0, self.reports.findData(chosen)))
        self.reports.blockSignals(False)
        self.reports.show()

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say that there is nothing to seal, and offer where to go."""
        self.reports.hide()
        self.empty.set_content(sentence, verb, action)
        self.stack.setCurrentIndex(0)
        self._only(seal=False, replace=False)

    def show_gate(self, gate: Gate, *, is_replacement: bool) -> None:
        """Show the gate of one report."""
        numbered = list(enumerate(gate.findings))
        first = 0
        for place, (level, words) in reversed(list(enumerate(LEVELS))):
            rows = [pair for pair in numbered if pair[1].level == level]
            self.tables[level].set_rows(rows)
            self.tabs.setTabText(place, f"{words} ({len(rows)})")
            first = place if rows else first
        self.tabs.setCurrentIndex(first)
        self.standing.setText(standing_words(gate))
        cells = [VersionCell(c.label, c.before, c.after) for c in gate.changes]
        self.approval.show_gate(gate, cells, is_replacement=is_replacement)
        self.stack.setCurrentIndex(1)
        self._only(seal=not gate.is_blocked, replace=False)

    def show_sealed(self, page: SealPage, *, may_replace: bool) -> None:
        """Show the code and the ways to send."""
        self.sealed.show_page(page)
        self.stack.setCurrentIndex(2)
        self._only(seal=False, replace=may_replace)

    def show_problem_at(self, error: AppError) -> bool:
        """Show a refusal in the approval box, under its field where it has one."""
        if not self.approval.show_problem(error):
            self.tell(error.sentence(), Tone.WARNING)
        return True

    def put_on_clipboard(self, text: str) -> None:
        """Copy a text."""
        QGuiApplication.clipboard().setText(text)

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a report: ``report`` is the key of the expected report."""
        if report := place.get("report"):
            self.presenter.open(report)

    def _tell_finding(self) -> None:
        """Say the chosen finding in full, with what was explained."""
        table = self.tables[LEVELS[self.tabs.currentIndex()][0]]
        pair = table.current_row()
        words = "" if pair is None else f"{pair[1].message} {pair[1].explanation}".strip()
        self.finding.setText(words)
        self.finding.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the approval narrow beside the findings; alone it may have all the room."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        is_wide = self.width() >= letter * (_WIDE_LETTERS + 4)
        self._side.setMaximumWidth(letter * 44 if is_wide else QWIDGETSIZE_MAX)

    def _seal(self) -> None:
        if self.stack.currentIndex() != 1 or not self._seal_action.isEnabled():
            return
        if not self.pair.shows_detail:
            self.pair.open_detail()
            return
        try:
            approval, reason = self.approval.read_value()
        except AppError as error:
            self.show_problem_at(error)
            return
        self.presenter.seal(approval, reason)

    def _only(self, *, seal: bool, replace: bool) -> None:
        self._seal_action.setEnabled(seal)
        self.approval.seal_button.setEnabled(seal)
        self._replace_action.setVisible(replace)
        self._replace_action.setEnabled(replace)
        self.actions_bar.fit()


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return SealingScreen(ui)
