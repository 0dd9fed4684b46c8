"""Indexes for what the engine asks at every tick: what is past its grace, what is claimed, and what waits for another delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes, and the time to the one on the states."""
    op.drop_index("ix_deliveries_state", "deliveries")
    op.create_index("ix_deliveries_state", "deliveries", ["workspace", "state", "due_at"])
    for name, column, there in (("late", "late_at", "next_at"), ("lease", "lease_until", "lease_owner"), ("after", "after", "after")):
        where = sa.text(f"{there} IS NOT NULL")
        op.create_index(f"ix_deliveries_{name}", "deliveries", ["workspace", column], sqlite_where=where, postgresql_where=where)
