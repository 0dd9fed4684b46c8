"""The ledger's database: opening, upgrading and transactions. SQLite waits for one writer; PostgreSQL for row locks."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from campaign.errors import LedgerError
from campaign.ledger import changes

HEAD = "0004"
BUSY_SECONDS = 10.0


class Unusable(LedgerError):
    """The database cannot be used at the moment, whatever is asked of it: locked, full, gone."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction on the ledger of one workspace; what every function of this package works on.

    ``changes`` are those of the record's rows that no event of this transaction has committed to yet; ``events`` are the rows of
    the events that are not written yet: they go in together.
    """

    conn: Connection
    workspace: str
    changes: changes.Changes = field(default_factory=dict)
    noted: list[tuple[int, str]] = field(default_factory=list)  # time and actor of this transaction's events
    events: list[dict[str, Any]] = field(default_factory=list)

    def changed(self, table: str, name: str, values: Mapping[str, Any], *, new: bool = False) -> None:
        """Keep what is written into a row of the record, for the event that commits to it."""
        changes.add(self.changes, table, name, values, new=new)


class Ledger:
    """The lasting record. ``write()`` and ``read()`` give a transaction; all of it is stored, or nothing is."""

    def __init__(self, url: str, *, workspace: str = "default", create: bool = True, upgrade: bool = False) -> None:
        """Open the ledger at ``url``, making an empty one where there is none (unless ``create`` is off).

        ``upgrade`` brings an older one up to date, after a backup. Raises LedgerError when it cannot be opened, when an older one
        needs ``campaign migrate``, or when a newer program made it.
        """
        self.workspace = workspace
        self._url = sa.make_url(url)
        self._writing = threading.RLock()
        if not create and self.path is not None and not self.path.exists():
            raise LedgerError("There is no ledger yet.", file=self.path, fix="Approving a post or starting the daemon makes one.")
        self._engine = _engine(self._url)
        try:
            self._check(create=create, upgrade=upgrade)
        except BaseException:
            self.close()
            raise

    def _check(self, *, create: bool, upgrade: bool) -> None:
        found = self.revision()
        if found is not None and found > HEAD:
            raise LedgerError(
                f"The ledger is of version {found}, which is newer than this program's {HEAD}.", file=self.path, fix="Upgrade the program."
            )
        if found is None and create:
            self._must_be_empty()
        if (found is None and create) or (found != HEAD and upgrade):
            self.migrate()
        elif found != HEAD:
            raise LedgerError(
                f"The ledger is of version {found or 'none'}, this program needs {HEAD}.",
                file=self.path,
                fix="Run `campaign migrate`; it makes a backup first.",
            )

    def _must_be_empty(self) -> None:
        """A database file that holds something else is another program's: the setting is wrong."""
        with _sentences(), self._engine.connect() as conn:
            others = sa.inspect(conn).get_table_names() if self.path is not None else []
        if others and "alembic_version" not in others:  # another process may just have made it
            raise LedgerError(
                f"This database belongs to another program: it has a table {others[0]!r} and is no ledger.",
                file=self.path,
                fix="Set `ledger:` in config.yaml to another file.",
            )

    @property
    def path(self) -> Path | None:
        """The database's file, where it is one."""
        sqlite = self._url.get_backend_name() == "sqlite"
        return Path(self._url.database) if sqlite and self._url.database not in {None, "", ":memory:"} else None

    def revision(self) -> str | None:
        """The version of the tables, or None for a new database."""
        with _sentences(), self._engine.connect() as conn:
            if not sa.inspect(conn).has_table("alembic_version"):
                return None
            return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    def migrate(self) -> None:
        """Upgrade the tables to what this program needs, after a backup of an SQLite file that is not empty.

        Raises LedgerError when it cannot; the ledger is then as it was.
        """
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        self._backup()
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with _sentences(), self._writing, self._engine.execution_options(write=True).begin() as conn:
            config.attributes["connection"] = conn
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise LedgerError(f"The ledger cannot be upgraded: {error}", file=self.path, fix="Nothing was changed.") from error

    def _backup(self) -> None:
        if (path := self.path) is None or (old := self.revision()) in {None, HEAD}:
            return
        copies = (path.with_name(f"{path.name}.{old}{n}.backup") for n in ("", *(f"-{i}" for i in range(2, 1000))))
        target = next(copy for copy in copies if not copy.exists())
        # Not a copy of the file: what other processes have written may still be in the log beside it.
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as conn:
                conn.execute("VACUUM INTO ?", (str(target),)).close()
        except sqlite3.Error as error:
            target.unlink(missing_ok=True)
            raise LedgerError(f"The backup before the upgrade failed: {error}.", file=target, fix="Nothing was changed.") from error

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that may change the ledger; durable when the block ends, undone when it raises."""
        with _sentences(), self._writing, self._engine.execution_options(write=True).begin() as conn:
            tx = Tx(conn, self.workspace)
            yield tx
            if (tx.changes or tx.events) and conn.in_transaction():
                from campaign.ledger import record

                record.finish(tx)  # nothing in the record changes without an event that commits to it

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that only looks; it sees one moment of the ledger."""
        with _sentences(), self._engine.connect() as conn:
            yield Tx(conn, self.workspace)

    def scrub(self) -> None:
        """Overwrite what was erased where the database keeps it on: SQLite's free pages and log. PostgreSQL's vacuum does so by itself."""
        if self.path is not None:
            with _sentences(), self._writing, closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as conn:
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    if url.database:
        _private_folder(Path(url.database).parent)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise LedgerError(f"The ledger's folder cannot be made: {error.strerror}.", file=folder, fix="Make the folder writable.") from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: a deferred BEGIN would let two arms read the same stop flag.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=FAST"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("write") else "BEGIN")


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn a database's complaint into a sentence for a person."""
    try:
        yield
    except DBAPIError as error:
        operational = isinstance(error, OperationalError)
        raise (Unusable if operational else LedgerError)(*_sentence(str(error.orig or error), operational)) from error


def _sentence(said: str, operational: bool) -> tuple[str]:
    low = said.lower()
    if "locked" in low:
        return ("The ledger is locked by another program. Nothing was changed. Close it (a database viewer, a backup) and try again.",)
    if "disk i/o" in low or "no space" in low:
        return ("The disk did not take what the ledger wrote. Nothing was changed. Look at its free space and its health, and try again.",)
    if "full" in low:
        return ("The disk is full, so the ledger could not be written. Nothing was changed. Free some space and try again.",)
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return ("The ledger cannot be written: its file or folder is read-only. Nothing was changed. Make .campaign/ writable.",)
    if "not a database" in low or "malformed" in low:
        return ("The ledger's file is damaged or is no ledger. Stop the daemon, keep the file, and restore the newest backup.",)
    kind = "The ledger's database is not answering" if operational else "The ledger refused a change that would break its rules"
    return (f"{kind}: {said.splitlines()[0]}",)


def milliseconds(moment: datetime) -> int:
    """UTC milliseconds of an aware time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return round(moment.timestamp() * 1000)
