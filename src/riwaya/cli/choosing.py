"""The options by which events are chosen, the same for every command that lists or writes them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riwaya.cli.options import day

if TYPE_CHECKING:
    from riwaya.reconcile.choosing import Wanted


def _around(text: str) -> tuple[float, float, float]:
    try:
        lat, lon, km = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no point with a distance; write 35.33,40.14,20") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and km >= 0):
        raise typer.BadParameter(f"{text!r} lies on no map; latitude, longitude in degrees, then km")
    return lat, lon, km


def _type(text: str) -> str:
    from riwaya.export.codes import type_codes

    found = re.sub(r"[\s-]+", "_", text.strip().lower())
    if found not in type_codes():
        raise typer.BadParameter(f"{text!r} is no type of event; the types are {', '.join(sorted(type_codes()))}")
    return found


def actor_id(text: str) -> str:
    """The id of a body, by its id or by one of its names in Arabic or English; else the name as it is typed."""
    from riwaya.web.names import load_names

    names = load_names()
    return text if text in names.arabic else next((id_ for id_ in names.meant(text) if id_ in names.arabic), text)


def meant_places(text: str) -> frozenset[str]:
    """What a name of a place stands for in our gazetteer: ids of places of that English name, codes of countries."""
    from riwaya.gazetteer import load_gazetteer

    gazetteer, key = load_gazetteer(None), text.strip().lower()
    found: set[str] = set()
    for place in map(gazetteer.place, range(len(gazetteer))):
        if key in (place.english.lower(), place.name):
            found |= {place.country} if place.kind == "country" and place.country else set()
            found |= {place.id, place.name} if key != place.name else set()
    return frozenset(found)


FromOption = Annotated[
    date | None,
    typer.Option("--from", parser=lambda text: day(text), metavar="DAY", help="Events of this day or later."),
]
ToOption = Annotated[
    date | None,
    typer.Option("--to", parser=lambda text: day(text), metavar="DAY", help="Events of this day or earlier."),
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="A place, governorate or country by its name (Arabic or English), a country code, an id."
    ),
]
WithinOption = Annotated[
    Any, typer.Option("--within", parser=_around, metavar="LAT,LON,KM", help="Events so near to a point.")
]
ActorOption = Annotated[
    str | None,
    typer.Option(parser=actor_id, metavar="ID|NAME", help="A body that did, suffered or said something."),
]
TypeOption = Annotated[
    str | None, typer.Option("--type", parser=_type, metavar="TYPE", help="A type of event, as in the codebook.")
]
GradeOption = Annotated[str | None, typer.Option(metavar="GRADE", help="A grade: confirmed, fair, weak, …")]
DisputedOption = Annotated[
    bool, typer.Option("--disputed", help="Only events on which accounts contradict each other.")
]
SourcesOption = Annotated[
    int, typer.Option("--min-sources", metavar="N", min=0, help="At least so many independent sources.")
]


def wanted(
    since: date | None,
    until: date | None,
    place: str | None,
    around: tuple[float, float, float] | None,
    actor: str | None,
    type_: str | None,
    grade: str | None,
    disputed: bool,
    min_sources: int,
) -> Wanted:
    """What these options ask for."""
    from riwaya.reconcile.choosing import Wanted

    places = meant_places(place) if place else frozenset()
    return Wanted(since, until, place, around, actor, type_, grade, disputed, min_sources, places)
