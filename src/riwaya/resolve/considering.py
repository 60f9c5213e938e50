"""What was weighed in choosing a place: candidates with scores and reasons, and what the words around made of it."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.gazetteer import Gazetteer
from riwaya.gazetteer.names import name_key
from riwaya.model import Where
from riwaya.resolve.phrases import read_phrase
from riwaya.resolve.places import PlaceContext, ask, resolve_place
from riwaya.resolve.ranking import Ranked, rank


@dataclass(frozen=True, slots=True)
class Considered:
    """A place as chosen, the candidates that bear its name, the likeliest first, and why it came out so."""

    where: Where
    candidates: tuple[Ranked, ...]
    reasons: tuple[str, ...]


def consider_place(where: Where, context: PlaceContext, gazetteer: Gazetteer, text: str | None = None) -> Considered:
    """The choice that `resolve_place` makes, with what speaks for it and against it."""
    chosen = resolve_place(where, context, gazetteer, text)
    asked = ask(where, context, gazetteer, text)
    within = asked.holding.name if asked.holding is not None else None
    candidates: tuple[Ranked, ...] = ()
    for phrase in read_phrase(asked.key):
        kind_word = phrase.kind_word or (asked.kind_word if phrase.relation is None else None)
        for name in phrase.names:
            candidates += rank(name, asked.context, gazetteer, kind_word, phrase.within or within)
        if candidates:
            break
    return Considered(chosen, candidates, tuple(_reasons(chosen, candidates, within)))


def _reasons(chosen: Where, candidates: tuple[Ranked, ...], within: str | None) -> list[str]:
    own = next((item for item in candidates if item.place.id == chosen.id), None)
    reasons = list(own.reasons) if own is not None else []
    if own is None and chosen.lat is not None and len(chosen.anchors) == 2:
        reasons.append(f"the stretch between {chosen.anchors[0]} and {chosen.anchors[1]}")
    elif own is None and chosen.admin1 is not None and chosen.anchors:
        reasons.append(f"no such name in the gazetteer; it is said to lie in {chosen.anchors[0]}")
    elif own is None and candidates:
        reasons.append("none of the places of that name fits the report: too small for abroad, or a common word")
    elif own is None:
        reasons.append("no such name in the gazetteer")
    if chosen.relation is not None and chosen.radius_km is not None:
        reasons.append(f"{chosen.relation}: the words around it widen it to {chosen.radius_km:g} km")
    if within is not None and own is not None and not any("named beside" in reason for reason in reasons):
        reasons.append(f"{name_key(within)} is named beside it")
    return reasons
