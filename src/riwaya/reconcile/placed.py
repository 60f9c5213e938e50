"""A place that a person gave, as a judgement keeps it: a name and a point, `كفرنبل @ 35.61380,36.56120`."""

from __future__ import annotations

import re

from riwaya.model import Span, Where

_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,9})?)\s*[,،;\s]\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*")


def point_of(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees as a person types them; None where they are none, or not on the earth.

    >>> point_of("35.6138, 36.5612"), point_of("95, 10"), point_of("إدلب")
    ((35.6138, 36.5612), None, None)
    """
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def as_placed(name: str, lat: float, lon: float) -> str:
    """The value of a judgement for a place at a point.

    >>> as_placed("كفرنبل", 35.6138, 36.5612)
    'كفرنبل @ 35.61380,36.56120'
    """
    return f"{name.replace('@', ' ').strip()} @ {lat:.5f},{lon:.5f}"


def placed(value: str, span: Span | None = None) -> Where:
    """The place that a value names, with its point if it has one.

    >>> placed("كفرنبل @ 35.61380,36.56120").lat, placed("كفرنبل").name
    (35.6138, 'كفرنبل')
    """
    name, at, point = value.rpartition(" @ ")
    found = point_of(point) if at else None
    if found is None:
        return Where(value.strip(), span)
    return Where(name.strip(), span, lat=found[0], lon=found[1], kind="point")
