"""Listing, searching and filtering 100,000 assignments against the same questions in bare sqlite3."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from app.core.clock import at_office
from app.core.ids import derived_id
from app.core.statuses import TaskState
from app.core.text import exact_key, fold
from app.services.queries.tasks import TaskFilter, count_states, list_assignments
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from tools.bench.measure import Row, compare

UNITS, TASKS = 100, 1000
AS_OF = date(2024, 6, 12)
_PHRASES = (
    "rà soát",
    "thủ tục hành chính",
    "số hóa hồ sơ",
    "đường dây nóng",
    "công khai",
    "kế hoạch khắc phục",
    "báo cáo tồn tại",
    "dịch vụ công trực tuyến",
    "kiểm tra giám sát",
    "cán bộ công chức",
    "tài sản công",
    "giao thông nông thôn",
)


def make_register(folder: Path) -> UnitOfWork:
    """Make a register of 100,000 assignments with seeded content."""
    path = folder / "so-cchc.db"
    create_register(path)
    with UnitOfWork(path, actor="bench") as uow:
        _fill(uow)
    return UnitOfWork(path, actor="bench")  # opened anew, as on the day after an import


def _fill(uow: UnitOfWork) -> None:
    from sqlalchemy import insert

    from app.models import Assignment, Task, Unit

    chance = random.Random(12)
    units = [_unit(number) for number in range(UNITS)]
    tasks = [_task(number, chance) for number in range(TASKS)]
    with uow.write() as session:
        session.execute(insert(Unit), units)
        session.execute(insert(Task), tasks)
        session.execute(
            insert(Assignment), [row for task in tasks for row in _assignments(task, units, chance)]
        )


def _unit(number: int) -> dict[str, object]:
    return {
        "id": derived_id("u", str(number)),
        "code": f"{17000 + number}",
        "name": f"Ủy ban nhân dân xã Mẫu {number:03}",
        "short_name": f"Xã Mẫu {number:03}",
        "sort_order": number,
        "search_plain": f"xa mau {number:03}",
        "search_exact": f"xã mẫu {number:03}",
        "row_version": 1,
    }


def _task(number: int, chance: random.Random) -> dict[str, object]:
    words = " ".join(chance.choices(_PHRASES, k=5)) + f" số {number}"
    return {
        "id": derived_id("t", str(number)),
        "kind": "dated",
        "content": words,
        "sort_order": number,
        "created_at": at_office(date(2024, 1, 2), 8),
        "assigned_on": date(2024, 1, 5),
        "section": str(number % 9 + 1),
        "search_plain": fold(words),
        "search_exact": exact_key(words),
        "row_version": 1,
    }


def _assignments(
    task: dict[str, object], units: list[dict[str, object]], chance: random.Random
) -> Iterator[dict[str, object]]:
    due = date(2024, 1, 31) + timedelta(days=chance.randrange(330))
    for unit in units:
        done = due - timedelta(days=chance.randrange(-10, 60)) if chance.random() < 0.4 else None
        yield {
            "id": derived_id("a", str(task["id"]), str(unit["id"])),
            "task_id": task["id"],
            "unit_id": unit["id"],
            "assigned_on": date(2024, 1, 5),
            "original_due_on": due,
            "current_due_on": due,
            "done_on": done,
            "progress": 100 if done else 0,
            "row_version": 1,
        }


_COLUMNS = """SELECT a.id, a.task_id, t.directive_id, t.section, t.content, t.kind, t.field, t.product,
 a.unit_id, u.short_name, a.role, t.due_text, a.original_due_on, a.current_due_on, a.done_on, a.progress,
 a.result, CASE WHEN a.done_on > a.current_due_on THEN 1 WHEN a.done_on IS NOT NULL THEN 2
 WHEN a.current_due_on < '2024-06-12' THEN 3 ELSE 4 END FROM assignment a JOIN task t ON t.id = a.task_id
 JOIN unit u ON u.id = a.unit_id"""
_ORDER = "ORDER BY t.sort_order, u.sort_order, a.id LIMIT 200"


def measure(folder: Path) -> list[Row]:
    """Return the rows of the table about the register."""
    rows = []
    with make_register(folder) as uow:
        unit = derived_id("u", "17")
        for name, wanted, condition, values in (
            ("list 200 of 100,000", TaskFilter(as_of=AS_OF), "", {}),
            (
                "one unit's overdue (filter)",
                TaskFilter(as_of=AS_OF, unit_id=unit, state=TaskState.OPEN_OVERDUE),
                "WHERE a.unit_id = :unit AND a.done_on IS NULL AND a.current_due_on < :day",
                {"unit": unit, "day": AS_OF.isoformat()},
            ),
            (
                "search “duong giao thong”, first 200",
                TaskFilter(as_of=AS_OF, search="duong giao thong"),
                "WHERE t.search_plain LIKE '%duong%' AND t.search_plain LIKE '%giao%' "
                "AND t.search_plain LIKE '%thong%'",
                {},
            ),
            (
                "search one task by number",
                TaskFilter(as_of=AS_OF, search="số 777"),
                "WHERE t.search_exact LIKE '%số%' AND t.search_exact LIKE '%777%'",
                {},
            ),
        ):
            rows.append(_listing(uow, name, wanted, f"{_COLUMNS} {condition} {_ORDER}", values))
        rows.append(_searching_all(uow))
        rows.append(_counting(uow))
    return rows


def _searching_all(uow: UnitOfWork) -> Row:
    wanted = TaskFilter(as_of=AS_OF, search="ke hoach")
    sql = f"{_COLUMNS} WHERE t.search_plain LIKE '%ke%' AND t.search_plain LIKE '%hoach%'"

    def ours() -> None:
        with uow.read() as session:
            assert len(list_assignments(session, wanted)) > 1_000

    return compare("search “ke hoach”, every hit", ours, lambda: uow.rows(sql), aim="≤ 3")


def _listing(uow: UnitOfWork, name: str, wanted: TaskFilter, sql: str, values: dict[str, str]) -> Row:
    def ours() -> None:
        with uow.read() as session:
            assert list_assignments(session, wanted, limit=200)

    return compare(name, ours, lambda: uow.rows(sql, values), aim="≤ 3, < 50 ms")


def _counting(uow: UnitOfWork) -> Row:
    day = AS_OF.isoformat()
    sql = """SELECT CASE WHEN done_on <= :day AND done_on > current_due_on THEN 1 WHEN done_on <= :day THEN 2
      WHEN current_due_on < :day THEN 3 ELSE 4 END, count(*)
      FROM assignment a JOIN task t ON t.id = a.task_id GROUP BY 1"""

    def ours() -> None:
        with uow.read() as session:
            assert count_states(session, TaskFilter(as_of=AS_OF)).total == UNITS * TASKS

    return compare("count 100,000 by state", ours, lambda: uow.rows(sql, {"day": day}), aim="≤ 3")
