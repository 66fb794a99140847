"""Use cases on figures and narrative of a report: enter, check, compute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import Finding, ImportRefused, InvalidField, NotFound, RuleViolation
from app.core.figures import BLANK, FigureValue, checked_value, read_figure
from app.core.formula import Broken, FormulaError, broken_comparisons, codes_of, compute_all
from app.core.statuses import FigureState, ReportState
from app.core.text import format_number, normalize
from app.models import (
    CrossCheck,
    ExpectedReport,
    Figure,
    Indicator,
    Narrative,
    OutlineHeading,
)
from app.services.audit import record, snapshot
from app.services.cycles import get_period, refuse_locked
from app.services.reviews import close_answered
from app.services.submissions import get_expected

_CHANGED = Changes(figures=True, cycles=True)
Level = Literal["block", "explain", "notice"]
_LEVELS: dict[str, Level] = {"block": "block", "explain": "explain", "notice": "notice"}


@dataclass(frozen=True, slots=True)
class FigureFinding:
    """What a check says: strength, rule, a sentence naming both numbers, the codes to look at."""

    level: Level
    rule: str
    message: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What computing and checking need to know of an indicator."""

    code: str
    title: str
    value_type: str
    is_computed: bool
    formula: str | None
    is_required: bool
    aggregation: str

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.value_type == "int"


def catalogue_of(session: Session, expected: ExpectedReport) -> str:
    """Return the catalogue that a report is read with: the one kept with its period."""
    period = get_period(session, expected.period_id)
    if period.catalogue_id is None:
        raise NotFound(
            "Kỳ này chưa có danh mục chỉ tiêu.", hint="Nạp danh mục chỉ tiêu rồi tạo lại kỳ báo cáo."
        )
    return period.catalogue_id


def indicator_facts(session: Session, catalogue_id: str) -> dict[str, IndicatorFacts]:
    """Return a catalogue's indicators by code, in its order."""
    rows = session.execute(
        select(
            Indicator.code,
            Indicator.title,
            Indicator.value_type,
            Indicator.is_computed,
            Indicator.formula,
            Indicator.is_required,
            Indicator.aggregation,
        )
        .where(Indicator.catalogue_id == catalogue_id)
        .order_by(Indicator.sort_order)
    )
    return {row.code: IndicatorFacts(*row) for row in rows}


def entered_figures(session: Session, expected_id: str, version: int = 0) -> dict[str, FigureValue]:
    """Return what was entered for one version of a report (0: the draft)."""
    rows = session.execute(
        select(Figure.indicator_code, Figure.state, Figure.value).where(
            Figure.expected_report_id == expected_id, Figure.version == version
        )
    )
    return {code: FigureValue(state, value) for code, state, value in rows}


def with_computed(
    facts: Mapping[str, IndicatorFacts], entered: Mapping[str, FigureValue]
) -> dict[str, FigureValue]:
    """Return every indicator's figure: entered ones as they are, computed ones from them."""
    formulas = {f.code: f.formula for f in facts.values() if f.is_computed and f.formula}
    known = {code: figure.known for code, figure in entered.items() if code in facts}
    computed = compute_all(formulas, known)
    result: dict[str, FigureValue] = {}
    for code in facts:
        if code in formulas:
            value = computed[code]
            result[code] = (
                BLANK if value is None else FigureValue(FigureState.VALUE, round(value, 4).normalize())
            )
        else:
            result[code] = entered.get(code, BLANK)
    return result


def check_figures(
    session: Session, catalogue_id: str, entered: Mapping[str, FigureValue]
) -> tuple[FigureFinding, ...]:
    """Hold figures against the catalogue's checks.

    A check is judged once every required indicator behind it is known (without such, every one it names), so
    that a report can be entered piece by piece; checks over months or units are the cycle's business.
    """
    facts = indicator_facts(session, catalogue_id)
    figures = with_computed(facts, entered)
    values: dict[str, Decimal | None] = {code: figure.known for code, figure in figures.items()}
    findings: list[FigureFinding] = []
    checks = session.execute(
        select(CrossCheck.code, CrossCheck.rule, CrossCheck.severity)
        .where(CrossCheck.catalogue_id == catalogue_id)
        .order_by(CrossCheck.code)
    )
    for code, rule, severity in checks:
        for part in filter(str.strip, rule.split(";")):
            for broken in _judged(part, facts, values):
                message = (
                    f"{broken.left_text} = {format_number(broken.left)} phải {broken.sign} "
                    f"{broken.right_text} = {format_number(broken.right)}."
                )
                level = _LEVELS.get(severity, "notice")
                findings.append(FigureFinding(level, code, message, broken.codes))
    return tuple(findings)


def _judged(
    rule: str, facts: Mapping[str, IndicatorFacts], values: Mapping[str, Decimal | None]
) -> Iterable[Broken]:
    try:
        codes = codes_of(rule)
    except FormulaError:
        return ()  # a rule in words, over months or units
    needed = _required_behind(codes, facts) or codes
    if any(values.get(code) is None for code in needed):
        return ()
    return broken_comparisons(rule, values)


