"""A report between the register and its document: read out for sealing, checked and laid down on arrival."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import InvalidField, RuleViolation
from app.core.figures import FigureValue, checked_value
from app.core.statuses import FigureState
from app.exchange.documents import FigureLine, NarrativeLine, PlanLine, ReportDocument
from app.models import ExpectedReport, Figure, Narrative, Period, Plan, PlanRow, ReportingRule
from app.services.checks.report import check_report
from app.services.checks.report_words import check_report_words
from app.services.checks.rules import CatalogueFacts
from app.services.month_figures import IndicatorFacts, indicator_facts
from app.services.queries.words import filled_texts

UNIT_FIELDS = (
    *("cause", "measure", "product", "lead", "coordinating", "due_on", "target_points"),
    *("progress", "done_on", "note"),
)


def figure_lines(session: Session, expected_id: str, version: int = 0) -> list[FigureLine]:
    """Return the figures of one version of a report, by code."""
    rows = session.execute(
        select(Figure.indicator_code, Figure.state, Figure.value, Figure.explanation)
        .where(Figure.expected_report_id == expected_id, Figure.version == version)
        .order_by(Figure.indicator_code)
    )
    return [
        FigureLine(code=code, state=state, value=number_text(value), explanation=explanation)
        for code, state, value, explanation in rows
    ]


def narrative_lines(session: Session, expected_id: str, version: int = 0) -> list[NarrativeLine]:
    """Return the words of one version of a report, by heading, with the figures they are tied to."""
    rows = session.execute(
        select(Narrative.heading_key, Narrative.state, Narrative.text)
        .where(Narrative.expected_report_id == expected_id, Narrative.version == version)
        .order_by(Narrative.heading_key)
    ).all()
    texts = filled_texts(session, expected_id, version, (row.text for row in rows))
    return [
        NarrativeLine(key=row.heading_key, state=row.state, text=text)
        for row, text in zip(rows, texts, strict=True)
    ]


def plan_lines(session: Session, unit_id: str, year: int) -> list[PlanLine]:
    """Return the rows of a unit's improvement plan in their order."""
    rows = session.scalars(
        select(PlanRow)
        .join(Plan, Plan.id == PlanRow.plan_id)
        .where(Plan.unit_id == unit_id, Plan.year == year)
        .order_by(PlanRow.position)
    )
    return [
        PlanLine(
            id=row.id,
            position=row.position,
            criterion_id=row.criterion_id,
            score_id=row.score_id,
            shortcoming=row.shortcoming,
            cause=row.cause,
            measure=row.measure,
            product=row.product,
            lead=row.lead,
            coordinating=row.coordinating,
            due_on=row.due_on,
            target_points=number_text(row.target_points),
            progress=row.progress,
            done_on=row.done_on,
            note=row.note,
        )
        for row in rows
    ]


def number_text(value: Decimal | None) -> str | None:
    """Return a number in the one form of packages: no exponent, no trailing zero."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"


def number_of(text: str | None) -> Decimal | None:
    """Return the number of a package's text."""
    return None if text is None else Decimal(text)


def rule_of(session: Session, expected: ExpectedReport) -> tuple[ReportingRule, Period]:
    """Return the rule and the period of an expected report."""
    period = session.get_one(Period, expected.period_id)
    return session.get_one(ReportingRule, period.rule_id), period


def refuse_unready(
    session: Session, expected: ExpectedReport, catalogue_id: str, lines: Sequence[FigureLine], today: date
) -> None:
    """Refuse a report that cannot be true, owes an explanation or lacks a figure; names every fault."""
    facts = indicator_facts(session, catalogue_id)
    entered = {line.code: FigureValue(line.state, number_of(line.value)) for line in lines}
    faults = [
        f"{finding.rule}: {finding.message}" + (" (chưa giải trình)" if finding.level == "explain" else "")
        for finding in check_report(session, expected)
        if finding.stands_in_the_way
    ]
    faults += [
        finding.message
        for finding in check_report_words(session, expected, day=today)
        if finding.level == "block"
    ]
    empty = [
        code
        for code, fact in facts.items()
        if fact.is_required
        and not fact.is_computed
        and fact.value_type != "text"
        and (code not in entered or entered[code].state is FigureState.BLANK)
    ]
    if empty:
        faults.append(f"chưa có số liệu: {', '.join(empty)}.")
    if faults:
        raise RuleViolation(
            "Báo cáo chưa niêm phong được: " + " ".join(faults[:20]),
            hint="Sửa hoặc giải trình các mục đã nêu; ô trống thì ghi số, P hoặc K.",
            code="E-NIEMPHONG-01",
        )


def lacking_words(catalogue: CatalogueFacts, document: ReportDocument) -> tuple[str, ...]:
    """Return what a report that nobody checked before sending still lacks, for a person to see."""
    there = {line.code for line in document.figures if line.state is not FigureState.BLANK}
    required = (f.code for f in catalogue.indicators.values() if f.is_required and f.is_entered)
    empty = [code for code in required if code not in there]
    return (f"Chưa có số liệu: {', '.join(empty)}.",) if empty else ()


def check_arrived(catalogue: CatalogueFacts | None, document: ReportDocument) -> None:
    """Hold the figures of an arrived report against the catalogue; raise ``RuleViolation`` naming faults."""
    codes = [line.code for line in document.figures]
    keys = [line.key for line in document.narratives]
    ids = [line.id for line in document.plan]
    if len(set(codes)) != len(codes) or len(set(keys)) != len(keys) or len(set(ids)) != len(ids):
        raise _unacceptable("một chỉ tiêu, đề mục hoặc dòng kế hoạch được ghi hai lần")
    if not document.figures:
        return
    if catalogue is None:
        raise _unacceptable("kỳ này chưa có danh mục chỉ tiêu")
    for line in document.figures:
        _check_line(catalogue.indicators.get(line.code), line)
    entered = {line.code: FigureValue(line.state, number_of(line.value)) for line in document.figures}
    for finding in catalogue.findings(entered):
        if finding.level == "block":
            raise _unacceptable(f"{finding.rule}: {finding.message}")


def _check_line(fact: IndicatorFacts | None, line: FigureLine) -> None:
    if fact is None:
        raise _unacceptable(f"danh mục của kỳ không có chỉ tiêu “{line.code}”")
    if fact.is_computed:
        raise _unacceptable(f"{line.code} là số tính, không nhập")
    if (line.value is not None) != (line.state is FigureState.VALUE):
        raise _unacceptable(f"{line.code}: số và trạng thái không khớp nhau")
    value = number_of(line.value)
    if value is not None:
        try:
            checked_value(value, code=line.code, is_count=fact.is_count)
        except InvalidField as error:
            raise _unacceptable(error.message) from error


def _unacceptable(why: str) -> RuleViolation:
    return RuleViolation(
        f"Gói đọc được nhưng nội dung không thể đúng: {why.rstrip('.')}. Chưa nhập gì vào sổ.",
        hint="Đề nghị đơn vị kiểm tra và gửi bản thay thế.",
        code="E-PKG-07",
    )
