"""Lines of the tally book as they are copied out of Excel: date, indicator, number, note in one row each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.figures import read_figure
from app.core.text import fold, one_line, search_words
from app.services.month_figures import IndicatorFacts
from app.services.tallies import TallyFields


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One pasted row: what it says, and either the line it makes or what is wrong with it."""

    text: str
    fields: TallyFields | None
    problem: str = ""


def find_indicator(typed: str, known: Iterable[IndicatorFacts]) -> IndicatorFacts:
    """Return the one indicator that a code, a title or some of its words name."""
    facts, text = list(known), one_line(typed)
    head = fold(text).split(" ", 1)[0]
    for fact in facts:
        if fold(fact.code) in (fold(text), head) or fold(fact.title) == fold(text):
            return fact
    matches = matching_indicators(text, facts)
    if len(matches) == 1:
        return matches[0]
    words = "Không có chỉ tiêu đếm được nào" if not matches else f"{len(matches)} chỉ tiêu"
    raise InvalidField("indicator", f"{words} khớp với “{text}”.", hint="Ghi mã hoặc chọn trong danh sách.")


def matching_indicators(typed: str, known: Iterable[IndicatorFacts]) -> list[IndicatorFacts]:
    """Return the indicators whose code and title hold every word; accents count where they are typed."""
    words = search_words(typed)
    found = []
    for fact in known:
        plain, exact = fold(f"{fact.code} {fact.title}"), one_line(f"{fact.code} {fact.title}").lower()
        if all(word in (exact if matters else plain) for word, matters in words):
            found.append(fact)
    return found


def read_amount(typed: str, fact: IndicatorFacts) -> Decimal:
    """Read a number with its sign: 3, +3, -2, 19.630."""
    text = one_line(typed)
    sign = -1 if text.startswith("-") else 1
    figure = read_figure(text.lstrip("+-").strip(), code=fact.code, is_count=fact.is_count)
    if figure.value is None:
        raise InvalidField("amount", f"{fact.code}: chưa ghi số đếm.")
    return sign * figure.value


def read_block(text: str, known: Sequence[IndicatorFacts], today: date) -> list[BlockLine]:
    """Read rows separated by tabs; the columns tell themselves apart, a row of titles is left aside."""
    lines = []
    for row in text.splitlines():
        cells = [one_line(cell) for cell in row.split("\t")]
        if not any(cells) or _is_title(cells):
            continue
        try:
            lines.append(BlockLine(" | ".join(filter(None, cells)), _read(cells, known, today)))
        except InvalidField as error:
            problem = f"{error.message} {error.hint}".strip()
            lines.append(BlockLine(" | ".join(filter(None, cells)), None, problem))
    return lines


def _is_title(cells: Sequence[str]) -> bool:
    words = {fold(cell) for cell in cells}
    return bool(words & {"ngay", "chi tieu", "so luong", "so dem"}) and not any(
        char.isdigit() for cell in cells for char in cell
    )


def _read(cells: list[str], known: Sequence[IndicatorFacts], today: date) -> TallyFields:
    filled = [cell for cell in cells if cell]
    try:
        day, rest = parse_date(filled[0], today), filled[1:]
    except InvalidField:
        if any(sign in filled[0] for sign in "/-") and filled[0][:1].isdigit():
            raise
        day, rest = today, filled
    if len(rest) < 2:
        raise InvalidField("amount", "Thiếu cột: cần chỉ tiêu và số đếm.")
    fact = find_indicator(rest[0], known)
    place = 2 if len(rest) > 2 and not _is_number(rest[1]) and _is_number(rest[2]) else 1
    amount = read_amount(rest[place], fact)
    return TallyFields(indicator_code=fact.code, on_date=day, amount=amount, note=" ".join(rest[place + 1 :]))


def _is_number(text: str) -> bool:
    return text.lstrip("+-")[:1].isdigit()
