"""An index of events for lists and search: a file of SQLite beside the ledger, made from it, and made anew at will.

It follows the audit chain: what was linked or judged since it last looked is described again, nothing else. It holds
no knowledge of its own, so it can be deleted at any time.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from riwaya.errors import LedgerError
from riwaya.ledger import Ledger
from riwaya.ledger import events as stored_events
from riwaya.ledger.tables import audit
from riwaya.ledger.tables import events as events_table
from riwaya.web import queries
from riwaya.web.describing import Described, describe

_LAYOUT = "3"
_AT_ONCE = 500
_COLUMNS = tuple(field.name for field in fields(Described) if field.name not in ("values", "words", "fared"))
_TABLES = f"""
CREATE TABLE events (number INTEGER PRIMARY KEY, {", ".join(_COLUMNS)}, UNIQUE (id));
CREATE INDEX by_need ON events (need DESC, last_day DESC, id DESC);
CREATE INDEX by_day ON events (last_day DESC, id DESC);
CREATE INDEX by_state ON events (state, need DESC, last_day DESC, id DESC);
CREATE TABLE narrowing (kind TEXT, key TEXT, event INTEGER, label TEXT, PRIMARY KEY (kind, key, event)) WITHOUT ROWID;
CREATE INDEX narrowing_event ON narrowing (event);
CREATE TABLE fared (event INTEGER, who TEXT, joined, contradicted, denied, revised, PRIMARY KEY (event, who))
    WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE about (layout TEXT, ledger TEXT, entry INTEGER, linked INTEGER);
