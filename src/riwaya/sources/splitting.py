"""Cuts the objects out of the lists of a JSON stream as it flows by, so that its length does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from riwaya.errors import BadRecord, TooLarge
from riwaya.settings import MAX_BYTES
from riwaya.sources.streams import HEAD, Stream

_AHEAD = 4096
"""No token is taken so near the end of what was read that the rest of it might still come."""

_DEEPEST = 200
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_INSIDE = re.compile(_STRING + rb'|["{}\[\]]', re.S)
_OUTSIDE = re.compile(
    rb'"(?P<key>name|type|id)"\s*+:\s*+(?P<value>' + _STRING + rb"|-?\d++)(?=\s*+[,}])"
    rb'|"(?P<list>messages)"\s*+:\s*+\[|' + _STRING + rb'|["{}\[\]]',
    re.S,
)
_BETWEEN = re.compile(rb"[\s,]*+")
_REMEDY = "it may be cut off or damaged; get it again"


@dataclass(frozen=True, slots=True)
class Piece:
    """One object of a list, its number in it from 1, and what the object around the list says of itself."""

    data: bytes
    number: int
    about: dict[str, str]


def split_list(stream: Stream, where: str) -> Iterator[Piece | TooLarge]:
    """The objects of a list that is the whole stream; those beyond the limit are yielded as errors.

    Raises BadRecord where it is not a list of objects, or breaks off.
    """
    yield from _Cutter(stream, where, top=True).pieces()


def split_messages(stream: Stream, where: str) -> Iterator[Piece | TooLarge]:
    """The objects of every list called "messages", wherever it stands in the stream.

    Raises BadRecord where the stream breaks off or does not nest.
    """
    yield from _Cutter(stream, where, top=False).pieces()


class _Cutter:
    """Follows quotes and brackets through a window on the stream that grows only with the object being cut."""

    def __init__(self, stream: Stream, where: str, top: bool) -> None:
        self._stream = stream
        self._where = where
        self._window = bytearray()
        self._at = 0
        self._ended = False
        self._nest: list[dict[str, str] | None] = []
        self._top = top

    def pieces(self) -> Iterator[Piece | TooLarge]:
        if self._top:
            self._fill(1)
            del self._window[: self._window.find(b"[") + 1]
            yield from self._objects({})
            return
        while (token := self._token(_OUTSIDE)) is not None:
            if token["key"] and self._nest and self._nest[-1] is not None:
                self._nest[-1][token["key"].decode()] = _value(token["value"])
            elif token["list"]:
                yield from self._objects(dict((self._nest[-1] if self._nest else None) or {}))
            else:
                self._follow(token[0])
        if self._nest:
            raise BadRecord(self._where, "is JSON that breaks off", _REMEDY)

    def _objects(self, about: dict[str, str]) -> Iterator[Piece | TooLarge]:
        """The objects from here to the bracket that ends their list."""
        number = 0
        while True:
            del self._window[: self._at]
            self._at = 0
            self._fill(_AHEAD)
            blank = _BETWEEN.match(self._window, self._at)
            self._at = blank.end() if blank else self._at
            if self._at == len(self._window) and not self._ended:
                continue
            first = self._window[self._at : self._at + 1]
            if first == b"]":
                self._at += 1
                return
            number += 1
            if first != b"{":
                what = (
                    "is JSON that breaks off" if not first else f"is JSON, but item {number} of the list is no object"
                )
                raise BadRecord(self._where, what, _REMEDY if not first else "write a list of objects")
            yield self._object(number, about)

    def _object(self, number: int, about: dict[str, str]) -> Piece | TooLarge:
        del self._window[: self._at]
        self._at, depth, large = 0, 0, False
        while (token := self._token(_INSIDE, keep=not large)) is not None:
            depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token[0], 0)
            large = large or self._at > MAX_BYTES
            if depth > _DEEPEST:
                raise BadRecord(self._where, f"is JSON nested deeper than {_DEEPEST}", "no report is; check the file")
            if depth == 0:
                if large:
                    at = f"{self._where}, item {number}"
                    return TooLarge(at, f"more than {MAX_BYTES:,} bytes", "write one report an object")
                return Piece(bytes(self._window[: self._at]), number, about)
        raise BadRecord(self._where, f"is JSON that breaks off in item {number}", _REMEDY)

    def _follow(self, token: bytes) -> None:
        if token in (b"{", b"["):
            self._nest.append({} if token == b"{" else None)
            if len(self._nest) > _DEEPEST:
                raise BadRecord(self._where, f"is JSON nested deeper than {_DEEPEST}", "no report is; check the file")
        elif token in (b"}", b"]") and (not self._nest or (self._nest.pop() is None) != (token == b"]")):
            raise BadRecord(self._where, "is no JSON: its brackets do not match", _REMEDY)

    def _token(self, pattern: re.Pattern[bytes], keep: bool = False) -> re.Match[bytes] | None:
        """The next token, None at the end; the window keeps what lies before it only where that is wanted."""
        while True:
            if not keep:
                del self._window[: self._at]
                self._at = 0
            token = pattern.search(self._window, self._at)
            if token is None and not keep:
                self._at = max(self._at, len(self._window) - _AHEAD) if not self._ended else len(self._window)
            open_string = token is not None and token[0] == b'"'
            if token is not None and not open_string and token.end() <= len(self._window) - self._margin():
                self._at = token.end()
                return token
            if self._ended:
                if open_string:
                    raise BadRecord(self._where, "is JSON with a string that does not end", _REMEDY)
                return None
            if len(self._window) - self._at > 2 * MAX_BYTES:
                raise BadRecord(self._where, f"holds a string of more than {MAX_BYTES:,} bytes", _REMEDY)
            self._fill(max(len(self._window), HEAD) + _AHEAD)

    def _margin(self) -> int:
        return 0 if self._ended else _AHEAD

    def _fill(self, least: int) -> None:
        """Reads until so many bytes lie ahead, or the stream ends."""
        while not self._ended and len(self._window) - self._at < least:
            data = self._stream.read1(max(least, HEAD))
            self._window += data
            self._ended = not data


def _value(raw: bytes) -> str:
    try:
        return str(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace").strip('"')
