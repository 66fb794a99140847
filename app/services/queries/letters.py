"""Data of letters and notices that the hub sends: reminders, tasks handed out, results of a period."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound, RuleViolation
from app.core.statuses import AssignmentRole, ReportResult, TaskKind, TaskState
from app.core.working_days import working_days_from
from app.models import Assignment, Clause, Directive, Task
from app.reports.data.apology import ApologyData, ApologyDetails, ApologyForm
from app.reports.data.assignment_notice import AssignedTask, AssignmentNoticeData
from app.reports.data.frame import Frame
from app.reports.data.parts import UnitTimeliness
from app.reports.data.reminder import MissingReport, OverdueTask, ReminderData
from app.reports.data.results_notice import ResultsNoticeData
from app.services.directives import get_directive, units_bound_by
from app.services.office_days import office_calendar
from app.services.queries.cycles import board, cycle_status
from app.services.queries.owing import owed_reports, report_name, report_noun
from app.services.queries.papers import (
    basis_of_rule,
    full_citation,
    paper_frame,
    short_citation,
    standing_phrases,
)
from app.services.queries.periods import PeriodRow, RuleRow
from app.services.queries.ranking import printed_ranking
from app.services.queries.report_paper import printed_period, report_deadlines, submissions_of
from app.services.queries.tasks import AssignmentRow, TaskFilter, list_assignments
from app.services.queries.units import UnitRow, letterhead_on, list_groups, list_units

_FIELD = "CCHC"  # the field in a letter's symbol where the letterhead names no drafting unit (R20)
_REPLY_DAYS = 3  # working days


def letter_frame(session: Session, *, unit_id: str, day: date, addressees: tuple[str, ...]) -> Frame:
    """Return the form of a công văn: no tên loại, symbol of issuer and drafting unit (R20, R29-R31)."""
    frame = paper_frame(session, unit_id=unit_id, type_symbol="TB", day=day, goes_up=False)
    head = letterhead_on(session, unit_id=unit_id, day=day)
    if head is None:
        return frame  # refused by paper_frame already
    above = (f"{head.addressee} (b/c)",) if head.addressee else ()
    return replace(
        frame,
        symbol=f"{head.symbol}-{head.drafting_symbol or _FIELD}",
        type_name="Công văn",
        addressees=addressees,
        recipients=("Như trên", *above, *head.recipients, frame.recipients[-1]),
    )


def notice_frame(
    session: Session, *, unit_id: str, day: date, type_symbol: str, receivers: tuple[str, ...]
) -> Frame:
    """Return the form of a paper without Kính gửi: whom it is for stands in Nơi nhận (R30)."""
    frame = paper_frame(session, unit_id=unit_id, type_symbol=type_symbol, day=day, goes_up=False)
    head = letterhead_on(session, unit_id=unit_id, day=day)
    above = (f"{head.addressee} (b/c)",) if head and head.addressee else ()
    own = head.recipients if head else ()
    return replace(frame, recipients=(*above, *receivers, *own, frame.recipients[-1]))


def fold_units(
    session: Session, unit_ids: Collection[str], day: date, *, short: bool = False
) -> tuple[str, ...]:
    """Name units as an addressee list does: whole groups by their name, then the others one by one."""
    left, names = set(unit_ids), []
    for group in list_groups(session, as_of=day):
        members = {unit.id for unit in group.members}
        absent = [unit.short_name or unit.name for unit in group.members if unit.id not in left]
        few = len(absent) * 5 <= len(members)
        if len(members) > 1 and few:
            names.append(f"{group.name} (trừ {', '.join(absent)})" if absent else group.name)
            left -= members
    names += [
        unit.short_name if short else unit.name for unit in list_units(session, as_of=None) if unit.id in left
    ]
    return tuple(names)


def reminders(
    session: Session, *, hub: UnitRow, period: PeriodRow, day: date, unit_ids: Collection[str] | None = None
) -> tuple[ReminderData, ...]:
    """Return one letter for each unit that owes something, or for the units named whatever they owe."""
    missing = _missing_reports(session, period, day)
    overdue = _overdue_tasks(session, day, missing)
    owing = (set(missing) | set(overdue)) - {hub.id} if unit_ids is None else set(unit_ids)
    reply_by = working_days_from(day, _REPLY_DAYS, office_calendar(session))
    basis = "".join(basis_of_rule(session, period.rule_id)).removeprefix("Thực hiện ")
    frame = letter_frame(session, unit_id=hub.id, day=day, addressees=())
    phrases = standing_phrases(session, "reminder", day)
    return tuple(
        ReminderData(
            frame=replace(frame, addressees=(unit.name,)),
            unit_code=unit.code,
            unit_name=unit.name,
            period=printed_period(period),
            as_of=day,
            basis=basis,
            missing=tuple(report for _, report in missing.get(unit.id, ())),
            overdue=overdue.get(unit.id, ()),
            reply_by=reply_by,
            phrases=phrases,
        )
        for unit in list_units(session, as_of=None)
        if unit.id in owing
    )


def _missing_reports(
    session: Session, period: PeriodRow, day: date
) -> dict[str, list[tuple[RuleRow, MissingReport]]]:
    """Return what has not come by a day: the period named and what fell due before it in its year."""
    missing: dict[str, list[tuple[RuleRow, MissingReport]]] = defaultdict(list)
    for owed in owed_reports(session, day=day):
        month, verdict = owed.period.month, owed.report.verdict
        is_told = month.year == period.month.year and month <= period.month
        if is_told and verdict.result is ReportResult.MISSING:
            late = (day - verdict.judged_by).days
            name = report_name(owed.rule, owed.period)
            told = MissingReport(name, verdict.judged_by, late, report_noun(owed.rule))
            missing[owed.report.unit_id].append((owed.rule, told))
    return missing


def _overdue_tasks(
    session: Session, day: date, missing: dict[str, list[tuple[RuleRow, MissingReport]]]
) -> dict[str, tuple[OverdueTask, ...]]:
    """Return overdue tasks by unit; the duty to send a report that is told as missing is not told twice."""
    found: dict[str, list[OverdueTask]] = defaultdict(list)
    for row in list_assignments(session, TaskFilter(as_of=day, state=TaskState.OPEN_OVERDUE)):
        told = {rule.task_id for rule, _ in missing.get(row.unit_id, ())}
        if row.task_id not in told:
            late = (day - row.due).days if row.due else 0
            source = _source(session, row)
            found[row.unit_id].append(OverdueTask(row.content, source, row.due, late, row.progress))
    return {unit_id: tuple(tasks) for unit_id, tasks in found.items()}


def _source(session: Session, row: AssignmentRow) -> str:
    directive = session.get(Directive, row.directive_id) if row.directive_id else None
    parts = [short_citation(directive)] if directive else []
    if row.section:
        parts.append(f"mục {row.section}" if directive else row.section)
    return ", ".join(parts)


def assignment_notice_data(
    session: Session, *, hub: UnitRow, directive_id: str | None, day: date
) -> AssignmentNoticeData:
    """Return the letter on a directive's tasks; without a directive the last one that brought any."""
    directive = get_directive(session, directive_id) if directive_id else _last_directive(session, day)
    tasks, bound = _assigned(session, directive, day)
    if not tasks:
        raise RuleViolation(
            f"“{short_citation(directive)}” chưa có nhiệm vụ nào trong sổ.",
            hint="Tách nhiệm vụ từ văn bản rồi soạn công văn giao.",
        )
    addressees = fold_units(session, bound - {hub.id}, day)
    if not addressees:
        raise RuleViolation(
            f"Nhiệm vụ của “{short_citation(directive)}” chưa giao cho đơn vị nào.",
            hint="Giao nhiệm vụ cho đơn vị trong phân hệ Nhiệm vụ trước.",
        )
    return AssignmentNoticeData(
        frame=letter_frame(session, unit_id=hub.id, day=day, addressees=addressees),
        unit_code=hub.code,
        unit_name=hub.name,
        directive=full_citation(directive),
        directive_short=short_citation(directive),
        directive_key=directive.number or directive.id[:8],
        tasks=tasks,
        phrases=standing_phrases(session, "assignment-notice", day),
    )


