"""An office's own workbooks come in whole or not at all, and every fault is named."""

# ruff: noqa: DTZ001 - Excel's days have no time zone

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.errors import ImportRefused
from app.core.statuses import AssignmentRole, DeadlineOperator, TaskKind
from app.models import Assignment, Audit, Directive, ImportMapping, Person, Task, Unit, UnitGroupMember
from app.services.imports.incoming import columns_for, import_table, read_table, read_workbook
from app.services.imports.outcome import Outcome
from app.services.units import UnitFields, save_unit
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_group, make_unit
from tests.intake.sheets import save_sheet
from tests.register import TODAY, nothing_written

UNIT_HEAD = ("Mã đơn vị", "Tên đơn vị", "Loại", "Nhóm", "Cấp trên", "Từ ngày", "Đến ngày", "Điện thoại")
TASK_HEAD = (
    *("Số văn bản", "Mục", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Người phụ trách"),
    *("Thời hạn", "Ngày giao", "Tiến độ", "Kết quả", "Ngày hoàn thành"),
)

Bring = Callable[..., Outcome]


@pytest.fixture
def bring(register: UnitOfWork, tmp_path: Path) -> Bring:
    """Return the whole way in: workbook, mapping, import."""

    def check(
        kind: str,
        rows: Sequence[Sequence[object]],
        *,
        only_good: bool = False,
        columns: dict[str, object] | None = None,
        dry: bool = False,
    ) -> Outcome:
        book = read_workbook(save_sheet(tmp_path / "nhập.xlsx", rows))
        with (register.rehearse if dry else register.write)() as session:
            table = read_table(book, kind, columns or columns_for(session, book, kind))
            done = import_table(session, table=table, clock=TODAY, only_good=only_good, columns=columns)
            return done.value

    return check


@pytest.fixture
def units(register: UnitOfWork) -> dict[str, str]:
    """Make the units of a district, named as the real ones are."""
    names = {
        "17035": "Thị trấn Quỳ Hợp",
        "17065": "Xã Châu Quang",
        "17056": "Xã Châu Lộc",
        "17057": "Xã Châu Lốc",
        "PNV": "Phòng Nội vụ",
        "H420": "Huyện Quỳ Hợp",
    }
    with register.write() as session:
        made = {code: make_unit(session, code, name) for code, name in names.items()}
        make_group(session, made["17065"], made["17056"], code="XA")
    return made


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.added, outcome.changed, outcome.unchanged, outcome.rejected_rows


def test_units_come_in_once(bring: Bring, register: UnitOfWork) -> None:
    with register.write() as session:
        make_group(session, code="XA")
    rows = [
        UNIT_HEAD,
        ("001", "Xã Một", "xã", "Nhóm XA", "Huyện Mẹ", datetime(2024, 1, 1), None, "0912"),
        ("H", "Huyện Mẹ", "huyện", None, None, datetime(2024, 1, 1), "31/12/2030", None),
    ]
    assert counts(bring("units", rows)) == (2, 0, 0, 0)
    assert counts(bring("units", rows)) == (0, 0, 2, 0)
    with register.read() as session:
        mother = session.scalars(select(Unit).where(Unit.code == "H")).one()
        child = session.scalars(select(Unit).where(Unit.code == "001")).one()
        assert (child.parent_id, child.phone, child.valid_from) == (mother.id, "0912", date(2024, 1, 1))
        assert mother.valid_to == date(2030, 12, 31)
        assert session.scalars(select(UnitGroupMember.unit_id)).all() == [child.id]
    rows[1] = ("001", "Xã Một", "xã", None, "H", datetime(2024, 1, 1), None, "0913")
    assert counts(bring("units", rows)) == (0, 1, 1, 0)


def test_a_column_that_is_not_there_changes_nothing(bring: Bring, register: UnitOfWork) -> None:
    with register.write() as session:
        fields = UnitFields(code="A", name="Xã A", phone="0912", note="ghi", sort_order=7)
        save_unit(session, fields=fields, clock=TODAY)
    assert counts(bring("units", [("Mã đơn vị", "Tên đơn vị"), ("A", "Xã A")])) == (0, 0, 1, 0)
    assert counts(bring("units", [("Mã đơn vị", "Tên đơn vị"), ("A", "Xã A mới")])) == (0, 1, 0, 0)
    with register.read() as session:
        unit = session.scalars(select(Unit)).one()
        assert (unit.phone, unit.note, unit.sort_order) == ("0912", "ghi", 7)


def test_parents_in_a_circle_are_told(bring: Bring) -> None:
    head = ("Mã đơn vị", "Tên đơn vị", "Cấp trên")
    with pytest.raises(ImportRefused) as refusal:
        bring("units", [head, ("A", "Xã A", "B"), ("B", "Xã B", "A")])
    assert "Không có đơn vị “B”" in refusal.value.findings[0].message


def test_tasks_come_in_with_everything(bring: Bring, register: UnitOfWork, units: dict[str, str]) -> None:
    rows = [
        TASK_HEAD,
        (
            *(
                "CV số 176/UBND-KSTT ngày 21/02/2024",
                "5.a",
                "Rà soát thủ tục",
                "UBND xã Châu Quang; TT Quỳ Hợp",
            ),
            *(
                "P. Nội vụ",
                "Nguyễn Văn An",
                "trước 30/6/2024",
                datetime(2024, 2, 21),
                "50%",
                "Đã rà soát",
                None,
            ),
        ),
        (
            *("176/UBND-KSTT", "6", "Công khai", "17056", None, None, datetime(2024, 3, 1), "22/02/2024"),
            *(100, "Xong", "01/3/2024"),
        ),
        (None, None, "Duy trì trực ban", "X. Châu Quang", None, None, "thường xuyên", None, None, None, None),
        (None, None, "Báo cáo tháng", "PNV", None, None, "ngày 12 hằng tháng", None, None, None, None),
    ]
    assert counts(bring("tasks", rows)) == (4, 0, 0, 0)
    assert counts(bring("tasks", rows)) == (0, 0, 4, 0)
    with register.read() as session:
        tasks = session.scalars(select(Task).order_by(Task.sort_order)).all()
        assert session.scalars(select(Directive.number)).all() == ["176/UBND-KSTT"]
        first = tasks[0]
        assert (first.due_on, first.due_operator) == (date(2024, 6, 30), DeadlineOperator.BEFORE)
        assert [t.kind for t in tasks] == [
            TaskKind.DATED,
            TaskKind.DATED,
            TaskKind.STANDING,
            TaskKind.RECURRING,
        ]
        given = {
            a.unit_id: a for a in session.scalars(select(Assignment).where(Assignment.task_id == first.id))
        }
        leads = {unit for unit, a in given.items() if a.role is AssignmentRole.LEAD}
        assert leads == {units["17065"], units["17035"]}
        assert set(given) - leads == {units["PNV"]}
        quang = given[units["17065"]]
        assert (quang.progress, quang.result, quang.current_due_on) == (50, "Đã rà soát", date(2024, 6, 29))
        assert quang.assigned_on == date(2024, 2, 21)
        assert session.get_one(Person, quang.person_id).name == "Nguyễn Văn An"
        done = session.scalars(select(Assignment).where(Assignment.task_id == tasks[1].id)).one()
        assert (done.done_on, done.progress) == (date(2024, 3, 1), 100)


def test_a_changed_row_changes_its_task_only(bring: Bring, units: dict[str, str]) -> None:
    head = ("Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Tiến độ")
    rows = [head, ("Việc một", "PNV", "30/4/2024", 10), ("Việc hai", "PNV", "30/4/2024", 0)]
    bring("tasks", rows)
    rows[1] = ("Việc một", "PNV; 17065", "15/5/2024", 20)
    assert counts(bring("tasks", rows)) == (0, 1, 1, 0)


FAULTY = [
    ("176/A", None, None, "PNV", None, None, "30/4/2024", None, None, None, None),  # no content
    ("176/A", None, "a", None, None, None, "30/4/2024", None, None, None, None),  # no lead
    ("176/A", None, "b", "Xã Không Có", None, None, None, None, None, None, None),
    ("176/A", None, "c", "Chau Loc", None, None, None, None, None, None, None),  # two fit
    ("176/A", None, "d", "PNV", "Quy Hop", None, None, None, None, None, None),  # two fit
    ("176/A", None, "e", "PNV", None, None, "31/11/2024", None, None, None, None),
    ("176/A", None, "f", "PNV", None, None, "bao giờ xong thì xong", None, None, None, None),
    ("176/A", None, "g", "PNV", None, None, None, "30/02/2024", None, None, None),
    ("176/A", None, "h", "PNV", None, None, None, None, 150, None, None),
    ("176/A", None, "i", "PNV", None, None, None, None, "nhiều", None, None),
    ("176/A", None, "k", "PNV", None, None, None, None, 100, None, None),  # done, but when?
    ("176/A", None, "l", "PNV", None, None, None, None, 50, None, "01/3/2024"),
    ("176/A", None, "m", "PNV", None, None, None, "01/3/2024", None, None, "29/02/2024"),  # before given
    ("176/A", None, "n", "PNV", None, None, None, None, None, None, "01/12/2024"),  # to come
    ("176/A", None, "tốt", "PNV", None, None, None, None, None, None, None),  # twice
    ("176/A", None, "=1+1", "PNV", None, None, None, None, None, None, None),
    ("176/A", None, "p", "PNV", None, None, None, "01/01/2025", None, None, None),  # given in the future
]


def _with_faults() -> list[tuple[object, ...]]:
    good = [("176/A", None, f"việc {n}", "PNV", None, None, "30/4/2024", *[None] * 4) for n in range(182)]
    return [TASK_HEAD, ("176/A", None, "tốt", "PNV", *[None] * 7), *good, *FAULTY]


def test_seventeen_faults_are_found_and_nothing_is_written(
    bring: Bring, register: UnitOfWork, units: dict[str, str]
) -> None:
    with nothing_written(register), pytest.raises(ImportRefused) as refusal:
        bring("tasks", _with_faults())
    rows = sorted({finding.row for finding in refusal.value.findings})
    assert rows == list(range(185, 202))
    by_row = {finding.row: finding for finding in refusal.value.findings}
    assert (by_row[190].column, by_row[190].message) == ("G", "Ngày 31/11/2024 không có trong lịch.")
    assert (
        by_row[188].message == "“Chau Loc” có thể là Xã Châu Lốc và Xã Châu Lộc; ghi rõ tên hoặc mã đơn vị."
    )
    assert "dòng 2" in by_row[199].message
    assert all(finding.column for finding in refusal.value.findings)


def test_a_dry_run_tries_all_and_leaves_nothing(
    bring: Bring, register: UnitOfWork, units: dict[str, str]
) -> None:
    with nothing_written(register):
        assert counts(bring("tasks", _with_faults(), only_good=True, dry=True)) == (183, 0, 0, 17)
    assert counts(bring("tasks", _with_faults(), only_good=True)) == (183, 0, 0, 17)
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 183
        assert session.scalars(select(Audit.action).order_by(Audit.seq.desc())).first() == "import.tasks"


def test_chosen_columns_are_remembered(bring: Bring, register: UnitOfWork, units: dict[str, str]) -> None:
    rows = [("A", "Việc", "Ai lo"), (1, "Một", "PNV")]
    assert counts(bring("tasks", rows, columns={"content": "B", "lead": "C"})) == (1, 0, 0, 0)
    with register.read() as session:
        assert session.scalars(select(ImportMapping.kind)).all() == ["tasks"]
    assert counts(bring("tasks", [*rows, (2, "Hai", "PNV")])) == (1, 0, 1, 0)


def test_a_group_stands_for_its_members(bring: Bring, register: UnitOfWork, units: dict[str, str]) -> None:
    bring("tasks", [("Nội dung nhiệm vụ", "Đơn vị chủ trì"), ("Chung", "Nhóm XA"), ("Hai", "PNV, H420")])
    with register.read() as session:
        given = session.execute(select(Task.content, Assignment.unit_id).join(Task)).all()
    assert {tuple(row) for row in given} == {
        ("Chung", units["17065"]),
        ("Chung", units["17056"]),
        ("Hai", units["PNV"]),
        ("Hai", units["H420"]),
    }


def test_a_formula_as_text_stays_text(bring: Bring, register: UnitOfWork, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Mã đơn vị", "Tên đơn vị"])
    book.active.append(["A", "+1"])
    book.active["B2"].value, book.active["B2"].data_type = "=1+1", "s"
    book.save(tmp_path / "b.xlsx")
    with register.write() as session:
        table = read_table(read_workbook(tmp_path / "b.xlsx"), "units")
        import_table(session, table=table, clock=TODAY)
        assert session.scalars(select(Unit.name)).one() == "=1+1"


@pytest.mark.parametrize("number", [5000, 5001])
def test_a_table_has_at_most_five_thousand_rows(tmp_path: Path, number: int) -> None:
    rows = [("Mã đơn vị", "Tên đơn vị"), *((n, f"Xã {n}") for n in range(number))]
    book = read_workbook(save_sheet(tmp_path / "a.xlsx", rows))
    if number == 5000:
        assert len(read_table(book, "units").rows) == 5000
        return
    with pytest.raises(ImportRefused, match=r"5001 dòng, quá 5\.000 dòng"):
        read_table(book, "units")
