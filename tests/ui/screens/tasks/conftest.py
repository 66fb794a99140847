"""A register with two communes, people in one of them, and tasks in every state on 05/3/2024."""

from datetime import date
from types import SimpleNamespace

import pytest

from app.core.statuses import TaskKind
from app.services.tasks import ProgressNote, note_progress
from app.services.units import PersonFields, save_person
from tests.builders import assignment_of, make_clause, make_directive, make_task, make_unit
from tests.register import TODAY, clock_at

EARLY = clock_at(2024, 1, 15)


@pytest.fixture
def office(register_uow):
    """Return an open register with its keys: one task for each state, given to one or two units."""
    with register_uow as uow:
        with uow.write() as session:
            here = make_unit(session, "CB", "Xã Châu Bình", clock=EARLY)
            there = make_unit(session, "CL", "Xã Châu Lý", clock=EARLY)
            clause = make_clause(session, make_directive(session, clock=EARLY))
            tasks = {
                "done": make_task(
                    session,
                    here,
                    clock=EARLY,
                    clause_id=clause,
                    content="Gửi kế hoạch",
                    due_on=date(2024, 1, 31),
                ),
                "late": make_task(
                    session, here, clock=EARLY, content="Niêm yết biểu", due_on=date(2024, 2, 1)
                ),
                "open": make_task(
                    session, here, there, clock=EARLY, content="Số hóa hồ sơ", due_on=date(2024, 6, 30)
                ),
                "overdue": make_task(
                    session, here, clock=EARLY, content="Đối thoại", due_on=date(2024, 2, 20)
                ),
                "standing": make_task(
                    session, there, clock=EARLY, content="Giữ kỷ cương", kind=TaskKind.STANDING
                ),
            }
            person = save_person(
                session, fields=PersonFields(unit_id=here, name="Lê Thị Hạnh", title="Công chức"), clock=EARLY
            ).value
            for name, day in (("done", date(2024, 1, 30)), ("late", date(2024, 2, 5))):
                note = ProgressNote(done_on=day, result="Đã ban hành")
                note_progress(session, assignment_id=assignment_of(tasks[name], here), note=note, clock=TODAY)
        yield SimpleNamespace(uow=uow, here=here, there=there, tasks=tasks, person=person)
