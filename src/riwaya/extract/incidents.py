"""What is said of happenings beside their tellings, and what goes for several of them: places told together, one doer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.joining import agree
from riwaya.extract.placing import PlaceMention, lies_in
from riwaya.extract.speakers import Voice, voice_at
from riwaya.extract.units import Sentence, Unit

_MATTER = frozenset("HWsKMCVNGAYk")


def find_remarks(sentence: Sentence, voices: Sequence[Voice], frames: Sequence[Frame]) -> list[Remark]:
    """The voices of a sentence that tell of no happening of their own but speak of matters of one."""
    found = []
    for voice in voices:
        if voice.rule in ("voice.running_on", "voice.participle", "voice.phrase") or not voice.speaker.named:
            continue
        if any(f.voice is voice or any(voice_at(f.voices, t.at) is voice for t in f.tolls) for f in frames):
            continue
        before = voice.rule == "voice.according"
        said = sentence.units[voice.first : voice.at] if before else sentence.units[voice.at + 1 : voice.last]
        if voice.act == "deny" and voice.rule != "voice.denial" and not _of_a_deed(said):
            continue
        matters = {u.tag for u in said if u.speech is None} & _MATTER
        if voice.act in ("deny", "claim", "blame") or len(matters) >= 2:
            found.append(Remark(sentence, voice))
    return found


def _of_a_deed(said: Sequence[Unit]) -> bool:
    """Whether what is denied is a deed, its harm, a part in it or what is told of it; not a remark, a talk or a plan (نفى التعليق)."""
    if len(said) <= _SHORTEST:
        return True
    return any(
        u.trigger is not None
        or (u.outcome is not None and not (u.outcome.form == "count" and u.definite))
        or u.tag in "%X"
        or u.core.startswith(_CHARGED)
        for u in said
    )


_SHORTEST = 3
_CHARGED = (
    "اتهام", "الاتهام", "مزاعم", "المزاعم", "ادعاء", "الادعاء", "انباء", "الانباء", "تقارير", "التقارير", "المعلومات", "معلومات", "ذلك", "صحه",
    "ضلوع", "تورط", "علاقه", "علاقت", "صله", "صلت", "دور", "مسوول", "وقوف", "وراء", "رواي", "الخبر", "استخدام", "استهداف", "التهم", "اي ",
)  # fmt: skip


def said_of_less(happenings: Sequence[Happening], kept: Sequence[Happening]) -> list[Remark]:
    """What speakers say of happenings that are no events of their own, with neither place nor day: remarks on those that are."""
    events = set(kept)
    voices = {
        id(frame.voice): Remark(frame.sentence, frame.voice)
        for happening in happenings
        if happening not in events and happening.place is None and happening.day() is None
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
        if len(happening.frames) > 1:
            second = _in_another_land(happening, happenings)
            if second is not None:
                found.append(second)
            continue
        frame = happening.last
        if frame.tolls or frame.place is None or frame.place.level > 2 or frame.sentence.title:
            continue
        for other in frame.places:
            joined = other.level == frame.place.level and text[frame.place.end : other.start] == " و"
            if joined or (frame.kind.type in _FROM_AFAR and _of_two_lands(frame, frame.place, other)):
                happening.apart = True
                found.append(Happening([replace(frame, place=other)], place=other, apart=True))
    return found


def _in_another_land(happening: Happening, happenings: Sequence[Happening]) -> Happening | None:
    """The half of strikes told several times that their first telling puts in another land, where none like them is told."""
    frame = next((f for f in happening.frames if not f.sentence.title), None)
    if frame is None or frame.place is None or frame.kind.type not in _FROM_AFAR:
        return None
    for other in frame.places:
        if other is not frame.place and _of_two_lands(frame, frame.place, other):
            known = any(h is not happening and _told_there(h, frame.kind.type, other) for h in happenings)
            return None if known else Happening([replace(frame, place=other, tolls=[])], place=other, apart=True)
    return None


def _told_there(happening: Happening, type_: str, place: PlaceMention) -> bool:
    """Whether a happening is of that type and within that place."""
    mine = happening.place
    return mine is not None and type_ in happening.common.types and (agree(mine, place) or lies_in(mine, place))


_FROM_AFAR = frozenset({"air_drone_strike", "shelling_artillery_missile"})
_BETWEEN = 9
"""Units between two lands that one strike is told for, at most."""


def _of_two_lands(frame: Frame, one: PlaceMention, other: PlaceMention) -> bool:
    """ضربات في سوريا والعراق; على مواقع في سوريا و14 ضربة أخرى في العراق: whether و joins what was struck in two lands."""
    if one.level > 1 or other.level > 1 or lies_in(one, other) or lies_in(other, one) or agree(one, other):
        return False
    first, second = (one, other) if one.start < other.start else (other, one)
    between = [u for u in frame.units[frame.first : frame.last] if first.end <= u.start and u.end <= second.start]
    if not between:
        return one.level == other.level == 0 and frame.units[first.at].prefix == "و"
    if len(between) > _BETWEEN or between[-1].tag != "i" or any(u.tag in ",;.:rtKVQLX" for u in between):
        return False
    return any(u.text.startswith("و") for u in between)


def share_perpetrators(happenings: Sequence[Happening]) -> None:
    """Strikes of one kind in one report with one known doer: those that name none are taken as the same doer's."""
    for type_ in ("air_drone_strike", "shelling_artillery_missile"):
        alike = [h for h in happenings if h.lead.kind.type == type_]
        known = {tuple(h.bodies("perpetrator")) for h in alike} - {()}
        if len(known) == 1 and len(next(iter(known))) == 1 and type_ == "air_drone_strike":
            for happening in alike:
                happening.shared = next(iter(known))
                happening.forget()
