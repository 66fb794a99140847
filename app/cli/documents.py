"""``document``: papers as files."""

import argparse
from pathlib import Path

from app.cli.arguments import add_json, today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
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
    "handover",
    "leader-page",
    "number-story",
)
_WITH_SPANS = ("monthly-report", "consolidated-report")
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
        "--span",
        metavar="KHOẢNG",
        help="month, quarter, half, nine, year: báo cáo tháng, quý, 6 tháng, 9 tháng, năm (mặc định: tháng "
        "của --period, cả năm của --year)",
    )
    parser.add_argument("--directive", metavar="SỐ", help="số, ký hiệu văn bản của công văn giao nhiệm vụ")
    parser.add_argument("--indicator", default="", metavar="MÃ", help="chỉ tiêu của phiếu giải trình số liệu")
    parser.add_argument("--ranking", action="store_true", help="kèm xếp hạng trong thông báo kết quả")
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
    from app.services.papers import PaperRequest, collect_papers, unit_of_code, write_papers
    from app.services.queries.directives import directive_of_number

    formats = formats_of(arguments.format)
    today = today_of(arguments, host)
    with host.open(arguments.data).uow as uow, uow.read() as session:
        request = PaperRequest(
            kind=arguments.kind,
            day=today,
            unit_id=unit_of_code(session, arguments.unit, today) if arguments.unit else None,
            period=arguments.period,
            year=arguments.year,
            span=arguments.span or ("year" if arguments.year and arguments.kind in _WITH_SPANS else "month"),
            directive_id=directive_of_number(session, arguments.directive) if arguments.directive else None,
            with_ranking=arguments.ranking,
            indicator=arguments.indicator,
        )
        papers = collect_papers(session, request)
    files = [str(path) for path in write_papers(papers, arguments.out, formats)]
    for note in dict.fromkeys(note for paper in papers for note in paper.notes):
        tell(note)
    if arguments.json:
        print_json({"files": files})
    else:
        print_lines(files)
    return 0
