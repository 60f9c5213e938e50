"""Frames: each stretch of a sentence that tells of something happening, with its type, parties, place, day and figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from riwaya.arabic.dates import DateMention
from riwaya.extract.denials import undenied, unexploded
from riwaya.extract.disarming import stopped_in_part
from riwaya.extract.figures import FoundToll
from riwaya.extract.fronted import Part
from riwaya.extract.owners import ARMIES
from riwaya.extract.parties import accused, doers, harmless, hosted, killers, own_people, victims_of, weapon_owners
from riwaya.extract.placing import PlaceMention, best_place, find_places
from riwaya.extract.roles import find_roles
from riwaya.extract.segments import segments
from riwaya.extract.speakers import Voice, voice_at
from riwaya.extract.stopping import stopped_parts, struck_parts
from riwaya.extract.stretches import cumulative
from riwaya.extract.tolls import find_tolls
from riwaya.extract.typing import Kind, kind_of
from riwaya.extract.units import Sentence, Unit
from riwaya.extract.untold import untold
from riwaya.lexicon.entries import FrameEntry

_ARMED = frozenset({"soldiers", "police", "fighters", "militants"})
_LEAST = 4
"""Letters of a word of content; shorter ones are particles."""
_ANSWERS = frozenset("رد ردت ردوا يرد ترد يردون ردا".split())


@dataclass(slots=True, eq=False)
class Frame:
    """What one stretch of a sentence tells, before it is joined with the other tellings of the same incident."""

    sentence: Sentence
    first: int
    last: int
    triggers: list[int]
    kind: Kind
    parts: list[Part]
    tolls: list[FoundToll]
    place: PlaceMention | None
    places: list[PlaceMention]
    date: DateMention | None
    date_unit: Unit | None
    said: bool
    voice: Voice | None
    voices: Sequence[Voice]
    denied: bool = False
    definite: bool = False
    another: bool = False
    barred: str | None = None
    past: bool = False
    """Its day lies more than a year back."""
    ago: str | None = None
    """How long before publication its day lies: days, weeks or months."""
    before: bool = False
    """It is told as something that was before (وكان التنظيم قد أعلن …)."""
    accused: list[Part] = field(default_factory=list)
    _content: frozenset[str] | None = field(default=None, init=False)
    weighed: tuple[object, int] | None = field(default=None, init=False)
    """The weights of actuality and what they add up to; forgotten where kind or parts change."""

    @property
    def content(self) -> frozenset[str]:
        """Its words that the word lists do not know, such as the names of men and streets: they tell it from others."""
        if self._content is None:
            plain = (u.core for u in self.units[self.first : self.last] if u.tag == "w" and not u.terms)
            self._content = frozenset(w.removeprefix("ال") for w in plain if len(w) >= _LEAST)
        return self._content

    @property
    def answering(self) -> bool:
        """Whether it is told as an answer (ورد التنظيم بإطلاق قذائف)."""
        return any(u.core in _ANSWERS for u in self.units[self.first : self.at])

    @property
    def units(self) -> list[Unit]:
        """The units of the whole sentence."""
        return self.sentence.units

    @property
    def at(self) -> int:
        """The unit that tells of the event: its trigger, else its first toll."""
        if self.kind.trigger is not None:
            return self.kind.trigger
        if self.triggers:
            return self.triggers[0]
        return self.tolls[0].at if self.tolls else self.first


def find_frames(
    sentence: Sentence,
    voices: Sequence[Voice],
    frames: Mapping[str, FrameEntry],
    home: str | None = None,
    states: Collection[str] = (),
) -> list[Frame]:
    """The frames of one sentence, in order; `home` is the state whose soldiers and police need no other name, but in another state's words."""
    if not sentence.tells:
        return []
    found = []
    units = sentence.units
    for a, b in segments(units):
        frame = _frame(sentence, a, b, voices, frames, home, states)
        if frame is not None:
            found.append(frame)
    return found


_STATED_DOER = ("role.strike.subject", "role.strike.light_verb", "role.strike.adjective", "role.strike.by")


