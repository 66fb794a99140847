"""Where sentences and clauses of a paragraph begin and end."""

import re

_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[^\s\d])|(?<=[a-zà-ỹđ)”\"]\.)\s+(?=\d{1,2}\s[A-ZĐ])")
_ABBREVIATED = re.compile(r"(?:\b[A-ZĐ]{1,3}|\bTP|\bTT|\bvv|v\.v|\bĐ/c|\bsố)\.$")


def sentences_of(text: str, *, stops_only: bool = False) -> list[tuple[int, int]]:
    """Return the places of a text's sentences and, unless told otherwise, of clauses between semicolons."""
    cuts = [0]
    for match in _SENTENCES.finditer(text):
        if stops_only and text[match.start() - 1] == ";":
            continue
        if not _ABBREVIATED.search(text[: match.start()]):
            cuts.append(match.end())
    return [
        (start, end)
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)
        if text[start:end].strip()
    ]
