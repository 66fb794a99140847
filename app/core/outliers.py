"""When a figure is unusual beside a unit's own past: one rule for few months, another for many.

With fewer than 12 values: outside three median absolute deviations and more than 20% away from the median.
From 12 values on: a modified z-score above 3.5 (Iglewicz and Hoaglin 1993: 0.6745 x distance / MAD; where
the MAD is 0 the mean absolute deviation takes its place, with their factor 1.2533).
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

LEAST_MONTHS = 3
MANY_MONTHS = 12
_DEVIATIONS = 3
_LEAST_CHANGE = Decimal("0.20")
_MOST_SCORE = Decimal("3.5")
_MAD_FACTOR = Decimal("0.6745")
_MEAN_FACTOR = Decimal("1.253314")


def usual_value(value: Decimal, past: Sequence[Decimal]) -> Decimal | None:
    """Return the median that a value is unusually far from; None where it is usual or too little is known."""
    if len(past) < LEAST_MONTHS:
        return None
    middle = Decimal(median(past))
    distances = [abs(each - middle) for each in past]
    distance, deviation = abs(value - middle), Decimal(median(distances))
    if len(past) < MANY_MONTHS:
        changed_much = distance > abs(middle) * _LEAST_CHANGE
        return middle if changed_much and distance > _DEVIATIONS * deviation else None
    if deviation:
        return middle if _MAD_FACTOR * distance / deviation > _MOST_SCORE else None
    mean = sum(distances, Decimal(0)) / len(distances)
    if not mean:  # always the same until now
        return middle if distance > abs(middle) * _LEAST_CHANGE else None
    return middle if distance / (_MEAN_FACTOR * mean) > _MOST_SCORE else None
