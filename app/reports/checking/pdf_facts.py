"""A PDF as facts: lines put together to paragraphs, their indents and gaps measured. Lengths in points."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.core.text import exact_key, one_line
from app.reports.checking.facts import Page, Paper, Para, Span, Stroke, Zone
from app.reports.checking.kinds import kind_of_title
from app.reports.checking.limits import INDENTS
from app.reports.checking.pdf_lines import Laid, Line, begins_annex, is_label, lay_out
from app.reports.checking.pdf_marks import read_pages
from app.reports.checking.word_package import refused
from app.reports.metrics import LINE
from app.reports.styles import MM, PAGE
from app.reports.tree import Align

_INDENT = 12.0  # points: a line that starts this far in begins a paragraph
_SHORT = 4.0  # points: a line that ends this far from the edge ends one
_NEAR = 3.0  # points: centred
_UNDERLINE = 2.0  # points below the baseline
_RULE_BELOW = 24.0
_CAPTION = 40.0  # points above a table
_SIGNS = re.compile(r"[_─—\s]{3,}|[-–\s]{5,}")
_ENDS_OPEN = re.compile(r"\s$|\w[-/]$")  # a symbol that the end of the line parted
_DASH = re.compile(r"^[-–+•]\s")

Edges = tuple[float, float]


def read_pdf(content: bytes) -> Paper:
    """Return the facts of a PDF."""
    drawn = read_pages(content)
    if not any(page.pieces for page in drawn):
        raise refused(
            "Tệp PDF không có chữ (bản quét ảnh) nên không đối chiếu được.",
            "Kiểm tra tệp Word, hoặc bản PDF xuất trực tiếp từ Word.",
        )
    pages = lay_out(drawn)
    return _Composer(pages).paper()


class _Composer:
    """Puts lines together."""

    def __init__(self, pages: Sequence[Laid]) -> None:
        self._pages = pages
        self._paras: list[Para] = []
        self._section = 0
        self._multiple = 1.0
        self._last: Line | None = None  # of the paragraph above

    def paper(self) -> Paper:
        groups: list[list[Laid]] = []
        for page in self._pages:
            if not groups or begins_annex(page):
                groups.append([])
            groups[-1].append(page)
        pages: list[Page] = []
        for group in groups:
            edges, sure = _edges(group)
            self._multiple = _usual_multiple(group, edges)
            self._group(group, edges)
            pages += [_page(page, edges if sure else None) for page in group]
            self._section += 1
        return Paper("pdf", tuple(self._paras), pages=tuple(pages))

    def _group(self, group: Sequence[Laid], edges: Edges) -> None:
        above: list[Line] = []
        for page in group:
            self._columns(page, page.left, page.right)
            for line in page.body:
                if above and self._is_new(above, line, edges):
                    self._flush(page, above, edges)
                    above = []
                above.append(line)
            is_full = bool(above) and above[-1].right > edges[1] - _SHORT
            if above and (not is_full or page is group[-1] or page.sign_left or _ends_in_table(page)):
                self._flush(page, above, edges)
                above = []
            self._tables(page)
            for line in page.parties:
                self._add(_para([line], Zone.TABLE))
            self._columns(page, page.sign_left, page.sign_right)
        if above:
            self._flush(group[-1], above, edges)

    def _is_new(self, above: Sequence[Line], line: Line, edges: Edges) -> bool:
        last, first = above[-1], above[0]
        left, right = edges
        if _SIGNS.fullmatch(line.raw) or _SIGNS.fullmatch(last.raw):
            return True
        same_page = line.page == last.page
        step = line.baseline - last.baseline
        if same_page and step > line.size * LINE * 1.75:
            return True
        words = " ".join(item.raw for item in above)
        width = self._pages[line.page - 1].drawn.width
        if kind_of_title(words) or (len(above) == 1 and is_label(last, width)) or is_label(line, width):
            return True
        if _goes_on_addressee(above, line, left):
            return False
        if _centred(line, edges) or _centred(first, edges):
            if words.isupper() and not line.raw.isupper():  # a title, then its trích yếu
                return True
            in_middle = _centred(first, edges) and abs(_offset(line, edges)) < _NEAR
            return _style(line) != _style(last) or not in_middle
        if len(above) > 1 and same_page:
            usual = above[1].baseline - above[0].baseline
            if above[0].page == above[1].page and step > usual + 2.5:
                return True
        if _has_room(last, line, right) and not (first.left > left + 60 and line.left > left + 60):
            return True
        hangs = line.left > left + 60  # Kính gửi and its items
        if hangs:
            return bool(_DASH.match(one_line(line.raw))) or abs(line.left - last.left) > 12
        return line.left > left + _INDENT and (len(above) > 1 or abs(line.left - first.left) < 1)

    def _flush(self, page: Laid, lines: Sequence[Line], edges: Edges) -> None:
        if _SIGNS.fullmatch(_raw(lines)):
            self._underline(_stroke_of_signs(lines[0]))
            return
        para = _body_para(lines, edges, self._pages[lines[-1].page - 1])
        last, first = self._last, lines[0]
        same_page = last is not None and last.page == first.page
        if (
            last is not None
            and same_page
            and not _has_between(self._pages[first.page - 1], last.baseline, first.baseline)
        ):
            pitch = first.size * LINE * (para.line or self._multiple)
            para = replace(para, before=first.baseline - last.baseline - pitch)
        self._last = lines[-1]
        self._add(_with_rule(para, lines, self._pages[lines[-1].page - 1]))

    def _add(self, para: Para) -> None:
        self._paras.append(replace(para, number=len(self._paras) + 1, section=self._section))

    def _underline(self, stroke: Stroke) -> None:
        for at in range(len(self._paras) - 1, -1, -1):
            if self._paras[at].text:
                self._paras[at] = replace(self._paras[at], stroke=stroke)
                return

    def _tables(self, page: Laid) -> None:
        for line in page.table:
            self._add(_para([line], Zone.TABLE))

    def _columns(self, page: Laid, left: Sequence[Line], right: Sequence[Line]) -> None:
        for zone, lines in ((Zone.LEFT, left), (Zone.RIGHT, right)):
            last: Line | None = None
            for group in _column_groups(lines):
                if _SIGNS.fullmatch(_raw(group)):
                    self._underline(_stroke_of_signs(group[0]))
                    continue
                para = _para(group, zone)
                if last is not None:
                    para = replace(para, before=group[0].baseline - last.baseline - group[0].size * LINE)
                last = group[-1]
                self._add(_with_rule(para, group, page))


def _stroke_of_signs(line: Line) -> Stroke:
    return Stroke(line.right - line.left, any(sign in line.raw for sign in "_—─"))


def _ends_in_table(page: Laid) -> bool:
    """Tell whether a table stands below the last running line: it ends the paragraph."""
    return any(line.baseline > page.body[-1].baseline for line in page.table)


def _raw(lines: Sequence[Line]) -> str:
    return " ".join(line.raw for line in lines)


def _column_groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Join what is one paragraph in a column: a wrapped Quốc hiệu, day or receiver."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and _continues(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: Sequence[Line], line: Line) -> bool:
    first, last = group[0].key, group[-1]
    if line.baseline - last.baseline > line.size * LINE * 1.6 or _SIGNS.fullmatch(line.raw):
        return False
    if "cộng hòa" in first and "việt nam" not in first:
        return not line.key.startswith("độc lập")
    if (
        first.startswith("- ")
        and last.size < 13
        and _style(line) == _style(last)
        and not line.key.startswith("- ")
    ):
        return group[0].raw.upper() != group[0].raw and line.left > group[0].left + 1
    return first.endswith(",") and "ngày" in line.key


def _style(line: Line) -> tuple[bool, bool, float]:
    words = [span for span in line.spans if span.text.strip()]
    return all(span.bold for span in words), all(span.italic for span in words), line.size


def _centred(line: Line, edges: Edges) -> bool:
    """Tell a centred line from a full one and from a plain one that is indented and just so long."""
    indent = line.left - edges[0]
    bold, italic, _ = _style(line)
    is_plain = not bold and not italic
    is_indented = is_plain and any(abs(indent - centimetres * 10 * MM) < 1 for centimetres in INDENTS)
    return abs(_offset(line, edges)) < _NEAR and indent > 1.5 and not is_indented


def _goes_on_addressee(above: Sequence[Line], line: Line, left: float) -> bool:
    """Tell the further lines of one addressee: they hang under the text behind "Kính gửi:"."""
    word, _, rest = above[0].raw.partition(":")
    if exact_key(word) != "kính gửi" or not rest.strip() or _DASH.match(rest.strip()):
        return False
    hangs = line.left > max(left + 60, above[0].left + 40)
    level = len(above) < 2 or abs(line.left - above[1].left) < 3
    return hangs and level and not _DASH.match(one_line(line.raw))


def _has_room(last: Line, line: Line, right: float) -> bool:
    """Tell whether the next line's first word would have stood on a line: then the line ended by will."""
    text = one_line(line.raw)
    word = text.split(" ")[0] if text else ""
    width = (line.right - line.left) * len(word) / max(len(text), 1)
    return last.right < right - _SHORT and last.right + last.size * 0.25 + width * 1.15 < right - 1


