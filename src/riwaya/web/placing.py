"""A place that somebody types or points at, as the value of a judgement."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians

from riwaya.gazetteer import load_gazetteer
from riwaya.reconcile.placed import as_placed, placed, point_of

MOST_NAME = 200


def place_value(name: str, at: str, near: Iterable[tuple[float, float]] = ()) -> str | None:
    """What to keep for a name and coordinates, either of them alone too; None where neither makes sense.

    A name alone is looked up in the gazetteer; of several bearers the one nearest to `near` is meant. A name that it
    does not know is kept as it is.
    """
    given = placed(name)
    if given.lat is not None and given.lon is not None:
        return as_placed(given.name or "?", given.lat, given.lon)
    name = given.name.replace("@", " ").strip()
    point = point_of(at) or (point_of(name) if not at.strip() else None)
    if len(name) > MOST_NAME or (at.strip() and point is None):
        return None
    if point is not None:
        named = name if name and point_of(name) is None else f"{point[0]:.3f}, {point[1]:.3f}"
        return as_placed(named, *point)
    if not name:
        return None
    found = [(place.point, place.name) for place in load_gazetteer().candidates(name) if place.point is not None]
    around = list(near)
    if not found:
        return name
    if around:
        found.sort(key=lambda one: min(_apart(one[0], other) for other in around))
    best, known = found[0]
    return as_placed(known, *best)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two points lie apart, in degrees squared: good enough to say which is nearer."""
    return (one[0] - other[0]) ** 2 + ((one[1] - other[1]) * cos(radians(one[0]))) ** 2
