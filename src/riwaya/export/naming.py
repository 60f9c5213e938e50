"""The names that a selection needs, from our word lists and places (and a user's own)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from riwaya.arabic.fold import search_form
from riwaya.export.selection import ActorName, Names, OutletName, PlaceName, Seat, Selected
from riwaya.gazetteer import Gazetteer, Place
from riwaya.lexicon.entries import ActorEntry, InstitutionEntry, OutletEntry, SourceEntry, StateEntry
from riwaya.lexicon.load import Lexicon
from riwaya.model import Where


def names_for(rows: Iterable[Selected], lexicon: Lexicon, gazetteer: Gazetteer) -> Names:
    """The names of all bodies, places and outlets that these events name; what nobody knows is left out."""
    rows = tuple(rows)
    outlets = {name for row in rows for name in row.outlets()}
    places = [row.decided.where for row in rows if row.decided.where is not None]
    return Names(
        _actors(lexicon, _named(rows)),
        _places(gazetteer, places),
        _outlets(lexicon, outlets),
        _seats(gazetteer, places),
    )


def _named(rows: Iterable[Selected]) -> set[str]:
    found: set[str] = set()
    for row in rows:
        found |= {actor.actor for actor in (*row.decided.perpetrators, *row.decided.targets) if actor.actor}
        found |= {figure.victims for figure in row.decided.tolls if figure.victims}
        for told in row.tolds:
            found |= {a.actor for a in (*told.incident.perpetrators, *told.incident.targets) if a.actor}
        for _, _, claim in row.claims():
            found |= {claim.speaker.actor or ""} | {toll.victims for toll in claim.tolls if toll.victims}
            found |= {link.actor for link in claim.chain if link.actor}
        found |= {who for standing in row.event.standings for who in standing.between}
        for standing in row.event.standings:
            found |= {account.value for account in standing.accounts if account.value}
            found |= {account.victims for account in standing.accounts if account.victims}
    return found - {""}


def _actors(lexicon: Lexicon, wanted: set[str]) -> dict[str, ActorName]:
    states = {state.actor: state for state in lexicon.all("states", StateEntry)}
    found: dict[str, ActorName] = {}
    voices: list[OutletEntry | SourceEntry | InstitutionEntry] = [
        *lexicon.all("outlets", OutletEntry),
        *lexicon.all("sources", SourceEntry),
        *lexicon.all("institutions", InstitutionEntry),
    ]
    for entry in voices:
        if entry.id in wanted:
            kind = entry.kind if isinstance(entry, InstitutionEntry) else "source"
            found[entry.id] = ActorName(_english(entry.english, entry.id), entry.names[0], kind)
    for id in wanted & states.keys():
        found[id] = _state(states[id])
    for actor in lexicon.all("actors", ActorEntry):
        if actor.id in wanted:
            home = states[actor.id].iso if actor.id in states else _home(actor)
            countries = (home,) if home else tuple(actor.countries)
            found[actor.id] = ActorName(_english(actor.english, actor.id), actor.names[0], actor.kind, countries, home)
    return dict(sorted(found.items()))


def _state(state: StateEntry) -> ActorName:
    english = state.english if isinstance(state.english, str) else next(iter(state.english), "")
    return ActorName(f"Government of {english or state.iso}", state.names[0], "state_forces", (state.iso,), state.iso)


def _home(actor: ActorEntry) -> str | None:
    """The state whose forces a body is, where it is of one country only."""
    return actor.countries[0] if actor.kind == "state_forces" and len(actor.countries) == 1 else None


def _english(names: list[str], id: str) -> str:
    return names[0] if names else id.replace("-", " ")


def _outlets(lexicon: Lexicon, wanted: set[str]) -> dict[str, OutletName]:
    known: dict[str, OutletEntry] = {}
    for entry in lexicon.all("outlets", OutletEntry):
        for name in (*entry.names, *entry.english):
            known.setdefault(search_form(name), entry)
    found = {}
    for name in sorted(wanted):
        entry_of = known.get(search_form(name))
        if entry_of is not None:
            found[name] = OutletName(_english(entry_of.english, name), entry_of.kind, entry_of.country)
    return found


def _places(gazetteer: Gazetteer, wanted: list[Where]) -> dict[str, PlaceName]:
    by_id = _by_id(gazetteer)
    found = {}
    for where in wanted:
        place = by_id.get(where.id or "")
        if place is not None:
            found[place.id] = PlaceName(
                place.english or None, _unit(gazetteer, place.country, place.admin1), place.admin2
            )
    return dict(sorted(found.items()))


@lru_cache(maxsize=2)
def _by_id(gazetteer: Gazetteer) -> dict[str, Place]:
    return {place.id: place for place in map(gazetteer.place, range(len(gazetteer)))}


def _unit(gazetteer: Gazetteer, country: str | None, admin1: str | None) -> str | None:
    seats = gazetteer.seats(country)
    return next((seat.english for seat in seats if seat.name == admin1 and seat.english), None)


def _seats(gazetteer: Gazetteer, wanted: list[Where]) -> dict[tuple[str, str], Seat]:
    found = {}
    for where in wanted:
        for seat in gazetteer.seats(where.country):
            if where.country and seat.name == where.admin1 and seat.lat is not None and seat.lon is not None:
                found[where.country, seat.name] = Seat(seat.english or seat.name, seat.lat, seat.lon)
    return dict(sorted(found.items()))
