"""Blocks of cells as spreadsheets exchange them, and where they go in the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.figures import BLANK
from app.services.queries.figures import FigureRow
from app.ui.figure_paste import plan_paste
from app.ui.tables.entry_block import read_block, write_block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("\r\n", []),
        ("5", [["5"]]),
        ("5\r\n", [["5"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"a\nb"\t"c ""d"""\n', [["a\nb", 'c "d"']]),
        ("1\n\n3", [["1"], [""], ["3"]]),
        ('19"', [['19"']]),
    ],
)
def test_a_block_is_read_as_a_spreadsheet_wrote_it(text, block):
    assert read_block(text) == block


CELLS = st.text('aá1,.\t\n" =', max_size=6).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_copied_is_read_back(block):
    if block[-1] != ["", ""]:
        assert read_block(write_block(block)) == block


def row(code, title="", *, computed=False, value_type="int"):
    return FigureRow(
        code, title or f"Chỉ tiêu {code}", "F", value_type, "", computed, False, None, BLANK, BLANK, BLANK,
        None, "", True,
    )  # fmt: skip


ROWS = [row(f"A{n:02d}", computed=n == 3) for n in range(1, 25)]


def test_twenty_by_three_cells_with_titles_dots_commas_and_blanks():
    block = [["BIỂU SỐ LIỆU", "", ""], ["Mã", "Chỉ tiêu", "Số liệu"]]
    numbers = ["19.630", "19,630", "32,3", "", "7", "19 630", "=1+2", "P", "k", "0", *"1234567890"]
    block += [[f"A{n:02d}", f"Chỉ tiêu A{n:02d}", text] for n, text in enumerate(numbers, 1)]
    plan = plan_paste(ROWS, "A05", block)
    assert plan.by_code
    good = {cell.code: cell.reading for cell in plan.good}
    assert good["A01"] == "19.630 (dấu chấm ngăn hàng nghìn)"
    assert good["A02"] == "19.630 (dấu phẩy ngăn hàng nghìn)"
    assert "A03" not in good  # computed
    assert "A04" not in good  # blank in the block: what stands in the grid stays
    assert good["A06"] == "19.630 (khoảng trắng ngăn hàng nghìn)"
    assert (good["A07"], good["A08"], good["A09"], good["A10"]) == (
        "3 (cộng lại)", "không phát sinh", "không áp dụng", "0",
    )  # fmt: skip
    assert len(good) == 18
    assert [cell.raw for cell in plan.cells if not cell.code] == ["BIỂU SỐ LIỆU", "Mã | Chỉ tiêu | Số liệu"]


def test_a_block_without_names_goes_down_from_the_cell_and_tells_what_is_left():
    plan = plan_paste(ROWS, "A22", [["1"], ["2"], ["3"], ["4"], ["5"]])
    assert [(c.code, c.text) for c in plan.cells] == [("A22", "1"), ("A23", "2"), ("A24", "3")]
    assert (plan.extra, plan.by_code) == (2, False)
    assert [c.code for c in plan_paste(ROWS, "A03", [["1"], ["2"]]).cells] == ["A04", "A05"]


def test_words_beside_the_number_are_its_explanation():
    plan = plan_paste(ROWS, "A01", [["1", "Do mưa lũ"], ["2", ""]])
    assert [c.explanation for c in plan.cells] == ["Do mưa lũ", ""]
    words = plan_paste(ROWS, "A01", [["Vì thế"], [""]], into_words=True)
    assert [(c.code, c.explanation, c.text) for c in words.cells] == [("A01", "Vì thế", None)]
