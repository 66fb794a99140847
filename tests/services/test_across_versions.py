"""Months of different catalogue versions: added up where they count alike, left out and told where not."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import BLANK, FigureValue
from app.core.periods import Month, month_words
from app.models import Indicator
from app.services.across_versions import counting, figures_over_versions
from app.services.checks.again import Cell, checked_again, touched_by, with_cells
from app.services.checks.report import ReportFacts, check_report, findings_on, read_report
from app.services.month_figures import IndicatorFacts, over_months
from app.services.papers import PaperRequest, collect_paper, paper_bytes, unit_of_code
from app.services.queries.figures import report_figures
from app.services.queries.periods import find_period
from app.services.queries.totals import totals
from app.services.submissions import find_expected, get_expected
from app.storage.unit_of_work import UnitOfWork
from tests.months import add_catalogue, enter, make_year, value
from tests.register import FILE
from tests.sample import SAMPLE_CLOCK
from tests.versions import second_version

COMMUNE, DAY = "17038", SAMPLE_CLOCK.today()
MONTHS = tuple(Month(2024, number) for number in range(1, 7))
NOW = {
    code: IndicatorFacts(code, f"Chỉ tiêu {code}", kind, formula is not None, formula, False, "sum", way)
    for code, kind, formula, way in (
        ("A", "int", None, "flow"),
        ("B", "int", None, "flow"),
        ("C", "int", None, "stock_end"),
        ("RATE", "percent", "A / (A + B) * 100", "flow"),
        ("SUM", "int", "A + C", "flow"),
    )
}
OTHERWISE = {**NOW, "B": replace(NOW["B"], note="Gồm cả hồ sơ rút")}
BEFORE_C = {code: fact for code, fact in NOW.items() if code != "C"}


def test_an_indicator_counts_alike_only_where_everything_that_gives_it_meaning_is_the_same() -> None:
    changes: tuple[tuple[dict[str, object], bool], ...] = (
        ({}, True),
        ({"title": "CHỈ TIÊU  a"}, True),  # capitals and blanks mean nothing
        ({"target": Decimal(3), "is_required": True, "in_report": False, "field": "X"}, True),
        ({"title": "Chỉ tiêu khác"}, False),
        ({"unit_of_measure": "nghìn đồng"}, False),
        ({"note": "Gồm cả hồ sơ rút"}, False),
        ({"value_type": "money"}, False),
        ({"semantics": "cumulative_ytd"}, False),
        ({"aggregation": "max"}, False),
        ({"is_computed": True, "formula": "B + C"}, False),
    )
    for change, is_alike in changes:
        then = {**NOW, "A": replace(NOW["A"], **change)}  # type: ignore[arg-type]
        counted = counting(NOW, [(MONTHS[0], then), (MONTHS[1], NOW)])
        assert counted.left_out("A") == (() if is_alike else (MONTHS[0],)), change
        assert counted.left_out("RATE") == counted.left_out("A")  # what stands behind it decides
        assert counted.left_out("B") == ()


def test_a_formula_may_change_for_it_is_computed_anew_by_the_version_that_prints_it() -> None:
    then = {**NOW, "SUM": replace(NOW["SUM"], formula="A")}
    counted = counting(NOW, [(MONTHS[0], then), (MONTHS[1], NOW)])
    months = [{"A": value(3), "C": value(1)}, {"A": value(4), "C": value(2)}]
    assert counted.is_mixed
    assert figures_over_versions(counted, months)["SUM"] == value(9)


def test_months_of_one_version_are_put_together_as_ever() -> None:
    counted = counting(NOW, [(MONTHS[0], NOW), (MONTHS[1], dict(NOW))])
    months = [{"A": value(3), "B": value(1)}, {"A": value(4), "B": value(2)}]
    assert not counted.is_mixed
    assert figures_over_versions(counted, months) == over_months(NOW, months)


CELLS = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 99).map(value))
VERSIONS = st.sampled_from((NOW, OTHERWISE, BEFORE_C))


@given(st.lists(st.tuples(VERSIONS, CELLS), min_size=1, max_size=6))
def test_sums_and_rates_are_those_by_hand_over_the_months_that_count(
    months: list[tuple[dict[str, IndicatorFacts], dict[str, FigureValue]]],
) -> None:
    counted = counting(NOW, [(month, facts) for month, (facts, _) in zip(MONTHS, months, strict=False)])
    found = figures_over_versions(counted, [cells for _, cells in months])

    def by_hand(code: str, among: Callable[[dict[str, IndicatorFacts]], bool]) -> list[Decimal]:
        counts = (cells[code].value for facts, cells in months if among(facts) and code in cells)
        return [each for each in counts if each is not None]

    a = by_hand("A", lambda facts: True)
    assert found["A"] == (value(sum(a)) if a else BLANK)  # type: ignore[arg-type]
    b = by_hand("B", lambda facts: facts is not OTHERWISE)
    assert found["B"] == (value(sum(b)) if b else BLANK)  # type: ignore[arg-type]
    c = by_hand("C", lambda facts: facts is not BEFORE_C)
    assert found["C"].value == (c[-1] if c else None)
    same = by_hand("A", lambda facts: facts is not OTHERWISE)
    whole = sum(same) + sum(b)
    rate = round(sum(same) / whole * 100, 4) if same and whole else None
    assert found["RATE"].value == rate
    left_out = tuple(m for m, (facts, _) in zip(MONTHS, months, strict=False) if facts is OTHERWISE)
    assert counted.left_out("B") == counted.left_out("RATE") == left_out
    assert counted.left_out("A") == ()


def test_months_are_named_in_a_row_with_their_years_over_new_year() -> None:
    assert month_words(MONTHS[:2]) == "tháng 1, 2"
    assert month_words((Month(2023, 12), Month(2024, 1))) == "tháng 12/2023, 1/2024"


@pytest.fixture(scope="module")
def mixed(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Give the sample with March under a version in which two indicators are counted otherwise, to read."""
    path = tmp_path_factory.mktemp("mixed") / FILE
    path.write_bytes(sample_template.read_bytes())
    with UnitOfWork(path) as uow, uow.rehearse() as session:
        second_version(
            session, "2024-03", CD01={"note": "Gồm cả văn bản sửa đổi"}, HS05={"title": "Nộp tại chỗ"}
        )
        yield session