def _not_their_own(
    parts: list[Part], tolls: list[FoundToll], units: Sequence[Unit], kind: Kind
) -> tuple[list[Part], list[FoundToll]]:
    """شنت إسرائيل ضربات على إيران قتل فيها رئيس الأركان: an office without a country is not that of the state which strikes."""
    doers = {p.body for p in parts if p.role == "perpetrator" and p.rule in _STATED_DOER}
    own = [
        p
        for p in parts
        if p.role == "target" and p.rule == "role.toll.victims" and p.body in doers and units[p.unit].tag == "Y"
    ]
    if kind.type not in ("air_drone_strike", "shelling_artillery_missile") or not own:
        return parts, tolls
    bodies = {p.body for p in own}
    others = {u.body for u in units if u.tag == "E" and u.body and u.body not in doers}
    other = others.pop() if len(others) == 1 else None
    tolls = [replace(t, victims=other) if t.victims in bodies else t for t in tolls]
    kept = [p for p in parts if p not in own]
    if other is not None and all(p.body != other or p.role != "target" for p in kept):
        kept.append(replace(own[0], body=other))
    return kept, tolls


def _serving(toll: FoundToll, voice: Voice | None, home: str | None, states: Collection[str]) -> FoundToll:
    """قال الجيش إن سبعة جنود قتلوا: soldiers and police without another name are those of the state that speaks, or the report's own."""
    if toll.victims is not None or toll.group not in ("soldiers", "police"):
        return toll
    speaker = voice.speaker.actor if voice is not None else None
    state = speaker if speaker in states else home
    army = ARMIES.get(state, state) if state is not None and toll.group == "soldiers" else state
    return replace(toll, victims=army) if army is not None else toll


def _frame(
    sentence: Sentence,
    a: int,
    b: int,
    voices: Sequence[Voice],
    frames: Mapping[str, FrameEntry],
    home: str | None,
    states: Collection[str],
) -> Frame | None:
    units = sentence.units
    triggers = [i for i in range(a, b) if units[i].trigger is not None and not untold(units, i)]
    tolls = find_tolls(units, a, b)
    if not triggers and not tolls and all(u.weapon is None for u in units[a:b]):
        return None
    tolls = [own_people(t, units, voices) for t in tolls]
    tolls = [_serving(t, voice_at(voices, t.at), home, states) for t in tolls]
    parts: list[Part] = []
    for i in triggers:
        trigger = units[i].trigger
        if trigger is not None and trigger.strength != "support":
            for part in find_roles(units, i, a, b, frames):
                if all(p.body != part.body or p.role != part.role for p in parts):
                    parts.append(part)
    _add(parts, doers(units, a, b))
    _add(parts, killers(units, tolls, a, b))
    if all(p.role != "perpetrator" for p in parts):
        _add(parts, weapon_owners(units, a, b))
    if all(p.role != "target" for p in parts):
        parts.extend(hosted(units, a, b))
    _add(parts, victims_of(units, tolls), "target")
    kind = kind_of(units, a, b, triggers, tolls, parts)
    if kind is None:
        return None
    parts, tolls = _not_their_own(parts, tolls, units, kind)
    parts = [p for p in parts if p.role != "perpetrator" or not harmless(units[p.unit], p.body)]
    if kind.type == "disrupted_weapons_use":
        parts = _opposed(parts, units, a, b, kind, frames)
        parts = stopped_parts(parts, units, a, b, kind, frames["disrupt"])
    elif kind.trigger is not None and stopped_in_part(units, kind.trigger):
        parts = struck_parts(parts)
    else:
        parts = _opposed(parts, units, a, b, kind, frames)
    at = kind.trigger if kind.trigger is not None else tolls[0].at if tolls else triggers[0]
    if all(p.role != "perpetrator" for p in parts):
        _add(parts, accused(units, at))
    places = [m for m in find_places(units, a, b) if not in_speaker(m, units, voices)]
    place = best_place(places, units[at].start) or _heading(sentence)
    date, date_unit, said = _date(units, a, b, at, voices)
    tolls = [_under_denial(t, units, voices) for t in tolls]
    tolls = [t for t in tolls if t.low or t.outcome not in ("detained", "abducted")]
    voice = voice_at(voices, at) or next((v for v in (voice_at(voices, i) for i in triggers) if v is not None), None)
    frame = Frame(
        sentence, a, b, triggers, kind, parts, tolls, place, places, date, date_unit, said, voice, voices
    )  # fmt: skip
    speaker = frame.voice.speaker.actor if frame.voice is not None else None
    if speaker is not None and speaker.endswith(("source", "sources")):
        speaker = None
    frame.parts = [replace(p, body=speaker or "we") if p.body in ("we", "theirs") else p for p in frame.parts]
    frame.definite = units[at].definite and kind.trigger is not None
    frame.another = any(_another(units, i, a) for i in range(max(a, at - 3), min(b, at + 4)))
    frame.denied = not (frame.another and _dud(units, at)) and _denied(
        units, a, at, frame.voice, kind.trigger is not None
    )
    frame.barred = _barred(units, a, b, at, kind, tolls)
    frame.before = _before(units, a, at)
    kept = [t for t in tolls if not cumulative(units, a, b, t)]
    if len(kept) < len(tolls):
        frame.tolls = kept
        if not kept and not triggers:
            frame.barred = frame.barred or "history"
    return frame


