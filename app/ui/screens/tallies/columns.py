"""What the tally book shows, said without Qt."""

from decimal import Decimal

from app.core.text import format_date, format_number
from app.services.queries.tallies import TallyBook, TallyRow, TallyTotal
from app.services.tally_block import BlockLine
from app.ui.tables.column import Column
from app.ui.tone import Tone


def signed(amount: Decimal) -> str:
    """Return a count with its sign where it takes away: 3, -2."""
    return format_number(amount)


def _note(row: TallyRow) -> str:
    if row.adjusts_on is None:
        return row.note
    told = f"Điều chỉnh ngày {format_date(row.adjusts_on)}: {row.reason}"
    return f"{told}. {row.note}" if row.note else told


ROW_COLUMNS: tuple[Column[TallyRow], ...] = (
    Column(
        title="Ngày",
        text=lambda r: format_date(r.on_date),
        sort=lambda r: r.on_date,
        value=lambda r: r.on_date,
        width=10,
    ),
    Column(title="Chỉ tiêu", text=lambda r: f"{r.code} {r.title}", width=14, stretches=True),
    Column(
        title="Số",
        text=lambda r: signed(r.amount),
        sort=lambda r: r.amount,
        value=lambda r: r.amount,
        align="right",
        width=6,
    ),
    Column(title="Ghi chú", text=_note, width=9, stretches=True),
)

TOTAL_COLUMNS: tuple[Column[TallyTotal], ...] = (
    Column(
        title="Cộng trong kỳ",
        text=lambda t: f"{t.code} {t.title}",
        tooltip=lambda t: f"{t.title} ({t.lines} dòng)",
        width=13,
        stretches=True,
    ),
    Column(
        title="Số",
        text=lambda t: signed(t.amount),
        sort=lambda t: t.amount,
        value=lambda t: t.amount,
        align="right",
        width=6,
    ),
)

BLOCK_COLUMNS: tuple[Column[tuple[int, BlockLine]], ...] = (
    Column(title="Dòng dán", text=lambda pair: pair[1].text, width=14, stretches=True),
    Column(title="Đọc là", text=lambda pair: read_as(pair[1]), width=14, stretches=True),
    Column(
        title="Kết quả",
        text=lambda pair: "Ghi được" if pair[1].fields else "Bỏ qua",
        icon=lambda pair: "status-done" if pair[1].fields else "error",
        tone=lambda pair: Tone.GOOD if pair[1].fields else Tone.BAD,
        width=12,
    ),
)


def read_as(line: BlockLine) -> str:
    """Return how a pasted row was understood, or what is wrong with it."""
    if line.fields is None:
        return line.problem
    f = line.fields
    return f"{format_date(f.on_date)}: {f.indicator_code} {signed(f.amount)}" + (
        f", {f.note}" if f.note else ""
    )


def window_words(book: TallyBook) -> str:
    """Return which days the book shows, and whether they are over."""
    days = f"từ {format_date(book.window.starts_on)} đến hết {format_date(book.window.last_day)}"
    state = "đang chạy" if book.is_running else "đã qua" if book.window.last_day < book.today else "chưa đến"
    return f"Kỳ {book.month.short}, {days} ({state})"
