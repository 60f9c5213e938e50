"""Resolves a reading: places to coordinates, and names that changed hands to the body of their day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from riwaya.gazetteer import Gazetteer
from riwaya.model import Actor, Claim, Incident, Reading, Where
from riwaya.resolve.places import PlaceContext, resolve_place
from riwaya.resolve.surroundings import kind_before, surroundings

_CHANGES = {
    "syria-gov": (date(2024, 12, 8), "syria-transitional"),
    "afghan-gov": (date(2021, 8, 15), "taliban"),
}
"""The days on which a state passed to another body: what was said of the state after its day is said of that body."""


def resolve(reading: Reading, gazetteer: Gazetteer) -> Reading:
    """The same reading with every incident resolved."""
    if not reading.incidents:
        return reading
    text = reading.report.full_text
    contexts = _contexts(reading)
    incidents = []
    for number, incident in enumerate(reading.incidents):
        where = incident.where
        if where is not None:
            where = resolve_place(where, contexts[number // _PORTION], gazetteer, text)
            if where.country is None and where.lat is None and _a_word(where, text, gazetteer):
                where = None
            incident = replace(incident, where=where)
        incidents.append(_at_home(_of_its_day(incident)))
    incidents = _in_context(incidents, reading.countries)
    return Reading(reading.report, tuple(incidents), reading.warnings, reading.countries)


def _a_word(where: Where, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a name that none of its bearers fits is rather a word: nothing before it says that it is a place."""
    return bool(gazetteer.candidates(where.name)) and kind_before(surroundings(where, text)) is None


_PORTION = 8
"""Incidents of a portion of a long report: each is resolved among the places of its own and those beside it."""


def _contexts(reading: Reading) -> list[PlaceContext]:
    """What each portion of the incidents is resolved among."""
    names = [None if i.where is None else i.where.name for i in reading.incidents]
    around = (names[max(0, first - _PORTION) : first + 2 * _PORTION] for first in range(0, len(names), _PORTION))
    return [PlaceContext(reading.countries, tuple(name for name in some if name is not None)) for some in around]


_AT_HOME = {("iran", "IR"): "iran-gov"}
"""Bodies that go by another id inside their own country."""


def _at_home(incident: Incident) -> Incident:
    """The incident with its parties named as at home where it lies in their own country."""
    country = incident.where.country if incident.where is not None else None
    if not any((a.actor, country) in _AT_HOME for a in (*incident.perpetrators, *incident.targets)):
        return incident
    perpetrators, targets = (
        tuple(replace(a, actor=_AT_HOME.get((a.actor or "", country or ""), a.actor)) for a in actors)
        for actors in (incident.perpetrators, incident.targets)
    )
    return replace(incident, perpetrators=perpetrators, targets=targets)


def _in_context(incidents: list[Incident], countries: Sequence[str]) -> list[Incident]:
    """A name that is not in the gazetteer is taken to lie in the governorate of all the report's other events.

    Where these lie in none or in several, it lies in the one country that the report names. It gets no point, and its
    basis says that this is a guess from the context.
    """
    areas: set[tuple[str | None, str | None]]
    areas = {(i.where.country, i.where.admin1) for i in incidents if i.where is not None and i.where.country}
    if len(areas) != 1 or None in {admin1 for _, admin1 in areas}:
        areas = {(country, None) for country in countries}
    if len(areas) != 1:
        return incidents
    ((country, admin1),) = areas
    return [
        replace(i, where=replace(i.where, country=country, admin1=admin1, basis="context"))
        if i.where is not None and i.where.country is None and i.where.id is None and i.where.lat is None
        else i
        for i in incidents
    ]


def _of_its_day(incident: Incident) -> Incident:
    """The incident with the heirs of states that changed hands; not where a state fights its own heir."""
    if incident.when is None:
        return incident
    day = incident.when.start
    passed = {actor: heir for actor, (change, heir) in _CHANGES.items() if day > change}
    if not passed or not _names_any(incident, passed):
        return incident
    renamed = _renamed(incident.perpetrators, passed), _renamed(incident.targets, passed)
    perpetrators = _not_both(incident.perpetrators, renamed[0], renamed[1])
    targets = _not_both(incident.targets, renamed[1], renamed[0])
    if (renamed[0] and not perpetrators) or (renamed[1] and not targets):
        return incident
    return replace(
        incident,
        perpetrators=perpetrators,
        targets=targets,
        claims=tuple(_claim(claim, passed) for claim in incident.claims),
    )


def _names_any(incident: Incident, passed: Mapping[str, str]) -> bool:
    """Whether a body that changed hands is among the parties, the speakers or the victims."""
    return (
        any(party.actor in passed for party in (*incident.perpetrators, *incident.targets))
        or any(claim.speaker.actor in passed for claim in incident.claims)
        or any(toll.victims in passed for claim in incident.claims for toll in claim.tolls)
    )


def _heir(actor: str | None, passed: Mapping[str, str]) -> str | None:
    return passed.get(actor or "", actor)


_FORMER = re.compile("الأسد|السابق|البائد|المخلوع")
"""Words that say in a name that the old state is meant, whenever it is named (ألغام من مخلفات النظام البائد)."""


def _renamed(actors: Sequence[Actor], passed: Mapping[str, str]) -> tuple[Actor, ...]:
    """The parties by their names of that day, each once."""
    found: dict[str, Actor] = {}
    for party in actors:
        actor = party.actor if _FORMER.search(party.name) else _heir(party.actor, passed)
        found.setdefault(actor or party.name, replace(party, actor=actor))
    return tuple(found.values())


def _not_both(before: Sequence[Actor], after: tuple[Actor, ...], others: Sequence[Actor]) -> tuple[Actor, ...]:
    """A state that passed to a body of the other side is that other side, named again."""
    theirs, own = {party.actor for party in others}, {party.actor for party in before}
    return tuple(party for party in after if party.actor in own or party.actor not in theirs)


def _claim(claim: Claim, passed: Mapping[str, str]) -> Claim:
    return replace(
        claim,
        speaker=replace(claim.speaker, actor=_heir(claim.speaker.actor, passed)),
        tolls=tuple(replace(t, victims=_heir(t.victims, passed)) for t in claim.tolls),
    )
