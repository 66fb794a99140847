"""Headings and standing sentences: the office's own from a day on, the usual ones before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.errors import InvalidField, NotFound
from app.reports import outlines, phrases
from app.services.queries.papers import outline, standing_phrases
from app.services.wording import list_headings, list_phrases, save_heading, save_phrase
from app.storage.unit_of_work import UnitOfWork
from tests.register import clock_at, journal_of, nothing_written

KIND = "improvement-plan"
TODAY = clock_at(2024, 3, 5)
LATER = clock_at(2024, 4, 2)
DAY, NEXT = date(2024, 3, 5), date(2024, 4, 2)


def test_a_fresh_register_has_the_usual_outline(register: UnitOfWork) -> None:
    with register.read() as session:
        rows = list_headings(session, kind=KIND, day=DAY)
        assert [row.title for row in rows] == [h.title for h in outlines.DEFAULTS[KIND]]
        assert not any(row.is_own for row in rows)
        assert outline(session, KIND, DAY) == outlines.DEFAULTS[KIND]


def test_an_edited_heading_is_printed_and_the_others_stay(register: UnitOfWork) -> None:
    with register.read() as session:
        first = list_headings(session, kind=KIND, day=DAY)[0]
    with register.write() as session:
        save_heading(session, kind=KIND, heading=replace(first, title="Mục tiêu"), clock=TODAY)
    with register.read() as session:
        printed = outline(session, KIND, DAY)
    assert printed[0].title == "Mục tiêu"
    assert [h.key for h in printed] == [h.key for h in outlines.DEFAULTS[KIND]]
    assert printed[1].paragraphs == outlines.DEFAULTS[KIND][1].paragraphs


def test_a_heading_edited_later_leaves_earlier_papers_alone(register: UnitOfWork) -> None:
    with register.read() as session:
        first = list_headings(session, kind=KIND, day=DAY)[0]
    for clock, title in ((TODAY, "Mục tiêu"), (LATER, "Mục tiêu, yêu cầu")):
        with register.write() as session:
            save_heading(session, kind=KIND, heading=replace(first, title=title), clock=clock)
    with register.read() as session:
        assert outline(session, KIND, NEXT - timedelta(days=1))[0].title == "Mục tiêu"
        assert outline(session, KIND, NEXT)[0].title == "Mục tiêu, yêu cầu"
        assert len(outline(session, KIND, NEXT)) == len(outlines.DEFAULTS[KIND])


def test_a_phrase_changes_from_its_day_on(register: UnitOfWork) -> None:
    with journal_of(register) as actions, register.write() as session:
        save_phrase(session, kind=KIND, key="closing", text="Trên đây là Kế hoạch.", clock=TODAY)
    with register.write() as session:
        save_phrase(session, kind=KIND, key="closing", text="Đề nghị triển khai.", clock=LATER)
    with register.read() as session:
        assert standing_phrases(session, KIND, DAY)["closing"] == "Trên đây là Kế hoạch."
        assert standing_phrases(session, KIND, NEXT)["closing"] == "Đề nghị triển khai."
        assert (
            standing_phrases(session, KIND, date(2024, 1, 1))["closing"] == phrases.DEFAULTS[KIND]["closing"]
        )
        row = next(row for row in list_phrases(session, kind=KIND, day=NEXT) if row.key == "closing")
    assert row.is_own and row.usual == phrases.DEFAULTS[KIND]["closing"]
    assert actions == ["phrase.save"]


def test_what_cannot_be_is_refused(register: UnitOfWork) -> None:
    with register.read() as session:
        first = list_headings(session, kind=KIND, day=DAY)[0]
    for error, call in (
        (InvalidField, lambda s: save_heading(s, kind=KIND, heading=replace(first, title=" "), clock=TODAY)),
        (InvalidField, lambda s: save_heading(s, kind=KIND, heading=replace(first, level=4), clock=TODAY)),
        (NotFound, lambda s: save_heading(s, kind=KIND, heading=replace(first, key="x"), clock=TODAY)),
        (NotFound, lambda s: save_phrase(s, kind=KIND, key="x", text="a", clock=TODAY)),
        (NotFound, lambda s: save_phrase(s, kind="poem", key="closing", text="a", clock=TODAY)),
        (InvalidField, lambda s: save_phrase(s, kind=KIND, key="subject", text="", clock=TODAY)),
    ):
        with nothing_written(register), pytest.raises(error), register.write() as session:
            call(session)
