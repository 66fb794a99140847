"""A paper to look at while its words are edited: real figures of the register, words not kept yet."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.progress import Progress
from app.models import Indicator
from app.reports.catalogue import CATALOGUE
from app.reports.wording import WordingProblem
from app.services.papers import Paper, PaperRequest, collect_papers
from app.services.queries.report_desk import MONTHLY, PLAN, read_desk
from app.services.queries.wording_fields import phrase_name
from app.services.wording import HeadingRow


@dataclass(frozen=True, slots=True)
class Looked:
    """A paper as its PDF, and what is wrong with its words, each in a sentence."""

    content: bytes
    problems: tuple[str, ...]


Preview = Callable[[Any, Callable[[Looked], object]], object]
"""Makes the paper with a value that is not kept yet and hands its pages over, later."""


def sample_paper(session: Session, *, kind: str, today: date) -> Paper:
    """Return the paper of a kind that an officer would make today; an ``AppError`` says why there is none."""
    if kind in (MONTHLY, PLAN):
        desk = read_desk(session, kind=kind, month=None, year=None, unit_id="", today=today)
        if not desk.unit_id:
            raise NotFound("Chưa có số liệu nào để xem trước văn bản này.")
        return collect_papers(session, desk.request(desk.unit_id, today))[0]
    code = session.scalars(
        select(Indicator.code).where(Indicator.value_type != "text").order_by(Indicator.sort_order)
    ).first()
    papers = collect_papers(session, PaperRequest(kind=kind, day=today, indicator=code or ""))
    if not papers:
        raise NotFound("Không đơn vị nào còn thiếu báo cáo nên chưa có công văn để xem trước.")
    return papers[0]


def with_phrase(paper: Paper, key: str, text: str) -> Paper:
    """Return the paper with other words in a standing sentence."""
    return Paper(paper.kind, replace(paper.data, phrases={**paper.data.phrases, key: text}))


def with_heading(paper: Paper, heading: HeadingRow) -> Paper:
    """Return the paper with another heading."""
    headings = tuple(
        replace(old, number=heading.number, title=heading.title, level=heading.level)
        if old.key == heading.key
        else old
        for old in paper.data.headings
    )
    return Paper(paper.kind, replace(paper.data, headings=headings))


def look_at(paper: Paper, progress: Progress) -> Looked:
    """Build and render a paper, to be stopped at any page; unknown fields are marked in it and named."""
    from io import BytesIO

    from app.reports.writer import renderer

    built = CATALOGUE[paper.kind].build(paper.data)
    stream = BytesIO()
    renderer("pdf", progress=progress)(built.document, stream)
    return Looked(stream.getvalue(), tuple(problem_words(paper, problem) for problem in built.problems))


def problem_words(paper: Paper, problem: WordingProblem) -> str:
    """Name the sentence or heading, and the field that does not exist in it."""
    headings = {heading.key: heading for heading in getattr(paper.data, "headings", ())}
    if problem.phrase in headings:
        heading = headings[problem.phrase]
        place = f"Đề mục “{heading.number} {heading.title}”"
    else:
        name = phrase_name(problem.phrase, paper.data.phrases.get(problem.phrase, ""))
        place = f"Câu mẫu “{name}”"
    if not problem.field:
        return f"{place} không được dùng trong văn bản này."
    return f"{place} dùng trường {{{problem.field}}} không có; văn bản in [?{problem.field}?] ở chỗ đó."
