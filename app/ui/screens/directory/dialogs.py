"""The forms of the directory, and the sketch of a paper's heading."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.text import normalize, one_line
from app.services.queries.directory import GroupLine
from app.services.queries.units import LetterheadRow, PersonRow, SignerRow, UnitRow
from app.services.units import LetterheadFields, PersonFields, SignerFields, UnitFields
from app.ui.forms import FormDialog
from app.ui.screens.directory.presenter import AUTHORITY_STACKS, GroupFields, stack_words
from app.ui.widgets.check_list import Choice
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.unit_picker import UnitPicker


class HeadingSketch(QFrame):
    """How the first lines of a paper will read, as text; the paper itself is made by the renderers."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lines: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(20)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, names in (
            (left, ("superior", "issuer", "", "number")),
            (right, ("nation", "motto", "", "place")),
        ):
            side.setSpacing(2)
            for name in names:
                if name:
                    side.addWidget(self._line(name))
                else:
                    side.addWidget(self._rule(), 0, Qt.AlignmentFlag.AlignHCenter)
            side.addStretch(1)
        row.addLayout(left, 4)
        row.addLayout(right, 6)

    def _line(self, name: str) -> QLabel:
        label = plain_label("", wraps=True)
        font = QFont("Times New Roman")
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(self.font().pointSizeF() * 0.8)
        font.setBold(name in ("issuer", "nation", "motto"))
        font.setItalic(name == "place")
        label.setFont(font)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        label.setObjectName(f"sketch_{name}")
        self._lines[name] = label
        return label

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setFixedWidth(self.fontMetrics().averageCharWidth() * 12)
        return rule

    def show_heading(self, superior: str, issuer: Sequence[str], symbol: str, place: str, year: int) -> None:
        """Show a heading."""
        texts = {
            "superior": superior.upper(),
            "issuer": "\n".join(issuer).upper(),
            "number": f"Số:        /BC-{symbol}",
            "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "motto": "Độc lập - Tự do - Hạnh phúc",
            "place": f"{place}, ngày      tháng      năm {year}",
        }
        for name, text in texts.items():
            self._lines[name].setText(text)
        self._lines["superior"].setVisible(bool(superior))


def _text(value: str, lines: int) -> QPlainTextEdit:
    edit = QPlainTextEdit(value)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().height() * lines + 16)
    edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return edit


def _lines_of(edit: QPlainTextEdit) -> tuple[str, ...]:
    lines = (one_line(line) for line in normalize(edit.toPlainText()).splitlines())
    return tuple(line for line in lines if line)


def _unit_box(units: Sequence[UnitRow], chosen: str | None, name: str, *, none: str = "") -> QComboBox:
    box = ChoiceBox(letters=12)
    box.setMaxVisibleItems(14)
    if none:
        box.addItem(none, None)
    for unit in units:
        box.addItem(unit.name, unit.id)
    at = box.findData(chosen) if chosen else -1
    if chosen and at < 0:  # no longer valid, but what stands in the record
        box.addItem(name or "(đơn vị đã ngừng hiệu lực)", chosen)
        at = box.count() - 1
    box.setCurrentIndex(max(at, 0))
    return box


class DatedForm(FormDialog):
    """A form whose record has a time of validity."""

    def add_span(self, first: date | None, last: date | None, today: date) -> None:
        """Add the fields of the time of validity, last."""
        self.valid_from = DateEdit(today=today, name="valid_from")
        self.valid_to = DateEdit(today=today, name="valid_to")
        self.valid_from.set_value(first)
        self.valid_to.set_value(last)
        self.add_field("valid_from", "Có hiệu lực từ", self.valid_from, hint="Để trống: từ trước đến nay.")
        self.add_field("valid_to", "Đến hết ngày", self.valid_to, hint="Để trống: còn hiệu lực.")


