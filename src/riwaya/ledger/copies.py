"""Copies by text: agency copies and forwards that differ from their original in a few words.

Two texts are alike by the share of three-word sequences, in search form, that they have in common, of all that stand
in both (Jaccard). MinHash signatures, cut into bands, find the originals worth comparing; then the texts themselves
are compared.
"""

from __future__ import annotations

import hashlib

from riwaya.arabic.fold import search_form
from riwaya.model import Report

ALIKE = 0.7
"""From this likeness on a text counts as a copy."""

RESEMBLING = 0.5
"""From this share of the shorter text's sequences on, two texts of one address or id are versions of one report."""

_BANDS, _ROWS = 21, 6
"""A pair as like as 0.7 shares a band with probability 0.93, of 0.8 with 0.998, of 0.3 with 0.015."""

_SEED = 1

Shingles = frozenset[int]
"""Hashes of the sequences of a text; they mean something within one process only."""


def shingles(report: Report) -> Shingles:
    """The three-word sequences of a report's text (of its title, where there is no text), in search form."""
    return frozenset(map(hash, _sequences(report)))


def bands(report: Report) -> tuple[int, ...]:
    """The keys, signed 64-bit numbers, by which texts that are alike are likely to meet; the same in every process."""
    from rensa import RMinHash

    signature = RMinHash(_BANDS * _ROWS, _SEED)
    signature.update([" ".join(words) for words in _sequences(report)])
    values = signature.digest()
    return tuple(_key(band, values[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS))


def _sequences(report: Report) -> list[tuple[str, ...]]:
    words = search_form(report.text or report.title).split()
    return list(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else [tuple(words)]


def _key(band: int, values: list[int]) -> int:
    packed = b"".join(value.to_bytes(4, "little") for value in (band, *values))
    return int.from_bytes(hashlib.blake2s(packed, digest_size=8).digest(), "little", signed=True)


def likeness(one: Shingles, other: Shingles) -> float:
    """Share in common of all: 0 for nothing, 1 for the same sequences."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def resembles(one: Shingles, other: Shingles) -> bool:
    """Whether the longer text holds at least half of the shorter."""
    return len(one & other) >= RESEMBLING * min(len(one), len(other))
