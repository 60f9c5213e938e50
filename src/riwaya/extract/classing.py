"""What type of event a happening was: the type that the rules settle, and those next to it, weighed against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.extract.casting import kind_of_body
from riwaya.extract.happening import Happening
from riwaya.extract.weights import load_weights

_NEXT = (
    ("armed_clash", "attack", "government_regains_territory", "non_state_actor_overtakes_territory"),
    ("government_regains_territory", "non_state_actor_overtakes_territory", "non_violent_transfer_of_territory"),
    ("air_drone_strike", "shelling_artillery_missile", "chemical_weapon", "disrupted_weapons_use"),
    ("suicide_bomb", "remote_explosive_landmine_ied", "grenade"),
    ("arrests", "abduction_forced_disappearance", "protest_with_intervention"),
    (
        "peaceful_protest",
        "protest_with_intervention",
        "excessive_force_against_protesters",
        "violent_demonstration",
        "mob_violence",
    ),
    ("change_to_group_activity", "non_violent_transfer_of_territory", "agreement"),
    ("attack", "mob_violence", "excessive_force_against_protesters"),
)
"""Types that are told in like words."""


def classed(happening: Happening) -> str:
    """The type of a happening whose roles are settled."""
    weights = load_weights("type")
    about, rule = list(_about(happening)), happening.type
    return max(types_of(happening, rule), key=lambda t: weights.weigh(type_signs(t, happening, about, rule)))


def types_of(happening: Happening, rule: str | None = None) -> list[str]:
    """The types that come into question, the rules' own (`rule`) first."""
    found = dict.fromkeys([rule or happening.type, *(f.kind.type for f in happening.frames)])
    for type_ in tuple(found):
        for group in _NEXT:
            if type_ in group:
                found.update(dict.fromkeys(group))
    return list(found)


def type_signs(
    type_: str, happening: Happening, about: Sequence[str] | None = None, rule: str | None = None
) -> list[str]:
    """All that speaks for or against one type; `about` is what is told of the happening whatever its type.

    `rule` is the type that the rules settle; it and `about` are worked out where they are not given.
    """
    rule = rule or happening.type
    told = [f.kind.type for f in happening.frames]
    signs = [f"{type_}", "as ruled" if type_ == rule else "not as ruled", f"{type_} for {rule}"]
    signs.append(f"{'told' if type_ in told else 'not told'} {'as ruled' if type_ == rule else ''}")
    if type_ in told and type_ != rule:
        signs.append(f"told {min(told.count(type_), 3)} times against {min(told.count(rule), 3)}")
    signs.extend(f"{type_}: {sign}" for sign in (about if about is not None else _about(happening)))
    return signs


def _about(happening: Happening) -> Iterator[str]:
    lead = happening.lead
    words: dict[str, None] = {}
    for frame in happening.frames:
        for i in frame.triggers:
            word = frame.units[i].trigger_id
            words[f"word {word}"] = None
            if frame is lead:
                words[f"lead {word}"] = None
            if frame.sentence.title:
                words[f"title {word}"] = None
    yield from words
    weapons = {f.kind.weapon for f in happening.frames if f.kind.weapon}
    yield from sorted(f"weapon {weapon}" for weapon in weapons)
    if not weapons:
        yield "no weapon"
    for role in ("perpetrator", "target"):
        kinds = {kind_of_body(body) for body in happening.bodies(role)}
        yield from sorted(f"{role} {kind}" for kind in kinds)
        if not kinds:
            yield f"no {role}"
    outcomes = {f"{t.outcome} {t.group}" for f in happening.frames for t in f.tolls if t.low}
    yield from sorted(outcomes)
    if not outcomes:
        yield "no figures"
