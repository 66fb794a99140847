"""Figures and words of a report: entered piece by piece, checked, never half written."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.changes import Changes
from app.core.errors import ImportRefused, NotFound, RuleViolation
from app.core.figures import FigureValue
from app.core.statuses import FigureState, ReportState
from app.models import ExpectedReport, Figure, Narrative
from app.services import figures
from app.services.cycles import lock_period, make_periods
from app.services.figures import FigureFinding
from app.services.submissions import reopen_report
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_clause, make_directive, make_heading, make_march, make_rule, make_unit
from tests.register import TODAY, clock_at, journal_of, nothing_written


@pytest.fixture
def march(register: UnitOfWork) -> tuple[str, str]:
    """Return the keys of March 2024 and of one unit's expected report in it."""
    with register.write() as session:
        period_id, (expected_id,) = make_march(session, make_unit(session))
        make_heading(session)
    return period_id, expected_id


def enter(
    register: UnitOfWork, expected_id: str, **typed: str | int | Decimal | None
) -> tuple[FigureFinding, ...]:
    with register.write() as session:
        read = figures.read_figures(session, expected_id, typed)
        done = figures.set_figures(session, expected_id=expected_id, figures=read, clock=TODAY, source="Sổ")
    assert done.changes == Changes(figures=True, cycles=True)
    return done.value


def entered(register: UnitOfWork, expected_id: str) -> dict[str, FigureValue]:
    with register.read() as session:
        return figures.entered_figures(session, expected_id)


