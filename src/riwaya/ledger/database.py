"""The connection to a ledger's database: how it is opened, how one writer at a time is held to, what its errors say."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from riwaya.errors import LedgerBusy, LedgerError
from riwaya.ledger.location import Location

Waiting = Callable[[str], None]
"""Called with a sentence when somebody else is writing and we wait."""

_SQLITE_TRIES_MS = 1_000
_PATIENCE = 600.0
"""Seconds that a writer waits for another before it gives up."""

_PAUSE = 0.2
_WRITER_LOCK = 0x52495741
"""The number of PostgreSQL's advisory lock that a writer holds during its transaction."""

_WRITES = "riwaya_writes"


class Database:
    """An open database: `reading` gives a consistent view, `writing` a transaction that only one can hold."""

    def __init__(self, location: Location, waiting: Waiting | None = None) -> None:
        """Connects to nothing yet.

        Raises LedgerError where the driver of PostgreSQL is missing.
        """
        self.location = location
        self.sqlite = location.path is not None
        self.read_only = location.path is not None and _is_read_only(location.path)
        self._waiting = waiting or (lambda message: None)
        try:
            self.engine = create_engine(_as_it_lies(location.path) if self.read_only else location.url)
        except ImportError as error:
            remedy = "install it: pip install 'riwaya[postgres]'"
            raise LedgerError(str(location), "PostgreSQL needs psycopg", remedy) from error
        if self.sqlite:
            _tune_sqlite(self.engine, self.read_only)

    def check_writable(self) -> None:
        """Raises LedgerError where the file, or the folder that its log is written in, may only be read."""
        if self.read_only:
            what = "its file or its folder may only be read (a read-only medium, or no permission)"
            raise LedgerError(str(self.location), what, "copy it to where you may write; what only reads it works here")

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger, whatever is written meanwhile."""
        with self._explained():
            if self.sqlite:
                with self.engine.connect() as connection, connection.begin():
                    yield connection
            else:
                with self.engine.connect() as connection:
                    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                    with connection.begin():
                        yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the one writer's lock; all of it is kept, or nothing.

        Raises LedgerBusy where another writer holds the lock for too long, LedgerError where writing fails.
        """
        self.check_writable()
        with self._explained(), self.engine.connect() as connection:
            if self.sqlite:
                connection = connection.execution_options(**{_WRITES: True})
            transaction = self._begun(connection)
            try:
                yield connection
            except BaseException:
                transaction.rollback()
                raise
            transaction.commit()

    def _begun(self, connection: Connection) -> Any:
        """Begins a transaction once no other writer holds the lock, and says so when that takes a while."""
        patience = time.monotonic() + _PATIENCE
        told = False
        while True:
            try:
                transaction = connection.begin()
                if self.sqlite or connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_WRITER_LOCK})")):
                    return transaction
                transaction.rollback()
                time.sleep(_PAUSE)
            except OperationalError as error:
                if not _is_locked(error):
                    raise
            if time.monotonic() > patience:
                raise LedgerBusy(str(self.location), "another program has been writing to it for long", "try later")
            if not told:
                self._waiting(f"another program is writing to {self.location}; waiting for it")
                told = True

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Makes the database's errors ours."""
        try:
            yield
        except DBAPIError as error:
            what = " ".join(str(error.orig).split())
            if _is_locked(error):
                raise LedgerBusy(str(self.location), f"it is in use ({what})", "try later") from error
            if getattr(error.orig, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CANTOPEN"):
                remedy = "name a file that `riwaya add` made, or one in a folder that is there and can be written"
                raise LedgerError(str(self.location), f"is no ledger ({what})", remedy) from error
            remedy = "nothing of what was begun is kept; mend it and run the same command again"
            raise LedgerError(str(self.location), what, remedy) from error


def _is_locked(error: DBAPIError) -> bool:
    return "database is locked" in str(error.orig)


def _is_read_only(path: Path) -> bool:
    """Whether a file of SQLite is there and cannot be written, or not the log beside it."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))


def _as_it_lies(path: Path | None) -> URL:
    """The address of a file that is only read; where no log lies beside it, nobody changes it meanwhile."""
    assert path is not None
    log = path.with_name(f"{path.name}-wal")
    query = {"mode": "ro", "uri": "true", **({} if log.exists() else {"immutable": "1"})}
    return URL.create("sqlite", database=f"file:{quote(str(path.absolute()))}", query=query)


def _tune_sqlite(engine: Engine, read_only: bool) -> None:
    """Write-ahead log, foreign keys, every commit on the disk, and transactions that begin when we say so."""
    pragmas = [f"busy_timeout={_SQLITE_TRIES_MS}", "foreign_keys=ON", "cache_size=-32768"]
    pragmas += [] if read_only else ["journal_mode=WAL", "synchronous=FULL"]

    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
