"""Cell by cell, what the hub entered itself or what the unit's file says: a person chooses, with a reason.

A choice stands for its report whatever files come later, so that the state stays a function of the files and
of what persons chose. A remembered one is proposed in the unit's later reports; nothing applies it silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.changes import EVERYTHING, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.core.ids import derived_id
from app.core.statuses import ReportState
from app.core.text import normalize, one_line
from app.exchange.documents import ReportDocument
from app.models import FieldChoice, Package
from app.services.audit import record, snapshot
from app.services.cycles import refuse_locked
from app.services.packages.cells import Cell, with_cells
from app.services.packages.comparing import told_by
from app.services.packages.dossier import Dossier, read_dossier
from app.services.packages.hand_entered import aside_cells, draft_cells, lay_down, set_aside
from app.services.packages.store import PackageStore
from app.services.packages.words import PackageVerdict


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one cell; with ``remember`` it is proposed in the unit's later reports."""

    subject: str
    keep_own: bool
    reason: str
    remember: bool = False


def choose_cells(
    session: Session, *, expected_id: str, choices: Iterable[Choice], store: PackageStore, clock: Clock
) -> Done[int]:
    """Record what a person chose for cells of a report, before its file is taken in or afterwards."""
    dossier = read_dossier(session, expected_id)
    refuse_locked(session, dossier.expected, clock.today())
    if dossier.expected.state in (ReportState.ACCEPTED, ReportState.LOCKED):
        raise RuleViolation("Báo cáo đã chấp nhận nên không chọn lại số được.", hint="Trả lại để sửa.")
    applied = next((file for file in dossier.files if file.verdict == PackageVerdict.APPLIED), None)
    own = _own_cells(session, dossier, applied, store, clock)
    count = 0
    for choice in choices:
        _choose(session, dossier, choice, own, clock)
        count += 1
    if applied is not None:
        document = store.open(applied.sha256).document(ReportDocument)
        lay_down(session, dossier, with_cells(document, dossier.kept), applied.sha256, clock)
    session.flush()
    return Done(count, EVERYTHING)


def _own_cells(
    session: Session, dossier: Dossier, applied: Package | None, store: PackageStore, clock: Clock
) -> dict[str, Cell]:
    """Return what the hub itself had entered, also what it wrote over a file since."""
    if applied is None:
        year = int(dossier.period.name[:4])
        return draft_cells(session, dossier, year)
    document = store.open(applied.sha256).document(ReportDocument)
    told = told_by(dossier, applied.sha256, store)
    set_aside(session, dossier, document.plan_year, told, clock)
    return aside_cells(dossier)


def _choose(session: Session, dossier: Dossier, choice: Choice, own: dict[str, Cell], clock: Clock) -> None:
    if not one_line(choice.reason):
        raise InvalidField("reason", "Chưa ghi lý do chọn.")
    cell, expected_id = own.get(choice.subject), dossier.expected.id
    if cell is None:
        raise InvalidField("subject", f"Sổ không tự ghi gì ở “{choice.subject}” để chọn.")
    row = next((row for row in dossier.choices if row.subject == choice.subject), None)
    before = snapshot(row) if row else None
    if row is None:
        key = derived_id("choice", expected_id, choice.subject)
        row = FieldChoice(id=key, expected_report_id=expected_id, subject=choice.subject)
        session.add(row)
        dossier.choices.append(row)
    row.keeps_own, row.own, row.is_remembered = choice.keep_own, cell.raw, choice.remember
    row.reason, row.chosen_at = normalize(choice.reason).strip(), clock.now()
    row.chosen_by = str(session.info.get("actor", ""))
    record(session, clock=clock, action="report.choose", subject=row, before=before, reason=row.reason)
