"""F1: one page about the screen that is open, over a window that stays alive."""

from pathlib import Path

from PySide6.QtWidgets import QTextBrowser, QWidget

from app.system.paths import resources_folder
from app.ui.dialogs import MessageDialog


def help_page(module: str) -> Path:
    """Return the page of a module."""
    return resources_folder() / "help" / f"{module}.md"


def show_help(parent: QWidget, module: str, title: str) -> MessageDialog:
    """Open the page of a module."""
    dialog = MessageDialog(parent, f"Giúp: {title}")
    page = QTextBrowser()
    page.setObjectName("help_page")
    page.setMarkdown(help_page(module).read_text("utf-8"))
    dialog.add_part(page)
    dialog.add_button("Đóng", dialog.accept, name="close_button", kind="primary")
    dialog.finish()
    metrics, room = dialog.fontMetrics(), parent.size()
    dialog.resize(
        min(metrics.averageCharWidth() * 80, room.width() - 40),
        min(metrics.height() * 26, room.height() - 40),
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
