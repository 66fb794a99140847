"""How units are ranked: two weighted parts, places in groups, ties by a named rule, what a day would change.

The method (printed with every ranking): the share of periods reported on time, and the share of tasks
finished on time of all that have fallen due; a part that a unit does not have leaves its weight to the other.
Equal scores are decided by fewer days late; what is then still equal shares a place. Lateness with an
accepted reason is shown apart and counts as on time.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.core.deadlines import TaskCounts
from app.core.statuses import WORDS, TieRule
from app.core.text import format_number

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Method:
    """The office's weights (points of a hundred) and its rule for shared places; None: not chosen yet."""

    reports: int = 60
    tasks: int = 40
    tie: TieRule | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The method as it is printed."""
        tie = WORDS[self.tie] if self.tie else "chưa chọn"
        return (
            f"Điểm = {self.reports} × tỷ lệ kỳ báo cáo đúng hạn + {self.tasks} × tỷ lệ nhiệm vụ xong "
            "đúng hạn trên số đã đến hạn; đơn vị không có một phần thì phần kia tính đủ 100 điểm.",
            "Bằng điểm thì đơn vị có tổng số ngày muộn ít hơn xếp trên; vẫn bằng thì cùng hạng.",
            f"Quy tắc đồng hạng: {tie[:1].lower()}{tie[1:]}.",
            "Muộn có lý do (trong thời gian gia hạn đã cho) ghi riêng và tính là đúng hạn; "
            "kỳ được miễn không tính.",
        )


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """One period of a unit: ``margin`` is days to spare, negative when late, None if nothing came."""

    margin: int | None
    is_excused: bool = False  # from reporting
    is_late_excused: bool = False  # late by the original day, in time by the extension


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """What a unit is ranked by; the last of ``periods`` is the period ranked."""

    unit_id: str
    unit: str
    periods: tuple[PeriodRecord, ...]
    tasks: TaskCounts
    reminders: int = 0
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit in its place with all that made it; ``earlier`` and ``later``: its place one day aside."""

    unit_id: str
    unit: str
    place: int | None
    score: Decimal | None
    report_points: Decimal | None
    task_points: Decimal | None
    on_time: int
    judged: int
    days_late: int
    late_excused: int
    tasks_on_time: int
    tasks_due: int
    reminders: int
    is_accepted: bool
    previous_place: int | None = None
    previous_score: Decimal | None = None
    earlier: int | None = None
    later: int | None = None

    @property
    def change(self) -> int | None:
        """How many places it has risen (positive) or fallen since the month before."""
        if self.place is None or self.previous_place is None:
            return None
        return self.previous_place - self.place

    @property
    def gain(self) -> Decimal:
        """How many points more than the month before."""
        if self.score is None or self.previous_score is None:
            return Decimal(0)
        return self.score - self.previous_score


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """A group of units in the order of their places."""

    name: str
    units: tuple[RankedUnit, ...]


@dataclass(frozen=True, slots=True)
class ExcludedUnit:
    """A unit that is not ranked, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """A whole ranking of a period as it stood on a day, with its method; frozen like this when published."""

    period: str
    as_of: date
    method: tuple[str, ...]
    groups: tuple[RankedGroup, ...]
    excluded: tuple[ExcludedUnit, ...] = ()
    most_improved: tuple[str, ...] = ()
    accepted: int = 0
    expected: int = 0
    has_ties: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether some reports of the period are not accepted yet."""
        return self.accepted < self.expected

    @property
    def units(self) -> tuple[RankedUnit, ...]:
        """Every ranked unit."""
        return tuple(unit for group in self.groups for unit in group.units)


def rank_group(name: str, records: Sequence[UnitRecord], method: Method) -> RankedGroup:
    """Return a group in places, each unit with what one day more or less in the period would have changed."""
    scored = [_scored(record, method) for record in records]
    by_id = {record.unit_id: record for record in records}
    merits = sorted(_merit(unit) for unit in scored if unit.score is not None)
    if method.tie is TieRule.NO_GAP:
        counts = Counter(merits)
        field = _Field(sorted(counts), frozenset(merit for merit in counts if counts[merit] == 1))
    else:
        field = _Field(merits, frozenset(merits))
    units = []
    for unit in _placed(scored, method):
        record = by_id[unit.unit_id]
        earlier, later = (_place_if(record, unit, days, field, method) for days in (1, -1))
        units.append(replace(unit, earlier=earlier, later=later))
    return RankedGroup(name, tuple(units))


@dataclass(frozen=True, slots=True)
class _Field:
    """Those a unit is placed among: their merits in order, and which leave a gap when their unit moves."""

    merits: list[tuple[Decimal, int]]
    alone: frozenset[tuple[Decimal, int]]


