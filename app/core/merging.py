"""Putting texts of many units together: what several say stands once, and each sentence keeps its units."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.sentences import sentences_of
from app.core.text import exact_key, one_line

_END = " .;,:"


@dataclass(frozen=True, slots=True)
class MergedSentence:
    """A sentence and everybody who said it, in the order they came; the words are those of the first."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnText:
    """What one unit alone said, its lines kept."""

    text: str
    source: str


def split_lines(text: str) -> list[list[str]]:
    """Return the sentences of each line of a text; blank lines are left out."""
    lines = (one_line(line).lstrip("-+• ") for line in text.split("\n"))
    return [[line[a:b].strip() for a, b in sentences_of(line, stops_only=True)] for line in lines if line]


def _key(sentence: str) -> str:
    return exact_key(sentence).strip(_END)


def merge_texts(texts: Iterable[tuple[str, str]]) -> tuple[tuple[MergedSentence, ...], tuple[OwnText, ...]]:
    """Merge (source, text) pairs: sentences of several sources, most widespread first, then each one's own.

    Letter case, blanks, the place of a tone and the mark at the end make no other sentence.
    """
    pairs = [
        (one_line(source), [[(_key(sentence), sentence) for sentence in line] for line in split_lines(text)])
        for source, text in texts
    ]
    said: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for source, lines in pairs:
        for key, sentence in (keyed for line in lines for keyed in line):
            first.setdefault(key, sentence)
            if source not in said.setdefault(key, []):
                said[key].append(source)
    shared = [MergedSentence(first[key], tuple(who)) for key, who in said.items() if key and len(who) > 1]
    own: list[OwnText] = []
    for source, lines in pairs:
        kept = [" ".join(sentence for key, sentence in line if key and len(said[key]) == 1) for line in lines]
        if text := "\n".join(line for line in kept if line):
            own.append(OwnText(text, source))
    return tuple(sorted(shared, key=lambda item: -len(item.sources))), tuple(own)
