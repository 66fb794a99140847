"""Two directives in our own words, their tasks, and what became of each assignment."""

import hashlib
from datetime import date

from app.core.deadlines import last_timely_day
from app.core.ids import derived_id
from app.core.statuses import AssignmentRole, DeadlineOperator, DirectiveState, TaskKind
from app.core.text import exact_key, fold
from app.models import (
    Assignment,
    Clause,
    ClauseAddressee,
    Directive,
    Evidence,
    EvidenceLink,
    Extension,
    ProgressEntry,
    Task,
)
from app.services.presets.parsing import Node
from app.services.sample.ground import Ground, Row, dice, key, office_hours, pick

_AUTHOR = "Phòng Nội vụ"


def add_directives(ground: Ground) -> dict[str, tuple[str, str]]:
    """Enter directives, clauses, tasks and assignments; return (clause key, task key) by task name."""
    node = ground.file("directives")
    tasks: dict[str, tuple[str, str]] = {}
    place = 0
    for item in node.nodes("directives"):
        clauses = _add_directive(ground, item)
        for task in item.nodes("tasks"):
            place += 1
            tasks[task.text("key")] = _add_task(ground, item, task, clauses[task.text("clause")], place)
    _note_standing_work(ground, node, tasks)
    for event in node.nodes("events"):
        _apply(ground, event, tasks[event.text("task")][1])
    return tasks


def _add_directive(ground: Ground, node: Node) -> dict[str, Node]:
    parts = node.nodes("clauses")
    lines = [node.text("opening")]
    spans: list[tuple[int, int]] = []
    for clause in parts:
        number = clause.text("number")
        lead = "- " if "gạch" in number else f"{number}. "
        start = len("\n".join(lines)) + 1 + len(lead)
        lines.append(lead + clause.text("text"))
        spans.append((start, start + len(clause.text("text"))))
    text = "\n".join([*lines, node.text("closing")])
    number, subject, issuer = node.text("number"), node.text("subject"), node.text("issuer")
    words = f"{number} {subject} {issuer}"
    issued_on = node.needed_day("issued_on")
    directive_id = key("directive", node.text("key"))
    ground.add(
        Directive,
        {
            "id": directive_id,
            "kind": node.text("kind"),
            "number": number,
            "issued_on": issued_on,
            "issuer": issuer,
            "issuer_unit_id": ground.unit(node, node.text("issuer_unit")),
            "place": node.text("place"),
            "subject": subject,
            "addressees": list(node.texts("addressees")),
            "signer_name": node.text("signer_name"),
            "signer_title": node.text("signer_title"),
            "received_on": node.day("received_on"),
            "is_own": True,
            "state": DirectiveState.ACTIVE,
            "text": text,
            "text_sha256": hashlib.sha256(exact_key(text).encode()).hexdigest(),
            "note": node.text("note"),
            "created_at": office_hours(issued_on, "directive", number),
            "search_plain": fold(words),
            "search_exact": exact_key(words),
        },
    )
    for position, (clause, span) in enumerate(zip(parts, spans, strict=True), 1):
        _add_clause(ground, directive_id, clause, position, span)
    return {clause.text("number"): clause for clause in parts}


def _add_clause(ground: Ground, directive_id: str, node: Node, position: int, span: tuple[int, int]) -> None:
    parent = node.optional("parent")
    clause_id = _clause_key(directive_id, node.text("number"))
    ground.add(
        Clause,
        {
            "id": clause_id,
            "directive_id": directive_id,
            "parent_id": _clause_key(directive_id, parent) if parent else None,
            "position": position,
            "number": node.text("number"),
            "text": node.text("text"),
            "span_start": span[0],
            "span_end": span[1],
        },
    )
    bound: list[tuple[str | None, str | None]] = [
        (ground.group_ids[code], None) for code in node.texts("groups")
    ]
    bound += [(None, ground.unit(node, code)) for code in node.texts("units")]
    for group_id, unit_id in bound:
        ground.add(
            ClauseAddressee,
            {
                "id": key("addressee", clause_id, group_id or unit_id or ""),
                "clause_id": clause_id,
                "group_id": group_id,
                "unit_id": unit_id,
            },
        )


def _clause_key(directive_id: str, number: str) -> str:
    return key("clause", directive_id, number)


def _add_task(ground: Ground, directive: Node, node: Node, clause: Node, place: int) -> tuple[str, str]:
    directive_id = key("directive", directive.text("key"))
    clause_id = _clause_key(directive_id, clause.text("number"))
    given_on = directive.needed_day("issued_on")
    operator = node.choice("due_operator", DeadlineOperator) if "due_operator" in node.value else None
    due_on = node.day("due_on")
    task: Row = {
        "id": key("task", node.text("key")),
        "directive_id": directive_id,
        "clause_id": clause_id,
        "section": clause.text("number"),
        "kind": node.choice("kind", TaskKind),
        "content": node.text("content"),
        "product": node.text("product", ""),
        "receiver": node.text("receiver", ""),
        "field": node.text("field"),
        "due_text": node.text("due_text", ""),
        "due_on": due_on,
        "due_operator": operator,
        "recurrence": node.text("recurrence", ""),
        "review_days": node.number("review_days") if "review_days" in node.value else None,
        "assigned_on": given_on,
        "sort_order": place,
        "created_at": office_hours(given_on, "task", node.text("key")),
    }
    add_task(ground, task)
    last = last_timely_day(due_on, operator) if due_on else None
    units = [*clause.texts("units"), *(u for g in clause.texts("groups") for u in ground.groups[g])]
    for code in units:
        helps = code in node.texts("coordinating")
        role = AssignmentRole.COORDINATING if helps else AssignmentRole.LEAD
        add_assignment(ground, task["id"], code, given_on=given_on, due=last, role=role)
    return clause_id, task["id"]


