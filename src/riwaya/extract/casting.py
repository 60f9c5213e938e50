"""Who did it and who suffered it: of all the bodies that may have, those whom their signs speak for.

What speaks for each of the candidates (candidates.py) adds up by trained weights, for itself and beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from riwaya.extract.beside import Looked, beside_signs
from riwaya.extract.candidates import ALWAYS, ROLES, Candidate, kind_beside
from riwaya.extract.classing import FLYING
from riwaya.extract.happening import Happening
from riwaya.extract.together import WITHIN
from riwaya.extract.typing import STATES
from riwaya.extract.weights import Weights, both, load_weights


def cast(happening: Happening, found: Sequence[Candidate], rivals: Mapping[str, frozenset[str]]) -> None:
    """Settles which of the candidates have which role in a happening; sides joined by one word come together."""
    chosen: dict[str, dict[str, float]] = {role: {} for role in ROLES}
    looked = first_look(found)
    for index, role in enumerate(ROLES):
        weights = load_weights(f"beside_{role}")
        for one, signs in zip(looked, beside_signs(looked, index, happening.lead.kind.type, rivals), strict=True):
            score = one.scores[index] + weights.weigh(signs)
            if signs and score >= weights.floor:
                chosen[role][one.body] = score
    sides = [(c.body, role) for c in found for role in ROLES if any(rule.endswith(".side") for rule in c.rules[role])]
    if any(body in chosen[role] for body, role in sides):
        bare = [role for role in ROLES if not chosen[role]]
        for body, role in sides:
            if role in bare:
                chosen[role].setdefault(body, 0.0)
    for c in found:
        for role, body in c.tied:
            if body in chosen[role]:
                chosen[role].setdefault(c.body, chosen[role][body])
    if happening.lead.kind.type != "agreement":
        proposed = {(c.body, role) for c in found for role in ROLES if c.rules[role]}
        for body in chosen["perpetrator"].keys() & chosen["target"].keys():
            del chosen[min(ROLES, key=lambda role: ((body, role) in proposed, chosen[role][body]))][body]
    _set_aside_who_grants(chosen[ROLES[0]], found)
    for role in ROLES:
        _set_aside(chosen[role], found, role)
        _set_aside_nameless(chosen[role])
    happening.settled = {role: [c.body for c in found if c.body in chosen[role]] for role in ROLES}


def _set_aside_who_grants(chosen: dict[str, float], found: Sequence[Candidate]) -> None:
    """Who only confirms what was done (أكدت الهجوم), and whom no rule proposes, did not do it beside one whom a rule proposes."""
    if any(c.body in chosen and c.rules[ROLES[0]] for c in found):
        for c in found:
            if c.body in chosen and not c.rules[ROLES[0]] and "speaks confirm" in c.signs:
                del chosen[c.body]


def _set_aside(chosen: dict[str, float], found: Sequence[Candidate], role: str) -> None:
    """A body that is named only in other sentences, and that no rule proposes, has no part beside one that is surer."""
    told = [c.body for c in found if c.body in chosen and (c.namings or c.rules[role] or c.body in ALWAYS)]
    if told and told != ["unknown-gunmen"]:
        for body in [c.body for c in found if c.body in chosen and c.body not in told]:
            del chosen[body]


_NAMELESS = ("jihadists", "unknown-gunmen")
"""Armed people of whom only the kind is told."""


def _set_aside_nameless(chosen: dict[str, float]) -> None:
    """Beside a body that has a name, gunmen who have none are its own; a kind (متشددون) tells more than gunmen do."""
    if any(body not in _NAMELESS and body not in ALWAYS for body in chosen):
        for body in _NAMELESS:
            chosen.pop(body, None)


_CROWDS = {
    "peaceful_protest": "perpetrator", "violent_demonstration": "perpetrator",
    "protest_with_intervention": "target", "excessive_force_against_protesters": "target",
}  # fmt: skip
"""The part that protesters have in each type of protest: they do it, or force is used on them."""


def _strikes(candidate: Candidate) -> bool:
    """Whether the words of a strike name the body as its doer, or one that it is joined to."""
    rules = candidate.rules["perpetrator"]
    return bool(candidate.tied) or any(rule.startswith("role.strike.") for rule in rules)


def suit(happening: Happening, type_: str, found: Sequence[Candidate]) -> None:
    """The settled parts as the type of event has them.

    Protesters alone do what a protest is, or suffer the force that is used on one; where more than a protest is told, a
    state faces them. Where aircraft are told by whose they are, nobody else strikes from the air whom the words of the
    strike do not name. A missile or drone that is stopped is stopped by the state that it was sent against. Somebody is
    always held or taken. Those whom a state backs take ground with its army. People whom an attack harms, or poison, and
    of whom no body is told, are civilians.
    """
    settled, role = happening.settled, _CROWDS.get(type_)
    if settled is None:
        return
    if role is not None:
        other = ROLES[role == ROLES[0]]
        beside = [body for body in settled[other] if body != "protesters"]
        if not beside and type_ != "peaceful_protest":
            beside = _facing(found)
        happening.settled = {role: ["protesters"], other: beside}
    elif type_ == "air_drone_strike":
        doers = [c for c in found if c.body in settled[ROLES[0]]]
        flying = {c.body for c in doers if any(sign.startswith("as W ") for sign in c.named)}
        if flying:
            kept = [c.body for c in doers if c.body in flying or _strikes(c)]
            happening.settled = {**settled, ROLES[0]: kept}
    elif type_ in _HOLDING and not settled[ROLES[1]]:
        happening.settled = {**settled, ROLES[1]: _held(settled[ROLES[0]], found)}
    elif type_ == "disrupted_weapons_use" and happening.weapon in FLYING:
        happening.settled = _stopped(settled, found)
    elif type_ in _OF_GROUND and (beside := _took_with(settled[ROLES[0]], found)) is not None:
        others = [body for body in settled[ROLES[1]] if body != beside]
        happening.settled = {ROLES[0]: [*settled[ROLES[0]], beside], ROLES[1]: others}
    elif _on_people(happening, type_) and not settled[ROLES[1]] and "civilians" not in settled[ROLES[0]]:
        happening.settled = {**settled, ROLES[1]: ["civilians"]}


_OF_GROUND = ("non_state_actor_overtakes_territory", "government_regains_territory")
_ON_THE_GROUND = {"turkey": "sna"}
"""States whose army takes ground with those whom it backs, who go in with it."""


def _took_with(doers: Sequence[str], found: Sequence[Candidate]) -> str | None:
    """Who took ground with a state's army that is told to have taken it, where they are named around it."""
    beside = _ON_THE_GROUND.get(doers[0]) if len(doers) == 1 else None
    return beside if any(c.body == beside for c in found) else None


