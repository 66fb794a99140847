"""The program's entry: without a verb the window, with one the command line; neither loads the other."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WindowCall:
    """A start that wants the window: over which folder (None: the person's own), to look at which package."""

    data: Path | None = None
    package: Path | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if any("multiprocessing" in word for word in words):  # a worker of the frozen program
        import multiprocessing

        multiprocessing.freeze_support()
    call = window_call(words)
    if call is not None:
        from app.bootstrap import run_window

        return run_window(call.data, call.package)
    match words:
        case ["--selftest-window", folder, answer]:  # what `selftest` starts in a process of its own
            from app.bootstrap import run_window_probe

            return run_window_probe(Path(folder), Path(answer))
        case ["--read-directive", name, *options]:  # the frozen program's worker (services/intake/files.py)
            from app.intake.worker import main as read_file

            return read_file(name, *options)
    from app.bootstrap import run_command_line

    return run_command_line(words)


def window_call(words: Sequence[str]) -> WindowCall | None:
    """Read the words of a start (``--data DIR``, a package that was double clicked); None asks for a verb."""
    data: Path | None = None
    match words:
        case ["--data", folder, *rest] if folder:
            data = Path(folder)
        case [word, *rest] if word.startswith("--data=") and word != "--data=":
            data = Path(word.removeprefix("--data="))
        case [*rest]:
            pass
    match rest:
        case []:
            return WindowCall(data)
        case [package] if package.lower().endswith(".cchc"):
            return WindowCall(data, Path(package).absolute())
    return None


if __name__ == "__main__":
    sys.exit(main())
