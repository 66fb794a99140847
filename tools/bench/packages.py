"""Taking packages in, against proving the same files and writing the same rows bare, in the same run."""

import multiprocessing
import shutil
import statistics
import sys
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from app.bootstrap import open_services
from app.core.progress import NullProgress
from app.core.statuses import ReportSubject
from app.exchange.documents import Approval, ReportDocument
from app.exchange.manifest import Kind
from app.exchange.package_file import build, members_of
from app.models import ExpectedReport
from app.services.context import Services
from app.services.packages.preview import preview_packages
from app.services.packages.report_content import figure_lines, narrative_lines
from app.services.papers import Paper, paper_bytes
from app.services.queries.periods import find_period
from app.system.paths import Paths
from tools.bench.hub import DAY, KEY, make_hub, manifest_of, opened, take_in
from tools.bench.measure import Row, clocked, compare
from tools.bench.packages_floor import rehearse_bare, rows_of_each, take_in_bare


def _ours(services: Services, out: Path) -> None:
    outcome = take_in(services, [out])
    if outcome.count("new") != len(outcome.files):
        raise SystemExit(f"the bench's packages were refused: {outcome.files[0].reason}")


def _pair(data: Path, out: Path, aside: Path) -> tuple[float, float]:
    """Time both in turn, so that a machine that slows down slows both."""
    with opened(shutil.copytree(data, aside / "ours")) as services:
        ours = clocked(partial(_ours, services, out))
    rows = rows_of_each(Paths(aside / "ours").register)
    bare = Paths(shutil.copytree(data, aside / "floor"))
    floor = clocked(partial(take_in_bare, bare.register, out, bare.attachments, rows))
    if rows_of_each(bare.register) != rows or len(rows) != len(list(out.iterdir())):
        raise SystemExit("the floor did not write what ours wrote")
    return ours, floor


def _preview(data: Path, out: Path, aside: Path, runs: int) -> Row:
    """Compare looking at a folder, as the window does off its thread, with the same rows bare, rolled back.

    No disk hides the work on either side, so the aim is wider than for taking in.
    """
    with opened(shutil.copytree(data, aside / "taken")) as services:
        _ours(services, out)
    rows = rows_of_each(Paths(aside / "taken").register)
    bare = Paths(shutil.copytree(data, aside / "bare")).register
    with opened(shutil.copytree(data, aside / "looked")) as services:

        def look() -> None:
            if len(preview_packages(services, [out], progress=NullProgress()).files) != len(rows):
                raise SystemExit("the preview does not show every file")

        name = f"{len(rows)} packages looked at before they are taken in"
        return compare(name, look, partial(rehearse_bare, bare, out, rows), aim="≤ 4", runs=runs)


def measure(
    folder: Path, sample: Path, paper: Paper, period: str, counts: tuple[int, ...] = (34, 130, 3_321)
) -> list[Row]:
    """Return a row for each number of packages, on looking at them, on memory, on a report's size."""
    rows, peaks = [], []
    data, out = make_hub(folder / "warm", 2)
    _pair(data, out, folder / "warm-pair")
    for count in counts:
        data, out = make_hub(folder / str(count), count)
        turns = range(5 if count < 1_000 else 1)
        pairs = [_pair(data, out, folder / f"{count}-{turn}") for turn in turns]
        ours, floor = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        rows.append(Row(f"{count} packages proved and taken in", ours, floor, "≤ 3"))
        if count == counts[0]:
            rows.append(_preview(data, out, folder / "preview", len(turns)))
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
    with opened(shutil.copytree(data, aside)) as services:
        _ours(services, out)
    there.send(_own_peak_mb())


def _own_peak_mb() -> float:
    """Return the most memory this program held; getrusage counts what its parent held before it, too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
            sealed_at=DAY.now(),
            figures=figure_lines(session, expected.id),
            narratives=narrative_lines(session, expected.id),
            plan=[],
        )
        manifest = manifest_of(expected.unit_id, "17000")
    size = len(build(manifest, members_of(Kind.REPORT, document, readable), KEY))
    return Row("a unit's report package with its papers, of 150", size / 1000, 150, "< 1", "kB")
