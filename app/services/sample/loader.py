"""Loading of the sample into a register made from the preset of 2024."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import EVERYTHING, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.statuses import Role
from app.models import (
    Assignment,
    Base,
    Clause,
    ClauseAddressee,
    Directive,
    Figure,
    Register,
    Submission,
    Task,
)
from app.services.audit import note
from app.services.sample.directives import add_directives
from app.services.sample.figures import add_figures
from app.services.sample.ground import Ground
from app.services.sample.narratives import add_narratives
from app.services.sample.people import add_people
from app.services.sample.reports import add_reports, tie_rules
from app.services.sample.scores import add_plans, add_scores
from app.system.paths import resources_folder

SAMPLE_DAY = date(2024, 3, 13)  # the last day on which something happens in the sample
PRESET = "quy-hop-2024"


@dataclass(frozen=True, slots=True)
class LoadedSample:
    """How much the sample brought."""

    directives: int
    tasks: int
    assignments: int
    reports: int
    figures: int


def load_sample(session: Session, *, clock: Clock, folder: Path | None = None) -> Done[LoadedSample]:
    """Fill a fresh hub register of the 2024 preset with a quarter of invented work.

    All days lie in the sample's own time and all keys are derived: two loads give the same register, whatever
    the clock says; the clock only dates the line in the journal.
    """
    register = _fitting_register(session)
    ground = Ground.over(session, folder or resources_folder())
    add_people(ground)
    tasks = add_directives(ground)
    ground.write(Directive, Clause, ClauseAddressee, Task)
    arrived = add_reports(ground, tie_rules(ground, tasks))
    add_plans(ground, add_scores(ground), arrived)
    add_narratives(ground, arrived, add_figures(ground, arrived))
    ground.write()
    models = (Directive, Task, Assignment, Submission, Figure)
    loaded = LoadedSample(*(_count(session, model) for model in models))
    note(
        session,
        clock=clock,
        action="sample.load",
        subject_kind="register",
        subject_id=register.id,
        after={"assignments": loaded.assignments, "reports": loaded.reports, "figures": loaded.figures},
    )
    return Done(loaded, EVERYTHING)


def _count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _fitting_register(session: Session) -> Register:
    register = session.scalars(select(Register)).one_or_none()
    if register is None or register.preset != PRESET or register.role is not Role.HUB:
        raise RuleViolation(
            "Dữ liệu mẫu chỉ nạp được vào sổ của cơ quan đầu mối lập từ bộ mẫu “Quỳ Hợp 2024 (cấp huyện)”.",
            hint="Tạo một sổ mới từ bộ mẫu đó rồi nạp.",
        )
    if session.scalars(select(Directive.id)).first() is not None:
        raise RuleViolation("Sổ đã có văn bản nên không nạp dữ liệu mẫu.", hint="Nạp vào một sổ mới.")
    return register
