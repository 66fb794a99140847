"""Where a verb's words go: facts on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import TextIOWrapper


def use_utf8() -> None:
    """Make both streams write UTF-8, also in a Windows console that is set to something else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def tell(text: str) -> None:
    """Say one sentence to the person."""
    print(text, file=sys.stderr)


def print_json(facts: Mapping[str, object]) -> None:
    """Print one object; nothing else may go to standard output beside it."""
    print(json.dumps(facts, ensure_ascii=False, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for reading."""
    for line in lines:
        print(line)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headers in columns as wide as their contents."""
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    for row in (headers, ["-" * width for width in widths], *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
