"""The way by Excel: a form per unit and period, filled in by hand, read back through the same checks."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from app.core.figures import FigureValue
from app.core.statuses import Channel, FigureState, ReportResult
from app.exchange.documents import ReportDocument
from app.exchange.form_layout import FIGURES, HEADER_ROW, HIDDEN, WORDS
from app.exchange.form_reading import read_form
from app.models import Package, Submission
from app.services.figures import entered_figures
from app.services.packages.arrivals import Arrived
from app.services.packages.decisions import choose_file, undo_batch
from app.services.packages.filled_forms import FormFaulty, package_of
from app.services.packages.form_worker import FormReader
from app.services.packages.forms import hand_out_form
from app.services.packages.making import answer
from app.services.packages.store import PackageStore
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import find_period
from tests.offices import Office, expected_id, unit_id_of
from tests.register import clock_at, contents

OTHER = "17041"  # the commune without the program
CAME_ON = clock_at(2024, 3, 12)
Fill = Callable[[Any], None]


def unit_of(hub: Office, code: str) -> str:
    with hub.uow.read() as session:
        return unit_id_of(session, code)


@pytest.fixture
def report(hub: Office) -> str:
    return expected_id(hub, "2024-03", unit_of(hub, OTHER))


@pytest.fixture
def blank(hub: Office, report: str) -> Path:
    return hub.put_out(hand_out_form(hub.services, hub.secrets, expected_id=report))


def filled(blank: Path, fill: Fill | None = None, *, name: str = "bieu da ghi.xlsx") -> Path:
    """Fill a form as a person would: every figure "P" but for two, an approver, then what a test wants."""
    book = openpyxl.load_workbook(blank)
    sheet = book[FIGURES]
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        sheet.cell(row, 4, "P")
    sheet["D8"] = "Trần Văn Bình"
    cell(sheet, "CD12").value = "19.630"
    if fill is not None:
        fill(book)
    path = blank.with_name(name)
    book.save(path)
    return path


def cell(sheet: Any, code: str) -> Any:
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == code)
    return sheet.cell(row, 4)


def taken(hub: Office, path: Path, **more: object) -> Arrived:
    return hub.at(CAME_ON).take_in(path, **more).files[0]


def figure(hub: Office, report: str, code: str) -> FigureValue | None:
    with hub.uow.read() as session:
        return entered_figures(session, report).get(code)


def test_a_form_asks_and_protects(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    assert book.sheetnames == [FIGURES, WORDS, HIDDEN]
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert book.security.lockStructure
    sheet = book[FIGURES]
    assert sheet.protection.sheet
    assert (sheet["A13"].protection.locked, sheet["D13"].protection.locked) == (True, False)
    assert "tháng 3/2024" in sheet["A3"].value


def test_a_filled_form_is_a_report_in_the_same_ledger(hub: Office, report: str, blank: Path) -> None:
    arrived = taken(hub, filled(blank))
    assert (arrived.outcome, arrived.revision, arrived.seal_code) == ("new", 1, "")
    assert arrived.notices[0] == "Nộp qua Excel."
    assert figure(hub, report, "CD12") == FigureValue(FigureState.VALUE, 19630)
    with hub.uow.read() as session:
        row = session.scalars(select(Submission)).one()
        assert (row.channel, row.approved_by, row.sealed_at) == (Channel.EXCEL, "Trần Văn Bình", None)
        period = find_period(session, name="2024-03", as_of=CAME_ON.today())
        status = cycle_status(session, period=period, as_of=CAME_ON.today())
        (result,) = [r.verdict.result for r in status.reports if r.expected_id == report]
    assert result is ReportResult.ON_TIME


def test_forms_and_packages_come_in_one_folder(
    hub: Office, sealed: tuple[Office, Office], first: Path, blank: Path
) -> None:
    folder = blank.parent / "usb"
    folder.mkdir()
    (folder / first.name).write_bytes(first.read_bytes())
    filled(blank).replace(folder / "bieu.xlsx")
    (folder / "~$bieu.xlsx").write_bytes(b"Excel's own lock")
    outcome = hub.at(CAME_ON).take_in(folder)
    assert [(file.kind, file.outcome) for file in outcome.files] == [("report", "new")] * 2


def test_the_same_form_again_is_no_news_and_a_changed_one_with_the_same_number_a_conflict(
    hub: Office, report: str, blank: Path
) -> None:
    path = filled(blank)
    assert taken(hub, path).outcome == "new"
    assert taken(hub, path).outcome == "duplicate"
    other = filled(blank, lambda book: setattr(cell(book[FIGURES], "CD12"), "value", 7), name="khác.xlsx")
    arrived = taken(hub, other)
    assert (arrived.outcome, arrived.verdict) == ("rejected", "conflict")
    assert figure(hub, report, "CD12") is None
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        choose_file(session, package_id=arrived.id, reason="Xã xác nhận", store=store, clock=CAME_ON)
    assert figure(hub, report, "CD12") == FigureValue(FigureState.VALUE, 7)


def test_a_replacement_counts_and_needs_its_reason(hub: Office, report: str, blank: Path) -> None:
    def second(book: Any) -> None:
        book[FIGURES]["D6"] = 2
        cell(book[FIGURES], "CD12").value = 8

    assert taken(hub, filled(blank)).outcome == "new"
    arrived = taken(hub, filled(blank, second, name="2.xlsx"))
    assert (arrived.outcome, arrived.code) == ("rejected", "E-BIEU-03")
    assert "Số liệu!D7: Nộp thay thế thì cần ghi lý do." in arrived.notices

    def reasoned(book: Any) -> None:
        second(book)
        book[FIGURES]["D7"] = "Đếm nhầm"

    arrived = taken(hub, filled(blank, reasoned, name="3.xlsx"))
    assert arrived.outcome == "replacement"
    assert [(c.subject, c.before, c.after) for c in arrived.changes] == [("CD12", "19.630", "8")]


def test_undo_and_receipts_hold_for_forms_too(hub: Office, report: str, blank: Path) -> None:
    outcome = hub.at(CAME_ON).take_in(filled(blank))
    made = answer(hub.at(CAME_ON).services, hub.secrets, unit_id=unit_of(hub, OTHER), year=2024)
    assert made.kind == "receipt"
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        undo_batch(session, batch_id=outcome.batch_id, store=store, clock=CAME_ON)
    assert figure(hub, report, "CD12") is None


def put(place: str, value: object, sheet: str = FIGURES) -> Fill:
    return lambda book: setattr(book[sheet][place], "value", value)


def all_of(*fills: Fill) -> Fill:
    def fill(book: Any) -> None:
        for one in fills:
            one(book)

    return fill


FAULTS: dict[str, tuple[Fill, str]] = {
    "formula": (put("D15", "=1+1"), "Số liệu!D15: Ô này là công thức"),
    "words for a number": (put("D16", "nhiều"), "Số liệu!D16: "),
    "negative": (put("D16", -5), "số liệu không được âm (-5)."),
    "a day for a number": (put("D17", CAME_ON.now().replace(tzinfo=None)), "không phải là số."),
    "a truth for a number": (put("D17", True), "không phải là số."),
    "changed code": (put("A15", "KHAC"), "đang là “KHAC”."),
    "deleted row": (lambda book: book[FIGURES].delete_rows(20), "Số liệu!A20: Mã chỉ tiêu ở đây phải là"),
    "inserted row": (lambda book: book[FIGURES].insert_rows(20), "Số liệu!A20: Mã chỉ tiêu ở đây phải là"),
    "foreign sheet": (lambda book: book.create_sheet("Trang lạ"), "Trang “Trang lạ” không có trong biểu"),
    "removed sheet": (lambda book: book.remove(book[WORDS]), "Thiếu trang “Thuyết minh” của biểu."),
    "merged cells": (lambda book: book[FIGURES].merge_cells("D14:D15"), "Số liệu!D14:D15: Các ô bị gộp"),
    "no approver": (put("D8", None), "Số liệu!D8: Chưa ghi người duyệt báo cáo."),
    "odd number of sending": (put("D6", "hai"), "Số liệu!D6: Lần gửi phải là số 1, 2, 3…"),
    "odd day": (put("D9", "31/02/2024"), "Số liệu!D9: "),
}


def read(path: Path) -> ReportDocument:
    """Read a form as the worker does, without the worker."""
    content = path.read_bytes()
    return package_of(read_form(content), content).document(ReportDocument)


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_filled_in_another_way_is_told_by_its_cell(name: str, blank: Path) -> None:
    fill, told = FAULTS[name]
    with pytest.raises(FormFaulty) as refusal:
        read(filled(blank, fill))
    assert any(told in finding.message for finding in refusal.value.findings)


def test_every_fault_is_told_and_nothing_is_taken_in(hub: Office, blank: Path) -> None:
    fill = all_of(put("D15", "=1"), put("D16", "x"), put("D17", -1), put("D18", "y"), put("A20", ""))
    before = contents(hub.uow)
    arrived = taken(hub, filled(blank, fill))
    assert (arrived.outcome, arrived.code, len(arrived.notices)) == ("rejected", "E-BIEU-03", 5)
    after = contents(hub.uow)
    assert {name for name in before if before[name] != after[name]} == {"audit"}


NUMBERS = {
    "19.630": 19630,
    "19,630": 19630,
    " 19 630 ": 19630,
    19630: 19630,
    "0": 0,
}


@pytest.mark.parametrize("typed", NUMBERS)
def test_numbers_are_read_as_they_are_typed(typed: object, blank: Path) -> None:
    fill: Fill = lambda book: setattr(cell(book[FIGURES], "CD12"), "value", typed)  # noqa: E731
    (line,) = [line for line in read(filled(blank, fill)).figures if line.code == "CD12"]
    assert line.value == str(NUMBERS[typed])  # type: ignore[index]


def test_what_stands_beside_the_form_is_told_and_not_read(hub: Office, blank: Path) -> None:
    arrived = taken(hub, filled(blank, all_of(put("G14", "nháp"), put("A400", "tổng"))))
    assert arrived.outcome == "new"
    assert {
        "Ô Số liệu!G14 nằm ngoài biểu nên không đọc.",
        "Ô Số liệu!A400 nằm ngoài biểu nên không đọc.",
    } <= set(arrived.notices)


def test_missing_figures_are_told(hub: Office, blank: Path) -> None:
    def empty(book: Any) -> None:
        for row in range(HEADER_ROW + 1, book[FIGURES].max_row + 1):
            book[FIGURES].cell(row, 4).value = None

    arrived = taken(hub, filled(blank, all_of(empty, put("D13", 5))))
    assert arrived.outcome == "new"
    assert any(notice.startswith("Chưa có số liệu: ") for notice in arrived.notices)


def hidden_text(book: Any) -> str:
    return str(book[HIDDEN]["A1"].value)


def hide(change: Callable[[str], str]) -> Fill:
    def fill(book: Any) -> None:
        book[HIDDEN]["A1"].value = change(hidden_text(book))

    return fill


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("Châu", "Chau"), "E-BIEU-02"),
        (lambda text: text.replace("2024-03", "2024-04"), "E-BIEU-02"),
        (lambda text: re.sub(r'"mark":"[0-9a-f]{32}"', f'"mark":"{"0" * 32}"', text), "E-BIEU-02"),
        (lambda text: text[:-1], "E-BIEU-01"),
        (lambda text: "", "E-BIEU-01"),
    ],
)
def test_a_changed_identity_is_recognised(
    change: Callable[[str], str], code: str, hub: Office, report: str, blank: Path
) -> None:
    arrived = taken(hub, filled(blank, hide(change)))
    assert (arrived.outcome, arrived.code) == ("rejected", code)


def test_another_units_form_does_not_pass_for_ones_own(hub: Office, report: str, blank: Path) -> None:
    """The identity of one form in another: the marks are over whole identities, so nothing can be mixed."""
    mine = expected_id(hub, "2024-03", unit_of(hub, "17038"))
    other = hub.put_out(hand_out_form(hub.services, hub.secrets, expected_id=mine))
    foreign = hidden_text(openpyxl.load_workbook(other))
    mark = re.search(r'"mark":"[0-9a-f]{32}"', foreign)
    assert mark is not None
    swap: Fill = hide(lambda text: re.sub(r'"mark":"[0-9a-f]{32}"', mark.group(), text))
    assert taken(hub, filled(blank, swap)).code == "E-BIEU-02"


def test_without_the_registers_key_a_form_waits(hub: Office, blank: Path) -> None:
    path = filled(blank)
    hub.secrets.works = False
    arrived = taken(hub, path)
    assert (arrived.outcome, arrived.verdict, arrived.code) == ("rejected", "waiting", "E-KEY-02")


def test_a_workbook_that_is_no_form_is_told(hub: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách"
    path = tmp_path / "khac.xlsx"
    book.save(path)
    arrived = taken(hub, path)
    assert (arrived.outcome, arrived.code) == ("rejected", "E-BIEU-01")


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


def test_macros_bombs_and_ruins_are_refused_and_the_next_form_is_read(
    hub: Office, report: str, blank: Path
) -> None:
    good = filled(blank)
    macro = with_part(filled(blank, name="macro.xlsx"), "xl/vbaProject.bin", b"x")
    ruin = blank.with_name("hong.xlsx")
    ruin.write_bytes(good.read_bytes()[:-200])
    entity = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(entity, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "a">]>' + data
            target.writestr(part.filename, data)
    laughs = blank.with_name("thuc-the.xlsx")
    laughs.write_bytes(entity.getvalue())
    outcome = hub.at(CAME_ON).take_in(macro, ruin, laughs, good)
    assert [file.outcome for file in outcome.files] == ["rejected", "rejected", "rejected", "new"]
    assert "có macro" in outcome.files[0].reason


def test_a_worker_that_takes_too_long_is_stopped_and_told(blank: Path) -> None:
    from app.core.errors import AppError

    reader = FormReader(seconds=0)
    with pytest.raises(AppError, match="giới hạn thời gian"):
        reader.read(blank.read_bytes(), blank.name)
    reader.close()


def test_what_left_is_in_the_box(hub: Office, report: str, blank: Path) -> None:
    with hub.uow.read() as session:
        row = session.scalars(select(Package).where(Package.kind == "form")).one()
        assert (row.is_outgoing, row.stream, row.file_name) == (True, report, blank.name)


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_form_saved_by_libreoffice_is_read(hub: Office, report: str, blank: Path, tmp_path: Path) -> None:
    path = filled(blank)
    out = tmp_path / "lo"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run([*command, *convert], check=True, capture_output=True)
    if not out.exists():
        pytest.skip("LibreOffice has no spreadsheets on this machine")
    arrived = taken(hub, next(out.iterdir()))
    assert arrived.outcome == "new", arrived.reason
    assert figure(hub, report, "CD12") == FigureValue(FigureState.VALUE, 19630)
