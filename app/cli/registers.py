"""``init`` and ``demo``: a register from a preset, and the sample register with its documents."""

import argparse
from pathlib import Path

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.errors import InvalidField
from app.core.statuses import WORDS, Role

_FORMATS = ("docx", "pdf", "xlsx")


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``init`` or ``demo``."""
    if verb == "demo":
        parser.add_argument(
            "folder", type=Path, metavar="THƯ_MỤC", help="sổ ở THƯ_MỤC/data, văn bản ở THƯ_MỤC/documents"
        )
        parser.set_defaults(run=_demo)
    else:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--preset", metavar="TÊN", help="bộ mẫu; xem tên bằng init --list")
        what.add_argument("--list", action="store_true", help="liệt kê các bộ mẫu rồi thôi")
        parser.add_argument(
            "--role", choices=[role.value for role in Role], default=Role.HUB.value, help="vai của đơn vị"
        )
        parser.add_argument("--unit", metavar="MÃ", help="mã đơn vị của mình trong bộ mẫu")
        parser.set_defaults(run=_init)
    add_json(parser)


def _init(arguments: argparse.Namespace, host: Host) -> int:
    from app.core.progress import NullProgress
    from app.services.founding import Founding, found_register

    if arguments.list:
        return _list(arguments)
    services = host.describe(arguments.data)
    role = Role(arguments.role)
    founding = Founding(
        preset=arguments.preset, role=role, unit_code=arguments.unit or _usual_unit(arguments.preset, role)
    )
    paths = services.paths
    units = found_register(paths.data, founding, clock=services.clock, progress=NullProgress())
    if arguments.json:
        print_json({"register": str(paths.register), "units": units})
    else:
        print_lines([f"Đã tạo sổ {paths.register} với {units} đơn vị."])
    return 0


def _usual_unit(preset: str, role: Role) -> str:
    """Return the unit a hub's register belongs to when none is named; a reporter has to say who it is."""
    from app.services.presets import find_preset
    from app.system.paths import resources_folder

    fitting = find_preset(resources_folder(), preset).may_own(role)
    if role is Role.HUB and fitting:
        return fitting[0].code
    some = ", ".join(f"{unit.code} ({unit.short_name})" for unit in fitting[:6])
    raise InvalidField(
        "unit",
        f"Bộ mẫu này cần chọn đơn vị cho vai {WORDS[role].lower()}.",
        hint=f"Dùng --unit, ví dụ {some}.",
    )


def _list(arguments: argparse.Namespace) -> int:
    from app.services.presets import list_presets
    from app.system.paths import resources_folder

    presets = list_presets(resources_folder())
    if arguments.json:
        facts = [
            {
                "preset": p.key,
                "name": p.name,
                "description": p.description,
                "roles": [role.value for role in p.roles],
                "units": p.units,
            }
            for p in presets
        ]
        print_json({"presets": facts})
        return 0
    for p in presets:
        roles = ", ".join(WORDS[role].lower() for role in p.roles)
        print_lines([f"{p.key}: {p.name} ({p.units} đơn vị; {roles})", f"    {p.description}"])
    return 0


def _demo(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.papers import write_papers
    from app.services.practice import make_practice_register, telling_papers

    tell("Đang tạo sổ mẫu…")
    paths = make_practice_register((arguments.folder / "data").absolute())
    with host.open(paths.data).uow as uow, uow.read() as session:
        papers = telling_papers(session)
    tell("Đang lập văn bản…")
    files = write_papers(papers, (arguments.folder / "documents").absolute(), _FORMATS)
    documents = [str(path) for path in files]
    if arguments.json:
        print_json({"data": str(paths.data), "documents": documents})
    else:
        print_lines([f"Sổ mẫu: {paths.data}", "Văn bản:", *(f"  {path}" for path in documents)])
    return 0
