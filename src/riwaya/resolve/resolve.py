"""Resolves a reading: places to coordinates, and names that changed hands to the body of their day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riwaya.gazetteer import Gazetteer
from riwaya.model import Actor, Claim, Incident, Reading, Where
from riwaya.resolve.places import PlaceContext, resolve_place
from riwaya.resolve.surroundings import kind_before, surroundings

_DAMASCUS = date(2024, 12, 8)
"""The day the government in Damascus changed: what was said of the state after it is said of the new one."""


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
    if incident.when is None or incident.when.start <= _DAMASCUS or not _names_the_state(incident):
        return incident
    return replace(
        incident,
        perpetrators=_renamed(incident.perpetrators),
        targets=_renamed(incident.targets),
        claims=tuple(_claim(claim) for claim in incident.claims),
    )


def _names_the_state(incident: Incident) -> bool:
    """Whether a body that changed hands is among the parties, the speakers or the victims."""
    return (
        any(_successor(party.actor) != party.actor for party in (*incident.perpetrators, *incident.targets))
        or any(_successor(claim.speaker.actor) != claim.speaker.actor for claim in incident.claims)
        or any(_successor(toll.victims) != toll.victims for claim in incident.claims for toll in claim.tolls)
    )


def _renamed(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(a if _FORMER.search(a.name) else replace(a, actor=_successor(a.actor)) for a in actors)


_FORMER = re.compile("الأسد|السابق|البائد|المخلوع")
"""Words that say in a name that the old state is meant, whenever it is named (ألغام من مخلفات النظام البائد)."""


def _successor(actor: str | None) -> str | None:
    return "syria-transitional" if actor == "syria-gov" else actor


def _claim(claim: Claim) -> Claim:
    return replace(
        claim,
        speaker=replace(claim.speaker, actor=_successor(claim.speaker.actor)),
        tolls=tuple(replace(t, victims=_successor(t.victims)) for t in claim.tolls),
    )
