"""Who stands where in the layouts of others: first and second actor, their classes, the sides that UCDP counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.export.codes import ActorClass, actor_codes, codes_of, countries
from riwaya.export.selection import Decided, Names
from riwaya.model import Actor


@dataclass(frozen=True, slots=True)
class Party:
    """A body as a party to an event: its id (or the words of the report), English name and class."""

    id: str
    name: str
    codes: ActorClass


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties to an event as others order them: who did it, and to whom."""

    first: tuple[Party, ...]
    second: tuple[Party, ...]

    def interaction(self) -> str:
        """ACLED's interaction: both classes joined by a hyphen, the lower number first, or one with "only"."""
        classes = [side[0].codes for side in (self.first, self.second) if side]
        if len(classes) == 1:
            return f"{classes[0].inter} only"
        ordered = sorted(classes, key=lambda codes: codes.number)
        return "-".join(codes.inter for codes in ordered)

    def targets_civilians(self) -> bool:
        """Whether all who were targeted are unarmed: civilians, or protesters met with force."""
        return bool(self.second) and all(party.codes.side == "civilians" for party in self.second)


def sides(decided: Decided, names: Names) -> Sides:
    """The parties to an event; a deed of violence with nobody named is an unidentified group's.

    Violence against civilians with nobody named as its target has civilians as its target. Of several
    parties to an agreement, or to a clash with no target, the first stands on one side, the others opposite.
    """
    country = decided.where.country if decided.where else None
    first = _parties(decided.perpetrators, country, names)
    second = _parties(decided.targets, country, names)
    type_ = codes_of(decided.type)
    if not first:
        crowd = actor_codes().crowd.get(type_.event)
        first = _fixed(crowd, country) if crowd else _unnamed(country) if type_.violence else ()
    elif not second and len(first) > 1 and type_.event in ("Battles", "Strategic developments"):
        first, second = first[:1], first[1:]
    if not second and type_.event == "Violence against civilians":
        second = _fixed("civilians", country)
    return Sides(first, second)


def violence(both: Sides) -> int | None:
    """UCDP's type_of_violence: 1 state-based, 2 non-state, 3 one-sided; None where two sides are not known."""
    if not both.first or not both.second:
        return None
    return actor_codes().violence.get(f"{both.first[0].codes.side}-{both.second[0].codes.side}")


def class_of(kind: str, home: Sequence[str], country: str | None) -> ActorClass:
    """The class of a body of this kind; a state's forces outside their own country, or of several, are external."""
    codes = actor_codes()
    found = codes.classes.get(kind, codes.unknown)
    if found.side != "government" or country is None or not home:
        return found
    return codes.classes["state_forces"] if tuple(home) == (country,) else codes.abroad


def country_name(country: str | None) -> str:
    """A country's English name; "unknown country" where it is not known."""
    return countries()[country].english if country and country in countries() else country or "unknown country"


def _parties(actors: Iterable[Actor], country: str | None, names: Names) -> tuple[Party, ...]:
    return tuple({party.name: party for party in (_party(actor, country, names) for actor in actors)}.values())


def _party(actor: Actor, country: str | None, names: Names) -> Party:
    id = actor.actor or actor.name
    fixed = actor_codes().fixed.get(id)
    if fixed is not None:
        return Party(id, fixed.name.format(country=country_name(country)), class_of(fixed.kind, (), country))
    known = names.actors.get(id)
    if known is None:
        return Party(id, id.removeprefix("other:"), actor_codes().unknown)
    return Party(id, known.english, class_of(known.kind, known.countries, country))


def _unnamed(country: str | None) -> tuple[Party, ...]:
    name = actor_codes().unnamed.format(country=country_name(country))
    return (Party("unknown-gunmen", name, actor_codes().unknown),)


def _fixed(id: str, country: str | None) -> tuple[Party, ...]:
    fixed = actor_codes().fixed[id]
    return (Party(id, fixed.name.format(country=country_name(country)), class_of(fixed.kind, (), country)),)
