"""Decisions of the set-up: which step comes next, what it still lacks, how the register is made."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from app.core.errors import AppError, InvalidField, Unavailable
from app.core.progress import Progress
from app.core.statuses import WORDS, Role
from app.core.text import one_line
from app.services.opening import check_new_folder
from app.system.paths import Paths, resources_folder
from app.system.settings import Settings
from app.ui.context import UiContext

PRACTICE_FOLDER = "so-thuc-hanh"
ENOUGH_BYTES = 200_000_000
HAS_REGISTER = "E-SO-01"


class Step(IntEnum):
    """The five steps, in their order."""

    START = 0
    PRESET = 1
    UNIT = 2
    PEOPLE = 3
    FOLDER = 4


STEP_WORDS = {
    Step.START: "Bắt đầu",
    Step.PRESET: "Vai trò, bộ mẫu",
    Step.UNIT: "Đơn vị",
    Step.PEOPLE: "Người làm",
    Step.FOLDER: "Nơi cất",
}


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that a register may belong to."""

    code: str
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """A preset with the units that may own a register made from it, by role."""

    key: str
    name: str
    description: str
    hubs: tuple[OwnUnit, ...]
    reporters: tuple[OwnUnit, ...]

    def units(self, role: Role) -> tuple[OwnUnit, ...]:
        """Return the units of a role."""
        return self.hubs if role is Role.HUB else self.reporters


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupForm:
    """What the person has entered so far."""

    is_practice: bool = False
    role: Role = Role.HUB
    preset: str = ""
    unit_code: str = ""
    user: str = ""
    user_title: str = ""
    signer: str = ""
    folder: str = ""


class SetupView(Protocol):
    """What the presenter asks of the window."""

    def show_form(self, form: SetupForm) -> None:
        """Fill every page."""
        ...

    def show_presets(self, presets: Sequence[PresetChoice]) -> None:
        """Offer presets."""
        ...

    def show_units(self, units: Sequence[OwnUnit]) -> None:
        """Offer units."""
        ...

    def show_step(self, step: Step, steps: Sequence[Step], verb: str, summary: str) -> None:
        """Show the page of a step, the way there, and what "Tiếp" does."""
        ...

    def show_field_problem(self, error: InvalidField) -> None:
        """Put a problem under its field."""
        ...

    def offer_existing(self, error: AppError, folder: Path) -> None:
        """Say that the folder has a register, and offer to open it."""
        ...

    def show_working(self, *, is_working: bool) -> None:
        """Close or open the pages while the register is made."""
        ...

    def go_on(self, folder: Path) -> None:
        """Leave the set-up for the register of a folder."""
        ...


def steps_of(form: SetupForm) -> tuple[Step, ...]:
    """Return the steps a form needs; a practice register asks for nothing but its place."""
    return (Step.START, Step.FOLDER) if form.is_practice else tuple(Step)


def check_step(step: Step, form: SetupForm) -> None:
    """Refuse a step that lacks something."""
    if step is Step.PRESET and not form.preset:
        raise InvalidField("preset", "Chưa chọn bộ mẫu.", hint="Chọn bộ mẫu gần với cơ quan mình nhất.")
    if step is Step.UNIT and not form.unit_code:
        raise InvalidField("unit", "Chưa chọn đơn vị của mình.", hint="Chọn một dòng trong danh sách.")
    if step is Step.PEOPLE and not one_line(form.user):
        raise InvalidField("user", "Chưa ghi tên người làm.", hint="Tên này ghi vào nhật ký của sổ.")
    if step is Step.FOLDER and not one_line(form.folder):
        raise InvalidField("folder", "Chưa chọn thư mục cất sổ.")


def register_folder(form: SetupForm) -> Path:
    """Return the folder the register will lie in."""
    folder = Path(form.folder.strip())
    return folder / PRACTICE_FOLDER if form.is_practice else folder


def check_place(folder: Path) -> None:
    """Refuse a network share, a folder with a register, a path that is no folder, a full disk."""
    if not folder.is_absolute():
        raise InvalidField("folder", "Ghi đường dẫn đầy đủ của thư mục.", hint="Hoặc bấm “Chọn…”.")
    check_new_folder(folder)
    standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not standing.is_dir():
        raise InvalidField("folder", f"“{standing}” không phải là thư mục.")
    free = shutil.disk_usage(standing).free
    if free < ENOUGH_BYTES:
        raise InvalidField(
            "folder",
            f"Ổ đĩa của thư mục này chỉ còn {free // 1_000_000} MB.",
            hint="Cần ít nhất 200 MB; chọn ổ khác hoặc giải phóng dung lượng.",
        )


def summary_of(form: SetupForm, presets: Sequence[PresetChoice]) -> str:
    """Return what is going to be made, in one sentence."""
    if form.is_practice:
        return "Sổ thực hành: huyện Quỳ Hợp, ngày 13/3/2024. Thử gì cũng được, không ảnh hưởng sổ thật."
    preset = next((p for p in presets if p.key == form.preset), None)
    unit = next((u for u in preset.units(form.role) if u.code == form.unit_code), None) if preset else None
    name = unit.name if unit else ""
    return f"Sổ của {name} ({WORDS[form.role].lower()}), từ bộ mẫu “{preset.name if preset else ''}”."