def _add(parts: list[Part], others: Iterable[Part], role: str | None = None) -> None:
    """Adds the others one by one whose body has no part yet, or none of that role.

    Not by `extend` of a generator that looks at the parts: compiled, it would see them only as they were before.
    """
    for part in others:
        if all(part.body != known.body or role not in (None, known.role) for known in parts):
            parts.append(part)


def _heading(sentence: Sentence) -> PlaceMention | None:
    """The place at the head of an item (البصرة/ …), for what names none of its own."""
    label = sentence.label
    return best_place(find_places(label, 0, len(label)), label[0].start) if label else None


def _opposed(
    parts: list[Part], units: Sequence[Unit], a: int, b: int, kind: Kind, frames: Mapping[str, FrameEntry]
) -> list[Part]:
    """Who takes a place or stops a weapon does it; whoever else is told of in the stretch was on the other side."""
    trigger = units[kind.trigger].trigger if kind.trigger is not None else None
    if trigger is None or kind.trigger is None or trigger.frame not in ("control", "disrupt"):
        return parts
    own = {p.body for p in find_roles(units, kind.trigger, a, b, frames) if p.role == "perpetrator"}
    if not own:
        return parts
    return [p if p.role != "perpetrator" or p.body in own else replace(p, role="target") for p in parts]


def _under_denial(toll: FoundToll, units: Sequence[Unit], voices: Sequence[Voice]) -> FoundToll:
    """نفى سقوط أي قتيل: people who are denied without a number are none."""
    voice = voice_at(voices, toll.at)
    if voice is None or voice.act != "deny" or toll.at < voice.at or toll.low != 1 or toll.high is not None:
        return toll
    if any(u.trigger is not None or u.tag == "L" for u in units[voice.at : toll.at]):
        return toll
    return replace(toll, low=0, high=0, rule="toll.denied")


_OTHER = frozenset("اخر اخري ثان ثاني ثانيه منفصل منفصله مماثل مماثله".split())


def _another(units: Sequence[Unit], i: int, a: int) -> bool:
    """Whether a word tells of another deed (في هجوم آخر), not of other people (أصيب آخر, جندي ثان)."""
    if units[i].text not in _OTHER:
        return False
    before = units[i - 1] if i > a else None
    return before is None or (before.victim is None and before.outcome is None and before.number is None)


def in_speaker(mention: PlaceMention, units: Sequence[Unit], voices: Sequence[Voice]) -> bool:
    """A place inside a speaker's name, or between the verb of saying and what is said, is a seat, not the event's place."""
    for voice in voices:
        start = units[voice.at].start
        if mention.start < start:
            continue
        if voice.rule == "voice.verb_subject":
            that = _said_from(units, voice.at)
            if that is not None and mention.start < units[that].start:
                return True
        elif voice.rule.startswith("voice.according"):
            end = voice.at + 1
            while end < len(units) and units[end].tag in "AYSZOIwJfiyEPH(-@k)/":
                end += 1
            if mention.start < (units[end].start if end < len(units) else units[-1].end):
                return True
    return False


def _said_from(units: Sequence[Unit], at: int) -> int | None:
    """The unit إن or the colon from which what is said begins; None where an event is told before it."""
    for j in range(at + 1, min(len(units), at + 22)):
        if units[j].tag in "t:":
            return j
        if units[j].trigger is not None or units[j].outcome is not None or units[j].tag in ".;F":
            return None
    return None


def _date(
    units: Sequence[Unit], a: int, b: int, at: int, voices: Sequence[Voice]
) -> tuple[DateMention | None, Unit | None, bool]:
    """The day nearest to the words of the event, and whether it is only the day of the saying."""
    best: tuple[float, Unit, bool] | None = None
    for j in range(a, b):
        unit = units[j]
        if unit.date is None or unit.date.kind in ("since", "until", "anniversary", "future", "recurring"):
            continue
        distance = abs(j - at) * 1.0
        if j < at and _left_behind(units, j, at):
            distance += 6
        said = any(
            v.at < j and not any(u.tag in "t:KMNV" for u in units[v.at + 1 : j]) and j < at
            for v in voices
            if v.rule != "voice.according"
        )
        said = said or (j < at and _of_a_reply(units, a, j, at)) or _of_the_account(units, j, voices)
        if said:
            distance += 30
        if unit.date.precision not in ("day",):
            distance += 10
        if best is None or distance < best[0]:
            best = (distance, unit, said)
    if best is None:
        return None, None, False
    return best[1].date, best[1], best[2]


