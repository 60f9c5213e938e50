"""JSON Lines, and JSON: one object a report, with any of id, title, text, outlet, published, url."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from riwaya.errors import BadRecord, InputError, TooLarge
from riwaya.settings import MAX_BYTES
from riwaya.sources.decoding import decode
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming

_REMEDY = 'write one object a line: {"id", "title", "text", "outlet", "published", "url"}, all but "text" optional'


class Record(msgspec.Struct):
    """A report as JSON."""

    id: str | int | None = None
    title: str | None = None
    text: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


_decoder = msgspec.json.Decoder(Record)


def read_lines(lines: Iterable[bytes], where: str, options: InputOptions) -> Iterator[Incoming | InputError]:
    """The reports of a JSON Lines stream; a line that is none is yielded as the error that names its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        at = f"{where}, line {number}"
        try:
            if len(line) > MAX_BYTES:
                raise TooLarge(at, f"a line of more than {MAX_BYTES:,} bytes", "write one report a line")
            yield read_record(line.strip(b"\r\n\xef\xbb\xbf"), at, options)
        except InputError as error:
            yield error


def read_json(data: bytes, where: str, options: InputOptions) -> Iterator[Incoming | InputError]:
    """The reports of a .json file: a list of objects, one object, or JSON Lines under another name."""
    text = decode(data, where).strip()
    if text.startswith("["):
        try:
            items = msgspec.json.decode(text, type=list[msgspec.Raw])
        except msgspec.DecodeError as error:
            yield BadRecord(where, f"is not JSON ({error})", _REMEDY)
            return
        for number, item in enumerate(items, 1):
            try:
                yield read_record(bytes(item), f"{where}, item {number}", options)
            except InputError as error:
                yield error
        return
    try:
        yield read_record(text.encode(), where, options)
    except BadRecord as error:
        lines = text.encode().splitlines()
        if len(lines) > 1 and lines[0].rstrip().endswith(b"}"):
            yield from read_lines(lines, where, options)
        else:
            yield error


def read_record(raw: bytes, where: str, options: InputOptions) -> Incoming:
    """One report from the bytes of one JSON object.

    Raises BadRecord where it is not JSON or not of that shape, and what `make_report` raises.
    """
    try:
        record = _decoder.decode(_as_utf8(raw, where))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRecord(where, f"is not a report ({error})", _REMEDY) from error
    known = Known(
        id=str(record.id).strip() or None if record.id is not None else None,
        outlet=record.outlet or None,
        url=record.url or None,
        published=parse_day(record.published, where) if record.published else None,
    )
    return make_incoming(record.title or "", record.text or "", Item(raw, where, "json"), known, options)


def _as_utf8(raw: bytes, where: str) -> bytes | str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw, where)
    return raw


def parse_day(text: str, where: str) -> date:
    """The day of an ISO 8601 day or moment ('2019-05-21', '2019-05-21T14:30:00Z').

    Raises BadRecord for anything else.
    """
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise BadRecord(where, f"published is not a day: {text[:40]!r}", "write it as 2019-05-21") from error
