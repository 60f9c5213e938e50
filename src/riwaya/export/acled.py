"""ACLED's download: 31 columns, one row an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from riwaya.export import days, figures
from riwaya.export.cells import by_columns, degrees, listed, number, row_hashes, write_csv
from riwaya.export.codes import Country, actor_codes, codes_of, countries
from riwaya.export.layout import Cell, Column, Layout, LeftOut, Written
from riwaya.export.parties import Party, sides
from riwaya.export.selection import Names, Selected, Selection
from riwaya.export.wording import notes
from riwaya.gazetteer.precision import acled_precision
from riwaya.model import Where

COLUMNS = (
    Column("event_id_cnty", "str", "ISO3 of the country and a number made from our event id; stays when the event is updated"),
    Column("event_date", "date", "the day, or the middle of the days that are possible"),
    Column("year", "int", "year of event_date"),
    Column("time_precision", "int", "1 the day is known, 2 within a week, 3 within a month or longer"),
    Column("disorder_type", "str", "Political violence, Demonstrations, both, or Strategic developments"),
    Column("event_type", "str", "one of six"),
    Column("sub_event_type", "str", "one of twenty-five"),
    Column("actor1", "str", "who did it; the first of the parties named"),
    Column("assoc_actor_1", "str", "the others on that side, by semicolon"),
    Column("inter1", "str", "class of actor1"),
    Column("actor2", "str", "to whom; the target in violence against civilians"),
    Column("assoc_actor_2", "str", "the others on that side, by semicolon"),
    Column("inter2", "str", "class of actor2"),
    Column("interaction", "str", "both classes, or one with 'only'"),
    Column("civilian_targeting", "str", "'Civilian targeting' where only unarmed people were the target"),
    Column("iso", "int", "ISO 3166 number of the country"),
    Column("region", "str", "ACLED's region"),
    Column("country", "str", "English name"),
    Column("admin1", "str", "governorate, in English where the gazetteer knows it"),
    Column("admin2", "str", "district"),
    Column("admin3", "str", "sub-district"),
    Column("location", "str", "the place, in English where the gazetteer knows it"),
    Column("latitude", "float", "four decimals"),
    Column("longitude", "float", "four decimals"),
    Column("geo_precision", "int", "1 the place, 2 near it or part of an area, 3 a wider region"),
    Column("source", "str", "the outlets, by semicolon"),
    Column("source_scale", "str", "the narrowest and the widest scale of the outlets"),
    Column("notes", "str", "the event in words, disputed points with whose account they are"),
    Column("fatalities", "int", "what the policy chose; 0 where nothing is known"),
    Column("tags", "str", "empty: ACLED's tags are its own"),
    Column("timestamp", "int", "seconds since 1970 at the day of the newest report behind the row"),
)  # fmt: skip
POPULATION = tuple(
    Column(name, "int", "empty, as in the downloads of October 2025")
    for name in ("population_1km", "population_2km", "population_5km", "population_best")
)


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the rows, in the order of day and id."""
    columns = COLUMNS + (POPULATION if "population" in extras else ())
    rows: list[list[Cell]] = []
    left_out = []
    for row in selection.rows:
        made = make_row(row, selection.names, columns)
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            rows.append(made)
    rows.sort(key=lambda cells: (str(cells[1]), str(cells[0])))
    write_csv(to, columns, rows)
    return Written((to,), row_hashes("events", rows), tuple(left_out))


