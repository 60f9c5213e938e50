"""Which events are asked for: by day, place, distance, actor, type, grade, dispute, number of sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riwaya.model import Event, Told
from riwaya.reconcile.grouping import kilometres


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; what is None is not asked. `around` is latitude, longitude and km.

    `places` are ids, names and country codes that `place` stands for besides itself.
    """

    since: date | None = None
    until: date | None = None
    place: str | None = None
    around: tuple[float, float, float] | None = None
    actor: str | None = None
    type: str | None = None
    grade: str | None = None
    disputed: bool = False
    min_sources: int = 0
    places: frozenset[str] = frozenset()


def choose_events(events: Iterable[Event], tolds: Mapping[str, Told], wanted: Wanted) -> list[Event]:
    """The events asked for, by day, the latest first; those without a day last."""
    chosen = [event for event in events if _is_wanted(event, [tolds[m.incident] for m in event.members], wanted)]
    return sorted(chosen, key=lambda event: (_first_day(event, tolds) or "", event.id), reverse=True)


def _is_wanted(event: Event, tolds: Sequence[Told], wanted: Wanted) -> bool:
    days = [told.incident.when for told in tolds if told.incident.when]
    if wanted.since and not any(when.end >= wanted.since for when in days):
        return False
    if wanted.until and not any(when.start <= wanted.until for when in days):
        return False
    if wanted.grade and (event.grade is None or event.grade.name.lower() != wanted.grade.lower()):
        return False
    if wanted.disputed and not any(standing.state == "disputed" for standing in event.standings):
        return False
    if event.sources < wanted.min_sources or (wanted.type and all(t.incident.type != wanted.type for t in tolds)):
        return False
    return _is_there(tolds, wanted) and (wanted.actor is None or wanted.actor in _actors(tolds))


def _is_there(tolds: Sequence[Told], wanted: Wanted) -> bool:
    places = [told.incident.where for told in tolds if told.incident.where]
    if wanted.place:
        named = wanted.places | {wanted.place}
        if not any(named & {w.name, w.id, w.admin1, w.country} for w in places):
            return False
    if wanted.around is None:
        return True
    lat, lon, km = wanted.around
    points = [(w.lat, w.lon) for w in places if w.lat is not None and w.lon is not None]
    return any(kilometres((lat, lon), point) <= km for point in points)


def _actors(tolds: Sequence[Told]) -> set[str]:
    """The ids of bodies that did, suffered or said something, and the names of those that have none."""
    parties = {a.actor or a.name for t in tolds for a in (*t.incident.perpetrators, *t.incident.targets)}
    return parties | {c.speaker.actor or c.speaker.name for told in tolds for c in told.incident.claims}


def _first_day(event: Event, tolds: Mapping[str, Told]) -> str | None:
    days = [w.start for m in event.members if (w := tolds[m.incident].incident.when)]
    return min(days).isoformat() if days else None