def _offset(line: Line, edges: Edges) -> float:
    return line.middle - (edges[0] + edges[1]) / 2


def _para(lines: Sequence[Line], zone: Zone) -> Para:
    spans: list[Span] = []
    for line in lines:
        if spans and not _ENDS_OPEN.search(spans[-1].text):
            spans[-1] = replace(spans[-1], text=spans[-1].text + " ")
        spans.extend(line.spans)
    first = lines[0]
    return Para(
        tuple(spans),
        zone=zone,
        page=first.page,
        baseline=first.baseline,
        center=first.middle,
        widest=max(line.right - line.left for line in lines),
        lines=len(lines),
    )


def _body_para(lines: Sequence[Line], edges: Edges, page: Laid) -> Para:
    para = _para(lines, Zone.BODY)
    left, right = edges
    first = lines[0]
    captions = [top - lines[-1].baseline for _, _, top, _ in page.regions + page.figures]
    rest = [line.left for line in lines[1:]]
    steps = [
        (below.baseline - above.baseline) / (below.size * LINE)
        for above, below in pairwise(lines)
        if above.page == below.page
    ]
    align: Align | None = None
    if _centred(first, edges) and all(abs(_offset(line, edges)) < _NEAR for line in lines):
        align = Align.CENTER
    elif len(lines) > 1:
        inner = [line.right for line in lines[:-1]]
        align = Align.JUSTIFY if all(right - 1 * MM <= end for end in inner) else Align.LEFT
    return replace(
        para,
        align=align,
        start=first.left - left,
        left=min(rest) - left if rest else None,
        offset=_offset(first, edges),
        line=max(steps) if steps else None,
        is_caption=(para.bold or para.italic) and any(0 < gap < _CAPTION for gap in captions),
    )


