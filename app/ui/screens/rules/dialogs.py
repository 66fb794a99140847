"""Forms of rules: the rule with three sample months, who is expected, a day off or worked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.statuses import WORDS, DuePolicy, Frequency, ReportSubject
from app.core.text import shorten
from app.core.working_days import DayException
from app.services.cycles import MOST_EXTENSIONS, RuleFields
from app.services.queries.cycle_words import window_words
from app.services.queries.office_days import RuleChoices
from app.services.queries.units import UnitRow
from app.ui.forms import FormDialog
from app.ui.screens.rules.presenter import ExpectedFields, PastedDays, Samples
from app.ui.widgets.check_list import Choice
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.unit_picker import UnitPicker

_WITH_MONTH = (Frequency.YEARLY, Frequency.ONCE)


class RuleForm(FormDialog):
    """Gives ``RuleFields``; three sample months follow what is chosen."""

    def __init__(
        self,
        parent: QWidget | None,
        rule: RuleFields,
        choices: RuleChoices,
        samples: Samples,
        *,
        today: date,
    ) -> None:
        title = "Sửa chế độ báo cáo" if rule.name else "Thêm chế độ báo cáo"
        super().__init__(parent, title, name="rule_form")
        self._rule = rule
        self._samples = samples
        self.rule_name = QLineEdit(rule.name)
        self.subject = _choice(list(ReportSubject), rule.subject)
        self.frequency = _choice(list(Frequency), rule.frequency)
        self._make_ties(rule, choices)
        self.start_day, self.due_day = _day_box(rule.start_day), _day_box(rule.due_day)
        self.both_ends = ChoiceBox(letters=12)
        self.both_ends.addItem("Tính vào kỳ sau: mỗi ngày đếm một lần", False)
        self.both_ends.addItem("Tính vào cả hai kỳ: đếm hai lần", True)
        self.both_ends.setCurrentIndex(int(rule.both_ends))
        self._make_endings(rule)
        self.twice = plain_label("", "error", wraps=True)
        self.twice.setObjectName("twice")
        self.changes = plain_label("", "soft", wraps=True)
        self.changes.setObjectName("changes")
        self.due_month = QSpinBox()
        self.due_month.setRange(1, 12)
        self.due_month.setPrefix("tháng ")
        self.due_month.setValue(rule.due_month or 12)
        self.policy = _choice(list(DuePolicy), rule.policy)
        self.words = QLineEdit(rule.window_words)
        self.valid_from = DateEdit(today=today, name="valid_from")
        self.valid_from.set_value(rule.valid_from)
        self.valid_to = DateEdit(today=today, name="valid_to")
        self.valid_to.set_value(rule.valid_to)
        self.window_line = plain_label("", "strong")
        self.window_line.setObjectName("window_words")
        self.months = [plain_label("", "soft", wraps=True) for _ in range(3)]
        self._add_fields()
        for box in (self.start_day, self.due_day):
            box.valueChanged.connect(self._sample)
        self.policy.currentIndexChanged.connect(self._sample)
        self.both_ends.currentIndexChanged.connect(self._sample)
        self.frequency.currentIndexChanged.connect(self._fit_frequency)
        self._fit_frequency()

    def _make_endings(self, rule: RuleFields) -> None:
        """Make the fields on how a month ends: its lock, the steps of acceptance."""
        self.lock_after = QSpinBox()
        self.lock_after.setRange(0, 365)
        self.lock_after.setSuffix(" ngày sau hạn")
        self.lock_after.setValue(rule.lock_after_days)
        self.extensions = QSpinBox()
        self.extensions.setRange(0, MOST_EXTENSIONS)
        self.extensions.setSuffix(" lần mỗi báo cáo")
        self.extensions.setSpecialValueText("không gia hạn")
        self.extensions.setValue(rule.max_extensions)
        self.two_step = QCheckBox("Duyệt hai bước: kiểm tra rồi mới chấp nhận")
        self.two_step.setObjectName("two_step")
        self.two_step.setChecked(rule.two_step)

    def read_value(self) -> RuleFields:
        """Return the rule."""
        if not self.rule_name.text().strip():
            raise InvalidField("name", "Chưa ghi tên chế độ báo cáo.", hint="Ví dụ: Báo cáo tháng.")
        frequency = Frequency(self.frequency.currentData())
        first, last = self.valid_from.value(), self.valid_to.value()
        if first and last and last < first:
            raise InvalidField("valid_to", "Ngày hết hiệu lực trước ngày có hiệu lực.")
        return replace(
            self._rule,
            name=self.rule_name.text(),
            subject=ReportSubject(self.subject.currentData()),
            frequency=frequency,
            clause_id=self.clause.currentData(),
            receiver_unit_id=self.receiver.currentData(),
            task_id=self.task.currentData(),
            start_day=self.start_day.value(),
            both_ends=bool(self.both_ends.currentData()),
            lock_after_days=self.lock_after.value(),
            max_extensions=self.extensions.value(),
            two_step=self.two_step.isChecked(),
            due_day=self.due_day.value(),
            due_month=self.due_month.value() if frequency in _WITH_MONTH else None,
            policy=DuePolicy(self.policy.currentData()),
            window_words=self.words.text(),
            valid_from=first,
            valid_to=last,
        )

    def show_samples(self, lines: Sequence[str], twice: str = "", changes: Sequence[str] = ()) -> None:
        """Show the sample months, the days counted twice, the months laid out already that would change."""
        for label, words in zip(self.months, [*lines, "", "", ""], strict=False):
            label.setText(words)
        self.twice.setText(twice)
        self.twice.setVisible(bool(twice))
        shown = list(changes[:3]) + ([f"… và {len(changes) - 3} kỳ khác."] if len(changes) > 3 else [])
        self.changes.setText("\n".join([f"{len(changes)} kỳ đã lập sẽ đổi theo:", *shown]) if changes else "")
        self.changes.setVisible(bool(changes))

    def _add_fields(self) -> None:
        window = QWidget()
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.start_day)
        row.addWidget(self.window_line, 1)
        window.setFocusProxy(self.start_day)
        self.add_field("name", "Tên", self.rule_name)
        self.add_field("subject", "Loại báo cáo", self.subject)
        self.add_field("frequency", "Chu kỳ", self.frequency)
        self.add_field("start_day", "Số liệu từ ngày", window)
        self.add_field("both_ends", "Ngày giáp ranh", self.both_ends)
        self.add_field("due_day", "Hạn nộp: ngày", self.due_day)
        self.add_field("due_month", "Hạn nộp: tháng", self.due_month)
        self.add_field("policy", "Tính hạn theo", self.policy)
        self.add_row(plain_label("Ba tháng mẫu", "strong"))
        for label in self.months:
            self.add_row(label)
        self.add_row(self.twice)
        self.add_row(self.changes)
        self.add_field("lock_after_days", "Khóa kỳ", self.lock_after)
        self.add_field("max_extensions", "Gia hạn nhiều nhất", self.extensions)
        self.add_row(self.two_step)
        self.add_field(
            "clause_id",
            "Theo điều khoản",
            self.clause,
            hint="Đơn vị mà điều khoản giao là đơn vị phải báo cáo.",
        )
        self.add_field("receiver_unit_id", "Nơi nhận", self.receiver)
        self.add_field(
            "task_id",
            "Là báo cáo của nhiệm vụ",
            self.task,
            hint="Đã nhắc nộp báo cáo thì không nhắc riêng nhiệm vụ định kỳ này nữa.",
        )
        self.add_field(
            "window_words",
            "Lời văn bản",
            self.words,
            hint="Khoảng số liệu ghi trong văn bản, in vào báo cáo.",
        )
        self.add_field("valid_from", "Có hiệu lực từ", self.valid_from)
        self.add_field(
            "valid_to",
            "Đến hết",
            self.valid_to,
            hint="Để trống là không giới hạn. Các kỳ đã lập giữ nguyên cách tính của lúc lập.",
        )

    def _make_ties(self, rule: RuleFields, choices: RuleChoices) -> None:
        """Make the fields on what the rule belongs to: its clause, its receiver, its recurring task."""
        clauses = [(f"{c.directive}, {c.number}: {shorten(c.text, 70)}", c.id) for c in choices.clauses]
        self.clause = _tie("Không gắn điều khoản (chọn đơn vị bằng tay)", clauses, rule.clause_id)
        units = [(name, key) for key, name in choices.receivers]
        self.receiver = _tie("Cơ quan cấp trên của từng đơn vị", units, rule.receiver_unit_id)
        tasks = [(shorten(content, 70), key) for key, content in choices.tasks]
        self.task = _tie("Không gắn nhiệm vụ", tasks, rule.task_id)

    def _fit_frequency(self, *_: object) -> None:
        self.due_month.setEnabled(self.frequency.currentData() in _WITH_MONTH)
        self._sample()

    def _sample(self, *_: object) -> None:
        frequency = self.frequency.currentData()
        if frequency in _WITH_MONTH:
            self.window_line.setText("không dùng: số liệu của cả năm trước")
            self.show_samples(["Báo cáo năm hoặc một lần nhìn về cả năm trước ngày đến hạn."])
            return
        start, due, both = self.start_day.value(), self.due_day.value(), bool(self.both_ends.currentData())
        self.window_line.setText(window_words(start, due, both_ends=both))
        policy = DuePolicy(self.policy.currentData())
        wanted = replace(self._rule, start_day=start, due_day=due, both_ends=both, policy=policy)
        self._samples(wanted, self.show_samples)


class ExpectedForm(FormDialog):
    """Gives ``ExpectedFields``."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        units: Sequence[UnitRow],
        ticked: Sequence[str],
        *,
        whole_year: bool = False,
    ) -> None:
        super().__init__(parent, title, name="expected_form")
        self.picker = UnitPicker(
            [Choice(u.id, u.name, u.groups[0] if u.groups else "Đơn vị khác", u.code) for u in units]
        )
        self.picker.set_ticked(ticked)
        self.picker.setMinimumHeight(self.fontMetrics().height() * 14)
        self.whole_year = QCheckBox("Áp dụng cho mọi kỳ chưa khóa của năm")
        self.whole_year.setObjectName("whole_year")
        self.whole_year.setChecked(whole_year)
        self.add_row(self.picker)
        self.add_row(self.whole_year)

    def read_value(self) -> ExpectedFields:
        """Return the units."""
        return ExpectedFields(unit_ids=self.picker.ticked, whole_year=self.whole_year.isChecked())


