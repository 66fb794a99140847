"""Sentences tied to figures: {HS07} in a text is the cell itself, in the words that papers print."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.models import ExpectedReport, Indicator
from app.reports.builders.facts import figure_fields
from app.reports.data.parts import Figure, FigureGroup, FigureKind
from app.reports.data.parts import FigureValue as PrintedFigure
from app.services.checks.report import ReportFacts, read_report

FIGURE_KINDS = {"int": FigureKind.COUNT, "percent": FigureKind.PERCENT, "money": FigureKind.MONEY}
FIELD = re.compile(r"\{([A-ZĐ]{1,6}\d{1,4}(?:\.(?:ky_truoc|luy_ke|chi_tieu))?)\}")


def printed(figure: FigureValue) -> PrintedFigure:
    """Return a figure as papers take it: a number, or the state that is printed in words."""
    if figure.state is not FigureState.VALUE or figure.value is None:
        return figure.state
    return int(figure.value) if figure.value == figure.value.to_integral_value() else figure.value


def word_fields(session: Session, report: ReportFacts) -> dict[str, str]:
    """Return what every {CODE}, {CODE.ky_truoc}, {CODE.luy_ke}, {CODE.chi_tieu} of a report prints."""
    blank = FigureValue(FigureState.BLANK)
    targets: dict[str, Decimal | None] = dict(
        session.execute(
            select(Indicator.code, Indicator.target).where(
                Indicator.catalogue_id == report.catalogue_id, Indicator.target.is_not(None)
            )
        ).all()
    )
    figures = tuple(
        Figure(
            code=code,
            title=fact.title,
            unit=fact.unit_of_measure,
            current=printed(report.figures[code]),
            previous=printed(report.before.get(code, blank)),
            cumulative=printed(report.to_date[code]),
            target=targets.get(code),
            kind=FIGURE_KINDS.get(fact.value_type, FigureKind.NUMBER),
        )
        for code, fact in report.facts.items()
        if fact.value_type != "text"
    )
    return figure_fields((FigureGroup("", "", figures),))


def filled(text: str, fields: Mapping[str, str]) -> str:
    """Put the figures into a text; a field nobody knows stays as it is, for everybody to see."""
    return FIELD.sub(lambda match: fields.get(match.group(1), match.group()) or "(chưa có số liệu)", text)


def unknown_fields(text: str, fields: Mapping[str, str]) -> list[re.Match[str]]:
    """Return the fields of a text that no figure stands behind."""
    return [match for match in FIELD.finditer(text) if match.group(1) not in fields]


def filled_texts(session: Session, expected_id: str, version: int, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts of one version of a report with its figures in them."""
    found = tuple(texts)
    if not any(FIELD.search(text) for text in found):
        return found
    report = read_report(session, session.get_one(ExpectedReport, expected_id), version)
    fields = word_fields(session, report) if report else {}
    return tuple(filled(text, fields) for text in found)
