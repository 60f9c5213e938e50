"""What becomes of each telling: it adds to a happening told before, it is the first of one, or it tells of no event.

All three are weighed against one another by trained weights; each happening keeps its tellings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from riwaya.extract.actuality import Setting, Weights, actuality, load_weights
from riwaya.extract.frames import Frame
from riwaya.extract.happening import REACH, Figures, Happening
from riwaya.extract.placing import PlaceMention, overlap
from riwaya.extract.segments import protested_against, told_before
from riwaya.extract.tellings import signs_of_telling
from riwaya.extract.together import WITHIN
from riwaya.extract.typing import STATES
from riwaya.extract.weights import Weights as Choice
from riwaya.extract.weights import both
from riwaya.extract.weights import load_weights as load_choice

_FAMILY = {
    "armed_clash": "battle", "government_regains_territory": "battle", "non_state_actor_overtakes_territory": "battle", "attack": "battle",
    "air_drone_strike": "remote", "shelling_artillery_missile": "remote", "chemical_weapon": "remote", "suicide_bomb": "blast",
    "remote_explosive_landmine_ied": "blast", "grenade": "blast", "peaceful_protest": "protest", "protest_with_intervention": "protest",
    "excessive_force_against_protesters": "protest", "violent_demonstration": "protest", "mob_violence": "riot", "arrests": "custody",
    "abduction_forced_disappearance": "custody",
}  # fmt: skip


def join_frames(frames: Sequence[Frame], setting: Setting, weights: Weights | None = None) -> list[Happening]:
    """The happenings that the frames tell of, in order; a frame of none is left out.

    A frame may be a telling of what title or lead told, or of what was told last within REACH sentences.
    """
    weights = weights or load_weights()
    opening, joining = load_choice("open"), load_choice("join")
    whichever = both(opening, joining)
    happenings: list[Happening] = []
    for frame in heard(frames):
        take_kind(frame, happenings)
        choices = choices_of(frame, happenings, actuality(frame, setting, weights))
        best, most = None, 0.0
        first, again = whichever.weigh(choices.alone, 0, joining.bias)
        opens = opening.weigh(choices.first) + first - opening.floor if choices.opens else 0.0
        leaning = whichever.lean(choices.alone) if opens > -WITHIN or choices.joining else (0, 0)
        if opens > -WITHIN and choices.opens:
            opens += _together(opening, leaning[0], choices.first)
        for happening, signs in choices.joining:
            fit = joining.weigh(signs) + again - joining.floor
            if fit > -WITHIN:
                fit += _together(joining, leaning[1], signs)
            if fit > most:
                best, most = happening, fit
        if opens > most:
            happenings.append(Happening([frame], place=frame.place))
        elif best is not None:
            take_in(best, frame)
    return happenings


def _together(weights: Choice, alone: int, signs: Sequence[str]) -> int:
    """What the signs of a choice add where they come together; `alone` is how those lean that hold whatever is chosen."""
    layer = weights.together
    return 0 if layer is None else layer.speak(alone + layer.lean(signs))


def take_in(happening: Happening, frame: Frame) -> None:
    """The frame is one more telling; its place is the happening's where it is narrower."""
    happening.add(frame)
    if happening.place is None or (frame.place is not None and narrower(frame.place, happening.place)):
        happening.place = frame.place or happening.place


