"""Lists of events out of the index: narrowed, counted by state, a page at a time by the place of the last event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from riwaya.arabic.fold import fold_key
from riwaya.reconcile.records import Record, record
from riwaya.web.filters import PAGE, Cursor, Filters
from riwaya.web.index import Index
from riwaya.web.names import Names
from riwaya.web.roles import STATES
from riwaya.web.search import query

Line = Mapping[str, Any]
"""One event of a list: the columns of the index."""

_ORDERS = {"need": ("need", "last_day", "id"), "day": ("last_day", "id")}
_MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `after` and `before` lead to the next and the last page, None where there is none."""

    lines: tuple[Line, ...]
    after: Cursor | None
    before: Cursor | None


def listed(index: Index, names: Names, filters: Filters, cursor: Cursor | None, count: int = PAGE) -> Listed:
    """A page of the events that the filters let through."""
    where, values = conditions(filters, names)
    columns = _ORDERS[filters.order]
    back = cursor is not None and cursor.back
    if cursor is not None:
        place = {"need": cursor.need, "last_day": cursor.day, "id": cursor.id}
        where.append(f"({', '.join(columns)}) {'>' if back else '<'} ({', '.join('?' * len(columns))})")
        values += [place[name] for name in columns]
    order = ", ".join(f"{name} {'ASC' if back else 'DESC'}" for name in columns)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    with index.reading() as db:
        rows = db.execute(f"SELECT * FROM events {condition} ORDER BY {order} LIMIT ?", [*values, count + 1]).fetchall()
    more = len(rows) > count
    lines = [dict(row) for row in rows[:count]]
    if back:
        lines.reverse()
    ahead = bool(lines) and (more or back)
    behind = bool(lines) and cursor is not None and (more or not back)
    return Listed(
        tuple(lines),
        _cursor(lines[-1], False) if ahead else None,
        _cursor(lines[0], True) if behind else None,
    )


def _cursor(line: Line, back: bool) -> Cursor:
    return Cursor(line["need"], line["last_day"], line["id"], back)


def counts(index: Index, names: Names, filters: Filters) -> dict[str, int]:
    """How many events the filters let through in each state, whatever state they ask for."""
    where, values = conditions(filters, names, but="state")
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    with index.reading() as db:
        rows = db.execute(f"SELECT state, count(*) FROM events {condition} GROUP BY state", values).fetchall()
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in STATES}


def choices(index: Index) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the lists can be narrowed by, the most frequent first: key and label by kind, as of the last linking."""
    with index.reading() as db:
        return _choices(index, db.execute("SELECT linked FROM about").fetchone()[0])


@lru_cache(maxsize=4)
def _choices(index: Index, linked: int) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    with index.reading() as db:
        for kind in ("place", "actor", "type", "grade", "dispute", "source"):
            rows = db.execute(
                "SELECT key, min(label) FROM narrowing WHERE kind = ? GROUP BY key ORDER BY count(*) DESC, key LIMIT ?",
                (kind, _MOST_CHOICES),
            )
            found[kind] = tuple((row[0], row[1]) for row in rows)
    return found


def nearby(index: Index, line: Line, count: int = 8) -> list[Line]:
    """Other events within two days that share a place or a party with it: what it may be one with."""
    if not line["last_day"]:
        return []
    sql = """
        SELECT e.*, count(*) AS common FROM events e
        CROSS JOIN narrowing theirs ON theirs.event = e.number AND theirs.kind IN ('place', 'actor')
        CROSS JOIN narrowing own ON own.kind = theirs.kind AND own.key = theirs.key AND own.event = ?
        WHERE e.number != ? AND e.last_day BETWEEN date(?, '-2 days') AND date(?, '+2 days')
        GROUP BY e.number ORDER BY common DESC, e.id LIMIT ?
    """
    day = (line["first_day"], line["last_day"])  # CROSS JOIN: from the few events of these days to their values
    with index.reading() as db:
        return [dict(row) for row in db.execute(sql, (line["number"], line["number"], *day, count))]


def line_of(index: Index, id_: str) -> Line | None:
    """The line of one event."""
    with index.reading() as db:
        row = db.execute("SELECT * FROM events WHERE id = ?", (id_,)).fetchone()
    return dict(row) if row else None


def records(index: Index, most: int) -> list[Record]:
    """How the claims of those who speak most fared, as `riwaya speakers` counts it."""
    sql = """
        SELECT who, count(*) AS claims, sum(joined), sum(contradicted), sum(denied), sum(revised) FROM fared
        GROUP BY who ORDER BY claims DESC, who LIMIT ?
    """
    with index.reading() as db:
        return [record(*row) for row in db.execute(sql, (most,))]


def conditions(filters: Filters, names: Names, but: str = "") -> tuple[list[str], list[Any]]:
    """Conditions in SQL with their values; every value travels as a parameter."""
    where: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        where.append(condition)
        values.extend(given)

    def narrow(kind: str, keys: Sequence[str]) -> None:
        among = ", ".join("?" * len(keys))
        add(f"number IN (SELECT event FROM narrowing WHERE kind = ? AND key IN ({among}))", kind, *keys)

    if filters.since:
        add("last_day >= ?", filters.since.isoformat())
    if filters.until:
        add("first_day <= ? AND first_day != ''", filters.until.isoformat())
    if filters.state and but != "state":
        add("state = ?", filters.state)
    if filters.place:
        narrow("place", [fold_key(filters.place)])
    if filters.source:
        narrow("source", [fold_key(filters.source)])
    if filters.actor:
        narrow("actor", names.meant(filters.actor))
    for kind in ("type", "grade", "dispute"):
        wanted = getattr(filters, kind)
        if wanted:
            narrow(kind, [wanted])
    if filters.q:
        asked = query(filters.q)
        add("number IN (SELECT rowid FROM words WHERE words MATCH ?)" if asked else "0", *([asked] if asked else []))
    return where, values
