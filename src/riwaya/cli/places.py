"""`riwaya places`: the places that a text names, the candidates for each, the choice and its reasons."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from riwaya.cli import wording
from riwaya.cli.isolates import isolate
from riwaya.errors import InputError
from riwaya.gazetteer.precision import acled_precision, airwars_accuracy, ucdp_precision
from riwaya.model import Report
from riwaya.pipeline import NamedPlace, Tools, read_places
from riwaya.resolve.ranking import Ranked
from riwaya.sources import InputOptions, read_inputs
from riwaya.wire import place_to_wire

_SHOWN = 5
_LONGEST_PATH = 255


def show_places(given: Sequence[str], options: InputOptions, tools: Tools, as_json: bool) -> tuple[int, int]:
    """Prints the places of texts and files; returns how many reports were read and how many inputs refused."""
    done = refused = 0
    for item in _reports(given, options):
        if isinstance(item, InputError):
            refused += 1
            sys.stderr.write(f"riwaya: {item}\n")
            continue
        done += 1
        found = read_places(item, tools)
        if as_json:
            wire = {"report": item.id, "places": [_wire(named) for named in found]}
            sys.stdout.write(msgspec.json.encode(wire).decode() + "\n")
        else:
            lines = "\n".join(_lines(item, found))
            sys.stdout.write((isolate(lines) if sys.stdout.isatty() else lines) + "\n")
    return done, refused


def _reports(given: Sequence[str], options: InputOptions) -> Iterator[Report | InputError]:
    """What is no file, folder or address but holds a blank or Arabic letters is a text itself."""
    for text in given:
        path = text == "-" or "://" in text or (len(os.fsencode(text)) <= _LONGEST_PATH and os.path.exists(text))
        if path or text.isascii():
            yield from read_inputs([text], options)
        else:
            yield Report("text", "", text, options.outlet, None, options.published)


def _lines(report: Report, found: Sequence[NamedPlace]) -> Iterator[str]:
    if report.title:
        yield report.title
    if not found:
        yield "No place was found in this text."
    for named in found:
        where = named.considered.where
        role = {"event": "where it happened", "passing": "named in passing"}.get(named.role, named.role)
        taken = ", but taken for where it happened" if named.event and named.role != "event" else ""
        yield f"{named.words}  [{role}{taken}]"
        yield f"  → {wording.where_label(where)}" if where.country or where.lat is not None else "  → open"
        if where.lat is not None:
            codes = (acled_precision(where), ucdp_precision(where), airwars_accuracy(where))
            at = f"{where.lat:.4f}, {where.lon:.4f}"
            yield f"    {at} · ACLED {codes[0]} · UCDP {codes[1]} · Airwars {codes[2] or '–'}"
        for reason in named.considered.reasons:
            yield f"    because: {reason}"
        for item in named.considered.candidates[:_SHOWN]:
            place = item.place
            mark = "*" if place.id == where.id else " "
            at = "، ".join(part for part in (place.name, place.admin1) if part)
            yield f"   {mark}{item.score:6.2f}  {at} · {place.country or '–'} · {place.kind} · {place.id}"
            yield f"           {'; '.join(item.reasons) or 'nothing speaks for it'}"
        if len(named.considered.candidates) > _SHOWN:
            yield f"           … and {len(named.considered.candidates) - _SHOWN} more"


def _wire(named: NamedPlace) -> dict[str, Any]:
    where = named.considered.where
    return {
        "mention": named.words,
        "role": named.role,
        "event": named.event,
        "place": place_to_wire(where),
        "acled": acled_precision(where),
        "ucdp": ucdp_precision(where),
        "airwars": airwars_accuracy(where),
        "reasons": list(named.considered.reasons),
        "candidates": [_candidate(item) for item in named.considered.candidates],
    }


def _candidate(item: Ranked) -> dict[str, Any]:
    place = item.place
    return {
        "id": place.id,
        "name": place.name,
        "english": place.english,
        "kind": place.kind,
        "admin1": place.admin1,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "score": item.score,
        "reasons": list(item.reasons),
    }
