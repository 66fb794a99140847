"""All that the register holds of one unit's report of one period, read at once for one report or for many."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.exchange.manifest import Kind
from app.models import (
    Draft,
    ExpectedReport,
    FieldChoice,
    Figure,
    Narrative,
    Package,
    Period,
    Submission,
    Unit,
)
from app.services.packages.words import ELIGIBLE
from app.services.submissions import get_expected


@dataclass(slots=True)
class Dossier:
    """One report's file: what came, what versions it made, what the hub had itself and what it chose."""

    expected: ExpectedReport
    period: Period
    unit: Unit
    files: list[Package]  # that came and take part in the count
    versions: list[Submission]
    choices: list[FieldChoice]
    aside: Draft | None  # the working draft as it was before any file came
    has_draft: bool  # whether figures or words stand in the working draft

    @property
    def unit_name(self) -> str:
        """What sentences call the unit."""
        return self.unit.short_name or self.unit.name

    @property
    def kept(self) -> dict[str, dict[str, Any]]:
        """The cells in which a person let the register's own content stand, by key."""
        return {choice.subject: choice.own for choice in self.choices if choice.keeps_own}

    @property
    def noted(self) -> tuple[str, ...]:
        """The codes that were heard and still stand."""
        standing = (
            row for row in self.versions if row.withdrawn_at is None and row.code_noted_at is not None
        )
        return tuple(sorted(row.seal_code for row in standing if row.seal_code is not None))


def draft_key(expected_id: str) -> str:
    """Return under which key the draft of a report is set aside."""
    return f"truoc-goi:{expected_id}"


def read_dossier(session: Session, expected_id: str) -> Dossier:
    """Return the dossier of one report; ``NotFound`` where nobody expects it."""
    session.flush()
    get_expected(session, expected_id)
    return read_dossiers(session, (expected_id,))[expected_id]


def read_dossiers(session: Session, expected_ids: Collection[str]) -> dict[str, Dossier]:
    """Return the dossiers of the reports that are expected, each list in a fixed order."""
    if not expected_ids:
        return {}
    files: dict[str, list[Package]] = defaultdict(list)
    for package in session.scalars(_files_of(expected_ids)):
        files[package.stream].append(package)
    versions: dict[str, list[Submission]] = defaultdict(list)
    for version in session.scalars(
        select(Submission)
        .where(Submission.expected_report_id.in_(expected_ids))
        .order_by(Submission.epoch, Submission.version)
    ):
        versions[version.expected_report_id].append(version)
    choices: dict[str, list[FieldChoice]] = defaultdict(list)
    for choice in session.scalars(
        select(FieldChoice)
        .where(FieldChoice.expected_report_id.in_(expected_ids))
        .order_by(FieldChoice.subject)
    ):
        choices[choice.expected_report_id].append(choice)
    aside = {
        draft.key: draft
        for draft in session.scalars(select(Draft).where(Draft.key.in_(map(draft_key, expected_ids))))
    }
    drafted = _drafted(session, expected_ids)
    return {
        expected.id: Dossier(
            expected,
            period,
            unit,
            files[expected.id],
            versions[expected.id],
            choices[expected.id],
            aside.get(draft_key(expected.id)),
            expected.id in drafted,
        )
        for expected, period, unit in session.execute(
            select(ExpectedReport, Period, Unit)
            .join(Period, Period.id == ExpectedReport.period_id)
            .join(Unit, Unit.id == ExpectedReport.unit_id)
            .where(ExpectedReport.id.in_(expected_ids))
        )
    }


def _files_of(expected_ids: Collection[str]) -> Select[Package]:
    return (
        select(Package)
        .where(
            Package.stream.in_(expected_ids),
            Package.is_outgoing.is_(False),
            Package.kind == Kind.REPORT.value,
            Package.undone_at.is_(None),
            Package.verdict.in_(ELIGIBLE),
        )
        .order_by(Package.epoch, Package.revision, Package.sha256)
    )


def _drafted(session: Session, expected_ids: Collection[str]) -> set[str]:
    return {
        expected_id
        for model in (Figure, Narrative)
        for expected_id in session.scalars(
            select(model.expected_report_id)
            .where(model.expected_report_id.in_(expected_ids), model.version == 0)
            .distinct()
        )
    }
