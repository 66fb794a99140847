"""Letters, notices and longer reports say what the register says."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.ranking import Method
from app.core.statuses import FigureState, ReportResult, TaskState, TieRule
from app.models import Directive
from app.reports.catalogue import CATALOGUE
from app.reports.data.apology import ApologyDetails, ApologyForm
from app.reports.data.consolidated_report import ConsolidatedReportData
from app.services.month_figures import added_up
from app.services.papers import KINDS, PaperRequest, collect_paper, collect_papers, unit_of_code
from app.services.queries.cycles import cycle_status
from app.services.queries.figures import report_figures
from app.services.queries.letters import apology_warnings, fold_units
from app.services.queries.periods import find_period
from app.services.queries.spans import Span, months_of
from app.services.queries.tasks import TaskFilter, list_assignments
from app.services.queries.totals import totals
from app.services.queries.units import get_register, list_groups
from app.services.ranking import publish_ranking, set_method
from app.services.submissions import find_expected
from app.services.tasks import TaskFields, create_task
from app.storage.unit_of_work import UnitOfWork
from tests.register import clock_at

DAY = date(2024, 3, 18)
COMMUNE = "17065"
NOW = clock_at(2024, 3, 18)


def request(kind: str, **values: object) -> PaperRequest:
    return PaperRequest(kind=kind, day=DAY, **values)  # type: ignore[arg-type]


def period(session: Session, name: str = "2024-03"):  # type: ignore[no-untyped-def]
    return find_period(session, name=name, as_of=DAY)


def test_a_reminder_goes_to_every_unit_that_owes_something_and_to_no_other(sample: UnitOfWork) -> None:
    with sample.read() as session:
        papers = collect_papers(session, request("reminder", period="2024-03"))
        own = get_register(session).own_unit_id
        missing = {
            report.code
            for name in ("2024-01", "2024-02", "2024-03")
            for report in cycle_status(session, period=period(session, name), as_of=DAY).reports
            if report.verdict.result is ReportResult.MISSING
        }
        late = {
            row.unit_id
            for row in list_assignments(session, TaskFilter(as_of=DAY, state=TaskState.OPEN_OVERDUE))
        } - {own}
    codes = {paper.data.unit_code for paper in papers}
    assert missing <= codes and len(codes) <= len(missing) + len(late)
    for paper in papers:
        assert paper.data.missing or paper.data.overdue
        assert paper.data.frame.addressees == (paper.data.unit_name,)
        assert all(report.days_late > 0 for report in paper.data.missing)
        assert paper.data.frame.symbol == "UBND-NV" and paper.data.frame.type_name == "Công văn"
        assert paper.data.reply_by == date(2024, 3, 21)


def test_the_duty_to_report_is_not_told_twice(sample: UnitOfWork) -> None:
    with sample.read() as session:
        papers = collect_papers(session, request("reminder", period="2024-03"))
    for paper in papers:
        if paper.data.missing:
            assert not any("báo cáo" in task.content.lower() for task in paper.data.overdue)


def test_a_named_unit_gets_its_letter_even_if_it_owes_nothing(sample: UnitOfWork) -> None:
    with sample.read() as session:
        unit = unit_of_code(session, COMMUNE, DAY)
        paper = collect_paper(session, request("reminder", period="2024-03", unit_id=unit))
        assert (paper.data.unit_code, paper.data.missing, paper.data.overdue) == (COMMUNE, (), ())
        with pytest.raises(InvalidField, match="Chưa chọn đơn vị"):
            collect_paper(session, request("reminder", period="2024-03"))


def test_units_are_named_by_their_groups(sample: UnitOfWork) -> None:
    with sample.read() as session:
        groups = list_groups(session, as_of=DAY)
        communes = next(group for group in groups if group.code == "xa")
        ids = [unit.id for unit in communes.members]
        assert fold_units(session, ids, DAY) == (communes.name,)
        assert fold_units(session, ids[1:], DAY) == (
            f"{communes.name} (trừ {communes.members[0].short_name})",
        )
        assert fold_units(session, ids[:2], DAY) == tuple(unit.name for unit in communes.members[:2])
        assert fold_units(session, [], DAY) == ()


def test_the_notice_of_tasks_takes_the_last_directive_or_the_one_named(sample: UnitOfWork) -> None:
    with sample.read() as session:
        newest = collect_paper(session, request("assignment-notice")).data
        found = session.execute(select(Directive.id, Directive.number).order_by(Directive.issued_on)).all()
        first = collect_paper(session, request("assignment-notice", directive_id=found[0].id)).data
        with pytest.raises(NotFound):
            collect_paper(session, request("assignment-notice", directive_id="x"))
    assert newest.directive_short.endswith(str(found[-1].number))
    assert first.directive_short == f"Công văn số {found[0].number}"
    assert all(task.lead and (task.due or task.due_text) for task in first.tasks)
    assert all(name[0].isupper() for name in first.frame.addressees)


def test_the_notice_of_results_agrees_with_the_board(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data = collect_paper(session, request("results-notice", period="2024-03", with_ranking=True)).data
        results = cycle_status(session, period=period(session), as_of=DAY).results
    assert Counter(item.result for item in data.submissions) == {k: n for k, n in results.items() if n}
    assert data.ranked is not None and data.published == ""
    assert {unit.unit for unit in data.ranked.units} == {item.unit for item in data.submissions}
    assert data.frame.symbol == "TB-UBND" and data.frame.addressees == ()


def test_a_notice_prints_the_ranking_that_was_published_whatever_happened_since(sample: UnitOfWork) -> None:
    wanted = request("results-notice", period="2024-03", with_ranking=True)
    with sample.write() as session:
        set_method(session, method=Method(tie=TieRule.LEAVES_GAP), clock=NOW)
        publish_ranking(session, period=period(session), day=DAY, clock=NOW)
        before = collect_paper(session, wanted).data
        set_method(session, method=Method(10, 90, TieRule.NO_GAP), clock=NOW)
        after = collect_paper(session, wanted).data
    assert before.published == "công bố lần 1 ngày 18/3/2024"
    assert after.ranked == before.ranked


def test_the_apology_follows_its_day_and_warns(sample: UnitOfWork) -> None:
    with sample.read() as session:
        unit = unit_of_code(session, COMMUNE, DAY)
        data = collect_paper(session, request("apology", unit_id=unit)).data
    assert data.form is ApologyForm.OLD and data.details == ApologyDetails()
    late = ApologyDetails(due_on=DAY, new_due_on=DAY, extension=2)
    assert len(apology_warnings(late, DAY)) == 3
    early = ApologyDetails(due_on=date(2024, 3, 19), new_due_on=date(2024, 3, 22))
    assert apology_warnings(early, DAY) == ()


def test_the_record_of_a_handover_counts_the_register(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data = collect_paper(session, request("handover")).data
    counts = {item.name: item.count for item in data.items}
    assert counts["Nhiệm vụ được giao"] == 28 and counts["Báo cáo đã nhận của các đơn vị"] == 126
    assert data.frame.symbol == "BB-UBND"


def test_the_leader_page_agrees_with_the_board(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data = collect_paper(session, request("leader-page", period="2024-03")).data
        results = cycle_status(session, period=period(session), as_of=DAY).results
    now = data.months[-1]
    assert [month.name for month in data.months] == ["Tháng 1", "Tháng 2", "Tháng 3"]
    assert (now.on_time, now.late, now.missing) == (
        results[ReportResult.ON_TIME],
        results[ReportResult.LATE],
        results[ReportResult.MISSING],
    )
    assert {month.expected for month in data.months} == {34}
    assert [unit.report for unit in data.weak][: now.missing] == ["Chưa nộp"] * now.missing


@pytest.mark.parametrize(
    ("span", "month", "words", "key", "months"),
    [
        (Span.MONTH, 3, "tháng 3 năm 2024", "2024-03", [3]),
        (Span.QUARTER, 3, "quý I năm 2024", "2024-q1", [1, 2, 3]),
        (Span.QUARTER, 10, "quý IV năm 2024", "2024-q4", [10, 11, 12]),
        (Span.HALF, 6, "6 tháng đầu năm 2024", "2024-6t", list(range(1, 7))),
        (Span.HALF, 7, "6 tháng cuối năm 2024", "2024-6t2", list(range(7, 13))),
        (Span.NINE, 3, "9 tháng đầu năm 2024", "2024-9t", list(range(1, 10))),
        (Span.YEAR, 3, "năm 2024", "2024", list(range(1, 13))),
    ],
)
def test_spans_have_their_months_and_words(
    span: Span, month: int, words: str, key: str, months: list[int]
) -> None:
    found, of, told = months_of(span, Month(2024, month))
    assert (list(found), of, told) == (months, key, words)


def test_flows_add_up_stocks_stand_and_blanks_are_no_zeros() -> None:
    def value(number: int) -> FigureValue:
        return FigureValue(FigureState.VALUE, Decimal(number))

    none, blank = FigureValue(FigureState.NONE_ARISEN), FigureValue(FigureState.BLANK)
    semantics = {
        "F": "flow",
        "S": "stock_start",
        "E": "stock_end",
        "Y": "cumulative_ytd",
        "N": "flow",
        "B": "flow",
    }
    months = [
        {"F": value(3), "S": value(10), "E": value(4), "Y": value(3), "N": none, "B": blank},
        {"F": none, "S": value(4), "E": value(6), "Y": value(3), "N": none, "B": blank},
        {"F": value(5), "S": value(6), "E": value(1), "Y": value(8), "N": none},
    ]
    found = added_up(semantics, months)
    assert {code: figure.value for code, figure in found.items()} == {
        "F": 8,
        "S": 10,
        "E": 1,
        "Y": 8,
        "N": None,
    }
    assert found["N"].state is FigureState.NONE_ARISEN and "B" not in found


def test_a_quarter_of_a_unit_is_the_sum_of_its_months(sample: UnitOfWork) -> None:
    with sample.read() as session:
        unit = unit_of_code(session, COMMUNE, DAY)
        asked = request("monthly-report", period="2024-03", unit_id=unit, span="quarter")
        data = collect_paper(session, asked).data
        months = []
        for name in ("2024-01", "2024-02", "2024-03"):
            expected = find_expected(session, period_id=period(session, name).id, unit_id=unit)
            months.append({row.code: row.figure for row in report_figures(session, expected.id)})
    told = {figure.code: figure.current for group in data.figures for figure in group.figures}
    assert told["CD01"] == sum(month["CD01"].value or 0 for month in months)
    assert data.dossiers[0].carried_over == months[0]["HS01"].value
    assert data.dossiers[0].open_in_time == months[-1]["HS13"].value
    assert data.dossiers[0].received_online == sum(int(month["HS04"].value or 0) for month in months)
    assert data.dossiers[0].received == data.dossiers[0].solved + data.dossiers[0].still_open
    assert data.period.window == "từ ngày 12/12/2023 đến hết ngày 11/3/2024"


def test_rates_of_a_quarter_are_computed_anew(sample: UnitOfWork) -> None:
    with sample.read() as session:
        quarter = collect_paper(
            session, request("consolidated-report", period="2024-03", span="quarter")
        ).data
        flows = [
            {row.code: row.figure.value for row in totals(session, period=period(session, name), as_of=DAY)}
            for name in ("2024-01", "2024-02", "2024-03")
        ]
    told = {figure.code: figure for group in quarter.figures for figure in group.figures}
    assert told["CD01"].current == sum(month["CD01"] or 0 for month in flows)
    assert told["CD04"].current == round(
        Decimal(flows[-1]["CD03"] or 0) / Decimal(flows[-1]["CD02"] or 1) * 100, 4
    )
    assert told["CD01"].units_counted is not None and told["CD01"].units_counted <= 34


def test_the_reports_of_a_quarter_add_up_to_those_expected(sample: UnitOfWork) -> None:
    with sample.read() as session:
        data: ConsolidatedReportData = collect_paper(
            session, request("consolidated-report", period="2024-03", span="quarter")
        ).data
    assert sum(unit.expected for unit in data.timeliness) == 3 * 34
    assert len(data.submissions) == 34 and len({item.unit for item in data.submissions}) == 34


def test_every_kind_of_the_catalogue_can_be_asked_for() -> None:
    assert set(KINDS) == set(CATALOGUE)


def test_tasks_given_to_nobody_make_no_letter(sample: UnitOfWork) -> None:
    with sample.write() as session:
        directive = Directive(number="9/UBND", issued_on=DAY, subject="giao việc", created_at=NOW.now())
        session.add(directive)
        session.flush()
        asked = request("assignment-notice", directive_id=directive.id)
        with pytest.raises(RuleViolation, match="chưa có nhiệm vụ"):
            collect_paper(session, asked)
        create_task(session, fields=TaskFields(content="Việc", directive_id=directive.id), clock=NOW)
        with pytest.raises(RuleViolation, match="chưa giao cho đơn vị nào"):
            collect_paper(session, asked)


def test_a_span_nobody_knows_is_refused(sample: UnitOfWork) -> None:
    with sample.read() as session:
        with pytest.raises(InvalidField, match="Không có khoảng"):
            collect_paper(session, request("consolidated-report", period="2024-03", span="decade"))
        year = collect_paper(session, request("consolidated-report", year=2024, span="year")).data
        assert year.period.name == "năm 2024" and year.period.last_day < date(2024, 5, 1)
