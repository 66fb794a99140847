"""How directives hang together: what a document does to those it cites, and what becomes of replaced work."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import InvalidField, RuleViolation
from app.core.statuses import DirectiveRelation, DirectiveState
from app.intake.files import read_pasted
from app.models import Assignment, Directive, DirectiveLink, Task
from app.services.directive_chains import (
    Fate,
    link_directives,
    list_open_tasks,
    open_tasks,
    replace_directive,
)
from app.services.directives import cite_directive
from app.services.intake.relations import find_twins, related
from app.services.tasks import ProgressNote, note_progress
from app.services.undo import undo_step
from app.storage.unit_of_work import UnitOfWork
from tests.builders import assignment_of, make_clause, make_directive, make_task, make_units
from tests.register import TODAY, nothing_written

HEAD = """ỦY BAN NHÂN DÂN
XÃ THANH SƠN
Số: 41/KH-UBND
Thanh Sơn, ngày 02 tháng 3 năm 2026
{opening}
1. Phòng Kinh tế rà soát sổ tay.
"""


@pytest.mark.parametrize(
    ("opening", "relation"),
    [
        ("Thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026, xã yêu cầu:", DirectiveRelation.CARRIES_OUT),
        ("Kế hoạch này thay thế Kế hoạch số 9/KH-UBND ngày 05/01/2026.", DirectiveRelation.REPLACES),
        ("Bãi bỏ Công văn số 9/KH-UBND ngày 05/01/2026 của xã.", DirectiveRelation.REPEALS),
        ("V/v sửa đổi, bổ sung Kế hoạch số 9/KH-UBND ngày 05/01/2026", DirectiveRelation.AMENDS),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật số 9/KH-UBND ngày 05/01/2026 có hiệu lực.",
            DirectiveRelation.CITES,
        ),
        ("Xã nhận được Công văn số 9/KH-UBND ngày 05/01/2026.", DirectiveRelation.CITES),
        (
            "Kế hoạch này có hiệu lực từ ngày ký và thay thế Kế hoạch số 9/KH-UBND ngày 05/01/2026.",
            DirectiveRelation.REPLACES,
        ),
    ],
)
def test_the_words_before_a_number_tell_what_is_done_to_it(opening: str, relation: DirectiveRelation):
    found = related(read_pasted(HEAD.format(opening=opening)))
    assert [(cited.number, told) for cited, told in found] == [("9/KH-UBND", relation)]


class Chain:
    """An old directive with three tasks, and the new one that repeats one of them."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        with uow.write() as session:
            self.units = make_units(session, "CB", "CH")
            self.old = make_directive(session, number="1/UBND")
            self.new = make_directive(session, number="2/UBND")
            self.clause = make_clause(session, self.new, "3")
            words = ("Rà soát sổ tay công việc của xã", "Nội dung điều khoản 3", "Treo băng rôn ở thôn")
            self.tasks = tuple(
                make_task(session, *self.units, content=content, directive_id=self.old) for content in words
            )
            make_task(session, content="Rà soát sổ tay công việc của các xã", directive_id=self.new)

    def replace(self, **fates: Fate) -> str:
        chosen = {task: fates.get(f"t{place}", Fate.KEEP) for place, task in enumerate(self.tasks)}
        with self.uow.write() as session:
            return replace_directive(
                session, old_id=self.old, new_id=self.new, fates=chosen, reason="Thay", clock=TODAY
            ).value


@pytest.fixture
def chain(register: UnitOfWork) -> Chain:
    return Chain(register)


def test_what_the_new_one_orders_again_is_proposed_to_be_closed(chain: Chain):
    with chain.uow.read() as session:
        rows = list_open_tasks(session, old_id=chain.old, new_id=chain.new)
    assert [(row.proposed, row.units) for row in rows] == [
        (Fate.CLOSE, 2),
        (Fate.INHERIT, 2),
        (Fate.INHERIT, 2),
    ]
    assert rows[0].twin == "nhiệm vụ mới"


