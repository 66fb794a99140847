"""``cycle``: one period, its window and due dates, and every expected unit's result at a day."""

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import add_as_of, add_json, as_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table
from app.cli.parser import Parser
from app.core.statuses import WORDS, ReportResult
from app.core.text import format_date, format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from app.services.queries.clause_reporters import ClauseDuty
    from app.services.queries.cycles import CycleStatus, ReportRow

_ALWAYS = (
    ReportResult.ON_TIME,
    ReportResult.LATE,
    ReportResult.MISSING,
    ReportResult.EXCUSED,
    ReportResult.GRACE,
)


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``cycle``."""
    parser.add_argument(
        "--period", metavar="NĂM-THÁNG", help="kỳ, gọi theo tháng đến hạn (mặc định: kỳ vừa đóng cửa sổ)"
    )
    parser.add_argument(
        "--by-clause",
        action="store_true",
        help="từng điều khoản: ai phải trả lời, ai đã, ai chưa",
    )
    add_as_of(parser)
    add_json(parser)
    parser.set_defaults(run=_cycle)


def _cycle(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.clause_reporters import clause_duties
    from app.services.queries.cycles import cycle_status
    from app.services.queries.periods import find_period

    day = as_of(arguments, host)
    with host.open(arguments.data).uow as uow, uow.read() as session:
        period = find_period(session, name=arguments.period, as_of=day)
        if arguments.by_clause:
            duties = clause_duties(session, month=period.month, as_of=day)
            return _tell_duties(duties, as_json=arguments.json)
        status = cycle_status(session, period=period, as_of=day)
    if arguments.json:
        print_json(_facts(status))
    else:
        _print(status)
    return 0


def _results(status: "CycleStatus") -> dict[str, int]:
    """Return the counts that add up to the expected number; "not_due" is there while somebody is not due."""
    counts = status.results
    return {result.value: n for result, n in counts.items() if n or result in _ALWAYS}


def _early(status: "CycleStatus") -> "list[tuple[ReportRow, str]]":
    """Return the reports that were done before the period was over, with the sentence that says so."""
    from app.services.queries.early_reports import early_words

    told = ((report, early_words(report.versions, status.period.last_day)) for report in status.reports)
    return [(report, words) for report, words in told if words]


def _rate(rate: "Decimal | None") -> float | None:
    return None if rate is None else float(rate)


def _facts(status: "CycleStatus") -> dict[str, object]:
    period = status.period
    return {
        "period": period.name,
        "window": {"from": period.first_day.isoformat(), "to": period.last_day.isoformat()},
        "due": {
            "legal": period.due.legal.isoformat(),
            "target": period.due.target.isoformat(),
            "lenient": period.due.lenient.isoformat(),
        },
        "expected": len(status.reports),
        "rates": dict(zip(("on_time", "by_original_day"), map(_rate, status.rates), strict=True)),
        "results": _results(status),
        "notices": [{"code": r.code, "message": words} for r, words in _early(status)],
        "units": [
            {
                "code": report.code,
                "unit": report.unit,
                "result": report.verdict.result.value,
                "state": report.state.value,
                "received": report.verdict.arrived_on.isoformat() if report.verdict.arrived_on else None,
                "days_late": report.verdict.days_late,
                "sentence": report.verdict.sentence,
            }
            for report in status.reports
        ],
    }


def _print(status: "CycleStatus") -> None:
    period = status.period
    print_lines(
        [
            f"Kỳ {period.month.short}: số liệu từ {format_date(period.first_day)} đến hết "
            f"{format_date(period.last_day)}.",
            f"Hạn {format_date(period.due.legal)}; ngày làm việc liền trước "
            f"{format_date(period.due.target)}, "
            f"liền sau {format_date(period.due.lenient)}.",
            f"Tính đến hết ngày {format_date(status.as_of)}, {len(status.reports)} đơn vị phải báo cáo: "
            + ", ".join(f"{WORDS[ReportResult(k)].lower()} {n}" for k, n in _results(status).items())
            + ".",
            f"Tỷ lệ đúng hạn {format_percent(status.rates[0])}; theo hạn gốc, không tính gia hạn: "
            f"{format_percent(status.rates[1])}.",
            "",
        ]
    )
    print_table(
        ("Mã", "Đơn vị", "Kết quả", "Trạng thái", "Diễn giải"),
        [
            (r.code, r.unit, WORDS[r.verdict.result], WORDS[r.state], r.verdict.sentence)
            for r in status.reports
        ],
    )
    print_lines(f"Lưu ý, {report.unit}: {words}" for report, words in _early(status))


def _tell_duties(duties: "Sequence[ClauseDuty]", *, as_json: bool) -> int:
    from app.services.queries.clause_reporters import STANDING_WORDS

    if as_json:
        print_json(
            {
                "clauses": [
                    {
                        "directive": duty.directive,
                        "clause": duty.clause,
                        "rule": duty.rule,
                        "period": duty.period.name if duty.period else None,
                        "units": [
                            {"code": line.code, "standing": line.standing.value, "bound": line.is_bound}
                            for line in duty.lines
                        ],
                    }
                    for duty in duties
                ]
            }
        )
        return 0
    if not duties:
        print_lines(["Chưa chế độ báo cáo nào gắn với điều khoản."])
        return 0
    print_lines(duty.sentence for duty in duties)
    print_table(
        ("Điều khoản", "Mã", "Đơn vị", "Đã trả lời", "Diễn giải"),
        [
            (line.clause, line.code, line.unit, STANDING_WORDS[line.standing], line.sentence)
            for duty in duties
            for line in duty.lines
        ],
    )
    return 0
