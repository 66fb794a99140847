"""The set-up (S01): its pages, the way through them, and the window it stands in."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.core.errors import AppError, InvalidField
from app.core.periods import Month
from app.services.context import Services
from app.ui.context import ChangeBus, Dialogs, Token, UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.screen import ScreenBase
from app.ui.screens.setup.dialogs import FolderPage, Page, PeoplePage, PresetPage, StartPage, UnitPage
from app.ui.screens.setup.presenter import (
    STEP_WORDS,
    OwnUnit,
    PresetChoice,
    SetupForm,
    SetupPresenter,
    Step,
)
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button, restyle


class SetupScreen(ScreenBase):
    """Five pages and three buttons; ``opened(folder)`` when there is a register to open."""

    watches = Changes()
    opened = Signal(object)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Thiết lập lần đầu")
        self.presenter: SetupPresenter = SetupPresenter(self, self.ui)
        self._is_filling = False
        self.start, self.preset, self.unit, self.people = StartPage(), PresetPage(), UnitPage(), PeoplePage()
        self.folder = FolderPage(self.presenter.choose_folder_clicked)
        self.pages: dict[Step, Page] = dict(
            zip(Step, (self.start, self.preset, self.unit, self.people, self.folder), strict=True)
        )
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
            page.changed.connect(self._changed)
        self.unit.table.activated.connect(lambda _: self._next())
        self._way = QHBoxLayout()
        self._way.setSpacing(10)
        self._marks: dict[Step, QLabel] = {}
        for step in Step:
            self._marks[step] = plain_label("", "soft")
            self._way.addWidget(self._marks[step])
        self._way.addStretch(1)
        self.back_button = push_button("&Quay lại", self.presenter.back_clicked, name="back_button")
        self.next_button = push_button("&Tiếp", self._next, name="next_button", primary=True)
        self.leave_button = push_button("Thôi, về sổ đang mở", lambda: None, name="leave_button")
        self.leave_button.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(200)
        self._bar.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        buttons.addWidget(self._bar)
        for button in (self.back_button, self.next_button):
            buttons.addWidget(button)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(10)
        column.addLayout(self._way)
        column.addWidget(self.stack, 1)
        column.addLayout(buttons)
        self.set_content(whole)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._next)

    def show_form(self, form: SetupForm) -> None:
        """Fill every page."""
        self._is_filling = True
        for page in self.pages.values():
            page.fill(form)
        self._is_filling = False

    def show_presets(self, presets: Sequence[PresetChoice]) -> None:
        """Offer presets."""
        self.preset.offer(presets)

    def show_units(self, units: Sequence[OwnUnit]) -> None:
        """Offer units."""
        self.unit.offer(units)

    def show_step(self, step: Step, steps: Sequence[Step], verb: str, summary: str) -> None:
        """Show the page of a step, the way there, and what "Tiếp" does."""
        self.banner.hide()
        self.stack.setCurrentWidget(self.pages[step])
        for place, known in enumerate(steps, 1):
            self._marks[known].setText(
                f"{place}. {STEP_WORDS[known]}" + ("  ›" if known is not steps[-1] else "")
            )
        for known, mark in self._marks.items():
            mark.setVisible(known in steps)
            mark.setProperty("kind", "strong" if known is step else "soft")
            restyle(mark)
        self.back_button.setEnabled(step is not steps[0])
        self.next_button.setText(f"&{verb}")
        self.folder.summary.setText(summary)
        first = {Step.PEOPLE: self.people.user, Step.UNIT: self.unit.table.box}.get(step, self.next_button)
        first.setFocus()

    def show_field_problem(self, error: InvalidField) -> None:
        """Put a problem under its field."""
        page = self.stack.currentWidget()
        if not (isinstance(page, Page) and page.show_problem(error)):
            self.banner.say(error.sentence(), Tone.WARNING)

    def offer_existing(self, error: AppError, folder: Path) -> None:
        """Say that the folder has a register, and offer to open it."""
        self.banner.say(
            f"{error.message} Mở sổ đó, hoặc chọn thư mục khác.",
            Tone.WARNING,
            verb="Mở sổ này",
            action=lambda: self.opened.emit(folder),
        )

    def show_working(self, *, is_working: bool) -> None:
        """Close or open the pages while the register is made."""
        self.stack.setEnabled(not is_working)
        self._bar.setVisible(is_working)
        self.next_button.setEnabled(not is_working)
        self.back_button.setEnabled(not is_working)

    def go_on(self, folder: Path) -> None:
        """Leave the set-up for the register of a folder."""
        self.opened.emit(folder)

    def _changed(self) -> None:
        if self._is_filling:
            return
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.clear_problems()
            self.presenter.changed(page.read(self.presenter.form))

    def _next(self) -> None:
        if self.next_button.isEnabled():
            self.presenter.next_clicked()


class SetupWindow(QMainWindow):
    """The set-up alone in a window; it is its own ``Navigator``, with nowhere to go."""

    opened = Signal(object)

    def __init__(self, services: Services, *, runner: JobRunner, dialogs: Dialogs, bus: ChangeBus) -> None:
        super().__init__()
        self.setObjectName("setup_window")
        self.setWindowTitle("Sổ CCHC – thiết lập lần đầu")
        self._runner = runner
        self.token = Token()
        self.screen_shown = SetupScreen(
            UiContext(services, ScreenJobs(runner, self.token), dialogs, self, bus)
        )
        self.screen_shown.opened.connect(self.opened)
        self.setCentralWidget(self.screen_shown)
        room = self.screen().availableGeometry()
        self.resize(min(1100, room.width()), min(700, room.height()))

    def set_back(self, back: Callable[[], object] | None) -> None:
        """Offer a way back to where the set-up was opened from."""
        button = self.screen_shown.leave_button
        button.setVisible(back is not None)
        if back is not None:
            button.clicked.connect(lambda _=False: back())

    @property
    def period(self) -> Month | None:
        """There is no period yet."""
        return None

    def set_period(self, period: Month) -> None:
        """Ignore a period."""

    def open(self, module: str, **place: str) -> None:
        """Ignore a module."""

    def tell(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say one sentence."""
        self.screen_shown.banner.say(text, Tone.INFO, verb=verb, action=action)

    def warn(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say one sentence that matters."""
        self.screen_shown.banner.say(text, Tone.WARNING, verb=verb, action=action)

    def show_problem(self, error: AppError) -> None:
        """Show a refusal that has no other place."""
        self.screen_shown.show_problem(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is being written, then close."""
        self.screen_shown.dispose()
        self.token.void()
        self._runner.shutdown()
        event.accept()


def make(ui: UiContext) -> ScreenBase:
    """Make the set-up as a screen."""
    return SetupScreen(ui)
