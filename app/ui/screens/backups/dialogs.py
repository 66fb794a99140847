"""The question before a restore: what goes, what comes back."""

from PySide6.QtWidgets import QWidget

from app.services.backups import RestorePreview
from app.ui.forms import FormDialog
from app.ui.screens.backups.columns import EFFECT_COLUMNS
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label


class RestoreForm(FormDialog):
    """Gives the preview back when the person says "Khôi phục"."""

    def __init__(self, parent: QWidget | None, preview: RestorePreview) -> None:
        super().__init__(parent, "Khôi phục bản sao", verb="Khôi phục", name="restore_form")
        self._preview = preview
        told = (
            f"Sổ sẽ trở về như trong {preview.copy.path.name}.\nSổ hiện nay được sao lưu trước, "
            "nên khôi phục rồi vẫn quay lại được."
        )
        self.add_row(plain_label(told, wraps=True))
        if not preview.lines:
            self.add_row(plain_label("Bản sao và sổ hiện nay giống hệt nhau.", "strong", wraps=True))
            return
        effects = RowsTable(RowsModel(EFFECT_COLUMNS, lambda e: e.noun), name="effects", noun="loại")
        effects.box.hide()  # the list is short
        effects.setMinimumSize(self.fontMetrics().averageCharWidth() * 46, self.fontMetrics().height() * 10)
        effects.set_rows(preview.lines)
        self.add_row(effects)

    def read_value(self) -> RestorePreview:
        """Return what was shown."""
        return self._preview
