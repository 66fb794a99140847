"""Consolidating a year of monthly figures against the same sums in bare sqlite3."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from app.services.queries.periods import find_period
from app.services.queries.totals import Reach, consolidate
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from tools.bench.measure import Row, compare
from tools.bench.year import (
    ENTERED,
    INDICATORS,
    MONTHS,
    catalogue,
    expected,
    indicators,
    insert,
    period,
    reports,
    rule,
    submissions,
    unit,
)

AS_OF = date(2024, 12, 31)
SIZES = (34, 130, 3321)
_FLOOR = """SELECT e.period_id, f.indicator_code, sum(f.value), count(f.value) FROM expected_report e
 JOIN figure f ON f.expected_report_id = e.id AND f.version = e.accepted_version
 WHERE EXISTS (SELECT 1 FROM submission s WHERE s.expected_report_id = e.id AND s.withdrawn_at IS NULL
  AND s.received_at < '2025-01-01') GROUP BY 1, 2"""


def measure(folder: Path) -> list[Row]:
    """Return the rows of the table about consolidation."""
    rows = []
    for units in SIZES:
        path = folder / str(units) / "so-cchc.db"
        create_register(path)
        _fill(path, units)
        with UnitOfWork(path, actor="bench") as uow:
            rows.append(_row(uow, units))
        path.unlink()
    return rows


def _row(uow: UnitOfWork, units: int) -> Row:
    def ours() -> None:
        with uow.read() as session:
            period = find_period(session, name="2024-12", as_of=AS_OF)
            found = consolidate(session, period=period, as_of=AS_OF, reach=Reach.YEAR)
            assert found.counted == units * MONTHS

    def floor() -> None:
        assert len(uow.rows(_FLOOR)) == ENTERED * MONTHS

    runs = 5 if units < 1000 else 1  # the floor alone takes half a minute there
    name = f"consolidate {units:,} units x {INDICATORS} x {MONTHS}"
    return compare(name, ours, floor, aim="≤ 3", runs=runs)


def _fill(path: Path, units: int) -> None:
    """Fill a closed register row by row, without the mapper: there are millions."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, rows in (
            ("catalogue", [catalogue()]),
            ("indicator", indicators()),
            ("unit", [unit(number) for number in range(units)]),
            ("reporting_rule", [rule()]),
            ("period", [period(month) for month in range(1, MONTHS + 1)]),
            ("expected_report", expected(units)),
            ("submission", submissions(units)),
            ("figure", _figures(units)),
        ):
            insert(connection, table, rows)
        connection.commit()
        connection.execute("ANALYZE")


def _figures(units: int) -> Iterator[dict[str, object]]:
    chance = random.Random(12)
    number = 0
    for key, _, _ in reports(units):
        for code in range(ENTERED):
            number += 1
            yield {
                "id": f"{number:08x}-4f1a-4c5e-8000-000000000000",
                "expected_report_id": key,
                "version": 1,
                "indicator_code": f"M{code:03}",
                "state": "value",
                "value": chance.randrange(10**6) * 10_000,
                "explanation": "",
                "source": "",
                "updated_at": "2024-01-12 02:00:00.000000",
                "row_version": 1,
            }
