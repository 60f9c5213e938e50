"""Who says it: speakers with the chain by which their words came, and the stretch of a sentence each is answerable for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.naming import SUBJECT_TAGS, Conversation, Speaker, nameless, read_speaker, read_subject
from riwaya.extract.units import Unit
from riwaya.model import Actor, Span

TURNS = frozenset("بدوره,بدورها,من جهته,من جهتها,من جانبه,من جانبها".split(","))
"""Words that only pass the floor (بدوره); within a clause they part nothing."""


@dataclass(slots=True, eq=False)
class Voice:
    """A speaker answerable for units [first, last) of a sentence; `at` is the word of saying."""

    speaker: Speaker
    act: str
    at: int
    first: int
    last: int
    rule: str
    accused: tuple[str, int] | None = None


def find_voices(units: Sequence[Unit], talk: Conversation) -> list[Voice]:
    """The voices of one sentence, in the order of their words of saying."""
    voices: list[Voice] = []
    size = len(units)
    for i, unit in enumerate(units):
        speech = unit.speech
        if speech is None or not _speaks(units, i) or (speech.act != "deny" and _silent(units, i)):
            continue
        if speech.act == "according" and not (i <= 1 and unit.core.startswith("كما")):
            speaker, end = read_subject(units, i + 1, talk, 14)
            if speaker is None:
                continue
            first = max((v.last if v.rule == "voice.according" else v.at for v in voices), default=0)
            boundary = max((j for j in range(first, i) if units[j].tag == "F"), default=first)
            if i <= 2 or all(units[j].tag in "FwcD,-:" for j in range(boundary, i)):
                voices.append(Voice(speaker, "say", i, boundary, size, "voice.according.first"))
            else:
                voices.append(Voice(speaker, "say", i, boundary, end, "voice.according"))
            talk.heard(speaker)
            continue
        if speech.act == "react":
            for earlier in voices:
                if earlier.rule != "voice.according":
                    earlier.last = min(earlier.last, i)
            speaker, _ = (None, i) if unit.form == "participle" else read_subject(units, i + 1, talk, 12)
            if speaker is not None and speaker.actor is not None:
                talk.heard(speaker)
            continue
        voice = _told(units, i, voices, talk)
        if voice is not None:
            for earlier in voices:
                if earlier.last > i and earlier.speaker.key != voice.speaker.key and earlier.rule != "voice.according":
                    earlier.last = voice.first
            voices.append(voice)
            talk.heard(voice.speaker)
    return voices


def _speaks(units: Sequence[Unit], i: int) -> bool:
    """Whether the word is one of saying here: رفعت الوزارة الحصيلة says, رفعت الأسعار does not."""
    tag = units[i].tag
    if (
        tag == "Q"
        and units[i].form == "verb"
        and i > 0
        and units[i - 1].tag in "afoT"
        and units[i - 1].end + 2 > units[i].start
    ):
        return False
    beside = [units[j].tag for j in (i - 2, i - 1, i + 1) if 0 <= j < len(units)]
    return tag in "QB" or (tag == "u" and any(t in "AYS" for t in beside))


def _silent(units: Sequence[Unit], i: int) -> bool:
    """ولم يعلق الجيش; ولم يعلن أي فصيل مسؤوليته: nothing was said."""
    reach = 5 if units[i].speech is not None and units[i].speech.act == "claim" else 1  # type: ignore[union-attr]
    return any(units[j].tag == "X" for j in range(max(0, i - reach), i))


def _told(units: Sequence[Unit], i: int, voices: Sequence[Voice], talk: Conversation) -> Voice | None:
    unit = units[i]
    speech = unit.speech
    assert speech is not None
    size = len(units)
    if unit.form == "participle":
        speaker = voices[-1].speaker if voices else _before(units, i, talk) or talk.last
        accused = (
            next((j for j in range(i + 1, min(size, i + 6)) if units[j].tag in "AY" and units[j].body), None)
            if speech.act == "blame"
            else None
        )
        target = (units[accused].body or "", accused) if accused is not None else None
        return Voice(speaker, speech.act, i, i, size, "voice.participle", target) if speaker else None
    if speech.act == "claim" and unit.form == "phrase":
        speaker, end = read_subject(units, i + 1, talk, 8)
        speaker = speaker or _before(units, i, talk) or talk.last
        return Voice(speaker, "claim", i, 0, size, "voice.claim") if speaker else None
    if unit.form == "phrase" and speech.act == "say":
        speaker = voices[-1].speaker if voices else talk.last
        return Voice(speaker, "say", i, i, size, "voice.phrase") if speaker else None
    if unit.form == "phrase" and speech.act == "deny":
        after = i + 1 < size and units[i + 1].tag in "AEYS" and unit.text.endswith(("ه", "ها"))
        speaker = (
            read_subject(units, i + 1, talk, 8)[0]
            if after
            else voices[-1].speaker
            if voices
            else _before(units, i, talk) or talk.last
        )
        first = max((j for j in range(i) if units[j].tag in "F"), default=0) if after else i
        return Voice(speaker, "deny", i, first, size, "voice.denial") if speaker else None
    if speech.act == "blame":
        if "حمل" in unit.core and not any(u.tag == "%" for u in units[i:]):
            return None
        return _blame(units, i, talk)
    told = _before(units, i, talk) if unit.core.startswith(_ADDRESSED) else None
    if told is not None:
        return Voice(told, speech.act, i, i, size, "voice.subject_verb")
    start = i + 2 if speech.act in ("claim", "confirm") and i + 1 < size and units[i + 1].tag == "N" else i + 1
    speaker, end = read_subject(units, start, talk, 16)
    rule = "voice.verb_subject"
    if speaker is None:
        speaker = None if speech.follows else _before(units, i, talk)
        rule = "voice.subject_verb"
        if speaker is None:
            speaker, rule = talk.last, "voice.running_on"
    if speaker is None:
        return None
    if i > 2 and units[i - 1].tag == "," and rule == "voice.verb_subject" and all(u.tag in ".!?" for u in units[end:]):
        first = max((j for j in range(i - 1) if units[j].tag in "F"), default=0)
        return Voice(speaker, speech.act, i, first, size, "voice.postposed")
    act = "report" if speech.act == "according" else speech.act
    return Voice(speaker, act, i, i, size, rule)


_ADDRESSED = ("ابلغ", "اخبر", "تبلغ", "يبلغ")


def _blame(units: Sequence[Unit], i: int, talk: Conversation) -> Voice | None:
    """اتهم X Y بـ…; وحمّل X Y المسؤولية: the first body speaks, the second is accused; with one body, that one is accused."""
    named = [
        j
        for j in range(i + 1, min(len(units), i + 14))
        if units[j].body
        and (
            units[j].tag in "AYSZ" or (units[j].tag == "E" and not units[j].prefix and units[j - 1].tag not in "ikfTo")
        )
    ]
    stop = next((j for j in range(i + 1, len(units)) if units[j].tag in "QBFt;."), len(units))
    named = [j for j in named if j < stop]
    before = _before(units, i, talk)
    if i > 0 and units[i - 1].tag == "r" and before is not None:
        target = (units[named[0]].body or "", named[0]) if named else None
        return Voice(before, "blame", i, i, len(units), "voice.blame", target)
    if len(named) >= 2 or (named and before is None and units[named[0]].tag == "S"):
        speaker = read_speaker(units, i + 1, named[0] + 1, talk)
        accused = named[1] if len(named) > 1 else None
    else:
        speaker = before or talk.last
        accused = named[0] if named else None
        if before is None and named and not any(units[j].prefix.endswith("ب") for j in range(named[0], stop)):
            speaker, accused = read_speaker(units, i + 1, named[0] + 1, talk), None
    if speaker is None:
        return None
    target = (units[accused].body or "", accused) if accused is not None else None
    return Voice(speaker, "blame", i, i, len(units), "voice.blame", target)


def _before(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """The subject that stands before its verb: the first body of the clause (لكن مصدرا أمنيا … أبلغ)."""
    start = 0
    for j in range(i - 1, -1, -1):
        if units[j].tag == "r":
            named = [k for k in range(max(0, j - 4), j) if units[k].tag in "AYSZO"]
            if named:
                return read_speaker(units, named[-1], named[-1] + 1, talk)
        if (
            j == i - 1
            and units[j].tag == "w"
            and units[j].text.startswith("ال")
            and (j == 0 or units[j - 1].tag in "F,;.-")
        ):
            return nameless(
                units,
                j,
                i,
                talk.folded.quote(units[j].start, units[j].end),
                Span(*talk.folded.span(units[j].start, units[j].end)),
                (),
                talk,
            ) or Speaker(
                None,
                talk.folded.quote(units[j].start, units[j].end),
                Span(*talk.folded.span(units[j].start, units[j].end)),
            )
        if units[j].tag == "F" and units[j].core in TURNS:
            continue
        if units[j].tag in "F;.t:rQB" or (units[j].tag == "," and i - j > 6):
            start = j + 1
            break
    for j in range(start, i):
        unit = units[j]
        if (
            unit.tag in "AYSZO"
            and unit.prefix in ("", "و", "ف")
            and (j == start or units[j - 1].tag not in "iofTmkPcg")
        ):
            return read_speaker(units, j, _phrase_end(units, j, i), talk)
        if unit.tag == "I" or (unit.tag == "@" and unit.prefix in ("", "و")):
            return read_speaker(units, j, _phrase_end(units, j, i), talk)
    return None


def _phrase_end(units: Sequence[Unit], j: int, i: int) -> int:
    end = j + 1
    while end < i and units[end].tag in SUBJECT_TAGS and end - j < 10:
        end += 1
    return end


def voice_at(voices: Sequence[Voice], position: int) -> Voice | None:
    """The voice answerable for the unit at `position`: the narrowest stretch that holds it."""
    best: Voice | None = None
    for voice in voices:
        if voice.first <= position < voice.last and (
            best is None or voice.last - voice.first <= best.last - best.first
        ):
            best = voice
    return best


def actor_of(speaker: Speaker) -> Actor:
    """The speaker as the model has it."""
    return Actor(speaker.actor, speaker.name, speaker.span)
