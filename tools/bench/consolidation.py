"""Consolidating a year of monthly figures against the same sums in bare sqlite3."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from app.core.ids import derived_id
from app.services.queries.cycles import find_period
from app.services.queries.totals import Reach, consolidate
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from tools.bench.measure import Row, compare

AS_OF = date(2024, 12, 31)
SIZES = (34, 130, 3321)
INDICATORS, MONTHS = 119, 12
_ENTERED = 92  # the others are computed, as in the catalogue that ships
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
        assert len(uow.rows(_FLOOR)) == _ENTERED * MONTHS

    runs = 5 if units < 1000 else 1  # the floor alone takes half a minute there
    name = f"consolidate {units:,} units x {INDICATORS} x {MONTHS}"
    return compare(name, ours, floor, aim="≤ 3", runs=runs)


def _fill(path: Path, units: int) -> None:
    """Fill a closed register row by row, without the mapper: there are millions."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, rows in (
            ("catalogue", [_catalogue()]),
            ("indicator", _indicators()),
            ("unit", [_unit(number) for number in range(units)]),
            ("reporting_rule", [_rule()]),
            ("period", [_period(month) for month in range(1, MONTHS + 1)]),
            ("expected_report", _expected(units)),
            ("submission", _submissions(units)),
            ("figure", _figures(units)),
        ):
            _insert(connection, table, rows)
        connection.commit()
        connection.execute("ANALYZE")


def _insert(connection: sqlite3.Connection, table: str, rows: object) -> None:
    found = iter(rows)  # type: ignore[call-overload]
    first = next(found)
    names = ", ".join(first)
    marks = ", ".join("?" for _ in first)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"

    def values() -> Iterator[tuple[object, ...]]:
        yield tuple(first.values())
        for row in found:
            yield tuple(row.values())

    connection.executemany(sql, values())


def _catalogue() -> dict[str, object]:
    return {"id": "c", "code": "bench", "version": 1, "name": "Danh mục bản 1", "source": ""}


def _indicators() -> Iterator[dict[str, object]]:
    for number in range(INDICATORS):
        is_computed = number >= _ENTERED
        a, b = number % _ENTERED, (number + 1) % _ENTERED
        yield {
            "id": f"i{number}",
            "catalogue_id": "c",
            "code": f"M{number:03}",
            "title": f"Chỉ tiêu mẫu {number}",
            "field": "TTHC",
            "value_type": "percent" if is_computed else "int",
            "unit_of_measure": "",
            "is_computed": is_computed,
            "formula": f"M{a:03}/(M{a:03}+M{b:03})*100" if is_computed else None,
            "semantics": ("flow", "flow", "flow", "stock_end")[number % 4],
            "aggregation": "recompute" if is_computed else "sum",
            "applies_to": "[]",
            "source_system": "",
            "is_required": 0,
            "in_report": 1,
            "sort_order": number,
            "note": "",
        }


def _unit(number: int) -> dict[str, object]:
    words = ("name", "short_name", "phone", "email", "note", "search_plain", "search_exact")
    return {
        "id": derived_id("u", str(number)),
        "code": f"{number:05}",
        "kind": "xã" if number % 5 else "phường",
        "sort_order": number,
        "is_sample": 0,
        "row_version": 1,
        **dict.fromkeys(words, f"Xã Mẫu {number}"),
    }


def _rule() -> dict[str, object]:
    return {
        "id": "r",
        "name": "Báo cáo tháng",
        "subject": "monthly_report",
        "frequency": "monthly",
        "start_day": 12,
        "due_day": 12,
        "policy": "legal",
        "lock_after_days": 10,
        "max_extensions": 1,
        "window_words": "",
        "row_version": 1,
    }


def _period(month: int) -> dict[str, object]:
    due = f"2024-{month:02}-12"
    before = f"2024-{month - 1:02}-12" if month > 1 else "2023-12-12"
    return {
        "id": derived_id("period", "r", f"2024-{month:02}"),
        "rule_id": "r",
        "name": f"2024-{month:02}",
        "starts_on": before,
        "ends_before": due,
        "legal_due": due,
        "target_due": due,
        "lenient_due": due,
        "policy": "legal",
        "start_day": 12,
        "catalogue_id": "c",
        "state": "open",
        "row_version": 1,
    }


def _reports(units: int) -> Iterator[tuple[str, int, str]]:
    for month in range(1, MONTHS + 1):
        period = derived_id("period", "r", f"2024-{month:02}")
        for number in range(units):
            unit = derived_id("u", str(number))
            yield derived_id("expected", period, unit), month, unit


def _expected(units: int) -> Iterator[dict[str, object]]:
    for key, month, unit in _reports(units):
        yield {
            "id": key,
            "period_id": derived_id("period", "r", f"2024-{month:02}"),
            "unit_id": unit,
            "state": "accepted",
            "accepted_version": 1,
            "excuse_reason": "",
            "extension_reason": "",
            "reopen_reason": "",
            "row_version": 1,
        }


def _submissions(units: int) -> Iterator[dict[str, object]]:
    for key, month, _ in _reports(units):
        yield {
            "id": derived_id("s", key),
            "expected_report_id": key,
            "epoch": 1,
            "version": 1,
            "document_number": "",
            "approved_by": "",
            "received_at": f"2024-{month:02}-12 02:00:00.000000",
            "state": "accepted",
            "decided_by": "",
            "reason": "",
            "row_version": 1,
        }


def _figures(units: int) -> Iterator[dict[str, object]]:
    chance = random.Random(12)
    number = 0
    for key, _, _ in _reports(units):
        for code in range(_ENTERED):
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
