"""Finds out what each input is and reads it: a report or an error for everything the user named, in that order."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from riwaya.errors import EmptyInput, InputError, TooLarge, UnreadableInput
from riwaya.settings import MAX_BYTES
from riwaya.sources.decoding import decode
from riwaya.sources.records import read_json, read_lines
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming, split_title
from riwaya.sources.web import fetch, is_address

_TEXT = frozenset({".txt", ".text"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_KINDS = _TEXT | _PAGES | _LINES | {".json"}
_HEAD = 2048
Taken = Iterator[Incoming | InputError]


def take_in(paths: Sequence[str], options: InputOptions | None = None) -> Taken:
    """The reports behind files, folders, web addresses and `-` (standard input), each with its bytes, in order.

    What cannot be read is yielded as the error that names it and tells what to do; the others are still read.
    """
    options = options or InputOptions()
    for path in paths:
        try:
            yield from _read(path, options)
        except InputError as error:
            yield error


def _read(path: str, options: InputOptions) -> Taken:
    if path == "-":
        yield from _stream(sys.stdin.buffer, "standard input", "", options)
    elif is_address(path):
        yield from _address(path, options)
    elif "://" in path:
        raise UnreadableInput(path, "is no web address", "only http:// and https:// are fetched")
    elif os.path.isdir(path):
        yield from _folder(Path(path), options)
    else:
        yield from _file(Path(path), options)


def _folder(folder: Path, options: InputOptions) -> Taken:
    """Every report in a folder and the folders in it, by name; hidden files and other kinds are passed over."""
    empty = True
    refused: list[InputError] = []
    for at, folders, files in os.walk(folder, onerror=lambda e: refused.append(_unopened(str(e.filename), e))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in _KINDS:
                empty = False
                try:
                    yield from _file(Path(at, name), options)
                except InputError as error:
                    yield error
        yield from refused
        empty = empty and not refused
        refused.clear()
    if empty:
        kinds = ", ".join(sorted(_KINDS))
        raise EmptyInput(str(folder), "the folder holds no reports", f"put files in it that end in {kinds}")


def _file(path: Path, options: InputOptions) -> Taken:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), path.suffix.lower(), options)
    except OSError as error:
        raise _unopened(str(path), error) from error


def _unopened(where: str, error: OSError) -> UnreadableInput:
    what = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror or error})"
    return UnreadableInput(where, what, "check the name and the permissions")


def _stream(stream: BinaryIO, where: str, suffix: str, options: InputOptions) -> Taken:
    """Reads a stream by what its name says it is, else by how it begins."""
    head = b""
    if suffix not in _KINDS:
        head, suffix = _sniff(stream)
    if suffix in _LINES:
        yield from read_lines(_lines(head, stream), where, options)
        return
    data = head + stream.read(MAX_BYTES + 1 - len(head))
    if len(data) > MAX_BYTES:
        raise TooLarge(where, f"more than {MAX_BYTES:,} bytes", "split it, or write JSON Lines, one report a line")
    if suffix == ".json":
        yield from read_json(data, where, options)
    elif suffix in _PAGES:
        yield _page(data, where, options)
    else:
        yield _text(data, where, options)


def _sniff(stream: BinaryIO) -> tuple[bytes, str]:
    """The first bytes of a stream, and the suffix that a file of that kind would have."""
    head = stream.readline(_HEAD)
    while head and not head.strip() and len(head) < _HEAD:
        more = stream.readline(_HEAD)
        if not more:
            break
        head += more
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{") and not start.startswith(b"{\\rtf"):
        return head, ".jsonl" if b'"' in start else ".json"
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b""):
        return head, ".json"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<!--")):
        return head, ".html"
    return head, ".txt"


def _lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream, the first bytes of which are read already; UTF-16 is made UTF-8 as a whole."""
    if not head:
        head = stream.readline(_HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        whole = (head + stream.read(MAX_BYTES)).decode("utf-16", "replace").encode()
        yield from io.BytesIO(whole)
        return
    if head and not head.endswith(b"\n"):
        head += stream.readline(MAX_BYTES + 1)
    opened = io.BytesIO(head)
    for line in chain(opened, iter(lambda: stream.readline(MAX_BYTES + 1), b"")):
        yield line
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                pass


def _text(data: bytes, where: str, options: InputOptions) -> Incoming:
    title, text = split_title(decode(data, where))
    return make_incoming(title, text, Item(data, where, "text"), Known(), options)


def _page(
    data: bytes, where: str, options: InputOptions, charset: str | None = None, url: str | None = None
) -> Incoming:
    from riwaya.sources.pages import read_page

    page = read_page(data, where, charset, url)
    known = Known(outlet=page.outlet, url=page.url, published=page.published)
    return make_incoming(page.title, page.text, Item(data, where, "page"), known, options)


def _address(url: str, options: InputOptions) -> Taken:
    fetched = fetch(url)
    if fetched.kind in ("application/x-ndjson", "application/jsonl"):
        yield from read_lines(fetched.data.splitlines(), url, options)
    elif fetched.kind == "application/json":
        yield from read_json(fetched.data, url, options)
    elif fetched.kind == "text/plain":
        yield _text(fetched.data, url, options)
    else:
        yield _page(fetched.data, url, options, fetched.charset, fetched.url)
