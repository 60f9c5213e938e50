"""RSS and Atom: the items of a feed, each with its own words, or with the page behind it."""

from __future__ import annotations

import io
import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from riwaya.errors import EmptyInput, InputError, UnreadableInput
from riwaya.sources.answers import Fetched
from riwaya.sources.days import read_day
from riwaya.sources.decoding import decode
from riwaya.sources.markup import plain_text
from riwaya.sources.pages import take_page
from riwaya.sources.records import Taken
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming
from riwaya.sources.web import Fetcher

_ITEM = re.compile(rb"<(/?)(?:atom:)?(?:item|entry)(?:\s[^<>]{0,500})?>", re.I)
_ROOT = re.compile(r"<(?:rss|rdf:rdf|(?:atom:)?feed|channel)[\s>]", re.I)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})""", re.I)
_MOST_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item: `text` is the whole of its words where the feed gives them (`whole`), else what it gives."""

    key: str
    title: str
    text: str
    whole: bool
    item: Item
    known: Known


def read_feed(
    data: bytes, where: str, options: InputOptions, fetched: Fetched | None = None, fetcher: Fetcher | None = None
) -> Taken:
    """The reports of a feed, `fetched` if it was; with a fetcher those of the pages behind its items."""
    url, charset = (fetched.url, fetched.charset) if fetched else (None, None)
    for entry in parse_feed(data, where, url, charset):
        try:
            yield take_entry(entry, options, fetcher)
        except InputError as error:
            yield error


def take_entry(entry: FeedItem, options: InputOptions, fetcher: Fetcher | None) -> Incoming:
    """The report of an item: from its page where there is a fetcher, else, or where that fails, from its own words.

    Raises what fetching and reading raise; an item's summary is no stand-in for a page that cannot be had.
    """
    if fetcher is not None and entry.known.url:
        try:
            return take_page(fetcher.get(entry.known.url), entry.known.url, entry.known, entry.title, options)
        except InputError:
            if not entry.whole:
                raise
    return make_incoming(entry.title, entry.text, entry.item, entry.known, options)


def parse_feed(data: bytes, where: str, url: str | None = None, charset: str | None = None) -> Sequence[FeedItem]:
    """The items of a feed in its order, its addresses made whole by its own.

    Raises EmptyInput for a feed without items, UnreadableInput for what is none.
    """
    import feedparser

    declared = _DECLARED.search(data[:1000])
    source = decode(data, where, charset or (declared[1].decode() if declared else None))
    root = _ROOT.search(source)
    if root is None:
        raise UnreadableInput(where, "is neither RSS nor Atom", "check the address of the feed")
    # Nothing before the root is heeded: neither an encoding, which is UTF-8 by now, nor entities of the feed's own.
    utf8 = source[root.start() :].encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": url} if url else {})}
    try:
        parsed = feedparser.parse(io.BytesIO(utf8), response_headers=headers)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise UnreadableInput(where, f"is a feed that cannot be read ({error})", "give the pages themselves") from error
    if not parsed.entries:
        raise EmptyInput(where, "the feed holds no items", "check the address of the feed")
    slices = _slices(utf8)
    entries = parsed.entries[:_MOST_ITEMS]
    outlet = _line(parsed.feed.get("title"))
    return [
        _item(entry, slices[at] if len(slices) == len(parsed.entries) else None, f"{where}, item {at + 1}", outlet)
        for at, entry in enumerate(entries)
    ]


def _slices(feed: bytes) -> list[bytes]:
    """The bytes of each item, in order."""
    slices, start = [], None
    for tag in _ITEM.finditer(feed):
        if not tag[1]:
            start = tag.start()
        elif start is not None:
            slices.append(feed[start : tag.end()])
            start = None
    return slices


def _item(entry: Any, data: bytes | None, where: str, outlet: str | None) -> FeedItem:
    url = _address(entry.get("link"))
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    content = max((plain_text(part) for part in contents), key=len, default="")
    summary = plain_text(str(entry.get("summary") or ""))
    title = _line(plain_text(str(entry.get("title") or ""))) or ""
    known = Known(
        outlet=_line(entry.get("source", {}).get("title")) or outlet,
        url=url,
        published=_published(entry),
        author=_line(entry.get("author")),
    )
    if data is None:
        # The items cannot be told apart in the bytes of a broken feed: what was read of this one stands for it.
        data = msgspec.json.encode([entry.get("id"), url, title, content or summary, entry.get("published")])
    key = str(entry.get("id") or url or title)
    return FeedItem(key, title, content or summary, bool(content), Item(data, where, "feed"), known)


def _published(entry: Any) -> date | None:
    """The day as the feed writes it, on its own clock; in UTC where only that was understood."""
    for name in ("published", "updated", "created"):
        # Its own `get` gives one date under the name of another.
        day = read_day(dict.get(entry, name))
        moment = dict.get(entry, f"{name}_parsed")
        if day is None and moment is not None:
            try:
                day = date(moment.tm_year, moment.tm_mon, moment.tm_mday)
            except ValueError:
                day = None
        if day is not None:
            return day
    return None


def _address(link: object) -> str | None:
    text = str(link or "").strip()
    return text if urllib.parse.urlsplit(text[:8]).scheme in ("http", "https") else None


def _line(text: object) -> str | None:
    return " ".join(str(text or "").split()) or None
