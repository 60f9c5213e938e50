"""Keeps arrivals with their readings: one transaction for a few of them, each whole or not there at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Column, Connection, func, insert, select

from riwaya.errors import InputError
from riwaya.ledger.arriving import Arrived, Outcome, Registry, Ruling, own_id, renamed, url_key
from riwaya.ledger.audit import Chain
from riwaya.ledger.canonical import digest
from riwaya.ledger.copies import ALIKE, Shingles, likeness, shingles
from riwaya.ledger.hashing import new_rows_digest
from riwaya.ledger.records import report_of
from riwaya.ledger.rows import Row, as_json, rows_of, storable
from riwaya.ledger.tables import OF_A_READING, objects, readings, refused, reports, runs, signatures, versions
from riwaya.ledger.vault import Stored, Vault
from riwaya.model import Reading, Report

_COMPARED = 50
"""How many originals a text is compared with at most, those first that share most bands with it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, and the keys by which copies of its report are found; `whole`: a second reader read all of it too."""

    reading: Reading
    bands: tuple[int, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """An arrival that has been read; `read` is None where it was known before reading."""

    arrival: Arrived
    read: Read | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one item: its outcome, where it stood, its id and original, and how much it tells."""

    outcome: Outcome | Literal["refused"]
    where: str
    id: str = ""
    copy_of: str | None = None
    incidents: int = 0
    claims: int = 0
    error: InputError | None = None


ReadAgain = Callable[[Report], Read]
"""Reads a report whose id was taken by another writer, or by one before it, while it was being read."""


@dataclass(slots=True)
class Original:
    """A text that others may be copies of: its version's id, the number of its report, its shingles once needed."""

    id: str
    report: int
    text: Report
    shingles: Shingles | None = None

    def seen(self) -> Shingles:
        """The shingles."""
        if self.shingles is None:
            self.shingles = shingles(self.text)
        return self.shingles


Originals = dict[int, Original]
"""Originals by the number of their version: those that were added or compared with lately."""

_REMEMBERED = 1_000
"""How many originals are remembered; some 25 kB each."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What keeping needs besides the items: the transaction, the chain, the vault, the run, and a reader."""

    connection: Connection
    chain: Chain
    vault: Vault
    run: Row
    read_again: ReadAgain
    originals: Originals


def keep(items: Sequence[Ready | InputError], desk: Desk) -> list[Kept]:
    """Keeps all items, in order; raises VaultError where the vault cannot be written."""
    return _Keeper(desk, items).keep(items)


def next_number(connection: Connection, column: Column[int]) -> int:
    """The number of the next row; only the one writer may ask."""
    return (connection.scalar(select(func.max(column))) or 0) + 1


