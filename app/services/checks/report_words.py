"""The words of one report with all they are held against, read out of the register."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.periods import Window
from app.core.statuses import FigureState
from app.core.told_numbers import Told
from app.models import ExpectedReport, Narrative, Person, Unit
from app.services.checks.findings import WordFinding
from app.services.checks.report import ReportFacts, read_report
from app.services.checks.words import WordFacts, Words, check_words
from app.services.month_figures import IndicatorFacts
from app.services.past_months import month_before
from app.services.queries.words import WordFields, unknown_fields
from app.services.validity import overlaps
from app.services.wording import HeadingRow, list_headings
from app.storage.plain_rows import plain_rows

MONTHLY = "monthly-report"
_TEXTS = select(Narrative.heading_key, Narrative.state, Narrative.text).where(
    Narrative.expected_report_id == bindparam("expected_id"), Narrative.version == bindparam("version")
)
_OWN = select(Unit.kind, Unit.name, Unit.short_name).where(Unit.id == bindparam("unit_id"))
_OTHERS = select(Unit.short_name).where(
    Unit.kind == bindparam("kind"),
    Unit.id != bindparam("own"),
    overlaps(Unit, bindparam("first", type_=Date), bindparam("last", type_=Date)),
)
_PEOPLE = select(Person.name, Person.title, Person.valid_from, Person.valid_to).where(
    Person.unit_id == bindparam("unit_id")
)


def report_words(
    session: Session, expected: ExpectedReport, headings: tuple[HeadingRow, ...], report: ReportFacts | None
) -> tuple[Words, ...]:
    """Return what stands under every heading of a draft, and what stood there a month ago."""
    now = _texts(session, expected.id, 0)
    before = month_before(report.past, report.month) if report else None
    past = _texts(session, before.expected_id, before.version) if before else {}
    found = []
    for place, row in enumerate(headings):
        state, text = now.get(row.key, (FigureState.BLANK, ""))
        is_group = place + 1 < len(headings) and headings[place + 1].level > row.level
        title = f"{row.number} {row.title}".strip()
        previous = past.get(row.key, (FigureState.BLANK, ""))[1]
        found.append(Words(row.key, title, text, state, row.is_required, is_group, previous))
    return tuple(found)


def check_report_words(
    session: Session, expected: ExpectedReport, *, day: date, report: ReportFacts | None = None
) -> tuple[WordFinding, ...]:
    """Return every finding on the words of a draft; ``day`` says which outline is in force."""
    report = report or read_report(session, expected)
    if report is None:
        return ()
    headings = list_headings(session, kind=MONTHLY, day=day)
    words = report_words(session, expected, headings, report)
    return check_words(words, word_facts(session, expected, report, words, WordFields(report)))


def word_facts(
    session: Session,
    expected: ExpectedReport,
    report: ReportFacts,
    words: tuple[Words, ...],
    fields: Mapping[str, str],
) -> WordFacts:
    """Return what the words of a draft are held against; ``fields`` are the figures it may name."""
    (own,) = plain_rows(session, _OWN, unit_id=expected.unit_id)
    window = report.window
    others = plain_rows(
        session, _OTHERS, kind=own.kind, own=expected.unit_id, first=window.starts_on, last=window.ends_before
    )
    return WordFacts(
        month=report.month,
        own_names=(own.short_name, own.name),
        other_units=tuple(name for (name,) in others),
        gone_people=_gone(session, expected.unit_id, window),
        told=told_figures(report.facts, report.figures),
        before=told_figures(report.facts, report.before),
        unknown={
            item.key: tuple((m.start(), m.end(), m.group(1)) for m in unknown_fields(item.text, fields))
            for item in words
        },
    )


def told_figures(facts: Mapping[str, IndicatorFacts], figures: Mapping[str, FigureValue]) -> dict[str, Told]:
    """Return the figures that running text may tell, as it may name them."""
    found = {}
    for code, fact in facts.items():
        value = figures[code].known if code in figures else None
        if value is not None and fact.value_type in ("int", "money", "percent"):
            found[code] = Told(code, fact.title, fact.unit_of_measure, value)
    return found


def _gone(session: Session, unit_id: str, window: Window) -> dict[str, str]:
    """Return the officers who left before a period, each with the only one who holds the post in it."""
    people = plain_rows(session, _PEOPLE, unit_id=unit_id)
    here = [
        person
        for person in people
        if (person.valid_to is None or person.valid_to >= window.starts_on)
        and (person.valid_from is None or person.valid_from < window.ends_before)
    ]
    names = {person.name for person in here}
    found = {}
    for person in people:
        if person.valid_to is None or person.valid_to >= window.starts_on or person.name in names:
            continue
        heirs = [other.name for other in here if other.title and other.title == person.title]
        found[person.name] = heirs[0] if len(heirs) == 1 else ""
    return found


def _texts(session: Session, expected_id: str, version: int) -> dict[str, tuple[FigureState, str]]:
    rows = plain_rows(session, _TEXTS, expected_id=expected_id, version=version)
    return {key: (state, text) for key, state, text in rows}
