"""The places of the exchange: a folder looked at and taken in, the boxes, a report sealed."""

from collections.abc import Callable
from typing import Any

from app.core.changes import Changes, Done
from app.core.statuses import PeriodState
from app.exchange.manifest import Kind
from app.services.cycles import unlock_period
from app.services.packages.sealing import ApprovalFacts
from app.services.queries.periods import find_period
from tools.screenshots.packages import make_commune, make_folder
from tools.screenshots.stage import CLOCK, Stage, each, each_dialog


def _receiving(stage: Stage, screen: Any, name: str) -> None:
    """Look at a folder, take it in."""
    _open_march(stage)
    screen.open_place({"files": str(make_folder(stage))})
    stage.wait_for(lambda: bool(screen.files.model.all_rows))
    stage.settle()
    each(stage, f"{name}-preview")
    screen.presenter.chosen(next(x for x in screen.files.model.all_rows if x.arrived.changes))
    screen.pair.open_detail()
    each(stage, f"{name}-cells")
    each_dialog(stage, f"{name}-choice-form", screen.presenter.keep_own_clicked)
    each_dialog(stage, f"{name}-moment-form", screen.presenter.received_clicked)
    screen.pair.open_list()
    screen.presenter.take_clicked()
    stage.wait_for(lambda: "Đã nhận" in screen.banner.text)
    each(stage, f"{name}-taken")


def _open_march(stage: Stage) -> None:
    """Open the month again that a paper issued before, in the same tour, has locked."""

    def work(session: Any, job: object) -> Any:
        period = find_period(session, name="2024-03", as_of=CLOCK.today())
        if period.state is not PeriodState.LOCKED:
            return Done(None, Changes())
        return unlock_period(session, period_id=period.id, clock=CLOCK)

    window: Any = stage.window
    window.ui.jobs.write(work, title="Mở kỳ")
    stage.settle()


def _exchange(stage: Stage, screen: Any, name: str) -> None:
    folder = make_folder(stage)
    stage.services.settings.set("exchange.folder", str(folder))
    screen.mark_stale()
    stage.settle()
    for tab in ("in", "out", "runs", "keys"):
        screen.open_place({"tab": tab})
        table = screen.tables[screen._tab]
        if table.model.all_rows:
            table.view.selectRow(0)
        stage.settle()
        each(stage, f"{name}-{tab}")
    each_dialog(stage, f"{name}-round-form", lambda: screen.presenter.rounds.ask(Kind.ASSIGNMENT))
    keys = screen.tables[screen._tab].model.all_rows
    if keys:
        each_dialog(stage, f"{name}-key-form", lambda: screen.presenter.keys.ask_code(keys[0]))


def _sealing(stage: Stage, screen: Any, name: str) -> None:
    """Seal a report in the register of a unit, then go back to the practice hub."""
    stage.open(make_commune(stage))
    window: Any = stage.window
    window.open("sealing")
    screen = window.current_screen
    stage.wait_for(lambda: screen.stack.currentIndex() == 1)
    each(stage, f"{name}-gate")
    screen.pair.open_detail()
    each(stage, f"{name}-approval")
    screen.presenter.seal(ApprovalFacts(approved_by="Trần Văn Mẫu"), "")
    stage.wait_for(lambda: screen.stack.currentIndex() == 2)
    stage.settle()
    each(stage, f"{name}-code")
    screen.presenter.replace_clicked()
    stage.settle()
    screen.pair.open_detail()
    each(stage, f"{name}-replacement")
    stage.open(stage.services)


PLACES: dict[str, Callable[[Stage, Any, str], None]] = {
    "receiving": _receiving,
    "exchange": _exchange,
    "sealing": _sealing,
}
