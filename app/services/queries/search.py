"""The search condition of every list: words without accents find all, accented words only themselves."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from app.core.text import search_words


def matches(record: Any, query: str) -> ColumnElement[bool]:
    """Return the condition that a record with search_plain and search_exact holds every word of a query."""
    return and_(
        True,
        *(
            (record.search_exact if exact else record.search_plain).contains(word, autoescape=True)
            for word, exact in search_words(query)
        ),
    )
