"""The preferences: kept the moment they are changed."""

from app.ui.screens.preferences.presenter import PreferencesPresenter, choices_of, label_of
from app.ui.screens.preferences.view import make


class Page:
    def __init__(self):
        self.shown = self.folder = None

    def show_preferences(self, shown):
        self.shown = shown

    def open_folder(self, folder):
        self.folder = folder


class Appearance:
    applied = 0

    def apply(self):
        self.applied += 1


def test_every_change_is_kept_and_told(inline, tmp_path):
    ui, page, appearance = inline(tmp_path / "ra"), Page(), Appearance()
    presenter = PreferencesPresenter(page, ui, appearance)
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
    presenter = PreferencesPresenter(page, ui, Appearance())
    assert not presenter.formats_chosen(())
    assert page.shown.formats == ("docx", "pdf")


def test_words_come_from_the_declared_settings():
    assert label_of("view.theme") == "Màu giao diện"
    assert [key for key, _ in choices_of("view.theme")] == ["system", "light", "dark"]


def test_the_page_follows_the_look(qtbot, look, live):
    live.services.settings.set("view.theme", "light")
    screen = make(live, look)
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
