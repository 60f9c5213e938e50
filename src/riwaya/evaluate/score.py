"""Counts, slot by slot, what was annotated, what was found, and what of it is the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riwaya.evaluate.gold import GoldClaim, GoldEvent, GoldReport
from riwaya.evaluate.likeness import (
    NEAR_KM,
    Gold,
    apart_km,
    figures_of_found,
    figures_of_gold,
    pair,
    same_actor,
    same_date,
    same_name,
    same_place,
    same_speaker,
)
from riwaya.gazetteer import load_gazetteer
from riwaya.model import Actor, Claim, Incident, Reading, Where

SLOTS = ("type", "date", "place", "perpetrator", "target", "weapon", "speaker", "stance", "toll")
"""What an event and its claims consist of; 'event' (found at all) and 'figure' (whoever said it) are counted beside."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of a kind of slot, with how many were annotated and how many found."""

    precision: float
    recall: float
    f1: float
    gold: int
    found: int


@dataclass(eq=False)
class Tally:
    """Counts by kind of slot."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, gold: int, found: int, hit: int = 0) -> None:
        """Counts one slot: annotated, found, and found as annotated."""
        self.gold[kind] += gold
        self.found[kind] += found
        self.hit[kind] += hit

    def update(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        self.gold.update(other.gold)
        self.found.update(other.found)
        self.hit.update(other.hit)

    def figures(self, kinds: Sequence[str]) -> Figures:
        """The figures over all slots of these kinds together."""
        hit, gold, found = (sum(c[k] for k in kinds) for c in (self.hit, self.gold, self.found))
        precision = hit / found if found else 0.0
        recall = hit / gold if gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return Figures(precision, recall, f1, gold, found)


@dataclass(frozen=True, slots=True)
class PlaceError:
    """How far the places found lie from those annotated: over the events paired with an incident that has a place.

    `within_15` is the share within 15 km of those `measured` (coordinates on both sides), `same_admin1` the share in
    the right governorate of the `in_admin1` among them that have one annotated.
    """

    median_km: float | None
    p95_km: float | None
    within_15: float | None
    measured: int
    same_admin1: float | None
    in_admin1: int


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a whole folder."""

    slots: dict[str, Figures]
    main: Figures
    all: Figures
    alarms: int
    negatives: int
    missing: tuple[str, ...]
    place_error: PlaceError
    by_report: tuple[tuple[float, str], ...]
    """F1 over all slots and id of every report with events, the worst first."""


def score_readings(golds: Iterable[GoldReport], readings: Iterable[Reading]) -> Score:
    """Scores readings against annotations, report by report by id; what was not read counts as nothing found."""
    incidents = {reading.report.id: reading.incidents for reading in readings}
    total, main = Tally(), Tally()
    by_report, missing = [], []
    negatives = alarms = 0
    paired: list[tuple[GoldEvent, Where]] = []
    for gold in golds:
        if gold.id not in incidents:
            missing.append(gold.id)
        found = incidents.get(gold.id, ())
        if gold.genre == "negative":
            negatives += 1
            alarms += bool(found)
        mine = Tally()
        for event, incident in pair([(event, gold.claims_on(event)) for event in gold.events], found):
            count(mine, event, incident)
            if event is not None and incident is not None and incident.where is not None:
                paired.append((event[0], incident.where))
            if event is None or event[0].main:
                count(main, event, incident)
        total.update(mine)
        figures = mine.figures(SLOTS)
        if figures.gold:
            by_report.append((figures.f1, gold.id))
    slots = {kind: total.figures([kind]) for kind in ("event", *SLOTS, "figure")}
    return Score(
        slots,
        main.figures(SLOTS),
        total.figures(SLOTS),
        alarms,
        negatives,
        tuple(missing),
        place_error(paired),
        tuple(sorted(by_report)),
    )


