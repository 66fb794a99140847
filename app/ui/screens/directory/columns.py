"""The lists of the directory."""

from app.core.text import format_number
from app.services.queries.catalogue import CatalogueLine
from app.services.queries.directory import GroupLine
from app.services.queries.units import LetterheadRow, PersonRow, SignerRow, UnitRow
from app.ui.screens.directory.presenter import span_words, stack_words
from app.ui.tables.column import Column

UNITS: tuple[Column[UnitRow], ...] = (
    Column(
        title="TT",
        text=lambda row: str(row.sort_order),
        sort=lambda row: row.sort_order,
        align="right",
        width=4,
    ),
    Column(title="Mã", text=lambda row: row.code, width=9),
    Column(
        title="Tên ngắn",
        text=lambda row: row.short_name,
        tooltip=lambda row: row.name,
        width=18,
        stretches=True,
    ),
    Column(
        title="Tên đầy đủ", text=lambda row: row.name, tooltip=lambda row: row.name, width=18, stretches=True
    ),
    Column(title="Loại", text=lambda row: row.kind, width=9),
    Column(
        title="Nhóm",
        text=lambda row: "; ".join(row.groups),
        tooltip=lambda row: "\n".join(row.groups),
        width=12,
    ),
    Column(
        title="Hiệu lực",
        text=lambda row: span_words(row.valid_from, row.valid_to),
        sort=lambda row: row.valid_to or row.valid_from,
        tooltip=lambda row: span_words(row.valid_from, row.valid_to),
        width=18,
    ),
    Column(title="Điện thoại", text=lambda row: row.phone, width=12, hidden=True),
    Column(title="Thư điện tử", text=lambda row: row.email, width=18, hidden=True),
    Column(title="Ghi chú", text=lambda row: row.note, tooltip=lambda row: row.note, width=16, hidden=True),
)

GROUPS: tuple[Column[GroupLine], ...] = (
    Column(title="Mã", text=lambda row: row.code, width=10),
    Column(
        title="Tên nhóm", text=lambda row: row.name, tooltip=lambda row: row.name, width=30, stretches=True
    ),
    Column(
        title="Số đơn vị",
        text=lambda row: str(len(row.member_ids)),
        sort=lambda row: len(row.member_ids),
        align="right",
        width=8,
    ),
    Column(
        title="Thành viên",
        text=lambda row: ", ".join(row.members),
        tooltip=lambda row: "\n".join(row.members),
        width=34,
        stretches=True,
    ),
)

PEOPLE: tuple[Column[PersonRow], ...] = (
    Column(title="Họ và tên", text=lambda row: row.name, width=16, stretches=True),
    Column(
        title="Chức danh", text=lambda row: row.title, tooltip=lambda row: row.title, width=14, stretches=True
    ),
    Column(title="Đơn vị", text=lambda row: row.unit_name, tooltip=lambda row: row.unit_name, width=18),
    Column(title="Điện thoại", text=lambda row: row.phone, width=12),
    Column(title="Thư điện tử", text=lambda row: row.email, tooltip=lambda row: row.email, width=18),
    Column(title="Hiệu lực", text=lambda row: span_words(row.valid_from, row.valid_to), width=16),
)

SIGNERS: tuple[Column[SignerRow], ...] = (
    Column(
        title="Đơn vị",
        text=lambda row: row.unit_name,
        tooltip=lambda row: row.unit_name,
        width=17,
        stretches=True,
    ),
    Column(title="Họ và tên", text=lambda row: row.name or "(chưa ghi tên)", width=16),
    Column(
        title="Quyền hạn, chức vụ",
        text=lambda row: stack_words(row.authority),
        tooltip=lambda row: "\n".join(row.authority),
        width=20,
        stretches=True,
    ),
    Column(title="Mặc định", text=lambda row: "Có" if row.is_default else "", width=8),
    Column(title="Hiệu lực", text=lambda row: span_words(row.valid_from, row.valid_to), width=16),
)

LETTERHEADS: tuple[Column[LetterheadRow], ...] = (
    Column(
        title="Đơn vị",
        text=lambda row: row.unit_name,
        tooltip=lambda row: row.unit_name,
        width=15,
        stretches=True,
    ),
    Column(title="Ký hiệu", text=lambda row: row.symbol, width=9),
    Column(title="Địa danh", text=lambda row: row.place, width=14),
    Column(
        title="Gửi lên",
        text=lambda row: row.addressee,
        tooltip=lambda row: row.addressee,
        width=16,
        stretches=True,
    ),
    Column(title="Qua", text=lambda row: row.channel, width=11),
    Column(title="Hiệu lực", text=lambda row: span_words(row.valid_from, row.valid_to), width=16),
)

INDICATORS: tuple[Column[CatalogueLine], ...] = (
    Column(title="Mã", text=lambda row: row.code, width=6),
    Column(
        title="Tên, ghi chú kiểm tra",
        text=lambda row: row.title,
        tooltip=lambda row: row.title,
        width=24,
        stretches=True,
    ),
    Column(title="Loại", text=lambda row: row.kind, width=8),
    Column(title="Lĩnh vực", text=lambda row: row.field, width=9, hidden=True),
    Column(title="Kiểu, mức", text=lambda row: row.value_type or row.severity, width=10),
    Column(title="Đơn vị tính", text=lambda row: row.measure, width=9),
    Column(
        title="Công thức, quy tắc",
        text=lambda row: row.formula,
        tooltip=lambda row: row.formula,
        width=14,
        stretches=True,
    ),
    Column(title="Tính chất", text=lambda row: row.semantics, width=11, hidden=True),
    Column(title="Cách cộng", text=lambda row: row.aggregation, width=11, hidden=True),
    Column(
        title="Mức phấn đấu",
        text=lambda row: "" if row.target is None else format_number(row.target),
        sort=lambda row: row.target,
        align="right",
        width=11,
        hidden=True,
    ),
    Column(title="Bắt buộc", text=lambda row: row.required, align="center", width=8, hidden=True),
    Column(title="In báo cáo", text=lambda row: row.printed, align="center", width=9, hidden=True),
    Column(title="Loại đơn vị", text=lambda row: row.applies_to, width=12, hidden=True),
    Column(title="Nguồn", text=lambda row: row.source, tooltip=lambda row: row.source, width=12, hidden=True),
    Column(title="Ghi chú", text=lambda row: row.note, tooltip=lambda row: row.note, width=16, hidden=True),
)
