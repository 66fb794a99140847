"""What is on the clipboard, as a place for the screen that reads directives."""

from PySide6.QtGui import QGuiApplication


def held_directive() -> dict[str, str]:
    """Return the file or else the words on the clipboard, as the intake screen takes them."""
    held = QGuiApplication.clipboard().mimeData()
    file = next((url.toLocalFile() for url in held.urls() if url.isLocalFile()), "")
    return {"file": file} if file else {"text": held.text()}