def test_each_task_has_its_fate_and_all_goes_back_in_one_step(chain: Chain):
    step = chain.replace(t0=Fate.CLOSE, t1=Fate.INHERIT)
    with chain.uow.read() as session:
        closed, inherited, kept = (session.get_one(Task, task) for task in chain.tasks)
        assert (closed.directive_id, closed.cancel_reason) == (chain.old, "Thay")
        assert (inherited.directive_id, inherited.clause_id, inherited.section) == (
            chain.new,
            chain.clause,
            "3",
        )
        assert kept.directive_id == chain.old
        open_units = select(Assignment).where(Assignment.task_id == inherited.id)
        assert all(one.cancelled_on is None for one in session.scalars(open_units))
        assert session.get_one(Directive, chain.old).state is DirectiveState.REPLACED
        (link,) = session.scalars(select(DirectiveLink))
        assert (link.from_id, link.to_id, link.relation) == (chain.new, chain.old, "replaces")
    with chain.uow.write() as session:
        undo_step(session, step_id=step, clock=TODAY)
    with chain.uow.read() as session:
        assert len(open_tasks(session, chain.old)) == 3
        assert session.get_one(Directive, chain.old).state is DirectiveState.ACTIVE
        assert session.scalars(select(DirectiveLink)).all() == []


def test_finished_work_is_not_asked_about(chain: Chain):
    with chain.uow.write() as session:
        for unit in chain.units:
            note_progress(
                session,
                assignment_id=assignment_of(chain.tasks[0], unit),
                note=ProgressNote(progress=100),
                clock=TODAY,
            )
    with chain.uow.read() as session:
        assert [task.id for task in open_tasks(session, chain.old)] == list(chain.tasks[1:])


@pytest.mark.parametrize(("reason", "words"), [("Thay", "3 nhiệm vụ"), (" ", "lý do")])
def test_a_task_without_fate_and_a_missing_reason_are_refused(chain: Chain, reason: str, words: str):
    ids = {"old_id": chain.old, "new_id": chain.new}
    with (
        nothing_written(chain.uow),
        pytest.raises(InvalidField, match=words),
        chain.uow.write() as session,
    ):
        replace_directive(session, **ids, fates={}, reason=reason, clock=TODAY)


def test_what_is_replaced_is_replaced_once(chain: Chain):
    chain.replace()
    with nothing_written(chain.uow), pytest.raises(RuleViolation, match="thay thế rồi"):
        chain.replace()


def test_a_link_is_noted_once_and_never_to_itself(chain: Chain):
    with chain.uow.write() as session:
        for relation in (DirectiveRelation.CARRIES_OUT, DirectiveRelation.AMENDS):
            link_directives(session, from_id=chain.new, to_id=chain.old, relation=relation, clock=TODAY)
    with chain.uow.read() as session:
        assert [link.relation for link in session.scalars(select(DirectiveLink))] == ["amends"]
    with nothing_written(chain.uow), pytest.raises(InvalidField), chain.uow.write() as session:
        link_directives(
            session, from_id=chain.new, to_id=chain.new, relation=DirectiveRelation.AMENDS, clock=TODAY
        )


def test_a_parent_that_comes_later_meets_its_citations(register: UnitOfWork):
    day = date(2024, 1, 9)
    with register.write() as session:
        child = make_directive(session, number="88/UBND")
        for number, issued_on in (("176/UBND", day), ("176/UBND", date(2023, 1, 9)), ("9/UBND", None)):
            cite_directive(
                session,
                directive_id=child,
                number=number,
                issued_on=issued_on,
                relation="carries_out",
                clock=TODAY,
            )
        parent = make_directive(session, number="176/UBND", issued_on=day)
    with register.read() as session:
        links = session.scalars(select(DirectiveLink).where(DirectiveLink.to_id.is_not(None))).all()
        assert [(link.to_id, link.to_date) for link in links] == [(parent, day)]


def test_a_task_with_the_same_words_is_found_whatever_directive_it_came_with(chain: Chain):
    (task,) = read_pasted(HEAD.format(opening="Xã yêu cầu:")).tasks
    same = replace(task, content="Treo băng rôn ở thôn")
    alike = replace(task, content="Treo băng rôn ở các thôn")
    with chain.uow.read() as session:
        assert [twin.where for twin in find_twins(session, [same]).values()] == ["văn bản số 1/UBND"]
        assert len(find_twins(session, [alike], [chain.old])) == 1
        assert find_twins(session, [alike]) == {}
