"""What becomes of a report that comes in: it is new, a version, a copy, or known. The same order, the same rulings.

- known: the same bytes from the same place under the same id, and nothing told that was not told before;
- version: the same address or the same id, and the longer text holds half of the shorter; or the same bytes, now with
  a day or an outlet where there was none;
- copy: the same bytes from elsewhere, or a text that is like an earlier one (`copies`); it is a report of its own,
  linked to its original.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Protocol

from sqlalchemy import Connection, select, text

from riwaya.ledger.canonical import digest
from riwaya.ledger.copies import resembles, shingles
from riwaya.ledger.records import report_of
from riwaya.ledger.rows import storable
from riwaya.ledger.tables import versions
from riwaya.model import Report

Outcome = Literal["new", "version", "copy", "known"]

_LOOKED_AT = 20
"""How many versions of one address, id or content are considered, the newest; collections may give all one address."""


class Arrived(Protocol):
    """A report beside the bytes that it was read from, where these stood, and their kind."""

    @property
    def report(self) -> Report: ...
    @property
    def data(self) -> bytes: ...
    @property
    def where(self) -> str: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of an arrival, and the id that it is kept under (that of the version known, where it is known).

    `of` is the number of the report of which it is a version; `copy_of` the id of its original, by bytes.
    """

    outcome: Outcome
    id: str
    identity: str
    of: int | None = None
    version: int = 1
    copy_of: str | None = None


@dataclass(slots=True)
class _Known:
    """A version as the rules see it; its report is loaded only where texts must be compared."""

    number: int
    id: str
    identity: str
    own_id: str | None
    outlet: str | None
    url: str | None
    published: str | None
    sha256: str
    report: int
    version: int
    copy_of: str | None
    text: Report | None = None


def own_id(report: Report) -> str | None:
    """The id that the input gave itself; None where the id comes from the bytes."""
    return None if report.id == report.sha256[:16] else report.id


def identity(report: Report) -> str:
    """What makes an arrival the same as an earlier one: bytes, own id, outlet, address, day."""
    day = report.published.isoformat() if report.published else None
    return digest([report.sha256, own_id(report), report.outlet, report.url, day])


class Registry:
    """Rules on arrivals one after the other, each in the light of the ledger and of those before it."""

    def __init__(self, connection: Connection, arrivals: Sequence[Arrived]) -> None:
        """Looks up, at once, everything that the rulings on these arrivals can need."""
        self._connection = connection
        self._known: dict[int, _Known] = {}
        self._by: dict[tuple[str, str], list[int]] = {}
        self._highest: dict[int, int] = {}
        for known in _look_up(connection, arrivals):
            self._enter(known)

    def rule(self, arrival: Arrived) -> Ruling:
        """What becomes of an arrival; it is not remembered before `take`."""
        report = arrival.report
        key = identity(report)
        for known in self._found("identity", key):
            return Ruling("known", known.id, key)
        same_bytes = self._found("sha256", report.sha256)
        for known in same_bytes:
            told = _told(report, known)
            if told == "less":
                return Ruling("known", known.id, key)
            if told == "more":
                return self._version(report, key, known, copy_of=known.copy_of)
        if same_bytes:
            first = min(same_bytes, key=lambda known: known.number)
            return Ruling("copy", self._free_id(report, key), key, copy_of=first.copy_of or first.id)
        earlier = self._earlier(report)
        if earlier is not None:
            return self._version(report, key, earlier)
        return Ruling("new", self._free_id(report, key), key)

    def take(self, arrival: Arrived, ruling: Ruling, number: int, of: int) -> None:
        """Remembers an arrival that is kept as the version of that number, of the report of that number."""
        report = arrival.report
        day = report.published.isoformat() if report.published else None
        values = (number, ruling.id, ruling.identity, own_id(report), report.outlet, report.url, day, report.sha256)
        self._enter(_Known(*values, of, ruling.version, ruling.copy_of, report))

    def _version(self, report: Report, key: str, earlier: _Known, copy_of: str | None = None) -> Ruling:
        version = self._highest[earlier.report] + 1
        return Ruling("version", self._free_id(report, key), key, earlier.report, version, copy_of)

    def _earlier(self, report: Report) -> _Known | None:
        """The newest version that this one follows: same address or same own id, and a text that resembles its own."""
        own = own_id(report)
        candidates = self._found("url", report.url) if report.url else []
        candidates = [known for known in candidates if own is None or known.own_id in (None, own)]
        if own is not None:
            candidates += [
                known
                for known in self._found("own_id", own)
                if known.url == report.url and known.outlet in (None, report.outlet)
            ]
        if not candidates:
            return None
        mine = shingles(report)
        for known in sorted(candidates, key=lambda known: -known.number)[:_LOOKED_AT]:
            if resembles(mine, shingles(self._text(known))):
                return known
        return None

    def _text(self, known: _Known) -> Report:
        if known.text is None:
            known.text = report_of(
                self._connection.execute(select(versions).where(versions.c.number == known.number)).one()
            )
        return known.text

    def _free_id(self, report: Report, key: str) -> str:
        """The report's id, or where that is taken the id with a piece of its identity behind it."""
        return report.id if not self._found("id", report.id) else f"{report.id}~{key[:8]}"

    def _found(self, column: str, value: str) -> list[_Known]:
        return [self._known[number] for number in self._by.get((column, value), ())]

    def _enter(self, known: _Known) -> None:
        if known.number in self._known:
            return
        self._known[known.number] = known
        for column in ("identity", "id", "sha256", "url", "own_id"):
            value = getattr(known, column)
            if value is not None:
                self._by.setdefault((column, value), []).append(known.number)
        self._highest[known.report] = max(self._highest.get(known.report, 0), known.version)


