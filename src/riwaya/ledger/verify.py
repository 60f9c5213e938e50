"""Recomputes everything that the audit chain vouches for, entry by entry, and tells what does not hold.

For every entry: its number, its link to the entry before, its hash; the rows that it speaks of, against the hashes in
it; the words at every span, against the text; the file in the vault, against its name and its hash. Then: whether rows
stand in the tables that no entry speaks of, and whether the events are those that were last made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select, text

from riwaya.errors import LedgerError, VaultError
from riwaya.ledger.audit import FIELDS, START, entry_hash
from riwaya.ledger.events import stored_digests
from riwaya.ledger.hashing import rows_digest
from riwaya.ledger.ledger import Ledger
from riwaya.ledger.linked import as_told, linked_so_far, total_of
from riwaya.ledger.records import rows_by_reading
from riwaya.ledger.spans import misquoted
from riwaya.ledger.tables import (
    OF_A_READING,
    audit,
    judgements,
    marks,
    objects,
    readings,
    refused,
    reports,
    runs,
    versions,
)

_PAGE = 250

_VOUCHED: tuple[Table, ...] = (objects, runs, reports, versions, readings, refused, judgements)
"""Tables every row of which an entry must speak of; what hangs on a reading is covered by the reading's entry."""

_WORDS = {
    "versions": "its text or what is said of it",
    "reports": "its row among the reports",
    "objects": "its row among the vault's objects",
    "runs": "the run that read it",
    "readings": "its reading",
    "judgements": "the judgement",
    "marks": "the words that the judgement is about",
    "refused": "the refusal",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Progress = Callable[[int, int], None]
"""Called with how many entries were checked, of how many."""

Entry = Mapping[str, Any]
Found = dict[str, list[Any]]
"""Rows by the name of their table."""


def verify(ledger: Ledger, progress: Progress | None = None) -> Iterator[Finding]:
    """What does not hold in a ledger, in the order of the chain: the first finding is the first broken link."""
    try:
        with ledger.database.reading() as connection:
            yield from _Check(connection, ledger, progress or (lambda done, of: None)).run()
    except LedgerError as error:
        yield Finding(str(ledger.location), error.what)


@dataclass(slots=True)
class _Check:
    connection: Connection
    ledger: Ledger
    progress: Progress
    hash: str = START
    number: int = 0
    events: dict[str, str] = field(default_factory=dict)
    linking: str | None = None
    seen: dict[str, set[Any]] = field(default_factory=lambda: {table.name: set() for table in _VOUCHED})

    def run(self) -> Iterator[Finding]:
        yield from self._database()
        of = self.connection.scalar(select(func.count()).select_from(audit)) or 0
        done = 0
        while page := self._page():
            rows = _Rows(self.connection, page)
            for entry in page:
                yield from self._entry(entry, rows)
            done += len(page)
            self.progress(done, of)
        yield from self._unvouched()
        yield from self._events()
        yield from self._linking()

    def _page(self) -> list[Entry]:
        query = select(audit).where(audit.c.number > self.number).order_by(audit.c.number).limit(_PAGE)
        return [row._asdict() for row in self.connection.execute(query)]

    def _database(self) -> Iterator[Finding]:
        """What SQLite itself finds wrong with its file; PostgreSQL holds its own rules."""
        if not self.ledger.database.sqlite:
            return
        for (message,) in self.connection.execute(text("PRAGMA quick_check(5)")):
            if message != "ok":
                yield Finding(str(self.ledger.location), f"the database file is damaged ({message})")
        for row in self.connection.execute(text("PRAGMA foreign_key_check")):
            yield Finding(f"table {row[0]}", f"a row refers to a row of {row[2]} that is not there")

    def _entry(self, entry: Entry, rows: _Rows) -> Iterator[Finding]:
        where = f"audit entry {entry['number']} ({entry['action']} {entry['subject']})"
        if entry["number"] != self.number + 1:
            missing = f"{self.number + 1}" if entry["number"] == self.number + 2 else f"{self.number + 1} and more"
            yield Finding(where, f"the entry before it is missing ({missing})")
        elif entry["previous"] != self.hash:
            yield Finding(where, "it does not follow the entry before it: one of the two was altered or moved")
        if entry_hash({name: entry[name] for name in FIELDS}) != entry["hash"]:
            yield Finding(where, "it was altered: its hash is not that of its content")
        self.number, self.hash = entry["number"], entry["hash"]
        try:
            body = msgspec.json.decode(entry["body"], type=dict[str, Any])
            yield from self._content(where, entry, body, rows)
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
            yield Finding(where, "what it says cannot be read")

    def _content(self, where: str, entry: Entry, body: Mapping[str, Any], rows: _Rows) -> Iterator[Finding]:
        action = entry["action"]
        if action == "linked":
            for id_ in body["dropped"]:
                self.events.pop(id_, None)
            self.events.update(body["made"])
            self.linking = body.get("linking", self.linking)
        elif action in ("added", "reread"):
            found = rows.of_reading(body)
            yield from _compare(where, body["rows"], found)
            self._saw(found)
            yield from _quotes(where, found)
            if action == "added":
                yield from self._vault(where, found["objects"])
        elif action in ("refused", "judged"):
            found = rows.of_number(action, body["number"])
            yield from _compare(where, body["rows"], found)
            self._saw(found)

    def _saw(self, found: Found) -> None:
        for name, seen in self.seen.items():
            seen.update(row[0] for row in found.get(name, ()))

    def _vault(self, where: str, found: Sequence[Any]) -> Iterator[Finding]:
        for row in found:
            try:
                stored = self.ledger.vault.check(row.sha256)
            except VaultError as error:
                yield Finding(where, f"vault file {error.where} {error.what}")
                continue
            if (stored.size, stored.stored_sha256) != (row.size, row.stored_sha256):
                yield Finding(where, f"vault file {self.ledger.vault.path(row.sha256)} was altered")

    def _unvouched(self) -> Iterator[Finding]:
        """Rows that no entry speaks of: the entry was deleted, or the row was never added by Riwaya."""
        for table in _VOUCHED:
            key = next(iter(table.primary_key.columns))
            for value in self.connection.scalars(select(key).order_by(key)):
                if value not in self.seen[table.name]:
                    yield Finding(f"table {table.name}, row {value}", "no entry of the audit chain speaks of it")

    def _events(self) -> Iterator[Finding]:
        stored = dict(stored_digests(self.connection))
        for id_ in sorted(stored.keys() | self.events.keys()):
            if id_ not in stored:
                yield Finding(f"event {id_}", "it was deleted")
            elif id_ not in self.events:
                yield Finding(f"event {id_}", "no entry of the audit chain speaks of it")
            elif stored[id_] != self.events[id_]:
                yield Finding(f"event {id_}", "it, or its memberships, are not as they were made")

    def _linking(self) -> Iterator[Finding]:
        """What linking keeps for the next time."""
        state = linked_so_far(self.connection)
        told = None if state is None else as_told(state)
        remedy = "`riwaya reconcile` makes it anew"
        if told != self.linking:
            yield Finding("table linking", f"how far the events are made is not as the chain tells ({remedy})")
        elif state is not None and state.total != total_of(self.connection):
            yield Finding("tables compared and pairs", f"what incidents are linked by was altered ({remedy})")


class _Rows:
    """The rows that a page of entries speaks of, loaded together."""

    def __init__(self, connection: Connection, page: Sequence[Entry]) -> None:
        bodies = [_body(entry) for entry in page if entry["action"] in ("added", "reread")]
        numbers = [n for body in bodies if isinstance(n := body.get("reading"), int)]
        self._connection = connection
        self._readings = _by_key(connection, readings, numbers)
        self._hanging = {
            table.name: rows_by_reading(connection, table, min(numbers), max(numbers)) if numbers else {}
            for table in OF_A_READING
        }
        wanted = {n for body in bodies if isinstance(n := body.get("version"), int)}
        self._versions = _by_key(connection, versions, wanted)
        self._reports = _by_key(connection, reports, {row.report for row in self._versions.values()})
        self._objects = _by_key(connection, objects, {row.sha256 for row in self._versions.values()})
        self._runs = _by_key(connection, runs, {row.run for row in self._readings.values()})

    def of_reading(self, body: Mapping[str, Any]) -> Found:
        """What an entry of an addition or a new reading speaks of."""
        version = self._versions.get(body["version"])
        reading = self._readings.get(body["reading"])
        found: Found = {name: by.get(body["reading"], []) for name, by in self._hanging.items()}
        found["versions"] = [version] if version else []
        found["readings"] = [reading] if reading else []
        found["reports"] = self._one(self._reports, version.report) if version else []
        found["objects"] = self._one(self._objects, version.sha256) if version else []
        found["runs"] = self._one(self._runs, reading.run) if reading else []
        return found

    def of_number(self, action: str, number: int) -> Found:
        """What an entry of a refusal or a judgement speaks of."""
        if action == "refused":
            return {"refused": list(_by_key(self._connection, refused, [number]).values())}
        query = select(marks).where(marks.c.judgement == number).order_by(marks.c.mark)
        found = list(_by_key(self._connection, judgements, [number]).values())
        return {"judgements": found, "marks": list(self._connection.execute(query))}

    @staticmethod
    def _one(rows: Mapping[Any, Any], key: Any) -> list[Any]:
        return [rows[key]] if key in rows else []


def _body(entry: Entry) -> Mapping[str, Any]:
    try:
        return msgspec.json.decode(entry["body"], type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _by_key(connection: Connection, table: Table, keys: Any) -> dict[Any, Any]:
    column = next(iter(table.primary_key.columns))
    return {row[0]: row for row in connection.execute(select(table).where(column.in_(keys)))} if keys else {}


_ONLY_WHERE_NAMED = ("versions", "reports", "objects")
"""A new reading's entry does not speak of these, nor a further version's of the report's row."""


def _compare(where: str, digests: Mapping[str, str], found: Found) -> Iterator[Finding]:
    """Rows against the hashes that the entry holds."""
    for name in sorted(digests.keys() | found.keys()):
        rows = found.get(name, [])
        if name not in digests:
            if rows and name not in _ONLY_WHERE_NAMED:
                yield Finding(where, f"{_words(name)} came in later: the entry does not speak of them")
        elif not rows:
            yield Finding(where, f"{_words(name)} was deleted")
        elif rows_digest(rows) != digests[name]:
            yield Finding(where, f"{_words(name)} is not as it was ({name})")


def _words(name: str) -> str:
    return _WORDS.get(name, f"a row of its {name}")


def _quotes(where: str, found: Found) -> Iterator[Finding]:
    """Spans that do not cut their words out of the text."""
    if not found["versions"]:
        return
    version = found["versions"][0]
    full = f"{version.title}\n{version.text}"
    for table in OF_A_READING:
        for row in found[table.name]:
            for start, end, quote in misquoted(row._mapping, full):
                what = f"{table.name}: characters {start} to {end} of the report do not read {quote!r}"
                yield Finding(where, what)
