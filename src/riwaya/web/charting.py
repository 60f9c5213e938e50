"""A selection counted by day, week or month, and by place; places that fall together on the map are a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal, get_args

from riwaya.web.filters import Filters
from riwaya.web.index import Index
from riwaya.web.listing import conditions
from riwaya.web.mapping import Map, map_of
from riwaya.web.names import Names

By = Literal["day", "week", "month", "year"]
STEPS: tuple[By, ...] = get_args(By)
_USUAL = {"day": 45, "week": 400, "month": 3700}
"""How many days a selection may span to be counted by this step unasked."""

MOST_BINS = 420
_MOST_PLACES = 5000
_APART = 27.0
"""Pixels between two clusters at the least, so that each can be hit with a finger."""

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The events of a day, a week (from Monday) or a month, and how many of them are disputed."""

    first: date
    last: date
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by step of time, steps without any among them; `undated` have no day."""

    by: By
    bins: tuple[Bin, ...]
    undated: int

    @property
    def most(self) -> int:
        """The greatest count of a bin, at least one."""
        return max((one.events for one in self.bins), default=0) or 1


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many events a place has, and how many of them are disputed; where it lies, where that is known."""

    name: str
    lat: float | None
    lon: float | None
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places that fall together on the map, the one with most events first; a circle at `x`, `y`."""

    places: tuple[PlaceCount, ...]
    events: int
    disputed: int
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        """The part of the earth that they lie in, with a margin."""
        lats = [place.lat or 0.0 for place in self.places]
        lons = [place.lon or 0.0 for place in self.places]
        return min(lats) - 0.05, min(lons) - 0.05, max(lats) + 0.05, max(lons) + 0.05


def timeline(index: Index, names: Names, filters: Filters, by: By | None = None) -> Timeline:
    """The events that the filters let through, by the last day on which they may have happened.

    Where `by` would make too many bins, or is not given, a step is chosen that fits the days.
    """
    where, values = conditions(filters, names)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    sql = f"SELECT last_day, count(*), sum(disputed != '') FROM events {condition} GROUP BY last_day"
    with index.reading() as db:
        rows = [(row[0], int(row[1]), int(row[2])) for row in db.execute(sql, values)]
    days = {day: (events, disputed) for text, events, disputed in rows if (day := _day(text))}
    undated = sum(events for text, events, _ in rows if not _day(text))
    if not days:
        return Timeline(by or "day", (), undated)
    step = _step(by, min(days), max(days))
    return Timeline(step, tuple(_bins(days, step)), undated)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _step(asked: By | None, first: date, last: date) -> By:
    span = (last - first).days
    step = asked or next((by for by in STEPS[:-1] if span <= _USUAL[by]), "year")
    lengths = {"day": 1, "week": 7, "month": 30, "year": 365}
    return next((by for by in STEPS[STEPS.index(step) :] if span / lengths[by] < MOST_BINS), "year")


def _bins(days: Mapping[date, tuple[int, int]], step: By) -> Iterator[Bin]:
    events: Counter[date] = Counter()
    disputed: Counter[date] = Counter()
    for day, (count, contested) in days.items():
        events[_begin(day, step)] += count
        disputed[_begin(day, step)] += contested
    at, end = min(events), max(events)
    while True:
        after = _next(at, step)
        yield Bin(at, date.max if after is None else after - timedelta(days=1), events[at], disputed[at])
        if after is None or at >= end:
            return
        at = after


def _begin(day: date, step: By) -> date:
    """The first day of the step that a day is in.

    >>> _begin(date(2024, 5, 16), "week"), _begin(date(2024, 5, 16), "month")
    (datetime.date(2024, 5, 13), datetime.date(2024, 5, 1))
    """
    if step == "week":
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def _next(day: date, step: By) -> date | None:
    """The first day of the step after; None at the end of the calendar."""
    try:
        if step == "year":
            return date(day.year + 1, 1, 1)
        if step == "month":
            return date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return _begin(day, step) + timedelta(days=7 if step == "week" else 1)
    except (OverflowError, ValueError):
        return None


def places(index: Index, names: Names, filters: Filters, box: Box | None = None) -> list[PlaceCount]:
    """The places of the events that the filters let through, those with most events first; only those of a box."""
    where, values = conditions(filters, names)
    if box is not None:
        where.append("lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?")
        values += [box[0], box[2], box[1], box[3]]
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    sql = (
        f"SELECT place, lat, lon, count(*), sum(disputed != '') FROM events {condition}"
        " GROUP BY place, lat, lon ORDER BY count(*) DESC, place, lat, lon LIMIT ?"
    )
    with index.reading() as db:
        return [PlaceCount(*row) for row in db.execute(sql, [*values, _MOST_PLACES])]


@dataclass(frozen=True, slots=True)
class _Point:
    """A place as the map takes it."""

    place: str
    lat: float | None
    lon: float | None
    radius_km: float | None = None
    geometry: None = None


def clustered(found: Sequence[PlaceCount]) -> tuple[Map, tuple[Cluster, ...]] | None:
    """The map of these places and their clusters, the largest first; None where none has coordinates."""
    points = [(str(n), _Point(str(n), place.lat, place.lon)) for n, place in enumerate(found)]
    drawn = map_of(points, most=len(points))
    if drawn is None:
        return None
    gathered: list[tuple[float, float, list[PlaceCount]]] = []
    for spot in drawn.spots:  # in the order of the places: the largest come first
        place = found[int(spot.name)]
        near = next((c for c in gathered if (c[0] - spot.x) ** 2 + (c[1] - spot.y) ** 2 < _APART**2), None)
        if near is None:
            gathered.append((spot.x, spot.y, [place]))
        else:
            near[2].append(place)
    clusters = [_cluster(x, y, together) for x, y, together in gathered]
    return drawn, tuple(sorted(clusters, key=lambda cluster: -cluster.events))


def _cluster(x: float, y: float, together: Sequence[PlaceCount]) -> Cluster:
    events = sum(place.events for place in together)
    disputed = sum(place.disputed for place in together)
    return Cluster(tuple(together), events, disputed, x, y, round(min(26.0, 12 + sqrt(events)), 1))


def box_of(text: str | None) -> Box | None:
    """A part of the earth as four numbers with commas; None where it is none.

    >>> box_of("33,36,35,38.5"), box_of("35,36,33,38"), box_of("nan,0,1,2")
    ((33.0, 36.0, 35.0, 38.5), None, None)
    """
    try:
        south, west, north, east = map(float, (text or "")[:100].split(","))
    except ValueError:
        return None
    return (south, west, north, east) if -90 <= south < north <= 90 and -180 <= west < east <= 180 else None
