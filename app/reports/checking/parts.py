"""Which paragraph is what: letterhead, title, Kính gửi, body, signature, annexes. Format-neutral."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.text import exact_key
from app.reports.checking.facts import Paper, Para, Zone
from app.reports.checking.kinds import LETTER, MARK, Kind, is_form_title, kind_of_symbol, kind_of_title
from app.reports.tree import Align

_LABEL = re.compile(r"^phụ lục(?:\s+(?:số\s+)?[ivxlc\d]+)?\W*$")
_NUMBER = re.compile(r"^số\b.{0,80}/|^số\s*:")
_DATE = re.compile(r"\bngày\b.*(?:\btháng\b|/)|\bngày\s*\d")
_BASIS = re.compile(r"^(?:căn cứ|theo đề nghị|xét đề nghị|thực hiện)\b")
_RECEIVERS = re.compile(r"^nơi nhận\s*(?::.*)?$")
_ABOUT = re.compile(r"^v/v\b|^về việc\b")
_DRAFTER = re.compile(r"^[A-ZĐ]{1,6}[.,]?\s?\(\d+\)")
_ITEM = re.compile(r"^[-–+•]\s*")
_AMONG = 40  # title, Kính gửi and căn cứ stand among the first paragraphs below the letterhead
_NAME_GAP = 20.0  # points above the name


@dataclass(slots=True)
class Annex:
    """One annex; ``above`` is what stands over its label on the same page."""

    label: Para
    titles: list[Para] = field(default_factory=list)
    link: Para | None = None
    body: list[Para] = field(default_factory=list)
    above: list[Para] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """The parts of one paper; what is not there is None or empty."""

    kind: Kind | None = None
    nation: Para | None = None
    motto: Para | None = None
    agency: list[Para] = field(default_factory=list)  # lines above the number, regular and bold
    number: Para | None = None
    about: list[Para] = field(default_factory=list)
    place_date: Para | None = None
    marks: list[Para] = field(default_factory=list)
    title: Para | None = None
    subject: list[Para] = field(default_factory=list)
    address: Para | None = None
    address_items: list[Para] = field(default_factory=list)
    basis: list[Para] = field(default_factory=list)
    body: list[Para] = field(default_factory=list)
    parties: list[Para] = field(default_factory=list)  # of a biên bản: who signs above the office
    receivers: Para | None = None
    receiver_items: list[Para] = field(default_factory=list)
    drafter: Para | None = None
    authority: list[Para] = field(default_factory=list)
    name: Para | None = None
    annexes: list[Annex] = field(default_factory=list)
    is_annex_file: bool = False

    @property
    def is_form(self) -> bool:
        """Whether the paper is a form that another regulation draws."""
        return self.title is not None and is_form_title(self.title.text)

    @property
    def superior(self) -> list[Para]:
        """The regular lines above the first bold one."""
        bold = next((at for at, para in enumerate(self.agency) if para.bold), len(self.agency))
        return self.agency[:bold]

    @property
    def issuer(self) -> list[Para]:
        """The agency's own lines: from the first bold one on."""
        return self.agency[len(self.superior) :]


def find_parts(paper: Paper) -> Parts:
    """Sort the paragraphs of a paper into its parts."""
    parts = Parts()
    paras = list(paper.paras)
    texts = [para for para in paras if para.text]
    start = _receivers_at(paras)
    end = _end_of_signature(paras, start)
    first = texts[0] if texts else None
    if first is not None and _LABEL.match(exact_key(first.text)):
        parts.is_annex_file = True
        end = start = 0
    main = paras[:start]
    below = _letterhead(main, parts)
    _middle(main[below:], parts)
    if parts.kind is not None and parts.kind.is_record:
        _parties(parts)
    _signature(paras[start:end], paras, parts, is_pdf=paper.is_pdf)
    _annexes(paras[end:], parts)
    if parts.kind is None:
        parts.kind = _kind_by_letterhead(parts)
    return parts


def _receivers_at(paras: Sequence[Para]) -> int:
    """Return where the signature block begins: at "Nơi nhận", else where its column begins."""
    label = next(
        (at for at, para in enumerate(paras) if at > 8 and _LABEL.match(exact_key(para.text))), len(paras)
    )
    for at, para in enumerate(paras[:label]):
        if _RECEIVERS.match(exact_key(para.text)) and len(para.text) < 40 and para.zone is not Zone.TABLE:
            while at and _same_block(paras[at - 1], para):
                at -= 1
            return at
    for at in range(label - 1, 0, -1):
        if paras[at].text.endswith("./.") and paras[at].zone is Zone.BODY:
            return at + 1
    return label


