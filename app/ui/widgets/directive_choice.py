"""A chosen directive, without Qt."""

from dataclasses import dataclass

from app.core.statuses import DirectiveRelation


@dataclass(frozen=True, slots=True)
class PickedDirective:
    """The chosen directive, and the relation where one was asked for."""

    directive_id: str
    relation: DirectiveRelation
