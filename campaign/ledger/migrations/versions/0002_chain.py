"""Seal the events: a digest and salts for each, the seals, and a database that refuses to change or delete an event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign.ledger import changes, veil
from campaign.models import canonical

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEPT = ("id", "workspace", "at", "kind", "subject", "chain")
_EVENTS = "An event of the record is never changed or deleted."
_SEALS = "A seal of the record is never changed or deleted."


def _columns() -> None:
    op.add_column("events", sa.Column("salts", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "seals",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )


def _digests(conn: sa.Connection) -> None:
    """Every event from before this version gets its digest now."""
    events = sa.table("events", *(sa.column(c) for c in (*_KEPT, "actor", "data", "salts")))
    for row in conn.execute(sa.select(events).order_by(events.c.id)).mappings().all():
        conn.execute(sa.update(events).where(events.c.id == row["id"]).values(**veil.commit(dict(row))))


def _rows(conn: sa.Connection) -> None:
    """One event for each workspace commits to what the record holds already: what is changed from here on shows."""
    found: dict[str, changes.Changes] = {}
    for table, columns in changes.RECORDED.items():
        names = dict.fromkeys(("workspace", *changes.KEYS[table], *columns))
        for one in conn.execute(sa.select(sa.table(table, *(sa.column(c) for c in names)))).mappings():
            row = dict(one)
            changes.add(found.setdefault(row["workspace"], {}), table, changes.key(table, row), row, new=True)
    events = sa.table("events", *(sa.column(c) for c in (*_KEPT, "actor", "data", "salts")))
    for workspace, there in found.items():
        at = conn.execute(sa.select(sa.func.max(events.c.at)).where(events.c.workspace == workspace)).scalar() or 0
        data = canonical({"set": there}).decode()
        event = {"workspace": workspace, "at": at, "actor": "campaign", "kind": "migrated", "subject": "workspace", "data": data}
        conn.execute(sa.insert(events).values(**event, **veil.commit(event)))


def _guard_sqlite() -> None:
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in _KEPT)
    # Only what takes a text's salt away may touch an event: a redaction.
    op.execute(
        f"CREATE TRIGGER events_kept BEFORE UPDATE ON events WHEN {changed} OR NEW.salts IS OLD.salts "
        f"BEGIN SELECT RAISE(ABORT, '{_EVENTS}'); END"
    )
    op.execute(f"CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, '{_EVENTS}'); END")
    op.execute(f"CREATE TRIGGER seals_kept BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, '{_SEALS}'); END")
    op.execute(f"CREATE TRIGGER seals_stay BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, '{_SEALS}'); END")


def _guard_postgresql() -> None:
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _KEPT)
    op.execute(
        f"CREATE FUNCTION record_kept() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{_EVENTS}'; END $$ LANGUAGE plpgsql; "
        f"CREATE TRIGGER events_kept BEFORE UPDATE ON events FOR EACH ROW WHEN ({changed} OR NEW.salts IS NOT DISTINCT FROM OLD.salts) "
        "EXECUTE FUNCTION record_kept(); "
        "CREATE TRIGGER events_stay BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION record_kept(); "
        "CREATE TRIGGER seals_stay BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION record_kept();"
    )


def upgrade() -> None:
    conn = op.get_bind()
    _columns()
    _digests(conn)
    _rows(conn)
    _guard_postgresql() if conn.dialect.name == "postgresql" else _guard_sqlite()