_NAMED = frozenset('AYESZOJIHw,(-)f"')


def _of_the_account(units: Sequence[Unit], date: int, voices: Sequence[Voice]) -> bool:
    """وفقا لما ذكرته الشرطة، الخميس: the day right after those whose account it is, at the end of the sentence."""
    ends = date + 1 >= len(units) or units[date + 1].tag in ".!?"
    return ends and any(
        v.rule.startswith("voice.according") and v.at < date and all(u.tag in _NAMED for u in units[v.at + 1 : date])
        for v in voices
    )


def _left_behind(units: Sequence[Unit], date: int, at: int) -> bool:
    """أحكمت الطوق أمس، وأسفرت الغارات: whether a comma and another verb stand between a day and what is told."""
    return any(
        comma.tag == "," and (after.form == "verb" or after.tag in "VKL") and after.prefix[:1] == "و"
        for comma, after in pairwise(units[date + 1 : at + 1])
    )


def _dud(units: Sequence[Unit], at: int) -> bool:
    """Another bomb that did not go off denies nothing."""
    return units[at].trigger_id.startswith("explo") or "نفجر" in units[at].text


_WAS = frozenset("كان كانت كانا كانوا".split())
_OPENING = 3
"""Units at the head of a stretch among which the verb of what was before stands."""


def _before(units: Sequence[Unit], a: int, at: int) -> bool:
    """Whether كان at the head of a stretch, and no present after it, tells of what was before (كانت القوات قد قصفت)."""
    for j in range(a, min(a + _OPENING, at)):
        if units[j].text.removeprefix("و").removeprefix("ف") in _WAS:
            return any(u.text == "قد" for u in units[j + 1 : at + 1]) or (
                units[at].form == "verb" and units[at].tense == "past"
            )
    return False


_SUPPOSED = frozenset("مفترض المفترض المفترضه مفترضه مزعوم المزعوم المزعومه محتمل المحتمل المحتمله".split())


def _of_a_reply(units: Sequence[Unit], a: int, date: int, at: int) -> bool:
    """Whether a day told before the name of something known (دعت الأحد إلى تحقيق في الهجوم, في تقارير عن هجوم) is that of the deed told first."""
    if units[at].form == "verb" or units[date + 1].tag == ":" or any(u.tag in "KVxL" for u in units[a:at]):
        return False
    if any(u.speech is not None and u.speech.act == "react" and u.form == "verb" for u in units[a:date]):
        return True
    if at - date < 3:
        return False
    told_of = any(u.tag == "a" for u in units[date + 1 : at])
    return units[at].definite or told_of or any(u.text in _SUPPOSED for u in units[at + 1 : at + 4])


def _denied(units: Sequence[Unit], a: int, at: int, voice: Voice | None, triggered: bool) -> bool:
    if voice is not None and voice.act == "deny" and at > voice.at:
        return not any(u.outcome is not None and u.outcome.form == "count" for u in units[voice.at : at + 1])
    for j in range(at - 1, max(a - 1, at - 3) if triggered else at, -1):
        if units[j].tag == "X":
            told = any(u.weapon is not None or u.trigger is not None for u in units[max(a, j - 3) : j])
            return not ((told and unexploded(units, j)) or undenied(units, j, at))
        if units[j].tag in ",QKM":
            return False
    return False


def _barred(units: Sequence[Unit], a: int, b: int, at: int, kind: Kind, tolls: Sequence[FoundToll]) -> str | None:
    """Why a frame tells of no event: a plan, a trial, an accident, a figure of speech, an anniversary."""
    for j in range(a, b):
        tag = units[j].tag
        if tag == "e":
            return "metaphor"
        if tag == "q" and kind.strength != "strong" and kind.type != "disrupted_weapons_use":
            return "accident"
        if tag == "z" and j < at and at - j < 8 and not any(t.low for t in tolls):
            return "plan"
        if tag == "j" and kind.type == "arrests" and units[j].text.startswith(("بتهم", "المتهم", "قاض")):
            continue
        if tag == "j" and not (kind.strength == "strong" and tolls):
            return "judicial"
    if any(
        u.tag == "h" and (u.core.endswith("ذكري") or u.core.startswith("مرور ")) for u in units[max(a, at - 4) : at]
    ):
        return "history"
    if units[b - 1].tag == "?" and not any(t.low for t in tolls):
        return "question"
    if units[at].tense == "present" and units[at].prefix.endswith("س"):
        return "plan"
    return None
