"""A hub that expects a report of each of many units, and a folder with one package of each; all invented."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from nacl.signing import SigningKey
from sqlalchemy.orm import Session

from app.core.clock import FixedClock, at_office
from app.core.ids import derived_id
from app.core.progress import Progress
from app.core.statuses import DuePolicy, FigureState, ReportSubject, Role
from app.exchange.documents import Approval, FigureLine, ReportDocument
from app.exchange.keys import public_part
from app.exchange.manifest import Kind, Manifest, Party
from app.exchange.package_file import build, members_of
from app.models import Catalogue, ExpectedReport, Indicator, Period, Register, ReportingRule, Unit, UnitKey
from app.services.context import Services
from app.services.packages.batch import BatchOutcome, import_packages
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings

DAY = FixedClock(at_office(date(2024, 3, 12), 9))
FIGURES = 60
KEY = SigningKey(b"bench-key-of-a-unit-32-bytes-lon")
_READABLE = 120_000  # bytes of the report's readable form
_HUB, _PERIOD = derived_id("hub"), derived_id("period", "b")


class _NoVault:
    """A machine without a vault: known keys are enough to take in."""

    def get(self, name: str) -> str | None:
        return None

    def set(self, name: str, value: str) -> None:
        return None

    def delete(self, name: str) -> None:
        return None

    def is_secure(self) -> bool:
        return False

    def backend_name(self) -> str:
        return ""


def make_hub(folder: Path, units: int) -> tuple[Path, Path]:
    """Make a hub's register that expects so many reports, and a folder with one package of each unit."""
    data, out = folder / "data", folder / "out"
    data.mkdir(parents=True)
    out.mkdir()
    path = Paths(data).register
    create_register(path)
    with UnitOfWork(path, actor="bench") as uow, uow.write() as session:
        _add_month(session)
        for n in range(units):
            unit = unit_id(n)
            session.add(Unit(id=unit, code=f"{17000 + n}", name=f"Xã {n}"))
            session.flush()
            expected = derived_id("expected", _PERIOD, unit)
            session.add(ExpectedReport(id=expected, period_id=_PERIOD, unit_id=unit))
            key = UnitKey(unit_id=unit, public_key=public_part(KEY), fingerprint="")
            key.trusted_at = DAY.now()
            session.add(key)
            (out / f"{n:04}.cchc").write_bytes(package_of(n))
    return data, out


def _add_month(session: Session) -> None:
    day, catalogue = DAY.today(), derived_id("cat")
    session.add(Unit(id=_HUB, code="H", name="Hub"))
    session.flush()
    session.add(Register(role=Role.HUB, own_unit_id=_HUB, preset="b", created_at=DAY.now(), settings={}))
    session.add(Catalogue(id=catalogue, code="C", version=1, name="C"))
    rule = ReportingRule(id=derived_id("rule"), name="M", subject="monthly_report", frequency="monthly")
    session.add(rule)
    session.flush()
    for n in range(FIGURES):
        indicator = Indicator(catalogue_id=catalogue, code=f"I{n:02}", title="t", field="TTHC")
        indicator.value_type, indicator.semantics, indicator.aggregation = "int", "flow", "sum"
        session.add(indicator)
    made = Period(id=_PERIOD, rule_id=rule.id, name="2024-03", catalogue_id=catalogue)
    made.starts_on, made.ends_before = day.replace(month=2), day
    made.legal_due = made.target_due = made.lenient_due = day
    made.policy, made.start_day = DuePolicy.LEGAL, 12
    session.add(made)
    session.flush()


def unit_id(number: int) -> str:
    """Return the key of a unit."""
    return derived_id("unit", str(number))


def package_of(number: int, revision: int = 1) -> bytes:
    """Return a unit's report; each revision says other figures."""
    document = ReportDocument(
        period_id=_PERIOD,
        period="2024-03",
        subject=ReportSubject.MONTHLY_REPORT,
        epoch=1,
        revision=revision,
        approved_by="A",
        approval=Approval.IN_PERSON,
        sealed_at=DAY.now(),
        figures=[
            FigureLine(code=f"I{n:02}", state=FigureState.VALUE, value=str(number * revision + n))
            for n in range(FIGURES)
        ],
        narratives=[],
        plan=[],
    )
    manifest = manifest_of(unit_id(number), f"{17000 + number}", revision)
    return build(manifest, members_of(Kind.REPORT, document, {"bao-cao.pdf": bytes(_READABLE)}), KEY)


def manifest_of(unit: str, code: str, revision: int = 1) -> Manifest:
    """Return what a report of a unit to this hub says of itself."""
    return Manifest(
        kind=Kind.REPORT,
        sender=Party(unit, code, f"Đơn vị {code}"),
        recipient=Party(_HUB, "H", "Hub"),
        stream=derived_id("expected", _PERIOD, unit),
        epoch=1,
        revision=revision,
        seal_code="0" * 12,
        created_at=DAY.now(),
        parts=[],
    )


@contextmanager
def opened(data: Path) -> Iterator[Services]:
    """Give a register open as the window has it."""
    paths = Paths(data)
    with UnitOfWork(paths.register, actor="bench") as uow:
        yield Services(
            uow=uow, clock=DAY, paths=paths, settings=Settings(paths.preferences), secrets=_NoVault()
        )


def take_in(services: Services, paths: Iterable[Path], progress: Progress | None = None) -> BatchOutcome:
    """Take files and folders in."""
    return import_packages(services, _NoVault(), paths, progress=progress)
