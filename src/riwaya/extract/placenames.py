"""What a reading knows of the names of places: how specific each is, where its bearers lie, and where it was named."""

from __future__ import annotations

import math
from dataclasses import dataclass

from riwaya.extract.units import Unit

Spots = tuple[tuple[float, float, float], ...]
"""Latitude, longitude and radius (km) of every place that bears a name."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceName:
    """What the extraction needs to know of a name in the gazetteer.

    `level` is how specific the place is: 0 country, 1 governorate, 2 region, 3 town, 4 quarter. `doubtful` names are common
    words too and need ground to be read as a place, those `after_kind` a kind word.
    """

    rows: tuple[int, ...]
    level: int
    countries: frozenset[str]
    doubtful: bool
    known: bool = True
    spots: Spots = ()
    after_kind: bool = False

    def likely(self, countries: frozenset[str]) -> bool:
        """Whether a report that names these countries may mean the place: little known places only in their own."""
        return self.known or not self.countries or bool(self.countries & countries)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as named: the search-form name, where its words stand, how specific it is, and the gazetteer's rows.

    `called` is the name of a country that the words only imply (الأراضي السورية); else they are the name themselves. One
    that `locates` only says where another place lies.
    """

    name: str
    start: int
    end: int
    level: int
    rows: PlaceName | None
    at: int
    score: float
    called: str | None = None
    locates: bool = False


def place_of(unit: Unit) -> PlaceName | None:
    term = unit.get("place")
    if term is None:
        return None
    assert isinstance(term.entry, PlaceName)
    return term.entry


def overlap(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether a region and another place lie within each other's reach."""
    return a.rows is not None and b.rows is not None and within_reach(a.rows.spots, b.rows.spots)


def lies_in(mention: PlaceMention, holder: PlaceMention) -> bool:
    """Whether a bearer of the first name is no wider than one of the other and has its middle in it: neighbours do not."""
    if mention.rows is None or holder.rows is None:
        return False
    return any(
        radius <= wide and kilometres(lat, lon, south, west) <= wide
        for lat, lon, radius in mention.rows.spots
        for south, west, wide in holder.rows.spots
    )


def within_reach(mine: Spots, theirs: Spots) -> bool:
    """Whether a bearer of one name lies within a bearer of the other, or touches it."""
    for lat, lon, radius in mine:
        for other_lat, other_lon, other_radius in theirs:
            if kilometres(lat, lon, other_lat, other_lon) <= radius + other_radius:
                return True
    return False


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points that are not far from one another."""
    north = (lat - other_lat) * 111.0
    east = (lon - other_lon) * 111.0 * math.cos(math.radians(lat))
    return math.hypot(north, east)
