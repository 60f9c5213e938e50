"""What is asked of a server and what it answers: the headers of both, and the body within its bounds."""

from __future__ import annotations

import http.client
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from riwaya.settings import USER_AGENT

PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a copy, to be asked by whether it changed since."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes behind an address, where they were found in the end, and what the server says they are.

    `unchanged` (and no bytes) where the validators given still hold.
    """

    data: bytes
    url: str
    kind: str
    charset: str | None
    validators: Validators = Validators()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request."""

    status: int
    reason: str
    headers: Message
    data: bytes


def request_headers(seen: Validators | None) -> dict[str, str]:
    """What we tell a server with a request: who we are, what we read, and which copy we have."""
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
        "Accept-Language": "ar, *;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if seen and seen.etag:
        headers["If-None-Match"] = seen.etag
    if seen and seen.modified:
        headers["If-Modified-Since"] = seen.modified
    return headers


def read_body(response: http.client.HTTPResponse, most: int, passed: threading.Event) -> bytes:
    """The body, unpacked, and little more of it than allowed.

    Raises ValueError for a packing that was not asked for or that breaks off, and what sockets raise.
    """

    def pieces() -> Iterator[bytes]:
        while not passed.is_set() and (piece := response.read(PIECE)):
            yield piece

    data = unpack(pieces(), response.headers.get("Content-Encoding") or "", most)
    if len(data) <= most and response.length:
        raise ValueError("it breaks off in the middle")
    return data


def unpack(pieces: Iterator[bytes], coding: str, most: int) -> bytes:
    """What the pieces hold, packed as `coding`, and one byte more than `most` at the most.

    Raises ValueError for a packing that is not known or that breaks off, zlib.error for a damaged one.
    """
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"it is packed as {coding[:20]}")
    parts: list[bytes] = []
    size, unpacker = 0, None
    for piece in pieces:
        if not parts and unpacker is None:
            unpacker = _unpacker(piece, coding)
        data = unpacker.decompress(piece, most + 1 - size) if unpacker else piece
        parts.append(data)
        size += len(data)
        if size > most:
            return b"".join(parts)[: most + 1]
    if unpacker is not None and not unpacker.eof:
        raise ValueError("it breaks off in the middle")
    return b"".join(parts)


def _unpacker(start: bytes, coding: str) -> zlib._Decompress | None:
    """What unpacks a body that begins so; None where it is not packed, whatever its header says."""
    if start.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(31) if coding else None
    if coding == "deflate":
        zipped = len(start) > 1 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0
        return zlib.decompressobj(15 if zipped else -15)
    return None


def retry_after(headers: Message) -> float | None:
    """Seconds that the server asks to wait, whether it wrote seconds or a moment."""
    text = str(headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    now = datetime.now(UTC)
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())
