"""The modules on the left, in their order; each imports its screen when it is first opened."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from app.ui.application import Look
from app.ui.context import UiContext
from app.ui.frame.module import Module
from app.ui.screen import ScreenBase

_SCREENS = "app.ui.screens"


class _Entry(NamedTuple):
    key: str
    title: str
    icon: str
    words: str
    parent: str = ""
    is_for_hubs: bool = False


_MODULES = (
    _Entry("home", "Bàn làm việc", "home", "trang đầu việc cần làm hôm nay"),
    _Entry("leader", "Trang lãnh đạo", "leader", "một trang lãnh đạo biểu đồ tóm tắt", "home"),
    _Entry("directives", "Văn bản chỉ đạo", "directives", "sổ văn bản đến bóc tách điều khoản"),
    _Entry(
        "intake",
        "Bóc tách văn bản",
        "import",
        "đọc tệp công văn kế hoạch dán kéo thả đề xuất nhiệm vụ",
        "directives",
    ),
    _Entry("tasks", "Sổ nhiệm vụ", "tasks", "sổ nhiệm vụ giao việc tiến độ quá hạn gia hạn"),
    _Entry("cycles", "Kỳ báo cáo", "cycles", "bảng kỳ nộp muộn chưa nộp trả lại chấp nhận"),
    _Entry("review", "Duyệt báo cáo", "status-done", "duyệt ngoại lệ chấp nhận trả lại", "cycles", True),
    _Entry("ranking", "Xếp hạng", "ranking", "xếp hạng tiến độ công bố", "cycles", True),
    _Entry("reminders", "Đôn đốc", "bell", "nhắc việc đôn đốc Zalo tin nhắn điện thoại công văn", "", True),
    _Entry("reports", "Báo cáo", "figures", "báo cáo tháng số liệu chỉ tiêu thuyết minh in xuất"),
    _Entry("tallies", "Sổ đếm nhanh", "add", "sổ đếm ghi số phát sinh hằng ngày", "reports"),
    _Entry("sealing", "Kiểm tra và niêm phong", "status-sealed", "mã niêm phong QR bản thay thế", "reports"),
    _Entry("totals", "Tổng hợp", "merge", "tổng hợp cộng số liệu giải thích số phiếu giải trình", "", True),
    _Entry(
        "documents",
        "Văn bản",
        "documents",
        "soạn công văn ban hành số ký hiệu bản ký thay thế thu hồi kiểm tra thể thức",
    ),
    _Entry("plans", "Kế hoạch khắc phục", "plans", "điểm bị trừ chấm điểm tiêu chí tồn tại giải pháp"),
    _Entry(
        "exchange",
        "Hộp gửi, nhận",
        "exchange",
        "trao đổi gói dữ liệu biên nhận USB khóa đơn vị mã niêm phong",
    ),
    _Entry("receiving", "Nhận gói", "import", "so sánh xem trước xung đột hoàn tác lần nhận", "exchange"),
    _Entry("outbox", "Thư đi", "send", "thư điện tử gửi thư hàng chờ", "exchange"),
    _Entry("directory", "Danh mục", "units", "đơn vị nhóm người cán bộ người ký thể thức"),
    _Entry("rules", "Chế độ báo cáo", "calendar", "chế độ báo cáo kỳ của năm ngày nghỉ ngày làm bù"),
    _Entry("wording", "Câu mẫu, đề cương", "edit", "đề cương câu mẫu văn bản"),
    _Entry("history", "Nhật ký", "history", "lịch sử thay đổi hoàn tác thùng rác"),
    _Entry("backups", "Sao lưu", "backups", "sao lưu khôi phục bàn giao"),
    _Entry("preferences", "Tùy chọn", "settings", "màu cỡ chữ thư mục người sử dụng"),
)


def module_list(look: Look) -> tuple[Module, ...]:
    """Return the modules whose screens there are; the preferences change the look."""
    present = [m for m in _MODULES if _has_view(m.key)]
    keys = {m.key for m in present}
    return tuple(
        Module(
            m.key,
            m.title,
            m.icon,
            _factory(m.key, look),
            m.words,
            m.parent if m.parent in keys else "",  # a child without its parent stands for itself
            m.is_for_hubs,
        )
        for m in present
    )


def _has_view(key: str) -> bool:
    return bool(find_spec(f"{_SCREENS}.{key}") and find_spec(f"{_SCREENS}.{key}.view"))


def _factory(key: str, look: Look) -> Callable[[UiContext], ScreenBase]:
    def make(ui: UiContext) -> ScreenBase:
        view = import_module(f"{_SCREENS}.{key}.view")
        screen: ScreenBase = view.make(ui, look) if key == "preferences" else view.make(ui)
        return screen

    return make
