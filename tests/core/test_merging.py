"""Merging the words of many units: nothing lost, nothing said twice, everybody named."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.merging import merge_texts, split_lines


def test_a_sentence_of_several_units_stands_once_with_all_of_them() -> None:
    shared, own = merge_texts(
        [
            ("Xã A", "Thiếu biên chế. Máy tính cũ."),
            ("Xã B", "máy tính  cũ; Đường truyền chậm."),
            ("Xã C", "- Thiếu biên chế;\n- Máy tính cũ"),
            ("Xã D", ""),
        ]
    )
    assert [(s.text, s.sources) for s in shared] == [
        ("Thiếu biên chế.", ("Xã A", "Xã C")),
        ("Máy tính cũ.", ("Xã A", "Xã C")),
    ]
    assert [(o.source, o.text) for o in own] == [("Xã B", "máy tính cũ; Đường truyền chậm.")]


def test_the_place_of_a_tone_makes_no_other_sentence() -> None:
    shared, own = merge_texts([("A", "Số hoá hồ sơ."), ("B", "Số hóa hồ sơ")])
    assert (len(shared), own) == (1, ())


def test_the_most_widespread_sentence_stands_first() -> None:
    shared, _ = merge_texts([("A", "Hai. Ba."), ("B", "Hai. Ba."), ("C", "Ba.")])
    assert [(s.text, len(s.sources)) for s in shared] == [("Ba.", 3), ("Hai.", 2)]


def test_abbreviations_do_not_cut_sentences() -> None:
    assert split_lines("UBND TP. Vinh đã họp. Kết quả tốt.") == [["UBND TP. Vinh đã họp.", "Kết quả tốt."]]


SENTENCES = st.sampled_from(["Thiếu người.", "Máy hỏng.", "Mạng chậm.", "Dân khen.", "Có 3 đơn thư."])
TEXTS = st.lists(st.lists(SENTENCES, max_size=4).map(" ".join), min_size=1, max_size=8)


@given(TEXTS, st.randoms())
def test_every_sentence_keeps_every_unit_in_whatever_order_they_come(
    texts: list[str], chance: object
) -> None:
    pairs = [(f"Xã {number}", text) for number, text in enumerate(texts)]
    said = {(unit, s) for unit, text in pairs for line in split_lines(text) for s in line}

    def told(pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
        shared, own = merge_texts(pairs)
        found = {(unit, item.text) for item in shared for unit in item.sources}
        return found | {(item.source, s) for item in own for line in split_lines(item.text) for s in line}

    assert told(pairs) == said
    mixed = list(pairs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert told(mixed) == said
