"""Distances and shifts on the globe, in kilometres and degrees."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_KM = 6371.0088
Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""


def kilometres(a: Point, b: Point) -> float:
    """The great-circle distance from a to b.

    >>> round(kilometres((33.51, 36.29), (36.20, 37.16)))
    309
    """
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def shifted(point: Point, bearing: float, distance_km: float) -> Point:
    """The point that lies `distance_km` from `point` towards `bearing` (degrees clockwise from north).

    >>> lat, lon = shifted((36.0, 40.0), 180, 111.195)
    >>> round(lat, 2), round(lon, 2)
    (35.0, 40.0)
    """
    lat, lon, angle, arc = radians(point[0]), radians(point[1]), radians(bearing), distance_km / EARTH_KM
    to_lat = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(angle))
    to_lon = lon + atan2(sin(angle) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(to_lat))
    return degrees(to_lat), (degrees(to_lon) + 540) % 360 - 180


def sector(point: Point, bearing: float, near_km: float, far_km: float) -> tuple[Point, ...]:
    """The corners of the quarter of a ring that lies towards a bearing; the last is the first, the order that of maps.

    >>> [round(lat, 1) for lat, _ in sector((36.0, 40.0), 180, 10, 50)][:3]
    [35.9, 35.7, 35.6]
    """
    turns = (-45.0, -22.5, 0.0, 22.5, 45.0)
    outer = [shifted(point, bearing - turn, far_km) for turn in turns]
    inner = [shifted(point, bearing + turn, near_km) for turn in turns] if near_km > 0 else [point]
    return (inner[-1], *outer, *inner)


def midpoint(a: Point, b: Point) -> Point:
    """The point half-way between two points less than a few hundred kilometres apart."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
