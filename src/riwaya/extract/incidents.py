"""From frames to incidents: the tellings of one happening within one report are joined, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from riwaya.extract.actuality import Setting, Weights, actuality, load_weights
from riwaya.extract.frames import IN_ANSWER, Frame
from riwaya.extract.happening import REACH, Figures, Happening, Remark
from riwaya.extract.placing import PlaceMention, overlap
from riwaya.extract.speakers import Voice, voice_at
from riwaya.extract.typing import STATES
from riwaya.extract.units import Sentence
from riwaya.extract.weights import load_weights as load_choice

_FAMILY = {
    "armed_clash": "battle", "government_regains_territory": "battle", "non_state_actor_overtakes_territory": "battle", "attack": "battle",
    "air_drone_strike": "remote", "shelling_artillery_missile": "remote", "chemical_weapon": "remote", "suicide_bomb": "blast",
    "remote_explosive_landmine_ied": "blast", "grenade": "blast", "peaceful_protest": "protest", "protest_with_intervention": "protest",
    "excessive_force_against_protesters": "protest", "violent_demonstration": "protest", "mob_violence": "riot", "arrests": "custody",
    "abduction_forced_disappearance": "custody",
}  # fmt: skip


def join_frames(frames: Sequence[Frame], setting: Setting, weights: Weights | None = None) -> list[Happening]:
    """The happenings that the frames tell of, in order; frames too unsure to tell of one alone only add to others.

    A frame may be a telling of what title or lead told, or of what was told last within REACH sentences.
    """
    weights = weights or load_weights()
    joining = load_choice("join")
    happenings: list[Happening] = []
    within: list[Happening] = []
    accident = False
    for frame in frames:
        if frame.barred in ("metaphor", "accident", "history"):
            accident = accident or (frame.barred == "accident" and not happenings)
            continue
        if accident and not happenings and (frame.kind.trigger is None or frame.kind.generic):
            continue
        sure = actuality(frame, setting, weights) >= weights.floor
        if frame.barred is not None and not sure:
            continue
        if frame.another and frame.kind.generic and happenings and happenings[-1].last.sentence is frame.sentence:
            model = happenings[-1].lead
            frame.kind = replace(
                frame.kind, type=model.kind.type, weapon=model.kind.weapon, strength="strong", generic=False
            )
            frame.parts.extend(p for p in model.parts if p.role == "perpetrator")
            frame.weighed = None
        best, score = None, 0
        matter = _matter(frame) if happenings else None
        if frame.sentence.index > REACH:
            within = [h for h in within if frame.sentence.index - h.last.sentence.index <= REACH or _leads(h)]
        for happening in within:
            if frame.past and not happening.frames[0].past:
                continue
            fit = joining.weigh(join_signs(happening, frame, happening is happenings[-1], matter))
            if best is None or fit > score:
                best, score = happening, fit
        if best is not None and score >= joining.floor:
            best.add(frame)
            if best.place is None or (frame.place is not None and narrower(frame.place, best.place)):
                best.place = frame.place or best.place
        elif sure and not _among_states(frame) and not (happenings and _refers_back(frame)):
            within.append(Happening([frame], place=frame.place))
            happenings.append(within[-1])
    return happenings


def _leads(happening: Happening) -> bool:
    first = happening.frames[0].sentence
    return first.title or first.index <= 1


_MATTER = frozenset("HWsKMCVNGAYk")


def find_remarks(sentence: Sentence, voices: Sequence[Voice], frames: Sequence[Frame]) -> list[Remark]:
    """The voices of a sentence that tell of no happening of their own but speak of matters of one."""
    found = []
    for voice in voices:
        if voice.rule in ("voice.running_on", "voice.participle", "voice.phrase") or not voice.speaker.named:
            continue
        if any(f.voice is voice or any(voice_at(f.voices, t.at) is voice for t in f.tolls) for f in frames):
            continue
        said = sentence.units[voice.at + 1 : voice.last]
        matters = {u.tag for u in said if u.speech is None} & _MATTER
        if voice.act in ("deny", "claim", "blame") or len(matters) >= 2:
            found.append(Remark(sentence, voice))
    return found


def said_of_less(happenings: Sequence[Happening], kept: Sequence[Happening]) -> list[Remark]:
    """What speakers say of happenings that are no events of their own, with neither place nor day: remarks on those that are."""
    voices = {
        id(frame.voice): Remark(frame.sentence, frame.voice)
        for happening in happenings
        if happening not in kept and happening.place is None and happening.day() is None
        for frame in happening.frames
        if frame.voice is not None and frame.voice.speaker.named and not frame.sentence.title
    }
    return list(voices.values())


def attach_remarks(happenings: Sequence[Happening], remarks: Sequence[Remark]) -> None:
    """Each remark goes to the happening told shortly before it that its words fit best, of equals to the last told."""
    told: dict[int, list[Happening]] = {}
    for happening in happenings if remarks else ():
        for index in {frame.sentence.index for frame in happening.frames}:
            told.setdefault(index, []).append(happening)
    for remark in remarks:
        at = remark.sentence.index
        near = {happening: index for index in range(at - _SPOKEN_OF, at + 1) for happening in told.get(index, ())}
        if near:
            fits = {happening: _fit(remark, happening) for happening in near}
            best = max(near, key=lambda happening: (fits[happening], near[happening]))
            best.remarks.append(replace(remark, fits=fits[best] > 0))


_SPOKEN_OF = 3
"""Sentences after which a remark no longer speaks of what was told."""


def _fit(remark: Remark, happening: Happening) -> int:
    """In how many ways a remark has to do with a happening: a word of its own, its place, a party named, its speaker's part in it."""
    voice = remark.voice
    said = [u for u in remark.sentence.units[voice.first : voice.last] if u.speech is None]
    parties = happening.known("perpetrator") | happening.known("target")
    words = {u.trigger_id for u in said} & happening.common.words - {""}
    types = {u.trigger.type for u in said if u.trigger is not None} & happening.common.types
    place = happening.place
    named = place is not None and any(u.tag in "PEk" and u.core and u.core in place.name for u in said)
    bodies = {u.body for u in said if u.body} & parties
    return 2 * bool(words or types) + named + bool(bodies) + (voice.speaker.actor in parties)


