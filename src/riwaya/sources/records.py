"""JSON Lines, and JSON: one object a report, with any of id, title, text, outlet, published, url, author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from riwaya.errors import BadRecord, InputError, TooLarge
from riwaya.settings import MAX_BYTES
from riwaya.sources.columns import rename
from riwaya.sources.days import read_day
from riwaya.sources.decoding import decode
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming
from riwaya.sources.splitting import split_list
from riwaya.sources.streams import HEAD, Stream, cut_lines, read_whole

_REMEDY = 'write one object a line: {"id", "title", "text", "outlet", "published", "url"}, all but "text" optional'
Taken = Iterator[Incoming | InputError]


class Record(msgspec.Struct):
    """A report as JSON."""

    id: str | int | None = None
    title: str | None = None
    text: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    forwarded_from: str | None = None


_decoder = msgspec.json.Decoder(Record)
_any_decoder = msgspec.json.Decoder(dict[str, Any])


def read_lines(lines: Iterable[bytes], where: str, options: InputOptions, first: int = 1) -> Taken:
    """The reports of a JSON Lines stream; a line that is none is yielded as the error that names its number.

    `first` is the number of the first of these lines in its file.
    """
    for number, line in enumerate(lines, first):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        at = f"{where}, line {number}"
        try:
            if len(line) > MAX_BYTES:
                raise TooLarge(at, f"a line of more than {MAX_BYTES:,} bytes", "write one report a line")
            yield read_record(line.strip(b"\r\n\xef\xbb\xbf"), at, options)
        except InputError as error:
            yield error


def read_json(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of JSON: a list of objects of any length, one object, or JSON Lines under another name."""
    start = stream.peek(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        for piece in split_list(stream, where):
            try:
                if isinstance(piece, InputError):
                    raise piece
                yield read_record(piece.data, f"{where}, item {piece.number}", options)
            except InputError as error:
                yield error
        return
    text = decode(read_whole(stream, where), where).strip()
    try:
        yield read_record(text.encode(), where, options)
    except BadRecord as error:
        lines = text.encode().splitlines()
        if len(lines) > 1 and lines[0].rstrip().endswith(b"}"):
            yield from read_lines(lines, where, options)
        else:
            yield error


def read_json_lines(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of a stream of JSON Lines, as they come."""
    yield from read_lines(cut_lines(stream), where, options)


def read_record(raw: bytes, where: str, options: InputOptions) -> Incoming:
    """One report from the bytes of one JSON object.

    Raises BadRecord where it is not JSON or not of that shape, and what `make_incoming` raises.
    """
    record = _record(raw, where, options)
    known = Known(
        id=str(record.id).strip() or None if record.id is not None else None,
        outlet=record.outlet or None,
        url=record.url or None,
        published=parse_day(record.published, where) if record.published else None,
        author=record.author or None,
        forwarded_from=record.forwarded_from or None,
    )
    return make_incoming(record.title or "", record.text or "", Item(raw, where, "json"), known, options)


def _record(raw: bytes, where: str, options: InputOptions) -> Record:
    try:
        source = _as_utf8(raw, where)
        if not options.columns:
            record = _decoder.decode(source)
            if record.text is not None or record.title is not None:
                return record
        return msgspec.convert(rename(_any_decoder.decode(source), options.columns), Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(where, f"is not a report ({error})", _REMEDY) from error


def _as_utf8(raw: bytes, where: str) -> bytes | str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw, where)
    return raw


def parse_day(text: str, where: str) -> date:
    """The day that `read_day` finds in a text.

    Raises BadRecord where there is none.
    """
    day = read_day(text)
    if day is None:
        raise BadRecord(where, f"published is not a day: {text[:40]!r}", "write it as 2019-05-21")
    return day
