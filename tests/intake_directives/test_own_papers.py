"""What the program prints it reads back: one letterhead, from Word and from PDF."""

from dataclasses import replace
from typing import Any

import pytest

from app.intake.files import read_directive
from tests.reports import golden

_FORMS = ("leader-page", "number-story", "apology")  # no papers of Nghị định 30, so no kind to read


@pytest.fixture(scope="module")
def heads() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, content in golden.papers():
        kind, state, extension = name.rsplit(".", 2)
        if state == "issued" and extension in ("docx", "pdf") and not kind.startswith(_FORMS):
            found.setdefault(kind, {})[extension] = read_directive(content, name).head
    return found


def test_a_word_file_and_a_pdf_of_one_paper_have_one_letterhead(heads: dict[str, dict[str, Any]]) -> None:
    assert len(heads) == 7
    for kind, formats in heads.items():
        word, page = (replace(formats[extension], references=()) for extension in ("docx", "pdf"))
        assert word == page, kind  # but for the places of citations in the text


def test_number_day_place_and_signer_are_those_printed(heads: dict[str, dict[str, Any]]) -> None:
    for kind, formats in heads.items():
        head = formats["pdf"]
        frame = golden.MAKERS[kind](draft=False).frame
        assert head.number == f"{frame.printed_number}/{frame.symbol}", kind
        assert head.issued_on == frame.printed_date, kind
        assert head.place == frame.place, kind
        assert head.signer.name == frame.signer_name, kind
