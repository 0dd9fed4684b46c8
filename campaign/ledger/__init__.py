"""The lasting record: approvals, deliveries, attempts, events. The only package that touches the tables.

``Ledger`` opens it; the modules' functions work on the transaction that ``write()`` or ``read()`` gives.
"""

from __future__ import annotations

from campaign.ledger import alerts, approvals, batches, claims, control, deliveries, erase, record, seals, verify
from campaign.ledger.deliveries import Fenced
from campaign.ledger.media import MediaStore
from campaign.ledger.rows import AccountStatus, Approval, Attempt, Daemon, Delivery, PostStatus, Stop
from campaign.ledger.store import HEAD, Ledger, Tx, Unusable

__all__ = [
    "HEAD",
    "AccountStatus",
    "Approval",
    "Attempt",
    "Daemon",
    "Delivery",
    "Fenced",
    "Ledger",
    "MediaStore",
    "PostStatus",
    "Stop",
    "Tx",
    "Unusable",
    "alerts",
    "approvals",
    "batches",
    "claims",
    "control",
    "deliveries",
    "erase",
    "record",
    "seals",
    "verify",
]
