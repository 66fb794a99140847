"""Use cases on figures and narrative of a report: enter, explain, adjust what was carried over."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import Finding, ImportRefused, InvalidField, RuleViolation
from app.core.figures import FigureValue, checked_value, read_figure
from app.core.statuses import FigureState, ReportState
from app.core.text import format_number, normalize, one_line
from app.models import ExpectedReport, Figure, FigureAdjustment, Narrative, OutlineHeading
from app.services.audit import record, snapshot
from app.services.checks.findings import LEAST_LETTERS, explains
from app.services.checks.findings import FigureFinding as FigureFinding
from app.services.checks.rules import check_figures as check_figures
from app.services.cycles import refuse_locked
from app.services.month_figures import IndicatorFacts as IndicatorFacts
from app.services.month_figures import catalogue_of as catalogue_of
from app.services.month_figures import entered_figures as entered_figures
from app.services.month_figures import indicator_facts as indicator_facts
from app.services.month_figures import with_computed as with_computed
from app.services.openings import CARRIED, Opening, openings_of
from app.services.reviews import close_answered
from app.services.submissions import get_expected

_CHANGED = Changes(figures=True, cycles=True)


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

    Opening balances that nobody typed are carried over from the month before. ``keep_blocked`` is for a grid
    that is filled cell by cell: what cannot be true yet is kept and told.
    """
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    catalogue_id = catalogue_of(session, expected)
    present = _draft_rows(session, expected_id)
    carried = _to_carry(session, expected, present, typed=figures)
    known = {code: FigureValue(row.state, row.value) for code, row in present.items()}
    findings = check_figures(session, catalogue_id, {**known, **carried, **figures})
    blocking = [finding for finding in findings if finding.level == "block"]
    if blocking and not keep_blocked:
        raise ImportRefused(
            "Số liệu chưa được ghi vì không thể đúng.",
            [Finding(None, ", ".join(f.codes), f"{f.rule}: {f.message}") for f in blocking],
            hint="Kiểm tra lại các số đã nêu.",
        )
    for code, figure in carried.items():
        _write(session, expected_id, present.get(code), code, figure, clock=clock, source=CARRIED)
    explained = explanations or {}
    for code, figure in figures.items():
        told = normalize(explained[code]).strip() if code in explained else None
        _write(session, expected_id, present.get(code), code, figure, clock=clock, source=source, told=told)
    close_answered(session, expected_id=expected_id, clock=clock)
    if expected.state is ReportState.NOT_STARTED:
        expected.state = ReportState.DRAFTING
    return Done(findings, _CHANGED)


def _draft_rows(session: Session, expected_id: str) -> dict[str, Figure]:
    rows = session.scalars(
        select(Figure).where(Figure.expected_report_id == expected_id, Figure.version == 0)
    )
    return {row.indicator_code: row for row in rows}


def _to_carry(
    session: Session, expected: ExpectedReport, present: Mapping[str, Figure], typed: Mapping[str, object]
) -> dict[str, FigureValue]:
    """Return the opening balances that are not what they should be and that nobody typed."""
    found = {}
    for code, opening in openings_of(session, expected).items():
        row, value = present.get(code), max(opening.value, Decimal(0))
        is_ours = row is None or row.source == CARRIED or row.state is FigureState.BLANK
        if code not in typed and is_ours and (row is None or row.value != value):
            found[code] = FigureValue(FigureState.VALUE, value)
    return found


def _write(
    session: Session,
    expected_id: str,
    row: Figure | None,
    code: str,
    figure: FigureValue,
    *,
    clock: Clock,
    source: str,
    told: str | None = None,
) -> None:
    before = snapshot(row) if row else None
    if row is None:
        row = Figure(expected_report_id=expected_id, indicator_code=code, version=0)
        session.add(row)
    is_same = before is not None and (row.state, row.value) == (figure.state, figure.value)
    row.state, row.value = figure.state, figure.value
    if not is_same or source:  # a figure that is only explained keeps where it came from
        row.source = source
    row.explanation = row.explanation or "" if told is None else told
    row.updated_at = clock.now()
    record(session, clock=clock, action="figure.set", subject=row, before=before)


def start_report(session: Session, *, expected_id: str, clock: Clock) -> Done[int]:
    """Carry the opening balances over into a draft that is open; tell how many were."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    present = _draft_rows(session, expected_id)
    carried = _to_carry(session, expected, present, typed={})
    for code, figure in carried.items():
        _write(session, expected_id, present.get(code), code, figure, clock=clock, source=CARRIED)
    return Done(len(carried), _CHANGED if carried else Changes())


def adjust_opening(
    session: Session, *, expected_id: str, code: str, amount: Decimal, reason: str, clock: Clock
) -> Done[Opening]:
    """Correct a carried opening balance by a signed line with its reason, which also explains the figure."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    opening = openings_of(session, expected).get(code)
    if opening is None:
        raise RuleViolation(f"{code} không phải là số chuyển từ kỳ trước sang nên không cần điều chỉnh.")
    if not explains(reason):
        raise InvalidField("reason", f"Lý do điều chỉnh cần ít nhất {LEAST_LETTERS} chữ.")
    if not amount:
        raise InvalidField("amount", "Số điều chỉnh bằng 0.", hint="Ghi số thêm (+) hoặc bớt (-).")
    fact = indicator_facts(session, catalogue_of(session, expected))[code]
    if opening.value + amount < 0:
        most = format_number(opening.value)
        raise InvalidField("amount", f"{code}: số đầu kỳ là {most}, không bớt được nhiều hơn thế.")
    figure = checked_value(opening.value + amount, code=code, is_count=fact.is_count)
    line = FigureAdjustment(
        expected_report_id=expected_id,
        indicator_code=code,
        amount=amount,
        reason=one_line(reason),
        created_at=clock.now(),
    )
    session.add(line)
    record(session, clock=clock, action="figure.adjust", subject=line, reason=line.reason)
    row = _draft_rows(session, expected_id).get(code)
    told = "; ".join((*opening.reasons, line.reason))
    _write(session, expected_id, row, code, figure, clock=clock, source=CARRIED, told=told)
    return Done(openings_of(session, expected)[code], _CHANGED)


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
