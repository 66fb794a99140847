"""``period`` and ``report``: the hub's month: periods laid out, opened, locked; reports decided about."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.cli.arguments import add_json, today_of
from app.cli.expecting import add_expect, run_expect, tell_expected
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.cli.reporting_rule import add_rule, run_rule
from app.core.clock import OFFICE_ZONE
from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.statuses import WORDS, Channel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.core.changes import Done
    from app.core.clock import Clock
    from app.services.submissions import Receipt

_PERIOD_ACTIONS = {
    "make": "lập các kỳ của một năm",
    "expect": "ghi những đơn vị phải báo cáo",
    "open": "mở kỳ",
    "lock": "khóa kỳ; không ghi kỳ nào thì khóa mọi kỳ đã quá ngày khóa",
    "unlock": "mở khóa kỳ cho mọi đơn vị",
    "rule": "xem, sửa chế độ báo cáo: ngày, khóa kỳ, gia hạn, duyệt",
}
_REPORT_ACTIONS = {
    "receive": "ghi nhận báo cáo đã đến",
    "check": "đánh dấu đã kiểm tra",
    "accept": "chấp nhận",
    "return": "trả lại kèm lý do",
    "comment": "nhận xét một ô, một mục",
    "excuse": "miễn nộp kèm lý do",
    "extend": "gia hạn",
    "reopen": "mở lại kỳ đã khóa cho đơn vị",
    "recheck": "đánh dấu đã kiểm lại số đầu kỳ",
}
_WITH_REASON = ("return", "excuse", "extend", "reopen")


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``period`` or of ``report``."""
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    for name, words in (_PERIOD_ACTIONS if verb == "period" else _REPORT_ACTIONS).items():
        child = actions.add_parser(name, help=words)
        if verb == "period":
            _add_period(name, child)
        else:
            _add_report(name, child)
        add_json(child)
        of_period = {"rule": run_rule, "expect": run_expect}
        child.set_defaults(run=_report if verb == "report" else of_period.get(name, _period))


def _add_period(name: str, child: Parser) -> None:
    if name == "rule":
        add_rule(child)
        return
    if name == "make":
        child.add_argument("--year", type=int, required=True, metavar="NĂM", help="năm của hạn nộp")
        child.add_argument("--planned", action="store_true", help="lập trước, chưa mở")
        return
    if name == "expect":
        add_expect(child)
        return
    child.add_argument("--period", required=name != "lock", metavar="NĂM-THÁNG", help="kỳ")


def _add_report(name: str, child: Parser) -> None:
    child.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
    child.add_argument("--period", required=True, metavar="NĂM-THÁNG", help="kỳ")
    if name in _WITH_REASON:
        child.add_argument("--reason", required=True, metavar="CHỮ", help="lý do")
    if name in ("extend", "reopen"):
        child.add_argument("--to", required=name == "extend", metavar="NGÀY", help="đến hết ngày")
    if name == "comment":
        child.add_argument("--on", required=True, metavar="MÃ", help="mã chỉ tiêu hoặc mục")
        child.add_argument("--text", required=True, metavar="CHỮ", help="lời nhận xét")
    if name == "receive":
        child.add_argument("--at", metavar="LÚC", help="lúc nhận, như 2024-03-12T16:30 (mặc định: bây giờ)")
        child.add_argument("--channel", choices=[c.value for c in Channel], default="paper", help="nhận qua")
        child.add_argument("--signed", metavar="NGÀY", help="ngày ký")
        child.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu")