class UnitForm(DatedForm):
    """Asks for a unit."""

    def __init__(self, parent: QWidget, row: UnitRow | None, units: Sequence[UnitRow], today: date) -> None:
        super().__init__(parent, "Sửa đơn vị" if row else "Thêm đơn vị", name="unit_form")
        self._row = row
        self.code = QLineEdit(row.code if row else "")
        self.name = QLineEdit(row.name if row else "")
        self.short_name = QLineEdit(row.short_name if row else "")
        self.kind = QLineEdit(row.kind if row else "")
        others = [unit for unit in units if row is None or unit.id != row.id]
        self.parent_unit = _unit_box(others, row.parent_id if row else None, "", none="(không có)")
        self.sort_order = QSpinBox()
        self.sort_order.setRange(0, 9_999)
        self.sort_order.setSpecialValueText("cuối danh sách")
        self.sort_order.setValue(row.sort_order if row else 0)
        self.phone = QLineEdit(row.phone if row else "")
        self.email = QLineEdit(row.email if row else "")
        self.note = _text(row.note if row else "", 2)
        self.add_field("code", "Mã", self.code, hint="Mã hành chính hoặc chữ viết tắt, ví dụ 420, PNV.")
        self.add_field("name", "Tên đầy đủ", self.name)
        self.add_field("short_name", "Tên ngắn", self.short_name, hint="Để trống thì dùng tên đầy đủ.")
        self.add_field("kind", "Loại", self.kind, hint="Ví dụ: xã, thị trấn, phòng, sở.")
        self.add_field("parent_id", "Cấp trên", self.parent_unit)
        self.add_field("sort_order", "Thứ tự", self.sort_order)
        self.add_span(row.valid_from if row else None, row.valid_to if row else None, today)
        self.add_field("phone", "Điện thoại", self.phone)
        self.add_field("email", "Thư điện tử", self.email)
        self.add_field("note", "Ghi chú", self.note)

    def read_value(self) -> UnitFields:
        """Return the unit."""
        return UnitFields(
            code=one_line(self.code.text()),
            name=one_line(self.name.text()),
            short_name=one_line(self.short_name.text()),
            kind=one_line(self.kind.text()),
            parent_id=self.parent_unit.currentData(),
            sort_order=self.sort_order.value() or None,
            valid_from=self.valid_from.value(),
            valid_to=self.valid_to.value(),
            phone=one_line(self.phone.text()),
            email=one_line(self.email.text()),
            note=normalize(self.note.toPlainText()).strip(),
            is_sample=self._row.is_sample if self._row else False,
        )


class LastDayForm(FormDialog):
    """Asks for the last day of a unit."""

    def __init__(self, parent: QWidget, row: UnitRow, today: date) -> None:
        super().__init__(
            parent, f"Ngừng hiệu lực: {row.short_name}", verb="Ngừng hiệu lực", name="last_day_form"
        )
        words = "Đơn vị không bị xóa: việc, báo cáo đã có vẫn giữ; chỉ không giao việc mới sau ngày này."
        self.add_row(plain_label(words, wraps=True))
        self.last_day = DateEdit(today=today, name="valid_to")
        self.last_day.set_value(today)
        self.add_field("valid_to", "Ngày hiệu lực cuối cùng", self.last_day)

    def read_value(self) -> date:
        """Return the day."""
        day = self.last_day.value()
        if day is None:
            raise InvalidField("valid_to", "Chưa ghi ngày.")
        return day


