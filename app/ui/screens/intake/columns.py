"""The words of the cards: what stands on a proposal, under it, and in the lines around."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from app.core.statuses import WORDS, DeadlineOperator
from app.core.text import format_date, format_number
from app.intake.deadlines import Deadline
from app.intake.proposals import DirectiveHead
from app.services.intake.clarity import Clarity, clarity_of, kind_of
from app.services.intake.lookup import Party, PartyBook
from app.services.intake.review import Decision, Line, Review
from app.ui.tone import Look, Tone
from app.ui.widgets.proposal_card import Card

LOOKS = {
    Decision.OPEN: Look("Chưa quyết", "status-empty", Tone.INFO),
    Decision.ACCEPTED: Look("Nhận", "status-done", Tone.GOOD),
    Decision.DROPPED: Look("Bỏ", "status-cancelled", Tone.NEUTRAL),
}
_BOUNDS = {
    DeadlineOperator.ON_OR_BEFORE: "chậm nhất",
    DeadlineOperator.BEFORE: "trước",
    DeadlineOperator.WITHIN: "đến hết",
}
_RHYTHMS = {
    "continuous": "thường xuyên",
    "ongoing": "các năm tiếp theo",
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half-yearly": "6 tháng một lần",
    "yearly": "hằng năm",
}
_SOURCES = {
    "item": "trong chính câu giao việc",
    "heading": "ở đề mục phía trên",
    "lead-in": "ở câu dẫn",
    "addressees": "ở Kính gửi",
    "attribute": "ở dòng Cơ quan chủ trì",
    "table": "trong bảng",
}
_RULES = {
    "R-BANG": "hàng của bảng phân công",
    "R-GIAO": "câu có chữ giao, đề nghị, yêu cầu",
    "R-CHUTHE": "câu bắt đầu bằng tên đơn vị",
    "R-DONGTU": "câu bắt đầu bằng động từ giao việc",
    "R-CQGIAO": "cơ quan ban hành giao trong câu",
    "R-TAY": "người dùng thêm từ nguyên văn",
}


def is_sure_of(book: PartyBook, review: Review, name: str) -> bool:
    """Tell whether a name stands for units of the register, by itself or by an answer."""
    answered = review.answers.get(name)
    if answered is not None:
        return bool(answered.names)
    known = book.found.get(name)
    return known is not None and known.is_sure


def clarity(line: Line, book: PartyBook, review: Review, issued_on: date | None) -> Clarity:
    """Tell what of a proposal is clear."""
    return clarity_of(line, lambda name: is_sure_of(book, review, name), issued_on)


def card_of(line: Line, book: PartyBook, review: Review, issued_on: date | None) -> Card:
    """Return the card of a proposal."""
    task, clear = line.task, clarity(line, book, review, issued_on)
    is_dropped = line.decision is Decision.DROPPED
    badge = "4 rõ" if clear.is_complete else f"chưa rõ {', '.join(clear.missing)}"
    return Card(
        id=line.id,
        start=task.start,
        end=task.end,
        state=LOOKS[line.decision],
        section=task.section or "",
        kind=WORDS[kind_of(task)],
        content=task.content,
        who=who_words(task.assignees, book, review) or "chưa rõ ai chủ trì",
        due=due_words(task.deadline) or "chưa có hạn",
        badge="" if is_dropped else badge,
        badge_tone=Tone.GOOD if clear.is_complete else Tone.WARNING,
        tooltip=f"{rule_words(line)}\n{task.content}",
        is_struck=is_dropped,
    )


def who_words(names: Iterable[str], book: PartyBook, review: Review) -> str:
    """Return names with what they stand for; a question mark where a person has to say."""
    return "; ".join(_who(name, book, review) for name in names)


def _who(name: str, book: PartyBook, review: Review) -> str:
    answered = review.answers.get(name)
    if answered is not None:
        words = next((c.words for c in book.choices if c.answer == answered), ", ".join(answered.names))
        return f"{name} → {words}" if answered.names else f"{name} (không giao)"
    known = book.found.get(name, Party(name))
    if known.is_sure:
        return name
    return f"{name} → {known.words}?" if known.words else f"{name} → ?"


def _matched(names: Iterable[str], book: PartyBook, review: Review) -> str:
    """Return names with the units or group they stand for and how sure that is, each on its line."""
    lines = []
    for name in names:
        known = book.found.get(name, Party(name))
        if name in review.answers or not known.words:
            lines.append(_who(name, book, review))
        else:
            asked = "" if known.is_sure else ", bấm C để chọn"
            lines.append(f"{name} → {known.words} ({known.confidence:.0%}{asked})")
    return "\n".join(lines)


def due_words(deadline: Deadline | None) -> str:
    """Return the reading of a deadline: its day and how it bounds, else its rhythm, else its words."""
    if deadline is None:
        return ""
    if deadline.day is not None:
        bound = _BOUNDS.get(deadline.operator, "") if deadline.operator else ""
        return f"{bound} {format_date(deadline.day)}".strip()
    return rhythm_words(deadline.recurrence) or deadline.text


def rhythm_words(recurrence: str | None) -> str:
    """Return a rhythm in words: "hằng tháng, ngày 20"."""
    key, _, day = (recurrence or "").partition(":")
    words = _RHYTHMS.get(key, key)
    return f"{words}, ngày {day}" if day else words


def rule_words(line: Line) -> str:
    """Return which rule made a proposal and how sure it is."""
    task = line.task
    rule = _RULES.get(task.rule, "")
    made = f"Quy tắc {task.rule}" + (f" ({rule})" if rule else "")
    deadline = f"; thời hạn theo {task.deadline.rule}" if task.deadline and task.deadline.rule else ""
    own = "; đã sửa bằng tay" if line.is_own else ""
    return f"{made}; tin cậy {task.confidence:.0%}{deadline}{own}."


def fact_pairs(line: Line, book: PartyBook, review: Review, issued_on: date | None) -> list[tuple[str, str]]:
    """Return everything about a proposal as labels and values."""
    task, clear = line.task, clarity(line, book, review, issued_on)
    deadline = task.deadline
    said = f"“{deadline.text}”" if deadline and deadline.text else ""
    read = due_words(deadline)
    if deadline and issued_on and deadline.day and deadline.day < issued_on:
        read += " (trước ngày ban hành: xem lại)"
    source = _SOURCES.get(task.assignee_source, "")
    return [
        ("Nội dung", task.content),
        ("Chủ trì", _matched(task.assignees, book, review) or "chưa rõ"),
        ("Lấy từ", source),
        ("Phối hợp", _matched(task.coordinators, book, review)),
        ("Thời hạn", f"{said} → {read}" if said and read else said or "không nêu"),
        ("Sản phẩm", task.product or ""),
        ("Loại", WORDS[kind_of(task)]),
        ("Bốn rõ", "đủ" if clear.is_complete else f"chưa rõ {', '.join(clear.missing)}"),
        ("Cách đọc", rule_words(line)),
    ]


def summary_words(review: Review, clear: Sequence[Clarity]) -> str:
    """Return "14 đề xuất: 9 đủ, 4 thiếu hạn; nhận 5, bỏ 2, chưa quyết 7"."""
    total = len(review.lines)
    if not total:
        return ""
    lacking: Counter[str] = Counter()
    for one in clear:
        lacking.update(one.missing)
    parts = [f"{format_number(sum(1 for one in clear if one.is_complete))} đủ"]
    parts += [f"{format_number(n)} chưa rõ {word}" for word, n in lacking.most_common()]
    decided = (
        f"nhận {format_number(review.count(Decision.ACCEPTED))}, "
        f"bỏ {format_number(review.count(Decision.DROPPED))}, "
        f"chưa quyết {format_number(review.count(Decision.OPEN))}"
    )
    return f"{format_number(total)} đề xuất: {', '.join(parts)}. Đã quyết: {decided}."


def head_words(head: DirectiveHead) -> str:
    """Return the letterhead on one line."""
    kind = (head.kind or "văn bản").capitalize()
    number = f"số {head.number}" if head.number and head.number[0].isdigit() else "(bản chưa số)"
    day = f"ngày {format_date(head.issued_on)}" if head.issued_on else "(chưa có ngày)"
    parts = [f"{kind} {number} {day}", head.issuer or "", head.subject or "(chưa rõ trích yếu)"]
    if head.signer and head.signer.name:
        parts.append(f"ký: {head.signer.name}")
    return " – ".join(filter(None, parts))


class Deck:
    """Makes cards, each only when its line or what is known about names has changed."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Line, Card, Clarity]] = {}

    def clear(self) -> None:
        """Forget every card: names mean something else now."""
        self._known.clear()

    def lay(self, review: Review, book: PartyBook, issued_on: date | None) -> tuple[tuple[Card, ...], str]:
        """Return the cards of a review and the line that sums it up."""
        cards, clear = [], []
        for line in review.lines:
            known = self._known.get(line.id)
            if known is None or known[0] is not line:
                card = card_of(line, book, review, issued_on)
                known = self._known[line.id] = (line, card, clarity(line, book, review, issued_on))
            cards.append(known[1])
            clear.append(known[2])
        return tuple(cards), summary_words(review, clear)
