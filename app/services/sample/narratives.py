"""What units wrote under the headings: a dozen sentences of our own, with the unit's own numbers in them."""

from collections.abc import Mapping

from app.core.statuses import FigureState
from app.models import Narrative
from app.services.presets.parsing import Node
from app.services.sample.dossiers import Numbers
from app.services.sample.ground import Ground, dice, key, office_hours, pick
from app.services.sample.reports import Arrived


def add_narratives(ground: Ground, arrived: tuple[Arrived, ...], told: Mapping[str, Numbers]) -> None:
    """Enter the words of every monthly report that came in, and the frozen ones of accepted versions."""
    headings = ground.file("narratives").child("headings").children()
    for report in arrived:
        if report.expected_id in told:
            for heading, node in headings.items():
                _enter(ground, report, heading, node, told[report.expected_id])


def _enter(ground: Ground, report: Arrived, heading: str, node: Node, numbers: Numbers) -> None:
    code, needed, chance = node.optional("code"), node.optional("requires"), node.number("chance", 100)
    name = ("words", heading, report.expected_id)
    nothing = (
        (code is not None and not numbers.get(code))
        or (needed is not None and needed not in numbers)
        or dice(1, 100, "chance", *name) > chance
    )
    text = "" if nothing else str(pick(node.texts("sentences"), *name)).format_map(numbers)
    for version in sorted({0, report.accepted}):
        ground.add(
            Narrative,
            {
                "id": key("narrative", report.expected_id, str(version), heading),
                "expected_report_id": report.expected_id,
                "version": version,
                "heading_key": heading,
                "state": FigureState.NONE_ARISEN if nothing else FigureState.VALUE,
                "text": text,
                "updated_at": office_hours(report.first_on, "words", report.expected_id),
            },
        )
