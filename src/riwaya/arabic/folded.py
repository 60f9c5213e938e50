"""A text in search form with the way back; made by `riwaya.arabic.fold`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_FIRST_MARK = "\u0300"
"""The first of the marks that stand over or under letters."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in search form; `back[i]` is the index in `original` of the character that gave `text[i]`."""

    original: str
    text: str
    back: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of original characters behind [start, end) of the search form, blanks trimmed."""
        text, original = self.text, self.original
        end = min(end, len(text))
        while start < end and text[start] in " \n":
            start += 1
        while end > start and text[end - 1] in " \n":
            end -= 1
        if start >= end:
            at = self.back[start] if start < len(text) else len(original)
            return at, at
        first, last = self.back[start], self.back[end - 1] + 1
        while last < len(original) and original[last] >= _FIRST_MARK and unicodedata.category(original[last]) == "Mn":
            last += 1
        return first, last

    def quote(self, start: int, end: int) -> str:
        """The original words behind [start, end) of the search form."""
        first, last = self.span(start, end)
        return self.original[first:last]
