"""What was deleted comes back whole for ninety days; the journal tells all of it in words."""

from datetime import date, timedelta

import pytest

from app.core.clock import FixedClock
from app.core.errors import RuleViolation
from app.models import Clause, ClauseAddressee, Directive
from app.services.directives import ClauseFields, remove_clause, save_clause
from app.services.queries.directive_tasks import get_task_fields
from app.services.queries.directives import list_clauses
from app.services.queries.journal import list_journal
from app.services.steps import TRASH_DAYS, kept_step
from app.services.tasks import cancel_task, change_task
from app.services.trash import list_trash, restore
from app.services.undo import list_steps, undo_back_to, undo_step
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_clause, make_directive, make_task, make_units
from tests.register import ACTOR, TODAY, nothing_written

LATER = FixedClock(TODAY.now() + timedelta(days=TRASH_DAYS + 1))


@pytest.fixture
def deleted(register: UnitOfWork) -> tuple[UnitOfWork, str, str]:
    """Return a register in which a clause with its addressees was deleted; the directive and the clause."""
    with register.write() as session:
        units = make_units(session, "CB", "CH")
        directive = make_directive(session)
        clause = make_clause(session, directive, "5", unit_ids=units)
    with register.write() as session:
        remove_clause(session, clause_id=clause, clock=TODAY)
    return register, directive, clause


def test_a_deleted_record_comes_back_with_its_parts(deleted):
    register, directive, clause = deleted
    with register.read() as session:
        (row,) = list_trash(session, today=TODAY.today())
        assert (row.title, row.records, row.days_left) == ("Xóa điều khoản 5", 3, TRASH_DAYS)
        assert list_clauses(session, directive) == ()
    with register.write() as session:
        assert restore(session, trash_id=row.id, clock=TODAY).value == "Xóa điều khoản 5"
    with register.read() as session:
        (back,) = list_clauses(session, directive)
        assert (back.id, back.text, len(back.unit_ids)) == (clause, "Nội dung điều khoản 5.", 2)
        assert list_trash(session, today=TODAY.today()) == ()
    with nothing_written(register), pytest.raises(RuleViolation), register.write() as session:
        restore(session, trash_id=row.id, clock=TODAY)


def test_taking_the_deletion_back_empties_the_trash_and_doing_it_again_fills_it(deleted):
    register, _, _ = deleted
    for left in (0, 1):
        with register.write() as session:
            step = next(s for s in list_steps(session) if s.undone_at is None)
            undo_step(session, step_id=step.id, clock=TODAY)
        with register.read() as session:
            assert len(list_trash(session, today=TODAY.today())) == left


def test_what_it_belonged_to_is_gone_too(deleted):
    register, directive, _ = deleted
    with register.read() as session:
        (row,) = list_trash(session, today=TODAY.today())
    with register.write() as session:
        session.delete(session.get_one(Directive, directive))
    refused = pytest.raises(RuleViolation, match="Văn bản của mục này không còn")
    with nothing_written(register), refused, register.write() as session:
        restore(session, trash_id=row.id, clock=TODAY)


def test_the_trash_forgets_after_ninety_days(deleted):
    register, directive, _ = deleted
    with register.read() as session:
        assert list_trash(session, today=LATER.today()) == ()
    with register.write() as session:
        clause = save_clause(
            session, directive_id=directive, fields=ClauseFields(number="6", text="Khác"), clock=LATER
        ).value
        remove_clause(session, clause_id=clause, clock=LATER)
    with register.read() as session:
        assert [row.title for row in list_trash(session, today=LATER.today())] == ["Xóa điều khoản 6"]


def test_changing_whom_a_clause_binds_is_no_deletion(register: UnitOfWork):
    with register.write() as session:
        units = make_units(session, "CB", "CH")
        directive = make_directive(session)
        clause = make_clause(session, directive, "5", unit_ids=units)
        with kept_step(session, title="Đổi nơi nhận", clock=TODAY):
            fields = ClauseFields(number="5", text="Nội dung điều khoản 5.", unit_ids=units[:1])
            save_clause(session, directive_id=directive, fields=fields, clock=TODAY, clause_id=clause)
        assert session.query(ClauseAddressee).count() == 1
        assert session.query(Clause).count() == 1
    with register.read() as session:
        assert list_trash(session, today=TODAY.today()) == ()


def test_acts_go_back_to_one_of_them_or_not_at_all(register: UnitOfWork):
    with register.write() as session:
        task = make_task(session, content="Một", due_on=date(2024, 4, 1))
    steps = []
    for words in ("Hai", "Ba", "Bốn"):
        with register.write() as session, kept_step(session, title=words, clock=TODAY) as step:
            fields = get_task_fields(session, task)
            change_task(session, task_id=task, fields=_said(fields, words), clock=TODAY)
        steps.append(step)
    with register.write() as session:
        assert undo_back_to(session, step_id=steps[1], clock=TODAY).value == 2
    with register.read() as session:
        assert get_task_fields(session, task).content == "Hai"
    with register.write() as session:
        change_task(session, task_id=task, fields=_said(get_task_fields(session, task), "Khác"), clock=TODAY)
    refused = pytest.raises(RuleViolation, match="Dừng ở bước “Hai”")
    with nothing_written(register), refused, register.write() as session:
        undo_back_to(session, step_id=steps[0], clock=TODAY)


def _said(fields, words: str):
    from dataclasses import replace

    return replace(fields, content=words)


def test_the_journal_tells_who_did_what_to_which_record(register: UnitOfWork):
    with register.write() as session:
        units = make_units(session, "CB")
        directive = make_directive(session)
        task = make_task(session, *units, content="Rà soát sổ tay", directive_id=directive)
        cancel_task(session, task_id=task, reason="Trùng", clock=TODAY)
    with register.read() as session:
        rows = list_journal(session)
        by_action = {row.action: row for row in rows}
        cancelled = by_action["Hủy nhiệm vụ"]
        assert (cancelled.actor, cancelled.kind, cancelled.subject, cancelled.reason) == (
            ACTOR,
            "Nhiệm vụ",
            "Rà soát sổ tay",
            "Trùng",
        )
        assert "ngày hủy: 05/3/2024" in cancelled.details
        assert by_action["Giao việc cho đơn vị"].subject == "Xã CB: Rà soát sổ tay"
        assert by_action["Ghi văn bản chỉ đạo"].subject == ("Công văn 15/UBND-NV: V/v cải cách hành chính")
        assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
        assert list_journal(session, first=date(2024, 3, 6)) == ()
        assert len(list_journal(session, last=date(2024, 3, 5))) == len(rows)
        assert len(list_journal(session, most=2)) == 2
