"""What copying does to a text changes nothing of its orders: widths, blanks, signs, pages, stamps."""

import json
import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from app.intake.files import read_directive

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(json.loads((CORPUS / "truth.json").read_text(encoding="utf-8")))


def _wrapped(width: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            is_prose = len(line) > width and "|" not in line and "\t" not in line
            lines += textwrap.wrap(line, width, break_on_hyphens=False) if is_prose else [line]
        return "\n".join(lines)

    return wrap


def _between(inserted: str, every: int = 9) -> Callable[[str], str]:
    """Put the foot and head of a page after every few lines of the body, never inside a table."""

    def insert(text: str) -> str:
        lines: list[str] = []
        page = 1
        body = False
        for place, line in enumerate(text.split("\n")):
            body = body or bool(re.match(r"(?:Kính gửi|I\.|1\.|1-|Điều 1)", line))
            is_inside = line.startswith("|") or (lines and lines[-1].startswith("|"))
            if body and place % every == 0 and not is_inside and "Nơi nhận" not in text[: text.find(line)]:
                page += 1
                lines += inserted.format(page=page).split("\n")
            lines.append(line)
        return "\n".join(lines)

    return insert


def _bullets(sign: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        head, end, tail = text.partition("Nơi nhận")
        return re.sub(r"(?m)^- ", f"{sign} ", head) + end + tail

    return change


def _numbers(text: str) -> str:
    return re.sub(r"(?m)^(\d{1,2})\. ", r"\1/ ", re.sub(r"(?m)^([a-zđ])\) ", r"\1/ ", text))


def _bold(text: str) -> str:
    return re.sub(r"(?m)^((?:\d+|[IVX]+)\.(?:\d+\.?)?) (.{3,60})$", r"**\1** **\2**", text)


DISTURBANCES: dict[str, Callable[[str], str]] = {
    **{f"cut at {width}": _wrapped(width) for width in (62, 70, 78, 86)},
    "blank lines lost": lambda text: re.sub(r"\n{2,}", "\n", text),
    "blank lines between": lambda text: re.sub(r"\n(?!\|)", "\n\n", text),
    "hard blanks": lambda text: text.replace(" ngày ", "\u00a0ngày\u00a0").replace(". ", ".\u00a0"),
    "zero width": lambda text: "\ufeff" + text.replace(", ", ",\u200b ").replace("- ", "- \u200b"),
    "letters apart (NFD)": lambda text: unicodedata.normalize("NFD", text),
    "Windows lines": lambda text: text.replace("\n", "\r\n"),
    "blanks at the end": lambda text: text.replace("\n", "   \n"),
    "page numbers": _between("\n{page}\n"),
    "pages named": _between("\nTrang {page}/9\n"),
    "running heads": _between("\nCÔNG BÁO/Số 12/Ngày 02-6-2026\n{page}\n"),
    "stamps": _between(
        "Ký bởi: Cổng Thông tin\nCơ quan: Văn phòng\nThời gian ký: 02.06.2026 16:19:35 +07:00"
    ),
    "dashes": _bullets("–"),
    "dots": _bullets("•"),
    "stars": _bullets("*"),
    "strokes": _numbers,
    "emphasis": _bold,
}


def _orders(text: str, *, sections: bool = True) -> list[tuple[object, ...]]:
    tasks = read_directive(text.encode(), "van-ban.txt").tasks
    return [
        (
            task.section if sections else None,
            re.sub(r"[-–•*]", "-", task.content)[:60],
            task.assignees,
            task.coordinators,
            task.deadline.day if task.deadline else None,
            task.deadline.recurrence if task.deadline else None,
        )
        for task in tasks
    ]


@pytest.mark.parametrize("disturbance", DISTURBANCES)
@pytest.mark.parametrize("name", NAMES)
def test_orders_stay_what_they_are(name: str, disturbance: str):
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    disturbed = DISTURBANCES[disturbance](text)
    assert _orders(disturbed) == _orders(text)


def test_the_disturbances_disturb():
    text = "".join((CORPUS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES)
    assert [name for name, change in DISTURBANCES.items() if change(text) == text] == []
