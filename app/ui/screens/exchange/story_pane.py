"""One file and the report it belongs to: versions with their times, remarks, the last two side by side."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.packages.comparing import Change
from app.services.queries.exchange_boxes import BoxLine
from app.services.queries.report_versions import ReportStory
from app.ui.screens.exchange.columns import box_pairs, story_pairs
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.view import RowsView
from app.ui.tone import Look
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label
from app.ui.widgets.status_chip import StatusChip


class StoryPane(QWidget):
    """``show_line`` replaces everything."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = DetailPane()
        self.title = plain_label("", "strong", wraps=True)
        self.title.setObjectName("versions_title")
        self._names: Mapping[str, str] = {}
        self.model = RowsModel(self._columns(), lambda change: change.subject)
        self.cells = RowsView(self.model)
        self.cells.setObjectName("versions_view")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.facts, 5)
        column.addWidget(self.title)
        column.addWidget(self.cells, 3)
        self.clear()

    def clear(self) -> None:
        """Say that nothing is chosen."""
        self.facts.show_pairs(
            [("", "Chưa chọn tệp nào"), (" ", "Chọn một tệp để xem các lần gửi, nhận xét.")]
        )
        self._show_changes(None)

    def show_line(self, line: BoxLine, story: ReportStory | None) -> None:
        """Show a file, and its report once that is read."""
        pairs = box_pairs(line) + (story_pairs(story) if story else [])
        self.facts.show_pairs([(label, StatusChip(v) if isinstance(v, Look) else v) for label, v in pairs])
        self._show_changes(story)

    def _show_changes(self, story: ReportStory | None) -> None:
        compared = story.compared if story else None
        self.title.setVisible(compared is not None)
        self.cells.setVisible(compared is not None)
        if story is None or compared is None:
            self.model.set_rows(())
            return
        self._names = story.names
        old, new = compared
        count = len(story.changes)
        self.title.setText(f"Lần {new} (cột phải) so với lần {old} (cột giữa): {count} mục đổi")
        self.model.set_rows(story.changes)

    def _columns(self) -> tuple[Column[Change], ...]:
        return (
            Column(title="Mục", text=self._name, tooltip=self._name, width=24, stretches=True),
            Column(title="Lần trước", text=lambda c: c.before or "–", tooltip=lambda c: c.before, width=14),
            Column(title="Lần này", text=lambda c: c.after or "–", tooltip=lambda c: c.after, width=14),
        )

    def _name(self, change: Change) -> str:
        code, blank, rest = change.subject.partition(" ")
        name = self._names.get(code)
        return f"{code} {name}{blank}{rest}" if name else change.subject
