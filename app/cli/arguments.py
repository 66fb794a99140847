"""Arguments that several verbs share, and the reading of days."""

import argparse
from datetime import date

from app.cli.host import Host
from app.cli.parser import Parser
from app.core.dates import parse_date


def add_json(parser: Parser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON thay cho bảng")


def add_as_of(parser: Parser) -> None:
    """Add ``--as-of DATE``."""
    parser.add_argument("--as-of", metavar="NGÀY", help="tính đến hết ngày này (mặc định: hôm nay)")


def as_of(arguments: argparse.Namespace, host: Host) -> date:
    """Return the day asked for, without one the register's today."""
    today = today_of(arguments, host)
    return parse_date(arguments.as_of, today, field="as_of") if arguments.as_of else today


def today_of(arguments: argparse.Namespace, host: Host) -> date:
    """Return the present day of the register meant; a practice register has its own."""
    return host.describe(arguments.data).clock.today()
