"""Versions of the catalogue as workbooks: out, changed, tried, taken in; old months read as before."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.core.errors import ImportRefused, InvalidField
from app.models import Catalogue, ExpectedReport, Indicator, Period
from app.services.catalogues import newest_catalogue
from app.services.checks.report import read_report
from app.services.imports.catalogue import catalogue_rows
from app.services.imports.incoming import import_table, read_table, read_workbook
from app.services.imports.outcome import Outcome
from app.services.imports.templates import write_template
from app.storage.unit_of_work import UnitOfWork
from tests.sample import SAMPLE_CLOCK

JULY = date(2024, 7, 1)


@pytest.fixture
def book(sample: UnitOfWork, tmp_path: Path) -> Path:
    with sample.read() as session:
        rows = catalogue_rows(session)
    return write_template("catalogue", tmp_path / "danh-muc.xlsx", rows)


def take(register: UnitOfWork, path: Path, *, since: date | None = JULY, rehearse: bool = False) -> Outcome:
    table = read_table(read_workbook(path), "catalogue")
    with register.rehearse() if rehearse else register.write() as session:
        return import_table(session, table=table, clock=SAMPLE_CLOCK, valid_from=since).value


def change(path: Path, changes: dict[str, dict[str, object]], *more: dict[str, object]) -> Path:
    """Write values into the lines of some codes, and add lines."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in list(sheet.iter_rows(min_row=2)):
        for header, value in changes.get(str(row[0].value), {}).items():
            sheet.cell(row[0].row, columns[header]).value = value
    for number, line in enumerate(more, sheet.max_row + 1):
        for header, value in line.items():
            sheet.cell(number, columns[header]).value = value
    book.save(path)
    return path


NEW = {
    "Mã": "HS29",
    "Tên chỉ tiêu, ghi chú kiểm tra": "Hồ sơ phi địa giới",
    "Loại": "Chỉ tiêu",
    "Lĩnh vực": "TTHC",
    "Kiểu số": "Số đếm",
    "Tính chất": "Trong kỳ",
    "Cách cộng": "Cộng",
}


def test_the_catalogue_goes_out_and_comes_back_unchanged(sample: UnitOfWork, book: Path) -> None:
    outcome = take(sample, book)
    assert (outcome.added, outcome.changed, outcome.told) == (0, 0, [])
    assert outcome.unchanged == 119 + 25
    with sample.read() as session:
        assert session.query(Catalogue).count() == 1


def test_a_new_version_holds_from_its_day_and_old_months_read_as_before(
    sample: UnitOfWork, book: Path
) -> None:
    path = change(
        book,
        {"HS07": {"Công thức, quy tắc": "HS04+HS05+HS06+HS29"}, "X3": {"Mức kiểm tra": "Lưu ý"}},
        NEW,
    )

    def totals() -> dict[str, object]:
        with sample.read() as session:
            found = {}
            for report in session.query(ExpectedReport).join(Period).filter(Period.name == "2024-03"):
                facts = read_report(session, report)
                found[report.unit_id] = facts.figures["HS07"].value if facts else None
            return found

    before = totals()
    tried = take(sample, path, rehearse=True)
    assert [change.sentence for change in tried.entries] == [
        "Thêm HS29 Hồ sơ phi địa giới.",
        "Sửa HS07 Tổng tiếp nhận trong kỳ: công thức “HS04+HS05+HS06” → “HS04+HS05+HS06+HS29”.",
        "Sửa X3 Không có văn bản xin lỗi nếu không có hồ sơ quá hạn: mức “Chặn” → “Lưu ý”.",
    ]
    with sample.read() as session:
        assert session.query(Catalogue).count() == 1  # the dry run left nothing
    outcome = take(sample, path)
    assert (outcome.added, outcome.changed) == (1, 2)
    with sample.read() as session:
        old, new = session.query(Catalogue).order_by(Catalogue.version)
        assert (old.valid_to, new.valid_from, new.version) == (date(2024, 6, 30), JULY, 2)
        read = {
            p.name: p.catalogue_id
            for p in session.query(Period).filter(Period.catalogue_id.is_not(None))
            if len(p.name) == 7
        }
        assert {read["2024-03"], read["2024-06"]} == {old.id}
        assert {read["2024-08"], read["2024-12"]} == {new.id}
    assert totals() == before


def test_a_line_that_is_left_out_is_told(sample: UnitOfWork, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    row = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "CD19")
    sheet.delete_rows(row)
    opened.save(book)
    ended = [(change.effect, change.code) for change in take(sample, book).entries]
    assert ended == [("ended", "CD19")]
    with sample.read() as session:
        kept = newest_catalogue(session).id
        assert session.query(Indicator).filter_by(catalogue_id=kept, code="CD19").count() == 0


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"HS07": {"Công thức, quy tắc": "HS04+ABC9"}}, "G", "nhắc mã không có: ABC9"),
        ({"HS07": {"Công thức, quy tắc": "__import__('os')"}}, "G", "mã không có: __import__"),
        ({"HS07": {"Công thức, quy tắc": "HS08"}}, "G", "quay vòng"),
        ({"X1": {"Công thức, quy tắc": "HS08 = = 1"}}, "G", "không đọc được"),
        (
            {"X1": {"Mức kiểm tra": "Nặng"}},
            "J",
            "“Nặng” không dùng được; chỉ nhận Chặn, Cần giải trình, Lưu ý, Cách tính.",
        ),
        ({"CD01": {"Kiểu số": "Màu"}}, "E", "“Màu” không dùng được; chỉ nhận Số đếm, Tiền, Tỷ lệ, Chữ."),
        ({"CD01": {"Mã": "CD02"}}, "A", "có hai lần"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken_in(
    sample: UnitOfWork, book: Path, changes: dict[str, dict[str, object]], column: str, words: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(sample, change(book, changes))
    finding = refused.value.findings[0]
    assert (finding.column, words in finding.message) == (column, True), finding
    with sample.read() as session:
        assert session.query(Catalogue).count() == 1


def test_a_version_needs_a_day_after_the_one_before(sample: UnitOfWork, book: Path) -> None:
    with pytest.raises(InvalidField, match="từ ngày nào"):
        take(sample, book, since=None)
    take(sample, change(book, {}, NEW))
    with pytest.raises(InvalidField, match="Bản 2 đã có hiệu lực từ 01/7/2024"):
        take(sample, change(book, {"HS29": {"Đơn vị tính": "hồ sơ"}}), since=JULY)