def split_places(happenings: Sequence[Happening], text: str) -> list[Happening]:
    """Attacks told once for two regions joined by و, with no figure between them, are one incident in each."""
    found: list[Happening] = []
    for happening in happenings:
        found.append(happening)
        frame = happening.last
        if (
            len(happening.frames) > 1
            or frame.tolls
            or frame.place is None
            or frame.place.level > 2
            or frame.sentence.title
        ):
            continue
        for other in frame.places:
            if other.level == frame.place.level and text[frame.place.end : other.start] == " و":
                happening.apart = True
                found.append(Happening([replace(frame, place=other)], place=other, apart=True))
    return found


def share_perpetrators(happenings: Sequence[Happening]) -> None:
    """Strikes of one kind in one report with one known doer: those that name none are taken as the same doer's."""
    for type_ in ("air_drone_strike", "shelling_artillery_missile"):
        alike = [h for h in happenings if h.lead.kind.type == type_]
        known = {tuple(h.bodies("perpetrator")) for h in alike} - {()}
        if len(known) == 1 and len(next(iter(known))) == 1 and type_ == "air_drone_strike":
            for happening in alike:
                happening.shared = next(iter(known))
                happening.forget()


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
    else:
        signs.append("day not told")
    if frame.ago is not None:
        told = {f.ago for f in happening.frames} - {None}
        signs.append(f"{frame.ago} ago, {'open' if not told else 'as it' if frame.ago in told else 'unlike it'}")
    if frame.before:
        signs.append("before it" if not all(f.before for f in happening.frames) else "before as it")
    elif all(f.before for f in happening.frames):
        signs.append("after it")
    if last is frame.sentence and frame.units[frame.first].text in IN_ANSWER:
        signs.append("in answer to it")
    elif frame.answering:
        signs.append("answering")
    if frame.another:
        signs.append("another")
    elif frame.definite:
        signs += ("definite", f"definite, {'general' if frame.kind.generic else 'particular'} words")
    if frame.voice is not None and frame.voice.act == "react":
        signs.append("reacted to")
    shared = len(common.content & frame.content)
    signs.append(f"{min(shared, 4)} words of content shared")
    if not frame.content:
        signs.append("no words of content")
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
    if frame.denied:
        signs.append("denied")
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
        signs.append("same weapon" if mine.weapon in common.weapons else "other weapon")
    return signs


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
    return -1


def agree(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two names are one place: equal, or one's words within the other's."""
    if a.name == b.name:
        return True
    x, y = _bare(a.name), _bare(b.name)
    return x <= y or y <= x


@lru_cache(maxsize=8192)
def _bare(name: str) -> frozenset[str]:
    return frozenset(w.removeprefix("ال") for w in name.split())


def narrower(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether the first place is more specific, and sure enough, than a wide second."""
    return a.level > b.level and a.score >= 0.6 and b.level < 3


def _refers_back(frame: Frame) -> bool:
    """A definite noun of no great weight, with neither place nor day of its own, speaks of what was told before."""
    bare = frame.place is None and (frame.date is None or frame.said)
    return bare and frame.definite and frame.kind.strength == "weak"


def _among_states(frame: Frame) -> bool:
    """An agreement in which no armed body but those of states is named is diplomacy, not an event of the conflict."""
    if frame.kind.type != "agreement" or any(t.low for t in frame.tolls):
        return False
    named = {u.body for u in frame.units[frame.first : frame.last] if u.body and u.tag in "AHZ"}
    bodies = named | {p.body for p in frame.parts}
    return all(b in _NO_FACTION or b in STATES or b.endswith("-gov") for b in bodies)


_NO_FACTION = frozenset({"civilians", "protesters", "theirs", "we", "unknown-gunmen", "un"})
