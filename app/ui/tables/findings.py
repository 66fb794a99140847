"""Faults of an input as a list: for the dialog and for result pages."""

from collections.abc import Sequence

from app.core.errors import Finding
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable

_FINDING_COLUMNS: tuple[Column[tuple[int, Finding]], ...] = (
    Column(
        title="Dòng",
        text=lambda pair: "" if pair[1].row is None else str(pair[1].row),
        sort=lambda pair: pair[1].row,
        align="right",
        width=6,
    ),
    Column(title="Cột", text=lambda pair: pair[1].column or "", width=14),
    Column(title="Nội dung", text=lambda pair: pair[1].message, width=36, stretches=True),
)


def findings_table(findings: Sequence[Finding]) -> RowsTable:
    """Make the list of findings; also for result pages."""
    table = RowsTable(RowsModel(_FINDING_COLUMNS, lambda pair: pair[0]), name="findings", noun="lỗi")
    table.set_rows(list(enumerate(findings)))
    return table
