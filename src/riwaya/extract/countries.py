"""Which countries a report is about, by the words it uses."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.extract.gist import gist_of
from riwaya.lexicon.match import Hit


def countries_of(hits: Iterable[Hit]) -> tuple[str, ...]:
    """The countries that a report names, by adjectives, names, places and parties, most named first."""
    weight: dict[str, int] = {}
    for hit in hits:
        for iso, points in gist_of(hit).countries:
            weight[iso] = weight.get(iso, 0) + points
    ranked = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    return tuple(iso for iso, _ in ranked)
