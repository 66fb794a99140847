"""The hub's month: locks by themselves, later months to recheck, two steps of review, closed totals.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no, blank = sa.text("0"), sa.text("''")
    op.add_column("reporting_rule", sa.Column("both_ends", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("reporting_rule", sa.Column("two_step", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("period", sa.Column("lock_on", sa.Date(), nullable=True))
    op.add_column(
        "expected_report",
        sa.Column("recheck_of", sa.String(length=16), nullable=False, server_default=blank),
    )
    op.add_column("submission", sa.Column("checked_at", sa.DateTime(), nullable=True))
    op.add_column(
        "submission", sa.Column("checked_by", sa.String(length=500), nullable=False, server_default=blank)
    )
    op.create_table(
        "review_mark",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("expected_report_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.String(length=500), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expected_report_id"],
            ["expected_report.id"],
            name=op.f("fk_review_mark_expected_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_mark")),
    )
    op.create_index(
        op.f("ix_review_mark_expected_report_id"), "review_mark", ["expected_report_id"], unique=False
    )
    op.create_table(
        "closed_total",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("period_id", sa.String(length=36), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=False),
        sa.Column("closed_by", sa.String(length=500), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_closed_total_period_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_total")),
    )
    op.create_index(op.f("ix_closed_total_period_id"), "closed_total", ["period_id"], unique=False)
