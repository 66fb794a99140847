"""Filling a register with catalogues: indicators, criteria, outlines."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.ids import derived_id
from app.models import (
    Base,
    Catalogue,
    CriteriaSet,
    Criterion,
    CrossCheck,
    Indicator,
    OutlineHeading,
    Phrase,
)
from app.reports import outlines
from app.services.presets.definition import CatalogueFile, CriteriaFile, OutlineFile

Row = dict[str, Any]


def add_rows(session: Session, model: type[Base], rows: list[Row]) -> None:
    """Insert many rows at once."""
    if rows:
        session.execute(insert(model), rows)


def add_catalogue(session: Session, file: CatalogueFile) -> None:
    """Add a version of the indicator catalogue with its checks."""
    key = derived_id("catalogue", file.code, str(file.version))
    add_rows(
        session,
        Catalogue,
        [{"id": key, "code": file.code, "version": file.version, "name": file.name, "source": file.source}],
    )
    add_rows(
        session,
        Indicator,
        [
            {
                "id": derived_id("indicator", key, i.code),
                "catalogue_id": key,
                "code": i.code,
                "title": i.title,
                "field": i.field,
                "value_type": i.value_type,
                "unit_of_measure": i.unit_of_measure,
                "is_computed": i.formula is not None,
                "formula": i.formula,
                "semantics": i.semantics,
                "aggregation": i.aggregation,
                "applies_to": list(i.applies_to),
                "source_system": i.source_system,
                "target": i.target,
                "is_required": i.is_required,
                "in_report": i.in_report,
                "sort_order": at,
                "note": i.note,
            }
            for at, i in enumerate(file.indicators, 1)
        ],
    )
    add_rows(
        session,
        CrossCheck,
        [
            {
                "id": derived_id("check", key, c.code),
                "catalogue_id": key,
                "code": c.code,
                "rule": c.rule,
                "severity": c.severity,
                "note": c.note,
            }
            for c in file.checks
        ],
    )


def add_criteria(session: Session, file: CriteriaFile) -> None:
    """Add a scale of points."""
    key = derived_id("criteria", str(file.year), file.level, str(file.version))
    bands: list[Row] = [{"name": name, "min": str(least)} for name, least in file.bands]
    add_rows(
        session,
        CriteriaSet,
        [
            {
                "id": key,
                "year": file.year,
                "level": file.level,
                "version": file.version,
                "decision": file.decision,
                "total_points": file.total_points,
                "bands": bands,
            }
        ],
    )
    add_rows(
        session,
        Criterion,
        [
            {
                "id": derived_id("criterion", key, c.code),
                "set_id": key,
                "parent_id": derived_id("criterion", key, c.parent) if c.parent else None,
                "code": c.code,
                "level": c.level,
                "field": c.field,
                "title": c.title,
                "max_points": c.max_points,
                "evidence": c.evidence,
                "scoring": c.scoring,
                "indicator_codes": list(c.indicator_codes),
                "common_deductions": list(c.common_deductions),
                "improvement_hint": c.improvement_hint,
                "sort_order": at,
            }
            for at, c in enumerate(file.criteria, 1)
        ],
    )


def add_outlines(session: Session, file: OutlineFile) -> None:
    """Give the office its own copy of the usual outlines, and the sentences that differ from them."""
    add_rows(
        session,
        OutlineHeading,
        [
            {
                "id": derived_id("heading", kind, h.key, str(None)),
                "document_kind": kind,
                "key": h.key,
                "number": h.number,
                "title": h.title,
                "level": h.level,
                "sort_order": at,
                "is_required": h.key in file.required.get(kind, ()),
                "empty_sentence": file.empty.get(kind, {}).get(h.key, ""),
            }
            for kind, headings in outlines.DEFAULTS.items()
            for at, h in enumerate(headings, 1)
        ],
    )
    add_rows(
        session,
        Phrase,
        [
            {"id": derived_id("phrase", kind, key), "document_kind": kind, "key": key, "text": text}
            for kind, texts in file.phrases.items()
            for key, text in texts.items()
        ],
    )
