"""The sheet that explains one number: the number, its formula, every unit's share, who is missing."""

from decimal import Decimal

from app.core.statuses import FigureState
from app.core.text import format_date, format_number, shorten
from app.reports.builders.facts import STATE_WORDS
from app.reports.builders.framing import Built, body
from app.reports.builders.tables import header, number_cell
from app.reports.cells import printed
from app.reports.data.number_story import NumberStoryData, StoryShare
from app.reports.data.parts import FigureKind, FigureValue
from app.reports.phrases import NUMBER_STORY
from app.reports.tree import Align, Block, Cell, Column, Document, Row, Style, Table, TitleBlock, paragraph
from app.reports.wording import Wording

_LINES = 25  # of the table: what one sheet holds under the sentences
_LETTERS = 27  # of a unit's name on one line
_NOTES = 3
_MISSING = 8


def build_number_story(data: NumberStoryData) -> Built:
    """Build the sheet; like the leader's page it is an inside paper: no number, no signature, one page."""
    wording = Wording(NUMBER_STORY, data.phrases, _fields(data))
    blocks: list[Block] = [TitleBlock(wording.say("title").upper(), data.title, wording.say("note"))]
    blocks += body(wording.say("number"))
    if data.formula:
        blocks += body(wording.say("formula"))
    blocks += body(wording.say("missing" if data.missing else "missing.none"))
    noted = [share for share in data.shares if share.note][:_NOTES]
    if data.shares:
        blocks += [paragraph(wording.say("shares"), Style.TABLE_TITLE), _table(data, 2 * len(noted))]
    for share in noted:
        blocks += body(f"- {share.unit}: {shorten(share.note, 100)}")
    blocks.append(paragraph(wording.say("source"), Style.SOURCE))
    document = Document(
        title=f"{wording.say('title')} {data.code} {data.period.name} - {data.unit_name}",
        author=data.frame.issuer_name,
        blocks=tuple(blocks),
        is_draft=data.frame.is_draft,
        created_on=data.as_of,
    )
    return Built(document, wording.problems)


def _fields(data: NumberStoryData) -> dict[str, str]:
    named = ", ".join(data.missing[:_MISSING])
    more = len(data.missing) - _MISSING
    parts = "; ".join(f"{part.code} ({part.title}) = {_words(part.value)}" for part in data.parts)
    return {
        "co_quan": data.frame.issuer_name,
        "ky_bao_cao": data.period.name,
        "ngay_tinh": f"ngày {format_date(data.as_of)}",
        "ma_chi_tieu": data.code,
        "chi_tieu": data.title,
        "so_lieu": printed(number_cell(data.value, data.kind)),
        "don_vi_tinh": f" {data.unit_of_measure}" if data.unit_of_measure not in ("", "%") else "",
        "pham_vi": data.scope,
        "bao_cao_co_so": format_number(data.reports),
        "bao_cao_phai_co": format_number(data.expected),
        "cong_thuc": data.formula,
        "thanh_phan": parts,
        "chua_co": named + (f" và {format_number(more)} đơn vị khác" if more > 0 else ""),
        "danh_muc": data.catalogue,
    }


def _words(value: FigureValue) -> str:
    if isinstance(value, FigureState):
        return STATE_WORDS[value]
    return "" if value is None else format_number(value, decimals=None)


def _table(data: NumberStoryData, notes: int) -> Table:
    """Units two side by side in official order; what one sheet cannot hold is summed up in its last cell."""
    count = _fitting(data, _LINES - notes)
    shares = list(data.shares)
    rest: list[StoryShare] = []
    if len(shares) > count:
        largest = set(map(id, sorted(shares, key=_size, reverse=True)[: count - 1]))
        rest = [share for share in shares if id(share) not in largest]
        shares = [share for share in shares if id(share) in largest]
    cells = [(share.unit, number_cell(share.value, data.kind), share.version) for share in shares]
    if rest:
        total = sum((_size(share) for share in rest), Decimal(0))
        # Rates of several units have no sum, and an average would be none.
        cell = Cell(text="") if data.kind is FigureKind.PERCENT else number_cell(total, data.kind)
        cells.append((f"{format_number(len(rest))} báo cáo khác", cell, ""))
    half = (len(cells) + 1) // 2
    blank = ("", Cell(text=""), "")
    rows = []
    for place in range(half):
        pair = (cells[place], cells[place + half] if place + half < len(cells) else blank)
        rows.append(Row(tuple(c for unit, cell, version in pair for c in (Cell(unit), cell, Cell(version)))))
    columns = (Column(31), Column(11, Align.RIGHT), Column(8, Align.CENTER)) * 2
    names = ("Đơn vị", "Số liệu", "Lần") * 2
    return Table(columns=columns, header=header(*names), rows=tuple(rows), caption="Số liệu từng đơn vị")


def _fitting(data: NumberStoryData, lines: int) -> int:
    """Return how many units one sheet holds, counted in the lines that their names take."""
    longest = max((len(share.unit) for share in data.shares), default=0)
    names = sorted((-(-len(share.unit) // _LETTERS) for share in data.shares), reverse=True)
    if sum(names[::2]) <= lines:  # the long names beside one another, which is the best there can be
        return len(data.shares)
    return max(2, lines // max(1, -(-longest // _LETTERS)) * 2)


def _size(share: StoryShare) -> Decimal:
    return Decimal(0) if share.value is None or isinstance(share.value, FigureState) else Decimal(share.value)
