"""A reading as plain JSON and back: what passes between the worker process and the program."""

from dataclasses import asdict
from datetime import date
from typing import Any

from app.core.statuses import DeadlineOperator
from app.intake.deadlines import Deadline
from app.intake.letterhead.citations import Citation
from app.intake.proposals import DirectiveHead, ProposedTask, Reading, Signer
from app.intake.source import Conversion


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def to_plain(reading: Reading) -> dict[str, Any]:
    """Return a reading in JSON's own types."""
    found: dict[str, Any] = _plain(asdict(reading))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _deadline(plain: dict[str, Any] | None) -> Deadline | None:
    if plain is None:
        return None
    operator = plain["operator"]
    return Deadline(
        plain["text"],
        _day(plain["day"]),
        DeadlineOperator(operator) if operator else None,
        plain["recurrence"],
        plain["rule"],
    )


def _task(plain: dict[str, Any]) -> ProposedTask:
    return ProposedTask(
        **{
            **plain,
            "assignees": tuple(plain["assignees"]),
            "coordinators": tuple(plain["coordinators"]),
            "deadline": _deadline(plain["deadline"]),
            "cuts": tuple(plain["cuts"]),
        }
    )


def _head(plain: dict[str, Any]) -> DirectiveHead:
    cited = (Citation(c["number"], _day(c["issued_on"]), c["start"], c["end"]) for c in plain["references"])
    return DirectiveHead(
        **{
            **plain,
            "issued_on": _day(plain["issued_on"]),
            "addressees": tuple(plain["addressees"]),
            "recipients": tuple(plain["recipients"]),
            "references": tuple(cited),
            "signer": Signer(**plain["signer"]) if plain["signer"] else None,
        }
    )


def from_plain(plain: dict[str, Any]) -> Reading:
    """Return the reading that was written with ``to_plain``."""
    return Reading(
        **{
            **plain,
            "head": _head(plain["head"]),
            "tasks": tuple(_task(task) for task in plain["tasks"]),
            "warnings": tuple(plain["warnings"]),
            "conversion": Conversion(**plain["conversion"]) if plain["conversion"] else None,
        }
    )
