"""Which folder the register lies in when nobody names one: the user's own, unless another was chosen."""

from pathlib import Path

_POINTER = "noi-cat-so.txt"


def chosen_data_folder(home: Path) -> Path:
    """Return the folder chosen at set-up, else the user's own data folder itself."""
    try:
        line = (home / _POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return home
    return Path(line) if line else home


def choose_data_folder(home: Path, folder: Path) -> None:
    """Remember a folder for the next start."""
    pointer = home / _POINTER
    if folder == home:
        pointer.unlink(missing_ok=True)
        return
    home.mkdir(parents=True, exist_ok=True)
    pointer.write_text(f"{folder.absolute()}\n", "utf-8")