class _Keeper:
    def __init__(self, desk: Desk, items: Sequence[Ready | InputError]) -> None:
        self._desk = desk
        connection = desk.connection
        arrivals = [item.arrival for item in items if isinstance(item, Ready)]
        self._registry = Registry(connection, arrivals)
        self._refusals = _refusals_known(connection, [item for item in items if isinstance(item, InputError)])
        self._next = {table.name: next_number(connection, table.c.number)
                      for table in (reports, versions, readings, refused)}  # fmt: skip
        self._rows: dict[str, list[Row]] = {
            table.name: [] for table in (objects, reports, versions, signatures, readings, *OF_A_READING, refused)
        }
        self._objects: dict[str, Row] = {}
        self._bands: dict[int, list[int]] = {}

    def keep(self, items: Sequence[Ready | InputError]) -> list[Kept]:
        ready = [item for item in items if isinstance(item, Ready)]
        self._keep_originals([item.arrival for item in ready if item.read is not None])
        self._look_up_bands([item.read for item in ready if item.read is not None])
        kept = [self._refuse(item) if isinstance(item, InputError) else self._take(item) for item in items]
        for table in (objects, reports, versions, signatures, readings, *OF_A_READING, refused):
            if self._rows[table.name]:
                self._desk.connection.execute(insert(table), self._rows[table.name])
        self._desk.chain.flush()
        return kept

    def _refuse(self, error: InputError) -> Kept:
        row = _refusal(error)
        if row["identity"] not in self._refusals:
            self._refusals.add(row["identity"])
            row["number"] = self._number("refused")
            self._rows["refused"].append(row)
            body = {"number": row["number"], "rows": {"refused": new_rows_digest(refused, [row])}}
            self._desk.chain.append("refused", row["identity"][:16], body)
        return Kept("refused", error.where, error=error)

    def _take(self, item: Ready) -> Kept:
        arrival = item.arrival
        ruling = self._registry.rule(arrival)
        if ruling.outcome == "known":
            return Kept("known", arrival.where, ruling.id)
        report = renamed(arrival.report, ruling)
        read = item.read
        if read is None or read.reading.report.id != report.id:
            read = self._desk.read_again(report)
        number = self._number("versions")
        of = ruling.of or self._number("reports")
        version = self._version(arrival, ruling, number, of, read)
        self._registry.take(arrival, replace(ruling, copy_of=version["copy_of"]), number, of)
        self._add(arrival, version, read.reading)
        outcome: Outcome = "copy" if version["copy_of"] and ruling.outcome == "new" else ruling.outcome
        claims = sum(len(incident.claims) for incident in read.reading.incidents)
        return Kept(outcome, arrival.where, ruling.id, version["copy_of"], len(read.reading.incidents), claims)

    def _version(self, arrival: Arrived, ruling: Ruling, number: int, of: int, read: Read) -> Row:
        report = arrival.report
        original, share = (ruling.copy_of, None) if ruling.copy_of else self._original(read, of, number, ruling.id)
        return {
            "number": number,
            "id": ruling.id,
            "report": of,
            "version": ruling.version,
            "identity": ruling.identity,
            "own_id": own_id(report),
            "title": report.title,
            "text": report.text,
            "outlet": report.outlet,
            "url": report.url,
            "url_key": url_key(report.url),
            "published": report.published.isoformat() if report.published else None,
            "author": report.author,
            "forwarded_from": report.forwarded_from,
            "sha256": report.sha256,
            "place": arrival.where,
            "kind": arrival.kind,
            "copy_of": original,
            "copied": None if original is None else "bytes" if share is None else "text",
            "likeness": share,
        }

    def _add(self, arrival: Arrived, version: Row, reading: Reading) -> None:
        """Adds the rows of a version and its reading, and the audit entry that holds their hashes."""
        rows: dict[str, list[Row]] = {"versions": [version]}
        if version["version"] == 1:
            rows["reports"] = [{"number": version["report"], "id": version["id"], "url": version["url"]}]
        number = self._number("readings")
        rows.update(reading_rows(reading, number, version["number"], self._desk.run["number"]))
        for name, found in rows.items():
            self._rows[name] += found
        digests = {name: new_rows_digest(_TABLES[name], found) for name, found in rows.items() if found}
        digests["objects"] = new_rows_digest(objects, [self._objects[arrival.report.sha256]])
        digests["runs"] = new_rows_digest(runs, [self._desk.run])
        self._desk.chain.append(
            "added", version["id"], {"version": version["number"], "reading": number, "rows": digests}
        )

    def _number(self, table: str) -> int:
        number = self._next[table]
        self._next[table] += 1
        return number

    def _keep_originals(self, arrivals: Sequence[Arrived]) -> None:
        """Puts the bytes of all that is not known into the vault."""
        wanted = {
            arrival.report.sha256: arrival.data
            for arrival in arrivals
            if self._registry.rule(arrival).outcome != "known"
        }
        query = select(objects).where(objects.c.sha256.in_(wanted))
        for row in self._desk.connection.execute(query):
            self._objects[row.sha256] = dict(row._mapping)
        missing = {sha256: data for sha256, data in wanted.items() if sha256 not in self._objects}
        for sha256, stored in self._desk.vault.put(missing).items():
            self._objects[sha256] = _object(sha256, stored)
            self._rows["objects"].append(self._objects[sha256])

    def _look_up_bands(self, read: Sequence[Read]) -> None:
        keys = {band for found in read for band in found.bands}
        query = select(signatures.c.band, signatures.c.version).where(signatures.c.band.in_(keys))
        for band, version in self._desk.connection.execute(query):
            self._bands.setdefault(band, []).append(version)

    def _original(self, read: Read, of: int, number: int, id_: str) -> tuple[str | None, float | None]:
        """The original that a text is a copy of, and how like it is; where there is none, it is an original itself."""
        shared = Counter(version for band in read.bands for version in self._bands.get(band, ()))
        this = Original(id_, of, read.reading.report)
        best: tuple[float, int] | None = None
        for version, _ in sorted(shared.items(), key=lambda found: (-found[1], found[0]))[:_COMPARED]:
            other = self._known_original(version)
            share = likeness(this.seen(), other.seen()) if other.report != of else 0.0
            if share >= ALIKE and (best is None or (share, -version) > best):
                best = (share, -version)
        if best is not None:
            return self._desk.originals[-best[1]].id, best[0]
        self._desk.originals[number] = this
        for band in read.bands:
            self._bands.setdefault(band, []).append(number)
            self._rows["signatures"].append({"band": band, "version": number})
        return None, None

    def _known_original(self, version: int) -> Original:
        originals = self._desk.originals
        if version not in originals:
            row = self._desk.connection.execute(select(versions).where(versions.c.number == version)).one()
            originals[version] = Original(row.id, row.report, report_of(row))
        return originals[version]


def forget_oldest(originals: Originals) -> None:
    """Keeps the memory of originals within bounds."""
    for version in list(originals)[: max(0, len(originals) - _REMEMBERED)]:
        del originals[version]


def reading_rows(reading: Reading, number: int, version: int, run: int) -> dict[str, list[Row]]:
    """The row of a reading and all that hang on it."""
    published = reading.report.published
    row = {
        "number": number,
        "version": version,
        "run": run,
        "published": published.isoformat() if published else None,
        "countries": as_json(reading.countries),
    }
    return {"readings": [row], **rows_of(reading, number)}


_TABLES = {table.name: table for table in (reports, versions, readings, *OF_A_READING)}


def reading_digests(rows: Mapping[str, list[Row]], run: Row) -> dict[str, str]:
    """The hashes of a reading's rows, for the entry of a report read again."""
    digests = {name: new_rows_digest(_TABLES[name], found) for name, found in rows.items() if found}
    return {**digests, "runs": new_rows_digest(runs, [run])}


def _object(sha256: str, stored: Stored) -> Row:
    return {"sha256": sha256, "size": stored.size, "stored_sha256": stored.stored_sha256}


def _refusal(error: InputError) -> Row:
    """The row of a refusal, without its number."""
    row = {
        name: storable(getattr(error, of)) for name, of in (("place", "where"), ("what", "what"), ("remedy", "remedy"))
    }
    return {"identity": digest([row["place"], row["what"]]), **row, "kind": type(error).__name__}


def _refusals_known(connection: Connection, errors: Sequence[InputError]) -> set[str]:
    identities = {_refusal(error)["identity"] for error in errors}
    query = select(refused.c.identity).where(refused.c.identity.in_(identities))
    return set(connection.scalars(query)) if identities else set()
