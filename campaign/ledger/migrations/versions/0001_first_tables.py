"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("campaign", sa.String, primary_key=True),
        sa.Column("post", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("digest", sa.String),
        sa.Column("author", sa.String),
        sa.Column("changed_by", sa.String),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text),
    )


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("acknowledged", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger),
        sa.UniqueConstraint("workspace", "campaign", "post", "generation", name="uq_approvals_generation"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("after", sa.String),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("grace", sa.BigInteger, nullable=False),
        sa.Column("late_at", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.BigInteger),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("staged", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("request", sa.Text),
        sa.Column("marker", sa.String),
        sa.Column("receipt", sa.Text),
        sa.Column("remote_id", sa.String),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("lookups", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_owner", sa.String),
        sa.Column("lease_until", sa.BigInteger),
        sa.UniqueConstraint("workspace", "campaign", "post", "account", "part", "generation", name="uq_deliveries_generation"),
    )
    op.create_index(
        "ix_deliveries_leased",
        "deliveries",
        ["workspace", "account"],
        unique=True,
        sqlite_where=sa.text("lease_owner IS NOT NULL"),
        postgresql_where=sa.text("lease_owner IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_next",
        "deliveries",
        ["workspace", "next_at", "id"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["workspace", "state"])
    op.create_index("ix_deliveries_remote", "deliveries", ["workspace", "account", "remote_id"], unique=True)


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("delivery", sa.String, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("request_hash", sa.String, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("deadline", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("detail", sa.Text),
        sa.UniqueConstraint("workspace", "delivery", "n", name="uq_attempts_n"),
        sa.ForeignKeyConstraint(["workspace", "delivery"], ["deliveries.workspace", "deliveries.id"], name="fk_attempts_delivery"),
    )
    op.create_index(
        "ix_attempts_open",
        "attempts",
        ["workspace", "delivery"],
        unique=True,
        sqlite_where=sa.text("outcome = 'armed'"),
        postgresql_where=sa.text("outcome = 'armed'"),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("account", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("last_published_at", sa.BigInteger),
        sa.Column("last_post", sa.String),
    )


def _stops() -> None:
    op.create_table(
        "stops",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("released", sa.Text, nullable=False),
    )


def _daemons() -> None:
    op.create_table(
        "daemons",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("last_beat", sa.BigInteger, nullable=False),
        sa.Column("next_due", sa.BigInteger),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("chain", sa.String),
    )
    op.create_index("ix_events_subject", "events", ["workspace", "subject"])


def upgrade() -> None:
    _posts()
    _approvals()
    _deliveries()
    _attempts()
    _accounts()
    _stops()
    _daemons()
    _events()
