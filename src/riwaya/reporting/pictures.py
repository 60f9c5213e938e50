"""The single pictures of a selection: map, timeline, tolls by source; each one SVG that asks nothing of the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from riwaya.export.selection import Selected, Selection
from riwaya.model import Where
from riwaya.reporting import svg
from riwaya.reporting.gathering import COUNTED, Bin, Sum, Timeline, sums, timeline
from riwaya.reporting.saying import Saying
from riwaya.web.mapping import HEIGHT, WIDTH, Label, Map, Placed, Spot, map_of

_WIDE = 960.0
_MOST_SPOTS = 400
_MOST_SOURCES = 12
_NEAR = 200
"""A map whose bar stands for more km than this is too wide for the names of governorates."""


@dataclass(frozen=True, slots=True)
class _At:
    """A place as the map wants it."""

    place: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    geometry: Any = None


def picture(name: str, selection: Selection, saying: Saying) -> str:
    """A picture by its name, one of PICTURES, as SVG."""
    return PICTURES[name](selection, saying)


def map_svg(selection: Selection, saying: Saying) -> str:
    """Where the events are: a dot for each place, as large as its events are many, red where one is disputed."""
    contested = {row.event.id for row in selection.rows if any(s.state == "disputed" for s in row.event.standings)}
    drawn = map_of(_placed(selection, saying), _MOST_SPOTS)
    parts = _map_parts(drawn, contested, saying) if drawn else [_nothing(saying, _WIDE / 2, HEIGHT)]
    left = [saying("unplaced", count=count)] if (count := sum(not _has_point(row) for row in selection.rows)) else []
    hidden = len({_key(row.decided.where) for row in selection.rows if row.decided.where and _has_point(row)})
    if drawn and hidden > len(drawn.spots):
        left.append(saying("not_drawn", count=hidden - len(drawn.spots)))
    notes = [svg.words(_WIDE / 2, 2 * HEIGHT + 20, " · ".join(left), "middle", 12, svg.SOFT)] if left else []
    return svg.drawing(_WIDE, 2 * HEIGHT + (30 if left else 0), saying("map"), [*parts, *notes])


def _has_point(row: Selected) -> bool:
    return row.decided.where is not None and row.decided.where.lat is not None and row.decided.where.lon is not None


def _key(where: Where) -> tuple[Any, ...]:
    return where.name, where.lat, where.lon, where.radius_km


def _placed(selection: Selection, saying: Saying) -> list[tuple[str, Placed]]:
    """The events with their places, places of many events first, so that these are on the map in any case."""
    rows = [(row.event.id, row.decided.where) for row in selection.rows if row.decided.where and _has_point(row)]
    counted = Counter(_key(where) for _, where in rows)
    rows.sort(key=lambda pair: (-counted[_key(pair[1])], pair[1].name, pair[0]))
    return [
        (
            id_,
            _At(
                saying.place_name(w), w.lat, w.lon, w.radius_km, msgspec.json.encode(w.geometry) if w.geometry else None
            ),
        )
        for id_, w in rows
    ]


def _map_parts(drawn: Map, contested: set[str], saying: Saying) -> Iterator[str]:
    yield f'<g transform="scale(2)"><rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{svg.SEA}"/>'
    yield from (svg.path(outline, svg.LAND, svg.LINE, 0.5) for outline in drawn.outlines)
    for spot in drawn.spots:
        ink = svg.DISPUTED if contested.intersection(spot.reports) else svg.PLAIN
        if spot.path:
            yield svg.path(spot.path, "none", ink, 1)
        if spot.r > 4:
            yield svg.dot(spot.x, spot.y, spot.r, ink, 0.1)
    for spot in drawn.spots:
        ink = svg.DISPUTED if contested.intersection(spot.reports) else svg.PLAIN
        note = f"{spot.name}: {saying('over_events', count=len(spot.reports))}"
        yield svg.dot(spot.x, spot.y, min(9.0, 2.5 + 0.8 * (len(spot.reports) - 1) ** 0.5), ink, 0.8, note)
    yield from _names(drawn)
    yield svg.path(f"M12 326v4h{drawn.bar:.1f}v-4", "none", svg.INK, 0.7)
    yield svg.words(12 + drawn.bar / 2, 322, f"{drawn.bar_km} km", "middle", 6.5, svg.SOFT) + "</g>"


def _names(drawn: Map) -> Iterator[str]:
    """Names of spots, on a map of some hundred km of governorates too, as long as none lies over another."""
    taken: list[tuple[float, float, float]] = []
    named: list[Spot | Label] = [*sorted(drawn.spots, key=lambda spot: (-len(spot.reports), spot.name))]
    named += drawn.labels if drawn.bar_km <= _NEAR else ()
    for label in named:
        is_spot = isinstance(label, Spot)
        x, y = label.x, label.y - (7 if is_spot else 0)
        half = len(label.name) * 2.2 + 2
        if all(abs(x - of_x) > half + of_half or abs(y - of_y) > 8 for of_x, of_y, of_half in taken) and 6 < y < HEIGHT:
            taken.append((x, y, half))
            yield svg.words(x, y, label.name, "middle", 7.5 if is_spot else 6, svg.INK if is_spot else svg.SOFT)


def timeline_svg(selection: Selection, saying: Saying) -> str:
    """How many events began when; in Arabic time runs from right to left."""
    told = timeline(selection)
    height = 320.0
    if not told.bins:
        return svg.drawing(_WIDE, height, saying("timeline"), [_nothing(saying, _WIDE / 2, height / 2)])
    return svg.drawing(_WIDE, height, saying("timeline"), _timeline_parts(told, saying))


def _timeline_parts(told: Timeline, saying: Saying) -> Iterator[str]:
    left, right, top, floor = 50.0, _WIDE - 50.0, 40.0, 270.0
    most = max(one.events for one in told.bins)
    wide = (right - left) / len(told.bins)
    for count in _ticks(most):
        y = floor - (floor - top) * count / most
        yield svg.line(left, y, right, y)
        yield svg.words(*((right + 8, y + 4) if saying.rtl else (left - 8, y + 4)), str(count),
                        "start" if saying.rtl else "end", 11, svg.SOFT)  # fmt: skip
    every = max(1, -(-len(told.bins) // 8))
    for number, one in enumerate(told.bins):
        x = right - (number + 1) * wide if saying.rtl else left + number * wide
        yield from _column(one, (x + wide * 0.1, wide * 0.8), (floor, (floor - top) / most), saying)
        if number % every == 0:
            yield svg.words(x + wide / 2, floor + 18, _date(one, told, saying), "middle", 10, svg.SOFT)
    yield svg.line(left, floor, right, floor, svg.INK)
    for number, (key, ink) in enumerate((("legend_plain", svg.PLAIN), ("legend_disputed", svg.DISPUTED))):
        x = right - 14 - number * 200 if saying.rtl else left + number * 200
        yield svg.box(x, 10, 12, 12, ink)
        yield svg.words(x - 6 if saying.rtl else x + 18, 20, saying(key), "end" if saying.rtl else "start", 12)
    if told.undated:
        yield svg.words(_WIDE / 2, 310, saying("undated", count=told.undated), "middle", 12, svg.SOFT)


def _column(one: Bin, across: tuple[float, float], up: tuple[float, float], saying: Saying) -> Iterator[str]:
    (x, width), (floor, scale) = across, up
    plain = one.events - one.disputed
    note = f"{saying.day(one.start)}: {saying('over_events', count=one.events)}"
    if plain:
        yield svg.box(x, floor - plain * scale, width, plain * scale, svg.PLAIN, note)
    if one.disputed:
        yield svg.box(x, floor - one.events * scale, width, one.disputed * scale, svg.DISPUTED, note)


def _date(one: Bin, told: Timeline, saying: Saying) -> str:
    if told.step == "year":
        return str(one.start.year)
    return one.start.strftime("%Y-%m") if told.step == "month" else one.start.isoformat()


def _ticks(most: int) -> list[int]:
    """At most five whole numbers up to the largest.

    >>> _ticks(3), _ticks(17)
    ([1, 2, 3], [5, 10, 15])
    """
    step = next(n * 10**power for power in range(12) for n in (1, 2, 5) if most <= 5 * n * 10**power)
    return list(range(step, most + 1, step))


def tolls_svg(selection: Selection, saying: Saying) -> str:
    """What each speaker's figures add up to, an outcome after the other; in Arabic bars grow from right to left."""
    parts: list[str] = []
    y = 10.0
    for outcome in COUNTED:
        told = sums(selection, outcome)
        if not told:
            continue
        shown = told[:_MOST_SOURCES]
        most = max(1.0, *(one.total.low * 1.5 if one.total.high is None else one.total.high for one in shown))
        head = _WIDE - 10 if saying.rtl else 10.0
        parts.append(svg.words(head, y + 16, saying.label("attribute", outcome), _begin(saying), 15))
        y += 28
        for one in shown:
            parts += _bar(one, y, most, saying)
            y += 26
        if len(told) > len(shown):
            parts.append(svg.words(head, y + 14, saying("more_sources", count=len(told) - len(shown)), _begin(saying), 11, svg.SOFT))  # fmt: skip
            y += 22
        y += 14
    if not parts:
        return svg.drawing(_WIDE, 120, saying("tolls"), [_nothing(saying, _WIDE / 2, 60)])
    return svg.drawing(_WIDE, y + 6, saying("tolls"), parts)


