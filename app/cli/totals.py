"""``totals``: the totals of a period with what stands behind them; a number's story; closing them."""

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import add_as_of, add_json, as_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.clock import local_day
from app.core.figures import FigureValue
from app.core.statuses import WORDS
from app.core.text import format_date, format_number

if TYPE_CHECKING:
    from app.services.queries.closed_totals import ClosedState
    from app.services.queries.last_known import LastKnown
    from app.services.queries.number_story import NumberStory
    from app.services.queries.totals import Totals, TotalsPart

_REACHES = {"period": "kỳ", "year": "lũy kế từ đầu năm", "last_year": "cùng kỳ năm trước"}
_COLUMNS = {"group": "nhóm đơn vị", "kind": "loại đơn vị", "parent": "cơ quan cấp trên"}


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``totals``."""
    parser.add_argument("--period", metavar="NĂM-THÁNG", help="kỳ (mặc định: kỳ vừa đóng cửa sổ)")
    parser.add_argument("--reach", choices=list(_REACHES), default="period", help="kỳ, lũy kế hay cùng kỳ")
    parser.add_argument("--by", choices=list(_COLUMNS), default="group", help="cột theo nhóm, loại, cấp trên")
    parser.add_argument("--explain", metavar="MÃ", help="giải thích một số: từng đơn vị, từng lần nộp")
    parser.add_argument("--close", action="store_true", help="chốt bản tổng hợp của kỳ")
    add_as_of(parser)
    add_json(parser)
    parser.set_defaults(run=_totals)


def _totals(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.closing import close_totals
    from app.services.queries.closed_totals import closed_state
    from app.services.queries.last_known import with_last_known
    from app.services.queries.number_story import explain_number
    from app.services.queries.periods import find_period
    from app.services.queries.sums import RollUp
    from app.services.queries.totals import Reach, consolidate

    day = as_of(arguments, host)
    services = host.open(arguments.data)
    with services.uow as uow:
        with uow.read() as session:
            period = find_period(session, name=arguments.period, as_of=day)
            found = consolidate(
                session, period=period, as_of=day, reach=Reach(arguments.reach), by=RollUp(arguments.by)
            )
            story = explain_number(session, found, code=arguments.explain) if arguments.explain else None
            last = with_last_known(session, found) if found.reach is Reach.PERIOD else None
        if arguments.close:
            with uow.write() as session:
                whole = consolidate(session, period=period, as_of=day)
                close_totals(session, found=whole, clock=services.clock)
            tell(f"Đã chốt bản tổng hợp kỳ {period.month.short}.")
        with uow.read() as session:
            closed = closed_state(session, found) if found.reach is Reach.PERIOD else None
    if story is not None:
        print_json(_story(story)) if arguments.json else _print_story(story)
        return 0
    print_json(_facts(found, last, closed)) if arguments.json else _print(found, last, closed)
    return 0


def _plain(figure: FigureValue) -> int | float | str:
    """Return a figure as a JSON number, or the word of its state."""
    if figure.value is None:
        return figure.state.value
    whole = figure.value.to_integral_value()
    return int(whole) if whole == figure.value else float(figure.value)


def _words(figure: FigureValue) -> str:
    return WORDS[figure.state] if figure.value is None else format_number(figure.value, decimals=None)


def _facts(found: "Totals", last: "LastKnown | None", closed: "ClosedState | None") -> dict[str, object]:
    return {
        "period": found.period.name,
        "reach": found.reach.value,
        "as_of": found.as_of.isoformat(),
        "expected": found.expected,
        "counted": found.counted,
        "accepted": found.accepted,
        "returned": found.returned,
        "columns": [{"title": c.title, "expected": c.expected, "counted": c.counted} for c in found.columns],
        "absent": [
            {"unit": a.unit, "period": a.period, "result": a.result.value, "sentence": a.sentence}
            for a in found.absent
        ],
        "catalogues": [_part(part, last) for part in found.parts],
        "closed": None
        if closed is None
        else {
            "as_of": closed.as_of.isoformat(),
            "counted": closed.counted,
            "sha256": closed.sha256,
            "moved": [{"code": m.code, "closed": m.closed, "now": m.now} for m in closed.moved],
        },
    }


def _part(part: "TotalsPart", last: "LastKnown | None") -> dict[str, object]:
    return {
        "catalogue": part.catalogue,
        "periods": [period.name for period in part.periods],
        "rows": {
            row.code: {
                "title": row.title,
                "value": _plain(row.figure),
                "reports": row.units,
                "columns": [_plain(cell) for cell in row.by_column],
                **({"with_last_known": _plain(last.figures[row.code])} if last else {}),
            }
            for row in part.rows
        },
    }


def _print(found: "Totals", last: "LastKnown | None", closed: "ClosedState | None") -> None:
    print_lines(
        [
            f"Tổng hợp {found.period.month.short} ({_REACHES[found.reach]}), tính đến hết "
            f"{format_date(found.as_of)}: từ {found.counted}/{found.expected} báo cáo, "
            f"đã chấp nhận {found.accepted}.",
            *(f"Chưa có: {a.unit} ({a.period}). {a.sentence}" for a in found.absent),
        ]
    )
    for part in found.parts:
        print_lines(["", part.catalogue])
        print_table(
            ("Mã", "Chỉ tiêu", "Tổng", "Báo cáo", *(c.title for c in found.columns), "Nếu thêm số gần nhất"),
            [
                (
                    row.code,
                    row.title,
                    _words(row.figure),
                    f"{row.units}/{found.expected}",
                    *map(_words, row.by_column),
                    _words(last.figures[row.code]) if last else "",
                )
                for row in part.rows
                if row.units
            ],
        )
    if closed is not None:
        moved = ", ".join(m.code for m in closed.moved) or "không"
        day = format_date(local_day(closed.closed_at))
        print_lines(["", f"Đã chốt ngày {day}; chỉ tiêu khác bản chốt: {moved}."])


def _story(story: "NumberStory") -> dict[str, object]:
    return {
        "code": story.code,
        "title": story.title,
        "value": _plain(story.figure),
        "reports": story.reports,
        "expected": story.expected,
        "formula": story.formula,
        "parts": {part.code: _plain(part.figure) for part in story.parts},
        "shares": [
            {
                "unit": share.unit,
                "code": share.unit_code,
                "period": share.period,
                "value": _plain(share.figure),
                "state": share.state.value,
                "version": share.submission,
                "received": share.received_at.isoformat() if share.received_at else None,
                "document": share.document_number,
                "file": share.file_name,
                "source": share.source,
                "explanation": share.explanation,
            }
            for share in story.shares
        ],
        "absent": [a.unit for a in story.absent],
    }


def _print_story(story: "NumberStory") -> None:
    print_lines([f"{story.code} {story.title}: {_words(story.figure)} {story.unit_of_measure}."])
    if story.formula:
        parts = ", ".join(f"{part.code} = {_words(part.figure)}" for part in story.parts)
        print_lines([f"Tính theo {story.formula}: {parts}."])
    print_table(
        ("Kỳ", "Đơn vị", "Số", "Lần nộp", "Trạng thái", "Số văn bản", "Nguồn", "Giải trình"),
        [
            (
                share.period,
                share.unit,
                _words(share.figure),
                str(share.submission or ""),
                WORDS[share.state],
                share.document_number,
                share.source,
                share.explanation,
            )
            for share in story.shares
        ],
    )