def heard(frames: Sequence[Frame]) -> Iterator[Frame]:
    """The frames that may tell of something: no figures of speech, no history, no accident nor the harm it did."""
    accident = told = False
    for frame in frames:
        if frame.barred in ("metaphor", "accident", "history"):
            accident = accident or (frame.barred == "accident" and not told)
        elif not accident or told or not (frame.kind.trigger is None or frame.kind.generic):
            told = True
            yield frame


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What may become of a telling: signs that hold whatever becomes of it (`alone`), and those for each choice.

    `first` are those for its being the first of a happening.
    """

    alone: list[str]
    first: list[str]
    joining: list[tuple[Happening, list[str]]]
    opens: bool

    @property
    def opening(self) -> list[str]:
        """All that speaks for or against its being the first of a happening."""
        return [*self.alone, *self.first]


def choices_of(frame: Frame, happenings: Sequence[Happening], sure: float) -> Choices:
    """The choices for a frame after the happenings told before it; `sure` is its actuality."""
    alone = signs_of_telling(frame, sure)
    index = frame.sentence.index
    within = [h for h in happenings if index - h.last.sentence.index <= REACH or _leads(h)]
    if frame.past:
        within = [h for h in within if h.frames[0].past]
    if protested_against(frame.units, frame.first):
        within = [h for h in within if h.last.sentence is not frame.sentence]
    if frame.sentence.label:
        within = [h for h in within if not _labelled_otherwise(h, frame)]
    first = [f"after {min(len(happenings), 4)} happenings"]
    type_ = frame.kind.type
    alike = sum(type_ in h.common.types for h in within)
    if alike:
        first.append("after one of its type")
    if any(h.last.sentence is frame.sentence for h in within):
        first.append("after one in its sentence")
    matter = _matter(frame) if within else None
    joining = []
    for happening in within:
        signs = join_signs(happening, frame, happening is happenings[-1], matter)
        if len(within) == 1:
            signs += ("the only one", "the only one, definite" if frame.definite else "the only one, indefinite")
        if type_ in happening.common.types:
            signs.append("the only one of its type" if alike == 1 else "one of several of its type")
        if happening is happenings[0]:
            signs.append("the first of the report")
        joining.append((happening, signs))
    return Choices(alone, first, joining, not _among_states(frame))


def _labelled_otherwise(happening: Happening, frame: Frame) -> bool:
    """Whether every telling stands under another place's label (بغداد: … البصرة: …)."""
    mine = [unit.core for unit in frame.sentence.label]
    labels = [f.sentence.label for f in happening.frames]
    return all(label and [unit.core for unit in label] != mine for label in labels)


def take_kind(frame: Frame, happenings: Sequence[Happening]) -> None:
    """Another one (هجوم آخر) of what was told before it in the sentence is of the same kind, and by the same."""
    if not (frame.another and frame.kind.generic and happenings and happenings[-1].last.sentence is frame.sentence):
        return
    told = happenings[-1]
    model = told.lead if told.lead.sentence is frame.sentence else told.last
    frame.kind = replace(frame.kind, type=model.kind.type, weapon=model.kind.weapon, strength="strong", generic=False)
    frame.parts.extend(p for p in model.parts if p.role == "perpetrator")
    frame.weighed = None


def _leads(happening: Happening) -> bool:
    first = happening.frames[0].sentence
    return first.title or first.index <= 1


@dataclass(frozen=True, slots=True, eq=False)
class _Matter:
    """What one telling is compared by with every happening told before it."""

    level: str
    day: tuple[date, date] | None
    figures: frozenset[Figures]
    bodies: dict[str, set[str]]
    voice: str


def _matter(frame: Frame) -> _Matter:
    place, told = frame.place, frame.date
    day = None
    if told is not None and told.start is not None and told.end is not None and not frame.said:
        day = (told.start, told.end) if told.precision == "day" else None
    bodies: dict[str, set[str]] = {"perpetrator": set(), "target": set()}
    for part in frame.parts:
        if part.role in bodies:
            bodies[part.role].add(part.body)
    return _Matter(
        "none" if place is None else "town" if place.level >= 3 else "region" if place.level else "country",
        day,
        frozenset((t.outcome, t.low, t.high) for t in frame.tolls),
        bodies,
        frame.voice.speaker.key if frame.voice is not None else "",
    )


