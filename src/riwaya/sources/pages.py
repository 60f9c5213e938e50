"""Web pages: the article without the page around it, its title, outlet and day of publication.

Days are taken from what the page declares (JSON-LD, meta, `<time>`); a day guessed from anywhere in the page is worse
than none, because the dateline in the text is read later, with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from riwaya.errors import EmptyInput
from riwaya.sources.decoding import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_DAY = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)")
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


def read_page(data: bytes, where: str, charset: str | None = None, url: str | None = None) -> Page:
    """The article of a page; `charset` and `url` are what the server said and where it was found.

    Raises EmptyInput where no text is left, and what `decode` raises.
    """
    declared = _CHARSET.search(data[:4096])
    source = decode(data, where, charset or (declared.group(1).decode("ascii", "replace") if declared else None))
    tree = LexborHTMLParser(source)
    declares = _Declared(tree)
    found = _article(source, url)
    text = found.get("text") or ""
    if len(text) < _LEAST:
        text = max(text, _paragraphs(tree), key=len)
    outlet = declares.outlet or found.get("sitename")
    title = _without_site(declares.title or found.get("title") or "", outlet)
    text = _without_title(text, title)
    if not text.strip() and not title:
        raise EmptyInput(where, "no article was found in the page", "save its text as .txt, with the title first")
    return Page(title, text, outlet, declares.published or _day(found.get("date")), url or declares.url)


def _article(source: str, url: str | None) -> dict[str, Any]:
    import trafilatura

    document = trafilatura.bare_extraction(
        source,
        url=url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
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
        self._linked = [item for block in blocks for item in _json_ld(block.text())]
        heading, head = tree.css_first("article h1, h1"), tree.css_first("title")
        moment = tree.css_first("time[datetime]")
        canonical = tree.css_first('link[rel="canonical"]')
        first = heading.text(strip=True) if heading else ""
        self.title = " ".join((self._meta.get("og:title") or first or (head.text(strip=True) if head else "")).split())
        self.outlet = next((self._meta[name] for name in _SITES if name in self._meta), None) or self._publisher()
        self.url = (canonical.attributes.get("href") if canonical else None) or self._meta.get("og:url")
        days = [str(item.get("datePublished", "")) for item in self._linked]
        days += [self._meta[name] for name in _PUBLISHED if name in self._meta]
        days += [moment.attributes.get("datetime") or ""] if moment else []
        self.published = next((day for day in map(_day, days) if day), None)

    def _publisher(self) -> str | None:
        for item in self._linked:
            publisher = item.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                return str(publisher["name"]).strip() or None
        return None


def _json_ld(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block, those in lists and in `@graph` too; what is broken is passed over."""
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return
    stack = [value]
    while stack:
        item = stack.pop(0)
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            yield item
            stack.extend(v for v in (item.get("@graph"),) if v)


def _day(text: str | None) -> date | None:
    match = _DAY.search(text or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


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
