"""Sets the incidents of a second reader beside those of the rules: what both found is marked, nothing is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from riwaya.arabic.fold import fold_key
from riwaya.gazetteer import Gazetteer
from riwaya.model import Claim, Incident, Reading, Span, marked_by
from riwaya.resolve import resolve

_ENOUGH = 3
"""The likeness from which two incidents of one report are the same happening."""


def merge(first: Reading, others: Sequence[Incident], name: str, gazetteer: Gazetteer) -> Reading:
    """The rules' reading with the other reader's incidents and claims added, each claim marked with its readers.

    Of the rules' own incidents only claims are added to, and tolls of an outcome that a claim of both did not have.
    """
    others = _once(resolve(Reading(first.report, tuple(others), (), first.countries), gazetteer).incidents)
    partners: dict[str, list[Incident]] = {}
    alone: list[Incident] = []
    for other in others:
        best = max(first.incidents, key=lambda own: _likeness(own, other), default=None)
        if best is not None and _likeness(best, other) >= _ENOUGH:
            partners.setdefault(best.id, []).append(other)
        else:
            alone.append(replace(other, claims=tuple(marked_by(claim, (name,)) for claim in other.claims)))
    own = [_joined(incident, partners.get(incident.id, []), name) for incident in first.incidents]
    taken = {incident.id for incident in own}
    return replace(first, incidents=(*own, *(incident for incident in alone if incident.id not in taken)))


def _once(incidents: Iterable[Incident]) -> list[Incident]:
    """Each incident once; one that was told in two parts of a report has the claims of both."""
    found: dict[str, Incident] = {}
    for incident in incidents:
        known = found.get(incident.id)
        if known is not None:
            fresh = [claim for claim in incident.claims if claim not in known.claims]
            incident = replace(known, claims=(*known.claims, *fresh))
        found[incident.id] = incident
    return list(found.values())


def _likeness(own: Incident, other: Incident) -> int:
    """Points for words that both read (trigger, tolls, evidence), for the same type, place and day; 0 without words."""
    tolls = _touch(_tolls(own), _tolls(other))
    near = _touch([own.trigger, *_evidence(own)], [other.trigger, *_evidence(other)])
    trigger = _touch([own.trigger], [other.trigger])
    if not (tolls or near or trigger):
        return 0
    place = own.where is not None and other.where is not None and _key(own.where.name) == _key(other.where.name)
    day = own.when is not None and other.when is not None and own.when.start == other.when.start
    return 3 * trigger + 3 * tolls + near + (own.type == other.type) + place + day


def _tolls(incident: Incident) -> list[Span]:
    return [toll.span for claim in incident.claims for toll in claim.tolls]


def _evidence(incident: Incident) -> list[Span]:
    return [span for claim in incident.claims for span in claim.evidence]


def _touch(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


def _joined(own: Incident, others: Sequence[Incident], name: str) -> Incident:
    """An incident of the rules with what the other reader tells of it."""
    claims = [marked_by(claim, ("rules",)) for claim in own.claims]
    for claim in (claim for other in others for claim in other.claims):
        at = next((i for i, known in enumerate(claims) if "rules" in known.readers and _same(known, claim)), None)
        if at is None:
            claims.append(marked_by(claim, (name,)))
            continue
        known = claims[at]
        outcomes = {toll.outcome for toll in known.tolls}
        more = tuple(toll for toll in claim.tolls if toll.outcome not in outcomes)
        claims[at] = replace(marked_by(known, ("rules", name)), tolls=(*known.tolls, *more))
    return replace(own, claims=tuple(claims))


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims are one speaker's, of one stance, and give no outcome two figures."""
    if _who(one) != _who(other) or one.stance != other.stance:
        return False
    mine = {toll.outcome: (toll.min, toll.max) for toll in one.tolls}
    return all(mine.get(toll.outcome, (toll.min, toll.max)) == (toll.min, toll.max) for toll in other.tolls)


def _who(claim: Claim) -> str:
    return claim.speaker.actor or _key(claim.speaker.name)


def _key(name: str) -> str:
    return fold_key(name)
