"""Named views: kept by name, replaced by name, never exported and never a difference."""

import pytest

from app.core.errors import InvalidField
from app.services.saved_views import MOST, delete_view, list_views, rename_view, save_view


@pytest.fixture
def session(register):
    """Return a session on an empty register."""
    with register.write() as session:
        yield session


def names(session, screen="tasks"):
    return [view.name for view in list_views(session, screen)]


def test_views_of_a_list_stand_in_vietnamese_order(session):
    for name in ("Quá hạn", "Ánh Sơn", "Đồng Hợp"):
        save_view(session, screen="tasks", name=name, definition={"words": name})
    save_view(session, screen="board", name="Khác", definition={})
    assert names(session) == ["Ánh Sơn", "Đồng Hợp", "Quá hạn"]
    assert list_views(session, "tasks")[0].definition == {"words": "Ánh Sơn"}


def test_a_view_of_the_same_name_is_replaced(session):
    save_view(session, screen="tasks", name="Quá hạn", definition={"words": "a"})
    save_view(session, screen="tasks", name="  quá   HẠN ", definition={"words": "b"})
    (view,) = list_views(session, "tasks")
    assert (view.name, view.definition) == ("quá HẠN", {"words": "b"})


@pytest.mark.parametrize("name", ["", "   ", "x" * (MOST + 1)])
def test_a_name_that_cannot_be_a_line_of_a_menu_is_refused(session, name):
    with pytest.raises(InvalidField):
        save_view(session, screen="tasks", name=name, definition={})
    assert names(session) == []


def test_a_view_is_renamed_but_not_over_another(session):
    one = save_view(session, screen="tasks", name="Một", definition={}).value
    save_view(session, screen="tasks", name="Hai", definition={})
    with pytest.raises(InvalidField, match="Hai"):
        rename_view(session, view_id=one.id, name="hai")
    rename_view(session, view_id=one.id, name="Ba")
    assert names(session) == ["Ba", "Hai"]


def test_what_is_gone_already_is_no_fault(session):
    one = save_view(session, screen="tasks", name="Một", definition={}).value
    delete_view(session, view_id=one.id)
    delete_view(session, view_id=one.id)
    rename_view(session, view_id=one.id, name="Hai")
    assert names(session) == []
