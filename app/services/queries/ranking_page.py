"""What the screen of ranking shows: one ranking, live or published, and what is known beside it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.errors import RuleViolation
from app.core.periods import Month
from app.core.ranking import Method, RankedUnit, Ranking, sensitivity_words
from app.core.statuses import RankingRemarkKind
from app.core.text import format_date, format_number
from app.services.queries.periods import PeriodRow, find_period
from app.services.queries.ranking import (
    RemarkRow,
    SnapshotRow,
    list_snapshots,
    live_ranking,
    ranking_method,
    read_snapshot,
    remarks,
)


@dataclass(frozen=True, slots=True)
class RankingPage:
    """One period's ranking; ``problem`` says why there is none."""

    period: PeriodRow
    ranking: Ranking | None
    problem: str
    snapshots: tuple[SnapshotRow, ...]
    snapshot: SnapshotRow | None  # None: as the register stands
    excluded: tuple[RemarkRow, ...]
    appeals: tuple[RemarkRow, ...]
    method: Method

    def appeals_of(self, unit_id: str) -> tuple[RemarkRow, ...]:
        """What a unit objects to."""
        return tuple(row for row in self.appeals if row.unit_id == unit_id)


def read_ranking_page(
    session: Session, *, month: Month | None, day: date, snapshot_id: str = ""
) -> RankingPage:
    """Return the page of a month (None: the last one closed): a published ranking or the live one."""
    period = find_period(session, name=str(month) if month else None, as_of=day)
    snapshots = list_snapshots(session, period_id=period.id)
    chosen = next((row for row in snapshots if row.id == snapshot_id), None)
    ranking, problem = None, ""
    try:
        if chosen is not None:
            ranking = read_snapshot(session, snapshot_id=chosen.id)
        else:
            ranking = live_ranking(session, period=period, day=day)
    except RuleViolation as error:
        problem = f"{error.message} {error.hint}".strip()
    every = remarks(session, period_id=period.id)
    return RankingPage(
        period,
        ranking,
        problem,
        snapshots,
        chosen,
        tuple(row for row in every if row.kind is RankingRemarkKind.EXCLUSION),
        tuple(row for row in every if row.kind is RankingRemarkKind.APPEAL),
        ranking_method(session),
    )


def explained(page: RankingPage, unit: RankedUnit) -> str:
    """Return how a unit came to its place, in lines that can be copied."""
    assert page.ranking is not None
    place = f"hạng {unit.place}" if unit.place is not None else "chưa có hạng"
    score = f"{format_number(unit.score, decimals=2)} điểm" if unit.score is not None else "chưa có điểm"
    lines = [f"{unit.unit}: {place}, {score}, tính đến hết ngày {format_date(page.ranking.as_of)}.", ""]
    if unit.report_points is not None:
        lines.append(
            f"Báo cáo: {unit.on_time}/{unit.judged} kỳ đúng hạn, "
            f"được {format_number(unit.report_points, decimals=2)} điểm."
        )
    if unit.task_points is not None:
        lines.append(
            f"Nhiệm vụ: {unit.tasks_on_time}/{unit.tasks_due} việc đến hạn xong đúng hạn, "
            f"được {format_number(unit.task_points, decimals=2)} điểm."
        )
    if unit.late_excused:
        lines.append(f"Muộn có lý do: {unit.late_excused} kỳ, tính là đúng hạn.")
    if unit.days_late:
        lines.append(f"Tổng số ngày muộn: {unit.days_late}.")
    lines.append(f"Đã nhắc {unit.reminders} lần về báo cáo kỳ này.")
    if unit.previous_place is not None:
        lines.append(f"Tháng trước: hạng {unit.previous_place}.")
    if not unit.is_accepted:
        lines.append("Báo cáo kỳ này chưa được chấp nhận nên là tạm tính.")
    if words := sensitivity_words(unit):
        lines.append(f"Thứ hạng này đổi {words}.")
    lines += [
        f"Kiến nghị ({row.author or 'không ghi tên'}): {row.text}" for row in page.appeals_of(unit.unit_id)
    ]
    return "\n".join([*lines, "", *page.ranking.method])
