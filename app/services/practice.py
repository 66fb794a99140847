"""The practice register: a folder that holds the sample on its own day, and the papers worth showing."""

import shutil
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import PracticeClock
from app.core.errors import AppError
from app.core.progress import NullProgress, Progress
from app.core.statuses import ReportResult, Role
from app.models import Plan, PlanRow
from app.services.founding import Founding, found_register
from app.services.opening import check_new_folder
from app.services.papers import Paper, PaperRequest, collect_paper
from app.services.presets import find_preset
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import find_period
from app.services.sample import SAMPLE_DAY, load_sample
from app.services.sample.loader import PRESET
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths, resources_folder
from app.system.settings import Settings

_TELLING_RESULTS = (ReportResult.ON_TIME, ReportResult.LATE)
_PLANS_SHOWN = 2


def make_practice_register(folder: Path, progress: Progress | None = None) -> Paths:
    """Make the practice register in a folder that has none; it appears there whole or not at all."""
    hears = progress or NullProgress()
    check_new_folder(folder)
    clock = PracticeClock(SAMPLE_DAY)
    aside = folder.with_name(f".{folder.name}.dang-tao")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        hub = find_preset(resources_folder(), PRESET).may_own(Role.HUB)[0]
        founding = Founding(preset=PRESET, role=Role.HUB, unit_code=hub.code)
        found_register(aside, founding, clock=clock, progress=hears)
        paths = Paths(aside)
        with UnitOfWork(paths.register, actor="Sổ mẫu") as uow, uow.write() as session:
            load_sample(session, clock=clock)
        Settings(paths.preferences).set("practice.day", SAMPLE_DAY.isoformat())
        if folder.exists():
            folder.rmdir()  # an empty one; anything else stays, and is told about
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Paths(folder)


def telling_papers(session: Session) -> tuple[Paper, ...]:
    """Collect the sample's papers: the hub's report, a punctual and a late unit's, some improvement plans.

    What the sample lacks (no letterhead, no plan) is left out: showing less is no reason to show nothing.
    """
    period = find_period(session, name=None, as_of=SAMPLE_DAY)
    status = cycle_status(session, period=period, as_of=SAMPLE_DAY)
    requests = [PaperRequest(kind="consolidated-report", day=SAMPLE_DAY, period=period.name)]
    for result in _TELLING_RESULTS:
        units = [report.unit_id for report in status.reports if report.verdict.result is result]
        requests += [
            PaperRequest(kind="monthly-report", day=SAMPLE_DAY, unit_id=unit, period=period.name)
            for unit in units[:1]
        ]
    plans = select(Plan.unit_id, Plan.year).where(
        select(PlanRow.id).where(PlanRow.plan_id == Plan.id, PlanRow.measure != "").exists()
    )
    for unit_id, year in session.execute(plans.order_by(Plan.id).limit(_PLANS_SHOWN)):
        requests.append(PaperRequest(kind="improvement-plan", day=SAMPLE_DAY, unit_id=unit_id, year=year))
    papers = []
    for request in requests:
        try:
            papers.append(collect_paper(session, request))
        except AppError:
            continue
    return tuple(papers)
