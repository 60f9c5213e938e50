"""A sentence as units: every word of it with all that the lexicon, the numbers and the dates say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from riwaya.arabic.dates import Anchor, DateMention, find_dates
from riwaya.arabic.fold import Folded, fold_key
from riwaya.arabic.mentions import BEGINNINGS as DATES_BEGIN
from riwaya.arabic.numbers import BEGINNINGS as NUMBERS_BEGIN
from riwaya.arabic.numbers import Number, find_numbers
from riwaya.arabic.words import words
from riwaya.lexicon.entries import OutcomeEntry, SpeechEntry, TriggerEntry, VictimEntry, WeaponEntry
from riwaya.lexicon.match import Hit, Term

_MARKS = frozenset(",;:.?!()[]{}/-…\n|")
_PREPOSITIONS = "بلكفو"
_BEGINNINGS = DATES_BEGIN | NUMBERS_BEGIN
"""The words that may begin a date or a number; others may where they begin with a digit, which stands before ":"."""


class Unit:
    """One word, phrase, number, date or mark: [start, end) in the search form and what is known of it.

    A plain class and no dataclass: a report has hundreds of units of two dozen fields, and mypyc lays them out as records.
    """

    def __init__(self, tag: str, start: int, end: int, text: str, core: str, prefix: str = "") -> None:
        """`core` is the text without `prefix`, its proclitics."""
        self.tag = tag
        self.start = start
        self.end = end
        self.text = text
        self.core = core
        self.prefix = prefix
        self.trigger: TriggerEntry | None = None
        self.outcome: OutcomeEntry | None = None
        self.victim: VictimEntry | None = None
        self.weapon: WeaponEntry | None = None
        self.speech: SpeechEntry | None = None
        self.word: str | None = None
        self.form = ""
        self.tense: str | None = None
        self.count: int | None = None
        self.definite = False
        self.number: Number | None = None
        self.date: DateMention | None = None
        self.terms: tuple[Term, ...] = ()
        self.body: str | None = None
        self.head = ""
        self.states: tuple[str, ...] = ()
        self.bound = False
        self.used = False

    @property
    def low(self) -> int | None:
        """The least that its number tells, if it is a number."""
        return self.number.low if self.number is not None else None

    @property
    def high(self) -> int | None:
        """The most that its number tells; None where it is unbounded or no number."""
        return self.number.high if self.number is not None else None

    @property
    def trigger_id(self) -> str:
        """The id of its trigger, or nothing."""
        return self.trigger.id if self.trigger is not None else ""

    def get(self, kind: str) -> Term | None:
        """The lexicon's meaning of that kind, if there is one."""
        for term in self.terms:
            if term.kind == kind:
                return term
        return None


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence's units, where it stands, and whether its words tell of harm or only speak.

    `label` are the units of a dateline or label that stood at its head (حلب/ …).
    """

    index: int
    start: int
    end: int
    units: list[Unit]
    title: bool = False
    tells: bool = True
    label: list[Unit] = field(default_factory=list)
    stems: list[str] | None = None
    """The stem of each unit, once they were asked for."""
    doubts: list[int] | None = None
    """The units that cast doubt on what is told or tell a toll, once they were looked for."""
    within: tuple[object, int] | None = None
    """The weights of actuality, and what the sentence's words add by them, once they were added up."""
    naming: list[int] | None = None
    """The units that name a body, once the bodies of the whole report are known and were looked for."""


def core_of(text: str, prefix: str) -> str:
    """The text without its proclitics; the article that ل swallows is given back."""
    rest = text[len(prefix) :]
    return f"ا{rest}" if prefix and prefix[-1] == "ل" and rest.startswith("ل") and len(rest) > 3 else rest


