"""Thousands of rows as people fill them: titles over the table, blank rows, numbers as text, days as text.

Each row is read right or refused in a sentence that names it; nothing is half stored.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.intake.sheets import save_sheet

MANY = 1200
SCORE_HEAD = ("Năm", "Mã tiêu chí ", "Tên tiêu chí", "Đơn\nvị", "Điểm tự chấm", "Điểm thẩm định")


def as_filled(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write a table under a merged title, with blank rows between and a signature below."""
    between = [line for n, row in enumerate(rows) for line in ([row] if n % 40 else [(), row])]
    whole = [("DANH SÁCH KÈM THEO CÔNG VĂN",), ("(Số liệu đến ngày lập biểu)",), (), head, *between]
    return save_sheet(path, [*whole, (), ("", "Người lập biểu")], title="A1:F1", under="A2:D2")


def test_units_as_people_fill_them_come_in_right_and_once(ask: Command, tmp_path: Path) -> None:
    days = (date(2024, 1, 1), "01/01/2024", "1/1/2024 ", "01.01.2024")
    rows = [
        (90000 + n if n % 2 else f" {90000 + n} ", f"Xã  Mẫu {n} ", "Xã ", days[n % 4], 912000000 + n, " ")
        for n in range(MANY)
    ]
    head = ("Mã đơn vị ", "Tên\nđơn vị", "Loại", "Từ ngày", "Điện thoại", "Ghi chú")
    path = as_filled(tmp_path / "đơn vị.xlsx", head, rows)
    first = ask("import", "units", path, "--json")
    assert (first.code, first.facts["added"], first.facts["rejected"]) == (0, MANY, [])
    dump = ask("dump").out
    for n in (0, 1, 2, 3, MANY - 1):
        (line,) = [line for line in dump.splitlines() if f'"code":"{90000 + n}"' in line]
        assert f'"name":"Xã Mẫu {n}"' in line
        assert '"valid_from":"2024-01-01"' in line
        assert f'"phone":"0{912000000 + n}"' in line
    again = ask("import", "units", path, "--json")
    assert (again.facts["added"], again.facts["unchanged"]) == (0, MANY)


def test_scores_as_people_fill_them_are_read_by_value(ask: Command, tmp_path: Path) -> None:
    rows = [
        ("2023 ", " 1.1.2 ", "", "Phòng Nội vụ ", "0,25", 0.25),
        (2023, "1.1.2", "", "ptp", " 0.5 ", None),
    ]
    done = ask("import", "scores", as_filled(tmp_path / "điểm.xlsx", SCORE_HEAD, rows), "--json")
    assert (done.code, done.facts["rejected"]) == (0, [])
    assert done.facts["added"] + done.facts["changed"] + done.facts["unchanged"] == 2


@pytest.mark.parametrize("second", ["Phòng Nội vụ", "PNV"])
def test_two_scores_of_one_unit_and_criterion_are_refused_and_nothing_is_stored(
    ask: Command, tmp_path: Path, second: str
) -> None:
    before = ask("dump").out
    rows = [(2023, "1.1.2", "", "PNV", 0.5, None), (2023, "1.1.2", "", second, 0.25, None)]
    done = ask("import", "scores", as_filled(tmp_path / "điểm.xlsx", SCORE_HEAD, rows), "--json")
    assert done.code == 3
    (fault,) = done.facts["rejected"]
    assert (fault["row"], fault["column"]) == (7, "B")
    assert "đã có ở dòng 6" in fault["message"]
    assert ask("dump").out == before


def test_figures_as_people_fill_them_are_read_or_named_row_by_row(ask: Command, tmp_path: Path) -> None:
    head = ("Mã chỉ tiêu", "Tên chỉ tiêu", "Số liệu ", "Mã đơn vị", "Kỳ")
    good = [
        ("CD01 ", "", "1.234", "PNV ", "Tháng 4/2024"),
        ("CD02", "", " 15", "PNV", "2024-04"),
        ("CD05", "", "k", "PNV", "04/2024"),
        ("CD11", "", 3, "Phòng Nội vụ", date(2024, 4, 1)),
    ]
    before = ask("dump").out
    bad = [("CD12", "", "nhiều", "PNV", "2024-04"), ("CD01", "", 5, "PNV", "2024-04")]
    refused = ask("import", "figures", as_filled(tmp_path / "sai.xlsx", head, [*good, *bad]), "--json")
    assert refused.code == 3
    assert [fault["row"] for fault in refused.facts["rejected"]] == [10, 11]
    assert ask("dump").out == before
    done = ask("import", "figures", as_filled(tmp_path / "đúng.xlsx", head, good), "--json")
    assert (done.code, done.facts["rejected"]) == (0, [])
    values = ask("figures", "show", "--unit", "PNV", "--period", "2024-04", "--json").facts["values"]
    assert [values[code] for code in ("CD01", "CD02", "CD05", "CD11")] == [1234, 15, "not_applicable", 3]
