"""Who did it and who suffered it: of all the bodies that may have, those whom their signs speak for.

What speaks for each of the candidates (candidates.py) adds up by trained weights, for itself and beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.extract.beside import Looked, beside_signs
from riwaya.extract.candidates import ALWAYS, ROLES, Candidate, kind_beside
from riwaya.extract.happening import Happening
from riwaya.extract.together import WITHIN
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
