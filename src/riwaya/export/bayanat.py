"""CSV for Bayanat's sheet import (looked up for version 4.0.2): actors with their events, bulletins, incidents."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from riwaya.export import days
from riwaya.export.cells import by_columns, row_hashes, write_csv
from riwaya.export.codes import codes_of
from riwaya.export.layout import Cell, Column, Layout, Written
from riwaya.export.selection import Selected, Selection
from riwaya.export.wording import notes

EVENTS_A_ROW = 5
"""How many events of an actor have columns of their own; the mapping in Bayanat is made by hand, so they are few."""

ACTORS = (
    Column("name", "str", "Name: in English"),
    Column("name_ar", "str", "Name (Arabic)"),
    Column("type", "str", "Actor Type: Entity, as one of Bayanat's own values"),
    Column("originid", "str", "Origin ID: our actor id; choose 'unique' in the mapping so that no actor comes twice"),
    Column("tags", "str", "Tags, by comma"),
    Column("sources", "str", "Sources, by comma; matched by title with those in Bayanat"),
    Column("description", "str", "Description: every event of the actor in a line"),
    Column("publish_date", "date", "Publish Date: of the oldest report"),
    *(
        Column(f"event_{n}_{part}", "date" if part.endswith("date") else "str", f"event {n}: {meaning}")
        for n in range(1, EVENTS_A_ROW + 1)
        for part, meaning in (
            ("title", "title, with our event id"),
            ("type", "type; matched by title with Bayanat's event types"),
            ("location", "location; matched by title with Bayanat's locations"),
            ("from_date", "first day"),
            ("to_date", "last day"),
            ("estimated", "yes where the day is not known exactly"),
            ("comments", "what the actor is said to have been: perpetrator or target"),
        )
    ),
)
BULLETINS = (
    Column("originid", "str", "Origin ID: our report id"),
    Column("title", "str", "Title, original"),
    Column("title_ar", "str", "Title (Arabic)"),
    Column("sources", "str", "Sources: the outlet"),
    Column("source_link", "str", "Source Link"),
    Column("publish_date", "date", "Publish Date"),
    Column("locations", "str", "Locations, by comma"),
    Column("description", "str", "Description: every claim of the report in a line"),
)
INCIDENTS = (
    Column("title", "str", "Title, with our event id"),
    Column("title_ar", "str", "Title (Arabic)"),
    Column("description", "str", "Description"),
    Column("labels", "str", "Labels: the type of event"),
    Column("locations", "str", "Locations"),
    Column("from_date", "date", "first day of its event"),
    Column("to_date", "date", "last day of its event"),
    Column("estimated", "str", "yes where the day is not known exactly"),
    Column("perpetrators", "str", "Related Actors: Alleged Perpetrator, by origin id"),
    Column("targets", "str", "Related Actors: Injured Party, by origin id"),
    Column("bulletins", "str", "Related Bulletins, by origin id"),
)
Told = list[tuple[Selected, str]]


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes actors.csv, bulletins.csv and incidents.csv."""
    tables = {
        "actors": (ACTORS, _actors(selection)),
        "bulletins": (BULLETINS, _bulletins(selection)),
        "incidents": (INCIDENTS, [_incident(row, selection) for row in _ordered(selection)]),
    }
    hashes: dict[str, str] = {}
    files = []
    for name, (columns, rows) in tables.items():
        files.append(to / f"{name}.csv")
        write_csv(files[-1], columns, rows)
        hashes |= row_hashes(name, rows, key=3 if name == "actors" else 0)
    return Written(tuple(files), hashes)


def title(row: Selected, selection: Selection, *, arabic: bool = False) -> str:
    """A title that tells the event and bears its id, so that titles are unique."""
    decided, where = row.decided, row.decided.where
    codes = codes_of(decided.type)
    known = selection.names.places.get(where.id or "") if where else None
    span = days.interval(decided)
    if arabic:
        place = where.name if where else "مكان غير معروف"
        parts = [
            codes.ar if decided.type else "حدث لم يحدد نوعه",
            place,
            span[0].isoformat() if span else "يوم غير معروف",
        ]
    else:
        place = (known.english if known else None) or (where.name if where else "place unknown")
        parts = [codes.sub if decided.type else "Event", place, span[0].isoformat() if span else "day unknown"]
    return f"{' – '.join(parts)} [{row.event.id}]"


def _ordered(selection: Selection) -> list[Selected]:
    return sorted(selection.rows, key=lambda row: row.event.id)


