"""Sentences tied to figures: {HS07} in a text is the cell itself, in the words that papers print."""

import re
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from app.core.figures import BLANK, FigureValue
from app.core.statuses import FigureState
from app.models import ExpectedReport
from app.reports.builders.facts import FIELD_SUFFIXES, figure_fields
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


class WordFields(Mapping[str, str]):
    """What every {CODE}, {CODE.ky_truoc}, {CODE.luy_ke}, {CODE.chi_tieu} of a report prints.

    A report has five hundred such fields and its words a handful: each is worded when it is asked for.
    """

    def __init__(self, report: ReportFacts) -> None:
        self._report = report
        self._codes = [code for code, fact in report.facts.items() if fact.value_type != "text"]
        self._known = frozenset(self._codes)

    def __getitem__(self, name: str) -> str:
        code, suffix = self._parts(name)
        if code not in self._known or suffix not in FIELD_SUFFIXES:
            raise KeyError(name)
        return figure_fields((FigureGroup("", "", (self._figure(code),)),))[name]

    def __contains__(self, name: object) -> bool:
        code, suffix = self._parts(str(name))
        return code in self._known and suffix in FIELD_SUFFIXES

    def __iter__(self) -> Iterator[str]:
        return (code + suffix for code in self._codes for suffix in FIELD_SUFFIXES)

    def __len__(self) -> int:
        return len(self._codes) * len(FIELD_SUFFIXES)

    @staticmethod
    def _parts(name: str) -> tuple[str, str]:
        code, dot, suffix = name.partition(".")
        return code, dot + suffix

    def _figure(self, code: str) -> Figure:
        report, fact = self._report, self._report.facts[code]
        return Figure(
            code=code,
            title=fact.title,
            unit=fact.unit_of_measure,
            current=printed(report.figures[code]),
            previous=printed(report.before.get(code, BLANK)),
            cumulative=printed(report.to_date[code]),
            target=fact.target,
            kind=FIGURE_KINDS.get(fact.value_type, FigureKind.NUMBER),
        )


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
    fields = WordFields(report) if report else {}
    return tuple(filled(text, fields) for text in found)
