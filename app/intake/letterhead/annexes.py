"""Annexes after the signature: where each begins, and what of it is only its title."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.intake.source import Block
from app.intake.structure.markers import find_marker

_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|DANH MỤC|BIỂU|KẾ HOẠCH|QUY CHẾ|CHƯƠNG TRÌNH|ĐỀ ÁN|BẢNG)\b")
_ATTACHED = re.compile(r"\(?\s*(?:Ban hành\s+)?[Kk]èm theo\b")
_TITLE_BLOCKS = 8
_LONGEST_TITLE = 420


def find_annex(blocks: Sequence[Block], tail: int) -> int:
    """Return the index of the first block of an annex after the signature; the length where there is none."""
    for index in range(tail, len(blocks)):
        if _opens(blocks[index]) or len(blocks[index].cells) >= 3:
            return index
    return len(blocks)


def annexes_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the annexes one by one, without their titles."""
    starts = [index for index, block in enumerate(blocks) if index == 0 or _opens(block)]
    parts = []
    for start, end in pairwise([*starts, len(blocks)]):
        if part := list(blocks[start + _title_length(blocks[start:end]) : end]):
            parts.append(part)
    return parts


def _opens(block: Block) -> bool:
    return not block.cells and _ANNEX.match(block.text) is not None and len(block.text) < 200


def _title_length(blocks: Sequence[Block]) -> int:
    """The title goes on to "(Kèm theo …)", else as long as lines are short and no list or table begins."""
    if not _opens(blocks[0]):
        return 0
    for index, block in enumerate(blocks[:_TITLE_BLOCKS]):
        if _ATTACHED.match(block.text):
            return index + 1
        if block.cells or (index and find_marker(block.text)) or len(block.text) > _LONGEST_TITLE:
            return index
        if index and not block.text.isupper() and block.text.endswith((".", ":", ";")):
            return index
    return 1
