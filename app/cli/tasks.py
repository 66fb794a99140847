"""``tasks`` and ``task update``: the register of tasks."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from app.cli.arguments import add_as_of, add_json, as_of, today_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.dates import parse_date
from app.core.statuses import WORDS, AssignmentRole, TaskState
from app.core.text import format_date, shorten

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.tasks import AssignmentRow


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``tasks`` or of ``task``."""
    if verb == "tasks":
        parser.add_argument("--unit", metavar="MÃ", help="chỉ nhiệm vụ của đơn vị mang mã này")
        parser.add_argument(
            "--state", choices=[state.value for state in TaskState], help="chỉ nhiệm vụ ở trạng thái này"
        )
        parser.add_argument(
            "--search", default="", metavar="CHỮ", help="tìm theo nội dung, có hoặc không dấu"
        )
        add_as_of(parser)
        add_json(parser)
        parser.set_defaults(run=_list)
        return
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    update = actions.add_parser("update", help="ghi tiến độ, kết quả, ngày hoàn thành")
    update.add_argument("id", metavar="MÃ", help="mã nhiệm vụ, như lệnh tasks in ra")
    update.add_argument("--progress", type=int, metavar="N", help="tiến độ, từ 0 đến 100")
    update.add_argument("--result", metavar="CHỮ", help="kết quả thực hiện")
    update.add_argument("--done", metavar="NGÀY", help="ngày hoàn thành")
    add_json(update)
    update.set_defaults(run=_update, usage=update.error)


def _list(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.task_register import list_unassigned
    from app.services.queries.tasks import TaskFilter, count_states, list_assignments
    from app.services.queries.units import find_unit

    is_whole = not (arguments.unit or arguments.state or arguments.search)
    day = as_of(arguments, host)
    with host.open(arguments.data).uow as uow, uow.read() as session:
        unit = find_unit(session, code=arguments.unit, as_of=day) if arguments.unit else None
        wanted = TaskFilter(
            as_of=day,
            unit_id=unit.id if unit else None,
            state=TaskState(arguments.state) if arguments.state else None,
            search=arguments.search,
        )
        rows = list_assignments(session, wanted)
        counts = count_states(session, wanted)
        facts = _facts(session, rows, day)
        waiting = list_unassigned(session) if is_whole else ()
    if waiting:
        tell(f"Còn {len(waiting)} nhiệm vụ chưa giao cho đơn vị nào, không nằm trong các số đếm.")
    numbers = {**asdict(counts), "total": counts.total}
    if arguments.json:
        unassigned = [{**asdict(task), "due": task.due.isoformat() if task.due else None} for task in waiting]
        print_json({"as_of": day.isoformat(), "counts": numbers, "tasks": facts, "unassigned": unassigned})
        return 0
    _print_rows(rows)
    print_lines(
        [
            f"Tính đến hết ngày {format_date(day)}: {counts.total} nhiệm vụ; "
            + ", ".join(
                f"{WORDS[TaskState(name)].lower()} {n}" for name, n in numbers.items() if name != "total"
            )
            + "."
        ]
    )
    return 0


def _print_rows(rows: Sequence["AssignmentRow"]) -> None:
    if not rows:
        tell("Không có nhiệm vụ nào khớp điều kiện.")
        return
    print_table(
        ("Mã", "Mục", "Nội dung", "Đơn vị", "Thời hạn", "Tiến độ", "Trạng thái"),
        [
            (
                row.id,
                row.section,
                shorten(row.content, 60),
                row.unit,
                format_date(row.due) if row.due else row.due_text,
                f"{row.progress}%",
                WORDS[row.state],
            )
            for row in rows
        ],
    )


def _facts(session: "Session", rows: Iterable["AssignmentRow"], day: date) -> list[dict[str, object]]:
    """Return the rows as the contract names them; the other parts of each task are read in one go."""
    from app.services.queries.tasks import TaskFilter, list_assignments
    from app.services.queries.units import list_units

    codes = {unit.id: unit.code for unit in list_units(session, as_of=None)}
    parts: dict[tuple[str, AssignmentRole], list[str]] = {}
    for other in list_assignments(session, TaskFilter(as_of=day)):
        parts.setdefault((other.task_id, other.role), []).append(other.unit)
    return [
        {
            "id": row.id,
            "directive": row.directive,
            "section": row.section,
            "content": row.content,
            "unit": row.unit,
            "unit_code": codes[row.unit_id],
            "assignees": [row.unit]
            if row.role is AssignmentRole.LEAD
            else parts.get((row.task_id, AssignmentRole.LEAD), []),
            "coordinators": parts.get((row.task_id, AssignmentRole.COORDINATING), []),
            "due": row.due.isoformat() if row.due else None,
            "state": row.state.value,
            "progress": row.progress,
            "result": row.result,
            "done": row.done_on.isoformat() if row.done_on else None,
        }
        for row in rows
    ]


def _update(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.queries.tasks import TaskFilter, list_assignments
    from app.services.tasks import ProgressNote, note_progress

    today = today_of(arguments, host)
    if arguments.progress is None and arguments.result is None and arguments.done is None:
        arguments.usage("chưa ghi gì để cập nhật; dùng --progress, --result hoặc --done")
    note = ProgressNote(
        progress=arguments.progress,
        result=arguments.result,
        done_on=parse_date(arguments.done, today, field="done_on") if arguments.done else None,
    )
    services = host.open(arguments.data)
    with services.uow as uow:
        with uow.write() as session:
            note_progress(session, assignment_id=arguments.id, note=note, clock=services.clock)
        with uow.read() as session:
            rows = list_assignments(session, TaskFilter(as_of=today, assignment_id=arguments.id))
            facts = _facts(session, rows, today)
    if arguments.json:
        print_json(facts[0] if facts else {"id": arguments.id})
    else:
        _print_rows(rows)
    tell("Đã ghi.")
    return 0
