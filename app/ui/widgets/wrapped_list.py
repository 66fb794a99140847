"""A list whose long lines are broken instead of cut."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget


def wrapped_list(name: str) -> QListWidget:
    """Return a list whose long lines are broken."""
    found = QListWidget()
    found.setObjectName(name)
    found.setWordWrap(True)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setResizeMode(QListWidget.ResizeMode.Adjust)
    found.setTextElideMode(Qt.TextElideMode.ElideNone)
    found.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    found.setSpacing(2)
    return found
