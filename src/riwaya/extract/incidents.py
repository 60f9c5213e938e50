"""From frames to incidents: the tellings of one happening within one report are joined, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.actuality import Setting, Weights, actuality, load_weights
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.placing import PlaceMention
from riwaya.extract.speakers import Voice, voice_at
from riwaya.extract.typing import STATES
from riwaya.extract.units import Sentence

_FAMILY = {
    "armed_clash": "battle", "government_regains_territory": "battle", "non_state_actor_overtakes_territory": "battle", "attack": "battle",
    "air_drone_strike": "remote", "shelling_artillery_missile": "remote", "chemical_weapon": "remote", "suicide_bomb": "blast",
    "remote_explosive_landmine_ied": "blast", "grenade": "blast", "peaceful_protest": "protest", "protest_with_intervention": "protest",
    "excessive_force_against_protesters": "protest", "violent_demonstration": "protest", "mob_violence": "riot", "arrests": "custody",
    "abduction_forced_disappearance": "custody",
}  # fmt: skip


def join_frames(frames: Sequence[Frame], calm: bool = False, weights: Weights | None = None) -> list[Happening]:
    """The happenings that the frames tell of, in order; frames too unsure to tell of one alone only add to others.

    In a `calm` report (one that is mostly about sport, films, markets, science) words of war weigh less.
    """
    weights = weights or load_weights()
    setting = Setting(calm, len(frames))
    happenings: list[Happening] = []
    for frame in frames:
        if frame.barred in ("metaphor", "accident"):
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
        best, score = None, 0.0
        for happening in happenings:
            fit = likeness(happening, frame, happening is happenings[-1])
            if best is None or fit > score:
                best, score = happening, fit
        if best is not None and score >= 1.0:
            best.add(frame)
            if best.place is None or (frame.place is not None and _narrower(frame.place, best.place)):
                best.place = frame.place or best.place
        elif sure and not _among_states(frame) and not (happenings and _refers_back(frame)):
            happenings.append(Happening([frame], place=frame.place))
    return happenings


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


def attach_remarks(happenings: Sequence[Happening], remarks: Sequence[Remark]) -> None:
    """Each remark goes to the happening told last before it."""
    for remark in remarks:
        before = [h for h in happenings if any(f.sentence.index <= remark.sentence.index for f in h.frames)]
        if not before:
            continue
        nearest = max(
            before, key=lambda h: max(f.sentence.index for f in h.frames if f.sentence.index <= remark.sentence.index)
        )
        told = max(f.sentence.index for f in nearest.frames if f.sentence.index <= remark.sentence.index)
        if remark.sentence.index - told <= 3:
            nearest.remarks.append(remark)


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
                found.append(Happening([replace(frame, place=other)], place=other))
    return found


def share_perpetrators(happenings: Sequence[Happening]) -> None:
    """Strikes of one kind in one report with one known doer: those that name none are taken as the same doer's."""
    for type_ in ("air_drone_strike", "shelling_artillery_missile"):
        alike = [h for h in happenings if h.lead.kind.type == type_]
        known = {tuple(h.bodies("perpetrator")) for h in alike} - {()}
        if len(known) == 1 and len(next(iter(known))) == 1 and type_ == "air_drone_strike":
            for happening in alike:
                happening.shared = next(iter(known))