def build_units(
    folded: Folded, start: int, end: int, hits: list[Hit], anchor: Anchor, figures: bool = True
) -> list[Unit]:
    """The units of [start, end); `hits` are its hits in order; where no `figures` are told, numbers are not read."""
    text = folded.text
    found = words(text, start, end)
    likely = [i for i, word in enumerate(found) if ord(word.text[0]) < ord(":") or word.text in _BEGINNINGS]
    numbers: dict[int, Number] = {}
    bounds: dict[int, int] = {}
    for number in find_numbers(found, likely) if figures else ():
        first = number.first
        if number.bound is not None:
            if number.bound[1] == number.first:
                first = number.bound[0]
            elif number.bound[0] >= number.last:
                bounds[number.bound[0]] = number.bound[1]
        numbers[first] = number
    dates = {d.first: d for d in find_dates(found, anchor, likely)}
    told = {*dates, *bounds, *numbers}
    at, count = 0, len(hits)
    units: list[Unit] = []
    i, size = 0, len(found)
    while i < size:
        word = found[i]
        while at < count and hits[at].start < word.start:
            at += 1
        hit = hits[at] if at < count and hits[at].start == word.start else None
        if hit is None and i not in told:
            said = word.text
            tag = said if len(said) == 1 and said in _MARKS else "w"
            units.append(Unit(tag, word.start, word.end, said, said))
            i += 1
            continue
        mention = dates.get(i)
        if mention is not None and not (hit and _outweighs(hit, mention, found[mention.last - 1].end)):
            last = found[mention.last - 1]
            units.append(_phrase("D", text, word.start, last.end))
            units[-1].date = mention
            i = mention.last
            continue
        if i in bounds:
            last = found[bounds[i] - 1]
            units.append(_phrase("R", text, word.start, last.end))
            i = bounds[i]
            continue
        counted = numbers.get(i)
        if (
            counted is not None
            and not (hit and hit.end > found[counted.last - 1].end)
            and (not hit or not _counts(hit, counted))
        ):
            last = found[counted.last - 1]
            tag = "n" if counted.kind in ("cardinal", "indefinite", "one_of") else "#"
            began, prefix = word.start, _prefix(word.text)
            if units and units[-1].text in _PREPOSITIONS and began - units[-1].end <= 1:
                glued = units.pop()
                began, prefix = glued.start, glued.text
            units.append(_phrase(tag, text, began, last.end, prefix))
            units[-1].number = counted
            i = counted.last
            continue
        assert hit is not None
        unit = _unit(word.text if hit.end == word.end else text[hit.start : hit.end], hit)
        if unit.text == "وادي" and folded.quote(unit.start, unit.end).startswith("وأ"):
            unit = _phrase("L", text, unit.start, unit.end, "و")
            unit.word = "lead_to"
        if unit.victim is not None and unit.count is None and unit.text.endswith("ين") and _vowelled_dual(folded, unit):
            unit.count = 2
        if unit.tag == "z" and unit.victim is not None and units and units[-1].tag == "M":
            unit.tag = "H"
        elif unit.tag == "Q" and units and units[-1].tag == "Q" and unit.get("source") is not None:
            unit.tag, unit.speech = "S", None
        elif unit.form == "verb" and units and _governs(units[-1], unit):
            unit.tag, unit.form = "N", "noun"
        units.append(unit)
        while i < size and found[i].start < hit.end:
            i += 1
    return units


_AFTER = frozenset("بعد قبل اثر عقب خلال جراء نتيجه بسبب".split())
"""Words of time and cause that only a noun follows. Behind من and عن a verb may stand (من قصف: who shelled)."""


def _governs(before: Unit, unit: Unit) -> bool:
    """Whether the word before makes the noun that it may be of what is spelled like a verb (في قصف, بعد قصفها)."""
    if unit.prefix or unit.trigger is None or unit.tense != "past":
        return False
    led = (before.tag in "im" and before.prefix == "") or before.core in _AFTER
    return led and unit.core.startswith(_nouns(tuple(unit.trigger.nouns)))


@lru_cache(maxsize=256)
def _nouns(nouns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold_key(noun) for noun in nouns)


def _phrase(tag: str, text: str, start: int, end: int, prefix: str = "") -> Unit:
    told = text[start:end]
    return Unit(tag, start, end, told, core_of(told, prefix), prefix)


def _vowelled_dual(folded: Folded, unit: Unit) -> bool:
    """A fatha before the ya tells the dual from the plural (مقاتلَين)."""
    return folded.original[folded.back[unit.end - 2] - 1] in "\u064e\u0651" and "\u064e" in folded.quote(
        unit.end - 3, unit.end
    )


def _outweighs(hit: Hit, mention: DateMention, end: int) -> bool:
    """A trigger or a name of several words is no date (فجر نفسه, سبت …)."""
    return hit.end > end or (hit.end - hit.start > 9 and hit.get("trigger") is not None)


def _counts(hit: Hit, number: Number) -> bool:
    """Whether the lexicon's reading stands against the number's: a trigger, a body, a town called as a round number is."""
    town = number.last - number.first == 1 and (number.low or 0) >= 1000
    return any(t.kind in ("trigger", "outcome", "actor") or (t.kind == "place" and town) for t in hit.terms)


def _prefix(word: str) -> str:
    return word[0] if word[0] in _PREPOSITIONS and len(word) > 3 and not word.startswith("بضع") else ""


