"""Lines that the outlines give: the border of two countries or governorates, and the sea off a coast.

Neighbouring units of the shipped outlines share the points of their border, to the grid; a point that lies in no unit,
nor does what is beyond it, lies in the sea (or outside the countries covered).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from riwaya.gazetteer.boundaries import Unit, load_boundaries
from riwaya.gazetteer.geometry import Point, kilometres, shifted
from riwaya.gazetteer.place import Place

Line = tuple[Point, ...]
"""Latitude and longitude, point after point."""
_GRID = 3
"""Decimals of a degree to which the outlines are drawn."""
_GAP_KM = 250.0
"""Parts of a border further apart than this are not one line; straight borders have few points."""
_POINTS = 60
"""Points that a line is thinned to."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line with the point half-way along it and the distance (km) from there to its farther end."""

    line: Line
    middle: Point
    reach_km: float


@lru_cache(maxsize=256)
def border(one: Place, other: Place) -> Stretch | None:
    """The border of two countries, governorates or regions; None where they are not neighbours in the outlines.

    >>> from riwaya.gazetteer import load_gazetteer
    >>> syria, turkey = (load_gazetteer().candidates(name)[0] for name in ("سوريا", "تركيا"))
    >>> border(syria, turkey).reach_km > 200
    True
    """
    theirs = {point for unit in units_of(other) for ring in _rings(unit) for point in ring}
    parts = [part for unit in units_of(one) for ring in _rings(unit) for part in _runs(ring, theirs)]
    line = _joined(parts)
    return _stretch(line) if len(line) > 1 else None


def units_of(place: Place) -> tuple[Unit, ...]:
    """The units that a country, a governorate or (by its point) a region is made of; none for other places."""
    units = load_boundaries()
    if place.kind == "country":
        return tuple(unit for unit in units if unit.country == place.country)
    if place.kind == "admin1":
        return tuple(unit for unit in units if unit.country == place.country and place.admin1 in unit.admin1)
    if place.kind == "region" and place.point is not None:
        return tuple(unit for unit in units if unit.country == place.country and unit.holds(place.point))
    return ()


def _rings(unit: Unit) -> Iterable[list[Point]]:
    for ring in unit.rings:
        yield [(round(lat, _GRID), round(lon, _GRID)) for lon, lat in ring.tolist()]


def _runs(ring: Sequence[Point], shared: set[Point]) -> list[list[Point]]:
    """The stretches of a closed ring whose points are shared, each in order."""
    if all(point in shared for point in ring):
        return [list(ring)]
    start = next(i for i, point in enumerate(ring) if point not in shared)
    runs: list[list[Point]] = []
    current: list[Point] = []
    for point in (*ring[start:], *ring[: start + 1]):
        if point in shared:
            current.append(point)
        elif current:
            runs.append(current)
            current = []
    return runs


def _joined(parts: list[list[Point]]) -> list[Point]:
    """The parts end to end, the longest first, each turned so that it fits."""
    if not parts:
        return []
    left = sorted(parts, key=len, reverse=True)
    line = left.pop(0)
    while left:
        best: tuple[float, int, bool, bool] | None = None
        for i, part in enumerate(left):
            for front in (True, False):
                end = line[0] if front else line[-1]
                for turned in (True, False):
                    near = part[0] if turned == front else part[-1]
                    apart = kilometres(end, near)
                    if best is None or apart < best[0]:
                        best = apart, i, front, turned
        assert best is not None
        apart, i, front, turned = best
        if apart > _GAP_KM:
            break
        part = left.pop(i)
        part = part[::-1] if turned else part
        line = [*part, *line] if front else [*line, *part]
    return line


def _stretch(line: Sequence[Point]) -> Stretch:
    steps = [kilometres(a, b) for a, b in pairwise(line)]
    half, gone = sum(steps) / 2, 0.0
    at = 0
    for at, step in enumerate(steps):  # noqa: B007
        gone += step
        if gone >= half:
            break
    middle = line[at]
    reach = max(kilometres(middle, line[0]), kilometres(middle, line[-1]))
    every = max(1, -(-len(line) // _POINTS))
    thin = (*line[:-1:every], line[-1])
    return Stretch(tuple(thin), middle, reach)


_STEPS_KM = (4.0, 8.0, 12.0, 18.0, 25.0, 35.0, 50.0)
_BEYOND_KM = 12.0
"""How far out from the shore a thing told of as off a coast is put."""
_FAN = ((0.0, 0.0), (-10.0, 2 * _BEYOND_KM), (0.0, 2 * _BEYOND_KM), (10.0, 2 * _BEYOND_KM))
"""Degrees and kilometres beyond the shore at which there must be water: on a border between two units there is none."""
_BEARINGS = tuple(range(0, 360, 15))


@lru_cache(maxsize=512)
def out_to_sea(point: Point) -> Point | None:
    """The point some kilometres off the coast that is nearest; None where no open sea lies within fifty kilometres.

    >>> lat, lon = out_to_sea((32.89, 13.18))
    >>> lat > 32.95
    True
    """
    near = load_boundaries().around(point, _STEPS_KM[-1] + 4 * _BEYOND_KM)

    def at_sea(bearing: float, far: float) -> bool:
        return all(
            not unit.holds(there)
            for turn, beyond in _FAN
            for there in (shifted(point, bearing + turn, far + beyond),)
            for unit in near
        )

    for far in _STEPS_KM:
        open_ = [bearing for bearing in _BEARINGS if at_sea(bearing, far)]
        if open_:
            return shifted(point, _amid(open_), far + _BEYOND_KM)
    return None


def _amid(bearings: Sequence[int]) -> float:
    """The bearing amid the widest run of neighbouring ones."""
    step = _BEARINGS[1]
    runs: list[list[int]] = []
    for bearing in bearings:
        if runs and bearing - runs[-1][-1] == step:
            runs[-1].append(bearing)
        else:
            runs.append([bearing])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 360 - step:
        first = runs.pop(0)
        runs[-1].extend(bearing + 360 for bearing in first)
    widest = max(runs, key=len)
    return ((widest[0] + widest[-1]) / 2) % 360


@lru_cache(maxsize=64)
def coast(place: Place) -> Stretch | None:
    """The coast of a country or governorate: the part of its outline that it shares with no other unit."""
    own = units_of(place)
    if not own:
        return None
    ids = {id(unit) for unit in own}
    others = [unit for unit in load_boundaries() if id(unit) not in ids]
    theirs = {point for unit in others if _touches(unit, own) for ring in _rings(unit) for point in ring}
    inner = _inner(own)
    parts = []
    for unit in own:
        for ring in _rings(unit):
            shore = {point for point in ring if point not in theirs and point not in inner}
            parts += [part for part in _runs(ring, shore) if out_to_sea(part[len(part) // 2]) is not None]
    line = _joined([part for part in parts if len(part) > 1])
    return _stretch(line) if len(line) > 1 else None


def _touches(unit: Unit, own: Sequence[Unit]) -> bool:
    return any(mine.near(unit.corner, 8.0) or unit.near(mine.corner, 8.0) for mine in own)


def _inner(own: Sequence[Unit]) -> set[Point]:
    """The points that two of the units share: borders between governorates of one country."""
    seen: set[Point] = set()
    twice: set[Point] = set()
    for unit in own:
        points = {point for ring in _rings(unit) for point in ring}
        twice |= seen & points
        seen |= points
    return twice
