"""The words of the cards: what stands on a proposal, under it, and in the lines around."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.statuses import WORDS, DeadlineOperator
from app.core.text import format_date, format_number
from app.intake.deadlines import Deadline
from app.intake.proposals import DirectiveHead
from app.services.intake.clarity import Clarity, clarity_of, kind_of
from app.services.intake.doubts import day_readings
from app.services.intake.party_book import Party, PartyBook, wider_addressees
from app.services.intake.relations import Relations, twin_key
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the register says about the document that is shown, and the day the words are read on."""

    book: PartyBook = field(default_factory=PartyBook)
    relations: Relations = field(default_factory=Relations)
    issued_on: date | None = None
    today: date = date.min


def card_of(line: Line, clear: Clarity, twin: str, known: Known, review: Review) -> Card:
    """Return the card of a proposal."""
    task = line.task
    is_dropped = line.decision is Decision.DROPPED
    lacks = f", thiếu {', '.join(clear.missing)}" if clear.missing else ""
    return Card(
        id=line.id,
        start=task.start,
        end=task.end,
        state=LOOKS[line.decision],
        section=task.section or "",
        kind=WORDS[kind_of(task)],
        content=task.content,
        who=who_words(task.assignees, known.book, review) or "chưa rõ ai chủ trì",
        due=_due_on_card(line, known) or "chưa có hạn",
        badge="" if is_dropped else "nghi trùng" if twin else f"{clear.count}/4 rõ{lacks}",
        badge_tone=Tone.BAD if twin else Tone.GOOD if clear.is_complete else Tone.WARNING,
        tooltip="\n".join(filter(None, (twin, rule_words(line), task.content))),
        is_struck=is_dropped,
    )


def _due_on_card(line: Line, known: Known) -> str:
    readings = day_readings(line.task.deadline, known.issued_on, known.today)
    if len(readings) > 1:
        return " hay ".join(format_date(reading.day) if reading.day else "không ngày" for reading in readings)
    return due_words(line.task.deadline)


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
    """Return why the reader proposes it, how sure it is, and by which rule (a name to ask about)."""
    task = line.task
    if task.rule == "R-TAY":
        return "Người dùng thêm từ nguyên văn."
    own = " Đã sửa bằng tay." if line.is_own else ""
    return f"{task.reason} Tin cậy {task.confidence:.0%}, quy tắc {task.rule}.{own}"


def fact_pairs(line: Line, clear: Clarity, twin: str, known: Known, review: Review) -> list[tuple[str, str]]:
    """Return everything about a proposal as labels and values."""
    task = line.task
    deadline = task.deadline
    said = f"“{deadline.text}”" if deadline and deadline.text else ""
    read = _due_on_card(line, known) if deadline else ""
    if deadline and known.issued_on and deadline.day and deadline.day < known.issued_on:
        read += " (trước ngày ban hành: xem lại)"
    return [
        ("Nghi trùng", twin),
        ("Cách đọc", rule_words(line)),
        ("Chủ trì", _matched(task.assignees, known.book, review) or "chưa rõ"),
        ("Lấy từ", _SOURCES.get(task.assignee_source, "")),
        ("Nơi nhận", reach_words(line, known, review)),
        ("Phối hợp", _matched(task.coordinators, known.book, review)),
        ("Thời hạn", f"{said} → {read}" if said and read else said or "không nêu"),
        ("Sản phẩm", task.product or ""),
        ("Loại", WORDS[kind_of(task)]),
        ("Bốn rõ", "đủ" if clear.is_complete else f"thiếu {', '.join(clear.missing)}"),
        ("Nội dung", task.content),  # the card and the source show it too
    ]


def reached_by(line: Line, book: PartyBook, review: Review) -> frozenset[str]:
    """Return the units that a proposal reaches as far as its names are sure."""
    reached: set[str] = set()
    for name in line.task.assignees:
        given = review.answers.get(name)
        if given is not None:
            key = f"group:{given.group_id}" if given.group_id else f"unit:{given.unit_id}"
            reached |= book.members.get(key, frozenset())
        elif (party := book.found.get(name)) is not None and party.is_sure:
            reached |= party.unit_ids
    return frozenset(reached)


def reach_words(line: Line, known: Known, review: Review) -> str:
    """Return how many units a proposal reaches, and whom of "Kính gửi" it leaves out."""
    reached = reached_by(line, known.book, review)
    if not reached:
        return ""
    words = f"{format_number(len(reached))} đơn vị"
    if wider := wider_addressees(reached, known.book):
        left = "; ".join(f"{name} ({format_number(number)} đơn vị)" for name, number in wider)
        words += f". Kính gửi rộng hơn: {left} không thuộc khoản này"
    return words


