"""What leaves the program opens in Excel as it was, and runs nothing."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.core.errors import InvalidField, Unavailable
from app.services.exports import export_table, free_name

HEADERS = ("Mã", "Đơn vị", "Ngày", "Số", "Tỷ lệ")
ROWS = [
    ("00123", "Quỳ Hợp", date(2024, 3, 5), 19630, Decimal("32.3")),
    ("=1+1", "@SUM(A1)", None, -5, Decimal(7)),
    ("+x", "-y\tz", None, 0, None),
]


def test_a_workbook_holds_numbers_days_and_text(tmp_path: Path) -> None:
    path = export_table("Danh sách: [thử]", HEADERS, ROWS, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == list(HEADERS)
    assert rows[1][0] == "00123"
    assert rows[1][2].date() == date(2024, 3, 5)
    assert rows[1][3:] == [19630, 32.3]
    assert [cell.data_type for cell in sheet[4][:2]] == ["s", "s"]
    assert rows[2][:2] == ["=1+1", "@SUM(A1)"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:E5")
    assert b"<f>" not in path.read_bytes()


def test_a_csv_opens_with_accents_and_runs_nothing(tmp_path: Path) -> None:
    path = export_table("a", HEADERS, ROWS, tmp_path / "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1] == ["00123", "Quỳ Hợp", "05/03/2024", "19630", "32,3"]
    assert rows[2][:2] == ["'=1+1", "'@SUM(A1)"]
    assert not any(field.startswith(("=", "+", "@", "\t", "\r")) for row in rows for field in row)


def test_control_characters_and_long_text(tmp_path: Path) -> None:
    path = export_table("a", ("x",), [("a\x00\x0bb\ud800",)], tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(path).active["A3"].value == "ab\ufffd"
    with pytest.raises(InvalidField):
        export_table("a", ("x",), [("x" * 32_768,)], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_open_elsewhere_is_told_with_a_new_name(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(Unavailable, match="đang mở") as refusal:
        export_table("a", ("x",), [], target)
    assert "“a (2).xlsx”" in refusal.value.hint
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
    (tmp_path / "a (2).xlsx").write_bytes(b"")
    assert free_name(target).name == "a (3).xlsx"


def _refuse(*_: object) -> None:
    raise PermissionError(13, "in use")


def test_other_endings_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidField):
        export_table("a", ("x",), [], tmp_path / "a.ods")
    with pytest.raises(Unavailable):
        export_table("a", ("x",), [], tmp_path / "không có" / "a.csv")
