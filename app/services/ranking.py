"""Use cases of ranking: the method, who is left out and why, what is objected to, and publishing."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import new_id
from app.core.ranking import Method
from app.core.statuses import RankingRemarkKind
from app.core.text import normalize, one_line
from app.models import RankingRemark, RankingSnapshot, Register
from app.reports.freeze import digest, frozen
from app.services.audit import note
from app.services.queries.periods import PeriodRow
from app.services.queries.ranking import live_ranking, ranking_method, remarks

_CHANGED = Changes(ranking=True)


def set_method(session: Session, *, method: Method, clock: Clock) -> Done[None]:
    """Change weights and rule; rankings already published keep theirs."""
    if method.reports < 0 or method.tasks < 0 or method.reports + method.tasks != 100:
        raise InvalidField("reports", "Trọng số của hai phần phải cộng lại thành 100.")
    register = session.scalars(select(Register)).one()
    before = register.settings.get("ranking")
    after = {"reports": method.reports, "tasks": method.tasks, "tie": method.tie.value if method.tie else ""}
    register.settings = {**register.settings, "ranking": after}
    note(
        session,
        clock=clock,
        action="ranking.method",
        subject_kind="register",
        subject_id=register.id,
        before={"ranking": before} if before else None,
        after={"ranking": after},
    )
    return Done(None, _CHANGED)


def exclude_unit(session: Session, *, period_id: str, unit_id: str, reason: str, clock: Clock) -> Done[str]:
    """Leave a unit out of a period's ranking, with the reason that is printed."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do không xếp hạng.")
    known = remarks(session, period_id=period_id, kind=RankingRemarkKind.EXCLUSION)
    if any(row.unit_id == unit_id for row in known):
        raise RuleViolation("Đơn vị này đã được để ngoài bảng xếp hạng của kỳ.")
    key = _remark(session, period_id, unit_id, RankingRemarkKind.EXCLUSION, reason, clock)
    _note(session, clock, "ranking.exclude", period_id, unit_id, reason)
    return Done(key, _CHANGED)


def include_unit(session: Session, *, period_id: str, unit_id: str, clock: Clock) -> Done[str]:
    """Rank a unit again that was left out."""
    found = session.scalars(
        select(RankingRemark).where(
            RankingRemark.period_id == period_id,
            RankingRemark.unit_id == unit_id,
            RankingRemark.kind == RankingRemarkKind.EXCLUSION,
            RankingRemark.ended_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound("Đơn vị này không bị để ngoài bảng xếp hạng.", hint="Nạp lại danh sách (F5).")
    found.ended_at = clock.now()
    _note(session, clock, "ranking.include", period_id, unit_id, "")
    return Done(found.id, _CHANGED)


def note_appeal(session: Session, *, period_id: str, unit_id: str, text: str, clock: Clock) -> Done[str]:
    """Note what a unit objects to in its place."""
    if not one_line(text):
        raise InvalidField("text", "Chưa ghi nội dung kiến nghị.")
    key = _remark(session, period_id, unit_id, RankingRemarkKind.APPEAL, text, clock)
    _note(session, clock, "ranking.appeal", period_id, unit_id, text)
    return Done(key, _CHANGED)


def publish_ranking(
    session: Session, *, period: PeriodRow, day: date, clock: Clock, reason: str = ""
) -> Done[str]:
    """Freeze a period's ranking; later changes never alter it. A second one needs a reason."""
    ranking = live_ranking(session, period=period, day=day)
    if ranking.has_ties and ranking_method(session).tie is None:
        raise RuleViolation(
            "Có đơn vị bằng điểm mà chưa chọn quy tắc đồng hạng.", hint="Chọn quy tắc trong Phương pháp."
        )
    number = (
        session.scalar(select(func.max(RankingSnapshot.number)).where(RankingSnapshot.period_id == period.id))
        or 0
    ) + 1
    if number > 1 and not one_line(reason):
        raise InvalidField("reason", "Kỳ này đã công bố; công bố lại phải ghi lý do.")
    content = frozen(ranking)
    assert isinstance(content, dict)
    snapshot = RankingSnapshot(
        id=new_id(),
        period_id=period.id,
        number=number,
        as_of=day,
        published_at=clock.now(),
        published_by=str(session.info.get("actor", "")),
        reason=normalize(reason).strip(),
        content=content,
        content_sha256=digest(content),
    )
    session.add(snapshot)
    session.flush()
    note(
        session,
        clock=clock,
        action="ranking.publish",
        subject_kind="ranking_snapshot",
        subject_id=snapshot.id,
        after={"period": period.name, "number": number, "sha256": snapshot.content_sha256},
        reason=reason,
    )
    return Done(snapshot.id, _CHANGED)


def _remark(
    session: Session, period_id: str, unit_id: str, kind: RankingRemarkKind, text: str, clock: Clock
) -> str:
    remark = RankingRemark(
        id=new_id(),
        period_id=period_id,
        unit_id=unit_id,
        kind=kind,
        text=normalize(text).strip(),
        author=str(session.info.get("actor", "")),
        made_at=clock.now(),
    )
    session.add(remark)
    session.flush()
    return remark.id


def _note(session: Session, clock: Clock, action: str, period_id: str, unit_id: str, reason: str) -> None:
    note(
        session,
        clock=clock,
        action=action,
        subject_kind="period",
        subject_id=period_id,
        after={"unit_id": unit_id},
        reason=reason,
    )
