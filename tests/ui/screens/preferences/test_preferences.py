"""The preferences: kept the moment they are changed."""

from app.core.errors import Unavailable
from app.ui.screens.preferences.dialogs import MailForm
from app.ui.screens.preferences.presenter import PreferencesPresenter, choices_of, label_of
from app.ui.screens.preferences.view import make
from tests.services.test_outbox import FIELDS, Vault
from tests.ui.fakes import RecordingReply


class Page:
    def __init__(self):
        self.shown = self.folder = self.mail = self.asked = None

    def show_preferences(self, shown):
        self.shown = shown

    def show_mail(self, shown):
        self.mail = shown

    def ask_mail(self, known, person, save):
        self.asked = (known, person, save)

    def open_folder(self, folder):
        self.folder = folder


class Appearance:
    applied = 0

    def apply(self):
        self.applied += 1


def test_every_change_is_kept_and_told(inline, tmp_path):
    ui, page, appearance = inline(tmp_path / "ra"), Page(), Appearance()
    presenter = PreferencesPresenter(page, ui, appearance, Vault())
    presenter.refresh()
    assert page.shown.documents == str(ui.services.paths.documents)
    presenter.theme_chosen("dark")
    presenter.points_chosen(18)
    presenter.user_entered("  Vi  Thị Hoa ")
    presenter.user_entered("Vi Thị Hoa")
    assert presenter.formats_chosen(("xlsx", "docx"))
    presenter.choose_documents_clicked()
    settings = ui.services.settings
    assert (settings.text("view.theme"), settings.number("view.font_points")) == ("dark", 18)
    assert settings.text("user.name") == "Vi Thị Hoa"
    assert settings.text("documents.formats") == "docx,xlsx"
    assert page.shown.documents == str(tmp_path / "ra")
    assert appearance.applied == 2
    assert ui.navigator.told.count("Đã cất: người sử dụng.") == 1
    presenter.usual_documents_clicked()
    assert settings.text("documents.folder") == ""
    presenter.open_data_clicked()
    assert page.folder == ui.services.paths.data


def test_papers_need_at_least_one_format(inline):
    ui, page = inline(), Page()
    presenter = PreferencesPresenter(page, ui, Appearance(), Vault())
    assert not presenter.formats_chosen(())
    assert page.shown.formats == ("docx", "pdf")


def test_words_come_from_the_declared_settings():
    assert label_of("view.theme") == "Màu giao diện"
    assert [key for key, _ in choices_of("view.theme")] == ["system", "light", "dark"]


def test_the_page_follows_the_look(qtbot, look, live):
    live.services.settings.set("view.theme", "light")
    screen = make(live, look, Vault())
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.data.text() != "")
    screen.theme.setCurrentIndex(2)
    screen.theme.activated.emit(2)
    assert live.services.settings.text("view.theme") == "dark"
    screen.formats["xlsx"].setChecked(True)
    assert live.services.settings.text("documents.formats") == "docx,pdf,xlsx"
    live.services.settings.set("view.theme", "system")
    look.changed.emit()
    qtbot.waitUntil(lambda: screen.theme.currentData() == "system")


def test_the_mail_account_is_kept_with_its_password_in_the_vault(inline):
    ui, page, vault = inline(True), Page(), Vault()
    tried = []
    presenter = PreferencesPresenter(
        page, ui, Appearance(), vault, dial=lambda account, password: tried.append((account.host, password))
    )
    presenter.refresh()
    assert "Chưa có tài khoản" in page.mail.words
    presenter.try_mail_clicked()
    presenter.mail_clicked()
    reply = RecordingReply()
    page.asked[2](FIELDS, reply)
    assert reply.accepted and page.mail.words == "vanthu@example.vn, qua mail.example.vn:587."
    presenter.try_mail_clicked()
    assert tried == [("mail.example.vn", "bí mật")]
    assert "sẵn sàng gửi thư" in ui.navigator.told[-1]
    presenter.forget_mail_clicked()
    assert (vault.kept, page.mail.has_account) == ({}, False)


def test_what_the_server_says_to_a_try_is_shown(inline):
    def refuse(account, password):
        raise Unavailable("Máy chủ không nhận mật khẩu.")

    ui, page = inline(), Page()
    presenter = PreferencesPresenter(page, ui, Appearance(), Vault(), dial=refuse)
    presenter.mail_clicked()
    page.asked[2](FIELDS, RecordingReply())
    presenter.try_mail_clicked()
    assert [problem.message for problem in ui.jobs.problems] == ["Máy chủ không nhận mật khẩu."]


def test_without_a_vault_mail_is_off_and_says_why(qtbot, look, live):
    screen = make(live, look, Vault(is_there=False))
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.mail.text() != "")
    assert "không có kho mật khẩu" in screen.mail.text()
    assert not screen.mail_button.isEnabled()


def test_the_form_of_the_account_proposes_port_and_user(qtbot, look, live):
    screen = make(live, look, Vault())
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.mail.text() != "")
    screen.mail_button.click()
    form = screen.findChild(MailForm)
    form.security.setCurrentIndex(1)
    form.security.activated.emit(1)
    form.address.setText("vanthu@example.vn")
    form.address.editingFinished.emit()
    assert (form.port.value(), form.user.text()) == (465, "vanthu@example.vn")
    form.submit()
    qtbot.waitUntil(lambda: "máy chủ" in form.problem("host"))
    form.host.setText("mail.example.vn")
    form.password.setText("bí mật")
    form.submit()
    qtbot.waitUntil(lambda: "mail.example.vn:465" in screen.mail.text())
