"""Figures beside the unit's own past: outliers, falling cumulative counts, rates beyond 100, worn excuses.

Each looks only at the indicators ``codes``: after one cell was typed only that cell is looked at again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from app.core.figures import FigureValue
from app.core.outliers import usual_value
from app.core.periods import Month, month_words
from app.core.text import fold, format_number, shorten
from app.services.across_versions import Counting
from app.services.checks.findings import FigureFinding
from app.services.checks.rules import NEVER_DECREASES
from app.services.month_figures import IndicatorFacts, entered_behind
from app.services.past_months import PastMonth, month_before

UNUSUAL, RANGE, EXCUSE, VERSIONS = "BATTHUONG", "PHAMVI", "LYDO", "DANHMUC"
_NAMED = 8  # so many indicators are named in a sentence
_WORN = 2  # the same reason in so many months running is worth a look
_COUNTED = ("flow", "stock_end")  # what grows by itself, or is carried over, says nothing by its size
_WHOLE = Decimal(100)


def unusual_figures(
    facts: Mapping[str, IndicatorFacts],
    figures: Mapping[str, FigureValue],
    past: Mapping[str, Sequence[Decimal]],
    codes: Iterable[str],
) -> Iterator[FigureFinding]:
    """Yield entered counts far from what the unit usually reports (product A-bis, "Bất thường").

    ``past`` are the numbers of the last months by indicator, the newest first.
    """
    for code in codes:
        fact, value = facts[code], figures[code].known
        if value is None or not fact.is_entered or fact.semantics not in _COUNTED:
            continue
        series = past.get(code, ())
        usual = usual_value(value, series)
        if usual is not None:
            yield FigureFinding(
                "notice",
                UNUSUAL,
                f"{code} = {format_number(value)} khác thường: {len(series)} kỳ trước thường ở mức "
                f"{format_number(usual)}.",
                (code,),
            )


def falling_figures(
    rules: Sequence[tuple[str, str, str]],
    facts: Mapping[str, IndicatorFacts],
    figures: Mapping[str, FigureValue],
    month: Month,
    past: Sequence[PastMonth],
    codes: Iterable[str],
) -> Iterator[FigureFinding]:
    """Yield cumulative counts that are lower than a month ago in the same year, where the catalogue asks."""
    before = month_before(past, month)
    rule = next((code for code, text, _ in rules if text == NEVER_DECREASES), None)
    if rule is None or before is None or before.month.year != month.year:
        return
    for code in codes:
        if facts[code].semantics != "cumulative_ytd" or code not in before.figures:
            continue
        now, then = figures[code].known, before.figures[code].known
        if now is not None and then is not None and now < then:
            yield FigureFinding(
                "explain",
                rule,
                f"{code} = {format_number(now)} là số lũy kế nhưng ít hơn kỳ trước "
                f"({format_number(then)}, lệch {format_number(then - now)}).",
                (code,),
            )


def impossible_rates(
    facts: Mapping[str, IndicatorFacts], figures: Mapping[str, FigureValue], codes: Iterable[str]
) -> Iterator[FigureFinding]:
    """Yield percentages below 0 or above 100."""
    for code in codes:
        fact, value = facts[code], figures[code].known
        if fact.value_type == "percent" and value is not None and not 0 <= value <= _WHOLE:
            behind = sorted(entered_behind(frozenset({code}), facts))
            yield FigureFinding(
                "explain",
                RANGE,
                f"{code} = {format_number(value)}% phải từ 0 đến 100% ({fact.formula or 'số nhập'}).",
                (code, *(other for other in behind if other != code)),
            )


def worn_excuses(
    explanations: Mapping[str, str], month: Month, past: Sequence[PastMonth], codes: Iterable[str]
) -> Iterator[FigureFinding]:
    """Yield explanations that have been used month after month: "lý do này đã dùng 4 tháng liền"."""
    for code in codes:
        text = explanations.get(code)
        if text is None:
            continue
        months = _months_running(code, fold(text), month, past)
        if months >= _WORN:
            yield FigureFinding(
                "notice",
                EXCUSE,
                f"{code}: lý do “{shorten(text, 60)}” đã dùng {months} tháng liền.",
                (code,),
                explanation=text,
            )


def counted_otherwise(year: Counting, codes: Iterable[str]) -> Iterator[FigureFinding]:
    """Yield which sums of the year leave months out, because the catalogue of their time counts otherwise."""
    asked = set(codes)
    for months, among in year.groups_left_out().items():
        if asked.isdisjoint(among):
            continue
        named = ", ".join(among[:_NAMED]) + (f" và {len(among) - _NAMED} nữa" if len(among) > _NAMED else "")
        yield FigureFinding(
            "notice",
            VERSIONS,
            f"Lũy kế của {len(among)} chỉ tiêu không gồm {month_words(months)} (danh mục lúc đó chưa có "
            f"hoặc tính khác): {named}.",
            among,
        )


def _months_running(code: str, words: str, month: Month, past: Sequence[PastMonth]) -> int:
    months = 1 if words else 0
    for place, earlier in enumerate(past):
        if earlier.month != month.plus(-place - 1) or fold(earlier.explanations.get(code, "")) != words:
            break
        months += 1
    return months if words else 0
