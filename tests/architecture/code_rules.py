"""Rules for our code as small pure functions: source in, findings out."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tests.architecture.qt_guards import BLOCKING_CALLS

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
VAGUE_MODULE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
SCREEN_FILES = {"__init__.py", "view.py", "presenter.py", "columns.py", "dialogs.py"}
NEEDED_SCREEN_FILES = {"view.py", "presenter.py"}

CLOCK_READS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "func.now",
    "func.current_timestamp",
    "QDate.currentDate",
    "QTime.currentTime",
    "QDateTime.currentDateTime",
    "QDateTime.currentDateTimeUtc",
}
CLOCK_SQL = ("CURRENT_TIMESTAMP", "CURRENT_DATE", "'now'")
SLEEPS = {"time.sleep", "QTest.qWait", "QTest.qSleep", "QThread.sleep", "QThread.msleep", "qtbot.wait"}
APPLICATION_INSTANCES = {
    f"{name}.instance" for name in ("QApplication", "QGuiApplication", "QCoreApplication")
}
DIALOG_SHORTCUTS = {f"{owner}.{name}" for owner, names in BLOCKING_CALLS.items() for name in names}


def find_long_file(source: str) -> list[str]:
    """Return a finding when a file is longer than a reader can hold."""
    lines = len(source.splitlines())
    return [f"{lines} lines, at most {MAX_FILE_LINES}"] if lines > MAX_FILE_LINES else []


def find_long_functions(source: str) -> list[str]:
    """Return every function longer than the limit, its docstring included."""
    findings = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                findings.append(f"{node.lineno}: {node.name} has {lines} lines, at most {MAX_FUNCTION_LINES}")
    return findings


def find_vague_name(path: str) -> list[str]:
    """Return every part of a path that says nothing about its contents."""
    return [part for part in PurePosixPath(path).with_suffix("").parts if part in VAGUE_MODULE_NAMES]


def find_wrong_screen_files(names: Iterable[str]) -> list[str]:
    """Return what a screen's folder has too much and what it lacks."""
    present = set(names) - {"__pycache__"}
    extra = [f"{name} does not belong to a screen" for name in sorted(present - SCREEN_FILES)]
    return extra + [f"{name} is missing" for name in sorted(NEEDED_SCREEN_FILES - present)]


def find_keyring_imports(source: str) -> list[str]:
    """Return every import of the library that opens the system's vault."""
    findings = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Call) and _dotted(node.func).endswith(("import_module", "__import__")):
            names = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
        else:
            continue
        findings += [f"{node.lineno}: {name}" for name in names if name.split(".")[0] == "keyring"]
    return findings


def find_process_events(source: str) -> list[str]:
    """Return every attempt to look alive by running the event loop by hand."""
    return [f"{line}: {name}" for line, name in _names(source) if name.split(".")[-1] == "processEvents"]


def find_application_instances(source: str) -> list[str]:
    """Return every reach for the one global application object."""
    return [
        f"{line}: {name}"
        for line, name in _names(source)
        if _tail(name) in APPLICATION_INSTANCES or name.split(".")[-1] == "qApp"
    ]


def find_clock_reads(source: str) -> list[str]:
    """Return every way to ask what time it is, called or handed over as a default, in Python or SQL."""
    findings = [f"{line}: {name}" for line, name in _names(source) if _tail(name) in CLOCK_READS]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            findings += [f"{node.lineno}: {word} in SQL" for word in CLOCK_SQL if word in node.value]
    return findings


def find_blocking_dialogs(source: str) -> list[str]:
    """Return every call that stops the program until a person answers."""
    findings = [f"{line}: {name}" for line, name in _names(source) if _tail(name) in DIALOG_SHORTCUTS]
    attributes = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    calls = [node for node in attributes if isinstance(node, ast.Attribute)]
    findings += [f"{call.lineno}: .{call.attr}(" for call in calls if call.attr in ("exec", "exec_")]
    return findings


def find_sleeps(source: str) -> list[str]:
    """Return every wait of a fixed length; a test waits for a signal or a condition instead."""
    return [f"{line}: {name}" for line, name in _names(source) if _tail(name) in SLEEPS]


def _names(source: str) -> Iterator[tuple[int, str]]:
    """Yield every name that is read, with the names given by imports put back: `dt.now` is `datetime.now`."""
    tree = ast.parse(source)
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.update({alias.asname: alias.name for alias in node.names if alias.asname})
        elif isinstance(node, ast.ImportFrom):
            imported.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = _dotted(node).partition(".")
            if isinstance(node, ast.Attribute) or first in imported:
                yield node.lineno, imported.get(first, first) + dot + rest


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _tail(name: str) -> str:
    return ".".join(name.split(".")[-2:])
