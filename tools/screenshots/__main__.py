"""Take every picture: two themes, two sizes, offscreen, the same names every time."""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Save the pictures and return the exit code."""
    parser = argparse.ArgumentParser(prog="tools.screenshots", description=__doc__)
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--only", default="", help="take only screens whose name contains this")
    arguments = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tools.screenshots.stage import Stage
    from tools.screenshots.tour import take_all

    with tempfile.TemporaryDirectory(prefix="so-cchc-anh-") as folder:
        stage = Stage(Path(folder) / "so", arguments.dir.absolute())
        count = take_all(stage, arguments.only)
        stage.close()
    print(f"{count} ảnh / pictures: {arguments.dir}")
    for misfit in stage.misfits:
        print(f"cửa sổ không thu được về cỡ này / the window does not fit: {misfit}")
    return 1 if stage.misfits else 0


if __name__ == "__main__":
    sys.exit(main())
