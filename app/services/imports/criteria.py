"""A year's scale of points from a workbook: one line a field, group or criterion; all of it or nothing."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import Finding, ImportRefused, InvalidField
from app.core.ids import derived_id
from app.core.progress import Progress
from app.core.text import format_number
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.models import CriteriaSet, Criterion, Indicator, Score
from app.services.audit import record, snapshot
from app.services.imports.outcome import Effect, EntryChange, Outcome, RowRefused, carry_out
from app.services.imports.scores import year_of

CRITERIA_FIELDS = (
    Field("year", "Năm", ("nam cham diem",), is_key=True),
    Field("code", "Mã tiêu chí", ("ma", "ma so", "stt", "tt"), required=True, is_key=True),
    Field("title", "Tên tiêu chí", ("noi dung", "tieu chi tieu chi thanh phan", "tieu chi"), required=True),
    Field("max_points", "Điểm tối đa", ("diem chuan", "thang diem", "diem"), required=True),
    Field("parent", "Mã mục trên", ("ma muc cha", "thuoc muc", "thuoc linh vuc")),
    Field("scoring", "Cách chấm", ("cach tinh diem", "phuong phap cham", "huong dan cham")),
    Field("evidence", "Tài liệu kiểm chứng", ("kiem chung", "minh chung")),
    Field("indicators", "Chỉ tiêu liên quan", ("ma chi tieu", "chi tieu")),
    Field("deductions", "Lỗi hay bị trừ điểm", ("loi thuong gap", "hay bi tru diem")),
    Field("improvement_hint", "Gợi ý khắc phục", ("goi y", "bien phap khac phuc")),
)
_FIELD_WORDS = {
    "title": "tên",
    "max_points": "điểm tối đa",
    "parent_id": "mục trên",
    "scoring": "cách chấm",
    "evidence": "tài liệu kiểm chứng",
    "indicator_codes": "chỉ tiêu liên quan",
    "common_deductions": "lỗi hay bị trừ điểm",
    "improvement_hint": "gợi ý khắc phục",
}
_NUMBERED = re.compile(r"\d+(\.\d+)*")
_ADVICE = "Bộ tiêu chí phải nhập trọn vẹn: sửa các chỗ đã nêu rồi nhập lại."
_AT_THE_END = 1_000_000  # until the whole scale is numbered anew


def import_criteria(
    session: Session, table: Table, outcome: Outcome, clock: Clock, progress: Progress
) -> None:
    """Save every row, then hold each scale together: points of a branch add up to those above it.

    A scale with a hole misjudges every unit, so ``ImportRefused`` is raised also where only the good rows
    are wanted. A criterion that the workbook leaves out stays as it is.
    """
    places: dict[tuple[int, str], int] = {}
    headings: dict[int, str] = {}
    for place, row in enumerate(table.rows):
        progress.report(place, len(table.rows), table.file_name)
        carry_out(session, row, outcome, partial(_save, session, row, outcome, clock, places, headings))
    _refuse(outcome.rejected)
    for year in sorted({year for year, _ in places}):
        _refuse(_settle(session, year, places))


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise ImportRefused(f"Chưa ghi gì vào sổ: {len(findings)} chỗ sai.", findings, hint=_ADVICE)


def _save(
    session: Session,
    row: TableRow,
    outcome: Outcome,
    clock: Clock,
    places: dict[tuple[int, str], int],
    headings: dict[int, str],
) -> Effect:
    year, code = year_of(row, clock), row.text("code", most=64).rstrip(".")
    title, points = row.text("title", most=500), row.number_of("max_points")
    codes = _parts(row, "indicators", ";,")
    _check(session, row, code, title, points, codes)
    if row.faults or points is None:
        raise RowRefused("")
    if (year, code) in places:
        raise InvalidField("code", f"Mã {code} đã có ở dòng {places[year, code]}.")
    scale_id = _scale_of(session, year, clock)
    found = _find(session, scale_id, code)
    parent_id = _parent(session, row, code, scale_id, headings.get(year, ""))
    before = snapshot(found) if found else None
    if found is None:
        key = derived_id("criterion", scale_id, code)
        found = Criterion(id=key, set_id=scale_id, code=code, level="criterion", field=code)
        found.sort_order = _AT_THE_END + row.number
        session.add(found)
    elif points != found.max_points:
        _hold_scores(session, found, points)
    found.title, found.max_points, found.parent_id = title, points, parent_id
    if row.has("indicators"):
        found.indicator_codes = codes
    if row.has("deductions"):
        found.common_deductions = _parts(row, "deductions", ";\n")
    for name in ("evidence", "improvement_hint"):
        if row.has(name):
            setattr(found, name, row.lines(name))
    if row.has("scoring") and row.lines("scoring") != (found.scoring or {}).get("rule", ""):
        found.scoring = {"type": "described", "rule": row.lines("scoring")}
    places[year, code] = row.number
    if not _NUMBERED.fullmatch(code) and parent_id is None:
        headings[year] = code
    record(session, clock=clock, action="criterion.save", subject=found, before=before)
    if before is None:
        outcome.entries.append(EntryChange("added", code, title))
        return "added"
    after = snapshot(found)
    if after == before:
        return "unchanged"
    outcome.entries.append(EntryChange("changed", code, title, _reads_otherwise(before, after)))
    return "changed"


def _reads_otherwise(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return what a line of the scale says otherwise: the points in numbers, the rest by name."""
    return "; ".join(
        f"{words} {before[name]} → {after[name]}".replace(".", ",") if name == "max_points" else words
        for name, words in _FIELD_WORDS.items()
        if before.get(name) != after.get(name)
    )


