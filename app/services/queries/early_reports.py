"""Reports that came before their period was over: neither their figures nor their words can be final."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.text import format_date
from app.models import Submission
from app.services.queries.cycles import VersionRow


def done_on(version: Submission | VersionRow) -> date | None:
    """Return the day from which a version can no longer have changed: signed, sealed, told or received."""
    moments = (version.sealed_at, version.code_noted_at, version.received_at)
    days = [local_day(moment) for moment in moments if moment is not None]
    if version.signed_on is not None:
        days.append(version.signed_on)
    return min(days, default=None)


def early_words(versions: Sequence[Submission | VersionRow], last_day: date) -> str:
    """Say that the last version standing was done before a period's last day; blank where it was not.

    On the last day itself nothing is said: offices close their books in the course of that day.
    """
    standing = [version for version in versions if version.withdrawn_at is None]
    day = done_on(standing[-1]) if standing else None
    if day is None or day >= last_day:
        return ""
    return (
        f"Báo cáo xong ngày {format_date(day)}, trước khi hết kỳ số liệu ({format_date(last_day)}): "
        "số liệu và lời văn chưa thể là số cuối kỳ. Hỏi lại đơn vị, có thay đổi thì nộp bản thay thế."
    )


def early_version(session: Session, submission_id: str, last_day: date) -> str:
    """Say the same of one version that has just come."""
    return early_words([session.get_one(Submission, submission_id)], last_day)