_GROUP_TAGS = {
    "that": "t", "negation": "X", "parts": "p", "lead_to": "L", "cause": "c", "agent": "g", "carried_out": "x", "on": "o",
    "in": "i", "between": "b", "with": "m", "from": "f", "about": "a", "to": "T", "of_party": "y", "contrast": "F",
    "relative": "r", "plan": "z", "judicial": "j", "history": "h", "accident": "q", "metaphor": "e", "gunmen": "A",
    "they": "A", "pair": "R", "toll_word": "U", "rise": "u", "damage_only": "G", "asset": "s", "anaphor": "@", "rank": "I",
    "place_kind": "k", "site": "w", "cumulative": "h", "former": "!", "unknown_toll": "~", "several": "+", "calm": "w", "fire": "w", "governmental": "w", "fall": "w", "medium": "w", "civil_asset": "s", "we": "@", "responsibility": "%",
}  # fmt: skip


def _unit(told: str, hit: Hit) -> Unit:
    prefix = hit.prefix
    unit = Unit("w", hit.start, hit.end, told, core_of(told, prefix), prefix)
    meant: Unit | None = hit.meanings.unit
    if meant is None:
        meant = hit.meanings.unit = _meant(hit.terms)
    unit.tag, unit.terms, unit.trigger, unit.outcome = meant.tag, meant.terms, meant.trigger, meant.outcome
    unit.victim, unit.weapon, unit.speech, unit.word = meant.victim, meant.weapon, meant.speech, meant.word
    unit.form, unit.tense, unit.count, unit.definite = meant.form, meant.tense, meant.count, meant.definite
    if unit.word == "place_kind" and unit.core.startswith("ال"):
        unit.tag, unit.terms = "k", tuple(t for t in unit.terms if t.kind != "place")
    return unit


def _meant(terms: tuple[Term, ...]) -> Unit:
    """The unit that a spelling with these meanings is, wherever it stands; to be copied."""
    unit = Unit("w", 0, 0, "", "")
    unit.terms = terms
    tag = ""
    for term in terms:
        kind = term.kind
        if kind == "trigger":
            unit.trigger, unit.form, unit.tense, unit.definite = term.entry, term.form, term.tense, term.definite
            tag = tag or ("V" if term.form == "verb" else "N")
        elif kind == "outcome":
            if unit.outcome is not None:
                continue
            unit.outcome = term.entry
            unit.count = term.count
            if not unit.trigger:
                unit.form, unit.tense, unit.definite = term.form, term.tense, term.definite
            tag = tag or {"verb": "K", "noun": "M", "count": "C"}[term.entry.form]
        elif kind == "victim":
            unit.victim = term.entry
            unit.count = unit.count or term.count
            unit.definite = unit.definite or term.definite
            tag = tag or "H"
        elif kind == "weapon":
            unit.weapon = term.entry
            tag = tag or "W"
        elif kind == "speech":
            unit.speech = term.entry
            if not unit.trigger and not unit.outcome:
                unit.form, unit.tense = term.form, term.tense
            tag = "Q" if tag in ("", "w") or (tag == "H" and term.form == "participle") else tag
        elif kind == "word":
            unit.word = term.id
            tag = tag or _GROUP_TAGS.get(term.id, "w")
        elif kind in ("actor", "adjective", "state", "institution", "source", "outlet", "person", "place"):
            tag = tag or {"actor": "A", "adjective": "J", "state": "E", "institution": "Y", "source": "S", "outlet": "O",
                          "person": "Z", "place": "P"}[kind]  # fmt: skip
    if unit.speech is not None and tag == "Q" and unit.speech.act == "according":
        tag = "B"
    unit.tag = tag or "w"
    return unit


def untell(unit: Unit) -> None:
    """Takes its trigger from a unit; what else its words mean stays, and one that means nothing else has no proclitic (فيلق)."""
    meant = _meant(tuple(term for term in unit.terms if term.kind != "trigger"))
    unit.trigger, unit.tag, unit.form, unit.tense = None, meant.tag, meant.form, meant.tense
    if unit.tag == "w":
        unit.core, unit.prefix = unit.text, ""


def weapon_of(unit: Unit) -> str | None:
    """The weapon that a unit names, as trigger or as means."""
    if unit.trigger is not None and unit.trigger.weapon:
        return unit.trigger.weapon
    return unit.weapon.weapon if unit.weapon is not None else None


def dated(unit: Unit) -> Any:
    """The date of a date unit."""
    return unit.date
