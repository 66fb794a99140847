"""What the reading of a directive gives, with the rule behind every proposal, and its printed form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.intake.deadlines import Deadline
from app.intake.explanations import explain
from app.intake.letterhead.citations import Citation
from app.intake.source import Conversion

FORMAT = "so-cchc/intake/1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed and under which titles."""

    name: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class DirectiveHead:
    """The letterhead as read; None where the text does not say it."""

    kind: str | None
    number: str | None
    issuer: str | None
    place: str | None
    issued_on: date | None
    subject: str | None
    addressees: tuple[str, ...]
    signer: Signer | None
    recipients: tuple[str, ...]
    references: tuple[Citation, ...]
    carries_out: str | None = None  # number of the document that this one carries out
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """One order found: its words, who, by when, by which rule; ``cuts`` are where it may be split."""

    order: int
    section: str | None
    content: str
    assignees: tuple[str, ...]
    coordinators: tuple[str, ...]
    deadline: Deadline | None
    product: str | None
    start: int
    end: int
    page: int | None
    confidence: float
    rule: str
    assignee_source: str  # item, heading, lead-in, addressees, attribute, table, none
    is_prohibition: bool = False
    is_reference: bool = False
    cuts: tuple[int, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is proposed, in words for the person who decides."""
        return explain(self.rule, self.assignee_source, self.deadline)


@dataclass(frozen=True, slots=True)
class Reading:
    """A directive read: where it came from, its text, its letterhead and the proposed tasks."""

    file: str
    sha256: str
    media_type: str
    text: str
    head: DirectiveHead
    tasks: tuple[ProposedTask, ...]
    warnings: tuple[str, ...]
    pages: int | None = None
    conversion: Conversion | None = None


def _deadline_facts(deadline: Deadline | None) -> Mapping[str, object] | None:
    if deadline is None:
        return None
    return {
        "text": deadline.text,
        "date": deadline.day.isoformat() if deadline.day else None,
        "operator": deadline.operator.value if deadline.operator else None,
        "recurrence": deadline.recurrence,
    }


def _task_facts(task: ProposedTask) -> Mapping[str, object]:
    return {
        "order": task.order,
        "section": task.section,
        "content": task.content,
        "assignees": list(task.assignees),
        "coordinators": list(task.coordinators),
        "deadline": _deadline_facts(task.deadline),
        "product": task.product,
        "span": {"start": task.start, "end": task.end, "page": task.page},
        "confidence": task.confidence,
        "rule": task.rule,
        "assignee_source": task.assignee_source,
        "reason": task.reason,
    }


def printed(reading: Reading) -> dict[str, object]:
    """Return what ``so-cchc intake FILE --json`` prints."""
    head = reading.head
    return {
        "format": FORMAT,
        "source": {"file": reading.file, "sha256": reading.sha256, "media_type": reading.media_type},
        "document": {
            "kind": head.kind,
            "number": head.number,
            "issuer": head.issuer,
            "place": head.place,
            "date": head.issued_on.isoformat() if head.issued_on else None,
            "subject": head.subject,
            "addressees": list(head.addressees),
            "signer": {"name": head.signer.name, "title": head.signer.title} if head.signer else None,
            "references": [
                {"number": cited.number, "date": cited.issued_on.isoformat() if cited.issued_on else None}
                for cited in head.references
            ],
        },
        "tasks": [_task_facts(task) for task in reading.tasks],
        "warnings": list(reading.warnings),
    }
