"""The first lines of the frozen program. A window has no console: what is printed there goes nowhere."""

import os
import sys

for name in ("stdout", "stderr"):
    if getattr(sys, name) is None:
        setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123

from app.__main__ import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
