"""One record's facts above, two of its versions side by side below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.view import RowsView
from app.ui.tone import Look
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label
from app.ui.widgets.status_chip import StatusChip


@dataclass(frozen=True, slots=True)
class VersionCell:
    """One cell in which two versions differ."""

    subject: str
    before: str
    after: str


class VersionsPane(QWidget):
    """``show_facts`` replaces everything; without cells there is no comparison."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = DetailPane()
        self.title = plain_label("", "strong", wraps=True)
        self.title.setObjectName("versions_title")
        columns: tuple[Column[VersionCell], ...] = (
            Column(
                title="Mục", text=lambda c: c.subject, tooltip=lambda c: c.subject, width=24, stretches=True
            ),
            Column(title="Lần trước", text=lambda c: c.before or "–", tooltip=lambda c: c.before, width=14),
            Column(title="Lần này", text=lambda c: c.after or "–", tooltip=lambda c: c.after, width=14),
        )
        self.model = RowsModel(columns, lambda cell: cell.subject)
        self.cells = RowsView(self.model)
        self.cells.setObjectName("versions_view")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.facts, 5)
        column.addWidget(self.title)
        column.addWidget(self.cells, 3)
        self.title.hide()
        self.cells.hide()

    def show_facts(
        self,
        pairs: Sequence[tuple[str, str | Look]],
        title: str = "",
        cells: Sequence[VersionCell] = (),
    ) -> None:
        """Show facts, and under a title the cells in which the last two versions differ."""
        self.facts.show_pairs([(label, StatusChip(v) if isinstance(v, Look) else v) for label, v in pairs])
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.cells.setVisible(bool(title))
        self.model.set_rows(cells)
