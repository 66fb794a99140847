"""Frozen data of papers as JSON and back: what an issued paper printed, byte for byte the same again (R72).

Types come from the annotations of the data classes, so a new field needs no line here. Decimals, days and
states are text in JSON; which of them a text is, the annotation says. A field that an older file does not
hold takes its default.
"""

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = None | bool | int | str | list[Any] | dict[str, Any]
_Thaw = Callable[[Any], Any]


def frozen(value: Any) -> Json:
    """Return data as JSON values."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {item.name: frozen(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): frozen(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [frozen(item) for item in value]
    raise TypeError(f"cannot freeze {type(value).__name__}")


def thawed(kind: type[T], value: Json) -> T:
    """Return the data class that was frozen; raises ``ValueError`` for what is not its JSON."""
    try:
        read: Callable[[Any], T] = _thaw(cast(Hashable, kind))
        return read(value)
    except (TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"not frozen data of {kind.__name__}") from error


def digest(value: Json) -> str:
    """Return the SHA-256 of JSON in its one canonical form."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=512)
def _thaw(kind: Any) -> _Thaw:
    """Return how to read a type; kept, because papers hold thousands of values of a few types."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        read = _thaw(arguments[1])
        return lambda value: {key: read(item) for key, item in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _data_class(kind)
    if kind is Decimal:
        return Decimal
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda value: _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind}")
    return value


def _tuple(arguments: tuple[Any, ...]) -> _Thaw:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        read = _thaw(arguments[0])
        return lambda value: tuple(read(item) for item in value)
    reads = [_thaw(argument) for argument in arguments]
    return lambda value: tuple(read(item) for read, item in zip(reads, value, strict=True))


def _union(arguments: tuple[Any, ...]) -> _Thaw:
    """Read a value as the first member it fits; states come before numbers, numbers before plain text."""
    order = sorted((a for a in arguments if a is not NoneType), key=_specific)
    reads = [_thaw(argument) for argument in order]

    def read_union(value: Any) -> Any:
        if value is None and NoneType in arguments:
            return None
        for read in reads:
            try:
                return read(value)
            except (TypeError, ValueError, ArithmeticError, KeyError, AttributeError):
                continue
        raise TypeError(f"{value!r} fits none of {arguments}")

    return read_union


def _specific(kind: Any) -> int:
    if kind in (int, bool):
        return 0  # never text in JSON
    if isinstance(kind, type) and issubclass(kind, Enum):
        return 1
    return 4 if kind is str else 3 if kind is Decimal else 2


def _data_class(kind: type) -> _Thaw:
    hints = get_type_hints(kind)
    reads = {item.name: _thaw(hints[item.name]) for item in fields(kind) if item.init}

    def read_fields(value: Any) -> Any:
        given = {name: read(value[name]) for name, read in reads.items() if name in value}
        return kind(**given)

    return read_fields