def join_signs(happening: Happening, frame: Frame, latest: bool, matter: _Matter | None = None) -> list[str]:
    """All that speaks for or against a frame being another telling of the happening; `latest`: no other was told since."""
    matter = matter or _matter(frame)
    common = happening.common
    last, first = happening.last.sentence, happening.frames[0].sentence
    distance = frame.sentence.index - last.index
    near = "same sentence" if last is frame.sentence else f"{min(distance, 4)} on" if distance < 8 else "far on"
    signs = [near, f"{near} {'latest' if latest else 'earlier'}"]
    if first.title:
        signs.append(f"of the title {min(frame.sentence.index, 4)}")
    elif first.index <= 1:
        signs.append("of the lead")
    kinds = _kinds(happening, frame)
    signs.extend(kinds)
    signs.append(f"place {('differs', 'open', 'agrees')[same_place(happening, frame) + 1]} {matter.level}")
    if frame.place is None:
        signs.append(f"place not told {near}")
    day, mine = common.day, matter.day
    if mine is not None:
        agrees = day is not None and mine[0] <= day[1] and day[0] <= mine[1]
        signs.append("day open" if day is None else "day agrees" if agrees else "day differs")
    if frame.ago is not None:
        told = {f.ago for f in happening.frames} - {None}
        signs.append(f"{frame.ago} ago, {'open' if not told else 'as it' if frame.ago in told else 'unlike it'}")
    if frame.before:
        signs.append("before it" if not all(f.before for f in happening.frames) else "before as it")
    elif all(f.before for f in happening.frames):
        signs.append("after it")
    if last is frame.sentence and told_before(frame.units, frame.first):
        signs.append("in answer to it")
        if any(told_before(f.units, f.first) for f in happening.frames):
            signs.append("both in answer")
    signs.append(f"after {min(len(happening.frames), 4)} tellings")
    shared = len(common.content & frame.content)
    signs.append(f"{min(shared, 4)} words of content shared")
    if matter.figures:
        figure = _figures(common.figures, matter.figures)
        signs += (figure, f"{figure}, {kinds[0]}")
    for role, new in matter.bodies.items():
        if new:
            known = happening.known(role)
            signs.append(f"{role} new" if not known else f"{role} {'differs' if known.isdisjoint(new) else 'shared'}")
    turned = happening.known("perpetrator") & matter.bodies["target"] - {"civilians"}
    if turned and frame.kind.type != "armed_clash":
        signs.append("sides turned")
    signs.append("same voice" if matter.voice in common.voices else "other voice")
    return signs


def _kinds(happening: Happening, frame: Frame) -> list[str]:
    """How the words themselves compare."""
    common, mine = happening.common, frame.kind
    signs = []
    if mine.trigger is None:
        signs.append("figures only")
    elif frame.units[mine.trigger].trigger_id in common.words:
        signs.append("same word")
    family = _FAMILY.get(mine.type)
    families = _families(common.types)
    if mine.type in common.types:
        signs += ("same type", f"same {mine.type}")
    elif "protest" in families and any(p.body == "protesters" for p in frame.parts):
        signs.append("protesters again")
    elif family is not None and family in families:
        signs.append("same family")
    elif mine.generic or common.generic:
        fits = (family in _CALM) == (not _CALM.isdisjoint(families))
        signs.append("general words fit" if fits else "general words do not fit")
    else:
        signs.append(f"other type {'definite' if frame.definite else 'bare'}")
    one, two = common.leading, mine.type
    if one != two:
        signs.append(f"{one} and {two}" if one < two else f"{two} and {one}")
    if common.weapons and mine.weapon:
        alike = {_ALIKE.get(weapon, weapon) for weapon in common.weapons}
        signs.append("same weapon" if _ALIKE.get(mine.weapon, mine.weapon) in alike else "other weapon")
    return signs


_ALIKE = {"svbied": "vbied", "missile": "rocket", "barrel_bomb": "airstrike"}
"""Weapons that one telling names more exactly than another."""


@lru_cache(maxsize=1024)
def _families(types: frozenset[str]) -> frozenset[str | None]:
    return frozenset(_FAMILY.get(type_) for type_ in types)


