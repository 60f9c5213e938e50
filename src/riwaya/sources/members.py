"""Gzip member by member, as web archives are packed, a record a member: a broken one does not take the rest with it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from riwaya.sources.streams import HEAD, Stream, counted

_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31
_KEPT = 16_000_000
"""Packed bytes of a member that are kept, to look for the next one in them where this one is broken."""

_BEGINS = b"WARC/"


def is_packed_archive(head: bytes) -> bool:
    """Whether what begins with these bytes is gzip that holds a web archive."""
    try:
        return head.startswith(_MAGIC) and zlib.decompressobj(_GZIP).decompress(head, len(_BEGINS)) == _BEGINS
    except zlib.error:
        return False


def members(packed: Stream, where: str) -> Iterator[Stream]:
    """A stream for each member; what is not read of one before the next is asked for is passed over.

    Reading one raises UnreadableInput where it is broken or cut; the next is then the next that begins a record.
    """
    source = _Source(packed)
    while source.begin():
        member = _Member(source)
        yield counted(member, member.taken, where)
        member.finish()


class _Source:
    """The packed bytes, those of the member at hand kept for a while."""

    def __init__(self, packed: Stream) -> None:
        self._packed = packed
        self._kept = bytearray()
        self._at = 0

    def begin(self) -> bool:
        """Forgets what lies behind; whether anything lies ahead."""
        del self._kept[: self._at]
        self._at = 0
        return bool(self._kept) or self._more()

    def take(self) -> bytes:
        """Some of the bytes ahead; none at the end."""
        if self._at == len(self._kept) and not self._more():
            return b""
        if len(self._kept) > _KEPT:
            del self._kept[: self._at]
            self._at = 0
        taken = bytes(self._kept[self._at : self._at + HEAD])
        self._at += len(taken)
        return taken

    def give_back(self, count: int) -> None:
        """The last bytes taken were too many."""
        self._at -= count

    def skip_to_next(self) -> None:
        """Goes on behind the beginning of the member at hand, to the first that begins a record."""
        self._at = min(1, len(self._kept))
        while True:
            found = self._kept.find(_MAGIC, self._at)
            if found < 0:
                del self._kept[: max(0, len(self._kept) - len(_MAGIC) + 1)]
                self._at = 0
                if not self._more():
                    self._at = len(self._kept)
                    return
                continue
            while len(self._kept) - found < 4096 and self._more():
                pass
            self._at = found
            if is_packed_archive(bytes(self._kept[found : found + 4096])):
                return
            self._at = found + 1

    def _more(self) -> bool:
        data = self._packed.read1(HEAD)
        self._kept += data
        return bool(data)


class _Member(io.RawIOBase):
    """What one member holds."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._unpack = zlib.decompressobj(_GZIP)
        self._broken = False
        self._left = b""
        self._packed = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; raises EOFError where the member is cut, zlib.error where it is broken."""
        if self._broken:
            raise EOFError
        found = b""
        try:
            while not found and not self._unpack.eof:
                data = self._left or self._source.take()
                if not data:
                    raise EOFError
                self._packed += 0 if self._left else len(data)
                found = self._unpack.decompress(data, size)
                self._left = self._unpack.unconsumed_tail
        except (zlib.error, EOFError):
            self._broken = True
            raise
        return found

    def taken(self) -> int:
        """How many packed bytes were read of it."""
        return self._packed

    def finish(self) -> None:
        """Goes to the end of the member, or beyond it where it is broken."""
        try:
            while self.read(HEAD):
                pass
            self._source.give_back(len(self._unpack.unused_data))
        except (zlib.error, EOFError):
            self._source.skip_to_next()
