"""Decisions of Đôn đốc: whom to remind, the words that are copied, what is noted as done."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import Finding
from app.core.statuses import WORDS, ReminderChannel
from app.core.text import format_number
from app.services.outbox import KeptFile, keep_file
from app.services.papers import Paper, paper_bytes
from app.services.queries.documents import paper_of
from app.services.queries.reminder_desk import ReminderDesk, letter_of, read_reminder_desk
from app.services.queries.reminders import FollowUp
from app.services.reminder_letters import draft_letter, mail_reminder
from app.services.reminder_texts import group_text, reminder_text, sms_text
from app.services.reminders import TWICE_A_DAY, log_reminder, resume_reminding, stop_reminding
from app.ui.bulk import Outcome, run_each
from app.ui.context import UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SPOKEN = (ReminderChannel.ZALO, ReminderChannel.SMS, ReminderChannel.PHONE, ReminderChannel.EMAIL)


class Action(Enum):
    """What may be done on this screen."""

    COPY = auto()
    NOTE = auto()
    CALLED = auto()
    LETTERS = auto()
    MAIL = auto()
    LEADER = auto()
    STOP = auto()
    RESUME = auto()


def actions_for(selection: Sequence[FollowUp]) -> frozenset[Action]:
    """Return what may be done with the units chosen."""
    if not selection:
        return frozenset()
    if all(row.stopped for row in selection):
        return frozenset({Action.RESUME})
    if any(row.stopped for row in selection):
        return frozenset()
    return frozenset(Action) - {Action.RESUME}


class RemindersView(Protocol):
    """What the presenter asks of the screen."""

    def show_desk(self, desk: ReminderDesk, summary: str) -> None:
        """Show the list and how it stands."""
        ...

    def show_unit(self, row: FollowUp | None, text: str, note: str) -> None:
        """Show one unit, the text for the channel chosen, and what is to be known about it."""
        ...

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        ...

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        ...


class RemindersPresenter:
    """The list of a day, one unit beside it, in the words of one channel."""

    def __init__(self, view: RemindersView, ui: UiContext) -> None:
        self._view, self._ui = view, ui
        self.desk: ReminderDesk | None = None
        self.selection: tuple[FollowUp, ...] = ()
        self.channel = ReminderChannel.ZALO

    def refresh(self) -> None:
        """Read the list of today."""
        today = self._ui.services.clock.today()
        self._ui.jobs.read(lambda session, job: read_reminder_desk(session, day=today), self._show)

    def selected(self, rows: Sequence[FollowUp]) -> None:
        """Follow the selection."""
        self.selection = tuple(rows)
        self._view.show_actions(actions_for(rows))
        self._show_unit()

    def choose_channel(self, channel: ReminderChannel) -> None:
        """Show the words for another channel."""
        self.channel = channel
        self._show_unit()

    def copy_clicked(self) -> None:
        """Copy the text of the unit chosen, or one text for several; noting it is one press away."""
        if not self._may(Action.COPY) or self.desk is None:
            return
        rows, channel = self.selection, self.channel
        text = self._text(rows[0]) if len(rows) == 1 else group_text(rows, office=self.desk.office)
        self._view.copy_text(text)
        who = rows[0].unit if len(rows) == 1 else f"{len(rows)} đơn vị"
        self._ui.navigator.tell(
            f"Đã chép lời nhắc {who}; dán vào {WORDS[channel]} rồi ghi sổ.",
            verb=f"Ghi đã nhắc qua {WORDS[channel]}",
            action=lambda: self._note(rows, channel),
        )

    def note_clicked(self) -> None:
        """Note that the units chosen were reminded by the channel chosen."""
        if self._may(Action.NOTE):
            self._note(self.selection, self.channel)

    def called_clicked(self) -> None:
        """Note that the units chosen were rung up."""
        if self._may(Action.CALLED):
            self._note(self.selection, ReminderChannel.PHONE)

    def leader_clicked(self) -> None:
        """Copy what the leader is told about the units chosen, and note it."""
        if not self._may(Action.LEADER) or self.desk is None:
            return
        today, office = self.desk.today, self.desk.office
        texts = [
            reminder_text(row, office=office, channel=ReminderChannel.LEADER, today=today)
            for row in self.selection
        ]
        self._view.copy_text("\n".join(texts))
        self._note(self.selection, ReminderChannel.LEADER)

    def letters_clicked(self) -> None:
        """Draft the official letters, one a unit."""
        if not self._may(Action.LETTERS):
            return
        clock = self._ui.services.clock

        def work(session: "Session", row: FollowUp) -> Done[Any]:
            return draft_letter(session, unit_id=row.unit_id, clock=clock)

        def finished(outcome: Outcome[FollowUp]) -> None:
            if outcome.done:
                self._ui.navigator.tell(
                    f"Đã soạn {len(outcome.done)} công văn đôn đốc.",
                    verb="Xem văn bản",
                    action=lambda: self._ui.navigator.open("documents"),
                )
            self._tell_refused(outcome, "soạn công văn")

        run_each(self._ui.jobs, self.selection, work, finished, title="Đang soạn công văn")

    def mail_clicked(self) -> None:
        """Queue a mail for each unit, with its official letter where one was issued this month."""
        if not self._may(Action.MAIL) or self.desk is None:
            return
        rows, today = self.selection, self.desk.today

        def letters(session: "Session", job: object) -> dict[str, Paper]:
            found = {row.unit_id: letter_of(session, unit_id=row.unit_id, day=today) for row in rows}
            return {unit_id: paper_of(session, key) for unit_id, key in found.items() if key}

        self._ui.jobs.read(letters, self._render_letters, title="Đang chuẩn bị thư")

    def _render_letters(self, papers: dict[str, Paper]) -> None:
        folder, rows = self._ui.services.paths.attachments, self.selection

        def render(job: object) -> dict[str, tuple[KeptFile, ...]]:
            return {
                unit_id: (keep_file(paper.file_name("pdf"), "application/pdf", paper_bytes(paper), folder),)
                for unit_id, paper in papers.items()
            }

        self._ui.jobs.compute(render, lambda files: self._queue(rows, files), title="Đang chuẩn bị thư")

    def _queue(self, rows: Sequence[FollowUp], files: dict[str, tuple[KeptFile, ...]]) -> None:
        assert self.desk is not None
        clock, office = self._ui.services.clock, self.desk.office

        def work(session: "Session", row: FollowUp) -> Done[Any]:
            own = files.get(row.unit_id, ())
            return mail_reminder(session, unit_id=row.unit_id, office=office, clock=clock, files=own)

        def finished(outcome: Outcome[FollowUp]) -> None:
            if outcome.done:
                self._ui.navigator.tell(
                    f"Đã đưa {len(outcome.done)} thư vào mục Thư đi.",
                    verb="Xem mục Thư đi",
                    action=lambda: self._ui.navigator.open("outbox"),
                )
            self._tell_refused(outcome, "đưa thư vào hộp")

        run_each(self._ui.jobs, rows, work, finished, title="Đang đưa thư vào hộp")

    def stop_clicked(self) -> None:
        """Ask why, then stop reminding the units chosen of what they owe now."""
        if not self._may(Action.STOP):
            return
        reason = self._ui.dialogs.ask_text("Dừng nhắc", "Lý do dừng nhắc:", verb="Dừng nhắc", lines=2)
        if reason:
            clock = self._ui.services.clock
            self._each(
                lambda session, row: stop_reminding(session, unit_id=row.unit_id, reason=reason, clock=clock),
                "dừng nhắc",
            )

    def resume_clicked(self) -> None:
        """Take up reminding again."""
        if self._may(Action.RESUME):
            clock = self._ui.services.clock
            self._each(
                lambda session, row: resume_reminding(session, unit_id=row.unit_id, clock=clock), "nhắc lại"
            )

    def _note(self, rows: Sequence[FollowUp], channel: ReminderChannel, *, again: bool = False) -> None:
        assert self.desk is not None
        office, today, clock = self.desk.office, self.desk.today, self._ui.services.clock

        def work(session: "Session", row: FollowUp) -> Done[Any]:
            text = reminder_text(row, office=office, channel=channel, today=today)
            return log_reminder(
                session, unit_id=row.unit_id, channel=channel, text=text, clock=clock, again=again
            )

        def finished(outcome: Outcome[FollowUp]) -> None:
            if outcome.done:
                words = WORDS[channel].lower() if channel is not ReminderChannel.ZALO else WORDS[channel]
                self._ui.navigator.tell(f"Đã ghi nhắc {len(outcome.done)} đơn vị qua {words}.")
            twice = [row for row, error in outcome.refused if error.code == TWICE_A_DAY]
            if twice and self._confirm_twice(twice):
                self._note(twice, channel, again=True)
            others = tuple(pair for pair in outcome.refused if pair[1].code != TWICE_A_DAY)
            self._tell_refused(Outcome(outcome.done, others), "ghi")

        run_each(self._ui.jobs, rows, work, finished, title="Đang ghi lần nhắc")

    def _confirm_twice(self, rows: Sequence[FollowUp]) -> bool:
        who = rows[0].unit if len(rows) == 1 else f"{len(rows)} đơn vị"
        return self._ui.dialogs.confirm(
            f"{who} đã được nhắc hôm nay rồi.", verb="Ghi thêm lần nữa", detail="Nhắc nhiều lần dễ phản cảm."
        )

    def _each(self, use_case: "Callable[[Session, FollowUp], Done[Any]]", verb: str) -> None:
        def finished(outcome: Outcome[FollowUp]) -> None:
            if outcome.done:
                self._ui.navigator.tell(f"Đã {verb} {len(outcome.done)} đơn vị.")
            self._tell_refused(outcome, verb)

        run_each(self._ui.jobs, self.selection, use_case, finished, title="Đang ghi vào sổ")

    def _tell_refused(self, outcome: Outcome[FollowUp], verb: str) -> None:
        if outcome.refused:
            findings = [
                Finding(None, row.unit, f"{error.message} {error.hint}".strip())
                for row, error in outcome.refused
            ]
            self._ui.dialogs.show_findings(f"{len(findings)} đơn vị chưa {verb} được.", findings)

    def _may(self, action: Action) -> bool:
        return action in actions_for(self.selection)

    def _text(self, row: FollowUp) -> str:
        assert self.desk is not None
        return reminder_text(row, office=self.desk.office, channel=self.channel, today=self.desk.today)

    def _show_unit(self) -> None:
        if self.desk is None or not self.selection:
            self._view.show_unit(None, "", "")
            return
        if len(self.selection) > 1:
            text = group_text([row for row in self.selection if row.followed], office=self.desk.office)
            self._view.show_unit(self.selection[0], text, f"Một tin chung cho {len(self.selection)} đơn vị.")
            return
        row = self.selection[0]
        text = self._text(row) if row.followed else ""
        self._view.show_unit(row, text, self._text_note(row))

    def _text_note(self, row: FollowUp) -> str:
        assert self.desk is not None
        if not row.followed:
            return f"Đã dừng nhắc: {row.stopped}"
        if self.channel is ReminderChannel.SMS:
            return sms_text(row, office=self.desk.office, today=self.desk.today).words
        if self.channel is ReminderChannel.EMAIL and not row.contact.email:
            return "Đơn vị chưa có địa chỉ thư trong Danh mục."
        if self.channel is not ReminderChannel.EMAIL and not row.contact.phone:
            return "Đơn vị chưa có số điện thoại trong Danh mục."
        return ""

    def _show(self, desk: ReminderDesk) -> None:
        self.desk = desk
        self._view.show_desk(desk, summary_words(desk))
        chosen = {row.unit_id for row in self.selection}
        self.selected([row for row in desk.rows if row.unit_id in chosen])


def summary_words(desk: ReminderDesk) -> str:
    """Return how the list stands in one sentence."""
    waiting = sum(not row.is_open and not row.stopped for row in desk.rows)
    stopped = sum(bool(row.stopped) for row in desk.rows)
    parts = [f"{format_number(len(desk.open_rows))} đơn vị đến lượt nhắc hôm nay"]
    if waiting:
        parts.append(f"{format_number(waiting)} đơn vị chờ lượt sau")
    if stopped:
        parts.append(f"{format_number(stopped)} đơn vị đã dừng nhắc")
    return ", ".join(parts) + "."