def make_row(row: Selected, names: Names, columns: Sequence[Column] = COLUMNS) -> list[Cell] | LeftOut:
    """The row of an event, or why there is none: ACLED has no row without a day, a country and a point."""
    decided = row.decided
    day = days.acled_day(decided)
    where = decided.where
    country = countries().get(where.country or "") if where else None
    if day is None:
        return LeftOut(row.event.id, "no day is known")
    if where is None or country is None:
        return LeftOut(row.event.id, "no country is known")
    if (open_point := decided.undecided()) is not None:
        return LeftOut(row.event.id, open_point)
    place = _place(where, country, names)
    if place is None:
        return LeftOut(row.event.id, "no place narrower than the country is known")
    type_ = codes_of(decided.type)
    both = sides(decided, names)
    values: dict[str, Cell] = {
        "event_id_cnty": f"{country.iso3}{number(row.event.id)}",
        "event_date": day[0].isoformat(),
        "year": day[0].year,
        "time_precision": day[1],
        "disorder_type": type_.disorder,
        "event_type": type_.event,
        "sub_event_type": type_.sub,
        "interaction": both.interaction() if both.first or both.second else None,
        "civilian_targeting": "Civilian targeting" if both.targets_civilians() else None,
        "iso": country.iso,
        "region": country.region,
        "country": country.english,
        "source": listed(names.outlet(name) for name in (row.outlets() or decided.sources)),
        "source_scale": source_scale(row.outlets(), country, names),
        "notes": notes(row, names),
        "fatalities": figures.best(figures.total(decided, "killed")),
        "timestamp": _timestamp(row),
    }
    return by_columns(columns, values | place | _actors(both.first, "1") | _actors(both.second, "2"))


def source_scale(outlets: Sequence[str], country: Country, names: Names) -> str:
    """ACLED's source_scale: the narrowest and the widest scale of the outlets, by where each is at home."""
    codes = actor_codes()
    found = set()
    for name in outlets:
        known = names.outlets.get(name)
        home = known.country if known else None
        at = "nowhere" if home is None else "home" if home == country.iso2 else "abroad"
        neighbour = countries().get(home or "")
        if at == "abroad" and neighbour and neighbour.ucdp_region == country.ucdp_region:
            at = "region"
        found.add(codes.outlets.get(known.kind if known else "unknown", codes.outlets["unknown"])[at])
    scales = sorted(found, key=codes.scales.index)
    return "-".join(dict.fromkeys((scales[0], scales[-1]))) if scales else "Other"


def _actors(parties: tuple[Party, ...], at: str) -> dict[str, Cell]:
    if not parties:
        return {}
    others = listed(party.name for party in parties[1:]) or None
    return {f"actor{at}": parties[0].name, f"assoc_actor_{at}": others, f"inter{at}": parties[0].codes.inter}


def _place(where: Where, country: Country, names: Names) -> dict[str, Cell] | None:
    """Names, point and geo_precision; a governorate's seat stands in for a place that has no point."""
    known = names.places.get(where.id or "")
    seat = names.seats.get((country.iso2, where.admin1 or ""))
    admin1 = (known.admin1 if known else None) or (seat.english if seat else None) or where.admin1
    cells: dict[str, Cell] = {
        "admin1": admin1,
        "admin2": known.admin2 if known else None,
        "admin3": known.admin3 if known else None,
        "location": (known.english if known else None) or where.name,
    }
    precision = acled_precision(where)
    if where.kind == "country":
        return None
    if precision is not None and where.lon is not None:
        return cells | {
            "latitude": degrees(where.lat, 4),
            "longitude": degrees(where.lon, 4),
            "geo_precision": precision,
        }
    if seat is None:
        return None
    return cells | {"latitude": degrees(seat.lat, 4), "longitude": degrees(seat.lon, 4), "geo_precision": 3}


def _timestamp(row: Selected) -> int:
    published = [report.published for report in row.reports() if report.published]
    if not published:
        return 0
    newest = max(published)
    return int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp())


LAYOUT = Layout(
    name="acled",
    title="ACLED",
    into="file",
    suffix=".csv",
    description="The 31 columns of an ACLED download, one row an event, dates and codes by its codebook of 2023 and later",
    losses=(
        "one figure of deaths stands for all accounts: ranges, open bounds and the injured are only in the notes",
        "no deaths known and no deaths are both 0",
        "who says what stands in the notes as words; a denial has no column",
        "bodies bear our English names, not those of ACLED's list, and tags stay empty",
        "events with no day, no country or no place narrower than the country are left out, and those whose type or deaths are undecided",
        "of a stretch of days only the middle is kept",
        "districts are known for few places: admin2 and admin3 are mostly empty",
    ),
    write=write,
    columns={"events": COLUMNS},
    extras={"population": "four further columns, empty as in ACLED's own downloads since October 2025"},
)
