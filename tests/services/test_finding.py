"""Anything in the register by a few words, accents or not."""

import pytest

from app.services.documents import create_drafts
from app.services.papers import PaperRequest
from app.services.queries.finding import find_records
from app.storage.unit_of_work import UnitOfWork
from tests.sample import SAMPLE_CLOCK


def found(sample: UnitOfWork, query: str) -> list[tuple[str, str]]:
    with sample.read() as session:
        hits = find_records(session, query=query, as_of=SAMPLE_CLOCK.today())
    return [(hit.module, hit.title) for hit in hits]


def test_units_are_found_without_accents_and_by_their_accents_alone(sample: UnitOfWork) -> None:
    assert ("directory", "Ủy ban nhân dân xã Châu Quang") in found(sample, "chau quang")
    assert found(sample, "Châu Quảng") == []


def test_tasks_directives_and_papers_are_found_by_words_of_theirs(sample: UnitOfWork) -> None:
    with sample.write() as session:
        request = PaperRequest(kind="consolidated-report", day=SAMPLE_CLOCK.today(), period="2024-03")
        create_drafts(session, request=request, clock=SAMPLE_CLOCK)
    assert {module for module, _ in found(sample, "cai cach hanh chinh")} == {"tasks", "directives"}
    ((module, title),) = [hit for hit in found(sample, "ban nhap") if hit[0] == "documents"]
    assert found(sample, title) == [(module, title)]


@pytest.mark.parametrize("query", ["", " ", "a", "%", "__"])
def test_too_little_finds_nothing(sample: UnitOfWork, query: str) -> None:
    assert found(sample, query) == []


def test_of_a_kind_there_are_a_few(sample: UnitOfWork) -> None:
    assert [module for module, _ in found(sample, "uy ban nhan dan xa")].count("directory") == 5
