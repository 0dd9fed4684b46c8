"""The tables. Times are UTC milliseconds; JSON is kept as the text that was hashed. Only this package touches them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text

metadata = MetaData()


def _where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


posts = Table(
    "posts",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("campaign", String, primary_key=True),
    Column("post", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("digest", String),
    Column("author", String),
    Column("changed_by", String),
    Column("changed_at", BigInteger, nullable=False),
    Column("reason", Text),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("campaign", String, nullable=False),
    Column("post", String, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("acknowledged", Text, nullable=False),
    Column("withdrawn_at", BigInteger),
    UniqueConstraint("workspace", "campaign", "post", "generation", name="uq_approvals_generation"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("post", String, nullable=False),
    Column("account", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("after", String),  # the delivery whose receipt this one replies to: the part before it
    Column("content", Text, nullable=False),
    Column("digest", String, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("grace", BigInteger, nullable=False),
    Column("late_at", BigInteger, nullable=False),  # after this it is missed: due_at + grace, or from the part before it
    Column("next_at", BigInteger),  # when the engine has to look at it next; empty when nothing is to be done by itself
    Column("state", String, nullable=False),
    Column("reason", Text),
    Column("staged", Text),
    Column("key", Text),
    Column("request", Text),
    Column("marker", String),
    Column("receipt", Text),
    Column("remote_id", String),
    Column("published_at", BigInteger),
    Column("lookups", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String),
    Column("lease_until", BigInteger),
    UniqueConstraint("workspace", "campaign", "post", "account", "part", "generation", name="uq_deliveries_generation"),
)
Index("ix_deliveries_next", deliveries.c.workspace, deliveries.c.next_at, deliveries.c.id, **_where("next_at IS NOT NULL"))
# What is past its grace, what is claimed, and what waits for another delivery's receipt, are asked for at every tick.
Index("ix_deliveries_late", deliveries.c.workspace, deliveries.c.late_at, **_where("next_at IS NOT NULL"))
Index("ix_deliveries_lease", deliveries.c.workspace, deliveries.c.lease_until, **_where("lease_owner IS NOT NULL"))
Index("ix_deliveries_after", deliveries.c.workspace, deliveries.c.after, **_where("after IS NOT NULL"))
# At most one claim an account, so at most one visible call in flight: the database says so, not only the code.
Index("ix_deliveries_leased", deliveries.c.workspace, deliveries.c.account, unique=True, **_where("lease_owner IS NOT NULL"))
Index("ix_deliveries_state", deliveries.c.workspace, deliveries.c.state, deliveries.c.due_at)
Index("ix_deliveries_remote", deliveries.c.workspace, deliveries.c.account, deliveries.c.remote_id, unique=True)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("delivery", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("request_hash", String, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("deadline", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", String, nullable=False),
    Column("detail", Text),
    UniqueConstraint("workspace", "delivery", "n", name="uq_attempts_n"),
    ForeignKeyConstraint(["workspace", "delivery"], ["deliveries.workspace", "deliveries.id"], name="fk_attempts_delivery"),
)
# At most one attempt of a delivery can be under way: the database says so, not only the code.
Index("ix_attempts_open", attempts.c.workspace, attempts.c.delivery, unique=True, **_where("outcome = 'armed'"))

accounts = Table(
    "accounts",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("reason", Text),
    Column("changed_at", BigInteger, nullable=False),
    Column("last_published_at", BigInteger),
    Column("last_post", String),
    Column("waits_until", BigInteger),  # the platform has asked the account to wait
)

stops = Table(
    "stops",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("released", Text, nullable=False),  # JSON list of "account:A" and "campaign:C" that a person let go again
)

daemons = Table(
    "daemons",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("last_beat", BigInteger, nullable=False),
    Column("next_due", BigInteger),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("chain", String),  # the event's own digest (see veil.py); the seals are taken over these
    Column("salts", Text, nullable=False, server_default=""),  # one for each name and text; empty where that was erased
)
Index("ix_events_subject", events.c.workspace, events.c.subject)

seals = Table(
    "seals",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("events", Text, nullable=False),  # a line for each event: its number and its digest
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("cause", String, primary_key=True),
    Column("told_at", BigInteger, nullable=False),
)
