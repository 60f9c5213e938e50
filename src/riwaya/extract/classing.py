"""Which type of event a happening is: the words, weapons, figures and parties of all its tellings, weighed together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from riwaya.extract.candidates import kind_of_body
from riwaya.extract.happening import Happening
from riwaya.extract.weights import Weights, load_weights

ROLES = {"perpetrator": "by", "target": "on"}
NAMED = ": "
"""What stands between a type and the sign that speaks for it."""
SETTLED = {"svbied": "suicide_bomb", "suicide_vest": "suicide_bomb"}
"""Weapons of one type alone: where the rules say it too, nothing is weighed."""


def type_of(happening: Happening) -> str:
    """The type that most speaks for: what the rules say is one of the signs."""
    if SETTLED.get(happening.weapon or "") == happening.type or _stopped(happening):
        return happening.type
    rows = _by_sign(load_weights("type"))
    totals = [0] * len(rows.types)
    for sign in type_signs(happening):
        row = rows.signs.get(sign, _NOTHING)
        for i in range(0, len(row), 2):
            totals[row[i]] += row[i + 1]
    return rows.types[totals.index(max(totals))] if rows.types else happening.type


_NOTHING: tuple[int, ...] = ()
_FLYING = frozenset({"rocket", "missile", "drone"})


def _stopped(happening: Happening) -> bool:
    """Whether a missile or drone was brought down, by the words that lead, and hit nobody: such are of one type."""
    if happening.type != "disrupted_weapons_use" or happening.weapon not in _FLYING:
        return False
    return happening.lead.kind.type == happening.type and not any(t.low for f in happening.frames for t in f.tolls)


@dataclass(frozen=True, slots=True)
class Rows:
    """The types in their order, and for each sign which of them it speaks for or against, each before how much (hundredths).

    One row of numbers a sign, for it lies in one place of the memory.
    """

    types: tuple[str, ...]
    signs: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=4)
def _by_sign(weights: Weights) -> Rows:
    """The weights by sign: one look-up gives a sign's row."""
    parts = {name: name.partition(NAMED) for name in weights.signs}
    types = tuple(sorted({type_ for type_, _, _ in parts.values()}))
    places = {type_: at for at, type_ in enumerate(types)}
    rows: dict[str, tuple[int, ...]] = {}
    for name, (type_, _, sign) in parts.items():
        rows[sign] = (*rows.get(sign, _NOTHING), places[type_], weights.signs[name])
    return Rows(types, rows)


def type_signs(happening: Happening) -> set[str]:
    """All that speaks for one type or another; who a named body is never does, only whether it is a state or a group."""
    lead, ruled, weapon = happening.lead, happening.type, happening.weapon
    unit = lead.units[lead.at]
    word = unit.trigger_id or "figures"
    signs = {"always", f"ruled {ruled}", f"ruled {ruled} {weapon}", f"weapon {weapon}", f"leading {word}"}
    signs |= {f"leading {word} as {unit.form}", f"first {happening.frames[0].kind.type}"}
    if lead.kind.generic:
        signs.add(f"ruled {ruled}, generic")
    for frame in happening.frames:
        signs.add(f"told {frame.kind.type}{', generic' if frame.kind.generic else ''}")
        for told in frame.units[frame.first : frame.last]:
            if told.trigger is not None:
                signs.add(f"word {told.trigger.id}")
            if told.weapon is not None:
                signs.add(f"means {told.weapon.weapon}")
            if told.victim is not None:
                signs.add(f"people {told.victim.group}")
        for toll in frame.tolls:
            if toll.low:
                signs |= {f"toll {toll.outcome}", f"toll of {toll.group}"}
    sides = []
    for role, side in ROLES.items():
        kinds = sorted({kind_of_body(body) for body in happening.bodies(role)}) or ["nobody"]
        signs.update(f"{side} {kind}" for kind in kinds)
        signs.add(f"ruled {ruled} {side} {'/'.join(kinds)}")
        sides.append("/".join(kinds))
    signs.add(f"by {sides[0]} on {sides[1]}")
    return signs
