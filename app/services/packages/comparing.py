"""What a file changes, cell by cell: old beside new, before anything is applied and afterwards."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.statuses import WORDS, FigureState
from app.core.text import format_number
from app.exchange.documents import (
    AssignmentDocument,
    FigureLine,
    PlanLine,
    ReceiptDocument,
    ReportDocument,
)
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.services.packages.report_content import UNIT_FIELDS, number_of
from app.services.packages.store import PackageStore


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: what it is about, what stood there ("" for nothing), what the file says."""

    subject: str
    before: str
    after: str


def changes_of(
    session: Session, package: OpenPackage, before: str | None, store: PackageStore
) -> tuple[Change, ...]:
    """Return what a report's file changes against the file that counted before it (None: against nothing)."""
    if package.manifest.kind is not Kind.REPORT:
        return ()
    old = store.open(before).document(ReportDocument) if before else None
    return compare(old, package.document(ReportDocument))


def cells_in(package: OpenPackage) -> int:
    """Return how many cells a report fills; other kinds have none."""
    return len(_cells(package.document(ReportDocument))) if package.manifest.kind is Kind.REPORT else 0


def about_of(package: OpenPackage) -> str:
    """Return the period of a report, the year of anything else."""
    match package.manifest.kind:
        case Kind.REPORT:
            return package.document(ReportDocument).period
        case Kind.ASSIGNMENT:
            return str(package.document(AssignmentDocument).year)
    return str(package.document(ReceiptDocument).year)


def compare(old: ReportDocument | None, new: ReportDocument) -> tuple[Change, ...]:
    """Return the cells in which two versions of a report differ."""
    before, after = _cells(old) if old else {}, _cells(new)
    return tuple(
        Change(subject, before.get(subject, ""), after.get(subject, ""))
        for subject in sorted(before.keys() | after.keys())
        if before.get(subject, "") != after.get(subject, "")
    )


def _cells(document: ReportDocument) -> dict[str, str]:
    cells = {line.code: _figure(line) for line in document.figures}
    cells |= {f"{line.code} (giải trình)": line.explanation for line in document.figures if line.explanation}
    cells |= {
        line.key: line.text if line.state is FigureState.VALUE else WORDS[line.state]
        for line in document.narratives
    }
    for row in document.plan:
        cells |= {f"dòng {row.position}: {name}": _plan_cell(row, name) for name in UNIT_FIELDS}
    return {subject: text for subject, text in cells.items() if text}


def _figure(line: FigureLine) -> str:
    value = number_of(line.value)
    return WORDS[line.state] if value is None else format_number(value)


def _plan_cell(row: PlanLine, name: str) -> str:
    value = getattr(row, name)
    return "" if value in (None, "", 0) else str(value)
