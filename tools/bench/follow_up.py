"""Ranking all units and finding whom to remind, against the same questions in bare sqlite3."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from app.core.ids import derived_id
from app.services.queries.periods import find_period
from app.services.queries.ranking import live_ranking
from app.services.queries.reminders import follow_ups
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from tools.bench.measure import Row, compare
from tools.bench.year import MONTHS, catalogue, expected, insert, period, reports, rule, submissions, unit

AS_OF = date(2024, 12, 16)
SIZES = (130, 3321)
_TASKS = 4  # of every unit: one late, one done, two far away
_REPORTS = """SELECT e.unit_id, e.state, p.legal_due, min(s.received_at) FROM expected_report e
 JOIN period p ON p.id = e.period_id LEFT JOIN submission s ON s.expected_report_id = e.id
 AND s.withdrawn_at IS NULL AND s.received_at < :day WHERE p.name <= :month GROUP BY e.id"""
_COUNTS = """SELECT unit_id, sum(done_on IS NOT NULL AND done_on <= current_due_on), count(*) FROM assignment
 WHERE current_due_on < :day GROUP BY unit_id"""
_SENT = "SELECT unit_id, subject_id, step, sent_at FROM reminder WHERE sent_at < :day"
_UNITS = "SELECT * FROM unit ORDER BY sort_order, name"
_MEMBERS = "SELECT group_id, unit_id FROM unit_group_member"
_OWED = """SELECT e.unit_id, e.id, p.name, p.legal_due, e.state FROM expected_report e
 JOIN period p ON p.id = e.period_id WHERE e.state = 'returned' OR NOT EXISTS
 (SELECT 1 FROM submission s WHERE s.expected_report_id = e.id AND s.withdrawn_at IS NULL)"""
_RETURNED = """SELECT s.expected_report_id, s.decided_at, c.subject FROM submission s
 LEFT JOIN submission_comment c ON c.submission_id = s.id WHERE s.state = 'returned'"""
_LATE = """SELECT a.unit_id, a.id, t.content, t.section, a.current_due_on FROM assignment a
 JOIN task t ON t.id = a.task_id WHERE a.done_on IS NULL AND a.current_due_on < :soon"""


def measure(folder: Path) -> list[Row]:
    """Return the rows of the table about following units up."""
    rows = []
    for units in SIZES:
        path = folder / str(units) / "so-cchc.db"
        create_register(path)
        _fill(path, units)
        with UnitOfWork(path, actor="bench") as uow:
            rows += [_ranking(uow, units), _reminding(uow, units)]
    return rows


def _ranking(uow: UnitOfWork, units: int) -> Row:
    def ours() -> None:
        with uow.read() as session:
            december = find_period(session, name="2024-12", as_of=AS_OF)
            ranking = live_ranking(session, period=december, day=AS_OF)
            assert len(ranking.units) == units

    def floor() -> None:
        for month, day in (("2024-12", "2024-12-17"), ("2024-11", "2024-11-17")):  # and what changed since
            assert len(_ranked(uow, month, day)) == units

    return compare(f"rank {units:,} units by {MONTHS} months", ours, floor, aim="≤ 10", runs=5)


def _ranked(uow: UnitOfWork, month: str, day: str) -> list[tuple[str, float]]:
    """Rank by the share of reports and tasks in time, group by group."""
    came: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for unit_id, _, due, received in uow.rows(_REPORTS, {"month": month, "day": day}):
        came[unit_id][0] += received is not None and received[:10] <= due
        came[unit_id][1] += 1
    tasks = {row[0]: row[1:] for row in uow.rows(_COUNTS, {"day": day})}
    uow.rows(_SENT, {"day": day})
    uow.rows(_UNITS)
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for group, unit_id in uow.rows(_MEMBERS):
        done, fallen = tasks.get(unit_id, (0, 0))
        in_time, asked = came[unit_id]
        groups[group].append((unit_id, 60 * in_time / asked + 40 * done / max(fallen, 1)))
    return [one for group in groups.values() for one in sorted(group, key=lambda pair: -pair[1])]


def _reminding(uow: UnitOfWork, units: int) -> Row:
    behind = len(range(0, units, 10)) + len(range(5, units, 10))

    def ours() -> None:
        with uow.read() as session:
            found = follow_ups(session, day=AS_OF)
            assert sum(any(item.owed.is_report for item in row.items) for row in found) == behind

    def floor() -> None:
        owed: dict[str, list[object]] = defaultdict(list)
        for sql in (_OWED, _LATE):
            for row in uow.rows(sql, {"soon": "2024-12-26"} if ":soon" in sql else {}):
                owed[row[0]].append(row)
        sent = {row[1]: row for row in uow.rows(_SENT, {"day": "2024-12-17"})}
        for sql in (_UNITS, _RETURNED):
            uow.rows(sql)
        assert len(owed) == units and sent

    return compare(f"find whom of {units:,} to remind", ours, floor, aim="≤ 10", runs=5)


def _fill(path: Path, units: int) -> None:
    """Every tenth unit has not sent December, every tenth was sent it back with a remark."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, rows in (
            ("catalogue", [catalogue()]),
            ("unit", [unit(number) for number in range(units + 1)]),
            ("register", [_register(units)]),
            ("unit_group", _groups()),
            ("unit_group_member", _members(units)),
            ("reporting_rule", [rule()]),
            ("period", [period(month) for month in range(1, MONTHS + 1)]),
            ("expected_report", expected(units)),
            ("submission", submissions(units)),
            ("task", _tasks()),
            ("assignment", _assignments(units)),
        ):
            insert(connection, table, rows)
        _leave_behind(connection, units)
        connection.commit()
        connection.execute("ANALYZE")


