"""Offices for tests of the exchange: hub and communes made from one preset, each with a vault in memory."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock, FixedClock
from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.statuses import FigureState, Role
from app.models import Unit
from app.services.context import Services
from app.services.cycles import make_periods, monthly_rule, set_expected
from app.services.figures import catalogue_of, indicator_facts, set_figures
from app.services.packages.batch import BatchOutcome, import_packages
from app.services.packages.codes import note_code, read_message
from app.services.packages.keys import own_register
from app.services.packages.making import hand_down, put_out, seal_report
from app.services.packages.outgoing import MadePackage
from app.services.packages.sealing import ApprovalFacts
from app.services.packages.store import PackageStore
from app.services.presets import find_preset, load_preset
from app.services.submissions import get_expected
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths, resources_folder
from app.system.settings import Settings
from tests.builders import make_task
from tests.register import ACTOR, FILE, clock_at

PRESET = "quy-hop-2024"
JANUARY = clock_at(2024, 1, 15)
SEALED_ON = clock_at(2024, 3, 11)
COMMUNES = ("17038", "17041")


class MemorySecrets:
    """A vault that lives as long as the test; with ``works`` off it is a machine without one."""

    def __init__(self, *, works: bool = True) -> None:
        self.kept: dict[str, str] = {}
        self.works = works

    def get(self, name: str) -> str | None:
        return self.kept.get(name) if self.works else None

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)

    def is_secure(self) -> bool:
        return self.works

    def backend_name(self) -> str:
        return "memory"


@dataclass(frozen=True)
class Office:
    """A register with its folder and vault."""

    services: Services
    secrets: MemorySecrets
    unit_id: str

    @property
    def uow(self) -> UnitOfWork:
        return self.services.uow

    @property
    def folder(self) -> Path:
        return self.services.paths.data

    def at(self, clock: Clock) -> "Office":
        """Return the office at another moment."""
        return replace(self, services=replace(self.services, clock=clock))

    def take_in(self, *paths: Path, **more: object) -> BatchOutcome:
        """Take packages in."""
        return import_packages(self.services, self.secrets, paths, **more)  # type: ignore[arg-type]

    def put_out(self, made: MadePackage) -> Path:
        """Put a package into the office's own out folder."""
        return put_out(made, self.folder / "ra")


def make_template(template: Path, path: Path, role: Role, unit: str | None) -> Path:
    """Make a register from the preset; for copying."""
    path.write_bytes(template.read_bytes())
    preset = find_preset(resources_folder(), PRESET)
    with UnitOfWork(path, actor=ACTOR) as uow, uow.write() as session:
        load_preset(session, preset=preset, role=role, unit_code=unit, clock=JANUARY)
    return path


@contextmanager
def open_office(made: Path, folder: Path, *, clock: FixedClock = JANUARY) -> Iterator[Office]:
    """Give an office over a copy of a register."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    if made != path:
        path.write_bytes(made.read_bytes())
    paths = Paths(folder)
    with UnitOfWork(path, actor=ACTOR) as uow:
        with uow.read() as session:
            unit_id = str(own_register(session).own_unit_id)
        secrets = MemorySecrets()
        settings = Settings(paths.preferences)
        services = Services(uow=uow, clock=clock, paths=paths, settings=settings, secrets=secrets)
        yield Office(services, secrets, unit_id)
        assert uow.rows("PRAGMA foreign_key_check") == []


def unit_id_of(session: Session, code: str) -> str:
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def lay_out_year(hub: Office, *codes: str, year: int = 2024) -> dict[str, str]:
    """Expect a year of monthly reports of these communes and give each a task; return their keys."""
    with hub.uow.write() as session:
        units = {code: unit_id_of(session, code) for code in codes}
        rule = monthly_rule(session, date(year, 3, 1))
        for period_id in make_periods(session, rule_id=rule.id, year=year, clock=JANUARY).value:
            set_expected(session, period_id=period_id, unit_ids=tuple(units.values()), clock=JANUARY)
        make_task(session, *units.values(), clock=JANUARY, due_on=date(year, 6, 30))
        return units


def expected_id(office: Office, month: str, unit_id: str) -> str:
    """Return the key of a unit's report of a month."""
    with office.uow.read() as session:
        rule = monthly_rule(session, date(2024, 3, 1))
        return derived_id("expected", derived_id("period", rule.id, month), unit_id)


