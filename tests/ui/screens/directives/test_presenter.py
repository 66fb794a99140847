"""Decisions of the register of directives, over a real register."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from app.core.errors import InvalidField, RuleViolation
from app.core.statuses import AssignmentRole, DeadlineOperator, DirectiveState, TaskKind
from app.services.cycles import RuleFields, make_periods, save_rule
from app.services.directives import DirectiveFields
from app.services.queries.binding import Binding
from app.services.queries.directive_tasks import TaskPreview
from app.services.queries.directive_tasks import UnitChoice as Unit
from app.services.queries.tasks import TaskFilter, list_assignments
from app.ui.screens.directives.presenter import Action, Selection, actions_for
from app.ui.task_desk import AssignPlan, preview_words
from tests.register import TODAY

ACTIVE = DirectiveState.ACTIVE


def mark_all(desk):
    """Mark the five clauses and two dashes as a clerk does: one key, then groups, then save."""
    groups = desk.office.groups
    everybody = Binding((groups.communes, groups.offices, groups.schools))
    narrower = Binding((groups.communes, groups.offices))
    desk.view.fill = lambda draft: replace(
        draft, binding=narrower if draft.number.startswith("5") else everybody
    )
    desk.view.position = desk.view.page.detail.text.index("1. Tiếp tục")
    while desk.view.position is not None:
        position, desk.view.position = desk.view.position, None
        desk.presenter.add_clause(position, position)
        assert desk.view.reply.accepted
    desk.view.fill = lambda draft: draft
    return desk.view.page.clauses


def test_a_directive_without_number_and_day_is_kept_as_such(desk):
    (line,) = desk.view.rows
    assert line.state is DirectiveState.UNNUMBERED
    assert (line.number, line.issued_on) == (None, None)
    assert desk.ui.navigator.told


def test_clauses_are_marked_one_after_the_other_with_their_printed_numbers(desk):
    lines = mark_all(desk)
    numbers = [line.row.number for line in lines]
    assert numbers == ["1", "2", "3", "4", "5", "5, gạch đầu dòng 1", "5, gạch đầu dòng 2"]
    text = desk.view.page.detail.text
    for line in lines:
        assert text[slice(*line.span)] == line.row.text
    assert lines[4].row.text.endswith("nhân dân các xã:")  # a page break inside a sentence ends nothing
    assert desk.view.page.parents[lines[5].row.id] == lines[4].row.id
    assert [len(line.bound) for line in lines] == [6, 6, 6, 6, 5, 5, 5]
    assert lines[6].bound_words.startswith("5 đơn vị: ")


def test_a_clause_that_asks_for_a_report_tells_who_has_answered(desk):
    asking = mark_all(desk)[6]
    with desk.office.uow.write() as session:
        fields = RuleFields(name="Báo cáo tháng", clause_id=asking.row.id)
        rule = save_rule(session, fields=fields, clock=TODAY).value
        make_periods(session, rule_id=rule, year=TODAY.today().year, clock=TODAY)
    desk.presenter.refresh()
    *others, told = desk.view.page.clauses
    month = f"tháng {TODAY.today().month}/{TODAY.today().year}"
    assert told.answers == f"Báo cáo {month}: 5 đơn vị, chưa nộp 5."
    assert told.note == f"{told.bound_words}\n{told.answers}"
    assert not any(line.answers for line in others)


def test_the_next_clause_is_proposed_with_the_groups_of_the_last(desk):
    mark_all(desk)
    desk.presenter.add_clause()
    assert desk.view.drafts[-1].binding.groups == (desk.office.groups.communes, desk.office.groups.offices)


def test_a_selected_stretch_becomes_a_clause_as_it_stands(desk):
    text = desk.view.page.detail.text
    begin = text.index("Tuy nhiên")
    desk.presenter.add_clause(begin, text.index("Huyện yêu cầu:"))
    assert desk.view.page.clauses[0].row.text == "Tuy nhiên còn chỗ sót."


def test_changing_a_clause_keeps_the_clause_it_stands_in(desk):
    lines = mark_all(desk)
    desk.view.fill = lambda draft: replace(draft, number="5.a")
    desk.presenter.edit_clause(lines[5])
    changed = desk.view.page.clauses[5]
    assert changed.row.number == "5.a"
    assert desk.view.page.parents[changed.row.id] == lines[4].row.id


def test_a_task_takes_words_and_deadline_from_its_clause(desk):
    lines = mark_all(desk)
    desk.presenter.add_task(lines[5])
    fields = desk.view.drafts[-1].fields
    assert fields.content.startswith("Lập kế hoạch sửa các chỗ bị trừ điểm, gửi về huyện (qua phòng Nội vụ)")
    assert (fields.kind, fields.due_on) == (TaskKind.DATED, date(2024, 1, 31))
    assert (fields.due_operator, fields.due_text) == (
        DeadlineOperator.ON_OR_BEFORE,
        "chậm nhất ngày 31/01/2024",
    )
    desk.presenter.add_task(lines[6])
    fields = desk.view.drafts[-1].fields
    assert (fields.kind, fields.recurrence) == (TaskKind.RECURRING, "hằng tháng")
    assert fields.due_text == "chậm nhất ngày 12 hàng tháng"
    desk.presenter.add_task(lines[0])
    assert desk.view.drafts[-1].fields.kind is TaskKind.STANDING
    assert [task.section for task in desk.view.page.tasks] == [
        "1",
        "5, gạch đầu dòng 1",
        "5, gạch đầu dòng 2",
    ]


def test_tasks_are_given_by_clause_after_the_units_were_shown(desk):
    lines = mark_all(desk)
    for line in (lines[0], lines[5]):
        desk.presenter.add_task(line)
    desk.ui.dialogs.answers.append(True)
    desk.presenter.assign_bound(desk.view.page.tasks)
    assert desk.ui.dialogs.asked[-1] == "Giao 2 nhiệm vụ cho 6 đơn vị: 11 lượt giao mới?"
    assert [task.counts.total for task in desk.view.page.tasks] == [6, 5]
    assert desk.ui.navigator.told[-1] == "Đã giao 2 nhiệm vụ."
    desk.presenter.assign_bound(desk.view.page.tasks)
    assert "đã được giao" in desk.view.told[-1]


def test_giving_needs_a_yes(desk):
    desk.presenter.add_task(mark_all(desk)[0])
    desk.ui.dialogs.answers.append(False)
    desk.presenter.assign_bound(desk.view.page.tasks)
    assert desk.view.page.tasks[0].counts.total == 0


def test_a_clause_that_binds_nobody_says_what_to_do(desk):
    desk.presenter.add_clause(desk.view.page.detail.text.index("1. Tiếp tục"))
    desk.presenter.add_task(desk.view.page.clauses[0])
    desk.presenter.assign_bound(desk.view.page.tasks)
    assert "Sửa điều khoản để chọn nhóm" in desk.view.told[-1]


def test_several_tasks_are_given_at_once_to_chosen_units(desk):
    lines = mark_all(desk)
    for line in lines[:3]:
        desk.presenter.add_task(line)
    one, two = desk.office.communes[:2]
    desk.view.fill = lambda previews: AssignPlan(
        date(2024, 3, 4), AssignmentRole.LEAD, tuple((p.task_id, (one, two)) for p in previews[:2])
    )
    desk.presenter.assign_many(desk.view.page.tasks)
    assert desk.view.reply.accepted
    with desk.office.uow.read() as session:
        given = list_assignments(session, TaskFilter(as_of=TODAY.today()))
    assert len(given) == 4
    assert {row.assigned_on for row in given} == {date(2024, 3, 4)}


def test_a_plan_without_units_or_without_a_lead_stays_open(desk):
    desk.presenter.add_task(mark_all(desk)[0])
    day = date(2024, 3, 4)
    desk.view.fill = lambda previews: AssignPlan(day, AssignmentRole.LEAD, ((previews[0].task_id, ()),))
    desk.presenter.assign_many(desk.view.page.tasks)
    assert isinstance(desk.view.reply.refused[0], InvalidField)
    unit = desk.office.communes[0]
    desk.view.fill = lambda previews: AssignPlan(
        day, AssignmentRole.COORDINATING, ((previews[0].task_id, (unit,)),)
    )
    desk.presenter.assign_many(desk.view.page.tasks)
    assert "chủ trì" in desk.view.reply.refused[0].message


def test_a_clause_is_removed_after_a_question_and_not_with_tasks(desk):
    lines = mark_all(desk)
    desk.presenter.add_task(lines[0])
    desk.ui.dialogs.answers += [True, True]
    desk.presenter.remove_clause(lines[3])
    assert len(desk.view.page.clauses) == 6
    desk.presenter.remove_clause(lines[0])
    assert isinstance(desk.ui.jobs.problems[-1], RuleViolation)


def test_cancelled_tasks_stay_in_the_list(desk):
    desk.presenter.add_task(mark_all(desk)[0])
    desk.ui.dialogs.answers.append("Đã có văn bản khác thay thế")
    desk.presenter.cancel_tasks(desk.view.page.tasks)
    assert desk.view.page.tasks[0].is_cancelled
    chosen = Selection(True, ACTIVE, desk.view.page.clauses[0], desk.view.page.tasks)
    assert Action.ASSIGN_BOUND not in actions_for(chosen)


def test_a_task_is_changed_and_shown_in_the_register(desk):
    desk.presenter.add_task(mark_all(desk)[0])
    (task,) = desk.view.page.tasks
    desk.view.fill = lambda fields: replace(fields, content="Giữ nếp ghi sổ")
    desk.presenter.edit_task(task)
    assert desk.view.page.tasks[0].content == "Giữ nếp ghi sổ"
    desk.presenter.show_assignments(task)
    assert desk.ui.navigator.opened == [("tasks", {"task_id": task.id})]


def test_a_refused_directive_leaves_the_form_open(desk):
    fields = DirectiveFields(subject="X", issued_on=date(2024, 2, 2), received_on=date(2024, 2, 1))
    desk.view.fill = lambda known: fields
    desk.presenter.edit_directive()
    assert desk.view.reply.refused[0].field == "received_on"


def test_what_may_be_done_follows_the_selection():
    task = SimpleNamespace(is_cancelled=False)
    free = SimpleNamespace(row=SimpleNamespace(tasks=0))
    used = SimpleNamespace(row=SimpleNamespace(tasks=2))
    assert actions_for(Selection()) == frozenset()
    always = {Action.EDIT, Action.ADD_CLAUSE, Action.LINK}
    assert actions_for(Selection(True)) == always | {Action.REPLACE}
    assert actions_for(Selection(True, DirectiveState.UNNUMBERED)) == always | {Action.REPLACE, Action.ATTACH}
    assert actions_for(Selection(True, DirectiveState.REPLACED)) == always
    assert Action.REMOVE_CLAUSE in actions_for(Selection(True, ACTIVE, free))
    assert Action.REMOVE_CLAUSE not in actions_for(Selection(True, ACTIVE, used))
    one = actions_for(Selection(True, ACTIVE, None, (task,)))
    assert {Action.EDIT_TASK, Action.SHOW_WORDS} <= one
    assert Action.EDIT_TASK not in actions_for(Selection(True, ACTIVE, None, (task, task)))


def test_a_preview_names_units_and_counts_those_that_have_the_task():
    units = (Unit("1", "Xã A"), Unit("2", "Xã B"))
    preview = TaskPreview("t", "5", "Việc", False, units, frozenset({"1"}))
    question, detail = preview_words([preview])
    assert question == "Giao nhiệm vụ này cho 2 đơn vị: 1 lượt giao mới?"
    assert detail == "Điều khoản 5: 2 đơn vị (1 đơn vị đã có) – Xã A, Xã B"
