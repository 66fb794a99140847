"""What a preset says, as checked data; units are named by their place in the list, never by code alone."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.ids import derived_id
from app.core.statuses import DuePolicy, Frequency, ReportSubject, Role
from app.core.working_days import DayException
from app.services.validity import covers


@dataclass(frozen=True, slots=True)
class PresetUnit:
    """A unit; ``key`` is the same in every register, whatever preset names it."""

    code: str
    name: str
    short_name: str
    kind: str
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    is_sample: bool
    note: str
    aliases: tuple[str, ...]

    @property
    def key(self) -> str:
        """The unit's key: code alone is not enough, codes are reused."""
        start = self.valid_from.isoformat() if self.valid_from else ""
        return derived_id("unit", self.parent_code or "", self.code, start)

    @property
    def lower(self) -> str:
        """The short name as running text has it: "xã Châu Quang"."""
        return self.short_name[:1].lower() + self.short_name[1:]

    @property
    def bare(self) -> str:
        """The name without its kind: "Châu Quang"."""
        begins = self.short_name.lower().startswith(f"{self.kind} ")
        return self.short_name[len(self.kind) + 1 :] if self.kind and begins else self.short_name


@dataclass(frozen=True, slots=True)
class Succession:
    """Who continues whom, from which day."""

    predecessor: PresetUnit
    successor: PresetUnit
    on_date: date
    source: str


@dataclass(frozen=True, slots=True)
class PresetGroup:
    """A class of units that directives address as one."""

    code: str
    name: str
    members: tuple[PresetUnit, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresetLetterhead:
    """One unit's letterhead, fields filled, and the titles above its signer's name."""

    unit: PresetUnit
    superior: str
    issuer: tuple[str, ...]
    place: str
    symbol: str
    drafting_symbol: str
    addressee: str
    channel: str
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PresetRule:
    """A duty to report; without a receiver it is the hub itself, for a reporter the unit above."""

    code: str
    name: str
    subject: ReportSubject
    frequency: Frequency
    start_day: int
    due_day: int
    due_month: int | None
    policy: DuePolicy
    receiver: PresetUnit | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator of a catalogue file."""

    code: str
    title: str
    field: str
    value_type: str
    unit_of_measure: str
    formula: str | None
    semantics: str
    aggregation: str
    applies_to: tuple[str, ...]
    source_system: str
    target: Decimal | None
    is_required: bool
    in_report: bool
    note: str


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A rule between indicators."""

    code: str
    rule: str
    severity: str
    note: str


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A version of the indicator catalogue."""

    code: str
    version: int
    name: str
    source: str
    indicators: tuple[IndicatorEntry, ...]
    checks: tuple[CheckEntry, ...]


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A field, group or criterion of a scale."""

    code: str
    level: str
    field: str
    parent: str | None
    title: str
    max_points: Decimal
    evidence: str
    scoring: object
    indicator_codes: tuple[str, ...]
    common_deductions: tuple[str, ...]
    improvement_hint: str


@dataclass(frozen=True, slots=True)
class CriteriaFile:
    """A scale of points of one year."""

    year: int
    level: str
    version: int
    decision: str
    total_points: Decimal
    bands: tuple[tuple[str, Decimal], ...]
    criteria: tuple[CriterionEntry, ...]


@dataclass(frozen=True, slots=True)
class OutlineFile:
    """What an office changes in the usual outlines; all by kind of document, then by key."""

    required: dict[str, tuple[str, ...]] = field(default_factory=dict)
    empty: dict[str, dict[str, str]] = field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preset:
    """Everything a fresh register receives."""

    key: str
    name: str
    description: str
    day: date
    hubs: tuple[PresetUnit, ...]
    reporters: tuple[PresetUnit, ...]
    focal: PresetUnit | None
    units: tuple[PresetUnit, ...]
    successions: tuple[Succession, ...]
    groups: tuple[PresetGroup, ...]
    letterheads: tuple[PresetLetterhead, ...]
    rules: tuple[PresetRule, ...]
    catalogue: CatalogueFile
    criteria: tuple[CriteriaFile, ...]
    outlines: OutlineFile
    days: tuple[DayException, ...]

    def may_own(self, role: Role) -> tuple[PresetUnit, ...]:
        """Return the units whose register can have this role; the first hub is the usual one."""
        return self.hubs if role is Role.HUB else self.reporters


def unit_on(units: tuple[PresetUnit, ...], code: str, day: date) -> PresetUnit | None:
    """Return the unit that bears a code on a day."""
    return next((u for u in units if u.code == code and covers(u.valid_from, u.valid_to, day)), None)
