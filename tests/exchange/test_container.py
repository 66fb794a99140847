"""The container: deterministic, readable by any ZIP program, and closed to hostile shapes (E1, E2)."""

import io
import zipfile

import pytest

from app.exchange.container import ENVELOPE, MIMETYPE, MOST_BYTES, pack, unpack
from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from app.exchange.refusals import Damaged
from tests.exchange import damage
from tests.exchange.samples import make


def test_the_same_content_gives_the_same_bytes() -> None:
    assert make(Kind.REPORT) == make(Kind.REPORT)


def test_any_zip_program_can_look_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(make(Kind.REPORT))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["mimetype", ENVELOPE]
        assert "readable/bao-cao.pdf" in archive.namelist()
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())


def test_packing_and_unpacking_are_inverse() -> None:
    members = {"data/a.json": b"{}", "readable/b.pdf": b"x", "files/" + "0" * 64: b""}
    assert unpack(pack(b"envelope", members)) == (b"envelope", members)


@pytest.mark.parametrize("name", damage.NAMES)
def test_no_name_that_leads_elsewhere_is_written_or_read(name: str) -> None:
    if name == "data/x.json":
        return
    with pytest.raises(ValueError, match="name"):
        pack(b"", {name: b""})
    with pytest.raises(Damaged):
        unpack(damage.rebuild([("mimetype", MIMETYPE), (ENVELOPE, b"{}"), (name, b"{}")]))


def zipped(method: int, *members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


HOSTILE = {
    "empty": b"",
    "random": bytes(range(256)) * 8,
    "polyglot": b"MZ" + make(Kind.REPORT),
    "zip comment": damage.rebuild(damage.entries(make(Kind.REPORT)), comment=b"x"),
    "encrypted": damage.rebuild(damage.entries(make(Kind.REPORT)), flags=1),
    "flat bomb": zipped(zipfile.ZIP_DEFLATED, ("mimetype", MIMETYPE), (ENVELOPE, bytes(50_000_000))),
    "deflated": zipped(zipfile.ZIP_DEFLATED, *damage.entries(make(Kind.REPORT))),
    "100,000 members": damage.rebuild([("mimetype", MIMETYPE), *[("data/a.json", b"")] * 2_000]),
    "forged size": b"PK\3\4" + b"\x14\0" * 2 + b"\0" * 10 + b"\xff" * 8 + b"\x08\0\0\0mimetype",
    "a workbook": zipped(zipfile.ZIP_STORED, ("[Content_Types].xml", b"<Types/>")),
    "sqlite": b"SQLite format 3\0" + bytes(4096),
    "html": b"<html>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    with pytest.raises(Damaged) as refusal:
        read_package(HOSTILE[name])
    assert refusal.value.message == ("Gói bị hỏng khi chép hoặc bị sửa sau khi ký. Chưa nhập gì vào sổ.")
    assert refusal.value.code == "E-PKG-01"


def test_a_file_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(Damaged):
        unpack(bytes(MOST_BYTES + 1))
    with pytest.raises(ValueError, match="64 MiB"):
        pack(b"", {"readable/a.pdf": bytes(MOST_BYTES)})
