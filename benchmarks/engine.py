"""The engine beside its peer: a rush, a steady stream, slow calls, and a ledger of a million rows. On disk, in processes of their own.

    python benchmarks/engine.py [--rows 1000000] [--rush 10000]

The peer is what the engine would be with one job a post: APScheduler's SQLAlchemyJobStore, SQLite in WAL with synchronous=FULL, a
pool of 64 threads, and a job that does nothing and writes nothing. The engine writes two durable journal records around every call
to an adapter that does nothing. Rates swing with the disk: compare within one run.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ACCOUNTS = 64
RUSH, STREAM, SLOW = 10_000, 1_500, 640
RATE = 100
BATCH = 5_000
SOON = timedelta(seconds=8)


def rss() -> float:
    """What this process holds now, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


# -- a ledger of many rows, written as an approval writes them, but in bulk ----------------------------------------------


def rows(dues: Iterator[datetime]) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """For each due time a delivery, its approval and the event of it."""
    from campaign.ledger import changes, veil
    from campaign.models import Content, canonical, digest_of

    grace, at = 3_600_000, round(now().timestamp() * 1000)
    text = "Some signs of cuckooing can be easy to miss: curtains closed all day, new visitors at all hours, a neighbour you no longer see."
    for n, due in enumerate(dues):
        post, account = f"p{n}", f"a{n % ACCOUNTS:02}"
        content = Content(text=f"{text} {n}", campaign="day", post=post, account=account)
        said, digest, when = canonical(content).decode(), digest_of(content), round(due.timestamp() * 1000)
        name = f"day/{post}/{account}"
        delivery = {"campaign": "day", "post": post, "account": account, "platform": "outbox", "part": 1, "generation": 1, "after": None}
        delivery |= {"id": name, "content": said, "digest": digest, "due_at": when, "grace": grace, "late_at": when + grace}
        delivery |= {"state": "queued", "next_at": when, "workspace": "default"}
        approval = {"campaign": "day", "post": post, "generation": 1, "digest": digest, "by": "Sam", "at": at, "acknowledged": "{}"}
        made: changes.Changes = {}
        changes.add(made, "deliveries", name, delivery, new=True)
        changes.add(made, "approvals", f"day {post} 1", approval, new=True)
        data = {"digest": digest, "generation": 1, "acknowledged": {}, "deliveries": {name: digest}, "set": made}
        event = {"workspace": "default", "at": at, "actor": "Sam", "kind": "approved", "subject": f"day/{post}"}
        event["data"] = canonical(data).decode()
        yield delivery, {**approval, "workspace": "default"}, {**event, **veil.commit(event)}


def fill(folder: Path, dues: Iterator[datetime]) -> None:
    """Make the ledger, with the record sealed, as a daemon that has run before leaves it."""
    import sqlalchemy as sa

    from campaign.ledger import Ledger, schema, seals

    ledger, made = Ledger(f"sqlite:///{folder / 'campaign.db'}"), rows(dues)
    while batch := list(islice(made, BATCH)):
        with ledger.write() as tx:
            for table, values in zip((schema.deliveries, schema.approvals, schema.events), zip(*batch, strict=True), strict=True):
                tx.conn.execute(sa.insert(table), list(values))
        done: object = ledger
        while done is not None:
            with ledger.write() as tx:
                done = seals.seal(tx, at=now())
    ledger.close()


def dues(due: int, *, rate: int | None, rows: int) -> Iterator[datetime]:
    """The most of ``rows`` later than any run lasts, then ``due`` of them soon, at once or at ``rate`` a second."""
    for n in range(rows - due):
        yield now() + timedelta(days=1, seconds=n)
    start = now() + SOON
    for n in range(due):
        yield start + timedelta(seconds=n / rate if rate else 0)


# -- the engine --------------------------------------------------------------------------------------------------------


