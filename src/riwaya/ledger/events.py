"""Events in the tables: made by linking, replaced when it links anew, never touched by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from riwaya.ledger.audit import Chain
from riwaya.ledger.canonical import digest
from riwaya.ledger.hashing import COLUMNS
from riwaya.ledger.rows import Row, as_json
from riwaya.ledger.tables import events, memberships
from riwaya.model import Event, Grade, Membership, Standing

_AN_ENTRY = 500
"""How many events one audit entry speaks of."""

_AT_ONCE = 500


def store(
    connection: Connection, chain: Chain, new: Iterable[Event], gone: Iterable[str] | None, linking: str | None = None
) -> None:
    """Replaces all events, or those named in `gone` and those of the same ids; unchanged ones stay as they are.

    `linking` tells how far the ledger is linked with that, for the audit chain.
    """
    rows = {event.id: _rows(event) for event in new}
    digests = {id_: event_digest(row, members) for id_, (row, members) in rows.items()}
    before = dict(_digests(connection, None if gone is None else sorted({*gone, *rows})))
    dropped = sorted(before.keys() - rows.keys())
    changed = sorted(id_ for id_ in rows if before.get(id_) != digests[id_])
    for ids in _pages([*dropped, *(id_ for id_ in changed if id_ in before)]):
        connection.execute(delete(memberships).where(memberships.c.event.in_(ids)))
        connection.execute(delete(events).where(events.c.id.in_(ids)))
    for ids in _pages(changed):
        connection.execute(insert(events), [rows[id_][0] for id_ in ids])
        members = [member for id_ in ids for member in rows[id_][1]]
        if members:
            connection.execute(insert(memberships), members)
    last = max(len(dropped), len(changed), 1 if linking else 0)
    for at in range(0, last, _AN_ENTRY):
        made = {id_: digests[id_] for id_ in changed[at : at + _AN_ENTRY]}
        told = {"linking": linking} if linking and at + _AN_ENTRY >= last else {}
        chain.append("linked", "events", {"made": made, "dropped": dropped[at : at + _AN_ENTRY], **told})


def load(connection: Connection, ids: Sequence[str] | None = None) -> Iterator[Event]:
    """Events by id: all, or those asked for."""
    wanted = sorted(ids) if ids is not None else list(connection.scalars(select(events.c.id).order_by(events.c.id)))
    for row, members in _stored(connection, wanted):
        grade = Grade(row.grade, row.rules, tuple(msgspec.json.decode(row.reasons))) if row.grade else None
        yield Event(
            id=row.id,
            members=tuple(
                Membership(member.incident, member.report, tuple(msgspec.json.decode(member.reasons)), member.weight)
                for member in members
            ),
            standings=msgspec.json.decode(row.standings, type=tuple[Standing, ...]),
            sources=row.sources,
            grade=grade,
        )


def count(connection: Connection) -> int:
    """How many events there are."""
    return connection.scalar(select(func.count()).select_from(events)) or 0


def event_digest(row: Row, members: Iterable[Row]) -> str:
    """The hash of an event's rows, all columns."""
    return digest(
        [[row[name] for name in COLUMNS["events"]], [[m[name] for name in COLUMNS["memberships"]] for m in members]]
    )


def stored_digests(connection: Connection) -> Iterator[tuple[str, str]]:
    """Id and hash of every event as it stands in the tables."""
    return _digests(connection, None)


def _digests(connection: Connection, ids: Sequence[str] | None) -> Iterator[tuple[str, str]]:
    wanted = ids if ids is not None else list(connection.scalars(select(events.c.id).order_by(events.c.id)))
    for row, members in _stored(connection, wanted):
        yield row.id, event_digest(dict(row._mapping), [dict(member._mapping) for member in members])


def _stored(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Any, list[Any]]]:
    for page in _pages(ids):
        members: dict[str, list[Any]] = defaultdict(list)
        of_page = select(memberships).where(memberships.c.event.in_(page))
        for member in connection.execute(of_page.order_by(memberships.c.event, memberships.c.member)):
            members[member.event].append(member)
        for row in connection.execute(select(events).where(events.c.id.in_(page)).order_by(events.c.id)).all():
            yield row, members[row.id]


def _pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]


def _rows(event: Event) -> tuple[Row, list[Row]]:
    row = {
        "id": event.id,
        "sources": event.sources,
        "grade": event.grade.name if event.grade else None,
        "rules": event.grade.rules if event.grade else None,
        "reasons": as_json(event.grade.reasons) if event.grade else None,
        "standings": as_json(event.standings),
    }
    members = [
        {
            "event": event.id,
            "member": i,
            "incident": member.incident,
            "report": member.report,
            "weight": None if member.weight is None else float(member.weight),
            "reasons": as_json(member.reasons),
        }
        for i, member in enumerate(event.members)
    ]
    return row, members
