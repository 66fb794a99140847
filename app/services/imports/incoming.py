"""The one way in for workbooks: read, look up the office's mapping, import whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.ids import derived_id
from app.core.progress import NullProgress, Progress
from app.intake.old_workbooks import OLD_EXCEL
from app.intake.tables import Field, Table, find_table, signature_of
from app.intake.workbook_guard import MOST_BYTES
from app.intake.workbooks import Workbook, open_workbook
from app.models import ImportMapping
from app.services.audit import note
from app.services.imports.catalogue import CATALOGUE_FIELDS, import_catalogue
from app.services.imports.criteria import CRITERIA_FIELDS, import_criteria
from app.services.imports.exports import EXPORT_FIELDS, import_exports
from app.services.imports.figures import FIGURE_FIELDS, FigureTarget, import_figures
from app.services.imports.outcome import Outcome
from app.services.imports.scores import SCORE_FIELDS, import_scores
from app.services.imports.task_fields import TASK_FIELDS
from app.services.imports.tasks import import_tasks
from app.services.imports.units import UNIT_FIELDS, import_units
from app.services.intake.files import read_old_workbook


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind of table: what a person calls it, its columns, what it changes.

    ``is_whole``: a wrong row refuses all of it, also where only the good rows are wanted.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    changes: Changes
    is_whole: bool = False


TABLE_KINDS = {
    kind.key: kind
    for kind in (
        TableKind("units", "Đơn vị", UNIT_FIELDS, Changes(units=True)),
        TableKind("tasks", "Nhiệm vụ", TASK_FIELDS, Changes(tasks=True, directives=True, units=True)),
        TableKind(
            "criteria", "Bộ tiêu chí", CRITERIA_FIELDS, Changes(scores=True, plans=True), is_whole=True
        ),
        TableKind("figures", "Số liệu tháng", FIGURE_FIELDS, Changes(figures=True, cycles=True)),
        TableKind("exports", "Bản xuất của hệ thống khác", EXPORT_FIELDS, Changes(figures=True, cycles=True)),
        TableKind(
            "catalogue",
            "Danh mục chỉ tiêu",
            CATALOGUE_FIELDS,
            Changes(figures=True, cycles=True),
            is_whole=True,
        ),
        TableKind("scores", "Điểm chấm", SCORE_FIELDS, Changes(scores=True, plans=True)),
    )
}


def kind_of(name: str) -> TableKind:
    """Return a kind of table by its name."""
    if name not in TABLE_KINDS:
        raise InvalidField("name", f"Không có biểu “{name}”.", hint=f"Chọn {', '.join(TABLE_KINDS)}.")
    return TABLE_KINDS[name]


def read_workbook(path: Path) -> Workbook:
    """Read a file into cells, an old .xls in the guarded worker; needs no register: may run beside it."""
    if path.is_file() and path.stat().st_size <= MOST_BYTES:
        content = path.read_bytes()
        if content.startswith(OLD_EXCEL):
            return read_old_workbook(content, path.name)
    return open_workbook(path)


def columns_for(session: Session, book: Workbook, kind: str) -> dict[str, object] | None:
    """Return the columns that the office chose for a workbook of this layout before."""
    found = session.get(ImportMapping, derived_id("mapping", kind, signature_of(book)))
    return dict(found.mapping) if found else None


def read_table(book: Workbook, kind: str, columns: Mapping[str, object] | None = None) -> Table:
    """Find the table of a kind in a workbook; ``columns`` (field → letter) overrules the headers."""
    fields = kind_of(kind).fields
    unknown = [key for key in columns or {} if key not in {field.key for field in fields}]
    if unknown:
        raise InvalidField("column", f"Biểu này không có cột “{', '.join(unknown)}”.")
    return find_table(book, kind, fields, columns)


def import_table(
    session: Session,
    *,
    table: Table,
    clock: Clock,
    only_good: bool = False,
    columns: Mapping[str, object] | None = None,
    target: FigureTarget | None = None,
    valid_from: date | None = None,
    progress: Progress | None = None,
) -> Done[Outcome]:
    """Carry out every row; with a fault anywhere nothing stays, unless only the good rows are wanted.

    ``columns`` are those the person chose by hand: they are remembered for workbooks of the same layout;
    ``valid_from`` is the day a catalogue takes over.
    """
    outcome, hears = Outcome(), progress or NullProgress()
    match table.kind:
        case "units":
            import_units(session, table, outcome, clock, hears)
        case "tasks":
            import_tasks(session, table, outcome, clock, hears)
        case "criteria":
            import_criteria(session, table, outcome, clock, hears)
        case "figures":
            import_figures(session, table, outcome, clock, hears, target)
        case "catalogue":
            import_catalogue(session, table, outcome, clock, hears, valid_from)
        case "exports":
            wanted = target or FigureTarget()
            import_exports(session, table, outcome, clock, hears, wanted.unit, wanted.period)
        case _:
            import_scores(session, table, outcome, clock, hears)
    if not only_good:
        outcome.refuse_faulty()
    if columns:
        _remember(session, table, columns)
    counts = {"added": outcome.added, "changed": outcome.changed, "rejected": outcome.rejected_rows}
    if outcome.added or outcome.changed:
        note(
            session,
            clock=clock,
            action=f"import.{table.kind}",
            subject_kind="import",
            subject_id=table.signature[:36],
            after={"file": table.file_name, **counts},
        )
    return Done(outcome, kind_of(table.kind).changes)


def _remember(session: Session, table: Table, columns: Mapping[str, object]) -> None:
    key = derived_id("mapping", table.kind, table.signature)
    row = session.get(ImportMapping, key)
    if row is None:
        row = ImportMapping(id=key, kind=table.kind, signature=table.signature, mapping={})
        session.add(row)
    row.mapping = dict(columns)
    session.flush()


def remembered_kinds(session: Session) -> Sequence[str]:
    """Return the kinds for which the office has mappings of its own."""
    return session.scalars(select(ImportMapping.kind).distinct().order_by(ImportMapping.kind)).all()
