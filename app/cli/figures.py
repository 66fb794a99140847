"""``figures set`` and ``figures show``: one unit's monthly figures."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_json, today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.errors import Finding, ImportRefused, InvalidField
from app.core.figures import BLANK, FigureValue, unlike_typed
from app.core.statuses import WORDS
from app.core.text import format_number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.figures import FigureFinding

LEVELS = {"block": "Sai", "explain": "Cần giải trình", "notice": "Lưu ý"}
_REFUSED = 3
_READING = "nhap"  # the name of the rule that a cell must be readable


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``figures``."""
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    for name, words in (("set", "ghi số liệu"), ("show", "xem số liệu")):
        child = actions.add_parser(name, help=words)
        child.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
        child.add_argument("--period", required=True, metavar="NĂM-THÁNG", help="kỳ, ví dụ 2024-03")
        add_json(child)
        if name == "set":
            child.add_argument(
                "values",
                nargs="*",
                metavar="TỆP.xlsx | MÃ=SỐ",
                help="biểu Excel, hoặc các chỉ tiêu: HS07=120 (P: không phát sinh, K: không áp dụng)",
            )
            child.add_argument(
                "--explain", action="append", default=[], metavar="MÃ=CHỮ", help="giải trình cho một chỉ tiêu"
            )
            child.add_argument(
                "--tallies", action="store_true", help="lấy số của sổ đếm nhanh vào các chỉ tiêu còn trống"
            )
        child.set_defaults(run=_set if name == "set" else _show)


def _show(arguments: argparse.Namespace, host: Host) -> int:
    with host.open(arguments.data).uow as uow, uow.read() as session:
        values, findings = _read(session, expected_of(session, arguments, host))
    _tell_figures(arguments, values, findings, {})
    return 0


