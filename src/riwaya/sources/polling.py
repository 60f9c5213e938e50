"""Watches feeds: asks each when it is due, takes in what is new, and can be stopped and begun again at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from riwaya.errors import InputError, OutOfReach
from riwaya.sources.answers import Validators
from riwaya.sources.feedlist import Feed, Progress, WatchState
from riwaya.sources.feeds import FeedItem, parse_feed, take_entry
from riwaya.sources.reports import Incoming, InputOptions
from riwaya.sources.web import Fetcher

_LONGEST_PAUSE = 3_600
"""A feed that fails is asked half as often each time, but once an hour at the least, or as often as it always is."""

_LONGEST_ASKED = 86_400
"""The longest that a server may ask to be left alone, in seconds."""

_ONCE_MORE = 5
"""How often a page behind an item is tried, in as many rounds, before the item counts as refused."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, in seconds since 1970, and how to let some pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


Item = Incoming | InputError


def poll(
    feeds: Sequence[Feed], state: WatchState, fetcher: Fetcher, clock: Clock | None = None, rounds: int | None = None
) -> Iterator[Item]:
    """What is new in the feeds, as it comes, without end, or for so many rounds; see `poll_rounds`."""
    for items in poll_rounds(feeds, state, fetcher, clock, rounds):
        yield from items


def poll_rounds(
    feeds: Sequence[Feed], state: WatchState, fetcher: Fetcher, clock: Clock | None = None, rounds: int | None = None
) -> Iterator[Iterator[Item]]:
    """Rounds through the feeds that are due, each to be gone through before the next is asked for.

    An item is marked as taken when the next is asked for: whoever stops in between gets it again. A feed that fails
    is yielded as the error it is, and asked less often until it answers again.
    """
    clock = clock or Clock()
    while rounds is None or rounds > 0:
        due = min(feeds, key=lambda feed: state.of(feed).due)
        wait = state.of(due).due - clock.now()
        if wait > 0:
            clock.sleep(min(wait, due.every))
        yield ask_due(feeds, state, fetcher, clock)
        rounds = rounds - 1 if rounds is not None else None


def ask_due(feeds: Sequence[Feed], state: WatchState, fetcher: Fetcher, clock: Clock | None = None) -> Iterator[Item]:
    """What is new in the feeds that are due now, without waiting for the others; see `poll_rounds`."""
    clock = clock or Clock()
    for feed in feeds:
        if state.of(feed).due <= clock.now():
            yield from _ask(feed, state, fetcher, clock)


def _ask(feed: Feed, state: WatchState, fetcher: Fetcher, clock: Clock) -> Iterator[Item]:
    """One look at one feed."""
    progress = state.of(feed)
    progress.polled, progress.trouble = clock.now(), None
    try:
        fetched = fetcher.get(feed.url, Validators(progress.etag, progress.modified))
        items = () if fetched.unchanged else parse_feed(fetched.data, feed.url, fetched.url, fetched.charset)
    except InputError as error:
        yield error
        _failed(feed, progress, error, clock)
        state.save()
        return
    known = set(progress.taken)
    complete = True
    for item in reversed(items):
        if item.key in known:
            continue
        known.add(item.key)
        taken = _take(feed, item, fetcher)
        if isinstance(taken, OutOfReach) and progress.tried.get(item.key, 0) + 1 < _ONCE_MORE:
            progress.tried[item.key] = progress.tried.get(item.key, 0) + 1
            complete = False
            continue
        yield taken
        progress.tried.pop(item.key, None)
        state.took(feed, item.key)
    if not fetched.unchanged:
        there = {item.key for item in items}
        progress.tried = {key: times for key, times in progress.tried.items() if key in there}
    progress.failures = 0
    progress.due = clock.now() + feed.every
    if complete and not fetched.unchanged:
        progress.etag, progress.modified = fetched.validators.etag, fetched.validators.modified
    state.save()


def _take(feed: Feed, item: FeedItem, fetcher: Fetcher) -> Item:
    options = InputOptions(outlet=feed.outlet)
    if feed.outlet:
        item = replace(item, known=replace(item.known, outlet=feed.outlet))
    try:
        return take_entry(item, options, fetcher if feed.full_text else None)
    except InputError as error:
        return error


def _failed(feed: Feed, progress: Progress, error: InputError, clock: Clock) -> None:
    progress.failures += 1
    progress.trouble = error.what
    pause = min(feed.every * 2 ** min(progress.failures, 20), max(_LONGEST_PAUSE, feed.every))
    asked = error.wait if isinstance(error, OutOfReach) else 0.0
    progress.due = clock.now() + max(pause, min(asked, _LONGEST_ASKED))
