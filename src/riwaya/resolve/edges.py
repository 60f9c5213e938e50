"""Places at the edge of what is named: the border of two countries or governorates, and the sea off a coast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from riwaya.gazetteer import Gazetteer, Place
from riwaya.gazetteer.borders import Stretch, border, coast, out_to_sea, units_of
from riwaya.model import Shape, Where
from riwaya.resolve.ranking import PlaceContext, rank

_OFF_KM = 15.0
"""The radius (km) of what is told of as off a town's coast."""
_WIDE = frozenset(("country", "admin1", "region"))


def on_border(where: Where, names: tuple[str, str | None], context: PlaceContext, gazetteer: Gazetteer) -> Where | None:
    """The border of the two named; of one named, its border with the country that the report is about.

    It has the line's middle as point, half the line as radius, and belongs to neither side. None where the outlines
    know no such border.
    """
    first, second = names
    ones = _wide(first, context, gazetteer)
    others = _wide(second, context, gazetteer) if second is not None else _home(ones, context, gazetteer)
    for one in ones:
        for other in others:
            line = border(one, other) if one.id != other.id else None
            if line is not None:
                return _along(where, one, other, line)
    return None


def _wide(name: str, context: PlaceContext, gazetteer: Gazetteer) -> list[Place]:
    ranked = (item.place for item in rank(name, context, gazetteer))
    return [place for place in ranked if place.kind in _WIDE and units_of(place)]


def _home(ones: Iterable[Place], context: PlaceContext, gazetteer: Gazetteer) -> list[Place]:
    """The country that the report is mostly about, if another was named."""
    abroad = {place.country for place in ones if place.kind == "country"}
    codes = [code for code in context.countries[:2] if code not in abroad] if abroad else []
    return [place for code in codes if (place := gazetteer.country(code)) is not None]


def _along(where: Where, one: Place, other: Place, line: Stretch) -> Where:
    lat, lon = line.middle
    return replace(
        where,
        relation="border",
        id=None,
        admin1=one.admin1 if one.admin1 == other.admin1 else None,
        country=one.country if one.country == other.country else None,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(line.reach_km + 1, 1),
        anchors=(one.name, other.name),
        kind="border",
        geometry=Shape("LineString", tuple((round(lon, 4), round(lat, 4)) for lat, lon in line.line)),
    )


def off_coast(where: Where, place: Place) -> Where:
    """A mention resolved to this place, moved out to the nearest open sea; of a wide place its whole coast is meant."""
    if place.kind in ("country", "admin1"):
        shore = coast(place)
        start, radius = (shore.middle, shore.reach_km) if shore is not None else (place.point, place.radius_km)
    else:
        shore, start, radius = None, place.point, _OFF_KM
    there = out_to_sea(start) if start is not None else None
    if there is None:
        return where
    line = None
    if shore is not None:
        line = Shape("LineString", tuple((round(lon, 4), round(lat, 4)) for lat, lon in shore.line))
    lat, lon = there
    return replace(where, lat=round(lat, 4), lon=round(lon, 4), radius_km=round(max(radius, _OFF_KM), 1), geometry=line)
