"""Papers say what the register says: the same numbers as the lists they were drawn from."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Cancelled, InvalidField, NotFound, RuleViolation, Unavailable
from app.core.statuses import FigureState, ReportResult, ReportState, TaskKind
from app.core.text import format_number
from app.models import Assignment, ExpectedReport, Letterhead, Narrative, Task
from app.reports.data.parts import BothDeadlines, OnTime
from app.services import papers
from app.services.papers import (
    PaperRequest,
    collect_paper,
    collect_papers,
    paper_bytes,
    unit_of_code,
    write_papers,
)
from app.services.queries.cycles import cycle_status
from app.services.queries.figures import report_figures
from app.services.queries.periods import find_period
from app.services.queries.tasks import TaskFilter, count_states, list_assignments
from app.services.sample import SAMPLE_DAY
from app.services.submissions import find_expected
from app.storage.unit_of_work import UnitOfWork

COMMUNE = "17065"


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def request(session: Session, kind: str, **values: object) -> PaperRequest:
    unit = unit_of_code(session, COMMUNE, SAMPLE_DAY)
    return PaperRequest(kind=kind, day=SAMPLE_DAY, **{"unit_id": unit, **values})  # type: ignore[arg-type]


def test_the_monthly_report_prints_the_figures_and_tasks_of_its_unit(sample: UnitOfWork) -> None:
    with sample.read() as session:
        asked = request(session, "monthly-report", period="2024-03")
        paper = collect_paper(session, asked)
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        expected = find_expected(session, period_id=period.id, unit_id=str(asked.unit_id))
        figures = {row.code: row for row in report_figures(session, expected.id)}
        wanted = TaskFilter(as_of=period.last_day, unit_id=asked.unit_id)
        counts, rows = count_states(session, wanted), list_assignments(session, wanted)
    printed = {figure.code: figure for group in paper.data.figures for figure in group.figures}
    assert printed.keys() == {code for code, row in figures.items() if row.in_report}
    for code, figure in printed.items():
        value = figures[code].figure
        assert figure.current == (value.state if value.value is None else value.value)
    assert paper.data.task_counts == counts
    assert 0 < sum(field.counts.dated for field in paper.data.field_tasks) <= counts.dated  # its own alone
    assert [task.content for task in paper.data.tasks] == [row.content for row in rows]
    text = text_of(paper_bytes(paper))
    assert f"{counts.done}/{counts.dated} nhiệm vụ" in text
    assert f"Tổng số hồ sơ phải giải quyết: {format_number(figures['HS08'].figure.value or 0)} hồ sơ" in text


def test_the_consolidated_report_counts_every_expected_unit_once(sample: UnitOfWork) -> None:
    with sample.read() as session:
        paper = collect_paper(
            session, PaperRequest(kind="consolidated-report", day=SAMPLE_DAY, period="2024-03")
        )
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        status = cycle_status(session, period=period, as_of=SAMPLE_DAY)
        counts = count_states(session, TaskFilter(as_of=period.last_day))
    data = paper.data
    for result, number in status.results.items():
        assert len(data.units(result)) == number
    assert len(data.submissions) == 34
    assert data.task_counts == counts
    received = [r for r in status.reports if any(v.received_at for v in r.versions)]
    assert len(data.reported) == len(received)
    assert all(unit.received_on is None for unit in data.units(ReportResult.MISSING))


def deadlines_at(session: Session, day: date) -> tuple[BothDeadlines, BothDeadlines]:
    asked = PaperRequest(kind="consolidated-report", day=day, period="2024-03")
    data = collect_paper(session, asked).data
    return data.report_deadlines, data.task_deadlines


def test_both_on_time_rates_follow_the_days_first_set_and_the_days_granted(sample: UnitOfWork) -> None:
    """An extension never changes the first rate; what came within it is on time in the second alone."""
    with sample.write() as session:
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        before, tasks_before = deadlines_at(session, SAMPLE_DAY)
        assert tasks_before.original.due >= tasks_before.extended.due
        status = cycle_status(session, period=period, as_of=SAMPLE_DAY)
        late = next(r for r in status.reports if r.verdict.result is ReportResult.LATE and not r.extended_to)
        report = session.get_one(ExpectedReport, late.expected_id)
        report.extended_to = late.verdict.arrived_on
        overdue = session.scalars(
            select(Assignment)
            .join(Task, Task.id == Assignment.task_id)
            .where(
                Assignment.current_due_on < period.last_day,
                Assignment.assigned_on <= period.last_day,
                Assignment.done_on.is_(None),
                Assignment.cancelled_on.is_(None),
                Task.cancelled_on.is_(None),
                Task.kind == TaskKind.DATED,
            )
        ).first()
        assert overdue is not None
        overdue.current_due_on = date(2024, 12, 31)
        session.flush()
        after, tasks_after = deadlines_at(session, SAMPLE_DAY)
        noticed = collect_paper(
            session, PaperRequest(kind="results-notice", day=SAMPLE_DAY, period="2024-03")
        ).data
    assert after.original == before.original and tasks_after.original == tasks_before.original
    assert after.extended == OnTime(before.extended.on_time + 1, before.extended.due)
    assert tasks_after.extended == OnTime(tasks_before.extended.on_time, tasks_before.extended.due - 1)
    assert noticed.report_deadlines == after
    assert after.differ and tasks_after.differ


def test_words_under_a_heading_that_is_gone_stay_in_the_units_own_report(sample: UnitOfWork) -> None:
    with sample.write() as session:
        asked = request(session, "monthly-report", period="2024-03")
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        expected = find_expected(session, period_id=period.id, unit_id=str(asked.unit_id))
        written = session.scalars(
            select(Narrative).where(
                Narrative.expected_report_id == expected.id, Narrative.state == FigureState.VALUE
            )
        ).all()
        for row in written:
            row.heading_key = f"gone.{row.heading_key}"
        words = {row.text for row in written}
        session.flush()
        month = collect_paper(session, asked).data.headings
        quarter = collect_paper(session, replace(asked, span="quarter")).data.headings
    assert words and words == set(month[-1].texts)
    assert (month[-1].number, month[-1].title) == ("VI.", "Nội dung khác")
    assert quarter[-1].key == "other" and any(text.endswith(next(iter(words))) for text in quarter[-1].texts)


def test_totals_stand_on_the_reports_that_were_received(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data = collect_paper(
            session, PaperRequest(kind="consolidated-report", day=SAMPLE_DAY, period="2024-03")
        ).data
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        by_hand = 0
        for report in cycle_status(session, period=period, as_of=SAMPLE_DAY).reports:
            if any(version.received_at for version in report.versions):
                rows = {row.code: row for row in report_figures(session, report.expected_id)}
                by_hand += int(rows["VB04"].figure.known or 0)
    totals = {figure.code: figure for group in data.figures for figure in group.figures}
    assert totals["VB04"].current == by_hand
    rate = Decimal(totals["VB06"].current) * 100 / Decimal(totals["VB04"].current)
    assert totals["VB07"].current == round(rate, 4).normalize()


def test_the_plan_answers_every_deduction_in_the_order_of_the_scale(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data = collect_paper(session, request(session, "improvement-plan", year=2024)).data
    codes = [tuple(int(part) for part in row.code.split(".")) for row in data.rows]
    assert codes == sorted(codes)
    assert len(data.rows) == data.result.criteria_deducted
    assert sum(row.deducted for row in data.rows) == data.result.max_points - data.result.total
    text = text_of(paper_bytes(papers.Paper("improvement-plan", data)))
    assert "Tổ chức thực hiện".upper() in text.upper() and "Kinh phí thực hiện" in text


def test_all_three_papers_come_in_three_formats(sample: UnitOfWork, tmp_path: Path) -> None:
    with sample.read() as session:
        made = [
            collect_paper(session, request(session, "monthly-report", period="2024-03")),
            collect_paper(session, request(session, "improvement-plan", year=2024)),
            collect_paper(
                session, PaperRequest(kind="consolidated-report", day=SAMPLE_DAY, period="2024-03")
            ),
        ]
    files = write_papers(made, tmp_path / "văn bản", ("docx", "pdf", "xlsx"))
    assert len(files) == 9 and all(file.stat().st_size > 5000 for file in files)
    book = openpyxl.load_workbook(
        next(f for f in files if f.name.startswith("bao-cao-thang") and f.suffix == ".xlsx")
    )
    numbers = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(isinstance(value, int) for value in numbers)


def test_a_paper_without_letterhead_says_what_to_add(sample: UnitOfWork) -> None:
    with sample.write() as session:
        asked = request(session, "monthly-report", period="2024-03")
        session.query(Letterhead).filter(Letterhead.unit_id == asked.unit_id).delete()
    with sample.read() as session, pytest.raises(RuleViolation, match="mẫu đầu văn bản"):
        collect_paper(session, asked)


def test_an_unknown_kind_unit_or_period_is_told(sample: UnitOfWork) -> None:
    with sample.read() as session:
        with pytest.raises(InvalidField, match="loại văn bản"):
            collect_paper(session, request(session, "poem"))
        with pytest.raises(NotFound, match="Chưa lập kỳ"):
            collect_paper(session, request(session, "monthly-report", period="2030-01"))
        with pytest.raises(InvalidField, match="Kỳ “2024-13” không đúng"):
            collect_paper(session, request(session, "handover", period="2024-13"))


def test_a_plan_without_a_year_is_that_of_its_period_or_of_the_day(sample: UnitOfWork) -> None:
    with sample.read() as session:
        assert collect_paper(session, request(session, "improvement-plan")).data.plan_year == 2024
        with pytest.raises(RuleViolation, match="điểm năm 2024"):
            collect_paper(session, request(session, "improvement-plan", period="2025-03"))


def test_a_folder_that_cannot_be_written_leaves_nothing(sample: UnitOfWork, tmp_path: Path) -> None:
    with sample.read() as session:
        paper = collect_paper(session, request(session, "improvement-plan", year=2024))
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục", "utf-8")
    with pytest.raises(Unavailable, match="Không ghi được"):
        write_papers([paper], blocked, ("pdf",))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == []


class StoppedAt:
    """Progress of a person who stops the work when the file of this name is begun."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: list[tuple[int, int]] = []

    def report(self, done: int, total: int, text: str = "") -> None:
        """Hear a step."""
        self.steps.append((done, total))
        if text == self.name:
            raise Cancelled


