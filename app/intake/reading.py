"""A directive from text to proposals: letterhead, body, orders, warnings."""

import re
from collections.abc import Sequence

from app.intake.deadlines.calendar_words import Anchor
from app.intake.letterhead.annexes import annexes_of, find_annex
from app.intake.letterhead.citations import Citation, find_citations
from app.intake.letterhead.head import Letterhead, read_letterhead
from app.intake.letterhead.signature import Signature, find_tail, read_signature
from app.intake.orders.drafts import Draft
from app.intake.orders.parties import find_aliases
from app.intake.orders.reader import OrderReader
from app.intake.proposals import DirectiveHead, ProposedTask, Reading, Signer
from app.intake.source import Block, Source, span_of
from app.intake.structure.tree import Item, build_tree, numbering_jumps
from app.intake.vocabulary import patterns

_SENDS = re.compile(r"(?:báo cáo\s+)?gửi\s", re.IGNORECASE)  # making and sending a paper is one task
_CUT = re.compile(r"(?<=[.;])\s+(?=\S)")
_CARRIES_OUT = re.compile(r"(?:Thực hiện|Triển khai(?: thực hiện)?|Căn cứ|Tiếp theo)\s", re.IGNORECASE)
_REPLACES = re.compile(r"(?:thay thế|bãi bỏ|hủy bỏ)\s", re.IGNORECASE)


def read_source(source: Source, *, file: str, sha256: str) -> Reading:
    """Return everything that the reading of one text gives."""
    signature = read_signature(source)
    head = read_letterhead(source, signature)
    anchor = Anchor(head.issued_on, head.year, _planned_year(head))
    roots = [build_tree(part) for part in _parts(source.blocks, head)]
    reader = OrderReader(head.addressees, anchor, find_aliases(source.text), kind=head.kind)
    drafts = reader.read(roots)
    tasks = tuple(_task(source, draft, order) for order, draft in enumerate(drafts, 1))
    return Reading(
        file,
        sha256,
        source.media_type,
        source.text,
        _head(source, head, signature),
        tasks,
        (*source.warnings, *_warnings(head, roots, tasks)),
        source.pages,
        source.conversion,
    )


def _planned_year(head: Letterhead) -> int | None:
    """Return the year that a plan names as its own: "Kế hoạch cải cách hành chính năm 2026"."""
    years = {int(year) for year in re.findall(r"\bnăm (20\d{2})\b", head.subject or "")}
    issued = head.issued_on.year if head.issued_on else head.year
    if head.kind not in ("kế hoạch", "chương trình") or len(years) != 1 or issued is None:
        return None
    (year,) = years
    return year if year - issued in (0, 1) else None


def _parts(blocks: Sequence[Block], head: Letterhead) -> list[list[Block]]:
    """Return the blocks between letterhead and signature, then those of each annex."""
    tail = find_tail(blocks)
    return [list(blocks[head.body_from : tail]), *annexes_of(blocks[find_annex(blocks, tail) :])]


def _head(source: Source, head: Letterhead, signature: Signature) -> DirectiveHead:
    references: dict[str, Citation] = {}
    for cited in find_citations(source.text):
        known = references.get(cited.number)
        if cited.number != head.number and (known is None or known.issued_on is None):
            references[cited.number] = cited
    ordered = tuple(sorted(references.values(), key=lambda cited: cited.start))
    signer = Signer(signature.name, signature.title) if signature.name or signature.title else None
    return DirectiveHead(
        head.kind,
        head.number,
        head.issuer,
        head.place,
        head.issued_on,
        head.subject,
        head.addressees,
        signer,
        signature.recipients,
        ordered,
        _related(source.text, ordered, _CARRIES_OUT),
        _related(source.text, ordered, _REPLACES),
    )


def _related(text: str, references: Sequence[Citation], opening: re.Pattern[str]) -> str | None:
    """Return the number of the first cited document that stands right after the opening words."""
    for cited in references:
        before = text[max(0, cited.start - 60) : cited.start + 12]
        matches = list(opening.finditer(before))
        if matches and not re.search(r"[.;]", before[matches[-1].end() :]):
            return cited.number
    return None


def _task(source: Source, draft: Draft, order: int) -> ProposedTask:
    start, end = span_of(source, draft.block, draft.start, draft.end)
    if draft.last is not None:
        end = max(end, draft.last.end)
    content = draft.words
    return ProposedTask(
        order,
        draft.section,
        content,
        draft.parties,
        draft.coordinators,
        draft.deadline,
        draft.product,
        start,
        end,
        draft.block.page,
        round(draft.confidence, 2),
        draft.rule,
        draft.source,
        draft.is_prohibition,
        draft.is_reference,
        fine_cuts(content),
    )


def fine_cuts(content: str) -> tuple[int, ...]:
    """Return where a task may be split: at a stop or semicolon before a verb (R3, R4, R7)."""
    cuts: list[int] = []
    sentence = 0
    for match in _CUT.finditer(content):
        is_stop = content[match.start() - 1] == "."
        is_listed = not is_stop and ":" in content[sentence : match.start()]
        if is_stop:
            sentence = match.end()
        is_sending = _SENDS.match(content, match.end()) is not None
        if not is_listed and not is_sending and patterns().verb_first.match(content, match.end()):
            cuts.append(match.end())
    return tuple(cuts)


def _warnings(head: Letterhead, roots: Sequence[Item], tasks: Sequence[ProposedTask]) -> list[str]:
    found = []
    if "số" in head.blanks:
        found.append("Văn bản chưa có số: ghi nhận là “bản chưa số”, bổ sung khi có bản chính thức.")
    if "ngày" in head.blanks:
        found.append("Văn bản chưa ghi đủ ngày, tháng, năm ban hành.")
    for before, after in [jump for root in roots for jump in numbering_jumps(root)][:5]:
        found.append(f"Số thứ tự nhảy từ {before} đến {after}; giữ nguyên như bản in.")
    if not tasks:
        found.append("Chưa thấy phần giao việc trong văn bản; chọn đoạn và thêm nhiệm vụ bằng tay.")
    unowned = sum(1 for task in tasks if not task.assignees)
    if unowned:
        found.append(f"{unowned} nhiệm vụ chưa rõ đơn vị thực hiện.")
    return found
