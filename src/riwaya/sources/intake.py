"""Finds out what each input is and takes it in: a report with its bytes, or an error, for all that the user named."""

from __future__ import annotations

import io
import os
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import BinaryIO

from riwaya.errors import EmptyInput, InputError, UnreadableInput
from riwaya.settings import MAX_NESTING, MAX_PAGE
from riwaya.sources.answers import Fetched
from riwaya.sources.archives import open_members
from riwaya.sources.decoding import decode
from riwaya.sources.feeds import read_feed
from riwaya.sources.kinds import SUFFIXES, Format, recognise, wide_encoding
from riwaya.sources.members import is_packed_archive
from riwaya.sources.pages import take_page
from riwaya.sources.parquets import read_rows
from riwaya.sources.plugged import from_plugin, source_of
from riwaya.sources.records import Taken, read_json, read_json_lines
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming, split_title
from riwaya.sources.streams import HEAD, Stream, as_utf8, buffered, gunzip, read_whole
from riwaya.sources.tables import read_table
from riwaya.sources.telegram import read_export, read_export_page
from riwaya.sources.trec import read_documents
from riwaya.sources.warcs import read_archive, read_packed_archive
from riwaya.sources.web import Fetcher, is_address

_NAMED_FOR = {
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/json": ".json",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}
"""The name that a file of this media type would have; what is not listed is taken for a page."""

_READERS: dict[Format, Callable[[Stream, str, InputOptions], Taken]] = {
    "lines": read_json_lines,
    "json": read_json,
    "csv": read_table,
    "telegram": read_export,
    "telegram page": read_export_page,
    "trec": read_documents,
    "warc": read_archive,
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A stream, where it was found, and what is known of it: the name of its file, the address that it came from."""

    stream: Stream
    where: str
    name: str
    fetched: Fetched | None = None
    depth: int = 0


def take_in(
    paths: Sequence[str], options: InputOptions | None = None, fetcher: Fetcher | None = None
) -> Iterator[Incoming | InputError]:
    """The reports behind files, folders, web addresses and `-` (standard input), each with its bytes, in order.

    What cannot be read is yielded as the error that names it and tells what to do; the others are still read. Streams
    and archives are read as they come, whatever their length.
    """
    options = options or InputOptions()
    intake = _Intake(options, fetcher or Fetcher(options.allow_private))
    for path in paths:
        try:
            yield from intake.take(path)
        except InputError as error:
            yield error


def take_stream(
    stream: BinaryIO, name: str, options: InputOptions | None = None, kind: Format | None = None
) -> Iterator[Incoming | InputError]:
    """The reports of an open stream that bears this name, read as `kind`, or (None) as what it begins like."""
    options = options or InputOptions()
    found = _Found(io.BufferedReader(stream, HEAD), name, name)  # type: ignore[arg-type]
    yield from _each(_Intake(options, Fetcher(options.allow_private)).read(found, kind))


def take_file(path: Path, where: str, options: InputOptions | None = None) -> Iterator[Incoming | InputError]:
    """The reports of one file, which is called `where` in what is said of them."""
    options = options or InputOptions()
    yield from _each(_Intake(options, Fetcher(options.allow_private)).file(path, where))


class _Intake:
    """One run over inputs: what the user said of them, and the fetcher that they share."""

    def __init__(self, options: InputOptions, fetcher: Fetcher) -> None:
        self._options = options
        self._fetcher = fetcher

    def take(self, path: str) -> Taken:
        if path == "-":
            stream = buffered(sys.stdin.buffer)
            try:
                yield from self.read(_Found(stream, "standard input", ""))
            finally:
                stream.detach()  # closing standard input is for others
        elif is_address(path):
            yield from self._address(path)
        elif (plugin := source_of(path)) is not None:
            yield from from_plugin(plugin, path, self._options)
        elif "://" in path:
            raise UnreadableInput(path, "is no web address", "only http:// and https:// are fetched")
        elif os.path.isdir(path):
            yield from self._folder(Path(path))
        else:
            yield from self.file(Path(path), str(Path(path)))

    def _folder(self, folder: Path) -> Taken:
        """Every report in a folder and the folders in it, by name; hidden files and other kinds are passed over."""
        empty = True
        refused: list[InputError] = []
        for at, folders, files in os.walk(folder, onerror=lambda e: refused.append(_unopened(str(e.filename), e))):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                file = Path(at, name)
                if not _is_wanted(name):
                    continue
                empty = False
                if file.exists() and not file.is_file():  # to open it might never end
                    what = "is no file, but a pipe, a socket or a device"
                    yield UnreadableInput(str(file), what, "name it by itself if you mean it")
                    continue
                yield from _each(self.file(file, str(file)))
            yield from refused
            empty = empty and not refused
            refused.clear()
        if empty:
            kinds = ", ".join(sorted(SUFFIXES))
            raise EmptyInput(str(folder), "the folder holds no reports", f"put files in it that end in {kinds}")

    def file(self, path: Path, where: str) -> Taken:
        try:
            with path.open("rb", buffering=0) as raw, io.BufferedReader(raw, HEAD) as stream:
                yield from self.read(_Found(stream, where, path.name))  # type: ignore[arg-type]
        except OSError as error:
            raise _unopened(where, error) from error

    def _address(self, url: str) -> Taken:
        fetched = self._fetcher.get(url)
        suffix = PurePath(urllib.parse.urlsplit(fetched.url).path).suffix.lower()
        name = _NAMED_FOR.get(fetched.kind) or (suffix if suffix in SUFFIXES else ".html")
        yield from self.read(_Found(io.BufferedReader(io.BytesIO(fetched.data), HEAD), url, name, fetched))

    def read(self, found: _Found, kind: Format | None = None) -> Taken:
        """Reads a stream as what it is said to be, or else begins like."""
        head = found.stream.peek(HEAD)[:HEAD]
        wide = wide_encoding(head)
        if wide:
            head = head.decode(wide, "ignore").encode("utf-8", "ignore")
        kind = kind or recognise(head, found.name, self._options.columns)
        if kind == "parquet":
            rows = read_rows(_seekable(found), found.where, self._options)
            yield from _not_nothing(rows, found.where)
            return
        if kind in _READERS and kind != "warc" and b"\x00" in head:
            raise UnreadableInput(found.where, "is binary, not text", "give text, or a collection of reports")
        if kind in ("gzip", "zip"):
            yield from self._packed(kind, found)
        elif kind in _READERS:
            stream = as_utf8(found.stream, wide) if wide else found.stream
            yield from _not_nothing(_READERS[kind](stream, found.where, self._options), found.where)
        elif kind == "feed":
            yield from self._feed(found)
        elif kind == "xml":
            raise UnreadableInput(found.where, "is XML of a kind that is not known", "give RSS, Atom, TREC or HTML")
        elif kind == "page":
            yield self._page(found)
        else:
            yield self._text(found)

    def _packed(self, kind: Format, found: _Found) -> Taken:
        if found.depth >= MAX_NESTING:
            what = f"is packed more than {MAX_NESTING} times over"
            raise UnreadableInput(found.where, what, "unpack it yourself if you trust it")
        if kind == "gzip" and is_packed_archive(found.stream.peek(HEAD)[:HEAD]):
            yield from _not_nothing(read_packed_archive(found.stream, found.where, self._options), found.where)
            return
        if kind == "gzip":
            name = found.name.lower().removesuffix(".gz")
            yield from self.read(
                replace(found, stream=gunzip(found.stream, found.where), name=name, depth=found.depth + 1)
            )
            return
        empty = True
        for member in open_members(_seekable(found), found.where):
            if isinstance(member, InputError):
                empty = False
                yield member
            elif all(map(_is_shown, member.name.split("/"))) and _is_wanted(PurePath(member.name).name):
                empty = False
                inner = _Found(member.stream, f"{found.where}: {member.name}", member.name, None, found.depth + 1)
                yield from _each(self.read(inner))
        if empty:
            kinds = ", ".join(sorted(SUFFIXES))
            raise EmptyInput(found.where, "the archive holds no reports", f"put files in it that end in {kinds}")

    def _feed(self, found: _Found) -> Taken:
        follow = self._options.follow if self._options.follow is not None else found.fetched is not None
        data = read_whole(found.stream, found.where, MAX_PAGE)
        yield from read_feed(data, found.where, self._options, found.fetched, self._fetcher if follow else None)

    def _page(self, found: _Found) -> Incoming:
        data = read_whole(found.stream, found.where, MAX_PAGE)
        fetched = replace(found.fetched, data=data) if found.fetched else Fetched(data, "", "text/html", None)
        return take_page(fetched, found.where, Known(), "", self._options)

    def _text(self, found: _Found) -> Incoming:
        data = read_whole(found.stream, found.where)
        charset, url = (found.fetched.charset, found.fetched.url) if found.fetched else (None, None)
        title, text = split_title(decode(data, found.where, charset))
        return make_incoming(title, text, Item(data, found.where, "text"), Known(url=url), self._options)


def _each(taken: Taken) -> Taken:
    """The same, with an error that ends it yielded instead."""
    try:
        yield from taken
    except InputError as error:
        yield error


def _not_nothing(taken: Taken, where: str) -> Taken:
    """The same; raises EmptyInput where a collection holds nothing, which must not look like one that was read."""
    empty = True
    for item in taken:
        empty = False
        yield item
    if empty:
        raise EmptyInput(where, "it holds no reports: nothing in it has text", "check that it is the right file")


def _is_shown(name: str) -> bool:
    return not name.startswith(".") and name != "__MACOSX"


def _is_wanted(name: str) -> bool:
    return _is_shown(name) and PurePath(name).suffix.lower() in SUFFIXES


def _seekable(found: _Found) -> BinaryIO:
    """The archive as a file to move about in; one that comes through a pipe or in another is held in memory."""
    if isinstance(found.stream.raw, io.FileIO) and found.stream.seekable():
        return found.stream
    return io.BytesIO(read_whole(found.stream, found.where))


def _unopened(where: str, error: OSError) -> UnreadableInput:
    what = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror or error})"
    return UnreadableInput(where, what, "check the name and the permissions")
