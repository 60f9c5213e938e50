"""Who says it: speakers with the chain by which their words came, and the stretch of a sentence each is answerable for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from riwaya.extract.blaming import blame, levelling
from riwaya.extract.naming import Conversation, Speaker, carrier, read_speaker, read_subject
from riwaya.extract.phrases import TURNS, phrase_bounds, reported
from riwaya.extract.running import PLAIN, runs_on, unsaid
from riwaya.extract.saying import (
    LEARNT,
    OF_GOODS,
    OF_THEM,
    begun_before,
    learns,
    quoted,
    speaks,
)
from riwaya.extract.sourcing import according
from riwaya.extract.subjects import THINGS, denier, subject_before, subject_of_was
from riwaya.extract.talk import Voice
from riwaya.extract.units import Unit
from riwaya.extract.withholding import belittles, hearsay, inquires, negates, rejects, silent, told_of
from riwaya.model import Actor, Link

__all__ = ["TURNS", "Voice", "actor_of", "find_voices", "voice_at"]


def find_voices(units: Sequence[Unit], talk: Conversation) -> list[Voice]:
    """The voices of one sentence, in the order of their words of saying."""
    voices: list[Voice] = []
    reacting: Speaker | None = None
    if units and talk.last is not None and (end := begun_before(units, talk.folded)):
        voices.append(Voice(talk.last, "say", 0, 0, end, "voice.running_on"))
    elif len(units) > 1 and units[0].text == "وان" and units[1].tag != "w" and talk.last is not None:
        voices.append(Voice(talk.last, "say", 0, 0, len(units), "voice.running_on"))
    elif (headed := _headed(units, talk)) is not None:
        voices.append(headed)
        talk.heard(headed.speaker)
    within: list[bool] | None = None
    for i, unit in enumerate(units):
        speech = unit.speech
        if speech is None and unit.core in LEARNT and learns(units, i):
            speaker = _learner(units, i, talk)
            if speaker is not None:
                voices.append(Voice(speaker, "report", i, i, len(units), "voice.verb_subject"))
                talk.heard(speaker)
        if speech is None or not speaks(units, i, talk.folded) or silent(units, i):
            continue
        if voices:
            within = within or quoted(units, talk.folded)
            if within[i]:
                continue
        if told_of(units, i) and (now := current(voices, i)) is not None and now.act in ("say", "report", "deny"):
            continue
        if speech.act == "according" and not (i <= 1 and unit.core.startswith("كما")):
            according(units, i, voices, talk, reacting)
            continue
        if speech.act == "react":
            reacting = _reaction(units, i, voices, talk) or reacting
            if reacting is None or not rejects(units, i):
                continue
            voice: Voice | None = Voice(reacting, "deny", i, i, len(units), "voice.denial")
        elif unit.form == "participle" and reacting is not None:
            voice = Voice(reacting, speech.act, i, i, len(units), "voice.participle")
        elif unit.form == "phrase" and speech.act == "deny" and reacting is not None:
            voice = Voice(reacting, "deny", i, i, len(units), "voice.denial")
        else:
            voice = _told(units, i, voices, talk)
            reacting = None
            if voice is not None and voice.act in ("say", "report") and inquires(units, voice.at):
                talk.heard(voice.speaker)
                reacting, voice = voice.speaker, None
        if voice is not None and (told := _aside_of(units, i, voices)) is not None:
            reach = len(units) if any(u.tag == "t" for u in units[i + 1 : i + 3]) else i + 3
            voice.last = next(
                (j for j in range(i + 1, min(reach, told.last)) if units[j].tag in ",;F"), min(reach, told.last)
            )
            voices.append(voice)
            talk.noted(voice.speaker)
        elif voice is not None:
            for earlier in voices:
                if earlier.last > i and earlier.speaker.key != voice.speaker.key and earlier.rule != "voice.according":
                    earlier.last = voice.first
            if voice.rule == "voice.denial" and _of_hearsay(units, voices, voice):
                voices[-1].act = "deny"
            if voice.act in ("say", "report", "confirm") and (negates(units, voice.at) or belittles(units, voice.at)):
                voice.act = "deny"
            if voice.rule == "voice.denial" and voices and voices[-1].speaker is voice.speaker:
                spoke = [v for v in voices if v.at == voices[-1].at and v.speaker.key != voice.speaker.key]
                voices.extend(replace(voice, speaker=v.speaker) for v in spoke)
            for beside in _companions(units, voice, talk):
                voices.append(beside)
                talk.heard(beside.speaker)
            voices.append(voice)
            talk.heard(voice.speaker)
    if not voices and reacting is None and talk.last is not None and runs_on(units, talk):
        voices.append(Voice(talk.last, "say", 0, 0, len(units), "voice.running_on"))
    if units:
        talk.told_to = units[-1].end if any(v.last == len(units) and v.act in ("say", "report") for v in voices) else -1
    return voices


def _aside_of(units: Sequence[Unit], i: int, voices: Sequence[Voice]) -> Voice | None:
    """Who goes on speaking where a verb of saying only tells of somebody in their words (قال الوزير إن المهاجم الذي أعلن ولاءه …)."""
    if i < 3 or units[i - 1].tag != "r" or units[i - 2].tag in ",.":
        return None
    told = current(voices, i)
    said = (
        told is not None and told.act in ("say", "report", "confirm") and any(u.tag == "t" for u in units[told.at : i])
    )
    return told if said else None


def current(voices: Sequence[Voice], i: int) -> Voice | None:
    """The last voice that goes on to the unit; where none does, the last of all."""
    return next((v for v in reversed(voices) if v.last > i), voices[-1] if voices else None)


def _learner(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """Who is heard where something was learnt: the monitor itself, or whom the agency has it from (علمت رويترز من مصادر …)."""
    if units[i + 1].tag == "S":
        return read_subject(units, i + 1, talk, 16, True)[0]
    source = next((k for k in range(i + 2, min(len(units), i + 6)) if units[k].text == "من"), None)
    speaker = read_subject(units, source + 1, talk, 10, True)[0] if source is not None else None
    link = carrier(units, i + 1, source, talk) if source is not None else None
    return replace(speaker, via=(link, *speaker.via)) if speaker is not None and link is not None else speaker


def _headed(units: Sequence[Unit], talk: Conversation) -> Voice | None:
    """Who stands before a colon at the head of a sentence says what follows it (الجيش اللبناني: مقتل جنديين …)."""
    if not units or units[0].tag not in "AYSZ" or units[0].prefix or not units[0].body:
        return None
    colon = next((k for k in range(1, min(len(units), 7)) if units[k].tag not in "AYSZEJIwfi(y"), 0)
    if not colon or units[colon].tag != ":" or colon + 1 == len(units):
        return None
    speaker = read_speaker(units, 0, colon, talk)
    return None if speaker is None else Voice(speaker, "say", 0, colon + 1, len(units), "voice.according.first")


def _of_hearsay(units: Sequence[Unit], voices: Sequence[Voice], denial: Voice) -> bool:
    """Whether the speaker says of what was just told that it is not so."""
    return bool(voices) and voices[-1].speaker.key == denial.speaker.key and hearsay(units, voices[-1].at, denial.at)


def _companions(units: Sequence[Unit], voice: Voice, talk: Conversation) -> Iterator[Voice]:
    """The others of several parties that say one thing (نفت موسكو ودمشق …)."""
    if voice.rule not in ("voice.verb_subject", "voice.blame", "voice.denial") or voice.speaker.actor is None:
        return
    at = voice.at if voice.rule != "voice.blame" else levelling(units, voice.at)
    first, end = phrase_bounds(units, at + 1, 8, talk.folded)
    if voice.accused is not None and voice.accused[1] == first:
        return
    for j in range(first + 1, end):
        unit = units[j]
        ally = units[j - 2 if units[j - 1].text == "في" else j - 1].text.startswith(_ALLIES)
        joined = unit.prefix == "و" and units[first].tag in "AEYw"
        if (joined or ally) and unit.tag in "AEY" and unit.body:
            speaker = read_speaker(units, j, j + 1, talk) if unit.body != voice.speaker.actor else None
            if speaker is not None:
                yield replace(voice, speaker=speaker)


_ALLIES = ("وحليف", "وحلفا")
"""Before one named who says the same (نفت دمشق وحليفتها موسكو)."""


def _reaction(units: Sequence[Unit], i: int, voices: Sequence[Voice], talk: Conversation) -> Speaker | None:
    """Condemning, calling for something: no account, but it ends the words of others and lends its subject to قائلا."""
    opens = (i <= 2 and not voices) or units[i].prefix in ("و", "ف") or units[i - 1].tag in ",;.F:"
    if opens:
        for earlier in voices:
            if earlier.rule != "voice.according":
                earlier.last = min(earlier.last, i)
    if units[i].form == "participle":
        return None
    speaker, _ = read_subject(units, i + 1, talk, 12)
    if speaker is None:
        return subject_before(units, i, talk)
    if speaker.actor is not None:
        talk.heard(speaker)
    return speaker


def _told(units: Sequence[Unit], i: int, voices: Sequence[Voice], talk: Conversation) -> Voice | None:
    unit = units[i]
    speech = unit.speech
    assert speech is not None
    size = len(units)
    if unit.form == "participle":
        now = current(voices, i)
        speaker = now.speaker if now is not None else subject_before(units, i, talk, aside=True) or talk.last
        accused = (
            next((j for j in range(i + 1, min(size, i + 6)) if units[j].tag in "AY" and units[j].body), None)
            if speech.act == "blame"
            else None
        )
        target = (units[accused].body or "", accused) if accused is not None else None
        return Voice(speaker, speech.act, i, i, size, "voice.participle", target) if speaker else None
    if speech.act == "claim" and unit.form == "phrase":
        speaker, end = read_subject(units, i + 1, talk, 8)
        speaker = speaker or subject_before(units, i, talk) or talk.last
        if speaker is not None and unit.core.startswith("تبن") and unit.core.endswith(_TAKEN_ON):
            return Voice(speaker, "claim", i, i, max(end, i + 1), "voice.claim")
        return Voice(speaker, "claim", i, 0, size, "voice.claim") if speaker else None
    if unit.form == "phrase" and unit.core in _CONFIRMED:
        town = talk.folded.quote(unit.start, unit.end).endswith("ة") or (i > 0 and units[i - 1].tag in "kf")
        if town or any(u.tag == "B" for u in units[max(0, i - 3) : i]):
            return None
        speaker, end = read_subject(units, i + 1, talk, 10)
        return Voice(speaker, "confirm", i, i, max(end, i + 1), "voice.claim") if speaker else None
    if unit.form == "phrase" and unit.core.endswith("بيان") and (by := reported(units, i + 1)) < size:
        first, end = phrase_bounds(units, by, 10, talk.folded, addressed=False)
        theirs = by > i + 1 or units[by].prefix.endswith("ل") or units[by].tag in "AYSZ"
        author = read_speaker(units, first, end, talk, True) if end > first and theirs else None
        if author is not None:
            return Voice(author, "say", i, i, size, "voice.phrase")
    if unit.form == "phrase" and speech.act == "say":
        speaker = voices[-1].speaker if voices else talk.last
        return Voice(speaker, "say", i, i, size, "voice.phrase") if speaker else None
    if unit.form == "phrase" and speech.act == "deny":
        after = i + 1 < size and units[i + 1].tag in "AEYS" and unit.text.endswith(("ه", "ها"))
        speaker = (
            read_subject(units, i + 1, talk, 8)[0]
            if after
            else own
            if (own := denier(units, i, talk)) is not None
            else voices[-1].speaker
            if voices and _says_that(units, voices[-1], i)
            else next((v.speaker for v in reversed(voices) if v.act == "deny"), voices[-1].speaker)
            if voices
            else subject_before(units, i, talk) or (None if unit.core.endswith(_WHO_DENIES) else talk.last)
        )
        return Voice(speaker, "deny", i, i, size, "voice.denial") if speaker else None
    if speech.act == "blame":
        if "حمل" in unit.core and not any(u.tag == "%" for u in units[i:]):
            return None
        return blame(units, i, talk)
    addressed = unit.core.startswith(_ADDRESSED)
    told = subject_before(units, i, talk) if addressed else None
    if addressed and told is None and i > 1 and units[i - 1].text == "قد" and units[i - 2].tag == "w":
        return None
    if told is not None:
        return Voice(told, speech.act, i, i, size, "voice.subject_verb")
    if unit.core.startswith(OF_GOODS) and i + 2 < size and units[i + 1].text in OF_THEM:
        return _passed_on(units, i, talk)
    deed = i + 1 < size and units[i + 1].tag == "N" and (speech.act == "confirm" or units[i + 1].core.startswith("ال"))
    start = i + 2 if speech.act in ("claim", "confirm") and deed else i + 1
    if start < size and units[start].text in THINGS:
        return None
    if unit.form == "verb" and (of_old := subject_of_was(units, i, talk)) is not None:
        return Voice(of_old, speech.act, i, i, size, "voice.subject_verb")
    told_by = _document(units, start)
    if speech.act == "deny" and start < size and units[start].core.startswith(_TOLD):
        speaker, rule = unsaid(units, i, start, talk, voices)
        return Voice(speaker, "deny", i, i, size, rule) if speaker is not None else None
    speaker, end = read_subject(units, told_by or start, talk, 16, bool(told_by) or unit.core.startswith(PLAIN))
    if speaker is None and told_by:
        speaker, end = read_subject(units, start, talk, 16)
    rule = "voice.verb_subject"
    if speaker is None and speech.act == "deny" and (blamed := _accused(units, voices, talk)) is not None:
        return Voice(blamed, "deny", i, i, size, "voice.denial")
    if speaker is None:
        speaker, rule = unsaid(units, i, start, talk, voices)
    if speaker is None:
        return None
    if i > 2 and units[i - 1].tag == "," and rule == "voice.verb_subject" and all(u.tag in ".!?" for u in units[end:]):
        first = max((j for j in range(i - 1) if units[j].tag in "F"), default=0)
        return Voice(speaker, speech.act, i, first, size, "voice.postposed")
    act = "report" if speech.act == "according" else speech.act
    return Voice(speaker, act, i, i, size, rule)


def _says_that(units: Sequence[Unit], voice: Voice, i: int) -> bool:
    """وقال الوزير إن المزاعم … عارية عن الصحة: whether the denial stands in what somebody named for it says."""
    named = voice.act == "say" and voice.rule in ("voice.verb_subject", "voice.subject_verb")
    return named and any(u.tag == "t" for u in units[voice.at : i])


_CONFIRMED = frozenset("اكده اكدته اكدها اكدتها".split())
"""Words by which somebody confirms what was told just before (وهو ما أكدته الوزارة)."""
_TAKEN_ON = ("ه", "ته", "ها", "هما", "هم")
"""How a word of responsibility ends that only adds to a noun (في هجوم تبناه التنظيم): the figures before it are not theirs."""
_WHO_DENIES = ("تنفيه", "تنفيها", "ينفيه", "ينفيها", "نفته", "نفتها", "نفاه", "نفاها")
"""Denials of what was told just before, by whoever it was told of (وهو ما تنفيه): not by the last speaker."""


def _accused(units: Sequence[Unit], voices: Sequence[Voice], talk: Conversation) -> Speaker | None:
    """Who was accused just before in the sentence: واتهمت موسكو كييف بالقصف، ولكنها تنفي ذلك."""
    if not voices or voices[-1].act != "blame" or voices[-1].accused is None:
        return None
    at = voices[-1].accused[1]
    return read_speaker(units, at, at + 1, talk)


_TOLD = (
    "روايه",
    "الروايه",
    "اتهامات",
    "الاتهامات",
    "تقارير",
    "التقارير",
    "انباء",
    "الانباء",
    "معلومات",
    "المعلومات",
    "مزاعم",
    "المزاعم",
    "ادعاءات",
    "الادعاءات",
)
"""What is denied, never who denies it (نفى تقارير عن …)."""
_ADDRESSED = ("ابلغ", "اخبر", "تبلغ", "يبلغ")


def _document(units: Sequence[Unit], start: int) -> int | None:
    """Where the author of a document that speaks is named (وذكر التقرير الذي نشرته …)."""
    if start + 3 < len(units) and units[start].core.startswith(_DOCUMENTS):
        after = start + 1 + (units[start + 1].tag == ",")
        by = reported(units, after) if units[after].tag in "rw" else after
        return by if by > after else None
    return None


_DOCUMENTS = ("التقرير", "تقرير", "البيان", "بيان", "الخبر", "التحقيق", "احصاي", "الاحصاي", "دراسه", "الدراسه")


def _passed_on(units: Sequence[Unit], i: int, talk: Conversation) -> Voice | None:
    """ونقلت عنه وكالة …: the last speaker's words, through one more medium."""
    medium, _ = read_subject(units, i + 2, talk, 8)
    if talk.last is None:
        return None
    link = () if medium is None else (Link("agency", medium.name, medium.actor, medium.span),)
    return Voice(replace(talk.last, via=link or talk.last.via), "say", i, i, len(units), "voice.running_on")


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
