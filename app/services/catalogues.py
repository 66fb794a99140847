"""Versions of the indicator catalogue: a new one takes over from a day on, old months keep theirs."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound
from app.core.ids import derived_id
from app.core.statuses import PeriodState
from app.core.text import format_date
from app.models import Catalogue, CrossCheck, ExpectedReport, Figure, Indicator, Period
from app.services.audit import note
from app.services.presets.catalogue_loader import add_catalogue
from app.services.presets.definition import CatalogueFile, CheckEntry, IndicatorEntry

CHANGED = Changes(figures=True, cycles=True)
Entry = IndicatorEntry | CheckEntry


@dataclass(frozen=True, slots=True)
class CatalogueDiff:
    """What a new version has that the one before had not, the other way round, and what reads otherwise."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """A version that was taken in: its number, its diff, the periods that read it, those that stay behind."""

    version: int
    diff: CatalogueDiff
    periods: int
    kept_periods: tuple[str, ...]


def newest_catalogue(session: Session) -> Catalogue:
    """Return the catalogue with the highest version."""
    found = session.scalars(select(Catalogue).order_by(Catalogue.version.desc()).limit(1)).first()
    if found is None:
        raise NotFound("Sổ chưa có danh mục chỉ tiêu nào.", hint="Lập sổ từ một bộ mẫu.")
    return found


def read_entries(session: Session, catalogue_id: str) -> dict[str, Entry]:
    """Return the indicators and checks of a version by code, in their order."""
    found: dict[str, Entry] = {}
    for i in session.scalars(
        select(Indicator).where(Indicator.catalogue_id == catalogue_id).order_by(Indicator.sort_order)
    ):
        found[i.code] = IndicatorEntry(
            code=i.code,
            title=i.title,
            field=i.field,
            value_type=i.value_type,
            unit_of_measure=i.unit_of_measure,
            formula=i.formula,
            semantics=i.semantics,
            aggregation=i.aggregation,
            applies_to=tuple(i.applies_to),
            source_system=i.source_system,
            target=i.target,
            is_required=i.is_required,
            in_report=i.in_report,
            note=i.note,
        )
    checks = session.scalars(
        select(CrossCheck).where(CrossCheck.catalogue_id == catalogue_id).order_by(CrossCheck.code)
    )
    return found | {c.code: CheckEntry(c.code, c.rule, c.severity, c.note) for c in checks}


def compare(before: dict[str, Entry], after: dict[str, Entry]) -> CatalogueDiff:
    """Return what changed between two versions; ``changed`` names the fields that read otherwise."""
    changed = []
    for code in after:
        if code in before and after[code] != before[code]:
            old, new = asdict(before[code]), asdict(after[code])
            names = tuple(name for name in new if new[name] != old.get(name))
            changed.append((code, names))
    same = sum(before.get(code) == entry for code, entry in after.items())
    return CatalogueDiff(
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed=tuple(changed),
        unchanged=same,
    )


def load_catalogue(
    session: Session,
    *,
    indicators: tuple[IndicatorEntry, ...],
    checks: tuple[CheckEntry, ...],
    valid_from: date,
    source: str,
    clock: Clock,
) -> Done[LoadedCatalogue]:
    """Take in a new version that holds from a day on; one that says the same changes nothing.

    Periods that end on or after the day and have no figures yet are read with it; those that have keep the
    version under which their figures were entered.
    """
    before = newest_catalogue(session)
    if before.valid_from is not None and valid_from <= before.valid_from:
        raise InvalidField(
            "valid_from",
            f"Bản {before.version} đã có hiệu lực từ {format_date(before.valid_from)}.",
            hint="Chọn ngày sau ngày đó.",
        )
    entries: dict[str, Entry] = {i.code: i for i in indicators} | {c.code: c for c in checks}
    diff = compare(read_entries(session, before.id), entries)
    if diff.is_empty:
        return Done(LoadedCatalogue(before.version, diff, 0, ()), Changes())
    version = before.version + 1
    name = f"{before.name.split(', bản')[0]}, bản {version}"
    file = CatalogueFile(before.code, version, name, source, indicators, checks)
    add_catalogue(session, file)
    key = derived_id("catalogue", file.code, str(version))
    session.get_one(Catalogue, key).valid_from = valid_from
    before.valid_to = valid_from - timedelta(days=1)
    moved, kept = _hand_over(session, before.id, key, valid_from)
    note(
        session,
        clock=clock,
        action="catalogue.load",
        subject_kind="catalogue",
        subject_id=key,
        after={"version": version, "from": valid_from.isoformat(), "source": source, "periods": moved},
    )
    return Done(LoadedCatalogue(version, diff, moved, kept), CHANGED)


def _hand_over(session: Session, old: str, new: str, valid_from: date) -> tuple[int, tuple[str, ...]]:
    used = (
        select(Figure.id)
        .join(ExpectedReport, ExpectedReport.id == Figure.expected_report_id)
        .where(ExpectedReport.period_id == Period.id)
        .exists()
    )
    moved, kept = 0, []
    rows = session.execute(
        select(Period, used)
        .where(Period.catalogue_id == old, Period.ends_before > valid_from)
        .order_by(Period.name)
    )
    for period, has_figures in rows:
        if has_figures or period.state is PeriodState.LOCKED:
            kept.append(period.name)
        else:
            period.catalogue_id = new
            moved += 1
    return moved, tuple(kept)
