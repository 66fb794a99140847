"""Figures out of what other systems export: old .xls, shifted columns, merged headings, totals, spellings."""

from pathlib import Path

import openpyxl
import pytest

from app.core.errors import AppError, ImportRefused, InvalidField
from app.core.ids import derived_id
from app.intake.refusals import FileRefused
from app.models import Unit
from app.services.cycles import monthly_rule
from app.services.figures import entered_figures
from app.services.imports.figures import FigureTarget
from app.services.imports.incoming import columns_for, import_table, read_table, read_workbook
from app.services.imports.outcome import Outcome
from app.storage.unit_of_work import UnitOfWork
from tests.sample import SAMPLE_CLOCK

OLD = Path(__file__).parent / "exports" / "one-stop.xls"
UNIT, PERIOD = "17038", "2024-04"
ONE_STOP = {"HS02": 52, "HS05": 205, "HS01": 4, "HS09": 170, "HS10": 75, "HS11": 2, "HS13": 13, "HS14": 1}


def take(
    register: UnitOfWork, path: Path, *, rehearse: bool = False, columns: dict[str, object] | None = None
) -> Outcome:
    book = read_workbook(path)
    with register.rehearse() if rehearse else register.write() as session:
        table = read_table(book, "exports", columns or columns_for(session, book, "exports"))
        return import_table(
            session,
            table=table,
            clock=SAMPLE_CLOCK,
            only_good=rehearse,
            columns=columns,
            target=FigureTarget(UNIT, PERIOD),
        ).value


def figures(register: UnitOfWork) -> dict[str, object]:
    with register.read() as session:
        unit = session.query(Unit).filter_by(code=UNIT).first()
        assert unit is not None
        period = derived_id("period", monthly_rule(session).id, PERIOD)
        found = entered_figures(session, derived_id("expected", period, unit.id))
    return {code: figure.value for code, figure in found.items()}


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_an_old_export_of_the_one_stop_system_is_read_whole(sample: UnitOfWork) -> None:
    before = figures(sample)
    tried = take(sample, OLD, rehearse=True)
    assert (tried.added + tried.changed, tried.rejected) == (len(ONE_STOP), [])
    assert figures(sample) == before  # a dry run writes nothing
    take(sample, OLD)
    assert {code: figures(sample)[code] for code in ONE_STOP} == ONE_STOP
    again = take(sample, OLD)
    assert (again.added, again.changed, again.unchanged) == (0, 0, len(ONE_STOP))
    assert sample.rows("SELECT DISTINCT source FROM figure WHERE source LIKE '%.xls'") == [("one-stop.xls",)]


def test_rows_that_do_not_come_to_their_total_refuse_the_file(sample: UnitOfWork, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        ("Lĩnh vực", "Trực tuyến", "Trực tiếp"),
        ("Đất đai", 3, 4),
        ("Tư pháp", 5, 6),
        ("TỔNG SỐ", 8, 11),
    )
    before = figures(sample)
    with pytest.raises(ImportRefused) as refused:
        take(sample, path)
    (finding,) = refused.value.findings
    assert (finding.row, finding.column) == (4, "C")
    assert finding.message == "HS05: cộng các dòng được 10, dòng tổng ghi 11."
    assert figures(sample) == before


def test_of_an_export_over_units_only_the_own_row_counts(sample: UnitOfWork, tmp_path: Path) -> None:
    with sample.read() as session:
        unit = session.query(Unit).filter_by(code=UNIT).first()
        assert unit is not None
        name = unit.short_name.upper()
    path = workbook(
        tmp_path / "x.xlsx",
        ("TT", "Tên đơn vị", "Tổng số văn bản đến", "Văn bản đi", "Văn bản đi được ký số", "Tỷ lệ ký số"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "UBND Xã Không Có", 50, 40, 30, 75),
        (2, f"UBND {name}", "1.240", 80, 76, 90),
    )
    outcome = take(sample, path)
    found = figures(sample)
    assert (found["VB01"], found["VB04"], found["VB06"]) == (1240, 80, 76)
    assert outcome.told == ["VB07: bản xuất ghi 90%, tính lại từ số đếm được 95% (X10)."]


