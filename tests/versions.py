"""A second version of the catalogue, for tests of months that are read with different ones."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Catalogue, CrossCheck, Indicator, Period


def second_version(session: Session, month: str, **changes: dict[str, object]) -> None:
    """Read a month with a copy of its catalogue in which some indicators are changed."""
    period = session.scalars(select(Period).where(Period.name == month)).one()
    old = session.get_one(Catalogue, period.catalogue_id)
    new = Catalogue(code=old.code, version=2, name="Danh mục mới", source="")
    session.add(new)
    session.flush()
    for kind in (Indicator, CrossCheck):
        for row in session.scalars(select(kind).where(kind.catalogue_id == old.id)):
            names = [column.key for column in kind.__mapper__.columns if column.key != "id"]
            columns = {name: getattr(row, name) for name in names}
            made = columns | {"catalogue_id": new.id} | changes.get(row.code, {})
            session.add(kind(**made))
    period.catalogue_id = new.id
    session.flush()
