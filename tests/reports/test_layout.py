"""Measures, fonts, wrapping, pages: what the form depends on."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from app.reports.cells import clean, clean_lines, place, printed, span_groups
from app.reports.fonts import bundled_fonts, default_metrics, find_fonts
from app.reports.layout import balance, column_widths, lay_out_addressees, lay_out_head
from app.reports.metrics import BOLD, FaceMetrics
from app.reports.render.pdf_pages import Box, paginate, tie_end
from app.reports.styles import HEAD_RIGHT, ISSUER_RULE, LOOKS, MM, NATION, PAGE, SUBJECT_RULE, Part
from app.reports.tree import Addressees, Cell, Column, Heading, Row, Run, Style, Table

_BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = "".join(unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES) + "đĐ₫"


def test_all_four_faces_draw_the_whole_vietnamese_alphabet() -> None:
    assert len(VIETNAMESE) == 24 // 2 * 12 + 3
    for number in range(4):
        assert default_metrics().face(number).missing(VIETNAMESE + "–…“”-./;") == set()


def test_measures_agree_with_the_law_note() -> None:
    metrics = default_metrics()
    assert metrics.width(NATION, 12, BOLD) / MM == pytest.approx(88.3, abs=0.1)
    assert metrics.width(NATION, 13, BOLD) / MM == pytest.approx(95.7, abs=0.1)
    assert metrics.width("Độc lập - Tự do - Hạnh phúc", 13, BOLD) / MM == pytest.approx(56.1, abs=0.1)


def test_constants_lie_inside_the_bands() -> None:
    assert 30 <= PAGE.left <= 35 and 15 <= PAGE.right <= 20
    assert 20 <= PAGE.top <= 25 and 20 <= PAGE.bottom <= 25
    assert LOOKS[Part.NATION].size in (12, 13) and LOOKS[Part.MOTTO].size in (13, 14)
    assert 1 / 3 <= ISSUER_RULE <= 1 / 2 and 1 / 3 <= SUBJECT_RULE <= 1 / 2
    body = LOOKS[Style.BODY]
    assert body.size in (13, 14) and 1 <= body.line <= 1.5 and body.before >= 6 and body.first_line == 12.7
    assert default_metrics().width(NATION, LOOKS[Part.NATION].size, BOLD) < HEAD_RIGHT * MM


def test_a_font_without_vietnamese_is_not_taken(tmp_path: Path) -> None:
    for name in ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"):
        (tmp_path / name).write_bytes(b"no font")
    assert find_fonts(system=tmp_path) == bundled_fonts()
    with pytest.raises(ValueError, match="TrueType"):
        FaceMetrics.read(tmp_path / "times.ttf")


def test_times_new_roman_of_the_system_is_preferred(tmp_path: Path) -> None:
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for name, source in zip(names, bundled_fonts().faces(), strict=True):
        (tmp_path / name).write_bytes(source.read_bytes())
    assert find_fonts(system=tmp_path).regular == tmp_path / "times.ttf"


def test_lines_fit_and_lose_nothing() -> None:
    metrics = default_metrics()
    runs = (
        Run("Trong kỳ, "),
        Run("đơn vị ", bold=True),
        Run("đã hoàn thành 42/42 nhiệm vụ " * 6),
        Run("x" * 300),
    )
    for text in (runs, runs[:1], (Run("chữ " * 80),)):
        lines = metrics.wrap(text, 14, 400, first=36)
        assert all(line.width <= 400.02 for line in lines) or len(text) > 1
        joined = "".join(line.text.replace(" ", "") for line in lines)
        assert joined == "".join(run.text for run in text).replace(" ", "")


def test_balanced_lines_are_about_equal() -> None:
    text = (
        "Khắc phục những tồn tại, hạn chế các tiêu chí bị trừ điểm trong Chỉ số cải cách hành chính năm 2023"
    )
    look = LOOKS[Style.SUBJECT]
    room = PAGE.text_width() * MM
    found = balance(text, look, room, default_metrics())
    widths = [default_metrics().width(line, look.size, look.face) for line in found.lines]
    assert len(widths) == 2 and min(widths) > 0.75 * max(widths)
    assert " ".join(found.lines) == text


def test_draft_gaps_are_wide_enough_for_the_stamp() -> None:
    node = Heading(None, ("ỦY BAN NHÂN DÂN", "XÃ MẪU"), None, "BC-UBND", "Mẫu", None, 2024)
    plan = lay_out_head(node, default_metrics())
    gap = plan.number.removeprefix("Số:").removesuffix("/BC-UBND")
    assert default_metrics().width(gap, 13) >= 12 * MM
    assert "…" not in plan.number and ".." not in plan.number
    assert plan.place_date[0].endswith("năm 2024")


@pytest.mark.parametrize("day", [date(2024, 3, 12), None])
def test_a_day_that_has_no_room_beside_its_place_stands_whole_below_it(day: date | None) -> None:
    where = "Mường Chọng Thượng - Châu Hồng"
    plan = lay_out_head(Heading(None, ("Xã Mẫu",), "05", "BC-X", where, day, 2024), default_metrics())
    first, second = plan.place_date
    assert first == f"{where},"
    assert second.startswith("ngày") and second.endswith("năm 2024")


def test_a_long_issuer_wraps_by_words_inside_its_column() -> None:
    name = "TRUNG TÂM PHÁT TRIỂN QUỸ ĐẤT, QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG VÀ HỖ TRỢ DOANH NGHIỆP KHU VỰC " * 3
    plan = lay_out_head(
        Heading("UBND HUYỆN MẪU", (name.strip(),), "05", "BC-X", "Mẫu", None), default_metrics()
    )
    longest = max(default_metrics().width(line, 12, BOLD) for line in plan.issuer)
    assert " ".join(plan.issuer) == name.strip()
    assert longest < (165 - HEAD_RIGHT) * MM
    assert plan.issuer_rule / longest == pytest.approx(ISSUER_RULE)


def test_addressees_share_one_indent_and_are_punctuated() -> None:
    plan = lay_out_addressees(Addressees(("Một;", "Hai", "Ba.")), 467, default_metrics())
    assert plan.items == ("- Một;", "- Hai;", "- Ba.") and plan.is_list
    assert not lay_out_addressees(Addressees(("Một",)), 467, default_metrics()).is_list


def test_no_column_is_narrower_than_its_longest_word() -> None:
    cells = tuple(Cell(word) for word in ("1", "nghiêng", "a b c"))
    table = Table((Column(1), Column(1), Column(100)), (), (Row(cells),))
    widths = column_widths(table, 400, 12, default_metrics())
    assert sum(widths) == pytest.approx(400)
    assert widths[1] > default_metrics().width("nghiêng", 12)


def test_cells_find_their_columns_under_spans() -> None:
    rows = (
        Row((Cell("a", rowspan=2), Cell("b", colspan=2))),
        Row((Cell("c"), Cell("d"))),
        Row((Cell("e"), Cell("f"), Cell("g"))),
    )
    placed = list(place(rows, 3))
    assert [[at for at, _ in row] for row in placed] == [[0, 1], [1, 2], [0, 1, 2]]
    assert list(span_groups(placed)) == [(0, 2), (2, 3)]


@pytest.mark.parametrize("cells", [1, 3])
def test_a_row_of_the_wrong_length_is_a_mistake(cells: int) -> None:
    with pytest.raises(ValueError, match="cells than the table has columns"):
        list(place((Row(tuple(Cell() for _ in range(cells))),), 2))


def test_printed_forms_are_vietnamese() -> None:
    assert printed(Cell(19630)) == "19.630"
    assert printed(Cell(None)) == "" and printed(Cell(0)) == "0"
    assert printed(Cell(3, text="không áp dụng")) == "không áp dụng"
    assert printed(Cell(50, percent=True)) == "50%"


def test_text_is_cleaned_of_what_files_refuse() -> None:
    dirty = "a\x00b\x1b\u200b\ufffe\ud800\x85\ue000c\td"
    assert clean(dirty) == "ab c d"
    assert clean_lines("một\r\nhai\x07") == "một\nhai"
    assert clean(unicodedata.normalize("NFD", "Quỳ Hợp")) == "Quỳ Hợp"


def boxes(*marks: str) -> list[Box]:
    return [Box(10, lambda ink, x, top: None, keep="k" in mark, is_text="t" in mark) for mark in marks]


def test_chains_move_together_to_the_next_page() -> None:
    made = boxes("", "", "k", "k", "", "")
    assert [len(page) for page in paginate(made, 40)] == [2, 4]
    assert [len(page) for page in paginate(boxes("k", "k", "k", "k", "k"), 30)] == [3, 2]
    assert [len(page) for page in paginate(boxes("", ""), 5)] == [1, 1]


def test_the_end_is_tied_to_two_lines_of_text() -> None:
    made = boxes("t", "t", "t")
    tie_end(made, 2)
    assert [box.keep for box in made] == [False, True, True]


def test_no_line_of_issuer_or_title_starts_with_a_hyphen() -> None:
    issuer = "TRUNG TÂM HỖ TRỢ DOANH NGHIỆP KHU VỰC MƯỜNG CHỌNG - CHÂU HỒNG - CHÂU LỘC"
    metrics = default_metrics()
    for words in range(1, len(issuer.split()) + 1):
        text = " ".join(issuer.split()[-words:]).removeprefix("- ")
        plan = lay_out_head(Heading(None, (text,), "05", "BC-X", "Mẫu", None), metrics)
        assert " ".join(plan.issuer) == text
        assert not any(line.startswith("-") for line in plan.issuer)
        for room in range(150, 460, 10):
            found = balance(text, LOOKS[Style.SUBJECT], room, metrics)
            assert " ".join(found.lines) == text
            assert not any(line.startswith("-") for line in found.lines)
