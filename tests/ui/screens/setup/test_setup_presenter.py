"""The way through the set-up."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import InvalidField, Unavailable
from app.core.statuses import Role
from app.services.queries.units import get_register, list_people, list_signers
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.screens.setup.presenter import (
    PRACTICE_FOLDER,
    SetupForm,
    SetupPresenter,
    Step,
    check_place,
    check_step,
    register_folder,
    steps_of,
)
from tests.ui.fakes import make_ui

FORM = SetupForm(preset="quy-hop-2024", unit_code="420", user="Nguyễn Thị Lan", signer="Lê Văn Hùng")


class Pages:
    def __init__(self):
        self.form = self.step = self.summary = self.verb = None
        self.presets, self.units, self.problems = [], [], []
        self.existing = self.gone_to = None
        self.working = []

    def show_form(self, form):
        self.form = form

    def show_presets(self, presets):
        self.presets = list(presets)

    def show_units(self, units):
        self.units = list(units)

    def show_step(self, step, steps, verb, summary):
        self.step, self.steps, self.verb, self.summary = step, steps, verb, summary

    def show_field_problem(self, error):
        self.problems.append((error.field, error.message))

    def offer_existing(self, error, folder):
        self.existing = folder

    def show_working(self, *, is_working):
        self.working.append(is_working)

    def go_on(self, folder):
        self.gone_to = folder


@pytest.fixture
def started(tmp_path):
    pages = Pages()
    presenter = SetupPresenter(pages, make_ui(tmp_path / "home"), folder=tmp_path / "so")
    presenter.refresh()
    return pages, presenter


def test_at_most_five_steps_and_two_for_practice():
    assert len(steps_of(FORM)) == 5
    assert steps_of(replace(FORM, is_practice=True)) == (Step.START, Step.FOLDER)


@pytest.mark.parametrize(
    ("step", "lack", "field"),
    [
        (Step.PRESET, {"preset": ""}, "preset"),
        (Step.UNIT, {"unit_code": ""}, "unit"),
        (Step.PEOPLE, {"user": "  "}, "user"),
        (Step.FOLDER, {"folder": ""}, "folder"),
    ],
)
def test_a_step_names_what_it_lacks(step, lack, field):
    with pytest.raises(InvalidField) as refused:
        check_step(step, replace(FORM, **lack))
    assert refused.value.field == field


def test_a_share_is_refused_and_a_file_too(tmp_path):
    with pytest.raises(Unavailable, match="ổ mạng"):
        check_place(Path("//server/chung/so"))
    (tmp_path / "tep").write_text("x")
    with pytest.raises(InvalidField, match="không phải là thư mục"):
        check_place(tmp_path / "tep" / "so")
    with pytest.raises(InvalidField, match="đầy đủ"):
        check_place(Path("so"))


def test_the_presets_offered_are_those_of_the_role(started):
    pages, presenter = started
    assert {p.key for p in pages.presets} == {"quy-hop-2024", "cap-xa-2025", "cap-tinh-130"}
    presenter.changed(replace(presenter.form, preset="quy-hop-2024"))
    assert pages.form.unit_code == "420"
    presenter.changed(replace(presenter.form, role=Role.REPORTER))
    assert pages.form.unit_code == ""
    assert len(pages.units) > 30


def test_steps_go_on_and_back(started):
    pages, presenter = started
    presenter.next_clicked()
    presenter.next_clicked()
    assert (pages.step, pages.problems[-1][0]) == (Step.PRESET, "preset")
    presenter.back_clicked()
    assert pages.step is Step.START
    presenter.changed(replace(presenter.form, is_practice=True))
    presenter.next_clicked()
    assert (pages.step, pages.verb) == (Step.FOLDER, "Tạo sổ thực hành")


def test_a_register_is_made_with_its_people(started):
    pages, presenter = started
    presenter.form = replace(FORM, folder=presenter.form.folder)
    presenter.step = Step.FOLDER
    presenter.next_clicked()
    assert pages.problems == []
    folder = pages.gone_to
    with UnitOfWork(Paths(folder).register) as uow, uow.read() as session:
        register = get_register(session)
        assert register.role is Role.HUB
        assert [p.name for p in list_people(session)] == ["Nguyễn Thị Lan"]
        signer = next(s for s in list_signers(session, unit_id=register.own_unit_id) if s.name)
        assert (signer.name, signer.authority[0]) == ("Lê Văn Hùng", "TM. ỦY BAN NHÂN DÂN")
    assert Settings(Paths(folder).preferences).text("user.name") == "Nguyễn Thị Lan"
    presenter.next_clicked()
    assert pages.existing == folder
    assert pages.working == [True, False, True, False]


def test_a_practice_register_lies_in_a_folder_of_its_own(tmp_path):
    form = SetupForm(is_practice=True, folder=str(tmp_path))
    assert register_folder(form) == tmp_path / PRACTICE_FOLDER


def test_a_refusal_by_the_machine_stands_under_the_folder(started):
    pages, presenter = started
    presenter.form = replace(FORM, folder="//server/chung")
    presenter.step = Step.FOLDER
    presenter.next_clicked()
    assert pages.problems[-1][0] == "folder"
    assert pages.working == [True, False]


def test_the_folder_may_be_chosen(tmp_path):
    pages = Pages()
    presenter = SetupPresenter(pages, make_ui(tmp_path, tmp_path / "khac"))
    presenter.choose_folder_clicked()
    assert pages.form.folder == str(tmp_path / "khac")