def quarter(kind: str, **more: str) -> PaperRequest:
    return PaperRequest(kind=kind, day=DAY, period="2024-03", span="quarter", **more)  # type: ignore[arg-type]


def test_the_hubs_quarter_adds_up_what_counts_alike_and_says_what_it_leaves_out(mixed: Session) -> None:
    paper = collect_paper(mixed, quarter("consolidated-report"))
    told = {figure.code: figure for group in paper.data.figures for figure in group.figures}
    by_month = []
    for name in ("2024-01", "2024-02", "2024-03"):
        period = find_period(mixed, name=name, as_of=DAY)
        rows = totals(mixed, period=period, as_of=DAY)
        by_month.append({row.code: row.figure.value or Decimal(0) for row in rows})
    assert told["CD02"].note == ""
    assert told["HS04"].current == sum(month["HS04"] for month in by_month)
    assert told["CD01"].current == by_month[2]["CD01"] < sum(month["CD01"] for month in by_month)
    assert told["CD01"].note.startswith("Kỳ này không gồm tháng 1, 2")
    first = paper.data.figure_notes[0]
    assert "tháng 1, 2 theo" in first and "tháng 3 theo Danh mục mới (bản 2)" in first
    assert "cột Ghi chú" in first
    assert "Bảng kết quả giải quyết thủ tục hành chính chỉ gồm tháng 3" in paper.data.figure_notes[-1]
    total = paper.data.dossiers[0]
    assert total.received_online == by_month[2]["HS04"]
    assert total.received == total.solved + total.still_open
    units = paper.data.unit_dossiers
    assert sum(row.received_online for row in units) == total.received_online


def test_the_papers_themselves_print_the_notes(mixed: Session) -> None:
    unit = unit_of_code(mixed, COMMUNE, DAY)
    for request in (
        quarter("consolidated-report"),
        quarter("monthly-report", unit_id=unit),
        replace(quarter("monthly-report", unit_id=unit), span="month"),
    ):
        content = paper_bytes(collect_paper(mixed, request), "docx")
        with zipfile.ZipFile(BytesIO(content)) as file:
            words = file.read("word/document.xml").decode()
        assert "ghi theo các bản danh mục khác nhau" in words
        assert "không gồm tháng 1, 2" in words