def add_task(ground: Ground, row: Row) -> None:
    """Keep a task with the words it is searched by."""
    if row["kind"] is TaskKind.DATED:
        ground.dated_tasks.add(row["id"])
    words = f"{row['content']} {row.get('product', '')} {row['section']}"
    ground.add(Task, {**row, "search_plain": fold(words), "search_exact": exact_key(words)})


def add_assignment(
    ground: Ground,
    task_id: str,
    code: str,
    *,
    given_on: date,
    due: date | None,
    role: AssignmentRole = AssignmentRole.LEAD,
) -> Row:
    """Keep an assignment; later parts still change it before it is inserted."""
    row: Row = {
        "id": derived_id("assignment", task_id, ground.unit_ids[code]),
        "task_id": task_id,
        "unit_id": ground.unit_ids[code],
        "role": role,
        "person_id": ground.officers[code],
        "assigned_on": given_on,
        "original_due_on": due,
        "current_due_on": due,
        "extended_on": None,
        "progress": 0,
        "progress_on": None,
        "result": "",
        "done_on": None,
        "cancelled_on": None,
        "cancel_reason": "",
    }
    ground.assignments[task_id, code] = row
    ground.add(Assignment, row)
    return row


def note_work(ground: Ground, row: Row, *, on: date, progress: int, text: str, done: bool = False) -> None:
    """Note progress or completion on an assignment, with its dated entry."""
    row["progress"], row["progress_on"], row["result"] = progress, on, text
    row["done_on"] = on if done else None
    ground.add(
        ProgressEntry,
        {
            "id": key("progress", row["id"], on.isoformat()),
            "assignment_id": row["id"],
            "recorded_on": on,
            "recorded_at": office_hours(on, "progress", row["id"]),
            "kind": "result" if done else "progress",
            "progress": progress,
            "text": text,
            "author": _AUTHOR,
        },
    )


def _note_standing_work(ground: Ground, node: Node, tasks: dict[str, tuple[str, str]]) -> None:
    """Let some units report on their standing duties, and most on the one of the whole year."""
    yearly = tasks["4a"][1]
    for (task_id, code), row in ground.assignments.items():
        day = date(2024, 2, dice(19, 29, "note", task_id, code))
        if task_id == yearly:
            progress = dice(0, 6, "year", code) * 5
            if progress:
                note_work(ground, row, on=day, progress=progress, text=pick(node.texts("yearly_notes"), code))
        elif row["original_due_on"] is None and dice(1, 100, "says", task_id, code) <= 15:
            text = pick(node.texts("standing_notes"), task_id, code)
            note_work(ground, row, on=day, progress=0, text=text)


def _apply(ground: Ground, event: Node, task_id: str) -> None:
    row = ground.assignments[task_id, event.text("unit")]
    cancelled_on, done_on = event.day("cancelled_on"), event.day("done_on")
    if cancelled_on is not None:
        row["cancelled_on"], row["cancel_reason"] = cancelled_on, event.text("reason")
        return
    day = done_on or event.needed_day("on")
    text, progress = event.text("result"), event.number("progress")
    note_work(ground, row, on=day, progress=progress, text=text, done=done_on is not None)
    if "extended_to" in event.value:
        _extend(ground, event, row)
    if "evidence" in event.value:
        _prove(ground, event, row, day)


def _extend(ground: Ground, event: Node, row: Row) -> None:
    to_due, on = event.needed_day("extended_to"), event.needed_day("extended_on")
    ground.add(
        Extension,
        {
            "id": key("extension", row["id"]),
            "assignment_id": row["id"],
            "from_due": row["original_due_on"],
            "to_due": to_due,
            "requested_on": on,
            "decided_on": on,
            "reason": event.text("reason"),
        },
    )
    row["current_due_on"], row["extended_on"] = to_due, on


def _prove(ground: Ground, event: Node, row: Row, day: date) -> None:
    evidence_id = key("evidence", row["id"])
    ground.add(
        Evidence,
        {
            "id": evidence_id,
            "description": event.text("evidence"),
            "document_number": f"{dice(10, 60, 'number', row['id'])}/BC-UBND",
            "issued_on": day,
            "created_at": office_hours(day, "evidence", row["id"]),
        },
    )
    ground.add(
        EvidenceLink,
        {
            "id": key("evidence-link", row["id"]),
            "evidence_id": evidence_id,
            "subject_kind": "assignment",
            "subject_id": row["id"],
        },
    )
