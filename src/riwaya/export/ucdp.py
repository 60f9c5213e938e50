"""UCDP's georeferenced event dataset: 49 columns, one row an event of organised violence with deaths."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

from riwaya.export import days, figures
from riwaya.export.cells import by_columns, degrees, listed, number, row_hashes, write_csv
from riwaya.export.codes import codes_of, countries
from riwaya.export.layout import Cell, Column, Layout, LeftOut, Written
from riwaya.export.parties import Party, Sides, sides, violence
from riwaya.export.selection import Decided, Figure, Names, Selected, Selection
from riwaya.export.wording import place_words
from riwaya.gazetteer.precision import ucdp_precision
from riwaya.model import Where

COLUMNS = (
    Column("id", "int", "a number made from our event id; stays when the event is updated"),
    Column("relid", "str", "our event id"),
    Column("year", "int", "year of date_start"),
    Column("active_year", "int", "empty: whether 25 died in the year is UCDP's to say"),
    Column("code_status", "str", "Clear, or Check where the accounts dispute each other"),
    Column("type_of_violence", "int", "1 state-based, 2 non-state, 3 one-sided"),
    Column("conflict_dset_id", "int", "empty: UCDP's number"),
    Column("conflict_new_id", "int", "empty: UCDP's number"),
    Column("conflict_name", "str", "the country, or both sides"),
    Column("dyad_dset_id", "int", "empty: UCDP's number"),
    Column("dyad_new_id", "int", "empty: UCDP's number"),
    Column("dyad_name", "str", "side_a - side_b"),
    Column("side_a_dset_id", "int", "empty: UCDP's number"),
    Column("side_a_new_id", "int", "empty: UCDP's number"),
    Column("side_a", "str", "the government, or the side that did it"),
    Column("side_b_dset_id", "int", "empty: UCDP's number"),
    Column("side_b_new_id", "int", "empty: UCDP's number"),
    Column("side_b", "str", "the other side; Civilians in one-sided violence"),
    Column("number_of_sources", "int", "how many reports stand in source_article; independent ones are fewer"),
    Column(
        "source_article",
        "str",
        "outlet, day and title of each report in quotation marks, by semicolon; marks within are single",
    ),
    Column("source_office", "str", "outlet of the first report"),
    Column("source_date", "date", "day of the first report"),
    Column("source_headline", "str", "title of the first report, in Arabic"),
    Column("source_original", "str", "who speaks there"),
    Column("where_prec", "int", "1 exact to 7 sea or air"),
    Column("where_coordinates", "str", "the place that the point stands for"),
    Column("where_description", "str", "the place as the report names it, with its relation"),
    Column("adm_1", "str", "governorate"),
    Column("adm_2", "str", "district"),
    Column("latitude", "float", "six decimals"),
    Column("longitude", "float", "six decimals"),
    Column("geom_wkt", "str", "POINT (longitude latitude)"),
    Column("priogrid_gid", "int", "cell of half a degree in PRIO-GRID"),
    Column("country", "str", "UCDP's name"),
    Column("country_id", "int", "Gleditsch and Ward's number"),
    Column("region", "str", "UCDP's region"),
    Column("event_clarity", "int", "1 separate and well identified, 2 a summary of several"),
    Column("date_prec", "int", "1 the day to 5 up to a year"),
    Column("date_start", "date", "first day possible"),
    Column("date_end", "date", "last day possible"),
    Column("deaths_a", "int", "members of side_a killed"),
    Column("deaths_b", "int", "members of side_b killed; 0 in one-sided violence"),
    Column("deaths_civilians", "int", "civilians killed"),
    Column("deaths_unknown", "int", "killed, of whom nothing is said"),
    Column("best", "int", "the sum of the four"),
    Column("high", "int", "highest that the accounts kept by the policy allow"),
    Column("low", "int", "lowest"),
    Column("gwnoa", "int", "number of the state on side a"),
    Column("gwnob", "int", "number of the state on side b"),
)


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the rows, in the order of day and id."""
    rows: list[list[Cell]] = []
    left_out = []
    for row in selection.rows:
        made = make_row(row, selection.names)
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            rows.append(made)
    rows.sort(key=lambda cells: (str(cells[38]), str(cells[1])))
    write_csv(to, COLUMNS, rows)
    return Written((to,), row_hashes("events", rows), tuple(left_out))


def make_row(row: Selected, names: Names) -> list[Cell] | LeftOut:
    """The row of an event, or why there is none: UCDP counts organised violence that killed somebody, at a known time."""
    decided = row.decided
    span = days.interval(decided)
    type_ = codes_of(decided.type)
    both = sides(decided, names)
    kind = violence(both) if type_.violence else None
    killed = figures.total(decided, "killed")
    country = countries().get(decided.where.country or "") if decided.where else None
    if span is None:
        return LeftOut(row.event.id, "no day is known")
    if country is None or decided.where is None:
        return LeftOut(row.event.id, "no country is known")
    if (open_point := decided.undecided()) is not None:
        return LeftOut(row.event.id, open_point)
    if not type_.violence:
        return LeftOut(row.event.id, "it is no organised violence")
    if killed is None or not (figures.best(killed) or killed.high or (killed.low and killed.high is None)):
        return LeftOut(row.event.id, "no deaths are known")
    if kind is None:
        return LeftOut(row.event.id, "two sides are not known")
    both = _ordered(both, kind)
    values: dict[str, Cell] = {
        "id": number(row.event.id),
        "relid": row.event.id,
        "year": span[0].year,
        "code_status": "Check" if _disputed(row) else "Clear",
        "type_of_violence": kind,
        "country": country.ucdp_country,
        "country_id": country.ucdp_id,
        "region": country.ucdp_region,
        "event_clarity": 2 if (span[1] - span[0]).days > 6 else 1,
        "date_prec": days.ucdp_precision(decided),
        "date_start": _stamp(span[0]),
        "date_end": _stamp(span[1]),
    }
    parts = _sides(both, kind, country.english, names) | _deaths(decided, both, kind, killed, names)
    return by_columns(COLUMNS, values | parts | _sources(row, names) | _where(decided.where, names))


