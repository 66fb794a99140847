"""Scores of a year from a workbook: one line a criterion and unit."""

from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.ids import derived_id
from app.core.progress import Progress
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.models import CriteriaSet, Criterion, Score
from app.services.audit import snapshot
from app.services.imports.outcome import Effect, Outcome, RowRefused, carry_out
from app.services.imports.unit_names import UnitNames
from app.services.plans import ScoreFields, save_score

SCORE_FIELDS = (
    Field("year", "Năm", ("nam cham diem",), is_key=True),
    Field("criterion", "Mã tiêu chí", ("ma", "ma so", "tieu chi"), required=True, is_key=True),
    Field("title", "Tên tiêu chí", ("noi dung", "tieu chi tieu chi thanh phan")),
    Field("unit", "Đơn vị", ("ma don vi", "ten don vi", "don vi duoc cham"), required=True, is_key=True),
    Field("self_points", "Điểm tự chấm", ("tu cham", "diem tu danh gia")),
    Field("appraised_points", "Điểm thẩm định", ("tham dinh", "diem cham", "diem dat", "diem danh gia")),
    Field("reason", "Lý do trừ điểm", ("ly do", "nguyen nhan tru diem")),
    Field("self_note", "Giải trình", ("ghi chu", "thuyet minh")),
)


def import_scores(session: Session, table: Table, outcome: Outcome, clock: Clock, progress: Progress) -> None:
    """Save the score of every row."""
    names: dict[int, UnitNames] = {}
    seen: dict[str, int] = {}
    for place, row in enumerate(table.rows):
        progress.report(place, len(table.rows), table.file_name)
        carry_out(session, row, outcome, partial(_save, session, row, clock, names, seen))


def _save(
    session: Session, row: TableRow, clock: Clock, names: dict[int, UnitNames], seen: dict[str, int]
) -> Effect:
    year = year_of(row, clock)
    own, given = row.number_of("self_points"), row.number_of("appraised_points")
    code, unit = row.text("criterion"), row.text("unit")
    if row.faults:
        raise RowRefused("")
    if year not in names:
        names[year] = UnitNames.of(session, date(year, 12, 31))
    unit_id = names[year].find(unit)
    criterion = _criterion(session, code, year)
    score_id = derived_id("score", criterion, unit_id)
    earlier = seen.setdefault(score_id, row.number)
    if earlier != row.number:
        raise InvalidField("criterion", f"Điểm tiêu chí {code} của đơn vị này đã có ở dòng {earlier}.")
    score = session.get(Score, score_id)
    before = snapshot(score) if score else None
    fields = ScoreFields(
        criterion_id=criterion,
        unit_id=unit_id,
        self_points=_kept(row, "self_points", own, score.self_points if score else None),
        appraised_points=_kept(row, "appraised_points", given, score.appraised_points if score else None),
        reason=row.lines("reason") if row.has("reason") else (score.reason if score else ""),
        self_note=row.lines("self_note") if row.has("self_note") else (score.self_note if score else ""),
        is_applicable=score.is_applicable if score else True,
    )
    saved = save_score(session, fields=fields, clock=clock).value
    if before is None:
        return "added"
    return "unchanged" if snapshot(session.get_one(Score, saved)) == before else "changed"


def _kept(row: TableRow, name: str, points: Decimal | None, kept: Decimal | None) -> Decimal | None:
    return points if row.has(name) else kept


def year_of(row: TableRow, clock: Clock) -> int:
    """Return the year a row is about: the one before this where it is blank."""
    number = row.number_of("year")
    if number is None:
        return clock.today().year - 1
    if number != int(number) or not 2000 <= number <= 2199:
        row.refuse("year", f"Năm “{row.text('year')}” không đúng.")
        return clock.today().year
    return int(number)


def _criterion(session: Session, code: str, year: int) -> str:
    found = session.scalars(
        select(Criterion.id)
        .join(CriteriaSet, CriteriaSet.id == Criterion.set_id)
        .where(CriteriaSet.year == year, Criterion.code == code)
        .order_by(CriteriaSet.version.desc())
    ).first()
    if found is None:
        raise InvalidField("criterion", f"Bộ tiêu chí năm {year} không có tiêu chí mang mã “{code}”.")
    return found
