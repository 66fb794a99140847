"""An item that orders cut into tasks: where a second party gets its order, and what each piece states."""

import re

from app.core.sentences import sentences_of
from app.intake.deadlines import read_deadline
from app.intake.deadlines.calendar_words import Anchor
from app.intake.orders.attribute_lines import inline_attributes
from app.intake.orders.drafts import Draft, Scope
from app.intake.orders.parties import find_coordinators
from app.intake.orders.statements import (
    describes,
    is_difficulty,
)
from app.intake.orders.words import (
    Order,
    is_own_people,
    is_prohibition,
    orders_document,
    read_order,
)
from app.intake.structure.tree import Item, attribute_of

_TIME_SENTENCE = re.compile(r"(?:Thời\s+(?:hạn|gian)|Hoàn thành|Hạn|Tiến độ)\b[^.;]{0,60}", re.IGNORECASE)
_NO_SECOND = re.compile(
    r"(?:Trường hợp|Trong trường hợp|Nếu|Trong quá trình|theo đó|trong đó|Trong đó|Tránh|Việc|Đây|Khi)\b"
)


class Cutter:
    """Makes the tasks of one item."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor

    def cut(self, item: Item, scope: Scope, first: Order) -> list[Draft]:
        """Cut an item where a second party gets its order (R8); a last "Thời hạn: …" holds for all."""
        text = item.text
        pieces: list[tuple[int, int, Order]] = []
        start, order = 0, first
        for begin, end in sentences_of(text)[1:]:
            if begin < first.until:
                continue
            found = self._second(text[begin:end], order)
            if found is not None:
                pieces.append((start, begin, order))
                start, order = begin, found
        pieces.append((start, len(text), order))
        drafts = [self.draft(item, begin, end, order, scope) for begin, end, order in pieces]
        if len(drafts) > 1:
            last = sentences_of(text)[-1]
            if _TIME_SENTENCE.match(text[last[0] : last[1]]):
                for draft in drafts[:-1]:
                    draft.deadline = draft.deadline or drafts[-1].deadline
        return drafts

    def _second(self, sentence: str, current: Order) -> Order | None:
        if _NO_SECOND.match(sentence) or is_difficulty(sentence) or attribute_of(sentence):
            return None
        found = read_order(sentence)
        if (
            found is None
            or not found.parties
            or found.rule not in ("R-GIAO", "R-CHUTHE", "R-DENGHI", "R-DOIVOI")
        ):
            return None
        if is_own_people(found.parties) or found.parties == current.parties or describes(sentence[:160]):
            return None
        if not sentence[0].isupper() and found.rule == "R-CHUTHE":
            return None
        return found

    def draft(self, item: Item, start: int, end: int, order: Order, scope: Scope) -> Draft:
        """Make the task of one piece of an item's words."""
        assert item.block is not None
        text = item.text[start:end].rstrip()
        offset = item.block.text.find(item.text, item.offset) if item.text else item.offset
        if item.attribute == "content" and start == 0 and item.value:
            start = item.text.find(item.value)
            text = item.value
        parties = order.parties or scope.parties
        source = "item" if order.parties else scope.source
        draft = Draft(
            item.block,
            offset + start,
            offset + start + len(text),
            order.rule,
            order.confidence if parties else min(order.confidence, 0.7),
            parties,
            source,
            find_coordinators(text),
            section=item.path() or None,
            is_prohibition=is_prohibition(text),
            is_reference=orders_document(text),
        )
        inline = inline_attributes(text)
        inline.apply(draft, self.anchor)
        if draft.deadline is None:
            draft.deadline = read_deadline(text, self.anchor)
        draft.has_own_deadline = draft.deadline is not None
        return draft

    def late_deadline(self, draft: Draft) -> None:
        """Look for the time again, where the task has got the words of its details."""
        if draft.deadline is None:
            draft.deadline = read_deadline(draft.words, self.anchor)
