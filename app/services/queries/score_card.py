"""A unit's points of a year as lines: the sums of a field before its criteria."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.services.queries.plans import ScoreCard, ScoreRow


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the score card: a field with its sums, or a criterion under it."""

    key: str
    is_field: bool
    code: str
    title: str
    max_points: Decimal
    self_points: Decimal | None
    appraised_points: Decimal | None
    deducted: Decimal | None
    reason: str
    is_applicable: bool = True


def card_lines(card: ScoreCard) -> tuple[CardLine, ...]:
    """Return the score card with a line of sums before the criteria of each field."""
    fields: dict[str, list[ScoreRow]] = {}
    for row in card.rows:
        fields.setdefault(row.field_title, []).append(row)
    lines: list[CardLine] = []
    for title, rows in fields.items():
        counted = [row for row in rows if row.is_applicable]
        lines.append(
            CardLine(
                f"field {title}",
                True,
                "",
                title,
                sum((row.max_points for row in counted), Decimal(0)),
                _sum(row.self_points for row in counted),
                _sum(row.appraised_points for row in counted),
                _sum(row.deducted for row in counted),
                "",
            )
        )
        lines += [
            CardLine(
                row.criterion_id,
                False,
                row.code,
                row.title,
                row.max_points,
                row.self_points,
                row.appraised_points,
                row.deducted,
                row.reason,
                row.is_applicable,
            )
            for row in rows
        ]
    return tuple(lines)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
