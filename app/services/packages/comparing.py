"""What a file changes, cell by cell: old beside new, who wrote the old and when, and what a person chose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.documents import ReportDocument
from app.exchange.package_file import OpenPackage
from app.models import Audit, ExpectedReport, FieldChoice, Figure, Narrative, Package
from app.services.openings import CARRIED
from app.services.packages.cells import Cell, cells_of, with_cells
from app.services.packages.dossier import Dossier
from app.services.packages.hand_entered import draft_cells
from app.services.packages.store import PackageStore


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: its key, what people call it, what stood there ("" for nothing), what the file says.

    ``by_hand`` marks what the hub itself had entered: there a person may choose. ``choice`` is what was
    chosen for this report ("own" or "file"), ``proposal`` what was remembered from an earlier one, ``reason``
    the reason given then.
    """

    subject: str
    before: str
    after: str
    label: str = ""
    group: str = ""  # of news from above: the kind of record
    who: str = ""
    when: datetime | None = None
    by_hand: bool = False
    choice: str = ""
    proposal: str = ""
    reason: str = ""


def about_of(package: OpenPackage) -> str:
    """Return the period of a report, the year of anything else."""
    document = package.content
    return document.period if isinstance(document, ReportDocument) else str(document.year)


def compare(old: ReportDocument | None, new: ReportDocument) -> tuple[Change, ...]:
    """Return the cells in which two versions of a report differ."""
    return _differences(cells_of(old) if old else {}, cells_of(new))


def _differences(before: Mapping[str, Cell], after: Mapping[str, Cell]) -> tuple[Change, ...]:
    changes = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        texts = (old.text if old else "", new.text if new else "")
        if texts[0] != texts[1]:
            changes.append(Change(key, *texts, label=(new or old).label))  # type: ignore[union-attr]
    return tuple(changes)


def told_by(dossier: Dossier, sha256: str, store: PackageStore) -> dict[str, Cell]:
    """Return what a file laid down: its cells, but for those that a person kept."""
    return cells_of(with_cells(store.open(sha256).document(ReportDocument), dossier.kept))


def changes_of(
    session: Session,
    dossier: Dossier,
    document: ReportDocument,
    applied: Package | None,
    store: PackageStore,
) -> tuple[Change, ...]:
    """Return what a file would change in what the register holds, with what persons chose and remembered.

    To be asked before the file is laid down. ``applied`` is the file that counted until then.
    """
    held = draft_cells(session, dossier, document.plan_year)
    changes = _differences(held, cells_of(document))
    if not held:
        return changes
    told = told_by(dossier, applied.sha256, store) if applied else {}
    by_hand = {c.subject for c in changes if c.before and _text(told, c.subject) != c.before}
    by_hand -= _carried(session, dossier.expected.id) if by_hand else set()
    writers = _writers(session, dossier.expected.id, by_hand) if by_hand else {}
    proposals = _proposals(session, dossier, by_hand) if by_hand else {}
    chosen = {choice.subject: choice for choice in dossier.choices}
    from_file = (f"{dossier.unit_name} (lần {applied.revision})", applied.at) if applied else ("", None)
    answers = []
    for change in changes:
        key = change.subject
        who, when = writers.get(key, from_file if change.before else ("", None))
        answer = replace(change, who=who, when=when, by_hand=key in by_hand)
        if key in proposals:
            answer = replace(answer, proposal=_word(proposals[key].keeps_own), reason=proposals[key].reason)
        if key in chosen:
            row = chosen[key]
            answer = replace(answer, who=row.chosen_by, when=row.chosen_at, by_hand=True)
            answer = replace(answer, choice=_word(row.keeps_own), proposal="", reason=row.reason)
        answers.append(answer)
    return tuple(answers)


def _carried(session: Session, expected_id: str) -> set[str]:
    """Return the cells that the program filled from the month before: nobody's word against the unit's."""
    return set(
        session.scalars(
            select(Figure.indicator_code).where(
                Figure.expected_report_id == expected_id, Figure.version == 0, Figure.source == CARRIED
            )
        )
    )


def _proposals(session: Session, dossier: Dossier, subjects: Collection[str]) -> dict[str, FieldChoice]:
    """Return for each cell the newest choice that was to be remembered in another report of the unit."""
    remembered = (
        select(FieldChoice)
        .join(ExpectedReport, ExpectedReport.id == FieldChoice.expected_report_id)
        .where(
            ExpectedReport.unit_id == dossier.expected.unit_id,
            FieldChoice.expected_report_id != dossier.expected.id,
            FieldChoice.is_remembered,
            FieldChoice.subject.in_(subjects),
        )
        .order_by(FieldChoice.chosen_at, FieldChoice.id)
    )
    return {choice.subject: choice for choice in session.scalars(remembered)}


def _word(keeps_own: bool) -> str:
    return "own" if keeps_own else "file"


def _text(cells: Mapping[str, Cell], key: str) -> str:
    return cells[key].text if key in cells else ""


def _writers(
    session: Session, expected_id: str, subjects: Collection[str]
) -> dict[str, tuple[str, datetime | None]]:
    """Return who last wrote a figure, heading or row of the plan, and when, as the journal tells."""
    wanted = {subject.partition("/")[0] for subject in subjects}
    rows = {key: key for key in wanted}  # a row of the plan is named by its key
    for model, name in ((Figure, Figure.indicator_code), (Narrative, Narrative.heading_key)):
        found = session.execute(
            select(model.id, name).where(
                model.expected_report_id == expected_id, model.version == 0, name.in_(wanted)
            )
        )
        rows |= {key: first for key, first in found}  # noqa: C416 - a row is not a pair to the type checker
    journal = session.execute(
        select(Audit.subject_id, Audit.actor, Audit.at).where(Audit.subject_id.in_(rows)).order_by(Audit.seq)
    )
    writers = {rows[key]: (actor, at) for key, actor, at in journal}
    return {subject: writers.get(subject.partition("/")[0], ("", None)) for subject in subjects}
