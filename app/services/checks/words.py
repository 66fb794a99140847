"""The words of a report: what must be there, what was left over from last month, what the figures deny."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.core.periods import Month
from app.core.stale_words import mentions, slips_of_the_pen, wrong_months, wrong_years
from app.core.statuses import FigureState
from app.core.text import exact_key, format_number
from app.core.told_numbers import Told, told_numbers
from app.services.checks.findings import WordFinding

NEEDED, MONTH, YEAR, UNIT, PERSON, SLIP, NUMBER, FIELD, SAME = (
    *("MUC", "THANG", "NAM", "DONVI", "NGUOI", "CHINHTA", "SO", "TRUONG", "NHUCU"),
)
_MANY_WORDS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """What stands under one heading, now and a month ago."""

    key: str
    title: str
    text: str
    state: FigureState
    is_required: bool
    is_group: bool = False
    previous: str = ""


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What the words are held against."""

    month: Month
    own_names: tuple[str, ...] = ()
    other_units: tuple[str, ...] = ()
    """Names of units like this one: in a report of its own they are a sign of copying."""
    gone_people: Mapping[str, str] = field(default_factory=dict)
    """Officers of the unit who have left, each with who holds the post now ("" where that is not clear)."""
    told: Mapping[str, Told] = field(default_factory=dict)
    before: Mapping[str, Told] = field(default_factory=dict)
    unknown: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    """By heading: fields in the text that no figure stands behind."""


def check_words(words: tuple[Words, ...], facts: WordFacts) -> tuple[WordFinding, ...]:
    """Return what is wrong with the words of a report, the strongest first, in reading order."""
    found: list[WordFinding] = []
    for item in words:
        found += _needed(item)
        if item.text:
            found += _fields(item, facts)
            found += _months(item, facts)
            found += _names(item, facts)
            found += _slips(item)
            found += _numbers(item, facts)
            found += _same(item)
    strength = ("block", "explain", "notice")
    return tuple(sorted(found, key=lambda finding: strength.index(finding.level)))


def _needed(item: Words) -> Iterator[WordFinding]:
    if item.is_required and not item.is_group and not item.text and item.state is not FigureState.NONE_ARISEN:
        yield WordFinding("explain", NEEDED, f"Mục “{item.title}” phải có nội dung.", item.key)


def _fields(item: Words, facts: WordFacts) -> Iterator[WordFinding]:
    for start, end, name in facts.unknown.get(item.key, ()):
        message = f"“{{{name}}}” không phải là chỉ tiêu trong danh mục của kỳ."
        yield WordFinding("block", FIELD, message, item.key, start, end)


def _months(item: Words, facts: WordFacts) -> Iterator[WordFinding]:
    for slip in wrong_months(item.text, facts.month, item.previous):
        why = "báo cáo tự gọi mình" if slip.names_report else "câu của kỳ trước còn ghi"
        yield WordFinding(
            "block" if slip.names_report else "notice",
            MONTH,
            f"“{slip.found}”: {why} sai tháng, kỳ này là {facts.month.short}.",
            item.key,
            slip.start,
            slip.end,
            slip.wanted,
        )
    for slip in wrong_years(item.text, facts.month, item.previous):
        message = f"“{slip.found}”: kỳ này thuộc năm {facts.month.year}."
        yield WordFinding("notice", YEAR, message, item.key, slip.start, slip.end, slip.wanted)


def _names(item: Words, facts: WordFacts) -> Iterator[WordFinding]:
    own = facts.own_names[0] if facts.own_names else None
    lowered = item.text.lower()
    for name in facts.other_units:
        if name.lower() not in lowered or exact_key(name) in map(exact_key, facts.own_names):
            continue
        for start, end in mentions(item.text, name):
            message = f"“{item.text[start:end]}” là tên đơn vị khác, có thể còn sót khi chép."
            yield WordFinding("notice", UNIT, message, item.key, start, end, own)
    for name, successor in facts.gone_people.items():
        for start, end in mentions(item.text, name):
            message = f"“{name}” đã thôi công tác ở đơn vị trước kỳ này."
            yield WordFinding("notice", PERSON, message, item.key, start, end, successor or None)


def _slips(item: Words) -> Iterator[WordFinding]:
    for slip in slips_of_the_pen(item.text):
        message = f"“{slip.found}” viết sai, đúng là “{slip.wanted.strip()}”."
        yield WordFinding("notice", SLIP, message, item.key, slip.start, slip.end, slip.wanted)


def _numbers(item: Words, facts: WordFacts) -> Iterator[WordFinding]:
    for said in told_numbers(item.text, facts.told):
        told = facts.told[said.code]
        if said.number == told.value:
            continue
        old = facts.before.get(said.code)
        tail = ", là số của kỳ trước" if old is not None and old.value == said.number else ""
        message = (
            f"“{item.text[said.start : said.end]}” khác ô {said.code} “{told.title}” = "
            f"{format_number(told.value)}{tail}."
        )
        wanted = f"{{{said.code}}}"
        end = said.end
        rest = item.text[end:]
        unit = rest[: len(rest) - len(rest.lstrip())] + told.unit
        if told.unit and rest.startswith(unit):
            end += len(unit)  # the field brings its unit of measure along
        yield WordFinding("notice", NUMBER, message, item.key, said.start, end, wanted)


def _same(item: Words) -> Iterator[WordFinding]:
    is_long = bool(item.previous) and len(item.text.split()) >= _MANY_WORDS
    if is_long and (item.text == item.previous or exact_key(item.text) == exact_key(item.previous)):
        message = f"Mục “{item.title}” giữ nguyên từng chữ của kỳ trước."
        yield WordFinding("notice", SAME, message, item.key, 0, 0)


def corrected(text: str, finding: WordFinding) -> str:
    """Return a text with one finding put right."""
    if finding.correction is None:
        return text
    return text[: finding.start] + finding.correction + text[finding.end :]
