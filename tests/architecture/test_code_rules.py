"""Our code keeps the rules, and each rule has an example that it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch

import pytest

from tests.architecture import code_rules as rules
from tests.architecture.tree import ROOT, python_files, read

# A migration is read once, from top to bottom, and never changed again.
MIGRATIONS = ("app/storage/migrations/versions/*",)


@dataclass(frozen=True)
class Rule:
    """One rule: who looks, where, who may, and what it must refuse and accept."""

    find: Callable[[str], list[str]]
    refused: tuple[str, ...]
    accepted: tuple[str, ...] = ("",)
    folders: tuple[str, ...] = ("app",)
    allowed: tuple[str, ...] = ()

    def applies_to(self, path: str) -> bool:
        """Return whether a file is held against this rule."""
        return not any(fnmatch(path, pattern) for pattern in self.allowed)


RULES = {
    "file length": Rule(
        rules.find_long_file,
        refused=("x = 1\n" * 401,),
        accepted=("x = 1\n" * 400,),
        folders=("app", "tools", "tests"),
        allowed=MIGRATIONS,
    ),
    "function length": Rule(
        rules.find_long_functions,
        refused=(
            "def long():\n" + "    x = 1\n" * 50,
            "class A:\n    async def b(self):\n" + " " * 8 + "pass\n" * 1 + "        x = 1\n" * 50,
        ),
        accepted=("def short():\n" + "    x = 1\n" * 49,),
        folders=("app", "tools"),
        allowed=MIGRATIONS,
    ),
    "the vault has one door": Rule(
        rules.find_keyring_imports,
        refused=(
            "import keyring",
            "def f():\n    from keyring.backends import Windows",
            "import importlib\nimportlib.import_module('keyring')",
        ),
        accepted=("from app.system.secrets import Secrets", "keyring = 'a word'"),
        allowed=("app/system/secrets.py",),
    ),
    "nobody runs the event loop by hand": Rule(
        rules.find_process_events,
        refused=("app.processEvents()", "QtWidgets.QApplication.processEvents()", "run = loop.processEvents"),
        accepted=("process_events()",),
    ),
    "one place knows the application object": Rule(
        rules.find_application_instances,
        refused=(
            "QApplication.instance()",
            "from PySide6.QtCore import QCoreApplication as Core\nCore.instance()",
            "QtWidgets.qApp.quit()",
        ),
        accepted=("registry.instance()",),
        allowed=("app/ui/application.py",),
    ),
    "one clock": Rule(
        rules.find_clock_reads,
        refused=(
            "from datetime import datetime\ndatetime.now(tz=None)",
            "import datetime as dt\ndt.date.today()",
            "from datetime import datetime as moment\nmoment.utcnow()",
            "from time import time\ntime()",
            "import time\ntime.time()",
            "field(default_factory=date.today)",
            "from sqlalchemy import func\nfunc.now()",
            "text('select CURRENT_TIMESTAMP')",
            "QDate.currentDate()",
        ),
        accepted=(
            "from datetime import datetime\ndatetime.fromisoformat('2024-03-12')",
            "import time\ntime.monotonic()",
            "def f(clock):\n    return clock.now()",
        ),
        allowed=("app/core/clock.py",),
    ),
    "dialogs that wait live in dialog files": Rule(
        rules.find_blocking_dialogs,
        refused=(
            "dialog.exec()",
            "dialog.exec_()",
            "QMessageBox.question(None, 'a', 'b')",
            "QtWidgets.QFileDialog.getOpenFileName()",
        ),
        accepted=("menu.popup(point)", "session.execute(query)", "dialog.open()"),
        # application.py starts the event loop; errors.py shows the crash dialog.
        allowed=(
            "app/ui/application.py",
            "app/ui/dialogs.py",
            "app/ui/errors.py",
            "app/ui/screens/*/dialogs.py",
        ),
    ),
    "tests wait for a fact, never for a time": Rule(
        rules.find_sleeps,
        refused=(
            "import time\ntime.sleep(1)",
            "from time import sleep\nsleep(1)",
            "qtbot.wait(10)",
            "QTest.qWait(10)",
        ),
        accepted=("qtbot.waitUntil(lambda: True)", "with qtbot.waitSignal(signal):\n    pass"),
        folders=("tests",),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_our_code_keeps_the_rule(name: str) -> None:
    rule = RULES[name]
    found = {path: rule.find(read(path)) for path in python_files(*rule.folders) if rule.applies_to(path)}
    assert {path: findings for path, findings in found.items() if findings} == {}


@pytest.mark.parametrize(
    ("name", "source"), [(name, s) for name, rule in RULES.items() for s in rule.refused]
)
def test_the_rule_refuses(name: str, source: str) -> None:
    assert RULES[name].find(source)


@pytest.mark.parametrize(
    ("name", "source"), [(name, s) for name, rule in RULES.items() for s in rule.accepted]
)
def test_the_rule_accepts(name: str, source: str) -> None:
    assert RULES[name].find(source) == []


def test_an_exception_to_a_rule_is_for_named_files_only() -> None:
    rule = RULES["dialogs that wait live in dialog files"]
    assert not rule.applies_to("app/ui/screens/tasks/dialogs.py")
    assert rule.applies_to("app/ui/screens/tasks/view.py")
    assert rule.applies_to("app/services/dialogs.py")


def test_every_module_name_says_what_is_in_it() -> None:
    found = {path: rules.find_vague_name(path) for path in python_files("app", "tools", "tests")}
    assert {path: parts for path, parts in found.items() if parts} == {}


@pytest.mark.parametrize("path", ["app/core/utils.py", "app/helpers/text.py", "app/ui/manager.py", "misc.py"])
def test_a_vague_module_name_is_refused(path: str) -> None:
    assert rules.find_vague_name(path)


def test_every_screen_has_the_files_of_a_screen() -> None:
    screens = [folder for folder in (ROOT / "app/ui/screens").iterdir() if any(folder.glob("*.py"))]
    found = {s.name: rules.find_wrong_screen_files(path.name for path in s.iterdir()) for s in screens}
    assert {name: findings for name, findings in found.items() if findings} == {}


@pytest.mark.parametrize(
    ("names", "findings"),
    [
        (["__init__.py", "view.py", "presenter.py", "columns.py", "dialogs.py", "__pycache__"], []),
        (["__init__.py", "view.py", "presenter.py", "model.py"], ["model.py does not belong to a screen"]),
        (["__init__.py", "view.py"], ["presenter.py is missing"]),
    ],
)
def test_a_screen_is_held_against_its_list_of_files(names: list[str], findings: list[str]) -> None:
    assert rules.find_wrong_screen_files(names) == findings
