"""Where the pictures are taken: every module, and the places inside that look different."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.ui.main_window import MainWindow
from app.ui.modules import module_list
from tools.screenshots.stage import Host, Stage


def take_all(stage: Stage, only: str = "") -> int:
    """Take every picture whose name contains ``only``; return how many there are."""
    if only in "00-setup":
        _set_up(stage)
    stage.open(stage.services)
    window = stage.window
    assert isinstance(window, MainWindow)
    keys = [module.key for module in module_list(stage.look)]
    for number, key in enumerate(keys, 1):
        name = f"{number:02d}-{key}"
        if only not in name:
            continue
        window.open(key)
        stage.settle()
        _each(stage, name)
        visit = VISITS.get(key)
        if visit is not None:
            visit(stage, window.current_screen, name)
    return stage.count


def _each(stage: Stage, name: str, prepare: Callable[[], object] | None = None) -> None:
    for view in stage.views():
        if prepare is not None:
            prepare()
            stage.settle()
        stage.take(name, view)


def _each_dialog(stage: Stage, name: str, ask: Callable[[], object]) -> None:
    for view in stage.views():
        ask()
        stage.settle()
        stage.take_dialogs(name, view)


def _set_up(stage: Stage) -> None:
    """Walk through the set-up of a folder that has no register yet."""
    stage.open(Host().describe(Path(stage.empty)))
    screen: Any = stage.program.window.screen_shown  # type: ignore[union-attr]
    stage.wait_for(lambda: bool(screen.preset.presets._buttons))
    from app.ui.screens.setup.presenter import Step

    for step in Step:
        _each(stage, f"00-setup-{step.value + 1}")
        if step is Step.PRESET:
            screen.preset.presets.picked.emit("quy-hop-2024")
        if step is Step.PEOPLE:
            screen.people.user.setText("Nguyễn Thị Lan")
            screen.people.changed.emit()
        if step is not Step.FOLDER:
            screen.next_button.click()
            stage.settle()


def _plans(stage: Stage, screen: Any, name: str) -> None:
    lost = next(row for row in screen.list.model.all_rows if row.deductions and row.plan_id)
    screen.presenter.open_unit(lost.unit_id)
    stage.settle()
    _each(stage, f"{name}-unit")
    screen.rows.view.selectRow(0)
    _each_dialog(stage, f"{name}-row-form", screen.presenter.edit_clicked)
    screen.tabs.setCurrentIndex(1)
    screen.card.view.selectRow(1)
    _each(stage, f"{name}-scores")
    _each_dialog(stage, f"{name}-score-form", screen.presenter.edit_clicked)


def _directory(stage: Stage, screen: Any, name: str) -> None:
    for place, (tab, table) in enumerate(screen.tables.items()):
        screen.tabs.setCurrentIndex(place)
        table.view.selectRow(2)
        stage.settle()
        part = tab.name.lower()
        if place:
            _each(stage, f"{name}-{part}")
        _each_dialog(stage, f"{name}-{part}-form", screen.presenter.edit_clicked)


VISITS: dict[str, Callable[[Stage, Any, str], None]] = {"plans": _plans, "directory": _directory}
