"""What became of an incoming table: counted rows, named faults, and one savepoint a row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy.orm import Session

from app.core.errors import AppError, Finding, ImportRefused
from app.intake.table_rows import TableRow

Effect = Literal["added", "changed", "unchanged"]


EFFECT_WORDS = {"added": "Thêm", "changed": "Sửa", "ended": "Bỏ"}


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What a workbook does to one entry of a catalogue or scale; ``detail`` says what reads otherwise."""

    effect: Literal["added", "changed", "ended"]
    code: str
    title: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The change on one line: "Sửa HS07 Tổng tiếp nhận: công thức “HS04” → “HS04+HS29”."."""
        words = f"{EFFECT_WORDS[self.effect]} {self.code} {self.title}".rstrip(" .")
        return f"{words}: {self.detail}." if self.detail else f"{words}."


class RowRefused(AppError):
    """A row has faults; they are in the row."""


@dataclass(slots=True)
class Outcome:
    """How many rows were added, changed, left as they are; what is wrong with the others.

    ``told`` are sentences about what was taken in all the same; ``entries`` are the changes one by one, where
    a workbook stands for a whole that is read before it is kept; ``readings`` name the cells that were read
    otherwise than they are written.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    entries: list[EntryChange] = field(default_factory=list)
    readings: list[Finding] = field(default_factory=list)

    def count(self, effect: Effect) -> None:
        """Count one good row."""
        setattr(self, effect, getattr(self, effect) + 1)

    @property
    def rejected_rows(self) -> int:
        """How many rows have a fault."""
        return len({finding.row for finding in self.rejected})

    def refuse_faulty(self) -> None:
        """Raise ``ImportRefused`` naming every fault, if there is one."""
        if self.rejected:
            raise ImportRefused(
                f"Chưa ghi gì vào sổ: {self.rejected_rows} dòng có chỗ sai.",
                self.rejected,
                hint="Sửa các dòng đã nêu rồi nhập lại, hoặc chọn chỉ nhập những dòng đúng.",
            )


def carry_out(session: Session, row: TableRow, outcome: Outcome, work: Callable[[], Effect]) -> None:
    """Carry out one row under a savepoint: a fault takes back this row only and is kept in the outcome.

    The journal's chain is taken back with it, since its last link is remembered outside the database.
    """
    head = session.info.get("audit_head")
    try:
        with session.begin_nested():
            effect = work()
            if row.faults:
                raise RowRefused("")
        outcome.count(effect)
    except AppError as error:
        session.info["audit_head"] = head
        if not isinstance(error, RowRefused):
            row.refuse_error(error)
        outcome.rejected += row.faults
