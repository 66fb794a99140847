"""How a report is read: as many statements for a year as for a month, and never what was true a while ago."""

from decimal import Decimal

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.models import CrossCheck, Indicator
from app.reports.builders.facts import figure_fields
from app.reports.data.parts import Figure, FigureGroup, FigureKind
from app.services.checks.report import ReportFacts, check_report, read_report
from app.services.checks.rules import read_catalogue
from app.services.month_figures import indicator_facts, kept_figure
from app.services.queries.words import WordFields, printed
from app.services.submissions import get_expected
from app.storage.plain_rows import plain_rows
from app.storage.unit_of_work import UnitOfWork
from tests.months import Months, add_catalogue, enter, make_year
from tests.statements import statements


@pytest.fixture
def months(register: UnitOfWork) -> Months:
    with register.write() as session:
        add_catalogue(session)
        return make_year(session)


def read(session: Session, expected_id: str) -> ReportFacts:
    report = read_report(session, get_expected(session, expected_id))
    assert report is not None
    return report


def test_checking_a_report_takes_as_many_statements_with_ten_months_behind_it_as_with_one(
    register: UnitOfWork, months: Months
) -> None:
    counts = []
    for month in range(1, 12):
        with register.write() as session:
            enter(session, months.expected(f"2024-{month:02}"), M01=0, M02=10 + month, M04=10 + month)
        with register.read() as session, statements(session) as sent:
            report = get_expected(session, months.expected(f"2024-{month:02}"))
            check_report(session, report)
        counts.append(len(sent))
    assert len(set(counts[1:])) == 1
    assert counts[-1] <= 8


def test_a_changed_indicator_is_seen_by_the_next_read_even_before_it_is_written(
    register: UnitOfWork, months: Months
) -> None:
    with register.rehearse() as session:
        key = read(session, months.expected("2024-03")).catalogue_id
        first = indicator_facts(session, key)
        assert indicator_facts(session, key) is first  # made once for the same rows
        indicator = session.query(Indicator).filter_by(catalogue_id=key, code="M02").one()
        indicator.title = "Tên khác"
        assert indicator_facts(session, key)["M02"].title == "Tên khác"
        session.execute(update(Indicator).where(Indicator.code == "M02").values(target=Decimal(7)))
        assert indicator_facts(session, key)["M02"].target == 7
        assert first["M02"].target is None


def test_a_changed_check_and_a_changed_cell_are_seen_by_the_next_read(
    register: UnitOfWork, months: Months
) -> None:
    march = months.expected("2024-03")
    with register.write() as session:
        enter(session, march, M01=0, M02=10, M04=10)
    with register.rehearse() as session:
        report = read(session, march)
        assert report.figures["M03"].value == 10
        session.execute(text("UPDATE figure SET value = value + 10000 WHERE indicator_code = 'M02'"))
        assert read(session, march).figures["M03"].value == 11
        session.add(
            CrossCheck(catalogue_id=report.catalogue_id, code="X99", rule="M02 = 0", severity="notice")
        )
        assert "X99" in {code for code, _, _ in read_catalogue(session, report.catalogue_id).rules}


def test_the_facts_of_a_catalogue_cannot_be_changed_by_who_reads_them(
    register: UnitOfWork, months: Months
) -> None:
    with register.read() as session:
        facts = read(session, months.expected("2024-03")).facts
        with pytest.raises(TypeError):
            facts["M02"] = facts["M01"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("state", "scaled", "figure"),
    [
        ("value", 323_500, FigureValue(FigureState.VALUE, Decimal("32.35"))),
        ("value", 0, FigureValue(FigureState.VALUE, Decimal(0))),
        ("none_arisen", None, FigureValue(FigureState.NONE_ARISEN)),
        ("not_applicable", None, FigureValue(FigureState.NOT_APPLICABLE)),
        ("blank", None, FigureValue(FigureState.BLANK)),
    ],
)
def test_a_stored_cell_is_the_figure_that_was_kept(
    state: str, scaled: int | None, figure: FigureValue
) -> None:
    assert kept_figure(state, scaled) == figure


def test_plain_rows_write_first_what_the_session_holds_back(register: UnitOfWork, months: Months) -> None:
    from sqlalchemy import bindparam, select

    titles = select(Indicator.title).where(Indicator.code == bindparam("code"))
    with register.rehearse() as session:
        session.query(Indicator).filter_by(code="M02").one().title = "Mới"
        assert [row[0] for row in plain_rows(session, titles, code="M02")] == ["Mới"]


def test_the_fields_of_words_are_those_of_papers(register: UnitOfWork, months: Months) -> None:
    for month in ("2024-02", "2024-03"):
        with register.write() as session:
            enter(session, months.expected(month), M01=0, M02=1_250, M04=1_250)
    with register.read() as session:
        report = read(session, months.expected("2024-03"))
        fields = WordFields(report)
        kinds = {"int": FigureKind.COUNT, "percent": FigureKind.PERCENT, "money": FigureKind.MONEY}
        papers = figure_fields(
            (
                FigureGroup(
                    "",
                    "",
                    tuple(
                        Figure(
                            code=code,
                            title=fact.title,
                            unit=fact.unit_of_measure,
                            current=printed(report.figures[code]),
                            previous=printed(report.before[code]),
                            cumulative=printed(report.to_date[code]),
                            target=fact.target,
                            kind=kinds.get(fact.value_type, FigureKind.NUMBER),
                        )
                        for code, fact in report.facts.items()
                        if fact.value_type != "text"
                    ),
                ),
            )
        )
    assert dict(fields) == papers
    assert len(fields) == len(papers)
    assert fields["M02"].startswith("1.250")
    assert fields["M02.luy_ke"].startswith("2.500")
    for name in ("", "M02.", "M02.nam_sau", "M99", "M02.ky_truoc.ky_truoc", ".ky_truoc"):
        assert name not in fields
        assert fields.get(name) is None
