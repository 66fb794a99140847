"""The forms of the intake screen: the letterhead, one proposal, whom names mean."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from app.core.errors import InvalidField
from app.core.statuses import WORDS, DeadlineOperator, TaskKind
from app.core.text import normalize, one_line
from app.intake.deadlines import Deadline
from app.intake.proposals import ProposedTask, Signer
from app.services.intake.clarity import kind_of
from app.services.intake.party_book import PartyChoice
from app.services.intake.review import Answer, anchor_of
from app.services.queries.change_words import OPERATOR_WORDS
from app.ui.forms import FormDialog
from app.ui.intake_desk import HeadDraft
from app.ui.screens.intake.columns import rhythm_words
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.one_line import filler

KINDS = ("công văn", "kế hoạch", "quyết định", "chỉ thị", "thông báo", "kết luận", "công điện")
RHYTHMS = ("monthly", "quarterly", "half-yearly", "yearly", "weekly", "daily", "continuous")
_OPERATORS = (DeadlineOperator.ON_OR_BEFORE, DeadlineOperator.BEFORE, DeadlineOperator.WITHIN)
_NOBODY = "nobody"


def _lines(text: str, lines: int) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + edit.fontMetrics().height())
    return edit


def _names(edit: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, normalize(edit.toPlainText()).splitlines()))))


class HeadForm(FormDialog):
    """Gives a ``HeadDraft``; number and day may stay blank."""

    def __init__(self, parent: QWidget | None, draft: HeadDraft, *, today: date) -> None:
        super().__init__(parent, "Phần đầu văn bản", name="head_form")
        self._draft = draft
        head = draft.head
        self.subject = _lines(head.subject or "", 2)
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setCompleter(None)  # type: ignore[arg-type]  # nothing is completed inside words
        self.kind.addItems(KINDS)
        self.kind.setCurrentText(head.kind or "văn bản")
        self.number = QLineEdit(head.number or "")
        self.number.setPlaceholderText("để trống nếu bản đang có chưa ghi số")
        self.issued_on = DateEdit(today=today, name="issued_on")
        self.issued_on.set_value(head.issued_on)
        self.received_on = DateEdit(today=today, name="received_on")
        self.received_on.set_value(draft.received_on)
        self.issuer, self.place = QLineEdit(head.issuer or ""), QLineEdit(head.place or "")
        signer = head.signer or Signer(None, None)
        self.signer_name, self.signer_title = QLineEdit(signer.name or ""), QLineEdit(signer.title or "")
        self.addressees = _lines("\n".join(head.addressees), 3)
        self.addressees.setPlaceholderText("mỗi nơi một dòng")
        for name, label, field in (
            ("kind", "Loại văn bản", self.kind),
            ("number", "Số, ký hiệu", self.number),
            ("issued_on", "Ngày ban hành", self.issued_on),
            ("issuer", "Cơ quan", self.issuer),
            ("subject", "Trích yếu", self.subject),
            ("signer_name", "Người ký", self.signer_name),
            ("signer_title", "Chức vụ", self.signer_title),
            ("place", "Nơi ban hành", self.place),
            ("addressees", "Kính gửi", self.addressees),
            ("received_on", "Ngày nhận", self.received_on),
        ):
            self.add_field(name, label, field)
        for line in (self.issuer, self.signer_title):
            line.setCursorPosition(0)
        self.add_row(filler())

    def read_value(self) -> HeadDraft:
        """Return the letterhead as it stands there."""
        subject = one_line(self.subject.toPlainText())
        if not subject:
            raise InvalidField("subject", "Chưa ghi trích yếu của văn bản.")
        name, title = one_line(self.signer_name.text()), one_line(self.signer_title.text())
        head = replace(
            self._draft.head,
            kind=one_line(self.kind.currentText()) or None,
            number=one_line(self.number.text()) or None,
            issued_on=self.issued_on.value(),
            issuer=one_line(self.issuer.text()) or None,
            place=one_line(self.place.text()) or None,
            subject=subject,
            addressees=_names(self.addressees),
            signer=Signer(name or None, title or None) if name or title else None,
        )
        return HeadDraft(head, self.received_on.value())


class ProposalForm(FormDialog):
    """Gives a ``ProposedTask``: words, who, until when, product."""

    def __init__(self, parent: QWidget | None, task: ProposedTask, *, today: date) -> None:
        super().__init__(parent, "Sửa đề xuất" if task.order else "Thêm nhiệm vụ", name="proposal_form")
        self._task = task
        deadline = task.deadline or Deadline("")
        self.content = _lines(task.content, 5)
        self.assignees, self.coordinators = (
            _lines("\n".join(task.assignees), 2),
            _lines("\n".join(task.coordinators), 2),
        )
        self.assignees.setPlaceholderText("tên như trong văn bản, mỗi nơi một dòng")
        self.kind = QComboBox()
        for kind in (TaskKind.DATED, TaskKind.RECURRING, TaskKind.STANDING, TaskKind.PROHIBITION):
            self.kind.addItem(WORDS[kind], kind)
        known = kind_of(task)
        self.kind.setCurrentIndex(max(self.kind.findData(known), 0) if known is not TaskKind.REFERENCE else 2)
        self.due_text = QLineEdit(deadline.text)
        self.due_text.setCursorPosition(0)
        self.due_text.setPlaceholderText("như trong văn bản: trước ngày 20 hằng tháng")
        self.due_on = self._due_row(deadline, today)
        self.recurrence = QComboBox()
        self.recurrence.addItem("", "")
        for key in RHYTHMS:
            self.recurrence.addItem(rhythm_words(key), key)
        if deadline.recurrence and self.recurrence.findData(deadline.recurrence) < 0:
            self.recurrence.insertItem(1, rhythm_words(deadline.recurrence), deadline.recurrence)
        self.recurrence.setCurrentIndex(max(self.recurrence.findData(deadline.recurrence or ""), 0))
        self.product = QLineEdit(task.product or "")
        self._add_fields()
        self.due_text.editingFinished.connect(self._read_due)

    def _due_row(self, deadline: Deadline, today: date) -> QWidget:
        room = QWidget()
        room.setObjectName("due_row")
        self.operator = QComboBox()
        self.operator.setAccessibleName("Cách tính hạn")
        for operator in _OPERATORS:
            self.operator.addItem(OPERATOR_WORDS[operator], operator)
        self.operator.setCurrentIndex(
            _OPERATORS.index(deadline.operator) if deadline.operator in _OPERATORS else 0
        )
        self.day = DateEdit(today=today, name="due_on")
        self.day.set_value(deadline.day)
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.operator)
        row.addWidget(self.day, 1)
        room.setFocusProxy(self.day)
        return room

    def _add_fields(self) -> None:
        for name, label, field in (
            ("content", "Nội dung", self.content),
            ("assignees", "Chủ trì", self.assignees),
            ("coordinators", "Phối hợp", self.coordinators),
            ("kind", "Loại", self.kind),
            ("due_text", "Lời văn thời hạn", self.due_text),
            ("due_on", "Thời hạn", self.due_on),
            ("recurrence", "Nhịp lặp lại", self.recurrence),
            ("product", "Sản phẩm", self.product),
        ):
            self.add_field(name, label, field)
        self.add_row(filler())

    def _read_due(self) -> None:
        """Read a deadline that was typed in words into the fields that are still empty."""
        from app.intake.deadlines import state_time

        words = normalize(self.due_text.text())
        if self.day.line.text() or self.recurrence.currentData() or not words:
            return
        found = state_time(words, anchor_of(self.day.today))
        if found is None:
            return
        self.day.set_value(found.day)
        if found.operator in _OPERATORS:
            self.operator.setCurrentIndex(_OPERATORS.index(found.operator))
        place = self.recurrence.findData(found.recurrence or "")
        self.recurrence.setCurrentIndex(max(place, 0))

    def read_value(self) -> ProposedTask:
        """Return the proposal; its words and its place in the text stay those of the document."""
        content = one_line(self.content.toPlainText())
        if not content:
            raise InvalidField("content", "Chưa ghi nội dung nhiệm vụ.")
        kind = TaskKind(self.kind.currentData())
        return replace(
            self._task,
            content=content,
            assignees=_names(self.assignees),
            coordinators=_names(self.coordinators),
            deadline=self._deadline(kind),
            product=one_line(self.product.text()) or None,
            is_prohibition=kind is TaskKind.PROHIBITION,
            is_reference=self._task.is_reference and kind is not TaskKind.PROHIBITION,
        )

    def _deadline(self, kind: TaskKind) -> Deadline | None:
        words, day = one_line(self.due_text.text()), self.day.value()
        rhythm = str(self.recurrence.currentData() or "")
        if kind is TaskKind.DATED and day is None and not words:
            raise InvalidField(
                "due_on", "Việc có thời hạn mà chưa ghi ngày.", hint="Ghi ngày, hoặc đổi Loại."
            )
        if kind is TaskKind.RECURRING and not rhythm:
            raise InvalidField("recurrence", "Chưa chọn nhịp lặp lại.")
        if kind is TaskKind.STANDING:
            day, rhythm = None, rhythm if rhythm in ("continuous", "ongoing") else "continuous"
        if kind is TaskKind.DATED:
            rhythm = ""
        known = self._task.deadline
        operator = DeadlineOperator(self.operator.currentData()) if day else None
        if day is None and known is not None and known.day is None and kind is not TaskKind.STANDING:
            operator = known.operator
        if day is None and not words and not rhythm:
            return None
        if known is not None and (words, day, operator, rhythm) == (
            known.text,
            known.day,
            known.operator,
            known.recurrence or "",
        ):
            return known
        return Deadline(words or rhythm_words(rhythm), day, operator, rhythm or None, "TAY")


class PartyForm(FormDialog):
    """Gives an ``Answer`` for each name: a group, a unit, or nobody; unanswered names are left out."""

    def __init__(
        self,
        parent: QWidget | None,
        names: Sequence[tuple[str, Sequence[PartyChoice]]],
        choices: Sequence[PartyChoice],
    ) -> None:
        super().__init__(parent, "Tên trong văn bản là đơn vị nào?", name="party_form")
        self._answers = {choice.key: choice.answer for choice in choices}
        self.boxes: dict[str, QComboBox] = {}
        for number, (name, likely) in enumerate(names):
            self._answers |= {choice.key: choice.answer for choice in likely}
            box = ChoiceBox(letters=30)
            box.addItem("(để sau)", "")
            for choice in likely:
                box.addItem(f"{choice.words} ({choice.confidence:.0%})", choice.key)
            offered = {choice.key for choice in likely}
            for choice in choices:
                if choice.key not in offered:
                    box.addItem(choice.words, choice.key)
            box.addItem("Không giao cho ai", _NOBODY)
            box.setCurrentIndex(1 if likely else 0)
            self.boxes[name] = box
            self.add_row(plain_label(f"“{name}”", "strong", wraps=True))
            self.add_field(f"party_{number}", "là", box)
        self.add_row(
            plain_label("Sổ nhớ câu trả lời khi ghi văn bản; lần sau không hỏi lại.", "soft", wraps=True)
        )
        self.add_row(filler())

    def read_value(self) -> Mapping[str, Answer]:
        """Return the names that were answered."""
        given = {name: str(box.currentData()) for name, box in self.boxes.items()}
        return {
            name: Answer() if key == _NOBODY else self._answers[key] for name, key in given.items() if key
        }
