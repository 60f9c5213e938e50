"""The company a body keeps: joined with others in one phrase, beside an ally, against the same enemy elsewhere in the report.

What a report tells of a body elsewhere speaks for its part in a happening whose own words name nobody: that it did the
same at the same place, that who did this is at war with it, that the ground is its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.extract.happening import Happening, near
from riwaya.extract.joining import agree
from riwaya.extract.placing import PlaceMention
from riwaya.extract.units import Sentence, Unit
from riwaya.lexicon.entries import StateEntry

_NOBODY: frozenset[str] = frozenset()
_NAMES = frozenset("AYEZJ")
_WITHIN = frozenset("wJIkPyH@")
"""What may stand within a phrase that joins two bodies: the words of their names and titles."""
_LONGEST = 4
"""How many units after the first of two joined bodies the second stands, at most."""
_UNARMED = ("civilians", "protesters")


def joined_in(sentences: Sequence[Sentence]) -> dict[str, set[str]]:
    """Which bodies are named together in one phrase (واشنطن ولندن وباريس), anywhere in the report."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        last: int | None = None
        for j, unit in enumerate(sentence.units):
            if unit.tag not in _NAMES or not unit.body or unit.body in _UNARMED:
                continue
            if last is not None and _one_phrase(sentence.units, last, j):
                one, other = sentence.units[last].body or "", unit.body
                if one != other:
                    found.setdefault(one, set()).add(other)
                    found.setdefault(other, set()).add(one)
            last = j
    return found


def _one_phrase(units: Sequence[Unit], i: int, j: int) -> bool:
    between = units[i + 1 : j]
    joined = units[j].prefix.startswith("و") or any(u.prefix.startswith("و") or u.text == "و" for u in between)
    listed = len(between) == 1 and between[0].tag == "," and units[i].tag == units[j].tag
    return j - i <= _LONGEST and (listed or (joined and all(u.tag in _WITHIN for u in between)))


@dataclass(frozen=True, slots=True)
class Company:
    """What a whole report tells of who stands with whom: those joined in one phrase, who fights whom, whose each land is."""

    joined: Mapping[str, set[str]]
    rivals: Mapping[str, frozenset[str]]
    states: Mapping[str, StateEntry]
    countries: Sequence[str]

    def allied(self, one: str, other: str) -> bool:
        """Whether two bodies have an enemy in common and do not fight each other."""
        mine, theirs = self.rivals.get(one, _NOBODY), self.rivals.get(other, _NOBODY)
        return one != other and one not in theirs and not mine.isdisjoint(theirs)

    def holders(self, place: PlaceMention | None) -> frozenset[str]:
        """The governments of the land in which a place lies, as far as its name tells; of several, those the report is about."""
        if place is None:
            return _NOBODY
        if place.rows is not None and place.rows.countries:
            isos = place.rows.countries
            if len(isos) > 1:
                isos = frozenset(next(([c] for c in self.countries if c in isos), ()))
            return frozenset(self.states[iso].actor for iso in isos if iso in self.states)
        name = fold_key(place.called or place.name)
        return frozenset(s.actor for s in self.states.values() if name in _folded(tuple(s.names)))


@lru_cache(maxsize=512)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_key, names))


def company_signs(
    happening: Happening,
    others: Sequence[Happening],
    bodies: Sequence[str],
    proposed: Mapping[str, set[str]],
    company: Company,
) -> list[tuple[str, set[str]]]:
    """Each body with the signs of the company it keeps; `proposed` are those whom the rules propose for either role.

    Of these, no sign tells who their friends are or whose the land is: where words name the parties, names count alike.
    """
    type_ = happening.lead.kind.type
    opposite = {"perpetrator": "target", "target": "perpetrator"}
    armed = {role: proposed[role].difference(_UNARMED) for role in opposite}
    open_ = {role: not armed[role] for role in opposite}
    holders = company.holders(happening.place or happening.lead.place)
    acting: dict[str, dict[str, list[_Told]]] = {role: {} for role in opposite}
    for told in _told_elsewhere(happening, others):
        for role, parts in acting.items():
            for body in told.parts[role]:
                parts.setdefault(body, []).append(told)
    found: list[tuple[str, set[str]]] = []
    for body in bodies:
        signs: set[str] = set()
        named = any(body in parties for parties in proposed.values())
        for role, other in opposite.items():
            peers = proposed[role] - {body}
            if not peers.isdisjoint(company.joined.get(body, ())):
                signs.add(f"joined to a {role}")
            if not named and any(company.allied(body, peer) for peer in peers):
                signs.add(f"ally of a {role}")
            against = armed[other]
            fights = not against.isdisjoint(company.rivals.get(body, _NOBODY)) and body not in against
            if fights and open_[role] and body not in _UNARMED:
                signs.update((f"fights the {other}, no {role}", f"fights the {other}, no {role} {type_}"))
        signs |= _elsewhere(body, acting, proposed, open_)
        if holders and not named and body not in _UNARMED:
            own = (
                "its own land"
                if body in holders
                else "a rival's land"
                if _fights(body, holders, company)
                else "no land of its"
            )
            signs.update((own, f"{own} {type_}"))
        found.append((body, signs))
    return found


def _fights(body: str, holders: frozenset[str], company: Company) -> bool:
    return not holders.isdisjoint(company.rivals.get(body, _NOBODY))


@dataclass(frozen=True, slots=True)
class _Told:
    """What another happening of the report tells: who did it, whom it befell, and how it stands to this one."""

    parts: Mapping[str, frozenset[str]]
    how: tuple[str, ...]


def _told_elsewhere(happening: Happening, others: Sequence[Happening]) -> Iterator[_Told]:
    around = near(happening, others)
    mine = around.index(happening) if happening in around else len(around)
    place, type_ = happening.place, happening.lead.kind.type
    for at, other in enumerate(around):
        if other is happening:
            continue
        how = []
        if other is others[0]:
            how.append("in the main one")
        if at == mine - 1:
            how.append("just before")
        elif at == mine + 1:
            how.append("just after")
        if other.lead.kind.type == type_:
            how.append("in one of the same type")
        if place is not None and other.place is not None and agree(place, other.place):
            how.append("at the same place")
        yield _Told({role: other.known(role) for role in ("perpetrator", "target")}, tuple(how))


def _elsewhere(
    body: str,
    acting: Mapping[str, Mapping[str, Sequence[_Told]]],
    proposed: Mapping[str, set[str]],
    open_: Mapping[str, bool],
) -> set[str]:
    """The parts of a body in other happenings of the report, and whether the part is still to be filled in this one."""
    signs: set[str] = set()
    for role, other in (("perpetrator", "target"), ("target", "perpetrator")):
        told = acting[role].get(body)
        if told is None:
            continue
        for how in {"anywhere", *(how for t in told for how in t.how)}:
            signs.add(f"{role} {how}")
            if open_[role]:
                signs.add(f"{role} {how}, none here")
        if len(told) > 1:
            signs.add(f"{role} in several")
        if any(not t.parts[other].isdisjoint(proposed[other]) for t in told):
            signs.add(f"{role} with the same {other} elsewhere")
    return signs
