"""The directory: what may be done, what is kept, what can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from app.services.queries.directory import directory
from app.services.units import LetterheadFields, PersonFields, SignerFields, UnitFields
from app.ui.screens.directory.presenter import (
    AUTHORITY_STACKS,
    Action,
    DirectoryPresenter,
    GroupFields,
    Tab,
    actions_for,
    span_words,
    unit_fields,
)
from tests.ui.fakes import RecordingReply

TODAY = date(2024, 3, 13)


class Screen:
    def __init__(self):
        self.found = self.actions = self.selected = None
        self.asked = []

    def show_directory(self, found):
        self.found = found

    def show_actions(self, actions):
        self.actions = actions

    def _ask(self, row, *rest):
        self.asked.append((row, rest[-1]))

    ask_unit = ask_last_day = ask_group = ask_person = ask_signer = ask_letterhead = _ask

    def select(self, tab, row_id):
        self.selected = (tab, row_id)


@pytest.fixture
def opened(inline):
    ui, screen = inline(), Screen()
    presenter = DirectoryPresenter(screen, ui)
    presenter.refresh()
    return ui, screen, presenter


def ask(presenter, screen, tab, row=None):
    presenter.selected(tab, (row,) if row else ())
    presenter.edit_clicked() if row else presenter.add_clicked()
    return screen.asked.pop()[1]


def test_what_may_be_done_follows_the_list_and_the_selection(opened):
    _, screen, _ = opened
    unit = replace(screen.found.units[0], valid_to=None)
    excel = {Action.IMPORT, Action.TEMPLATE}
    assert actions_for(Tab.UNITS, (), TODAY) == {Action.ADD} | excel
    assert actions_for(Tab.UNITS, (unit,), TODAY) == {Action.ADD, Action.EDIT, Action.RETIRE} | excel
    assert actions_for(Tab.INDICATORS, (unit,), TODAY) == excel
    gone = replace(unit, valid_to=date(2024, 3, 12))
    assert Action.RETIRE not in actions_for(Tab.UNITS, (gone,), TODAY)
    assert actions_for(Tab.PEOPLE, (1, 2), TODAY) == {Action.ADD}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (date(2024, 1, 1), None, "từ 01/01/2024"),
        (None, date(2025, 6, 30), "đến 30/6/2025"),
        (date(2024, 1, 1), date(2025, 6, 30), "01/01/2024 đến 30/6/2025"),
    ],
)
def test_a_time_of_validity_is_words(first, last, words):
    assert span_words(first, last) == words


def test_a_unit_is_added_and_selected(opened):
    _, screen, presenter = opened
    reply = RecordingReply()
    ask(presenter, screen, Tab.UNITS)(UnitFields(code="TEST", name="Đơn vị thử"), reply)
    assert reply.accepted
    assert screen.selected[0] is Tab.UNITS
    presenter.refresh()
    assert screen.found.units[-1].id == screen.selected[1]


def test_a_code_that_is_taken_is_refused_under_its_field(opened):
    _, screen, presenter = opened
    reply = RecordingReply()
    ask(presenter, screen, Tab.UNITS)(UnitFields(code="PNV", name="Khác"), reply)
    assert reply.refused[0].field == "code"


def test_a_unit_is_retired_and_put_back(opened):
    ui, screen, presenter = opened
    unit = next(u for u in screen.found.units if u.code == "PTP")
    presenter.selected(Tab.UNITS, (unit,))
    presenter.retire_clicked()
    _, save = screen.asked.pop()
    reply = RecordingReply()
    save(date(2024, 3, 12), reply)
    assert reply.accepted
    presenter.refresh()
    assert unit.id not in {u.id for u in screen.found.units}
    presenter.retired_toggled(True)
    assert unit.id in {u.id for u in screen.found.units}
    ui.navigator.actions[-1]()
    presenter.retired_toggled(False)
    again = next(u for u in screen.found.units if u.id == unit.id)
    assert unit_fields(again) == unit_fields(unit)


def test_a_group_keeps_its_order_and_changes_its_members(opened):
    ui, screen, presenter = opened
    group = screen.found.groups[1]
    reply = RecordingReply()
    ask(presenter, screen, Tab.GROUPS, group)(
        GroupFields(code=group.code, name="Đơn vị sự nghiệp", member_ids=group.member_ids[:2]), reply
    )
    assert reply.accepted
    with ui.services.uow.read() as session:
        changed = directory(session, today=date(2024, 3, 14), with_retired=False).groups[1]
    assert (changed.name, changed.sort_order) == ("Đơn vị sự nghiệp", group.sort_order)
    assert changed.member_ids == group.member_ids[:2]


def test_people_signers_and_letterheads_are_kept(opened):
    _, screen, presenter = opened
    unit = next(u for u in screen.found.units if u.code == "PNV")
    values = {
        Tab.PEOPLE: PersonFields(unit_id=unit.id, name="Vi Thị Hoa"),
        Tab.SIGNERS: SignerFields(unit_id=unit.id, name="Vi Thị Hoa", authority=AUTHORITY_STACKS[0]),
        Tab.LETTERHEADS: LetterheadFields(
            unit_id=unit.id,
            issuer=("PHÒNG NỘI VỤ",),
            place="Quỳ Hợp",
            symbol="PNV",
            valid_from=date(2030, 1, 1),
        ),
    }
    for tab, fields in values.items():
        reply = RecordingReply()
        ask(presenter, screen, tab)(fields, reply)
        assert (reply.accepted, reply.refused, screen.selected[0]) == (True, [], tab)
    doctor = RecordingReply()
    ask(presenter, screen, Tab.SIGNERS)(
        SignerFields(unit_id=unit.id, name="TS. Vi Thị Hoa", authority=("TRƯỞNG PHÒNG",)), doctor
    )
    assert doctor.refused[0].field == "name"


def test_the_usual_stacks_keep_to_the_decree():
    for stack in AUTHORITY_STACKS:
        for line in stack:
            assert line == line.upper()
            assert not line.startswith(("TM.", "KT.", "TL.", "TUQ.", "Q.")) or line.split(".")[1][0] == " "
