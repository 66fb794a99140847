"""``review``: what needs eyes in the reports of a period; let a unit's items stand."""

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import add_json, today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.text import shorten

if TYPE_CHECKING:
    from app.services.queries.review_queue import ReviewQueue


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``review``."""
    parser.add_argument("--period", metavar="NĂM-THÁNG", help="kỳ (mặc định: kỳ vừa đóng cửa sổ)")
    parser.add_argument("--seen", metavar="MÃ", help="chấp nhận mọi mục của đơn vị này, đánh dấu đã kiểm tra")
    add_json(parser)
    parser.set_defaults(run=_review)


def _review(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.periods import find_period
    from app.services.queries.review_queue import read_queue
    from app.services.queries.units import find_unit
    from app.services.reviews import SeenItem, check_report, mark_seen

    today = today_of(arguments, host)
    services = host.open(arguments.data)
    with services.uow as uow:
        with uow.write() as session:
            period = find_period(session, name=arguments.period, as_of=today)
            queue = read_queue(session, period=period, as_of=today)
            if arguments.seen:
                unit = find_unit(session, code=arguments.seen, as_of=period.last_day)
                mine = [report for report in queue.reports if report.unit_id == unit.id]
                for report in mine:
                    items = [
                        SeenItem(i.key, i.expected_id, i.subject, i.message)
                        for i in queue.items
                        if i.expected_id == report.expected_id and not i.is_seen
                    ]
                    mark_seen(session, items=items, clock=services.clock)
                    check_report(session, expected_id=report.expected_id, clock=services.clock)
                tell(f"Đã xem hết {unit.short_name}." if mine else "Đơn vị này không có báo cáo chờ duyệt.")
        with uow.read() as session:
            queue = read_queue(session, period=period, as_of=today)
    print_json(_facts(queue)) if arguments.json else _print(queue)
    return 0


def _facts(queue: "ReviewQueue") -> dict[str, object]:
    return {
        "period": queue.period.name,
        "remaining": queue.remaining,
        "ready": [report.unit for report in queue.ready],
        "items": [
            {
                "unit": item.unit,
                "subject": item.subject,
                "need": item.need.value,
                "message": item.message,
                "explanation": item.explanation,
                "seen": item.is_seen,
            }
            for item in queue.items
        ],
    }


def _print(queue: "ReviewQueue") -> None:
    from app.services.queries.review_queue import NEED_WORDS

    print_table(
        ("Đơn vị", "Ô, mục", "Vì sao", "Nội dung", "Giải trình"),
        [
            (
                i.unit,
                i.subject or i.title,
                NEED_WORDS[i.need],
                shorten(i.message, 70),
                shorten(i.explanation, 50),
            )
            for i in queue.items
            if not i.is_seen
        ],
    )
    ready = ", ".join(report.unit for report in queue.ready) or "không có"
    print_lines([f"Còn {queue.remaining} mục. Xem xong, chờ chấp nhận: {ready}."])