def _actors(selection: Selection) -> list[list[Cell]]:
    parts: dict[str, Told] = defaultdict(list)
    for row in _ordered(selection):
        for actors, part in ((row.decided.perpetrators, "perpetrator"), (row.decided.targets, "target")):
            for actor in actors:
                parts[actor.actor or actor.name].append((row, part))
    return [_actor(id, parts[id], selection) for id in sorted(parts)]


def _actor(id: str, told: Told, selection: Selection) -> list[Cell]:
    reports = {report.id: report for row, _ in told for report in row.reports()}
    published = [report.published for report in reports.values() if report.published]
    outlets = sorted({selection.names.outlet(report.outlet) for report in reports.values() if report.outlet})
    values: dict[str, Cell] = {
        "name": selection.names.english(id),
        "name_ar": selection.names.arabic(id),
        "type": "Entity",
        "originid": id,
        "tags": "riwaya",
        "sources": ", ".join(f'"{name}"' for name in outlets) or None,
        "description": "\n".join(f"{part}: {notes(row, selection.names)}" for row, part in told),
        "publish_date": min(published).isoformat() if published else None,
    }
    for n, (row, part) in enumerate(told[:EVENTS_A_ROW], 1):
        values |= {f"event_{n}_{key}": cell for key, cell in _event(row, part, selection).items()}
    return by_columns(ACTORS, values)


def _event(row: Selected, part: str, selection: Selection) -> dict[str, Cell]:
    return {
        "title": title(row, selection),
        "type": codes_of(row.decided.type).sub if row.decided.type else None,
        "location": row.decided.where.name if row.decided.where else None,
        "comments": part,
        **_days(row),
    }


def _days(row: Selected) -> dict[str, Cell]:
    span = days.interval(row.decided)
    if span is None:
        return {}
    exact = span[0] == span[1] and row.decided.precision == "day"
    return {"from_date": span[0].isoformat(), "to_date": span[1].isoformat(), "estimated": None if exact else "yes"}


def _bulletins(selection: Selection) -> list[list[Cell]]:
    told: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    for row in _ordered(selection):
        for at, _, claim in row.claims():
            quote = " … ".join(span.cut(at.report.full_text) for span in claim.evidence)
            told[at.report.id].append(f"[{row.event.id}] {claim.speaker.name} ({claim.stance}): {quote}")
            if at.incident.where is not None:
                places[at.report.id].append(at.incident.where.name)
    return [
        by_columns(
            BULLETINS,
            {
                "originid": report.id,
                "title": report.title,
                "title_ar": report.title,
                "sources": f'"{selection.names.outlet(report.outlet)}"' if report.outlet else None,
                "source_link": report.url,
                "publish_date": report.published.isoformat() if report.published else None,
                "locations": ", ".join(f'"{name}"' for name in dict.fromkeys(places[report.id])) or None,
                "description": "\n".join(told[report.id]) or None,
            },
        )
        for report in selection.reports()
    ]


def _incident(row: Selected, selection: Selection) -> list[Cell]:
    decided = row.decided
    values: dict[str, Cell] = {
        "title": title(row, selection),
        "title_ar": title(row, selection, arabic=True),
        "description": notes(row, selection.names),
        "labels": codes_of(decided.type).sub if decided.type else None,
        "locations": f'"{decided.where.name}"' if decided.where else None,
        "perpetrators": ", ".join(actor.actor or actor.name for actor in decided.perpetrators) or None,
        "targets": ", ".join(actor.actor or actor.name for actor in decided.targets) or None,
        "bulletins": ", ".join(report.id for report in row.reports()) or None,
    }
    return by_columns(INCIDENTS, values | _days(row))


LAYOUT = Layout(
    name="bayanat",
    title="Bayanat",
    into="folder",
    suffix="",
    description="CSV for the sheet import of Bayanat 4.0.2, whose columns are mapped by hand there to its fields",
    losses=(
        "Bayanat 4.0.2's guide names bulletins and incidents too, but its sheet import creates actors only: the other two files wait for it",
        f"an actor's first {EVENTS_A_ROW} events have columns; the others stand in the description",
        "locations, sources and event types are matched by title: make them in Bayanat first, or they end in the description",
        "figures, disputes and who says what are words in the descriptions",
        "coordinates cannot come by sheet: they belong to Bayanat's own locations",
    ),
    write=write,
    columns={"actors": ACTORS, "bulletins": BULLETINS, "incidents": INCIDENTS},
)
