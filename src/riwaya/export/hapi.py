"""Counts by month, governorate and kind under the headers of HDX HAPI's conflict events."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from riwaya.export import days, figures
from riwaya.export.cells import by_columns, row_hashes, write_csv
from riwaya.export.codes import codes_of, countries
from riwaya.export.layout import Cell, Column, Layout, LeftOut, Written
from riwaya.export.parties import sides
from riwaya.export.selection import Names, Selected, Selection

COLUMNS = (
    Column("location_code", "str", "ISO 3166 alpha 3"),
    Column("has_hrp", "str", "empty: whether there is a response plan is OCHA's to say"),
    Column("in_gho", "str", "empty: whether it is in the global overview is OCHA's to say"),
    Column("provider_admin1_name", "str", "governorate, in English where the gazetteer knows it"),
    Column("provider_admin2_name", "str", "district"),
    Column("admin1_code", "str", "empty: our gazetteer has no p-codes unless you imported them"),
    Column("admin1_name", "str", "empty where there is no p-code"),
    Column("admin2_code", "str", "empty as above"),
    Column("admin2_name", "str", "empty as above"),
    Column("admin_level", "int", "0 country, 1 governorate, 2 district"),
    Column("event_type", "str", "civilian_targeting, demonstration or political_violence"),
    Column("events", "int", "how many"),
    Column("fatalities", "int", "killed in them; empty for demonstrations"),
    Column("reference_period_start", "date", "first day of the month"),
    Column("reference_period_end", "date", "last day of the month"),
    Column("dataset_hdx_id", "str", "empty: these rows are no data set of HDX"),
    Column("resource_hdx_id", "str", "empty as above"),
    Column("warning", "str", "what to look at"),
    Column("error", "str", "empty"),
)
TAGS = (
    "#country+code", "#meta+has_hrp", "#meta+in_gho", "#adm1+name+provider", "#adm2+name+provider", "#adm1+code",
    "#adm1+name", "#adm2+code", "#adm2+name", "#adm+level", "#event+type", "#indicator+event+num", "#affected+killed",
    "#date+start", "#date+end", "#meta+dataset_id", "#meta+resource_id", "#meta+warning", "#meta+error",
)  # fmt: skip
"""The HXL tags that these headers had formerly, in their order."""


@dataclass(frozen=True, slots=True, order=True)
class _Cell:
    """What is counted together."""

    country: str
    admin1: str
    admin2: str
    kind: str
    month: date


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the counts, by country, governorate, kind and month."""
    counts: dict[_Cell, list[int]] = defaultdict(lambda: [0, 0])
    left_out = []
    for row in selection.rows:
        at = _at(row, selection.names)
        if isinstance(at, str):
            left_out.append(LeftOut(row.event.id, at))
            continue
        for kind in _kinds(row, selection.names):
            cell = counts[_Cell(*at[:3], kind, at[3])]
            cell[0] += 1
            cell[1] += figures.best(figures.total(row.decided, "killed"))
    rows = [_row(cell, *counts[cell]) for cell in sorted(counts)]
    write_csv(to, COLUMNS, rows, second=TAGS if "hxl" in extras else None)
    keyed: list[list[Cell]] = [
        ["|".join((c.country, c.admin1, c.admin2, c.kind, str(c.month))), *row]
        for c, row in zip(sorted(counts), rows, strict=True)
    ]
    return Written((to,), row_hashes("counts", keyed), tuple(left_out))


def _at(row: Selected, names: Names) -> tuple[str, str, str, date] | str:
    decided = row.decided
    span = days.interval(decided)
    country = countries().get(decided.where.country or "") if decided.where else None
    if span is None:
        return "no day is known"
    if country is None or decided.where is None:
        return "no country is known"
    if (span[0].year, span[0].month) != (span[1].year, span[1].month):
        return "its days lie in several months"
    if (open_point := decided.undecided()) is not None:
        return open_point
    known = names.places.get(decided.where.id or "")
    seat = names.seats.get((country.iso2, decided.where.admin1 or ""))
    admin1 = (known.admin1 if known else None) or (seat.english if seat else None) or decided.where.admin1 or ""
    return country.iso3, admin1, (known.admin2 if known else None) or "", span[0].replace(day=1)


def _kinds(row: Selected, names: Names) -> Iterator[str]:
    """HAPI's kinds; an event against civilians counts under two, as in ACLED's own tables on HDX."""
    codes = codes_of(row.decided.type)
    if "Political violence" in codes.disorder:
        yield "political_violence"
        if sides(row.decided, names).targets_civilians():
            yield "civilian_targeting"
    if "Demonstrations" in codes.disorder:
        yield "demonstration"


def _row(cell: _Cell, events: int, killed: int) -> list[Cell]:
    last = calendar.monthrange(cell.month.year, cell.month.month)[1]
    values: dict[str, Cell] = {
        "location_code": cell.country,
        "provider_admin1_name": cell.admin1 or None,
        "provider_admin2_name": cell.admin2 or None,
        "admin_level": 2 if cell.admin2 else 1 if cell.admin1 else 0,
        "event_type": cell.kind,
        "events": events,
        "fatalities": None if cell.kind == "demonstration" else killed,
        "reference_period_start": cell.month.isoformat(),
        "reference_period_end": cell.month.replace(day=last).isoformat(),
        "warning": "no p-code for the governorate" if cell.admin1 else None,
    }
    return by_columns(COLUMNS, values)


LAYOUT = Layout(
    name="hapi",
    title="HDX HAPI",
    into="file",
    suffix=".csv",
    description="Monthly counts by governorate under the nineteen headers of HDX HAPI's conflict events",
    losses=(
        "only counts are left: no event, no claim, no source",
        "deaths are one number a cell, with nothing of ranges and disputes",
        "an event against civilians counts both as political_violence and as civilian_targeting: do not add the two",
        "events whose type or deaths the policy left undecided are not counted",
        "strategic developments have no kind and are not counted; nor are events whose days lie in several months",
        "p-codes, response plans and HDX's ids stay empty",
    ),
    write=write,
    columns={"counts": COLUMNS},
    extras={"hxl": "a second line with the HXL tags that these headers had formerly"},
)
