"""A commune's month: opening the grid of 119 indicators and checking a report, against bare floors."""

import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.bootstrap import open_services
from app.core.clock import FixedClock, at_office
from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.models import ExpectedReport
from app.services.checks.report import check_report
from app.services.figures import set_figures
from app.services.queries.report_desk import Desk, read_desk
from app.services.queries.report_draft import read_draft_again
from app.storage.unit_of_work import UnitOfWork
from tools.bench.measure import Row, compare
from tools.bench.month_floor import Floor, fill_a_year

_RUNS = 15
_AIM = "≤ 3"


def measure(sample: Path, folder: Path) -> list[Row]:
    """Return the rows of the table about a commune's month, with a whole year of full reports behind it."""
    data = folder / "data"
    shutil.copytree(sample, data)
    services = open_services(data)
    with services.uow as uow:
        desk = _desk(uow, services.clock.today())
    assert desk.report is not None
    fill_a_year(data / "so-cchc.db", desk.report.expected_id)
    services = open_services(data)
    with services.uow as uow:
        desk = _desk(uow, services.clock.today())
        return [*_reading(uow, desk, services.clock.today()), *_painting(desk)]


def _desk(uow: UnitOfWork, today: Any) -> Desk:
    from app.core.periods import Month

    with uow.read() as session:
        first = read_desk(
            session, kind="monthly-report", month=Month(2024, 3), year=None, unit_id="", today=today
        )
        unit = next(unit for unit in first.units if unit.name.startswith("Xã"))
        return read_desk(
            session, kind="monthly-report", month=Month(2024, 3), year=None, unit_id=unit.id, today=today
        )


def _reading(uow: UnitOfWork, desk: Desk, today: Any) -> list[Row]:
    assert desk.report is not None
    key = desk.report.expected_id

    floor = Floor(uow, key)

    def ours() -> None:
        with uow.read() as session:
            read_desk(
                session,
                kind="monthly-report",
                month=desk.month,
                year=None,
                unit_id=desk.unit_id,
                today=today,
            )

    def check() -> None:
        with uow.read() as session:
            check_report(session, session.get_one(ExpectedReport, key))

    return [
        compare("read a report with checks, tallies, words", ours, floor.read, aim=_AIM, runs=_RUNS),
        _reading_again(uow, desk, floor),
        compare("check a report (12 months behind it)", check, floor.check, aim=_AIM, runs=_RUNS),
    ]


def _reading_again(uow: UnitOfWork, desk: Desk, floor: Floor) -> Row:
    """Type one cell and look at the report again, against reading the whole of it bare."""
    assert desk.report is not None and desk.report.basis is not None
    key, day = desk.report.expected_id, desk.report.basis.day
    code = next(row.code for row in desk.report.figures if not row.is_computed and row.opening is None)
    with uow.rehearse() as session:
        figures = {code: FigureValue(FigureState.VALUE, Decimal(99))}
        clock = FixedClock(at_office(day, 9))
        set_figures(session, expected_id=key, figures=figures, clock=clock, keep_blocked=True)

        def again() -> None:
            assert desk.report is not None
            assert read_draft_again(session, desk.report, today=day) is not None

        return compare("look at it again after a cell was typed", again, floor.read, aim="≤ 1", runs=_RUNS)


def _painting(desk: Desk) -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    from app.system.settings import Settings
    from app.ui.application import create_application
    from app.ui.figure_desk import Pending
    from app.ui.screens.reports.columns import FIGURE_COLUMNS, entry_lines
    from app.ui.tables.entry import EntryView

    application, _ = create_application(["bench"], Settings(Path(os.devnull)))
    assert application is not None and desk.report is not None
    report = desk.report

    def ours() -> None:
        grid = EntryView(FIGURE_COLUMNS, name="grid")
        grid.resize(1000, 500)
        grid.show_lines(entry_lines(report, Pending()))
        grid.grab()

    cells = [line.cells or (line.heading,) for line in entry_lines(report, Pending())]

    def bare() -> None:
        model = QStandardItemModel()
        for row in cells:
            model.appendRow([QStandardItem(cell) for cell in row])
        table = QTableView()
        table.resize(1000, 500)
        table.setModel(model)
        table.grab()

    return [compare("show the grid of 119 indicators", ours, bare, aim="≤ 3")]