def place_error(paired: Sequence[tuple[GoldEvent, Where]]) -> PlaceError:
    """The distances over events and the places found for them; percentiles by the nearest rank."""
    apart = sorted(km for gold, where in paired if (km := apart_km(gold, where)) is not None)
    areas = [same_area(gold, where) for gold, where in paired if gold.admin1 and apart_km(gold, where) is not None]
    return PlaceError(
        _at(apart, 0.5),
        _at(apart, 0.95),
        sum(km <= NEAR_KM for km in apart) / len(apart) if apart else None,
        len(apart),
        sum(areas) / len(areas) if areas else None,
        len(areas),
    )


def same_area(gold: GoldEvent, where: Where) -> bool:
    """The same governorate, by any of the names that the gazetteer knows it by (كابل, كابول)."""
    if same_name(gold.admin1, where.admin1):
        return True
    known = load_gazetteer().candidates(gold.admin1 or "")
    return any(p.kind == "admin1" and p.country == where.country and p.admin1 == where.admin1 for p in known)


def _at(values: Sequence[float], share: float) -> float | None:
    return values[max(0, math.ceil(len(values) * share) - 1)] if values else None


def count(tally: Tally, gold: Gold | None, found: Incident | None) -> None:
    """Counts one event and the incident that it is paired with; None for the one that is lacking."""
    event, claims = gold if gold else (None, ())
    both = event is not None and found is not None
    same_type = event is not None and found is not None and event.type == found.type
    tally.add("event", event is not None, found is not None, both)
    tally.add("type", event is not None, found is not None, same_type)
    _count_date(tally, event, found)
    _count_place(tally, event, found)
    _count_actors(tally, "perpetrator", event.perpetrator if event else (), found.perpetrators if found else ())
    _count_actors(tally, "target", event.target if event else (), found.targets if found else ())
    _count_weapon(tally, event, found)
    _count_claims(tally, claims, found.claims if found else ())


def _count_place(tally: Tally, event: GoldEvent | None, found: Incident | None) -> None:
    where = found.where if found else None
    wanted = event is not None and bool(event.place)
    tally.add("place", wanted, where is not None, event is not None and wanted and same_place(event, where))


def _count_date(tally: Tally, event: GoldEvent | None, found: Incident | None) -> None:
    """An event annotated without a day says nothing for or against the day that was found."""
    when = found.when if found else None
    if event is None:
        tally.add("date", 0, when is not None)
    elif event.date and event.date_precision != "none":
        tally.add("date", 1, when is not None, same_date(event, when))


def _count_actors(tally: Tally, role: str, golds: Sequence[str], founds: Sequence[Actor]) -> None:
    hits = sum(any(same_actor(gold, found) for found in founds) for gold in golds)
    tally.add(role, len(golds), len(founds), min(hits, len(founds)))


def _count_weapon(tally: Tally, event: GoldEvent | None, found: Incident | None) -> None:
    """An event annotated without a known weapon says nothing for or against the weapon that was found."""
    weapon = found.weapon if found else None
    if event is None:
        tally.add("weapon", 0, bool(weapon))
    elif event.weapon not in (None, "unknown"):
        tally.add("weapon", 1, bool(weapon), event.weapon == weapon)


def _count_claims(tally: Tally, golds: Sequence[GoldClaim], founds: Sequence[Claim]) -> None:
    left = list(founds)
    for claim in golds:
        mine = figures_of_gold(claim)
        candidates = [found for found in left if same_speaker(claim, found.speaker)]
        best = max(candidates, key=lambda found: len(mine & figures_of_found(found)), default=None)
        tally.add("speaker", 1, 0, best is not None)
        tally.add("stance", 1, 0, best is not None and best.stance == claim.stance)
        tally.add("toll", len(mine), 0, len(mine & figures_of_found(best)) if best else 0)
        if best is not None:
            left.remove(best)
    for found in founds:
        tally.add("speaker", 0, 1)
        tally.add("stance", 0, 1)
        tally.add("toll", 0, len(figures_of_found(found)))
    golden = {figure for claim in golds for figure in figures_of_gold(claim)}
    told = {figure for found in founds for figure in figures_of_found(found)}
    tally.add("figure", len(golden), len(told), len(golden & told))
