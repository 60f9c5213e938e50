"""The markup that news corpora use after TREC: any number of DOC elements, each with DOCNO, TITLE, TEXT, TIME …

It looks like XML and is none: no root, bare ampersands, tags that are not closed. So it is cut, not parsed; no entity
is ever looked up or expanded but the characters that HTML names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from riwaya.errors import BadRecord, InputError, TooLarge
from riwaya.settings import MAX_PAGE
from riwaya.sources.days import read_day
from riwaya.sources.decoding import decode
from riwaya.sources.records import Taken
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming
from riwaya.sources.streams import HEAD, Stream

_NAMES = {
    "id": "docno docid id",
    "title": "title headline head hl",
    "abstract": "abstract summary lead",
    "text": "text body content",
    "published": "time date date_time pubdate",
    "url": "url link",
    "outlet": "src source publisher",
    "author": "author byline",
}
_FIELD = {name: field for field, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(rf"<(/?)({'|'.join(sorted(_FIELD, key=len, reverse=True))})(?:\s[^<>]{{0,200}})?>", re.I)
_OPEN = re.compile(rb"<doc(?:\s[^<>]{0,200})?>", re.I)
_CLOSE = re.compile(rb"</doc\s{0,20}>", re.I)
_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,200})?/?>", re.I)
_PARAGRAPH = re.compile(r"</?(?:p|br|s|par|paragraph)(?:\s[^<>]{0,200})?/?>", re.I)
_LEAD = 60
"""An abstract whose first so many characters stand in the text is its beginning, and not told twice."""


def read_documents(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of a stream of DOC elements; one that is none is yielded as the error that names it."""
    number = 0
    for number, data in enumerate(_documents(stream), 1):
        at = f"{where}, document {number}"
        try:
            if len(data) > MAX_PAGE:
                raise TooLarge(at, f"more than {MAX_PAGE:,} bytes", "it may not be closed; check its </DOC>")
            yield _document(data, at, options)
        except InputError as error:
            yield error
    if not number:
        raise BadRecord(where, "holds no <DOC>", "one report a <DOC>, with <TITLE> and <TEXT>")


def _documents(stream: Stream) -> Iterator[bytes]:
    """The DOC elements one by one; what lies between them is passed over, a missing end is where the next begins."""
    window, at, inside = bytearray(), 0, False
    while data := stream.read1(HEAD):
        window += data
        while True:
            if not inside:
                start = _OPEN.search(window, at)
                if start is None:
                    del window[: max(0, len(window) - 256)]
                    at = 0
                    break
                del window[: start.start()]
                at, inside = start.end() - start.start(), True
            end = _CLOSE.search(window, at)
            again = _OPEN.search(window, at, end.start() if end else len(window))
            if end is None and again is None:
                at = max(at, len(window) - 256)
                if len(window) > MAX_PAGE + HEAD:
                    del window[MAX_PAGE + HEAD // 2 : len(window) - 256]
                    at = MAX_PAGE
                break
            stop = again.start() if again else end.end() if end else 0
            yield bytes(window[:stop])
            del window[:stop]
            at, inside = 0, False
    if inside:
        yield bytes(window)


def _document(data: bytes, where: str, options: InputOptions) -> Incoming:
    fields = _fields(decode(data, where))
    title, text = " ".join(fields.get("title", "").split()), fields.get("text", "")
    abstract = fields.get("abstract", "")
    if abstract and abstract[:_LEAD] not in text:
        text = f"{abstract}\n{text}"
    known = Known(
        id=fields.get("id") or None,
        outlet=fields.get("outlet") or None,
        url=fields.get("url") or None,
        published=read_day(fields.get("published")),
        author=fields.get("author") or None,
    )
    named = f"{where} ({known.id[:60]})" if known.id else where
    return make_incoming(title, text, Item(data, named, "trec"), known, options)


def _fields(source: str) -> dict[str, str]:
    """What stands behind each tag that is known, up to the next that is; the same tag twice is two paragraphs."""
    found: dict[str, list[str]] = {}
    tags = list(_TAG.finditer(source))
    for tag, following in zip(tags, [*tags[1:], None], strict=False):
        if not tag[1]:
            stop = following.start() if following else len(source)
            found.setdefault(_FIELD[tag[2].lower()], []).append(_plain(source[tag.end() : stop]))
    return {field: "\n".join(part for part in parts if part) for field, parts in found.items()}


def _plain(source: str) -> str:
    text = html.unescape(_MARKUP.sub("", _PARAGRAPH.sub("\n", source)))
    return "\n".join(line.strip() for line in text.strip().split("\n"))
