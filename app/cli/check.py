"""``check``: a Word or PDF file held against the rules of Nghị định 30/2020/NĐ-CP."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser

if TYPE_CHECKING:
    from app.services.checking import Report

_FAULTS = 5
_WORDS = {"fail": "SAI  ", "warn": "LƯU Ý"}


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``check``."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp .docx hoặc .pdf")
    add_json(parser)
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace, _host: Host) -> int:
    from app.services.checking import check_file

    report = check_file(arguments.file)
    if arguments.json:
        rules = [
            {"id": rule.id, "verdict": rule.verdict.value, "where": rule.where, "message": rule.message}
            for rule in report.rules
        ]
        print_json({"file": str(arguments.file), "rules": rules})
    else:
        print_lines(_lines(report))
    tell(
        "Có chỗ sai quy định, xem các dòng trên." if report.has_faults else "Không thấy chỗ nào sai quy định."
    )
    return _FAULTS if report.has_faults else 0


def _lines(report: "Report") -> list[str]:
    lines = [f"Loại văn bản: {report.kind or 'không rõ'}."]
    for rule in report.rules:
        lines += [
            f"{_WORDS[finding.verdict]} {finding.where}: {finding.message}" for finding in rule.findings
        ]
    counted = {word: sum(rule.verdict == word for rule in report.rules) for word in ("pass", "warn", "fail")}
    lines.append(f"Đạt {counted['pass']} quy định, lưu ý {counted['warn']}, sai {counted['fail']}.")
    return lines
