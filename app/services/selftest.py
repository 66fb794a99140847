"""The installed program tries itself on the machine it stands on, in a folder that is thrown away.

Each check is one sentence. What cannot be carried out counts as failed and stops no other check.
"""

import hashlib
import json
import logging
import platform
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from app import __version__
from app.core.alphabet import vietnamese_letters
from app.core.clock import PracticeClock
from app.core.errors import AppError
from app.core.ids import derived_id
from app.core.progress import NullProgress
from app.core.statuses import Role
from app.reports.fonts import bundled_fonts, find_fonts
from app.reports.metrics import FaceMetrics
from app.services.backups import back_up, failed_backups
from app.services.context import Services
from app.services.doctor import Check, Diagnosis
from app.services.dump import state_digest
from app.services.founding import Founding, found_register
from app.services.papers import write_papers
from app.services.practice import make_practice_register, telling_papers
from app.services.presets import find_preset
from app.services.queries.periods import find_period
from app.services.queries.units import find_unit
from app.services.sample import SAMPLE_DAY
from app.services.sample.loader import PRESET
from app.storage.connection import schema_version
from app.storage.integrity import dangling_keys, file_faults
from app.storage.migrate import create_register, upgrade_register
from app.storage.migrations import HEAD
from app.storage.oldest import earlier_schemas, make_earlier_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths, resources_folder
from app.system.secrets import Secrets
from app.system.settings import Settings

