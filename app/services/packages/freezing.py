"""Figures and words of a report's document, laid down under one version of the report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.core.ids import sibling_ids
from app.exchange.documents import ReportDocument
from app.models import Figure, Narrative
from app.services.packages.report_content import number_of

KEPT = "Số của sổ, không theo gói"


def freeze(
    session: Session,
    expected_id: str,
    version: int,
    document: ReportDocument,
    now: datetime,
    kept: Mapping[str, Any] | None = None,
) -> None:
    """Lay a document down under a version of a report, in one statement each; ``kept`` cells say so."""
    fixed = {"expected_report_id": expected_id, "version": version, "row_version": 1, "updated_at": now}
    keys = sibling_ids((line.code for line in document.figures), "figure", expected_id, str(version))
    word_keys = sibling_ids(
        (line.key for line in document.narratives), "narrative", expected_id, str(version)
    )
    figures = [
        {
            "id": key,
            **fixed,
            "indicator_code": line.code,
            "state": line.state,
            "value": number_of(line.value),
            "explanation": line.explanation,
            "source": KEPT if kept and line.code in kept else "",
        }
        for key, line in zip(keys, document.figures, strict=True)
    ]
    words = [
        {
            "id": key,
            **fixed,
            "heading_key": line.key,
            "state": line.state,
            "text": line.text,
        }
        for key, line in zip(word_keys, document.narratives, strict=True)
    ]
    # The tables, not the classes: a thousand of these rows need no objects of their own.
    for model, rows in ((Figure, figures), (Narrative, words)):
        table = model.__table__
        assert isinstance(table, Table)
        if rows:
            session.execute(insert(table), rows)
