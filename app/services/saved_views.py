"""Named ways to look at a list: its filters and columns, kept in the register under a name.

They hold words of the register (names of units), so they stay with it; they are not acts of the office, so
the journal does not tell of them and no export carries them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.errors import InvalidField
from app.core.text import fold, one_line, sort_key
from app.models import SavedView

MOST = 80  # characters of a name: a line of a menu


@dataclass(frozen=True, slots=True)
class NamedView:
    """One named way to look at a list, as it was kept."""

    id: str
    name: str
    definition: Mapping[str, object]


def list_views(session: Session, screen: str) -> tuple[NamedView, ...]:
    """Return the named views of one list, in Vietnamese order."""
    views = [NamedView(view.id, view.name, view.definition) for view in _views(session, screen)]
    return tuple(sorted(views, key=lambda view: sort_key(view.name)))


def save_view(
    session: Session, *, screen: str, name: str, definition: Mapping[str, object]
) -> Done[NamedView]:
    """Keep a view under a name; one of the same name is replaced."""
    name = _clean(name)
    view = next((view for view in _views(session, screen) if fold(view.name) == fold(name)), None)
    if view is None:
        view = SavedView(screen=screen)
        session.add(view)
    view.name, view.definition = name, dict(definition)
    session.flush()
    return Done(NamedView(view.id, name, definition), Changes())


def rename_view(session: Session, *, view_id: str, name: str) -> Done[None]:
    """Give a view another name; the name of another view of the list is refused."""
    name = _clean(name)
    view = session.get(SavedView, view_id)
    if view is not None:  # else it was deleted meanwhile, and has no name any more
        for other in _views(session, view.screen):
            if other.id != view_id and fold(other.name) == fold(name):
                raise InvalidField("name", f"Đã có cách xem tên “{other.name}”.", hint="Đặt tên khác.")
        view.name = name
    return Done(None, Changes())


def delete_view(session: Session, *, view_id: str) -> Done[None]:
    """Take a view away; one that is already gone is no fault."""
    view = session.get(SavedView, view_id)
    if view is not None:
        session.delete(view)
    return Done(None, Changes())


def _views(session: Session, screen: str) -> list[SavedView]:
    return list(session.scalars(select(SavedView).where(SavedView.screen == screen)))


def _clean(name: str) -> str:
    name = one_line(name)
    if not name:
        raise InvalidField("name", "Cách xem chưa có tên.", hint="Gõ tên, ví dụ: Quá hạn của tôi.")
    if len(name) > MOST:
        raise InvalidField("name", f"Tên cách xem dài quá {MOST} ký tự.", hint="Đặt tên ngắn hơn.")
    return name
