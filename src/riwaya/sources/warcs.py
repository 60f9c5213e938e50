"""Web archives (WARC): every response that holds a page or text becomes a report, one after the other."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

from riwaya.arabic.languages import may_hold_arabic
from riwaya.errors import InputError, NotArabic, TooLarge, UnreadableInput
from riwaya.settings import MAX_PAGE
from riwaya.sources.answers import PIECE, Fetched, unpack
from riwaya.sources.decoding import decode
from riwaya.sources.members import members
from riwaya.sources.pages import take_page
from riwaya.sources.records import Taken
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming, split_title
from riwaya.sources.streams import Stream

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_LONGEST_HEADERS = 2_000_000
_AGAIN = "what stands before is read; get it again"
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, OverflowError, zlib.error)
"""What the reader of archives raises for damaged ones; OverflowError where a length is stated that no machine holds."""


def read_packed_archive(packed: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of an archive in gzip; a broken member is yielded as an error, and the next ones are read."""
    number = 0
    for member in members(packed, where):
        for record in _records(member, where):
            number += 1
            if isinstance(record, InputError):
                yield type(record)(f"{where}, record {number}", record.what, record.remedy)
            else:
                yield from _taken(record, where, number, options)


def read_archive(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The reports of an archive; redirects, errors, pictures and scripts in it are passed over."""
    for number, record in enumerate(_records(stream, where), 1):
        if isinstance(record, InputError):
            yield record
            return
        yield from _taken(record, where, number, options)


def _taken(record: Any, where: str, number: int, options: InputOptions) -> Taken:
    """The report of a record, if it holds one."""
    kind, charset = _kind(record)
    if record.rec_type not in ("response", "resource") or kind not in (*_PAGES, "text/plain") or not _whole(record):
        return
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    at = f"{where}, record {number}" + (f" ({url[:200]})" if url else "")
    try:
        yield _report(Fetched(_payload(record, at), url, kind, charset), at, options)
    except InputError as error:
        yield error


class _Silence(io.TextIOBase):
    """Where the reader's remarks go: it writes whole records on standard error where one is of another length."""

    def write(self, text: str) -> int:
        return len(text)


class _Guarded:
    """The archive as its reader asks for it; between records it may only ask for as much as headers are long."""

    def __init__(self, stream: Stream, where: str) -> None:
        self._stream = stream
        self._where = where
        self.budget: int | None = None

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self.budget is not None:
            self.budget -= len(data)
            if self.budget < 0:
                raise UnreadableInput(self._where, "is a damaged web archive (headers without end)", _AGAIN)
        return data

    def close(self) -> None:
        """The stream is closed by whoever opened it."""


def _drained(record: Any) -> bool:
    """Reads what is left of a record; False where it breaks off."""
    try:
        while record.raw_stream.read(65_536):
            pass
    except _BROKEN:
        return False
    return not getattr(record.raw_stream, "limit", 0)


def _records(stream: Stream, where: str) -> Iterator[Any]:
    """The records of an archive, and an error where it breaks off or is none."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    guarded = _Guarded(stream, where)
    archive = ArchiveIterator(guarded, no_record_parse=False, check_digests=False)
    while True:
        try:
            guarded.budget = _LONGEST_HEADERS
            with redirect_stderr(_Silence()):
                record = next(archive)
            guarded.budget = None
        except StopIteration:
            return
        except InputError as error:
            yield error
            return
        except (ArchiveLoadFailed, *_BROKEN) as error:
            yield UnreadableInput(where, f"is a damaged web archive ({error})", _AGAIN)
            return
        yield record
        try:
            whole = _drained(record)
        except InputError as error:
            yield error
            return
        if not whole:
            yield UnreadableInput(where, "is a web archive that is cut off in the middle", "get it again, whole")
            return


def _kind(record: Any) -> tuple[str, str | None]:
    """The media type and the charset that the server told, or the record itself where there was no server."""
    headers = record.http_headers
    told = headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")
    kind, _, rest = str(told or "").partition(";")
    charset = rest.partition("charset=")[2].strip(" \"'").partition(";")[0]
    return kind.strip().lower(), charset or None


def _whole(record: Any) -> bool:
    """Whether the server gave what was asked for."""
    return record.http_headers is None or str(record.http_headers.get_statuscode()) == "200"


def _payload(record: Any, where: str) -> bytes:
    """The body as the server meant it, unpacked and without its chunks.

    Raises UnreadableInput where it is damaged or packed in a way that is not known, TooLarge beyond the limit.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    headers, stream = record.http_headers, record.raw_stream
    coding = str(headers.get_header("Content-Encoding") or "") if headers else ""
    if headers and str(headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    try:
        data = unpack(iter(lambda: stream.read(PIECE) or b"", b""), coding, MAX_PAGE)
    except _BROKEN as error:
        raise UnreadableInput(where, f"cannot be unpacked ({error})", "archive the page again") from error
    if len(data) > MAX_PAGE:
        raise TooLarge(where, f"a page of more than {MAX_PAGE:,} bytes", "save its text as .txt")
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        raise UnreadableInput(where, "is cut off in the middle", "archive the page again")
    return data


def _report(found: Fetched, where: str, options: InputOptions) -> Incoming:
    if options.arabic_only and not may_hold_arabic(found.data):
        raise NotArabic(where, "holds no Arabic, or next to none", "Riwaya reads Arabic reports only")
    if found.kind in _PAGES:
        return take_page(found, where, Known(), "", options)
    title, text = split_title(decode(found.data, where, found.charset))
    return make_incoming(title, text, Item(found.data, where, "text"), Known(url=found.url or None), options)
