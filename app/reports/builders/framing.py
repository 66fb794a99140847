"""What all builders share: letterhead, basis, outline, annexes, the end of the text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.text import format_date_words, join_words, one_line
from app.reports.data.frame import Frame
from app.reports.data.parts import OutlineHeading
from app.reports.outlines import OTHER, other_heading
from app.reports.styles import GAP, ROMAN
from app.reports.tree import (
    Addressees,
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    SignatureBlock,
    Style,
    TitleBlock,
    paragraph,
)
from app.reports.wording import Wording, WordingProblem

END = "./."  # R43
AS_ABOVE = "Như trên"  # R55
_NO_BREAK = "\u00a0"

_BASIS_WORDS = ("Căn cứ", "Theo đề nghị", "Thực hiện", "Xét đề nghị")

# Headings of opinion: nothing "arises" under them.
_JUDGEMENTS = {"assessment", "next", "proposals", "purpose", "limits", "measures", "targets", "organisation"}

_STYLES = {1: Style.SECTION, 2: Style.HEADING, 3: Style.SUBHEADING}


@dataclass(frozen=True, slots=True)
class Built:
    """A finished paper and what was wrong with its standing sentences."""

    document: Document
    problems: tuple[WordingProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """An annex before it has its numeral."""

    key: str  # names the field {phu_luc_KEY}
    title: str
    blocks: tuple[Block, ...]
    sheet_name: str
    landscape: bool = True


def opening(frame: Frame, subject: str, note: str | None = None) -> list[Block]:
    """Make letterhead, title and Kính gửi (R10-R31)."""
    title = TitleBlock(_upper(frame.type_name), one_line(subject), one_line(note) if note else None)
    return [_heading(frame), title, *_addressees(frame)]


def letter_opening(frame: Frame, about: str) -> list[Block]:
    """Make letterhead with "V/v …" under the number, and Kính gửi: a công văn has no title (R29-R31)."""
    return [_heading(frame, f"V/v {one_line(about)}"), *_addressees(frame)]


def _heading(frame: Frame, about: str | None = None) -> Heading:
    return Heading(
        superior=_upper(frame.superior) if frame.superior else None,
        issuer=tuple(_upper(line) for line in frame.issuer_lines),
        number=frame.printed_number,
        symbol=one_line(frame.symbol),
        place=one_line(frame.place),
        issued_on=frame.printed_date,
        year=frame.year,
        subject_line=about,
        urgency=frame.urgency,
    )


def _addressees(frame: Frame) -> list[Block]:
    items = tuple(one_line(item).rstrip(" ;.,") for item in frame.addressees)
    return [Addressees(items)] if items else []


def _upper(text: str) -> str:
    return one_line(text).upper()


def signature(frame: Frame) -> SignatureBlock:
    """Make Nơi nhận and the signature (R46-R56)."""
    receivers = [one_line(item).removeprefix("- ").rstrip(" ;.,") for item in frame.recipients]
    receivers = [item for item in receivers if item and item.lower() != AS_ABOVE.lower()]
    if frame.addressees:
        receivers.insert(0, AS_ABOVE)  # tied to Kính gửi, both ways (R55)
    return SignatureBlock(
        recipients=tuple(receivers),
        authority=tuple(_upper(line) for line in frame.authority),
        name=one_line(frame.signer_name),
    )


def basis_paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """Make căn cứ lines: one paragraph each, ";" between, "." at the end (R32)."""
    texts = [text for text in (one_line(line).rstrip(" ;.,") for line in lines) if text]
    texts = [text if text.startswith(_BASIS_WORDS) else f"Căn cứ {text}" for text in texts]
    marks = [";"] * (len(texts) - 1) + ["."]
    return [paragraph(text + mark, Style.BASIS) for text, mark in zip(texts, marks, strict=False)]


def body(text: str) -> list[Block]:
    """Make body paragraphs, one for each line of text."""
    lines = [line for line in (one_line(part) for part in text.split("\n")) if line]
    # A line that announces a list stays with it.
    return [paragraph(line, keep_with_next=line.endswith(":")) for line in lines]


def listed(texts: Sequence[str]) -> list[Block]:
    """Make a dash list: ";" between items, "." at the end."""
    items = [one_line(text).rstrip(" ;.,") for text in texts]
    marks = [";"] * (len(items) - 1) + ["."]
    return [paragraph(f"- {item}{mark}") for item, mark in zip(items, marks, strict=False)]


def outline(
    headings: Sequence[OutlineHeading], wording: Wording, computed: Mapping[str, Sequence[Block]]
) -> list[Block]:
    """Make the headings with their texts; ``computed`` blocks stand under the heading of their key.

    Computed blocks whose heading the office removed are told under a last one of their own: nothing is lost.
    """
    known = {heading.key for heading in headings}
    homeless = [block for key, rest in computed.items() if key not in known for block in rest]
    if homeless:
        headings = headings if OTHER in known else (*headings, other_heading(headings))
        computed = {**computed, OTHER: homeless}
    blocks: list[Block] = []
    for index, heading in enumerate(headings):
        title = one_line(wording.fill(heading.title, heading.key))
        title = title.upper() if heading.level == 1 else title
        style = _STYLES.get(heading.level, Style.SUBHEADING)
        blocks.append(
            replace(paragraph(f"{heading.number} {title}".strip(), style), outline_level=heading.level)
        )
        under: list[Block] = []
        for text in heading.paragraphs:
            under += body(wording.fill(text, heading.key))
        under += computed.get(heading.key, ())
        for text in heading.texts:
            under += body(text)
        if not under and not _has_children(headings, index):
            own = heading.key.partition(".")[0] in _JUDGEMENTS
            under = body(wording.say("nothing.said" if own else "nothing"))
        blocks += under
    return blocks


def _has_children(headings: Sequence[OutlineHeading], index: int) -> bool:
    return index + 1 < len(headings) and headings[index + 1].level > headings[index].level


def annex_labels(parts: Sequence[AnnexPart]) -> dict[str, str]:
    """Name annexes: "Phụ lục" alone, "Phụ lục I", "Phụ lục II" … together (R60)."""
    if len(parts) == 1:
        return {parts[0].key: "Phụ lục"}
    return {part.key: f"Phụ lục {ROMAN[index]}" for index, part in enumerate(parts)}


def annex_fields(parts: Sequence[AnnexPart]) -> dict[str, str]:
    """Return the field that announces all annexes in the text (R60)."""
    labels = annex_labels(parts)
    words = [f"{labels[part.key]} ({part.title[0].lower()}{part.title[1:]})" for part in parts]
    return {"danh_sach_phu_luc": join_words(words)}


def annexes(parts: Sequence[AnnexPart], frame: Frame) -> tuple[Annex, ...]:
    """Make the annexes with their link to the main paper (R61-R63)."""
    link = _link(frame)
    return tuple(
        Annex(
            numeral=ROMAN[index] if len(parts) > 1 else None,
            title=one_line(part.title),
            link=link,
            blocks=part.blocks,
            landscape=part.landscape,
            sheet_name=part.sheet_name,
        )
        for index, part in enumerate(parts)
    )


def _link(frame: Frame) -> str:
    number = f" {frame.printed_number}" if frame.printed_number else GAP
    if frame.printed_date:
        day = format_date_words(frame.printed_date).replace(" ", _NO_BREAK)  # a date stands on one line
    else:
        day = f"ngày{GAP}tháng{GAP}năm{_NO_BREAK}{frame.year or GAP}"
    kind, issuer = one_line(frame.type_name), one_line(frame.issuer_name)
    return f"Kèm theo {kind} số{number}/{one_line(frame.symbol)} {day} của {issuer}"


def finish(blocks: Iterable[Block], closing: str) -> list[Block]:
    """Add the closing sentence; the text ends with ./. exactly once (R43)."""
    finished: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.text.rstrip().endswith(END):
            block = replace(block, runs=(Run(block.text.rstrip().removesuffix(END).rstrip(" .") + "."),))
        finished.append(block)
    last = one_line(closing).removesuffix(END).rstrip(" .;,")
    if last:
        return [*finished, paragraph(last + END)]
    for index in range(len(finished) - 1, -1, -1):
        block = finished[index]
        if isinstance(block, Paragraph):
            finished[index] = replace(block, runs=(Run(block.text.rstrip(" .;,") + END),))
            break
    return finished


def finished_document(
    frame: Frame,
    title: str,
    blocks: Sequence[Block],
    parts: Sequence[AnnexPart] = (),
    parties: tuple[Block, ...] = (),
) -> Document:
    """Put main part, signature and annexes together; ``parties`` sign above the office."""
    return Document(
        title=one_line(title),
        author=one_line(frame.issuer_name),
        blocks=(*blocks, *parties, signature(frame)),
        annexes=annexes(parts, frame),
        is_draft=frame.is_draft,
        created_on=frame.issued_on or frame.drafted_on,
    )
