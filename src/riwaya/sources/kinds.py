"""What a stream is, told from how it begins; its name decides only where the beginning leaves it open."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Literal

import msgspec

from riwaya.sources.columns import is_header
from riwaya.sources.decoding import utf16_without_mark

Format = Literal[
    "gzip", "zip", "warc", "telegram", "telegram page", "lines", "json", "csv", "feed", "trec", "xml", "page", "text",
    "parquet",
]  # fmt: skip
_BY_NAME: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".parquet": "parquet",
    ".xml": "xml",
    ".trec": "trec",
    ".sgml": "trec",
    ".sgm": "trec",
    ".gz": "gzip",
    ".zip": "zip",
}
SUFFIXES = frozenset(_BY_NAME)
"""How the names of files end that are looked into in folders and archives."""

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROLOGUE = re.compile(
    rb"\s*+(?:<\?[^>]{0,500}>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,500}(?:\[.{0,4000}?\])?[^>]{0,100}>)", re.I | re.S
)
_ROOT = re.compile(rb"\s*+<([a-z][\w.:-]{0,60})", re.I)
_TAG = re.compile(rb"<[a-z/!]", re.I)
_PAGE_ROOTS = frozenset(
    b"html head body meta title div p article section main header h1 h2 h3 span table a link script style center font "
    b"b i br img ul ol time nav".split()
)
_FEED_ROOTS = frozenset((b"rss", b"rdf:rdf", b"feed", b"atom:feed", b"channel"))
_TREC_ROOTS = frozenset((b"doc", b"docs", b"docno", b"add", b"collection", b"root", b"documents", b"corpus", b"trec"))
_TREC = re.compile(rb"<doc[\s>].{0,4000}?<(?:docno|docid|title|headline|text)\b", re.I | re.S)
_TELEGRAM_JSON = re.compile(
    rb'"messages"\s*:\s*\[|"chats"\s*:\s*\{|^\{\s*"about"\s*:\s*"Here is the data you requested', re.S
)
_TELEGRAM_PAGE = re.compile(rb'<div class="page_wrap|<title>\s*Exported Data', re.I)
_OBJECT = re.compile(rb'\{\s*+(?:\}|"(?:[^"\\]++|\\.)*+"\s*+:)', re.S)
_LIST = re.compile(rb"\[\s*+(?:\{|\]|\Z)")


def wide_encoding(head: bytes) -> str | None:
    """The encoding of more than one byte a character that a byte order mark announces, or zeros betray."""
    return next((encoding for mark, encoding in _WIDE if head.startswith(mark)), None) or utf16_without_mark(head)


def by_name(name: str) -> Format | None:
    """What a file of this name is by custom, None where the name tells nothing."""
    return _BY_NAME.get(PurePath(name).suffix.lower())


def recognise(head: bytes, name: str, columns: tuple[tuple[str, str], ...] = ()) -> Format:
    """What begins with these bytes (in UTF-8, or one byte a character) and bears this name."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    named = by_name(name)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    told: Format | None = None
    if start.startswith(b"{"):
        told = _object(start, named)
    elif start.startswith(b"["):
        told = "json" if named == "json" or _LIST.match(start) else None
    elif start.startswith(b"<"):
        told = _markup(start, named)
    elif is_header(start.split(b"\n", 1)[0], columns):
        told = "csv"
    fits = named in ("text", "lines", "csv") or (named == "json" and start[:1] in (b"{", b"[", b""))
    if told or fits or (named == "page" and _TAG.search(start)):
        return told or named or "text"
    return "text"


def _object(start: bytes, named: Format | None) -> Format | None:
    if _TELEGRAM_JSON.search(start[:4096]):
        return "telegram"
    if named == "lines":
        return "lines"
    first, end, _ = start.partition(b"\n")
    try:
        msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if not _OBJECT.match(start):
            return None
        return "json" if end else "lines"
    return "lines"


def _markup(start: bytes, named: Format | None) -> Format | None:
    """What the root element is, behind declarations and comments."""
    at, declared = 0, False
    while found := _PROLOGUE.match(start, at):
        declared = declared or start[found.start() : found.end()].lstrip().startswith(b"<?")
        if b"doctype html" in found[0][:60].lower():
            return "telegram page" if _TELEGRAM_PAGE.search(start) else "page"
        at = found.end()
    found = _ROOT.match(start, at)
    root = found[1].lower() if found else b""
    if root in _FEED_ROOTS:
        return "feed"
    if (root in _TREC_ROOTS or named in ("trec", "xml")) and _TREC.search(start, at):
        return "trec"
    if root in _PAGE_ROOTS or named == "page":
        return "telegram page" if _TELEGRAM_PAGE.search(start) else "page"
    if found and (declared or named in ("xml", "trec", "feed")):
        return "xml"
    return None
