"""Rows as the database has them, where the mapper would cost more than the read itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session


def plain_rows(
    session: Session, statement: Select[*tuple[Any, ...]], **values: object
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Run a statement that was prepared once, with its values, in the session's transaction.

    What the session holds back is written first, as it would be before a query of the mapper.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values).all()