def _told(report: Report, known: _Known) -> Literal["less", "more", "other"]:
    """Whether a report of the same bytes tells less than the known one, more, or something else."""
    day = report.published.isoformat() if report.published else None
    pairs = [
        (own_id(report), known.own_id),
        (report.outlet, known.outlet),
        (report.url, known.url),
        (day, known.published),
    ]
    if all(mine in (None, its) for mine, its in pairs):
        return "less"
    if pairs[0][0] == pairs[0][1] and all(its in (None, mine) for mine, its in pairs):
        return "more"
    return "other"


def _look_up(connection: Connection, arrivals: Sequence[Arrived]) -> Iterable[_Known]:
    """Versions that share identity, id, bytes, address or own id with an arrival, and the last of their reports."""
    wanted: list[tuple[str, str]] = []
    for arrival in arrivals:
        report = arrival.report
        wanted += [("identity", identity(report)), ("id", report.id), ("sha256", report.sha256)]
        wanted += [("url", report.url)] if report.url else []
        own = own_id(report)
        wanted += [("own_id", own)] if own else []
    columns = "number, id, identity, own_id, outlet, url, published, sha256, report, version, copy_of"
    queries, values = [], {}
    for i, (column, value) in enumerate(dict.fromkeys(wanted)):
        queries.append(f"SELECT * FROM (SELECT {columns} FROM versions WHERE {column} = :v{i} "
                       f"ORDER BY number DESC LIMIT {_LOOKED_AT}) q{i}")  # fmt: skip
        values[f"v{i}"] = value
    found: dict[int, _Known] = {}
    for at in range(0, len(queries), _COMPOUND):
        names = [f"v{i}" for i in range(at, min(at + _COMPOUND, len(queries)))]
        query = text(" UNION ALL ".join(queries[at : at + _COMPOUND]))
        for row in connection.execute(query, {name: values[name] for name in names}):
            found[row.number] = _Known(*row)
    return [*found.values(), *_last_of(connection, found.values())]


def _last_of(connection: Connection, found: Iterable[_Known]) -> list[_Known]:
    """The other versions of the same reports."""
    reports = sorted({known.report for known in found})
    if not reports:
        return []
    columns = [versions.c[name] for name in ("number", "id", "identity", "own_id", "outlet", "url", "published",
                                             "sha256", "report", "version", "copy_of")]  # fmt: skip
    return [_Known(*row) for row in connection.execute(select(*columns).where(versions.c.report.in_(reports)))]


_COMPOUND = 200
"""How many queries are asked as one; SQLite takes 500."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """An arrival as every database takes it."""

    report: Report
    data: bytes
    where: str
    kind: str


def fitted(arrival: Arrived) -> Arrived:
    """The arrival with nothing in its words that a database refuses; every character stays in its place."""
    report = arrival.report
    values = {field.name: getattr(report, field.name) for field in fields(report)}
    plain: dict[str, Any] = {name: storable(value) for name, value in values.items() if isinstance(value, str)}
    return Fitted(replace(report, **plain), arrival.data, storable(arrival.where), arrival.kind)


def renamed(report: Report, ruling: Ruling) -> Report:
    """The report under the id that it is kept under."""
    return report if report.id == ruling.id else replace(report, id=ruling.id)
