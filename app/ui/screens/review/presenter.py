"""Decisions of the review: let stand, send back, remark, accept what is done; follow newer versions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Changes, Done
from app.core.errors import AppError
from app.core.periods import Month
from app.services.queries.periods import find_period
from app.services.queries.review_queue import ReviewedReport, ReviewItem, ReviewQueue, read_queue
from app.services.reviews import SeenItem, check_report, comment_on, mark_seen, unmark_seen
from app.services.submissions import accept_report, return_report
from app.ui.context import UiContext
from app.ui.screens.review.columns import names_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.core.progress import Progress

_OTHER = "khac"
REASONS = (
    ("so", "Số liệu chưa khớp, đề nghị kiểm tra lại các ô đã nhận xét."),
    ("giaitrinh", "Số liệu thay đổi nhiều mà chưa giải trình."),
    ("phuluc", "Thiếu phụ lục theo biểu mẫu."),
    ("loivan", "Lời văn chưa cập nhật theo kỳ báo cáo."),
)


class ReviewView(Protocol):
    """What the review asks of the screen."""

    def show_queue(self, queue: ReviewQueue, chosen: str) -> None:
        """Show what is left; ``chosen`` is the key of the item to stand on."""

    def show_item(self, item: ReviewItem | None, report: ReviewedReport | None) -> None:
        """Show one item in full."""

    def show_empty(self, sentence: str, queue: ReviewQueue | None) -> None:
        """Say that nothing waits."""

    def tell(self, text: str) -> None:
        """Put a message into the banner."""


class ReviewPresenter:
    """The queue of one period."""

    def __init__(self, view: ReviewView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._chosen = ""
        self._month: Month | None = None  # None: the last period that closed
        self._followed = ui.navigator.period
        self._versions: dict[str, str] = {}  # the version of each report that was shown last
        self.shows_seen = False
        self.queue: ReviewQueue | None = None

    def refresh(self) -> None:
        """Read the queue; the period on the top bar counts once it is changed there."""
        if self._ui.navigator.period != self._followed:
            self._month = self._followed = self._ui.navigator.period
        name, today = (str(self._month) if self._month else None), self._today

        def read(session: "Session", job: "Progress") -> ReviewQueue:
            period = find_period(session, name=name, as_of=today)
            return read_queue(session, period=period, as_of=today, progress=job)

        self._ui.jobs.read(read, self._show, self._cannot, title="Đang tìm mục cần xem")

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a period."""
        if name := place.get("period"):
            self.choose_period(name)

    def choose_period(self, name: str) -> None:
        """Show another period."""
        self._month = Month.parse(name)
        self.refresh()

    def show_seen(self, *, on: bool) -> None:
        """Show also what was let stand."""
        self.shows_seen = on
        if self.queue is not None:
            self._show(self.queue)

    @property
    def shown(self) -> tuple[ReviewItem, ...]:
        """The items of the list."""
        items = self.queue.items if self.queue else ()
        return items if self.shows_seen else tuple(item for item in items if not item.is_seen)

    @property
    def current(self) -> ReviewItem | None:
        """The item that is decided about."""
        return next((item for item in self.shown if item.key == self._chosen), None)

    def choose(self, item: ReviewItem | None) -> None:
        """Follow the selection."""
        self._chosen = item.key if item else ""
        report = self.queue.report(item.expected_id) if self.queue and item else None
        self._view.show_item(item, report)

    def go(self, step: int) -> None:
        """Go to the next or the previous item that nobody has looked at; round the end."""
        open_ones = [item for item in self.shown if not item.is_seen]
        if not open_ones or self.queue is None:
            return
        keys = [item.key for item in self.shown]
        here = keys.index(self._chosen) if self._chosen in keys else -1
        places = [keys.index(item.key) for item in open_ones]
        if step > 0:
            place = next((n for n in places if n > here), places[0])
        else:
            place = next((n for n in reversed(places) if n < here), places[-1])
        self._view.show_queue(self.queue, keys[place])

    def accept_clicked(self) -> None:
        """Let the item stand and go on; the last one of a report marks it as gone through."""
        item = self.current
        if item is None or item.is_seen or self.queue is None:
            return
        rest = [i for i in self.queue.items if i.expected_id == item.expected_id and not i.is_seen]
        is_last = len(rest) == 1
        clock = self._ui.services.clock
        self._chosen = self._after(item)

        def work(session: "Session", job: object) -> Done[bool]:
            done = mark_seen(session, items=[_seen(item)], clock=clock)
            changes = done.changes
            if is_last:
                changes |= check_report(session, expected_id=item.expected_id, clock=clock).changes
            return Done(is_last, changes)

        def told(was_last: bool) -> None:
            self._mark((item,), is_seen=True)
            words = (
                f"{item.unit}: đã xem hết, chờ chấp nhận."
                if was_last
                else f"Đã chấp nhận mục: {item.message}"
            )
            self._ui.navigator.tell(words, verb="Hoàn tác", action=lambda: self._take_back(item))

        self._ui.jobs.write(work, told, title="Đang ghi")

    def accept_unit_clicked(self) -> None:
        """Let every item of the report stand at once, and mark it as gone through."""
        item = self.current
        if item is None or self.queue is None:
            return
        mine = tuple(
            one for one in self.queue.items if one.expected_id == item.expected_id and not one.is_seen
        )
        clock = self._ui.services.clock
        self._chosen = self._after(item, whole_report=True)

        def work(session: "Session", job: object) -> Done[int]:
            mark_seen(session, items=[_seen(one) for one in mine], clock=clock)
            done = check_report(session, expected_id=item.expected_id, clock=clock)
            return Done(len(mine), done.changes)

        self._ui.jobs.write(
            work,
            lambda count: self._ui.navigator.tell(f"{item.unit}: đã chấp nhận {count} mục, chờ chấp nhận."),
            title="Đang ghi",
        )

    def return_clicked(self) -> None:
        """Send the item's report back, with a canned or a typed reason; the cell gets the remark."""
        item = self.current
        if item is None:
            return
        own = ("muc", f"{item.subject or item.title}: {item.message}")
        choices = (own, *REASONS, (_OTHER, "Lý do khác…"))
        key = self._ui.dialogs.ask_choice("Trả lại báo cáo", f"Lý do ({item.unit}):", choices, verb="Trả lại")
        reason = dict(choices).get(key or "")
        if key == _OTHER:
            reason = self._ui.dialogs.ask_text(
                "Trả lại báo cáo", f"Lý do ({item.unit}):", verb="Trả lại", lines=3
            )
        if not reason:
            return
        clock, words = self._ui.services.clock, reason
        self._chosen = self._after(item, whole_report=True)

        def work(session: "Session", job: object) -> Done[str]:
            comment_on(
                session,
                expected_id=item.expected_id,
                subject=item.subject,
                text=item.message if key != _OTHER else words,
                clock=clock,
            )
            done = return_report(session, expected_id=item.expected_id, reason=words, clock=clock)
            return Done(done.value, done.changes)

        self._ui.jobs.write(
            work, lambda _: self._ui.navigator.tell(f"Đã trả lại {item.unit}."), title="Đang trả lại"
        )

    def comment_clicked(self) -> None:
        """Write a remark on the cell; the report goes on waiting."""
        item = self.current
        if item is None:
            return
        text = self._ui.dialogs.ask_text(
            "Nhận xét", f"{item.unit}, {item.subject or item.title}:", verb="Ghi nhận xét", lines=3
        )
        if text:
            clock = self._ui.services.clock
            self._ui.jobs.write(
                lambda session, job: comment_on(
                    session, expected_id=item.expected_id, subject=item.subject, text=text, clock=clock
                ),
                lambda _: self._ui.navigator.tell("Đã ghi nhận xét; nhận xét tự đóng khi ô được sửa."),
                title="Đang ghi nhận xét",
            )

    def accept_ready_clicked(self) -> None:
        """Accept every report with nothing left to look at: the second step."""
        ready = self.queue.ready if self.queue else ()
        if not ready:
            self._ui.navigator.tell("Chưa có báo cáo nào xem xong.")
            return
        clock = self._ui.services.clock

        def work(session: "Session", job: "Progress") -> Done[int]:
            changes = Changes()
            for number, report in enumerate(ready):
                job.report(number, len(ready), report.unit)
                try:
                    if not report.is_checked:
                        check_report(session, expected_id=report.expected_id, clock=clock)
                    changes |= accept_report(session, expected_id=report.expected_id, clock=clock).changes
                except AppError as error:
                    error.message = f"{report.unit}: {error.message} Chưa chấp nhận đơn vị nào."
                    raise
            return Done(len(ready), changes)

        self._ui.jobs.write(
            work,
            lambda _: self._ui.navigator.tell(f"Đã chấp nhận {names_of(ready)}; số liệu đã chốt."),
            title="Đang chấp nhận báo cáo",
        )

    @property
    def _today(self) -> date:
        return self._ui.services.clock.today()

    def _after(self, item: ReviewItem, *, whole_report: bool = False) -> str:
        """Return the key to stand on once an item, or its whole report, has gone."""
        keys = [
            i.key
            for i in self.shown
            if not i.is_seen
            and i.key != item.key
            and not (whole_report and i.expected_id == item.expected_id)
        ]
        order = [i.key for i in self.shown]
        here = order.index(item.key)
        return next((key for key in keys if order.index(key) > here), keys[0] if keys else "")

    def _take_back(self, item: ReviewItem) -> None:
        clock = self._ui.services.clock
        self._chosen = item.key
        self._ui.jobs.write(
            lambda session, job: unmark_seen(session, keys=[item.key], clock=clock),
            lambda _: self._mark((item,), is_seen=False),
            title="Đang hoàn tác",
        )

    def _mark(self, items: Sequence[ReviewItem], *, is_seen: bool) -> None:
        """Show marks without reading a month of reports again: one key press must not cost a second."""
        if self.queue is None:
            return
        keys = {item.key for item in items}
        now = tuple(replace(item, is_seen=is_seen) if item.key in keys else item for item in self.queue.items)
        self._show(replace(self.queue, items=now))

    def _cannot(self, error: AppError) -> None:
        self.queue = None
        self._view.show_empty(error.message, None)

    def _show(self, queue: ReviewQueue) -> None:
        newer = self._newer(queue)
        self.queue = queue
        if not queue.reports:
            self._view.show_empty("Không còn mục nào cần xem.", queue)
            return
        if self.current is None:
            self._chosen = self.shown[0].key if self.shown else ""
        self._view.show_queue(queue, self._chosen)
        if newer is not None:
            count = len(newer.changes)
            what = f"{count} ô đổi so với lần trước" if count else "nội dung như lần trước"
            self._view.tell(f"{newer.unit} vừa gửi lần {newer.version % 1000}: {what}.")

    def _newer(self, queue: ReviewQueue) -> ReviewedReport | None:
        """Return the first report of which a newer version came while the queue was open."""
        known = self._versions
        found = [r for r in queue.reports if known.get(r.expected_id, r.submission_id) != r.submission_id]
        self._versions = known | {r.expected_id: r.submission_id for r in queue.reports}
        return found[0] if found else None


def _seen(item: ReviewItem) -> SeenItem:
    return SeenItem(item.key, item.expected_id, item.subject, item.message)
