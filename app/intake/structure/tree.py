"""Blocks to a tree of items: numbers, letters, bullets, attribute lines; numbers stay as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.intake.source import Block
from app.intake.structure.markers import Marker, find_marker, rank
from app.intake.vocabulary import alternatives, patterns, word_list

ATTRIBUTE_KINDS = ("lead", "support", "due", "product", "content", "none")


@dataclass(slots=True, eq=False)
class Item:
    """One numbered, lettered or bulleted piece, or a paragraph without a marker; the root holds all."""

    block: Block | None = None
    marker: Marker | None = None
    parent: "Item | None" = None
    children: list["Item"] = field(default_factory=list)
    attribute: str | None = None  # which attribute line it is, if one
    value: str = ""  # what stands after the label of an attribute line

    @property
    def text(self) -> str:
        """The words without the marker."""
        if self.block is None:
            return ""
        return self.block.text[self.offset :].strip()

    @property
    def offset(self) -> int:
        """Where the words begin in the block."""
        if self.block is None or self.marker is None:
            return 0
        return self.marker.length

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.block is not None and bool(self.block.cells)

    def ancestors(self) -> Iterator["Item"]:
        """Yield the item and those above it, the root last."""
        item: Item | None = self
        while item is not None:
            yield item
            item = item.parent

    def walk(self) -> Iterator["Item"]:
        """Yield the item and everything below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def path(self) -> str:
        """Return the printed numbers that lead here: "II.1.1", "3.b"; bullets count nothing."""
        labels: list[str] = []
        for item in self.ancestors():
            if item.marker is None or item.marker.is_bullet:
                continue
            label = item.marker.label
            if labels and labels[0].startswith(label + "."):
                continue  # "1.1" names its "1." already
            labels.insert(0, label)
        return ".".join(labels)


@lru_cache(maxsize=1)
def _attribute_line() -> re.Pattern[str]:
    labels = word_list("headings")["attributes"]
    groups = "|".join(f"(?P<{kind}>{alternatives(labels[kind])})" for kind in (*ATTRIBUTE_KINDS, "group"))
    return re.compile(rf"(?:[-–+*•]\s*)?(?:{groups})\s*(?:\([^)]*\))?\s*:\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    labels = word_list("headings")["attributes"]
    return {label: kind for kind in ATTRIBUTE_KINDS for label in labels[kind]}


def attribute_of(text: str) -> tuple[str, str] | None:
    """Return (kind, value) of a line "Cơ quan chủ trì: …"; None for any other paragraph."""
    match = _attribute_line().match(text)
    if match is None:
        return None
    kind = next(name for name, found in match.groupdict().items() if found)
    value = text[match.end() :].strip()
    return ("lead" if kind == "group" else kind, value)


_CLOSING_START = re.compile(
    r"(?:Trên đây|Kính (?:đề nghị|mong)|Trân trọng|Nhận được|Trong quá trình|Quá trình|Yêu cầu|Đề nghị|Giao"
    r"|Căn cứ|Với (?:tinh thần|nội dung)|"
    r"(?:Nếu|Trường hợp|Trong trường hợp)\b.{0,40}?(?:khó khăn|vướng mắc)|"
    r"[^.;:]{0,20}?(?:Chỉ thị|Công điện|Công văn|Kế hoạch|Quyết định|Thông báo|Văn bản) này\s)"
)
_ISSUER_ASKS = re.compile(
    r"[^.;:]{3,90}?\s(?:yêu cầu|đề nghị|giao|thông báo để|thông báo đến|kính đề nghị|trân trọng)\s"
)


def is_closing(text: str) -> bool:
    """Tell whether an unnumbered paragraph speaks for the whole document and not for the item above it."""
    if _CLOSING_START.match(text) is not None:
        return True
    return patterns().body.match(text) is not None and _ISSUER_ASKS.match(text) is not None


_LETTERS = rank("letter")
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?[IVX\d]+)?(?:\s*[.:]|$|\s+[A-ZĐÀ-Ỹ])")


