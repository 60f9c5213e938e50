"""How far a ledger is linked: incidents as they were compared, the pairs found, and what has come in since.

All of it follows from the readings and can be made anew; it is kept so that new reports are linked without the rest.
The audit chain vouches for it by one number: the sum of the hashes of all rows, which changes row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, or_, select

from riwaya.ledger.audit import Chain
from riwaya.ledger.canonical import digest
from riwaya.ledger.events import store
from riwaya.ledger.rows import as_json
from riwaya.ledger.tables import compared, incidents, judgements, linking, marks, memberships, pairs, readings, versions
from riwaya.model import Event, Span

_T = TypeVar("_T")
_AT_ONCE = 500
_MOST_STRETCHES = 50
"""Stretches of days that are asked for one by one; of more, the whole from the first to the last."""
_SIZE = 1 << 256

Days = tuple[int, int]
"""First and last day, as ordinals."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An incident as it was compared, `row` being all of it as JSON; days as ordinals."""

    incident: str
    reading: int
    report: str
    first: int | None
    last: int | None
    spot: str | None
    row: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two incidents, `left` < `right`, their weight in bits, and the level of each comparison as JSON."""

    left: str
    right: str
    weight: float
    levels: str


@dataclass(frozen=True, slots=True)
class Linking:
    """How far a ledger is linked: up to which reading and judgement, by what, with which rules and words of a user."""

    reading: int
    judgement: int
    by: str
    rules: str
    lexicon: str | None
    total: str = "0"


@dataclass(frozen=True, slots=True)
class News:
    """What came in since: the readings to be linked, and the incidents that no longer count, with their reports."""

    readings: tuple[int, ...]
    gone: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What linking came to; without `before` all is put in place of all.

    `gone` are incidents that no longer count, `dropped` the ids of events that are made anew or are no more.
    """

    now: Linking
    events: Sequence[Event]
    rows: Iterable[Compared]
    pairs: Iterable[Pair]
    before: Linking | None = None
    gone: Sequence[str] = ()
    dropped: Sequence[str] = ()


def linked_so_far(connection: Connection) -> Linking | None:
    """How far the ledger is linked; None where it never was."""
    row = connection.execute(select(linking).where(linking.c.number == 1)).one_or_none()
    return Linking(*row[1:]) if row else None


def latest(connection: Connection) -> tuple[int, int]:
    """The numbers of the last reading and of the last judgement."""
    reading, judgement = (connection.scalar(select(func.max(t.c.number))) or 0 for t in (readings, judgements))
    return reading, judgement


def newest_readings_of_incidents(connection: Connection) -> dict[str, int]:
    """The number of the newest reading that tells each incident."""
    query = select(incidents.c.id, func.max(incidents.c.reading)).group_by(incidents.c.id)
    return {row[0]: row[1] for row in connection.execute(query)}


def news_since(connection: Connection, reading: int) -> News:
    """What came in after the reading of that number."""
    of = select(versions.c.report).join(readings, readings.c.version == versions.c.number)
    changed = sorted(set(connection.scalars(of.where(readings.c.number > reading))))
    wanted: list[int] = []
    gone: dict[str, str] = {}
    for page in pages(changed):
        newest = select(func.max(versions.c.number)).where(versions.c.report.in_(page)).group_by(versions.c.report)
        last = select(func.max(readings.c.number)).where(readings.c.version.in_(newest)).group_by(readings.c.version)
        current = set(connection.scalars(last))
        wanted += [number for number in current if number > reading]
        rows = (
            select(compared.c.incident, compared.c.report, compared.c.reading)
            .join(readings, readings.c.number == compared.c.reading)
            .join(versions, versions.c.number == readings.c.version)
            .where(versions.c.report.in_(page))
        )
        gone |= {row.incident: row.report for row in connection.execute(rows) if row.reading not in current}
    return News(tuple(sorted(wanted)), gone)


def rows_near(
    connection: Connection, days: Iterable[Days], of_undated: Iterable[str], of_dated: Iterable[str]
) -> Iterator[str]:
    """As JSON, the incidents that may have happened on these days, and those without a day that may be meant.

    These are all at the spots `of_undated`, and those without a day at the spots `of_dated`.
    """
    stretches = merged(days)
    if len(stretches) > _MOST_STRETCHES:
        stretches = [(stretches[0][0], stretches[-1][1])]
    wanted: list[ColumnElement[bool]] = []
    if stretches:
        wanted.append(or_(*(and_(compared.c.first <= last, compared.c.last >= first) for first, last in stretches)))
    wanted += [compared.c.spot.in_(page) for page in pages(sorted(of_undated))]
    wanted += [and_(compared.c.first.is_(None), compared.c.spot.in_(page)) for page in pages(sorted(of_dated))]
    seen: set[str] = set()
    for condition in wanted:
        for row in connection.execute(select(compared.c.incident, compared.c.compared).where(condition)):
            if row.incident not in seen:
                seen.add(row.incident)
                yield row.compared


