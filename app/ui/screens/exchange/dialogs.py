"""The forms of the boxes: whose code, for whom and where to, the thirty digits of a key."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.core.errors import InvalidField
from app.core.text import one_line
from app.exchange.manifest import Kind
from app.services.queries.exchange_boxes import DownUnit, KeyLine
from app.ui.code_desk import CodeFields
from app.ui.forms import FormDialog
from app.ui.key_desk import KeyFields
from app.ui.round_desk import FOLDER, MAIL, STICK, RoundFields
from app.ui.widgets.check_list import Choice
from app.ui.widgets.labels import plain_label
from app.ui.widgets.moment_edit import MomentEdit
from app.ui.widgets.unit_picker import UnitPicker


class CodeForm(FormDialog):
    """Asks whose code was heard, and when."""

    def __init__(self, parent: QWidget, code: str, units: Sequence[DownUnit], now: datetime) -> None:
        super().__init__(parent, "Mã của đơn vị nào?", verb="Ghi mã", name="code_form")
        self.unit = QComboBox()
        self.unit.setEditable(False)
        self.unit.addItem("", "")
        for unit in units:
            self.unit.addItem(unit.name, unit.id)
        self.heard_at = MomentEdit(now, "heard_at")
        self.add_row(plain_label(f"Mã {code}. Tin không ghi rõ đơn vị.", "strong", wraps=True))
        self.add_field("unit_id", "Đơn vị", self.unit, hint="Gõ chữ đầu của tên để tới nhanh.")
        self.add_field("heard_at", "Nghe ngày", self.heard_at)

    def read_value(self) -> CodeFields:
        """Return the unit and the moment."""
        unit = str(self.unit.currentData())
        if not unit:
            raise InvalidField("unit_id", "Chưa chọn đơn vị.")
        return CodeFields(unit, self.heard_at.value())


class RoundForm(FormDialog):
    """Asks for the units of a round, and where the files go."""

    def __init__(
        self, parent: QWidget, kind: Kind, units: Sequence[DownUnit], ticked: Sequence[str], year: int
    ) -> None:
        is_down = kind is Kind.ASSIGNMENT
        title = f"Xuất gói xuống, năm {year}" if is_down else f"Biên nhận, năm {year}"
        super().__init__(parent, title, verb="Xuất gói" if is_down else "Làm biên nhận", name="round_form")
        said = (
            "Mỗi đơn vị một tệp: nhiệm vụ, kỳ báo cáo, danh mục chỉ tiêu, ngày nghỉ, nhận xét. "
            "Không có gì mới thì tệp cũ được chép lại, không đánh số thêm."
            if is_down
            else "Mỗi đơn vị một tệp trả lời mọi gói đã gửi trong năm và kể kỳ nào còn thiếu. "
            "Biên nhận sau thay cho biên nhận trước bị thất lạc."
        )
        self.add_row(plain_label(said, wraps=True))
        self.units = UnitPicker([Choice(unit.id, unit.name, unit.group) for unit in units])
        self.units.setMinimumHeight(self.fontMetrics().height() * 10)
        self.units.set_ticked(ticked)
        self.ways = QButtonGroup(self)
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        ways = (
            (FOLDER, "Thư mục (để gửi Zalo)"),
            (STICK, "USB đang cắm"),
            (MAIL, "Thư đi (mỗi đơn vị một thư, theo địa chỉ trong Danh mục)"),
        )
        for way, words in ways:
            button = QRadioButton(words)
            button.setObjectName(f"way_{way}")
            button.setProperty("way", way)
            button.setChecked(way == FOLDER)
            self.ways.addButton(button)
            column.addWidget(button)
        self.add_field("unit_ids", "Đơn vị", self.units)
        self.add_field("way", "Gửi qua", choices)

    def read_value(self) -> RoundFields:
        """Return the units and the way."""
        units = self.units.ticked
        if not units:
            raise InvalidField("unit_ids", "Chưa chọn đơn vị nào.")
        chosen = next(button for button in self.ways.buttons() if button.isChecked())
        return RoundFields(units, str(chosen.property("way")))


class KeyForm(FormDialog):
    """Asks for the thirty digits that the unit reads out; never shows them, or they would be copied."""

    def __init__(self, parent: QWidget, line: KeyLine) -> None:
        super().__init__(parent, "Xác minh khóa", verb="Xác minh", name="key_form")
        self._needs_reason = line.replaces_known
        self.add_row(plain_label(line.unit, "strong", wraps=True))
        if line.replaces_known:
            self.add_row(
                plain_label(
                    "Đơn vị này đã có khóa khác trong sổ. Chỉ tiếp tục khi chính đơn vị xác nhận đã đổi máy, "
                    "cài lại hoặc mất khóa.",
                    "error",
                    wraps=True,
                )
            )
        self.add_row(
            plain_label(
                "Gọi đơn vị theo số điện thoại đã biết (không theo số ghi trong tin vừa nhận), nhờ đọc "
                "“Mã xác minh của sổ này” ở Hộp gửi, nhận → Khóa đơn vị, rồi gõ vào đây.",
                wraps=True,
            )
        )
        self.key_code = QLineEdit()
        self.key_code.setPlaceholderText("30 chữ số, sáu nhóm năm số")
        self.reason = QLineEdit()
        self.add_field("key_code", "Mã xác minh", self.key_code)
        if self._needs_reason:
            self.add_field("reason", "Lý do đổi khóa", self.reason)

    def read_value(self) -> KeyFields:
        """Return what was typed."""
        reason = one_line(self.reason.text())
        if self._needs_reason and not reason:
            raise InvalidField("reason", "Đơn vị đổi khóa: cần ghi lý do.")
        return KeyFields(self.key_code.text(), reason)
