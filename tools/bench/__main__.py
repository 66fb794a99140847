"""Measure everything and print one table: ``python3 dev.py bench``."""

import contextlib
import io
import tempfile
from pathlib import Path

from app.bootstrap import open_services, run_command_line
from app.services.papers import Paper, PaperRequest, collect_paper, collect_papers
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import find_period
from tools.bench import (
    consolidation,
    documents,
    follow_up,
    intake,
    month,
    packages,
    preview,
    register,
    review,
    startup,
)
from tools.bench.measure import table

_PERIOD = "2024-03"


def _papers(sample: Path) -> tuple[list[Paper], list[Paper], Paper]:
    """Return the three papers of one unit, the monthly reports of all units with the hub's, a reminder."""
    services = open_services(sample)
    day = services.clock.today()
    with services.uow as uow, uow.read() as session:
        period = find_period(session, name=_PERIOD, as_of=day)
        units = [report.unit_id for report in cycle_status(session, period=period, as_of=day).reports]
        whole = collect_paper(session, PaperRequest(kind="consolidated-report", day=day, period=_PERIOD))
        monthly = [
            collect_paper(session, PaperRequest(kind="monthly-report", day=day, unit_id=unit, period=_PERIOD))
            for unit in units
        ]
        plan = collect_paper(
            session, PaperRequest(kind="improvement-plan", day=day, unit_id=units[-1], year=2024)
        )
        reminder = collect_papers(session, PaperRequest(kind="reminder", day=day, period=_PERIOD))[0]
    return [monthly[-1], plan, whole], [*monthly, whole], reminder


def main() -> None:
    """Make the sample, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            if run_command_line(["demo", str(folder / "demo")]) != 0:
                raise SystemExit("the sample register could not be made")
        sample = folder / "demo" / "data"
        one, every, reminder = _papers(sample)
        rows = startup.measure(sample)
        rows += documents.measure(one, every)
        rows += documents.measure_large(reminder, every[-1])
        rows += intake.measure()
        rows += register.measure(folder / "large")
        rows += month.measure(sample, folder / "month")
        rows += packages.measure(folder / "packages", sample, one[0], _PERIOD)
        rows += consolidation.measure(folder / "consolidation")
        rows += follow_up.measure(folder / "follow-up")
        rows += review.measure(folder / "review")
        rows += preview.measure(every[:-1], one[1], every[-1])
    print(table(rows))


main()
