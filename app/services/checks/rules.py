"""The catalogue's own checks between indicators, within a month and with the month before."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.formula import BEFORE, TO_DATE, Broken, FormulaError, broken_comparisons, codes_of, solve
from app.core.text import format_number
from app.models import CrossCheck
from app.services.checks.findings import FigureFinding, FigureFix, Level
from app.services.month_figures import (
    IndicatorFacts,
    entered_behind,
    indicator_facts,
    known_values,
    with_computed,
)
from app.storage.plain_rows import plain_rows

# Rules that no comparison of two figures can say. The first two are judged where the months meet and where
# percentages come in; the other two say how months and units are added up, and hold by construction.
NEVER_DECREASES = "lũy kế không giảm trong năm"
RATES_RECOMPUTED = "tỷ lệ tính lại từ số đếm"
MONTHS_ADD_UP = "quý, năm cộng từ các tháng"
UNITS_ADD_UP = "tổng cộng từ các đơn vị"
NAMED_RULES = (NEVER_DECREASES, RATES_RECOMPUTED, MONTHS_ADD_UP, UNITS_ADD_UP)

_LEVELS: dict[str, Level] = {"block": "block", "explain": "explain", "notice": "notice"}
_SUFFIX_WORDS = ((BEFORE, " kỳ trước"), (TO_DATE, " lũy kế"))


_RULES = select(CrossCheck.code, CrossCheck.rule, CrossCheck.severity).where(
    CrossCheck.catalogue_id == bindparam("catalogue_id")
)


def rules_of(session: Session, catalogue_id: str) -> list[tuple[str, str, str]]:
    """Return code, rule and severity of a catalogue's checks, in the order of their codes."""
    rows = plain_rows(session, _RULES, catalogue_id=catalogue_id)
    return sorted(((r.code, r.rule, r.severity) for r in rows), key=lambda rule: (len(rule[0]), rule[0]))


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """A version of the catalogue as checking needs it: indicators in their order; code, rule, severity."""

    id: str
    indicators: Mapping[str, IndicatorFacts]
    rules: list[tuple[str, str, str]]

    def findings(
        self, entered: Mapping[str, FigureValue], beside: Mapping[str, Decimal | None] | None = None
    ) -> tuple[FigureFinding, ...]:
        """Hold figures against the checks.

        ``beside`` are numbers of other months under ``CODE_KY_TRUOC`` and ``CODE_LUY_KE``; checks that need
        them wait where they are not given. A check is judged once every required indicator behind it is known
        (without such, every one it names), so that a report can be entered piece by piece.
        """
        return self.judge({**known_values(with_computed(self.indicators, entered)), **(beside or {})})

    def reads(self, code: str) -> frozenset[str]:
        """Return the indicators that a check names; none for a rule in words."""
        return next((codes_named(rule) for own, rule, _ in self.rules if own == code), frozenset())

    def judge(
        self, values: Mapping[str, Decimal | None], among: Collection[str] | None = None
    ) -> tuple[FigureFinding, ...]:
        """Hold numbers against the checks where everything, computed indicators too, is known already.

        With ``among`` only against the checks that read one of those indicators.
        """
        facts = self.indicators
        findings: list[FigureFinding] = []
        for code, rule, severity in self.rules:
            if among is not None and codes_named(rule).isdisjoint(among):
                continue
            for part in filter(str.strip, rule.split(";")):
                for broken in _judged(part, facts, values):
                    fix = _only_answer(part, facts, values)
                    level = _LEVELS.get(severity, "notice")
                    findings.append(FigureFinding(level, code, _told(broken), _codes(broken), fix=fix))
        return tuple(findings)


@lru_cache(maxsize=1024)
def codes_named(rule: str) -> frozenset[str]:
    """Return the indicators that a check names, of whatever month; none where it is in words."""
    found: set[str] = set()
    for part in filter(str.strip, rule.split(";")):
        try:
            codes = codes_of(part)
        except FormulaError:
            continue
        found |= {code.removesuffix(BEFORE).removesuffix(TO_DATE) for code in codes}
    return frozenset(found)


def read_catalogue(session: Session, catalogue_id: str) -> CatalogueFacts:
    """Return a version of the catalogue."""
    return CatalogueFacts(
        catalogue_id, indicator_facts(session, catalogue_id), rules_of(session, catalogue_id)
    )


def check_figures(
    session: Session,
    catalogue_id: str,
    entered: Mapping[str, FigureValue],
    beside: Mapping[str, Decimal | None] | None = None,
) -> tuple[FigureFinding, ...]:
    """Hold figures against the catalogue's checks, read for this once."""
    return read_catalogue(session, catalogue_id).findings(entered, beside)


def _told(broken: Broken) -> str:
    left, right = (_readable(text) for text in (broken.left_text, broken.right_text))
    return (
        f"{left} = {format_number(broken.left)} phải {broken.sign} "
        f"{right} = {format_number(broken.right)} (lệch {format_number(abs(broken.left - broken.right))})."
    )


def _readable(text: str) -> str:
    for suffix, words in _SUFFIX_WORDS:
        text = text.replace(suffix, words)
    return text


def _codes(broken: Broken) -> tuple[str, ...]:
    """The cells of this report that a broken check is about."""
    return tuple(
        dict.fromkeys(c.removesuffix(TO_DATE) for c in broken.codes if not c.endswith(BEFORE))
    ) or tuple(c.removesuffix(BEFORE) for c in broken.codes)


def _judged(
    rule: str, facts: Mapping[str, IndicatorFacts], values: Mapping[str, Decimal | None]
) -> Iterator[Broken]:
    try:
        codes = codes_of(rule)
    except FormulaError:
        return  # a rule in words
    needed = required_behind(codes, facts) or codes
    if all(values.get(code) is not None for code in needed):
        yield from broken_comparisons(rule, values)


def required_behind(codes: frozenset[str], facts: Mapping[str, IndicatorFacts]) -> set[str]:
    """Return the required indicators that some codes are made of."""
    return {code for code in entered_behind(codes, facts) if facts[code].is_required}


def _only_answer(
    rule: str, facts: Mapping[str, IndicatorFacts], values: Mapping[str, Decimal | None]
) -> FigureFix | None:
    """Return the figure with which a check holds, where one single cell of the report stands in it."""
    cells = entered_behind(codes_of(rule), facts)
    spelled = _spelled_out(rule, facts)
    if len(cells) != 1 or spelled is None:
        return None
    (code,) = cells
    answer = solve(spelled, code, values)
    if answer is None or answer < 0 or (facts[code].is_count and answer % 1):
        return None
    return FigureFix(code, answer)


def _spelled_out(rule: str, facts: Mapping[str, IndicatorFacts]) -> str | None:
    """Return a rule with computed codes replaced by their formulas, None where that gets too long."""
    for _ in range(6):
        computed = [code for code in codes_of(rule) if code in facts and facts[code].formula]
        if not computed:
            return rule
        for code in computed:
            rule = re.sub(rf"\b{code}\b", f"({facts[code].formula})", rule)
        if len(rule) > 500:
            return None
    return None