def _same_block(before: Para, para: Para) -> bool:
    if para.table is not None:
        return before.table is not None and before.table[0] == para.table[0]
    return (
        bool(before.text) and before.zone is Zone.RIGHT and before.page == para.page and para.page is not None
    )


def _end_of_signature(paras: Sequence[Para], start: int) -> int:
    if start >= len(paras):
        return start
    first = paras[start]
    if first.table is not None:
        tables = [at for at, para in enumerate(paras) if para.table and para.table[0] == first.table[0]]
        return max(tables) + 1
    for at in range(start + 1, len(paras)):
        para = paras[at]
        if para.section != first.section or para.starts_page or para.zone is Zone.TABLE:
            return at
        if _LABEL.match(exact_key(para.text)):
            return at
    return len(paras)


def _letterhead(main: Sequence[Para], parts: Parts) -> int:
    """Find the letterhead and return where the paper goes on below it."""
    last = -1
    for at, para in enumerate(main[:60]):
        key = exact_key(para.text)
        if not key or para.zone is Zone.TABLE:
            continue
        if kind_of_title(para.text) and para.zone is Zone.BODY:
            break
        if parts.nation is None and ("cộng hòa xã hội" in key or "xã hội chủ nghĩa" in key):
            parts.nation, last = para, at
        elif parts.motto is None and key.startswith("độc lập"):
            parts.motto, last = para, at
        elif parts.number is None and _NUMBER.match(key) and para.zone is not Zone.RIGHT:
            parts.number, last = para, at
        elif parts.place_date is None and para.zone is not Zone.LEFT and _is_date(para, key, parts):
            parts.place_date, last = _with_place(para, main[:at], parts), at
        elif para.zone is Zone.LEFT and MARK.match(key):
            parts.marks.append(para)
            last = at
        elif para.zone is Zone.LEFT and parts.number is None:
            parts.agency.append(para)
            last = at
        elif para.zone is Zone.LEFT and (parts.about or _ABOUT.match(key)):
            parts.about.append(para)
            last = at
        elif para.zone in {Zone.LEFT, Zone.RIGHT}:
            last = at
        elif parts.nation is not None or key.startswith("kính gửi") or at > 12:
            break
    return last + 1


def _with_place(para: Para, above: Sequence[Para], parts: Parts) -> Para:
    """Join a day to the line above it: a long place stands on a line of its own."""
    before = next((item for item in reversed(above) if item.zone is para.zone), None)
    if para.zone is not Zone.RIGHT or before is None or before in (parts.nation, parts.motto):
        return para
    if not before.text or before.page != para.page:
        return para
    spans = (*before.spans, replace(before.spans[-1], text=" "), *para.spans)
    widest = max(before.widest, para.widest)
    return replace(before, spans=spans, lines=before.lines + para.lines, widest=widest)


def _is_date(para: Para, key: str, parts: Parts) -> bool:
    if not _DATE.search(key) or len(key) > 90:
        return False
    return para.zone is Zone.RIGHT or (parts.nation is not None and not key.startswith(("căn cứ", "(")))


def _middle(paras: Sequence[Para], parts: Parts) -> None:
    """Find title, subject, Kính gửi, căn cứ; the rest is body."""
    at = 0
    while at < len(paras):
        para = paras[at]
        key = exact_key(para.text)
        early = at < _AMONG and not any(item.text and not item.is_caps for item in parts.body)
        if not key or para.zone is Zone.TABLE:
            parts.body.append(para)
        elif early and parts.title is None and parts.address is None and _looks_like_title(para):
            parts.title, parts.kind = para, kind_of_title(para.text)
            parts.body.clear()
            at = _subject(paras, at + 1, parts)
            continue
        elif parts.address is None and key.startswith("kính gửi") and early:
            parts.address = para
            at = _addressees(paras, at + 1, parts)
            continue
        elif _BASIS.match(key) and (para.italic or para.text.endswith(";")) and early:
            parts.basis.append(para)
        else:
            parts.body.append(para)
        at += 1


def _parties(parts: Parts) -> None:
    """Take two signatures side by side from the end of the body: bold, and in capitals to begin with."""
    last = max((at for at, para in enumerate(parts.body) if para.zone is Zone.BODY and para.text), default=-1)
    tail = parts.body[last + 1 :]
    texts = [para for para in tail if para.text]
    if len(texts) > 1 and all(para.bold for para in texts) and all(para.is_caps for para in texts[:2]):
        parts.parties = texts
        parts.body = parts.body[: last + 1]


