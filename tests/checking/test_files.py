"""Files that cannot be checked get a sentence, quickly; the command line keeps its contract."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.__main__ import main
from app.core.errors import AppError, NotFound
from app.reports.checking.checker import check_bytes
from app.reports.checking.rulebook import RULES
from app.reports.checking.verdicts import Verdict
from app.services.checking import MOST_BYTES, check_file
from tests.checking.planting import bases, edited, render, swap
from tests.checking.word_user import Choice, make

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(body: str, before: str = "") -> bytes:
    return package(
        {"word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>".encode()}
    )


def paper(extension: str = "pdf") -> bytes:
    return render(bases()["issued"], extension)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(paper())))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def scanned_pdf() -> bytes:
    from PIL import Image

    stream = BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    canvas.save()
    return stream.getvalue()


def many_pages() -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream)
    for _ in range(601):
        canvas.drawString(100, 100, "a")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def bomb() -> bytes:
    return package({"word/document.xml": b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>"})


_LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "/etc/passwd">]>'
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "không phải là tệp Word"),
    "text": (lambda: b"xin ch\xc3\xa0o", "không phải là tệp Word"),
    "old-word": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "mật khẩu hoặc ở dạng Word cũ"),
    "not-a-package": (lambda: b"PK\x03\x04" + bytes(200), "không phải là tệp Word (.docx) hoặc đã hỏng"),
    "workbook": (lambda: package({"xl/workbook.xml": b"<a/>"}), "không phải là tệp Word (.docx)"),
    "half-a-package": (lambda: paper("docx")[:4000], "đã hỏng"),
    "bad-xml": (lambda: package({"word/document.xml": b"<w:document"}), "đã hỏng ở phần"),
    "bomb": (bomb, "phình ra quá lớn"),
    "entities": (lambda: word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", _LAUGHS), "khai báo thực thể"),
    "outside-entity": (lambda: word("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", _OUTSIDE), "khai báo thực thể"),
    "deep": (lambda: word("<w:p>" * 5000 + "</w:p>" * 5000), "quá sâu"),
    "macros": (
        lambda: package({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}),
        "macro",
    ),
    "no-words": (lambda: word("<w:p/>"), "không có chữ"),
    "cut-pdf": (lambda: paper()[:3000], "bị cắt cụt"),
    "garbage-pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "bị cắt cụt"),
    "locked-pdf": (locked_pdf, "mật khẩu"),
    "scanned-pdf": (scanned_pdf, "không có chữ (bản quét ảnh)"),
    "many-pages": (many_pages, "quá 600 trang"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_gets_a_sentence(name: str) -> None:
    content, sentence = BAD[name]
    with pytest.raises(AppError) as caught:
        check_bytes(content())
    assert sentence in caught.value.message
    assert caught.value.code == "E-KIEMTRA-01"


@pytest.mark.parametrize("step", [1, 7, 50])
def test_a_spoilt_pdf_or_word_file_is_refused_or_checked_but_never_a_crash(step: int) -> None:
    for extension in ("pdf", "docx"):
        content = bytearray(paper(extension))
        for at in range(200, len(content), len(content) // 12):
            spoilt = bytes(content[:at]) + bytes([content[at] ^ 0x55]) * step + bytes(content[at + step :])
            try:
                check_bytes(spoilt)
            except AppError as error:
                assert error.message.endswith(".")


def test_the_worker_answers_like_the_reader(tmp_path: Path) -> None:
    for extension in ("docx", "pdf"):
        path = tmp_path / f"báo cáo.{extension}"
        path.write_bytes(paper(extension))
        assert check_file(path) == check_bytes(path.read_bytes())


def test_the_worker_tells_bad_files_and_its_own_end(tmp_path: Path) -> None:
    path = tmp_path / "hỏng.pdf"
    path.write_bytes(paper()[:3000])
    with pytest.raises(AppError, match="Tệp PDF đã hỏng"):
        check_file(path)
    with pytest.raises(AppError, match="đọc quá 0 giây"):
        check_file(path, seconds=0)
    with pytest.raises(NotFound, match="Không tìm thấy"):
        check_file(tmp_path / "không có.docx")
    with pytest.raises(AppError, match="là thư mục"):
        check_file(tmp_path)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.pdf"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(AppError, match="lớn quá 50 MB"):
        check_file(path)


def test_every_rule_gets_one_verdict() -> None:
    report = check_bytes(make(Choice("usual")))
    assert [rule.id for rule in report.rules] == list(RULES)
    assert not {"R09", "R25", "R39", "R57", "R58", "R59"} & set(RULES)
    assert all(rule.message for rule in report.rules)
    assert all(rule.title and rule.source and rule.absent for rule in RULES.values())


def test_findings_name_place_rule_and_source() -> None:
    content = edited(make(Choice("usual")), swap("Số: 05/BC-PNV", "Số: 5/BC-PNV"))
    found = check_bytes(content).of("R19")
    assert found.verdict is Verdict.FAIL
    assert found.where == "đoạn 7 (“Số: 5/BC-PNV”)"
    assert found.message == "Số dưới 10 phải có số 0 phía trước: 05. (R19, PLI II.3.c)"


def test_the_command_prints_one_object_and_ends_with_five_on_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "tốt.docx", tmp_path / "sai.docx"
    good.write_bytes(make(Choice("usual")))
    bad.write_bytes(edited(good.read_bytes(), swap("Số: 05/BC-PNV", "Số: 5/BC-PNV")))
    assert main(["check", str(good), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["file"] == str(good)
    assert {rule["verdict"] for rule in facts["rules"]} == {"pass", "not_applicable"}
    assert set(facts["rules"][0]) == {"id", "verdict", "where", "message"}
    assert main(["check", str(bad)]) == 5
    shown = capsys.readouterr()
    assert "SAI" in shown.out and "R19" in shown.out and "sai 1" in shown.out
    bad.write_bytes(b"PK")
    assert main(["check", str(bad)]) == 3
    assert "E-KIEMTRA-01" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "không.docx")]) == 3
