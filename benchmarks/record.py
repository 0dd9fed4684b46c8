"""What the chain costs: events written with it and without, sealed in batches, and the whole record verified.

    python benchmarks/record.py [EVENTS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from campaign.ledger import Ledger, record, schema, seals, verify
from campaign.models import canonical

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
BATCH = 500


def _plain(ledger: Ledger, count: int) -> float:
    """The same rows without digest and salts."""
    data = canonical({"reason": "the platform took it"}).decode()
    row = {"workspace": "plain", "at": 1, "actor": "daemon", "kind": "published", "subject": "day/p/a", "data": data}
    begin = time.perf_counter()
    for _ in range(count // BATCH):
        with ledger.write() as tx:
            for _ in range(BATCH):
                tx.conn.execute(sa.insert(schema.events).values(**row))
    return time.perf_counter() - begin


def _noted(ledger: Ledger, count: int) -> float:
    begin = time.perf_counter()
    for _ in range(count // BATCH):
        with ledger.write() as tx:
            for _ in range(BATCH):
                record.note(tx, at=NOW, actor="daemon", kind="published", subject="day/p/a", data={"reason": "the platform took it"})
    return time.perf_counter() - begin


def _sealed(ledger: Ledger) -> tuple[float, float]:
    """All of it, and the longest batch: so long may a publishing thread wait for the ledger."""
    begin, longest = time.perf_counter(), 0.0
    while True:
        start = time.perf_counter()
        with ledger.write() as tx:
            if seals.seal(tx, at=NOW) is None:
                return time.perf_counter() - begin, longest
        longest = max(longest, time.perf_counter() - start)


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"sqlite:///{Path(folder) / 'campaign.db'}")
        plain, noted = _plain(ledger, count), _noted(ledger, count)
        sealed, longest = _sealed(ledger)
        begin = time.perf_counter()
        with ledger.read() as tx:
            problems = verify.check(tx).problems
        verified = time.perf_counter() - begin
        ledger.close()
    assert problems == []
    print(f"{count} events in transactions of {BATCH}")
    print(f"written without chain   {count / plain:10,.0f} a second")
    print(f"written with chain      {count / noted:10,.0f} a second, {1e6 * (noted - plain) / count:.0f} µs more each")
    print(f"sealed                  {count / sealed:10,.0f} a second, longest batch {1000 * longest:.0f} ms")
    print(f"verified                {count / verified:10,.0f} a second")


if __name__ == "__main__":
    main()
