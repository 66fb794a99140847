"""Tallies of a locked period are counted later, with the day they correct and the reason.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tally", sa.Column("adjusts_on", sa.Date(), nullable=True))
    op.add_column("tally", sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")))
