"""The modules on the left, in their order; each imports its screen when it is first opened."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from app.ui.application import Look
from app.ui.context import UiContext
from app.ui.frame.module import Module
from app.ui.screen import ScreenBase

_SCREENS = "app.ui.screens"

_MODULES = (
    ("home", "Bàn làm việc", "home", "trang đầu việc cần làm hôm nay"),
    ("directives", "Văn bản chỉ đạo", "directives", "sổ văn bản đến bóc tách điều khoản"),
    ("intake", "Bóc tách văn bản", "import", "đọc tệp công văn kế hoạch dán kéo thả đề xuất nhiệm vụ"),
    ("tasks", "Sổ nhiệm vụ", "tasks", "sổ nhiệm vụ giao việc tiến độ quá hạn gia hạn"),
    ("cycles", "Kỳ báo cáo", "cycles", "bảng kỳ nộp muộn chưa nộp trả lại chấp nhận đôn đốc"),
    (
        "reports",
        "Báo cáo",
        "figures",
        "báo cáo tháng số liệu chỉ tiêu thuyết minh niêm phong tổng hợp in xuất",
    ),
    (
        "documents",
        "Văn bản",
        "documents",
        "soạn công văn đôn đốc ban hành số ký hiệu bản ký thay thế thu hồi kiểm tra thể thức",
    ),
    ("plans", "Kế hoạch khắc phục", "plans", "điểm bị trừ chấm điểm tiêu chí tồn tại giải pháp"),
    ("exchange", "Trao đổi gói", "exchange", "gói dữ liệu nhận gửi biên nhận USB"),
    ("directory", "Danh mục", "units", "đơn vị nhóm người cán bộ người ký thể thức"),
    ("rules", "Chế độ báo cáo", "calendar", "chế độ báo cáo kỳ của năm ngày nghỉ ngày làm bù"),
    ("wording", "Câu mẫu, đề cương", "edit", "đề cương câu mẫu văn bản"),
    ("history", "Nhật ký", "history", "lịch sử thay đổi"),
    ("backups", "Sao lưu", "backups", "sao lưu khôi phục bàn giao"),
    ("preferences", "Tùy chọn", "settings", "màu cỡ chữ thư mục người sử dụng"),
)
_PARENTS = {"intake": "directives"}


def module_list(look: Look) -> tuple[Module, ...]:
    """Return the modules whose screens there are; the preferences change the look."""
    return tuple(
        Module(key, title, mark, _factory(key, look), words, _PARENTS.get(key, ""))
        for key, title, mark, words in _MODULES
        if find_spec(f"{_SCREENS}.{key}") and find_spec(f"{_SCREENS}.{key}.view")
    )


def _factory(key: str, look: Look) -> Callable[[UiContext], ScreenBase]:
    def make(ui: UiContext) -> ScreenBase:
        view = import_module(f"{_SCREENS}.{key}.view")
        screen: ScreenBase = view.make(ui, look) if key == "preferences" else view.make(ui)
        return screen

    return make
