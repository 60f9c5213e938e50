"""How surely a frame tells of something that happened, and not of a plan, a fear, a comment or a way of speaking.

A linear model over signs that a person can name: what the words are, what stands beside them, who says it. The weights
stand in data/actuality.yaml, written by tools/train_actuality.py.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from riwaya.extract.frames import Frame
from riwaya.extract.units import Sentence, Unit
from riwaya.extract.weights import DATA as FOLDER
from riwaya.extract.weights import added, hundredths, in_hundredths
from riwaya.extract.wording import stems_of

DATA = FOLDER / "actuality.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNARMED = frozenset({"civilians", "protesters"})
_ARMED_GROUPS = frozenset({"soldiers", "police", "fighters", "militants"})
_SOURCES = frozenset({"witnesses", "residents", "activists", "sohr", "white-helmets", "snhr"})
_DOUBTS = frozenset(
    "plan judicial history cumulative accident metaphor negation condition demand opinion possibility calm former".split()
)
"""Groups of the grammar that cast doubt on what is told beside them."""
_DAYS = frozenset({"day", "weekday", "night"})
_WIDE = 6
TOPICS: tuple[float, ...] = (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Log-odds that a report tells of any event, each of which adds to the last."""
_TOPICS = [f"topic {step}" for step in TOPICS]
_USUAL = 100
"""Different stems of a usual report."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The report around a frame: the stems that it is told in, and how many frames it has.

    A `calm` report is mostly about sport, films, markets or science; one of a `mishap` tells of an accident or a disaster.
    """

    calm: bool = False
    mishap: bool = False
    frames: int = 1
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each sign adds to the log-odds, in hundredths.

    So does each stem `near` the words that tell, and each `within` their sentence. `topic` is what a stem anywhere in the
    report adds, by `share_of` their number, to the log-odds that the report tells of any event; these are signs in turn.
    """

    bias: int
    signs: Mapping[str, int]
    near: Mapping[str, int]
    within: Mapping[str, int]
    topic_bias: int
    topic: Mapping[str, int]


@lru_cache(maxsize=8)
def load_weights(path: Path = DATA) -> Weights:
    """The weights as trained."""
    read = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    signs, near, within, topic = (in_hundredths(read[group]) for group in ("signs", "near", "within", "topic"))
    return Weights(hundredths(read["bias"]), signs, near, within, hundredths(read["topic bias"]), topic)


@dataclass(frozen=True, slots=True, eq=False)
class _Stem:
    """What one stem adds: near the words that tell, within their sentence, and anywhere in the report to its topic."""

    near: int
    within: int
    topic: int


@lru_cache(maxsize=8)
def _stems(weights: Weights) -> dict[str, _Stem]:
    """The stems that have any weight: what each adds where is found in one place."""
    near, within, topic = weights.near, weights.within, weights.topic
    every = dict.fromkeys([*near, *within, *topic])
    return {stem: _Stem(near.get(stem, 0), within.get(stem, 0), topic.get(stem, 0)) for stem in every}


def actuality(frame: Frame, setting: Setting, weights: Weights) -> float:
    """The log-odds that the frame tells of a concrete event that happened."""
    return (_alone(frame, weights) + added(weights.signs, _around(frame, setting, weights))) / 100


def _alone(frame: Frame, weights: Weights) -> int:
    """The log-odds (hundredths) whatever the report around the frame; kept until the frame is changed."""
    if frame.weighed is None or frame.weighed[0] is not weights:
        total = weights.bias + added(weights.signs, _own_signs(frame))
        stems = _stems(weights)
        for stem in near_words(frame):
            known = stems.get(stem)
            if known is not None:
                total += known.near
        frame.weighed = (weights, total + _within(frame.sentence, weights))
    return frame.weighed[1]


def near_words(frame: Frame) -> set[str]:
    """The stems up to six units from the word that tells."""
    return set(stems_of(frame.sentence)[max(0, frame.at - _WIDE) : frame.at + _WIDE + 1])


def _within(sentence: Sentence, weights: Weights) -> int:
    """What the words of a sentence add for each of its frames."""
    if sentence.within is None or sentence.within[0] is not weights:
        stems = _stems(weights)
        total = 0
        for stem in set(stems_of(sentence)):
            known = stems.get(stem)
            if known is not None:
                total += known.within
        sentence.within = (weights, total)
    return sentence.within[1]


def signs_of(frame: Frame, setting: Setting) -> list[str]:
    """The names of all that speaks for or against the frame but single words."""
    return [*_own_signs(frame), *_bearings(frame, setting)]


def far_from_war(words: frozenset[str], weights: Weights) -> bool:
    """Whether a report is so plainly about something else that nothing in it need be read."""
    return len(words) >= _USUAL // 2 and _topic_of(words, weights) < _FAR


_FAR = -1.5
"""Log-odds: of 239 reports kept apart that are less sure than this 12 tell of an event, of which one would be found."""


@lru_cache(maxsize=4)
def _topic(words: frozenset[str], weights: Weights) -> list[str]:
    """The signs that a report's topic is for each of its frames."""
    return _TOPICS[: bisect_right(TOPICS, _topic_of(words, weights))]


