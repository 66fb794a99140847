"""Decisions of So sánh và nhận gói: look first, take in with one key, undo with another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import EVERYTHING, Done
from app.core.errors import AppError, InvalidField
from app.core.progress import Progress
from app.core.text import format_number
from app.services.packages.arrivals import Arrived
from app.services.packages.batch import BatchOutcome
from app.services.packages.choices import Choice, choose_cells
from app.services.packages.decisions import undo_batch
from app.services.packages.preview import FileFacts, Preview, file_facts, preview_packages, take_previewed
from app.services.packages.store import PackageStore
from app.system.drives import removable_drives
from app.ui.context import FileKind, FormReply, UiContext
from app.ui.copies import after_copy
from app.ui.join_desk import ask_to_join
from app.ui.screens.receiving.columns import (
    CellLine,
    FileLine,
    Group,
    cell_lines,
    file_lines,
    moment_words,
)
from app.ui.tone import Tone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PACKAGES = FileKind("Gói dữ liệu Sổ CCHC", ("cchc",))
_CLEAR = (Group.NEW, Group.REPLACEMENT)


class Action(Enum):
    """What may be done on this screen."""

    TAKE = auto()
    TAKE_CLEAR = auto()
    LATER = auto()
    RECEIVED_AT = auto()
    UNDO = auto()
    RECEIPTS = auto()
    KEEP_OWN = auto()
    TAKE_FILE = auto()
    FOLLOW = auto()
    PICK = auto()
    PICK_FOLDER = auto()
    FROM_STICK = auto()


class Phase(Enum):
    """Where the screen stands: nothing chosen, looking, looked at, taken in."""

    NOTHING = auto()
    LOOKING = auto()
    LOOKED = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class ChoiceFields:
    """Why a person chose so, and whether that is to be proposed next month."""

    reason: str
    remember: bool


def actions_for(
    phase: Phase, lines: Sequence[FileLine], cells: Sequence[CellLine] = (), *, is_batch: bool
) -> frozenset[Action]:
    """Return what may be done now, with the files and with the cells that are chosen."""
    found = {Action.PICK, Action.PICK_FOLDER, Action.FROM_STICK}
    if phase is Phase.LOOKED and lines:
        found |= {Action.TAKE, Action.LATER, Action.RECEIVED_AT}
        clear = [line for line in lines if line.group in _CLEAR]
        if clear and len(clear) < len(lines):
            found.add(Action.TAKE_CLEAR)
        if any(cell.by_hand for cell in cells):
            found |= {Action.KEEP_OWN, Action.TAKE_FILE}
        if any(cell.proposes_own is not None for cell in cells):
            found.add(Action.FOLLOW)
    if phase is Phase.DONE:
        found.add(Action.LATER)
        reports = any(line.arrived.kind == "report" and line.arrived.id for line in lines)
        if is_batch and reports:
            found |= {Action.UNDO, Action.RECEIPTS}
    return frozenset(found)


class ReceivingView(Protocol):
    """What the presenter asks of the screen."""

    def show_nothing(self) -> None:
        """Say that no file is chosen yet."""

    def show_looking(self) -> None:
        """Say that files are being read."""

    def show_files(self, lines: Sequence[FileLine], *, is_done: bool, received: str) -> None:
        """Show the files, in a preview or as they were taken in."""

    def show_file(self, line: FileLine, cells: Sequence[CellLine], facts: FileFacts | None) -> None:
        """Show one file."""

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say one thing above the list."""

    def ask_choice(self, title: str, save: Callable[[ChoiceFields, FormReply], object]) -> None:
        """Ask for ``ChoiceFields``."""

    def ask_moment(self, now: datetime, save: Callable[[datetime, FormReply], object]) -> None:
        """Ask when the files reached the office."""


