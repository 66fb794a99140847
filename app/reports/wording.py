"""Sentences with named fields, filled so that a mistake in a sentence never stops a paper.

A field is written {ten_truong}; {{ and }} print braces. An unknown field leaves [?ten_truong?] in the text,
where everybody sees it, and a problem that names phrase and field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_MARKS = re.compile(r"\{\{|\}\}|\{([^{}\n]{1,80})\}")


@dataclass(frozen=True, slots=True)
class WordingProblem:
    """A phrase that names a field which does not exist, or a phrase nobody prints (``field`` is blank)."""

    phrase: str
    field: str

    @property
    def message(self) -> str:
        """What to tell the officer."""
        if not self.field:
            return f"Câu mẫu “{self.phrase}” không được dùng trong văn bản này."
        return f"Câu mẫu “{self.phrase}” dùng trường “{self.field}” không có trong danh sách trường."


class Wording:
    """Phrases of one paper and the fields they may name; collects problems instead of raising."""

    def __init__(
        self, defaults: Mapping[str, str], changed: Mapping[str, str], fields: Mapping[str, str]
    ) -> None:
        self._phrases = {**defaults, **{key: text for key, text in changed.items() if key in defaults}}
        self._fields = dict(fields)
        self._problems = [WordingProblem(key, "") for key in changed if key not in defaults]

    @property
    def problems(self) -> tuple[WordingProblem, ...]:
        """What was wrong so far, each once."""
        return tuple(dict.fromkeys(self._problems))

    def add(self, fields: Mapping[str, str]) -> None:
        """Make more fields known."""
        self._fields.update(fields)

    def say(self, key: str) -> str:
        """Return a phrase with its fields filled; a phrase set blank by the office is blank."""
        return self.fill(self._phrases[key], key)

    def fill(self, text: str, phrase: str) -> str:
        """Fill the fields of a text; ``phrase`` names it in problems."""

        def replaced(match: re.Match[str]) -> str:
            whole = match.group(0)
            if match.group(1) is None:
                return whole[0]
            name = match.group(1).strip()
            if name not in self._fields:
                self._problems.append(WordingProblem(phrase, name))
                return f"[?{name}?]"
            return self._fields[name]

        return _MARKS.sub(replaced, text)
