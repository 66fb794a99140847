"""What every screen is: a title, its actions, a banner, its content; fresh when looked at, silent when gone.

A screen is four files in ``app/ui/screens/<name>/``: ``presenter.py`` (decisions, no Qt, and the ``Protocol``
of its view), ``view.py`` (widgets), ``columns.py`` (tables), ``dialogs.py`` (forms). A whole one, small:
``tests/ui/example/``. The pattern::

    class NotesView(Protocol):                        # presenter.py
        def show_rows(self, rows: Sequence[NoteRow]) -> None: ...
        def ask_note(self, note: NoteFields, save: Callable[[NoteFields, FormReply], object]) -> None: ...

    class NotesPresenter:
        def __init__(self, view: NotesView, ui: UiContext) -> None: ...
        def refresh(self) -> None:                    # the screen calls it when shown, and when stale
            self._ui.jobs.read(lambda session, job: list_notes(session), self._view.show_rows)
        def add_clicked(self) -> None:
            self._view.ask_note(NoteFields(), self._save)
        def _save(self, note: NoteFields, reply: FormReply) -> None:
            self._ui.jobs.write(lambda session, job: add_note(session, note=note), reply.accept,
                                reply.refuse, title="Đang cất ghi chép")   # the bus refreshes the list

    class NotesScreen(ScreenBase):                    # view.py: satisfies NotesView by its shape
        watches = Changes(tasks=True)
        def __init__(self, ui: UiContext) -> None:
            super().__init__(ui, title="Ghi chép")
            self.table = RowsTable(RowsModel(COLUMNS, lambda row: row.id), name="notes")
            self.set_content(self.table)
            self.presenter = NotesPresenter(self, self.ui)    # self.ui, not ui: bound to this view's life
            self.add_action("Thêm", self.presenter.add_clicked, mark="add", name="add", keys="Ctrl+N")
            self.table.activated.connect(self.presenter.edit_clicked)

    def make(ui: UiContext) -> ScreenBase: ...        # Module("notes", "Ghi chép", "documents", make)
"""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import EVERYTHING, Changes
from app.core.errors import AppError
from app.ui.context import Command, Token, UiContext
from app.ui.tone import Tone
from app.ui.undo_desk import UndoDesk
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import bare, plain_label

if TYPE_CHECKING:
    from app.ui.tables.table import RowsTable
    from app.ui.widgets.views_button import Viewed


class Presenter(Protocol):
    """What a screen asks of its presenter."""

    def refresh(self) -> None:
        """Read again and show."""
        ...