def load_presets(folder: Path) -> tuple[PresetChoice, ...]:
    """Read the presets that ship with the program."""
    from app.services.presets import list_presets, read_preset

    choices = []
    for info in list_presets(folder):
        preset = read_preset(info.path)
        by_role = {
            role: tuple(OwnUnit(u.code, u.name, u.short_name, u.kind) for u in preset.may_own(role))
            for role in Role
        }
        choices.append(
            PresetChoice(info.key, info.name, info.description, by_role[Role.HUB], by_role[Role.REPORTER])
        )
    return tuple(choices)


class SetupPresenter:
    """Walks through the steps and makes the register."""

    def __init__(self, view: SetupView, ui: UiContext, *, folder: Path | None = None) -> None:
        self._view = view
        self._ui = ui
        self._presets: tuple[PresetChoice, ...] = ()
        self.step = Step.START
        self.form = SetupForm(folder=str(folder or ui.services.paths.data))

    def refresh(self) -> None:
        """Read the presets, once."""
        if self._presets:
            return
        self._view.show_form(self.form)
        self._show_step()
        self._ui.jobs.compute(lambda job: load_presets(resources_folder()), self._show_presets)

    def changed(self, form: SetupForm) -> None:
        """Hear what was entered; what no longer fits is forgotten."""
        before, self.form = self.form, form
        if (form.role, form.preset) != (before.role, before.preset):
            fitting = [p for p in self._presets if p.units(form.role)]
            if form.preset not in {p.key for p in fitting}:
                self.form = replace(self.form, preset="")
            units = self._units()
            if self.form.unit_code not in {unit.code for unit in units}:
                # The preset's usual hub stands first; a reporter has to name itself.
                code = units[0].code if units and form.role is Role.HUB else ""
                self.form = replace(self.form, unit_code=code)
            if form.role is not before.role:
                self._view.show_presets(fitting)
            self._view.show_units(units)
            self._view.show_form(self.form)
        if form.is_practice != before.is_practice:
            self._show_step()

    def next_clicked(self) -> None:
        """Go on, or make the register after the last step."""
        try:
            check_step(self.step, self.form)
        except InvalidField as error:
            self._view.show_field_problem(error)
            return
        steps = steps_of(self.form)
        at = steps.index(self.step)
        if at + 1 < len(steps):
            self.step = steps[at + 1]
            self._show_step()
        else:
            self._make()

    def back_clicked(self) -> None:
        """Go back one step."""
        steps = steps_of(self.form)
        at = steps.index(self.step)
        if at:
            self.step = steps[at - 1]
            self._show_step()

    def choose_folder_clicked(self) -> None:
        """Ask for the folder."""
        folder = self._ui.dialogs.ask_folder("Chọn thư mục cất sổ")
        if folder is not None:
            self.form = replace(self.form, folder=str(folder))
            self._view.show_form(self.form)

    def _units(self) -> tuple[OwnUnit, ...]:
        preset = next((p for p in self._presets if p.key == self.form.preset), None)
        return preset.units(self.form.role) if preset else ()

    def _show_presets(self, presets: tuple[PresetChoice, ...]) -> None:
        self._presets = presets
        self._view.show_presets([p for p in presets if p.units(self.form.role)])
        self._view.show_form(self.form)

    def _show_step(self) -> None:
        steps = steps_of(self.form)
        if self.step not in steps:
            self.step = steps[0]
        is_last = self.step is steps[-1]
        verb = "Tiếp"
        if is_last:
            verb = "Tạo sổ thực hành" if self.form.is_practice else "Lập sổ"
        summary = summary_of(self.form, self._presets) if is_last else ""
        self._view.show_step(self.step, steps, verb, summary)

    def _make(self) -> None:
        folder, form = register_folder(self.form), self.form
        clock = self._ui.services.clock

        def work(job: Progress) -> Path:
            check_place(folder)
            if form.is_practice:
                from app.services.practice import make_practice_register

                make_practice_register(folder, job)
            else:
                from app.services.founding import Founding, found_register

                founding = Founding(
                    preset=form.preset,
                    role=form.role,
                    unit_code=form.unit_code,
                    user=one_line(form.user),
                    user_title=one_line(form.user_title),
                    signer=one_line(form.signer),
                )
                found_register(folder, founding, clock=clock, progress=job)
                Settings(Paths(folder).preferences).set("user.name", one_line(form.user))
            return folder

        self._view.show_working(is_working=True)
        self._ui.jobs.compute(work, self._made, self._refused, title="Đang lập sổ")

    def _made(self, folder: Path) -> None:
        self._view.show_working(is_working=False)
        self._view.go_on(folder)

    def _refused(self, error: AppError) -> bool:
        self._view.show_working(is_working=False)
        if isinstance(error, InvalidField):
            self._view.show_field_problem(error)
        elif error.code == HAS_REGISTER:
            self._view.offer_existing(error, register_folder(self.form))
        elif isinstance(error, Unavailable):
            self._view.show_field_problem(InvalidField("folder", error.message, hint=error.hint))
        else:
            return False
        return True
