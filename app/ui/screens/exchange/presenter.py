"""Decisions of Hộp gửi / nhận: what may be done with a file, a run or a key, and the use cases that do it."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any, Protocol

from app.core.changes import EVERYTHING, Done
from app.core.statuses import Role
from app.core.text import format_number
from app.exchange.manifest import Kind
from app.services.packages.batch import desk_for
from app.services.packages.decisions import choose_file, discard_file, retry_waiting, undo_batch
from app.services.packages.store import PackageStore
from app.services.packages.watching import new_files
from app.services.packages.words import PackageVerdict
from app.services.queries.exchange_boxes import Boxes, BoxLine, KeyLine, RunLine, known_files, read_boxes
from app.services.queries.report_versions import ReportStory, report_story
from app.system.drives import removable_drives
from app.ui.code_desk import CodeDesk, CodeView
from app.ui.context import FileKind, UiContext
from app.ui.join_desk import ask_to_join
from app.ui.key_desk import KeyDesk, KeyView
from app.ui.round_desk import RoundDesk, RoundView
from app.ui.send_desk import SendDesk
from app.ui.tone import Tone

_PACKAGES = FileKind("Gói dữ liệu Sổ CCHC", ("cchc",))
_UNDECIDED = (PackageVerdict.CONFLICT, PackageVerdict.MISMATCH)


class Tab(Enum):
    """The lists of the screen."""

    IN = "in"
    OUT = "out"
    RUNS = "runs"
    KEYS = "keys"


class Action(Enum):
    """What may be done on this screen."""

    PICK = auto()
    PICK_FOLDER = auto()
    FROM_STICK = auto()
    WATCH = auto()
    HAND_DOWN = auto()
    RECEIPTS = auto()
    TO_STICK = auto()
    TO_FOLDER = auto()
    TO_OUTBOX = auto()
    DRAFT = auto()
    OPEN_FOLDER = auto()
    CHOOSE_FILE = auto()
    DISCARD_FILE = auto()
    RETRY = auto()
    UNDO_RUN = auto()
    VERIFY_KEY = auto()
    REVOKE_KEY = auto()


Line = BoxLine | RunLine | KeyLine
_TAKING = frozenset({Action.PICK, Action.PICK_FOLDER, Action.FROM_STICK, Action.WATCH})


def actions_for(role: Role | None, tab: Tab, chosen: Sequence[Line]) -> frozenset[Action]:
    """Return what may be done with what is chosen in a list."""
    found = set(_TAKING) if tab is Tab.IN else set()
    if role is Role.HUB and tab in (Tab.IN, Tab.OUT):
        found |= {Action.HAND_DOWN, Action.RECEIPTS}
    if tab is Tab.OUT:
        found.add(Action.OPEN_FOLDER)
        if chosen:
            found |= {Action.TO_STICK, Action.TO_FOLDER, Action.TO_OUTBOX}
        if len(chosen) == 1:
            found.add(Action.DRAFT)
    if tab is Tab.IN and len(chosen) == 1:
        line = chosen[0]
        assert isinstance(line, BoxLine)
        if line.standing in _UNDECIDED:
            found |= {Action.CHOOSE_FILE, Action.DISCARD_FILE}
        if line.standing == PackageVerdict.WAITING:
            found |= {Action.RETRY, Action.DISCARD_FILE}
    if tab is Tab.RUNS and len(chosen) == 1:
        run = chosen[0]
        assert isinstance(run, RunLine)
        if run.applied and not run.is_undone:
            found.add(Action.UNDO_RUN)
    if tab is Tab.KEYS and len(chosen) == 1:
        key = chosen[0]
        assert isinstance(key, KeyLine)
        if key.standing != "trusted":
            found.add(Action.VERIFY_KEY)
        if key.standing in ("trusted", "pinned"):
            found.add(Action.REVOKE_KEY)
    return frozenset(found)


class ExchangeView(CodeView, RoundView, KeyView, Protocol):
    """What the presenter asks of the screen."""

    def show_boxes(self, boxes: Boxes) -> None:
        """Show every list."""

    def show_watched(self, folder: str, files: Sequence[Path]) -> None:
        """Say how many new files lie in the folder that is watched; an empty folder: none is watched."""

    def show_line(self, line: BoxLine, story: ReportStory | None) -> None:
        """Show one file with the report it belongs to."""

    def show_nothing_chosen(self) -> None:
        """Clear the pane beside the lists."""

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say one thing above the lists."""