def reach_notes(review: Review, known: Known) -> tuple[str, ...]:
    """Return one sentence for all proposals whose clause binds fewer than "Kính gửi" does."""
    narrower: dict[str, list[str]] = {}
    for line in review.lines:
        for name, number in wider_addressees(reached_by(line, known.book, review), known.book):
            label = f"{name} ({format_number(number)} đơn vị)"
            narrower.setdefault(label, []).append(line.task.section or str(line.task.order))
    return tuple(
        f"Kính gửi rộng hơn phần giao việc: {label} không được giao ở mục "
        f"{', '.join(dict.fromkeys(sections[:12]))}{'…' if len(sections) > 12 else ''}."
        for label, sections in narrower.items()
    )


def summary_words(review: Review, missing: Sequence[tuple[str, ...]], twins: int) -> str:
    """Return "14 đề xuất: 9 đủ, 4 thiếu hạn, 1 nghi trùng. Nhận 5, bỏ 2, chưa quyết 7."."""
    total = len(review.lines)
    if not total:
        return ""
    lacking = Counter(word for words in missing for word in words)
    parts = [f"{format_number(missing.count(()))} đủ"]
    parts += [f"{format_number(n)} thiếu {word}" for word, n in lacking.most_common()]
    if twins:
        parts.append(f"{format_number(twins)} nghi trùng")
    decided = (
        f"Nhận {format_number(review.count(Decision.ACCEPTED))}, "
        f"bỏ {format_number(review.count(Decision.DROPPED))}, "
        f"chưa quyết {format_number(review.count(Decision.OPEN))}"
    )
    return f"{format_number(total)} đề xuất: {', '.join(parts)}. {decided}."


def head_words(head: DirectiveHead) -> str:
    """Return the letterhead on one line."""
    kind = (head.kind or "văn bản").capitalize()
    number = f"số {head.number}" if head.number and head.number[0].isdigit() else "(bản chưa số)"
    day = f"ngày {format_date(head.issued_on)}" if head.issued_on else "(chưa có ngày)"
    parts = [f"{kind} {number} {day}", head.issuer or "", head.subject or "(chưa rõ trích yếu)"]
    if head.signer and head.signer.name:
        parts.append(f"ký: {head.signer.name}")
    return " – ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A line with what was made of it."""

    line: Line
    clear: Clarity
    missing: tuple[str, ...]
    key: str
    twin: str
    card: Card


class Deck:
    """Makes cards, each only when its line or what is known about names has changed."""

    def __init__(self) -> None:
        self._laid: dict[int, _Laid] = {}

    def clear(self) -> None:
        """Forget every card: names mean something else now."""
        self._laid.clear()

    def lay(self, review: Review, known: Known) -> tuple[tuple[Card, ...], str]:
        """Return the cards of a review and the line that sums it up."""
        first: dict[str, Line] = {}
        laid = []
        for line in review.lines:
            one = self._lay(line, review, known, first)
            laid.append(one)
            if line.decision is not Decision.DROPPED:
                first.setdefault(one.key, line)
        self._laid = {one.line.id: one for one in laid}
        twins = sum(1 for one in laid if one.twin)
        return tuple(one.card for one in laid), summary_words(review, [one.missing for one in laid], twins)

    def _lay(self, line: Line, review: Review, known: Known, first: dict[str, Line]) -> _Laid:
        old = self._laid.get(line.id)
        is_same = old is not None and old.line is line
        key = old.key if old is not None and is_same else twin_key(line.task.content)
        twin = self._twin(line, key, known, first)
        if old is not None and is_same and old.twin == twin:
            return old
        clear = clarity_of(line, known.book, review, known.issued_on, known.today)
        return _Laid(line, clear, clear.missing, key, twin, card_of(line, clear, twin, known, review))

    def _twin(self, line: Line, key: str, known: Known, first: dict[str, Line]) -> str:
        if line.decision is Decision.DROPPED:
            return ""
        if (earlier := first.get(key)) is not None:
            return f"Trùng với mục {earlier.task.section or earlier.task.order} của văn bản này."
        twin = known.relations.twins.get(key)
        return f"Sổ đã có nhiệm vụ này: {twin.where}." if twin is not None else ""

    def facts(self, line_id: int, review: Review, known: Known) -> list[tuple[str, str]]:
        """Return everything about a line that has been laid."""
        one = self._laid.get(line_id)
        return fact_pairs(one.line, one.clear, one.twin, known, review) if one is not None else []

    def is_ready(self, line: Line) -> bool:
        """Tell whether a line lacks nothing and repeats nothing."""
        one = self._laid.get(line.id)
        return one is not None and one.clear.is_complete and not one.twin
