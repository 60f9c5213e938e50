"""Which happenings are events of their own: not one told before in other words, nor a passing mention.

What speaks for a happening (how surely its words tell, what is told of it, what others of the report have in common with
it) adds up by trained weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riwaya.extract.actuality import Setting, actuality, near_words
from riwaya.extract.actuality import Weights as Actuality
from riwaya.extract.actuality import load_weights as load_actuality
from riwaya.extract.happening import Happening, near
from riwaya.extract.joining import agree
from riwaya.extract.weights import Weights, load_weights

_STEPS = [(step, f"surer than {step}") for step in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)]
"""Log-odds of actuality, each of which adds to the last, and what it is called as a sign."""


def reckon(
    happenings: Sequence[Happening],
    published: date | None,
    setting: Setting,
    gate: Weights | None = None,
    sure: Actuality | None = None,
) -> list[Happening]:
    """The happenings that are events of their own; `gate` and `sure` are other weights of this choice and of actuality."""
    weights = gate or load_weights("event")
    scores: dict[tuple[int, int], int] = {}
    for happening in happenings:
        told = _told_at(happening)
        score = weights.weigh(event_signs(happening, happenings, published, setting, sure))
        scores[told] = max(score, scores.get(told, score))
    return [happening for happening in happenings if scores[_told_at(happening)] >= weights.floor]


def _told_at(happening: Happening) -> tuple[int, int]:
    """The words that tell: one telling for two places stands or falls as a whole."""
    return happening.lead.sentence.index, happening.lead.at


def event_signs(
    happening: Happening,
    all_of_them: Sequence[Happening],
    published: date | None,
    setting: Setting,
    sure: Actuality | None = None,
) -> list[str]:
    """All that speaks for or against a happening being an event of its own."""
    return list(dict.fromkeys(_signs(happening, all_of_them, published, (setting, sure or load_actuality()))))


def _signs(
    happening: Happening, all_of_them: Sequence[Happening], published: date | None, sureness: tuple[Setting, Actuality]
) -> list[str]:
    signs: list[str] = []
    frames, lead = happening.frames, happening.lead
    type_ = lead.kind.type
    setting, weights = Setting(False, sureness[0].mishap, 5, sureness[0].words), sureness[1]
    sure = max(actuality(frame, setting, weights) for frame in frames)
    signs.extend(name for step, name in _STEPS if sure >= step)
    level = "doubtful" if sure < 0.0 else "fair" if sure < 2.0 else "sure"
    signs.append(type_)
    signs.append(f"{type_} {level}")
    signs.append(f"{min(len(frames), 4)} tellings")
    signs.append(f"{'general' if lead.kind.generic else lead.kind.strength} words")
    first = frames[0].sentence
    at = "title" if first.title else "lead" if first.index <= 2 else "body" if first.index <= 7 else "tail"
    signs.append(at)
    signs.append(f"{at} {level}")
    if happening is all_of_them[0]:
        signs.append("first of all")
    signs.append(f"{min(len(all_of_them), 6)} happenings")
    place = happening.place
    signs.append(f"place {'none' if place is None else min(place.level, 3)}")
    day = happening.day()
    signs.append("day told" if day is not None else "day not told")
    if day is not None and published is not None:
        ago = (published - day[1]).days
        signs.append(f"{'days' if ago <= 3 else 'weeks' if ago <= 30 else 'months'} ago")
    counted = {t.outcome for f in frames for t in f.tolls if t.low}
    signs.append("figures" if counted else "no figures")
    doers, targets = happening.bodies("perpetrator"), happening.bodies("target")
    signs.append(f"{'doer' if doers else 'no doer'} {'target' if targets else 'no target'}")
    signs.append(f"{type_} {'doer' if doers else 'no doer'}")
    told = [bool(doers), bool(targets), day is not None, place is not None and place.level > 0, bool(counted)]
    signs.extend(f"{least} things told of it" for least in (2, 3, 4, 5) if sum(told) >= least)
    if all(f.before for f in frames):
        signs.append("before")
        signs.append(f"before {level}")
    elif any(f.before for f in frames):
        signs.append("before in part")
    signs.extend(f"told {ago} ago" for ago in sorted({f.ago for f in frames if f.ago is not None}))
    if all(f.denied for f in frames):
        signs.append("denied")
    if any(f.another for f in frames):
        signs.append("another")
    if all(f.definite for f in frames):
        signs.append("definite")
    signs.append("voice" if any(f.voice is not None for f in frames) else "no voice")
    signs += _beside(happening, near(happening, all_of_them))
    signs += [stem for stem in near_words(lead) if stem]
    return signs


def _beside(happening: Happening, around: Sequence[Happening]) -> list[str]:
    """What the happenings around this one have in common with it; one told in the same words for two places is two."""
    signs: list[str] = []
    mine, day = happening.common.harm, happening.common.day
    type_, place = happening.lead.kind.type, happening.place
    parties = [(role, frozenset(happening.bodies(role))) for role in ("perpetrator", "target")]
    before = True
    for other in around:
        if other is happening:
            before = False
            continue
        if other.lead.sentence is happening.lead.sentence and other.lead.at == happening.lead.at:
            continue
        when = "earlier" if before else "later"
        shared = 0
        if other.lead.kind.type == type_:
            signs.append(f"{when} of its type")
            shared += 1
        if not mine.isdisjoint(other.common.harm):
            signs.append(f"{when} with its figure")
            shared += 1
        if place is not None and other.place is not None and agree(place, other.place):
            signs.append(f"{when} at its place")
            shared += 1
        elif place is None:
            signs.append(f"{when}, no place of its own")
        if day is not None and day == other.common.day:
            signs.append(f"{when} on its day")
            shared += 1
        shared += sum(not bodies.isdisjoint(other.bodies(role)) for role, bodies in parties)
        signs.append(f"{when} shares {min(shared, 4)}")
    return signs