def likeness(happening: Happening, frame: Frame, latest: bool) -> float:
    """How much a frame looks like another telling of the happening; at 1 and above it is taken as one."""
    score = 0.0
    last = happening.last
    same_sentence = last.sentence is frame.sentence
    distance = frame.sentence.index - last.sentence.index
    if same_sentence:
        score += 1.2
    elif latest and distance <= 2:
        score += 0.6 if distance == 1 else 0.4
    elif happening.frames[0].sentence.title:
        score += 0.3
    places = same_place(happening, frame)
    if places > 0:
        score += 1.2 if frame.place is not None and frame.place.level >= 3 else 0.5
    elif places < 0:
        score -= 3.0
    day, mine = happening.day(), frame.date
    if (
        day is not None
        and mine is not None
        and mine.start is not None
        and mine.end is not None
        and mine.precision == "day"
        and not frame.said
    ):
        score += 0.8 if mine.start <= day[1] and day[0] <= mine.end else -2.5
    score += _types(happening, frame)
    if frame.definite and not frame.another:
        score += 0.9
    if frame.kind.trigger is None and not frame.another:
        score += 0.5
    if frame.another:
        score -= 1.6
    told = {(t.outcome, t.low, t.high) for f in happening.frames for t in f.tolls}
    mine_told = {(t.outcome, t.low, t.high) for t in frame.tolls}
    if told & mine_told:
        score += 0.8
    for role in ("perpetrator", "target"):
        known, new = happening.known(role), {p.body for p in frame.parts if p.role == role}
        if known and new:
            if known & new:
                score += 0.5
            elif role == "perpetrator":
                score -= 0.7
            elif "civilians" not in known | new:
                score -= 0.4
    if (
        happening.known("perpetrator") & {p.body for p in frame.parts if p.role == "target"} - {"civilians"}
        and frame.kind.type != "armed_clash"
    ):
        score -= 0.6
    return score


def _types(happening: Happening, frame: Frame) -> float:
    kinds = [f.kind for f in happening.frames]
    if any(k.type == frame.kind.type for k in kinds):
        return 0.7
    protest = any(_FAMILY.get(k.type) == "protest" for k in kinds)
    if protest and any(p.body == "protesters" for p in frame.parts):
        return 0.5
    if frame.kind.generic or all(k.generic for k in kinds):
        mine = _FAMILY.get(frame.kind.type)
        calm = {"protest", "custody", None}
        if (mine in calm) != any(_FAMILY.get(k.type) in calm for k in kinds):
            return -0.6
        return 0.4
    if any(_FAMILY.get(k.type, k.type) == _FAMILY.get(frame.kind.type, "") for k in kinds):
        return 0.2
    return -0.3 if frame.definite and frame.place is None else -1.3


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
    if (mine.level >= 4) != (happening.place.level >= 4) and _overlap(mine, happening.place):
        return 0
    if min(mine.level, happening.place.level) <= 2 and _overlap(mine, happening.place):
        return 0
    return -1


def agree(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two names are one place: equal, or one's words within the other's."""
    x, y = _bare(a.name), _bare(b.name)
    return x <= y or y <= x


def _overlap(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether a region and another place lie within each other's reach."""
    if a.rows is None or b.rows is None:
        return False
    for lat, lon, radius in a.rows.spots:
        for other_lat, other_lon, other_radius in b.rows.spots:
            north = (lat - other_lat) * 111.0
            east = (lon - other_lon) * 111.0 * math.cos(math.radians(lat))
            if math.hypot(north, east) <= radius + other_radius:
                return True
    return False


def _bare(name: str) -> frozenset[str]:
    return frozenset(w.removeprefix("ال") for w in name.split())


def _narrower(a: PlaceMention, b: PlaceMention) -> bool:
    return a.level > b.level and a.score >= 0.6 and b.level < 3


def _refers_back(frame: Frame) -> bool:
    """A definite noun of no great weight, with neither place nor day of its own, speaks of what was told before."""
    bare = frame.place is None and (frame.date is None or frame.said)
    return bare and frame.definite and frame.kind.strength == "weak"


def _among_states(frame: Frame) -> bool:
    """An agreement without a rebel party is diplomacy, not an event of the conflict."""
    if frame.kind.type != "agreement" or any(t.low for t in frame.tolls):
        return False
    armed = {p.body for p in frame.parts if p.body not in ("civilians", "protesters")}
    return len(armed) < 2 or all(b in STATES or b.endswith("-gov") for b in armed)
