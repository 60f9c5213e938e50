"""Web pages: the article without the page around it, its title, outlet and day of publication.

What the page declares comes first: JSON-LD of an article, OpenGraph and other meta elements, `<time>`. A day guessed
from anywhere in the page is worse than none, because the dateline in the text is read later, with its words.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from riwaya.errors import EmptyInput, TooLarge, UnreadableInput
from riwaya.settings import MAX_PAGE
from riwaya.sources.answers import Fetched
from riwaya.sources.days import read_day
from riwaya.sources.decoding import decode
from riwaya.sources.markup import check_markup, plain_text
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_TITLE_TAIL = re.compile(r"\s+[|–—»-]\s+")
_PUBLISHED = (
    "article:published_time og:published_time article:published datepublished publishdate publish-date pubdate date "
    "dc.date dc.date.issued dcterms.created parsely-pub-date sailthru.date"
).split()
_SITES = ("og:site_name", "application-name", "twitter:app:name:iphone", "dc.publisher")
_LEAST = 80
"""A body of fewer characters than this is taken for a failure to find it, and looked for once more."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds."""

    title: str
    text: str
    outlet: str | None
    published: date | None
    url: str | None
    author: str | None = None


def take_page(fetched: Fetched, where: str, known: Known, title: str, options: InputOptions) -> Incoming:
    """The report of a page that was fetched; `known` and `title` are what led to it, for what the page does not say.

    Raises what `read_page` and `make_incoming` raise.
    """
    page = read_page(fetched.data, where, fetched.charset, fetched.url)
    whole = Known(
        outlet=page.outlet or known.outlet,
        url=page.url,
        published=page.published or known.published,
        author=page.author or known.author,
    )
    return make_incoming(page.title or title, page.text, Item(fetched.data, where, "page"), whole, options)


def read_page(data: bytes, where: str, charset: str | None = None, url: str | None = None) -> Page:
    """The article of a page; `charset` and `url` are what the server said and where it was found.

    Raises EmptyInput where no text is left, TooLarge or UnreadableInput where the page is beyond reason, and what
    `decode` raises.
    """
    if len(data) > MAX_PAGE:
        raise TooLarge(where, f"a page of more than {MAX_PAGE:,} bytes", "save its text as .txt, with the title first")
    declared = _CHARSET.search(data[:4096])
    source = decode(data, where, charset or (declared.group(1).decode("ascii", "replace") if declared else None))
    check_markup(source, where)
    tree = LexborHTMLParser(source)
    declares = _Declared(tree)
    found = _article(source, where, url)
    text = found.get("text") or ""
    if len(text) < _LEAST:
        text = max(text, declares.body, _paragraphs(tree), key=len)
    outlet = declares.outlet or found.get("sitename")
    title = _without_site(declares.title or found.get("title") or "", outlet)
    text = _without_title(text, title)
    if not text.strip() and not title:
        raise EmptyInput(where, "no article was found in the page", "save its text as .txt, with the title first")
    author = declares.author if declares.author != outlet else None
    published = declares.published or read_day(found.get("date"))
    return Page(title, text, outlet, published, url or declares.url, author)


def _article(source: str, where: str, url: str | None) -> dict[str, Any]:
    import trafilatura

    # It tells of every page that it finds nothing in; that is for us to say, once, with the name of the page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            source,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # The extractor is made for pages, and fails in ways of its own on what only looks like one.
        raise UnreadableInput(where, f"is a page that cannot be read ({error})", "save its text as .txt") from error
    if document is None:
        return {}
    return document if isinstance(document, dict) else document.as_dict()


class _Declared:
    """What the page says of itself in meta elements, JSON-LD and `<time>`."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._meta: dict[str, str] = {}
        for node in tree.css("meta[content]"):
            name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
            content = (node.attributes.get("content") or "").strip()
            if name and content:
                self._meta.setdefault(name.lower(), content)
        blocks = tree.css('script[type="application/ld+json"]')
        linked = [item for block in blocks for item in _json_ld(block.text())]
        # What is said of an article goes before what is said of the site around it.
        self._linked = sorted(linked, key=lambda item: "Article" not in str(item.get("@type")))
        self._article = next((item for item in self._linked if "Article" in str(item.get("@type"))), {})
        self.title = self._title(tree)
        self.outlet = next((self._meta[name] for name in _SITES if name in self._meta), None) or self._publisher()
        self.author = next(iter(_names(self._article.get("author"))), None) or self._author()
        self.body = plain_text(str(self._article.get("articleBody") or ""))
        canonical = tree.css_first('link[rel="canonical"]')
        self.url = (canonical.attributes.get("href") if canonical else None) or self._meta.get("og:url")
        moment = tree.css_first("article time[datetime], main time[datetime]") or tree.css_first("time[datetime]")
        days = [str(item.get("datePublished", "")) for item in self._linked]
        days += [self._meta[name] for name in _PUBLISHED if name in self._meta]
        days += [moment.attributes.get("datetime") or ""] if moment else []
        self.published = next((day for day in map(read_day, days) if day), None)

    def _title(self, tree: LexborHTMLParser) -> str:
        """The headline; where it is cut short, the heading that begins with it."""
        heading, head = tree.css_first("article h1, h1"), tree.css_first("title")
        first = _line(heading.text()) if heading else ""
        headline = _line(plain_text(str(self._article.get("headline") or "")))
        for title in (headline, _line(self._meta.get("og:title") or "")):
            if title:
                cut = title.rstrip(".… ")
                return first if len(first) > len(title) and first.startswith(cut) else title
        return first or (_line(head.text()) if head else "")

    def _publisher(self) -> str | None:
        return next((name for item in self._linked for name in _names(item.get("publisher"))), None)

    def _author(self) -> str | None:
        names = (self._meta.get(name) for name in ("author", "article:author", "dc.creator", "parsely-author"))
        return next((_line(name) for name in names if name and "://" not in name), None)


def _names(value: object) -> Iterator[str]:
    """The names in what JSON-LD says of persons and bodies: words, an object with a name, or a list of these."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and name.strip() and "://" not in name:
            yield _line(name)


def _line(text: str) -> str:
    return " ".join(text.split())


def _json_ld(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block, those in lists and in `@graph` too; what is broken is passed over."""
    try:
        queue = deque([msgspec.json.decode(text)])
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    while queue:
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            queue.extend(v for v in (item.get("@graph"),) if v)


def _paragraphs(tree: LexborHTMLParser) -> str:
    """The paragraphs of the article, or of the page, for pages that the extractor finds nothing in."""
    for where in ("article p", "main p", "body p"):
        lines = [" ".join(node.text().split()) for node in tree.css(where)]
        if any(lines):
            return "\n".join(line for line in lines if line)
    return ""


def _without_site(title: str, outlet: str | None) -> str:
    """The title without the name of the site behind a bar or dash."""
    parts = _TITLE_TAIL.split(title)
    if outlet and len(parts) > 1 and (parts[-1].strip() in outlet or outlet in parts[-1]):
        return title[: title.rindex(parts[-1])].rstrip(" |–—»-")
    return title


def _without_title(text: str, title: str) -> str:
    """The text without a first line that repeats the title."""
    first, _, rest = text.strip().partition("\n")
    return rest if title and " ".join(first.split()) == title else text
