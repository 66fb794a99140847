"""What the board and the lists of rules, periods and days show, said without Qt."""

from collections.abc import Sequence

from app.core.statuses import WORDS, Frequency, PeriodState, ReportResult, ReportState
from app.core.text import format_date
from app.core.verdicts import tally
from app.core.working_days import DayException
from app.services.queries.cycle_board import PeriodLine
from app.services.queries.cycle_words import (
    dated_words,
    day_words,
    due_words,
    instant_words,
    month_title,
    span_words,
    state_of_period,
    window_words,
)
from app.services.queries.cycles import PeriodRow, ReportRow, RuleRow, VersionRow
from app.ui.tables.column import Column
from app.ui.tables.matrix_cell import MatrixCell, MatrixColumn, MatrixRow
from app.ui.tone import Look, Tone, look

COUNTED = (
    ReportResult.ON_TIME,
    ReportResult.LATE,
    ReportResult.MISSING,
    ReportResult.EXCUSED,
    ReportResult.GRACE,
    ReportResult.NOT_DUE,
)


def verdict_look(report: ReportRow) -> Look:
    """Return the look of a result: "Muộn 2 ngày", "Ngày đệm"."""
    result = report.verdict.result
    usual = look(result)
    if result is ReportResult.LATE:
        return Look(f"Muộn {report.verdict.days_late} ngày", usual.icon, usual.tone)
    if result is ReportResult.GRACE:
        return Look("Ngày đệm", usual.icon, usual.tone)
    return usual


def state_words(report: ReportRow) -> str:
    """Return where a report stands, in words."""
    words = WORDS[report.state]
    if report.accepted_version and report.state is ReportState.ACCEPTED:
        words += f", lần nộp {report.accepted_version}"
    return words


def board_cell(report: ReportRow) -> MatrixCell:
    """Return one cell of the board: the result, and a mark where the hub has returned or accepted it."""
    shown = verdict_look(report)
    mark, mark_tone = "", Tone.NEUTRAL
    if report.state is ReportState.RETURNED:
        mark, mark_tone = "status-returned", Tone.WARNING
    elif report.state in (ReportState.ACCEPTED, ReportState.LOCKED):
        mark, mark_tone = "status-sealed", Tone.GOOD
    elif report.state is ReportState.RECEIVED:
        mark, mark_tone = "status-received", Tone.INFO
    return MatrixCell(
        report.expected_id,
        shown.word,
        shown.icon,
        shown.tone,
        mark,
        mark_tone,
        f"{report.unit}: {report.verdict.sentence} {state_words(report)}.",
    )


def board_columns(periods: Sequence[PeriodRow], reports: Sequence[ReportRow]) -> tuple[MatrixColumn, ...]:
    """Return the months, under each how many of the expected reports are in."""
    columns = []
    for period in periods:
        mine = [report for report in reports if report.period_id == period.id]
        arrived = sum(report.verdict.arrived_on is not None for report in mine)
        columns.append(
            MatrixColumn(
                period.id,
                month_title(period.month),
                f"{arrived}/{len(mine)} đã nhận",
                "status-locked" if period.state is PeriodState.LOCKED else "",
                f"{totals_sentence(period, mine)} {state_of_period(period)}.",
            )
        )
    return tuple(columns)


def board_rows(periods: Sequence[PeriodRow], reports: Sequence[ReportRow]) -> tuple[MatrixRow, ...]:
    """Return one line for each unit, in the official order the reports come in."""
    cells = {(report.unit_id, report.period_id): board_cell(report) for report in reports}
    units = {report.unit_id: report.unit for report in reports}
    blank = MatrixCell(tooltip="Không phải báo cáo kỳ này.")
    return tuple(
        MatrixRow(unit_id, unit, tuple(cells.get((unit_id, period.id), blank) for period in periods))
        for unit_id, unit in units.items()
    )


def results_of(reports: Sequence[ReportRow]) -> tuple[tuple[Look, int], ...]:
    """Return the results that occur, each with its number; the numbers add up to the expected ones."""
    counts = tally(report.verdict for report in reports)
    return tuple((look(result), counts[result]) for result in COUNTED if counts[result])


def totals_sentence(period: PeriodRow, reports: Sequence[ReportRow]) -> str:
    """Return "Tháng 3/2024: đúng hạn 15 + muộn 2 = 17 đơn vị phải báo cáo."."""
    parts = [f"{shown.word.lower()} {number}" for shown, number in results_of(reports)]
    return f"{month_title(period.month)}: {' + '.join(parts) or 0} = {len(reports)} phải báo cáo."


