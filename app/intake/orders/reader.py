"""From the tree of items to orders: one task for each lowest item that orders something (R1-R8, A1, D3)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.core.sentences import sentences_of
from app.intake.deadlines import Deadline, read_deadline
from app.intake.deadlines.calendar_words import Anchor
from app.intake.orders.attribute_lines import stated_attributes
from app.intake.orders.drafts import Attributes, Draft, Scope, with_parties
from app.intake.orders.letters import Letter
from app.intake.orders.parties import is_body, split_parties
from app.intake.orders.pieces import Cutter
from app.intake.orders.statements import (
    approves,
    counts,
    describes,
    is_difficulty,
    is_formula,
    is_responsibility,
    states,
)
from app.intake.orders.task_tables import read_table
from app.intake.orders.words import (
    Order,
    heading_party,
    issuer_order,
    lead_in_mode,
    lead_in_parties,
    narrates,
    orders_document,
    read_order,
)
from app.intake.structure.tree import Item, is_heading
from app.intake.vocabulary import patterns

_ENACTS = re.compile(
    r"(?:Phê duyệt|Thông qua|Ban hành|Công bố|Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Quy định|Thành lập|Kiện toàn"
    r"|Điều chỉnh)\b"
)
_TELLING = ("báo cáo", "tờ trình")  # there a unit and a verb say what was done
_OUTRIGHT = ("R-GIAO", "R-DENGHI")
_ASSESSES = re.compile(r"(?:đánh giá|tình hình|kết quả|tồn tại|hạn chế)", re.IGNORECASE)
_AGENDA = re.compile(
    r"(?:nội dung|chương trình)\s+(?:hội nghị|hội thảo|hội thi|cuộc thi|tập huấn|cuộc họp|buổi|làm việc"
    r"|kiểm tra|giám sát|khảo sát)\b",
    re.IGNORECASE,
)  # what is spoken of or looked at there
_NO_ENTRY = re.compile(
    r"(?:quyết định|nghị quyết|quy chế|quy định) này (?:có hiệu lực|thay thế|bãi bỏ)", re.IGNORECASE
)


class OrderReader:
    """Walks the items of one document; what it inherits goes down in a ``Scope``."""

    def __init__(
        self,
        addressees: tuple[str, ...],
        anchor: Anchor,
        aliases: dict[str, str],
        *,
        kind: str | None = None,
    ) -> None:
        self.kind = kind
        self.addressees = addressees
        self.anchor = anchor
        self.aliases = aliases
        self.cutter = Cutter(anchor)

    def read(self, roots: Sequence[Item]) -> list[Draft]:
        """Return the orders of a document and of its annexes in reading order."""
        drafts = [draft for place, root in enumerate(roots) for draft in self._root(root, is_annex=place > 0)]
        if not drafts:
            scope = Scope("mixed", self.addressees, "addressees" if self.addressees else "none")
            letter = Letter(self.cutter, scope, tells=self.kind in _TELLING)
            drafts = [draft for root in roots for draft in letter.orders(root)]
        for draft in drafts:
            draft.parties = tuple(self.aliases.get(party.casefold(), party) for party in draft.parties)
        return drafts

    # --- the top level ------------------------------------------------------------------------

    def _root(self, root: Item, *, is_annex: bool) -> list[Draft]:
        """Unnumbered paragraphs at the top open the operative part, close it, or order by themselves."""
        scope = Scope()
        if is_annex and self.addressees:
            scope = Scope(parties=self.addressees, source="addressees")
        drafts: list[Draft] = []
        children = root.children
        index = 0
        while index < len(children):
            child = children[index]
            if child.is_row:
                rows, index = self._rows(children, index)
                drafts += read_table(rows, scope, self.anchor)
                continue
            index += 1
            if child.marker is None:
                scope, found = self._paragraph(child, scope, has_more=index < len(children))
                drafts += found
            else:
                mode = scope.mode if scope.mode != "before" else "mixed"
                self._visit_into(drafts, child, replace(scope, mode=mode))
        return drafts

    def _visit_into(self, drafts: list[Draft], item: Item, scope: Scope) -> None:
        """Visit an item among its siblings; attribute lines go to the orders before them."""
        found, attributes = self._visit(item, scope)
        if attributes and not found:
            for draft in drafts[-1:]:
                attributes.apply(draft, self.anchor)
        drafts += found

    @staticmethod
    def _rows(children: list[Item], index: int) -> tuple[list, int]:  # type: ignore[type-arg]
        rows = []
        while index < len(children) and children[index].is_row:
            rows.append(children[index].block)
            index += 1
        return rows, index

    def _paragraph(self, item: Item, scope: Scope, *, has_more: bool) -> tuple[Scope, list[Draft]]:
        text = item.text
        mode = lead_in_mode(text)
        if mode is not None and (has_more or item.children):
            parties = lead_in_parties(text) if mode == "operative" else ()
            source = "lead-in" if parties else "addressees" if self.addressees else "none"
            scope = Scope(mode, parties or self.addressees, source, self._horizon(text))
            drafts: list[Draft] = []
            for child in item.children:
                self._visit_into(drafts, child, scope)
            return scope, drafts
        party = heading_party(text) if text.endswith(":") and len(text) < 200 else None
        if party is not None and scope.mode != "before":  # "Sở Nội vụ:" above a list of its own
            return replace(with_parties(scope, split_parties(party), "heading"), mode="operative"), []
        if scope.mode in ("operative", "mixed"):
            return scope, self._closing(item, scope)
        return scope, []

    def _horizon(self, text: str) -> Deadline | None:
        """A lead-in may set the time for all: only with words that bound a day, in its last clause."""
        last = re.split(r"(?<=[.;])\s+", text)[-1][-220:]
        found = read_deadline(last, self.anchor, horizon=False)
        return (
            found
            if found and found.day and re.search(r"hoàn thành|trước|chậm nhất", found.text, re.IGNORECASE)
            else None
        )

    def _closing(self, item: Item, scope: Scope) -> list[Draft]:
        text = item.text
        if is_difficulty(text) or is_formula(text):
            return []
        order = read_order(text) or issuer_order(text)
        if order is None or not order.parties:
            return []
        drafts = self.cutter.cut(item, replace(scope, mode="mixed"), order)
        for draft in drafts:
            draft.section = "kết"
        return drafts

    # --- items --------------------------------------------------------------------------------

    def _visit(self, item: Item, scope: Scope) -> tuple[list[Draft], Attributes]:
        """Return the orders of an item and of what is below it, and the attributes it states for others."""
        text = item.text
        if item.attribute in ("lead", "none") and (said := read_order(item.value)) and said.rule == "R-GIAO":
            item.attribute = None  # "Tổ chức thực hiện: Giao UBND xã …"
        if item.attribute in ("lead", "support", "due", "product") and not _heads_orders(item):
            return [], stated_attributes(item)
        if item.attribute == "none" and not item.children:
            return [], Attributes()
        if self._is_background(item, text):
            return self._told_in_background(item, text, scope), Attributes()
        below = self._scope_below(item, text, scope)
        drafts, attributes = self._children(item, below)
        own = self._own(item, scope, drafts)
        for draft in own:
            attributes.apply(draft, self.anchor)
        for draft in own + drafts:
            if draft.deadline is None and below.deadline is not None:
                draft.deadline = below.deadline
        return own + drafts, Attributes() if own or drafts else attributes

    def _children(self, item: Item, scope: Scope) -> tuple[list[Draft], Attributes]:
        """Visit the children; attribute lines go to the orders before them, or up to the item itself."""
        drafts: list[Draft] = []
        left = Attributes()
        run: list[Draft] = []
        closed = False
        children, index = item.children, 0
        while index < len(children):
            if children[index].is_row:
                rows, index = self._rows(children, index)
                drafts += read_table(rows, scope, self.anchor)
                continue
            found, attributes = self._visit(children[index], scope)
            index += 1
            if attributes:
                for draft in run:
                    attributes.apply(draft, self.anchor, shared=draft is not run[-1])
                if not run:
                    left = left.merged(attributes)
                closed = True
            elif found:
                if closed:
                    run, closed = [], False
                run += found
                drafts += found
        return drafts, left

    def _told_in_background(self, item: Item, text: str, scope: Scope) -> list[Draft]:
        """What an assessment asks outright: "I. ĐÁNH GIÁ …" above "…, yêu cầu các phòng đánh giá …"."""
        if scope.mode == "before" or not _ASSESSES.match(text) or not item.children:
            return []
        told = replace(scope, mode="named")
        return [
            draft
            for child in item.children
            if child.marker is None and (order := read_order(child.text)) and order.rule in _OUTRIGHT
            if not describes(child.text)
            for draft in self._own(child, told, [])
        ]

    @staticmethod
    def _is_background(item: Item, text: str) -> bool:
        """Aims, results and shortcomings by their heading, or by what the lead-in of a list says (R1)."""
        if is_heading(text) or item.children:
            first = re.split(r"[.:]", text)[0]
            head = first if len(first) <= 140 else ""
            if _AGENDA.match(head):
                return True
            is_titled = head and patterns().background.match(head) and not patterns().operative.search(head)
            if is_titled and find_order_word(text) is None:
                return True
        return (
            bool(item.children)
            and describes(text)
            and read_order(text) is None
            and lead_in_mode(text) != "operative"
        )

    def _scope_below(self, item: Item, text: str, scope: Scope) -> Scope:
        """What the children inherit from this item."""
        mode = scope.mode
        names_duties = is_heading(text) and patterns().operative.search(text[:160])
        if self._only_named(item, text):
            mode = "named"
        elif lead_in_mode(text) == "operative" or names_duties:
            mode = "operative"
        below = replace(scope, mode=mode)
        if patterns().details_after.search(text.rstrip(" :")):
            below = replace(below, details=True)
        if item.attribute == "content":
            return replace(below, mode="operative")
        order = read_order(text) if not is_heading(text) or text.endswith(":") else None
        party = heading_party(text) if is_heading(text) or text.endswith(":") else None
        if party is not None:
            below = replace(with_parties(below, split_parties(party), "heading"), mode="operative")
        elif lead_in_mode(text) == "operative" and (parties := lead_in_parties(text)):
            below = with_parties(below, parties, "lead-in")
        elif order is not None and order.parties and item.children:
            below = replace(with_parties(below, order.parties, "heading"), mode="operative")
        if text.endswith(":") or is_heading(text):
            found = read_deadline(text, self.anchor, horizon=False) if len(text) < 400 else None
            if found is not None and found.day is not None:
                below = replace(below, deadline=found)
        return below

    @staticmethod
    def _only_named(item: Item, text: str) -> bool:
        """Where things are enacted or money is spoken of, only a sentence that names somebody orders."""
        if item.marker is None:
            return False
        if item.marker.style == "article":
            return _ENACTS.match(text) is not None
        return is_heading(text) and patterns().means.match(text) is not None

    def _own(self, item: Item, scope: Scope, below: list[Draft]) -> list[Draft]:
        """Return the item's own orders: a leaf's, or those of an item whose children only specify it."""
        text = item.value if item.attribute == "content" else item.text
        if not text or scope.mode in ("before", "skip"):
            return []
        if is_responsibility(text) or is_difficulty(text) or counts(text) or _NO_ENTRY.search(text):
            return []
        if below:
            return self._own_above(item, text, scope, below)
        order = read_order(text)
        if order is None:
            order = self._later(text) or self._default(item, text, scope)
        if order is None or ((scope.details or scope.mode == "named") and not order.parties):
            return []
        if item.marker is None and is_formula(text):
            return []
        if item.marker is not None and item.marker.style == "article" and not order.parties:
            return []  # "Điều 1. Công bố …" enacts, it asks nothing of anybody
        if is_heading(text) and not item.children and self._is_title(text, order):
            return []
        drafts = self.cutter.cut(item, scope, order)
        details = [
            child for child in item.walk() if child is not item and child.attribute is None and child.block
        ]
        if drafts and details:
            drafts[-1].details = " ".join(child.block.text for child in details if child.block)
            drafts[-1].last = details[-1].block
            self.cutter.late_deadline(drafts[-1])
        return drafts

    @staticmethod
    def _later(text: str) -> Order | None:
        """A paragraph that describes or approves first and then asks: "…. Tuy vậy, đề nghị các phòng …"."""
        rules = ("R-GIAO", "R-DENGHI", "R-CHUTHE") if approves(text) else ("R-GIAO", "R-DENGHI")
        for start, end in sentences_of(text)[1:]:
            sentence = text[start:end]
            order = read_order(sentence)
            if order is None or order.rule not in rules or narrates(sentence, order, told=False):
                continue
            if not is_difficulty(sentence):
                return Order("R-DENGHI", order.parties, 0.75, start + order.until)
        return None

    @staticmethod
    def _is_title(text: str, order: Order) -> bool:
        """A heading whose body is missing: capitals, or no more than a few words."""
        return text.isupper() or (len(text) < 40 and not text.endswith((".", ";")) and order.rule == "R-MUC")

    def _own_above(self, item: Item, text: str, scope: Scope, below: list[Draft]) -> list[Draft]:
        """An item with orders below is one itself only when complete: a named document (R5), or prose."""
        if orders_document(text) and (text.endswith(":") or not is_heading(text)):
            order = read_order(text)
            if order is not None:
                drafts = self.cutter.cut(item, scope, order)
                for draft in drafts:
                    draft.is_reference = True
                return drafts
        only_paragraphs = all(child.marker is None for child in item.children)
        if not only_paragraphs or text.endswith(":") or is_heading(text):
            return []
        order = read_order(text)
        if order is None or (len(text) <= 180 and not order.parties and below[0].source == "item"):
            return []  # a topic sentence that the next paragraph spells out (R6)
        return self.cutter.cut(item, scope, order)

    @staticmethod
    def _default(item: Item, text: str, scope: Scope) -> Order | None:
        """Inside the operative part a listed piece is an order unless it describes."""
        if scope.mode != "operative" or item.marker is None or item.marker.style == "article":
            return None
        is_title = is_heading(text) and (not item.marker.is_bullet or bool(item.children) or is_body(text))
        if describes(text) or is_title or len(text) < 25 or states(text):
            return None
        return Order("R-MUC", (), 0.5)


def _heads_orders(item: Item) -> bool:
    """Tell whether "Tổ chức thực hiện:" heads a list of orders and not a list of names."""
    listed = [child for child in item.children if child.marker is not None and child.attribute is None]
    return not item.value and any(read_order(child.text) is not None for child in listed)


def find_order_word(text: str) -> int | None:
    """Return where a sentence says "yêu cầu", "đề nghị", "giao" to somebody."""
    parties = lead_in_parties(text)
    return text.find(parties[0]) if parties else None