MANIFEST = "danh-muc.json"  # written by the build: what the program was shipped with, by SHA-256
WindowProbe = Callable[[Path], Check]
_FORMATS = ("docx", "pdf", "xlsx")
_SECRET = "tu-kiem-tra"
_DIRECTIVE = """ỦY BAN NHÂN DÂN HUYỆN MẪU
Số: 12/CT-UBND
CHỈ THỊ
Về việc tăng cường cải cách hành chính

1. Giao Phòng Nội vụ chủ trì tổng hợp, báo cáo Ủy ban nhân dân huyện trước ngày 15/4/2024.
2. Ủy ban nhân dân các xã xây dựng kế hoạch khắc phục, hoàn thành trước ngày 30/4/2024.
"""
# What a file of each format holds when it is whole.
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def run_selftest(secrets: Secrets, window: WindowProbe) -> Diagnosis:
    """Run every check in a folder of its own, whose name has diacritics and a blank, as users' names have."""
    checks = [_program()]

    def run(name: str, look: Callable[[], Check]) -> None:
        try:
            checks.append(look())
        except AppError as error:
            checks.append(Check(name, False, error.sentence()))
        except Exception as error:
            logging.getLogger(__name__).exception("self-test %s", name)
            checks.append(Check(name, False, f"Lỗi ngoài dự kiến: {type(error).__name__}: {error}"))

    with tempfile.TemporaryDirectory(prefix="Sổ CCHC thử ", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        run("resources", lambda: check_resources(resources_folder()))
        run("glyphs", _glyphs)
        run("migration", lambda: _migration(folder / "nâng cấp"))
        sample = Services(
            uow=UnitOfWork(Paths(folder / "sổ").register, actor="Tự kiểm tra"),
            clock=PracticeClock(SAMPLE_DAY),
            paths=Paths(folder / "sổ"),
            settings=Settings(folder / "tuy-chon.toml"),
        )
        run("sample", lambda: _sample(sample))
        digest = _digest(sample)  # before anything with keys of its own is entered
        run("papers", lambda: _papers(sample, folder / "văn bản"))
        run("foreign_files", lambda: _foreign_files(folder / "văn bản"))
        keys = _HeldSecrets()
        run("packages", lambda: _packages(sample, keys, folder))
        run("forms", lambda: _forms(sample, keys))
        run("backup", lambda: _backup(sample))
        sample.uow.close()
        run("vault", lambda: _vault(secrets))
        run("window", lambda: window(sample.paths.data))
    return Diagnosis(tuple(checks), digest)


def _digest(services: Services) -> str | None:
    """Return the digest of the sample register, equal on every machine; None where it could not be made."""
    try:
        with services.uow.read() as session:
            return state_digest(session)
    except (AppError, RuntimeError):
        return None


def _program() -> Check:
    kind = "bản đóng gói" if getattr(sys, "frozen", False) else "chạy từ mã nguồn"
    below = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {sys.platform}"
    return Check("program", True, f"Sổ CCHC {__version__}, {kind}; {below}.")


def check_resources(folder: Path) -> Check:
    """Open every file that ships with the program; a frozen one also knows what it was shipped with."""
    present = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    manifest = present.pop(MANIFEST, None)
    faults = [name for name, path in present.items() if not _opens(path)]
    if manifest is not None:
        shipped: dict[str, str] = json.loads(manifest.read_text("utf-8"))
        faults += [name for name in shipped if name not in present]
        faults += [name for name, path in present.items() if shipped.get(name) != _sha256(path)]
    elif getattr(sys, "frozen", False):
        faults.append(MANIFEST)
    if faults or not present:
        some = ", ".join(sorted(set(faults))[:5]) or str(folder)
        return Check("resources", False, f"Tệp kèm theo chương trình thiếu hoặc hỏng: {some}. Hãy cài lại.")
    kinds = {(Path(name).parts[0], path.suffix) for name, path in present.items()}
    return Check("resources", True, f"{len(present)} tệp kèm theo, {len(kinds)} loại, đủ và mở được.")


def _opens(path: Path) -> bool:
    try:
        match path.suffix:
            case ".json":
                json.loads(path.read_text("utf-8"))
            case ".svg":
                ElementTree.fromstring(path.read_text("utf-8"))
            case ".ttf":
                FaceMetrics.read(path)
            case ".txt" | ".md" | ".html":
                return bool(path.read_text("utf-8").strip())
            case _:
                return bool(path.read_bytes())
    except (OSError, ValueError, ElementTree.ParseError):
        return False
    return True


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _glyphs() -> Check:
    letters = vietnamese_letters()
    faces = dict.fromkeys((*bundled_fonts().faces(), *find_fonts().faces()))
    lacking = {face.name: "".join(sorted(FaceMetrics.read(face).missing(letters))) for face in faces}
    wrong = [f"{name}: {letters}" for name, letters in lacking.items() if letters]
    if wrong:
        return Check("glyphs", False, f"Phông thiếu chữ: {'; '.join(wrong)}.")
    return Check("glyphs", True, f"{len(letters)} chữ tiếng Việt có đủ trong {len(lacking)} tệp phông.")


def _migration(folder: Path) -> Check:
    """Make a register by all revisions, then bring up one of every earlier schema."""
    create_register(folder / "mới" / "so-cchc.db")
    for schema in earlier_schemas():
        path = folder / str(schema) / "so-cchc.db"
        make_earlier_register(path, schema)
        kept = upgrade_register(path)
        with UnitOfWork(path, actor="") as uow:
            sound = not file_faults(uow) and not dangling_keys(uow)
        if not sound or schema_version(path) != int(HEAD) or kept is None or not kept.exists():
            return Check("migration", False, f"Nâng cấp từ lược đồ {schema} không thành.")
    shown = ", ".join(map(str, earlier_schemas()))
    return Check("migration", True, f"Tạo được sổ ở lược đồ {int(HEAD)}; nâng cấp được từ lược đồ {shown}.")


def _sample(services: Services) -> Check:
    make_practice_register(services.paths.data)
    services.uow.open()
    return Check("sample", True, "Tạo được sổ mẫu trong thư mục có dấu.")


def _papers(services: Services, folder: Path) -> Check:
    with services.uow.read() as session:
        paper = telling_papers(session)[0]
    files = write_papers([paper], folder, _FORMATS)
    faults = [path.name for path in files if not _is_whole(path)]
    if faults or len(files) != len(_FORMATS):
        return Check("papers", False, f"Văn bản làm ra không đọc lại được: {', '.join(faults)}.")
    return Check("papers", True, f"Lập được một báo cáo ở {len(files)} dạng: {', '.join(_FORMATS)}.")


def _is_whole(path: Path) -> bool:
    extension = path.suffix.lstrip(".")
    if extension == "pdf":
        from pypdfium2 import PdfDocument

        document = PdfDocument(path)  # type: ignore[no-untyped-call]
        try:
            text = "".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()  # type: ignore[no-untyped-call]
        return "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in unicodedata.normalize("NFC", text)
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None and _PARTS[extension] in archive.namelist()


def _foreign_files(folder: Path) -> Check:
    """Start both workers that open files from outside: each is this program itself, started anew."""
    from app.services.checking import check_file
    from app.services.intake.files import read_directive_bytes

    reading = read_directive_bytes(_DIRECTIVE.encode(), "thử.txt")
    report = check_file(next(folder.glob("*.docx")))
    if not reading.tasks or not report.rules:
        return Check("foreign_files", False, "Tiến trình đọc tệp bên ngoài không trả lời đúng.")
    return Check("foreign_files", True, "Đọc được văn bản chỉ đạo và kiểm tra thể thức ở tiến trình riêng.")


class _HeldSecrets:
    """Holds the keys of a throw-away register; the machine's own vault has a check of its own."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._held.get(name)

    def set(self, name: str, value: str) -> None:
        self._held[name] = value

    def delete(self, name: str) -> None:
        self._held.pop(name, None)

    def is_secure(self) -> bool:
        return True

    def backend_name(self) -> str:
        return type(self).__name__


def _packages(hub: Services, keys: Secrets, folder: Path) -> Check:
    """Hand a unit its work by file: its new register takes it in, and refuses a copy with one wrong bit."""
    from app.services.packages.batch import import_packages
    from app.services.packages.making import hand_down, put_out

    own = find_preset(resources_folder(), PRESET).may_own(Role.REPORTER)[0]
    with hub.uow.read() as session:
        unit_id = find_unit(session, code=own.code, as_of=hub.clock.today()).id
    made = hand_down(hub, keys, unit_id=unit_id, year=SAMPLE_DAY.year)
    whole = put_out(made, folder / "gói")
    spoilt = folder / "gói hỏng" / whole.name
    spoilt.parent.mkdir()
    spoilt.write_bytes(made.content[:-1] + bytes([made.content[-1] ^ 1]))
    paths = Paths(folder / "sổ đơn vị")
    founding = Founding(preset=PRESET, role=Role.REPORTER, unit_code=own.code)
    found_register(paths.data, founding, clock=hub.clock, progress=NullProgress())
    with UnitOfWork(paths.register, actor="Tự kiểm tra") as uow:
        unit = Services(uow=uow, clock=hub.clock, paths=paths, settings=Settings(paths.preferences))
        secrets = _HeldSecrets()
        outcomes = [
            file.outcome
            for path in (spoilt, whole, whole)
            for file in import_packages(unit, secrets, [path]).files
        ]
    if outcomes != ["rejected", "new", "duplicate"]:
        return Check("packages", False, f"Gói dữ liệu đi một vòng không đúng: {', '.join(outcomes)}.")
    return Check("packages", True, "Gói giao việc đến sổ của đơn vị nguyên vẹn; bản chép hỏng bị từ chối.")


def _forms(hub: Services, keys: Secrets) -> Check:
    """Make the form of a unit without the program, and start the worker that reads filled ones."""
    from app.services.packages.form_worker import FormReader
    from app.services.packages.forms import hand_out_form

    own = find_preset(resources_folder(), PRESET).may_own(Role.REPORTER)[0]
    with hub.uow.read() as session:
        unit_id = find_unit(session, code=own.code, as_of=hub.clock.today()).id
        period = find_period(session, name=None, as_of=hub.clock.today())
    made = hand_out_form(hub, keys, expected_id=derived_id("expected", period.id, unit_id))
    reader = FormReader()
    try:
        answer = reader.read(made.content, made.file_name)
    finally:
        reader.close()
    if answer.faults or answer.identity.unit.code != own.code:
        return Check("forms", False, "Biểu Excel vừa làm không đọc lại được.")
    return Check("forms", True, "Lập được biểu Excel cho đơn vị và đọc lại ở tiến trình riêng.")


def _backup(services: Services) -> Check:
    copy = back_up(services)
    failed = failed_backups(services)
    if failed or not copy.verified:
        return Check("backup", False, "Bản sao lưu vừa làm không qua kiểm tra.")
    return Check("backup", True, "Sao lưu và kiểm tra lại bản sao: đúng.")


def _vault(secrets: Secrets) -> Check:
    """Name the vault; on Windows, where every machine has one, also use it."""
    name = secrets.backend_name()
    if not secrets.is_secure():
        allowed = sys.platform != "win32"
        return Check("vault", allowed, f"Không có kho mật khẩu ({name}); tính năng cần mật khẩu được tắt.")
    if sys.platform == "win32":
        secrets.set(_SECRET, "mật khẩu thử")
        found = secrets.get(_SECRET)
        secrets.delete(_SECRET)
        if found != "mật khẩu thử" or secrets.get(_SECRET) is not None:
            return Check("vault", False, f"Kho mật khẩu ({name}) không giữ đúng điều đã cất.")
    return Check("vault", True, f"Kho mật khẩu của hệ thống: {name}.")
