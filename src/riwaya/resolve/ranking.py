"""Which of the places that bear a name a report means: every candidate with its score and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from riwaya.gazetteer import Gazetteer, Place
from riwaya.gazetteer.geometry import kilometres
from riwaya.gazetteer.names import KINDS_OF_WORD, name_key


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """Where the report is set: its countries, the likeliest first, and its other place names in search form."""

    countries: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the sentences that make it up."""

    place: Place
    score: float
    reasons: tuple[str, ...]


_ALIKE = {
    "town": ("town", "village", "admin2", "settlement"), "village": ("village", "town", "settlement"),
    "admin2": ("admin2", "town", "region"),
    "admin3": ("admin3", "town", "village", "admin2"), "region": ("region", "rural", "admin1", "admin2", "desert"),
    "mountain": ("mountain", "village", "region"), "sea": ("sea", "region"), "quarter": ("quarter", "settlement"),
    "country": ("country", "admin1"), "desert": ("desert", "region"),
}  # fmt: skip


@lru_cache(maxsize=32)
def rank(
    name: str, context: PlaceContext, gazetteer: Gazetteer, kind_word: str | None = None, within: str | None = None
) -> tuple[Ranked, ...]:
    """The places that bear `name`, the one that the report's context favours first, each with its reasons.

    `kind_word` (search form) stands before the name; `within` names the place it is said to be part of.
    """
    found = gazetteer.candidates(name)
    if not found:
        return ()
    key = name_key(name)
    others = _anchors(context.named, key, gazetteer)
    inside = gazetteer.candidates(within) if within else ()
    asked = _Question(key, context, found, others, inside, kind_word)
    ranked = [_ranked(place, asked, gazetteer.listed(place)) for place in found]
    return tuple(sorted(ranked, key=lambda item: (-item.score, item.place.id)))


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every candidate: the name, the report's context, the homonyms, and the words beside the name."""

    key: str
    context: PlaceContext
    found: tuple[Place, ...]
    others: tuple[tuple[Place, ...], ...]
    inside: tuple[Place, ...]
    kind_word: str | None


def _ranked(place: Place, asked: _Question, listed: bool) -> Ranked:
    context, kind_word = asked.context, asked.kind_word
    reasons: list[tuple[float, str]] = []
    if place.population and place.kind not in ("country", "admin1"):
        reasons.append((log10(place.population) * 0.5, f"{place.population:,} people"))
    if place.kind == "country":
        reasons.append((4.0, "a country"))
    elif place.kind == "admin1":
        reasons.append((2.2, "a governorate"))
    elif listed:
        reasons.append((1.5 if place.kind == "town" else 1.2, f"a {place.kind} that conflict reports name"))
    if place.kind != "admin1" and any(
        p.kind == "admin1" and p.country == place.country and p.admin1 == place.admin1 for p in asked.found
    ):
        reasons.append((2.2, "the seat of the governorate of that name"))
    elif not listed and any(p.kind == "admin1" and p.country == place.country for p in asked.found if p is not place):
        reasons.append((-1.0, "a governorate of that name is likelier"))
    if name_key(place.name) == asked.key:
        reasons.append((0.6, "its usual name"))
    if place.country in context.countries:
        at = context.countries.index(place.country)
        reasons.append((8.0 / (at + 1) + 0.5, f"in {place.country}, country {at + 1} of the report"))
    if kind_word:
        reasons.append(_kind_reason(place, kind_word))
    if asked.inside and (found := _lies_in(place, asked.inside)):
        reasons.append(found)
    reasons += _near_others(place, asked.others)
    return Ranked(place, round(sum(score for score, _ in reasons), 3), tuple(sentence for _, sentence in reasons))


def _kind_reason(place: Place, kind_word: str) -> tuple[float, str]:
    kinds = KINDS_OF_WORD.get(kind_word, ())
    if place.kind in kinds:
        return 3.0, f"{kind_word} says a {place.kind}"
    if any(place.kind in _ALIKE.get(kind, ()) for kind in kinds):
        return 1.5, f"{kind_word} fits a {place.kind}"
    return -1.5, f"{kind_word} does not fit a {place.kind}"


def _lies_in(place: Place, inside: Iterable[Place]) -> tuple[float, str] | None:
    best: tuple[float, str] | None = None
    for outer in inside:
        if outer.id == place.id or outer.country != place.country:
            continue
        sentence = f"lies in {outer.name}, named beside it"
        if outer.kind == "country" or (outer.kind == "admin1" and outer.admin1 == place.admin1):
            best = max(best or (0.0, ""), (4.0, sentence))
        elif outer.kind != "admin1" and outer.point is not None and place.point is not None:
            apart = kilometres(outer.point, place.point)
            near = apart <= outer.radius_km + 5
            if near or apart <= max(40.0, outer.radius_km):
                score = 4.5 if near else 3.0
                best = max(best or (0.0, ""), (score, sentence))
    return best


def _near_others(place: Place, others: tuple[tuple[Place, ...], ...]) -> list[tuple[float, str]]:
    """What the other names of the report add: a governorate named, a neighbour named."""
    best: dict[str, tuple[float, str]] = {}
    for homonyms in others:
        share = 1.0 / len({other.country for other in homonyms})
        for other in homonyms:
            if other.country != place.country or other.id == place.id:
                continue
            if other.kind == "admin1" and other.admin1 == place.admin1:
                reason = (3.0 * share, f"the report names {other.name}")
            elif other.kind == "country":
                reason = (2.0 * share, f"the report names {other.name}")
            elif other.point is None or place.point is None:
                continue
            else:
                apart = kilometres(other.point, place.point)
                if apart > 150:
                    continue
                reason = ((2.5 if apart <= 50 else 1.2) * share, f"{apart:.0f} km from {other.name}, also named")
            slot = "area" if other.kind in ("admin1", "country") else "neighbour"
            best[slot] = max(best.get(slot, reason), reason)
    return list(best.values())


def _anchors(named: tuple[str, ...], key: str, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], ...]:
    """The candidates of the report's other names, ambiguous beyond use left out."""
    found = (gazetteer.candidates(name) for name in dict.fromkeys(named) if name_key(name) != key)
    return tuple(places for places in found if 0 < len(places) <= 12)
