"""The form of one line, and the look at pasted rows before they are entered."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.core.errors import InvalidField
from app.core.text import format_number
from app.services.month_figures import IndicatorFacts
from app.services.queries.tallies import TallyRow
from app.services.tally_block import BlockLine
from app.ui.dialogs import MessageDialog
from app.ui.forms import FormDialog
from app.ui.screens.tallies.columns import BLOCK_COLUMNS
from app.ui.screens.tallies.presenter import TypedLine
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.indicator_box import IndicatorBox


class LineForm(FormDialog):
    """Gives a ``TypedLine``."""

    def __init__(
        self, parent: QWidget | None, row: TallyRow, indicators: Sequence[IndicatorFacts], today: date
    ) -> None:
        super().__init__(parent, "Sửa dòng sổ đếm", name="tally_form")
        self.day = DateEdit(today=today, name="date")
        self.day.set_value(row.on_date)
        self.indicator = IndicatorBox(name="indicator")
        self.indicator.set_indicators(indicators)
        self.indicator.setText(f"{row.code} {row.title}")
        self.indicator.setCursorPosition(0)
        self.amount = QLineEdit(format_number(row.amount))
        self.note = QLineEdit(row.note)
        self.add_field("date", "Ngày", self.day)
        self.add_field("indicator", "Chỉ tiêu", self.indicator)
        self.add_field("amount", "Số (±)", self.amount)
        self.add_field("note", "Ghi chú", self.note)

    def read_value(self) -> TypedLine:
        """Return the line as typed."""
        day = self.day.value()
        if day is None:
            raise InvalidField("date", "Chưa ghi ngày.")
        return TypedLine(
            on_date=day,
            indicator=self.indicator.text(),
            amount=self.amount.text(),
            note=self.note.text(),
        )


class BlockDialog(MessageDialog):
    """How every pasted row was read; the good ones are entered by one button."""

    def __init__(self, parent: QWidget, lines: Sequence[BlockLine], keep: Callable[[], object]) -> None:
        good = sum(line.fields is not None for line in lines)
        tone = Tone.INFO if good == len(lines) else Tone.WARNING
        super().__init__(parent, "Dán vào sổ đếm", mark="import", tone=tone)
        self.setObjectName("block_dialog")
        bad = len(lines) - good
        words = f"Đọc được {good} dòng." if not bad else f"Đọc được {good} dòng, {bad} dòng có chỗ sai."
        self.add_words(words, "strong")
        table = RowsTable(RowsModel(BLOCK_COLUMNS, lambda pair: pair[0]), name="block", noun="dòng")
        table.set_rows(list(enumerate(lines)))
        table.box.hide()
        table.setMinimumHeight(self.fontMetrics().height() * 12)
        self.add_part(table)
        self.add_button("Hoãn", self.reject, name="cancel_button")
        if good:
            self.add_button(f"Ghi {good} dòng", self.accept, name="keep_button", kind="primary")
        self.finish()
        room = self.screen().availableGeometry()
        self.resize(min(self.fontMetrics().averageCharWidth() * 100, int(room.width() * 0.9)), self.height())
        self.finished.connect(lambda code: keep() if code == QDialog.DialogCode.Accepted else None)
        self.finished.connect(self.deleteLater)
