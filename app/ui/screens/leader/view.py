"""The sheet as it prints, and three dashboards: the chart of the paper above its numbers as a table."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.core.errors import AppError
from app.reports.builders.dashboard import dashboard_rows
from app.reports.data.dashboard import BOARD_TITLES, Board, DashboardData
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.leader.columns import board_columns
from app.ui.screens.leader.presenter import LeaderPage, LeaderPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.pdf_print import open_print_dialog
from app.ui.widgets.pdf_view import PdfView

_MOST_PIXELS = 900  # a chart wider than this says no more
_WIDE_LETTERS = 92


class ChartPanel(QScrollArea):
    """A chart as the paper has it, as wide as there is room; its words are what a screen reader says."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("chart_panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._label = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setAccessibleName(f"{title}; số liệu ở bảng kèm theo")
        self._picture = QPixmap()
        self.setWidget(self._label)

    def show_chart(self, picture: bytes | None) -> None:
        """Show a chart, or say that there is nothing to draw."""
        self._picture = QPixmap()
        if picture is None:
            self._label.setText("Chưa có số liệu để vẽ biểu đồ.")
        else:
            self._picture.loadFromData(picture)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for little."""
        return QSize(200, 120)

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = min(self.viewport().width(), _MOST_PIXELS)
        scaled = self._picture.scaledToWidth(
            max(1, int(width * ratio)), Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self._label.setPixmap(scaled)


class BoardPage(QWidget):
    """One dashboard: its chart beside its numbers; in a narrow window one of them at a time."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        self.data: DashboardData | None = None
        self._shows_numbers = self._is_wide = False
        self.chart = ChartPanel(BOARD_TITLES[board])
        self.table = RowsTable(
            RowsModel(board_columns(board), lambda row: row[0]), name=f"board_{board}", noun="dòng"
        )
        self.table.set_empty("Chưa có số liệu.")
        self.switch: QPushButton = push_button("", self._switch, name="switch_button")
        halves = QHBoxLayout()
        halves.setSpacing(12)
        for half in (self.chart, self.table):
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            halves.addWidget(half, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(halves, 1)
        self._fit()

    def show_board(self, data: DashboardData, picture: bytes | None) -> None:
        """Show the numbers and their chart."""
        self.data = data
        self.chart.show_chart(picture)
        self.table.set_rows(dashboard_rows(data))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put chart and numbers side by side where there is room."""
        super().resizeEvent(event)
        self._is_wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE_LETTERS
        self._fit()

    def _switch(self) -> None:
        self._shows_numbers = not self._shows_numbers
        self._fit()

    def _fit(self) -> None:
        self.chart.setVisible(self._is_wide or not self._shows_numbers)
        self.table.setVisible(self._is_wide or self._shows_numbers)
        self.switch.setVisible(not self._is_wide)
        self.switch.setText("Xem biểu đồ" if self._shows_numbers else "Xem bảng số")


class LeaderScreen(ScreenBase):
    """Satisfies ``LeaderView``."""

    watches = Changes(cycles=True, tasks=True, figures=True, units=True, settings=True)
    presenter: LeaderPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Trang lãnh đạo")
        self.presenter = LeaderPresenter(self, self.ui)
        self.pdf = PdfView()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("leader_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.pdf, "Trang A4")
        self.boards = [BoardPage(board) for board in Board]
        for page, words in zip(self.boards, ("Theo tháng", "Theo lĩnh vực", "Theo đơn vị"), strict=True):
            self.tabs.addTab(page, words)
        self.empty = EmptyState(mark="leader")
        self.stack = QStackedWidget()
        self.set_content(self._lay_out())
        p = self.presenter
        self.add_action("In", p.print_clicked, mark="print", name="print", keys="Ctrl+P", primary=True)
        self.add_action("Xuất PDF", p.export_clicked, mark="export", name="export", keys="Ctrl+E")
        self.add_action("Giải thích số", p.explain_clicked, mark="info", name="explain", keys="Ctrl+G")
        self.add_action("Xếp hạng", p.ranking_clicked, mark="ranking", name="ranking")

    def _lay_out(self) -> QWidget:
        self.against = QComboBox()
        self.against.setObjectName("against")
        self.against.setAccessibleName("So sánh với")
        self.against.addItems(["So với tháng trước", "So với ngày khác"])
        self.day = DateEdit(today=self.presenter.today, name="compare_day")
        self.day.setToolTip("Trang của chính kỳ này vào ngày ấy")
        self.day.setMaximumWidth(self.fontMetrics().averageCharWidth() * 20)
        self.day.hide()
        self.against.activated.connect(self._against_chosen)
        self.day.changed.connect(self.presenter.compare_with)
        self.provisional = plain_label("Tạm tính: còn báo cáo chưa được chấp nhận.", "strong")
        self.provisional.setObjectName("provisional")
        self.provisional.hide()
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for widget in (self.against, self.day, self.provisional):
            choices.addWidget(widget)
        choices.addStretch(1)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(choices)
        column.addWidget(self.tabs, 1)
        self.stack.addWidget(shown)
        self.stack.addWidget(self.empty)
        return self.stack

    def _against_chosen(self, place: int) -> None:
        self.day.setVisible(place == 1)
        if place == 0:
            self.presenter.compare_with(None)
        else:
            self.day.setFocus()

    # --- what the presenter asks for -------------------------------------------------------------

    def show_page(self, page: LeaderPage, content: bytes, pictures: Sequence[bytes | None]) -> None:
        """Show the sheet and the dashboards with their charts."""
        self.set_title(f"Trang lãnh đạo kỳ {page.period.month.short}")
        self.provisional.setVisible(page.is_provisional)
        self.pdf.load(content, "Trang lãnh đạo")
        self.pdf.pages.fit_width()
        for shown, board, picture in zip(self.boards, page.boards, pictures, strict=True):
            shown.show_board(board, picture)
        self.stack.setCurrentIndex(0)

    def show_trouble(self, error: AppError) -> None:
        """Say what is missing."""
        self.empty.set_content(
            f"{error.message} {error.hint}".strip(),
            "Tới kỳ báo cáo",
            lambda: self.ui.navigator.open("cycles"),
        )
        self.stack.setCurrentIndex(1)

    def shown_board(self) -> DashboardData | None:
        """Return the dashboard in view; None for the sheet."""
        shown = self.tabs.currentWidget()
        return shown.data if isinstance(shown, BoardPage) else None

    def print_pdf(self, content: bytes, title: str) -> None:
        """Print a PDF as it is shown."""
        open_print_dialog(self, content, title)

    def dispose(self) -> None:
        """Let go of the pages too."""
        self.pdf.pages.close_document()
        super().dispose()


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return LeaderScreen(ui)
