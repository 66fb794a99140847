"""What the frozen program holds, checked against the code without freezing anything."""

import ast
import importlib.util
import re
import struct
import sys
from pathlib import Path

import pytest

import app
from app.storage.migrations import HEAD
from tests.architecture.tree import ROOT, python_files, read
from tools.freeze import contents
from tools.freeze.icon import write_icon
from tools.freeze.licences import TARGET, shipped_pins
from tools.freeze.version import version_numbers, write_version_resource

# Who may import by a name made at run time, and the package whose modules it names.
IMPORTERS_BY_NAME = {"app/cli/program.py": "app.cli", "app/ui/modules.py": "app.ui.screens"}


# Who starts this program anew as a worker; the self-test tries each of them, frozen, too.
STARTS_ITSELF = {
    "app/cli/selftest.py",  # the window's probe
    "app/services/checking.py",  # multiprocessing: app/__main__.py lets its workers in
    "app/services/intake/files.py",
    "app/services/packages/form_worker.py",
}


def modules_below(package: str) -> set[str]:
    """Return the names of all modules of a package."""
    folder = package.replace(".", "/")
    names = (Path(name).with_suffix("").parts for name in python_files(folder))
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names}


def imports_by_name(source: str) -> list[int]:
    """Return the lines that import a module whose name is no literal."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("import_module", "__import__") and not isinstance(node.args[0], ast.Constant):
                found.append(node.lineno)
    return found


def test_whoever_imports_by_name_is_known() -> None:
    found = {path for path in python_files("app") if imports_by_name(read(path))}
    assert found == IMPORTERS_BY_NAME.keys(), "name it here, and its package in tools/freeze/contents.py"
    assert set(IMPORTERS_BY_NAME.values()) <= set(contents.OWN_NAMED_PACKAGES)


def test_an_import_by_name_is_seen() -> None:
    assert imports_by_name("import importlib\nimportlib.import_module(f'x.{y}')") == [2]
    assert imports_by_name("from importlib import import_module\nimport_module('x')") == []


def test_whoever_starts_the_program_anew_is_known_and_tried() -> None:
    words = ("multiprocessing.get_context", "multiprocessing.Process", "[sys.executable")
    found = {path for path in python_files("app") if any(word in read(path) for word in words)}
    assert found == STARTS_ITSELF, "a frozen program is no Python: try it in app/services/selftest.py"
    assert "freeze_support" in read("app/__main__.py")


def test_every_module_of_a_package_imported_by_name_is_named() -> None:
    hidden = set(contents.hidden_imports())
    assert modules_below("app.ui.screens") | modules_below("app.cli") <= hidden
    assert "app.storage.migrations" in hidden


def test_what_the_revisions_import_is_named() -> None:
    hidden = set(contents.hidden_imports())
    assert {"sqlalchemy", "app.models"} <= hidden


@pytest.mark.parametrize("name", sorted(contents.NAMED_MODULES))
def test_a_module_named_for_a_library_exists(name: str) -> None:
    if name.startswith("win32ctypes") and sys.platform != "win32":
        pytest.skip("Windows only")
    assert importlib.util.find_spec(name) is not None


def test_every_resource_is_collected_where_the_program_looks_for_it() -> None:
    collected = dict(contents.data_files())
    for path in (ROOT / "resources").rglob("*"):
        if path.is_file():
            assert collected[str(path)] == path.parent.relative_to(ROOT).as_posix()


def test_every_kind_of_resource_is_there() -> None:
    kinds = {name.split("/")[1] for name in contents.resource_files()}
    assert {"catalogue", "fonts", "icons", "intake", "licences", "presets", "sample"} <= kinds


def test_every_revision_is_collected_as_a_file() -> None:
    names = {Path(name).name for name in contents.migration_files()}
    assert {"env.py", "script.py.mako"} < names
    assert any(name.startswith(HEAD) for name in names)


def test_a_new_resource_and_a_new_screen_are_taken_up_by_themselves(tmp_path: Path) -> None:
    migrations = "app/storage/migrations"
    for name in ("resources/new/file.xyz", "app/ui/screens/new/view.py", f"{migrations}/versions/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("import decimal\n", encoding="utf-8")
    (tmp_path / migrations / "env.py").write_text("", encoding="utf-8")
    assert (str(tmp_path / "resources/new/file.xyz"), "resources/new") in contents.data_files(tmp_path)
    assert {"app.ui.screens.new.view", "decimal"} <= set(contents.hidden_imports(tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Quick.dll",
        "PIL/_avif.cp312-win_amd64.pyd",
        "icuuc.dll",
        "mscms.dll",
    ],
)
def test_what_no_window_needs_is_left_out(name: str) -> None:
    assert not contents.is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/Qt6Network.dll",
        "PySide6/Qt/lib/libicuuc.so.73",
        "python312.dll",
        "resources/icons/app.svg",
    ],
)
def test_what_the_window_needs_stays(name: str) -> None:
    assert contents.is_wanted(name)


def test_no_module_of_qt_that_the_window_imports_is_excluded() -> None:
    imported = set()
    for path in python_files("app/ui"):
        imported |= set(re.findall(r"(?:from|import) (PySide6\.\w+)", read(path)))
    assert not imported & set(contents.EXCLUDED_MODULES)
    assert "PySide6.QtNetwork" in imported  # a second start calls the first window through it


def test_version_and_schema_come_from_one_place(tmp_path: Path) -> None:
    assert contents.program_version() == app.__version__
    assert contents.known_schema() == int(HEAD)
    assert version_numbers("1.2.3") == (1, 2, 3, 0)
    text = write_version_resource("so-cchc", tmp_path).read_text("utf-8")
    assert app.__version__ in text
    ast.parse(text)


def test_everything_that_ships_has_its_notice() -> None:
    said = TARGET.read_text("utf-8")
    pins = shipped_pins(read("requirements.lock"))
    assert len(pins) > 25
    missing = [f"{name} {v}" for name, v in pins.items() if f"\n{name} {v}\n" not in said]
    assert missing == [], "run: python -m tools.freeze.licences (docs/packaging.md)"
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "Python.txt"):
        assert (TARGET.parent / name).stat().st_size > 5000


def test_the_build_lock_holds_the_runtime_lock_and_what_freezes() -> None:
    from tests.architecture.text_rules import find_lock_faults, locked

    build = locked(read("requirements-build.lock"))
    runtime = locked(read("requirements.lock"))
    assert runtime.items() <= build.items()
    extra = build.keys() - runtime.keys()
    assert "pyinstaller" in extra
    assert extra <= {
        "altgraph",
        "macholib",
        "packaging",
        "pefile",
        "pyinstaller",
        "pyinstaller-hooks-contrib",
        "setuptools",
    }
    assert find_lock_faults(read("requirements-build.lock")) == []


def test_the_spec_has_no_rule_of_its_own() -> None:
    tree = ast.parse(read("build.spec"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {"data_files", "hidden_imports", "EXCLUDED_MODULES", "is_wanted", "write_manifest"} <= names
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not any(isinstance(word, str) and word.startswith("PySide6") for word in said)


def test_the_icon_has_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    data = write_icon(tmp_path / "app.ico").read_bytes()
    kind, count = struct.unpack_from("<HH", data, 2)
    sizes = [data[6 + 16 * number] or 256 for number in range(count)]
    assert (kind, sizes) == (1, [16, 20, 24, 32, 40, 48, 64, 256])
    ends = [sum(struct.unpack_from("<II", data, 6 + 16 * number + 8)) for number in range(count)]
    assert ends[-1] == len(data)
    assert b"\x89PNG" in data
