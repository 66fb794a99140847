"""A register in which a little was done: three acts, one of them a deletion."""

from types import SimpleNamespace

import pytest

from app.core.progress import NullProgress
from app.services.bulk import do_each
from app.services.directives import remove_clause
from app.services.tasks import cancel_task
from tests.builders import make_clause, make_directive, make_task, make_units
from tests.register import TODAY


@pytest.fixture
def office(register_uow):
    """Return the register with two cancelled tasks and a deleted clause."""
    with register_uow as uow:
        with uow.write() as session:
            units = make_units(session, "CB", "CH")
            directive = make_directive(session)
            tasks = [
                make_task(session, *units, content=words, directive_id=directive) for words in ("A", "B")
            ]
            clause = make_clause(session, directive, "5")
        for task in tasks:
            with uow.write() as session:
                do_each(
                    session,
                    items=[task],
                    work=lambda s, key: cancel_task(s, task_id=key, reason="Trùng", clock=TODAY),
                    title=f"Hủy {task[:4]}",
                    clock=TODAY,
                    progress=NullProgress(),
                )
        with uow.write() as session:
            remove_clause(session, clause_id=clause, clock=TODAY)
        yield SimpleNamespace(uow=uow, directive=directive, tasks=tasks, clause=clause)
