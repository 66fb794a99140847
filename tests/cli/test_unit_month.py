"""A unit's month by commands: its book of counts, its figures with reasons, its words by heading."""

import pytest

from tests.cli.conftest import Command

OF = ("--unit", "17089", "--period", "2024-03")


def test_a_comma_in_a_count_is_told_as_it_was_read(ask: Command) -> None:
    answer = ask("figures", "set", *OF, "VB04=19,630", "CD02=1.240", "HS07=P", "--json")
    assert answer.code == 3  # HS07 is computed
    answer = ask("figures", "set", *OF, "VB04=19,630", "CD02=1.240", "HS02=P", "--json")
    assert answer.facts["values"]["VB04"] == 19630
    assert answer.facts["readings"] == {"VB04": "19.630 (dấu phẩy ngăn hàng nghìn)"}
    assert "VB04 đọc là 19.630 (dấu phẩy ngăn hàng nghìn)." in answer.err
    assert "CD02" not in answer.err


def test_a_reason_is_kept_beside_its_figure_and_refused_beside_none(ask: Command) -> None:
    refused = ask("figures", "set", *OF, "VB04=12", "--explain", "CD02=Chưa giao thêm")
    assert (refused.code, "CD02 chưa có số" in refused.err) == (3, True)
    assert ask("figures", "show", *OF, "--json").facts["values"]["VB04"] == "blank"  # nothing half done
    assert ask("figures", "set", *OF, "CD02=5").code == 0
    assert ask("figures", "set", *OF, "--explain", "CD02=Chưa giao thêm").code == 0
    assert "Chưa giao thêm" in ask("dump").out
    assert ask("figures", "set", *OF).code == 3


def test_the_book_fills_only_what_is_empty(ask: Command) -> None:
    for day, count in (("01/03/2024", 3), ("02/03/2024", 4)):
        assert ask("tally", "add", "--unit", 17089, "--on", day, f"CD16={count}", "CD10=1").code == 0
    assert ask("tally", "add", "--unit", 17089, "--on", "02/03/2024", "CD16=-2").code == 0
    assert ask("tally", "show", *OF, "--json").facts["sums"] == {"CD10": 2, "CD16": 5}
    assert ask("figures", "set", *OF, "CD10=9").code == 0
    values = ask("figures", "set", *OF, "--tallies", "--json").facts["values"]
    assert (values["CD10"], values["CD16"]) == (9, 5)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tally", "add", "--unit", "17089", "CD16=x"), "không phải là số"),
        (("tally", "add", "--unit", "17089", "HS15=1"), "HS15"),
        (("tally", "add", "--unit", "17089", "CD16"), "không đúng dạng MÃ=SỐ"),
        (("narrative", "set", *OF), "Chưa ghi mục nào"),
        (("narrative", "set", *OF, "khong.co=Lời"), "Đề cương không có mục"),
        (("narrative", "set", *OF, "next=Lời", "--nothing", "next"), "vừa có lời vừa ghi không phát sinh"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    ask: Command, words: tuple[str, ...], told: str
) -> None:
    before = ask("dump").out
    answer = ask(*words)
    assert (answer.code, told in answer.err) == (3, True), answer.err
    again = ask("dump")
    assert (again.out, again.err) == (before, "")


def test_words_are_kept_by_heading(ask: Command) -> None:
    set_ = ask("narrative", "set", *OF, "assessment.limits=Máy quét đã cũ.", "--nothing", "next", "--json")
    assert set_.code == 0
    shown = ask("narrative", "show", *OF, "--json").facts
    assert shown == set_.facts
    found = {h["key"]: (h["state"], h["text"]) for h in shown["headings"]}
    assert found["assessment.limits"] == ("value", "Máy quét đã cũ.")
    assert found["next"] == ("none_arisen", "")
    assert "Máy quét đã cũ." in ask("narrative", "show", *OF).out
