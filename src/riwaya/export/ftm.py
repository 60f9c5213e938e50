"""Statements of FollowTheMoney (4.x): events, bodies, reports, and the claims between them, one value a line."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from riwaya.export import days
from riwaya.export.cells import row_hashes
from riwaya.export.codes import codes_of
from riwaya.export.layout import Cell, Column, Layout, Written
from riwaya.export.selection import Names, Selected, Selection
from riwaya.export.tables import claim_id
from riwaya.export.wording import figure_words, notes
from riwaya.model import Claim, Report, Told

COLUMNS = tuple(
    Column(name, "str", meaning)
    for name, meaning in (
        ("canonical_id", "the entity"),
        ("entity_id", "the entity"),
        ("prop", "the property; id for the line that makes the entity"),
        ("prop_type", "type of the property"),
        ("schema", "Event, Organization, Article, Documentation or UnknownLink"),
        ("value", "one value"),
        ("dataset", "riwaya"),
        ("origin", "the policy for what was decided, the report for what it says"),
        ("lang", "ara for words of a report"),
        ("original_value", "empty"),
        ("external", "f"),
        ("first_seen", "day of publication"),
        ("last_seen", "day of publication"),
        ("id", "hash of data set, entity, property and value"),
    )
)
DATASET = "riwaya"
_TYPES = {
    "name": "name", "alias": "name", "startDate": "date", "endDate": "date", "date": "date", "publishedAt": "date",
    "country": "country", "sourceUrl": "url", "involved": "entity", "document": "entity", "entity": "entity",
    "subject": "entity", "object": "entity", "summary": "text", "notes": "text", "keywords": "string",
    "location": "address", "recordId": "string", "publisher": "string", "role": "string", "title": "string",
    "status": "string", "id": "id",
}  # fmt: skip
"""The property types of the model for the properties that we use."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the model: id, schema, values by property (an Arabic one ends in '@ara'), where from and when seen."""

    id: str
    schema: str
    values: Mapping[str, tuple[str | None, ...]]
    origin: str
    seen: str | None = None


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the statements, entity after entity, by id."""
    entities: dict[str, Entity] = {}
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        for entity in _entities(row, selection):
            entities.setdefault(entity.id, entity)
    rows = [line for id in sorted(entities) for line in statements(entities[id])]
    out = io.StringIO()
    writer = csv.writer(out, dialect=csv.unix_dialect)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows(rows)
    to.write_text(out.getvalue(), "utf-8", newline="")
    return Written((to,), row_hashes("statements", rows, key=13))


def statements(entity: Entity) -> Iterator[list[Cell]]:
    """The lines of an entity: one a value, and one that makes it with a checksum of the others."""
    keys = []
    for prop, values in entity.values.items():
        name, _, lang = prop.partition("@")
        for value in dict.fromkeys(value.strip() for value in values if value and value.strip()):
            keys.append(_key(entity.id, name, value, lang))
            yield _line(entity, name, value, lang, keys[-1])
    digest = hashlib.sha1(entity.schema.encode(), usedforsecurity=False)
    for key in sorted(keys):
        digest.update(key.encode())
    checksum = digest.hexdigest()
    yield _line(entity, "id", checksum, "", _key(entity.id, "id", checksum, ""))


def _line(entity: Entity, prop: str, value: str, lang: str, key: str) -> list[Cell]:
    seen = entity.seen
    return [
        entity.id, entity.id, prop, _TYPES[prop], entity.schema, value, DATASET, entity.origin, lang or None, None, "f",
        seen, seen, key,
    ]  # fmt: skip


def _key(entity: str, prop: str, value: str, lang: str) -> str:
    """The id of a statement, as FollowTheMoney makes it."""
    key = f"{DATASET}.{entity}.{prop}.{value}" + (f"@{lang}" if lang else "")
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def _entities(row: Selected, selection: Selection) -> Iterator[Entity]:
    names = selection.names
    bodies = [actor.actor or actor.name for actor in (*row.decided.perpetrators, *row.decided.targets)]
    yield _event(row, selection, bodies)
    for body in bodies:
        yield _body(body, names)
    for report in row.reports():
        yield _article(report)
    for told, index, claim in row.claims():
        yield _body(claim.speaker.actor or claim.speaker.name, names)
        yield from _claim(row, told, index, claim)


def _event(row: Selected, selection: Selection, bodies: list[str]) -> Entity:
    decided, where = row.decided, row.decided.where
    span = days.interval(decided)
    code = codes_of(decided.type)
    place = where.name if where else None
    values: dict[str, tuple[str | None, ...]] = {
        "name": (f"{code.sub} – {_place(row, selection.names)} – {span[0] if span else 'day unknown'}",),
        "startDate": (span[0].isoformat(),) if span else (),
        "endDate": (span[1].isoformat(),) if span else (),
        "location": (place, where.admin1 if where else None),
        "country": (where.country.lower(),) if where and where.country else (),
        "involved": tuple(_id("body", body) for body in bodies),
        "keywords": (decided.type, decided.weapon),
        "summary": (notes(row, selection.names),),
        "recordId": (row.event.id,),
        "sourceUrl": tuple(report.url for report in row.reports() if _is_url(report.url)),
    }
    published = [report.published for report in row.reports() if report.published]
    seen = min(published).isoformat() if published else None
    return Entity(_id("event", row.event.id), "Event", values, f"policy:{selection.policy}", seen)


def _place(row: Selected, names: Names) -> str:
    where = row.decided.where
    known = names.places.get(where.id or "") if where else None
    return (known.english if known else None) or (where.name if where else "place unknown")


def _body(id: str, names: Names) -> Entity:
    known = names.actors.get(id)
    values: dict[str, tuple[str | None, ...]] = {"name": (known.english,) if known else ()}
    values["alias@ara" if known else "name@ara"] = (names.arabic(id),)
    values["country"] = (known.state.lower(),) if known and known.state else ()
    return Entity(_id("body", id), "Organization", {k: v for k, v in values.items() if v}, "lexicon")


def _article(report: Report) -> Entity:
    day = report.published.isoformat() if report.published else None
    values: dict[str, tuple[str | None, ...]] = {
        "title@ara": (report.title,),
        "publisher": (report.outlet,),
        "publishedAt": (day,),
        "sourceUrl": (report.url,) if _is_url(report.url) else (),
    }
    return Entity(_id("report", report.id), "Article", values, f"report:{report.id}", day)


def _claim(row: Selected, told: Told, index: int, claim: Claim) -> Iterator[Entity]:
    """A claim as two edges: the report documents the event, and the speaker stands to it by what was said."""
    report = told.report
    day = report.published.isoformat() if report.published else None
    quote = " … ".join(span.cut(report.full_text) for span in claim.evidence)
    said = "; ".join(f"{figure_words(toll.min, toll.max)} {toll.outcome.replace('_', ' ')}" for toll in claim.tolls)
    role = f"{claim.stance}: {said}" if said else claim.stance
    origin = f"report:{report.id}"
    shared: dict[str, tuple[str | None, ...]] = {
        "role": (role,),
        "summary@ara": (quote,),
        "date": (day,),
        "publisher": (report.outlet,),
        "sourceUrl": (report.url,) if _is_url(report.url) else (),
        "recordId": (claim_id(told, index),),
    }
    event = _id("event", row.event.id)
    documented = {"document": (_id("report", report.id),), "entity": (event,), **shared}
    yield Entity(_id("documentation", claim_id(told, index)), "Documentation", documented, origin, day)
    speaker = _id("body", claim.speaker.actor or claim.speaker.name)
    linked = {"subject": (speaker,), "object": (event,), **shared}
    yield Entity(_id("claim", claim_id(told, index)), "UnknownLink", linked, origin, day)


def _id(kind: str, id: str) -> str:
    """An id that the model takes: letters of ASCII, digits, hyphens; the same in each export."""
    return f"rw-{kind}-{hashlib.sha1(id.encode(), usedforsecurity=False).hexdigest()[:20]}"


def _is_url(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


LAYOUT = Layout(
    name="ftm",
    title="FollowTheMoney",
    into="file",
    suffix=".statements.csv",
    description="Statements for FollowTheMoney 4.x: an Event, the bodies involved, the Articles, and each claim as two edges",
    losses=(
        "the model has no schema for a claim: it becomes a Documentation (report to event) and an UnknownLink (speaker to event)",
        "a stance and its figures are words in `role`; a denial is an edge like any other: read `role` before counting edges",
        "involved does not say who did it and to whom; that stands in the summary",
        "coordinates, precision and the radius have no property",
        "chains beyond speaker and report are not in it",
    ),
    write=write,
    columns={"statements": COLUMNS},
)  # fmt: skip
