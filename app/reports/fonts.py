"""Which fonts a PDF embeds: Times New Roman of the user's own system, else the bundled metric twin (R04)."""

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.reports.metrics import FaceMetrics, Metrics

_TWIN = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
)
_WINDOWS = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
# Letters that fonts without Vietnamese lack first; one missing letter rules a font out.
_PROBE = "ăâđêôơưẠằễợữỵỆỐĐ₫"


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The four faces of one serif family."""

    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path

    def faces(self) -> tuple[Path, Path, Path, Path]:
        """Return the files in the order of face numbers: bold adds 1, italic adds 2."""
        return self.regular, self.bold, self.italic, self.bold_italic


def bundled_folder() -> Path:
    """Return the folder of the fonts that ship with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).parents[2]
    return root / "resources" / "fonts"


def bundled_fonts(folder: Path | None = None) -> FontFiles:
    """Return the bundled family (Liberation Serif 2.1.5, SIL OFL 1.1)."""
    home = folder or bundled_folder()
    return FontFiles(*(home / name for name in _TWIN))


def system_folder() -> Path | None:
    """Return the fonts folder of Windows; None elsewhere."""
    windows = os.environ.get("WINDIR")
    return Path(windows) / "Fonts" if windows else None


def find_fonts(bundled: Path | None = None, system: Path | None = None) -> FontFiles:
    """Return Times New Roman from the system where it is whole and Vietnamese, else the bundled twin."""
    home = system or system_folder()
    if home is not None:
        times = FontFiles(*(home / name for name in _WINDOWS))
        if all(_is_usable(path) for path in times.faces()):
            return times
    return bundled_fonts(bundled)


@lru_cache(maxsize=16)
def _is_usable(path: Path) -> bool:
    try:
        face = FaceMetrics.read(path)
    except (OSError, ValueError):
        return False
    return not face.missing(_PROBE)


@lru_cache(maxsize=4)
def metrics_of(fonts: FontFiles) -> Metrics:
    """Return the measures of a family, read once per process."""
    return Metrics(fonts.faces())


def default_metrics() -> Metrics:
    """Return the measures of the bundled twin: the same advances as Times New Roman."""
    return metrics_of(bundled_fonts())
