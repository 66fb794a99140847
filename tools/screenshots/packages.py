"""Packages for the pictures: the practice hub hands units their work, each answers from its own register."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.core.clock import FixedClock, at_office
from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.progress import NullProgress
from app.core.statuses import FigureState, Role
from app.exchange.manifest import Kind
from app.services.context import Services
from app.services.cycles import monthly_rule
from app.services.figures import catalogue_of, indicator_facts, set_figures
from app.services.packages.batch import import_packages
from app.services.packages.making import put_out, seal_report
from app.services.packages.outgoing import MadePackage
from app.services.packages.sealing import ApprovalFacts
from app.services.packages.sending import make_round
from app.services.presets import find_preset, load_preset
from app.services.queries.units import find_unit
from app.services.sample import SAMPLE_DAY
from app.services.submissions import get_expected
from app.storage.migrate import create_register
from app.system.paths import resources_folder
from tools.screenshots.stage import CLOCK, Host, Stage

_UNITS = ("17038", "17041", "17044")
_JANUARY = FixedClock(at_office(SAMPLE_DAY.replace(month=1, day=15), 8, 0))


def make_folder(stage: Stage) -> Path:
    """Return a folder with reports of three units, a copy, and a damaged file; made on the first call."""
    folder = stage.services.paths.data.parent / "goi-den"
    if folder.exists():
        return folder
    folder.mkdir()
    for place, made in enumerate(_hand_down(stage)):
        with _commune(stage, made) as (services, unit_id):
            march = _expected(services, unit_id)
            _fill_in(services, march, 20 + place)
            approval = ApprovalFacts(approved_by="Trần Văn Mẫu")
            sealed = seal_report(services, services.secrets, expected_id=march, approval=approval)
            put_out(sealed, folder)
            if place == 0:
                shutil.copy(folder / sealed.file_name, folder / "chép từ Zalo.cchc")
            if place == 2:
                (folder / sealed.file_name).write_bytes(sealed.content[:-80])
    return folder


def make_commune(stage: Stage) -> Services:
    """Return a unit's register with a report that is ready to be sealed, closed."""
    made = _hand_down(stage)[0]
    with _commune(stage, made, "xa-cua-so") as (services, unit_id):
        _fill_in(services, _expected(services, unit_id), 12)
        return services


def _hand_down(stage: Stage) -> tuple[MadePackage, ...]:
    found: list[tuple[MadePackage, ...]] = []
    services = stage.services

    def work(uow: Any, job: object) -> tuple[MadePackage, ...]:
        with uow.read() as session:
            ids = [find_unit(session, code=code, as_of=CLOCK.today()).id for code in _UNITS]
        year = CLOCK.today().year
        return make_round(services, Kind.ASSIGNMENT, ids, year=year, progress=NullProgress()).made

    window: Any = stage.window
    window.ui.jobs.maintain(work, found.append, title="Gói giao việc")
    stage.wait_for(lambda: bool(found))
    return found[0]


@contextmanager
def _commune(stage: Stage, made: MadePackage, name: str = "") -> Iterator[tuple[Services, str]]:
    """Give the register of the unit that a package is for, with the package taken in."""
    code = made.file_name.split("_")[2]
    folder = stage.services.paths.data.parent / (name or f"xa-{code}")
    services = replace(Host().describe(folder), clock=CLOCK)
    create_register(services.paths.register)
    with services.uow as uow:
        preset = find_preset(resources_folder(), "quy-hop-2024")
        with uow.write() as session:
            load_preset(session, preset=preset, role=Role.REPORTER, unit_code=code, clock=_JANUARY)
        file = put_out(made, folder / "den")
        import_packages(services, services.secrets, [file])
        yield services, made.unit_id


def _expected(services: Services, unit_id: str) -> str:
    with services.uow.read() as session:
        rule = monthly_rule(session, CLOCK.today())
        month = f"{CLOCK.today():%Y-%m}"
        return derived_id("expected", derived_id("period", rule.id, month), unit_id)


def _fill_in(services: Services, expected_id: str, number: int) -> None:
    with services.uow.write() as session:
        facts = indicator_facts(session, catalogue_of(session, get_expected(session, expected_id)))
        figures = {
            code: FigureValue(FigureState.NONE_ARISEN)
            for code, fact in facts.items()
            if not fact.is_computed and fact.value_type != "text"
        }
        figures["CD12"] = FigureValue(FigureState.VALUE, Decimal(number))
        set_figures(session, expected_id=expected_id, figures=figures, clock=CLOCK, keep_blocked=True)
