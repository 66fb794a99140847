"""The program's entry: without a verb the window, with one the command line; neither loads the other."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if any("multiprocessing" in word for word in words):  # a worker of the frozen program
        import multiprocessing

        multiprocessing.freeze_support()
    wants_window, data = window_arguments(words)
    if wants_window:
        from app.bootstrap import run_window

        return run_window(data)
    match words:
        case ["--selftest-window", folder, answer]:  # what `selftest` starts in a process of its own
            from app.bootstrap import run_window_probe

            return run_window_probe(Path(folder), Path(answer))
        case ["--read-directive", name]:  # the worker of the frozen program (services/intake/files.py)
            from app.intake.worker import main as read_directive

            return read_directive(name)
    from app.bootstrap import run_command_line

    return run_command_line(words)


def window_arguments(words: Sequence[str]) -> tuple[bool, Path | None]:
    """Tell whether the words ask for the window (none, ``--data DIR``, a package), and for which folder."""
    match words:
        case []:
            return True, None
        case ["--data", folder] if folder:
            return True, Path(folder)
        case [word] if word.startswith("--data=") and word != "--data=":
            return True, Path(word.removeprefix("--data="))
        case [package] if package.lower().endswith(".cchc"):  # a double click on a package
            return True, None
    return False, None


if __name__ == "__main__":
    sys.exit(main())
