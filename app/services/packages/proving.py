"""Files read and proved without the register, a handful at a time, so that memory stays bounded."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.core.errors import AppError, InvalidField, NotFound
from app.exchange.container import MOST_BYTES
from app.exchange.form_layout import SUFFIX as FORM
from app.exchange.package_file import SUFFIX, OpenPackage, read_package
from app.services.packages.filled_forms import package_of
from app.services.packages.form_worker import FormReader

_MOST_FILES = 5000
_FIRST = b"mimetype"  # the name of a package's first entry
_HANDFUL, _HANDFUL_BYTES = 32, 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Offered:
    """One file: what it holds where it is whole, else why it is not taken."""

    file: str
    content: bytes = b""
    sha256: str = ""
    package: OpenPackage | None = None
    refusal: AppError | None = None


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the packages among files and in folders, each once; a named file counts whatever its ending."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(filter(_may_be_ours, path.rglob("*"))))
        elif path.is_file():
            found[path] = None
        else:
            raise NotFound(f"Không tìm thấy “{path}”.", hint="Kiểm tra lại đường dẫn, USB.", code="E-DISK-05")
    if len(found) > _MOST_FILES:
        raise InvalidField("paths", f"Có {len(found)} gói; mỗi lần nhập nhiều nhất {_MOST_FILES}.")
    return tuple(found)


def _may_be_ours(path: Path) -> bool:
    """Tell whether a file in a folder is offered: packages and workbooks, but for Excel's own lock files."""
    return path.suffix.lower() in (SUFFIX, FORM) and not path.name.startswith("~$") and path.is_file()


def handfuls(paths: Iterable[Path], ready: Callable[[Offered], None]) -> Iterator[list[Offered]]:
    """Yield the files read and proved, as many at a time as are light to hold; ``ready`` is told of each.

    One handful is made ready in a thread while the one before is worked on.
    """
    coming = _handfuls(paths, ready)
    with ThreadPoolExecutor(1, thread_name_prefix="proving") as pool:
        ahead = pool.submit(next, coming, None)
        while (handful := ahead.result()) is not None:
            ahead = pool.submit(next, coming, None)
            yield handful


def _handfuls(paths: Iterable[Path], ready: Callable[[Offered], None]) -> Iterator[list[Offered]]:
    handful: list[Offered] = []
    size = 0
    with closing(FormReader()) as forms:
        for path in paths:
            offered = _offer_file(path, forms)
            ready(offered)
            handful.append(offered)
            size += len(offered.content)
            if len(handful) == _HANDFUL or size > _HANDFUL_BYTES:
                yield handful
                handful, size = [], 0
        if handful:
            yield handful


def _offer_file(path: Path, forms: FormReader) -> Offered:
    """Read a file and prove it; one that cannot be read is told like a damaged one."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError:
        unread = AppError("Không đọc được tệp.", hint="Chép lại rồi nhập lại.", code="E-DISK-05")
        return Offered(path.name, refusal=unread)
    return _offer(path.name, content, forms)


def offer_content(file: str, content: bytes) -> Offered:
    """Prove what one file holds."""
    with closing(FormReader()) as forms:
        return _offer(file, content, forms)


def open_content(content: bytes) -> OpenPackage:
    """Return a package or form of ours that was put away; raise what is wrong with it."""
    is_package = content[30 : 30 + len(_FIRST)] == _FIRST
    offered = offer_content("" if is_package else FORM, content)
    if offered.package is None:
        assert offered.refusal is not None
        raise offered.refusal
    return offered.package


def _offer(file: str, content: bytes, forms: FormReader) -> Offered:
    digest = sha256(content).hexdigest()
    try:
        if file.lower().endswith(FORM):
            package = package_of(forms.read(content, file), content)
        else:
            package = read_package(content)
    except AppError as refusal:
        return Offered(file, content, digest, refusal=refusal)
    return Offered(file, content, digest, package)
