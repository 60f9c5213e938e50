"""What the ledger says, as JSON Lines in an order that hangs on the content alone: no times, no numbers of rows.

The same reports in the same order give the same bytes, however often the program was killed on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from riwaya.ledger.canonical import canonical
from riwaya.ledger.database import Database
from riwaya.ledger.records import rows_by_reading
from riwaya.ledger.tables import (
    OF_A_READING,
    audit,
    events,
    judgements,
    marks,
    memberships,
    objects,
    readings,
    refused,
    reports,
    runs,
    versions,
)

_PAGE = 200
_NUMBERS = frozenset({"number", "report", "version_number", "reading", "judgement"})


def dump(database: Database) -> Iterator[bytes]:
    """One line, with its newline, for each version, refusal, judgement, event and run."""
    with database.reading() as connection:
        for kind, lines in (
            ("version", _versions(connection)),
            ("object", _plain(connection, select(objects.c.sha256, objects.c.size).order_by(objects.c.sha256))),
            ("run", _plain(connection, select(runs).order_by(runs.c.id))),
            ("refused", _plain(connection, select(refused).order_by(refused.c.place, refused.c.what))),
            ("judgement", _judgements(connection)),
            ("event", _events(connection)),
            ("entry", _entries(connection)),
        ):
            for line in lines:
                yield canonical({"kind": kind, **line}) + b"\n"


def _without_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _NUMBERS}


def _plain(connection: Connection, query: Any) -> Iterator[dict[str, Any]]:
    for row in connection.execute(query):
        yield _without_numbers(row._asdict())


def _versions(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every version with its readings, by the id of its report and its place among the versions."""
    ids = {row.number: row.id for row in connection.execute(select(runs))}
    order = select(versions.c.number).join(reports, reports.c.number == versions.c.report)
    numbers = list(connection.scalars(order.order_by(reports.c.id, versions.c.version)))
    query = select(versions, reports.c.id.label("of")).join(reports, reports.c.number == versions.c.report)
    for at in range(0, len(numbers), _PAGE):
        page = numbers[at : at + _PAGE]
        rows = {row.number: row for row in connection.execute(query.where(versions.c.number.in_(page)))}
        made: dict[int, list[dict[str, Any]]] = {number: [] for number in page}
        for row in connection.execute(
            select(readings).where(readings.c.version.in_(page)).order_by(readings.c.number)
        ).all():
            hanging = {
                table.name: [
                    _without_numbers(found._asdict())
                    for found in rows_by_reading(connection, table, row.number, row.number).get(row.number, ())
                ]
                for table in OF_A_READING
            }
            told = {"run": ids[row.run], "published": row.published, "countries": row.countries}
            made[row.version].append({**told, **hanging})
        for number in page:
            yield {**_without_numbers(rows[number]._asdict()), "readings": made[number]}


def _judgements(connection: Connection) -> Iterator[dict[str, Any]]:
    places: dict[str, int] = {}
    for place, row in enumerate(connection.execute(select(judgements).order_by(judgements.c.number)).all()):
        places[row.id] = place
        told = {name: getattr(row, name) for name in ("verdict", "user", "reason", "attribute", "value")}
        query = select(marks).where(marks.c.judgement == row.number).order_by(marks.c.mark)
        about = [_without_numbers({**found._mapping, "of": found.report}) for found in connection.execute(query)]
        yield {**told, "place": place, "undoes": places.get(row.undoes), "marks": about}


def _events(connection: Connection) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(events).order_by(events.c.id)).all():
        query = select(memberships).where(memberships.c.event == row.id).order_by(memberships.c.member)
        yield {**row._mapping, "members": [dict(found._mapping) for found in connection.execute(query)]}


def _entries(connection: Connection) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(audit.c.action, audit.c.subject).order_by(audit.c.number)):
        yield dict(row._mapping)
