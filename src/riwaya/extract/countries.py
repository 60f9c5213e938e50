"""Which countries a report is about, by the words it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.lexicon.entries import StateEntry
from riwaya.lexicon.match import Hit, Term

_OF_COUNTRIES = frozenset({"state", "adjective", "place", "actor"})


@lru_cache(maxsize=16_384)
def _speaks_for(term: Term) -> tuple[tuple[str, int], ...]:
    """The countries that a word names or belongs to, and how much each of its uses counts for them."""
    entry = term.entry
    if term.kind == "state":
        return ((entry.iso, 3 if term.form == "name" else 1),)
    if term.kind == "adjective":
        return ((entry.iso, 2),) if isinstance(entry, StateEntry) else ()
    if term.kind == "place":
        sure = entry.known and not entry.doubtful and len(entry.countries) == 1
        return tuple((iso, 2) for iso in entry.countries) if sure else ()
    if any(fold_key(name) == term.form for name in entry.only_in):
        return ()
    return tuple((iso, 1) for iso in entry.countries[:2])


_FILED = re.compile(r"\n[^\n.:]{2,70}\([^)\n]{2,25}\)\s*-")
"""Where an agency's report was filed, at the head of its first line (دبي, الإمارات العربية المتحدة (وكالة) -)."""


def countries_of(hits: Iterable[Hit], text: str = "") -> tuple[str, ...]:
    """The countries that a report names, by adjectives, names, places and parties, most named first.

    Where an agency filed it says nothing; `text` is the whole report, after whose title that stands.
    """
    weight: dict[str, int] = {}
    filed = _FILED.match(text, max(0, text.find("\n")))
    head = filed.span() if filed is not None else (0, 0)
    for hit in hits:
        if head[0] <= hit.start < head[1]:
            continue
        for term in hit.terms:
            for iso, points in _speaks_for(term) if term.kind in _OF_COUNTRIES else ():
                weight[iso] = weight.get(iso, 0) + points
    ranked = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    return tuple(iso for iso, _ in ranked)
