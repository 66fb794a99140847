"""Files to pages to contact sheets: poppler draws pages, LibreOffice turns DOCX and XLSX into PDF."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

_GAP, _PAPER, _TABLE = 8, 255, 160


def to_pdf(files: Sequence[Path], folder: Path) -> None:
    """Turn Word files or workbooks into PDF files of the same names; ``soffice`` must be on PATH."""
    if files:
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)


def page_pictures(pdf: Path, folder: Path, dots: int, pages: int) -> list[Path]:
    """Draw the first ``pages`` pages in grey; ``pdftoppm`` (poppler) must be on PATH."""
    stem = folder / pdf.stem
    command = ["pdftoppm", "-r", str(dots), "-l", str(pages), "-gray", "-png"]
    subprocess.run([*command, str(pdf), str(stem)], check=True)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def sheets(pictures: Sequence[Path], columns: int, rows: int) -> Iterator[Image.Image]:
    """Lay pages side by side, ``columns`` x ``rows`` to a sheet, each under its file's name."""
    size = columns * rows
    for first in range(0, len(pictures), size):
        pages = [(path.stem, Image.open(path).convert("L")) for path in pictures[first : first + size]]
        width = max(page.width for _, page in pages) + _GAP
        height = max(page.height for _, page in pages) + _GAP + 12
        used = -(-len(pages) // columns)
        sheet = Image.new("L", (width * min(columns, len(pages)), height * used), _TABLE)
        pen = ImageDraw.Draw(sheet)
        for number, (name, page) in enumerate(pages):
            left, top = number % columns * width, number // columns * height
            pen.text((left + 2, top), name, fill=0)
            sheet.paste(page, (left + _GAP // 2, top + 12))
        yield sheet
