"""Rows of the tables as the records of the model again: what was stored comes back equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, select

from riwaya.ledger.tables import OF_A_READING
from riwaya.model import Actor, Claim, Incident, Link, Reading, Report, Shape, Span, Toll, Warning, When, Where

Found = Row[Any]
By = Mapping[tuple[int, ...], Sequence[Found]]


def rows_by_reading(connection: Connection, table: Table, first: int, last: int) -> dict[int, list[Found]]:
    """The rows of a table that hang on the readings of these numbers, each reading's in their order."""
    found: dict[int, list[Found]] = defaultdict(list)
    query = select(table).where(table.c.reading.between(first, last)).order_by(*table.primary_key.columns)
    for row in connection.execute(query):
        found[row.reading].append(row)
    return found


def _rows_of(connection: Connection, table: Table, numbers: Iterable[int]) -> dict[int, list[Found]]:
    found: dict[int, list[Found]] = defaultdict(list)
    query = select(table).where(table.c.reading.in_(sorted(numbers))).order_by(*table.primary_key.columns)
    for row in connection.execute(query):
        found[row.reading].append(row)
    return found


def report_of(row: Found) -> Report:
    """The report of a row of `versions`."""
    return Report(
        id=row.id,
        title=row.title,
        text=row.text,
        outlet=row.outlet,
        url=row.url,
        published=date.fromisoformat(row.published) if row.published else None,
        sha256=row.sha256,
        author=row.author,
        forwarded_from=row.forwarded_from,
    )


def readings_of(connection: Connection, reports: Mapping[int, Report], countries: Mapping[int, str]) -> list[Reading]:
    """The readings of these numbers, a few hundred at most, in the order of the numbers."""
    if not reports:
        return []
    rows = {table.name: _rows_of(connection, table, reports) for table in OF_A_READING}
    return [
        _reading(reports[number], countries[number], {name: found.get(number, []) for name, found in rows.items()})
        for number in sorted(reports)
    ]


def _reading(report: Report, countries: str, rows: Mapping[str, Sequence[Found]]) -> Reading:
    parties = _grouped(rows["parties"], 2)
    claims = _grouped(rows["claims"], 2)
    of_claims = {name: _grouped(rows[name], 3) for name in ("links", "tolls", "evidence")}
    return Reading(
        report,
        tuple(_incident(row, parties, claims, of_claims) for row in rows["incidents"]),
        tuple(Warning(row.kind, row.text, _listed(row.spans)) for row in rows["warnings"]),
        tuple(msgspec.json.decode(countries)),
    )


def _grouped(rows: Iterable[Found], length: int) -> By:
    """Rows by the first columns of their key."""
    found: dict[tuple[int, ...], list[Found]] = defaultdict(list)
    for row in rows:
        found[tuple(row[:length])].append(row)
    return found


def _incident(row: Found, parties: By, claims: By, of_claims: Mapping[str, By]) -> Incident:
    at = (row.reading, row.incident)
    sides = parties.get(at, ())
    return Incident(
        id=row.id,
        type=row.type,
        main=bool(row.main),
        trigger=Span(row.start, row.end),
        when=_when(row),
        where=_where(row),
        perpetrators=tuple(_actor(party) for party in sides if party.role == "perpetrator"),
        targets=tuple(_actor(party) for party in sides if party.role == "target"),
        weapon=row.weapon,
        claims=tuple(_claim(claim, of_claims) for claim in claims.get(at, ())),
        rule=row.rule,
    )


def _when(row: Found) -> When | None:
    if row.first_day is None:
        return None
    days = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return When(*days, row.precision, row.day_basis, row.day_text, _span(row.day_start, row.day_end))


def _where(row: Found) -> Where | None:
    if row.place is None:
        return None
    return Where(
        name=row.place,
        span=_span(row.place_start, row.place_end),
        relation=row.relation,
        basis=row.place_basis,
        id=row.place_id,
        admin1=row.admin1,
        country=row.country,
        lat=row.lat,
        lon=row.lon,
        radius_km=row.radius_km,
        anchors=tuple(msgspec.json.decode(row.anchors)),
        kind=row.place_kind,
        geometry=msgspec.json.decode(row.geometry, type=Shape) if row.geometry else None,
    )


def _claim(row: Found, of_claims: Mapping[str, By]) -> Claim:
    at = (row.reading, row.incident, row.claim)
    return Claim(
        speaker=_actor(row),
        stance=row.stance,
        chain=tuple(
            Link(link.role, link.name, link.actor, _span(link.start, link.end))
            for link in of_claims["links"].get(at, ())
        ),
        tolls=tuple(
            Toll(toll.outcome, toll.min, toll.max, toll.victims, Span(toll.start, toll.end), toll.rule)
            for toll in of_claims["tolls"].get(at, ())
        ),
        denied=tuple(msgspec.json.decode(row.denied)),
        evidence=tuple(Span(piece.start, piece.end) for piece in of_claims["evidence"].get(at, ())),
        rule=row.rule,
    )


def _actor(row: Found) -> Actor:
    return Actor(row.actor, row.name, _span(row.start, row.end), tuple(msgspec.json.decode(row.according_to)))


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _listed(spans: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end, _ in msgspec.json.decode(spans))
