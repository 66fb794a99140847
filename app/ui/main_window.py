"""The frame (S02): which module, which unit, which period, what runs. Navigation only."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app import __version__
from app.core.clock import local_time
from app.core.errors import AppError
from app.services.context import Services
from app.ui.application import Look
from app.ui.context import ChangeBus, Command, Dialogs, Token, UiContext
from app.ui.errors import FaultDesk
from app.ui.frame.module import Heading, Module
from app.ui.frame.rail import Rail
from app.ui.frame.status_line import StatusLine
from app.ui.frame.top_bar import TopBar
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.package_desk import open_files
from app.ui.tone import Tone
from app.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from app.core.periods import Month
    from app.ui.frame.palette import CommandPalette, Entry
    from app.ui.screen import ScreenBase

_NARROW_LETTERS = 104


class MainWindow(QMainWindow):
    """Paints its frame first; the first screen is made after that, so that nothing slow stands before it.

    It is the ``Navigator`` of its screens. ``painted`` comes once, after the first paint; ``is_ready`` says
    that the register under it is open.
    """

    painted = Signal()

    def __init__(
        self,
        services: Services,
        modules: Sequence[Module],
        *,
        runner: JobRunner,
        faults: FaultDesk,
        dialogs: Dialogs,
        bus: ChangeBus,
        look: Look,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Sổ CCHC")
        self._modules = {module.key: module for module in modules}
        self._screens: dict[str, ScreenBase] = {}
        self._services, self._runner, self._faults, self._look = services, runner, faults, look
        self._period: Month | None = None
        self._is_painted = False
        self.is_ready = False
        self._palette: CommandPalette | None = None
        self.token = Token(self)
        self.ui = UiContext(services, ScreenJobs(runner, self.token), dialogs, self, bus)
        self._collects = True
        self.rail = Rail([module for module in modules if not module.parent])
        self.setAcceptDrops("intake" in self._modules)
        self.top = TopBar()
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.status = StatusLine(f"Sổ CCHC {__version__}")
        self._lay_out()
        self._connect()
        faults.fallback = self
        self._restore_geometry()

    def _lay_out(self) -> None:
        banner_room = QVBoxLayout()
        banner_room.setContentsMargins(16, 0, 16, 0)
        banner_room.addWidget(self.banner)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addSpacing(6)
        right.addLayout(banner_room)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        shell = QWidget()
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(shell)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open)
        self.top.stepped.connect(self.step_period)
        self.top.search_wanted.connect(self.open_palette)
        self._runner.activity_changed.connect(lambda: self.status.show_activity(self._runner.activity))
        self._runner.written.connect(lambda: self.status.show_saved(local_time(self._services.clock.now())))
        self._look.changed.connect(self._fit)
        for place in range(1, 10):
            self._key(f"Alt+{place}", partial(self._open_place, place))
        for keys, run in (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+/", self.show_keys),
            ("F1", self.show_help),
            ("F5", self.refresh),
            ("F11", self.toggle_full_screen),
            ("Ctrl++", lambda: self._look.step(1)),
            ("Ctrl+=", lambda: self._look.step(1)),
            ("Ctrl+-", lambda: self._look.step(-1)),
            ("Ctrl+0", lambda: self._look.step(0)),
            ("Alt+PgUp", lambda: self.step_period(-1)),
            ("Alt+PgDown", lambda: self.step_period(1)),
        ):
            self._key(keys, run)

    def _key(self, keys: str, run: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(run)

    # --- what screens ask for (Navigator) -----------------------------------------------------

    @property
    def period(self) -> "Month | None":
        """The period on the top bar."""
        return self._period

    def set_period(self, period: "Month | None") -> None:
        """Change the period; every screen that has been opened reads again."""
        if period == self._period:
            return
        self._period = period
        self.top.show_period(period)
        for screen in self._screens.values():
            screen.mark_stale()

    def open(self, module: str, **place: str) -> None:
        """Show a module, made on its first visit."""
        current = self._screens.get(self.current_module)
        if module != self.current_module and current is not None and not current.can_leave():
            self._mark(self.current_module)
            return
        screen = self._screens.get(module) or self._make(module)
        if screen is None:
            return
        self.stack.setCurrentWidget(screen)
        self._mark(module)
        screen.setFocus()
        self.setWindowTitle(f"{self._modules[module].title} – Sổ CCHC")
        if place:
            screen.open_place(place)

    def _mark(self, module: str) -> None:
        self.rail.choose(self._modules[module].parent or module)

    def tell(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say one sentence in the status line."""
        self.status.tell(text, verb=verb, action=action)

    def warn(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Put a banner above all screens."""
        self.banner.say(text, Tone.WARNING, verb=verb, action=action)

    # --- the rest of the frame ----------------------------------------------------------------

    @property
    def current_module(self) -> str:
        """The key of the module that is shown; empty before the first."""
        shown = self.stack.currentWidget()
        return next((key for key, screen in self._screens.items() if screen is shown), "")

    @property
    def current_screen(self) -> "ScreenBase | None":
        """The screen that is shown."""
        return self._screens.get(self.current_module)

    def show_heading(self, heading: Heading) -> None:
        """Show the office and its role."""
        self.top.show_heading(heading)
        self._collects = heading.collects
        self.rail.offer(self._places)

    def show_problem(self, error: AppError) -> None:
        """Show a refusal whose screen is gone."""
        self.banner.say(error.sentence(), Tone.WARNING)

    @property
    def _offered(self) -> "list[Module]":
        """The modules of this office's role."""
        return [m for m in self._modules.values() if self._collects or not m.is_for_hubs]

    @property
    def _places(self) -> list[str]:
        """The keys of the entries on the left, from the top."""
        return [m.key for m in self._offered if not m.parent]

    def _open_place(self, place: int) -> None:
        for key in self._places[place - 1 : place]:
            self.open(key)

    def step_period(self, months: int) -> None:
        """Go to an earlier or later period."""
        if self._period is not None:
            self.set_period(self._period.plus(months))

    def refresh(self) -> None:
        """Read the shown screen again."""
        if self.current_screen is not None:
            self.current_screen.mark_stale()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def show_help(self) -> None:
        """Open the page about the shown screen."""
        from app.ui.frame.help import show_help

        if self.current_module:
            show_help(self, self.current_module, self._modules[self.current_module].title)

    def show_keys(self) -> None:
        """Open the list of keys."""
        from app.ui.frame.keys import show_keys

        show_keys(self)

    def entries(self) -> "list[Entry]":
        """Return what the palette offers now."""
        from app.ui.frame.palette import Entry

        places = {key: f"Alt+{n}" for n, key in enumerate(self._places[:9], 1)}
        modules = [
            Entry(
                Command(m.title, partial(self.open, m.key), places.get(m.key, ""), m.icon),
                "phân hệ",
                m.words,
            )
            for m in self._offered
        ]
        own = self.current_screen.commands() if self.current_screen is not None else ()
        general = (
            Command("Màu sáng", lambda: self._look.set_theme("light")),
            Command("Màu tối", lambda: self._look.set_theme("dark")),
            Command("Màu theo hệ thống", lambda: self._look.set_theme("system")),
            Command("Chữ to hơn", lambda: self._look.step(1), "Ctrl++", "zoom-in"),
            Command("Chữ nhỏ hơn", lambda: self._look.step(-1), "Ctrl+-", "zoom-out"),
            Command("Nạp lại", self.refresh, "F5", "refresh"),
            Command("Toàn màn hình", self.toggle_full_screen, "F11"),
            Command("Giúp", self.show_help, "F1", "help"),
            Command("Bảng phím", self.show_keys, "Ctrl+/", "key"),
        )
        return [*(Entry(c, "lệnh") for c in own), *modules, *(Entry(c, "lệnh chung") for c in general)]

    def open_palette(self) -> None:
        """Open the box over modules and commands."""
        from app.ui.frame.palette import CommandPalette

        token = Token(self)
        self._palette = CommandPalette(self.entries(), partial(self._find_records, token), self)
        self._palette.destroyed.connect(lambda _: token.void())
        self._palette.open_over(self)

    def _find_records(
        self, token: Token, query: str, answer: "Callable[[str, Sequence[Entry]], object]"
    ) -> None:
        """Look a query up in the register; the token is that of the palette that asks."""
        from app.services.queries.finding import Hit, find_records
        from app.ui.frame.palette import Entry

        today = self._services.clock.today()

        def found(hits: Sequence[Hit]) -> None:
            places = [(hit, partial(self.open, hit.module, **hit.place)) for hit in hits]
            answer(query, [Entry(Command(h.title, go, icon=h.icon), h.detail) for h, go in places])

        jobs = self.ui.for_view(token).jobs
        jobs.read(lambda session, job: find_records(session, query=query, as_of=today), found)

    def _make(self, key: str) -> "ScreenBase | None":
        try:
            screen = self._modules[key].factory(self.ui)
        except Exception as error:
            self._faults.handle(error, token=self.token)
            if self.current_module:
                self._mark(self.current_module)
            return None
        self._screens[key] = screen
        self.stack.addWidget(screen)
        return screen

    def _open_first(self) -> None:
        wanted = self._services.settings.text("window.module")
        first = wanted if wanted in self._modules else next(iter(self._modules), "")
        if first and not self.current_module:
            self.open(first)
        self.painted.emit()

    def _fit(self) -> None:
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        self.rail.fit(is_narrow=is_narrow)
        self.top.fit(is_narrow=is_narrow)
        self.status.fit(is_narrow=is_narrow)

    def _restore_geometry(self) -> None:
        kept = self._services.settings.text("window.geometry")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            room = self.screen().availableGeometry()
            self.resize(min(1366, room.width()), min(740, room.height()))

    def _keep_geometry(self) -> None:
        settings = self._services.settings
        settings.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        if self.current_module:
            settings.set("window.module", self.current_module)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the first paint."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._open_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "status"):
            self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if _dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show packages that are dropped anywhere, or a folder of them; read another file as a directive."""
        names = _dropped_files(event)
        if names:
            event.acceptProposedAction()
            open_files(self, names)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is not kept and what still runs; then stop it, wait for it, and close."""
        activity = self._runner.activity
        stops = bool(activity and activity.title and activity.stop is not None)
        if not all(screen.can_close() for screen in self._screens.values()) or (
            stops
            and activity is not None
            and not self.ui.dialogs.confirm(
                f"{activity.title} chưa xong.",
                verb="Dừng và thoát",
                detail="Việc dở dang sẽ được bỏ, sổ không đổi.",
            )
        ):
            event.ignore()
            return
        self._keep_geometry()
        for screen in self._screens.values():
            screen.dispose()
        self.token.void()
        self._runner.shutdown()
        event.accept()


def _dropped_files(event: QDropEvent) -> tuple[str, ...]:
    """Return the files and folders that are dropped; nothing for anything else."""
    return tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
