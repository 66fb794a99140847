"""Decisions of the directory: which list is shown, what may be done, what is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import AppError
from app.core.progress import Progress
from app.core.text import format_date
from app.services.queries.directory import Directory, GroupLine, directory
from app.services.queries.units import LetterheadRow, PersonRow, SignerRow, UnitRow
from app.services.units import LetterheadFields, PersonFields, SignerFields, UnitFields
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Tab(Enum):
    """The lists, in their order."""

    UNITS = auto()
    GROUPS = auto()
    PEOPLE = auto()
    SIGNERS = auto()
    LETTERHEADS = auto()
    INDICATORS = auto()


TAB_WORDS = {
    Tab.UNITS: "Đơn vị",
    Tab.GROUPS: "Nhóm",
    Tab.PEOPLE: "Người",
    Tab.SIGNERS: "Người ký",
    Tab.LETTERHEADS: "Thể thức",
    Tab.INDICATORS: "Chỉ tiêu",
}


class Action(Enum):
    """What can be done."""

    ADD = auto()
    EDIT = auto()
    RETIRE = auto()
    IMPORT = auto()
    TEMPLATE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFields:
    """What a person enters about a group."""

    code: str
    name: str
    member_ids: tuple[str, ...]


# The stacks of titles that Nghị định 30/2020/NĐ-CP knows (Phụ lục I, mục II.7); a line each.
AUTHORITY_STACKS: tuple[tuple[str, ...], ...] = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"),
    ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"),
    ("TRƯỞNG PHÒNG",),
    ("Q. TRƯỞNG PHÒNG",),
    ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
    ("GIÁM ĐỐC",),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
)


def stack_words(stack: Sequence[str]) -> str:
    """Return a stack of titles on one line."""
    return " / ".join(stack)


def span_words(first: date | None, last: date | None) -> str:
    """Return a time of validity in words; blank for always."""
    if first and last:
        return f"{format_date(first)} đến {format_date(last)}"
    if first:
        return f"từ {format_date(first)}"
    return f"đến {format_date(last)}" if last else ""


def is_over(last: date | None, today: date) -> bool:
    """Tell whether a validity has ended."""
    return last is not None and last < today


def unit_fields(row: UnitRow) -> UnitFields:
    """Return a unit as it was entered."""
    return UnitFields(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        parent_id=row.parent_id,
        sort_order=row.sort_order,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        phone=row.phone,
        email=row.email,
        note=row.note,
        is_sample=row.is_sample,
    )


def actions_for(tab: Tab, rows: Sequence[Any], today: date) -> frozenset[Action]:
    """Return what can be done with the selected rows of a list."""
    if tab is Tab.INDICATORS:  # changed only as a whole version, through its workbook
        return frozenset({Action.IMPORT, Action.TEMPLATE})
    can = {Action.ADD}
    if len(rows) == 1:
        can.add(Action.EDIT)
        if tab is Tab.UNITS and not is_over(rows[0].valid_to, today):
            can.add(Action.RETIRE)
    if tab is Tab.UNITS:
        can |= {Action.IMPORT, Action.TEMPLATE}
    return frozenset(can)


Save = Callable[[Any, FormReply], object]


class DirectoryView(Protocol):
    """What the presenter asks of the screen."""

    def show_directory(self, found: Directory) -> None:
        """Show every list."""
        ...

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Show what can be done now."""
        ...

    def ask_unit(self, row: UnitRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a unit."""
        ...

    def ask_last_day(self, row: UnitRow, save: Save) -> None:
        """Ask for a unit's last day."""
        ...

    def ask_group(self, row: GroupLine | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a group."""
        ...

    def ask_person(self, row: PersonRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a person."""
        ...

    def ask_signer(self, row: SignerRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a signer."""
        ...

    def ask_letterhead(self, row: LetterheadRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a letterhead."""
        ...

    def select(self, tab: Tab, row_id: str) -> None:
        """Select a row, now or when it comes."""
        ...


class DirectoryPresenter:
    """Six lists over one read."""

    def __init__(self, view: DirectoryView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._found: Directory | None = None
        self._with_retired = False
        self._tab = Tab.UNITS
        self._rows: Sequence[Any] = ()

    def refresh(self) -> None:
        """Read everything again."""
        today, with_retired = self._ui.services.clock.today(), self._with_retired
        self._ui.jobs.read(
            lambda session, job: directory(session, today=today, with_retired=with_retired), self._show
        )

    def retired_toggled(self, on: bool) -> None:
        """Show units of all times, or those of today."""
        self._with_retired = on
        self.refresh()

    def selected(self, tab: Tab, rows: Sequence[Any]) -> None:
        """Hear what is selected."""
        self._tab, self._rows = tab, rows
        self._view.show_actions(actions_for(tab, rows, self._ui.services.clock.today()))

    def add_clicked(self) -> None:
        """Ask for a new row of the list that is shown."""
        self._ask(None)

    def edit_clicked(self) -> None:
        """Ask for the selected row."""
        if len(self._rows) == 1:
            self._ask(self._rows[0])

    def retire_clicked(self) -> None:
        """Ask for the last day of the selected unit."""
        clock = self._ui.services.clock
        if Action.RETIRE not in actions_for(self._tab, self._rows, clock.today()):
            return
        row: UnitRow = self._rows[0]

        def save(last_day: date, reply: FormReply) -> None:
            def work(session: "Session", job: Progress) -> Done[Any]:
                from app.services.units import retire_unit

                return retire_unit(session, unit_id=row.id, last_day=last_day, clock=clock)

            def retired(_: object) -> None:
                reply.accept()
                self._ui.navigator.tell(
                    f"{row.short_name} hết hiệu lực sau ngày {format_date(last_day)}.",
                    verb="Hoàn tác",
                    action=lambda: self._put_back(row),
                )

            self._ui.jobs.write(work, retired, reply.refuse, title="Đang ngừng hiệu lực")

        self._view.ask_last_day(row, save)

    def _put_back(self, row: UnitRow) -> None:
        clock = self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[Any]:
            from app.services.units import save_unit

            return save_unit(session, fields=unit_fields(row), clock=clock, unit_id=row.id)

        self._ui.jobs.write(work, title="Đang hoàn tác")

    def _show(self, found: Directory) -> None:
        self._found = found
        self._view.show_directory(found)

    def _ask(self, row: Any) -> None:
        if self._found is None or self._tab is Tab.INDICATORS:
            return
        tab = self._tab
        units = self._found.valid_units
        key = row.id if row is not None else None

        def save(fields: Any, reply: FormReply) -> None:
            self._save(tab, key, row, fields, reply)

        ask: dict[Tab, Callable[[Any, Sequence[UnitRow], Save], None]] = {
            Tab.UNITS: self._view.ask_unit,
            Tab.GROUPS: self._view.ask_group,
            Tab.PEOPLE: self._view.ask_person,
            Tab.SIGNERS: self._view.ask_signer,
            Tab.LETTERHEADS: self._view.ask_letterhead,
        }
        ask[tab](row, units, save)

    def _save(self, tab: Tab, key: str | None, row: Any, fields: Any, reply: FormReply) -> None:
        clock = self._ui.services.clock
        order = (
            row.sort_order
            if isinstance(row, GroupLine)
            else len(self._found.groups) + 1
            if self._found
            else 0
        )

        def work(session: "Session", job: Progress) -> Done[str]:
            return _keep(session, key, fields, order, clock, getattr(row, "version", None))

        def saved(row_id: str) -> None:
            reply.accept()
            self._view.select(tab, row_id)

        def refused(error: AppError) -> bool:
            reply.refuse(error)
            return True

        self._ui.jobs.write(work, saved, refused, title=f"Đang cất {TAB_WORDS[tab].lower()}")


def _keep(
    session: "Session", key: str | None, fields: Any, order: int, clock: Any, seen: int | None
) -> Done[str]:
    """Carry out the use case that belongs to a form's value."""
    from app.services import units

    match fields:
        case UnitFields():
            done = units.save_unit(session, fields=fields, clock=clock, unit_id=key, seen=seen)
            return Done(str(done.value), done.changes)
        case GroupFields():
            group = units.save_group(
                session, code=fields.code, name=fields.name, clock=clock, group_id=key, sort_order=order
            )
            units.set_members(session, group_id=group.value, unit_ids=fields.member_ids, clock=clock)
            return Done(str(group.value), group.changes)
        case PersonFields():
            return units.save_person(session, fields=fields, clock=clock, person_id=key, seen=seen)
        case SignerFields():
            return units.save_signer(session, fields=fields, clock=clock, signer_id=key, seen=seen)
        case LetterheadFields():
            return units.save_letterhead(session, fields=fields, clock=clock, letterhead_id=key, seen=seen)
    raise TypeError(type(fields).__name__)
