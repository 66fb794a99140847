"""The files of the repository as the rules see them."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[str]:
    """Return the Python files below folders of the repository, as paths relative to it."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def read(path: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def own_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file that git tracks or would take up, without asking git: a copy has no history."""
    patterns = (root / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [".git", *(pattern.strip("/") for pattern in patterns)]
    folders = [root]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path
