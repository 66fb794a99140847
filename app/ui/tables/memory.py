"""Tables stay as a person has laid them out: kept in the preferences of this person on this computer."""

import json

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.system.settings import Settings
from app.ui.tables.arrangement import Arrangement
from app.ui.tables.table import RowsTable

KEY = "view.tables"
_CALM_MS = 800  # a column that is dragged tells of every pixel


def remember_tables(screen: QWidget, settings: Settings) -> None:
    """Lay out every table of a screen as it was left, and keep what becomes of it."""
    for table in screen.findChildren(RowsTable):
        if table.findChild(TableMemory) is None:
            TableMemory(table, settings)


class TableMemory(QObject):
    """Lives as long as its table; ``settle`` keeps what is not kept yet."""

    def __init__(self, table: RowsTable, settings: Settings) -> None:
        super().__init__(table)
        self._table, self._settings = table, settings
        arrangement = Arrangement.from_data(self._read().get(table.objectName()))
        if arrangement != Arrangement():
            table.view.arrange(arrangement)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.settle)
        table.view.arranged.connect(self._calm.start)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what is not kept yet when the table leaves the window, or the window the screen."""
        if event.type() == QEvent.Type.Hide and self._calm.isActive():
            self.settle()
        return False

    def settle(self) -> None:
        """Write the arrangement down now; one like the table as it comes leaves nothing behind."""
        self._calm.stop()
        kept = self._read()
        kept.pop(self._table.objectName(), None)
        if data := self._table.view.arrangement().as_data():
            kept[self._table.objectName()] = data
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if kept else ""
        self._settings.set(KEY, text)

    def _read(self) -> dict[str, object]:
        try:
            kept = json.loads(self._settings.text(KEY) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}
