"""What a use case touched."""

from app.core.changes import EVERYTHING, Changes, Done
from app.core.ids import derived_id, new_id
from app.core.progress import NullProgress


def test_changes_add_up() -> None:
    both = Changes(units=True) | Changes(tasks=True)
    assert both == Changes(units=True, tasks=True)
    assert both | Changes() == both


def test_a_screen_is_stale_when_it_shows_what_was_touched() -> None:
    shown = Changes(tasks=True, units=True)
    assert shown.touches(Changes(tasks=True))
    assert not shown.touches(Changes(plans=True))
    assert not shown.touches(Changes())
    assert shown.touches(EVERYTHING)


def test_an_outcome_holds_its_value_and_its_changes() -> None:
    done = Done(3, Changes(plans=True))
    assert (done.value, done.changes.plans) == (3, True)


def test_two_machines_give_the_same_thing_the_same_key() -> None:
    assert derived_id("period", "r", "2024-03") == derived_id("period", "r", "2024-03")
    assert derived_id("ab", "c") != derived_id("a", "bc")
    assert new_id() != new_id()


def test_work_that_nobody_watches_reports_to_nobody() -> None:
    NullProgress().report(1, 2, "một nửa")
