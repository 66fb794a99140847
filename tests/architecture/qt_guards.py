"""What keeps a test from waiting for a person, and from leaving windows behind."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

BLOCKING_CALLS = {
    "QMessageBox": ("exec", "about", "aboutQt", "critical", "information", "question", "warning"),
    "QFileDialog": (
        "exec",
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    ),
    "QInputDialog": ("exec", "getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
    "QColorDialog": ("exec", "getColor"),
    "QFontDialog": ("exec", "getFont"),
}

_asked: list[str] = []
_blocked: set[ModuleType] = set()


def _refusal(call: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        _asked.append(call)
        raise AssertionError(f"{call} would wait for a person; give the code under test a scripted dialog")

    return refuse


def block_real_dialogs(widgets: ModuleType) -> list[str]:
    """Replace what waits for a person, once per process, and return the list of calls made."""
    if widgets not in _blocked:
        for class_name, names in BLOCKING_CALLS.items():
            for name in names:
                # Static, so that it answers the same called on the class or on an object.
                refusal = staticmethod(_refusal(f"{class_name}.{name}"))
                setattr(getattr(widgets, class_name), name, refusal)
        _blocked.add(widgets)
    return _asked


def hide_visible_windows(widgets: ModuleType) -> list[str]:
    """Hide every visible top-level widget, so that the next test starts clean, and name them."""
    left = []
    for widget in widgets.QApplication.topLevelWidgets():
        if widget.isVisible():
            left.append(f"{type(widget).__name__}({widget.objectName()!r}, {widget.windowTitle()!r})")
            widget.hide()  # not close(): a window may want to ask before it closes
    return left
