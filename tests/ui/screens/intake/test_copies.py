"""What the register knows of a document already: copies, signed copies, predecessors, the same tasks."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.core.text import one_line
from app.intake.files import read_pasted
from app.models import UnitAlias
from app.services.directive_chains import Fate
from app.services.intake.entering import accept_reading
from app.services.queries.directive_tasks import list_directive_tasks
from app.services.queries.directives import get_directive_detail, list_directives
from app.ui.succession_desk import Fates
from tests.builders import make_directive, make_task
from tests.register import contents
from tests.ui.screens.intake.conftest import DAY, TEXT, states


def test_the_same_document_again_is_told_and_refused(open_desk, commune):
    with commune.uow.write() as session:
        known = make_directive(session, number="41/KH-UBND", issued_on=date(2026, 3, 2), clock=DAY)
    desk = open_desk(True)
    words, verb, action = desk.view.offered[-1]
    assert words.startswith("Văn bản số 41/KH-UBND đã có trong sổ")
    action()
    assert (verb, desk.ui.navigator.opened[-1][1]) == ("Mở văn bản đang có", {"directive_id": known})
    desk.presenter.accept([1])
    desk.presenter.save()
    assert desk.ui.jobs.problems[-1].code == "E-TRUNG-01"
    assert states(desk) == "+???"


def test_a_signed_copy_is_joined_with_the_one_without_number(open_desk, commune):
    unsigned = TEXT.replace("Số: 41/KH-UBND", "Số:      /KH-UBND").replace("02 tháng 3", "   tháng 3")
    with commune.uow.write() as session:
        draft = read_pasted(unsigned.replace("20/5/2026", "10/5/2026"))
        known = accept_reading(session, reading=draft, clock=DAY).value.directive_id
    desk = open_desk("attach")
    words, _, action = desk.view.offered[-1]
    assert "bản chính thức" in words
    desk.view.fill = lambda copy: [change.key for change in copy.changes]
    action()
    (asked,) = desk.view.asked
    assert [change.change for change in asked.changes] == ["same", "changed", "same", "same"]
    with desk.uow.read() as session:
        assert get_directive_detail(session, known).number == "41/KH-UBND"
        tasks = list_directive_tasks(session, known, as_of=date(2026, 3, 5))
        assert [task.due_on for task in tasks][:2] == [date(2026, 4, 30), date(2026, 5, 20)]
    assert desk.ui.navigator.opened[-1] == ("directives", {"directive_id": known})
    desk.ui.navigator.actions[-1]()
    with desk.uow.read() as session:
        assert get_directive_detail(session, known).number is None


def test_one_that_only_resembles_a_known_one_may_be_entered_all_the_same(open_desk, commune):
    unsigned = TEXT.replace("Số: 41/KH-UBND", "Số:      /KH-UBND").replace("02 tháng 3", "   tháng 3")
    with commune.uow.write() as session:
        accept_reading(session, reading=read_pasted(unsigned), clock=DAY)
    desk = open_desk("new", True)
    desk.view.offered[-1][2]()
    desk.presenter.accept([1])
    desk.presenter.save()
    assert desk.ui.jobs.problems == []
    with desk.uow.read() as session:
        assert len(list_directives(session, as_of=date(2026, 3, 5))) == 2


def test_a_replaced_directive_with_open_work_is_settled_task_by_task(open_desk, commune):
    with commune.uow.write() as session:
        known = make_directive(session, number="9/KH-UBND", clock=DAY)
        kept = make_task(session, commune.economy, content="Việc cũ", directive_id=known, clock=DAY)
    replacing = TEXT.replace("Thực hiện Kế hoạch số 9", "Kế hoạch này thay thế Kế hoạch số 9")
    desk = open_desk(shown=read_pasted(replacing))
    assert desk.view.notes[0].startswith("Thay thế văn bản số 9/KH-UBND")
    assert "1 nhiệm vụ chưa xong" in desk.view.notes[0]
    desk.presenter.accept([1])
    desk.presenter.drop([2, 3, 4])
    desk.presenter.save()
    assert "thay cho văn bản số 9/KH-UBND" in desk.ui.navigator.warned[-1]
    desk.view.fill = lambda found: Fates({task.id: Fate.INHERIT for task in found.tasks}, "Thay thế")
    desk.ui.navigator.actions[-1]()
    with desk.uow.read() as session:
        (new,) = [row for row in list_directives(session, as_of=date(2026, 3, 5)) if row.id != known]
        assert kept in {task.id for task in list_directive_tasks(session, new.id, as_of=date(2026, 3, 5))}
        assert get_directive_detail(session, known).state == "replaced"


def test_everything_that_was_entered_goes_back_with_one_button(open_desk):
    desk = open_desk()
    desk.view.fill = lambda choices: {
        "Phòng Văn hóa": next(c.answer for c in choices if c.key == f"unit:{desk.commune.culture}")
    }
    before = contents(desk.uow)
    desk.presenter.ask_parties(2)
    desk.presenter.accept([1, 2])
    desk.presenter.drop([3, 4])
    desk.presenter.save()
    with desk.uow.read() as session:
        assert session.scalars(select(UnitAlias.alias)).all() == ["Phòng Văn hóa"]
    desk.ui.navigator.actions[-1]()
    after = contents(desk.uow)
    for table in ("directive", "clause", "clause_addressee", "task", "assignment", "unit_alias"):
        assert after[table] == before[table] == []


def test_the_same_order_twice_is_suspected_and_not_taken_with_the_rest(open_desk, commune, reading):
    twice = replace(reading.tasks[0], order=5, section="5")
    desk = open_desk(shown=replace(reading, tasks=(*reading.tasks, twice)))
    assert desk.view.cards[4].badge == "nghi trùng"
    assert "1 nghi trùng" in desk.view.summary
    assert dict(desk.presenter.facts(5))["Nghi trùng"] == "Trùng với mục 1 của văn bản này."
    desk.presenter.accept_complete(None)
    assert states(desk) == "+????"
    desk.presenter.drop([1])
    assert desk.view.cards[4].badge == "4/4 rõ"


def test_a_task_that_the_register_has_is_suspected(open_desk, commune, reading):
    with commune.uow.write() as session:
        known = make_directive(session, number="3/UBND", clock=DAY)
        words = one_line(reading.tasks[0].content)
        make_task(session, commune.economy, content=words, directive_id=known, section="7", clock=DAY)
    desk = open_desk()
    assert desk.view.cards[0].badge == "nghi trùng"
    assert "khoản 7, văn bản số 3/UBND" in desk.view.cards[0].tooltip
