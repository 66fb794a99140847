"""What goes into the frozen program, by rule; `build.spec` asks here, and so do the tests.

Standard library only: it is read by PyInstaller, by the tests and by the tools that build the installer.
"""

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "build" / "generated"
WINDOW_PROGRAM = "so-cchc"
CONSOLE_PROGRAM = "so-cchc-cli"
MANIFEST = "danh-muc.json"

# Packages whose modules are found by their names at run time: every module of ours below them goes in.
OWN_NAMED_PACKAGES = ("app.cli", "app.ui.screens", "app.storage.migrations")
# The same of the libraries, each with who asks for it. The hooks of PyInstaller know the others.
NAMED_MODULES = {
    "holidays.countries.vietnam": "holidays: a country is imported when it is asked for",
    "sqlalchemy.dialects.sqlite": "SQLAlchemy: a dialect is imported by the scheme of the address",
    "alembic.ddl.sqlite": "alembic: one implementation for each dialect",
    "keyring.backends.Windows": "the vault of Windows; keyring finds its backends by entry points",
    "keyring.backends.SecretService": "the vault of Linux desktops",
    "keyring.backends.fail": "no vault at all",
    "win32ctypes.core": "pywin32-ctypes: chooses its own way to call Windows",
    "reportlab.pdfbase.ttfonts": "embedded fonts of PDFs",
    "lxml.etree": "python-docx",
    "lxml._elementpath": "lxml: imported from C",
    "pypdfium2_raw": "pypdfium2: the library itself",
}
# Never wanted: tools, tests, other toolkits, other databases.
EXCLUDED_MODULES = (
    "tkinter",
    "unittest",
    "pydoc",
    "doctest",
    "setuptools",
    "pip",
    "wheel",
    "pytest",
    "numpy",
    "IPython",
    "matplotlib",
    "PIL.ImageTk",
    "PIL.ImageQt",
    "PIL._avif",
    "PIL.AvifImagePlugin",
    "PIL._webp",
    "PIL.WebPImagePlugin",
    "PIL._imagingtk",
    "alembic.testing",
    "sqlalchemy.testing",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "lxml.objectify",
    "lxml.isoschematron",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtDesigner",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtUiTools",
    "PySide6.QtHelp",
    "PySide6.QtConcurrent",
    "PySide6.QtDBus",
    "PySide6.QtXml",
)
# Parts of Qt that come with its plugins and that no window of ours touches.
_UNWANTED_PARTS = (
    "/translations/",
    "/qml/",
    "platformthemes/libqgtk3",
    "plugins/egldeviceintegrations",
    "plugins/wayland",
    "plugins/networkinformation",
    "plugins/tls/",
    "plugins/generic",
    "plugins/platforminputcontexts/libqtvirtualkeyboard",
    "plugins/platforminputcontexts/qtvirtualkeyboard",
    "platforms/libqeglfs",
    "platforms/libqlinuxfb",
    "platforms/libqvnc",
    "platforms/libqvkkhrdisplay",
    "platforms/libqminimalegl",
    "platforms/libqminimal",
    "platforms/libqwayland",
    "platforms/qdirect2d",
    "platforms/qminimal",
    "vectorimageformats",
    *(
        f"imageformats/{prefix}q{kind}."
        for prefix in ("", "lib")
        for kind in ("icns", "tga", "tiff", "wbmp", "webp")
    ),
    "imageformats/qpdf",
    "imageformats/libqpdf",
    "qt6quick",
    "qt6qml",
    "qt6virtualkeyboard",
    "qt6wayland",
    "qt6egl",
    "qt6pdf",
    "qt6opengl",
    "opengl32sw",
    "d3dcompiler",
    "libgtk-3",
    "libgdk-3",
    "pil/_avif",
    "pil/_webp",
    "pil/_imagingtk",
)
# ICU of the Windows system folder; a build under Wine must not carry its stand-in.
_UNWANTED_NAMES = ("icuuc.dll", "icu.dll", "mscms.dll", "bcryptprimitives.dll")


def program_version() -> str:
    """Return the version, from the one place that says it."""
    tree = ast.parse((ROOT / "app" / "__init__.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if "__version__" in targets:
                return str(node.value.value)
    raise LookupError("app/__init__.py has no __version__")


def known_schema() -> int:
    """Return the schema number of the registers that this program writes."""
    tree = ast.parse((ROOT / "app" / "storage" / "migrations" / "__init__.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            return int(str(node.value.value))
    raise LookupError("app/storage/migrations/__init__.py has no HEAD")


def resource_files(root: Path = ROOT) -> list[str]:
    """Return every file that ships beside the code, as paths from the top of the repository."""
    found = (path for path in (root / "resources").rglob("*") if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in found if not path.name.startswith("."))


def migration_files(root: Path = ROOT) -> list[str]:
    """Return the files that Alembic reads as files: its entry and the revisions."""
    home = root / "app" / "storage" / "migrations"
    found = [home / "env.py", home / "script.py.mako", *(home / "versions").glob("*.py")]
    return sorted(path.relative_to(root).as_posix() for path in found)


def data_files(root: Path = ROOT) -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) of everything that is no code of its own."""
    files = [*resource_files(root), *migration_files(root)]
    return [(str(root / name), str(Path(name).parent.as_posix())) for name in files]


def write_manifest(folder: Path = GENERATED) -> Path:
    """Write what the program is shipped with, by SHA-256; the self-test holds the installed files to it."""
    digests = {
        name.removeprefix("resources/"): hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in resource_files()
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MANIFEST
    path.write_text(json.dumps(digests, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def hidden_imports(root: Path = ROOT) -> list[str]:
    """Return every module that no import statement leads to: ours by rule, the libraries' by name."""
    return sorted({*_own_named_modules(root), *_imports_of_revisions(root), *NAMED_MODULES})


def _own_named_modules(root: Path) -> Iterator[str]:
    for package in OWN_NAMED_PACKAGES:
        folder = root / package.replace(".", "/")
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if all(part.isidentifier() for part in name.split(".")) and path.stem != "env":
                yield name


def _imports_of_revisions(root: Path) -> Iterator[str]:
    """Yield what the revisions import: Alembic runs them as files, where PyInstaller does not look."""
    for name in migration_files(root):
        if name.endswith(".py"):
            for node in ast.walk(ast.parse((root / name).read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module


def is_wanted(name: str) -> bool:
    """Tell whether a library file that PyInstaller found belongs into the bundle."""
    path = "/" + name.replace("\\", "/").lower()
    if path.rsplit("/", 1)[-1] in _UNWANTED_NAMES:
        return False
    return not any(part in path for part in _UNWANTED_PARTS)
