"""Checks of a whole report: three strengths, the past of the unit, explanations and worn ones."""

import pytest

from app.models import ExpectedReport
from app.services.checks.findings import FigureFinding, explains
from app.services.checks.report import check_report
from app.services.figures import set_figures
from app.services.submissions import get_expected
from app.storage.unit_of_work import UnitOfWork
from tests.months import Months, add_catalogue, enter, make_year, value
from tests.register import TODAY


@pytest.fixture
def months(register: UnitOfWork) -> Months:
    with register.write() as session:
        add_catalogue(session)
        return make_year(session)


def found(register: UnitOfWork, expected_id: str) -> tuple[FigureFinding, ...]:
    with register.read() as session:
        return check_report(session, get_expected(session, expected_id))


def balanced(register: UnitOfWork, months: Months, month: str, opening: int, received: int) -> None:
    with register.write() as session:
        enter(session, months.expected(month), M01=opening, M02=received, M04=received, M05=opening)


def explain(register: UnitOfWork, expected_id: str, code: str, figure: int, text: str) -> None:
    with register.write() as session:
        set_figures(
            session,
            expected_id=expected_id,
            figures={code: value(figure)},
            explanations={code: text},
            clock=TODAY,
        )


def test_a_report_that_agrees_with_itself_and_its_past_has_no_findings(
    register: UnitOfWork, months: Months
) -> None:
    for month in ("2024-01", "2024-02", "2024-03", "2024-04"):
        balanced(register, months, month, 3, 100)
    assert found(register, months.expected("2024-04")) == ()


def test_a_figure_far_from_three_months_before_is_worth_a_look(register: UnitOfWork, months: Months) -> None:
    for month, received in (("2024-01", 100), ("2024-02", 104), ("2024-03", 98), ("2024-04", 150)):
        balanced(register, months, month, 3, received)
    both = found(register, months.expected("2024-04"))
    assert [(f.level, f.rule, f.codes) for f in both] == [
        ("notice", "BATTHUONG", ("M02",)),
        ("notice", "BATTHUONG", ("M04",)),
    ]
    assert both[0].message == "M02 = 150 khác thường: 3 kỳ trước thường ở mức 100."
    assert found(register, months.expected("2024-03")) == ()  # two months are no habit yet


def test_a_cumulative_figure_never_falls_within_a_year(register: UnitOfWork, months: Months) -> None:
    with register.write() as session:
        enter(session, months.expected("2024-02"), M07=8)
        enter(session, months.expected("2024-03"), M07=6)
    (finding,) = found(register, months.expected("2024-03"))
    assert (finding.level, finding.rule) == ("explain", "X9")
    assert finding.message == "M07 = 6 là số lũy kế nhưng ít hơn kỳ trước (8, lệch 2)."
    assert finding.stands_in_the_way
    explain(register, months.expected("2024-03"), "M07", 6, "Đã trừ hai nhiệm vụ tính trùng")
    (finding,) = found(register, months.expected("2024-03"))
    assert not finding.stands_in_the_way


def test_a_cumulative_figure_begins_anew_in_january(register: UnitOfWork) -> None:
    with register.write() as session:
        add_catalogue(session)
        months = make_year(session, years=(2023, 2024))
        enter(session, months.expected("2023-12"), M07=40)
        enter(session, months.expected("2024-01"), M07=2)
    assert found(register, months.expected("2024-01")) == ()


def test_a_check_may_speak_of_the_year_so_far(register: UnitOfWork, months: Months) -> None:
    with register.write() as session:
        enter(session, months.expected("2024-01"), M02=5, M08=5)
        enter(session, months.expected("2024-02"), M02=2, M08=3)
    (finding,) = found(register, months.expected("2024-02"))
    assert (finding.rule, finding.codes) == ("K1", ("M02", "M08"))
    assert finding.message == "M08 lũy kế = 8 phải ≤ M02 lũy kế = 7 (lệch 1)."


def test_a_rate_beyond_a_hundred_names_the_counts_behind_it(register: UnitOfWork, months: Months) -> None:
    with register.write() as session:
        enter(session, months.expected("2024-02"), M01=0, M02=4, M04=5)
    (finding,) = found(register, months.expected("2024-02"))
    assert (finding.rule, finding.codes) == ("PHAMVI", ("M06", "M01", "M02", "M04"))
    assert finding.message == "M06 = 125% phải từ 0 đến 100% (M04 / M03 * 100)."


def test_an_excuse_used_month_after_month_is_counted(register: UnitOfWork, months: Months) -> None:
    words = ("Do thiếu người, đang tuyển thêm", "do thiếu người,  đang tuyển thêm")
    for number, month in enumerate(("2024-01", "2024-02", "2024-03", "2024-04")):
        explain(register, months.expected(month), "M08", 0, words[number % 2])
    worn = [f for f in found(register, months.expected("2024-04")) if f.rule == "LYDO"]
    assert [(f.level, f.codes) for f in worn] == [("notice", ("M08",))]
    assert worn[0].message.endswith("đã dùng 4 tháng liền.")
    explain(register, months.expected("2024-03"), "M08", 0, "Lý do khác hẳn các tháng trước")
    assert [f.rule for f in found(register, months.expected("2024-04"))] == []


def test_the_strongest_findings_stand_first(register: UnitOfWork, months: Months) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        enter(session, months.expected("2024-02"), M01=0, M02=1, M04=1, M05=0, M07=9)
        set_figures(
            session,
            expected_id=march,
            figures={"M01": value(0), "M02": value(5), "M04": value(3), "M05": value(1), "M07": value(1)},
            clock=TODAY,
            keep_blocked=True,
        )
    assert [(f.level, f.rule) for f in found(register, march)] == [("block", "X1"), ("explain", "X9")]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("", False),
        ("Do mưa lũ", False),
        ("Do mưa lũ kéo dài", False),
        ("Do mưa lũ kéo dài nhiều", True),
        ("." * 40, False),
    ],
)
def test_an_explanation_has_fifteen_letters(text: str, is_one: bool) -> None:
    assert explains(text) is is_one


def test_the_sample_register_has_no_report_that_cannot_be_true(sample: UnitOfWork) -> None:
    with sample.read() as session:
        reports = session.query(ExpectedReport).all()
        blocked = [f for report in reports for f in check_report(session, report) if f.level == "block"]
    assert blocked == []
