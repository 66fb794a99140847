"""A year's scale of points comes in whole: it adds up, stands in order, and agrees with the scores given."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import ImportRefused
from app.models import Audit, CriteriaSet, Criterion
from app.services.imports.incoming import import_table, read_table, read_workbook
from app.services.imports.outcome import Outcome
from app.services.plans import ScoreFields, save_score
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.intake.sheets import save_sheet
from tests.register import TODAY, nothing_written

HEAD = ("Năm", "STT", "Tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Cách chấm")
SCALE: list[tuple[object, ...]] = [
    HEAD,
    (2025, "I", "Chỉ đạo, điều hành", 5, ""),
    (2025, "1", "Kế hoạch", 3, ""),
    (2025, "1.1", "Ban hành kế hoạch", "1,5", "Đúng hạn: 1,5"),
    (2025, "1.2", "Hoàn thành kế hoạch", 1.5, ""),
    (2025, "2", "Chế độ báo cáo", 2, ""),
    (2025, "II", "Cải cách thể chế", 4, ""),
    (2025, "3", "Rà soát văn bản", 4, ""),
]

Bring = Callable[..., Outcome]


@pytest.fixture
def bring(register: UnitOfWork, tmp_path: Path) -> Bring:
    """Return the whole way in for a table of criteria."""

    def check(rows: Sequence[Sequence[object]], *, only_good: bool = False) -> Outcome:
        book = read_workbook(save_sheet(tmp_path / "tiêu chí.xlsx", rows))
        with register.write() as session:
            table = read_table(book, "criteria")
            return import_table(session, table=table, clock=TODAY, only_good=only_good).value

    return check


def changed(row: int, column: int, value: object) -> list[tuple[object, ...]]:
    """Return the scale with one cell changed."""
    rows = [list(line) for line in SCALE]
    rows[row][column] = value
    return [tuple(line) for line in rows]


def tree(register: UnitOfWork) -> list[tuple[str, str, str, str | None]]:
    """Return code, level, field and parent's code in the order of the scale."""
    with register.read() as session:
        rows = session.scalars(select(Criterion).order_by(Criterion.sort_order)).all()
        codes = {row.id: row.code for row in rows}
        return [(row.code, row.level, row.field, codes.get(row.parent_id or "")) for row in rows]


def test_numbers_and_places_make_the_tree(register: UnitOfWork, bring: Bring) -> None:
    assert bring(SCALE).added == 7
    assert tree(register) == [
        ("I", "field", "I", None),
        ("1", "criterion_group", "I", "I"),
        ("1.1", "criterion", "I", "1"),
        ("1.2", "criterion", "I", "1"),
        ("2", "criterion", "I", "I"),
        ("II", "field", "II", None),
        ("3", "criterion", "II", "II"),
    ]
    with register.read() as session:
        scale = session.scalars(select(CriteriaSet)).one()
        assert (scale.year, scale.total_points) == (2025, 9)
        told = session.scalars(select(Criterion.scoring).where(Criterion.code == "1.1")).one()
        assert told == {"type": "described", "rule": "Đúng hạn: 1,5"}


def test_the_same_scale_again_changes_nothing(register: UnitOfWork, bring: Bring) -> None:
    bring(SCALE)
    with register.read() as session:
        entries = len(session.scalars(select(Audit)).all())
    assert bring(SCALE).unchanged == 7
    with register.read() as session:
        assert len(session.scalars(select(Audit)).all()) == entries


def test_a_later_line_takes_its_place_in_its_branch(register: UnitOfWork, bring: Bring) -> None:
    bring(SCALE)
    more = [HEAD, (2025, "I", "Chỉ đạo", 6, ""), (2025, "1", "Kế hoạch", 4, ""), (2025, "1.3", "Mới", 1, "")]
    outcome = bring(more)
    assert (outcome.added, outcome.changed) == (1, 2)
    assert [code for code, *_ in tree(register)] == ["I", "1", "1.1", "1.2", "1.3", "2", "II", "3"]
    with register.read() as session:
        assert session.scalars(select(CriteriaSet.total_points)).one() == 10


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (changed(2, 3, 4), [2, 3], "cộng các mục con được"),
        (changed(4, 1, "1.1"), [5], "đã có ở dòng 4"),
        (changed(3, 3, "một"), [4], "không phải là số"),
        (changed(3, 3, -1), [4], "không dùng được"),
        (SCALE[:-1], [7], "chưa có tiêu chí nào"),
    ],
)
def test_a_scale_that_does_not_hold_together_is_refused_whole(
    register: UnitOfWork, bring: Bring, rows: Sequence[Sequence[object]], place: list[int], words: str
) -> None:
    for only_good in (False, True):
        with nothing_written(register), pytest.raises(ImportRefused) as refusal:
            bring(rows, only_good=only_good)
        assert [finding.row for finding in refusal.value.findings] == place
        assert words in refusal.value.findings[-1].message


def test_points_already_given_hold_the_maximum(register: UnitOfWork, bring: Bring) -> None:
    bring(SCALE)
    with register.write() as session:
        unit = make_unit(session)
        criterion = session.scalars(select(Criterion.id).where(Criterion.code == "3")).one()
        fields = ScoreFields(criterion_id=criterion, unit_id=unit, self_points=Decimal("3.5"))
        save_score(session, fields=fields, clock=TODAY)
    lower = [HEAD, (2025, "II", "Cải cách thể chế", 3, ""), (2025, "3", "Rà soát văn bản", 3, "")]
    with pytest.raises(ImportRefused) as refusal:
        bring(lower)
    assert [finding.row for finding in refusal.value.findings] == [3]
    assert "được chấm 3,5 điểm" in refusal.value.findings[0].message
    with pytest.raises(ImportRefused) as refusal:
        bring([HEAD, (2025, "3.1", "Việc con", 4, "")])
    assert "đã được chấm điểm" in refusal.value.findings[0].message


def test_every_change_of_a_scale_is_named_one_by_one(register: UnitOfWork, bring: Bring) -> None:
    assert [change.sentence for change in bring(SCALE).entries][:2] == [
        "Thêm I Chỉ đạo, điều hành.",
        "Thêm 1 Kế hoạch.",
    ]
    rows = [list(line) for line in SCALE]
    rows[3][3], rows[4][3], rows[4][4] = "1", 2, "Theo tỷ lệ"
    assert [change.sentence for change in bring([tuple(row) for row in rows]).entries] == [
        "Sửa 1.1 Ban hành kế hoạch: điểm tối đa 1,5 → 1.",
        "Sửa 1.2 Hoàn thành kế hoạch: điểm tối đa 1,5 → 2; cách chấm.",
    ]
    assert bring([tuple(row) for row in rows]).entries == []
