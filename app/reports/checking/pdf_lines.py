"""The lines of a PDF page: in tables, in the margins, in the columns of letterhead and signature."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.core.text import exact_key, one_line
from app.reports.checking.facts import Span, Zone
from app.reports.checking.kinds import MARK
from app.reports.checking.pdf_marks import Drawn, Piece
from app.reports.styles import MM

HEAD, FOOT = 20 * MM, 20 * MM  # no margin is narrower (R03)
_SAME = 1.8  # points: pieces of one line
_NUMBER = re.compile(r"^(?:- ?)?\d+(?: ?-)?$|trang|/\d+$", re.IGNORECASE)
_SHORT = 24  # characters: what stands in the margin as a page number
_LABEL = re.compile(r"^phụ lục(?:\s+(?:số\s+)?[ivxlc\d]+)?\W*$")
RECEIVERS = re.compile(r"^nơi nhận\W*$")
_SYMBOL = re.compile(r"^số\b.*/")
_DATE = re.compile(r"\bngày\b.*\btháng\b|\bngày\b[\s\d/]+$")


Region = tuple[float, float, float, float]  # left, right, top, bottom


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a page."""

    page: int
    left: float
    right: float
    baseline: float
    spans: tuple[Span, ...]

    @property
    def raw(self) -> str:
        """The characters."""
        return "".join(span.text for span in self.spans)

    @property
    def key(self) -> str:
        """The words in the form in which they are compared."""
        return exact_key(self.raw)

    @property
    def size(self) -> float:
        """The largest size in it."""
        return max((span.size or 0 for span in self.spans if span.text.strip()), default=1.0)

    @property
    def middle(self) -> float:
        """The middle of the line."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Laid:
    """One page taken apart."""

    number: int
    drawn: Drawn
    body: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)  # of letterhead or signature
    right: list[Line] = field(default_factory=list)
    sign_left: list[Line] = field(default_factory=list)
    sign_right: list[Line] = field(default_factory=list)
    parties: list[Line] = field(default_factory=list)  # two signatures side by side in a biên bản
    table: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)  # tables
    figures: list[Region] = field(default_factory=list)

    @property
    def rules(self) -> list[tuple[float, float, float]]:
        """The flat strokes that belong to no table."""
        return [
            stroke
            for stroke in self.drawn.flat
            if not any(_is_inside((stroke[0] + stroke[1]) / 2, stroke[2], region) for region in self.regions)
        ]


def lay_out(pages: Sequence[Drawn]) -> list[Laid]:
    """Take all pages apart; letterhead on page one, signature where "Nơi nhận" stands."""
    laid = [_page(number, drawn) for number, drawn in enumerate(pages, 1)]
    if laid:
        _take_letterhead(laid[0])
    for page in laid:
        if begins_annex(page):
            break
        if _take_signature(page, is_record=_is_record(laid[0])):
            break
    return laid


def is_label(line: Line, width: float) -> bool:
    """Tell "Phụ lục I" on its own from the last words of a sentence that fell on a line of theirs."""
    if not _LABEL.match(line.key):
        return False
    is_bold = all(span.bold for span in line.spans if span.text.strip())
    return is_bold or abs(line.middle - width / 2) < 60


def begins_annex(page: Laid) -> bool:
    """Tell whether an annex begins on this page."""
    return any(is_label(line, page.drawn.width) for line in page.body[:4])


def _page(number: int, drawn: Drawn) -> Laid:
    page = Laid(number, drawn, regions=_regions(drawn), figures=_joined(drawn.figures))
    rest: list[Piece] = []
    for piece in sorted(drawn.pieces, key=lambda item: item.baseline):
        text = one_line(piece.text)
        if piece.baseline < HEAD and len(text) <= _SHORT and (_NUMBER.search(text) or number > 1):
            page.head.append(_line(page, [piece]))
        elif piece.baseline > drawn.height - FOOT + 2 and not (rest and _goes_on(rest[-1], piece)):
            page.foot.append(_line(page, [piece]))
        elif any(_is_inside((piece.left + piece.right) / 2, piece.baseline, area) for area in page.regions):
            page.table.append(_line(page, [piece]))
        else:
            rest.append(piece)
    page.body = [_line(page, group) for group in _rows(rest)]
    return page


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Tell a line of running text that has slipped into the margin below (R03)."""
    near = piece.baseline - last.baseline < 2.2 * piece.size
    return near and piece.size > 12.5 and not _NUMBER.search(one_line(piece.text))


