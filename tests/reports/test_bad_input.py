"""What an officer's machine and an officer's text can do to a paper: told, or printed; never half a file."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.core.errors import Unavailable
from app.core.statuses import FigureState
from app.reports.catalogue import CATALOGUE, FORMATS
from app.reports.checking.checker import check_bytes
from app.reports.data.parts import Figure, FigureGroup
from app.services import papers as module
from app.services.papers import Paper, write_papers
from tests.reports import report_samples as samples
from tests.reports.test_files import DATA, read_text, rendered

LONG_UNIT = " ".join(["Trung tâm Dịch vụ tổng hợp"] * 12)[:300]
ENDLESS = "Đ" * 400


def report(**changes: Any) -> Any:
    return replace(samples.monthly(), **changes)


def refusing(error: OSError) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "E-DISK-01", "Ổ đĩa đã đầy"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "E-DISK-01", "Ổ đĩa đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied"), "E-LOCK-02", "đang mở ở chương trình khác"),
        (OSError(errno.EROFS, "Read-only file system"), "E-DISK-02", "Không ghi được"),
    ],
)
@pytest.mark.parametrize("place", ["os.fsync", "pathlib.Path.replace"])
def test_what_the_machine_refuses_is_told_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str, words: str, place: str
) -> None:
    paper = Paper("monthly-report", samples.monthly())
    target = tmp_path / paper.file_name("docx")
    target.write_bytes(b"old")
    monkeypatch.setattr(place, refusing(error))
    with pytest.raises(Unavailable) as told:
        write_papers([paper], tmp_path, ("docx",))
    monkeypatch.undo()
    assert told.value.code == code and words in told.value.message
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"old"


def test_a_file_that_is_open_elsewhere_is_written_beside_when_asked_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = Paper("monthly-report", samples.monthly())
    target = tmp_path / paper.file_name("docx")
    target.write_bytes(b"old")
    (tmp_path / f"{target.stem} (2).docx").write_bytes(b"older")
    whole = module.write_document

    def held(document: Any, place: Path, *rest: Any) -> Path:
        if place == target:
            raise PermissionError(errno.EACCES, "in use")
        return whole(document, place, *rest)

    monkeypatch.setattr(module, "write_document", held)
    files = write_papers([paper], tmp_path, ("docx", "pdf"), beside=True)
    assert [file.name for file in files] == [f"{target.stem} (3).docx", f"{target.stem}.pdf"]
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unavailable, match="Không ghi được"):
        write_papers([Paper("monthly-report", samples.monthly())], tmp_path, ("docx",))


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_unit_without_signer_and_with_an_endless_name_has_its_paper(kind: str, extension: str) -> None:
    data = DATA[kind]
    frame = replace(
        data.frame,
        authority=(),
        signer_name="",
        issuer_lines=(LONG_UNIT, ENDLESS),
        issuer_name=LONG_UNIT,
        place=ENDLESS[:120],
        recipients=(LONG_UNIT, ENDLESS, "Lưu: VT"),
        addressees=(LONG_UNIT, ENDLESS),
    )
    document = CATALOGUE[kind].build(replace(data, frame=frame, unit_name=LONG_UNIT)).document
    content = rendered(document, extension)
    if extension == "pdf":
        for page in PdfReader(BytesIO(content)).pages:
            assert all(-1 <= x <= float(page.mediabox.width) for x in places_of(page))
    elif extension == "docx":
        check_bytes(content)


def places_of(page: Any) -> list[float]:
    """Return how far from the left edge each piece of text begins."""
    places: list[float] = []

    def visit(_: str, outer: list[float], inner: list[float], *rest: object) -> None:
        places.append(inner[4] * outer[0] + inner[5] * outer[2] + outer[4])

    page.extract_text(visitor_text=visit)
    return places


@pytest.mark.parametrize("extension", FORMATS)
def test_a_state_stands_for_its_number(extension: str) -> None:
    figures = tuple(
        Figure(f"X{n}", f"Chỉ tiêu {n}", "văn bản", state, in_text=True)
        for n, state in enumerate((FigureState.NONE_ARISEN, FigureState.NOT_APPLICABLE, FigureState.BLANK, 0))
    )
    data = report(figures=(FigureGroup("field.TTHC", "Cải cách thủ tục hành chính", figures),))
    text = read_text(rendered(CATALOGUE["monthly-report"].build(data).document, extension), extension)
    assert "không phát sinh" in text and "không áp dụng" in text
    assert "BLANK" not in text and "blank" not in text and "None" not in text


@pytest.mark.parametrize("extension", FORMATS)
def test_an_annex_of_five_thousand_rows_is_written_whole(extension: str) -> None:
    data = samples.monthly(rows=5_000)
    document = CATALOGUE["monthly-report"].build(data).document
    content = rendered(document, extension)
    if extension == "pdf":
        last = PdfReader(BytesIO(content)).pages
        assert any("5000" in page.extract_text() for page in last[-40:])
    else:
        assert "Nhiệm vụ 5000:" in read_text(content, extension)
