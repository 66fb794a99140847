"""A person's choice for one cell of an incoming report.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "field_choice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("expected_report_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("keeps_own", sa.Boolean(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_remembered", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", sa.String(length=500), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expected_report_id"],
            ["expected_report.id"],
            name=op.f("fk_field_choice_expected_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_choice")),
        sa.UniqueConstraint(
            "expected_report_id", "subject", name=op.f("uq_field_choice_expected_report_id_subject")
        ),
    )