class DayForm(FormDialog):
    """Gives a ``DayException``."""

    def __init__(self, parent: QWidget | None, day: DayException | None, *, today: date) -> None:
        super().__init__(parent, "Sửa ngày" if day else "Thêm ngày nghỉ, ngày làm bù", name="day_form")
        self.day = DateEdit(today=today, name="day")
        self.day.set_value(day.day if day else None)
        self.day.setEnabled(day is None)
        self.is_off = ChoiceBox(letters=12)
        self.is_off.addItem("Nghỉ", True)
        self.is_off.addItem("Làm bù", False)
        self.is_off.setCurrentIndex(0 if day is None or day.is_off else 1)
        self.reason = QLineEdit(day.reason if day else "")
        self.source = QLineEdit(day.source if day else "")
        self.source.setPlaceholderText("ví dụ Thông báo số 5015/TB-LĐTBXH ngày 03/11/2023")
        self.add_field("day", "Ngày", self.day)
        self.add_field("is_off", "Nghỉ hay làm", self.is_off)
        self.add_field("reason", "Lý do", self.reason)
        self.add_field(
            "source",
            "Văn bản thông báo",
            self.source,
            hint="Hạn của các kỳ lập sau này tính theo ngày này; kỳ đã lập giữ hạn cũ.",
        )

    def read_value(self) -> DayException:
        """Return the day."""
        day = self.day.value()
        if day is None:
            raise InvalidField("day", "Chưa ghi ngày.", hint="Ghi ngày/tháng/năm, ví dụ 10/02/2026.")
        return DayException(day, bool(self.is_off.currentData()), self.reason.text(), self.source.text())