class ScreenBase(QWidget):
    """Base of every screen. Set ``watches``, give a content and a ``presenter`` with ``refresh()``.

    ``presenter.refresh`` runs when the screen is first shown, when something it watches was written, and
    when the period changed; a hidden screen waits until it is shown. Do not refresh in ``done`` of a write:
    the bus does.
    """

    watches: Changes = EVERYTHING
    undoes_steps: bool = False  # Ctrl+Z and Ctrl+Y here take back acts that are kept as steps
    presenter: Presenter

    def __init__(self, ui: UiContext, *, title: str) -> None:
        super().__init__()
        self.token = Token(self)
        self.ui = ui.for_view(self.token)
        self.title = title
        self.banner = Banner(self)
        self._is_stale = True
        self._is_due = False
        self._is_laid_out = False
        self._heading = plain_label(title, "title")
        self.actions_bar = ActionBar(self)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._heading)
        head.addWidget(self.actions_bar, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 8)
        self._column.setSpacing(10)
        self._column.addLayout(head)
        self._column.addWidget(self.banner)
        ui.bus.subscribe(self._heard, self.token)
        if self.undoes_steps:
            self._add_undo()

    def _add_undo(self) -> None:
        desk = UndoDesk(self.ui)
        for words, keys, run in (("Hoàn tác", "Ctrl+Z", desk.undo), ("Làm lại", "Ctrl+Y", desk.redo)):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(bare(run))
            self.addAction(action)

    def set_content(self, content: QWidget) -> None:
        """Give the screen its one content widget."""
        self._column.addWidget(content, 1)
        self.setFocusProxy(content)

    def set_title(self, title: str) -> None:
        """Change the heading, for example to the record that is open."""
        self._heading.setText(title)

    def add_action(
        self,
        text: str,
        run: Callable[[], object],
        *,
        mark: str,
        name: str,
        keys: str = "",
        primary: bool = False,
    ) -> QAction:
        """Add a button above the content; also offered by Ctrl+K while the screen is shown."""
        return self.actions_bar.add(text, run, mark=mark, name=name, keys=keys, primary=primary)

    def add_table_actions(self, table: "RowsTable", title: str, *, has_views: bool = False) -> None:
        """Add In (Ctrl+P) and Xuất khẩu (Ctrl+E) for a table, and named views where it has them."""
        if has_views:
            self.add_views(table)
        from app.ui.tables.output import export_table, print_table

        self.add_action(
            "In", lambda: print_table(table, title, self.ui), mark="print", name="print", keys="Ctrl+P"
        )
        self.add_action(
            "Xuất Excel",
            lambda: export_table(table, title, self.ui),
            mark="export",
            name="export",
            keys="Ctrl+E",
        )

    def add_views(self, table: "RowsTable", viewed: "Viewed | None" = None) -> None:
        """Add the button of named views beside a table's filters; ``viewed`` may know more of them."""
        from app.ui.widgets.views_button import ViewsButton

        table.add_filter(ViewsButton(self.ui, viewed or table, table.objectName().removesuffix("_table")))

    def remember_tables(self, within: QWidget | None = None) -> None:
        """Lay the tables out as they were left; to be called again where a shown screen makes one anew.

        ``within`` is a dialog over the screen, with tables of its own.
        """
        if "app.ui.tables.table" in sys.modules:  # the home page has no table, and must not wait for one
            from app.ui.tables.memory import remember_tables

            remember_tables(within or self, self.ui.services.settings)

    def commands(self) -> tuple[Command, ...]:
        """Return what the palette offers while this screen is shown: its enabled actions."""
        return tuple(
            Command(action.text().replace("&", ""), action.trigger, action.shortcut().toString())
            for action in self.actions()
            if action.isEnabled() and action.text()
        )

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to what ``navigator.open(module, **place)`` named; override where a screen has places."""

    def can_leave(self) -> bool:
        """Tell whether the screen may be left or closed; override to ask about what is not kept yet."""
        return True

    def can_close(self) -> bool:
        """Tell whether the window may be closed; override where leaving loses nothing but closing does."""
        return self.can_leave()

    def show_problem(self, error: AppError) -> None:
        """Put a refusal of the rules into the banner."""
        self.banner.say(error.sentence(), Tone.WARNING)

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Put a message into the screen's banner."""
        self.banner.say(text, tone)

    def mark_stale(self) -> None:
        """Refresh now if shown, else when shown next; many marks make one refresh."""
        self._is_stale = True
        if self.isVisible() and not self._is_due:
            self._is_due = True
            QTimer.singleShot(0, self, self._refresh_if_due)

    def dispose(self) -> None:
        """End the screen's life: results still on their way are dropped."""
        self.token.void()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what went stale while hidden."""
        super().showEvent(event)
        if not self._is_laid_out:
            self._is_laid_out = True
            self.remember_tables()
        if self._is_stale:
            self.mark_stale()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the last message away with the screen."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.banner.hide()

    def _heard(self, changes: Changes, initiator: object) -> None:
        if changes.touches(self.watches):
            self.mark_stale()

    def _refresh_if_due(self) -> None:
        self._is_due = False
        if self._is_stale and self.token.alive and self.isVisible():
            self._is_stale = False
            self.presenter.refresh()


def remember_tables_of(dialog: QWidget) -> None:
    """Lay out the tables of a dialog as they were left: it stands over a screen, or over the main window."""
    parent = dialog.parentWidget()
    while parent is not None:
        screen = getattr(parent, "current_screen", parent)
        if isinstance(screen, ScreenBase):
            screen.remember_tables(dialog)
            return
        parent = parent.parentWidget()
