"""The outlines of countries and their governorates: in which of them a point lies.

Natural Earth's first-level units (public domain) in a form small enough to ship, good to about a kilometre inland.
It is asked only where the gazetteer does not say: borders redrawn since are not in it, and a unit then knows of several
governorates, of which the one with the nearest seat is meant.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riwaya.errors import GazetteerError
from riwaya.gazetteer.geometry import Point, kilometres

FORMAT = 1
SHIPPED = Path(__file__).parent / "data" / "boundaries.json.gz"
_KM_A_DEGREE = 111.2
Ring = NDArray[np.float64]
"""The points of a closed line, longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A first-level unit of a country: the governorates it is known to hold, its rings, and the corners of its box."""

    country: str
    admin1: tuple[str, ...]
    rings: tuple[Ring, ...]
    corner: Point
    far_corner: Point

    @classmethod
    def read(cls, row: dict[str, Any], step: int) -> Unit:
        """The unit of a row of the file, whose rings are a first point and the steps from point to point."""
        rings = tuple(np.cumsum(np.array(ring).reshape(-1, 2), axis=0) / step for ring in row["rings"])
        points = np.concatenate(rings)
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return cls(
            row["country"], tuple(row["admin1"]), rings, (float(south), float(west)), (float(north), float(east))
        )

    def near(self, point: Point, margin: float = 0.0) -> bool:
        """Whether the point lies in the unit's box, widened by `margin` degrees."""
        lat, lon = point
        (south, west), (north, east) = self.corner, self.far_corner
        return south - margin <= lat <= north + margin and west - margin <= lon <= east + margin

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the unit: a line from it to the east crosses the outline an odd number of times."""
        if not self.near(point):
            return False
        lat, lon = point
        crossings = 0
        for ring in self.rings:
            x, y = ring[:, 0], ring[:, 1]
            x2, y2 = np.roll(x, -1), np.roll(y, -1)
            astride = (y > lat) != (y2 > lat)
            x, y, x2, y2 = x[astride], y[astride], x2[astride], y2[astride]
            crossings += int(np.count_nonzero(x + (lat - y) / (y2 - y) * (x2 - x) > lon))
        return crossings % 2 == 1

    def distance(self, point: Point) -> float:
        """Kilometres from the point to the nearest corner of the outline; 0 inside."""
        if self.holds(point):
            return 0.0
        points = np.concatenate(self.rings)
        apart = np.hypot((points[:, 0] - point[1]) * np.cos(np.radians(point[0])), points[:, 1] - point[0])
        lon, lat = points[int(apart.argmin())]
        return kilometres(point, (float(lat), float(lon)))


class Boundaries:
    """The units of all countries that Riwaya covers."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def around(self, point: Point, within_km: float) -> list[Unit]:
        """The units whose boxes come within so many kilometres of the point, or a little more."""
        margin = within_km / _KM_A_DEGREE * 1.5
        return [unit for unit in self._units if unit.near(point, margin)]

    def nearest(self, point: Point, within_km: float, country: str | None = None) -> int | None:
        """The number of the unit that holds the point, or else lies nearest to it within so many kilometres."""
        margin = within_km / _KM_A_DEGREE * 1.5
        near = [i for i, unit in enumerate(self._units) if unit.near(point, margin) and country in (None, unit.country)]
        apart = min(((self._units[i].distance(point), i) for i in near), default=(within_km + 1, 0))
        return apart[1] if apart[0] <= within_km else None

    def near_unit(self, point: Point, within_km: float, country: str | None = None) -> Unit | None:
        """That unit itself."""
        at = self.nearest(point, within_km, country)
        return None if at is None else self._units[at]


@lru_cache(maxsize=1)
def load_boundaries() -> Boundaries:
    """The shipped boundaries, read when first asked for.

    Raises:
        GazetteerError: the file is missing, damaged, or of another format.
    """
    try:
        data = json.loads(gzip.decompress(SHIPPED.read_bytes()))
        if data["format"] != FORMAT:
            raise GazetteerError(
                f"{SHIPPED}: boundaries of format {data['format']}, not {FORMAT}; install Riwaya again"
            )
        return Boundaries([Unit.read(row, data["step"]) for row in data["units"]])
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise GazetteerError(f"{SHIPPED}: the boundaries are damaged ({error}); install Riwaya again") from error