def fill_in(office: Office, expected: str, *, base: int = 0) -> None:
    """Enter every required figure of a report (the same for all but the base) and one heading."""
    with office.uow.write() as session:
        facts = indicator_facts(session, catalogue_of(session, get_expected(session, expected)))
        figures = {
            code: FigureValue(FigureState.NONE_ARISEN)
            for code, fact in facts.items()
            if not fact.is_computed and fact.value_type != "text"
        }
        figures["CD12"] = FigureValue(FigureState.VALUE, Decimal(base))
        set_figures(
            session, expected_id=expected, figures=figures, clock=office.services.clock, keep_blocked=True
        )


def seal(office: Office, expected: str, *, reason: str = "") -> MadePackage:
    """Seal a report as its leader would."""
    approval = ApprovalFacts(approved_by="Trần Văn Bình")
    return seal_report(
        office.services, office.secrets, expected_id=expected, approval=approval, reason=reason
    )


def hear(hub: Office, text: str, moment: datetime) -> None:
    """Note a seal code told by message at a moment; it must be clear whose it is."""
    with hub.uow.write() as session:
        heard = read_message(session, text=text, heard_at=moment)
        assert heard.is_clear
        note_code(
            session,
            expected_id=str(heard.expected_id),
            code=heard.code,
            noted_at=moment,
            store=PackageStore(hub.services.paths.attachments),
            clock=hub.services.clock,
        )


@dataclass(frozen=True)
class Made:
    """Two offices as they were left: their folders by state, their vaults."""

    folder: Path
    vaults: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def office_templates(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return registers of the hub and the communes; never open them, copy them."""
    folder = tmp_path_factory.mktemp("offices")
    made = {"hub": make_template(template, folder / "hub.db", Role.HUB, None)}
    for code in COMMUNES:
        made[code] = make_template(template, folder / f"{code}.db", Role.REPORTER, code)
    return made


@pytest.fixture(scope="session")
def made_offices(office_templates: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make a hub whose year is laid out, and a commune with its work that sealed its report of March."""
    folder = tmp_path_factory.mktemp("joined")
    with ExitStack() as stack:
        hub = stack.enter_context(open_office(office_templates["hub"], folder / "hub"))
        commune = stack.enter_context(open_office(office_templates[COMMUNES[0]], folder / "xa"))
        lay_out_year(hub, *COMMUNES)
        made = hand_down(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024)
        assert commune.take_in(hub.put_out(made)).count("new") == 1
        for office in (hub, commune):
            office.uow.close()
            shutil.copytree(office.folder, folder / "joined" / office.folder.name)
        march = expected_id(hub, "2024-03", commune.unit_id)
        fill_in(commune.at(SEALED_ON), march, base=7)
        commune.put_out(seal(commune.at(SEALED_ON), march))
        commune.uow.close()
        shutil.copytree(commune.folder, folder / "sealed" / "xa")
        vaults = {"hub": hub.secrets.kept, "xa": commune.secrets.kept}
    return Made(folder, vaults)


@contextmanager
def copied(made: Made, state: str, name: str, folder: Path) -> Iterator[Office]:
    """Give a copy of an office as it was left in a state."""
    shutil.copytree(made.folder / state / name, folder, dirs_exist_ok=True)
    with open_office(folder / FILE, folder) as office:
        office.secrets.kept.update(made.vaults[name])
        yield office


@pytest.fixture
def hub(made_offices: Made, tmp_path: Path) -> Iterator[Office]:
    """Give a hub whose year is laid out for two communes."""
    with copied(made_offices, "joined", "hub", tmp_path / "hub") as office:
        yield office


@pytest.fixture
def commune(made_offices: Made, tmp_path: Path) -> Iterator[Office]:
    """Give a commune that has taken in its work of the year."""
    with copied(made_offices, "joined", "xa", tmp_path / "xa") as office:
        yield office


@pytest.fixture
def joined(hub: Office, commune: Office) -> tuple[Office, Office]:
    """Give a hub and a commune that has taken in its work of the year."""
    return hub, commune


@pytest.fixture
def sealed(hub: Office, made_offices: Made, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Give a hub and a commune that has sealed its report of March (CD12 is 7), not yet taken in."""
    with copied(made_offices, "sealed", "xa", tmp_path / "xa-da-niem-phong") as office:
        yield hub, office


@pytest.fixture
def march(hub: Office) -> str:
    """Return the key of the commune's report of March."""
    return expected_id(hub, "2024-03", commune_id(hub))


@pytest.fixture
def first(sealed: tuple[Office, Office]) -> Path:
    """Return the file of the report of March that the commune sealed."""
    return next((sealed[1].folder / "ra").glob("bao-cao*.cchc"))


def commune_id(office: Office) -> str:
    """Return the key of the commune that takes part."""
    with office.uow.read() as session:
        return unit_id_of(session, COMMUNES[0])
