"""A look at a pasted block before it is kept; the signed line that corrects an opening balance."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.core.text import format_number
from app.services.checks.findings import LEAST_LETTERS
from app.services.queries.figures import FigureRow
from app.ui.dialogs import MessageDialog
from app.ui.figure_desk import Adjustment
from app.ui.figure_paste import PastePlan
from app.ui.forms import FormDialog
from app.ui.screens.reports.columns import PASTE_COLUMNS
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label


def paste_words(plan: PastePlan) -> str:
    """Return what a block would do, in one sentence."""
    filled = sum(1 for cell in plan.cells if cell.text is not None or cell.explanation)
    parts = [f"{filled} ô sẽ được dán"]
    if left := len(plan.cells) - filled:
        parts.append(f"{left} ô bỏ qua")
    if plan.extra:
        parts.append(f"{plan.extra} dòng thừa không có ô nhận")
    how = "theo mã, tên chỉ tiêu" if plan.by_code else "lần lượt từ ô đang đứng"
    return f"{', '.join(parts)}; xếp {how}."


class PasteDialog(MessageDialog):
    """How every cell of a block was read; one button keeps the good ones."""

    def __init__(self, parent: QWidget, plan: PastePlan, keep: Callable[[], object]) -> None:
        filled = sum(1 for cell in plan.cells if cell.text is not None or cell.explanation)
        is_whole = filled == len(plan.cells) and not plan.extra
        super().__init__(parent, "Dán từ Excel", mark="import", tone=Tone.INFO if is_whole else Tone.WARNING)
        self.setObjectName("paste_dialog")
        self.add_words(paste_words(plan), "strong")
        table = RowsTable(RowsModel(PASTE_COLUMNS, lambda pair: pair[0]), name="paste", noun="ô")
        table.box.hide()
        table.set_rows(list(enumerate(plan.cells)))
        table.setMinimumHeight(self.fontMetrics().height() * 12)
        self.add_part(table)
        self.add_button("Hoãn", self.reject, name="cancel_button")
        if filled:
            self.add_button(f"Dán {filled} ô", self.accept, name="keep_button", kind="primary")
        self.finish()
        room = self.screen().availableGeometry()
        self.resize(min(self.fontMetrics().averageCharWidth() * 96, int(room.width() * 0.9)), self.height())
        self.finished.connect(lambda code: keep() if code == QDialog.DialogCode.Accepted else None)
        self.finished.connect(self.deleteLater)


class AdjustForm(FormDialog):
    """Gives an ``Adjustment``."""

    def __init__(self, parent: QWidget | None, row: FigureRow) -> None:
        super().__init__(parent, f"Điều chỉnh số đầu kỳ {row.code}", name="adjust_form")
        assert row.opening is not None
        told = (
            f"{row.title}: {row.opening.closing_code} kỳ trước là "
            f"{format_number(row.opening.carried)}, số đầu kỳ đang là {format_number(row.opening.value)}."
        )
        self.add_row(plain_label(told, wraps=True))
        self.amount, self.reason = QLineEdit(), QLineEdit()
        self.amount.setPlaceholderText("+2 hoặc -1")
        self.add_field("amount", "Thêm (+), bớt (-)", self.amount)
        hint = f"Ít nhất {LEAST_LETTERS} chữ; lý do đi theo báo cáo đến người duyệt và vào bản in."
        self.add_field("reason", "Lý do", self.reason, hint=hint)

    def read_value(self) -> Adjustment:
        """Return the correction as typed."""
        return Adjustment(amount=self.amount.text(), reason=self.reason.text())
