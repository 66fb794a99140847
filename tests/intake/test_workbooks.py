"""Hostile and broken workbooks are refused with a sentence; honest ones are read as they stand."""

# ruff: noqa: DTZ001 - Excel's days have no time zone

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from app.core.errors import ImportRefused
from app.intake.workbook_guard import MOST_ROWS
from app.intake.workbooks import column_of, letter_of, open_workbook
from tests.intake.sheets import change_part, save_sheet

SHEET = "xl/worksheets/sheet1.xml"


def plain(path: Path) -> Path:
    return save_sheet(path / "a.xlsx", [["Mã", "Tên"], ["1", "Một"]])


def empty(path: Path) -> Path:
    (path / "a.xlsx").write_bytes(b"")
    return path / "a.xlsx"


def random_bytes(path: Path) -> Path:
    (path / "a.xlsx").write_bytes(bytes(range(256)) * 40)
    return path / "a.xlsx"


def old_excel(path: Path) -> Path:
    (path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    return path / "a.xlsx"


def cut(path: Path) -> Path:
    whole = plain(path).read_bytes()
    (path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    return path / "a.xlsx"


def other_zip(path: Path) -> Path:
    with zipfile.ZipFile(path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    return path / "a.xlsx"


def bomb(path: Path) -> Path:
    return change_part(plain(path), "xl/media/image1.png", lambda _: b"\0" * 30_000_000)


def huge_part(path: Path) -> Path:
    noise = bytes(range(256)) * 4
    return change_part(plain(path), SHEET, lambda _: b"".join(noise for _ in range(66_000)))


def entities(path: Path) -> Path:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    head = f'<?xml version="1.0"?>{laughs}<worksheet>&b;</worksheet>'
    return change_part(plain(path), SHEET, lambda _: head.encode())


def hidden_entities(path: Path) -> Path:
    head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a SYSTEM "a.txt">]><x>&a;</x>'
    return change_part(plain(path), "xl/styles.xml", lambda _: head.encode("utf-16"))


def deep(path: Path) -> Path:
    return change_part(plain(path), SHEET, lambda _: b"<a>" * 100_000)


def macros(path: Path) -> Path:
    return change_part(plain(path), "xl/vbaProject.bin", lambda _: b"macro")


def macro_type(path: Path) -> Path:
    renamed = (b"spreadsheetml.sheet.main", b"spreadsheetml.sheet.macroEnabled.main")
    return change_part(plain(path), "[Content_Types].xml", lambda content: content.replace(*renamed))


def far_row(path: Path) -> Path:
    row = b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    return change_part(plain(path), SHEET, lambda content: content.replace(b"<sheetData>", row))


def too_wide(path: Path) -> Path:
    return save_sheet(path / "a.xlsx", [["Mã"] * 61])


def too_many(path: Path) -> Path:
    return save_sheet(path / "a.xlsx", [["Mã"]] * (MOST_ROWS + 51))


def long_cell(path: Path) -> Path:
    return save_sheet(path / "a.xlsx", [["Mã", "x" * 32_001]])


def folder(path: Path) -> Path:
    return path


def missing(path: Path) -> Path:
    return path / "không có.xlsx"


HOSTILE = (
    *(empty, random_bytes, old_excel, cut, other_zip, bomb, huge_part, entities, hidden_entities, deep),
    *(macros, macro_type, far_row, too_wide, too_many, long_cell, folder, missing),
)


@pytest.mark.parametrize("make", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(make, tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(ImportRefused) as refusal:
        open_workbook(path)
    assert 20 < len(refusal.value.message) <= 300
    assert "Error" not in refusal.value.sentence()


def test_a_forged_dimension_costs_nothing(tmp_path: Path) -> None:
    forged = (b'<dimension ref="A1:B2" />', b'<dimension ref="A1:XFD1048576" />')
    path = change_part(plain(tmp_path), SHEET, lambda content: content.replace(*forged))
    assert [len(row.cells) for row in open_workbook(path).sheets[0].rows] == [2, 2]


def test_cells_keep_their_kinds(tmp_path: Path) -> None:
    path = save_sheet(tmp_path / "a.xlsx", [["a", 1, 2.5, datetime(2024, 3, 1), None, "=1+1", True]])
    cells = open_workbook(path).sheets[0].rows[0].cells
    assert [cell.value for cell in cells[:4]] == ["a", 1, 2.5, datetime(2024, 3, 1)]
    assert [letter_of(cell.column) for cell in cells] == ["A", "B", "C", "D", "F", "G"]
    assert (cells[4].is_formula, cells[4].value) == (True, None)


def test_hidden_sheets_are_left_aside(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["thấy"])
    hidden = book.create_sheet("ẩn")
    hidden.append(["không thấy"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.rows[0].cells[0].value for sheet in open_workbook(tmp_path / "a.xlsx").sheets] == ["thấy"]


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (60, "BH"), (703, "AAA")])
def test_columns_have_letters(number: int, letters: str) -> None:
    assert (letter_of(number), column_of(letters)) == (letters, number)
    assert column_of("A1") == 0