_CALM = frozenset({"protest", "custody", None})


def _figures(told: frozenset[Figures], mine: frozenset[Figures]) -> str:
    if not told.isdisjoint(mine):
        return "same figure"
    if {outcome for outcome, _, _ in told} & {outcome for outcome, _, _ in mine}:
        return "other figure"
    return "new figure" if told else "first figure"


def same_place(happening: Happening, frame: Frame) -> int:
    """1 the places agree or hold one another, -1 they differ, 0 one of them is not told."""
    mine = frame.place
    if mine is None or happening.place is None:
        return 0
    for other in [f.place for f in happening.frames if f.place is not None] or [happening.place]:
        if agree(mine, other):
            return 1
    wide = [p for p in frame.places if p.level >= 1 and p is not mine]
    if mine.level <= 2 and any(agree(mine, p) for f in happening.frames for p in f.places):
        return 1
    if happening.place.level <= 2 and any(agree(happening.place, p) for p in wide):
        return 1
    if mine.level == 0 or happening.place.level == 0:
        return 0
    if mine.level >= 4 > happening.place.level and any(agree(happening.place, p) for p in frame.places):
        return 1
    if happening.place.level >= 4 > mine.level and any(agree(mine, p) for f in happening.frames for p in f.places):
        return 1
    if (mine.level >= 4) != (happening.place.level >= 4) and overlap(mine, happening.place):
        return 0
    if min(mine.level, happening.place.level) <= 2 and overlap(mine, happening.place):
        return 0
    return 0 if any(_holds(frame, p, mine) and agree(happening.place, p) for p in frame.places) else -1


def _holds(frame: Frame, place: PlaceMention, mine: PlaceMention) -> bool:
    """Whether a frame names a place as the one that its own lies in (في حرض بحجة), not beside it nor joined to it (شمال حجة, وحجة)."""
    if place.start <= mine.start or place.locates:
        return False
    name = place.at - 1
    head = name - 1 if frame.units[name - 1].tag in "ks" else name
    return not frame.units[head].prefix.startswith("و")


def agree(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two names are one place: equal, one's words within the other's, or both of the same place."""
    if a.name == b.name or _one_row(a, b):
        return True
    x, y = _bare(a.name), _bare(b.name)
    return x <= y or y <= x


def _one_row(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two names can be those of one place in the gazetteer (صنعاء, العاصمة اليمنية)."""
    if a.rows is None or b.rows is None or a.level != b.level:
        return False
    return not set(a.rows.rows).isdisjoint(b.rows.rows)


@lru_cache(maxsize=8192)
def _bare(name: str) -> frozenset[str]:
    return frozenset(w.removeprefix("ال") for w in name.split())


def narrower(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether the first place is more specific, and sure enough, than a wide second."""
    return a.level > b.level and a.score >= 0.6 and b.level < 3


def _among_states(frame: Frame) -> bool:
    """An agreement in which no armed body but those of states is named is diplomacy, not an event of the conflict."""
    if frame.kind.type != "agreement" or any(t.low for t in frame.tolls):
        return False
    if any(u.core in _FIGHTERS for u in frame.units[frame.first : frame.last]):
        return False
    named = {u.body for u in frame.units[frame.first : frame.last] if u.body and u.tag in "AHZ"}
    bodies = named | {p.body for p in frame.parts}
    return all(b in _NO_FACTION or b in STATES or b.endswith("-gov") for b in bodies)


_FIGHTERS = frozenset(
    "المعارضه معارضه الفصائل الفصايل فصايل الفصيل المسلحين مسلحين المقاتلين مقاتلين هدنه الهدنه جرحي الجرحي اسري الاسري المتمردين متمردين".split()
)
"""Words of those who fight and of what they settle: a deal that has one is of the conflict, though only states are named."""
_NO_FACTION = frozenset({"civilians", "protesters", "theirs", "we", "unknown-gunmen", "un"})
