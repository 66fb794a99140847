"""The table of units that a register may belong to."""

from app.ui.screens.setup.presenter import OwnUnit
from app.ui.tables.column import Column

COLUMNS: tuple[Column[OwnUnit], ...] = (
    Column(title="Mã", text=lambda unit: unit.code, width=8),
    Column(
        title="Đơn vị", text=lambda unit: unit.name, tooltip=lambda unit: unit.name, width=40, stretches=True
    ),
    Column(title="Loại", text=lambda unit: unit.kind, width=12),
)
