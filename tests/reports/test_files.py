"""What holds for all formats: the same bytes twice, hostile text, unknown nodes, whole files."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from docx import Document as open_word
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from app.reports import outlines
from app.reports.catalogue import CATALOGUE, FORMATS
from app.reports.fonts import bundled_fonts
from app.reports.tree import Annex, Cell, Chart, ChartSeries, Column, Document, Row, Table, paragraph
from app.reports.writer import renderer, write_document
from tests.reports import letter_samples as letters
from tests.reports import report_samples as samples

DATA: dict[str, Any] = {
    "monthly-report": samples.monthly(),
    "improvement-plan": samples.improvement(),
    "consolidated-report": samples.consolidated(),
    "reminder": letters.reminder(),
    "assignment-notice": letters.assignment_notice(),
    "results-notice": letters.results_notice(),
    "apology": letters.apology(),
    "handover": letters.handover(),
    "leader-page": letters.leader_page(),
    "number-story": letters.number_story(),
}


def rendered(document: Document, extension: str) -> bytes:
    stream = BytesIO()
    renderer(extension, bundled_fonts())(document, stream)
    return stream.getvalue()


def read_text(data: bytes, extension: str) -> str:
    if extension == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    if extension == "docx":
        made = open_word(BytesIO(data))
        return " ".join(node.text or "" for node in made.element.body.iter() if str(node.tag).endswith("}t"))
    sheets = load_workbook(BytesIO(data)).worksheets
    return " ".join(
        str(v) for s in sheets for row in s.iter_rows(values_only=True) for v in row if v is not None
    )


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", CATALOGUE)
def test_the_same_document_gives_the_same_bytes(kind: str, extension: str) -> None:
    document = CATALOGUE[kind].build(DATA[kind]).document
    assert rendered(document, extension) == rendered(document, extension)


@pytest.mark.parametrize("extension", FORMATS)
def test_dates_of_files_come_from_the_document(extension: str) -> None:
    document = Document("t", "a", ())
    later = replace(document, created_on=date(2024, 3, 12))
    assert rendered(document, extension) != rendered(later, extension)


HOSTILE = "<b>&amp;</w:t>]]> \x00\x0b\ufffe {x} %s ${y} <!-- --> \ud83d"


@pytest.mark.parametrize("extension", FORMATS)
def test_hostile_text_is_printed_as_text(extension: str) -> None:
    data = samples.monthly()
    frame = replace(
        data.frame,
        issuer_lines=(HOSTILE, "x" * 300),
        issuer_name=HOSTILE + " " + "Rất dài " * 40,
        signer_name=HOSTILE,
        place=HOSTILE,
        recipients=(HOSTILE,),
        addressees=(HOSTILE, "y" * 300),
    )
    headings = (replace(outlines.MONTHLY_REPORT[0], title=HOSTILE, texts=(HOSTILE,)),)
    tasks = (
        replace(
            data.tasks[0], content=HOSTILE, lead="z" * 300, source=unicodedata.normalize("NFD", "Sở Nội vụ")
        ),
    )
    data = replace(data, frame=frame, headings=headings, tasks=tasks, unit_name=HOSTILE)
    document = CATALOGUE["monthly-report"].build(data).document
    text = read_text(rendered(document, extension), extension)
    assert "<b>&amp;</w:t>]]>" in re.sub(r"\s+", " ", text)
    assert "Sở Nội vụ" in re.sub(r"\s+", " ", text)
    assert text == unicodedata.normalize("NFC", text)


@settings(max_examples=150)
@given(text=st.text(max_size=60))
@example(text="\x00\x1f\x7f\ufffe\ud800\u200b")
@example(text="</w:t></is>\"'<!--")
def test_no_text_breaks_the_xml_of_a_file(text: str) -> None:
    """Words are written as they are, without a tree in between."""
    chart = Chart((text, "b"), (ChartSeries(text, (1, 2)),), text)
    frame = replace(DATA["reminder"].frame, issuer_lines=(text,), signer_name=text, place=text, symbol=text)
    head = CATALOGUE["reminder"].build(replace(DATA["reminder"], frame=frame, unit_name=text)).document
    table = Table(
        (Column(1), Column(1)), (Row((Cell(text), Cell(text))),), (Row((Cell(text), Cell(5))),), caption=text
    )
    annex = Annex(None, text, text, (paragraph(text), table, chart), sheet_name=text)
    document = Document(text, text, head.blocks, (annex,), keywords=(text,))
    for extension in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(rendered(document, extension))) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    fromstring(package.read(name))


@dataclass(frozen=True)
class Unknown:
    """A node nobody has taught the renderers."""


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("in_annex", [False, True])
def test_an_unknown_node_is_refused(extension: str, in_annex: bool) -> None:
    node: Any = Unknown()
    annex = (Annex(None, "x", "y", (node,)),) if in_annex else ()
    document = Document("t", "a", () if in_annex else (node,), annex)
    with pytest.raises(TypeError, match="Unknown"):
        rendered(document, extension)


def test_names_of_files_are_short_and_ascii() -> None:
    names = {kind: entry.file_name(DATA[kind], "docx") for kind, entry in CATALOGUE.items()}
    assert names == {
        "monthly-report": "bao-cao-thang_2024-03_17038.docx",
        "improvement-plan": "ke-hoach-khac-phuc_2024_17038.docx",
        "consolidated-report": "bao-cao-tong-hop_2024-03_420.docx",
        "reminder": "don-doc_2024-03_17038.docx",
        "assignment-notice": "giao-nhiem-vu_123-ubnd-nv_420.docx",
        "results-notice": "thong-bao-ket-qua_2024-03_420.docx",
        "apology": "xin-loi_h40.17-240312-0001_17038.docx",
        "handover": "ban-giao_2024-03-18_17038.docx",
        "leader-page": "trang-lanh-dao_2024-03_420.docx",
        "number-story": "giai-trinh_hs20-2024-03_420.docx",
    }
    odd = replace(samples.monthly(), unit_code="../Xã Đức/..\\x")
    assert CATALOGUE["monthly-report"].file_name(odd, "pdf") == "bao-cao-thang_2024-03_xa-duc-..-x.pdf"
    with pytest.raises(ValueError, match="no form"):
        CATALOGUE["monthly-report"].file_name(odd, "exe")


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_is_written_whole(tmp_path: Path, extension: str) -> None:
    target = tmp_path / f"báo cáo.{extension}"
    target.write_bytes(b"old")
    document = CATALOGUE["monthly-report"].build(samples.monthly()).document
    assert write_document(document, target, bundled_fonts()) == target
    assert target.read_bytes() == rendered(document, extension)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    node: Any = Unknown()
    with pytest.raises(TypeError):
        write_document(Document("t", "a", (node,)), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_a_target_that_cannot_be_replaced_is_told_and_leaves_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.mkdir()  # what os.replace refuses on every system, as it refuses a file open in Word on Windows
    with pytest.raises(OSError):
        write_document(Document("t", "a", ()), target, bundled_fonts())
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_document(Document("t", "a", ()), tmp_path / "none" / "a.pdf", bundled_fonts())


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown file format"):
        renderer("odt")
