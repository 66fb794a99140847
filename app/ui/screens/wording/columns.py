"""What the lists of headings and standing sentences show, said without Qt."""

from app.services.queries.wording_fields import phrase_name
from app.services.wording import HeadingRow, PhraseRow
from app.ui.tables.column import Column
from app.ui.tone import Tone

HEADING_COLUMNS: tuple[Column[HeadingRow], ...] = (
    Column(title="Số", text=lambda h: h.number, width=5),
    Column(
        title="Đề mục",
        text=lambda h: f"{'    ' * (h.level - 1)}{h.title}",
        sort=lambda h: h.sort_order,
        value=lambda h: h.title,
        width=36,
        stretches=True,
    ),
    Column(title="Cấp", text=lambda h: str(h.level), sort=lambda h: h.level, align="right", width=4),
    Column(title="Khi không phát sinh", text=lambda h: h.empty_sentence, width=26, stretches=True),
    Column(
        title="Lời văn",
        text=lambda h: "Của cơ quan" if h.is_own else "Mặc định",
        icon=lambda h: "edit" if h.is_own else "status-standing",
        tone=lambda h: Tone.INFO if h.is_own else Tone.NEUTRAL,
        width=13,
        hidden=True,
    ),
)

PHRASE_COLUMNS: tuple[Column[PhraseRow], ...] = (
    Column(title="Câu mẫu", text=lambda p: phrase_name(p.key, p.usual), width=24),
    Column(title="Lời văn", text=lambda p: p.text or "(bỏ câu này)", width=44, stretches=True),
    Column(
        title="Nguồn",
        text=lambda p: "Của cơ quan" if p.is_own else "Mặc định",
        icon=lambda p: "edit" if p.is_own else "status-standing",
        tone=lambda p: Tone.INFO if p.is_own else Tone.NEUTRAL,
        width=13,
    ),
)
