"""``period expect``: who has to report in a period, or in every open one of its year."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.arguments import today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.errors import NotFound
from app.core.statuses import PeriodState

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def add_expect(parser: Parser) -> None:
    """Declare the arguments of ``period expect``."""
    parser.add_argument("--period", required=True, metavar="NĂM-THÁNG", help="kỳ")
    parser.add_argument("--whole-year", action="store_true", help="mọi kỳ chưa khóa của năm ấy")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--units", metavar="MÃ,MÃ", help="đúng những đơn vị này")
    who.add_argument(
        "--group",
        action="append",
        metavar="MÃ",
        help="mọi đơn vị của một nhóm trong Danh mục; ghi được nhiều lần",
    )


def run_expect(arguments: argparse.Namespace, host: Host) -> int:
    """Make exactly these units the expected reporters; one that has handed in is never dropped."""
    from app.services.cycles import set_expected_in
    from app.services.queries.periods import find_period, list_periods

    today = today_of(arguments, host)
    services = host.open(arguments.data)
    with services.uow as uow, uow.write() as session:
        period = find_period(session, name=arguments.period, as_of=today)
        unit_ids = _units(session, arguments, period.last_day)
        year = list_periods(session, rule_id=period.rule_id, year=period.month.year)
        chosen = [p for p in year if p.state is not PeriodState.LOCKED] if arguments.whole_year else [period]
        set_expected_in(session, period_ids=[p.id for p in chosen], unit_ids=unit_ids, clock=services.clock)
    names = [p.name for p in chosen]
    if arguments.json:
        print_json({"periods": names, "expected": len(unit_ids)})
    else:
        print_lines(names)
    tell_expected([len(unit_ids)] * len(names))
    return 0


def _units(session: "Session", arguments: argparse.Namespace, day: "date") -> tuple[str, ...]:
    from app.services.queries.units import find_unit, list_groups

    if arguments.units is not None:
        codes = [code.strip() for code in arguments.units.split(",") if code.strip()]
        return tuple(find_unit(session, code=code, as_of=day).id for code in codes)
    groups = {group.code: group for group in list_groups(session, as_of=day)}
    for code in arguments.group:
        if code not in groups:
            known = ", ".join(f"{group.code} ({group.name})" for group in groups.values())
            raise NotFound(f"Sổ không có nhóm mang mã “{code}”.", hint=f"Có: {known}.")
    members = (unit.id for code in arguments.group for unit in groups[code].members)
    return tuple(dict.fromkeys(members))


def tell_expected(counts: Sequence[int]) -> None:
    """Tell how many units report in the periods that were written; where nobody does, what to do."""
    from app.services.queries.cycle_words import expected_words

    tell(f"Đã ghi {len(counts)} kỳ, {expected_words(counts)}.")
    if counts and not any(counts):
        tell(
            "Ghi đơn vị phải báo cáo bằng “period expect --period NĂM-THÁNG --whole-year --group MÃ”, "
            "hoặc gắn chế độ với điều khoản đã giao cho đơn vị rồi lập kỳ."
        )