def test_cells_read_otherwise_than_they_are_written_are_named(sample: UnitOfWork, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        ("Lĩnh vực", "Trực tuyến", "Trực tiếp", "Tỷ lệ đúng hạn"),
        ("Đất đai", "19,630", "1.240", 0.5),
    )
    book = openpyxl.load_workbook(path)
    book.active["D2"].number_format = "0.0%"
    book.save(path)
    outcome = take(sample, path)
    found = figures(sample)
    assert (found["HS02"], found["HS05"]) == (19630, 1240)
    assert sorted((r.row, r.column, r.message) for r in outcome.readings) == [
        (2, "B", "HS02: “19,630” đọc là 19.630 (dấu phẩy ngăn hàng nghìn)."),
        (2, "D", "HS20: “50%” đọc là 50 (phần trăm)."),
    ]


def test_columns_chosen_by_hand_are_remembered_for_the_layout(sample: UnitOfWork, tmp_path: Path) -> None:
    def made(number: int) -> Path:
        return workbook(tmp_path / f"{number}.xlsx", ("Nhóm", "Cột lạ", "Khác"), ("Đất đai", number, 1))

    with pytest.raises(ImportRefused, match="thiếu cột Lĩnh vực"):
        take(sample, made(7))
    take(sample, made(7), columns={"name": "A", "HS05": "B"})
    assert figures(sample)["HS05"] == 7
    take(sample, made(9))
    assert figures(sample)["HS05"] == 9


def test_what_is_no_count_is_refused(sample: UnitOfWork, tmp_path: Path) -> None:
    for value, words in ((2.5, "phải là số nguyên"), (-3, "không được âm"), ("nhiều", "không phải là số")):
        path = workbook(tmp_path / "x.xlsx", ("Lĩnh vực", "Trực tuyến", "Trực tiếp"), ("Đất đai", value, 1))
        with pytest.raises(ImportRefused) as refused:
            take(sample, path)
        assert words in refused.value.findings[0].message


def test_a_spoilt_old_workbook_is_refused_in_words(tmp_path: Path) -> None:
    good = OLD.read_bytes()
    for number, content in enumerate((good[:600], good[:512] + b"\x00" * 4000, good[:8] + b"\xff" * 3000)):
        path = tmp_path / f"{number}.xls"
        path.write_bytes(content)
        with pytest.raises((FileRefused, ImportRefused)) as refused:
            read_workbook(path)
        assert "đã hỏng" in refused.value.message or "không đọc được" in refused.value.message


def test_an_export_needs_to_know_whose_figures_it_holds(sample: UnitOfWork) -> None:
    book = read_workbook(OLD)
    with pytest.raises(InvalidField, match="cần biết đơn vị"), sample.write() as session:
        import_table(session, table=read_table(book, "exports"), clock=SAMPLE_CLOCK)
    with pytest.raises(AppError), sample.write() as session:
        import_table(
            session,
            table=read_table(book, "exports"),
            clock=SAMPLE_CLOCK,
            target=FigureTarget("99999", PERIOD),
        )


@pytest.mark.parametrize(
    ("said", "is_told"), [(95, False), (95.05, False), (94.95, False), (95.06, True), (94.94, True)]
)
def test_a_percentage_may_differ_by_five_hundredths_of_a_point(
    sample: UnitOfWork, tmp_path: Path, said: float, is_told: bool
) -> None:
    with sample.read() as session:
        unit = session.query(Unit).filter_by(code=UNIT).first()
        assert unit is not None
        name = unit.short_name
    path = workbook(
        tmp_path / "x.xlsx",
        ("TT", "Tên đơn vị", "Tổng số văn bản đến", "Văn bản đi", "Văn bản đi được ký số", "Tỷ lệ ký số"),
        (1, f"UBND {name}", 1240, 80, 76, said),  # 76 of 80 are 95%
    )
    told = take(sample, path).told
    assert any("X10" in words for words in told) is is_told
