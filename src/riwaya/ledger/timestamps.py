"""A request to a time-stamping authority (RFC 3161): the bytes that `openssl ts -query` would make of a file's hash."""

from __future__ import annotations

import hashlib

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""AlgorithmIdentifier of SHA-256, DER."""


def timestamp_request(data: bytes, nonce: int) -> bytes:
    """TimeStampReq, version 1, over the SHA-256 of data, asking for the authority's certificate.

    >>> timestamp_request(b"", 1)[:5].hex()
    '303c020101'
    """
    imprint = _tagged(0x30, _SHA256 + _tagged(0x04, hashlib.sha256(data).digest()))
    return _tagged(0x30, _whole(1) + imprint + _whole(nonce) + _tagged(0x01, b"\xff"))


def _tagged(tag: int, content: bytes) -> bytes:
    """A DER value shorter than 128 bytes, as all of these are."""
    return bytes([tag, len(content)]) + content


def _whole(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
