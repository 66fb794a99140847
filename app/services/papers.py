"""Making papers: read the data in one transaction, then build and write files without the database."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.core.errors import InvalidField, Unavailable
from app.core.periods import Month
from app.core.progress import NullProgress, Progress
from app.reports.data.apology import ApologyDetails
from app.reports.data.frame import FrameChanges
from app.services.queries.handover_paper import HandoverPeople, handover_data
from app.services.queries.leader_page import leader_page_data
from app.services.queries.letters import (
    apology_data,
    assignment_notice_data,
    reminders,
    results_notice_data,
)
from app.services.queries.number_paper import number_story_data
from app.services.queries.periods import PeriodRow, find_period
from app.services.queries.plan_paper import improvement_plan_data
from app.services.queries.report_paper import consolidated_report_data, monthly_report_data
from app.services.queries.span_paper import hub_span_data, unit_span_data
from app.services.queries.spans import Span, span_of
from app.services.queries.totals import Reach
from app.services.queries.units import UnitRow, chosen_signer, find_unit, get_register, list_units

if TYPE_CHECKING:
    from app.reports.tree import Document

KINDS = (
    "improvement-plan",
    "monthly-report",
    "consolidated-report",
    "reminder",
    "assignment-notice",
    "results-notice",
    "apology",
    "handover",
    "leader-page",
    "number-story",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRequest:
    """Which paper of which unit: a period for reports ("2024-03"), a year for plans.

    ``day`` is the day it is drafted: signer, letterhead and results are those of that day. ``unit_id`` is the
    unit whose paper it is, of a reminder the unit that is reminded; without it the register's own.
    ``span`` takes the quarter, half, nine months or year that the period lies in.
    """

    kind: str
    day: date
    unit_id: str | None = None
    period: str | None = None
    year: int | None = None
    span: str = "month"
    directive_id: str | None = None  # assignment-notice; None: the last one that brought tasks
    with_ranking: bool = False  # results-notice
    compare: date | None = None  # leader-page: with itself on that day; None: with the month before
    details: ApologyDetails | None = None  # apology; never kept
    people: HandoverPeople | None = None  # handover
    indicator: str = ""  # number-story: the code of the number
    reach: str = "period"  # number-story: "year" for the months up to the period
    changes: FrameChanges = field(default_factory=FrameChanges)  # of its form


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's frozen data, ready to be built away from the database."""

    kind: str
    data: Any

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known of its figures, as it prints it: months that are not in a sum."""
        return getattr(self.data, "figure_notes", ())

    def file_name(self, extension: str) -> str:
        """Return the short ASCII name of its file."""
        from app.reports.catalogue import CATALOGUE

        return CATALOGUE[self.kind].file_name(self.data, extension)


def collect_paper(session: Session, request: PaperRequest) -> Paper:
    """Read everything a paper prints; raises ``AppError`` naming what is missing."""
    if request.kind not in KINDS:
        raise InvalidField("kind", f"Không có loại văn bản “{request.kind}”.", hint=", ".join(KINDS))
    if request.kind == "reminder" and request.unit_id is None:
        raise InvalidField("unit", "Chưa chọn đơn vị được đôn đốc.", hint="Chọn đơn vị, hoặc soạn hàng loạt.")
    return collect_papers(session, request)[0]


def collect_papers(session: Session, request: PaperRequest) -> tuple[Paper, ...]:
    """Read one paper, or of reminders without a unit one for every unit that owes something."""
    if request.kind not in KINDS:
        raise InvalidField("kind", f"Không có loại văn bản “{request.kind}”.", hint=", ".join(KINDS))
    if request.period is not None:
        Month.parse(request.period)  # refuses what is no month, also where the kind needs none
    units = {unit.id: unit for unit in list_units(session, as_of=None)}
    own = units.get(get_register(session).own_unit_id or "")
    if request.kind == "reminder":
        if own is None:
            raise InvalidField("unit", "Sổ chưa có đơn vị đầu mối để soạn công văn.")
        period = find_period(session, name=request.period, as_of=request.day)
        wanted = None if request.unit_id is None else (request.unit_id,)
        found = reminders(session, hub=own, period=period, day=request.day, unit_ids=wanted)
        return tuple(_changed(session, request, own, data) for data in found)
    unit = units.get(request.unit_id) if request.unit_id else own
    if unit is None:
        raise InvalidField("unit", "Chưa chọn đơn vị của văn bản.")
    return (_changed(session, request, unit, _data(session, request, unit)),)


def _changed(session: Session, request: PaperRequest, issuer: UnitRow, data: Any) -> Paper:
    """Return the paper with what a person changed of its form; a signer who no longer holds is not kept."""
    frame = request.changes.applied(data.frame)
    signer = chosen_signer(session, unit_id=issuer.id, day=request.day, signer_id=request.changes.signer_id)
    if signer is not None and request.changes.signer_id == signer.id:
        frame = replace(frame, authority=signer.authority, signer_name=signer.name)
    return Paper(request.kind, replace(data, frame=frame))


def _data(session: Session, request: PaperRequest, unit: UnitRow) -> Any:
    day = request.day
    if request.kind == "improvement-plan":
        return improvement_plan_data(session, unit=unit, year=_plan_year(request), day=day)
    if request.kind == "apology":
        return apology_data(session, unit=unit, details=request.details or ApologyDetails(), day=day)
    if request.kind == "handover":
        return handover_data(session, unit=unit, people=request.people or HandoverPeople(), day=day)
    if request.kind == "assignment-notice":
        return assignment_notice_data(session, hub=unit, directive_id=request.directive_id, day=day)
    return _period_data(session, request, unit)


def _plan_year(request: PaperRequest) -> int:
    """Return the year of a plan: the one named, else that of the period or of the day."""
    if request.year is not None:
        return request.year
    return Month.parse(request.period).year if request.period else request.day.year


def _period_data(session: Session, request: PaperRequest, unit: UnitRow) -> Any:
    name, day = request.period, request.day
    if name is None and request.year is not None:
        name = f"{request.year}-12"
    period = find_period(session, name=name, as_of=day)
    if request.kind == "results-notice":
        return results_notice_data(
            session, hub=unit, period=period, day=day, with_ranking=request.with_ranking
        )
    if request.kind == "number-story":
        reach = Reach(request.reach)
        return number_story_data(
            session, hub=unit, period=period, code=request.indicator, day=day, reach=reach
        )
    if request.kind == "leader-page":
        return leader_page_data(session, hub=unit, period=period, day=day, compare=request.compare)
    if request.span != Span.MONTH:
        return _span_data(session, request, unit, period)
    if request.kind == "monthly-report":
        return monthly_report_data(session, unit=unit, period=period, day=day)
    return consolidated_report_data(session, hub=unit, period=period, day=day)


def _span_data(session: Session, request: PaperRequest, unit: UnitRow, period: PeriodRow) -> Any:
    try:
        span = span_of(session, Span(request.span), period, request.day)
    except ValueError as error:
        spans = ", ".join(Span)
        raise InvalidField("span", f"Không có khoảng “{request.span}”.", hint=spans) from error
    if request.kind == "monthly-report":
        return unit_span_data(session, unit=unit, span=span, day=request.day)
    return hub_span_data(session, hub=unit, span=span, day=request.day)


def unit_of_code(session: Session, code: str, day: date) -> str:
    """Return the key of the unit with a code on a day."""
    return find_unit(session, code=code, as_of=day).id


def paper_bytes(
    paper: Paper, extension: str = "pdf", progress: Progress | None = None, *, with_annexes: bool = True
) -> bytes:
    """Build and render one paper in memory; what the preview shows are the very bytes of the PDF.

    ``progress`` hears every page of a PDF and may stop it there. Without its annexes a paper is for a first
    look only.
    """
    from app.reports.catalogue import CATALOGUE
    from app.reports.writer import renderer

    stream = BytesIO()
    document = CATALOGUE[paper.kind].build(paper.data).document
    if not with_annexes:
        document = replace(document, annexes=())
    renderer(extension, progress=progress)(document, stream)
    return stream.getvalue()


def write_papers(
    papers: Sequence[Paper],
    folder: Path,
    formats: Sequence[str],
    progress: Progress | None = None,
    *,
    beside: bool = False,
) -> tuple[Path, ...]:
    """Write papers into a folder, each file whole or not at all; the database is not needed any more.

    A file that is open in another program is refused; with ``beside`` its paper takes the next free name.
    """
    from app.reports.catalogue import CATALOGUE

    hears = progress or NullProgress()
    written: list[Path] = []
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for number, paper in enumerate(papers, 1):
        document = CATALOGUE[paper.kind].build(paper.data).document
        for extension in formats:
            target = folder / paper.file_name(extension)
            hears.report(number - 1, len(papers), target.name)
            with _told(target):
                try:
                    written.append(write_document(document, target))
                except PermissionError:
                    if not (beside and target.is_file()):
                        raise
                    written.append(write_document(document, free_name(target)))
    hears.report(len(papers), len(papers))
    return tuple(written)


def free_name(target: Path) -> Path:
    """Return the next name beside a file that nobody has: "a (2).docx"."""
    numbered = (target.with_stem(f"{target.stem} ({number})") for number in count(2))
    return next(path for path in numbered if not path.exists())


def write_document(document: "Document", target: Path) -> Path:
    """Write one document; the renderer is loaded only now."""
    from app.reports import writer

    return writer.write_document(document, target)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turn the machine's refusals of a file into sentences."""
    try:
        yield
    except OSError as error:
        raise file_refused(target, error) from error


def file_refused(target: Path, error: OSError) -> Unavailable:
    """Return what to tell a person when a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(
            f"Ổ đĩa đã đầy nên chưa ghi được “{target.name}”.",
            hint="Giải phóng dung lượng rồi xuất lại; tệp cũ (nếu có) vẫn nguyên.",
            code="E-DISK-01",
        )
    if isinstance(error, PermissionError) and target.exists() and target.is_file():
        return Unavailable(
            f"Tệp “{target.name}” đang mở ở chương trình khác nên không ghi đè được.",
            hint="Đóng tệp trong Word, Excel rồi xuất lại, hoặc chọn thư mục khác.",
            code="E-LOCK-02",
        )
    return Unavailable(
        f"Không ghi được vào “{target}”.",
        hint="Kiểm tra thư mục có tồn tại và cho phép ghi không.",
        code="E-DISK-02",
    )
