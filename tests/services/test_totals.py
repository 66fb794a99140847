"""Totals: sums by hand in any order, rates from sums, who is missing, what stands behind a number."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import OFFICE_ZONE
from app.core.errors import NotFound, RuleViolation
from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.statuses import FigureState, ReportResult
from app.core.text import format_percent
from app.models import Period, Submission
from app.services.closing import close_totals
from app.services.cycles import get_period
from app.services.figures import set_figures
from app.services.queries.closed_totals import closed_state
from app.services.queries.last_known import with_last_known
from app.services.queries.number_story import explain_number
from app.services.queries.periods import PeriodRow, find_period
from app.services.queries.sums import RollUp
from app.services.queries.totals import Reach, Totals, consolidate
from app.services.submissions import Receipt, accept_report, excuse_report, receive_report
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_catalogue, make_group, make_march, make_units
from tests.register import clock_at, journal_of, nothing_written

CLOCK = clock_at(2024, 4, 20)
DAY = CLOCK.today()
CODES = tuple(f"{number:02d}" for number in range(6))
Cell = FigureValue
NONE = FigureValue(FigureState.NONE_ARISEN)


def value(number: int) -> Cell:
    return FigureValue(FigureState.VALUE, Decimal(number))


def expected_in(session: Session, month: str, unit_id: str) -> str:
    return derived_id("expected", find(session, month).id, unit_id)


def find(session: Session, month: str) -> PeriodRow:
    return find_period(session, name=month, as_of=DAY)


def report(
    session: Session, month: str, unit_id: str, cells: dict[str, Cell], *, accepts: bool = False
) -> str:
    """Let a report come in with these cells."""
    key = expected_in(session, month, unit_id)
    set_figures(session, expected_id=key, figures=cells, clock=CLOCK, keep_blocked=True)
    came = datetime(int(month[:4]), int(month[5:]), 12, 9, tzinfo=OFFICE_ZONE)
    receive_report(session, expected_id=key, receipt=Receipt(received_at=came), clock=CLOCK)
    if accepts:
        accept_report(session, expected_id=key, clock=CLOCK)
    return key


@pytest.fixture
def units(register: UnitOfWork) -> tuple[str, ...]:
    """Return six units in two groups that report every month of 2024; the last one is in no group."""
    with register.write() as session:
        made = make_units(session, *CODES)
        make_march(session, *made, clock=clock_at(2024, 1, 5))
        make_group(session, *made[:3], code="XA")
        make_group(session, *made[3:5], code="PHONG")
    return made


def march(session: Session, **more: object) -> Totals:
    return consolidate(session, period=find(session, "2024-03"), as_of=DAY, **more)  # type: ignore[arg-type]


def figures(found: Totals, part: int = 0) -> dict[str, Decimal | None]:
    return {row.code: row.figure.value for row in found.parts[part].rows}


CELLS = st.one_of(st.just(NONE), st.integers(0, 10**6).map(value))
REPORTS = st.dictionaries(
    st.tuples(st.sampled_from(("2024-01", "2024-02", "2024-03")), st.integers(0, 5)),
    st.fixed_dictionaries({"HS01": CELLS, "HS02": CELLS}),
    max_size=12,
)


@given(reports=REPORTS, order=st.randoms(use_true_random=False))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_the_sum_by_hand_in_whatever_order_reports_come(
    register: UnitOfWork, units: tuple[str, ...], reports: dict, order
) -> None:
    came = sorted(reports)
    order.shuffle(came)
    with register.rehearse() as session:
        for month, place in came:
            report(session, month, units[place], reports[month, place])
        for reach, months in (
            (Reach.PERIOD, ("2024-03",)),
            (Reach.YEAR, ("2024-01", "2024-02", "2024-03")),
        ):
            found = march(session, reach=reach)
            mine = {key: cells for key, cells in reports.items() if key[0] in months}
            assert (found.counted, found.expected) == (len(mine), 6 * len(months))
            assert found.counted + len(found.absent) == found.expected
            by_hand = {
                code: sum((cells[code].known or Decimal(0)) for cells in mine.values())
                for code in ("HS01", "HS02")
            }
            for code, total in by_hand.items():
                assert (figures(found)[code] or 0) == total
                columns = next(row.by_column for row in found.parts[0].rows if row.code == code)
                assert sum(cell.known or Decimal(0) for cell in columns) == total
            assert (figures(found)["HS04"] or 0) == by_hand["HS01"] - by_hand["HS02"]
            rate = figures(found)["HS05"]
            assert rate == (round(by_hand["HS02"] / by_hand["HS01"] * 100, 4) if by_hand["HS01"] else None)


def test_a_rate_is_computed_from_summed_counts_never_averaged(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with register.write() as session:
        report(session, "2024-03", units[0], {"HS01": value(10), "HS02": value(10)})
        report(session, "2024-03", units[1], {"HS01": value(90), "HS02": value(0)})
    with register.read() as session:
        assert figures(march(session))["HS05"] == 10  # not (100 + 0) / 2


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (((40, 100), (41, 149)), "32,53%"),  # Quảng Nam 2017: 81/249
        (((100, 200), (77, 107)), "57,65%"),  # 177/307
        (((12_000, 12_300), (7_255, 7_644)), "96,55%"),  # 19.255 / 19.944
        (((42, 42),), "100%"),
        (((0, 0),), "không phát sinh"),
    ],
)
def test_published_rates_come_out_to_two_decimals(
    register: UnitOfWork, units: tuple[str, ...], parts: Sequence[tuple[int, int]], printed: str
) -> None:
    with register.write() as session:
        for unit, (done, due) in zip(units, parts, strict=False):
            report(session, "2024-03", unit, {"HS01": value(due), "HS02": value(done)})
    with register.read() as session:
        rate = figures(march(session))["HS05"]
        assert format_percent(None if rate is None else round(rate, 2)) == printed


def test_a_report_whose_versions_were_all_taken_back_is_missing_and_not_in_the_sum(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with register.write() as session:
        first = report(session, "2024-03", units[0], {"HS01": value(5), "HS02": value(5)})
        report(session, "2024-03", units[1], {"HS01": value(7), "HS02": value(7)})
        version = session.scalars(select(Submission).where(Submission.expected_report_id == first)).one()
        version.withdrawn_at = CLOCK.now()
    with register.read() as session:
        found = march(session)
        assert figures(found)["HS01"] == 7
        assert found.counted == 1
        assert units[0] in {absent.unit_id for absent in found.absent}


def test_missing_units_are_named_with_why(register: UnitOfWork, units: tuple[str, ...]) -> None:
    with register.write() as session:
        for unit in units[:4]:
            report(session, "2024-03", unit, {"HS01": value(1), "HS02": value(1)})
        key = expected_in(session, "2024-03", units[4])
        excuse_report(session, expected_id=key, reason="Đang sáp nhập", clock=CLOCK)
    with register.read() as session:
        found = march(session)
        assert [(c.title, c.counted, c.expected) for c in found.columns] == [
            ("Nhóm PHONG", 1, 2),
            ("Nhóm XA", 3, 3),
            ("Đơn vị khác", 0, 1),
        ]
        assert [(one.unit, one.result) for one in found.absent] == [
            ("Xã 04", ReportResult.EXCUSED),
            ("Xã 05", ReportResult.MISSING),
        ]


def test_last_known_values_are_shown_beside_and_never_counted(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with register.write() as session:
        report(session, "2024-01", units[4], {"HS01": value(500), "HS02": value(5)})
        report(session, "2024-01", units[5], {"HS01": value(7), "HS02": value(7)})
        report(session, "2024-02", units[5], {"HS01": value(40), "HS02": value(10)})
        for unit in units[:3]:
            report(session, "2024-03", unit, {"HS01": value(20), "HS02": value(10)})
        key = expected_in(session, "2024-03", units[4])
        excuse_report(session, expected_id=key, reason="Đang sáp nhập", clock=CLOCK)
    with register.read() as session:
        found = march(session)
        assert figures(found)["HS01"] == 60
        last = with_last_known(session, found)
        assert last.figures["HS01"].value == 100  # the newest month of the one that is missing, no other
        assert last.figures["HS05"].value == 40  # (30 + 10) / 100, again from sums
        assert last.taken == {units[5]: "2024-02"}
        assert last.without == ("Xã 03",)


def test_months_of_another_catalogue_are_shown_apart(register: UnitOfWork, units: tuple[str, ...]) -> None:
    with register.write() as session:
        report(session, "2024-02", units[0], {"HS01": value(7), "HS02": value(7)})
        report(session, "2024-03", units[0], {"HS01": value(20), "HS02": value(10)})
        newer = make_catalogue(session, version=2)
        session.execute(
            update(Period).where(Period.name >= "2024-03").values(catalogue_id=newer),
            execution_options={"synchronize_session": "fetch"},
        )
    with register.read() as session:
        found = march(session, reach=Reach.YEAR)
        assert [part.catalogue for part in found.parts] == ["Danh mục (bản 2)", "Danh mục (bản 1)"]
        assert [figures(found, part)["HS01"] for part in (0, 1)] == [20, 7]


def test_the_same_period_of_last_year_is_asked_for_and_told_when_it_is_not_there(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with register.read() as session, pytest.raises(NotFound, match="không có kỳ tháng 3/2023"):
        march(session, reach=Reach.LAST_YEAR)


def test_units_are_rolled_up_by_kind_and_by_superior_too(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    register_rows = "UPDATE unit SET kind = 'xã' WHERE code < '02'"
    with register.write() as session:
        session.connection().exec_driver_sql(register_rows)
        session.connection().exec_driver_sql(
            "UPDATE unit SET parent_id = (SELECT id FROM unit WHERE code = '05') WHERE code < '03'"
        )
        for place, unit in enumerate(units):
            report(session, "2024-03", unit, {"HS01": value(10**place), "HS02": value(0)})
    with register.read() as session:
        kinds = march(session, by=RollUp.KIND)
        row = next(row for row in kinds.parts[0].rows if row.code == "HS01")
        told = {column.title: cell.value for column, cell in zip(kinds.columns, row.by_column, strict=True)}
        assert told == {"Xã": 11, "Đơn vị khác": 111_100}
        parents = march(session, by=RollUp.PARENT)
        assert {column.title for column in parents.columns} == {"Xã 05", "Đơn vị khác"}


def test_a_number_opens_down_to_unit_version_and_cell(register: UnitOfWork, units: tuple[str, ...]) -> None:
    with register.write() as session:
        for place, unit in enumerate(units[:4]):
            report(
                session,
                "2024-03",
                unit,
                {"HS01": value(100), "HS02": value(10 * place)},
                accepts=place < 2,
            )
        key = expected_in(session, "2024-03", units[3])
        set_figures(
            session,
            expected_id=key,
            figures={"HS02": value(30)},
            clock=CLOCK,
            source="Sổ theo dõi",
            explanations={"HS02": "Dồn từ tháng trước"},
        )
    with register.read() as session:
        found = march(session)
        story = explain_number(session, found, code="HS02")
        assert story.figure.value == sum(share.figure.value or 0 for share in story.shares) == 60
        last = story.shares[-1]
        assert (last.explanation, last.source) == ("Dồn từ tháng trước", "Sổ theo dõi")
        assert [share.version for share in story.shares] == [1, 1, 0, 0]
        assert [one.unit for one in story.absent] == ["Xã 04", "Xã 05"]
        rate = explain_number(session, found, code="HS05")
        assert [(part.code, part.figure.value) for part in rate.parts] == [("HS01", 400), ("HS02", 60)]
        assert [share.figure.value for share in rate.shares] == [0, 10, 20, 30]
        assert rate.figure.value == 15
        group = next(place for place, column in enumerate(found.columns) if column.title == "Nhóm XA")
        own = explain_number(session, found, code="HS02", column=group)
        assert (own.figure.value, len(own.shares)) == (30, 3)
        with pytest.raises(NotFound, match="Không có chỉ tiêu mang mã “X”"):
            explain_number(session, found, code="X")


def test_closed_totals_are_kept_and_what_moved_since_is_told(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="chưa có báo cáo nào"),
        register.write() as session,
    ):
        close_totals(session, found=march(session), clock=CLOCK)
    with journal_of(register) as actions, register.write() as session:
        key = report(session, "2024-03", units[0], {"HS01": value(20), "HS02": value(10)})
        close_totals(session, found=march(session), clock=CLOCK)
    assert actions[-1] == "totals.close"
    with register.write() as session:
        found = march(session)
        state = closed_state(session, found)
        assert state is not None
        assert (state.counted, state.expected, state.moved) == (1, 6, ())
        set_figures(session, expected_id=key, figures={"HS02": value(15)}, clock=CLOCK)
        moved = closed_state(session, march(session))
        assert moved is not None
        assert [(m.code, m.closed, m.now) for m in moved.moved] == [
            ("HS02", "10", "15"),
            ("HS04", "10", "5"),
            ("HS05", "50", "75"),
        ]


def test_a_report_that_came_later_than_the_day_asked_is_not_in_the_totals(
    register: UnitOfWork, units: tuple[str, ...]
) -> None:
    with register.write() as session:
        report(session, "2024-03", units[0], {"HS01": value(20), "HS02": value(10)})
    with register.read() as session:
        period = find(session, "2024-03")
        assert consolidate(session, period=period, as_of=date(2024, 3, 11)).counted == 0
        assert consolidate(session, period=period, as_of=date(2024, 3, 12)).counted == 1
        assert get_period(session, period.id).name == "2024-03"