def _check(
    session: Session, row: TableRow, code: str, title: str, points: Decimal | None, codes: Sequence[str]
) -> None:
    for name, given, words in (("code", code, "mã tiêu chí"), ("title", title, "tên tiêu chí")):
        if not given:
            row.refuse(name, f"Thiếu {words}.")
    if points is None:
        if not row.text("max_points"):
            row.refuse("max_points", "Thiếu điểm tối đa.")
    elif not 0 <= points <= 10_000 or points != round(points, 4):
        row.refuse("max_points", f"Điểm tối đa {format_number(points)} không dùng được.")
    known = set(session.scalars(select(Indicator.code).where(Indicator.code.in_(codes)))) if codes else set()
    for unknown in (c for c in codes if c not in known):
        row.refuse("indicators", f"Không có chỉ tiêu mang mã “{unknown}”.")


def _parts(row: TableRow, name: str, marks: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{marks}]", row.lines(name)) if part.strip()]


def _scale_of(session: Session, year: int, clock: Clock) -> str:
    """Return the year's scale; a new one takes the bands and class of units of the newest before it."""
    newest = select(CriteriaSet).order_by(CriteriaSet.year.desc(), CriteriaSet.version.desc())
    scale = session.scalars(newest.where(CriteriaSet.year == year)).first()
    if scale is None:
        model = session.scalars(newest).first()
        level = model.level if model else "cấp xã"
        scale = CriteriaSet(
            id=derived_id("criteria", str(year), level, "1"),
            year=year,
            level=level,
            total_points=Decimal(0),
            bands=list(model.bands) if model else [],
        )
        session.add(scale)
        record(session, clock=clock, action="criteria.add", subject=scale)
    return scale.id


def _find(session: Session, scale_id: str, code: str) -> Criterion | None:
    return session.scalars(
        select(Criterion).where(Criterion.set_id == scale_id, Criterion.code == code)
    ).first()


def _parent(session: Session, row: TableRow, code: str, scale_id: str, heading: str) -> str | None:
    """Return what a row stands under: as told, as before, by its number (1.2 over 1.2.3), by its place."""
    told = row.text("parent").rstrip(".")
    if told:
        above = _find(session, scale_id, told) if told != code else None
        if above is None:
            raise InvalidField("parent", f"Không có mục mang mã “{told}” ở các dòng trên.")
        return above.id
    found = _find(session, scale_id, code)
    if found is not None:
        return found.parent_id
    number = code
    while "." in number:
        number = number.rpartition(".")[0]
        above = _find(session, scale_id, number)
        if above is not None:
            return above.id
    top = _find(session, scale_id, heading) if heading and _NUMBERED.fullmatch(code) else None
    return top.id if top else None


def _hold_scores(session: Session, criterion: Criterion, points: Decimal) -> None:
    highest = session.scalar(
        select(func.max(func.coalesce(Score.appraised_points, Score.self_points))).where(
            Score.criterion_id == criterion.id
        )
    )
    if highest is not None and highest > points:
        raise InvalidField(
            "max_points",
            f"Đã có đơn vị được chấm {format_number(highest)} điểm, nhiều hơn {format_number(points)}.",
        )


def _settle(session: Session, year: int, places: Mapping[tuple[int, str], int]) -> list[Finding]:
    """Give every criterion its level, field and place in the tree; return what does not fit together."""
    newest = select(CriteriaSet).where(CriteriaSet.year == year).order_by(CriteriaSet.version.desc())
    scale = session.scalars(newest).first()
    if scale is None:
        return []
    below: dict[str | None, list[Criterion]] = {}
    rows = select(Criterion).where(Criterion.set_id == scale.id).order_by(Criterion.sort_order)
    for criterion in session.scalars(rows):
        below.setdefault(criterion.parent_id, []).append(criterion)
    scored = set(session.scalars(select(Score.criterion_id).distinct()))
    faults: list[Finding] = []
    walked: list[Criterion] = []

    def walk(criterion: Criterion, field: str) -> None:
        children = below.get(criterion.id, [])
        walked.append(criterion)
        criterion.field, criterion.sort_order = field, len(walked)
        criterion.level = (
            "field" if criterion.parent_id is None else "criterion_group" if children else "criterion"
        )
        fault = _fault_of(criterion, children, criterion.id in scored)
        if fault:
            faults.append(Finding(places.get((year, criterion.code)), None, fault))
        for child in children:
            walk(child, field)

    for top in below.get(None, []):
        walk(top, top.code)
    if len(walked) < sum(map(len, below.values())):
        faults.append(Finding(None, None, f"Bộ tiêu chí năm {year} có mục đứng dưới chính mình."))
    scale.total_points = sum((top.max_points or Decimal(0) for top in below.get(None, [])), Decimal(0))
    session.flush()
    return faults


def _fault_of(criterion: Criterion, children: Sequence[Criterion], is_scored: bool) -> str:
    """Return what is wrong with a line of a scale beside those under it, "" if nothing."""
    if not children:
        return "" if criterion.parent_id else f"Lĩnh vực {criterion.code} chưa có tiêu chí nào."
    if is_scored:
        return f"Tiêu chí {criterion.code} đã được chấm điểm nên không thêm mục con được."
    total = sum((child.max_points or Decimal(0) for child in children), Decimal(0))
    if total == criterion.max_points:
        return ""
    told = format_number(criterion.max_points or Decimal(0))
    return f"Điểm tối đa của {criterion.code} là {told} nhưng cộng các mục con được {format_number(total)}."
