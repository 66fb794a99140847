"""``narrative`` and ``tally``: what a unit writes under the headings of its report; its book of counts."""

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import add_json, today_of
from app.cli.figures import LEVELS, expected_of, pairs_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.figures import read_figure
from app.core.statuses import WORDS, FigureState
from app.core.text import format_number, shorten

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy.orm import Session

_ACTIONS = {
    "narrative": {"set": "ghi thuyết minh theo mục", "show": "xem các mục của báo cáo"},
    "tally": {"add": "ghi sổ đếm nhanh", "show": "xem tổng của sổ đếm trong một kỳ"},
}


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``narrative`` or of ``tally``."""
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    for name, words in _ACTIONS[verb].items():
        child = actions.add_parser(name, help=words)
        child.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
        if name != "add":
            child.add_argument("--period", required=True, metavar="NĂM-THÁNG", help="kỳ, ví dụ 2024-03")
        add_json(child)
        child.set_defaults(run=_RUNS[verb, name])
        if name == "set":
            child.add_argument("texts", nargs="*", metavar="MỤC=CHỮ", help="mục (xem narrative show) và lời")
            child.add_argument(
                "--nothing", action="append", default=[], metavar="MỤC", help="mục này không phát sinh"
            )
        elif name == "add":
            child.add_argument("counts", nargs="+", metavar="MÃ=SỐ", help="như CD16=3")
            child.add_argument("--on", metavar="NGÀY", help="ngày phát sinh (mặc định: hôm nay)")
            child.add_argument("--note", default="", metavar="CHỮ", help="ghi chú")
            child.add_argument(
                "--reason", default="", metavar="CHỮ", help="lý do, khi kỳ của ngày đó đã khóa"
            )


def _set_narrative(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.figures import set_narrative

    texts = pairs_of(arguments.texts, form="MỤC=CHỮ", example="assessment.limits=…", what="Mục")
    wanted = {key: (text, FigureState.VALUE) for key, text in texts.items()}
    for key in arguments.nothing:
        if key in wanted:
            raise InvalidField("texts", f"Mục {key} vừa có lời vừa ghi không phát sinh.")
        wanted[key] = "", FigureState.NONE_ARISEN
    if not wanted:
        raise InvalidField(
            "texts", "Chưa ghi mục nào.", hint="Ví dụ assessment.limits=… hoặc --nothing next."
        )
    services = host.open(arguments.data)
    with services.uow as uow:
        with uow.write() as session:
            key = expected_of(session, arguments, host)
            for heading, (text, state) in wanted.items():
                set_narrative(
                    session,
                    expected_id=key,
                    heading_key=heading,
                    text=text,
                    state=state,
                    clock=services.clock,
                )
        with uow.read() as session:
            _tell_narrative(session, arguments, host)
    tell("Đã ghi.")
    return 0


def _show_narrative(arguments: argparse.Namespace, host: Host) -> int:
    with host.open(arguments.data).uow as uow, uow.read() as session:
        _tell_narrative(session, arguments, host)
    return 0


def _tell_narrative(session: "Session", arguments: argparse.Namespace, host: Host) -> None:
    """Print every heading with what stands under it, and what the checks say of the words."""
    from app.services.checks.report import read_report
    from app.services.checks.report_words import MONTHLY, check_report_words, report_words
    from app.services.submissions import get_expected
    from app.services.wording import list_headings

    today = today_of(arguments, host)
    expected = get_expected(session, expected_of(session, arguments, host))
    report = read_report(session, expected)
    headings = list_headings(session, kind=MONTHLY, day=today)
    words = [w for w in report_words(session, expected, headings, report) if not w.is_group]
    findings = check_report_words(session, expected, day=today, report=report)
    if arguments.json:
        print_json(
            {
                "headings": [
                    {
                        "key": w.key,
                        "title": w.title,
                        "required": w.is_required,
                        "state": w.state.value,
                        "text": w.text,
                        "previous": w.previous,
                    }
                    for w in words
                ],
                "findings": [
                    {"level": f.level, "rule": f.rule, "message": f.message, "heading": f.heading}
                    for f in findings
                ],
            }
        )
        return
    print_table(
        ("Mục", "Đề mục", "Nội dung"),
        [
            (w.key, shorten(w.title, 50), shorten(w.text, 70) if w.text else WORDS[w.state].lower())
            for w in words
        ],
    )
    print_lines(f"{LEVELS[f.level]} ({f.heading}): {f.message}" for f in findings)


def _add_tally(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.units import find_unit
    from app.services.tallies import TallyFields, add_tallies

    typed = pairs_of(arguments.counts, form="MÃ=SỐ", example="CD16=3", what="Chỉ tiêu")
    services = host.open(arguments.data)
    with services.uow as uow:
        today = services.clock.today()
        day = parse_date(arguments.on, today, field="on") if arguments.on else today
        rows = [
            TallyFields(
                indicator_code=code,
                on_date=day,
                amount=_amount(code, text),
                note=arguments.note,
                reason=arguments.reason,
            )
            for code, text in typed.items()
        ]
        with uow.write() as session:
            unit = find_unit(session, code=arguments.unit, as_of=day)
            added = add_tallies(session, unit_id=unit.id, rows=rows, clock=services.clock).value
    if arguments.json:
        print_json({"on": day.isoformat(), "added": len(added)})
    tell(f"Đã ghi {len(added)} dòng sổ đếm.")
    return 0


def _amount(code: str, text: str) -> "Decimal":
    """Read a count of the book; a line that takes back begins with a minus."""
    sign, digits = (-1, text.strip()[1:]) if text.strip().startswith("-") else (1, text)
    value = read_figure(digits, code=code, is_count=False).value
    if value is None:
        raise InvalidField(code, f"{code}: “{text}” không phải là số.", hint="Ví dụ CD16=3.")
    return sign * value


def _show_tally(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.submissions import get_expected
    from app.services.tally_figures import sums_of_report

    with host.open(arguments.data).uow as uow, uow.read() as session:
        sums = sums_of_report(session, get_expected(session, expected_of(session, arguments, host)))
    if arguments.json:
        print_json({"sums": {code: float(amount) for code, amount in sums.items()}})
    else:
        print_table(("Mã", "Tổng"), [(code, format_number(amount)) for code, amount in sums.items()])
    return 0


_RUNS = {
    ("narrative", "set"): _set_narrative,
    ("narrative", "show"): _show_narrative,
    ("tally", "add"): _add_tally,
    ("tally", "show"): _show_tally,
}
