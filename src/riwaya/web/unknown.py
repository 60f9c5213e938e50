"""Words and places that nobody knew: names in the readings that resolve to nothing, the most frequent first."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from sqlalchemy import Connection, func, or_, select

from riwaya.arabic.fold import fold_key
from riwaya.ledger.stored import newest_readings
from riwaya.ledger.tables import claims, incidents, parties, readings, versions
from riwaya.model import Mark, Span

Kind = Literal["body", "place"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_EXAMPLES = 2
_AROUND = 90
"""Characters of the report shown before and behind a name."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name with no id behind it, in its usual spelling: how often, and in how many reports; `at` are examples.

    An example is the number of a reading and the span of the name in its report.
    """

    kind: Kind
    name: str
    key: str
    times: int
    reports: int
    at: tuple[tuple[int, Span], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A name in a report, from its `start` to its `end`, with the words before and behind it."""

    report: str
    title: str
    start: int
    end: int
    before: str
    words: str
    behind: str

    @property
    def mark(self) -> Mark:
        """Where it stands, as judgements say it."""
        return Mark(self.report, Span(self.start, self.end))


@dataclass(slots=True)
class Unknowns:
    """The unknown names of one ledger, listed anew where it was read on or read again."""

    _upto: int = -1
    _found: Mapping[Kind, Sequence[Unknown]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def listed(self, connection: Connection, kind: Kind) -> Sequence[Unknown]:
        """All of a kind, the most frequent first."""
        with self._lock:
            last = connection.scalar(select(func.max(readings.c.number))) or 0
            if last != self._upto:
                newest = frozenset(newest_readings(connection))
                self._found = {kind: _collected(kind, _named(connection, kind), newest) for kind in KINDS}
                self._upto = last
            return self._found[kind]

    def known_as(self, connection: Connection, kind: Kind, name: str) -> Unknown | None:
        """The one that is spelled so, whatever its hamzas; None where there is none, or no more."""
        key = fold_key(name)
        return next((one for one in self.listed(connection, kind) if one.key == key), None)


Named = tuple[str, int, int | None, int | None]
"""A name, the reading that has it, and where it stands in the report."""


def _named(connection: Connection, kind: Kind) -> Iterator[Named]:
    if kind == "place":
        # a name placed by what lies near it has a point and no kind; a stretch between known places has a kind
        nowhere = or_(incidents.c.lat.is_(None), incidents.c.place_kind.is_(None))
        where = (incidents.c.place.is_not(None), incidents.c.place_id.is_(None), nowhere)
        columns = [incidents.c[name] for name in ("place", "reading", "place_start", "place_end")]
        yield from map(tuple, connection.execute(select(*columns).where(*where)))
        return
    for table in (claims, parties):
        columns = [table.c[name] for name in ("name", "reading", "start", "end")]
        yield from map(tuple, connection.execute(select(*columns).where(table.c.actor.is_(None))))


def _collected(kind: Kind, named: Iterable[Named], newest: frozenset[int]) -> Sequence[Unknown]:
    spelled: dict[str, Counter[str]] = {}
    told: dict[str, set[int]] = {}
    at: dict[str, dict[int, Span]] = {}
    for name, reading, start, end in named:
        key = fold_key(name)
        if reading not in newest or not key:
            continue
        spelled.setdefault(key, Counter())[name] += 1
        told.setdefault(key, set()).add(reading)
        if start is not None and end is not None and len(at.setdefault(key, {})) < _EXAMPLES:
            at[key].setdefault(reading, Span(start, end))
    found = (
        Unknown(
            kind, min(names, key=lambda n: (-names[n], n)), key, names.total(), len(told[key]), tuple(at[key].items())
        )
        for key, names in spelled.items()
        if at.get(key)
    )
    return sorted(found, key=lambda one: (-one.times, one.key))


def quotes(connection: Connection, names: Sequence[Unknown]) -> dict[str, list[Quote]]:
    """The examples of these names, by key, in the words of their reports."""
    wanted = {reading for one in names for reading, _ in one.at}
    query = (
        select(readings.c.number, versions.c.id, versions.c.title, versions.c.text)
        .join(versions, versions.c.number == readings.c.version)
        .where(readings.c.number.in_(wanted))
    )
    rows = {row.number: row for row in connection.execute(query)}
    found: dict[str, list[Quote]] = {}
    for one in names:
        for reading, span in one.at:
            row = rows.get(reading)
            if row is not None:
                found.setdefault(one.key, []).append(_quote(row.id, row.title, f"{row.title}\n{row.text}", span))
    return found


def _quote(report: str, title: str, text: str, span: Span) -> Quote:
    first, last = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before, behind = text[first : span.start], text[span.end : last]
    if first and " " in before:
        before = f"… {before.partition(' ')[2]}"
    if last < len(text) and " " in behind:
        behind = f"{behind.rpartition(' ')[0]} …"
    return Quote(report, title, span.start, span.end, before, span.cut(text), behind)
