"""The form of the office's mail account."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from app.services.mail_account import AccountFields
from app.system.mail import TLS, MailAccount
from app.ui.forms import FormDialog
from app.ui.screens.preferences.presenter import choices_of, label_of

_USUAL_PORTS = {"starttls": 587, "tls": 465}


class MailForm(FormDialog):
    """Gives ``AccountFields``; a blank password keeps the one in the vault."""

    def __init__(self, parent: QWidget | None, known: MailAccount | None, person: str) -> None:
        super().__init__(parent, "Tài khoản thư của cơ quan", name="mail_form")
        self.host = QLineEdit(known.host if known else "")
        self.host.setPlaceholderText("mail.tinh.gov.vn")
        self.security = QComboBox()
        for key, words in choices_of("mail.security"):
            self.security.addItem(words, key)
        self.security.setCurrentIndex(1 if known and known.security == TLS else 0)
        self.port = QSpinBox()
        self.port.setRange(1, 65_535)
        self.port.setValue(known.port if known else 587)
        self.address = QLineEdit(known.address if known else "")
        self.address.setPlaceholderText("vanthu@tinh.gov.vn")
        self.sender_name = QLineEdit(known.name if known else person)
        self.user = QLineEdit(known.user if known else "")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.security.activated.connect(self._choose_port)
        self.address.editingFinished.connect(self._propose_user)
        hint = "Để trống thì giữ mật khẩu đã cất." if known else "Cất trong kho mật khẩu của hệ thống."
        for name, label, widget, words in (
            ("host", label_of("mail.host"), self.host, ""),
            ("security", label_of("mail.security"), self.security, ""),
            ("port", label_of("mail.port"), self.port, ""),
            ("address", label_of("mail.address"), self.address, ""),
            ("name", label_of("mail.name"), self.sender_name, ""),
            ("user", label_of("mail.user"), self.user, ""),
            ("password", "Mật khẩu", self.password, hint),
        ):
            self.add_field(name, label, widget, hint=words)

    def read_value(self) -> AccountFields:
        """Return what was entered."""
        return AccountFields(
            host=self.host.text(),
            port=self.port.value(),
            security=self.security.currentData(),
            user=self.user.text(),
            address=self.address.text(),
            name=self.sender_name.text(),
            password=self.password.text(),
        )

    def _choose_port(self) -> None:
        if self.port.value() in _USUAL_PORTS.values():
            self.port.setValue(_USUAL_PORTS[self.security.currentData()])

    def _propose_user(self) -> None:
        if not self.user.text():
            self.user.setText(self.address.text().strip())
