"""A year of monthly reports of any number of units, as rows for a closed register: there are millions."""

import sqlite3
from collections.abc import Iterator

from app.core.ids import derived_id

INDICATORS, MONTHS = 119, 12
ENTERED = 92  # the others are computed, as in the catalogue that ships


def insert(connection: sqlite3.Connection, table: str, rows: object) -> None:
    """Insert rows of one shape."""
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


def catalogue() -> dict[str, object]:
    """Return the only catalogue."""
    return {"id": "c", "code": "bench", "version": 1, "name": "Danh mục bản 1", "source": ""}


def indicators() -> Iterator[dict[str, object]]:
    """Yield its indicators: the first ones entered, the others rates of two of them."""
    for number in range(INDICATORS):
        is_computed = number >= ENTERED
        a, b = number % ENTERED, (number + 1) % ENTERED
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


def unit(number: int) -> dict[str, object]:
    """Return a unit."""
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


def rule() -> dict[str, object]:
    """Return the rule of the monthly report."""
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


def period(month: int) -> dict[str, object]:
    """Return a month of 2024."""
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


def reports(units: int) -> Iterator[tuple[str, int, str]]:
    """Yield key, month and unit of every expected report."""
    for month in range(1, MONTHS + 1):
        period = derived_id("period", "r", f"2024-{month:02}")
        for number in range(units):
            unit = derived_id("u", str(number))
            yield derived_id("expected", period, unit), month, unit


def expected(units: int) -> Iterator[dict[str, object]]:
    """Yield the expected reports, all accepted."""
    for key, month, unit in reports(units):
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


def submissions(units: int) -> Iterator[dict[str, object]]:
    """Yield one submission for each, come on the due day."""
    for key, month, _ in reports(units):
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
