"""The forms of the register of directives: a directive, and a clause with whom it binds."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.text import normalize
from app.services.marking import read_head
from app.services.queries.binding import Binding, UnitTree, binding_words
from app.ui.forms import FormDialog
from app.ui.screens.directives.presenter import ClauseDraft
from app.ui.widgets.check_list import CheckListModel, CheckListView, Choice
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pasted_text import PastedText
from app.ui.widgets.unit_picker import UnitPicker

if TYPE_CHECKING:
    from app.services.directives import DirectiveFields
    from app.services.queries.directives import DirectiveDetail

KINDS = ("công văn", "kế hoạch", "quyết định", "chỉ thị", "thông báo", "kết luận", "công điện")


def _lines(edit: QPlainTextEdit, lines: int) -> QPlainTextEdit:
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + edit.fontMetrics().height())
    return edit


class DirectiveForm(FormDialog):
    """Gives ``DirectiveFields``; the head of a pasted text fills the fields that are still empty."""

    def __init__(self, parent: QWidget | None, known: "DirectiveDetail | None", *, today: date) -> None:
        title = "Sửa văn bản chỉ đạo" if known else "Thêm văn bản chỉ đạo"
        super().__init__(parent, title, name="directive_form")
        self.text = _lines(PastedText(known.text if known else ""), 6)
        self.text.setPlaceholderText(
            "Dán toàn văn vào đây (Ctrl+V); các điều khoản sẽ đánh dấu trên bản này."
        )
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setCompleter(None)  # type: ignore[arg-type]  # nothing is completed inside words
        self.kind.addItems(KINDS)
        self.kind.setCurrentText(known.kind if known else KINDS[0])
        self.number = QLineEdit((known.number or "") if known else "")
        self.number.setPlaceholderText("để trống nếu bản đang có chưa ghi số")
        self.issued_on = DateEdit(today=today, name="issued_on")
        self.received_on = DateEdit(today=today, name="received_on")
        self.issuer, self.place, self.subject = QLineEdit(), QLineEdit(), QLineEdit()
        self.signer_name, self.signer_title = QLineEdit(), QLineEdit()
        self.addressees, self.note = _lines(QPlainTextEdit(), 3), _lines(QPlainTextEdit(), 2)
        self.addressees.setPlaceholderText("mỗi nơi một dòng")
        self.is_own = QCheckBox("Văn bản do cơ quan mình ban hành")
        if known is not None:
            self._fill(known)
        else:
            self.received_on.set_value(today)
        self._add_fields()
        self.text.textChanged.connect(self._read_head)

    def _add_fields(self) -> None:
        self.add_field("text", "Nội dung", self.text)
        self.add_field("subject", "Trích yếu", self.subject)
        self.add_field("kind", "Loại văn bản", self.kind)
        self.add_field("number", "Số, ký hiệu", self.number)
        self.add_field("issued_on", "Ngày ban hành", self.issued_on)
        self.add_field("issuer", "Cơ quan", self.issuer)
        self.add_field("place", "Nơi ban hành", self.place)
        self.add_field("received_on", "Ngày nhận", self.received_on)
        self.add_field("addressees", "Kính gửi", self.addressees)
        self.add_field("signer_name", "Người ký", self.signer_name)
        self.add_field("signer_title", "Chức vụ", self.signer_title)
        self.add_field("is_own", "", self.is_own)
        self.add_field("note", "Ghi chú", self.note)

    def _fill(self, known: "DirectiveDetail") -> None:
        self.issued_on.set_value(known.issued_on)
        self.received_on.set_value(known.received_on)
        self.issuer.setText(known.issuer)
        self.place.setText(known.place)
        self.subject.setText(known.subject)
        self.signer_name.setText(known.signer_name)
        self.signer_title.setText(known.signer_title)
        self.addressees.setPlainText("\n".join(known.addressees))
        self.note.setPlainText(known.note)
        self.is_own.setChecked(known.is_own)
        for line in (self.subject, self.issuer, self.signer_title):
            line.setCursorPosition(0)

    def _read_head(self) -> None:
        read = read_head(normalize(self.text.toPlainText()))
        for edit, words in ((self.subject, read.subject), (self.place, read.place)):
            if words and not edit.text():
                edit.setText(words)
        if read.addressees and not self.addressees.toPlainText():
            self.addressees.setPlainText("\n".join(read.addressees))

    def read_value(self) -> "DirectiveFields":
        """Return the directive; number and dates may stay blank."""
        from app.services.directives import DirectiveFields

        if not self.subject.text().strip():
            raise InvalidField("subject", "Chưa ghi trích yếu của văn bản.")
        return DirectiveFields(
            kind=self.kind.currentText(),
            number=self.number.text().strip() or None,
            issued_on=self.issued_on.value(),
            issuer=self.issuer.text(),
            place=self.place.text(),
            subject=self.subject.text(),
            addressees=tuple(line for line in self.addressees.toPlainText().splitlines() if line.strip()),
            signer_name=self.signer_name.text(),
            signer_title=self.signer_title.text(),
            received_on=self.received_on.value(),
            is_own=self.is_own.isChecked(),
            text=self.text.toPlainText(),
            note=self.note.toPlainText(),
        )


class ClauseForm(FormDialog):
    """Gives a ``ClauseDraft``: the printed number, the words, and whom it binds with a live count."""

    def __init__(self, parent: QWidget | None, draft: ClauseDraft, tree: UnitTree) -> None:
        super().__init__(
            parent, "Sửa điều khoản" if draft.clause_id else "Thêm điều khoản", name="clause_form"
        )
        self._draft = draft
        self._tree = tree
        self.number = QLineEdit(draft.number)
        self.number.setPlaceholderText("như in trong văn bản: 5, 5.a, II.1")
        self.text = _lines(QPlainTextEdit(draft.text), 5)
        self.groups = CheckListModel([Choice(g.id, g.name, note=str(len(g.members))) for g in tree.groups])
        self.group_list = CheckListView(self.groups)
        self.units = UnitPicker([Choice(u.id, u.name, u.group) for u in tree.units])
        self.excluded = UnitPicker()
        self.groups.setParent(self)
        self.pages = QTabWidget()
        for page in (self.group_list, self.units, self.excluded):
            self.pages.addTab(page, "")
        self.pages.setFixedHeight(self.fontMetrics().height() * 11)
        self.count = plain_label("", "strong", wraps=True)
        self.count.setObjectName("bound_count")
        self.add_field("number", "Số in", self.number)
        self.add_field("text", "Nguyên văn", self.text)
        self.add_field("units", "Giao cho", self.pages)
        self.add_row(self.count)
        self.groups.set_ticked(draft.binding.groups)
        self.units.set_ticked(draft.binding.units)
        self._offer_exceptions()
        self.excluded.set_ticked(draft.binding.excluded)
        self.groups.ticked_changed.connect(self._offer_exceptions)
        self.units.changed.connect(self._tell)
        self.excluded.changed.connect(self._tell)
        self._tell()

    @property
    def binding(self) -> Binding:
        """Whom the clause binds as it is ticked now."""
        return Binding(self.groups.ticked, self.units.ticked, self.excluded.ticked)

    def _offer_exceptions(self) -> None:
        members = {unit for g in self._tree.groups if g.id in self.groups.ticked for unit in g.members}
        choices = [Choice(u.id, u.name, u.group) for u in self._tree.units if u.id in members]
        self.excluded.set_choices(choices)
        self._tell()

    def _tell(self) -> None:
        binding = self.binding
        for place, (words, number) in enumerate(
            (
                ("Nhóm", len(binding.groups)),
                ("Thêm đơn vị riêng", len(binding.units)),
                ("Trừ đơn vị", len(binding.excluded)),
            )
        ):
            self.pages.setTabText(place, f"{words} ({number})" if number else words)
        self.count.setText(binding_words(self._tree, binding))

    def read_value(self) -> ClauseDraft:
        """Return the clause; words that were changed by hand no longer have a place in the text."""
        text = normalize(self.text.toPlainText()).strip()
        if not text:
            raise InvalidField("text", "Chưa ghi nội dung điều khoản.")
        span = self._draft.span if text == self._draft.text.strip() else None
        return replace(
            self._draft, number=self.number.text().strip(), text=text, binding=self.binding, span=span
        )
