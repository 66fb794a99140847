"""The visits to what keeps the register: the journal with its trash, and the copies."""

from typing import Any

from tools.screenshots.stage import Stage, each, each_dialog


def history(stage: Stage, screen: Any, name: str) -> None:
    """Do a little, take some of it back, throw something away; show each page."""
    from app.core.progress import NullProgress
    from app.services.bulk import do_each
    from app.services.directives import ClauseFields, remove_clause, save_clause
    from app.services.queries.directives import list_directives
    from app.services.tasks import cancel_task
    from tools.screenshots.stage import CLOCK

    def act(session: Any, job: object) -> Any:
        from app.services.queries.directive_tasks import list_directive_tasks

        row = list_directives(session, as_of=CLOCK.today())[-1]
        tasks = [task.id for task in list_directive_tasks(session, row.id, as_of=CLOCK.today())][:3]
        fields = ClauseFields(number="8", text="Treo băng rôn ở thôn.")
        clause = save_clause(session, directive_id=row.id, fields=fields, clock=CLOCK).value
        remove_clause(session, clause_id=clause, clock=CLOCK)
        return do_each(
            session,
            items=tasks,
            work=lambda s, task: cancel_task(s, task_id=task, reason="Văn bản mới đã thay", clock=CLOCK),
            title="Hủy 3 dòng",
            clock=CLOCK,
            progress=NullProgress(),
        )

    screen.ui.jobs.write(act, title="Làm")
    stage.settle()
    screen.presenter.span_chosen(_all_of(screen))
    stage.settle()
    screen.journal.view.selectRow(0)
    each(stage, f"{name}-journal")
    screen.pair.open_detail()
    each(stage, f"{name}-change")
    screen.pair.open_list()
    for page in ("steps", "trash"):
        screen.open_place({"page": page})
        getattr(screen, page).view.selectRow(0)
        each(stage, f"{name}-{page}")


def _all_of(screen: Any) -> Any:
    return screen.span.itemData(screen.span.count() - 1)


def backups(stage: Stage, screen: Any, name: str) -> None:
    """Make a copy, work on, ask to go back to the copy."""
    from app.services.documents import create_drafts
    from app.services.papers import PaperRequest
    from tools.screenshots.stage import CLOCK

    request = PaperRequest(kind="handover", day=CLOCK.today())
    screen.presenter.back_up_clicked()
    stage.wait_for(lambda: len(screen.copies.model.rows) == 1)
    each(stage, f"{name}-list")
    screen.ui.jobs.write(
        lambda session, job: create_drafts(session, request=request, clock=CLOCK), title="Soạn"
    )
    stage.settle()
    each_dialog(
        stage, f"{name}-restore-form", lambda: screen.presenter.restore_clicked(screen.copies.current_row())
    )
