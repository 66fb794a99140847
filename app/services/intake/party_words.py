"""What tells names of bodies apart: words without accents, people in front and tails behind."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core.text import fold, one_line
from app.intake.vocabulary import word_list

Words = tuple[str, ...]


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return word_list("parties")


@lru_cache(maxsize=1)
def _titles() -> list[list[str]]:
    return sorted((title.split() for title in _lists()["titles"]), key=len, reverse=True)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """Return a name's words without accents; what is one thing is one word: "thi_tran", "ubnd"."""
    spread = "".join(char if char.isalnum() else " " for char in fold(name)).split()
    short: dict[str, str] = _lists()["short"]
    padded = f" {' '.join(short.get(word, word) for word in spread)} "
    joined: dict[str, str] = _lists()["joined"]
    for phrase in sorted(joined, key=len, reverse=True):
        padded = padded.replace(f" {phrase} ", f" {joined[phrase]} ")
    return tuple(word for word in padded.split() if word not in ("va", "cua"))


@lru_cache(maxsize=4096)
def core_of(name: str) -> Words:
    """Return a name without the people and the committee in front: "Trưởng phòng Tư pháp" is "tu phap"."""
    words = words_of(name)
    while title := next((t for t in _titles() if list(words[: len(t)]) == t and len(words) > len(t)), None):
        words = words[len(title) :]
    return words


def without_tail(words: Words) -> Words:
    """Return a name without the words that only repeat whose body it is: "phong noi vu huyen"."""
    end = len(words)
    while end > 2 and words[end - 1] in _lists()["tails"]:
        end -= 1
    return words[:end]


_PERSON = re.compile(
    r"(?P<polite>(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)\s*:?\s+)?"
    r"(?P<name>[^\W\d_a-z][^\W\d_]*(?:\s+[^\W\d_a-z][^\W\d_]*){1,4})\s*(?:[-–,(].*)?"
)


@lru_cache(maxsize=4096)
def person_in(name: str) -> str | None:
    """Return the officer that words name: "ông Lê Văn Tám - Công chức Văn phòng"; None for a body."""
    match = _PERSON.fullmatch(name.strip())
    if match is None or not all(word[0].isupper() for word in match["name"].split()):
        return None
    is_named = fold(match["name"].split()[0]) in _lists()["family_names"]
    return one_line(match["name"]) if match["polite"] or is_named else None


def initials_of(words: Words) -> str:
    """Return the letters by which a name is shortened: "tài nguyên và môi trường" is "tnmt"."""
    return "".join(part[0] for word in words for part in word.split("_"))


def kind_in(words: Words) -> str:
    """Return the first word of a name where it is a kind of body."""
    return words[0] if words and words[0] in _lists()["kinds"] else ""


def siblings_of(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds that stand on the same level: of "xã" also phường, thị trấn, đặc khu."""
    levels: dict[str, list[str]] = _lists()["levels"]
    found = {kind for level in levels.values() if kinds & set(level) for kind in level}
    return frozenset(found) if kinds <= found else frozenset()


@dataclass(frozen=True, slots=True)
class ClassWords:
    """What a name of many bodies says: their kinds, and the words that narrow them."""

    kinds: frozenset[str]
    rest: frozenset[str]


@lru_cache(maxsize=4096)
def class_words(name: str) -> ClassWords:
    """Read a name such as "UBND các xã, thị trấn" as kinds of bodies and words that narrow them."""
    kinds: set[str] = set()
    rest: set[str] = set()
    for piece in name.replace(";", ",").replace(" và ", ",").split(","):
        for word in _told_apart(core_of(piece)):
            if word in _lists()["levels"]:
                kinds.update(_lists()["levels"][word])
            elif word in _lists()["kinds"]:
                kinds.add(word)
            else:
                rest.add(word)
    return ClassWords(frozenset(kinds), frozenset(rest))


def _told_apart(words: Words) -> Words:
    """Return the words of one piece that say something: of "phòng thuộc UBND xã Tam Hợp" what comes first."""
    for place, word in enumerate(words):
        if place and word in ("thuoc", "truc_thuoc", "ubnd"):
            words = words[:place]
            break
    shorter = without_tail(words) if len(words) > 1 and words[0] not in _lists()["levels"] else words
    return tuple(word for word in shorter if word not in _lists()["empty"])


def is_class(name: str) -> bool:
    """Tell whether a name means many bodies: "các phòng", "UBND xã, phường", "cấp xã"."""
    words = words_of(name)
    kinds = {word for word in words if word in _lists()["kinds"]}
    return "cac" in words or bool(set(_lists()["levels"]) & set(words)) or ("," in name and len(kinds) > 1)


def means_anybody(name: str) -> bool:
    """Tell whether a name is "các cơ quan, đơn vị" and the like: whoever the document addresses."""
    words = (word for word in core_of(name) if word not in _lists()["empty"])
    return " ".join(words) in _lists()["anybody"]