def with_previous(
    group: RankedGroup, previous: Mapping[str, tuple[int | None, Decimal | None]]
) -> RankedGroup:
    """Put last month's places and scores beside this month's."""
    units = []
    for unit in group.units:
        place, score = previous.get(unit.unit_id, (None, None))
        units.append(replace(unit, previous_place=place, previous_score=score))
    return RankedGroup(group.name, tuple(units))


def most_improved(groups: Sequence[RankedGroup]) -> tuple[str, ...]:
    """Return the units that gained most points since the month before; none where nobody gained."""
    units = [unit for group in groups for unit in group.units]
    best = max((unit.gain for unit in units), default=Decimal(0))
    return tuple(unit.unit for unit in units if best > 0 and unit.gain == best)


def has_ties(groups: Sequence[RankedGroup]) -> bool:
    """Tell whether two units of a group share a place."""
    for group in groups:
        places = [unit.place for unit in group.units if unit.place is not None]
        if len(set(places)) < len(places):
            return True
    return False


def sensitivity_words(unit: RankedUnit) -> str:
    """Return what one day would have changed: "nếu nộp sớm 1 ngày: hạng 5"; blank where nothing."""
    words = []
    if unit.earlier is not None and unit.earlier != unit.place:
        words.append(f"nếu nộp sớm 1 ngày: hạng {format_number(unit.earlier)}")
    if unit.later is not None and unit.later != unit.place:
        words.append(f"nếu nộp muộn 1 ngày: hạng {format_number(unit.later)}")
    return "; ".join(words)


def _scored(record: UnitRecord, method: Method) -> RankedUnit:
    judged = [period for period in record.periods if not period.is_excused]
    on_time = sum(_is_on_time(period) for period in judged)
    late = sum(-period.margin for period in judged if period.margin is not None and not _is_on_time(period))
    report_rate = Decimal(on_time) / len(judged) if judged else None
    due = record.tasks.fallen_due
    task_rate = Decimal(record.tasks.done_on_time) / due if due else None
    whole = sum(
        weight
        for weight, rate in ((method.reports, report_rate), (method.tasks, task_rate))
        if rate is not None
    )
    report_points = _points(method.reports, report_rate, whole)
    task_points = _points(method.tasks, task_rate, whole)
    parts = [points for points in (report_points, task_points) if points is not None]
    return RankedUnit(
        record.unit_id,
        record.unit,
        None,
        sum(parts, Decimal(0)) if parts else None,
        report_points,
        task_points,
        on_time,
        len(judged),
        late,
        sum(period.is_late_excused for period in judged),
        record.tasks.done_on_time,
        due,
        record.reminders,
        record.is_accepted,
    )


def _is_on_time(period: PeriodRecord) -> bool:
    return period.margin is not None and (period.margin >= 0 or period.is_late_excused)


def _points(weight: int, rate: Decimal | None, whole: int) -> Decimal | None:
    if rate is None or not whole:
        return None
    return (rate * weight * 100 / whole).quantize(_CENT, rounding=ROUND_HALF_UP)


def _placed(units: Sequence[RankedUnit], method: Method) -> tuple[RankedUnit, ...]:
    """Give places by score, then by days late; equals stay in official order, the unscored go last."""
    ranked = sorted((unit for unit in units if unit.score is not None), key=_merit)
    placed: list[RankedUnit] = []
    for index, unit in enumerate(ranked, 1):
        before = placed[-1] if placed else None
        if before is not None and _merit(before) == _merit(unit):
            place = before.place
        elif method.tie is TieRule.NO_GAP:
            place = (before.place or 0) + 1 if before is not None else 1
        else:
            place = index
        placed.append(replace(unit, place=place))
    return (*placed, *(unit for unit in units if unit.score is None))


def _merit(unit: RankedUnit) -> tuple[Decimal, int]:
    return -(unit.score or Decimal(0)), unit.days_late


def _place_if(record: UnitRecord, unit: RankedUnit, days: int, field: _Field, method: Method) -> int | None:
    """Return a unit's place had its last report come so many days earlier; None where there was none."""
    last = record.periods[-1] if record.periods else None
    if last is None or last.margin is None or last.is_excused or last.is_late_excused:
        return None
    moved = replace(record, periods=(*record.periods[:-1], replace(last, margin=last.margin + days)))
    own, present = _merit(_scored(moved, method)), _merit(unit)
    better = bisect_left(field.merits, own)
    has_left = unit.score is not None and present < own and present in field.alone
    return better - has_left + 1