def _register(units: int) -> dict[str, object]:
    own = derived_id("u", str(units))
    created = "2024-01-02 01:00:00.000000"
    return {"id": "x", "role": "hub", "own_unit_id": own, "preset": "", "created_at": created, "epoch": 1} | {
        "settings": "{}"
    }


def _groups() -> Iterator[dict[str, object]]:
    for number in range(2):
        yield {"id": f"g{number}", "code": f"G{number}", "name": f"Nhóm {number}", "sort_order": number}


def _members(units: int) -> Iterator[dict[str, object]]:
    for number in range(units):
        yield {"id": f"m{number}", "group_id": f"g{number % 2}", "unit_id": derived_id("u", str(number))}


def _tasks() -> Iterator[dict[str, object]]:
    words = ("section", "product", "receiver", "field", "due_text", "recurrence", "cancel_reason")
    for number in range(_TASKS):
        yield {
            "id": f"t{number}",
            "kind": "dated",
            "content": f"Nhiệm vụ mẫu {number}",
            "sort_order": number,
            "created_at": "2024-01-02 01:00:00.000000",
            "row_version": 1,
            **dict.fromkeys((*words, "reading_rule", "search_plain", "search_exact"), ""),
        }


def _assignments(units: int) -> Iterator[dict[str, object]]:
    for unit_number in range(units):
        for number, due in enumerate(("2024-12-10", "2024-12-01", "2025-06-30", "2025-09-30")):
            yield {
                "id": derived_id("a", str(unit_number), str(number)),
                "task_id": f"t{number}",
                "unit_id": derived_id("u", str(unit_number)),
                "role": "lead",
                "assigned_on": "2024-01-05",
                "original_due_on": due,
                "current_due_on": due,
                "done_on": "2024-11-20" if number == 1 else None,
                "progress": 100 if number == 1 else 0,
                "result": "",
                "cancel_reason": "",
                "row_version": 1,
            }


def _leave_behind(connection: sqlite3.Connection, units: int) -> None:
    december = [key for key, month, _ in reports(units) if month == MONTHS]
    for number, key in enumerate(december):
        if number % 10 == 0:
            connection.execute("DELETE FROM submission WHERE expected_report_id = ?", [key])
            connection.execute("UPDATE expected_report SET state = 'not_started' WHERE id = ?", [key])
            unit_id = derived_id("u", str(number))
            insert(connection, "reminder", [_reminder(key, unit_id)])
        elif number % 10 == 5:
            connection.execute("UPDATE expected_report SET state = 'returned' WHERE id = ?", [key])
            connection.execute(
                "UPDATE submission SET state = 'returned', decided_at = '2024-12-13 02:00:00.000000' "
                "WHERE expected_report_id = ?",
                [key],
            )
            insert(connection, "submission_comment", [_comment(derived_id("s", key))])


def _reminder(key: str, unit_id: str) -> dict[str, object]:
    return {
        "id": derived_id("reminder", key),
        "unit_id": unit_id,
        "subject_kind": "expected_report",
        "subject_id": key,
        "sent_at": "2024-12-11 02:00:00.000000",
        "channel": "zalo",
        "step": 1,
        "text": "",
    }


def _comment(submission_id: str) -> dict[str, object]:
    return {
        "id": derived_id("comment", submission_id),
        "submission_id": submission_id,
        "subject": "M001",
        "text": "Kiểm lại",
        "author": "",
        "created_at": "2024-12-13 02:00:00.000000",
    }