def _regions(drawn: Drawn) -> list[Region]:
    """Return what upright strokes enclose: left, right, top, bottom of each table."""
    found: list[list[float]] = []
    for x, top, bottom in sorted(drawn.upright, key=lambda stroke: stroke[1]):
        if found and top <= found[-1][3] + 3:
            area = found[-1]
            area[:] = [min(area[0], x), max(area[1], x), area[2], max(area[3], bottom)]
        else:
            found.append([x, x, top, bottom])
    return [(a, b, c, d) for a, b, c, d in found if b - a > 40 and not _is_mark(b - a, d - c)]


def _is_mark(width: float, height: float) -> bool:
    """Tell the frame of a mark of urgency (8 mm high, R67) from a table."""
    return width < 45 * MM and height < 11 * MM


def _joined(parts: Iterable[Region]) -> list[Region]:
    """Return what encloses the strokes of each drawing: those that touch belong together."""
    found: list[Region] = []
    for part in sorted(parts, key=lambda one: one[2]):
        if found and part[2] <= found[-1][3] + 20:
            last = found[-1]
            sides = (min(last[0], part[0]), max(last[1], part[1]))
            found[-1] = (*sides, last[2], max(last[3], part[3]))
        else:
            found.append(part)
    return found


def _is_inside(x: float, y: float, region: tuple[float, float, float, float]) -> bool:
    left, right, top, bottom = region
    return left - 3 <= x <= right + 3 and top - 2 <= y <= bottom + 2


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda item: (item.baseline, item.left)):
        if rows and abs(piece.baseline - rows[-1][0].baseline) < _SAME:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _line(page: Laid, pieces: Sequence[Piece]) -> Line:
    ordered = sorted(pieces, key=lambda piece: piece.left)
    spans: list[Span] = []
    for last, piece in zip([None, *ordered], ordered, strict=False):
        if last is not None:
            blanks = round((piece.left - last.right) / (piece.size * 0.25))
            least = 0 if spans[-1].text.endswith(" ") else 1
            spans[-1] = replace(spans[-1], text=spans[-1].text + " " * min(max(blanks, least), 60))
        spans.extend(piece.spans)
    right = max(piece.right - _trailing(piece) for piece in ordered)
    return Line(page.number, ordered[0].left, right, pieces[0].baseline, tuple(spans))


def _trailing(piece: Piece) -> float:
    """Return the width of blanks at the end of a piece."""
    text = piece.text
    return (len(text) - len(text.rstrip())) * piece.size * 0.25


def _pieces(page: Laid) -> list[Piece]:
    """Return the pieces that became body lines, unjoined."""
    levels = [line.baseline for line in page.body]
    return [
        piece
        for piece in page.drawn.pieces
        if any(abs(piece.baseline - level) < _SAME for level in levels)
        and not any(_is_inside((piece.left + piece.right) / 2, piece.baseline, area) for area in page.regions)
    ]


