"""A taking in of files as the journal tells it, so that one cut short by a power cut shows at the next start.

The journal has one row when a run begins (with the files it is about) and one when it ended; a file that left
no record of its own (damaged, for somebody else, here already) has a row too, so that the box can show every
file that came. The journal is no part of the state digest: a file that comes twice still changes nothing.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.services.audit import note
from app.services.queries.cut_run import BEGUN, ENDED, FILE, RUN, CutRun


def begin_run(
    session: Session, *, batch_id: str, paths: Sequence[Path], cut: CutRun | None, clock: Clock
) -> None:
    """Note that a run begins, with its files; it ends the ``cut`` one whose rest it takes in."""
    there = {name for name in map(Path, cut.left) if name.exists()} if cut else set()
    if (
        cut is not None and there <= set(paths) and (there or not cut.left)
    ):  # a stick may have been pulled out
        end_run(session, batch_id=cut.batch_id, clock=clock, reason="bị ngắt giữa chừng, nhận tiếp")
    note(
        session,
        clock=clock,
        action=BEGUN,
        subject_kind=RUN,
        subject_id=batch_id,
        after={"files": [str(path) for path in paths]},
        batch_id=batch_id,
    )


def end_run(session: Session, *, batch_id: str, clock: Clock, reason: str = "") -> Done[str]:
    """Note that a run ended, or that a person was told it was cut."""
    note(
        session,
        clock=clock,
        action=ENDED,
        subject_kind=RUN,
        subject_id=batch_id,
        reason=reason,
        batch_id=batch_id,
    )
    return Done(batch_id, Changes(documents=True))


def note_file(
    session: Session, *, digest: str, facts: dict[str, object], batch_id: str, clock: Clock, reason: str
) -> None:
    """Note a file that left no record of its own: what it was called, what became of it and why."""
    note(
        session,
        clock=clock,
        action=FILE,
        subject_kind="package_file",
        subject_id=digest,
        after=facts,
        reason=reason,
        batch_id=batch_id,
    )