class CatalogueForm(FormDialog):
    """Asks from which day a catalogue that comes from a workbook holds."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent, "Nhập danh mục chỉ tiêu", verb="Chọn tệp Excel", name="catalogue_form")
        words = (
            "Tệp Excel thay cả danh mục: dòng không còn trong tệp là thôi dùng. Chương trình đọc thử và cho "
            "xem từng thay đổi trước khi ghi."
        )
        self.add_row(plain_label(words, wraps=True))
        self.since = DateEdit(today=today, name="valid_from")
        self.since.set_value(today)
        hint = "Kỳ kết thúc từ ngày này mà chưa có số liệu đọc theo bản mới; kỳ đã có số liệu giữ bản cũ."
        self.add_field("valid_from", "Có hiệu lực từ ngày", self.since, hint=hint)

    def read_value(self) -> date:
        """Return the day."""
        day = self.since.value()
        if day is None:
            raise InvalidField("valid_from", "Chưa ghi ngày có hiệu lực.")
        return day


class GroupForm(FormDialog):
    """Asks for a group and its members."""

    def __init__(self, parent: QWidget, row: GroupLine | None, units: Sequence[UnitRow]) -> None:
        super().__init__(parent, "Sửa nhóm" if row else "Thêm nhóm", name="group_form")
        self.code = QLineEdit(row.code if row else "")
        self.name = QLineEdit(row.name if row else "")
        self.members = UnitPicker([Choice(unit.id, unit.short_name, unit.kind) for unit in units])
        self.members.setMinimumHeight(self.fontMetrics().height() * 11)
        self.members.set_ticked(row.member_ids if row else ())
        self.add_field("code", "Mã nhóm", self.code)
        self.add_field("name", "Tên nhóm", self.name, hint="Như văn bản gọi, ví dụ: UBND các xã, thị trấn.")
        self.add_field("members", "Thành viên", self.members)

    def read_value(self) -> GroupFields:
        """Return the group."""
        if not self.members.ticked:
            raise InvalidField("members", "Nhóm chưa có đơn vị nào.", hint="Chọn ít nhất một đơn vị.")
        return GroupFields(
            code=one_line(self.code.text()),
            name=one_line(self.name.text()),
            member_ids=self.members.ticked,
        )


class PersonForm(DatedForm):
    """Asks for an officer."""

    def __init__(
        self, parent: QWidget, row: PersonRow | None, units: Sequence[UnitRow], own: str | None, today: date
    ) -> None:
        super().__init__(parent, "Sửa người" if row else "Thêm người", name="person_form")
        self.unit = _unit_box(units, row.unit_id if row else own, row.unit_name if row else "")
        self.name = QLineEdit(row.name if row else "")
        self.person_title = QLineEdit(row.title if row else "")
        self.phone = QLineEdit(row.phone if row else "")
        self.email = QLineEdit(row.email if row else "")
        self.add_field("name", "Họ và tên", self.name)
        self.add_field("unit_id", "Đơn vị", self.unit)
        self.add_field("title", "Chức danh", self.person_title)
        self.add_field("phone", "Điện thoại", self.phone)
        self.add_field("email", "Thư điện tử", self.email)
        self.add_span(row.valid_from if row else None, row.valid_to if row else None, today)

    def read_value(self) -> PersonFields:
        """Return the officer."""
        return PersonFields(
            unit_id=self.unit.currentData() or "",
            name=one_line(self.name.text()),
            title=one_line(self.person_title.text()),
            phone=one_line(self.phone.text()),
            email=one_line(self.email.text()),
            valid_from=self.valid_from.value(),
            valid_to=self.valid_to.value(),
        )


class SignerForm(DatedForm):
    """Asks for a signer; the usual stacks of titles are offered."""

    def __init__(
        self, parent: QWidget, row: SignerRow | None, units: Sequence[UnitRow], own: str | None, today: date
    ) -> None:
        super().__init__(parent, "Sửa người ký" if row else "Thêm người ký", name="signer_form")
        self.unit = _unit_box(units, row.unit_id if row else own, row.unit_name if row else "")
        self.name = QLineEdit(row.name if row else "")
        self.usual = ChoiceBox(letters=12)
        self.usual.addItem("Chọn mẫu quyền hạn…", None)
        for stack in AUTHORITY_STACKS:
            self.usual.addItem(stack_words(stack), stack)
        self.usual.activated.connect(self._take)
        self.authority = _text("\n".join(row.authority) if row else "", 3)
        self.is_default = QCheckBox("Người ký thường dùng của đơn vị")
        self.is_default.setChecked(row.is_default if row else True)
        self.add_field("unit_id", "Đơn vị", self.unit)
        self.add_field("name", "Họ và tên", self.name, hint="Không ghi học hàm, học vị trước tên.")
        self.add_field("usual", "Mẫu quyền hạn", self.usual)
        self.add_field("authority", "Quyền hạn, chức vụ", self.authority, hint="Mỗi dòng in thành một dòng.")
        self.add_field("is_default", "Mặc định", self.is_default)
        self.add_span(row.valid_from if row else None, row.valid_to if row else None, today)

    def read_value(self) -> SignerFields:
        """Return the signer."""
        return SignerFields(
            unit_id=self.unit.currentData() or "",
            name=one_line(self.name.text()),
            authority=_lines_of(self.authority),
            is_default=self.is_default.isChecked(),
            valid_from=self.valid_from.value(),
            valid_to=self.valid_to.value(),
        )

    def _take(self, place: int) -> None:
        stack = self.usual.itemData(place)
        if stack:
            self.authority.setPlainText("\n".join(stack))


class LetterheadForm(DatedForm):
    """Asks for a letterhead; the sketch follows what is typed."""

    def __init__(
        self,
        parent: QWidget,
        row: LetterheadRow | None,
        units: Sequence[UnitRow],
        own: str | None,
        today: date,
    ) -> None:
        super().__init__(parent, "Sửa thể thức" if row else "Thêm thể thức", name="letterhead_form")
        self._year = today.year
        self.sketch = HeadingSketch()
        self.add_row(self.sketch)
        self.unit = _unit_box(units, row.unit_id if row else own, row.unit_name if row else "")
        self.superior = QLineEdit(row.superior if row else "")
        self.issuer = _text("\n".join(row.issuer) if row else "", 2)
        self.place = QLineEdit(row.place if row else "")
        self.symbol = QLineEdit(row.symbol if row else "")
        self.drafting_symbol = QLineEdit(row.drafting_symbol if row else "")
        self.addressee = QLineEdit(row.addressee if row else "")
        self.channel = QLineEdit(row.channel if row else "")
        self.recipients = _text("\n".join(row.recipients) if row else "", 2)
        self.add_field("unit_id", "Đơn vị", self.unit)
        self.add_field("superior", "Cơ quan chủ quản", self.superior, hint="Để trống với Ủy ban nhân dân.")
        self.add_field("issuer", "Cơ quan ban hành", self.issuer, hint="Mỗi dòng in thành một dòng.")
        self.add_field("place", "Địa danh", self.place, hint="Ví dụ: Quỳ Hợp.")
        self.add_field("symbol", "Ký hiệu cơ quan", self.symbol, hint="Ví dụ: UBND trong “BC-UBND”.")
        self.add_field("drafting_symbol", "Ký hiệu bộ phận soạn", self.drafting_symbol, hint="Ví dụ: NV.")
        self.add_field("addressee", "Báo cáo gửi", self.addressee)
        self.add_field("channel", "Gửi qua", self.channel, hint="Ví dụ: Phòng Nội vụ.")
        self.add_field("recipients", "Nơi nhận", self.recipients, hint="Ngoài “Như trên” và “Lưu”.")
        self.add_span(row.valid_from if row else None, row.valid_to if row else None, today)
        for line in (self.superior, self.place, self.symbol):
            line.textChanged.connect(lambda _: self._draw())
        self.issuer.textChanged.connect(self._draw)
        self._draw()

    def read_value(self) -> LetterheadFields:
        """Return the letterhead."""
        return LetterheadFields(
            unit_id=self.unit.currentData() or "",
            issuer=_lines_of(self.issuer),
            place=one_line(self.place.text()),
            symbol=one_line(self.symbol.text()),
            superior=one_line(self.superior.text()),
            drafting_symbol=one_line(self.drafting_symbol.text()),
            addressee=one_line(self.addressee.text()),
            channel=one_line(self.channel.text()),
            recipients=_lines_of(self.recipients),
            valid_from=self.valid_from.value(),
            valid_to=self.valid_to.value(),
        )

    def _draw(self) -> None:
        self.sketch.show_heading(
            one_line(self.superior.text()),
            _lines_of(self.issuer),
            one_line(self.symbol.text()),
            one_line(self.place.text()),
            self._year,
        )