def _take_letterhead(page: Laid) -> None:
    pieces = _pieces(page)
    keyed = [(exact_key(piece.text), piece) for piece in pieces]
    nation = next((piece for key, piece in keyed if "xã hội chủ nghĩa" in key or "cộng hòa" in key), None)
    motto = next((piece for key, piece in keyed if key.startswith("độc lập")), None)
    if nation is None and motto is None:
        return
    top = (nation or motto).baseline if nation or motto else 0.0  # type: ignore[union-attr]
    lowest = top + 45
    edge = min(piece.left for piece in (nation, motto) if piece is not None) - 4
    middle = page.drawn.width / 2
    for row in _rows(pieces):  # the blanks of a draft cut number and day into several pieces
        left = exact_key(" ".join(piece.text for piece in row if piece.left < edge))
        right = exact_key(" ".join(piece.text for piece in row if piece.left > middle - 90))
        near = top - 20 < row[0].baseline < top + 190
        is_number = _SYMBOL.match(left) and len(left) < 60
        is_date = _DATE.search(right) and len(right) < 60
        if near and (is_number or is_date):
            lowest = max(lowest, row[0].baseline)
    taken: list[Piece] = [piece for piece in pieces if piece.baseline <= lowest + _SAME]
    rest = [piece for piece in pieces if piece.baseline > lowest + _SAME]
    last = lowest
    for row in _rows(rest):  # V/v under the number, or the second line of the day
        words = exact_key(" ".join(piece.text for piece in row))
        in_left = all(piece.right < middle + 10 and piece.left < edge for piece in row)
        far = 45 if MARK.match(words) else 26  # a mark stands in a frame of its own
        if row[0].baseline - last > far or not in_left or words.startswith("kính gửi"):
            break
        taken += row
        last = row[0].baseline
    page.left, page.right = [], []
    for row in _rows(taken):
        for side, target in ((True, page.left), (False, page.right)):
            part = [piece for piece in row if (piece.left < edge and piece.right < middle + 40) is side]
            if part:
                target.append(_line(page, part))
    levels = {id(piece) for piece in taken}
    page.body = [_line(page, row) for row in _rows(piece for piece in pieces if id(piece) not in levels)]


def _is_record(page: Laid) -> bool:
    """Tell a biên bản by its title."""
    return any(line.key.startswith("biên bản") and line.raw.isupper() for line in page.body[:4])


def _take_parties(page: Laid, pieces: Sequence[Piece], bottom: float) -> list[Piece]:
    """Take two signatures side by side from above the receivers: capitals in both halves, then names."""
    middle = page.drawn.width / 2
    taken: list[Piece] = []
    has_names = False
    for row in _rows(piece for piece in pieces if piece.baseline < bottom - _SAME):
        is_bold = all(span.bold for piece in row for span in piece.spans if span.text.strip())
        is_caps = is_bold and all(piece.text.isupper() for piece in row)
        sides = {(piece.left + piece.right) / 2 > middle for piece in row}
        if not taken and not (is_caps and len(sides) == 2):
            continue
        if not is_bold or (has_names and is_caps):
            break
        has_names = has_names or not is_caps
        taken += row
        for side in (False, True):
            part = [piece for piece in row if ((piece.left + piece.right) / 2 > middle) is side]
            page.parties += [_line(page, part)] if part else []
    return taken


def _take_signature(page: Laid, *, is_record: bool) -> bool:
    pieces = _pieces(page)
    start = next(
        (piece for piece in pieces if RECEIVERS.match(exact_key(piece.text)) and piece.size < 15), None
    )
    if start is None or any(start.baseline == line.baseline for line in page.left):
        return False
    middle = page.drawn.width / 2
    used = {line.baseline for line in page.left + page.right}
    free = [piece for piece in pieces if piece.baseline not in used]
    parties = _take_parties(page, free, start.baseline) if is_record else []
    of_parties = {id(piece) for piece in parties}
    taken: list[Piece] = []
    for piece in free:
        if id(piece) in of_parties:
            continue
        is_right = piece.left > middle - 60 and (piece.left + piece.right) / 2 > middle
        above = start.baseline - 45 < piece.baseline < start.baseline - _SAME
        if piece.baseline >= start.baseline - _SAME or (above and is_right):
            taken.append(piece)
    for row in _rows(taken):
        left = [piece for piece in row if (piece.left + piece.right) / 2 <= middle]
        right = [piece for piece in row if (piece.left + piece.right) / 2 > middle]
        page.sign_left += [_line(page, left)] if left else []
        page.sign_right += [_line(page, right)] if right else []
    gone = of_parties | {id(piece) for piece in taken}
    rest = [piece for piece in free if id(piece) not in gone]
    page.body = [_line(page, row) for row in _rows(rest)]
    return True


def zone_of(page: Laid, line: Line) -> Zone:
    """Return the zone a line was sorted into."""
    if line in page.left or line in page.sign_left:
        return Zone.LEFT
    if line in page.right or line in page.sign_right:
        return Zone.RIGHT
    return Zone.TABLE if line in page.table else Zone.BODY
