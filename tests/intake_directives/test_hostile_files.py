"""Files that should not or cannot be read: a sentence, a code, bounded time and memory."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from app.intake.refusals import FileRefused
from app.services.intake.files import read_directive_bytes, read_directive_file
from tests.intake_directives import as_pdf
from tests.intake_directives.test_word_files import package, paragraph

SENTENCE = "1. Giao Sở Nội vụ rà soát hồ sơ trước ngày 15/3/2026."
GOOD = package(paragraph(SENTENCE))
LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _document(content: str, *, extra: str = "", types: str = "<Types/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", content)
        if extra:
            archive.writestr(extra, "x")
    return stream.getvalue()


def _entities(declared: str) -> bytes:
    return _document(f"<!DOCTYPE d [{declared}]><d>&b;</d>")


CASES = {
    "empty": (b"", "E-TEP-03"),
    "blank": (b" \n\t\n", "E-TEP-03"),
    "random": (os.urandom(20_000) + b"\0", "E-TEP-02"),
    "cut docx": (GOOD[: len(GOOD) // 2], "E-TEP-01"),
    "cut pdf": (b"%PDF-1.7\n" + os.urandom(3000), "E-TEP-01"),
    "looping pdf": (LOOP, "E-TEP-01"),
    "old doc": (OLE, "E-TEP-02"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "E-TEP-04"),
    "macro": (_document("<d/>", extra="word/vbaProject.bin"), "E-TEP-05"),
    "macro type": (_document("<d/>", types="<Types a='macroEnabled'/>"), "E-TEP-05"),
    "zip bomb": (_document("<d>" + "a" * (40 << 20) + "</d>"), "E-TEP-06"),
    "entity bomb": (_entities('<!ENTITY a "xx"><!ENTITY b "&a;&a;&a;">'), "E-TEP-06"),
    "outside entity": (_entities('<!ENTITY b SYSTEM "canary.txt">'), "E-TEP-06"),
    "deep xml": (_document("<d>" * 3000 + "</d>" * 3000), "E-TEP-06"),
    "giant node": (_document("<d>" + "ab " * 150_000 + "</d>"), "E-TEP-06"),
    "workbook": (_document("<d/>").replace(b"word/document.xml", b"xl/workbook.xml\0\0"), None),
    "million letters": (b"a b " * 250_000, "E-TEP-01"),
    "program": (b"MZ\x90\0" + b"\0" * 400, "E-TEP-02"),
    "web page": (b"<html><body>x</body></html>", "E-TEP-02"),
    "rtf": (b"{\\rtf1 x}", "E-TEP-02"),
    "image": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "E-TEP-02"),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_with_a_sentence(name: str):
    content, code = CASES[name]
    with pytest.raises(FileRefused) as refusal:
        read_directive_bytes(content, "tep.docx")
    assert "tep.docx" in refusal.value.message
    assert code in (None, refusal.value.code)


def test_a_scan_is_named_as_such():
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(FileRefused) as refusal:
        read_directive_bytes(stream.getvalue(), "quet.pdf")
    assert refusal.value.code == "E-TEP-07"
    assert "bản quét" in refusal.value.message


def test_a_pdf_with_a_password():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf.convert(SENTENCE))))
    writer.encrypt("bi-mat", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(FileRefused) as refusal:
        read_directive_bytes(stream.getvalue(), "khoa.pdf")
    assert refusal.value.code == "E-TEP-04"


def test_the_name_of_a_file_says_nothing():
    assert len(read_directive_bytes(GOOD, "a.pdf").tasks) == 1
    assert len(read_directive_bytes(SENTENCE.encode("utf-16"), "a.docx").tasks) == 1


def test_files_that_are_not_there(tmp_path: Path):
    with pytest.raises(FileRefused):
        read_directive_file(tmp_path / "khong-co.docx")
    with pytest.raises(FileRefused):
        read_directive_file(tmp_path)


def test_crowded_texts_stay_within_bounds():
    for text in (
        "(" * 100_000,
        "- \n" * 20_000,
        "| a | b | c |\n" * 5000,
        "a\tb\t" * 20_000,
        "ỦY BAN " * 20_000,
        "TT\nNội dung\nChủ trì\nThời gian\n" * 1500,
        "Ký bởi: x\n7\n" * 10_000,
        "12\n" * 20_000,
    ):
        assert read_directive_bytes(text.encode(), "a.txt").tasks == ()
