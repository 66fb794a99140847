"""The forms of papers: what to draft, number and day, what replaces what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.core.errors import InvalidField
from app.core.text import normalize, one_line
from app.services.queries.cycle_words import month_title
from app.services.queries.document_desk import DraftChoices, PaperLine
from app.services.queries.handover_paper import HandoverPeople
from app.ui.document_desk import (
    OF_MONTHS,
    OF_UNITS,
    DraftFields,
    IssueFields,
    ReplaceFields,
    person_of,
)
from app.ui.forms import FormDialog
from app.ui.screens.documents.columns import number_words
from app.ui.widgets.check_list import Choice
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.unit_picker import UnitPicker

_SPANS = (
    ("month", "Tháng"),
    ("quarter", "Quý"),
    ("half", "6 tháng"),
    ("nine", "9 tháng"),
    ("year", "Cả năm"),
)
_WITH_SPANS = ("monthly-report", "consolidated-report")


def _box(items: Sequence[tuple[Any, str]], chosen: object = None) -> QComboBox:
    box = ChoiceBox(letters=20)
    box.setMaxVisibleItems(20)
    for key, words in items:
        box.addItem(words, key)
    box.setCurrentIndex(next((n for n, (key, _) in enumerate(items) if key == chosen), 0 if items else -1))
    return box


class DraftForm(FormDialog):
    """Gives ``DraftFields``; only the fields of the kind chosen are shown."""

    def __init__(self, parent: QWidget | None, choices: DraftChoices) -> None:
        super().__init__(parent, "Soạn văn bản", verb="Soạn", name="draft_form")
        self.kind = _box(choices.kinds)
        self.period = _box([(str(month), month_title(month)) for month in choices.months], str(choices.month))
        self.span = _box(_SPANS)
        self.year = _box([(year, f"Năm {year}") for year in choices.years], choices.year)
        self.directive = _box(choices.directives)
        self.picker = UnitPicker([Choice(u.id, u.name, u.group, u.code) for u in choices.units])
        self.picker.setMinimumHeight(self.fontMetrics().height() * 9)
        if choices.own_unit_id in {unit.id for unit in choices.units} and len(choices.units) == 1:
            self.picker.set_ticked((choices.own_unit_id,))
        self.ranking = QCheckBox("Kèm thứ tự xếp hạng các đơn vị")
        self.giver, self.receiver, self.witness = QLineEdit(), QLineEdit(), QLineEdit()
        self.add_field("kind", "Loại văn bản", self.kind)
        self.add_field("period", "Kỳ báo cáo", self.period)
        self.add_field("span", "Tổng hợp theo", self.span)
        self.add_field("year", "Năm kế hoạch", self.year)
        self.add_field("directive", "Văn bản chỉ đạo", self.directive)
        self.add_field(
            "unit",
            "Đơn vị",
            self.picker,
            hint="Đôn đốc: không tích đơn vị nào là soạn cho mọi đơn vị còn thiếu.",
        )
        self.add_field("with_ranking", "Xếp hạng", self.ranking)
        self.add_field("giver", "Bên giao", self.giver, hint="Họ tên, chức vụ; để trống thì ghi tay sau.")
        self.add_field("receiver", "Bên nhận", self.receiver)
        self.add_field("witness", "Người chứng kiến", self.witness)
        self.kind.currentIndexChanged.connect(lambda _: self._show_fields())
        self._show_fields()

    def shown_fields(self) -> frozenset[str]:
        """Return the fields of the kind chosen, besides the kind itself."""
        kind = self.kind.currentData()
        return frozenset(
            name
            for name, is_shown in (
                ("period", kind in OF_MONTHS),
                ("span", kind in _WITH_SPANS),
                ("year", kind == "improvement-plan"),
                ("directive", kind == "assignment-notice"),
                ("unit", kind in OF_UNITS),
                ("with_ranking", kind == "results-notice"),
                ("giver", kind == "handover"),
                ("receiver", kind == "handover"),
                ("witness", kind == "handover"),
            )
            if is_shown
        )

    def read_value(self) -> DraftFields:
        """Return what to draft."""
        shown, kind = self.shown_fields(), str(self.kind.currentData())
        if "period" in shown and self.period.currentData() is None:
            raise InvalidField("period", "Chưa có kỳ báo cáo nào.", hint="Lập kỳ trong Chế độ báo cáo.")
        if "directive" in shown and self.directive.currentData() is None:
            raise InvalidField("directive", "Chưa có văn bản chỉ đạo nào đã giao nhiệm vụ.")
        if "unit" in shown and kind != "reminder" and not self.picker.ticked:
            raise InvalidField("unit", "Chưa chọn đơn vị nào.", hint="Tích ít nhất một đơn vị.")
        return DraftFields(
            kind=kind,
            unit_ids=self.picker.ticked if "unit" in shown else (),
            period=self.period.currentData() if "period" in shown else None,
            span=self.span.currentData() if "span" in shown else "month",
            year=self.year.currentData() if "year" in shown else None,
            directive_id=self.directive.currentData() if "directive" in shown else None,
            with_ranking="with_ranking" in shown and self.ranking.isChecked(),
            people=HandoverPeople(*(person_of(w.text()) for w in (self.giver, self.receiver, self.witness))),
        )

    def _show_fields(self) -> None:
        shown = self.shown_fields() | {"kind"}
        for row, name in enumerate(self._fields):  # one row of the grid for each, in their order
            self._grid.setRowVisible(row, name in shown)


class IssueForm(FormDialog):
    """Gives ``IssueFields``; of several papers each takes the next number of its series."""

    def __init__(self, parent: QWidget | None, lines: Sequence[PaperLine], number: str, today: date) -> None:
        super().__init__(parent, "Ban hành văn bản", verb="Ban hành", name="issue_form")
        self.number = QLineEdit(number)
        self.issued_on = DateEdit(today=today, name="issued_on")
        self.issued_on.set_value(today)
        self._proposed = number
        self._is_one = len(lines) == 1
        if self._is_one:
            self.add_row(plain_label(lines[0].row.title, "strong", wraps=True))
            self.add_field(
                "number", "Số", self.number, hint=f"Ký hiệu {lines[0].row.symbol}; {number} là số tiếp theo."
            )
        else:
            words = f"{len(lines)} văn bản, mỗi văn bản lấy số tiếp theo của sổ."
            self.add_row(plain_label(words, "strong", wraps=True))
        self.add_field("issued_on", "Ngày ban hành", self.issued_on)
        self.add_row(
            plain_label(
                "Sau khi ban hành, số liệu và lời văn được chốt, không sửa được nữa.", "soft", wraps=True
            )
        )

    def read_value(self) -> IssueFields:
        """Return number and day; the proposed number is taken anew when it is issued."""
        day = self.issued_on.value()
        if day is None:
            raise InvalidField("issued_on", "Chưa ghi ngày ban hành.")
        number = one_line(self.number.text())
        return IssueFields(number if self._is_one and number != self._proposed else None, day)


class ReplaceForm(FormDialog):
    """Gives ``ReplaceFields``."""

    def __init__(self, parent: QWidget | None, others: Sequence[PaperLine]) -> None:
        super().__init__(parent, "Thay thế văn bản", verb="Thay thế", name="replace_form")
        self.by = _box([(line.id, f"{number_words(line)}: {line.row.title}") for line in others])
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().height() * 4)
        self.add_field("by", "Văn bản mới", self.by)
        self.add_field("reason", "Lý do", self.reason)

    def read_value(self) -> ReplaceFields:
        """Return the later paper and the reason."""
        reason = normalize(self.reason.toPlainText()).strip()
        if not reason:
            raise InvalidField("reason", "Chưa ghi lý do.")
        return ReplaceFields(str(self.by.currentData()), reason)
