"""When what was read counts as what was annotated: names, places, days, actors; and which event is which.

The comparison folds names in its own simple way, so that a mistake in the search form cannot hide from the measure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from riwaya.evaluate.gold import GoldClaim, GoldEvent, Interval
from riwaya.model import Actor, Claim, Incident, When, Where

_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "گ": "ك"}
)
_NOISE = re.compile(r"[\u064b-\u065f\u0670\"'«»“”‘’()\[\]#_.,،؛:-]")
_GENERIC = frozenset("مدينه بلده قريه ناحيه منطقه محافظه حي مخيم ريف قضاء مديريه محيط شارع".split())
_FAMILIES = {
    "battles": "armed_clash government_regains_territory non_state_actor_overtakes_territory",
    "remote": "chemical_weapon air_drone_strike suicide_bomb shelling_artillery_missile "
    "remote_explosive_landmine_ied grenade",
    "civilians": "sexual_violence attack abduction_forced_disappearance",
    "protests": "peaceful_protest protest_with_intervention excessive_force_against_protesters",
    "riots": "violent_demonstration mob_violence",
}
_FAMILY = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds.split()}
_OUTCOMES = ("killed", "injured", "killed_or_injured", "detained")
_SAME_OUTCOME = {"abducted": "detained"}
NEAR_KM = 15
_EARTH_DIAMETER_KM = 12742
_FLOOR = 0.3
"""Below this likeness two events are not the same one."""

Figure = tuple[str, Interval]


def same_name(one: str | None, other: str | None) -> bool:
    """Whether the words of one name, without articles and words like 'town', are all among those of the other."""
    a, b = _bare(one), _bare(other)
    return bool(a and b) and (a <= b or b <= a)


def _bare(name: str | None) -> frozenset[str]:
    folded = _NOISE.sub(" ", (name or "").translate(_FOLD)).split()
    words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in folded]
    return frozenset([w for w in words if w not in _GENERIC] or words)


def same_place(gold: GoldEvent, found: Where | None) -> bool:
    """The same name (of a country also the usual one: الأراضي السورية is سوريا), or within 15 km."""
    if found is None:
        return False
    if same_name(gold.place, found.name):
        return True
    if found.kind == "country" and any(same_name(gold.place, anchor) for anchor in found.anchors):
        return True
    if gold.lat is None or gold.lon is None or found.lat is None or found.lon is None:
        return False
    return _kilometres((gold.lat, gold.lon), (found.lat, found.lon)) <= NEAR_KM


def apart_km(gold: GoldEvent, found: Where | None) -> float | None:
    """Kilometres between the annotated coordinates and those found; None where either has none."""
    if found is None or gold.lat is None or gold.lon is None or found.lat is None or found.lon is None:
        return None
    return _kilometres((gold.lat, gold.lon), (found.lat, found.lon))


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat, lon), (lat2, lon2) = one, other
    rad = math.pi / 180
    chord = math.sin((lat2 - lat) * rad / 2) ** 2
    chord += math.cos(lat * rad) * math.cos(lat2 * rad) * math.sin((lon2 - lon) * rad / 2) ** 2
    return _EARTH_DIAMETER_KM * math.asin(math.sqrt(chord))


def same_date(gold: GoldEvent, found: When | None) -> bool:
    """The same day; the same month, where the annotation knows no better."""
    if found is None or gold.date is None:
        return False
    start, end, day = found.start.isoformat(), found.end.isoformat(), gold.date
    if gold.date_precision == "month":
        return day[:7] in (start[:7], end[:7])
    if gold.date_precision == "approx":
        return start[:7] == day[:7] or start <= day <= end
    return start == end == day


def same_actor(gold: str, found: Actor) -> bool:
    """The same id; bodies without an id are compared by name."""
    if gold.startswith("other:"):
        return same_name(gold.removeprefix("other:"), found.name)
    return gold == found.actor


def same_speaker(gold: GoldClaim, found: Actor) -> bool:
    """The same actor, or the same words for one that has an id."""
    if same_actor(gold.speaker, found):
        return True
    return not gold.speaker.startswith("other:") and same_name(gold.speaker_text, found.name)


def figures_of_gold(claim: GoldClaim) -> set[Figure]:
    """The figures of an annotated claim."""
    given = ((outcome, getattr(claim, outcome)) for outcome in _OUTCOMES)
    return {(outcome, interval) for outcome, interval in given if interval is not None}


def figures_of_found(claim: Claim) -> set[Figure]:
    """The figures of one claim; annotations count the abducted among the detained."""
    named = ((_SAME_OUTCOME.get(toll.outcome, toll.outcome), (toll.min, toll.max)) for toll in claim.tolls)
    return {(outcome, interval) for outcome, interval in named if outcome in _OUTCOMES}


def likeness(gold: GoldEvent, claims: Sequence[GoldClaim], found: Incident) -> float:
    """How much an incident is like an annotated event: 0 nothing in common, 1.05 everything."""
    score = 0.0
    if gold.type == found.type:
        score = 0.3
    elif _FAMILY.get(gold.type, gold.type) == _FAMILY.get(found.type, found.type):
        score = 0.15
    if gold.place and same_place(gold, found.where):
        score += 0.25
    if gold.date and same_date(gold, found.when):
        score += 0.2
    for wanted, theirs in ((gold.perpetrator, found.perpetrators), (gold.target, found.targets)):
        if any(same_actor(one, other) for one in wanted for other in theirs):
            score += 0.1
    golden = {figure for claim in claims for figure in figures_of_gold(claim)}
    if golden & {figure for claim in found.claims for figure in figures_of_found(claim)}:
        score += 0.2
    return score


Gold = tuple[GoldEvent, Sequence[GoldClaim]]
Pairing = list[tuple[Gold | None, Incident | None]]


def pair(golds: Sequence[Gold], founds: Sequence[Incident]) -> Pairing:
    """Which incident is which event, one to one, the likeliest first; then events missed, then incidents extra."""
    ranked = sorted(
        ((likeness(*gold, found), i, j) for i, gold in enumerate(golds) for j, found in enumerate(founds)), reverse=True
    )
    left: set[int] = set()
    right: set[int] = set()
    pairs: Pairing = []
    for score, i, j in ranked:
        if score >= _FLOOR and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((golds[i], founds[j]))
    pairs += [(gold, None) for i, gold in enumerate(golds) if i not in left]
    pairs += [(None, found) for j, found in enumerate(founds) if j not in right]
    return pairs
