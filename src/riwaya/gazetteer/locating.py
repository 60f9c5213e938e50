"""In which country and governorate a point lies, by the outlines: asked where no name says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from riwaya.gazetteer.boundaries import load_boundaries
from riwaya.gazetteer.geometry import Point, kilometres
from riwaya.gazetteer.place import Place

COAST_KM = 15.0
"""How far outside the outlines a point may lie and still belong: the coast is drawn coarsely, and without islets."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a point lies: the country (ISO 3166) and the governorate's usual Arabic name, as far as they are known."""

    country: str | None = None
    admin1: str | None = None


class Seats(Protocol):
    """What knows the governorates of a country at their seats: a gazetteer."""

    def seats(self, country: str | None) -> Iterable[Place]:
        """The governorates of the country."""
        ...


def locate(point: Point, known: Seats, country: str | None = None) -> Area:
    """The country and governorate of a point; of several governorates in one outline, the one with the nearest seat.

    With `country` given only governorates of it are looked for: just beyond a border, the nearest of them.

    >>> from riwaya.gazetteer import load_gazetteer
    >>> locate((36.2, 37.16), load_gazetteer())
    Area(country='SY', admin1='حلب')
    """
    unit = load_boundaries().near_unit(point, COAST_KM, country)
    if unit is None:
        return Area(country)
    if len(unit.admin1) < 2:
        return Area(unit.country, unit.admin1[0] if unit.admin1 else None)
    seats = (place for place in known.seats(unit.country) if place.admin1 in unit.admin1)
    nearest = min(seats, key=lambda place: kilometres(point, place.point or (90.0, 0.0)), default=None)
    return Area(unit.country, nearest.admin1 if nearest else None)
