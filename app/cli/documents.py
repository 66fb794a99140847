"""``document``: papers as files."""

import argparse
from pathlib import Path

from app.cli.arguments import add_json, today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines
from app.cli.parser import Parser
from app.core.errors import InvalidField

_KINDS = (
    "improvement-plan",
    "monthly-report",
    "consolidated-report",
    "reminder",
    "assignment-notice",
    "results-notice",
    "apology",
)
_FORMATS = ("docx", "pdf", "xlsx")


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``document``."""
    parser.add_argument("kind", choices=_KINDS, metavar="LOẠI", help=", ".join(_KINDS))
    parser.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi để văn bản")
    parser.add_argument("--unit", metavar="MÃ", help="mã đơn vị (mặc định: đơn vị của sổ)")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--period", metavar="NĂM-THÁNG", help="kỳ báo cáo, ví dụ 2024-03")
    when.add_argument("--year", type=int, metavar="NĂM", help="năm của kế hoạch")
    parser.add_argument(
        "--format",
        default=",".join(_FORMATS),
        metavar="DẠNG",
        help="docx, pdf, xlsx, cách nhau bằng dấu phẩy",
    )
    add_json(parser)
    parser.set_defaults(run=_write)


def formats_of(text: str) -> tuple[str, ...]:
    """Read "docx,pdf"; an unknown format is an ``InvalidField``."""
    formats = tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    unknown = [word for word in formats if word not in _FORMATS]
    if unknown or not formats:
        raise InvalidField(
            "format", f"Không có dạng văn bản “{', '.join(unknown) or text}”.", hint="Chọn docx, pdf, xlsx."
        )
    return formats


def _write(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.papers import PaperRequest, collect_paper, unit_of_code, write_papers

    formats = formats_of(arguments.format)
    today = today_of(arguments, host)
    with host.open(arguments.data).uow as uow, uow.read() as session:
        request = PaperRequest(
            kind=arguments.kind,
            day=today,
            unit_id=unit_of_code(session, arguments.unit, today) if arguments.unit else None,
            period=arguments.period,
            year=arguments.year,
        )
        paper = collect_paper(session, request)
    files = [str(path) for path in write_papers([paper], arguments.out, formats)]
    if arguments.json:
        print_json({"files": files})
    else:
        print_lines(files)
    return 0
