"""The reporting cycle: rules, periods, who is expected, what came in."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import Channel, DuePolicy, Frequency, PeriodState, ReportState, ReportSubject
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class ReportingRule(Base, Versioned):
    """What a clause asks to be reported, how often, over which window, by which day."""

    __tablename__ = "reporting_rule"
    __table_args__ = (
        CheckConstraint("start_day BETWEEN 1 AND 31", name="start_day"),
        CheckConstraint("due_day BETWEEN 1 AND 31", name="due_day"),
    )

    id: Mapped[Key]
    name: Mapped[Name]
    subject: Mapped[ReportSubject]
    frequency: Mapped[Frequency]
    clause_id: Mapped[str | None] = foreign_key("clause.id")
    task_id: Mapped[str | None] = foreign_key("task.id")
    receiver_unit_id: Mapped[str | None] = foreign_key("unit.id")
    start_day: Mapped[int] = mapped_column(default=12)
    both_ends: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # counts a day twice
    due_day: Mapped[int] = mapped_column(default=12)
    due_month: Mapped[int | None]  # yearly and once: the month of the due day
    policy: Mapped[DuePolicy] = mapped_column(default=DuePolicy.LEGAL)
    lock_after_days: Mapped[int] = mapped_column(default=10)
    max_extensions: Mapped[int] = mapped_column(default=1)
    two_step: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # checked, then accepted
    window_words: Mapped[LongText] = mapped_column(default="")  # the directive's own words, for papers
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Period(Base, Versioned):
    """One window of a rule with its three due dates; the rule's settings of its time are kept in it."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("rule_id", "name"),
        CheckConstraint("ends_before > starts_on", name="window"),
    )

    id: Mapped[Key]
    rule_id: Mapped[str] = foreign_key("reporting_rule.id")
    name: Mapped[str] = mapped_column(String(16), index=True)  # month of the due day: 2024-03
    starts_on: Mapped[date]
    ends_before: Mapped[date]
    legal_due: Mapped[date]
    target_due: Mapped[date]
    lenient_due: Mapped[date]
    policy: Mapped[DuePolicy]
    start_day: Mapped[int]
    catalogue_id: Mapped[str | None] = foreign_key("catalogue.id")
    state: Mapped[PeriodState] = mapped_column(default=PeriodState.OPEN)
    locked_on: Mapped[date | None]
    lock_on: Mapped[date | None]  # the day after whose end it locks itself; None: the rule's number of days


class ExpectedReport(Base, Versioned):
    """One unit's duty to report in one period; the denominator of every rate."""

    __tablename__ = "expected_report"
    __table_args__ = (UniqueConstraint("period_id", "unit_id"),)

    id: Mapped[Key]
    period_id: Mapped[str] = foreign_key("period.id", index=False)
    unit_id: Mapped[str] = foreign_key("unit.id")
    clause_id: Mapped[str | None] = foreign_key("clause.id")
    state: Mapped[ReportState] = mapped_column(default=ReportState.NOT_STARTED)
    accepted_version: Mapped[int] = mapped_column(default=0)  # whose frozen figures count; 0: the draft
    excused_on: Mapped[date | None]
    excuse_reason: Mapped[LongText] = mapped_column(default="")
    extended_to: Mapped[date | None]
    extended_on: Mapped[date | None]
    extension_reason: Mapped[LongText] = mapped_column(default="")
    reopened_until: Mapped[date | None]
    reopen_reason: Mapped[LongText] = mapped_column(default="")
    recheck_of: Mapped[str] = mapped_column(  # the reopened month this one's opening balance came from
        String(16), default="", server_default=text("''")
    )


class Submission(Base, Versioned):
    """One version of a report with its three times: signed, sealed, received (and the code noted between)."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("expected_report_id", "epoch", "version"),)

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id", index=False)
    epoch: Mapped[int] = mapped_column(default=1)
    version: Mapped[int]
    document_number: Mapped[str] = mapped_column(String(100), default="")
    signed_on: Mapped[date | None]
    approved_by: Mapped[Name] = mapped_column(default="")
    sealed_at: Mapped[datetime | None]
    seal_code: Mapped[str | None] = mapped_column(String(32))
    code_noted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    channel: Mapped[Channel | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    package_id: Mapped[str | None] = foreign_key("package.id")
    attachment_sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[ReportState]
    checked_at: Mapped[datetime | None]  # first of the hub's two steps; deciding is the second
    checked_by: Mapped[Name] = mapped_column(default="", server_default=text("''"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Name] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]


class SubmissionComment(Base):
    """A remark of the hub on one cell or heading of a version; resolved when that cell changes."""

    __tablename__ = "submission_comment"

    id: Mapped[Key]
    submission_id: Mapped[str] = foreign_key("submission.id")
    subject: Mapped[Code]  # indicator code or heading key
    text: Mapped[LongText]
    author: Mapped[Name] = mapped_column(default="")
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class ReviewMark(Base):
    """One thing the hub has looked at and let stand; its key holds what was seen, so a change asks anew."""

    __tablename__ = "review_mark"

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id")
    subject: Mapped[Code]  # indicator code or heading key
    message: Mapped[LongText]
    seen_by: Mapped[Name] = mapped_column(default="")
    seen_at: Mapped[datetime]


class ClosedTotal(Base):
    """The totals of a period as the hub closed them: every number, and the version it took of each unit."""

    __tablename__ = "closed_total"

    id: Mapped[Key]
    period_id: Mapped[str] = foreign_key("period.id")
    as_of: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by: Mapped[Name] = mapped_column(default="")
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))


class FieldChoice(Base):
    """A person's choice for one cell of a report: what stood in the register stays, or the file's counts.

    ``own`` is the cell as it stood, in the form of packages; no later file of this report overwrites it.
    """

    __tablename__ = "field_choice"
    __table_args__ = (UniqueConstraint("expected_report_id", "subject"),)

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id", index=False)
    subject: Mapped[Code]  # indicator code, heading key, "row of a plan/field"
    keeps_own: Mapped[bool]
    own: Mapped[dict[str, object]] = mapped_column(JSON)
    reason: Mapped[LongText]
    is_remembered: Mapped[bool] = mapped_column(default=False)  # proposed again in the unit's later reports
    chosen_by: Mapped[Name]
    chosen_at: Mapped[datetime]


class HolidayException(Base):
    """A day off or worked against the calendar, with the document that says so."""

    __tablename__ = "holiday_exception"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_off: Mapped[bool]
    reason: Mapped[Name] = mapped_column(default="")
    source: Mapped[Name] = mapped_column(default="")


class Package(Base):
    """A file that left or came, kept whole under its SHA-256, with what became of it."""

    __tablename__ = "package"
    __table_args__ = (Index(None, "sha256"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(24))
    is_outgoing: Mapped[bool]
    unit_id: Mapped[str | None] = foreign_key("unit.id")
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    epoch: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    stream: Mapped[str] = mapped_column(String(64), default="", index=True)  # what the revisions count
    signer: Mapped[str] = mapped_column(String(64), default="")  # public key, hexadecimal
    seal_code: Mapped[str | None] = mapped_column(String(32))
    batch_id: Mapped[str | None] = mapped_column(String(36), index=True)
    verdict: Mapped[str] = mapped_column(String(24), default="")
    reason: Mapped[LongText] = mapped_column(default="")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