def _set(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.figures import read_figures, set_figures
    from app.services.tally_figures import take_tallies

    if not (arguments.values or arguments.explain or arguments.tallies):
        raise InvalidField("values", "Chưa ghi chỉ tiêu nào.", hint="Ví dụ HS07=120, --tallies.")
    told = pairs_of(arguments.explain, form="MÃ=CHỮ", example="CD03=…", what="Chỉ tiêu")
    services = host.open(arguments.data)
    with services.uow as uow:
        try:
            typed, source = _typed(arguments.values, arguments)
            with uow.write() as session:
                expected_id = expected_of(session, arguments, host)
                figures = read_figures(session, expected_id, typed)
                if arguments.tallies:
                    take_tallies(
                        session, expected_id=expected_id, besides=frozenset(figures), clock=services.clock
                    )
                set_figures(
                    session,
                    expected_id=expected_id,
                    figures=_explained(session, expected_id, told, figures) | figures,
                    explanations=told,
                    clock=services.clock,
                    source=source,
                )
        except ImportRefused as refusal:
            with uow.read() as session:
                values, _ = _read(session, expected_of(session, arguments, host))
            _tell_figures(arguments, values, [_refused(finding) for finding in refusal.findings], {})
            tell(refusal.sentence())
            return _REFUSED
        with uow.read() as session:
            values, findings = _read(session, expected_id)
    _tell_figures(arguments, values, findings, _readings(typed, figures))
    tell("Đã ghi.")
    return 0


def expected_of(session: "Session", arguments: argparse.Namespace, host: Host) -> str:
    """Return the report that is meant: the unit's code is the one of the period's last day."""
    from app.services.queries.periods import find_period
    from app.services.queries.units import find_unit
    from app.services.submissions import find_expected

    period = find_period(session, name=arguments.period, as_of=today_of(arguments, host))
    unit = find_unit(session, code=arguments.unit, as_of=period.last_day)
    return find_expected(session, period_id=period.id, unit_id=unit.id).id


def _typed(words: list[str], arguments: argparse.Namespace) -> tuple[dict[str, str], str]:
    """Return the figures as typed, from the words or from the one workbook named."""
    if len(words) == 1 and "=" not in words[0]:
        from app.services.imports.figures import figures_of_unit

        path = Path(words[0])
        return figures_of_unit(path, unit=arguments.unit, period=arguments.period), path.name
    return pairs_of(words, form="MÃ=SỐ", example="HS07=120", what="Chỉ tiêu"), ""


def pairs_of(words: Sequence[str], *, form: str, example: str, what: str) -> dict[str, str]:
    """Return the words of a command that are written KEY=VALUE, each key once."""
    found: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key.strip():
            raise InvalidField("values", f"“{word}” không đúng dạng {form}.", hint=f"Ví dụ {example}.")
        if key.strip() in found:
            raise InvalidField("values", f"{what} {key.strip()} được ghi hai lần.")
        found[key.strip()] = value
    return found


def _explained(
    session: "Session", expected_id: str, told: Mapping[str, str], figures: Mapping[str, FigureValue]
) -> dict[str, FigureValue]:
    """Return the figures that are only explained, as they stand; of an empty one there is nothing to say."""
    from app.services.figures import entered_figures

    entered = entered_figures(session, expected_id)
    for code in told:
        if code not in figures and entered.get(code, BLANK) == BLANK:
            raise InvalidField(code, f"{code} chưa có số nên chưa có gì để giải trình.")
    return {code: entered[code] for code in told if code not in figures}


def _readings(typed: Mapping[str, str], figures: Mapping[str, FigureValue]) -> dict[str, str]:
    """Return how each figure was read that is not written as the office writes it: 19,630 for a count."""
    told = {code: unlike_typed(text, figures[code]) for code, text in typed.items()}
    return {code: words for code, words in told.items() if words}


def _read(session: "Session", expected_id: str) -> tuple[dict[str, FigureValue], list[dict[str, object]]]:
    from app.services.checks.report import check_report
    from app.services.figures import catalogue_of, entered_figures, indicator_facts, with_computed
    from app.services.submissions import get_expected

    expected = get_expected(session, expected_id)
    facts = indicator_facts(session, catalogue_of(session, expected))
    numeric = {code: fact for code, fact in facts.items() if fact.value_type != "text"}
    findings = check_report(session, expected)
    return with_computed(numeric, entered_figures(session, expected_id)), [_found(f) for f in findings]


def _found(finding: "FigureFinding") -> dict[str, object]:
    return {
        "level": finding.level,
        "rule": finding.rule,
        "message": finding.message,
        "codes": list(finding.codes),
    }


def _refused(finding: Finding) -> dict[str, object]:
    """Return a refusal in the shape of a check: "X1: …" names the check, anything else is the reading."""
    if finding.row is not None:
        place = f"Dòng {finding.row}" + (f", cột {finding.column}" if finding.column else "")
        return {"level": "block", "rule": _READING, "message": f"{place}: {finding.message}", "codes": []}
    rule, sign, message = finding.message.partition(": ")
    codes = (finding.column or "").split(", ")
    if not sign or " " in rule or rule in codes:
        rule, message = _READING, finding.message
    return {"level": "block", "rule": rule, "message": message, "codes": codes}


def _plain(figure: FigureValue) -> int | float | str:
    """Return a figure as a JSON number, or the word of its state."""
    if figure.value is None:
        return figure.state.value
    whole = figure.value.to_integral_value()
    return int(whole) if whole == figure.value else float(figure.value)


def _tell_figures(
    arguments: argparse.Namespace,
    values: Mapping[str, FigureValue],
    findings: list[dict[str, object]],
    readings: Mapping[str, str],
) -> None:
    for code, words in readings.items():
        tell(f"{code} đọc là {words}.")
    if arguments.json:
        facts: dict[str, object] = {"values": {code: _plain(v) for code, v in values.items()}}
        print_json(facts | {"findings": findings, "readings": dict(readings)})
        return
    print_table(
        ("Mã", "Số liệu"),
        [
            (code, WORDS[v.state] if v.value is None else format_number(v.value, decimals=None))
            for code, v in values.items()
        ],
    )
    print_lines(f"{LEVELS[str(f['level'])]} ({f['rule']}): {f['message']}" for f in findings)