def _begin(saying: Saying) -> str:
    """The anchor of a line that begins at the side where reading begins."""
    return "end" if saying.rtl else "start"


def _bar(one: Sum, y: float, most: float, saying: Saying) -> Iterator[str]:
    """A row: who, the range on a scale, the figure, over how many events."""

    def across(x: float) -> float:
        return _WIDE - x if saying.rtl else x

    scale = 400.0 / most
    low = 270 + one.total.low * scale
    high = 270 + (most if one.total.high is None else one.total.high) * scale
    yield svg.words(across(255), y + 14, svg.shortened(saying.body(one.speaker, one.name), 38), "start" if saying.rtl else "end", 11)  # fmt: skip
    yield svg.line(across(270), y + 10, across(670), y + 10)
    yield svg.line(across(low), y + 10, across(high), y + 10, svg.PLAIN, 6)
    if one.total.high is None:
        tip = -9 if saying.rtl else 9
        yield svg.path(f"M{across(high):.1f} {y + 3:.1f}l{tip} 7l{-tip} 7z", svg.PLAIN)
    yield svg.dot(across(low), y + 10, 5, svg.PLAIN)
    yield svg.words(across(730), y + 14, one.total.text(), "middle", 13)
    yield svg.words(across(790), y + 14, saying("over_events", count=one.events), _begin(saying), 11, svg.SOFT)


def _nothing(saying: Saying, x: float, y: float) -> str:
    return svg.words(x, y, saying("nothing"), "middle", 14, svg.SOFT)


PICTURES: dict[str, Callable[[Selection, Saying], str]] = {
    "map": map_svg,
    "timeline": timeline_svg,
    "tolls": tolls_svg,
}
"""The pictures by the names that `riwaya plot` takes."""
