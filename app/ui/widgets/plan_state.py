"""Who gets which task, as a matrix of tasks and groups, without Qt: ticks, unfolding, days, what is wrong."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.core.text import (
    exact_key,
    fold,
    format_date,
    format_number,
    join_words,
    search_words,
    shorten,
)
from app.services.queries.binding import UnitChoice, UnitTree

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import TaskPreview

_LONE = "lone"  # the column of units that stand in no group


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A group, or one unit of an unfolded group; ``units`` are those that a tick reaches."""

    key: str
    title: str
    units: tuple[str, ...]
    group: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class PlanCell:
    """How a cell stands: how many of its units get the task, have it already, and how many there are."""

    chosen: int
    given: int
    total: int

    @property
    def words(self) -> str:
        """What stands beside the tick."""
        if self.total == 1:
            return "đã có" if self.given else ""
        had = f", {self.given} đã có" if self.given else ""
        return f"{self.chosen}/{self.total}{had}"


class PlanState:
    """The ticks of a plan; units that have a task already stay ticked and are not given it again."""

    def __init__(self, previews: "Sequence[TaskPreview]", tree: UnitTree) -> None:
        self.previews = tuple(previews)
        self._units = {unit.id: unit for unit in tree.units}
        self._order = {unit.id: place for place, unit in enumerate(tree.units)}
        known = set(self._units)
        self._given = {p.task_id: p.given & known for p in previews}
        self._chosen = {
            p.task_id: ({u.id for u in p.bound} & known) | self._given[p.task_id] for p in previews
        }
        grouped = {unit for group in tree.groups for unit in group.members}
        lone = tuple(unit.id for unit in tree.units if unit.id not in grouped)
        self._groups = [PlanColumn(g.id, g.name, g.members, g.id, True) for g in tree.groups if g.members]
        if lone:
            self._groups.append(PlanColumn(_LONE, "Ngoài nhóm", lone, _LONE, True))
        self._unfolded: set[str] = set()
        self._dues: dict[str, date] = {}

    # --- columns --------------------------------------------------------------------------------------

    @property
    def columns(self) -> list[PlanColumn]:
        """The groups, each followed by its units where it is unfolded."""
        columns = []
        for group in self._groups:
            columns.append(group)
            if group.key in self._unfolded:
                columns += [PlanColumn(u, self._units[u].name, (u,), group.key, False) for u in group.units]
        return columns

    def is_unfolded(self, group: str) -> bool:
        """Whether the units of a group stand beside it."""
        return group in self._unfolded

    def fold(self, group: str) -> None:
        """Show the units of a group, or hide them."""
        self._unfolded ^= {group}

    def find(self, query: str) -> str | None:
        """Return the first unit with every word of a query, its group unfolded; None where there is none."""
        words = search_words(query)
        for group in self._groups:
            for unit in group.units if words else ():
                name = self._units[unit].name
                plain, exact = fold(name), exact_key(name)
                if all(word in (exact if matters else plain) for word, matters in words):
                    self._unfolded.add(group.key)
                    return unit
        return None

    # --- ticks ----------------------------------------------------------------------------------------

    def cell(self, row: int, column: PlanColumn) -> PlanCell:
        """Return how a cell stands."""
        task_id = self.previews[row].task_id
        units = set(column.units)
        return PlanCell(
            len(units & self._chosen[task_id]), len(units & self._given[task_id]), len(column.units)
        )

    def tick(self, cells: Iterable[tuple[int, PlanColumn]]) -> None:
        """Tick every unit of some cells, or none of them where all are ticked."""
        wanted = [(self.previews[row].task_id, set(column.units)) for row, column in cells]
        on = any(units - self._chosen[task] for task, units in wanted)
        for task, units in wanted:
            if on:
                self._chosen[task] |= units
            else:
                self._chosen[task] -= units - self._given[task]

    def tick_column(self, column: PlanColumn) -> None:
        """Tick a whole column, or take all its ticks away."""
        self.tick((row, column) for row in range(len(self.previews)))

    # --- days -----------------------------------------------------------------------------------------

    def due(self, group: str) -> date | None:
        """Return the day of a group that is not the task's own."""
        return self._dues.get(group)

    def set_due(self, group: str, day: date | None) -> None:
        """Give a group a day of its own."""
        if day is None:
            self._dues.pop(group, None)
        else:
            self._dues[group] = day

    def dues(self) -> dict[str, date]:
        """Return the day of every unit whose group has one; the first of its groups counts."""
        found: dict[str, date] = {}
        for group in self._groups:
            if (day := self._dues.get(group.key)) is not None:
                for unit in group.units:
                    found.setdefault(unit, day)
        return found

    # --- what comes of it -------------------------------------------------------------------------------

    def new(self, row: int) -> tuple[str, ...]:
        """Return the units that get a task by this plan, in official order."""
        task_id = self.previews[row].task_id
        return tuple(sorted(self._chosen[task_id] - self._given[task_id], key=lambda u: self._order[u]))

    def row_words(self, row: int) -> str:
        """Return the head of a row: its clause and its words, and how many units it reaches."""
        preview = self.previews[row]
        where = f"{preview.section}. " if preview.section else ""
        return f"{where}{shorten(preview.content, 60)}"

    def reach_words(self, rows: Collection[int]) -> str:
        """Return "34 đơn vị: phòng, ban 13/13; xã, thị trấn 21/21; đơn vị sự nghiệp 0/5"."""
        reached = {unit for row in rows for unit in self._chosen[self.previews[row].task_id]}
        parts = [
            f"{group.title} {len(reached & set(group.units))}/{len(group.units)}" for group in self._groups
        ]
        return f"{self.count_words(rows)}. {'; '.join(parts)}."

    def count_words(self, rows: Collection[int]) -> str:
        """Return "34 đơn vị, 20 lượt giao mới"."""
        reached = {unit for row in rows for unit in self._chosen[self.previews[row].task_id]}
        new = sum(len(self.new(row)) for row in rows)
        return f"{format_number(len(reached))} đơn vị, {format_number(new)} lượt giao mới"

    def problems(self, day: date) -> list[tuple[bool, str]]:
        """Return what is wrong: (whether it stops the plan, the sentence)."""
        found: list[tuple[bool, str]] = []
        new = {unit for row in range(len(self.previews)) for unit in self.new(row)}
        units = [self._units[u] for u in sorted(new, key=lambda u: self._order[u])]
        ended = [unit for unit in units if not unit.is_valid_on(day)]
        if ended:
            found.append((True, f"Ngày {format_date(day)} không có hiệu lực: {_names(ended)}."))
        for row, preview in enumerate(self.previews):
            given = self.new(row)
            if given and not preview.is_clear and not set(given) <= set(self.dues()):
                words = "nhiệm vụ có thời hạn mà chưa rõ ngày; ghi ngày ở Sửa nhiệm vụ, hoặc ở hàng Hạn riêng"
                found.append((True, f"{self.row_words(row)}: {words}."))
        silent = [unit for unit in units if not unit.has_contact]
        if silent:
            found.append((False, f"Chưa có điện thoại, thư: {_names(silent)}."))
        return found


def _names(units: Sequence[UnitChoice]) -> str:
    more = f" và {len(units) - 5} đơn vị nữa" if len(units) > 5 else ""
    return join_words(unit.name for unit in units[:5]) + more
