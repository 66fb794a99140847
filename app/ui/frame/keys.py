"""Ctrl+/: the keys of the program, as a list that can be searched."""

from PySide6.QtWidgets import QWidget

from app.ui.dialogs import MessageDialog
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable

KEYS: tuple[tuple[str, str], ...] = (
    ("F1", "Giúp"),
    ("F2", "Sửa"),
    ("F3 / Shift+F3", "Mục cần xem tiếp theo / trước"),
    ("F4", "Mở danh sách, mở lịch"),
    ("F5", "Nạp lại"),
    ("F6", "Sang vùng khác"),
    ("F7", "Kiểm tra"),
    ("F8", "Niêm phong, xuất gói"),
    ("F9", "Tổng hợp"),
    ("F11", "Toàn màn hình"),
    ("F12", "Xuất văn bản"),
    ("Alt+1 … Alt+9", "Mở phân hệ"),
    ("Alt+PgUp / Alt+PgDn", "Kỳ trước / kỳ sau"),
    ("Ctrl+K", "Tìm tất cả và ra lệnh"),
    ("Ctrl+F", "Lọc trong bảng"),
    ("Alt+↓", "Lọc cột đang đứng"),
    ("Ctrl+N", "Thêm"),
    ("Ctrl+S", "Cất"),
    ("Ctrl+Enter", "Cất từ bất kỳ ô nào của biểu mẫu"),
    ("Esc", "Hoãn, đóng"),
    ("Enter / Del / T / G / C", "Bóc tách: nhận, bỏ, tách, gộp đề xuất, chọn đơn vị"),
    (
        "Enter / T / N / F3",
        "Duyệt báo cáo: chấp nhận mục (Shift+Enter: cả đơn vị), trả lại, nhận xét, mục tiếp",
    ),
    ("Ctrl+M", "Bảng kỳ: gõ mã niêm phong hoặc dán tin nhắn"),
    ("Ctrl+I", "Bóc tách: sửa phần đầu văn bản"),
    ("Ctrl+Z / Ctrl+Y", "Hoàn tác / làm lại"),
    ("Ctrl+C", "Chép các dòng đã chọn, dán được vào Excel"),
    ("Ctrl+V", "Dán từ Excel, nhiều ô thì xem trước cách đọc"),
    ("Ctrl+D", "Điền xuống các ô đã chọn"),
    ("P / K", "Nhập số liệu: không phát sinh / không áp dụng"),
    ("Ctrl+T", "Nhập số liệu: lấy từ sổ đếm"),
    ("Ctrl+H", "Lịch sử của ô"),
    ("Ctrl+.", "Thuyết minh: sửa giúp chỗ gạch chân"),
    ("Alt+↑", "Sổ đếm: lặp dòng trước"),
    ("Ctrl+P", "In bảng"),
    ("Ctrl+E", "Xuất khẩu ra Excel"),
    ("Ctrl+;", "Ngày hôm nay"),
    ("Ctrl++ / Ctrl+- / Ctrl+0", "Chữ to hơn / nhỏ hơn / như cũ"),
    ("Ctrl+/", "Bảng phím này"),
)

_COLUMNS: tuple[Column[tuple[str, str]], ...] = (
    Column(title="Phím", text=lambda row: row[0], width=26),
    Column(title="Việc", text=lambda row: row[1], width=44, stretches=True),
)


def show_keys(parent: QWidget) -> MessageDialog:
    """Open the list of keys; the window behind stays alive."""
    dialog = MessageDialog(parent, "Bảng phím")
    table = RowsTable(RowsModel(_COLUMNS, lambda row: row[0]), name="keys", noun="phím")
    table.set_rows(KEYS)
    dialog.add_part(table)
    dialog.add_button("Đóng", dialog.accept, name="close_button", kind="primary")
    dialog.finish()
    metrics = dialog.fontMetrics()
    room = parent.size()
    dialog.resize(
        min(metrics.averageCharWidth() * 84, room.width() - 40),
        min(metrics.height() * 26, room.height() - 40),
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