@lru_cache(maxsize=4)
def _topic_of(words: frozenset[str], weights: Weights) -> float:
    """The log-odds that a report in these words tells of any event."""
    stems = _stems(weights)
    total = 0
    for word in words:
        known = stems.get(word)
        if known is not None:
            total += known.topic
    return (weights.topic_bias + total * share_of(len(words))) / 100


def share_of(words: int) -> float:
    """How much each of so many different stems says of the topic: a long report is no surer than a short one.

    >>> share_of(100), share_of(400)
    (1.0, 0.5)
    """
    return math.sqrt(_USUAL / max(words, 1))


def _around(frame: Frame, setting: Setting, weights: Weights) -> list[str]:
    """What the report around a frame tells."""
    return [*_bearings(frame, setting), *_topic(setting.words, weights)]


def _bearings(frame: Frame, setting: Setting) -> list[str]:
    signs = ["calm report"] if setting.calm else []
    if setting.mishap:
        signs.append("mishap report")
        if frame.kind.trigger is None or frame.kind.generic or frame.kind.strength != "strong":
            signs.append("mishap report, words of no violence")
    if setting.frames <= 2 and frame.sentence.index >= 3:
        signs.append("thin report")
    elif setting.frames >= 8:
        signs.append("rich report")
    return signs


def _own_signs(frame: Frame) -> list[str]:
    units, at, first, last = frame.sentence.units, frame.at, frame.first, frame.last
    signs = _told(frame)
    signs.extend(_trigger(frame, units[at]))
    signs.extend(_standing(frame, units, at))
    low, high = at - _WIDE, at + _WIDE
    seen: set[str] = set()
    outcome = False
    for i in _doubts(frame.sentence):
        unit = units[i]
        close = low <= i <= high
        if unit.word in _DOUBTS and i != at and (close or first <= i < last):
            seen.add(f"{unit.word} {'beside' if not close else 'before' if i < at else 'after'}")
        if unit.tag == "K":
            outcome = outcome or first <= i < last
    if outcome:
        signs.append("outcome verb")
    signs.extend(seen)
    return signs


def _doubts(sentence: Sentence) -> list[int]:
    """The units that cast doubt or tell a toll; those of a sentence are found once for all its frames."""
    if sentence.doubts is None:
        sentence.doubts = [i for i, u in enumerate(sentence.units) if u.word in _DOUBTS or u.tag == "K"]
    return sentence.doubts


