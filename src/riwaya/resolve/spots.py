"""Where a relation puts a place: its point moved and its radius widened, and the sector that a side tells of."""

from __future__ import annotations

from riwaya.gazetteer.geometry import Point, sector, shifted
from riwaya.model import Shape
from riwaya.resolve.relations import BEARING_OF, Relation

_AREAS = frozenset(("countryside", "in", *BEARING_OF))


def sector_of(point: Point, extent: float, radius: float, relation: Relation | None) -> Shape | None:
    """The quarter that a side tells ("ريف X الشرقي", "جنوب X"): outside the place, or of it where it is a wide one."""
    if relation is None or relation.distance_km is not None or relation.kind not in _AREAS:
        return None
    bearing = relation.bearing if relation.bearing is not None else BEARING_OF.get(relation.kind)
    if bearing is None or (relation.kind == "in" and extent <= 1):
        return None
    within = relation.kind == "in" or extent > _WIDE
    corners = sector(point, bearing, 0.0, extent) if within else sector(point, bearing, extent, extent + 2 * radius)
    return Shape("Polygon", tuple((round(lon, 4), round(lat, 4)) for lat, lon in corners))


_WIDE = 25.0
"""The extent (km) from which a side of a place is a part of it, not what lies beyond it."""


def shift(point: Point, extent: float, relation: Relation | None) -> tuple[Point, float]:
    """Point and radius (km) of what stands in a relation to a place of this extent."""
    if relation is None:
        return point, extent
    kind, bearing, distance = relation.kind, relation.bearing, relation.distance_km
    if bearing is None:
        bearing = BEARING_OF.get(kind)
    if bearing is not None and distance is not None:
        return shifted(point, bearing, distance), max(3.0, distance * 0.25)
    if distance is not None:
        return point, max(extent, distance)
    if kind == "countryside":
        if bearing is None:
            return point, max(12.0, min(40.0, extent * 4))
        away = 6.0 if extent < 5 else 14.0 if extent <= 15 else extent * 0.4
        return shifted(point, bearing, away), max(10.0, away)
    if bearing is not None and kind == "in":
        return (shifted(point, bearing, extent * 0.4), extent * 0.6) if extent > 1 else (point, extent)
    if bearing is not None:
        away = extent * 0.4 if extent > 25 else 5.0
        return shifted(point, bearing, away), extent * 0.6 if extent > 25 else max(15.0, extent + 5)
    if kind == "near":
        return point, max(5.0, extent * 1.5) if extent <= 25 else extent
    if kind in ("off_coast", "border"):
        return point, max(25.0, extent)
    if kind in ("between", "on_road", "from_to"):
        return point, max(15.0, extent)
    return point, extent
