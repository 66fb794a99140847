"""Boxes of the fixed blocks: paragraphs, letterhead, title, addressees, signature."""

from collections.abc import Sequence

from app.reports.cells import clean, clean_runs, recipient_items
from app.reports.layout import balance, lay_out_addressees, lay_out_head
from app.reports.metrics import DESCENT, LINE, Line, Metrics
from app.reports.render.pdf_ink import Ink
from app.reports.render.pdf_pages import Box, Draw
from app.reports.styles import (
    HEAD_LEFT,
    HEAD_RIGHT,
    LOOKS,
    MM,
    MOTTO,
    NATION,
    RECIPIENTS_WORD,
    SIGN_LEFT,
    SIGN_RIGHT,
    SIGNATURE_BEFORE,
    SIGNATURE_ROOM,
    URGENCIES,
    URGENCY_BEFORE,
    URGENCY_HEIGHT,
    Look,
    Part,
)
from app.reports.tree import (
    Addressees,
    Align,
    Heading,
    Paragraph,
    Party,
    PartySignatures,
    Run,
    SignatureBlock,
    Style,
    TitleBlock,
)

_RULE_ROOM = 5.0  # points from the last line to below its rule


def pitch(look: Look) -> float:
    """Return the distance of two baselines (R38)."""
    return look.size * LINE * look.line


def baseline(look: Look) -> float:
    """Return how far below the top of its line the baseline stands."""
    return pitch(look) - look.size * (DESCENT + 0.042)


def line_boxes(
    lines: Sequence[Line], look: Look, room: float, *, left: float = 0, first: float = 0, keep: bool = False
) -> list[Box]:
    """Make one box per line; first and last lines of a paragraph never stand alone on a page."""
    count = len(lines)
    boxes = []
    for index, line in enumerate(lines):
        indent = left + (first if index == 0 else 0)
        is_last = index == count - 1
        stretch = room - indent if look.align is Align.JUSTIFY and not is_last else 0.0
        tied = keep or (index == 0 and count > 1) or index == count - 2
        boxes.append(
            Box(
                pitch(look),
                _draw_line(line, look, indent, room, stretch),
                before=look.before if index == 0 else 0,
                keep=tied,
                is_text=True,
            )
        )
    return boxes


def _draw_line(line: Line, look: Look, indent: float, room: float, stretch: float) -> Draw:
    offset = baseline(look)
    shift = indent
    if look.align is Align.CENTER:
        shift = (room - line.width) / 2
    elif look.align is Align.RIGHT:
        shift = room - line.width

    def draw(ink: Ink, x: float, top: float) -> None:
        ink.line(line, x + shift, top - offset, look.size, stretch)

    return draw


def paragraph_boxes(node: Paragraph, room: float, metrics: Metrics) -> list[Box]:
    """Make the boxes of a paragraph."""
    look = LOOKS[node.style]
    first = look.first_line * MM
    width = room
    if look.align is Align.CENTER:
        width = balance(clean(node.text), look, room, metrics).width
    lines = metrics.wrap(clean_runs(node.runs), look.size, width, face=look.face, first=first)
    boxes = line_boxes(lines, look, room, first=first, keep=node.keep_with_next or look.keep_next)
    if node.outline_level is not None:
        boxes[0].outline = (clean(node.text), node.outline_level - 1)
    if look.after:
        boxes[-1].height += look.after
    return boxes


def rule_box(length: float, room: float, *, keep: bool = True) -> Box:
    """Make a centred rule (R12, R16, R28)."""

    def draw(ink: Ink, x: float, top: float) -> None:
        start = x + (room - length) / 2
        ink.rule(start, start + length, top - 3)

    return Box(_RULE_ROOM, draw, keep=keep)


