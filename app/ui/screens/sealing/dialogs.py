"""The two halves of sealing: who agreed and how, and the page with the code."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import AppError, InvalidField
from app.core.text import one_line
from app.exchange.documents import Approval
from app.services.packages.sealing import ApprovalFacts
from app.services.queries.sealing_gate import Gate
from app.ui.screens.sealing.columns import WAYS
from app.ui.screens.sealing.presenter import SealingPresenter, SealPage
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.qr_picture import QrPicture
from app.ui.widgets.tile import card
from app.ui.widgets.versions_pane import VersionCell, VersionsPane

_CODE_POINTS = 28


class ApprovalBox(QWidget):
    """Gives ``ApprovalFacts`` and, for a replacement, its reason; shows what the package will hold."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.approved_by, self.document_number, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.document_number.setPlaceholderText("nếu đã cấp, ví dụ 15/BC-UBND")
        self.how = QComboBox()
        for way, words in WAYS:
            self.how.addItem(words, way)
        self.signed_on = DateEdit(today=today, name="signed_on")
        self._problems: dict[str, QLabel] = {}
        self._rows: dict[str, QWidget] = {}
        self._expected = ""
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, label, widget in (
            ("approved_by", "Người duyệt", self.approved_by),
            ("how", "Cách duyệt", self.how),
            ("signed_on", "Ngày ký", self.signed_on),
            ("document_number", "Số, ký hiệu", self.document_number),
            ("reason", "Lý do thay thế", self.reason),
        ):
            self._add(name, label, widget)
        self.seal_button = push_button("Niêm phong", bool, name="seal_now", primary=True)
        self.content = plain_label("", wraps=True)
        self.content.setObjectName("package_content")
        self.changed = VersionsPane()
        self.changed.facts.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 8, 4)
        column.setSpacing(8)
        column.addWidget(plain_label("Duyệt và niêm phong", "strong"))
        column.addLayout(self.form)
        column.addWidget(self.seal_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(plain_label("Gói sẽ có gì", "strong"))
        column.addWidget(self.content)
        column.addWidget(self.changed, 1)
        column.addStretch()
        self.how.currentIndexChanged.connect(lambda _: self._fit())
        self._fit()

    def _add(self, name: str, label: str, widget: QWidget) -> None:
        if not widget.objectName():
            widget.setObjectName(name)
        problem = plain_label("", "error", wraps=True)
        problem.setObjectName(f"{name}_problem")
        problem.hide()
        cell = QWidget()
        inside = QVBoxLayout(cell)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(widget)
        inside.addWidget(problem)
        widget.setAccessibleName(label)
        self.form.addRow(plain_label(label), cell)
        self._problems[name], self._rows[name] = problem, cell

    def show_gate(self, gate: Gate, cells: Sequence[VersionCell], *, is_replacement: bool) -> None:
        """Show what the package will hold; what was typed for the same report stays."""
        if gate.report.expected_id != self._expected:
            self._expected = gate.report.expected_id
            self.approved_by.setText(gate.approver)
            self.document_number.clear()
            self.reason.clear()
        self.content.setText("\n".join(f"{label}: {words}." for label, words in gate.content))
        self._show_row("reason", shown=is_replacement)
        version = gate.sealed
        if is_replacement and version is not None:
            title = f"Khác lần {version.revision} đã niêm phong ở {len(cells)} mục"
            self.changed.show_facts((), title, cells)
            self.changed.cells.setVisible(bool(cells))
        self.changed.setVisible(is_replacement)

    def read_value(self) -> tuple[ApprovalFacts, str]:
        """Return who agreed and how, and the reason of a replacement; raises ``InvalidField``."""
        for problem in self._problems.values():
            problem.hide()
        how = Approval(self.how.currentData())
        signed_on = self.signed_on.value() if how is Approval.PAPER else None
        if not one_line(self.approved_by.text()):
            raise InvalidField("approved_by", "Chưa ghi người duyệt báo cáo.")
        if how is Approval.PAPER and signed_on is None:
            raise InvalidField("signed_on", "Đã ký giấy thì cần ghi ngày ký.")
        facts = ApprovalFacts(
            approved_by=self.approved_by.text(),
            how=how,
            signed_on=signed_on,
            document_number=self.document_number.text(),
        )
        return facts, one_line(self.reason.text())

    def show_problem(self, error: AppError) -> bool:
        """Show a refusal under its field; False where it belongs to none."""
        label = self._problems.get(error.field) if isinstance(error, InvalidField) else None
        if label is None:
            return False
        label.setText(f"{error.message} {error.hint}".strip())
        label.show()
        return True

    def _fit(self) -> None:
        self._show_row("signed_on", shown=self.how.currentData() == Approval.PAPER)

    def _show_row(self, name: str, *, shown: bool) -> None:
        self.form.setRowVisible(self._rows[name], shown)


class SealedPage(QWidget):
    """The code in large letters, how it is read out, its QR, the file and the ways to send it."""

    def __init__(self, actions: SealingPresenter) -> None:
        super().__init__()
        self.title = plain_label("", "strong", wraps=True)
        self.standing = plain_label("", wraps=True)
        self.code = plain_label("", wraps=True)
        self.code.setObjectName("seal_code")
        self.code.setStyleSheet(f"font-size: {_CODE_POINTS}pt; font-weight: 600;")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.spoken = plain_label("", wraps=True)
        self.spoken.setObjectName("spoken_code")
        self.qr = QrPicture(self.fontMetrics().height() * 9)
        self.file = plain_label("", "soft", wraps=True)
        self.file.setObjectName("seal_file")
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(plain_label("Mã niêm phong", "soft"))
        words.addWidget(self.code)
        words.addWidget(plain_label("Đọc qua điện thoại", "soft"))
        words.addWidget(self.spoken)
        words.addStretch()
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        for text, run, name in (
            ("Mở thư nháp", actions.draft_clicked, "draft_button"),
            ("Chép ra USB", actions.stick_clicked, "stick_button"),
            ("Mở thư mục", actions.folder_clicked, "folder_button"),
            ("Chép lời nhắn Zalo", actions.message_clicked, "message_button"),
        ):
            buttons.addWidget(push_button(text, run, name=name, primary=name == "draft_button"))
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.standing)
        column.addWidget(card(row))
        column.addWidget(self.file)
        column.addLayout(buttons)
        column.addWidget(
            plain_label(
                "Không có mạng: đọc mã cho cơ quan nhận trước hạn, tệp gửi sau vẫn đúng hạn nếu mã khớp.",
                "soft",
                wraps=True,
            )
        )
        column.addStretch()

    def show_page(self, page: SealPage) -> None:
        """Show one sealed report."""
        self.title.setText(page.title)
        self.standing.setText(page.standing)
        self.code.setText(page.code)
        self.spoken.setText(page.spoken)
        self.qr.show_modules(page.modules, f"Mã QR của tin: {page.message}")
        self.file.setText(f"Tệp: {page.file_name}")