class _Builder:
    """Hangs every block below the item it belongs to."""

    def __init__(self) -> None:
        self.root = Item()
        self.stack: list[Item] = []
        self.leads: dict[int, Item] = {}  # of an item its last paragraph, where that ends with a colon

    def add(self, block: Block) -> None:
        if block.cells:
            self._hang(Item(block), self.stack[-1] if self.stack else self.root)
            return
        if _ANNEX.match(block.text) and is_heading(block.text):
            self.stack.clear()
        marker = find_marker(block.text)
        item = Item(block, marker)
        if found := attribute_of(item.text):
            item.attribute, item.value = found
        if marker is None:
            self._hang(item, self._home_of(item))
            if item.parent is not self.root:
                self.leads[id(item.parent)] = item
            return
        self._place(item, marker)

    def _place(self, item: Item, marker: Marker) -> None:
        styles = [above.marker.style for above in self.stack if above.marker]
        if marker.style in styles:
            del self.stack[styles.index(marker.style) :]
        else:
            while (
                self.stack
                and self.stack[-1].marker
                and rank(self.stack[-1].marker.style) > rank(marker.style)
            ):
                self.stack.pop()
        parent = self.stack[-1] if self.stack else self.root
        lead = self.leads.get(id(parent))
        if lead is not None and lead.text.endswith(":"):
            parent = lead  # "…, cụ thể như sau:" speaks for the list under it
        self._hang(item, parent)
        self.stack.append(item)

    def _home_of(self, item: Item) -> Item:
        """An unnumbered paragraph goes on with the last numbered item, unless it closes the document."""
        if not item.attribute and item.text.endswith(":") and patterns().body.match(item.text):
            while self.stack and self.stack[-1].marker and self.stack[-1].marker.is_bullet:
                self.stack.pop()  # "Sở Tài chính:" after the list of another party
        if not self.stack:
            return self.root
        last = self.stack[-1]
        if item.attribute:
            return last.parent if _ends_a_list(last) and last.parent is not None else last
        if is_closing(item.text) and not last.text.endswith(":") and not is_heading(last.text):
            return self.root
        if last.marker and last.marker.is_bullet and len(self.stack) > 1 and not last.text.endswith(":"):
            return self.stack[-2]
        return last

    @staticmethod
    def _hang(item: Item, parent: Item) -> None:
        item.parent = parent
        parent.children.append(item)


def _ends_a_list(last: Item) -> bool:
    """Tell whether an item is the last of several letters or bullets of which none states who and when."""
    if last.marker is None or last.children or last.text.endswith(":") or rank(last.marker.style) < _LETTERS:
        return False
    siblings = [item for item in last.parent.children if item.marker] if last.parent else []
    plain = [item for item in siblings if not item.attribute and not any(c.attribute for c in item.children)]
    return len(siblings) > 1 and plain == siblings


def is_heading(text: str) -> bool:
    """Tell whether a piece is a title: short, without the end of a sentence."""
    return (len(text) <= 160 and not text.endswith((".", ";", "./."))) or text.isupper()


def build_tree(blocks: Sequence[Block]) -> Item:
    """Return the items of a document; styles tell the levels, so that skipped numbers do no harm."""
    builder = _Builder()
    for block in blocks:
        builder.add(block)
    return builder.root


def numbering_jumps(root: Item) -> tuple[tuple[str, str], ...]:
    """Return the pairs of neighbouring numbers between which one is missing, as printed."""
    jumps = []
    for item in root.walk():
        before: Item | None = None
        for child in item.children:
            marker = child.marker
            if marker is None or marker.is_bullet or marker.value is None:
                continue
            if before is not None and before.marker and before.marker.style == marker.style:
                expected = (before.marker.value or 0) + 1
                if marker.value > expected:
                    jumps.append((before.path(), child.path()))
            before = child
    return tuple(jumps)
