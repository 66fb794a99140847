"""Templates go out, come back filled in, and are refused when they are wrong."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Command


def fill(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write values under the headers of a template."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, 2):
        for header, value in row.items():
            sheet.cell(number, columns[header]).value = value
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["units", "tasks", "criteria", "scores", "figures"])
def test_a_blank_template_brings_nothing(ask: Command, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.xlsx"
    assert ask("template", name, path).code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1] == "Hướng dẫn"
    words = ("--unit", "17035", "--period", "2024-03") if name == "figures" else ()
    answer = ask("import", name, path, "--json", *words)
    assert answer.code == 0, answer.err
    assert answer.facts == {"added": 0, "changed": 0, "unchanged": 0, "rejected": []}


def test_codes_keep_their_zeros(ask: Command, tmp_path: Path) -> None:
    ask("template", "units", tmp_path / "u.xlsx")
    assert openpyxl.load_workbook(tmp_path / "u.xlsx").worksheets[0]["A2"].number_format == "@"
    fill(tmp_path / "u.xlsx", [{"Mã đơn vị": "00123", "Tên đơn vị": "Xã Không"}])
    assert ask("import", "units", tmp_path / "u.xlsx", "--json").facts["added"] == 1
    assert '"code":"00123"' in ask("dump").out


def test_tasks_are_tried_refused_and_taken(ask: Command, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    ask("template", "tasks", path)
    good = {"Nội dung nhiệm vụ": "Việc mới", "Đơn vị chủ trì": "17035", "Thời hạn": "30/4/2024"}
    fill(path, [good])
    before = ask("dump").out
    assert ask("import", "tasks", path, "--dry-run", "--json").facts["added"] == 1
    assert ask("dump").out == before
    fill(path, [good, {**good, "Nội dung nhiệm vụ": "Khác", "Thời hạn": "31/11/2024"}])
    tried = ask("import", "tasks", path, "--dry-run", "--json")
    refused = ask("import", "tasks", path, "--json")
    assert (tried.code, tried.facts["added"], refused.code, refused.facts["added"]) == (3, 1, 3, 0)
    fault = {"row": 3, "column": "J", "message": "Ngày 31/11/2024 không có trong lịch."}
    assert tried.facts["rejected"] == refused.facts["rejected"] == [fault]
    assert "Dòng 3, cột J: ngày 31/11/2024 không có trong lịch." in ask("import", "tasks", path).out
    assert ask("dump").out == before
    assert ask("import", "tasks", path, "--only-good", "--json").facts["added"] == 1
    assert ask("import", "tasks", path, "--only-good", "--json").facts["unchanged"] == 1
    assert ask("doctor").code == 0


def test_columns_may_be_named(ask: Command, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("A", "Gì", "Ai"), (1, "Việc", "17035")):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    assert ask("import", "tasks", tmp_path / "x.xlsx").code == 3
    named = ("--column", "content=B", "--column", "lead=C")
    assert ask("import", "tasks", tmp_path / "x.xlsx", *named, "--json").facts["added"] == 1
    assert ask("import", "tasks", tmp_path / "x.xlsx", "--json").facts["unchanged"] == 1
    assert ask("import", "tasks", tmp_path / "x.xlsx", "--column", "nope=B").code == 3
    assert ask("import", "tasks", tmp_path / "x.xlsx", "--column", "content").code == 3


def _unit_without_figures(ask: Command) -> str:
    units = ask("cycle", "--period", "2024-03", "--json").facts["units"]
    return next(unit["code"] for unit in units if unit["state"] == "not_started")


def test_figures_come_in_by_import_and_by_set(ask: Command, tmp_path: Path) -> None:
    unit = _unit_without_figures(ask)
    where = ("--unit", unit, "--period", "2024-03")
    path = tmp_path / "f.xlsx"
    ask("template", "figures", path, *where)
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row for row in book.worksheets[0].iter_rows(min_row=2)}
    rows["HS01"][3].value, rows["HS02"][3].value, rows["SH01"][3].value = 5, "19.630", "P"
    book.save(path)
    assert ask("import", "figures", path, "--json").facts["added"] == 3
    assert ask("import", "figures", path, "--json").facts["unchanged"] == 3
    values = ask("figures", "set", *where, path, "--json").facts["values"]
    assert (values["HS01"], values["HS02"], values["SH01"]) == (5, 19630, "none_arisen")
    rows["HS02"][3].value = "19,630"
    book.save(path)
    told = "HS02: “19,630” đọc là 19.630 (dấu phẩy ngăn hàng nghìn)"
    assert told in ask("import", "figures", path, "--json", "--dry-run").err
    again = ask("figures", "set", *where, path, "--json").facts
    assert again["readings"] == {"HS02": "19.630 (dấu phẩy ngăn hàng nghìn)"}
    other = ask("figures", "set", "--unit", "17035", "--period", "2024-03", path, "--json")
    assert (other.code, other.facts["findings"][0]["level"]) == (3, "block")
    rows["HS01"][3].value = -5
    book.save(path)
    refused = ask("import", "figures", path, "--json")
    assert refused.code == 3
    assert [(f["row"], f["column"]) for f in refused.facts["rejected"]] == [(rows["HS01"][0].row, "D")]


def test_scores_come_in(ask: Command, tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    ask("template", "scores", path)
    score = {"Năm": 2023, "Mã tiêu chí": "6.2", "Đơn vị": "17035", "Điểm tự chấm": 3, "Điểm thẩm định": "2,5"}
    fill(path, [score, {**score, "Mã tiêu chí": "x.y"}, {**score, "Mã tiêu chí": "6.2", "Điểm tự chấm": 99}])
    answer = ask("import", "scores", path, "--json", "--only-good")
    assert answer.code == 0
    assert answer.facts["added"] + answer.facts["changed"] == 1
    assert [f["row"] for f in answer.facts["rejected"]] == [3, 4]


def test_what_is_no_workbook_is_refused(ask: Command, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("không phải Excel", "utf-8")
    answer = ask("import", "tasks", tmp_path / "a.xlsx", "--json")
    assert answer.code == 3
    assert "không phải là tệp Excel" in answer.err
    assert ask("import", "tasks", tmp_path / "b.xlsx").code == 3
    assert ask("template", "tasks", tmp_path / "không có" / "a.xlsx").code == 4