def title_boxes(node: TitleBlock, room: float, metrics: Metrics) -> list[Box]:
    """Make tên loại, trích yếu, its rule and the note (R26-R28)."""
    boxes = paragraph_boxes(Paragraph((Run(node.kind),), Style.TITLE), room, metrics)
    boxes += paragraph_boxes(Paragraph((Run(node.subject),), Style.SUBJECT), room, metrics)
    balanced = balance(clean(node.subject), LOOKS[Style.SUBJECT], room, metrics)
    boxes.append(rule_box(balanced.rule, room))
    if node.note:
        boxes += paragraph_boxes(Paragraph((Run(node.note),), Style.NOTE), room, metrics)
    return boxes


def addressee_boxes(node: Addressees, room: float, metrics: Metrics) -> list[Box]:
    """Make Kính gửi: one addressee on its line, several as an aligned list (R31)."""
    look = LOOKS[Style.ADDRESSEE]
    plan = lay_out_addressees(node, room, metrics)
    if not plan.is_list:
        lines = metrics.wrap((Run(plan.items[0]),), look.size, plan.width)
        boxes = line_boxes(lines, look, room, left=plan.hanging, keep=True)
        boxes[0].draw = _with_word("Kính gửi: ", plan.left, boxes[0].draw, look)
    else:
        word = Line((("Kính gửi:", 0),), 0)
        boxes = line_boxes([word], look, room, left=plan.left, keep=True)
        for item in plan.items:
            hang = plan.hanging + plan.dash
            lines = metrics.wrap((Run(item.removeprefix("- ")),), look.size, room - hang)
            part = line_boxes(lines, look, room, left=hang, keep=True)
            part[0].draw = _with_word("- ", plan.hanging, part[0].draw, look)
            part[0].before = 3
            boxes += part
    boxes[-1].height += look.after
    return boxes


def _with_word(word: str, left: float, rest: Draw, look: Look) -> Draw:
    offset = baseline(look)

    def draw(ink: Ink, x: float, top: float) -> None:
        ink.text(word, x + left, top - offset, look.size, look.face)
        rest(ink, x, top)

    return draw


Stack = list[tuple[str, Look, float]]  # text, look, baseline below the top


def _stack(texts: Sequence[tuple[str, Part]], start: float) -> tuple[Stack, float]:
    stack: Stack = []
    for text, part in texts:
        look = LOOKS[part]
        stack.append((text, look, start + baseline(look)))
        start += pitch(look)
    return stack, start


def _draw_centred(ink: Ink, stack: Stack, x: float, top: float, room: float) -> None:
    for text, look, offset in stack:
        width = ink.metrics.width(text, look.size, look.face)
        ink.text(text, x + (room - width) / 2, top - offset, look.size, look.face)


def heading_box(node: Heading, metrics: Metrics) -> Box:
    """Make the letterhead: one box, so that it is drawn as it was measured (R10-R24)."""
    plan = lay_out_head(node, metrics)
    texts = [(line, Part.SUPERIOR) for line in plan.superior] + [(line, Part.ISSUER) for line in plan.issuer]
    left, left_end = _stack(texts, 0)
    right, right_end = _stack([(NATION, Part.NATION), (MOTTO, Part.MOTTO)], 0)
    second = max(left_end, right_end) + _RULE_ROOM + LOOKS[Part.NUMBER].before
    number, end = _stack([(plan.number, Part.NUMBER)], second)
    date_lines = [(line, Part.PLACE_DATE) for line in plan.place_date]
    dated, date_end = _stack(date_lines, second)
    about, about_end = _stack([(line, Part.ABOUT) for line in plan.about], end + LOOKS[Part.ABOUT].before)
    left_room, right_room = HEAD_LEFT * MM, HEAD_RIGHT * MM
    left_side = about_end if plan.about else end
    mark_top = left_side + URGENCY_BEFORE
    if node.urgency in URGENCIES:
        left_side = mark_top + URGENCY_HEIGHT * MM

    def draw(ink: Ink, x: float, top: float) -> None:
        _draw_centred(ink, left + number + about, x, top, left_room)
        _draw_centred(ink, right + dated, x + left_room, top, right_room)
        if node.urgency in URGENCIES:
            ink.mark(node.urgency, URGENCIES[node.urgency] * MM, x + left_room / 2, top - mark_top)
        for start, room, length, end in (
            (x, left_room, plan.issuer_rule, left_end),
            (x + left_room, right_room, plan.motto_rule, right_end),
        ):
            begin = start + (room - length) / 2
            ink.rule(begin, begin + length, top - end - 2.5)

    return Box(max(left_side, date_end), draw, keep=True)


