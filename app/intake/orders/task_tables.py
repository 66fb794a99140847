"""Tables of tasks: columns by their headings, rows of groups, rows cut by the end of a page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.core.text import exact_key, one_line
from app.intake.deadlines.calendar_words import Anchor
from app.intake.deadlines.phrases import read_deadline, state_time
from app.intake.orders.drafts import Draft, Scope, parties_of_value
from app.intake.source import Block
from app.intake.structure.columns import Columns, read_columns

_NUMBER = re.compile(r"[\dIVXLivxl]{1,6}(?:\.\d{1,3})*[.)]?|[a-zđA-Z][.)]?")
_GUIDE = re.compile(r"\(?\d{1,2}\)?|\([a-z]\)")
_ROMAN_OR_LETTER = re.compile(r"[IVXL]+[.)]?|[A-Z][.)]?")


def _merged(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Join a heading row with the row of sub-headings under it."""
    width = max(len(first), len(second))
    rows = [tuple(row) + ("",) * (width - len(row)) for row in (first, second)]
    return tuple(one_line(low if low and low != high else high) for high, low in zip(*rows, strict=True))


class _Table:
    """Reads the rows of one table in order."""

    def __init__(self, scope: Scope, anchor: Anchor) -> None:
        self.scope = scope
        self.anchor = anchor
        self.columns: Columns | None = None
        self.drafts: list[Draft] = []
        self.numbers: list[str] = []
        self.counted = 0
        self.group: tuple[str, ...] = ()
        self.heading: tuple[str, ...] = ()

    def add(self, row: Block, following: Block | None) -> None:
        row = self._without_heading(row)
        found = read_columns(row.cells)
        if found is None and self.columns is None and following is not None:
            found = read_columns(_merged(row.cells, following.cells))
        if found is not None:
            self.columns, self.heading = found, row.cells
            return
        columns = self.columns
        if columns is None or self._is_furniture(row.cells):
            return
        content = self._cell(row, columns.content)
        number = self._cell(row, columns.order)
        filled = [cell for cell in row.cells if cell.strip()]
        if not content and len(number) > 12:
            self.group = (number,)  # a merged cell begins in the first column
        elif not content or (
            columns.order is not None and not number and self.drafts and content[:1].islower()
        ):
            self._continue(row)
        elif self._is_group(row, number, filled) or self._leads(row, number, following):
            self.group = (content,)
        elif columns.order is not None and not number and self._continues(row):
            self._continue(row)
        else:
            self._task(row, content, number)

    def _without_heading(self, row: Block) -> Block:
        """A heading repeated on a new page may hang on the rest of the row that the page has cut."""
        head = self.heading
        if not head or row.cells == head or len(row.cells) != len(head):
            return row
        if not all(cell.startswith(word) for cell, word in zip(row.cells, head, strict=True)):
            return row
        cells = tuple(cell[len(word) :].strip() for cell, word in zip(row.cells, head, strict=True))
        return replace(row, cells=cells)

    @staticmethod
    def _is_furniture(cells: Sequence[str]) -> bool:
        return all(not cell or _GUIDE.fullmatch(cell.strip()) for cell in cells) or any(
            exact_key(cell).startswith(("tổng cộng", "ghi chú:")) for cell in cells[:2]
        )

    def _cell(self, row: Block, index: int | None) -> str:
        return row.cells[index].strip() if index is not None and index < len(row.cells) else ""

    def _is_group(self, row: Block, number: str, filled: Sequence[str]) -> bool:
        """A row of a heading: only number and words, or one cell over all columns."""
        columns = self.columns
        assert columns is not None
        details = [
            self._cell(row, index) for index in (columns.lead, columns.support, columns.product, columns.due)
        ]
        content = self._cell(row, columns.content)
        distinct = {cell for cell in filled if cell != number}
        if len(distinct) == 1 and len(filled) >= 3 and len(row.cells) >= 4:
            return True  # one merged cell, repeated in every column
        if _ROMAN_OR_LETTER.fullmatch(number) and not self._cell(row, columns.lead):
            return True
        return not any(details) and (
            bool(_ROMAN_OR_LETTER.fullmatch(number)) or not number or content.isupper()
        )

    def _leads(self, row: Block, number: str, following: Block | None) -> bool:
        """A row "1." without anybody and any time is the heading of the rows "1.1", "1.2"."""
        columns = self.columns
        assert columns is not None
        if not number or following is None or self._cell(row, columns.lead) or self._cell(row, columns.due):
            return False
        return self._cell(following, columns.order).startswith(number.rstrip(".") + ".")

    def _continues(self, row: Block) -> bool:
        return bool(self.drafts) and not any(
            self._cell(row, index)
            for index in (self.columns.lead, self.columns.due)  # type: ignore[union-attr]
        )

    def _continue(self, row: Block) -> None:
        """A row cut by the end of a page: its cells go on with those of the row before."""
        columns = self.columns
        if not self.drafts or columns is None:
            return
        draft = self.drafts[-1]
        draft.content = one_line(f"{draft.content} {self._cell(row, columns.content)}")
        draft.last = row
        if lead := self._cell(row, columns.lead):
            draft.parties += parties_of_value(lead)
        if support := self._cell(row, columns.support):
            draft.coordinators += parties_of_value(support)
        if product := self._cell(row, columns.product):
            draft.product = one_line(f"{draft.product or ''} {product}")
        if due := self._cell(row, columns.due):
            before = draft.deadline.text if draft.deadline else ""
            draft.deadline = state_time(one_line(f"{before} {due}"), self.anchor)

    def _task(self, row: Block, content: str, number: str) -> None:
        columns = self.columns
        assert columns is not None
        self.counted += 1
        label = number.rstrip(".)") if _NUMBER.fullmatch(number) else str(self.counted)
        parties = parties_of_value(self._cell(row, columns.lead))
        due = self._cell(row, columns.due)
        draft = Draft(
            row,
            0,
            len(row.text),
            "R-BANG",
            0.95 if parties else 0.8,
            parties or self.scope.parties,
            "table" if parties else self.scope.source,
            parties_of_value(self._cell(row, columns.support)),
            content=content,
            section=f"hàng {label}",
            product=self._cell(row, columns.product) or None,
        )
        if columns.due is not None:
            draft.deadline = state_time(due, self.anchor) if due else None
        else:
            draft.deadline = read_deadline(content, self.anchor) or self.scope.deadline
        self.drafts.append(draft)


def read_table(rows: Sequence[Block], scope: Scope, anchor: Anchor) -> list[Draft]:
    """Return the tasks of a table's rows; an ordinary table gives none."""
    table = _Table(scope, anchor)
    for index, row in enumerate(rows):
        table.add(row, rows[index + 1] if index + 1 < len(rows) else None)
    return table.drafts
