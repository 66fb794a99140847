"""Following up: stopped reminders, rankings as published, the outbox of mail.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_outbox_mail_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_mail_message_id")),
    )
    op.create_index(op.f("ix_outbox_mail_state"), "outbox_mail", ["state"], unique=False)
    op.create_index(op.f("ix_outbox_mail_unit_id"), "outbox_mail", ["unit_id"], unique=False)
    op.create_table(
        "reminder_stop",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("subject_kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_reminder_stop_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_stop")),
    )
    op.create_index(
        op.f("ix_reminder_stop_subject_kind_subject_id"),
        "reminder_stop",
        ["subject_kind", "subject_id"],
        unique=False,
    )
    op.create_index(op.f("ix_reminder_stop_unit_id"), "reminder_stop", ["unit_id"], unique=False)
    op.create_table(
        "outbox_attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("sha256", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_mail.id"], name=op.f("fk_outbox_attachment_mail_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_outbox_attachment_sha256"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_attachment")),
        sa.UniqueConstraint("mail_id", "position", name=op.f("uq_outbox_attachment_mail_id_position")),
    )
    op.create_index(op.f("ix_outbox_attachment_sha256"), "outbox_attachment", ["sha256"], unique=False)
    op.create_table(
        "outbox_subject",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("subject_kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_mail.id"], name=op.f("fk_outbox_subject_mail_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_subject")),
        sa.UniqueConstraint(
            "mail_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_outbox_subject_mail_id_subject_kind_subject_id"),
        ),
    )
    op.create_table(
        "ranking_remark",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("period_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("exclusion", "appeal", name="rankingremarkkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_ranking_remark_period_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_ranking_remark_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_remark")),
    )
    op.create_index(op.f("ix_ranking_remark_period_id"), "ranking_remark", ["period_id"], unique=False)
    op.create_index(op.f("ix_ranking_remark_unit_id"), "ranking_remark", ["unit_id"], unique=False)
    op.create_table(
        "ranking_snapshot",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("period_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_ranking_snapshot_period_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_snapshot")),
        sa.UniqueConstraint("period_id", "number", name=op.f("uq_ranking_snapshot_period_id_number")),
    )
