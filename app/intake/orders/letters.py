"""A letter without list and lead-in: its sentences that give work to somebody."""

from app.core.sentences import sentences_of
from app.intake.deadlines import read_deadline
from app.intake.orders.drafts import Draft, Scope
from app.intake.orders.pieces import Cutter
from app.intake.orders.statements import describes, is_difficulty, is_formula
from app.intake.orders.words import (
    Order,
    is_occasion,
    issuer_order,
    lead_in_mode,
    narrates,
    read_order,
)
from app.intake.structure.tree import Item

_NAMES_A_PARTY = ("R-GIAO", "R-DENGHI", "R-CQGIAO", "R-CHUTHE")


class Letter:
    """Reads prose; in a report (``tells``) a unit and a verb say what was done."""

    def __init__(self, cutter: Cutter, scope: Scope, *, tells: bool) -> None:
        self.cutter = cutter
        self.scope = scope
        self.tells = tells

    def orders(self, root: Item) -> list[Draft]:
        """Return the orders of every paragraph."""
        drafts: list[Draft] = []
        for item in root.walk():
            if item.block is None or item.is_row or is_difficulty(item.text):
                continue
            drafts += self._orders_of(item)
        return drafts

    def _orders_of(self, item: Item) -> list[Draft]:
        """The sentences of a paragraph that order; what follows one belongs to it up to the next."""
        pieces: list[tuple[int, int, Order]] = []
        occasion: int | None = None
        for start, end in sentences_of(item.text, stops_only=True):
            sentence = item.text[start:end]
            if is_occasion(sentence):
                occasion = start
                continue
            begin, occasion = (start if occasion is None else occasion), None
            if self._adds_nothing(sentence):
                continue
            if (order := self._order(sentence)) is not None:
                pieces.append((begin, end, order))
            elif pieces and read_deadline(sentence, self.cutter.anchor) is not None:
                pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
        return [self.cutter.draft(item, start, end, order, self.scope) for start, end, order in pieces]

    def _order(self, sentence: str) -> Order | None:
        order = issuer_order(sentence)
        if order is not None:
            return order
        found = read_order(sentence)
        if found is None or found.rule not in _NAMES_A_PARTY or narrates(sentence, found, told=self.tells):
            return None
        return found

    @staticmethod
    def _adds_nothing(sentence: str) -> bool:
        """A formula, a result, or the opening of a list that nothing could be made of (R5)."""
        words = sentence.rstrip()
        opens_list = words.endswith(":") and lead_in_mode(words) is not None
        return opens_list or is_formula(sentence) or is_difficulty(sentence) or describes(sentence)
