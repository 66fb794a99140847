"""Decisions of the preferences: what stands in the file, what is kept the moment it is changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.text import one_line
from app.system.settings import SETTINGS
from app.ui.context import UiContext

FORMATS = (("docx", "Word (.docx)"), ("pdf", "PDF"), ("xlsx", "Excel (.xlsx)"))


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the page shows."""

    theme: str
    points: int
    user: str
    documents: str
    formats: tuple[str, ...]
    data: str
    practice: str


class Appearance(Protocol):
    """The look of the program, live."""

    def apply(self) -> None:
        """Give every widget the colours and the size that the preferences say."""
        ...


class PreferencesView(Protocol):
    """What the presenter asks of the page."""

    def show_preferences(self, shown: Preferences) -> None:
        """Fill the page."""
        ...

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        ...


def label_of(key: str) -> str:
    """Return the name of a declared preference."""
    return next(setting.label for setting in SETTINGS if setting.key == key)


def choices_of(key: str) -> tuple[tuple[str, str], ...]:
    """Return the choices of a declared preference: value, words."""
    return next(setting.choices for setting in SETTINGS if setting.key == key)


class PreferencesPresenter:
    """Every change is kept at once; there is nothing to forget to save."""

    def __init__(self, view: PreferencesView, ui: UiContext, appearance: Appearance) -> None:
        self._view = view
        self._ui = ui
        self._appearance = appearance

    def refresh(self) -> None:
        """Show what stands in the file."""
        settings, paths = self._ui.services.settings, self._ui.services.paths
        formats = settings.text("documents.formats").split(",")
        self._view.show_preferences(
            Preferences(
                theme=settings.text("view.theme"),
                points=settings.number("view.font_points"),
                user=settings.text("user.name"),
                documents=settings.text("documents.folder") or str(paths.documents),
                formats=tuple(key for key, _ in FORMATS if key in formats),
                data=str(paths.data),
                practice=settings.text("practice.day"),
            )
        )

    def theme_chosen(self, theme: str) -> None:
        """Change the colours, now."""
        self._keep("view.theme", theme)
        self._appearance.apply()

    def points_chosen(self, points: int) -> None:
        """Change the size of the letters, now."""
        self._keep("view.font_points", points)
        self._appearance.apply()

    def user_entered(self, name: str) -> None:
        """Change who works here; the journal says so from the next start on."""
        self._keep("user.name", one_line(name))

    def formats_chosen(self, formats: tuple[str, ...]) -> bool:
        """Change what papers are written as; at least one is needed, otherwise nothing changes."""
        if not formats:
            self._ui.navigator.tell("Cần ít nhất một định dạng văn bản.")
            self.refresh()
            return False
        self._keep("documents.formats", ",".join(key for key, _ in FORMATS if key in formats))
        return True

    def choose_documents_clicked(self) -> None:
        """Ask for the folder of papers."""
        folder = self._ui.dialogs.ask_folder("Thư mục xuất văn bản")
        if folder is not None:
            self._keep("documents.folder", str(folder))
            self.refresh()

    def usual_documents_clicked(self) -> None:
        """Go back to the folder beside the register."""
        self._keep("documents.folder", "")
        self.refresh()

    def open_data_clicked(self) -> None:
        """Show where the register lies."""
        self._view.open_folder(self._ui.services.paths.data)

    def _keep(self, key: str, value: str | int) -> None:
        if self._ui.services.settings.get(key) != value:
            self._ui.services.settings.set(key, value)
            self._ui.navigator.tell(f"Đã cất: {label_of(key).lower()}.")
