"""``period rule``: the settings of a reporting rule, shown and changed."""

import argparse
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from app.cli.arguments import today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.periods import RuleRow

_NUMBERS = (
    ("start_day", "--start-day", "NGÀY", "ngày mở kỳ số liệu"),
    ("due_day", "--due-day", "NGÀY", "ngày đến hạn"),
    ("lock_after_days", "--lock-after", "SỐ", "khóa kỳ sau hạn bao nhiêu ngày"),
    ("max_extensions", "--extensions", "SỐ", "gia hạn nhiều nhất mấy lần mỗi báo cáo; 0 là không gia hạn"),
)


def add_rule(parser: Parser) -> None:
    """Declare the arguments of ``period rule``."""
    parser.add_argument("--name", metavar="TÊN", help="chế độ báo cáo (mặc định: báo cáo tháng)")
    for key, option, metavar, words in _NUMBERS:
        parser.add_argument(option, dest=key, type=int, metavar=metavar, help=words)
    parser.add_argument("--steps", type=int, choices=(1, 2), help="duyệt một bước hay hai bước")
    parser.add_argument("--receiver", metavar="MÃ", help="đơn vị nhận báo cáo; ghi “-” là cơ quan cấp trên")


def run_rule(arguments: argparse.Namespace, host: Host) -> int:
    """Change what is asked for, in one write, and show the rule; periods already made keep their days."""
    from app.services.cycles import RuleFields, save_rule

    today = today_of(arguments, host)
    changes: dict[str, object] = {
        key: getattr(arguments, key) for key, *_ in _NUMBERS if getattr(arguments, key) is not None
    }
    if arguments.steps is not None:
        changes["two_step"] = arguments.steps == 2
    services = host.open(arguments.data)
    with services.uow as uow, uow.write() as session:
        rule = _find(session, arguments.name)
        if arguments.receiver is not None:
            from app.services.queries.units import find_unit

            changes["receiver_unit_id"] = (
                None
                if arguments.receiver == "-"
                else find_unit(session, code=arguments.receiver, as_of=today).id
            )
        if changes:
            known = RuleFields(**{f.name: getattr(rule, f.name) for f in fields(RuleFields)})
            wanted = replace(known, **changes)  # type: ignore[arg-type]
            save_rule(session, fields=wanted, clock=services.clock, rule_id=rule.id, seen=rule.version)
            rule = _find(session, rule.name)
    _show(arguments, rule)
    if changes:
        tell("Đã ghi. Kỳ đã lập giữ ngày của lúc lập.")
    return 0


def _find(session: "Session", name: str | None) -> "RuleRow":
    from app.services.cycles import monthly_rule
    from app.services.queries.periods import list_rules

    rules = list_rules(session)
    wanted = None if name else monthly_rule(session).id
    found = [rule for rule in rules if (rule.name == name if name else rule.id == wanted)]
    if not found:
        known = ", ".join(f"“{rule.name}”" for rule in rules)
        raise NotFound(f"Sổ không có chế độ báo cáo “{name}”.", hint=f"Có: {known}.")
    return found[0]


def _show(arguments: argparse.Namespace, rule: "RuleRow") -> None:
    if arguments.json:
        print_json(
            {
                "rule": rule.name,
                **{key: getattr(rule, key) for key, *_ in _NUMBERS},
                "two_step": rule.two_step,
                "receiver": rule.receiver_unit_id,
            }
        )
        return
    extensions = f"nhiều nhất {rule.max_extensions} lần" if rule.max_extensions else "không cho gia hạn"
    print_lines(
        [
            f"{rule.name}: số liệu từ ngày {rule.start_day}, hạn ngày {rule.due_day}.",
            f"Khóa kỳ {rule.lock_after_days} ngày sau hạn; gia hạn: {extensions}; "
            f"duyệt {'hai bước' if rule.two_step else 'một bước'}.",
        ]
    )
