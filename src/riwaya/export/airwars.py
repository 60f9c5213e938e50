"""Airwars-style tables of civilian harm: incidents, sources, casualties, and the belligerents named.

The column names are those of Airwars' own tables `aw_data_civcas_…`, as its public code reads them.
"""

from __future__ import annotations

import re
from pathlib import Path

from riwaya.export import days, figures
from riwaya.export.cells import by_columns, degrees, number, row_hashes, write_csv
from riwaya.export.codes import TypeCodes, codes_of, countries
from riwaya.export.layout import Cell, Column, Layout, LeftOut, Written
from riwaya.export.parties import sides
from riwaya.export.selection import Figure, Names, Selected, Selection
from riwaya.gazetteer.precision import airwars_accuracy

INCIDENTS = (
    Column("code", "str", "our reference: R and a number made from the event id"),
    Column("date", "date", "first day possible"),
    Column("date_type", "str", "single_date or date_range"),
    Column("date_end", "date", "last day of a range"),
    Column("location_name", "str", "in English where the gazetteer knows it"),
    Column("location_name_arabic", "str", "as the reports name it"),
    Column("region", "str", "governorate"),
    Column("country_name", "str", "English name"),
    Column("country_slug", "str", "the same in small letters with hyphens"),
    Column("latitude", "float", "six decimals"),
    Column("longitude", "float", "six decimals"),
    Column("geolocation_accuracy_name", "str", "step of Airwars' ladder"),
    Column("geolocation_accuracy_slug", "str", "the same as a slug"),
    Column("strike_type_name", "str", "kind of strike"),
    Column(
        "strike_status_name",
        "str",
        "Declared strike where a belligerent takes it on, Likely strike, or Contested strike",
    ),
    Column("strike_status_slug", "str", "the same as a slug"),
    Column("civilian_harm_reported", "int", "1 where an account tells of civilians killed or injured"),
    Column("civilian_harm_status_name", "str", "Confirmed, Fair, Weak, Contested or Discounted"),
    Column("civilian_harm_status_slug", "str", "the same as a slug"),
    Column("civilian_non_combatants_killed_min", "int", "civilians killed, at least"),
    Column(
        "civilian_non_combatants_killed_max", "int", "civilians killed, at most; the minimum where nothing bounds it"
    ),
    Column("civilian_non_combatants_injured_min", "int", "civilians injured, at least"),
    Column("civilian_non_combatants_injured_max", "int", "civilians injured, at most"),
    Column("belligerents_killed_min", "int", "members of armed parties killed, at least"),
    Column("belligerents_killed_max", "int", "members of armed parties killed, at most"),
    Column("num_sources", "int", "independent sources"),
    Column("event_id", "str", "our event id"),
)
SOURCES = (
    Column("code", "str", "the incident"),
    Column("source_name", "str", "outlet of the report"),
    Column("source_url", "str", "where it stands"),
    Column("source_language", "str", "Arabic"),
    Column("source_date", "date", "day of publication"),
    Column("source_title", "str", "title"),
    Column("sha256", "str", "of the bytes it came from"),
    Column("report_id", "str", "our report id"),
)
CASUALTIES = (
    Column("code", "str", "the incident"),
    Column("type", "str", "killed or injured"),
    Column("group", "str", "one of Airwars' eighteen groups, as far as the accounts tell"),
    Column("victims", "str", "whom our accounts count: an actor, civilians, or nobody said"),
    Column("min", "int", "at least"),
    Column("max", "int", "at most; the minimum where nothing bounds it"),
)
BELLIGERENTS = (
    Column("code", "str", "the incident"),
    Column("belligerent_name", "str", "English name"),
    Column("belligerent_slug", "str", "our actor id"),
    Column("type", "str", "suspected_belligerent or suspected_target"),
)
_TABLES = {"incidents": INCIDENTS, "sources": SOURCES, "casualties": CASUALTIES, "belligerents": BELLIGERENTS}
_KEYS = {"incidents": (0,), "sources": (0, 7), "casualties": (0, 1, 3), "belligerents": (0, 3, 2)}
"""The cells that tell the rows of a table apart."""

_GRADES = {
    "confirmed": "Confirmed",
    "fair": "Fair",
    "weak": "Weak",
    "contested": "Contested",
    "discounted": "Discounted",
}


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes four CSV files, named as Airwars' tables are."""
    rows: dict[str, list[list[Cell]]] = {name: [] for name in _TABLES}
    left_out = []
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        if days.interval(row.decided) is None:
            left_out.append(LeftOut(row.event.id, "no day is known"))
            continue
        if not _concerns(row, selection.names):
            left_out.append(LeftOut(row.event.id, "no strike, and no harm to civilians"))
            continue
        rows["incidents"].append(_incident(row, selection.names))
        rows["sources"] += _sources(row, selection.names)
        rows["casualties"] += _casualties(row, selection.names)
        rows["belligerents"] += _belligerents(row, selection.names)
    hashes: dict[str, str] = {}
    files = []
    for name, columns in _TABLES.items():
        files.append(to / f"aw_data_civcas_{name}.csv")
        write_csv(files[-1], columns, rows[name])
        keyed: list[list[Cell]] = [["|".join(str(row[at]) for at in _KEYS[name]), *row] for row in rows[name]]
        hashes |= row_hashes(name, keyed)
    return Written(tuple(files), hashes, tuple(left_out))


def code(row: Selected) -> str:
    """The reference of an event."""
    return f"R{number(row.event.id)}"


