"""The numbered edits of all trials, and the examination of a register that went through one."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from app.core.clock import FixedClock
from app.models import Audit, Unit
from app.services.audit import first_broken_link
from app.services.units import UnitFields, save_unit
from app.storage.unit_of_work import UnitOfWork

_CLOCK = FixedClock(datetime(2024, 3, 5, 2, tzinfo=UTC))


class PromiseBroken(Exception):
    """A register that lost an acknowledged edit, kept half of one, or is damaged."""


def save_edit(register: UnitOfWork, number: int) -> None:
    """Make unit ``number`` and mark an older one, in one transaction: two records, two journal rows."""
    with register.write() as session:
        padding = "x" * (number * 997 % 6000)  # now and then an edit takes pages of its own
        save_unit(session, fields=_fields(number, note=padding), clock=_CLOCK)
        if number > 1:
            older = session.scalars(select(Unit).where(Unit.code == f"N{number // 2}")).one()
            save_unit(
                session, fields=_fields(number // 2, note=_mark(number)), clock=_CLOCK, unit_id=older.id
            )


def _fields(number: int, *, note: str) -> UnitFields:
    return UnitFields(code=f"N{number}", name=f"Đơn vị {number}", note=note)


def _mark(number: int) -> str:
    return f"sau lần {number}"


def examine(path: Path) -> int:
    """Open a register as the program does and return how many edits are in it, all whole and in order."""
    with UnitOfWork(path) as register:
        if register.rows("PRAGMA integrity_check") != [("ok",)]:
            raise PromiseBroken("the integrity check found damage")
        if register.rows("PRAGMA foreign_key_check"):
            raise PromiseBroken("a reference leads nowhere")
        with register.read() as session:
            notes = {int(code[1:]): note for code, note in session.execute(select(Unit.code, Unit.note))}
            edits = len(notes)
            if set(notes) != set(range(1, edits + 1)):
                raise PromiseBroken(f"edits are missing between others: {sorted(notes)}")
            for number in range(1, edits // 2 + 1):
                newest = min(2 * number + 1, edits)
                if notes[number] != _mark(newest):
                    raise PromiseBroken(f"edit {newest} is there only in half")
            if session.scalar(select(func.count()).select_from(Audit)) != max(2 * edits - 1, 0):
                raise PromiseBroken("the journal does not tell of every edit")
            if first_broken_link(session) is not None:
                raise PromiseBroken("the chain of the journal is broken")
    return edits


def hold_to_promise(path: Path, *, acknowledged: int) -> int:
    """Examine a register and compare it with what was acknowledged; return how many edits it holds."""
    found = examine(path)
    if found < acknowledged:
        raise PromiseBroken(f"{acknowledged} edits were acknowledged, {found} are there")
    if found > acknowledged + 1:
        raise PromiseBroken(f"{acknowledged} edits were acknowledged, but {found} are there")
    return found
