"""``dump`` and ``doctor``: the whole register as text, and whether it can be trusted."""

import argparse
import shutil
import sys
import tempfile
from dataclasses import asdict

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.errors import RegisterDamaged

_FAULTS = 5
_IN_MEMORY = 32 * 1024 * 1024


def configure(verb: str, parser: Parser) -> None:
    """Declare the arguments of ``dump`` or ``doctor``."""
    add_json(parser)
    parser.set_defaults(run=_dump if verb == "dump" else _doctor)


def _dump(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.dump import dump_register

    # Whole or not at all: a register damaged in its middle must not leave half a dump behind.
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as whole:
        with host.open(arguments.data).uow as uow, uow.read() as session:
            whole.writelines(dump_register(session))
        whole.seek(0)
        shutil.copyfileobj(whole, sys.stdout)
    return 0


def _doctor(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.doctor import Diagnosis, cannot_open, check_register
    from app.system.secrets import VaultSecrets

    diagnosis: Diagnosis
    try:
        services = host.open(arguments.data)
    except RegisterDamaged as error:
        diagnosis = cannot_open(error)
    else:
        with services.uow:
            diagnosis = check_register(services, VaultSecrets())
    if arguments.json:
        facts = {"ok": diagnosis.ok, "digest": diagnosis.digest}
        print_json({**facts, "checks": [asdict(check) for check in diagnosis.checks]})
    else:
        print_lines(f"{'Tốt' if check.ok else 'SAI'}  {check.message}" for check in diagnosis.checks)
        print_lines([f"Dấu trạng thái: {diagnosis.digest}"] if diagnosis.digest else [])
    tell("Sổ nguyên vẹn." if diagnosis.ok else "Có chỗ sai, xem các dòng trên.")
    return 0 if diagnosis.ok else _FAULTS