def priogrid(lat: float, lon: float) -> int:
    """The number of PRIO-GRID's cell of half a degree: from 1 at 90° S 180° W, row by row to the north.

    >>> priogrid(13.58, 44.02)
    149489
    """
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _ordered(both: Sides, kind: int) -> Sides:
    """In state-based violence the government is side a."""
    if kind == 1 and both.first[0].codes.side != "government":
        return Sides(both.second, both.first)
    return both


def _sides(both: Sides, kind: int, country: str, names: Names) -> dict[str, Cell]:
    a = both.first[0].name
    b = "Civilians" if kind == 3 else both.second[0].name
    return {
        "side_a": a,
        "side_b": b,
        "dyad_name": f"{a} - {b}",
        "conflict_name": f"{country}: Government" if kind == 1 else f"{a} - {b}",
        "gwnoa": _state(both.first[0], names),
        "gwnob": _state(both.second[0], names) if kind == 1 else None,
    }


def _state(party: Party, names: Names) -> int | None:
    """The number of the state whose government or forces the party is."""
    known = names.actors.get(party.id)
    state = countries().get(known.state or "") if known else None
    return state.gw if state else None


def _deaths(decided: Decided, both: Sides, kind: int, killed: Figure, names: Names) -> dict[str, Cell]:
    """Deaths by side; what no account assigns is unknown, and best is the sum of the four, as UCDP has it."""
    of_a = figures.best(figures.of_body(decided, "killed", (party.id for party in both.first)))
    of_b = 0 if kind == 3 else figures.best(figures.of_body(decided, "killed", (party.id for party in both.second)))
    civilians = figures.best(figures.of_civilians(decided, "killed", names))
    best = max(figures.best(killed), of_a + of_b + civilians)
    high = killed.high if killed.high is not None else best
    return {
        "deaths_a": of_a,
        "deaths_b": of_b,
        "deaths_civilians": civilians,
        "deaths_unknown": best - of_a - of_b - civilians,
        "best": best,
        "high": max(high, best),
        "low": min(killed.low or 0, best),
    }


def _sources(row: Selected, names: Names) -> dict[str, Cell]:
    reports = row.reports()
    first = reports[0] if reports else None
    speakers = [names.english(claim.speaker.actor or claim.speaker.name) for _, _, claim in row.claims()]
    lines = [
        '"{}"'.format(",".join(told).replace('"', "'"))
        for told in ((names.outlet(r.outlet or "unknown"), str(r.published or ""), r.title) for r in reports)
    ]
    return {
        "number_of_sources": len(reports),
        "source_article": listed(lines, ";"),
        "source_office": names.outlet(first.outlet) if first and first.outlet else None,
        "source_date": first.published.isoformat() if first and first.published else None,
        "source_headline": first.title if first else None,
        "source_original": listed(speakers, "; ") or None,
    }


def _where(where: Where, names: Names) -> dict[str, Cell]:
    known = names.places.get(where.id or "")
    seat = names.seats.get((where.country or "", where.admin1 or ""))
    point = (where.lat, where.lon)
    if (where.lat is None or where.lon is None) and seat is not None:
        point = (seat.lat, seat.lon)
    cells: dict[str, Cell] = {
        "where_prec": ucdp_precision(where),
        "where_coordinates": (known.english if known else None) or where.name,
        "where_description": f"{place_words(where, names)} ({where.name})",
        "adm_1": (known.admin1 if known else None) or (seat.english if seat else None) or where.admin1,
        "adm_2": known.admin2 if known else None,
    }
    if point[0] is None or point[1] is None:
        return cells
    lat, lon = point[0], point[1]
    return cells | {
        "latitude": degrees(lat, 6),
        "longitude": degrees(lon, 6),
        "geom_wkt": f"POINT ({lon:.6f} {lat:.6f})",
        "priogrid_gid": priogrid(lat, lon),
    }


def _stamp(day: date) -> str:
    """A day as UCDP's files write it."""
    return f"{day.isoformat()} 00:00:00.000"


def _disputed(row: Selected) -> bool:
    return any(standing.state == "disputed" for standing in row.event.standings)


LAYOUT = Layout(
    name="ucdp",
    title="UCDP GED",
    into="file",
    suffix=".csv",
    description="The 49 columns of UCDP's georeferenced event dataset, one row an event of organised violence with deaths",
    losses=(
        "UCDP's numbers of conflicts, dyads and sides are its own and stay empty, and so does active_year",
        "events without deaths, without two known sides, or that are no organised violence are left out, and those whose type or deaths are undecided",
        "the injured, the detained and the displaced have no column",
        "an open upper bound ('at least 18') becomes high = best: UCDP has no open bounds",
        "who says which figure is lost; a dispute only sets code_status to Check",
        "Gaza and the West Bank stand under Israel (666) as UCDP has them; Western Sahara under Morocco (600)",
        "a body of many states (coalition, UN) counts as a government, though it has no number",
    ),
    write=write,
    columns={"events": COLUMNS},
)
