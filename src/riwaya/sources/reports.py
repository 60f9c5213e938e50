"""One text and what is known about it becomes one report, or is refused for a reason."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from riwaya.arabic.languages import ARABIC, language_of
from riwaya.errors import EmptyInput, NotArabic, OtherLanguage, TooLarge
from riwaya.model import Report
from riwaya.settings import MAX_CHARACTERS

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_SHARE = 0.1
"""Below this share of Arabic among its letters a text is taken to be in another language that quotes some Arabic."""

_LONGEST_TITLE = 250
_SAMPLE = 100_000


Kind = Literal["text", "page", "json", "csv", "feed", "warc", "telegram", "trec"]
"""What an item was read as: the kind of the file that it is, or of the collection that it comes from."""


@dataclass(frozen=True, slots=True)
class InputOptions:
    """What the user says of inputs that do not say it themselves; it never overrides what they say.

    `columns` are pairs of a field of ours and the column or key that holds it; `follow` is whether the pages behind
    the items of a feed are fetched (None: where the feed was fetched itself); `allow_private` lets addresses of
    this machine and its network be fetched; `arabic_only` tells languages of the Arabic script apart, and passes
    over pages without Arabic before they are parsed, as the mixed archives of the web want it.
    """

    published: date | None = None
    outlet: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    follow: bool | None = None
    allow_private: bool = False
    arabic_only: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What an input tells of itself besides its words."""

    id: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    author: str | None = None
    forwarded_from: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The bytes of one item as they came in, where they stood (path, address, member, line), and their kind."""

    data: bytes
    where: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report beside what it was read from: `data` hashes to the report's SHA-256."""

    report: Report
    data: bytes
    where: str
    kind: Kind


def make_incoming(title: str, text: str, item: Item, known: Known, options: InputOptions) -> Incoming:
    """The report of a text, beside the item that it was read from.

    Raises EmptyInput, TooLarge, NotArabic or OtherLanguage, naming where the item stood.
    """
    report = _make_report(title, text, item, known, options)
    return Incoming(report, item.data, item.where, item.kind)


def _make_report(title: str, text: str, item: Item, known: Known, options: InputOptions) -> Report:
    where = item.where
    title, text = clean(title), clean(text)
    if not title and not text:
        raise EmptyInput(where, "it holds no text", "give a report with a title and text")
    if len(text) > MAX_CHARACTERS:
        what = f"one report of {len(text):,} characters (at most {MAX_CHARACTERS:,})"
        raise TooLarge(where, what, "split it, one report a file or a JSON line")
    if not _is_arabic(f"{title}\n{text}"):
        raise NotArabic(where, "holds no Arabic, or next to none", "Riwaya reads Arabic reports only")
    if options.arabic_only and (language := language_of(f"{title}\n{text}")) != ARABIC:
        raise OtherLanguage(where, f"is in another language ({language})", "Riwaya reads Arabic reports only")
    digest = hashlib.sha256(item.data).hexdigest()
    return Report(
        id=known.id or digest[:16],
        title=title,
        text=text,
        outlet=known.outlet or options.outlet,
        url=known.url,
        published=known.published or options.published,
        sha256=digest,
        author=known.author,
        forwarded_from=known.forwarded_from,
    )


def split_title(text: str) -> tuple[str, str]:
    r"""The first line as the title and the rest as the text; a lone line or a first paragraph is text, not title.

    >>> split_title("عنوان\n\nمتن الخبر")
    ('عنوان', 'متن الخبر')
    >>> split_title("قتل جنديان في درعا.")
    ('', 'قتل جنديان في درعا.')
    """
    text = clean(text)
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > _LONGEST_TITLE:
        return "", text
    return first.strip(), rest.strip()


def clean(text: str) -> str:
    """Line ends of one kind, nothing blank at either end, no half characters; otherwise as published."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\ufeff\x00")
    return text.encode("utf-8", "replace").decode() if re.search("[\ud800-\udfff]", text) else text


def _is_arabic(text: str) -> bool:
    sample = text[:_SAMPLE]
    arabic = sum(map(len, _ARABIC.findall(sample)))
    return arabic > 0 and arabic >= _LEAST_SHARE * sum(map(len, _LETTERS.findall(sample)))
