"""Decisions of Xếp hạng: which ranking is shown, what may be done with it, publishing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from app.core.clock import local_time
from app.core.errors import AppError
from app.core.ranking import Method, RankedUnit
from app.core.text import format_date, format_number, join_words
from app.services.documents import create_draft
from app.services.papers import PaperRequest
from app.services.queries.ranking import SnapshotRow
from app.services.queries.ranking_page import RankingPage, explained, read_ranking_page
from app.services.ranking import exclude_unit, include_unit, note_appeal, publish_ranking, set_method
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.core.changes import Done

SaveMethod = Callable[[Method, FormReply], object]


class Action(Enum):
    """What may be done on this screen."""

    EXPLAIN = auto()
    APPEAL = auto()
    EXCLUDE = auto()
    INCLUDE = auto()
    METHOD = auto()
    PUBLISH = auto()
    NOTICE = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the list of snapshots; a blank key is the register as it stands."""

    key: str
    words: str


class RankingView(Protocol):
    """What the presenter asks of the screen."""

    def show_page(self, page: RankingPage, choices: Sequence[Choice], words: Sequence[str]) -> None:
        """Show a ranking, what can be chosen instead, and the sentences beside it."""
        ...

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no ranking, and what to do."""
        ...

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        ...

    def ask_method(self, method: Method, save: SaveMethod) -> None:
        """Ask for weights and rule."""
        ...


def snapshot_words(row: SnapshotRow) -> str:
    """Return "Công bố lần 1, 10:15 18/3/2024"."""
    at = local_time(row.published_at)
    return f"Công bố lần {row.number}, {at:%H:%M} {format_date(at.date())}"


def page_words(page: RankingPage) -> tuple[str, ...]:
    """Return the sentences beside a ranking: how far it holds, who rose, who is left out, objections."""
    ranking = page.ranking
    if ranking is None:
        return ()
    told = f"Tính đến hết ngày {format_date(ranking.as_of)}"
    if page.snapshot is not None:
        words = [
            f"{snapshot_words(page.snapshot)}; {told.lower()}. Số liệu đổi về sau không làm đổi bảng này."
        ]
        words += [f"Lý do công bố lại: {page.snapshot.reason}"] if page.snapshot.reason else []
    elif ranking.is_provisional:
        words = [
            f"{told}, tạm tính: mới chấp nhận {format_number(ranking.accepted)}/"
            f"{format_number(ranking.expected)} báo cáo của kỳ."
        ]
    else:
        words = [f"{told}; mọi báo cáo của kỳ đã được chấp nhận."]
    if ranking.most_improved:
        words.append(f"Tiến bộ nhiều nhất: {join_words(ranking.most_improved)}.")
    words += [f"Không xếp hạng {one.unit}: {one.reason}" for one in ranking.excluded]
    if page.appeals:
        words.append(f"Có {len(page.appeals)} kiến nghị: {join_words(row.unit for row in page.appeals)}.")
    return (*words, *ranking.method)


class RankingPresenter:
    """One period's ranking: the register as it stands, or a published one."""

    def __init__(self, view: RankingView, ui: UiContext) -> None:
        self._view, self._ui = view, ui
        self._snapshot_id = ""
        self.page: RankingPage | None = None
        self.unit: RankedUnit | None = None

    def refresh(self) -> None:
        """Read the ranking of the period on the top bar."""
        month, day, snapshot = self._ui.navigator.period, self._ui.services.clock.today(), self._snapshot_id
        self._ui.jobs.read(
            lambda session, job: read_ranking_page(session, month=month, day=day, snapshot_id=snapshot),
            self._show,
            self._failed,
        )

    def choose(self, key: str) -> None:
        """Show a published ranking, or the register as it stands."""
        self._snapshot_id = key
        self.refresh()

    def selected(self, unit: RankedUnit | None) -> None:
        """Follow the selection."""
        self.unit = unit
        self._view.show_actions(self._actions())

    def explain_clicked(self) -> None:
        """Show how the chosen unit came to its place."""
        if self.page is not None and self.unit is not None:
            self._ui.dialogs.show_text(f"Giải thích: {self.unit.unit}", explained(self.page, self.unit))

    def appeal_clicked(self) -> None:
        """Note what the chosen unit objects to."""
        unit = self.unit
        if unit is None or Action.APPEAL not in self._actions():
            return
        text = self._ui.dialogs.ask_text(
            "Ghi kiến nghị", f"Kiến nghị của {unit.unit}:", verb="Ghi kiến nghị", lines=3
        )
        if text:
            self._write(note_appeal, f"Đã ghi kiến nghị của {unit.unit}.", unit_id=unit.unit_id, text=text)

    def exclude_clicked(self) -> None:
        """Leave the chosen unit out, with a reason."""
        unit = self.unit
        if unit is None or Action.EXCLUDE not in self._actions():
            return
        reason = self._ui.dialogs.ask_text(
            "Không xếp hạng", f"Lý do không xếp hạng {unit.unit}:", verb="Không xếp hạng", lines=2
        )
        if reason:
            self._write(exclude_unit, f"Không xếp hạng {unit.unit}.", unit_id=unit.unit_id, reason=reason)

    def include_clicked(self) -> None:
        """Rank a unit again that was left out."""
        if self.page is None or Action.INCLUDE not in self._actions():
            return
        choices = [(row.unit_id, f"{row.unit}: {row.text}") for row in self.page.excluded]
        chosen = self._ui.dialogs.ask_choice("Xếp hạng lại", "Đơn vị:", choices, verb="Xếp hạng lại")
        if chosen:
            self._write(include_unit, "Đã xếp hạng lại.", unit_id=chosen)

    def method_clicked(self) -> None:
        """Ask for weights and the rule for shared places."""
        if self.page is not None:
            self._view.ask_method(self.page.method, self._set_method)

    def publish_clicked(self) -> None:
        """Freeze the ranking; a second time asks why."""
        if self.page is None or Action.PUBLISH not in self._actions():
            return
        page, day, clock, reason = self.page, self._ui.services.clock.today(), self._ui.services.clock, ""
        month = page.period.month.short
        if page.snapshots:
            reason = (
                self._ui.dialogs.ask_text(
                    f"Công bố lại kỳ {month}", "Lý do công bố lại:", verb="Công bố", lines=2
                )
                or ""
            )
            if not reason:
                return
        elif not self._ui.dialogs.confirm(
            f"Công bố xếp hạng kỳ {month}?",
            verb="Công bố",
            detail="Bảng được chốt: số liệu thay đổi về sau không làm đổi bảng đã công bố.",
        ):
            return

        def done(key: str) -> None:
            self._snapshot_id = key
            self._ui.navigator.tell(
                f"Đã công bố xếp hạng kỳ {month}.", verb="Soạn thông báo", action=self.notice_clicked
            )

        self._ui.jobs.write(
            lambda session, job: publish_ranking(
                session, period=page.period, day=day, clock=clock, reason=reason
            ),
            done,
            title="Đang công bố xếp hạng",
        )

    def notice_clicked(self) -> None:
        """Draft the notice of results with the ranking; it prints the one published last."""
        if self.page is None:
            return
        clock = self._ui.services.clock
        request = PaperRequest(
            kind="results-notice", day=clock.today(), period=self.page.period.name, with_ranking=True
        )
        self._ui.jobs.write(
            lambda session, job: create_draft(session, request=request, clock=clock),
            lambda key: self._ui.navigator.open("documents", document_id=key),
            title="Đang soạn thông báo",
        )

    def _set_method(self, method: Method, reply: FormReply) -> None:
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: set_method(session, method=method, clock=clock),
            reply.accept,
            reply.refuse,
            title="Đang cất phương pháp",
        )

    def _write(self, use_case: Any, said: str, **fields: str) -> None:
        assert self.page is not None
        period_id, clock = self.page.period.id, self._ui.services.clock

        def work(session: "Session", job: object) -> "Done[str]":
            done: Done[str] = use_case(session, period_id=period_id, clock=clock, **fields)
            return done

        self._ui.jobs.write(work, lambda _: self._ui.navigator.tell(said), title="Đang ghi vào sổ")

    def _actions(self) -> frozenset[Action]:
        page = self.page
        if page is None or page.ranking is None:
            return frozenset({Action.METHOD}) if page is not None else frozenset()
        found = {Action.METHOD, Action.NOTICE}
        if page.snapshot is None:
            found.add(Action.PUBLISH)
            found |= {Action.INCLUDE} if page.excluded else set()
        if self.unit is not None:
            found |= {Action.EXPLAIN, Action.APPEAL}
            found |= {Action.EXCLUDE} if page.snapshot is None else set()
        return frozenset(found)

    def _show(self, page: RankingPage) -> None:
        self.page = page
        if page.ranking is None:
            before = page.period.month.plus(-1)
            self._view.show_empty(
                page.problem, f"Xem kỳ {before.short}", lambda: self._ui.navigator.set_period(before)
            )
        else:
            choices = [Choice("", "Hiện nay")]
            choices += [Choice(row.id, snapshot_words(row)) for row in page.snapshots]
            self._view.show_page(page, choices, page_words(page))
        self._view.show_actions(self._actions())

    def _failed(self, error: AppError) -> None:
        self.page = None
        self._view.show_empty(
            f"{error.message} {error.hint}".strip(),
            "Tới kỳ báo cáo",
            lambda: self._ui.navigator.open("cycles"),
        )
        self._view.show_actions(frozenset())
