"""Typed reading of our JSON files: every fault is one sentence that says which file, where and what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app.core.errors import RuleViolation
from app.core.text import normalize

E = TypeVar("E", bound=StrEnum)


class PresetError(RuleViolation):
    """A file of presets, catalogues or samples is not what it should be; nothing was changed."""

    code = "E-BOMAU-01"


@dataclass(frozen=True, slots=True)
class Node:
    """An object of a file and the way to it; every reader raises ``PresetError`` naming both."""

    value: Mapping[str, object]
    where: str

    def fault(self, what: str) -> PresetError:
        """Return the error that says what is wrong here."""
        return PresetError(f"{self.where}: {what}.", hint="Sửa tệp rồi làm lại.")

    def only(self, *keys: str) -> None:
        """Refuse keys that nobody reads: a misspelt one would be lost without a word."""
        for key in self.value:
            if key not in keys:
                raise self.fault(f"không hiểu mục “{key}”")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not blank."""
        found = self.value.get(key, default)
        if found is None or (default is None and found == ""):
            raise self.fault(f"thiếu “{key}”")
        if not isinstance(found, str):
            raise self.fault(f"“{key}” phải là chữ")
        return normalize(found)

    def optional(self, key: str) -> str | None:
        """Return a text or None where it is absent."""
        return self.text(key) if self.value.get(key) is not None else None

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        found = self.value.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.fault(f"“{key}” phải là số nguyên")
        return found

    def decimal(self, key: str) -> Decimal | None:
        """Return an exact number, None where it is absent."""
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
            raise self.fault(f"“{key}” phải là số")
        return Decimal(found)

    def flag(self, key: str) -> bool:
        """Return true or false, false where it is absent."""
        found = self.value.get(key, False)
        if not isinstance(found, bool):
            raise self.fault(f"“{key}” phải là true hoặc false")
        return found

    def day(self, key: str) -> date | None:
        """Return a date written 2024-01-31, None where it is absent."""
        found = self.optional(key)
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError as error:
            raise self.fault(f"“{key}” không phải là ngày: “{found}”, ghi như 2024-01-31") from error

    def needed_day(self, key: str) -> date:
        """Return a date that must be there."""
        found = self.day(key)
        if found is None:
            raise self.fault(f"thiếu “{key}”")
        return found

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Return a member of a fixed vocabulary."""
        found = self.text(key, default.value if default is not None else None)
        try:
            return kind(found)
        except ValueError as error:
            allowed = ", ".join(member.value for member in kind)
            raise self.fault(f"“{key}” là “{found}”, chỉ nhận {allowed}") from error

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is absent."""
        found = self.value.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise self.fault(f"“{key}” phải là danh sách chữ")
        return tuple(normalize(item) for item in found)

    def nodes(self, key: str) -> tuple["Node", ...]:
        """Return a list of objects, empty where it is absent."""
        found = self.value.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self.fault(f"“{key}” phải là danh sách mục")
        return tuple(Node(item, f"{self.where}, {key}[{at}]") for at, item in enumerate(found, 1))

    def child(self, key: str) -> "Node":
        """Return an object inside, an empty one where it is absent."""
        found = self.value.get(key, {})
        if not isinstance(found, dict):
            raise self.fault(f"“{key}” phải là một mục")
        return Node(found, f"{self.where}, {key}")

    def children(self) -> dict[str, "Node"]:
        """Return all objects inside by their key."""
        return {key: self.child(key) for key in self.value}


def read_file(path: Path, *, form: str) -> Node:
    """Read a JSON file of a form; raise ``PresetError`` for one that is absent, broken or of another form."""
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PresetError(f"Không đọc được tệp {name}.", hint="Cài lại chương trình.") from error
    try:
        found = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise PresetError(f"Tệp {name} không phải JSON: {error}.", hint="Sửa tệp rồi làm lại.") from error
    if not isinstance(found, dict):
        raise PresetError(f"Tệp {name} phải là một mục JSON.", hint="Sửa tệp rồi làm lại.")
    node = Node(found, f"Tệp {name}")
    if node.text("format") != form:
        raise node.fault(f"dạng “{node.text('format')}” không đọc được, cần “{form}”")
    return node


def plain(value: object) -> object:
    """Return JSON content with exact numbers as the database's JSON columns take them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
