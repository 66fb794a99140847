"""Directives of our own wording, read as text, as Word and as PDF: the same orders, dates, parties."""

import json
from pathlib import Path

import pytest

from app.intake.files import read_directive
from app.intake.proposals import Reading, printed
from tests.intake_directives import as_docx, as_pdf

CORPUS = Path(__file__).parent / "corpus"
TRUTH = json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))
FORMS = {
    "txt": str.encode,
    "docx": as_docx.convert,
    "docx-lines": as_docx.convert_lines,
    "pdf": as_pdf.convert,
    "pdf-hanging": as_pdf.convert_hanging,
}


def read_as(form: str, text: str) -> Reading:
    """Read a text laid out in one of the forms."""
    return read_directive(FORMS[form](text), f"van-ban.{form.partition('-')[0]}")


@pytest.fixture(params=[(name, form) for name in TRUTH for form in FORMS], ids="-".join)
def case(request: pytest.FixtureRequest) -> tuple[dict, Reading]:
    name, form = request.param
    return TRUTH[name], read_as(form, (CORPUS / f"{name}.txt").read_text(encoding="utf-8"))


def test_orders_are_found_each_once_and_nothing_else(case: tuple[dict, Reading]):
    truth, reading = case
    wanted = [(task["section"], task["starts"]) for task in truth["tasks"]]
    assert [(task.section, task.content[:48]) for task in reading.tasks] == wanted


def test_who_by_when_and_what(case: tuple[dict, Reading]):
    truth, reading = case
    for task, found in zip(truth["tasks"], printed(reading)["tasks"], strict=True):
        deadline = found["deadline"] or {}
        assert found["assignees"] == task["assignees"]
        assert found["coordinators"] == task["coordinators"]
        assert {key: deadline.get(key) for key in ("date", "operator", "recurrence")} == {
            key: task[key] for key in ("date", "operator", "recurrence")
        }
        assert found["product"] == task["product"]


def test_the_letterhead(case: tuple[dict, Reading]):
    truth, reading = case
    found = printed(reading)["document"]
    signer = (found["signer"] or {}).get("name")
    assert {key: found[key] for key in truth["document"] if key != "signer"} | {"signer": signer} == truth[
        "document"
    ]


def test_spans_point_at_the_words(case: tuple[dict, Reading]):
    _, reading = case
    for task in reading.tasks:
        assert 0 <= task.start < task.end <= len(reading.text)
        if not (task.section or "").startswith("hàng"):
            first = task.content.split()[0]
            assert reading.text[task.start : task.end].split()[0] == first


def test_reading_is_deterministic_and_says_its_rules(case: tuple[dict, Reading]):
    _, reading = case
    assert all(task.rule and 0 < task.confidence <= 1 for task in reading.tasks)


def test_the_same_text_gives_the_same_answer():
    text = (CORPUS / "ke-hoach-xa.txt").read_text(encoding="utf-8")
    assert read_as("txt", text) == read_as("txt", text)