def _period(arguments: argparse.Namespace, host: Host) -> int:
    from app.core.statuses import PeriodState
    from app.services import cycles
    from app.services.queries.office_days import count_expected
    from app.services.queries.periods import find_period

    today = today_of(arguments, host)
    services = host.open(arguments.data)
    expected: list[int] = []
    with services.uow as uow, uow.write() as session:
        clock = services.clock
        names: tuple[str, ...]
        if arguments.action == "make":
            rule = cycles.monthly_rule(session)
            state = PeriodState.PLANNED if arguments.planned else PeriodState.OPEN
            made = cycles.make_periods(
                session, rule_id=rule.id, year=arguments.year, clock=clock, state=state
            )
            names = tuple(cycles.get_period(session, key).name for key in made.value)
            counts = count_expected(session, rule_id=rule.id)
            expected = [counts.get(key, 0) for key in made.value]
        elif arguments.action == "lock" and not arguments.period:
            names = cycles.lock_due_periods(session, clock=clock).value
        else:
            period = find_period(session, name=arguments.period, as_of=today)
            run = {
                "open": cycles.open_period,
                "lock": cycles.lock_period,
                "unlock": cycles.unlock_period,
            }[arguments.action]
            run(session, period_id=period.id, clock=clock)
            names = (period.name,)
    if arguments.json:
        print_json({"periods": list(names)})
    else:
        print_lines(names)
    if arguments.action == "make":
        tell_expected(expected)
    else:
        tell("Đã ghi." if names else "Không có kỳ nào phải khóa.")
    return 0


def _report(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.early_reports import early_version
    from app.services.queries.periods import find_period
    from app.services.queries.units import find_unit
    from app.services.submissions import find_expected

    services = host.open(arguments.data)
    today = today_of(arguments, host)
    with services.uow as uow, uow.write() as session:
        period = find_period(session, name=arguments.period, as_of=today)
        unit = find_unit(session, code=arguments.unit, as_of=period.last_day)
        expected = find_expected(session, period_id=period.id, unit_id=unit.id)
        value = _do(arguments, session, expected.id, services.clock).value
        flagged = list(value) if arguments.action == "reopen" else []
        early = early_version(session, value, period.last_day) if arguments.action == "receive" else ""
        state = expected.state
    if arguments.json:
        print_json({"unit": unit.code, "period": period.name, "state": state.value, "to_recheck": flagged})
    else:
        print_lines([f"{unit.short_name}, {period.month.short}: {WORDS[state].lower()}."])
        print_lines(f"Cần kiểm lại số đầu kỳ của kỳ {name}." for name in flagged)
    tell("Đã ghi.")
    if early:
        tell(f"Lưu ý: {early}")
    return 0


def _do(arguments: argparse.Namespace, session: "Session", key: str, clock: "Clock") -> "Done[Any]":
    """Run the use case that is meant."""
    from app.services import rechecks, reviews, submissions

    day = parse_date(arguments.to, clock.today(), field="to") if getattr(arguments, "to", None) else None
    reason: str = getattr(arguments, "reason", "")
    match arguments.action:
        case "receive":
            receipt = _receipt(arguments, clock)
            return submissions.receive_report(session, expected_id=key, receipt=receipt, clock=clock)
        case "check":
            return reviews.check_report(session, expected_id=key, clock=clock)
        case "accept":
            return submissions.accept_report(session, expected_id=key, clock=clock)
        case "return":
            return submissions.return_report(session, expected_id=key, reason=reason, clock=clock)
        case "comment":
            return reviews.comment_on(
                session, expected_id=key, subject=arguments.on, text=arguments.text, clock=clock
            )
        case "excuse":
            return submissions.excuse_report(session, expected_id=key, reason=reason, clock=clock)
        case "extend":
            assert day is not None
            return submissions.extend_report(
                session, expected_id=key, to_date=day, reason=reason, clock=clock
            )
        case "reopen":
            return submissions.reopen_report(session, expected_id=key, until=day, reason=reason, clock=clock)
        case _:
            return rechecks.mark_rechecked(session, expected_id=key, clock=clock)


def _receipt(arguments: argparse.Namespace, clock: "Clock") -> "Receipt":
    from app.services.submissions import Receipt

    return Receipt(
        received_at=_moment(arguments.at) if arguments.at else clock.now(),
        channel=Channel(arguments.channel),
        signed_on=parse_date(arguments.signed, clock.today(), field="signed_on")
        if arguments.signed
        else None,
        document_number=arguments.number,
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidField("at", f"Không hiểu giờ “{text}”.", hint="Ghi như 2024-03-12T16:30.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)
