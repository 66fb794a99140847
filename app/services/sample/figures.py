"""Figures of every report that came in: from a table of ranges, in balance, month following month."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from app.core.periods import Month
from app.core.statuses import FigureState, ReportSubject
from app.models import Figure
from app.services.presets.parsing import Node
from app.services.sample.dossiers import Maker, Numbers, dossiers, petitions, services
from app.services.sample.ground import Ground, Row, key, office_hours, pick
from app.services.sample.office_work import commune_work, direction, money, papers, people
from app.services.sample.reports import Arrived

_ONE_STOP = ("HS", "DV", "SH", "HL", "CT", "PA")
_COMMUNE_ONLY = ("CD13", "CD14", "CD15", "CD17", "VB09", "VB10", "TC01", "TT01", "TT02")
_ONE_STOP_CODES = (
    *(f"HS{n:02d}" for n in (1, 2, 3, 5, 6, 9, 10, 11, 13, 14, 16, 17, 18, 19, 23, 25, 26, 27)),
    *("DV01", "DV05", "DV06", "DV08", "DV09", "SH01", "SH03", "SH05", "HL01", "HL02"),
    *("PA01", "PA02", "PA03", "PA04", "PA05", "CT01", "CT02"),
)
# Counts whose absence is worth the words "không phát sinh"; the required ones stay plain zeros.
_RARE = {
    *("HS06", "HS16", "HS17", "HS18", "HS25", "DV09", "PA02", "PA04", "CD10", "CD11", "CD13", "CD14", "CD15"),
    *("TT06", "CD18", "CD19", "TC01", "TC03", "TC04", "TT04", "TT05", "BM03", "BM04", "CV05", "CV07"),
}
_States = dict[str, FigureState]


def add_figures(ground: Ground, arrived: tuple[Arrived, ...]) -> dict[str, Numbers]:
    """Enter the working figures of each monthly report and the frozen ones of accepted versions.

    Returns the numbers by expected report, for the words that name them.
    """
    node = ground.file("figures")
    duties = _duties(ground)
    told: dict[str, Numbers] = {}
    for report in arrived:
        if report.subject is not ReportSubject.MONTHLY_REPORT:
            continue
        numbers, states = _unit_month(ground, node, report)
        numbers |= _tasks_due(duties[report.code], report)
        numbers["CD20"] = int(report.is_on_time)
        told[report.expected_id] = numbers
        _enter(ground, node, report, numbers, states)
    return told


def _unit_month(ground: Ground, node: Node, report: Arrived) -> tuple[Numbers, _States]:
    """Return a unit's numbers of a month and the states of what it does not count."""
    kind = ground.kind(report.code)
    ranges = node.child("ranges").child(kind)
    maker = Maker(report.code, {name: _range(ranges, name) for name in ranges.value})
    last = Month.parse(report.period.name).month - 1
    numbers: Numbers = {}
    for month in range(last + 1):
        opening = numbers["HS13"] + numbers["HS14"] if numbers else maker.between(2, 9, "opening", 0)
        asked = numbers.get("PA05", maker.between(0, 1, "petitions open", 99))
        numbers = dossiers(maker, month, opening)
        numbers |= services(maker, month, numbers) | petitions(maker, month, asked)
    certified = maker.monthly("certified", last)
    procedures = maker.fixed("procedures")
    numbers |= {
        "CT01": certified,
        "CT02": certified * maker.monthly("electronic", last) // 100,
        "TT01": procedures,
        "TT02": procedures - maker.between(0, 3, "unlisted", last),
        **papers(maker, last),
        **direction(maker, last),
        **people(maker, last),
        **money(maker, last),
    }
    states: _States = {}
    if kind == "xa":
        numbers |= commune_work(maker, last)
        states["TT06"] = FigureState.NOT_APPLICABLE
    else:
        states |= dict.fromkeys(_COMMUNE_ONLY, FigureState.NOT_APPLICABLE)
        numbers["TT06"] = 0
    states |= _one_stop_states(node, report.code, kind)
    return {code: value for code, value in numbers.items() if code not in states}, states


def _range(node: Node, name: str) -> tuple[int, int]:
    found = node.value[name]
    if not isinstance(found, list) or len(found) != 2:
        raise node.fault(f"“{name}” phải là hai số")
    return int(found[0]), int(found[1])


def _one_stop_states(node: Node, code: str, kind: str) -> _States:
    """Some offices have no procedures at all, some had no dossier, only one of them certifies copies."""
    if code in node.texts("dossiers_not_applicable"):
        return dict.fromkeys(_ONE_STOP_CODES, FigureState.NOT_APPLICABLE)
    if code in node.texts("no_dossiers"):
        return dict.fromkeys(_ONE_STOP_CODES, FigureState.NONE_ARISEN)
    if kind == "phong" and code not in node.texts("certifies"):
        return dict.fromkeys(("CT01", "CT02"), FigureState.NOT_APPLICABLE)
    return {}


def _duties(ground: Ground) -> dict[str, list[Row]]:
    """Return each unit's dated assignments: what its monthly figures on tasks are counted from."""
    duties: dict[str, list[Row]] = defaultdict(list)
    for (task_id, code), row in ground.assignments.items():
        if task_id in ground.dated_tasks:
            duties[code].append(row)
    return duties


def _tasks_due(rows: list[Row], report: Arrived) -> Numbers:
    """Count the tasks that fell due in the window, as they stood on its last day (X8 holds by itself)."""
    first, before = report.period.starts_on, report.period.ends_before
    counts: Numbers = {"CD05": 0, "CD06": 0, "CD07": 0, "CD08": 0}
    for row in rows:
        due: date | None = row["current_due_on"]
        if row["cancelled_on"] is not None or due is None or not first <= due < before:
            continue
        done: date | None = row["done_on"] if row["done_on"] and row["done_on"] < before else None
        counts["CD05"] += 1
        counts["CD08" if done is None else "CD06" if done <= due else "CD07"] += 1
    return counts


def _enter(ground: Ground, node: Node, report: Arrived, numbers: Numbers, states: _States) -> None:
    explained = ""
    if numbers.get("HS11"):
        explained = pick(node.texts("late_reason"), report.expected_id)
    at = office_hours(report.first_on, "figures", report.expected_id)
    cells: dict[str, tuple[FigureState, Decimal | None]] = {code: (s, None) for code, s in states.items()}
    for code, value in numbers.items():
        none = value == 0 and code in _RARE
        cells[code] = (FigureState.NONE_ARISEN, None) if none else (FigureState.VALUE, Decimal(value))
    for version in sorted({0, report.accepted}):
        for code, (state, amount) in sorted(cells.items()):
            ground.add(
                Figure,
                {
                    "id": key("figure", report.expected_id, str(version), code),
                    "expected_report_id": report.expected_id,
                    "version": version,
                    "indicator_code": code,
                    "state": state,
                    "value": amount,
                    "explanation": explained if code == "HS11" else "",
                    "source": "Hệ thống một cửa điện tử" if code.startswith(_ONE_STOP) else "",
                    "updated_at": at,
                },
            )
