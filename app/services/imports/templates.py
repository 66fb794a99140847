"""Blank workbooks to fill in: the columns an import knows, with an explained example on a second sheet."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.workbooks import Column, Page, Value, write_workbook
from app.models import Catalogue, Indicator
from app.services.exports import told_of_files
from app.services.imports.incoming import TableKind, kind_of

_BLANK_ROWS = 200
_WIDTHS = {"content": 60, "name": 40, "title": 50, "result": 40, "lead": 30, "coordinating": 30, "note": 30}
_USUAL_WIDTH = 18
_DAYS = {"valid_from", "valid_to", "assigned_on", "done_on"}
_NUMBERS = {"progress", "value", "year", "self_points", "appraised_points", "max_points"}

# One example and one explanation for each column; keys are those of the imports' fields.
_EXPLAINED: dict[str, dict[str, tuple[Value, str]]] = {
    "units": {
        "code": ("17065", "Bắt buộc. Mã của đơn vị; giữ cả số 0 ở đầu."),
        "name": ("Xã Châu Quang", "Bắt buộc. Tên đầy đủ."),
        "short_name": ("Châu Quang", "Tên dùng trong danh sách; để trống thì lấy tên đầy đủ."),
        "kind": ("xã", "Xã, phường, thị trấn, phòng, ban…"),
        "group": ("Các xã, thị trấn", "Tên nhóm đã có trong Danh mục; nhiều nhóm cách nhau bằng dấu ;"),
        "parent": ("Huyện Quỳ Hợp", "Tên hoặc mã đơn vị cấp trên, nếu có."),
        "valid_from": (date(2024, 1, 1), "Ngày bắt đầu có hiệu lực; cùng mã khác ngày là hai đơn vị."),
        "valid_to": (date(2025, 6, 30), "Ngày cuối cùng còn hiệu lực; để trống nếu đang hoạt động."),
        "phone": ("02383 123 456", "Điện thoại."),
        "email": ("chauquang@example.vn", "Thư điện tử."),
        "note": ("", "Ghi chú."),
    },
    "tasks": {
        "id": ("", "Để trống khi thêm mới; là mã trong sổ khi sửa nhiệm vụ đang có."),
        "directive": ("176/UBND-KSTT", "Số, ký hiệu văn bản giao nhiệm vụ."),
        "section": ("5.a", "Mục, điểm trong văn bản."),
        "content": ("Rà soát, công khai thủ tục hành chính", "Bắt buộc. Nội dung nhiệm vụ."),
        "kind": ("Có thời hạn", "Có thời hạn, Định kỳ, Thường xuyên, Không để xảy ra, Dẫn chiếu."),
        "lead": ("Xã Châu Quang; Xã Châu Lý", "Bắt buộc. Tên hoặc mã; nhiều đơn vị cách nhau bằng dấu ;"),
        "coordinating": ("Phòng Nội vụ", "Các đơn vị phối hợp, cách nhau bằng dấu ;"),
        "person": ("Nguyễn Văn An", "Người phụ trách ở đơn vị chủ trì, theo thứ tự đơn vị."),
        "product": ("Báo cáo kết quả", "Sản phẩm phải có."),
        "due": ("trước 30/6/2024", "Ngày (30/6/2024), hoặc: trước…, chậm nhất…, quý II/2024, thường xuyên."),
        "recurrence": ("", "Với nhiệm vụ định kỳ: hằng tháng, hằng quý…"),
        "assigned_on": (date(2024, 2, 21), "Ngày giao; để trống thì lấy ngày của văn bản."),
        "progress": (50, "Từ 0 đến 100."),
        "result": ("Đã rà soát 12 thủ tục", "Kết quả đến nay."),
        "done_on": ("", "Ngày hoàn thành, khi đã xong."),
    },
    "criteria": {
        "year": (2024, "Năm được chấm; để trống là năm trước."),
        "code": ("1.1.2", "Bắt buộc. Số thứ tự trong bộ tiêu chí; lĩnh vực đứng trên các tiêu chí của nó."),
        "title": (
            "Mức độ hoàn thành kế hoạch CCHC",
            "Bắt buộc. Tên lĩnh vực, tiêu chí, tiêu chí thành phần.",
        ),
        "max_points": (1.5, "Bắt buộc. Cộng các mục con phải bằng điểm của mục trên."),
        "parent": ("1.1", "Để trống thì theo số thứ tự: 1.1.2 thuộc 1.1."),
        "scoring": ("Hoàn thành 100%: 1,5; từ 80%: 1; dưới 80%: 0", "Cách chấm, như văn bản ban hành."),
        "evidence": ("Báo cáo kết quả thực hiện kế hoạch", "Tài liệu chứng minh."),
        "indicators": ("CD03; CD04", "Mã chỉ tiêu số liệu, cách nhau bằng dấu ;"),
        "deductions": ("Nhiệm vụ chậm; thiếu tài liệu", "Cách nhau bằng dấu ;"),
        "improvement_hint": ("Rà tiến độ hằng tháng", "Gợi ý khi bị trừ điểm."),
    },
    "figures": {
        "code": ("HS07", "Bắt buộc. Mã chỉ tiêu, không sửa."),
        "title": ("Hồ sơ tiếp nhận trong kỳ", "Chỉ để đọc."),
        "measure": ("hồ sơ", "Chỉ để đọc."),
        "value": (120, "Bắt buộc. Số; P là không phát sinh, K là không áp dụng; trống là chưa có."),
        "explanation": ("", "Giải trình cho con số khác thường."),
        "unit": ("17065", "Mã đơn vị của số liệu."),
        "period": ("2024-03", "Kỳ, gọi theo tháng đến hạn."),
    },
    "catalogue": {
        "code": ("HS07", "Bắt buộc. Chữ hoa và số; công thức gọi chỉ tiêu bằng mã này."),
        "title": (
            "Tổng tiếp nhận trong kỳ",
            "Bắt buộc. Tên in trong báo cáo; dòng kiểm tra: ghi chú.",
        ),
        "kind": ("Chỉ tiêu", "Chỉ tiêu, hoặc Kiểm tra."),
        "field": ("TTHC", "Mã lĩnh vực: CDDH, THECHE, TTHC, TCBM, CCCV, TCC, CQDT."),
        "value_type": ("Số đếm", "Số đếm, Tiền, Tỷ lệ, Chữ."),
        "measure": ("hồ sơ", "Đơn vị tính."),
        "formula": (
            "HS04+HS05+HS06",
            "Công thức theo mã; dòng kiểm tra: quy tắc, ví dụ HS23 <= HS22.",
        ),
        "semantics": ("Trong kỳ", "Trong kỳ, Đầu kỳ, Cuối kỳ, Lũy kế năm, Cả năm."),
        "aggregation": ("Cộng", "Cộng, Tính lại, Lớn nhất, Nhỏ nhất, Đếm đơn vị, Ghép."),
        "severity": ("", "Với dòng kiểm tra: Chặn, Cần giải trình, Lưu ý, Cách tính."),
        "target": ("", "Mức phải đạt, nếu có."),
        "required": ("x", "Đánh x nếu mọi đơn vị phải có số."),
        "printed": ("x", "Đánh x nếu in trong phụ lục báo cáo tháng."),
        "applies_to": ("xa; phong", "Loại đơn vị, cách nhau bằng dấu ;"),
        "source": ("iGate", "Hệ thống lấy số."),
        "note": ("", "Ghi chú."),
    },
    "scores": {
        "year": (2023, "Năm được chấm; để trống là năm trước."),
        "criterion": ("1.1.2", "Bắt buộc. Mã tiêu chí trong bộ tiêu chí của năm."),
        "title": ("", "Chỉ để đọc."),
        "unit": ("17065", "Bắt buộc. Tên hoặc mã đơn vị."),
        "self_points": (2, "Điểm tự chấm."),
        "appraised_points": (1.5, "Điểm thẩm định."),
        "reason": ("Báo cáo chậm", "Vì sao bị trừ điểm."),
        "self_note": ("", "Giải trình của đơn vị."),
    },
}


def write_template(name: str, path: Path, rows: Sequence[Sequence[Value]] = ()) -> Path:
    """Write the blank workbook of a kind; ``rows`` stand in it already (the indicators of a catalogue)."""
    kind = kind_of(name)
    pages = [_form(kind, rows), _guide(kind)]
    with told_of_files(path):
        return write_workbook(pages, path)


def _form(kind: TableKind, rows: Sequence[Sequence[Value]]) -> Page:
    columns = tuple(
        Column(field.title, _WIDTHS.get(field.key, _USUAL_WIDTH), field.key not in _DAYS | _NUMBERS | {"due"})
        for field in kind.fields
    )
    return Page(kind.title, columns, rows, blank_rows=0 if rows else _BLANK_ROWS)


def _guide(kind: TableKind) -> Page:
    explained = _EXPLAINED[kind.key]
    rows = [(field.title, explained[field.key][0], explained[field.key][1]) for field in kind.fields]
    columns = (Column("Cột trong biểu", 24), Column("Ví dụ", 40), Column("Cách ghi", 80))
    return Page("Hướng dẫn", columns, rows)


def figure_rows(session: Session, *, unit: str = "", period: str = "") -> list[tuple[Value, ...]]:
    """Return a line for every indicator that is entered, for the newest catalogue of the register."""
    newest = select(Catalogue.id).order_by(Catalogue.version.desc()).limit(1).scalar_subquery()
    entered = session.scalars(
        select(Indicator)
        .where(
            Indicator.catalogue_id == newest, Indicator.is_computed.is_(False), Indicator.value_type != "text"
        )
        .order_by(Indicator.sort_order)
    )
    return [(i.code, i.title, i.unit_of_measure, None, None, unit or None, period or None) for i in entered]