def signature_box(node: SignatureBlock, metrics: Metrics) -> Box:
    """Make Nơi nhận and the signature as one box that no page break can split (R46-R56)."""
    authority = LOOKS[Part.AUTHORITY]
    titles = [
        (line, Part.AUTHORITY)
        for text in node.authority
        for line in balance(clean(text), authority, (SIGN_RIGHT - 4) * MM, metrics).lines
    ]
    right, right_end = _stack(titles, 0)
    last = right[-1][2] if right else 0.0
    right.append((clean(node.name), LOOKS[Part.SIGNER], last + SIGNATURE_ROOM * MM))
    right_end = max(right_end, last + SIGNATURE_ROOM * MM + authority.size * 0.3)
    left = _recipients(node, metrics)
    # "Nơi nhận:" stands on the baseline of the authority line (R53).
    shift = baseline(authority) - baseline(LOOKS[Part.RECIPIENTS])
    left_end = left[-1][3] + shift + 4

    def draw(ink: Ink, x: float, top: float) -> None:
        for text, look, indent, offset in left:
            ink.text(text, x + indent, top - offset - shift, look.size, look.face)
        _draw_centred(ink, right, x + SIGN_LEFT * MM, top, SIGN_RIGHT * MM)

    return Box(max(left_end, right_end), draw, before=SIGNATURE_BEFORE)


def party_box(node: PartySignatures, metrics: Metrics) -> Box:
    """Make the two signatures side by side as one box."""
    left_room, right_room = SIGN_LEFT * MM, SIGN_RIGHT * MM
    left, left_end = _party(node.left, left_room, metrics)
    right, right_end = _party(node.right, right_room, metrics)

    def draw(ink: Ink, x: float, top: float) -> None:
        _draw_centred(ink, left, x, top, left_room)
        _draw_centred(ink, right, x + left_room, top, right_room)

    return Box(max(left_end, right_end), draw, before=SIGNATURE_BEFORE, keep=True)


def _party(party: Party, room: float, metrics: Metrics) -> tuple[Stack, float]:
    look = LOOKS[Part.AUTHORITY]
    lines = [
        (line, Part.AUTHORITY)
        for text in party.authority
        for line in balance(clean(text), look, room - 4 * MM, metrics).lines
    ]
    stack, end = _stack(lines, 0)
    last = stack[-1][2] if stack else 0.0
    stack.append((clean(party.name), LOOKS[Part.SIGNER], last + SIGNATURE_ROOM * MM))
    return stack, max(end, last + SIGNATURE_ROOM * MM + look.size * 0.3)


def _recipients(node: SignatureBlock, metrics: Metrics) -> list[tuple[str, Look, float, float]]:
    head, item_look = LOOKS[Part.RECIPIENTS], LOOKS[Part.RECIPIENT]
    placed = [(RECIPIENTS_WORD, head, 0.0, baseline(head))]
    top = pitch(head)
    dash = metrics.width("- ", item_look.size)
    for item in recipient_items(node):
        lines = metrics.lines(item.removeprefix("- "), item_look.size, (SIGN_LEFT - 4) * MM - dash)
        for index, line in enumerate(lines):
            text, indent = ("- " + line, 0.0) if index == 0 else (line, dash)
            placed.append((text, item_look, indent, top + baseline(item_look)))
            top += pitch(item_look)
    return placed
