"""Which type of event a happening is and with which weapon: the words, weapons, figures and parties of all its tellings, weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from riwaya.extract.actuality import near_words
from riwaya.extract.candidates import kind_of_body
from riwaya.extract.disarming import FLYING
from riwaya.extract.drones import of_a_drone
from riwaya.extract.happening import Happening
from riwaya.extract.units import Unit
from riwaya.extract.weights import Weights, load_weights

ROLES = {"perpetrator": "by", "target": "on"}
NAMED = ": "
"""What stands between a label and the sign that speaks for it."""
SETTLED = {"svbied": "suicide_bomb", "suicide_vest": "suicide_bomb"}
"""Weapons of one type alone: where the rules say it too, nothing is weighed."""


def type_of(happening: Happening) -> str:
    """The type that most speaks for: what the rules say is one of the signs."""
    if (
        SETTLED.get(happening.weapon or "") == happening.type
        or _stopped(happening)
        or _charged(happening)
        or happening.raid
    ):
        return happening.type
    no_crowd = _CROWDS if _of_aid_seekers(happening) else frozenset()
    label = _weightiest(_by_sign(load_weights("type")), type_signs(happening), happening.type, no_crowd)
    return "air_drone_strike" if label in _BLASTS and happening.weapon == "drone" else label


_BLASTS = frozenset({"suicide_bomb", "remote_explosive_landmine_ied"})
"""What an explosion is, unless a drone brought it."""
_CROWDS = frozenset(
    "peaceful_protest protest_with_intervention excessive_force_against_protesters violent_demonstration mob_violence".split()
)


def _of_aid_seekers(happening: Happening) -> bool:
    """Whether those who are shot at wait for aid (منتظري المساعدات), and nobody is told to demonstrate."""
    units = [u for f in happening.frames for u in f.units]
    people = {u.victim.id for u in units if u.victim is not None}
    return (
        "aid_seeker" in people
        and "protester" not in people
        and all(f.kind.type not in _CROWDS for f in happening.frames)
    )


def weapon_of(happening: Happening, type_: str, text: str) -> str | None:
    """The weapon that most speaks for, `unknown` for an armed event with none named, None for an unarmed one."""
    ruled = weapon_by_rule(happening, type_, text)
    if type_ == "air_drone_strike" and ruled == "drone" and _charged(happening):
        return ruled
    label = _weightiest(_by_sign(load_weights("weapon")), weapon_signs(happening, type_, ruled), ruled)
    return None if label == NONE else label


NONE = "none"
"""The label of an unarmed event's weapon."""


def _weightiest(rows: Rows, signs: Iterable[str], otherwise: str, without: frozenset[str] = frozenset()) -> str:
    """The label that the signs most speak for, of those it may be; `otherwise` where none was learned."""
    totals = [0] * len(rows.labels)
    for sign in signs:
        row = rows.signs.get(sign, _NOTHING)
        for i in range(0, len(row), 2):
            totals[row[i]] += row[i + 1]
    best = max((i for i, label in enumerate(rows.labels) if label not in without), key=totals.__getitem__, default=None)
    return rows.labels[best] if best is not None else otherwise


_NOTHING: tuple[int, ...] = ()


def _stopped(happening: Happening) -> bool:
    """Whether a missile or drone was brought down, by the words that lead, and hit nobody: such are of one type."""
    if happening.type != "disrupted_weapons_use" or happening.weapon not in FLYING:
        return False
    return happening.lead.kind.type == happening.type and not any(t.low for f in happening.frames for t in f.tolls)


def _charged(happening: Happening) -> bool:
    """Whether drones are told that blow themselves up, and no other suicide: the word for it then speaks of them."""
    if happening.type != "air_drone_strike":
        return False
    said = [
        of_a_drone(f.sentence.units, i)
        for f in happening.frames
        for i in range(f.first, f.last)
        if f.sentence.units[i].trigger_id == "suicide_bomber"
    ]
    return bool(said) and all(said)


@dataclass(frozen=True, slots=True)
class Rows:
    """The labels in their order, and for each sign which of them it speaks for or against, each before how much (hundredths).

    One row of numbers a sign, for it lies in one place of the memory.
    """

    labels: tuple[str, ...]
    signs: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=4)
