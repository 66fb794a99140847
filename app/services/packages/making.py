"""Making a package from start to end: key, content, bytes, entry, and the file put out."""

from pathlib import Path

from app.core.errors import AppError, InvalidField
from app.services.context import Services
from app.services.packages.assignments import make_assignment
from app.services.packages.keys import own_key
from app.services.packages.outgoing import MadePackage
from app.services.packages.receipts import make_receipt
from app.services.packages.sealing import ApprovalFacts, enter_seal, prepare_seal, seal_prepared
from app.services.packages.store import PackageStore, write_whole
from app.system.secrets import Secrets


def seal_report(
    services: Services, secrets: Secrets, *, expected_id: str, approval: ApprovalFacts, reason: str = ""
) -> MadePackage:
    """Seal a report; the register is held only to read it out and to enter it."""
    clock, store = services.clock, PackageStore(services.paths.attachments)
    with services.uow.write() as session:
        key = own_key(session, secrets=secrets, clock=clock)
    with services.uow.read() as session:
        prepared = prepare_seal(
            session, expected_id=expected_id, approval=approval, clock=clock, reason=reason
        )
    sealed = seal_prepared(prepared, key)
    with services.uow.write() as session:
        return enter_seal(session, sealed=sealed, store=store, clock=clock).value


def hand_down(services: Services, secrets: Secrets, *, unit_id: str, year: int) -> MadePackage:
    """Make the package that hands a unit its work of a year."""
    store = PackageStore(services.paths.attachments)
    with services.uow.write() as session:
        key = own_key(session, secrets=secrets, clock=services.clock)
        return make_assignment(
            session, unit_id=unit_id, year=year, key=key, store=store, clock=services.clock
        ).value


def answer(services: Services, secrets: Secrets, *, unit_id: str, year: int) -> MadePackage:
    """Make the receipt that answers everything a unit sent in a year."""
    store = PackageStore(services.paths.attachments)
    with services.uow.write() as session:
        key = own_key(session, secrets=secrets, clock=services.clock)
        return make_receipt(
            session, unit_id=unit_id, year=year, key=key, store=store, clock=services.clock
        ).value


def put_out(made: MadePackage, folder: Path) -> Path:
    """Copy a package to a stick or folder and prove what was written; never over a different file."""
    if folder.exists() and not folder.is_dir():
        raise InvalidField("out", f"“{folder}” không phải là thư mục.")
    target = folder / made.file_name
    if target.exists() and target.read_bytes() != made.content:
        target = folder / f"{target.stem}_{made.sha256[:8]}{target.suffix}"
    write_whole(target, made.content)
    if target.read_bytes() != made.content:  # a stick that lies about what it wrote
        raise AppError(
            f"Chưa ghi xong “{target.name}”.", hint="Hãy cắm lại USB và xuất lại.", code="E-OUT-03"
        )
    return target
