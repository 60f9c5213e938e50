"""Finds quotations in a text: letter by letter after folding, whole words, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.arabic.fold import Folded, fold_key
from riwaya.model import Span

_LEAD = "(?:وال|فال|بال|كال|ال|لل|و|ف|ب|ك|ل|وب|ول|فب|فل)?"
"""Proclitics that a quotation may leave out before its first word."""


@dataclass(frozen=True, slots=True)
class Quoter:
    """Looks up quotations in a report; those in `part` first, near `around` where they stand more than once."""

    folded: Folded
    part: Span

    def find(self, quotation: str | None, around: int | None = None) -> Span | None:
        """The span of a quotation; None where it is empty or not in the text, however nearly."""
        key = fold_key(quotation or "")
        if not key or not any(char.isalnum() for char in key):
            return None
        pattern = re.compile(rf"(?<![^\W_]){_LEAD}({re.escape(key)})(?![^\W_])")
        found = [Span(*self.folded.span(*match.span(1))) for match in pattern.finditer(self.folded.text)]
        near = self.part.start if around is None else around
        return min(found, key=lambda span: (not self._holds(span), abs(span.start - near)), default=None)

    def _holds(self, span: Span) -> bool:
        return self.part.start <= span.start and span.end <= self.part.end
