"""Which countries a report is about, by the words it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from riwaya.extract.gist import gist_of
from riwaya.lexicon.match import Hit

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
        for iso, points in gist_of(hit).countries:
            weight[iso] = weight.get(iso, 0) + points
    ranked = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    return tuple(iso for iso, _ in ranked)
