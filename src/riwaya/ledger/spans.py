"""Spans in rows, with the words that they must cut out of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

_PREFIXES = ("", "day_", "place_")

Cut = tuple[int | None, int | None, str | None]


def spans_of(row: Mapping[str, Any]) -> Iterator[Cut]:
    """Every span of a row that hangs on a reading: start, end, quote; all three None where there is none."""
    for prefix in _PREFIXES:
        if f"{prefix}quote" in row:
            yield row[f"{prefix}start"], row[f"{prefix}end"], row[f"{prefix}quote"]
    if "spans" in row:
        yield from (tuple(span) for span in msgspec.json.decode(row["spans"]))


def misquoted(row: Mapping[str, Any], full_text: str) -> Iterator[Cut]:
    """The spans that do not cut their quote out of the text."""
    for start, end, quote in spans_of(row):
        if (start, end, quote) == (None, None, None):
            continue
        if start is None or end is None or full_text[start:end] != quote:
            yield start, end, quote
