"""Write every paper in every format, then its pages, then contact sheets of them."""

import argparse
import sys
from pathlib import Path

from app.reports.catalogue import FORMATS
from app.reports.fonts import bundled_fonts
from app.reports.writer import write_document
from tools.gallery.papers import papers
from tools.gallery.sheets import page_pictures, sheets, to_pdf


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.gallery", description=__doc__)
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--only", default="", help="part of KIND.UNIT.STATE, e.g. reminder.xa-ngan")
    parser.add_argument("--formats", default=",".join(FORMATS), help="of docx,pdf,xlsx")
    parser.add_argument("--dots", type=int, default=62, help="dots an inch of the pages")
    parser.add_argument("--grid", default="3x2", help="pages on a sheet, e.g. 2x1")
    parser.add_argument("--pages", type=int, default=12, help="of each paper at most")
    return parser.parse_args()


def main() -> int:
    """Make the sheets; one folder for each format."""
    chosen = _parse()
    columns, rows = map(int, chosen.grid.split("x"))
    for extension in chosen.formats.split(","):
        home = chosen.dir.absolute() / extension
        pages = home / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        files = [
            write_document(document, home / f"{title}.{extension}", bundled_fonts())
            for title, document in papers(chosen.only)
        ]
        if extension != "pdf":
            to_pdf(files, home)
        pictures = [
            picture
            for file in files
            for picture in page_pictures(file.with_suffix(".pdf"), pages, chosen.dots, chosen.pages)
        ]
        for number, sheet in enumerate(sheets(pictures, columns, rows), 1):
            sheet.save(home / f"sheet-{number:03d}.png")
        print(f"{extension}: {len(files)} files, {len(pictures)} pages in {home}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
