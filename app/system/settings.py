"""Preferences of one person on one machine: declared once, kept in a small TOML file.

What belongs to the office (signers, numbering) is in the register; what is secret is in the system's vault.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.core.patience import replace_patiently


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared preference: its key, its default (whose type it must have), its name on the page."""

    key: str
    default: str | int | bool
    label: str
    choices: tuple[tuple[str, str], ...] = ()


SETTINGS = (
    Setting(
        "view.theme",
        "system",
        "Màu giao diện",
        (("system", "Theo hệ thống"), ("light", "Sáng"), ("dark", "Tối")),
    ),
    Setting("view.font_points", 14, "Cỡ chữ"),
    Setting("window.geometry", "", "Vị trí cửa sổ"),
    Setting("window.module", "home", "Phân hệ mở lần cuối"),
    Setting("view.tables", "", "Cách bày cột của các bảng"),
    Setting("documents.folder", "", "Thư mục xuất văn bản"),
    Setting("documents.formats", "docx,pdf", "Định dạng xuất"),
    Setting("exchange.folder", "", "Thư mục theo dõi gói đến"),
    Setting("user.name", "", "Người sử dụng"),
    Setting("mail.host", "", "Máy chủ gửi thư (SMTP)"),
    Setting("mail.port", 587, "Cổng"),
    Setting(
        "mail.security",
        "starttls",
        "Mã hóa đường truyền",
        (("starttls", "STARTTLS (thường là cổng 587)"), ("tls", "SSL/TLS (thường là cổng 465)")),
    ),
    Setting("mail.user", "", "Tên đăng nhập"),
    Setting("mail.address", "", "Địa chỉ thư của cơ quan"),
    Setting("mail.name", "", "Tên người gửi"),
    Setting("practice.day", "", "Ngày của sổ thực hành (năm-tháng-ngày)"),
)
_DECLARED = {setting.key: setting for setting in SETTINGS}


class Settings:
    """Reads on first use, writes whole files; an undeclared key is a bug, a bad file means defaults."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, str | int | bool] | None = None

    def get(self, key: str) -> str | int | bool:
        """Return the value of a declared key."""
        return self._load().get(key, _DECLARED[key].default)

    def text(self, key: str) -> str:
        """Return a preference that is a text."""
        return str(self.get(key))

    def number(self, key: str) -> int:
        """Return a preference that is a whole number."""
        return int(self.get(key))

    def set(self, key: str, value: str | int | bool) -> None:
        """Keep a value; a type other than the default's is a bug."""
        declared = _DECLARED[key]
        if type(value) is not type(declared.default):
            raise TypeError(f"{key}: {value!r}")
        values = self._load()
        if values.get(key, declared.default) == value:
            return
        values[key] = value
        self._save(values)

    def _load(self) -> dict[str, str | int | bool]:
        if self._values is None:
            self._values = {}
            try:
                found = tomllib.loads(self._path.read_text("utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                found = {}
            for key, setting in _DECLARED.items():
                value = found.get(key)
                if type(value) is type(setting.default):
                    self._values[key] = value
        return self._values

    def _save(self, values: dict[str, str | int | bool]) -> None:
        import tomli_w

        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(tomli_w.dumps(values), "utf-8")
        replace_patiently(temporary, self._path)