class ReceivingPresenter:
    """One preview for any number of files."""

    def __init__(self, view: ReceivingView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._phase = Phase.NOTHING
        self._preview: Preview | None = None
        self._paths: tuple[Path, ...] = ()
        self._lines: tuple[FileLine, ...] = ()
        self._batch_id = ""
        self._received_at: datetime | None = None
        self._shown: FileLine | None = None
        self._cells: tuple[CellLine, ...] = ()

    def refresh(self) -> None:
        """Look again: what was looked at may have changed."""
        if self._phase is Phase.NOTHING:
            self._view.show_nothing()
            self._tell_actions()
        elif self._phase is Phase.LOOKED:
            self.open(self._paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Look at files and folders."""
        self._paths, self._phase, self._batch_id = tuple(paths), Phase.LOOKING, ""
        self._view.show_looking()
        self._tell_actions()
        services = self._ui.services
        self._ui.jobs.maintain(
            lambda uow, job: preview_packages(services, self._paths, progress=job),
            self._looked,
            self._not_looked,
            title="Đang xem gói",
            cancellable=True,
        )

    def pick_clicked(self) -> None:
        """Ask for files."""
        if paths := self._ui.dialogs.ask_open_files("Chọn gói cần nhận", [_PACKAGES]):
            self.open(paths)

    def folder_clicked(self) -> None:
        """Ask for a folder."""
        if folder := self._ui.dialogs.ask_folder("Chọn thư mục có gói"):
            self.open((folder,))

    def stick_clicked(self) -> None:
        """Look at what is on a stick."""
        self._ui.jobs.compute(lambda job: removable_drives(), self._stick_found)

    def _stick_found(self, drives: Sequence[Path]) -> None:
        if not drives:
            self._view.tell("Chưa thấy USB nào. Cắm USB rồi bấm lại “Từ USB”.", Tone.WARNING)
            return
        chosen: str | None = str(drives[0])
        if len(drives) > 1:
            choices = [(str(drive), str(drive)) for drive in drives]
            chosen = self._ui.dialogs.ask_choice("Từ USB", "Nhận gói từ:", choices, verb="Xem gói")
        if chosen:
            self.open((Path(chosen),))

    def received_clicked(self) -> None:
        """Ask when the files reached the office, where they are taken in later."""
        now = self._received_at or self._ui.services.clock.now()
        self._view.ask_moment(now, self._set_received)

    def _set_received(self, moment: datetime, reply: FormReply) -> None:
        if moment > self._ui.services.clock.now():
            reply.refuse(InvalidField("received_at", "Thời điểm nhận ở tương lai; kiểm tra lại ngày giờ."))
            return
        self._received_at = moment
        reply.accept()
        self._show()

    def take_clicked(self) -> None:
        """Take everything in; what is in conflict is kept and counts for nothing until somebody decides."""
        if self._phase is Phase.LOOKED:
            self._take(tuple(line.path for line in self._lines))

    def take_clear_clicked(self) -> None:
        """Take in what is new or replaces; the rest stays where it lies."""
        if self._phase is Phase.LOOKED:
            self._take(tuple(line.path for line in self._lines if line.group in _CLEAR))

    def _take(self, paths: tuple[Path, ...]) -> None:
        preview, services, received = self._preview, self._ui.services, self._received_at
        if preview is None:
            return

        def work(uow: object, job: Progress) -> Any:
            outcome = take_previewed(services, preview, paths, received_at=received, progress=job)
            return Done(outcome, EVERYTHING)

        def done(outcome: BatchOutcome | Preview) -> None:
            if isinstance(outcome, Preview):
                self._looked(outcome)
                self._view.tell("Sổ vừa thay đổi nên đã tính lại. Xem lại rồi nhận.", Tone.WARNING)
            else:
                self._taken(paths, outcome)

        def start() -> None:
            if self._phase is Phase.LOOKING:
                return
            self._phase = Phase.LOOKING
            self._ui.jobs.maintain(work, done, self._not_looked, title="Đang nhận gói", cancellable=True)

        after_copy(self._ui, start)

    def undo_clicked(self) -> None:
        """Take the whole run back."""
        batch_id, services = self._batch_id, self._ui.services
        if not batch_id:
            return
        store = PackageStore(services.paths.attachments)

        def undone(count: int) -> None:
            self._ui.navigator.tell(f"Đã hoàn tác lần nhận: {count} gói. Tệp gốc vẫn được giữ.")
            self.open(self._paths)

        self._ui.jobs.write(
            lambda session, job: undo_batch(session, batch_id=batch_id, store=store, clock=services.clock),
            undone,
            title="Đang hoàn tác lần nhận",
        )

    def receipts_clicked(self) -> None:
        """Go and answer the units whose reports were taken in."""
        units = dict.fromkeys(line.arrived.unit_id for line in self._lines if line.arrived.kind == "report")
        self._ui.navigator.open("exchange", tab="in", receipts="\n".join(units))

    def later_clicked(self) -> None:
        """Leave the files where they are."""
        self._phase, self._lines, self._preview = Phase.NOTHING, (), None
        self._view.show_nothing()
        self._tell_actions()
        self._ui.navigator.open("exchange", tab="in")

    def chosen(self, line: FileLine | None) -> None:
        """Show one file: first what is known, then what it says of itself."""
        self._shown, self._cells = line, ()
        if line is None:
            return
        cells = cell_lines(line.arrived.changes, self._preview.names if self._preview else {})
        self._view.show_file(line, cells, None)
        if line.group is not Group.DAMAGED:
            self._ui.jobs.compute(
                lambda job: file_facts(line.path), lambda facts: self._show_facts(line, cells, facts)
            )

    def _show_facts(self, line: FileLine, cells: Sequence[CellLine], facts: FileFacts | None) -> None:
        if facts is not None and self._shown is line:
            self._view.show_file(line, cells, facts)

    # --- cell by cell ---------------------------------------------------------------------------

    def cells_chosen(self, cells: Sequence[CellLine]) -> None:
        """Follow the cells that are chosen."""
        self._cells = tuple(cells)
        self._tell_actions()

    def keep_own_clicked(self) -> None:
        """Keep what the register has in the chosen cells; asks why."""
        self._view.ask_choice("Giữ số của sổ", partial(self._choose, keep_own=True))

    def take_file_clicked(self) -> None:
        """Take what the file says in the chosen cells; asks why."""
        self._view.ask_choice("Lấy số trong gói", partial(self._choose, keep_own=False))

    def follow_clicked(self) -> None:
        """Choose as was chosen and remembered for the unit's earlier report."""
        self._record(
            [
                Choice(cell.key, cell.proposes_own, cell.reason, remember=True)
                for cell in self._cells
                if cell.proposes_own is not None
            ]
        )

    def _choose(self, fields: ChoiceFields, reply: FormReply, *, keep_own: bool) -> None:
        choices = [
            Choice(cell.key, keep_own, fields.reason, fields.remember) for cell in self._cells if cell.by_hand
        ]
        self._record(choices, reply)

    def _record(self, choices: Sequence[Choice], reply: FormReply | None = None) -> None:
        """Record decisions; the bus has the preview looked at again, with them in it."""
        line, services = self._shown, self._ui.services
        if line is None or not choices:
            return
        store = PackageStore(services.paths.attachments)

        def write(session: "Session", job: object) -> Done[int]:
            return choose_cells(
                session,
                expected_id=line.arrived.report_id,
                choices=choices,
                store=store,
                clock=services.clock,
            )

        def done(count: int) -> None:
            if reply is not None:
                reply.accept()
            self._ui.navigator.tell(f"Đã ghi lựa chọn cho {format_number(count)} mục.")

        self._ui.jobs.write(write, done, reply.refuse if reply else None, title="Đang ghi lựa chọn")

    def _looked(self, preview: Preview) -> None:
        if not preview.files:
            self._not_looked(AppError("Không thấy gói .cchc nào ở nơi đã chọn.", hint="Chọn nơi khác."))
            return
        self._preview, self._phase = preview, Phase.LOOKED
        self._lines = file_lines(preview.paths, preview.files)
        self._show()

    def _not_looked(self, error: AppError) -> bool:
        self._phase = Phase.NOTHING
        self._view.show_nothing()
        self._tell_actions()
        self._view.tell(error.sentence(), Tone.WARNING)
        return True

    def _taken(self, paths: tuple[Path, ...], outcome: BatchOutcome) -> None:
        self._phase, self._batch_id = Phase.DONE, outcome.batch_id
        self._lines = file_lines(paths, outcome.files)
        self._show()
        count = sum(1 for line in self._lines if line.group in _CLEAR)
        said = f"Đã nhận {format_number(count)} trong {format_number(len(paths))} gói."
        if outcome.left:
            said += f" Dừng theo lệnh: {format_number(len(outcome.left))} gói chưa xem tới, chưa ghi gì."
        self._view.tell(said, Tone.GOOD if count else Tone.INFO)
        ask_to_join(self._ui, outcome.files, partial(self._joined, paths, outcome))

    def _joined(self, paths: tuple[Path, ...], outcome: BatchOutcome, joined: Arrived) -> None:
        files = tuple(joined if file.sha256 == joined.sha256 else file for file in outcome.files)
        self._lines = file_lines(paths, files)
        self._show()

    def _show(self) -> None:
        is_done = self._phase is Phase.DONE
        received = moment_words(self._received_at)
        self._view.show_files(self._lines, is_done=is_done, received=received)
        self._tell_actions()

    def _tell_actions(self) -> None:
        self._view.show_actions(
            actions_for(self._phase, self._lines, self._cells, is_batch=bool(self._batch_id))
        )
