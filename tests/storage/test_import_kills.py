"""The trial that kills a taking in of packages sees half a package, and what never went on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.progress import NullProgress
from app.services.queries.cut_run import cut_run
from app.services.queries.exchange_boxes import read_boxes
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from tools.bench.hub import make_hub, opened, package_of, take_in
from tools.reliability.edits import PromiseBroken
from tools.reliability.imports import examine, say


@pytest.fixture
def taken_in(tmp_path: Path) -> Iterator[Path]:
    """Return a hub's register that took in the reports of three units."""
    data, out = make_hub(tmp_path, 3)
    with opened(data) as services:
        assert take_in(services, [out]).count("new") == 3
    yield data


def test_a_register_that_took_in_its_packages_has_nothing_half(taken_in: Path) -> None:
    assert examine(taken_in) is None


@pytest.mark.parametrize(
    "lost",
    [
        "DELETE FROM figure WHERE indicator_code = 'I07' AND expected_report_id IN "
        "(SELECT stream FROM package LIMIT 1)",
        "DELETE FROM submission WHERE id IN (SELECT id FROM submission LIMIT 1)",
        "DELETE FROM draft",
        "DELETE FROM attachment",
        "UPDATE expected_report SET state = 'drafting'",
    ],
)
def test_a_package_that_is_there_in_half_is_seen(taken_in: Path, lost: str) -> None:
    with UnitOfWork(Paths(taken_in).register) as register:
        register.connection.execute(lost)
    with pytest.raises(PromiseBroken, match="by half"):
        examine(taken_in)


def test_a_kept_file_that_is_cut_is_seen(taken_in: Path) -> None:
    kept = next(Paths(taken_in).attachments.iterdir())
    kept.write_bytes(kept.read_bytes()[:-1])
    with pytest.raises(PromiseBroken, match="not whole"):
        examine(taken_in)


def test_a_file_more_and_half_a_file_change_what_a_register_says(taken_in: Path, tmp_path: Path) -> None:
    before = say(taken_in)
    half = Paths(taken_in).attachments / ".goi-cut.tmp"
    half.write_bytes(b"half")
    assert say(taken_in) != before
    with opened(taken_in) as services:
        take_in(services, [tmp_path / "out"])  # all here already; the half file is swept away
    assert say(taken_in) == before
    newer = tmp_path / "newer.cchc"
    newer.write_bytes(package_of(1, revision=2))
    with opened(taken_in) as services:
        take_in(services, [newer])
    assert say(taken_in) != before


class _PowerCut(BaseException):
    """The process ends at once."""


class _Cuts(NullProgress):
    def __init__(self, after: int) -> None:
        self._after = after

    def report(self, done: int, total: int, text: str = "") -> None:
        if done == self._after:
            raise _PowerCut


def test_what_is_left_is_told_until_it_is_taken_in_also_where_folders_use_one_name(tmp_path: Path) -> None:
    data, out = make_hub(tmp_path, 3)
    for n in range(3):
        (out / str(n)).mkdir()
        shutil.move(out / f"{n:04}.cchc", out / str(n) / "bao-cao.cchc")
    with opened(data) as services:
        with pytest.raises(_PowerCut):
            take_in(services, [out], _Cuts(1))
        run = cut_run(services.uow.rows)
        assert run is not None
        assert (run.dealt_with, [Path(name).parent.name for name in run.left]) == (1, ["1", "2"])
        with pytest.raises(_PowerCut):  # the rest, cut again
            take_in(services, map(Path, run.left), _Cuts(1))
        again = cut_run(services.uow.rows)
        assert again is not None
        assert [Path(name).parent.name for name in again.left] == ["2"]
        take_in(services, map(Path, again.left))
        assert cut_run(services.uow.rows) is None
    assert examine(data) is None


def test_other_files_do_not_end_a_run_that_was_cut(tmp_path: Path) -> None:
    data, out = make_hub(tmp_path, 3)
    with opened(data) as services:
        with pytest.raises(_PowerCut):
            take_in(services, [out], _Cuts(1))
        take_in(services, [out / "0001.cchc"])
        run = cut_run(services.uow.rows)
        assert run is not None
        assert len(run.left) == 2


def test_a_stick_that_was_pulled_out_does_not_end_a_run_that_was_cut(tmp_path: Path) -> None:
    data, out = make_hub(tmp_path, 3)
    other = tmp_path / "khac.cchc"
    other.write_bytes(package_of(2, revision=2))
    with opened(data) as services:
        with pytest.raises(_PowerCut):
            take_in(services, [out], _Cuts(1))
        out.rename(tmp_path / "rut-ra")
        take_in(services, [other])
        assert cut_run(services.uow.rows) is not None


def test_an_older_version_that_comes_later_stands_in_the_box_once(taken_in: Path, tmp_path: Path) -> None:
    newer, older = tmp_path / "moi.cchc", tmp_path / "cu.cchc"
    newer.write_bytes(package_of(1, revision=3))
    older.write_bytes(package_of(1, revision=2))
    with opened(taken_in) as services:
        take_in(services, [newer])
        take_in(services, [older])
        with services.uow.read() as session:
            names = [line.row.file_name for line in read_boxes(session).incoming]
    assert names.count("cu.cchc") == 1
