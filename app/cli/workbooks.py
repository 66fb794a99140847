"""``template`` and ``import``: an office's own Excel files, out and in."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.dates import parse_date
from app.core.errors import Finding, ImportRefused, InvalidField

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.imports.outcome import Outcome

_REFUSED = 3
_NAMES = ("units", "tasks", "criteria", "scores", "figures", "catalogue")
_INCOMING = (*_NAMES, "exports")


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``template`` or ``import``."""
    names = _NAMES if verb == "template" else _INCOMING
    parser.add_argument("name", choices=names, metavar="BIỂU", help=", ".join(names))
    parser.add_argument("file", type=Path, metavar="TỆP.xlsx", help="tệp Excel")
    parser.add_argument("--unit", default="", metavar="MÃ", help="với số liệu: đơn vị")
    parser.add_argument("--period", default="", metavar="NĂM-THÁNG", help="với số liệu: kỳ")
    parser.add_argument("--from", dest="since", metavar="NGÀY", help="với danh mục: có hiệu lực từ ngày")
    add_json(parser)
    if verb == "template":
        parser.set_defaults(run=_template)
        return
    parser.add_argument("--dry-run", action="store_true", help="làm thử cả lần nhập rồi trả lại như cũ")
    parser.add_argument("--only-good", action="store_true", help="nhập các dòng đúng, bỏ qua dòng sai")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TÊN=CỘT",
        help="chỉ rõ cột, ví dụ content=C; được nhớ cho lần sau",
    )
    parser.set_defaults(run=_import)


def _template(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.imports.templates import figure_rows, write_template

    rows = []
    if arguments.name == "figures":
        with host.open(arguments.data).uow as uow, uow.read() as session:
            rows = figure_rows(session, unit=arguments.unit, period=arguments.period)
    elif arguments.name == "catalogue":
        from app.services.imports.catalogue import catalogue_rows

        with host.open(arguments.data).uow as uow, uow.read() as session:
            rows = catalogue_rows(session)
    path = write_template(arguments.name, arguments.file, rows)
    if arguments.json:
        print_json({"file": str(path)})
    else:
        print_lines([f"Đã ghi biểu: {path}"])
    return 0


def _columns(words: list[str]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for word in words:
        name, sign, letters = word.partition("=")
        if not sign or not letters.strip().isalpha():
            raise InvalidField("column", f"“{word}” không đúng dạng TÊN=CỘT.", hint="Ví dụ content=C.")
        columns[name.strip()] = letters.strip().upper()
    return columns


def _import(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.imports.incoming import read_workbook
    from app.services.imports.outcome import Outcome

    columns = _columns(arguments.column)
    book = read_workbook(arguments.file)

    services = host.open(arguments.data)

    def carry_out(session: "Session", *, only_good: bool) -> "Outcome":
        from app.services.imports.figures import FigureTarget
        from app.services.imports.incoming import columns_for, import_table, read_table

        table = read_table(book, arguments.name, columns or columns_for(session, book, arguments.name))
        target = FigureTarget(arguments.unit, arguments.period)
        since = parse_date(arguments.since, services.clock.today()) if arguments.since else None
        return import_table(
            session,
            table=table,
            clock=services.clock,
            only_good=only_good,
            columns=columns,
            target=target,
            valid_from=since,
        ).value

    with services.uow as uow:
        try:
            if arguments.dry_run:  # every row is tried, also beside faulty ones, and all of it taken back
                with uow.rehearse() as session:
                    outcome = carry_out(session, only_good=True)
            else:
                with uow.write() as session:
                    outcome = carry_out(session, only_good=arguments.only_good)
        except ImportRefused as refusal:
            _tell_outcome(arguments, Outcome(rejected=list(refusal.findings)))
            tell(refusal.sentence())
            return _REFUSED
    _tell_outcome(arguments, outcome)
    if arguments.dry_run:
        tell("Đã làm thử; sổ không thay đổi.")
    return _REFUSED if outcome.rejected and not arguments.only_good else 0


def _tell_outcome(arguments: argparse.Namespace, outcome: "Outcome") -> None:
    for reading in outcome.readings:
        tell(sentence_of(reading))
    if arguments.json:
        print_json(
            {
                "added": outcome.added,
                "changed": outcome.changed,
                "unchanged": outcome.unchanged,
                "rejected": [
                    {"row": f.row, "column": f.column, "message": f.message} for f in outcome.rejected
                ],
            }
        )
        return
    print_lines([*map(sentence_of, outcome.rejected), *(e.sentence for e in outcome.entries), *outcome.told])
    print_lines(
        [
            f"Thêm {outcome.added}, sửa {outcome.changed}, giữ nguyên {outcome.unchanged}, "
            f"dòng sai {outcome.rejected_rows}."
        ]
    )


def sentence_of(finding: Finding) -> str:
    """Return a fault as a sentence: "Dòng 7, cột D: ngày 31/11/2024 không có trong lịch."."""
    place = [f"dòng {finding.row}" if finding.row else "", f"cột {finding.column}" if finding.column else ""]
    where = ", ".join(part for part in place if part)
    if not where:
        return finding.message
    first, rest = finding.message[:1], finding.message[1:]
    begins = first if rest[:1].isupper() else first.lower()  # a code stays HS05
    return f"{where[0].upper()}{where[1:]}: {begins}{rest}"