def merged(days: Iterable[Days]) -> list[Days]:
    """Stretches of days, those that touch made one.

    >>> merged([(5, 9), (1, 3), (3, 4)])
    [(1, 9)]
    """
    found: list[Days] = []
    for first, last in sorted(days):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def pairs_of(connection: Connection, ids: Iterable[str], least: float) -> Iterator[Pair]:
    """The kept pairs of these incidents of so many bits or more; a pair of two of them comes twice."""
    for page in pages(sorted(ids)):
        for column in (pairs.c.left, pairs.c.right):
            for row in connection.execute(select(pairs).where(column.in_(page), pairs.c.weight >= least)):
                yield Pair(*row)


def events_of(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The ids of the events that these incidents are in."""
    found: set[str] = set()
    for page in pages(sorted(ids)):
        found |= set(connection.scalars(select(memberships.c.event).where(memberships.c.incident.in_(page))))
    return found


def members_of(connection: Connection, event_ids: Iterable[str]) -> set[str]:
    """The incidents of these events."""
    found: set[str] = set()
    for page in pages(sorted(event_ids)):
        found |= set(connection.scalars(select(memberships.c.incident).where(memberships.c.event.in_(page))))
    return found


def readings_of(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The number of the reading that tells each of these incidents, as it was linked."""
    found: dict[str, int] = {}
    for page in pages(sorted(ids)):
        query = select(compared.c.incident, compared.c.reading).where(compared.c.incident.in_(page))
        found |= {row.incident: row.reading for row in connection.execute(query)}
    return found


def incidents_of_reports(connection: Connection, reports: Iterable[str]) -> set[str]:
    """The linked incidents of these reports."""
    found: set[str] = set()
    for page in pages(sorted(reports)):
        found |= set(connection.scalars(select(compared.c.incident).where(compared.c.report.in_(page))))
    return found


def marked(connection: Connection) -> Iterator[tuple[str, str, Span]]:
    """Report, incident and trigger of everything linked in reports that judgements have marks in."""
    query = (
        select(compared.c.report, compared.c.incident, incidents.c.start, incidents.c.end)
        .join(incidents, and_(incidents.c.reading == compared.c.reading, incidents.c.id == compared.c.incident))
        .where(compared.c.report.in_(select(marks.c.report)))
    )
    for row in connection.execute(query):
        yield row.report, row.incident, Span(row.start, row.end)


def judged_since(connection: Connection, judgement: int) -> list[str]:
    """The ids of the judgements after the one of that number."""
    query = select(judgements.c.id).where(judgements.c.number > judgement)
    return list(connection.scalars(query.order_by(judgements.c.number)))


def keep_linking(connection: Connection, chain: Chain, change: Change) -> bool:
    """Stores what linking came to; False, and nothing, where somebody else has linked since it began."""
    if change.before is not None and linked_so_far(connection) != change.before:
        return False
    total = int(change.before.total, 16) if change.before else 0
    if change.before is None:
        connection.execute(delete(pairs))
        connection.execute(delete(compared))
    else:
        total -= _remove(connection, change.gone)
    total += _insert(connection, change)
    now = replace(change.now, total=f"{total % _SIZE:x}")
    store(connection, chain, change.events, None if change.before is None else change.dropped, as_told(now))
    connection.execute(delete(linking))
    connection.execute(insert(linking), [{"number": 1, **{n: getattr(now, n) for n in Linking.__slots__}}])
    return True


def as_told(state: Linking) -> str:
    """How the audit chain tells how far a ledger is linked."""
    return as_json(astuple(state))


def total_of(connection: Connection) -> str:
    """The sum of the hashes of all rows as they stand."""
    total = 0
    for table in (compared, pairs):
        for row in connection.execute(select(table).execution_options(yield_per=_AT_ONCE)):
            total += _hash(list(row))
    return f"{total % _SIZE:x}"


def _hash(row: Sequence[object]) -> int:
    return int(digest(row), 16)


def _remove(connection: Connection, gone: Sequence[str]) -> int:
    """Removes incidents with their pairs; returns the sum of the hashes of what went."""
    total = 0
    for page in pages(sorted(gone)):
        for table, condition in (
            (pairs, or_(pairs.c.left.in_(page), pairs.c.right.in_(page))),
            (compared, compared.c.incident.in_(page)),
        ):
            total += sum(_hash(list(row)) for row in connection.execute(select(table).where(condition)))
            connection.execute(delete(table).where(condition))
    return total


def _insert(connection: Connection, change: Change) -> int:
    """Inserts incidents and pairs; returns the sum of their hashes."""
    rows = (astuple(row) for row in change.rows)
    return _fill(connection, compared, rows) + _fill(connection, pairs, (astuple(pair) for pair in change.pairs))


def _fill(connection: Connection, table: Table, rows: Iterator[tuple[object, ...]]) -> int:
    total = 0
    names = [column.name for column in table.columns]
    while page := list(islice(rows, _AT_ONCE)):
        connection.execute(insert(table), [dict(zip(names, values, strict=True)) for values in page])
        total += sum(map(_hash, page))
    return total


def pages(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The values, some at a time."""
    for at in range(0, len(values), _AT_ONCE):
        yield values[at : at + _AT_ONCE]
