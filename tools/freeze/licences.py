"""The notices of everything that ships, from the lock and from what each library says of itself.

`python -m tools.freeze.licences [SITE-PACKAGES …]` writes resources/licences/thu-vien.txt. Name the folders
of both builds, Linux and Windows: each has libraries that the other has not.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from tools.freeze.contents import ROOT

TARGET = ROOT / "resources" / "licences" / "thu-vien.txt"
_NOT_SHIPPED = {"flit-core"}
_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
# No text of their own in their wheels: these are named under the texts that lie beside this file.
_QT = {"pyside6-essentials", "shiboken6"}
_RULE = "=" * 78

_HEAD = """Sổ CCHC dùng các thư viện dưới đây. Mỗi thư viện giữ giấy phép của mình; nguyên văn đi kèm.

Qt, PySide6 và Shiboken được dùng theo giấy phép LGPL phiên bản 3 (LGPL-3.0.txt và GPL-3.0.txt trong thư mục
này): chương trình chỉ liên kết động với chúng. Các tệp Qt6*.dll, PySide6\\*, shiboken6\\* trong thư mục
_internal (Linux: libQt6*.so*) có thể thay bằng bản khác cùng giao diện, kể cả bản tự sửa: đóng chương trình,
chép đè tệp, mở lại. Mã nguồn của Qt và PySide6: qt.io, mục Downloads, phiên bản {qt}. Không điều khoản nào
của chương trình cấm phân tích ngược để sửa các thư viện ấy.

Python {python}: Python.txt. SQLite: thuộc về công chúng. Phông chữ Liberation Serif: SIL OFL 1.1, xem
../fonts/OFL.txt. Phần khởi động của PyInstaller: GPL phiên bản 2 trở lên, kèm ngoại lệ cho phép phân phối
chương trình đóng gói với giấy phép bất kỳ.

"""


def shipped_pins(lock: str) -> dict[str, str]:
    """Return name -> version of everything in the lock that ends up in the program on some system."""
    pins = {}
    for line in lock.splitlines():
        name, mark, rest = line.partition("==")
        if mark and not line.startswith((" ", "#")) and name not in _NOT_SHIPPED:
            pins[name] = rest.split()[0]
    return pins


def notices(pins: dict[str, str], sites: Sequence[Path]) -> str:
    """Return the whole text; a library that is installed nowhere, or without a licence, is an error."""
    found: dict[str, Distribution] = {}
    for dist in distributions(path=[str(site) for site in sites]):
        name = dist.metadata["Name"].lower().replace("_", "-").replace(".", "-")
        found.setdefault(name, dist)
    parts = [_HEAD.format(qt=pins["pyside6-essentials"], python="3.12")]
    for name, version in sorted(pins.items()):
        if name not in found or found[name].version != version:
            raise LookupError(f"{name} {version} is not installed in any of the folders")
        texts = list(_texts(found[name]))
        if not texts and name not in _QT:
            raise LookupError(f"{name}: no licence text")
        words = ["LGPL-3.0-only: LGPL-3.0.txt, GPL-3.0.txt"] if name in _QT else texts
        parts.append(f"{_RULE}\n{name} {version}\n{_RULE}\n\n" + "\n\n".join(words) + "\n\n")
    return "".join(parts)


def _texts(dist: Distribution) -> Iterator[str]:
    for file in sorted(dist.files or [], key=str):
        inside = ".dist-info" in str(file)
        if inside and (file.name.upper().startswith(_NAMES) or "licenses" in file.parts):
            text = Path(str(file.locate())).read_text("utf-8", errors="replace")
            yield f"[{file.name}]\n\n" + "\n".join(line.rstrip() for line in text.splitlines()).strip()


def main() -> int:
    """Write the notices of the locked libraries."""
    import sysconfig

    sites = [Path(sysconfig.get_path("purelib")), *map(Path, sys.argv[1:])]
    text = notices(shipped_pins((ROOT / "requirements.lock").read_text("utf-8")), sites)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, "utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT).as_posix()}: {len(text) // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