def report_pairs(report: ReportRow, period: PeriodRow) -> list[tuple[str, str | Look]]:
    """Return the side panel of one cell: result, three due dates, what was granted, every version."""
    pairs: list[tuple[str, str | Look]] = [
        ("", f"{report.unit}, {period.month.short}"),
        ("Kết quả", verdict_look(report)),
        ("Vì sao", report.verdict.sentence),
        ("Trạng thái", look(report.state)),
        ("Số liệu từ", span_words(period.first_day, period.last_day)),
        ("", "Hạn nộp"),
        ("Trong văn bản", day_words(period.due.legal)),
        ("Làm việc liền trước", day_words(period.due.target)),
        ("Làm việc liền sau", day_words(period.due.lenient)),
        ("Tính theo", WORDS[period.policy]),
        ("Gia hạn đến", day_words(report.extended_to) if report.extended_to else ""),
        ("Lý do miễn", report.excuse_reason),
        ("Kỳ", state_of_period(period)),
        ("Mở lại đến hết", day_words(report.reopened_until) if report.reopened_until else ""),
    ]
    for version in reversed(report.versions):
        pairs += version_pairs(version)
    if not report.versions:
        pairs += [("", "Lần nộp"), ("Chưa có", "Chưa nhận báo cáo hay mã niêm phong nào.")]
    return pairs


def version_pairs(version: VersionRow) -> list[tuple[str, str | Look]]:
    """Return one version with its three times."""
    withdrawn = " (đã thu hồi)" if version.is_withdrawn else ""
    reason = "Lý do trả lại" if version.state is ReportState.RETURNED else "Ghi chú"
    return [
        ("", f"Lần nộp {version.version}{withdrawn}"),
        ("Tình trạng", look(version.state)),
        ("Số văn bản", version.document_number),
        ("Ngày ký", format_date(version.signed_on) if version.signed_on else ""),
        ("Niêm phong", instant_words(version.sealed_at)),
        ("Báo mã", instant_words(version.code_noted_at)),
        ("Mã niêm phong", version.seal_code or ""),
        ("Đã nhận", instant_words(version.received_at)),
        ("Nhận qua", WORDS[version.channel] if version.channel else ""),
        (reason, version.reason),
        ("Người quyết định", version.decided_by),
    ]


RULE_COLUMNS: tuple[Column[RuleRow], ...] = (
    Column(title="Chế độ báo cáo", text=lambda r: r.name, width=30, stretches=True),
    Column(title="Chu kỳ", text=lambda r: WORDS[r.frequency], width=11),
    Column(
        title="Khoảng số liệu",
        text=lambda r: (
            window_words(r.start_day, r.due_day)
            if r.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY)
            else "năm trước"
        ),
        width=14,
    ),
    Column(title="Hạn nộp", text=due_words, width=20),
    Column(title="Tính hạn theo", text=lambda r: WORDS[r.policy], width=24),
    Column(title="Hiệu lực", text=lambda r: dated_words(r.valid_from, r.valid_to), width=18),
)

PERIOD_COLUMNS: tuple[Column[PeriodLine], ...] = (
    Column(
        title="Kỳ",
        text=lambda line: month_title(line.period.month),
        sort=lambda line: line.period.name,
        width=13,
    ),
    Column(
        title="Khoảng số liệu",
        text=lambda line: span_words(line.period.first_day, line.period.last_day),
        sort=lambda line: line.period.first_day,
        width=26,
        stretches=True,
    ),
    Column(
        title="Số ngày",
        text=lambda line: str((line.period.last_day - line.period.first_day).days + 1),
        sort=lambda line: (line.period.last_day - line.period.first_day).days + 1,
        align="right",
        width=7,
    ),
    Column(
        title="Hạn nộp",
        text=lambda line: day_words(line.period.due.judging(line.period.policy)),
        sort=lambda line: line.period.due.judging(line.period.policy),
        tooltip=lambda line: (
            f"Trong văn bản: {day_words(line.period.due.legal)}. "
            f"Làm việc liền trước: {day_words(line.period.due.target)}. "
            f"Làm việc liền sau: {day_words(line.period.due.lenient)}."
        ),
        width=20,
    ),
    Column(
        title="Phải báo cáo",
        text=lambda line: f"{line.expected} đơn vị",
        sort=lambda line: line.expected,
        align="right",
        width=12,
    ),
    Column(
        title="Tình trạng",
        text=lambda line: WORDS[line.period.state],
        icon=lambda line: look(line.period.state).icon,
        tone=lambda line: look(line.period.state).tone,
        tooltip=lambda line: state_of_period(line.period),
        width=13,
    ),
)

DAY_COLUMNS: tuple[Column[DayException], ...] = (
    Column(title="Ngày", text=lambda d: day_words(d.day), sort=lambda d: d.day, width=22),
    Column(
        title="Nghỉ hay làm",
        text=lambda d: "Nghỉ" if d.is_off else "Làm bù",
        icon=lambda d: "status-standing" if d.is_off else "status-open",
        tone=lambda d: Tone.NEUTRAL if d.is_off else Tone.INFO,
        width=13,
    ),
    Column(title="Lý do", text=lambda d: d.reason, width=26, stretches=True),
    Column(title="Văn bản thông báo", text=lambda d: d.source, width=30, stretches=True),
)