def _by_sign(weights: Weights) -> Rows:
    """The weights by sign: one look-up gives a sign's row."""
    parts = {name: name.partition(NAMED) for name in weights.signs}
    labels = tuple(sorted({label for label, _, _ in parts.values()}))
    places = {label: at for at, label in enumerate(labels)}
    rows: dict[str, tuple[int, ...]] = {}
    for name, (label, _, sign) in parts.items():
        rows[sign] = (*rows.get(sign, _NOTHING), places[label], weights.signs[name])
    return Rows(labels, rows)


def type_signs(happening: Happening) -> set[str]:
    """All that speaks for one type or another; who a named body is never does, only whether it is a state or a group.

    A sign in Arabic is the stem of a word near one that tells.
    """
    lead, ruled, weapon = happening.lead, happening.type, happening.weapon
    unit = lead.units[lead.at]
    word = unit.trigger_id or "figures"
    signs = _near(happening)
    signs |= {"always", f"ruled {ruled}", f"ruled {ruled} {weapon}", f"weapon {weapon}", f"leading {word}"}
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


def _near(happening: Happening) -> set[str]:
    """The stems near the words that tell."""
    stems: set[str] = set()
    for frame in happening.frames:
        stems |= near_words(frame)
    stems.discard("")
    return stems


_UNARMED = frozenset(
    "arrests agreement peaceful_protest protest_with_intervention change_to_group_activity headquarters_or_base_established other "
    "non_violent_transfer_of_territory abduction_forced_disappearance sexual_violence looting_property_destruction violent_demonstration".split()
)


def weapon_by_rule(happening: Happening, type_: str, text: str) -> str:
    """The label of the weapon that the leading words tell; where they tell none, the one that the type has."""
    weapon = happening.weapon
    if weapon == "rocket" and _of_missiles(text) and not any(_unguided(u) for f in happening.frames for u in f.units):
        return "missile"
    if weapon is not None:
        return weapon
    return NONE if type_ in _UNARMED else "unknown"


@lru_cache(maxsize=2)
def _of_missiles(text: str) -> bool:
    return _BALLISTIC.search(text) is not None


_ROCKETS = ("غراد", "الغراد", "كاتيوشا", "راجم", "قذيفه", "قذايف", "ار بي جي", "رشقات", "هاون")


def _unguided(unit: Unit) -> bool:
    """Whether a word says that what flew was no missile (صاروخ غراد, قذيفة صاروخية)."""
    return any(word.startswith(_ROCKETS) for word in unit.core.split())


_BALLISTIC = re.compile("بالي?ستي|توماهوك|كروز|سكود|ارض ارض")
"""Words of missiles: what a report that has one of them calls صواريخ are those."""


_SELF = ("نفسه", "نفسها", "انفسهم", "نفسيهما")
"""Who blows himself up wears what he does it with, more often than where nothing but his end is told."""


def weapon_signs(happening: Happening, type_: str, ruled: str) -> set[str]:
    """All that speaks for one weapon or another: what the rules say, the type, the stems and every weapon near the tellings."""
    lead = happening.lead
    word = lead.units[lead.at].trigger_id or "figures"
    signs = _near(happening)
    signs |= {
        "always",
        f"ruled {ruled}",
        f"type {type_}",
        f"ruled {ruled} {type_}",
        f"leading {word}",
        f"leading {word} {type_}",
    }
    own: set[str] = set()
    beside: set[str] = set()
    for frame in happening.frames:
        for i, unit in enumerate(frame.units):
            if unit.weapon is not None:
                (own if frame.first <= i < frame.last else beside).add(unit.weapon.id)
            if unit.trigger is not None and frame.first <= i < frame.last:
                signs.add(f"word {unit.trigger.id}")
            if unit.core.endswith(_SELF):
                signs.add(f"himself {type_}")
        for toll in frame.tolls:
            if toll.low:
                signs.add(f"toll {toll.outcome}")
    signs.update(f"means {weapon}" for weapon in own)
    signs.update(f"means {weapon} {type_}" for weapon in own)
    signs.update(f"beside means {weapon}" for weapon in beside - own)
    if not own:
        signs.update(
            ("no means", f"no means {type_}") if not beside else ("no means of its own", f"no means of its own {type_}")
        )
    for role, side in ROLES.items():
        signs.update(f"{side} {kind} {type_}" for kind in {kind_of_body(body) for body in happening.bodies(role)})
    return signs
