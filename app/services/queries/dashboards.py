"""How work stands by month, by field and by unit: the numbers behind the dashboards."""

from datetime import date

from sqlalchemy.orm import Session

from app.reports.data.dashboard import Board, DashboardData
from app.reports.data.parts import NamedCounts
from app.services.queries.month_results import month_results
from app.services.queries.periods import PeriodRow, find_period
from app.services.queries.report_paper import field_names
from app.services.queries.tasks import count_states_by_field, count_states_by_unit
from app.services.queries.units import get_register, list_units

_NO_FIELD = "Chưa ghi lĩnh vực"


def told_period(session: Session, *, name: str | None, day: date) -> PeriodRow:
    """Return the period named, or the last one closed where that lies in the future."""
    closed = find_period(session, name=None, as_of=day)
    if name is None:
        return closed
    period = find_period(session, name=name, as_of=day)
    return period if period.month <= closed.month else closed


def read_dashboards(session: Session, *, period: PeriodRow, day: date) -> tuple[DashboardData, ...]:
    """Return the three dashboards as the register stands on a day."""
    office = get_register(session).own_unit_name
    by_field = count_states_by_field(session, as_of=day)
    names = field_names(session)
    fields = [NamedCounts(name, by_field[code]) for code, name in names.items() if code in by_field]
    fields += [NamedCounts(_NO_FIELD, by_field[code]) for code in by_field if code not in names]
    by_unit = count_states_by_unit(session, as_of=day)
    units = [
        NamedCounts(unit.short_name or unit.name, by_unit[unit.id])
        for unit in list_units(session, as_of=None)
        if unit.id in by_unit
    ]
    return (
        DashboardData(Board.MONTHS, office, day, months=month_results(session, period, day)),
        DashboardData(Board.FIELDS, office, day, counts=tuple(fields)),
        DashboardData(Board.UNITS, office, day, counts=tuple(units)),
    )