def engine(folder: Path, due: int, pause: float, threads: int) -> dict[str, float]:
    """Run the daemon on a ledger until ``due`` deliveries are published."""
    from campaign.delivery.send import Sender, Setting
    from campaign.delivery.stopfile import StopFile
    from campaign.engine import daemon as engine
    from campaign.engine.executor import Threads
    from campaign.ledger import Ledger, MediaStore, claims, control, deliveries
    from campaign.models import Account, Credentials, Idempotency, Receipt, Request
    from campaign.platforms.base import Platform

    called: list[tuple[str, float]] = []

    class Nothing(Platform):
        """Takes everything and does nothing, in ``pause`` seconds."""

        title, kind = "Nothing", Idempotency.ADDRESSED

        def request(self, content: Any, staged: Any, key: Any, reply_to: Any) -> Request:
            return Request(method="POST", path="/", key=key, body={"text": content.text})

        def create(self, request: Request) -> Receipt:
            called.append((request.key.idempotency, time.time()))
            if pause:
                time.sleep(pause)
            return Receipt(id=request.key.idempotency, url=None, published_at=None)

    logging.basicConfig(level=logging.WARNING)
    begin = time.perf_counter()
    accounts = {f"a{n:02}": Account(id=f"a{n:02}", platform="outbox") for n in range(ACCOUNTS)}
    platforms = {name: Nothing(account, Credentials(values={}), lambda _d: b"") for name, account in accounts.items()}
    ledger = Ledger(f"sqlite:///{folder / 'campaign.db'}")
    sender = Sender(
        ledger=ledger,
        media=MediaStore(folder / "media"),
        stop_file=StopFile(folder / "STOP"),
        platform=platforms.__getitem__,
        setting=Setting(accounts=accounts, gap=timedelta(0)),
        clock=now,
    )
    daemon = engine.Daemon(sender, changed=lambda _posts, _now: set(), executor=Threads(threads))
    thread = threading.Thread(target=daemon.run)
    thread.start()

    def ask(what: Callable[[Any], Any]) -> Any:
        with ledger.read() as tx:
            return what(tx)

    while ask(control.daemon) is None:
        time.sleep(0.002)
    ready, held = time.perf_counter() - begin, rss()
    with ledger.read() as tx:
        first = claims.next_due(tx, after=datetime.fromtimestamp(0, UTC))
    assert first is not None
    start = max(first.timestamp(), time.time())
    while len(called) < due:
        time.sleep(0.02)
    daemon.stop()
    thread.join()
    took = max(at for _, at in called) - start
    with ledger.read() as tx:
        assert deliveries.counts(tx).get("published") == due == len({key for key, _ in called}), "not each was published once"
        times = {d.key.idempotency: d.due_at.timestamp() for d in deliveries.find(tx, states=["published"]) if d.key}  # type: ignore[list-item]  # read back in bulk
    late = sorted(at - max(times[key], start) for key, at in called)
    ledger.close()
    found = {"ready": ready, "held": held, "peak": peak(), "rate": due / took}
    return {**found, "p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)]}


def peak() -> float:
    """The most that this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- the peer ----------------------------------------------------------------------------------------------------------

done: list[float] = []


def job(_n: int) -> None:
    """What the peer does for a post."""
    done.append(time.time())


def peer(folder: Path, due: int, rate: int | None) -> dict[str, float]:
    """One job a post in APScheduler's own store."""
    import sqlalchemy as sa
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    logging.basicConfig(level=logging.ERROR)
    database = sa.create_engine(f"sqlite:///{folder / 'jobs.db'}")

    @sa.event.listens_for(database, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}").close()

    here = sys.modules["engine"] if "engine" in sys.modules else __import__("engine")
    store = SQLAlchemyJobStore(engine=database)
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        executors={"default": ThreadPoolExecutor(64)},
        job_defaults={"misfire_grace_time": None, "max_instances": 1},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    start = now() + timedelta(minutes=10)  # set right below, once all are stored
    for n in range(due):
        scheduler.add_job(here.job, "date", run_date=start, args=[n], id=str(n))
    shift = (now() + SOON).timestamp()
    when = {n: shift + (n / rate if rate else 0) for n in range(due)}
    _retime(scheduler, store, when)
    scheduler.resume()
    while len(here.done) < due:
        time.sleep(0.02)
    scheduler.shutdown()
    took = max(here.done) - shift
    late = sorted(at - due for at, due in zip(sorted(here.done), sorted(when.values()), strict=True))
    return {"rate": due / took, "peak": peak(), "p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)]}


def _retime(scheduler: Any, store: Any, when: dict[int, float]) -> None:
    """Give every stored job its time in one transaction: adding them one by one takes longer than the rush may wait."""
    import pickle

    import sqlalchemy as sa

    table = store.jobs_t
    with store.engine.begin() as conn:
        for name, state in conn.execute(sa.select(table.c.id, table.c.job_state)).all():
            held, at = pickle.loads(state), when[int(name)]
            held["trigger"].run_date = held["next_run_time"] = datetime.fromtimestamp(at, UTC)
            conn.execute(sa.update(table).where(table.c.id == name).values(next_run_time=at, job_state=pickle.dumps(held, 5)))


# -- all of it ---------------------------------------------------------------------------------------------------------


def alone(role: str, **options: Any) -> dict[str, float]:
    """One measure in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        if role == "engine":
            fill(Path(folder), dues(options["due"], rate=options.get("rate"), rows=options.get("rows", options["due"])))
        command = [sys.executable, __file__, "--role", role, "--folder", folder, "--options", json.dumps(options)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode:
            sys.exit(said.stderr)
        return dict(json.loads(said.stdout))


def one(role: str, folder: Path, options: dict[str, Any]) -> dict[str, float]:
    """What a process of its own measures."""
    if role == "peer":
        return peer(folder, options["due"], options.get("rate"))
    return engine(folder, options["due"], options.get("pause", 0.0), options.get("threads", 64))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rush", type=int, default=RUSH)
    parser.add_argument("--role")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--options", type=json.loads)
    chosen = parser.parse_args()
    if chosen.role:
        print(json.dumps(one(chosen.role, chosen.folder, chosen.options)))
        return
    cases = {
        f"peer, {chosen.rush:,} due at once": ("peer", {"due": chosen.rush}),
        f"engine, {chosen.rush:,} due at once": ("engine", {"due": chosen.rush}),
        f"peer, {RATE} a second": ("peer", {"due": STREAM, "rate": RATE}),
        f"engine, {RATE} a second": ("engine", {"due": STREAM, "rate": RATE}),
        f"engine, {RATE} a second of {10_000:,}": ("engine", {"due": STREAM, "rate": RATE, "rows": 10_000}),
        f"engine, {RATE} a second of {chosen.rows:,}": ("engine", {"due": STREAM, "rate": RATE, "rows": chosen.rows}),
        f"engine, {SLOW} at once, calls of 500 ms": ("engine", {"due": SLOW, "pause": 0.5}),
    }
    print(f"{'':44}{'a second':>10}{'late p50 ms':>13}{'p99 ms':>9}{'ready ms':>10}{'MiB then':>10}{'MiB most':>10}")
    for title, (role, options) in cases.items():
        found = alone(role, **options)
        figures = [f"{found['rate']:10,.0f}", f"{1000 * found['p50']:13.1f}", f"{1000 * found['p99']:9.1f}"]
        figures += [f"{1000 * found['ready']:10.0f}", f"{found['held']:10.0f}"] if "ready" in found else [f"{'':20}"]
        print(f"{title:44}{''.join(figures)}{found['peak']:10.0f}", flush=True)


if __name__ == "__main__":
    main()
