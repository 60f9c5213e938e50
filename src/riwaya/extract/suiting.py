"""The settled parts as the type of event has them: who can do it, to whom, and who always does or suffers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.extract.candidates import ALWAYS, ROLES, Candidate
from riwaya.extract.disarming import FLYING, LAID
from riwaya.extract.happening import Happening
from riwaya.extract.typing import STATES

Sides = dict[str, list[str]]
"""The bodies in each role."""
DOES, SUFFERS = ROLES
_CROWDS = {
    "peaceful_protest": "perpetrator", "violent_demonstration": "perpetrator",
    "protest_with_intervention": "target", "excessive_force_against_protesters": "target",
}  # fmt: skip
"""The part that protesters have in each type of protest: they do it, or force is used on them."""
_HOLDING = ("arrests", "abduction_forced_disappearance")
_OF_GROUND = ("non_state_actor_overtakes_territory", "government_regains_territory")


def suit(happening: Happening, type_: str, found: Sequence[Candidate]) -> None:
    """Settles the parts anew where the type of event says more of them than the words around it."""
    settled = happening.settled
    if settled is None:
        return
    if type_ in _CROWDS:
        happening.settled = _of_a_crowd(settled, type_, found)
    elif type_ == "air_drone_strike":
        happening.settled = _flown(settled, found)
    elif type_ == "disrupted_weapons_use" and (happening.weapon in FLYING or happening.weapon in LAID):
        happening.settled = _stopped(settled, found)
    elif type_ in _OF_GROUND:
        happening.settled = _took_together(settled, found)
    elif not settled[SUFFERS]:
        happening.settled = {DOES: settled[DOES], SUFFERS: _befallen(happening, type_, settled[DOES], found)}


def _of_a_crowd(settled: Mapping[str, list[str]], type_: str, found: Sequence[Candidate]) -> Sides:
    """Protesters alone do what a protest is, or suffer the force on one; where more than a protest is told, a state faces them.

    That is the first state that a rule proposes for either part, if none was settled.
    """
    role = _CROWDS[type_]
    other = SUFFERS if role == DOES else DOES
    facing = [body for body in settled[other] if body != "protesters"]
    if not facing and type_ != "peaceful_protest":
        facing = [c.body for c in found if _is_state(c.body) and any(c.rules.values())][:1]
    return {role: ["protesters"], other: facing}


def _is_state(body: str) -> bool:
    return body in STATES or body.endswith("-gov")


def _flown(settled: Mapping[str, list[str]], found: Sequence[Candidate]) -> Sides:
    """Where aircraft are told by whose they are, nobody else strikes from the air whom the words of the strike do not name."""
    doers = [c for c in found if c.body in settled[DOES]]
    flying = {c.body for c in doers if any(sign.startswith("as W ") for sign in c.named)}
    kept = [c.body for c in doers if c.body in flying or _strikes(c)] if flying else settled[DOES]
    return {DOES: kept, SUFFERS: settled[SUFFERS]}


def _strikes(candidate: Candidate) -> bool:
    """Whether the words of a strike name the body as its doer, or one that it is joined to."""
    return bool(candidate.tied) or any(rule.startswith("role.strike.") for rule in candidate.rules[DOES])


_LEADS = {"saudi-gov": "saudi-coalition"}
"""States whose air defence counts as that of the coalition which they lead, where what was stopped is told with it named."""
_BROUGHT_DOWN = frozenset({"role.disrupt.subject", "role.victim.subject"})
"""Rules by which a body is the subject of the word that tells that something was brought down."""


def _stopped(settled: Mapping[str, list[str]], found: Sequence[Candidate]) -> Sides:
    """A missile or drone is stopped by the state that it was sent against, and explosives that others laid are cleared by one.

    Others than states bring one down where they are the subject of the word itself (أسقط المسلحون طائرة مسيرة).
    """
    chosen = [body for role in ROLES for body in settled[role] if body not in ALWAYS]
    senders = [body for body in chosen if body not in STATES]
    if not senders or any(c.body in senders and not _BROUGHT_DOWN.isdisjoint(c.rules[DOES]) for c in found):
        return {DOES: settled[DOES], SUFFERS: settled[SUFFERS]}
    states = [body for body in chosen if body in STATES] or [
        c.body for c in found if c.body in STATES and c.rules[DOES]
    ]
    named = {c.body for c in found if c.namings or any(c.rules.values())}
    stopping = [leads if (leads := _LEADS.get(body)) in named else body for body in states]
    return {DOES: list(dict.fromkeys(stopping)), SUFFERS: senders}


_ON_THE_GROUND = {"turkey": "sna"}
"""States whose army takes ground with those whom it backs, who go in with it."""


def _took_together(settled: Mapping[str, list[str]], found: Sequence[Candidate]) -> Sides:
    """Those whom a state backs take ground with its army, where they are named around it."""
    doers, sufferers = settled[DOES], settled[SUFFERS]
    beside = _ON_THE_GROUND.get(doers[0]) if len(doers) == 1 else None
    if beside is None or all(c.body != beside for c in found):
        return {DOES: doers, SUFFERS: sufferers}
    return {DOES: [*doers, beside], SUFFERS: [body for body in sufferers if body != beside]}


def _befallen(happening: Happening, type_: str, doers: Sequence[str], found: Sequence[Candidate]) -> list[str]:
    """Whom it befell, where nobody weighs enough: somebody is always held or taken, the first whom a rule proposes.

    People whom an attack harms, or poison, and of whom no body is told, are civilians.
    """
    if type_ in _HOLDING:
        return [c.body for c in found if "told" in c.rules[SUFFERS] and c.body not in doers][:1]
    of_people = type_ == "chemical_weapon" or (type_ == "attack" and any(f.tolls for f in happening.frames))
    return ["civilians"] if of_people and "civilians" not in doers else []