def _concerns(row: Selected, names: Names) -> bool:
    """Whether it is of the kind that Airwars records: a strike or an armed attack, or civilians were killed or injured."""
    harmed = (figures.of_civilians(row.decided, "killed", names), figures.of_civilians(row.decided, "injured", names))
    return _type(row).strike is not None or any(figure and figure.low for figure in harmed)


def _type(row: Selected) -> TypeCodes:
    return codes_of(row.decided.type)


def _incident(row: Selected, names: Names) -> list[Cell]:
    decided, where = row.decided, row.decided.where
    span = days.interval(decided)
    assert span is not None
    country = countries().get(where.country or "") if where else None
    known = names.places.get(where.id or "") if where else None
    grade = _GRADES.get(row.event.grade.name.lower()) if row.event.grade else None
    status = _status(row)
    accuracy = airwars_accuracy(where) if where else None
    killed = figures.of_civilians(decided, "killed", names)
    injured = figures.of_civilians(decided, "injured", names)
    values: dict[str, Cell] = {
        "code": code(row),
        "date": span[0].isoformat(),
        "date_type": "single_date" if span[0] == span[1] else "date_range",
        "date_end": None if span[0] == span[1] else span[1].isoformat(),
        "location_name": (known.english if known else None) or (where.name if where else None),
        "location_name_arabic": where.name if where else None,
        "region": (known.admin1 if known else None) or (where.admin1 if where else None),
        "country_name": country.english if country else None,
        "country_slug": _slug(country.english) if country else None,
        "latitude": degrees(where.lat if where else None, 6),
        "longitude": degrees(where.lon if where else None, 6),
        "geolocation_accuracy_name": accuracy.capitalize() if accuracy else None,
        "geolocation_accuracy_slug": _slug(accuracy) if accuracy else None,
        "strike_type_name": _type(row).strike,
        "strike_status_name": status,
        "strike_status_slug": _slug(status) if status else None,
        "civilian_harm_reported": int(any(figure and figure.low for figure in (killed, injured))),
        "civilian_harm_status_name": grade,
        "civilian_harm_status_slug": grade.lower() if grade else None,
        "num_sources": row.event.sources,
        "event_id": row.event.id,
    }
    values |= _bounds("civilian_non_combatants_killed", killed) | _bounds("civilian_non_combatants_injured", injured)
    values |= _bounds("belligerents_killed", _armed(row, names))
    return by_columns(INCIDENTS, values)


def _status(row: Selected) -> str | None:
    """Declared where one of those who did it takes it on; contested where who did it is disputed; else likely."""
    if _type(row).strike is None:
        return None
    doers = {actor.actor or actor.name for actor in row.decided.perpetrators}
    if any(
        claim.stance != "denies" and (claim.speaker.actor or claim.speaker.name) in doers
        for _, _, claim in row.claims()
    ):
        return "Declared strike"
    if any(standing.attribute == "perpetrator" and standing.state == "disputed" for standing in row.event.standings):
        return "Contested strike"
    return "Likely strike"


def _armed(row: Selected, names: Names) -> Figure | None:
    return figures.added(
        [
            figure
            for figure in row.decided.tolls
            if figure.outcome == "killed" and figure.victims and not figures.is_civilian(figure.victims, names)
        ]
    )


def _sources(row: Selected, names: Names) -> list[list[Cell]]:
    return [
        [
            code(row), names.outlet(report.outlet) if report.outlet else None, report.url, "Arabic",
            report.published.isoformat() if report.published else None, report.title, report.sha256 or None, report.id,
        ]
        for report in row.reports()
    ]  # fmt: skip


def _casualties(row: Selected, names: Names) -> list[list[Cell]]:
    return [
        [code(row), figure.outcome, _group(figure.victims, names), figure.victims, figure.low, _high(figure)]
        for figure in row.decided.tolls
        if figure.outcome in ("killed", "injured")
    ]


def _group(victims: str | None, names: Names) -> str:
    if victims is None:
        return "undetermined"
    if figures.is_civilian(victims, names):
        return "civilians"
    kind = names.actors[victims].kind if victims in names.actors else None
    return "armed-forces members" if kind == "state_forces" else "belligerents"


def _belligerents(row: Selected, names: Names) -> list[list[Cell]]:
    both = sides(row.decided, names)
    found: list[list[Cell]] = []
    for parties, kind in ((both.first, "suspected_belligerent"), (both.second, "suspected_target")):
        found += [[code(row), party.name, party.id, kind] for party in parties if party.codes.side != "civilians"]
    return found


def _bounds(name: str, figure: Figure | None) -> dict[str, Cell]:
    return {} if figure is None else {f"{name}_min": figure.low, f"{name}_max": _high(figure)}


def _high(figure: Figure) -> int | None:
    return figure.high if figure.high is not None else figure.low


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


LAYOUT = Layout(
    name="airwars",
    title="Airwars",
    into="folder",
    suffix="",
    description="Incidents, sources, casualties and belligerents under the column names of Airwars' own tables",
    losses=(
        "an open upper bound ('at least 18') becomes maximum = minimum: the tables have no open bounds",
        "children, women and men are not told apart in our tolls: the finer of the eighteen groups stay empty",
        "victims' names, infrastructure, strike reports and grid references are not read and have no table",
        "Airwars' grades rest on a person's assessment; ours come from the ledger's rules and are empty where these do not grade",
        "events without a day, and those that are no strike and harmed no civilian, are left out",
    ),
    write=write,
    columns={f"aw_data_civcas_{name}": columns for name, columns in _TABLES.items()},
)  # fmt: skip
