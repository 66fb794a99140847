"""Taking packages in, against proving the same files and writing the same rows bare, in the same run."""

import multiprocessing
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from nacl.signing import SigningKey
from sqlalchemy import select

from app.bootstrap import open_services
from app.core.clock import FixedClock, at_office
from app.core.ids import derived_id
from app.core.statuses import FigureState, ReportSubject
from app.exchange.documents import Approval, FigureLine, ReportDocument
from app.exchange.keys import public_part
from app.exchange.manifest import Kind, Manifest, Party
from app.exchange.package_file import build, members_of
from app.models import ExpectedReport
from app.services.context import Services
from app.services.packages.batch import import_packages
from app.services.packages.report_content import figure_lines, narrative_lines
from app.services.papers import Paper, paper_bytes
from app.services.queries.cycles import find_period
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from tools.bench.measure import Row, clocked
from tools.bench.packages_floor import rows_of_each, take_in_bare

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
    manifest = _manifest(hub, unit, number, period)
    readable = {"bao-cao.pdf": bytes(_READABLE)}
    return build(manifest, members_of(Kind.REPORT, document, readable), _KEY)


def _manifest(hub: str, unit: str, number: int, period: str) -> Manifest:
    return Manifest(
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


@contextmanager
def _opened(data: Path, aside: Path) -> Iterator[Services]:
    """Give a copy of the hub's register, open as the window has it."""
    shutil.copytree(data, aside)
    paths = Paths(aside)
    with UnitOfWork(paths.register, actor="bench") as uow:
        yield Services(uow=uow, clock=_DAY, paths=paths, settings=Settings(paths.preferences))


def _ours(services: Services, out: Path) -> None:
    outcome = import_packages(services, _NoVault(), [out])
    if outcome.count("new") != len(outcome.files):
        raise SystemExit(f"the bench's packages were refused: {outcome.files[0].reason}")


def _pair(data: Path, out: Path, aside: Path) -> tuple[float, float]:
    """Time both in turn, so that a machine that slows down slows both."""
    with _opened(data, aside / "ours") as services:
        ours = clocked(partial(_ours, services, out))
    rows = rows_of_each(Paths(aside / "ours").register)
    bare = Paths(shutil.copytree(data, aside / "floor"))
    floor = clocked(partial(take_in_bare, bare.register, out, bare.attachments, rows))
    if rows_of_each(bare.register) != rows or len(rows) != len(list(out.iterdir())):
        raise SystemExit("the floor did not write what ours wrote")
    return ours, floor


def measure(
    folder: Path, sample: Path, paper: Paper, period: str, counts: tuple[int, ...] = (34, 130, 3_321)
) -> list[Row]:
    """Return a row for each number of packages, one on how memory grows with it, one on a report's size."""
    rows, peaks = [], []
    data, out = _make(folder / "warm", 2)
    _pair(data, out, folder / "warm-pair")
    for count in counts:
        data, out = _make(folder / str(count), count)
        turns = range(5 if count < 1_000 else 1)
        pairs = [_pair(data, out, folder / f"{count}-{turn}") for turn in turns]
        ours, floor = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        rows.append(Row(f"{count} packages proved and taken in", ours, floor, "≤ 3"))
        peaks.append(_peak_mb(data, out, folder / f"{count}-peak"))
        shutil.rmtree(folder / str(count))
    if all(peaks):
        name = f"peak memory: {counts[-1]} packages against {counts[0]}"
        rows.append(Row(name, peaks[-1], peaks[0], "≤ 2", "MB"))
    rows.append(_size(sample, paper, period))
    return rows


def _peak_mb(data: Path, out: Path, aside: Path) -> float:
    """Return the most memory of a process of its own that takes the packages in; 0 where nobody counts it."""
    if sys.platform == "win32":
        return 0.0
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_tell_peak, args=(data, out, aside, there))
    worker.start()
    peak: float = here.recv()
    worker.join()
    return peak


def _tell_peak(data: Path, out: Path, aside: Path, there: Connection) -> None:
    import resource

    with _opened(data, aside) as services:
        _ours(services, out)
    there.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _size(sample: Path, paper: Paper, period_name: str) -> Row:
    """Return the size of a unit's report with its readable PDF and workbook, against what we promise."""
    readable = {f"bao-cao.{kind}": paper_bytes(paper, kind) for kind in ("pdf", "xlsx")}
    services = open_services(sample)
    with services.uow as uow, uow.read() as session:
        period = find_period(session, name=period_name, as_of=services.clock.today())
        expected = session.scalars(
            select(ExpectedReport).where(
                ExpectedReport.period_id == period.id, ExpectedReport.accepted_version > 0
            )
        ).first()
        if expected is None:
            raise SystemExit("the sample has no accepted report of that period")
        document = ReportDocument(
            period_id=period.id,
            period=period_name,
            subject=ReportSubject.MONTHLY_REPORT,
            epoch=1,
            revision=1,
            approved_by="A",
            approval=Approval.IN_PERSON,
            sealed_at=_DAY.now(),
            figures=figure_lines(session, expected.id),
            narratives=narrative_lines(session, expected.id),
            plan=[],
        )
        manifest = _manifest(derived_id("hub"), expected.unit_id, 0, period.id)
    size = len(build(manifest, members_of(Kind.REPORT, document, readable), _KEY))
    return Row("a unit's report package with its papers, of 150", size / 1000, 150, "< 1", "kB")
