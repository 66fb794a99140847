"""Tables are found in workbooks as people really make them."""

# ruff: noqa: DTZ001 - Excel's days have no time zone

from datetime import date, datetime
from pathlib import Path

import pytest

from app.core.errors import Finding, ImportRefused
from app.intake.tables import Field, find_table, fold_header, signature_of
from app.intake.workbooks import open_workbook
from app.services.imports.task_fields import TASK_FIELDS
from app.services.imports.units import UNIT_FIELDS
from tests.intake.sheets import save_sheet

TODAY = date(2024, 3, 5)


def found(tmp_path: Path, rows, fields=TASK_FIELDS, mapping=None, **merges):
    return find_table(open_workbook(save_sheet(tmp_path / "a.xlsx", rows, **merges)), "x", fields, mapping)


def test_a_messy_register_is_understood(tmp_path: Path) -> None:
    table = found(
        tmp_path,
        [
            [None, "ỦY BAN NHÂN DÂN HUYỆN QUỲ HỢP"],
            [None, "SỔ THEO DÕI NHIỆM VỤ NĂM 2024"],
            [],
            [None, "STT", "Nội dung công việc", "Cơ quan, đơn vị", None, "Thời gian", None, "Ghi chú"],
            [None, None, None, "Chủ trì", "Phối hợp", "Giao", "Hoàn thành", None],
            [None, "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
            [None, "I", "CÔNG TÁC CHỈ ĐẠO"],
            [None, 1, "Rà soát thủ tục", "Xã A", "Phòng B", "01/3/2024", "31/3/2024"],
            [None, 2, "Báo cáo", "Xã B", None, None, None],
            [None, "II. CẢI CÁCH THỂ CHẾ"],
            [None, 3, "Kiểm tra", None, None, None, None],
            [None, None, "Tổng cộng", None, None, None, 3],
            [],
            [None, "Quỳ Hợp, ngày 05 tháng 3 năm 2024"],
            [None, "Người lập biểu"],
        ],
        a="D4:E4",
        b="F4:G4",
        c="B4:B5",
        d="C4:C5",
    )
    assert [row.number for row in table.rows] == [8, 9, 11]
    assert {key: table.mapping[key] for key in ("content", "lead", "coordinating")} == {
        "content": "C",
        "lead": "D",
        "coordinating": "E",
    }
    first = table.rows[0]
    assert (first.text("lead"), first.text("coordinating")) == ("Xã A", "Phòng B")
    assert first.day("assigned_on", TODAY) == date(2024, 3, 1)
    assert first.text("due") == "31/3/2024"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Đơn vị chủ trì", "lead"),
        ("CƠ QUAN CHỦ TRÌ THỰC HIỆN", "lead"),
        ("Đơn vị phối hợp", "coordinating"),
        ("Thời hạn hoàn thành (ngày/tháng/năm)", "due"),
        ("Hạn xử lý", "due"),
        ("Số, ký hiệu văn bản", "directive"),
        ("Kết quả thực hiện", "result"),
        ("Tiến độ (%)", "progress"),
        ("Ngày hoàn thành", "done_on"),
        ("Sản phẩm", "product"),
    ],
)
def test_headers_are_known_in_many_spellings(header: str, key: str) -> None:
    best = max(TASK_FIELDS, key=lambda field: field.match(fold_header(header)))
    assert best.key == key


def test_a_field_needs_whole_words() -> None:
    assert Field("a", "Mã").match("man hinh") == 0
    assert Field("a", "Mã").match("ma don vi") > 0


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="thiếu cột Đơn vị chủ trì"):
        found(tmp_path, [["STT", "Nội dung nhiệm vụ", "Thời hạn"], [1, "a", "b"]])


def test_a_mapping_overrules_the_headers(tmp_path: Path) -> None:
    rows = [["Sổ của phòng"], ["Việc A", "Việc B", "Ai"], ["x", "Rà soát", "Xã A"]]
    table = found(tmp_path, rows, mapping={"content": "B", "lead": "C"})
    assert [(row.number, row.text("content"), row.text("lead")) for row in table.rows] == [
        (3, "Rà soát", "Xã A")
    ]


def test_layouts_have_signatures(tmp_path: Path) -> None:
    head = ["Mã", "Tên đơn vị"]
    one = signature_of(open_workbook(save_sheet(tmp_path / "a.xlsx", [head, [1, "a"]])))
    two = signature_of(open_workbook(save_sheet(tmp_path / "b.xlsx", [head, [2, "b"], [3, "c"]])))
    other = signature_of(open_workbook(save_sheet(tmp_path / "c.xlsx", [head[::-1], [2, "b"]])))
    assert one == two != other


def test_rows_read_days_numbers_and_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    save_sheet(path, [["Mã", "Tên đơn vị", "Từ ngày", "Đến ngày"], [7, "a", datetime(2024, 1, 1), 45412]])
    import openpyxl

    book = openpyxl.load_workbook(path)
    book.active["A2"].number_format = "00000"
    book.save(path)
    row = find_table(open_workbook(path), "units", UNIT_FIELDS).rows[0]
    assert (row.text("code"), row.day("valid_from", TODAY)) == ("00007", date(2024, 1, 1))
    assert row.day("valid_to", TODAY) == date(2024, 4, 30)
    assert row.faults == []


def test_faults_name_row_and_column(tmp_path: Path) -> None:
    rows = [["Mã", "Tên đơn vị", "Từ ngày"], ["=1+1", "a", "31/11/2024"]]
    row = found(tmp_path, rows, UNIT_FIELDS).rows[0]
    row.text("code")
    row.text("code")
    row.day("valid_from", TODAY)
    assert row.faults == [
        Finding(2, "A", "Ô A2 là công thức; hãy dán giá trị vào ô."),
        Finding(2, "C", "Ngày 31/11/2024 không có trong lịch."),
    ]
