"""What the totals, the story of a number and the missing units show, said without Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from app.core.figures import FigureValue
from app.core.statuses import WORDS, FigureState, ReportResult
from app.core.text import format_date, format_number
from app.services.queries.closed_totals import ClosedState
from app.services.queries.cycle_words import instant_words
from app.services.queries.last_known import LastKnown
from app.services.queries.number_story import NumberStory, Share
from app.services.queries.sums import RollUp
from app.services.queries.totals import Reach, TotalRow, Totals
from app.ui.tables.column import Column
from app.ui.tone import look

REACHES = (
    (Reach.PERIOD, "Trong kỳ"),
    (Reach.YEAR, "Lũy kế từ đầu năm"),
    (Reach.LAST_YEAR, "Cùng kỳ năm trước"),
)
ROLL_UPS = (
    (RollUp.GROUP, "Theo nhóm đơn vị"),
    (RollUp.KIND, "Theo loại đơn vị"),
    (RollUp.PARENT, "Theo cơ quan cấp trên"),
)


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One indicator of one catalogue as the table shows it; ``before`` is the same period a year ago."""

    part: int
    catalogue: str
    row: TotalRow
    field: str
    expected: int
    last_known: FigureValue | None
    before: FigureValue | None

    @property
    def key(self) -> str:
        """The row's name in the table."""
        return f"{self.part}:{self.row.code}"


def figure_words(figure: FigureValue | None) -> str:
    """Return a figure as people read it; rates to two decimals."""
    if figure is None or figure.state is FigureState.BLANK:
        return ""
    return (
        WORDS[figure.state].lower()
        if figure.value is None
        else format_number(round(figure.value, 2), decimals=None)
    )


def _number(figure: FigureValue | None) -> Decimal | None:
    return figure.value if figure else None


def total_columns(found: Totals) -> tuple[Column[TotalLine], ...]:
    """Return the columns of the table: what is fixed, then one for each group of units."""
    columns: list[Column[TotalLine]] = [
        Column(title="Mã", text=lambda n: n.row.code, width=7),
        Column(
            title="Chỉ tiêu",
            text=lambda n: n.row.title,
            width=22,
            stretches=True,
            tooltip=lambda n: n.row.title,
        ),
        Column(title="Đơn vị tính", text=lambda n: n.row.unit_of_measure, width=10, hidden=True),
        _figure_column("Tổng", lambda n: n.row.figure, width=10),
        Column(
            title="Báo cáo",
            text=lambda n: f"{format_number(n.row.units)}/{format_number(n.expected)}",
            sort=lambda n: n.row.units,
            align="right",
            width=8,
        ),
    ]
    for place, column in enumerate(found.columns):
        columns.append(
            _figure_column(
                column.title,
                partial(_of_column, place),
                width=max(9, min(13, len(column.title))),
                tooltip=f"{column.title}: từ {column.counted}/{column.expected} báo cáo",
            )
        )
    if found.reach is Reach.LAST_YEAR:
        columns.append(_figure_column("Kỳ này", lambda n: n.before, width=10))
        columns.append(Column(title="Tăng, giảm", text=change_words, align="right", width=11))
    if found.reach is Reach.PERIOD and found.absent:
        columns.append(
            _figure_column(
                "Nếu cộng số gần nhất",
                lambda n: n.last_known,
                width=11,
                tooltip="Tổng nếu thêm số gần nhất của các đơn vị chưa gửi; chỉ để tham khảo, không in.",
            )
        )
    columns.append(Column(title="Lĩnh vực", text=lambda n: n.field, width=10, hidden=True))
    columns.append(
        Column(title="Danh mục chỉ tiêu", text=lambda n: n.catalogue, width=16, hidden=len(found.parts) < 2)
    )
    return tuple(columns)


def _of_column(place: int, line: TotalLine) -> FigureValue | None:
    return line.row.by_column[place] if place < len(line.row.by_column) else None


def _figure_column(
    title: str, figure: Callable[[TotalLine], FigureValue | None], *, width: int, tooltip: str = ""
) -> Column[TotalLine]:
    return Column(
        title=title,
        text=lambda n: figure_words(figure(n)),
        sort=lambda n: _number(figure(n)),
        value=lambda n: _number(figure(n)) if _number(figure(n)) is not None else figure_words(figure(n)),
        align="right",
        width=width,
        tooltip=(lambda n: tooltip) if tooltip else None,
    )


def change_words(line: TotalLine) -> str:
    """Return how a number moved against the year before: "+12,5%"."""
    then, now = _number(line.row.figure), _number(line.before)
    if then is None or now is None or not then:
        return ""
    if line.row.value_type == "percent":
        return f"{format_number(round(now - then, 2), decimals=None)} điểm %"
    change = round((now - then) * 100 / then, 2)
    return f"{'+' if change > 0 else ''}{format_number(change, decimals=None)}%"