def _told(frame: Frame) -> list[str]:
    """What is told beside the words themselves: figures, day, place, parties, weapon, voice."""
    signs = []
    corroboration = 0
    counted = [t for t in frame.tolls if t.low]
    if counted:
        corroboration += 1
        signs.append(f"toll {counted[0].outcome}")
        if any(t.group in _ARMED_GROUPS for t in counted):
            signs.append("toll armed")
        top = max(t.low or 0 for t in counted)
        signs.append("toll one" if top == 1 else "toll hundreds" if top >= 100 else "toll some")
    elif frame.tolls:
        signs.append("toll none")
    date = frame.date
    if date is not None:
        day = date.kind in _DAYS and date.precision in ("day", "none")
        if day and not frame.said:
            corroboration += 1
        signs.append("date of saying" if frame.said else "date day" if day else f"date {date.kind}")
    place = frame.place
    if place is not None:
        level = "town" if place.level >= 3 else "region" if place.level else "country"
        corroboration += place.level >= 3
        signs.append(f"place {level}")
        if place.score >= 0.6:
            signs.append(f"place {level} sure")
    voice = frame.voice
    doer = voice is not None and voice.act == "claim" and not frame.denied
    target = False
    for part in frame.parts:
        if part.role == "perpetrator":
            doer = True
            signs.append("doer armed" if part.body not in _UNARMED else f"doer {part.body}")
        elif part.role == "target":
            target = True
            signs.append("target armed" if part.body not in _UNARMED else f"target {part.body}")
    if doer and target:
        signs.append("doer and target")
    corroboration += doer
    if frame.kind.weapon is not None:
        signs.append("weapon")
    signs.append(f"told {min(corroboration, 3)}")
    signs.append(f"{'toll' if frame.kind.trigger is None else frame.kind.strength} told {min(corroboration, 3)}")
    if frame.definite and frame.place is None and (date is None or frame.said):
        signs.append("definite alone")
    if frame.denied:
        signs.append("denied")
    if frame.barred is not None:
        signs.append(f"barred {frame.barred}")
    if voice is not None:
        signs.append(f"voice {voice.act}")
        actor = voice.speaker.actor
        if actor is not None and (actor.endswith(("source", "sources")) or actor in _SOURCES):
            signs.append("voice of a source")
        elif actor is not None:
            signs.append("voice of a party")
        else:
            signs.append("voice of a person")
    return signs


def _trigger(frame: Frame, unit: Unit) -> list[str]:
    """The words that tell: which, in what form."""
    trigger = unit.trigger
    if trigger is None or frame.kind.trigger is None:
        return ["word none", f"word none {unit.form or unit.tag}"]
    form = f"{unit.form} {unit.tense}" if unit.tense else unit.form
    signs = [f"word {trigger.id}", f"frame {trigger.frame}", f"form {form}", f"strength {frame.kind.strength}"]
    if unit.prefix:
        signs.append(f"prefix {unit.prefix[-1]}")
    if unit.definite:
        signs.append("definite")
    if unit.form != "verb" and unit.text.split(" ", 1)[0].endswith("ات"):
        signs.append("plural")
        if frame.date is None and frame.place is None and not frame.tolls:
            signs.append("plural bare")
    return signs


def _standing(frame: Frame, units: Sequence[Unit], at: int) -> list[str]:
    """Where in report and sentence it stands, and what stands right beside it."""
    sentence = frame.sentence
    signs = []
    if sentence.title:
        signs.append("in title")
    elif 1 <= sentence.index <= 2:
        signs.append("in lead")
    elif sentence.index >= 10:
        signs.append("far down")
    if units[-1].tag == "?":
        signs.append("question")
    size = len(units)
    signs.append("sentence short" if size < 14 else "sentence long" if size > 60 else "sentence middling")
    if at <= 2:
        signs.append("at head")
    elif at > 30:
        signs.append("at far")
    if at > 0:
        before = units[at - 1]
        signs.append(f"before {before.word or before.tag}")
    if at + 1 < size:
        after = units[at + 1]
        signs.append(f"after {after.word or after.tag}")
    for i in range(at - 1, max(frame.first - 1, at - 6), -1):
        tag = units[i].tag
        if tag in "crt":
            signs.append({"c": "under a cause", "r": "under a relative", "t": "under that"}[tag])
            break
        if tag in "KVQ.;":
            break
    if len(frame.triggers) > 2:
        signs.append("many words")
    return signs