def _on_people(happening: Happening, type_: str) -> bool:
    """Whether it is of a kind that befalls people who do not fight: poison, or an attack by which people are harmed."""
    return type_ == "chemical_weapon" or (type_ == "attack" and any(frame.tolls for frame in happening.frames))


def _facing(found: Sequence[Candidate]) -> list[str]:
    """The state whose police protesters face: the first that a rule proposes for either part."""
    states = (c.body for c in found if c.body in STATES or c.body.endswith("-gov") if any(c.rules.values()))
    return list(islice(states, 1))


_HOLDING = ("arrests", "abduction_forced_disappearance")


def _held(doers: Sequence[str], found: Sequence[Candidate]) -> list[str]:
    """Whom an arrest or an abduction befell where nobody weighs enough: the first whom a rule proposes, and who did not do it."""
    return [c.body for c in found if "told" in c.rules[ROLES[1]] and c.body not in doers][:1]


_LEADS = {"saudi-gov": "saudi-coalition"}
"""States whose air defence counts as that of the coalition which they lead, in the war that it is in."""


_BROUGHT_DOWN = frozenset({"role.disrupt.subject", "role.victim.subject"})
"""Rules by which a body is the subject of the word that tells that something was brought down."""


def _stopped(settled: Mapping[str, list[str]], found: Sequence[Candidate]) -> dict[str, list[str]]:
    """The sides of a missile or drone brought down: air defence is a state's, whoever else is told sent it.

    Others than states bring one down where they are the subject of the word itself (أسقط المسلحون طائرة مسيرة).
    """
    chosen = [body for role in ROLES for body in settled[role] if body not in ALWAYS]
    senders = [body for body in chosen if body not in STATES]
    if not senders or any(c.body in senders and not _BROUGHT_DOWN.isdisjoint(c.rules[ROLES[0]]) for c in found):
        return {role: list(settled[role]) for role in ROLES}
    states = [body for body in chosen if body in STATES] or [
        c.body for c in found if c.body in STATES and c.rules[ROLES[0]]
    ]
    named = {c.body for c in found}
    stopping = [leads if (leads := _LEADS.get(body)) in named else body for body in states]
    return {ROLES[0]: list(dict.fromkeys(stopping)), ROLES[1]: senders}


def first_look(found: Sequence[Candidate]) -> list[Looked]:
    """Every candidate weighed for itself, in both roles."""
    doing, suffering = (load_weights(f"cast_{role}") for role in ROLES)
    either = both(doing, suffering)
    looked: list[Looked] = []
    for candidate in found:
        does, suffers = either.weigh(candidate.signs, -round(doing.floor), -round(suffering.floor))
        named = either.weigh(candidate.named, 0, 0)
        does += doing.weigh(candidate.proposed_for(ROLES[0])) + round(named[0] * candidate.share)
        suffers += suffering.weigh(candidate.proposed_for(ROLES[1])) + round(named[1] * candidate.share)
        if does > -WITHIN or suffers > -WITHIN:
            leans, named_leans = either.lean(candidate.signs), either.lean(candidate.named)
            if does > -WITHIN:
                does += _together(doing, candidate, ROLES[0], leans[0], named_leans[0])
            if suffers > -WITHIN:
                suffers += _together(suffering, candidate, ROLES[1], leans[1], named_leans[1])
        looked.append(Looked(candidate.body, kind_beside(candidate.body), (does, suffers)))
    return looked


def _together(weights: Weights, candidate: Candidate, role: str, leaning: int, named: int) -> int:
    """What a candidate's signs add for a role where they come together; words near its namings count by their share."""
    layer = weights.together
    if layer is None:
        return 0
    own = leaning + layer.lean(candidate.proposed_for(role))
    return layer.speak(own * _PARTS + named * round(candidate.share * _PARTS), _PARTS)


_PARTS = 64
"""Into how many parts a sign is cut that counts by its share."""