def _required_behind(codes: frozenset[str], facts: Mapping[str, IndicatorFacts]) -> set[str]:
    needed: set[str] = set()
    seen: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code in seen or code not in facts:
            continue
        seen.add(code)
        fact = facts[code]
        if fact.is_computed and fact.formula:
            waiting.extend(codes_of(fact.formula))
        elif fact.is_required:
            needed.add(code)
    return needed


def read_figures(
    session: Session, expected_id: str, typed: Mapping[str, str | int | Decimal | None]
) -> dict[str, FigureValue]:
    """Read figures as typed; raise ``ImportRefused`` naming every one that is not acceptable."""
    facts = indicator_facts(session, catalogue_of(session, get_expected(session, expected_id)))
    figures: dict[str, FigureValue] = {}
    faults: list[Finding] = []
    for code, value in typed.items():
        fact = facts.get(code)
        try:
            if fact is None:
                raise InvalidField(code, f"Không có chỉ tiêu mang mã “{code}” trong danh mục của kỳ.")
            if fact.is_computed:
                raise InvalidField(code, f"{code} được chương trình tính từ {fact.formula}, không nhập.")
            if fact.value_type == "text":
                raise InvalidField(code, f"{code} là thuyết minh, nhập ở phần Thuyết minh.")
            if isinstance(value, str) or value is None:
                figures[code] = read_figure(value or "", code=code, is_count=fact.is_count)
            else:
                figures[code] = checked_value(Decimal(value), code=code, is_count=fact.is_count)
        except InvalidField as error:
            faults.append(Finding(None, code, error.message))
    if faults:
        raise ImportRefused("Số liệu chưa được ghi vì có chỗ sai.", faults, hint="Sửa rồi ghi lại.")
    return figures


def set_figures(
    session: Session,
    *,
    expected_id: str,
    figures: Mapping[str, FigureValue],
    clock: Clock,
    source: str = "",
    explanations: Mapping[str, str] | None = None,
    keep_blocked: bool = False,
) -> Done[tuple[FigureFinding, ...]]:
    """Enter figures into the working draft of a report; refuse what a blocking check says cannot be true.

    ``keep_blocked`` is for a grid that is filled cell by cell: what cannot be true yet is kept and told.
    """
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    merged = {**entered_figures(session, expected_id), **figures}
    findings = check_figures(session, catalogue_of(session, expected), merged)
    blocking = [finding for finding in findings if finding.level == "block"]
    if blocking and not keep_blocked:
        raise ImportRefused(
            "Số liệu chưa được ghi vì không thể đúng.",
            [Finding(None, ", ".join(f.codes), f"{f.rule}: {f.message}") for f in blocking],
            hint="Kiểm tra lại các số đã nêu.",
        )
    present = {
        row.indicator_code: row
        for row in session.scalars(
            select(Figure).where(Figure.expected_report_id == expected_id, Figure.version == 0)
        )
    }
    explained = explanations or {}
    for code, figure in figures.items():
        row = present.get(code)
        before = snapshot(row) if row else None
        if row is None:
            row = Figure(expected_report_id=expected_id, indicator_code=code, version=0)
            session.add(row)
        row.state, row.value = figure.state, figure.value
        row.source, row.explanation = source, explained.get(code, row.explanation or "")
        row.updated_at = clock.now()
        record(session, clock=clock, action="figure.set", subject=row, before=before)
    close_answered(session, expected_id=expected_id, clock=clock)
    if expected.state is ReportState.NOT_STARTED:
        expected.state = ReportState.DRAFTING
    return Done(findings, _CHANGED)


def set_narrative(
    session: Session,
    *,
    expected_id: str,
    heading_key: str,
    text: str,
    clock: Clock,
    state: FigureState = FigureState.VALUE,
) -> Done[str]:
    """Write what a unit has to say under one heading of a report's outline."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    known = select(OutlineHeading.id).where(OutlineHeading.key == heading_key)
    if session.scalars(known).first() is None:
        raise RuleViolation(f"Đề cương không có mục “{heading_key}”.")
    row = session.scalars(
        select(Narrative).where(
            Narrative.expected_report_id == expected_id,
            Narrative.version == 0,
            Narrative.heading_key == heading_key,
        )
    ).one_or_none()
    before = snapshot(row) if row else None
    if row is None:
        row = Narrative(expected_report_id=expected_id, heading_key=heading_key, version=0)
        session.add(row)
    row.text, row.state, row.updated_at = normalize(text).strip(), state, clock.now()
    record(session, clock=clock, action="narrative.set", subject=row, before=before)
    close_answered(session, expected_id=expected_id, clock=clock)
    if expected.state is ReportState.NOT_STARTED:
        expected.state = ReportState.DRAFTING
    return Done(row.id, _CHANGED)
