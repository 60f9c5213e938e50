"""The sources page: outlets with their reports, feeds with how they are watched, and what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from riwaya.errors import FeedsError
from riwaya.sources.feedlist import Feed, Progress, read_feeds, read_state, state_path
from riwaya.web import queries
from riwaya.web.rendering import page
from riwaya.web.requests import Viewer, site_of
from riwaya.web.roles import User
from riwaya.web.serving import Site
from riwaya.web.tallying import OutletCount, refused_by_kind

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")
_MOST_OUTLETS, _MOST_REFUSED = 500, 50


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed of the list, as `riwaya watch` left it; moments as 2024-05-14T10:00Z, "": never asked.

    `failures` counts how often in a row it failed, last for `trouble`; `taken` the items that were read or refused.
    """

    address: str
    outlet: str
    every_seconds: int
    polled: str
    due: str
    failures: int
    trouble: str
    taken: int


@dataclass(frozen=True, slots=True)
class Sources:
    """Outlets, feeds (`feeds_problem`: why they are not shown), and how often each kind of error kept something out."""

    outlets: list[OutletCount]
    feeds: list[WatchedFeed]
    feeds_problem: str
    refused: dict[str, int]


@router.get("/sources", response_class=HTMLResponse)
def sources(request: Request, user: Annotated[User, Viewer]) -> Response:
    """Outlets, feeds and the last refused items."""
    site = site_of(request)
    with site.ledger.database.reading() as connection:
        items = queries.last_refused(connection, _MOST_REFUSED)
    return page(request, "sources.html", told=sources_of(site), items=items, watching=site.feeds is not None)


@api.get("/sources")
def list_sources(request: Request, user: Annotated[User, Viewer]) -> Sources:
    """Outlets with their reports, feeds with their last poll, and how much was refused; the items are at `/refused`."""
    return sources_of(site_of(request))


def sources_of(site: Site) -> Sources:
    """What a ledger has from where."""
    feeds, problem = watched(site.feeds) if site.feeds else ([], "")
    with site.ledger.database.reading() as connection:
        outlets = site.outlets.counted(connection)[:_MOST_OUTLETS]
        return Sources(outlets, feeds, problem, dict(refused_by_kind(connection)))


def watched(path: Path) -> tuple[list[WatchedFeed], str]:
    """The feeds of a list with how far each was read; none, and why, where a file is wrong."""
    try:
        state = read_state(state_path(path))
        return [_watched(feed, state.of(feed)) for feed in read_feeds(path)], ""
    except FeedsError as error:
        return [], str(error)


def _watched(feed: Feed, progress: Progress) -> WatchedFeed:
    return WatchedFeed(
        _shown(feed.url),
        feed.outlet or "",
        feed.every,
        _moment(progress.polled),
        _moment(progress.due),
        progress.failures,
        progress.trouble or "",
        len(progress.taken),
    )


def _shown(url: str) -> str:
    """An address without what may be a secret in it: no user, no query.

    >>> _shown("https://me:key@example.org:81/feed?token=1")
    'https://example.org:81/feed'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ") if seconds > 0 else ""
    except (OverflowError, ValueError, OSError):
        return ""
