"""``ranking``: places of a period by group with their parts; ``--publish`` freezes them."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli.arguments import add_as_of, add_json, as_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.periods import Month
from app.core.statuses import TieRule
from app.core.text import format_date, format_number

if TYPE_CHECKING:
    from app.core.ranking import RankedUnit, Ranking


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``ranking``."""
    parser.add_argument(
        "--period", metavar="NĂM-THÁNG", help="kỳ, gọi theo tháng đến hạn (mặc định: kỳ vừa đóng cửa sổ)"
    )
    parser.add_argument("--publish", action="store_true", help="công bố: chốt bảng, về sau không đổi nữa")
    parser.add_argument(
        "--ties", choices=[rule.value for rule in TieRule], help="chọn quy tắc đồng hạng trước khi công bố"
    )
    parser.add_argument("--reason", default="", metavar="LÝ_DO", help="lý do khi công bố lại")
    parser.add_argument("--snapshot", type=int, metavar="LẦN", help="xem bảng đã công bố lần thứ mấy")
    add_as_of(parser)
    add_json(parser)
    parser.set_defaults(run=_ranking)


def _ranking(arguments: argparse.Namespace, host: Host) -> int:
    from app.core.errors import NotFound
    from app.services.queries.periods import find_period
    from app.services.queries.ranking import list_snapshots, live_ranking, ranking_method, read_snapshot
    from app.services.ranking import publish_ranking, set_method

    day = as_of(arguments, host)
    services = host.open(arguments.data)
    published = 0
    with services.uow as uow:
        if arguments.publish:
            with uow.write() as session:
                period = find_period(session, name=arguments.period, as_of=day)
                if arguments.ties:
                    method = replace(ranking_method(session), tie=TieRule(arguments.ties))
                    set_method(session, method=method, clock=services.clock)
                publish_ranking(
                    session, period=period, day=day, clock=services.clock, reason=arguments.reason
                )
        with uow.read() as session:
            period = find_period(session, name=arguments.period, as_of=day)
            rows = list_snapshots(session, period_id=period.id)
            wanted = rows[0].number if arguments.publish else arguments.snapshot
            if wanted is None:
                ranking = live_ranking(session, period=period, day=day)
            else:
                row = next((row for row in rows if row.number == wanted), None)
                if row is None:
                    raise NotFound(f"Kỳ {period.month.short} chưa công bố xếp hạng lần {wanted}.")
                ranking, published = read_snapshot(session, snapshot_id=row.id), row.number
    if arguments.json:
        print_json(_facts(ranking, published))
    else:
        _print(ranking, published)
    return 0


def _facts(ranking: "Ranking", published: int) -> dict[str, object]:
    return {
        "period": ranking.period,
        "as_of": ranking.as_of.isoformat(),
        "published": published or None,
        "provisional": ranking.is_provisional,
        "accepted": ranking.accepted,
        "expected": ranking.expected,
        "method": list(ranking.method),
        "groups": [
            {"name": group.name, "units": [_unit(unit) for unit in group.units]} for group in ranking.groups
        ],
        "excluded": [{"unit": one.unit, "reason": one.reason} for one in ranking.excluded],
        "most_improved": list(ranking.most_improved),
    }


def _unit(unit: "RankedUnit") -> dict[str, object]:
    return {
        "unit": unit.unit,
        "place": unit.place,
        "score": float(unit.score) if unit.score is not None else None,
        "report_points": float(unit.report_points) if unit.report_points is not None else None,
        "task_points": float(unit.task_points) if unit.task_points is not None else None,
        "periods_on_time": unit.on_time,
        "periods": unit.judged,
        "days_late": unit.days_late,
        "late_excused": unit.late_excused,
        "tasks_on_time": unit.tasks_on_time,
        "tasks_due": unit.tasks_due,
        "reminders": unit.reminders,
        "change": unit.change,
        "place_one_day_earlier": unit.earlier,
        "place_one_day_later": unit.later,
    }


def _print(ranking: "Ranking", published: int) -> None:
    state = f"đã công bố lần {published}" if published else "tạm tính" if ranking.is_provisional else "đủ số"
    print_lines(
        [
            f"Xếp hạng kỳ {Month.parse(ranking.period).short}, tính đến hết ngày "
            f"{format_date(ranking.as_of)} ({state}).",
            *ranking.method,
        ]
    )
    for group in ranking.groups:
        print_lines(["", group.name])
        print_table(
            ("Hạng", "Đơn vị", "Điểm", "Kỳ đúng hạn", "Nhiệm vụ", "Muộn có lý do", "Đã nhắc"),
            [
                (
                    str(unit.place or "-"),
                    unit.unit,
                    format_number(unit.score, decimals=2) if unit.score is not None else "-",
                    f"{unit.on_time}/{unit.judged}",
                    f"{unit.tasks_on_time}/{unit.tasks_due}",
                    str(unit.late_excused),
                    str(unit.reminders),
                )
                for unit in group.units
            ],
        )
    if published:
        tell(f"Bảng đã công bố lần {published}; số liệu thay đổi về sau không làm đổi bảng này.")
