"""The argument parser in Vietnamese: Python's own speaks English."""

import argparse
import re
import sys
from typing import NoReturn

_MESSAGES = (
    (r"unrecognized arguments: (.*)", r"không hiểu: \1"),
    (r"the following arguments are required: (.*)", r"còn thiếu: \1"),
    (r"one of the arguments (.*) is required", r"cần một trong các tùy chọn: \1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: không có \2; chọn một trong: \3"),
    (r"argument (.*?): expected one argument", r"\1: còn thiếu giá trị"),
    (r"argument (.*?): expected at least one argument", r"\1: cần ít nhất một giá trị"),
    (r"argument (.*?): invalid int value: (.*)", r"\1: \2 không phải là số nguyên"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 không đi cùng \2"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 có thể là \2; ghi đủ tên"),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class Formatter(argparse.HelpFormatter):
    """Help with the heading "Cách dùng"."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, D102
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are Vietnamese; a wrong command ends with code 2."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in phần hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and how it is used."""
        for pattern, words in _MESSAGES:
            match = re.fullmatch(pattern, message)
            if match:
                message = match.expand(words)
                break
        self.print_usage(sys.stderr)
        self.exit(2, f"Lệnh chưa đúng: {message}\n")