def _last_directive(session: Session, day: date) -> Directive:
    found = session.scalars(
        select(Directive)
        .where(select(Task.id).where(Task.directive_id == Directive.id).exists(), Directive.issued_on <= day)
        .order_by(Directive.issued_on.desc(), Directive.number)
    ).first()
    if found is None:
        raise NotFound("Sổ chưa có văn bản nào giao nhiệm vụ.", hint="Nhập văn bản chỉ đạo trước.")
    return found


def _assigned(session: Session, directive: Directive, day: date) -> tuple[tuple[AssignedTask, ...], set[str]]:
    given: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in session.scalars(
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.directive_id == directive.id, Assignment.cancelled_on.is_(None))
    ):
        given[assignment.task_id].append(assignment)
    bound: set[str] = set()
    rows = []
    for task in session.scalars(
        select(Task)
        .outerjoin(Clause, Clause.id == Task.clause_id)
        .where(
            Task.directive_id == directive.id,
            Task.cancelled_on.is_(None),
            Task.kind.not_in((TaskKind.REFERENCE, TaskKind.PROHIBITION)),
        )
        .order_by(Clause.position, Task.sort_order)
    ):
        roles: dict[AssignmentRole, set[str]] = defaultdict(set)
        for assignment in given[task.id]:
            roles[assignment.role].add(assignment.unit_id)
        leads = roles[AssignmentRole.LEAD] or set(
            units_bound_by(session, task.clause_id, day) if task.clause_id else ()
        )
        helping = roles[AssignmentRole.COORDINATING]
        bound |= leads | helping
        rows.append(
            AssignedTask(
                content=task.content,
                lead="; ".join(fold_units(session, leads, day, short=True)),
                coordinating="; ".join(fold_units(session, helping, day, short=True)),
                due=None if task.due_text else task.due_on,
                due_text=task.due_text or ("" if task.due_on else _no_end(task)),
                product=task.product,
                section=task.section,
            )
        )
    return tuple(rows), bound


