"""Finding the record that a form was opened on; one that is gone is told, never made anew."""

from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.core.errors import NotFound

R = TypeVar("R")


def existing(session: Session, record: type[R], key: str | None, name: str) -> R | None:
    """Return the record with a key, None where no key is given; raises ``NotFound`` for an unknown key."""
    if key is None:
        return None
    found: Any = session.get(record, key)
    if found is None:
        raise NotFound(f"Không còn {name} này trong sổ.", hint="Nạp lại danh sách (F5).")
    return found  # type: ignore[no-any-return]
