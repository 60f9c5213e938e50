"""CSV for Uwazi's import (as documented for 2026): a file for each of three templates, linked by title."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from riwaya.export import days, figures
from riwaya.export.bayanat import title
from riwaya.export.cells import by_columns, row_hashes, safe, write_csv
from riwaya.export.codes import codes_of
from riwaya.export.layout import Cell, Column, Layout, Written
from riwaya.export.parties import country_name
from riwaya.export.selection import Selected, Selection
from riwaya.export.tables import claim_id
from riwaya.export.wording import figure_words, notes
from riwaya.model import Claim, Report, Told

EVENTS = (
    Column("title", "str", "title: tells the event and bears our id, so that relationships find it"),
    Column("event_id", "str", "text: our event id"),
    Column("type", "str", "select: ACLED's event type and sub-event type as group::value"),
    Column("days", "str", "date range: first:last"),
    Column("day_precision", "str", "select"),
    Column("place", "str", "text"),
    Column("governorate", "str", "select"),
    Column("country", "str", "select"),
    Column("map_geolocation", "str", "geolocation (property 'Map'): latitude and longitude, by a bar"),
    Column("radius_km", "float", "numeric"),
    Column("perpetrators", "str", "multi-select, by bars"),
    Column("targets", "str", "multi-select, by bars"),
    Column("weapon", "str", "select"),
    Column("killed_at_least", "int", "numeric"),
    Column("killed_at_most", "int", "numeric, empty where nothing bounds it"),
    Column("injured_at_least", "int", "numeric"),
    Column("injured_at_most", "int", "numeric"),
    Column("grade", "str", "select"),
    Column("disputed", "str", "multi-select: attributes on which accounts contradict each other"),
    Column("summary", "str", "rich text"),
    Column("reports", "str", "relationship to the template Report, by title"),
)
CLAIMS = (
    Column("title", "str", "title: the speaker and our claim id"),
    Column("claim_id", "str", "text"),
    Column("event", "str", "relationship to the template Event, by title"),
    Column("report", "str", "relationship to the template Report, by title"),
    Column("speaker", "str", "select"),
    Column("stance", "str", "select"),
    Column("denied", "str", "multi-select"),
    Column("figures", "str", "text: the tolls in words"),
    Column("chain", "str", "text: outlet → … → speaker"),
    Column("quote", "str", "rich text"),
)
REPORTS = (
    Column("title", "str", "title, with our report id"),
    Column("report_id", "str", "text"),
    Column("outlet", "str", "select"),
    Column("published", "date", "date"),
    Column("link", "str", "link: label and address, by a bar"),
)


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes reports.csv, events.csv and claims.csv: import them in this order, so that every relationship is found."""
    rows = sorted(selection.rows, key=lambda row: row.event.id)
    claims = [
        _claim(row, told, index, claim, selection)
        for row in rows
        for told, index, claim in sorted(row.claims(), key=lambda found: (found[0].incident.id, found[1]))
    ]
    tables = {
        "reports": (REPORTS, [_report(report) for report in selection.reports()]),
        "events": (EVENTS, [_event(row, selection) for row in rows]),
        "claims": (CLAIMS, claims),
    }
    hashes: dict[str, str] = {}
    files = []
    for name, (columns, cells) in tables.items():
        files.append(to / f"{name}.csv")
        write_csv(files[-1], columns, cells)
        hashes |= row_hashes(name, cells, key=1)
    return Written(tuple(files), hashes)


def _event(row: Selected, selection: Selection) -> list[Cell]:
    decided, where = row.decided, row.decided.where
    codes = codes_of(decided.type)
    killed, injured = figures.total(decided, "killed"), figures.total(decided, "injured")
    span = days.interval(decided)
    values: dict[str, Cell] = {
        "title": _one_value(title(row, selection)),
        "event_id": row.event.id,
        "type": f"{codes.event}::{codes.sub}" if decided.type else None,
        "days": f"{span[0].isoformat()}:{span[1].isoformat()}" if span else None,
        "day_precision": decided.precision,
        "weapon": decided.weapon,
        "perpetrators": _many(selection.names.english(actor.actor or actor.name) for actor in decided.perpetrators),
        "targets": _many(selection.names.english(actor.actor or actor.name) for actor in decided.targets),
        "killed_at_least": killed.low if killed else None,
        "killed_at_most": killed.high if killed else None,
        "injured_at_least": injured.low if injured else None,
        "injured_at_most": injured.high if injured else None,
        "grade": row.event.grade.name if row.event.grade else None,
        "disputed": _many(standing.attribute for standing in row.event.standings if standing.state == "disputed"),
        "summary": notes(row, selection.names),
        "reports": _many(_report_title(report) for report in row.reports()),
    }
    if where is not None:
        values |= {"place": where.name, "governorate": where.admin1, "radius_km": where.radius_km}
        values["country"] = country_name(where.country) if where.country else None
        if where.lat is not None and where.lon is not None:
            values["map_geolocation"] = f"{where.lat:.6f}|{where.lon:.6f}"
    return by_columns(EVENTS, values)


def _claim(row: Selected, told: Told, index: int, claim: Claim, selection: Selection) -> list[Cell]:
    report = told.report
    said = [f"{figure_words(toll.min, toll.max)} {toll.outcome.replace('_', ' ')}" for toll in claim.tolls]
    speaker = selection.names.english(claim.speaker.actor or claim.speaker.name)
    values: dict[str, Cell] = {
        "title": _one_value(f"{speaker} – {claim.stance} [{claim_id(told, index)}]"),
        "claim_id": claim_id(told, index),
        "event": _one_value(title(row, selection)),
        "report": _report_title(report),
        "speaker": _one_value(speaker),
        "stance": claim.stance,
        "denied": _many(claim.denied),
        "figures": "; ".join(said) or None,
        "chain": " → ".join(link.actor or link.name for link in claim.chain) or None,
        "quote": " … ".join(span.cut(report.full_text) for span in claim.evidence) or None,
    }
    return by_columns(CLAIMS, values)


def _report(report: Report) -> list[Cell]:
    values: dict[str, Cell] = {
        "title": _report_title(report),
        "report_id": report.id,
        "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
        "link": f"{_one_value(report.outlet or 'link')}|{report.url}" if report.url else None,
    }
    return by_columns(REPORTS, values)


def _report_title(report: Report) -> str:
    return _one_value(f"{report.title or report.outlet or 'report'} [{report.id}]")


def _one_value(text: str) -> str:
    """Text that Uwazi takes for one value: a bar would split it. A title is written the same way wherever it stands."""
    return str(safe(text.replace("|", "/").strip()))


def _many(values: Iterable[str]) -> str | None:
    return "|".join(dict.fromkeys(_one_value(value) for value in values)) or None


LAYOUT = Layout(
    name="uwazi",
    title="Uwazi",
    into="folder",
    suffix="",
    description="CSV for Uwazi's import (reference of 2026): reports, events and claims, each for a template of those columns",
    losses=(
        "make the three templates first, with a property of the type named for each column; Uwazi passes over columns it does not know",
        "import reports, then events, then claims: relationships are found by title, which is why titles bear our ids",
        "Uwazi's import adds: to update what is there, put its own id in a column `id`",
        "accounts are not in it: what is disputed stands in `disputed` and in the summary, who says what in the claims",
        "a bar in a title becomes a slash, for a bar separates values",
    ),
    write=write,
    columns={"events": EVENTS, "claims": CLAIMS, "reports": REPORTS},
)
