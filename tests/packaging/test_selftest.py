"""The program's test of itself: what it says, and what it notices."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.__main__ import main
from app.core.errors import AppError
from app.services import selftest
from app.services.doctor import Check
from app.services.dump import state_digest
from app.services.practice import make_practice_register
from app.storage.connection import schema_version
from app.storage.migrate import upgrade_register
from app.storage.migrations import HEAD
from app.storage.oldest import earlier_schemas, make_earlier_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from tools.freeze import contents


class NoVault:
    """A machine without a vault."""

    def get(self, name):
        return None

    def set(self, name, value):
        raise AssertionError

    def delete(self, name):
        raise AssertionError

    def is_secure(self):
        return False

    def backend_name(self):
        return "tests.NoVault"


def window_seen(folder: Path) -> Check:
    assert (folder / "so-cchc.db").exists()
    return Check("window", True, "Thấy.")


@pytest.fixture(scope="module")
def diagnosis():
    return selftest.run_selftest(NoVault(), window_seen)


def test_everything_is_tried_and_passes(diagnosis) -> None:
    assert [check.message for check in diagnosis.checks if not check.ok] == []
    assert [check.name for check in diagnosis.checks] == [
        "program",
        "resources",
        "glyphs",
        "migration",
        "sample",
        "papers",
        "foreign_files",
        "packages",
        "forms",
        "backup",
        "vault",
        "window",
    ]
    assert diagnosis.ok
    assert len(diagnosis.digest) == 64


def test_the_digest_is_that_of_the_sample_alone(diagnosis, tmp_path: Path) -> None:
    paths = make_practice_register(tmp_path / "so")
    with UnitOfWork(paths.register) as uow, uow.read() as session:
        assert state_digest(session) == diagnosis.digest


def test_the_vault_is_named(diagnosis) -> None:
    assert any("tests.NoVault" in check.message for check in diagnosis.checks)


def test_a_check_that_breaks_is_a_fault_and_stops_no_other() -> None:
    def broken(_: Path) -> Check:
        raise AppError("Không có màn hình.")

    class BrokenVault(NoVault):
        def backend_name(self):
            raise RuntimeError("no bus")

    found = {check.name: check for check in selftest.run_selftest(BrokenVault(), broken).checks}
    assert not found["window"].ok and "Không có màn hình" in found["window"].message
    assert not found["vault"].ok and "no bus" in found["vault"].message
    assert found["backup"].ok


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources_folder(), tmp_path / "resources"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "icons" / "app.svg").write_text("<svg"),
        lambda folder: (folder / "presets" / "quy-hop-2024.json").write_text("{"),
        lambda folder: (folder / "fonts" / "LiberationSerif-Bold.ttf").write_bytes(b"\0" * 40),
    ],
    ids=["icon", "preset", "font"],
)
def test_a_spoilt_file_is_named(resources: Path, spoil: Callable[[Path], object]) -> None:
    assert selftest.check_resources(resources).ok
    spoil(resources)
    assert not selftest.check_resources(resources).ok


def test_a_file_forgotten_or_changed_since_the_build_is_named(resources: Path, tmp_path: Path) -> None:
    shutil.copy(contents.write_manifest(tmp_path / "generated"), resources / selftest.MANIFEST)
    assert selftest.check_resources(resources).ok
    (resources / "icons" / "home.svg").unlink()
    (resources / "fonts" / "OFL.txt").write_text("khác")
    found = selftest.check_resources(resources)
    assert "icons/home.svg" in found.message and "fonts/OFL.txt" in found.message


def test_a_frozen_program_misses_its_manifest(resources: Path, monkeypatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert not selftest.check_resources(resources).ok


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert not selftest.check_resources(tmp_path).ok


@pytest.mark.parametrize("schema", earlier_schemas())
def test_a_register_of_every_earlier_schema_comes_up(schema: int, tmp_path: Path) -> None:
    path = tmp_path / "so-cchc.db"
    make_earlier_register(path, schema)
    assert schema_version(path) == schema
    assert upgrade_register(path) is not None
    assert schema_version(path) == int(HEAD)


def test_the_command_shows_a_real_window_and_leaves_its_log(tmp_path: Path, capsys) -> None:
    log = tmp_path / "nơi khác" / "kết quả.json"
    code = main(["selftest", "--json", "--log", str(log)])
    printed = json.loads(capsys.readouterr().out)
    assert (code, printed["ok"]) == (0, True), printed
    assert json.loads(log.read_text("utf-8")) == printed
    assert printed.keys() == {"ok", "digest", "checks"}
    window = next(check for check in printed["checks"] if check["name"] == "window")
    assert "Cửa sổ hiện sau" in window["message"]


def test_faults_end_with_code_five(monkeypatch, capsys) -> None:
    monkeypatch.setattr("app.cli.selftest.probe_window", lambda folder: Check("window", False, "Không thấy."))
    assert main(["selftest"]) == 5
    assert "SAI  Không thấy." in capsys.readouterr().out