def test_a_batch_stopped_in_the_middle_leaves_whole_files_named_by_rule(
    sample: UnitOfWork, tmp_path: Path
) -> None:
    with sample.read() as session:
        papers = collect_papers(session, PaperRequest(kind="reminder", day=SAMPLE_DAY, period="2024-03"))
    assert len(papers) > 3
    names = [paper.file_name(extension) for paper in papers for extension in ("docx", "pdf")]
    assert all(re.fullmatch(r"don-doc_2024-03_[a-z0-9.-]+\.(docx|pdf)", name) for name in names)
    folder = tmp_path / "gửi"
    stopped = StoppedAt(names[5])
    with pytest.raises(Cancelled):
        write_papers(papers, folder, ("docx", "pdf"), stopped)
    assert stopped.steps[-1] == (2, len(papers))
    assert sorted(path.name for path in folder.iterdir()) == sorted(names[:5])  # no half file beside them
    for path in folder.glob("*.pdf"):
        assert len(PdfReader(path).pages) >= 1
    for path in folder.glob("*.docx"):
        assert zipfile.ZipFile(path).testzip() is None


def test_a_code_heard_without_its_file_is_not_a_report(sample: UnitOfWork) -> None:
    with sample.read() as session:
        period = find_period(session, name="2024-03", as_of=SAMPLE_DAY)
        status = cycle_status(session, period=period, as_of=SAMPLE_DAY)
        heard = [r for r in status.reports if r.state is ReportState.CODE_NOTED]
        data = collect_paper(
            session, PaperRequest(kind="consolidated-report", day=SAMPLE_DAY, period="2024-03")
        ).data
    assert heard
    noted = {unit.unit: unit for unit in data.submissions}
    for report in heard:
        assert noted[report.unit].received_on is None
        assert "chưa nhận tệp" in noted[report.unit].note
