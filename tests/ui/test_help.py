"""F1: every module has its page, it opens over the window, and it is Vietnamese that can be read."""

import pytest
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.system.paths import resources_folder
from app.ui.frame.help import help_page, show_help
from app.ui.modules import module_list


def test_every_module_has_a_page(look):
    lacking = [module.key for module in module_list(look) if not help_page(module.key).exists()]
    assert lacking == []


@pytest.mark.parametrize("page", sorted((resources_folder() / "help").iterdir()), ids=lambda page: page.stem)
def test_a_page_is_short_and_says_what_the_screen_is_for(page):
    text = page.read_text("utf-8")
    head, _, body = text.partition("\n\n")
    assert head.startswith("# ")
    assert 100 < len(body) < 2500
    assert "](" not in text  # a page needs no other


def test_the_page_opens_over_the_window(qtbot, look):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    dialog = show_help(window, "tasks", "Sổ nhiệm vụ")
    assert "Bốn trạng thái" in dialog.findChild(QTextBrowser, "help_page").toPlainText()
    dialog.close()