def _looks_like_title(para: Para) -> bool:
    """Tell a title of the list of kinds, or a form of another law: a short bold line in capitals."""
    if kind_of_title(para.text):
        return True
    is_centered = para.align is Align.CENTER or (para.offset is not None and abs(para.offset) < 8)
    return para.bold and para.is_caps and is_centered and len(para.text) < 80


def _subject(paras: Sequence[Para], at: int, parts: Parts) -> int:
    while at < len(paras):
        para = paras[at]
        key = exact_key(para.text)
        if para.text and (not _looks_like_subject(para, parts) or key.startswith(("kính gửi", "căn cứ"))):
            break
        if para.text:
            parts.subject.append(para)
        at += 1
        if para.stroke is not None:
            break
    while at < len(paras) and _is_note(paras[at]):
        at += 1
    return at


def _looks_like_subject(para: Para, parts: Parts) -> bool:
    if re.match(r"^(?:[IVX]+|\d+)\. ", para.text) or para.zone is not Zone.BODY:
        return False
    return not parts.subject or (para.bold and parts.subject[0].bold)


def _is_note(para: Para) -> bool:
    """Tell a line in brackets under the subject, and what holds the rule."""
    if not para.text:
        return para.is_mechanical
    return para.italic and para.text.startswith("(") and para.text.endswith(")")


def _addressees(paras: Sequence[Para], at: int, parts: Parts) -> int:
    while at < len(paras):
        para = paras[at]
        if para.text and not _ITEM.match(para.text):
            hangs = parts.address_items and not parts.address_items[-1].text.endswith((".", ";"))
            if not hangs or (para.start or 0) < 60:
                break
        elif para.text:
            parts.address_items.append(para)
        at += 1
    while at and not paras[at - 1].text and paras[at - 1] is not parts.address:
        at -= 1
    return at


def _signature(block: Sequence[Para], paras: Sequence[Para], parts: Parts, *, is_pdf: bool) -> None:
    right: list[tuple[Para, float]] = []
    gap = 0.0
    for para in block:
        key = exact_key(para.text)
        if para.zone is Zone.RIGHT or (para.zone is Zone.BODY and not _is_receiver(para, key)):
            if para.text:
                right.append((para, gap + (para.before or 0)))
                gap = para.after or 0
            elif not para.is_mechanical:
                gap += (para.before or 0) + (para.after or 0) + (para.line or 1) * 14 * 1.149
        elif _RECEIVERS.match(key):
            parts.receivers = parts.receivers or para
        elif para.text and _DRAFTER.match(para.text):
            parts.drafter = para
        elif para.text:
            parts.receiver_items.append(para)
    if right and (right[-1][1] >= _NAME_GAP or not right[-1][0].is_caps) and len(right) > 1:
        parts.name = right.pop()[0]
    parts.authority = [para for para, _ in right]


def _is_receiver(para: Para, key: str) -> bool:
    return bool(_RECEIVERS.match(key) or _ITEM.match(para.text) or (para.sizes and max(para.sizes) <= 11.5))


def _annexes(paras: Sequence[Para], parts: Parts) -> None:
    above: list[Para] = []
    annex: Annex | None = None
    for para in paras:
        is_label = para.zone is Zone.BODY and _LABEL.match(exact_key(para.text))
        if is_label:
            last = annex.body if annex else above
            same = [item for item in last if item.text and _same_page(item, para)]
            annex = Annex(para, above=same[-4:] if len(same) <= 4 else [])
            parts.annexes.append(annex)
        elif annex is None:
            above.append(para)
        elif para.text and annex.link is None and not annex.body and para.zone is Zone.BODY:
            _open_annex(annex, para)
        else:
            annex.body.append(para)


def _same_page(item: Para, para: Para) -> bool:
    return item.section == para.section and item.page == para.page and not para.starts_page


def _open_annex(annex: Annex, para: Para) -> None:
    key = exact_key(para.text).lstrip("( ")
    if key.startswith(("kèm theo", "ban hành kèm theo")):
        annex.link = para
    elif len(annex.titles) < 3 and (not annex.titles or para.bold):
        annex.titles.append(para)
    else:
        annex.body.append(para)


def _kind_by_letterhead(parts: Parts) -> Kind | None:
    if parts.title is None and parts.number is not None:
        named = kind_of_symbol(parts.number.text.rpartition("/")[2])
        if parts.about or parts.address is not None:
            return LETTER
        return named
    return None
