"""The words the reading rests on, from ``resources/intake``: data that an office may read and correct."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

INTRO = re.compile(
    r"(?:Trên cơ sở|Căn cứ|Thực hiện|Theo|Để|Nhằm|Về|Đối với|Sau khi|Trong quá trình|Từ|Khi|Trước|Đến"
    r"|Hằng|Hàng|Ngoài ra|Đồng thời|Bên cạnh|Đặc biệt|Riêng|Định kỳ|Với|Tại|Ngay sau|Chậm nhất|Trong "
    r"(?:tháng|quý|năm|thời)|Hiện nay|Tuy|Qua|Tùy|Thời gian tới|Trước mắt|Cùng với|Song song"
    r"|Kể từ|Kết thúc|Nếu|Trường hợp)",
)


def vocabulary_folder() -> Path:
    """Return the folder of word lists that ships with the program, frozen or not."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).parents[2]) / "resources" / "intake"


@lru_cache(maxsize=8)
def word_list(name: str) -> dict[str, Any]:
    """Return one file of ``resources/intake``."""
    found: dict[str, Any] = json.loads((vocabulary_folder() / f"{name}.json").read_text(encoding="utf-8"))
    return found


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, blanks of any width."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns made once of the word lists."""

    verb_first: re.Pattern[str]
    predicate: re.Pattern[str]
    adverb: re.Pattern[str]
    noun_compound: re.Pattern[str]
    body: re.Pattern[str]
    details_after: re.Pattern[str]
    background: re.Pattern[str]
    means: re.Pattern[str]
    operative: re.Pattern[str]
    closing: re.Pattern[str]
    closing_end: re.Pattern[str]
    evaluation: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Return the patterns of the word lists."""
    verbs, bodies, headings = word_list("verbs"), word_list("bodies"), word_list("headings")
    adverb = alternatives(verbs["adverbs"])
    verb = alternatives(verbs["verbs"])
    predicate = alternatives(set(verbs["verbs"]) - set(verbs["verbs_not_predicates"]))
    turn = alternatives(verbs["turns"])
    proper = alternatives(bodies["proper"])
    title = alternatives(bodies["titles"])
    classes = alternatives(bodies["classes"])
    specific = alternatives(bodies["specific_classes"])
    return Patterns(
        verb_first=re.compile(
            rf"(?!giao\s+thông\b)(?:(?:{adverb})(?:,?\s+|,\s*))*?(?P<verb>{verb}|{adverb})\b", re.IGNORECASE
        ),
        predicate=re.compile(rf"(?<=[\s,;)])(?:{adverb}|{turn}|{predicate})\b"),
        adverb=re.compile(rf"(?:{adverb})\b", re.IGNORECASE),
        noun_compound=re.compile(rf"\b(?:{alternatives(verbs['nouns_not_predicates'])})\b", re.IGNORECASE),
        body=re.compile(
            rf"(?!(?:{alternatives(bodies['not_bodies'])}))(?:(?:Các|các|Toàn thể|toàn thể|Mỗi|mỗi|Từng"
            rf"|từng|Những|những|Tất cả các|tất cả các)\s+)?"
            rf"(?:đồng\s+chí:?\s+)?(?:Quý\s+)?(?:(?:{title}|{proper})\b"
            rf"|(?<=[Cc]ác\s)(?:{classes})\b|(?<=oàn\sthể\s)(?:{classes})\b|(?<=[Cc]ác\sđồng\schí\s)\w"
            rf"|(?<=đồng\schí\s)[A-ZĐÀ-Ỹ]|(?:ông|bà|đ/c)\s+[A-ZĐÀ-Ỹ]|(?:{specific})\b)",
        ),
        details_after=re.compile(rf"(?:{alternatives(verbs['details_after'])})\s*:?$", re.IGNORECASE),
        background=re.compile(rf"(?:(?:{alternatives(headings['background'])})\b)", re.IGNORECASE),
        means=re.compile(rf"(?:{alternatives(headings['means'])})\b", re.IGNORECASE),
        operative=re.compile(rf"(?:{alternatives(headings['operative'])})\b", re.IGNORECASE),
        closing=re.compile(alternatives(headings["closings"]), re.IGNORECASE),
        closing_end=re.compile(rf"(?:{alternatives(headings['closing_ends'])})\s*[./]*$", re.IGNORECASE),
        evaluation=re.compile(rf"(?:{alternatives(headings['evaluations'])})", re.IGNORECASE),
    )
