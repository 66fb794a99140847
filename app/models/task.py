"""Tasks, who they are given to, and what was done about them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import AssignmentRole, DeadlineOperator, TaskKind
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class Task(Base, Versioned):
    """One duty: the words, the product, the deadline as the directive puts it."""

    __tablename__ = "task"

    id: Mapped[Key]
    directive_id: Mapped[str | None] = foreign_key("directive.id")
    clause_id: Mapped[str | None] = foreign_key("clause.id")
    section: Mapped[Code] = mapped_column(default="")
    kind: Mapped[TaskKind] = mapped_column(default=TaskKind.DATED)
    content: Mapped[LongText]
    product: Mapped[LongText] = mapped_column(default="")
    receiver: Mapped[Name] = mapped_column(default="")
    field: Mapped[Code] = mapped_column(default="")  # CDDH, THECHE, TTHC, TCBM, CCCV, TCC, CQDT
    due_text: Mapped[Name] = mapped_column(default="")  # the words that bound the time
    due_on: Mapped[date | None]  # the day those words name
    due_operator: Mapped[DeadlineOperator | None]
    recurrence: Mapped[Code] = mapped_column(default="")  # "monthly:12", "continuous", …
    review_days: Mapped[int | None]  # rhythm of review of standing duties
    assigned_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[LongText] = mapped_column(default="")
    reading_rule: Mapped[Code] = mapped_column(default="")  # which rule of intake proposed it
    sort_order: Mapped[int] = mapped_column(default=0, index=True)
    created_at: Mapped[datetime]
    search_plain: Mapped[LongText] = mapped_column(default="")
    search_exact: Mapped[LongText] = mapped_column(default="")


class Assignment(Base, Versioned):
    """A task in one unit's hands. Due days here are the last timely ones ("trước 30/6" is stored as 29/6)."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "unit_id"),
        Index(None, "unit_id", "current_due_on"),
        Index(None, "current_due_on", "done_on"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    )

    id: Mapped[Key]
    task_id: Mapped[str] = foreign_key("task.id", index=False)
    unit_id: Mapped[str] = foreign_key("unit.id", index=False)
    role: Mapped[AssignmentRole] = mapped_column(default=AssignmentRole.LEAD)
    person_id: Mapped[str | None] = foreign_key("person.id")
    supervisor_id: Mapped[str | None] = foreign_key("person.id")
    assigned_on: Mapped[date]
    original_due_on: Mapped[date | None]
    current_due_on: Mapped[date | None]
    extended_on: Mapped[date | None]  # day of the last granted extension
    progress: Mapped[int] = mapped_column(default=0)  # percent
    progress_on: Mapped[date | None]
    result: Mapped[LongText] = mapped_column(default="")
    done_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[LongText] = mapped_column(default="")


class Extension(Base):
    """A granted or refused change of a due date; the original one is never overwritten."""

    __tablename__ = "extension"

    id: Mapped[Key]
    assignment_id: Mapped[str] = foreign_key("assignment.id")
    from_due: Mapped[date | None]
    to_due: Mapped[date]
    requested_on: Mapped[date]
    decided_on: Mapped[date]
    is_granted: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[LongText]


class ProgressEntry(Base):
    """A dated note on an assignment: progress, result, return, explanation."""

    __tablename__ = "progress_entry"
    __table_args__ = (Index(None, "assignment_id", "recorded_on"),)

    id: Mapped[Key]
    assignment_id: Mapped[str] = foreign_key("assignment.id", index=False)
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(24), default="progress")
    progress: Mapped[int | None]
    text: Mapped[LongText] = mapped_column(default="")
    author: Mapped[Name] = mapped_column(default="")


class Attachment(Base):
    """A file kept beside the register under its SHA-256."""

    __tablename__ = "attachment"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[Name]
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int]
    added_at: Mapped[datetime]


class Evidence(Base):
    """Proof of a result: a document, a figure or a file; one proof may serve several records."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    description: Mapped[LongText]
    document_number: Mapped[str] = mapped_column(String(100), default="")
    issued_on: Mapped[date | None]
    attachment_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]


class EvidenceLink(Base):
    """What a proof proves: an assignment, a figure, a score, a plan row."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        UniqueConstraint("evidence_id", "subject_kind", "subject_id"),
        Index(None, "subject_kind", "subject_id"),
    )

    id: Mapped[Key]
    evidence_id: Mapped[str] = foreign_key("evidence.id")
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(36))