def test_without_a_second_version_nothing_is_said(sample: UnitOfWork) -> None:
    with sample.read() as session:
        paper = collect_paper(session, quarter("consolidated-report"))
        unit = unit_of_code(session, COMMUNE, DAY)
        month = collect_paper(session, replace(quarter("monthly-report", unit_id=unit), span="month"))
    for data in (paper.data, month.data):
        assert data.figure_notes == ()
        assert not any("không gồm" in figure.note for group in data.figures for figure in group.figures)


def test_an_indicator_that_is_gone_is_named(sample: UnitOfWork) -> None:
    with sample.rehearse() as session:
        second_version(session, "2024-03", CD01={"code": "CD99"})
        data = collect_paper(session, quarter("consolidated-report")).data
    assert any(
        note.startswith("Chỉ tiêu chỉ có trong danh mục cũ") and "CD01" in note for note in data.figure_notes
    )


def test_a_units_quarter_and_month_leave_the_same_months_out(mixed: Session) -> None:
    unit = unit_of_code(mixed, COMMUNE, DAY)
    march = find_expected(mixed, period_id=find_period(mixed, name="2024-03", as_of=DAY).id, unit_id=unit)
    month = {row.code: row for row in report_figures(mixed, march.id)}
    data = collect_paper(mixed, quarter("monthly-report", unit_id=unit)).data
    told = {figure.code: figure for group in data.figures for figure in group.figures}
    for code in ("CD01", "CD02", "HS04"):
        assert (told[code].current or 0) == (month[code].cumulative.known or 0)
    assert month["CD01"].left_out == (Month(2024, 1), Month(2024, 2))
    assert month["CD01"].cumulative == month["CD01"].figure
    assert month["CD02"].left_out == ()


@pytest.fixture
def changed_in_march(register: UnitOfWork) -> str:
    """Return April's report: from March on M08 is counted otherwise."""
    with register.write() as session:
        add_catalogue(session, 1, valid_to=date(2024, 2, 29))
        later = add_catalogue(session, 2, valid_from=date(2024, 3, 1))
        other = select(Indicator).where(Indicator.catalogue_id == later, Indicator.code == "M08")
        session.scalars(other).one().note = "Chỉ đếm hồ sơ trực tuyến"
        months = make_year(session)
        for number in (1, 2, 3, 4):
            enter(session, months.expected(f"2024-{number:02}"), M01=0, M02=4, M04=4, M05=0, M08=9)
        return months.expected("2024-04")


def april(session: Session, key: str) -> ReportFacts:
    report = read_report(session, get_expected(session, key))
    assert report is not None
    return report


def test_checks_over_the_year_wait_where_a_month_is_counted_otherwise_and_the_report_says_so(
    register: UnitOfWork, changed_in_march: str
) -> None:
    with register.read() as session:
        report = april(session, changed_in_march)
        findings = check_report(session, get_expected(session, changed_in_march))
    assert report.to_date["M02"] == value(16)
    assert report.to_date["M08"] == value(18)  # March and April
    assert "K1" not in {finding.rule for finding in findings}  # M08_LUY_KE <= M02_LUY_KE
    (said,) = [finding for finding in findings if finding.rule == "DANHMUC"]
    assert said.level == "notice" and said.codes == ("M08",)
    assert "1 chỉ tiêu không gồm tháng 1, 2" in said.message


def test_a_cell_typed_after_a_change_of_versions_is_looked_at_as_if_all_were_read_anew(
    register: UnitOfWork, changed_in_march: str
) -> None:
    with register.rehearse() as session:
        before = april(session, changed_in_march)
        for code, number in (("M08", 3), ("M02", 4), ("M07", 7), ("M08", 0)):
            enter(session, changed_in_march, **{code: number})
            after, anew = with_cells(before, {code: Cell(value(number))}), april(session, changed_in_march)
            assert (after.figures, after.to_date) == (anew.figures, anew.to_date)
            touched = touched_by(after, [code])
            assert checked_again(after, findings_on(before), touched) == findings_on(anew)
            before = after
