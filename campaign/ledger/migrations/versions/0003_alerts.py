"""What people were told of, so that nobody is told twice for one cause; and until when a platform lets an account wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column."""
    op.add_column("accounts", sa.Column("waits_until", sa.BigInteger))
    op.create_table(
        "alerts",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("cause", sa.String, primary_key=True),
        sa.Column("told_at", sa.BigInteger, nullable=False),
    )
