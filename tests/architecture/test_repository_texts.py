"""The texts beside the code keep their rules, and each rule has an example that it refuses."""

from pathlib import Path

import pytest

import app
from tests.architecture import text_rules as rules
from tests.architecture.tree import ROOT, own_files, read


def texts() -> dict[str, str]:
    """Return every text file of the repository by its path."""
    found = {}
    for path in own_files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a picture, a document
    return found


def test_no_file_names_a_machine_or_an_index() -> None:
    found = {path: rules.find_machine_addresses(text) for path, text in texts().items()}
    assert {path: findings for path, findings in found.items() if findings} == {}


@pytest.mark.parametrize(
    "text",
    [
        "open('" + "/" + "work/main/x')",
        "see file:" + "///tmp/x",
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/x.whl",
        "--extra-index" + "-url https://example.org",
        "--find" + "-links wheels",
    ],
)
def test_an_address_is_refused(text: str) -> None:
    assert rules.find_machine_addresses(text)


@pytest.mark.parametrize("text", ["sqlite:///register.db", "docs/framework/page.md", "paper-work/x"])
def test_an_ordinary_path_is_accepted(text: str) -> None:
    assert rules.find_machine_addresses(text) == []


def test_only_tests_know_the_folder_beside_the_repository() -> None:
    found = {
        path: rules.find_sibling_folder(t) for path, t in texts().items() if not path.startswith("tests/")
    }
    assert {path: findings for path, findings in found.items() if findings} == {}
    assert rules.find_sibling_folder("read ../" + "shared/data")


def test_ignored_files_are_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("out/\n*.py[cod]\n", encoding="utf-8")
    for name in ("a.py", "a.pyc", "out/b.txt", "docs/c.md", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert {path.name for path in own_files(tmp_path)} == {".gitignore", "a.py", "c.md"}


def test_the_change_log_tells_users_about_this_version() -> None:
    assert rules.find_missing_changelog_section(read("CHANGELOG.md"), app.__version__) == []


@pytest.mark.parametrize(
    ("changelog", "findings"),
    [
        ("# x\n\n## 1.2.0\n\n- mới\n", []),
        ("# x\n\n## 1.2.0 (12/3/2026)\n\n- mới\n\n## 1.1.0\n\n- cũ\n", []),
        ("# x\n\n## 1.2.0.1\n\n- khác\n", ["no section for 1.2.0"]),
        ("# x\n\n## 1.2.0\n\n## 1.1.0\n\n- cũ\n", ["the section for 1.2.0 says nothing"]),
    ],
)
def test_a_version_without_words_is_refused(changelog: str, findings: list[str]) -> None:
    assert rules.find_missing_changelog_section(changelog, "1.2.0") == findings


def test_every_dependency_says_why_it_is_here() -> None:
    assert rules.find_unexplained_dependencies(read("pyproject.toml"), read("docs/dependencies.md")) == []


def test_a_dependency_without_a_reason_is_refused() -> None:
    pyproject = (
        "[build-system]\nrequires = ['flit_core>=3']\n"
        "[project]\ndependencies = ['PySide6-Essentials>=6.11,<6.12', 'new.thing; os_name == \"nt\"']\n"
    )
    document = "| `flit_core` | builds |\n| `PySide6-Essentials` | the window |\n| `gone` | was good |\n"
    assert rules.find_unexplained_dependencies(pyproject, document) == [
        "new-thing has no line",
        "gone is no longer a dependency",
    ]


LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_everything_with_hashes(name: str) -> None:
    assert rules.find_lock_faults(read(name)) == []


@pytest.mark.parametrize(
    "lock",
    ["keyring>=25 \\\n    --hash=sha256:00\n", "keyring==25.7.0\n", "--pre\n", "-e .\n"],
)
def test_a_loose_lock_is_refused(lock: str) -> None:
    assert rules.find_lock_faults("# a comment\n" + lock)


def test_the_locks_agree_with_the_project() -> None:
    runtime, dev = rules.locked(read("requirements.lock")), rules.locked(read("requirements-dev.lock"))
    assert runtime.items() <= dev.items()
    build = rules.locked(read("requirements-build.lock"))
    assert runtime.items() <= build.items()
    assert rules.direct_dependencies(read("pyproject.toml")) <= dev.keys() | build.keys()
    # The next minor release aborts on Python 3.11 (see docs/dependencies.md).
    assert runtime["pyside6-essentials"].startswith("pyside6-essentials==6.11.")
