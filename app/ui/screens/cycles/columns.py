"""What the board and the lists of rules, periods and days show, said without Qt."""

from collections.abc import Sequence

from app.core.clock import local_day
from app.core.periods import Month
from app.core.statuses import WORDS, PeriodState, ReportResult, ReportState
from app.core.text import format_date, format_percent
from app.core.verdicts import tally
from app.services.queries.cycle_words import (
    day_words,
    instant_words,
    month_title,
    span_words,
    state_of_period,
)
from app.services.queries.cycles import ReportRow, VersionRow, rates_of
from app.services.queries.early_reports import early_words
from app.services.queries.periods import PeriodRow
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

LEGEND = (
    Look("đã nhận", "status-received", Tone.INFO),
    Look("đã chấp nhận", "status-sealed", Tone.GOOD),
    Look("trả lại", "status-returned", Tone.WARNING),
    Look("kiểm lại", "refresh", Tone.WARNING),
    Look("xong trước khi hết kỳ", "warning", Tone.WARNING),
    Look("kỳ đã khóa", "status-locked", Tone.NEUTRAL),
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


def recheck_words(report: ReportRow) -> str:
    """Say that an opening balance waits to be held against a month that was opened again."""
    if not report.recheck_of:
        return ""
    return f" Kỳ {Month.parse(report.recheck_of).short} đã mở lại: kiểm lại số đầu kỳ."


def rates_words(reports: Sequence[ReportRow]) -> str:
    """Return the on-time rate, beside it the one by the original day where a later one was granted."""
    own, original = rates_of(reports)
    if own is None:
        return ""
    told = f"đúng hạn {format_percent(own)}"
    if any(report.extended_to for report in reports):
        told += f" (theo hạn gốc {format_percent(original)})"
    return told


def early_of(report: ReportRow, period: PeriodRow) -> str:
    """Say that what the hub still has to decide about was done before the period was over."""
    if report.state in (ReportState.RETURNED, ReportState.ACCEPTED, ReportState.LOCKED):
        return ""
    return early_words(report.versions, period.last_day)


def board_cell(report: ReportRow, period: PeriodRow) -> MatrixCell:
    """Return one cell of the board: the result, and a mark where the hub has returned or accepted it."""
    early = early_of(report, period)
    shown = verdict_look(report)
    mark, mark_tone = "", Tone.NEUTRAL
    if report.recheck_of:
        mark, mark_tone = "refresh", Tone.WARNING
    elif early:
        mark, mark_tone = "warning", Tone.WARNING
    elif report.state is ReportState.RETURNED:
        mark, mark_tone = "status-returned", Tone.WARNING
    elif report.state in (ReportState.ACCEPTED, ReportState.LOCKED):
        mark, mark_tone = "status-sealed", Tone.GOOD
    elif report.state is ReportState.RECEIVED:
        mark, mark_tone = "status-received", Tone.INFO
    story = f"{report.unit}: {report.verdict.sentence} {state_words(report)}."
    return MatrixCell(
        report.expected_id,
        shown.word,
        shown.icon,
        shown.tone,
        mark,
        mark_tone,
        f"{story}{recheck_words(report)} {early}".strip(),
        report.verdict.result is ReportResult.NOT_DUE and report.verdict.arrived_on is None,
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
    by_id = {period.id: period for period in periods}
    cells = {
        (report.unit_id, report.period_id): board_cell(report, by_id[report.period_id]) for report in reports
    }
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
        ("", "Hạn nộp theo văn bản và ngày làm việc"),
        ("Văn bản", day_words(period.due.legal)),
        ("Liền trước", day_words(period.due.target)),
        ("Liền sau", day_words(period.due.lenient)),
        ("Tính theo", WORDS[period.policy]),
        ("Gia hạn đến", day_words(report.extended_to) if report.extended_to else ""),
        ("Lý do miễn", report.excuse_reason),
        ("Kỳ", state_of_period(period)),
        ("Mở lại đến hết", day_words(report.reopened_until) if report.reopened_until else ""),
    ]
    if early := early_of(report, period):
        pairs.insert(3, ("Lưu ý", early))
    if report.recheck_of:
        pairs.append(("Cần làm", recheck_words(report).strip()))
    for version in reversed(report.versions):
        pairs += version_pairs(version, period)
    for letter in report.letters:
        pairs += [("", "Đã đôn đốc"), (instant_words(letter.sent_at), letter.text or letter.channel)]
    if not report.versions:
        pairs += [("", "Lần nộp"), ("Chưa có", "Chưa nhận báo cáo hay mã niêm phong nào.")]
    return pairs


def version_title(version: VersionRow, period: PeriodRow) -> str:
    """Name a version: "Lần nộp 1", "Lần nộp 2 (bản thay thế)", after the lock "(bản bổ sung)"."""
    number = version.version % 1000
    told = [f"Lần nộp {number}"]
    came = local_day(version.received_at) if version.received_at else None
    if version.version < 0:
        told.append("(ghi tay)")
    elif version.version > 1000:
        told.append("(sổ đơn vị đã khôi phục)")
    if period.locked_on and came and came > period.locked_on:
        told.append("(bản bổ sung sau khóa)")
    elif number > 1:
        told.append("(bản thay thế)")
    if version.is_withdrawn:
        told.append("(đã thu hồi)")
    return " ".join(told)


def version_pairs(version: VersionRow, period: PeriodRow) -> list[tuple[str, str | Look]]:
    """Return one version with its three times."""
    reason = "Lý do trả lại" if version.state is ReportState.RETURNED else "Ghi chú"
    return [
        ("", version_title(version, period)),
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
