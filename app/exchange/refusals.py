"""Why a package is not taken in: a stable code and a Vietnamese sentence (what, what is safe, what next)."""

from app.core.errors import AppError


class PackageRefused(AppError):
    """A package that must not be taken in; nothing was changed."""

    code = "E-PKG-01"


class Damaged(PackageRefused):
    """Some byte of the file is not the one that its maker signed. ``detail`` is for engineers' eyes only."""

    code = "E-PKG-01"

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Gói bị hỏng khi chép hoặc bị sửa sau khi ký. Chưa nhập gì vào sổ.",
            hint="Đề nghị nơi gửi gửi lại gói.",
        )
        self.detail = detail


class TooNew(PackageRefused):
    """The package was made by a newer program; it is kept as it came."""

    code = "E-PKG-09"

    def __init__(self) -> None:
        super().__init__(
            "Gói dùng định dạng mới hơn. Đã giữ lại nguyên vẹn;",
            hint="cập nhật chương trình rồi nhập lại.",
        )
