"""Taking packages in, against proving the same files and a bare upsert of their figures, in the same run."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from nacl.signing import SigningKey

from app.core.clock import FixedClock, at_office
from app.core.ids import derived_id
from app.core.statuses import FigureState, ReportSubject
from app.exchange.documents import Approval, FigureLine, ReportDocument
from app.exchange.keys import public_part
from app.exchange.manifest import Kind, Manifest, Party
from app.exchange.package_file import build, members_of, read_package
from app.services.context import Services
from app.services.packages.batch import import_packages
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from tools.bench.measure import Row, clocked

_day = date(2024, 3, 12)
_DAY = FixedClock(at_office(_day, 9))
_FIGURES, _READABLE = 60, 120_000
_KEY = SigningKey(b"bench-key-of-a-unit-32-bytes-lon")


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


def _make(folder: Path, units: int) -> tuple[Path, Path]:
    """Make a hub's register that expects so many reports, and a folder with one package of each unit."""
    from app.core.statuses import Role
    from app.models import (
        Catalogue,
        ExpectedReport,
        Indicator,
        Period,
        Register,
        ReportingRule,
        Unit,
        UnitKey,
    )

    data, out = folder / "data", folder / "out"
    data.mkdir(parents=True)
    out.mkdir()
    path = Paths(data).register
    create_register(path)
    hub, period = derived_id("hub"), derived_id("period", "b")
    with UnitOfWork(path, actor="bench") as uow, uow.write() as session:
        session.add(Unit(id=hub, code="H", name="Hub"))
        session.flush()
        session.add(Register(role=Role.HUB, own_unit_id=hub, preset="b", created_at=_DAY.now(), settings={}))
        session.add(Catalogue(id=derived_id("cat"), code="C", version=1, name="C"))
        rule = ReportingRule(id=derived_id("rule"), name="M", subject="monthly_report", frequency="monthly")
        session.add(rule)
        session.flush()
        for n in range(_FIGURES):
            indicator = Indicator(catalogue_id=derived_id("cat"), code=f"I{n:02}", title="t", field="TTHC")
            indicator.value_type, indicator.semantics, indicator.aggregation = "int", "flow", "sum"
            session.add(indicator)
        made = Period(id=period, rule_id=rule.id, name="2024-03", catalogue_id=derived_id("cat"))
        made.starts_on, made.ends_before = _day.replace(month=2), _day
        made.legal_due = made.target_due = made.lenient_due = _day
        made.policy, made.start_day = "legal", 12  # type: ignore[assignment]
        session.add(made)
        session.flush()
        for n in range(units):
            unit = derived_id("unit", str(n))
            session.add(Unit(id=unit, code=f"{17000 + n}", name=f"Xã {n}"))
            session.flush()
            session.add(
                ExpectedReport(id=derived_id("expected", period, unit), period_id=period, unit_id=unit)
            )
            key = UnitKey(unit_id=unit, public_key=public_part(_KEY), fingerprint="")
            key.trusted_at = _DAY.now()
            session.add(key)
            (out / f"{n:04}.cchc").write_bytes(_package(hub, unit, n, period))
    return data, out


def _package(hub: str, unit: str, number: int, period: str) -> bytes:
    document = ReportDocument(
        period_id=period,
        period="2024-03",
        subject=ReportSubject.MONTHLY_REPORT,
        epoch=1,
        revision=1,
        approved_by="A",
        approval=Approval.IN_PERSON,
        sealed_at=_DAY.now(),
        figures=[
            FigureLine(code=f"I{n:02}", state=FigureState.VALUE, value=str(number + n))
            for n in range(_FIGURES)
        ],
        narratives=[],
        plan=[],
    )
    manifest = Manifest(
        kind=Kind.REPORT,
        sender=Party(unit, f"{17000 + number}", f"Xã {number}"),
        recipient=Party(hub, "H", "Hub"),
        stream=derived_id("expected", period, unit),
        epoch=1,
        revision=1,
        seal_code="0" * 12,
        created_at=_DAY.now(),
        parts=[],
    )
    readable = {"bao-cao.pdf": bytes(_READABLE)}
    return build(manifest, members_of(Kind.REPORT, document, readable), _KEY)


def _ours(data: Path, out: Path, aside: Path) -> None:
    shutil.copytree(data, aside)
    paths = Paths(aside)
    with UnitOfWork(paths.register, actor="bench") as uow:
        services = Services(uow=uow, clock=_DAY, paths=paths, settings=Settings(paths.preferences))
        outcome = import_packages(services, _NoVault(), [out])
    if outcome.count("new") != len(outcome.files):
        raise SystemExit(f"the bench's packages were refused: {outcome.files[0].reason}")


def _floor(out: Path, aside: Path) -> None:
    """Prove each file and put its figures into a bare table, one durable transaction a file."""
    with closing(sqlite3.connect(aside, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE f (report TEXT, code TEXT, value TEXT, PRIMARY KEY (report, code))")
        for path in sorted(out.iterdir()):
            package = read_package(path.read_bytes())
            document = package.document(ReportDocument)
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO f VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [(package.manifest.stream, line.code, line.value) for line in document.figures],
            )
            connection.execute("COMMIT")


def measure(folder: Path, counts: tuple[int, ...] = (34, 130)) -> list[Row]:
    """Return one row for each number of packages."""
    rows = []
    data, out = _make(folder / "warm", 2)
    _ours(data, out, folder / "warm-ours")
    for count in counts:
        data, out = _make(folder / str(count), count)
        ours = clocked(lambda: _ours(data, out, folder / f"{count}-ours"))  # noqa: B023
        floor = clocked(lambda: _floor(out, folder / f"{count}-floor.db"))  # noqa: B023
        rows.append(Row(f"{count} packages proved and taken in", ours, floor, "≤ 3"))
    return rows