def lines_of(found: Totals, last: LastKnown | None, now: Totals | None) -> tuple[TotalLine, ...]:
    """Return the rows that somebody stands behind, the parts one below the other."""
    present = {row.code: row.figure for part in (now.parts if now else ()) for row in part.rows}
    return tuple(
        TotalLine(
            place,
            part.catalogue,
            row,
            row.field,
            found.expected,
            last.figures.get(row.code) if last and place == 0 else None,
            present.get(row.code),
        )
        for place, part in enumerate(found.parts)
        for row in part.rows
        if row.units
    )


def behind_words(found: Totals) -> str:
    """Return "Từ 28/34 báo cáo, 13 đã chấp nhận; 1 đang trả lại."."""
    told = f"Từ {format_number(found.counted)}/{format_number(found.expected)} báo cáo"
    if found.counted:
        told += f", {format_number(found.accepted)} đã chấp nhận"
    if found.returned:
        told += f"; {format_number(found.returned)} đang trả lại"
    return f"{told}."


def absent_words(found: Totals, last: LastKnown | None) -> str:
    """Name who is missing and from when the last known values are."""
    several = len(found.periods) > 1
    names = []
    for one in found.absent:
        words = WORDS[one.result].lower() if one.result is not ReportResult.ON_TIME else "mới báo mã"
        if last and one.unit_id in last.taken:
            words += f", số gần nhất kỳ {_month(last.taken[one.unit_id])}"
        names.append(f"{one.unit} ({f'{_month(one.period)}, ' if several else ''}{words})")
    return f"Chưa có: {'; '.join(names)}." if names else "Mọi đơn vị phải báo cáo đều có."


def _month(name: str) -> str:
    return f"{int(name[5:])}/{name[:4]}"


def closed_words(state: ClosedState | None) -> tuple[str, bool]:
    """Say whether the totals are closed and what moved since; True where something did."""
    if state is None:
        return "Chưa chốt.", False
    told = f"Đã chốt {instant_words(state.closed_at)}, từ {state.counted}/{state.expected} báo cáo"
    if not state.moved:
        return f"{told}; số chưa đổi từ đó.", False
    codes = ", ".join(one.code for one in state.moved[:8])
    more = len(state.moved) - 8
    return (
        f"{told}; {len(state.moved)} chỉ tiêu nay đã khác: {codes}{f' và {more} nữa' if more > 0 else ''}.",
        True,
    )


def share_words(share: Share) -> str:
    """Say where a share stands: version, day, number of the paper, file, source, explanation."""
    parts = [
        f"lần nộp {share.submission % 1000}" if share.submission else "",
        f"nhận {instant_words(share.received_at)}" if share.received_at else "",
        f"qua {WORDS[share.channel].lower()}" if share.channel else "",
        f"số {share.document_number}" if share.document_number else "",
        f"tệp {share.file_name}" if share.file_name else "",
        f"nguồn: {share.source}" if share.source else "",
        f"giải trình: {share.explanation}" if share.explanation else "",
        "số của bản đã chấp nhận" if share.version else "số của bản đang xem xét",
    ]
    return f"{share.unit}: {'; '.join(part for part in parts if part)}."


SHARE_COLUMNS: tuple[Column[Share], ...] = (
    Column(title="Đơn vị", text=lambda s: s.unit, width=20, stretches=True),
    Column(title="Kỳ", text=lambda s: _month(s.period), sort=lambda s: s.period, width=8),
    Column(
        title="Số liệu",
        text=lambda s: figure_words(s.figure),
        sort=lambda s: s.figure.value,
        value=lambda s: s.figure.value,
        align="right",
        width=10,
    ),
    Column(
        title="Báo cáo",
        text=lambda s: WORDS[s.state],
        icon=lambda s: look(s.state).icon,
        tone=lambda s: look(s.state).tone,
        tooltip=share_words,
        width=16,
    ),
    Column(
        title="Giải trình, nguồn",
        text=lambda s: s.explanation or s.source,
        width=20,
        tooltip=share_words,
    ),
)


def story_lines(story: NumberStory) -> list[str]:
    """Return the sentences above the shares of a number."""
    unit = f" {story.unit_of_measure}" if story.unit_of_measure not in ("", "%") else ""
    sign = "%" if story.value_type == "percent" and story.figure.value is not None else ""
    lines = [f"{story.code} {story.title}: {figure_words(story.figure)}{sign}{unit}"]
    if story.column:
        lines.append(story.column)
    if story.formula:
        parts = "; ".join(f"{p.code} = {figure_words(p.figure)}" for p in story.parts)
        lines.append(f"Tính: {story.formula}, từ tổng, không lấy trung bình ({parts}).")
    lines.append(f"{len(story.shares)} báo cáo, tính đến hết {format_date(story.as_of)}.")
    return lines


def parts_of(story: NumberStory) -> Sequence[tuple[str, str]]:
    """Return the numbers one may open next: code and words."""
    return tuple((part.code, f"{part.code} {part.title}") for part in story.parts)