def _with_rule(para: Para, lines: Sequence[Line], page: Laid) -> Para:
    last = lines[-1]
    for left, right, top in page.rules:
        below = top - last.baseline
        start, end = min(line.left for line in lines), max(line.right for line in lines)
        inside = min(right, end) - max(left, start) > 0.6 * (right - left)
        if not inside or not -1 < below < _RULE_BELOW or _has_line_between(page, last, top, (left, right)):
            continue
        if below < _UNDERLINE:
            spans = tuple(replace(span, underline=True) for span in para.spans)
            return replace(para, spans=spans)
        return replace(para, stroke=Stroke(right - left))
    return para


def _has_line_between(page: Laid, last: Line, top: float, span: Edges) -> bool:
    """Tell whether a rule belongs to a line further down."""
    lines = page.body + page.left + page.right + page.sign_left + page.sign_right
    return any(
        last.baseline + 1 < line.baseline < top and line.left < span[1] and line.right > span[0]
        for line in lines
    )


def _has_between(page: Laid, top: float, bottom: float) -> bool:
    """Tell whether a table or a picture parts two paragraphs."""
    return any(top < region[3] and region[2] < bottom for region in page.regions + page.figures)


def _edges(group: Sequence[Laid]) -> tuple[Edges, bool]:
    """Return where the lines of some pages begin and end, and whether that is sure."""
    width = group[0].drawn.width
    lines = [line for page in group for line in page.body]
    left = _outer([line.left for line in lines], -1)
    running = [line for line in lines if left is None or not _is_middle(line, left, width)]
    right = _outer([line.right for line in running], 1)
    receivers = [page.sign_left[0].left for page in group if page.sign_left]
    if left is not None and receivers and receivers[0] < left - 20:
        left = receivers[0]
    if left is not None and right is not None and left < width / 3 and right > width * 0.75:
        return (left, right), True
    tables = [region for page in group for region in page.regions if region[1] - region[0] > width / 2]
    if tables:
        return (min(region[0] for region in tables), max(region[1] for region in tables)), False
    lefts = [line.left for line in lines]
    usual = PAGE.left * MM
    edge = min([usual, *(x for x in lefts if x > usual - 8)])
    return (edge, width - PAGE.right * MM), False


def _is_middle(line: Line, left: float, width: float) -> bool:
    """Tell a line that stands in the middle: where it ends says nothing of the edge."""
    middles = (width / 2, (PAGE.left * MM + width - PAGE.right * MM) / 2)
    return line.left > left + 1.5 and any(abs(line.middle - middle) < _NEAR for middle in middles)


def _outer(values: Sequence[float], side: int, least: int = 3) -> float | None:
    """Return the outermost place where several lines begin (-1) or end (1)."""
    shared = [value for value in values if sum(abs(value - other) <= 1.5 for other in values) >= least]
    return (max(shared) if side > 0 else min(shared)) if shared else None


def _usual_multiple(group: Sequence[Laid], edges: Edges) -> float:
    """Return the line height of running text: from a full line to one that starts at the edge."""
    steps = [
        round((below.baseline - above.baseline) / (below.size * LINE), 2)
        for page in group
        for above, below in pairwise(page.body)
        if above.right > edges[1] - _SHORT and below.left < edges[0] + 3
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 1.0


def _page(page: Laid, edges: Edges | None) -> Page:
    texts = page.body + page.left + page.right + page.sign_left + page.sign_right + page.table
    return Page(
        page.number,
        page.drawn.width,
        page.drawn.height,
        page.drawn.rotation,
        left=edges[0] if edges else None,
        right=edges[1] if edges else None,
        highest=min((line.baseline - 0.9 * line.size for line in texts), default=None),
        lowest=max((line.baseline for line in texts), default=None),
        head=tuple(_para([line], Zone.BODY) for line in page.head),
        foot=tuple(_para([line], Zone.BODY) for line in page.foot),
        has_table=bool(page.regions),
    )
