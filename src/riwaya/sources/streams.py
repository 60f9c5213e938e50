"""Streams that are never held whole: unpacked within bounds, turned into UTF-8 where they are wide, cut into lines."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from riwaya.errors import TooLarge, UnreadableInput
from riwaya.settings import MAX_BYTES, MAX_RATIO

HEAD = 65_536
"""How many bytes are looked at to tell what a stream is."""

Stream = io.BufferedReader
_BROKEN = (zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError)


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


def buffered(source: BinaryIO) -> Stream:
    """The stream with room to look ahead; bytes that a pipe holds already are not waited beyond."""
    return io.BufferedReader(getattr(source, "raw", source), HEAD)  # type: ignore[arg-type]


def gunzip(packed: Stream, where: str) -> Stream:
    """What a gzip stream holds, of any number of members.

    Reading raises UnreadableInput where it is cut or damaged, TooLarge where it swells beyond reason.
    """
    counted = _Counted(packed)
    return io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=counted), lambda: counted.size, where), HEAD)


def unpacked(member: _Source, packed_size: int, where: str) -> Stream:
    """What a member of an archive holds; reading raises as that of `gunzip` does."""
    return io.BufferedReader(_Unpacked(member, lambda: packed_size, where), HEAD)


def counted(source: _Source, packed: Callable[[], int], where: str) -> Stream:
    """What a source unpacks, `packed` telling how many bytes it took; reading raises as that of `gunzip` does."""
    return io.BufferedReader(_Unpacked(source, packed, where), HEAD)


class _Counted(io.RawIOBase):
    """Counts the bytes that are read from a stream."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self.size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.size += len(data)
        return data


class _Unpacked(io.RawIOBase):
    """Unpacks as it is read, and gives up on what is cut, damaged, or grows out of all proportion."""

    def __init__(self, source: _Source, packed: Callable[[], int], where: str) -> None:
        self._source = source
        self._packed = packed
        self._where = where
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._source.read(len(buffer))
        except EOFError as error:
            raise UnreadableInput(self._where, "is cut off in the middle", "get it again, whole") from error
        except _BROKEN as error:
            raise UnreadableInput(self._where, f"cannot be unpacked ({error})", "get it again, or unpack it") from error
        self._size += len(data)
        if self._size > MAX_BYTES and self._size > MAX_RATIO * self._packed():
            what = f"swells to more than {MAX_RATIO} times its size"
            raise TooLarge(self._where, what, "no collection of reports does; unpack it if you trust it")
        buffer[: len(data)] = data
        return len(data)


class _Utf8(io.RawIOBase):
    """Turns a stream of another encoding into UTF-8 as it is read."""

    def __init__(self, source: Stream, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._source.read1(HEAD)
            self._ready = self._decoder.decode(data, not data).encode("utf-8", "replace")
            if not data:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def as_utf8(source: Stream, encoding: str) -> Stream:
    """The stream in UTF-8; characters that the encoding cannot have become U+FFFD."""
    return io.BufferedReader(_Utf8(source, encoding), HEAD)


def read_whole(stream: Stream, where: str, most: int = MAX_BYTES) -> bytes:
    """All of a stream.

    Raises TooLarge beyond `most` bytes, reading no further.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise TooLarge(where, f"more than {most:,} bytes", "split it, or write JSON Lines, one report a line")
    return data


def cut_lines(stream: Stream) -> Iterator[bytes]:
    """The lines of a stream; of one beyond the limit only as much as shows that it is, and the rest passed over."""
    for line in iter(lambda: stream.readline(MAX_BYTES + 1), b""):
        yield line
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(16 * HEAD)) and not rest.endswith(b"\n"):
                pass
