"""Letterhead and signature as borderless tables (R10-R24, R46-R56)."""

from app.reports.cells import clean, recipient_items
from app.reports.layout import balance, lay_out_head
from app.reports.metrics import LINE, Metrics
from app.reports.render.docx_xml import cell, indent, mark, paragraph, row, rule, run, style_id, table, twips
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
    Part,
)
from app.reports.tree import Heading, Party, PartySignatures, SignatureBlock


def _line(text: str, part: Part, *, spacing: str = "", ind: str = "") -> str:
    return paragraph(run(text), style_id(part), keep=True, spacing=spacing, ind=ind)


def heading_table(node: Heading, metrics: Metrics) -> str:
    """Return the letterhead: agency and Quốc hiệu above, number and day on one level below."""
    plan = lay_out_head(node, metrics)
    left, right = HEAD_LEFT * MM, HEAD_RIGHT * MM
    agency = "".join(_line(text, Part.SUPERIOR) for text in plan.superior)
    agency += "".join(_line(text, Part.ISSUER) for text in plan.issuer)
    agency += rule(plan.issuer_rule, left)
    nation = _line(NATION, Part.NATION) + _line(MOTTO, Part.MOTTO) + rule(plan.motto_rule, right)
    number = _line(plan.number, Part.NUMBER)
    for index, text in enumerate(plan.about):
        spacing = "" if index == 0 else '<w:spacing w:before="0"/>'
        number += _line(text, Part.ABOUT, spacing=spacing)
    if node.urgency in URGENCIES:
        number += mark(node.urgency, URGENCIES[node.urgency] * MM, left, style_id(Part.URGENCY))
    day = _line("\n".join(plan.place_date), Part.PLACE_DATE)
    rows = (
        row((cell(agency, left), cell(nation, right))),
        row((cell(number, left), cell(day, right))),
    )
    return table([left, right], rows, ruled=False)


def signature_table(node: SignatureBlock, metrics: Metrics) -> str:
    """Return Nơi nhận and signature as one row that no page break can split."""
    left, right = SIGN_LEFT * MM, SIGN_RIGHT * MM
    first = f'<w:spacing w:before="{twips(SIGNATURE_BEFORE)}"/>'
    signed = _signed(Party(node.authority, node.name), right, first, metrics)
    rows = (row((cell(_receivers(node, first, metrics), left), cell(signed, right))),)
    return table([left, right], rows, ruled=False)


def party_table(node: PartySignatures, metrics: Metrics) -> str:
    """Return the two signatures side by side, tied to what follows."""
    left, right = SIGN_LEFT * MM, SIGN_RIGHT * MM
    first = f'<w:spacing w:before="{twips(SIGNATURE_BEFORE)}"/>'
    parties = (
        cell(_signed(node.left, left, first, metrics, keep=True), left),
        cell(_signed(node.right, right, first, metrics, keep=True), right),
    )
    return table([left, right], (row(parties),), ruled=False)


def _receivers(node: SignatureBlock, first: str, metrics: Metrics) -> str:
    dash = metrics.width("- ", LOOKS[Part.RECIPIENT].size)
    hang = indent(dash, 4 * MM, hanging=dash)
    items = "".join(_line(item, Part.RECIPIENT, ind=hang) for item in recipient_items(node))
    return _line(RECIPIENTS_WORD, Part.RECIPIENTS, spacing=first) + items


def _signed(party: Party, width: float, first: str, metrics: Metrics, *, keep: bool = False) -> str:
    look, titles = LOOKS[Part.AUTHORITY], ""
    for text in party.authority:
        for line in balance(clean(text), look, width - 4 * MM, metrics).lines:
            titles += _line(line, Part.AUTHORITY, spacing="" if titles else first)
    room = SIGNATURE_ROOM * MM - look.size * LINE
    gap = f'<w:spacing w:before="{twips(room)}"/>'
    return titles + paragraph(run(clean(party.name)), style_id(Part.SIGNER), keep=keep, spacing=gap)
