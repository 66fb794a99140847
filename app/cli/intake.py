"""``intake``: a directive's file → its letterhead and proposed tasks; with ``--accept`` into the register."""

import argparse
from pathlib import Path

from app.cli.arguments import add_as_of, add_json, as_of
from app.cli.host import Host
from app.cli.output import print_json, print_lines, print_table, tell
from app.cli.parser import Parser
from app.core.errors import RuleViolation
from app.core.text import format_date, shorten
from app.intake.proposals import ProposedTask, Reading, printed


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``intake``."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="văn bản .docx, .pdf có lớp chữ hoặc .txt")
    parser.add_argument("--accept", action="store_true", help="ghi văn bản và các nhiệm vụ đề xuất vào sổ")
    add_as_of(parser)
    add_json(parser)
    parser.set_defaults(run=_intake)


def _intake(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.intake.files import read_directive_file

    reading = read_directive_file(arguments.file)
    if not reading.tasks:
        raise RuleViolation(
            f"Chưa thấy phần giao việc trong tệp “{arguments.file.name}”.",
            hint="Mở chương trình, chọn đoạn và thêm nhiệm vụ bằng tay. Chưa có gì được lưu.",
            code="E-TEP-09",
        )
    if arguments.accept:
        _accept(arguments, host, reading)
    if arguments.json:
        print_json(printed(reading))
    else:
        _print(reading)
    for warning in reading.warnings:
        tell(f"Lưu ý: {warning}")
    return 0


def _accept(arguments: argparse.Namespace, host: Host, reading: Reading) -> None:
    from app.services.intake.entering import accept_reading
    from app.services.intake.party_words import person_in

    received = as_of(arguments, host)
    services = host.open(arguments.data)
    with services.uow as uow, uow.write() as session:
        accepted = accept_reading(session, reading=reading, clock=services.clock, received_on=received).value
    tell(f"Đã ghi văn bản và {len(accepted.task_ids)} nhiệm vụ vào sổ.")
    for match in accepted.unsure:
        tell(f"Chưa chắc “{match.name}” là đơn vị nào nên chưa giao.")
    for name in accepted.unknown:
        if person_in(name) is not None:
            tell(f"“{name}” là tên người, không có trong danh bạ nên chưa giao. Chọn đơn vị ở Nhiệm vụ.")
        else:
            tell(f"Không có đơn vị “{name}” trong sổ nên chưa giao.")


def _print(reading: Reading) -> None:
    head = reading.head
    day = format_date(head.issued_on) if head.issued_on else "(chưa có ngày)"
    print_lines(
        (
            f"{(head.kind or 'văn bản').capitalize()} {head.number or '(chưa có số)'}, {day}",
            f"Cơ quan ban hành: {head.issuer or '(không rõ)'}",
            f"Trích yếu: {head.subject or '(không rõ)'}",
            "",
        )
    )
    print_table(
        ("TT", "Mục", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Tin cậy"), [_row(task) for task in reading.tasks]
    )


def _row(task: ProposedTask) -> tuple[str, ...]:
    deadline = task.deadline
    due = ""
    if deadline is not None:
        due = format_date(deadline.day) if deadline.day else shorten(deadline.text, 30)
    return (
        str(task.order),
        task.section or "",
        shorten(task.content, 60),
        shorten("; ".join(task.assignees), 40),
        due,
        f"{task.confidence:.0%}",
    )
