"""Workbooks for tests: rows as people type them, and spoilt files."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl


def save_sheet(path: Path, rows: Sequence[Sequence[object]], **merges: str) -> Path:
    """Write rows into an .xlsx, formulas as formulas; values of ``merges`` are merged ranges."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merges.values():
        sheet.merge_cells(cells)
    book.save(path)
    return path


def change_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
