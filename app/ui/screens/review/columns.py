"""What the queue and its detail show, said without Qt."""

from collections.abc import Sequence

from app.core.clock import local_time
from app.core.figures import FigureValue
from app.core.statuses import WORDS
from app.core.text import format_date, format_number, join_words
from app.services.queries.cycle_words import instant_words
from app.services.queries.review_queue import (
    NEED_WORDS,
    CellChange,
    Need,
    ReviewedReport,
    ReviewItem,
    ReviewQueue,
)
from app.ui.tables.column import Column
from app.ui.tone import Look, Tone

_LOOKS = {
    Need.BLOCK: ("error", Tone.BAD),
    Need.UNEXPLAINED: ("warning", Tone.BAD),
    Need.RECHECK: ("refresh", Tone.WARNING),
    Need.EXPLAINED: ("info", Tone.INFO),
    Need.UNUSUAL: ("warning", Tone.WARNING),
    Need.WORDS: ("edit", Tone.NEUTRAL),
}
_CHANGES_SHOWN = 12


def need_look(need: Need) -> Look:
    """Return the look of a need."""
    mark, tone = _LOOKS[need]
    return Look(NEED_WORDS[need], mark, tone)


def figure_words(figure: FigureValue) -> str:
    """Return a figure as people read it."""
    return WORDS[figure.state] if figure.value is None else format_number(figure.value, decimals=None)


def place_of(item: ReviewItem) -> str:
    """Return "HS11 Đã giải quyết quá hạn", or the heading alone."""
    return item.title if item.text else f"{item.subject} {item.title}".strip()


def series_words(item: ReviewItem) -> str:
    """Return "1/2024: 12; 2/2024: 15"."""
    return "; ".join(f"{name}: {format_number(value, decimals=None)}" for name, value in item.series)


def _now(item: ReviewItem) -> list[float]:
    return [float(item.figure.value)] if item.figure.value is not None else []


ITEM_COLUMNS: tuple[Column[ReviewItem], ...] = (
    Column(title="Đơn vị", text=lambda i: i.unit, width=12, tooltip=lambda i: i.unit),
    Column(title="Ô, mục", text=place_of, width=10, stretches=True, tooltip=place_of),
    Column(
        title="Vì sao cần xem",
        text=lambda i: NEED_WORDS[i.need],
        icon=lambda i: _LOOKS[i.need][0],
        tone=lambda i: _LOOKS[i.need][1],
        tooltip=lambda i: i.message,
        width=16,
    ),
    Column(
        title="Các kỳ",
        text=series_words,
        line=lambda i: [float(value) for _, value in i.series] + _now(i),
        width=6,
    ),
    Column(
        title="Số kỳ này",
        text=lambda i: "" if i.text else figure_words(i.figure),
        sort=lambda i: i.figure.value,
        align="right",
        width=10,
        hidden=True,
    ),
)


def counter_words(queue: ReviewQueue) -> str:
    """Return "Còn 7 mục ở 4 báo cáo; 3 báo cáo không còn mục nào."."""
    units = len({item.expected_id for item in queue.items if not item.is_seen})
    ready = len(queue.ready)
    if not queue.reports:
        return "Không có báo cáo nào chờ duyệt."
    told = f"{format_number(ready)} báo cáo không còn mục nào, chờ chấp nhận."
    if not queue.remaining:
        return f"Không còn mục nào cần xem; {told}"
    return f"Còn {format_number(queue.remaining)} mục ở {format_number(units)} báo cáo; {told}"


def item_pairs(item: ReviewItem, report: ReviewedReport | None) -> list[tuple[str, str | Look]]:
    """Return the detail of one item: what is wrong, the cell's past, what the unit says, the remarks."""
    pairs: list[tuple[str, str | Look]] = [
        ("", f"{item.unit}: {place_of(item)}"),
        ("Vì sao", need_look(item.need)),
        ("Nội dung", item.message),
        ("Số kỳ này", "" if item.text else figure_words(item.figure)),
        ("12 kỳ trước", series_words(item)),
        ("Giải trình", item.explanation),
        ("Nguồn số", item.source),
        ("Lời văn", item.text),
    ]
    for remark in item.remarks:
        closed = f" (ô đã sửa {format_date(local_time(remark.closed_at).date())})" if remark.closed_at else ""
        pairs.append((f"Nhận xét lần {remark.version}", f"{remark.text}{closed}"))
    if report is not None:
        pairs += [
            ("", "Báo cáo"),
            ("Lần nộp", f"{report.version % 1000}, nhận {instant_words(report.received_at)}"),
            ("Kiểm tra", f"đã kiểm tra ({report.checked_by})" if report.is_checked else "chưa"),
            *change_pairs(report.changes),
        ]
    return pairs


def change_pairs(changes: Sequence[CellChange]) -> list[tuple[str, str | Look]]:
    """Return what changed since the version before, cell by cell."""
    if not changes:
        return []
    shown = [
        (change.subject, f"{_cell(change.before)} → {_cell(change.after)}")
        for change in changes[:_CHANGES_SHOWN]
    ]
    more = len(changes) - len(shown)
    rest = [("…", f"và {format_number(more)} ô khác")] if more > 0 else []
    return [("", f"{format_number(len(changes))} ô đổi so với lần trước"), *shown, *rest]


def _cell(text: str) -> str:
    from app.core.statuses import FigureState

    words = {state.value: WORDS[state].lower() for state in FigureState}
    return words.get(text, text) or "trống"


def names_of(reports: Sequence[ReviewedReport]) -> str:
    """Return "Xã A và Xã B", or how many there are."""
    units = [report.unit for report in reports]
    return join_words(units) if len(units) <= 3 else f"{format_number(len(units))} đơn vị"
