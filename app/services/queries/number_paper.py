"""Data of the sheet that explains one number (phiếu giải trình số liệu)."""

from datetime import date

from sqlalchemy.orm import Session

from app.core.statuses import ReportResult, ReportState
from app.reports.data.number_story import NumberStoryData, StoryPart, StoryShare
from app.reports.data.parts import FigureKind
from app.services.queries.number_story import NumberStory, Share, explain_number
from app.services.queries.papers import paper_frame, standing_phrases
from app.services.queries.periods import PeriodRow
from app.services.queries.report_paper import FIGURE_KINDS, printed, printed_period
from app.services.queries.totals import Reach, consolidate
from app.services.queries.units import UnitRow


def number_story_data(
    session: Session, *, hub: UnitRow, period: PeriodRow, code: str, day: date, reach: Reach = Reach.PERIOD
) -> NumberStoryData:
    """Return the story of one number of the totals as the register stands at ``day``."""
    found = consolidate(session, period=period, as_of=day, reach=reach)
    story = explain_number(session, found, code=code)
    return NumberStoryData(
        frame=paper_frame(session, unit_id=hub.id, type_symbol="BC", day=day, goes_up=False),
        unit_code=hub.code,
        unit_name=hub.name,
        period=printed_period(period),
        as_of=day,
        code=story.code,
        title=story.title,
        unit_of_measure=story.unit_of_measure,
        kind=FIGURE_KINDS.get(story.value_type, FigureKind.NUMBER),
        value=printed(story.figure),
        scope=scope_words(story, reach),
        reports=story.reports,
        expected=story.expected,
        formula=story.formula or "",
        parts=tuple(StoryPart(part.code, part.title, printed(part.figure)) for part in story.parts),
        shares=tuple(_share(share, is_long=len(story.periods) > 1) for share in story.shares),
        missing=tuple(
            f"{one.unit} (được miễn)" if one.result is ReportResult.EXCUSED else one.unit
            for one in story.absent
        ),
        catalogue=story.catalogue,
        phrases=standing_phrases(session, "number-story", day),
    )


def scope_words(story: NumberStory, reach: Reach) -> str:
    """Say how far a number reaches: "kỳ tháng 3 năm 2024", "lũy kế từ tháng 01 đến tháng 3 năm 2024"."""
    first, last = story.periods[0].month, story.periods[-1].month
    if reach is Reach.YEAR:
        return f"lũy kế từ tháng {first.month} đến {last.words}"
    return f"kỳ {last.words}"


def version_mark(share: Share) -> str:
    """Say which version a number stands in: "2", with a star while the hub has not accepted it."""
    number = str(share.submission % 1000) if share.submission else ""
    return number if share.state in (ReportState.ACCEPTED, ReportState.LOCKED) else f"{number}*"


def _share(share: Share, *, is_long: bool) -> StoryShare:
    unit = f"{share.unit} ({share.period[5:].lstrip('0')}/{share.period[:4]})" if is_long else share.unit
    return StoryShare(unit, printed(share.figure), version_mark(share), share.explanation)