class ExchangePresenter:
    """Every file that left or came."""

    def __init__(self, view: ExchangeView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self.sending = SendDesk(ui, view.tell)
        self.codes = CodeDesk(view, ui)
        self.rounds = RoundDesk(view, ui, self.sending)
        self.keys = KeyDesk(view, ui)
        self._boxes: Boxes | None = None
        self._tab = Tab.IN
        self._chosen: tuple[Line, ...] = ()
        self._new: tuple[Path, ...] = ()

    def refresh(self) -> None:
        """Read the boxes and look into the folder that is watched."""

        def read(session: Any, job: object) -> tuple[Boxes, frozenset[str]]:
            return read_boxes(session), known_files(session)

        self._ui.jobs.read(read, lambda found: self._show(*found))

    def _show(self, boxes: Boxes, known: frozenset[str]) -> None:
        self._boxes = boxes
        self._view.show_boxes(boxes)
        self.chosen(self._tab, self._chosen)
        folder = self._ui.services.settings.text("exchange.folder")
        if not folder:
            self._view.show_watched("", ())
            return
        self._ui.jobs.compute(
            lambda job: new_files(Path(folder), known), lambda files: self._show_watched(folder, files)
        )

    def _show_watched(self, folder: str, files: Sequence[Path]) -> None:
        self._new = tuple(files)
        self._view.show_watched(folder, files)

    def chosen(self, tab: Tab, lines: Sequence[Line]) -> None:
        """Follow the tab and the selection."""
        is_other = (tab, tuple(lines)) != (self._tab, self._chosen)
        self._tab, self._chosen = tab, tuple(lines)
        role = self._boxes.role if self._boxes else None
        self._view.show_actions(actions_for(role, tab, lines))
        line = lines[0] if len(lines) == 1 else None
        if not isinstance(line, BoxLine):
            self._view.show_nothing_chosen()
            return
        if is_other:
            self._view.show_line(line, None)
        store = PackageStore(self._ui.services.paths.attachments)
        self._ui.jobs.read(
            lambda session, job: report_story(session, package_id=line.id, store=store),
            lambda story: self._show_story(line, story),
        )

    def _show_story(self, line: BoxLine, story: ReportStory | None) -> None:
        if self._chosen == (line,):
            self._view.show_line(line, story)

    # --- files that come ------------------------------------------------------------------------

    def pick_clicked(self) -> None:
        """Ask for files and look at them."""
        if paths := self._ui.dialogs.ask_open_files("Chọn gói cần nhận", [_PACKAGES]):
            self._look_at(paths)

    def folder_clicked(self) -> None:
        """Ask for a folder and look into it."""
        if folder := self._ui.dialogs.ask_folder("Chọn thư mục có gói"):
            self._look_at((folder,))

    def stick_clicked(self) -> None:
        """Look at what is on the stick that is in."""
        self._ui.jobs.compute(lambda job: removable_drives(), self._sticks_found)

    def _sticks_found(self, drives: Sequence[Path]) -> None:
        if drives:
            self._look_at(drives)
        else:
            self._view.tell("Chưa thấy USB nào. Cắm USB rồi bấm lại “Từ USB”.", Tone.WARNING)

    def watch_clicked(self) -> None:
        """Choose the folder to watch; the one where mail and Zalo put their files."""
        settings, before = self._ui.services.settings, self._ui.services.settings.text("exchange.folder")
        stops = "Thôi theo dõi"
        if before and self._ui.dialogs.confirm(
            f"Đang theo dõi thư mục {before}.", verb=stops, detail="“Hoãn” để giữ và chọn thư mục khác."
        ):
            settings.set("exchange.folder", "")
        elif folder := self._ui.dialogs.ask_folder("Chọn thư mục theo dõi gói đến"):
            settings.set("exchange.folder", str(folder))
        self.refresh()

    def take_watched_clicked(self) -> None:
        """Look at everything new in the folder that is watched."""
        if self._new:
            self._look_at(self._new)

    def _look_at(self, paths: Sequence[Path]) -> None:
        self._ui.navigator.open("receiving", files="\n".join(map(str, paths)))

    def choose_clicked(self) -> None:
        """Decide that this one of two files stands; asks why."""
        self._decide("Chọn gói này", "Chọn gói này", choose_file, "Đã chọn gói đúng.")

    def discard_clicked(self) -> None:
        """Decide that this file never counts; asks why."""
        self._decide("Bỏ gói này", "Bỏ gói", discard_file, "Đã bỏ gói; tệp gốc vẫn được giữ.")

    def _decide(self, title: str, verb: str, use_case: Callable[..., Done[Any]], said: str) -> None:
        line = self._one(BoxLine)
        reason = self._ui.dialogs.ask_text(title, "Lý do:", verb=verb, lines=3) if line else None
        if line is None or reason is None:
            return
        services = self._ui.services
        store = PackageStore(services.paths.attachments)
        self._ui.jobs.write(
            lambda session, job: use_case(
                session, package_id=line.id, reason=reason, store=store, clock=services.clock
            ),
            lambda _: self._ui.navigator.tell(said),
            title="Đang ghi quyết định",
        )

    def retry_clicked(self) -> None:
        """Take in again what waited for a key, a period or a newer program."""
        line, services = self._one(BoxLine), self._ui.services
        if line is None:
            return

        def work(uow: Any, job: object) -> Any:
            desk = desk_for(services, services.secrets)
            with uow.write() as session:
                taken = retry_waiting(session, unit_id=line.row.unit_id, desk=desk).value
            return Done(taken, EVERYTHING)

        def done(taken: Sequence[Any]) -> None:
            count = sum(1 for arrived in taken if arrived.outcome in ("new", "replacement"))
            why = next((arrived.reason for arrived in taken if arrived.outcome == "rejected"), "")
            self._view.tell(
                f"Đã nhận {count} gói chờ." if count else why, Tone.GOOD if count else Tone.WARNING
            )
            ask_to_join(self._ui, taken, lambda joined: self._view.tell("Đã nhận 1 gói chờ.", Tone.GOOD))

        self._ui.jobs.maintain(work, done, title="Đang nhập lại gói chờ")

    def undo_run_clicked(self) -> None:
        """Take a whole run back, also days later."""
        run, services = self._one(RunLine), self._ui.services
        if run is None:
            return
        store = PackageStore(services.paths.attachments)
        self._ui.jobs.write(
            lambda session, job: undo_batch(
                session, batch_id=run.batch_id, store=store, clock=services.clock
            ),
            lambda count: self._ui.navigator.tell(f"Đã hoàn tác lần nhận: {format_number(count)} gói."),
            title="Đang hoàn tác lần nhận",
        )

    # --- files that leave -----------------------------------------------------------------------

    def hand_down_clicked(self) -> None:
        """Make one package for each unit."""
        self.rounds.ask(Kind.ASSIGNMENT)

    def receipts_clicked(self) -> None:
        """Make one receipt for each unit that sent something."""
        self.rounds.ask(Kind.RECEIPT)

    def to_stick_clicked(self) -> None:
        """Copy the chosen files to a stick."""
        self.sending.to_stick(self._sent_ids())

    def to_folder_clicked(self) -> None:
        """Copy the chosen files to a folder."""
        self.sending.to_folder(self._sent_ids())

    def to_outbox_clicked(self) -> None:
        """Send the chosen files by mail, each to its unit."""
        self.sending.to_outbox(self._sent_ids())

    def draft_clicked(self) -> None:
        """Open a draft mail with the chosen file."""
        for key in self._sent_ids()[:1]:
            self.sending.draft(key)

    def _sent_ids(self) -> list[str]:
        return [line.id for line in self._chosen if isinstance(line, BoxLine) and line.row.is_outgoing]

    # --- keys -----------------------------------------------------------------------------------

    def verify_clicked(self) -> None:
        """Ask for the thirty digits that the unit reads out."""
        if key := self._one(KeyLine):
            self.keys.ask_code(key)

    def revoke_clicked(self) -> None:
        """Stop trusting a key; asks why."""
        if key := self._one(KeyLine):
            self.keys.revoke(key)

    def _one(self, kind: type[Any]) -> Any:
        return self._chosen[0] if len(self._chosen) == 1 and isinstance(self._chosen[0], kind) else None
