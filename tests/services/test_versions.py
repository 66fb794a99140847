"""Two forms on one record: the later save is refused with both values, whatever record it is."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import RuleViolation
from app.models import Directive, PlanRow, Task, Unit
from app.services.cycles import RuleFields, save_rule
from app.services.directives import DirectiveFields, save_directive
from app.services.plans import PlanRowFields, open_plan, save_plan_row
from app.services.queries.directive_tasks import get_task_fields, task_version
from app.services.tasks import change_task
from app.services.units import PersonFields, UnitFields, save_person, save_unit
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_rule, make_task, make_unit
from tests.register import ACTOR, TODAY, nothing_written

DUE = date(2024, 4, 1)


def test_a_task_that_was_changed_meanwhile_is_not_written_over(register: UnitOfWork):
    with register.write() as session:
        task = make_task(session, content="Rà soát", due_on=DUE)
    with register.read() as session:
        opened, seen = get_task_fields(session, task), task_version(session, task)
    with register.write() as session:
        other = replace(opened, due_on=date(2024, 4, 15), product="báo cáo")
        change_task(session, task_id=task, fields=other, clock=TODAY, seen=seen)
    mine = replace(opened, due_on=date(2024, 5, 20), product="báo cáo")
    with nothing_written(register), pytest.raises(RuleViolation) as refusal, register.write() as session:
        change_task(session, task_id=task, fields=mine, clock=TODAY, seen=seen)
    assert refusal.value.code == "E-SUA-01"
    assert refusal.value.message == (
        f"{ACTOR} đã sửa sau khi mở biểu mẫu này (lúc 09:00 ngày 05/3/2024). "
        "ngày ghi trong văn bản: trong sổ “15/4/2024”, ở đây “20/5/2024”."
    )


def test_the_same_change_twice_and_no_form_at_all_stand_in_nobodys_way(register: UnitOfWork):
    with register.write() as session:
        task = make_task(session, content="Rà soát", due_on=DUE)
    with register.read() as session:
        opened, seen = get_task_fields(session, task), task_version(session, task)
    changed = replace(opened, content="Rà soát sổ")
    for wanted in (changed, changed, replace(opened, content="Khác")):
        with register.write() as session:
            given = seen if wanted is changed else None
            change_task(session, task_id=task, fields=wanted, clock=TODAY, seen=given)
    with register.read() as session:
        assert session.get_one(Task, task).content == "Khác"


def test_what_a_form_does_not_write_may_change_under_it(register: UnitOfWork):
    with register.write() as session:
        task = make_task(session, make_unit(session), content="Rà soát", due_on=DUE)
        session.get_one(Task, task).reading_rule = "R-GIAO"
        session.flush()
        fields = get_task_fields(session, task)
        change_task(session, task_id=task, fields=replace(fields, content="B"), clock=TODAY, seen=1)


def test_directives_units_people_plans_and_rules_have_the_same_guard(register: UnitOfWork):
    with register.write() as session:
        unit = make_unit(session, "KT", "Phòng Kinh tế")
        directive = save_directive(session, fields=DirectiveFields(subject="A"), clock=TODAY).value
        person = save_person(session, fields=PersonFields(unit_id=unit, name="Lê Văn Mẫu"), clock=TODAY).value
        plan = open_plan(session, unit_id=unit, year=2024, clock=TODAY).value
        row = save_plan_row(session, plan_id=plan, fields=PlanRowFields(shortcoming="A"), clock=TODAY).value
        rule = make_rule(session)
        known = {
            "unit": session.get_one(Unit, unit).row_version,
            "directive": session.get_one(Directive, directive).row_version,
            "row": session.get_one(PlanRow, row).row_version,
        }
    saves = {
        "trích yếu": lambda s, w, seen: save_directive(
            s, fields=DirectiveFields(subject=w), clock=TODAY, directive_id=directive, seen=seen
        ),
        "tên": lambda s, w, seen: save_unit(
            s, fields=UnitFields(code="KT", name=w), clock=TODAY, unit_id=unit, seen=seen
        ),
        "tồn tại, hạn chế": lambda s, w, seen: save_plan_row(
            s, plan_id=plan, fields=PlanRowFields(shortcoming=w), clock=TODAY, row_id=row, seen=seen
        ),
    }
    versions = dict(zip(saves, (known["directive"], known["unit"], known["row"]), strict=True))
    for label, save in saves.items():
        with register.write() as session:
            save(session, "Người kia", versions[label])
        words = f"{label}: trong sổ “Người kia”, ở đây “Mình”"
        with pytest.raises(RuleViolation, match=words), register.write() as session:
            save(session, "Mình", versions[label])
    with register.write() as session:
        save_person(
            session,
            fields=PersonFields(unit_id=unit, name="Người kia"),
            clock=TODAY,
            person_id=person,
            seen=1,
        )
        save_rule(session, fields=RuleFields(name="Kia"), clock=TODAY, rule_id=rule, seen=1)
    with pytest.raises(RuleViolation, match="tên: trong sổ “Người kia”"), register.write() as session:
        fields = PersonFields(unit_id=unit, name="Mình")
        save_person(session, fields=fields, clock=TODAY, person_id=person, seen=1)
    with pytest.raises(RuleViolation, match="tên: trong sổ “Kia”"), register.write() as session:
        save_rule(session, fields=RuleFields(name="Mình"), clock=TODAY, rule_id=rule, seen=1)
