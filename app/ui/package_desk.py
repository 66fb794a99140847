"""Packages that come to the window from outside a screen: a double click, a drop, a run that was cut."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.services.queries.cut_run import CutRun, cut_run
from app.ui.context import Navigator, UiContext

PACKAGE = ".cchc"
_FORM = ".xlsx"  # filled in by a unit without the program


class Frame(Navigator, Protocol):
    """The navigator that also says which screen is shown."""

    @property
    def current_module(self) -> str:
        """The key of the module that is shown."""
        ...


def open_files(frame: Frame, names: Sequence[str]) -> None:
    """Show packages, forms and folders before they are taken in; another file is read as a directive."""
    packages = [name for name in names if name.lower().endswith((PACKAGE, _FORM)) or Path(name).is_dir()]
    if packages:
        show_packages(frame, packages)
    else:
        frame.open("intake", file=names[0])


def show_packages(frame: Frame, names: Sequence[str]) -> None:
    """Show the preview of packages; where the present screen cannot be left, keep them within reach."""
    frame.open("receiving", files="\n".join(names))
    if frame.current_module != "receiving":
        frame.warn(
            f"Gói “{Path(names[0]).name}” đang chờ xem.",
            verb="Xem gói",
            action=lambda: show_packages(frame, names),
        )


def tell_cut_run(ui: UiContext) -> None:
    """After a power cut: say what was and what was not taken in; offer to go on with the rest."""

    def told(run: CutRun | None) -> None:
        if run is not None:
            ui.navigator.warn(run.sentence, verb=_verb(run), action=_go_on(ui, run))

    ui.jobs.rows(cut_run, told)


def _verb(run: CutRun) -> str:
    return "Nhận tiếp" if run.left else "Xem lần nhận"


def _go_on(ui: UiContext, run: CutRun) -> Callable[[], None]:
    def go_on() -> None:
        there = [name for name in run.left if Path(name).exists()]
        if there:  # the run is told as cut until these are taken in
            ui.navigator.open("receiving", files="\n".join(there))
            return
        from app.services.packages.runs import end_run

        clock, reason = ui.services.clock, "bị ngắt giữa chừng"
        ui.jobs.write(
            lambda session, job: end_run(session, batch_id=run.batch_id, clock=clock, reason=reason),
            title="Đang ghi vào nhật ký",
        )
        ui.navigator.open("exchange", tab="runs")

    return go_on
