"""Resolves a reading: places to coordinates, and names that changed hands to the body of their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riwaya.gazetteer import Gazetteer
from riwaya.model import Actor, Claim, Incident, Reading
from riwaya.resolve.places import PlaceContext, resolve_place

_DAMASCUS = date(2024, 12, 8)
"""The day the government in Damascus changed: what was said of the state after it is said of the new one."""


def resolve(reading: Reading, gazetteer: Gazetteer) -> Reading:
    """The same reading with every incident resolved."""
    if not reading.incidents:
        return reading
    named = tuple(i.where.name for i in reading.incidents if i.where is not None)
    incidents = []
    for incident in reading.incidents:
        where = incident.where
        if where is not None:
            where = resolve_place(where, PlaceContext(reading.countries, named), gazetteer, reading.report.full_text)
            if where.id is None and where.lat is None and gazetteer.candidates(where.name):
                where = None
        incidents.append(_of_its_day(replace(incident, where=where)))
    return replace(reading, incidents=tuple(incidents))


def _of_its_day(incident: Incident) -> Incident:
    if incident.when is None or incident.when.start <= _DAMASCUS:
        return incident
    return replace(
        incident,
        perpetrators=_renamed(incident.perpetrators),
        targets=_renamed(incident.targets),
        claims=tuple(_claim(claim) for claim in incident.claims),
    )


def _renamed(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(replace(a, actor=_successor(a.actor)) for a in actors)


def _successor(actor: str | None) -> str | None:
    return "syria-transitional" if actor == "syria-gov" else actor


def _claim(claim: Claim) -> Claim:
    return replace(
        claim,
        speaker=replace(claim.speaker, actor=_successor(claim.speaker.actor)),
        tolls=tuple(replace(t, victims=_successor(t.victims)) for t in claim.tolls),
    )
