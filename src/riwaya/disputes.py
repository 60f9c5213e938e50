"""Where the accounts of one incident cannot all hold: figures apart, words denied, other parties named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from riwaya.model import Actor, Claim, Incident, Toll

_COUNTED_AS = {"killed": ("killed", "killed_or_injured"), "injured": ("injured", "killed_or_injured")}


@dataclass(frozen=True, slots=True)
class Dispute:
    """An attribute on which claims contradict each other; `claims` are their places in `Incident.claims`."""

    attribute: str
    claims: tuple[int, ...]


def find_disputes(incident: Incident) -> tuple[Dispute, ...]:
    """The disputes of an incident, each attribute once, in the order of the claims that open them."""
    found: dict[str, set[int]] = {}
    for attribute, one, other in _contradictions(incident):
        found.setdefault(attribute, set()).update((one, other))
    return tuple(Dispute(attribute, tuple(sorted(claims))) for attribute, claims in found.items())


def _contradictions(incident: Incident) -> Iterator[tuple[str, int, int]]:
    claims = incident.claims
    for (i, one), (j, other) in combinations(enumerate(claims), 2):
        if _speaker(one) == _speaker(other):
            continue
        for attribute in (*_figures_apart(one, other), *_denied(one, other), *_denied(other, one)):
            yield attribute, i, j
        for role, actors in (("perpetrator", incident.perpetrators), ("target", incident.targets)):
            if _named_apart(actors, i, j):
                yield role, i, j


def _speaker(claim: Claim) -> str:
    return claim.speaker.actor or claim.speaker.name


def _figures_apart(one: Claim, other: Claim) -> Iterator[str]:
    """Outcomes of which the two give intervals with no figure in common, for victims that can be the same."""
    for a in one.tolls:
        for b in other.tolls:
            comparable = a.outcome == b.outcome and (a.victims == b.victims or None in (a.victims, b.victims))
            if comparable and not _overlap(a, b):
                yield a.outcome


def _overlap(a: Toll, b: Toll) -> bool:
    low = max(a.min or 0, b.min or 0)
    return all(high is None or low <= high for high in (a.max, b.max))


def _denied(denier: Claim, other: Claim) -> Iterator[str]:
    """What one denies that the other says."""
    for attribute in denier.denied:
        if attribute in other.denied:
            continue
        if attribute in _COUNTED_AS:
            outcomes = _COUNTED_AS[attribute]
            if any(toll.outcome in outcomes and toll.min for toll in other.tolls):
                yield attribute
        elif other.stance != "denies":
            yield attribute


def _named_apart(actors: tuple[Actor, ...], i: int, j: int) -> bool:
    """Whether both claims name such a party, and none in common."""
    of_one = {id(actor) for actor in actors if i in actor.according_to}
    of_other = {id(actor) for actor in actors if j in actor.according_to}
    return bool(of_one and of_other) and of_one.isdisjoint(of_other)
