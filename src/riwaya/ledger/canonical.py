"""One way to write a value as bytes and one way to hash it: JSON with sorted keys, UTF-8, no blanks; SHA-256."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """The value as canonical JSON: the same value, the same bytes.

    >>> canonical({"b": [1, None], "a": "حلب"}).decode()
    '{"a":"حلب","b":[1,null]}'
    """
    return _encoder.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def digest_bytes(data: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