def test_figures_are_entered_as_typed_and_the_report_is_begun(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with journal_of(register) as actions:
        assert enter(register, march[1], HS01="19.630", HS02=12000, TC01=Decimal("1.5")) == ()
    assert actions == ["figure.set"] * 3
    assert {code: figure.value for code, figure in entered(register, march[1]).items()} == {
        "HS01": 19630,
        "HS02": 12000,
        "TC01": Decimal("1.5"),
    }
    with register.read() as session:
        assert session.get_one(ExpectedReport, march[1]).state is ReportState.DRAFTING


def test_four_values_of_a_cell_are_kept_apart(register: UnitOfWork, march: tuple[str, str]) -> None:
    enter(register, march[1], HS01="0", HS02="P", HS03="K", TC01="")
    states = {code: figure.state for code, figure in entered(register, march[1]).items()}
    assert states == {
        "HS01": FigureState.VALUE,
        "HS02": FigureState.NONE_ARISEN,
        "HS03": FigureState.NOT_APPLICABLE,
        "TC01": FigureState.BLANK,
    }


def test_entering_the_same_figure_again_leaves_no_trace(register: UnitOfWork, march: tuple[str, str]) -> None:
    enter(register, march[1], HS01=5)
    with journal_of(register) as actions:
        enter(register, march[1], HS01="5")
    assert actions == []
    with journal_of(register) as actions:
        enter(register, march[1], HS01=6)
    assert actions == ["figure.set"]


def test_every_wrong_cell_is_named_and_none_is_written(register: UnitOfWork, march: tuple[str, str]) -> None:
    with nothing_written(register), pytest.raises(ImportRefused, match="chưa được ghi") as refused:
        enter(register, march[1], HS01="mười", HS02="-3", HS03="2,5", HS04="7", TM01="x", HS99="1", TC01="5")
    told = {finding.column: finding.message for finding in refused.value.findings}
    assert set(told) == {"HS01", "HS02", "HS03", "HS04", "TM01", "HS99"}
    assert told["HS04"] == "HS04 được chương trình tính từ HS01 - HS02, không nhập."
    assert "Không có chỉ tiêu mang mã “HS99”" in told["HS99"]
    assert "nhập ở phần Thuyết minh" in told["TM01"]


def test_figures_that_cannot_be_true_are_refused_with_both_numbers(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with nothing_written(register), pytest.raises(ImportRefused, match="không thể đúng") as refused:
        enter(register, march[1], HS01=10, HS02=11)
    (finding,) = refused.value.findings
    assert (finding.column, finding.message) == ("HS01, HS02", "R1: HS02 = 11 phải ≤ HS01 = 10 (lệch 1).")


def test_a_check_waits_until_the_required_figures_are_there(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    assert enter(register, march[1], HS02=11) == ()
    with nothing_written(register), pytest.raises(ImportRefused):
        enter(register, march[1], HS01=10)


def test_a_check_that_wants_an_explanation_lets_the_figures_in(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    (finding,) = enter(register, march[1], HS01=10, HS02=8, HS03=5)
    assert (finding.level, finding.rule, finding.codes) == ("explain", "R2", ("HS02", "HS03"))
    assert finding.message == "HS03 = 5 phải ≤ HS02 / 2 = 4 (lệch 1)."


def test_rates_are_computed_and_nothing_over_nothing_stays_blank(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with register.read() as session:
        facts = figures.indicator_facts(
            session, figures.catalogue_of(session, session.get_one(ExpectedReport, march[1]))
        )
    some = {
        "HS01": FigureValue(FigureState.VALUE, Decimal(3)),
        "HS02": FigureValue(FigureState.VALUE, Decimal(1)),
    }
    assert figures.with_computed(facts, some)["HS05"].value == Decimal("33.3333")
    assert figures.with_computed(facts, some)["HS04"].value == 2
    none = {code: FigureValue(FigureState.NONE_ARISEN) for code in ("HS01", "HS02")}
    assert figures.with_computed(facts, none)["HS05"].state is FigureState.BLANK
    assert list(figures.with_computed(facts, {})) == list(facts)


def test_the_largest_counts_do_not_break_the_computing(register: UnitOfWork, march: tuple[str, str]) -> None:
    enter(register, march[1], HS01="99.999.999.999.999", HS02="1")
    with register.read() as session:
        facts = figures.indicator_facts(
            session, figures.catalogue_of(session, session.get_one(ExpectedReport, march[1]))
        )
        computed = figures.with_computed(facts, figures.entered_figures(session, march[1]))
    assert computed["HS04"].value == 99_999_999_999_998


def test_an_explanation_stays_until_another_is_given(register: UnitOfWork, march: tuple[str, str]) -> None:
    value = {"HS03": FigureValue(FigureState.VALUE, Decimal(5))}
    for explanations in ({"HS03": "Do mưa lũ kéo dài"}, None):
        with register.write() as session:
            figures.set_figures(
                session, expected_id=march[1], figures=value, clock=TODAY, explanations=explanations
            )
    assert register.rows("SELECT explanation FROM figure") == [("Do mưa lũ kéo dài",)]


def test_a_locked_period_takes_no_figures_unless_reopened_for_the_unit(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with register.write() as session:
        lock_period(session, period_id=march[0], clock=TODAY)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã khóa"):
        enter(register, march[1], HS01=1)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="đã khóa"),
        register.write() as session,
    ):
        figures.set_narrative(session, expected_id=march[1], heading_key="direction", text="x", clock=TODAY)
    with register.write() as session:
        reopen_report(session, expected_id=march[1], until=TODAY.today(), reason="Sai số liệu", clock=TODAY)
    enter(register, march[1], HS01=1)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="đã khóa"),
        register.write() as session,
    ):
        figures.set_figures(session, expected_id=march[1], figures={}, clock=clock_at(2024, 3, 6))


def test_words_are_written_under_a_heading_of_the_outline(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with journal_of(register) as actions:
        for text in (" Đã ban hành\n2 văn bản. ", "Đã ban hành 3 văn bản."):
            with register.write() as session:
                figures.set_narrative(
                    session, expected_id=march[1], heading_key="direction", text=text, clock=TODAY
                )
    assert actions == ["narrative.set"] * 2
    with register.read() as session:
        assert [n.text for n in session.scalars(select(Narrative))] == ["Đã ban hành 3 văn bản."]
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="Đề cương không có mục “x”"),
        register.write() as session,
    ):
        figures.set_narrative(session, expected_id=march[1], heading_key="x", text="a", clock=TODAY)


def test_a_period_without_catalogue_says_so(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
        clause_id = make_clause(session, make_directive(session), unit_ids=(unit_id,))
        make_periods(session, rule_id=make_rule(session, clause_id=clause_id), year=2024, clock=TODAY)
        expected_id = session.scalars(select(ExpectedReport.id)).first()
    assert expected_id is not None
    with nothing_written(register), pytest.raises(NotFound, match="chưa có danh mục chỉ tiêu"):
        enter(register, expected_id, HS01=1)


def test_a_report_that_nobody_expects_takes_no_figures(register: UnitOfWork) -> None:
    with pytest.raises(NotFound, match="không thuộc danh sách phải báo cáo"):
        enter(register, "none", HS01=1)
    with register.read() as session:
        assert session.scalars(select(Figure)).all() == []
