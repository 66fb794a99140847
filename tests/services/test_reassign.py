"""The person who answers for an assignment."""

from datetime import date

import pytest

from app.core.errors import AppError, InvalidField, RuleViolation
from app.models import Assignment
from app.services import tasks
from app.services.reassign import set_person
from app.services.tasks import ProgressNote
from app.services.units import PersonFields, save_person
from app.storage.unit_of_work import UnitOfWork
from tests.builders import assignment_of, make_task, make_unit
from tests.register import TODAY, journal_of, nothing_written


@pytest.fixture
def given(register: UnitOfWork) -> tuple[str, str]:
    """Return the keys of an assignment and of a person of its unit."""
    with register.write() as session:
        unit_id = make_unit(session)
        person = save_person(session, fields=PersonFields(unit_id=unit_id, name="Lê Ánh"), clock=TODAY).value
        return assignment_of(make_task(session, unit_id), unit_id), person


def name(register: UnitOfWork, assignment_id: str, person_id: str | None) -> None:
    with register.write() as session:
        set_person(session, assignment_id=assignment_id, person_id=person_id, clock=TODAY)


def test_a_person_is_named_and_taken_away(register: UnitOfWork, given: tuple[str, str]) -> None:
    with journal_of(register) as actions:
        name(register, *given)
        name(register, *given)
        name(register, given[0], None)
    assert actions == ["assignment.person", "assignment.person"]
    with register.read() as session:
        assert session.get_one(Assignment, given[0]).person_id is None


def test_a_name_that_answered_for_finished_work_stays_with_it(
    register: UnitOfWork, given: tuple[str, str]
) -> None:
    with register.write() as session:
        tasks.note_progress(session, assignment_id=given[0], note=ProgressNote(progress=100), clock=TODAY)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã hoàn thành ngày 05/3/2024"):
        name(register, *given)


def test_cancelled_work_changes_no_hands(register: UnitOfWork, given: tuple[str, str]) -> None:
    with register.write() as session:
        tasks.cancel_assignment(session, assignment_id=given[0], reason="Sáp nhập", clock=TODAY)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã hủy"):
        name(register, *given)


def test_only_people_who_work_in_the_unit_today_are_named(
    register: UnitOfWork, given: tuple[str, str]
) -> None:
    with register.write() as session:
        stranger = PersonFields(unit_id=make_unit(session, "B"), name="Trần B")
        owner = session.get_one(Assignment, given[0]).unit_id
        gone = PersonFields(unit_id=owner, name="Vũ C", valid_to=date(2024, 3, 4))
        people = [save_person(session, fields=fields, clock=TODAY).value for fields in (stranger, gone)]
    for person, words in zip(
        (*people, "none"), ("không thuộc đơn vị", "không còn làm việc", "Không còn người này"), strict=True
    ):
        with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
            name(register, given[0], person)
        assert refused.value.field == "person_id"


def test_an_assignment_that_is_not_there_is_told(register: UnitOfWork) -> None:
    with nothing_written(register), pytest.raises(AppError):
        name(register, "none", None)
