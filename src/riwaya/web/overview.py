"""The map and the timeline of a selection: where and when its events are, with the tables that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from riwaya.web.charting import STEPS, Bin, By, Timeline, box_of, clustered, places, timeline
from riwaya.web.deciding import Refused
from riwaya.web.filters import Filters, filters_of
from riwaya.web.listing import choices, counts
from riwaya.web.names import load_names
from riwaya.web.rendering import page
from riwaya.web.requests import Viewer, site_of, visitor_of
from riwaya.web.roles import User

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")

_SHOWN = 100
"""How many places the table names; the map shows all."""

_WIDTH, _HEIGHT, _FOOT = 720.0, 170.0, 22.0
_MOST_MARKS = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of the timeline: from `x`, `wide`, up to `y`, the disputed part up to `contested`."""

    bin: Bin
    x: float
    wide: float
    y: float
    contested: float
    mark: float | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many events a step of time has, and how many of them are disputed."""

    first: date
    last: date
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class PlaceOfSelection:
    """How many events a place has, and how many of them are disputed."""

    name: str
    lat: float | None
    lon: float | None
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A selection by time and by place; `by` is the step of time, `undated` have no day."""

    by: By
    days: list[DayCount]
    undated: int
    places: list[PlaceOfSelection]


@router.get("/overview", response_class=HTMLResponse)
def overview(request: Request, user: Annotated[User, Viewer]) -> Response:
    """Map and timeline of the events that the filters let through."""
    site, names = site_of(request), load_names()
    current = site.index.follow()
    filters, wrong = filters_of(request.query_params)
    asked = request.query_params.get("by", "")
    box = box_of(request.query_params.get("box"))
    told = timeline(site.index, names, filters, asked if asked in STEPS else None)
    found = places(site.index, names, filters, box)
    drawn = clustered(found)
    return page(
        request,
        "overview.html",
        filters=filters,
        wrong=wrong,
        counts=counts(site.index, names, filters),
        choices=choices(site.index),
        behind=not current,
        plain=filters == Filters(order=filters.order),
        told=told,
        columns=columns(told, visitor_of(request).words.direction == "rtl"),
        steps=STEPS,
        places=found[:_SHOWN],
        more=max(0, len(found) - _SHOWN),
        map=drawn[0] if drawn else None,
        clusters=drawn[1] if drawn else (),
        box=box,
    )


@api.get("/overview")
def overview_of(
    request: Request, user: Annotated[User, Viewer], by: By | None = None, box: str | None = None
) -> Overview:
    """The selection counted by day, week, month or year and by place; it takes the filters of `/events`.

    `box` narrows the places to a part of the earth: south, west, north, east in degrees with commas.
    """
    site, names = site_of(request), load_names()
    filters, wrong = filters_of(request.query_params)
    within = box_of(box)
    if wrong or (box and within is None):
        raise Refused("error_400", 422)
    site.index.follow()
    told = timeline(site.index, names, filters, by)
    days = [DayCount(one.first, one.last, one.events, one.disputed) for one in told.bins if one.events]
    found = places(site.index, names, filters, within)
    where = [PlaceOfSelection(p.name, p.lat, p.lon, p.events, p.disputed) for p in found]
    return Overview(told.by, days, told.undated, where)


def columns(told: Timeline, mirrored: bool) -> Sequence[Column]:
    """The bars of a timeline, from right to left where it is mirrored; some bear a mark with their day."""
    if not told.bins:
        return ()
    wide = _WIDTH / len(told.bins)
    every = -(-len(told.bins) // _MOST_MARKS)
    high = _HEIGHT - _FOOT - 14
    found = []
    for n, one in enumerate(told.bins):
        x = _WIDTH - (n + 1) * wide if mirrored else n * wide
        y = _HEIGHT - _FOOT - high * one.events / told.most
        contested = _HEIGHT - _FOOT - high * one.disputed / told.most
        mark = min(_WIDTH - 60, max(60.0, x + wide / 2)) if n % every == 0 else None
        bar = max(0.8, wide * 0.82)
        found.append(Column(one, round(x, 2), round(bar, 2), round(y, 1), round(contested, 1), mark))
    return found
