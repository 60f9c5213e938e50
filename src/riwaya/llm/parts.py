"""Cuts a report into parts that a model can take, at the bounds of sentences."""

from __future__ import annotations

from riwaya.arabic.fold import Folded
from riwaya.arabic.sentences import sentences
from riwaya.model import Span

MOST = 3_000
"""Characters of one part; a longer sentence is cut at this length."""


def parts(folded: Folded, most: int = MOST) -> list[Span]:
    """Spans of the original, in order, that together hold every word; each begins and ends with a sentence.

    >>> from riwaya.arabic.fold import fold
    >>> text = "قتل جندي. أصيب آخر. انتهى."
    >>> [span.cut(text) for span in parts(fold(text), 20)]
    ['قتل جندي. أصيب آخر.', 'انتهى.']
    """
    found: list[Span] = []
    for start, end in sentences(folded):
        first, last = folded.span(start, end)
        for at in range(first, last, most):
            stop = min(at + most, last)
            if found and stop - found[-1].start <= most:
                found[-1] = Span(found[-1].start, stop)
            else:
                found.append(Span(at, stop))
    return found
