"""How the open directive is joined with others: its successor, its signed copy, further links."""

from dataclasses import replace
from pathlib import Path

from app.core.statuses import DirectiveRelation, DirectiveState
from app.intake.files import read_pasted
from app.intake.refusals import refused
from app.services.directive_chains import Fate
from app.services.intake.entering import accept_reading
from app.ui.succession_desk import Fates, Succession
from app.ui.widgets.directive_choice import PickedDirective
from tests.builders import make_directive, make_task
from tests.register import TODAY


def other_directive(desk, number="9/UBND"):
    with desk.office.uow.write() as session:
        return make_directive(session, number=number)


def give_task(desk, content):
    with desk.office.uow.write() as session:
        unit = desk.office.communes[0]
        return make_task(session, unit, content=content, directive_id=desk.presenter.page.detail.id)


def pick(desk, relation):
    """Choose the first directive offered, then let every open task be inherited."""

    def fill(asked):
        if isinstance(asked, Succession):
            return Fates({task.id: Fate.INHERIT for task in asked.tasks}, asked.words)
        return PickedDirective(asked[0].id, relation)

    desk.view.fill = fill


def test_a_successor_takes_the_open_tasks_and_it_can_be_taken_back(desk):
    old = desk.presenter.page.detail.id
    new = other_directive(desk)
    give_task(desk, "Việc đang làm")
    pick(desk, DirectiveRelation.REPLACES)
    desk.presenter.replace_by()
    assert desk.view.reply.accepted
    assert desk.view.page.detail.state is DirectiveState.REPLACED
    assert desk.view.page.tasks == ()
    (link,) = desk.view.page.links
    assert (link.relation, link.is_incoming, link.directive_id) == (DirectiveRelation.REPLACES, True, new)
    desk.ui.navigator.actions[-1]()
    assert desk.view.page.detail.state is DirectiveState.UNNUMBERED
    assert len(desk.view.page.tasks) == 1
    assert desk.presenter.page.detail.id == old


def test_a_directive_is_not_offered_to_itself(desk):
    other_directive(desk)
    pick(desk, DirectiveRelation.AMENDS)
    desk.presenter.link()
    title, rows, relations = desk.view.drafts[-1]
    assert [row.number for row in rows] == ["9/UBND"]
    assert (title, len(relations)) == ("Văn bản này liên quan đến", 3)
    (link,) = desk.view.page.links
    assert (link.relation, link.is_incoming, link.label) == (
        DirectiveRelation.AMENDS,
        False,
        "Công văn 9/UBND ngày 10/01/2024",
    )


def test_the_signed_copy_of_a_file_is_joined_with_the_open_draft(desk, monkeypatch):
    draft = desk.presenter.page.detail
    signed = read_pasted(desk.office.text.replace(" V/v", "Số: 8/UBND-NV\n V/v"))
    signed = replace(signed, head=replace(signed.head, number="8/UBND-NV", subject=draft.subject))
    monkeypatch.setattr("app.ui.chain_desk.reader_of", lambda path: lambda *job: signed)
    desk.ui.dialogs.answers.append(Path("ban-ky.pdf"))
    desk.view.fill = lambda copy: [change.key for change in copy.changes]
    desk.presenter.attach_signed_copy()
    assert [change.change for change in desk.view.drafts[-1].changes] == ["new"] * len(signed.tasks)
    assert desk.view.page.detail.number == "8/UBND-NV"
    assert len(desk.view.page.tasks) == len(signed.tasks)


def test_a_file_that_cannot_be_read_is_told_above_the_content(desk, monkeypatch):
    def refuse(*job):
        raise refused("Tệp có mật khẩu.", "Bỏ mật khẩu trong Word.")

    monkeypatch.setattr("app.ui.chain_desk.reader_of", lambda path: refuse)
    desk.ui.dialogs.answers += [Path("a.docx"), None]
    desk.presenter.attach_signed_copy()
    assert desk.view.told[-1].startswith("Tệp có mật khẩu. Bỏ mật khẩu trong Word.")
    desk.presenter.attach_signed_copy()
    assert not desk.ui.dialogs.answers


def test_a_task_knows_its_exact_words(desk):
    text = desk.office.text.replace("1. Tiếp tục giữ nếp", "1. Trưởng các phòng rà soát sổ tay")
    with desk.office.uow.write() as session:
        other = desk.presenter.page.detail.id
        accepted = accept_reading(session, reading=read_pasted(text), clock=TODAY, not_copy_of=other)
    desk.presenter.open(accepted.value.directive_id)
    desk.presenter.refresh()
    task = desk.presenter.page.tasks[0]
    span = desk.presenter.words_of(task.id)
    assert span is not None
    assert "rà soát sổ tay" in desk.presenter.page.detail.text[slice(*span)]
    assert desk.presenter.words_of("không có") is None