class DaysForm(FormDialog):
    """Gives ``PastedDays``: lines as they stand in a circular or a workbook."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Dán danh sách ngày nghỉ, ngày làm bù", verb="Ghi", name="days_form")
        self.lines = QPlainTextEdit()
        self.lines.setPlaceholderText("10/02/2026\tnghỉ\tTết Nguyên đán")
        self.lines.setMinimumHeight(self.fontMetrics().height() * 8)
        self.source = QLineEdit()
        self.add_field(
            "lines",
            "Các ngày",
            self.lines,
            hint="Mỗi dòng: ngày, “nghỉ” hoặc “làm bù”, lý do; dán thẳng từ Excel được.",
        )
        self.add_field(
            "source", "Văn bản thông báo", self.source, hint="Dùng cho dòng không ghi văn bản riêng."
        )

    def read_value(self) -> PastedDays:
        """Return the lines."""
        if not self.lines.toPlainText().strip():
            raise InvalidField("lines", "Chưa dán ngày nào.")
        return PastedDays(text=self.lines.toPlainText(), source=self.source.text())


def _choice(values: Sequence[ReportSubject | Frequency | DuePolicy], chosen: object) -> QComboBox:
    box = ChoiceBox(letters=12)
    for value in values:
        box.addItem(WORDS[value], value)
    box.setCurrentIndex(list(values).index(chosen))  # type: ignore[arg-type]
    return box


def _tie(nothing: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> QComboBox:
    box = ChoiceBox(letters=24)
    box.addItem(nothing, None)
    for words, key in choices:
        box.addItem(words, key)
    if chosen is not None and box.findData(chosen) < 0:  # no longer offered, and kept all the same
        box.addItem("(giữ nguyên như đã gắn)", chosen)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _day_box(value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, 31)
    box.setPrefix("ngày ")
    box.setValue(value)
    return box
