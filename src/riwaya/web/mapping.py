"""A small map of where the reports place an event: drawn here from outlines of our own, without any tile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Protocol

import msgspec
import numpy as np

from riwaya.gazetteer.boundaries import Ring, Unit, load_boundaries
from riwaya.model import Shape, Where

WIDTH, HEIGHT = 480.0, 340.0
_KM_A_DEGREE = 111.2
_LEAST_KM = 120.0
"""The map is at least so wide: one sees a governorate and its neighbours."""

_MOST_SPOTS = 40
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class Placed(Protocol):
    """What has a place: a row of the ledger's incidents, or an event of a selection. `geometry` is a Shape as JSON."""

    @property
    def place(self) -> str | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def radius_km(self) -> float | None: ...
    @property
    def geometry(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that reports name, on the map: its middle, the radius in which it may be, a line or an area if told."""

    name: str
    reports: tuple[str, ...]
    lat: float
    lon: float
    radius_km: float | None
    x: float
    y: float
    r: float
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a governorate, at its middle."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """The outlines of governorates, their names, the spots, and a bar of so many km.

    Its middle stands at `lat`, `lon`, with `scale` pixels a km; `pin` is where a person put the event.
    """

    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    spots: tuple[Spot, ...]
    bar: float
    bar_km: int
    lat: float
    lon: float
    scale: float
    pin: Spot | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the earth that is shown: its middle, and pixels a km."""

    lat: float
    lon: float
    scale: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point stands, kept within a frame around the map."""
        x = WIDTH / 2 + (lon - self.lon) * _KM_A_DEGREE * cos(radians(self.lat)) * self.scale
        y = HEIGHT / 2 - (lat - self.lat) * _KM_A_DEGREE * self.scale
        return max(-WIDTH, min(2 * WIDTH, x)), max(-HEIGHT, min(2 * HEIGHT, y))


def map_of(incidents: Iterable[tuple[str, Placed]], most: int = _MOST_SPOTS, where: Where | None = None) -> Map | None:
    """The map of incidents, each with its report's id, at most so many spots; None where no place has coordinates.

    `where` is the place that a person gave.
    """
    places: dict[tuple[Any, ...], list[str]] = {}
    for report, row in incidents:
        if row.lat is not None and row.lon is not None and abs(row.lat) <= 85:
            key = (row.place or "", row.lat, row.lon, row.radius_km, row.geometry)
            if key in places or len(places) < most:
                places.setdefault(key, []).append(report)
    pin = (where.name, where.lat, where.lon, None, None) if where and _on_map(where) else None
    if not places and pin is None:
        return None
    view = _view([key[1:4] for key in (*places, *([pin] if pin else []))])
    units = [unit for unit in load_boundaries() if _seen(unit, view)]
    km = max(step for step in _STEPS if step * view.scale <= WIDTH / 4 or step == 1)
    return Map(
        outlines=tuple(path for unit in units for path in (_outline(ring, view) for ring in unit.rings) if path),
        labels=tuple(label for label in (_label(unit, view) for unit in units) if label),
        spots=tuple(_spot(key, tuple(dict.fromkeys(reports)), view) for key, reports in places.items()),
        bar=km * view.scale,
        bar_km=km,
        lat=view.lat,
        lon=view.lon,
        scale=view.scale,
        pin=_spot(pin, (), view) if pin else None,
    )


def _on_map(where: Where) -> bool:
    return where.lat is not None and where.lon is not None and abs(where.lat) <= 85


def _view(spots: Sequence[tuple[float, float, float | None]]) -> _View:
    south, north = min(lat for lat, _, _ in spots), max(lat for lat, _, _ in spots)
    west, east = min(lon for _, lon, _ in spots), max(lon for _, lon, _ in spots)
    around = 2.6 * max(radius or 0.0 for _, _, radius in spots)
    lat, lon = (south + north) / 2, (west + east) / 2
    wide = (east - west) * _KM_A_DEGREE * cos(radians(lat)) * 1.5 + around
    high = (north - south) * _KM_A_DEGREE * 1.5 + around
    return _View(lat, lon, min(WIDTH / max(wide, _LEAST_KM), HEIGHT / max(high, _LEAST_KM * HEIGHT / WIDTH)))


def _seen(unit: Unit, view: _View) -> bool:
    high = HEIGHT / 2 / view.scale / _KM_A_DEGREE
    wide = WIDTH / 2 / view.scale / _KM_A_DEGREE / cos(radians(view.lat))
    (south, west), (north, east) = unit.corner, unit.far_corner
    return south <= view.lat + high and north >= view.lat - high and west <= view.lon + wide and east >= view.lon - wide


def _outline(ring: Ring, view: _View) -> str:
    """A closed path in whole pixels, points that fall together once; "" where it is no more than a dot."""
    x = WIDTH / 2 + (ring[:, 0] - view.lon) * _KM_A_DEGREE * cos(radians(view.lat)) * view.scale
    y = HEIGHT / 2 - (ring[:, 1] - view.lat) * _KM_A_DEGREE * view.scale
    pixels = np.rint(np.column_stack((np.clip(x, -WIDTH, 2 * WIDTH), np.clip(y, -HEIGHT, 2 * HEIGHT)))).astype(int)
    moved = np.any(pixels[1:] != pixels[:-1], axis=1)
    kept = pixels[np.concatenate(([True], moved))].tolist()
    return f"M{'L'.join(f'{x} {y}' for x, y in kept)}Z" if len(kept) > 2 else ""


def _label(unit: Unit, view: _View) -> Label | None:
    if not unit.admin1:
        return None
    (south, west), (north, east) = unit.corner, unit.far_corner
    x, y = view.at((south + north) / 2, (west + east) / 2)
    inside = 30 <= x <= WIDTH - 30 and 15 <= y <= HEIGHT - 15
    return Label(unit.admin1[0], round(x), round(y)) if inside else None


def _spot(key: tuple[Any, ...], reports: tuple[str, ...], view: _View) -> Spot:
    name, lat, lon, radius, geometry = key
    x, y = view.at(lat, lon)
    shape = msgspec.json.decode(geometry, type=Shape) if geometry else None
    path = ""
    if shape is not None:
        points = [view.at(of_lat, of_lon) for of_lon, of_lat in ((p[0], p[1]) for p in shape.points)]
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points)
    return Spot(name, reports, lat, lon, radius, round(x, 1), round(y, 1), round((radius or 0) * view.scale, 1), path)