"""

Progress = Callable[[int, int], None]


class Index:
    """The index of one ledger; several threads and processes may use it at once.

    `patience` is how many seconds a page waits for it to catch up, before it shows what there is.
    """

    def __init__(self, ledger: Ledger, path: Path, patience: float = 2.0) -> None:
        self.ledger = ledger
        self.path = path
        self.patience = patience
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._catching_up: threading.Thread | None = None
        self._trouble: LedgerError | None = None

    def follow(self) -> bool:
        """Catches up with the ledger, beside the page where that takes long; whether it has.

        Raises LedgerError where the index cannot be written.
        """
        known = self._entry()
        if known is None:
            self.refresh()
            return True
        if known == self._last():
            return True
        with self._starting:
            if self._trouble is not None:
                trouble, self._trouble = self._trouble, None
                raise trouble
            if self._catching_up is None or not self._catching_up.is_alive():
                self._catching_up = threading.Thread(target=self._catch_up, daemon=True)
                self._catching_up.start()
            thread = self._catching_up
        thread.join(self.patience)
        return not thread.is_alive()

    def refresh(self, progress: Progress | None = None) -> None:
        """Brings the index up to the ledger's last entry.

        Raises LedgerError where its file cannot be written.
        """
        with self._lock:
            if self._entry() == self._last():
                return
            with self.ledger.database.reading() as connection, self._writing() as db:
                last, _ = queries.head(connection)
                known = self._known(db, connection)
                ids, linked = self._touched(connection, known)
                self._describe(db, connection, ids, progress)
                db.execute("UPDATE about SET entry = ?, linked = max(linked, ?)", (last, linked))

    def _catch_up(self) -> None:
        try:
            self.refresh()
        except LedgerError as error:
            self._trouble = error

    def _last(self) -> int:
        with self.ledger.database.reading() as connection:
            return queries.head(connection)[0]

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for questions."""
        db = self._connect()
        try:
            yield db
        finally:
            db.close()

    def _entry(self) -> int | None:
        if not self.path.exists():
            return None
        with self.reading() as db:
            try:
                row = db.execute("SELECT entry FROM about WHERE layout = ?", (_LAYOUT,)).fetchone()
            except sqlite3.DatabaseError:
                return None
        return int(row["entry"]) if row else None

    def _known(self, db: sqlite3.Connection, connection: Connection) -> int:
        """Up to which entry the index is of this ledger; 0 where it had to be emptied."""
        first = connection.scalar(select(audit.c.hash).where(audit.c.number == 1)) or ""
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "about" in tables:
            row = db.execute("SELECT * FROM about").fetchone()
            last, _ = queries.head(connection)
            if row and (row["layout"], row["ledger"]) == (_LAYOUT, first) and row["entry"] <= last:
                return int(row["entry"])
        for name in ("events", "narrowing", "fared", "words", "about"):
            if name in tables:
                db.execute(f"DROP TABLE {name}")
        for statement in _TABLES.split(";"):
            if statement.strip():
                db.execute(statement)
        db.execute("INSERT INTO about VALUES (?, ?, 0, 0)", (_LAYOUT, first))
        return 0

    @staticmethod
    def _touched(connection: Connection, known: int) -> tuple[list[str], int]:
        """The events made, changed, dropped or judged after an entry (0: all), and the last entry that linked some."""
        if known == 0:
            return list(connection.scalars(select(events_table.c.id).order_by(events_table.c.id))), 1
        linked = 0
        touched: set[str] = set()
        judged: list[str] = []
        for number, action, told in queries.changes_since(connection, known):
            if action == "judged":
                judged.append(told)
                continue
            linked = number
            body = msgspec.json.decode(told, type=dict[str, dict[str, str] | list[str] | str])
            touched |= {*body.get("made", ()), *body.get("dropped", ())}
        return sorted(touched | queries.events_marked(connection, judged)), linked

    def _describe(
        self, db: sqlite3.Connection, connection: Connection, ids: Sequence[str], progress: Progress | None
    ) -> None:
        for at in range(0, len(ids), _AT_ONCE):
            page = ids[at : at + _AT_ONCE]
            _forget(db, page)
            for described in described_events(connection, page):
                _enter(db, described)
            if progress:
                progress(min(at + _AT_ONCE, len(ids)), len(ids))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        db = self._connect()
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")  # it can be made anew
            db.execute("PRAGMA cache_size = -131072")
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.Error as error:
            remedy = "make its folder writable, or delete it: it is made anew"
            raise LedgerError(str(self.path), f"the index cannot be written ({error})", remedy) from error
        finally:
            db.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(self.path, timeout=60, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            remedy = "make its folder writable"
            raise LedgerError(str(self.path), f"the index cannot be opened ({error})", remedy) from error
        db.row_factory = sqlite3.Row
        return db


def described_events(connection: Connection, ids: Sequence[str]) -> Iterator[Described]:
    """The rows of these events, of those that are there."""
    found = list(stored_events.load(connection, ids))
    incidents = queries.incident_rows(connection, {m.incident for event in found for m in event.members})
    of = {member.report for event in found for member in event.members}
    reports = queries.report_rows(connection, of)
    decisions = queries.Decisions(connection, of)
    for event in found:
        triggers = queries.triggers_of(event, incidents)
        yield describe(event, incidents, reports, decisions.about(triggers), triggers)


def _forget(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    for id_ in ids:
        row = db.execute("SELECT number FROM events WHERE id = ?", (id_,)).fetchone()
        if row is not None:
            db.execute("DELETE FROM events WHERE number = ?", (row["number"],))
            db.execute("DELETE FROM narrowing WHERE event = ?", (row["number"],))
            db.execute("DELETE FROM fared WHERE event = ?", (row["number"],))
            db.execute("DELETE FROM words WHERE rowid = ?", (row["number"],))


def _enter(db: sqlite3.Connection, described: Described) -> None:
    row = [getattr(described, name) for name in _COLUMNS]
    places = ", ".join("?" * len(_COLUMNS))
    number = db.execute(f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES ({places})", row).lastrowid
    db.executemany(
        "INSERT OR IGNORE INTO narrowing VALUES (?, ?, ?, ?)",
        [(kind, key, number, label) for kind, key, label in described.values],
    )
    db.executemany("INSERT INTO fared VALUES (?, ?, ?, ?, ?, ?)", [(number, *one) for one in described.fared])
    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, described.words))
