"""The hub's own figures against the unit's file: differences told, a choice kept, remembered, proposed."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import InvalidField, RuleViolation
from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.models import SubmissionComment
from app.services.figures import entered_figures, set_figures, set_narrative
from app.services.packages.arrivals import Arrived
from app.services.packages.choices import Choice, choose_cells
from app.services.packages.comparing import Change
from app.services.packages.decisions import undo_batch
from app.services.packages.making import answer
from app.services.packages.report_content import narrative_lines
from app.services.packages.store import PackageStore
from app.services.submissions import accept_report
from tests.offices import SEALED_ON, Office, expected_id, fill_in, seal
from tests.register import ACTOR, clock_at

TYPED_ON, CAME_ON = clock_at(2024, 3, 10), clock_at(2024, 3, 12)


def type_in(hub: Office, report: str, **figures: int) -> None:
    with hub.uow.write() as session:
        values = {code: FigureValue(FigureState.VALUE, Decimal(value)) for code, value in figures.items()}
        set_figures(session, expected_id=report, figures=values, clock=TYPED_ON, keep_blocked=True)


def taken(hub: Office, path: Path, **more: object) -> Arrived:
    return hub.at(CAME_ON).take_in(path, **more).files[0]


def conflicts(arrived: Arrived) -> list[Change]:
    return [change for change in arrived.changes if change.by_hand]


def choose(hub: Office, report: str, *choices: Choice) -> None:
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        choose_cells(session, expected_id=report, choices=choices, store=store, clock=CAME_ON)


def value(hub: Office, report: str, code: str = "CD12", version: int = 0) -> object:
    with hub.uow.read() as session:
        return entered_figures(session, report, version)[code].value


KEEP = Choice("CD12", keep_own=True, reason="Đã đối chiếu với Một cửa", remember=True)


def test_every_difference_from_what_was_typed_is_told_with_who_and_when(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = sealed[0]
    type_in(hub, march, CD12=3)
    preview = taken(hub, first, dry_run=True)
    (change,) = conflicts(preview)
    assert (change.subject, change.before, change.after) == ("CD12", "3", "7")
    assert (change.who, change.when) == (ACTOR, TYPED_ON.now())
    assert conflicts(taken(hub, first)) == [change]


def test_without_a_choice_the_units_file_counts(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = sealed[0]
    type_in(hub, march, CD12=3)
    taken(hub, first)
    assert value(hub, march) == 7


def test_a_cell_that_was_kept_stays_before_and_after_the_file(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = sealed[0]
    type_in(hub, march, CD12=3)
    choose(hub, march, KEEP)
    told = conflicts(taken(hub, first))
    assert [(c.before, c.after, c.choice, c.reason) for c in told] == [("3", "7", "own", KEEP.reason)]
    assert value(hub, march) == 3
    choose(hub, march, Choice("CD12", keep_own=False, reason="Xã đúng"))
    assert value(hub, march) == 7
    choose(hub, march, KEEP)
    assert value(hub, march) == 3


def test_the_end_is_the_same_whether_chosen_before_or_after(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = sealed
    type_in(hub, march, CD12=3)
    fill_in(commune.at(SEALED_ON), march, base=9)
    second = commune.put_out(seal(commune.at(SEALED_ON), march, reason="Sửa"))
    taken(hub, first)
    choose(hub, march, KEEP)
    taken(hub, second)
    assert value(hub, march) == 3  # a later file overwrites no choice
    batch = taken(hub, second)
    assert batch.outcome == "duplicate"


def test_what_was_written_over_a_file_is_told_when_the_next_one_comes(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = sealed
    taken(hub, first)
    type_in(hub, march, CD12=5)
    fill_in(commune.at(SEALED_ON), march, base=9)
    second = commune.put_out(seal(commune.at(SEALED_ON), march, reason="Sửa"))
    told = conflicts(taken(hub, second))
    assert [(c.subject, c.before, c.after, c.who) for c in told] == [("CD12", "5", "9", ACTOR)]
    assert value(hub, march) == 9
    choose(hub, march, Choice("CD12", keep_own=True, reason="Số của hub đúng"))
    assert value(hub, march) == 5


def test_a_remembered_choice_is_proposed_next_month_and_never_applied_by_itself(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = sealed
    type_in(hub, march, CD12=3)
    choose(hub, march, KEEP)
    taken(hub, first)
    april = expected_id(hub, "2024-04", commune.unit_id)
    later = commune.at(clock_at(2024, 4, 11))
    fill_in(later, april, base=6)
    file = commune.put_out(seal(later, april))
    type_in(hub, april, CD12=2)
    arrived = hub.at(clock_at(2024, 4, 12)).take_in(file).files[0]
    told = conflicts(arrived)
    assert [(c.choice, c.proposal, c.reason) for c in told] == [("", "own", KEEP.reason)]
    assert value(hub, april) == 6


def test_the_kept_cell_counts_when_the_report_is_accepted_and_the_unit_is_told(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = sealed
    type_in(hub, march, CD12=3)
    choose(hub, march, KEEP)
    taken(hub, first)
    with hub.uow.write() as session:
        accept_report(session, expected_id=march, clock=CAME_ON)
    assert value(hub, march, version=1) == 3
    with pytest.raises(RuleViolation, match="đã chấp nhận"):
        choose(hub, march, Choice("CD12", keep_own=False, reason="x"))
    receipt = answer(hub.at(CAME_ON).services, hub.secrets, unit_id=commune.unit_id, year=2024)
    commune.at(CAME_ON).take_in(hub.put_out(receipt))
    with commune.uow.read() as session:
        subject, text = session.execute(select(SubmissionComment.subject, SubmissionComment.text)).one()
    assert subject == "CD12"
    assert text == "Cơ quan đầu mối giữ “3” đang có trong sổ. Lý do: Đã đối chiếu với Một cửa"


def test_undoing_the_import_gives_back_what_was_typed(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = sealed[0]
    type_in(hub, march, CD12=3)
    outcome = hub.at(CAME_ON).take_in(first)
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        undo_batch(session, batch_id=outcome.batch_id, store=store, clock=CAME_ON)
    assert value(hub, march) == 3


def test_words_are_chosen_like_figures(sealed: tuple[Office, Office], march: str) -> None:
    hub, commune = sealed
    with commune.uow.write() as session:
        set_narrative(session, expected_id=march, heading_key="direction", text="Của xã", clock=SEALED_ON)
    file = commune.put_out(seal(commune.at(SEALED_ON), march, reason="Thêm lời"))
    with hub.uow.write() as session:
        set_narrative(session, expected_id=march, heading_key="direction", text="Của hub", clock=TYPED_ON)
    told = conflicts(taken(hub, file, dry_run=True))
    assert [(c.subject, c.before, c.after) for c in told] == [("direction", "Của hub", "Của xã")]
    choose(hub, march, Choice("direction", keep_own=True, reason="Lời đã thống nhất"))
    taken(hub, file)
    with hub.uow.read() as session:
        assert [line.text for line in narrative_lines(session, march)] == ["Của hub"]


def test_a_choice_needs_a_reason_and_something_of_ones_own(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = sealed[0]
    type_in(hub, march, CD12=3)
    with pytest.raises(InvalidField, match="lý do"):
        choose(hub, march, Choice("CD12", keep_own=True, reason=" "))
    with pytest.raises(InvalidField, match="không tự ghi gì"):
        choose(hub, march, Choice("CD13", keep_own=True, reason="x"))


def test_undoing_a_newer_file_does_not_make_its_figures_the_hubs_own(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = sealed
    type_in(hub, march, CD12=3)
    taken(hub, first)
    fill_in(commune.at(SEALED_ON), march, base=9)
    second = commune.put_out(seal(commune.at(SEALED_ON), march, reason="Sửa"))
    outcome = hub.at(CAME_ON).take_in(second)
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        undo_batch(session, batch_id=outcome.batch_id, store=store, clock=CAME_ON)
    assert value(hub, march) == 7
    choose(hub, march, KEEP)
    assert value(hub, march) == 3