def _no_end(task: Task) -> str:
    return "hằng tháng" if task.recurrence.startswith("monthly") else "thường xuyên"


def results_notice_data(
    session: Session, *, hub: UnitRow, period: PeriodRow, day: date, with_ranking: bool
) -> ResultsNoticeData:
    """Return the notice on a period: results at ``day``; a ranking is the last one published."""
    status = cycle_status(session, period=period, as_of=day)
    expected = [report.unit_id for report in status.reports]
    receivers = fold_units(session, expected, day)
    if len(receivers) > 4:
        receivers = ("Các cơ quan, đơn vị có tên tại Phụ lục",)
    ranked, published = printed_ranking(session, period=period, day=day) if with_ranking else (None, "")
    return ResultsNoticeData(
        frame=notice_frame(session, unit_id=hub.id, day=day, type_symbol="TB", receivers=receivers),
        unit_code=hub.code,
        unit_name=hub.name,
        period=printed_period(period),
        due=period.due.judging(period.policy),
        as_of=day,
        submissions=submissions_of(status),
        report_deadlines=report_deadlines(status.reports),
        basis=basis_of_rule(session, period.rule_id),
        ranked=ranked,
        published=published,
        phrases=standing_phrases(session, "results-notice", day),
    )


def timeliness(
    session: Session, *, period: PeriodRow, day: date, from_month: int = 1
) -> tuple[UnitTimeliness, ...]:
    """Return each unit's results in the year up to a period, in official order; nothing not due counts."""
    periods, reports = board(session, rule_id=period.rule_id, year=period.month.year, as_of=day)
    wanted = {p.id for p in periods if from_month <= p.month.month <= period.month.month}
    names: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for report in reports:
        if report.period_id in wanted and report.verdict.result is not ReportResult.NOT_DUE:
            names.setdefault(report.unit_id, report.unit)
            counts[report.unit_id][report.verdict.result.value] += 1
    order = [u.id for u in list_units(session, as_of=None) if u.id in names]
    return tuple(UnitTimeliness(names[unit_id], **counts[unit_id]) for unit_id in order)


def apology_data(session: Session, *, unit: UnitRow, details: ApologyDetails, day: date) -> ApologyData:
    """Return an apology in the form of its day; nothing in ``details`` is kept by the register."""
    frame = letter_frame(session, unit_id=unit.id, day=day, addressees=(details.applicant,))
    form = ApologyForm.on(day)
    archive = frame.recipients[-1]
    return ApologyData(
        frame=replace(
            frame,
            type_name="Văn bản xin lỗi" if form is ApologyForm.NEW else "Phiếu xin lỗi",
            recipients=("Như trên", "Bộ phận Tiếp nhận và Trả kết quả", archive),
        ),
        unit_code=unit.code,
        unit_name=unit.name,
        form=form,
        details=details,
        phrases=standing_phrases(session, "apology", day),
    )


_MOST_EXTENSIONS = 1


def apology_warnings(details: ApologyDetails, day: date) -> tuple[str, ...]:
    """Say what the rules on late dossiers object to (law_and_format 4): they warn, the paper is made."""
    found = []
    if details.due_on is not None and day >= details.due_on:
        found.append("Văn bản xin lỗi phải gửi trước ngày hẹn trả kết quả ít nhất 01 ngày.")
    if details.extension > _MOST_EXTENSIONS:
        found.append("Hồ sơ đã được gia hạn; chỉ được hẹn lại ngày trả kết quả một lần.")
    if details.due_on and details.new_due_on and details.new_due_on <= details.due_on:
        found.append("Ngày hẹn mới phải sau ngày hẹn cũ.")
    return tuple(found)
