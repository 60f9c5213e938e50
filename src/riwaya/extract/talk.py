"""Who has spoken in a report so far, and whom words that refer back or a bare surname mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

from riwaya.arabic.fold import Folded, fold_key
from riwaya.extract.meaning import Bodies
from riwaya.extract.phrases import kin, organisation
from riwaya.extract.units import Unit
from riwaya.lexicon import Lexicon
from riwaya.lexicon.entries import PersonEntry, StateEntry
from riwaya.model import Link, Span

_RECENT = 200
"""How many namings of bodies, or speakers, back a word that refers to one of them is looked up."""


_UNNAMED = ("security-source", "military-source", "medical-sources")
"""Sources of whom only the kind is told."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as named at one place of the text, and the links through which the words came."""

    actor: str | None
    name: str
    span: Span | None
    via: tuple[Link, ...] = ()
    named: bool = True

    @property
    def key(self) -> str:
        """What makes two mentions one speaker."""
        return self.actor or f"other:{self.name}"


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


@dataclass(eq=False)
class Conversation:
    """Who has spoken so far in the report; `origin` is the channel that the report was forwarded from.

    `told_to` is the end of the last sentence, where somebody answered for it to its end; else -1.
    """

    folded: Folded
    bodies: Bodies
    outlet: Speaker
    origin: str | None = None
    last: Speaker | None = None
    told_to: int = -1
    spoken: list[Speaker] = field(default_factory=list)
    known: dict[tuple[str, str, bool], Speaker] = field(default_factory=dict)

    def again(self, noun: str) -> Speaker | None:
        """The last speaker whose name begins with the noun: المصدر ← مصدر طبي; المنظمة ← منظمة …"""
        bare = noun.removeprefix("ال")
        bare = bare.replace("ناطق", "متحدث", 1)
        for speaker in self.lately():
            first = fold_key(speaker.name).split(" ")[0].removeprefix("ال").rstrip("ا").replace("ناطق", "متحدث", 1)
            if speaker.named and first and (first == bare.rstrip("ا") or (len(first) > 3 and bare.startswith(first))):
                return speaker
        return None

    def unnamed(self) -> Speaker | None:
        """The last source without a name (مصادر أمنية): whom a mere مصدر after it means."""
        last = self.last
        return last if last is not None and last.actor in _UNNAMED else None

    def by_statement(self) -> Speaker | None:
        """Whose statement البيان is: the last speaker who was heard through one."""
        return next((s for s in self.lately() if any(link.actor == "statement" for link in s.via)), None)

    def meant(self, actor: str | None, name: str, span: Span, via: tuple[Link, ...]) -> Speaker:
        """The body that words refer to (المنظمة الحقوقية), by the name under which it spoke before, if it did."""
        known = next((s for s in self.lately() if s.actor == actor and s.named), None) if actor is not None else None
        return Speaker(actor, known.name if known else name, known.span if known else span, via, named=False)

    def person(self, name: str) -> Speaker | None:
        """The last speaker whose name holds the shorter one (عبد الرحمن ← رامي عبد الرحمن)."""
        parts = _words(name)
        if len(name) < 3 or any(len(part) < 3 for part in parts):
            return None
        return next((s for s in self.lately() if s.named and parts < _words(s.name)), None)

    def surnamed(self, name: str) -> str | None:
        """The body for which a person of that surname speaks, where the report has named it."""
        actors = _by_surname(self.bodies.lexicon).get(fold_key(name))
        if actors is None:
            return None
        named = islice(reversed(self.bodies.recent), _RECENT)
        heard = {s.actor for s in self.lately()} | {body for body, _, _ in named}
        return next((actor for actor in actors if actor in heard), None)

    def commanded(self) -> str | None:
        """The state whose officer speaks under a bare rank and name: the one that spoke last."""
        states = {state.actor for state in self.bodies.states.values()}
        spoken = (s.actor for s in self.lately() if s.actor in states)
        return next(spoken, None) or self.bodies.state_actor()

    def lately(self) -> Iterator[Speaker]:
        """Those who spoke, the last first."""
        return islice(reversed(self.known.values()), _RECENT)

    def noted(self, speaker: Speaker) -> None:
        """Keeps a medium that passed words on: the paper or agency that words like الصحيفة mean later."""
        self.known.setdefault((speaker.key, speaker.name, speaker.named), speaker)

    def heard(self, speaker: Speaker) -> None:
        """Keeps the speaker for the sentences that run on; `known` holds everybody once, the last heard last."""
        self.last = speaker
        self.spoken.append(speaker)
        mention = (speaker.key, speaker.name, speaker.named)
        self.known.pop(mention, None)
        self.known[mention] = speaker


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    """The words of a name without its marks."""
    return frozenset("".join(c for c in word if c.isalnum()) for word in name.split())


@lru_cache(maxsize=4)
def _by_surname(lexicon: Lexicon) -> dict[str, list[str]]:
    """For each last part of a person's name, but not the whole name, the bodies that people of that name speak for."""
    found: dict[str, list[str]] = {}
    for person in lexicon.all("people", PersonEntry):
        for full in map(fold_key, person.names):
            parts = full.split(" ")
            for first in range(1, len(parts)):
                found.setdefault(" ".join(parts[first:]), []).append(person.actor)
    return found


def nameless(
    units: Sequence[Unit],
    start: int,
    end: int,
    name: str,
    span: Span,
    via: tuple[Link, ...],
    talk: Conversation,
    sourced: bool = False,
) -> Speaker | None:
    """A speaker whom the lexicon does not know: the words that refer back, a medium alone, or a name of its own."""
    head = units[start]
    if end - start == 1 and head.text in ("مصدر", "مصادر") and (same := talk.unnamed()) is not None:
        return Speaker(same.actor, same.name, same.span, via or same.via, named=False)
    if head.tag == "@" and end - start <= 3:
        again = _anaphor(head, name, span, via, talk)
        if again is not None or end - start == 1 or not (sourced or _clear(units, start, end)):
            return again
    if head.text in _REPORTERS:
        return next((s for s in talk.lately() if fold_key(s.name).startswith("مراسل")), talk.outlet)
    if head.tag == "J" and end - start == 1 and start and units[start - 1].core.endswith("بيان"):
        return Speaker(nation_of([head]), name, span, via)
    if head.tag == "J" and end - start == 1 and head.core[:2] == "ال" and head.core[-2:] in ("ون", "ين"):
        nation = nation_of([head]) if start and units[start - 1].tag == "Q" else None
        if nation is not None:
            return Speaker(nation, name, span, via)
    if head.tag in "wH" and head.text.startswith("ال"):
        again = talk.again(head.text)
        if again is not None:
            if end - start > 2:
                talk.noted(Speaker(again.actor, name, span, via or again.via))
            return Speaker(again.actor, again.name, again.span, via or again.via, named=False)
        found = talk.bodies.referred(head.text) if head.tag == "w" else None
        if found is not None:
            return talk.meant(found[0], name, span, via)
    if head.tag == "I" and end - start == 1 and head.core.startswith(("المتحدث", "الناطق")):
        again = talk.again(head.core.split(" ")[0])
        if again is not None:
            return Speaker(again.actor, again.name, again.span, via or again.via, named=False)
    if head.tag == "I" and (theirs := _ministry_of(units, start, end, talk)) is not None:
        return Speaker(theirs, name, span, via)
    if (
        head.tag == "I"
        and head.core.startswith("مسوول")
        and (end - start == 1 or units[start + 1].tag in "JD" or units[start + 1].prefix == "و")
    ):
        return Speaker(nation_of(units[start:end]) or talk.bodies.state_actor(), name, span, via)
    if head.tag == "I" and (owner := _owner(units[start + 1 : end], talk)) is not None:
        named = talk.again(head.core) or next((s for s in talk.spoken if s.actor == owner and s.named), None)
        return Speaker(owner, named.name if named else name, named.span if named else span, via)
    office = next((k for k in range(start, end) if units[k].tag == "I" and units[k].core.endswith("باسم")), end)
    if head.tag == "w" and office < end and (owner := _owner(units[office + 1 : end], talk)) is not None:
        return Speaker(owner, name, span, via)
    if _personal(units[start:end]) or (
        kin(head) and start + 1 < len(units) and units[start + 1].tag in "CH" and units[start + 1].definite
    ):
        return Speaker("residents", name, span, via)
    if head.core in _DOCTORS and all(u.tag not in "IY" for u in units[start + 1 : end]) and _of_patients(units):
        return Speaker("medical-sources", name, span, via)
    ranked = any(u.tag in "I@" and u.core.startswith(_RANKS) for u in units[start:end])
    if head.tag in "I@" and ranked and (body := talk.commanded()) is not None:
        return Speaker(body, name, span, via)
    if head.tag == "I" and any("مستشفي" in u.core for u in units[start + 1 : end]):
        return Speaker("medical-sources", name, span, via)
    if head.tag == "I" and (source := _unnamed_source(head)) is not None:
        return Speaker(source, name, span, via)
    if _official(units[start:end]):
        return Speaker(talk.bodies.state_actor(), name, span, via)
    if head.tag == "O" and end - start > 1 and units[start + 1].text in _STATEMENTS_OF:
        return Speaker(_STATEMENTS_OF[units[start + 1].text], name, span, via)
    if head.text == "والي":
        return Speaker(talk.bodies.state_actor(), name, span, via)
    if via and all(units[j].tag in "Oif" for j in range(start, end)):
        return Speaker(talk.last.actor, talk.last.name, talk.last.span, via, named=False) if talk.last else None
    if head.tag in "+n" and end - start > 1:
        return _counted(units, start, end, name, span, via)
    called = (head.tag == "P" or head.text == "علي") and end - start > 1 and start > 0 and units[start - 1].tag == "Q"
    if (head.tag not in "IHwZ@" and not called and not organisation(head)) or (
        end - start > 1 and units[start + 1].tag in "n" and not units[start + 1].text.startswith("ال")
    ):
        return None
    if head.tag == "H" and (head.body or head.get("actor") is not None):
        term = head.get("actor")
        return Speaker(talk.bodies.lexicon.body(term.id) if term else _people(head), name, span, via)
    known = talk.person(name) if head.tag in "wP" else None
    if known is not None:
        return Speaker(known.actor, known.name, known.span, via or known.via, named=False)
    if (head.tag == "w" or called) and (
        len(head.text) < 3 or not (sourced or organisation(head) or _clear(units, start, end))
    ):
        return None
    return Speaker(talk.surnamed(name) if head.tag == "w" else None, name, span, via)


def _ministry_of(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> str | None:
    """Whose minister وزير خارجيته is: of the state named last before it, else of who spoke last."""
    if not any(
        u.tag == "w" and u.text.startswith(_MINISTRIES) and u.text.endswith(("ه", "ها")) for u in units[start:end]
    ):
        return None
    states = {state.actor for state in talk.bodies.states.values()}
    before = (nation_of([units[j]]) for j in range(start - 1, -1, -1))
    named = next((body for body in before if body in states), None)
    return named or (talk.last.actor if talk.last is not None and talk.last.actor in states else None)


_MINISTRIES = ("خارجيت", "داخليت", "دفاعه", "دفاعها")


def _owner(phrase: Sequence[Unit], talk: Conversation) -> str | None:
    """Whose spokesman somebody is, where the body is only referred to (متحدثة باسم الوحدات)."""
    for unit in phrase:
        if unit.tag == "w" and unit.text.startswith("لل") and (theirs := talk.bodies.referred("ا" + unit.text[1:])):
            return None if theirs[0].startswith("other:") else theirs[0]
        if unit.tag not in "w@" or not unit.core.startswith("ال"):
            continue
        if unit.tag == "@" and (again := talk.again(unit.core)) is not None:
            return again.actor
        if (found := talk.bodies.referred(unit.core)) is not None:
            return None if found[0].startswith("other:") else found[0]
    return None


def nation_of(phrase: Sequence[Unit]) -> str | None:
    """The state or body that stands in a phrase, by name or adjective (مسؤولون أتراك)."""
    for unit in phrase:
        if unit.tag == "J":
            term = unit.get("adjective")
            entry = term.entry if term is not None else None
            return unit.body or (entry.actor if isinstance(entry, StateEntry) else None)
        if unit.tag in "AYEZ" and unit.body:
            return unit.body
    return None


_SPEAKING = (
    "المصدر", "المصادر", "المسوول", "المتحدث", "الناطق", "البيان", "الوزير", "الرييس", "الضابط", "القيادي", "الوزاره", "اللواء",
    "العقيد", "العميد", "الجنرال", "المحافظ", "الطبيب", "الوكاله", "القناه", "الصحيفه",
)  # fmt: skip
"""Words that mean whoever spoke last where nobody so called was named; others (اللجنة, الحركة) would be somebody new."""


def _anaphor(head: Unit, name: str, span: Span, via: tuple[Link, ...], talk: Conversation) -> Speaker | None:
    meant = talk.by_statement() if head.core.endswith("بيان") else talk.again(head.core)
    if meant is None and (found := talk.bodies.referred(head.core)) is not None:
        return talk.meant(None if found[0].startswith("other:") else found[0], name, span, via)
    source = head.get("source")
    if meant is None and source is not None and source.id in _PEOPLE_THERE:
        return Speaker(source.id, name, span, via)
    if meant is None and head.core.startswith(_SPEAKING):
        meant = talk.last
        others = head.core == "المصادر" and "نفس" not in name and "ذات" not in name
        if meant is not None and (meant.actor == "outlet" or others) and head.core.startswith("المص"):
            return Speaker("local-sources", name, span, via)
    if meant is None:
        return None
    return Speaker(meant.actor, meant.name, meant.span, (*via, *(x for x in meant.via if x not in via)), named=False)


_PEOPLE_THERE = ("witnesses", "residents", "activists")
"""Sources who are themselves meant where they are spoken of with the article for the first time (وقال الشهود)."""


def _unnamed_source(head: Unit) -> str | None:
    """Somebody of whom nothing but the office is told (مسؤول محلي); a source of whom nothing is told is of the place."""
    if head.core.startswith(("مصدر", "مصادر")):
        return "local-sources"
    term = head.get("source")
    return term.id if term is not None and term.id not in ("officials", "informed-sources") else None


def _personal(phrase: Sequence[Unit]) -> bool:
    """Somebody introduced by kinship (هدى …، والدة أحد المصابين)."""
    return any(a.tag == "," and kin(b) for a, b in pairwise(phrase))


_REPORTERS = ("المراسل", "المراسله")
"""A reporter spoken of again; where none was named, the outlet's own."""
_STATEMENTS_OF = {"امني": "security-source", "عسكري": "military-source", "طبي": "medical-sources"}
"""Whose statement a statement is of which only the kind is told (بيان أمني)."""
_PATIENTS = tuple(
    "مستشف المستشف طب الطب صح الصح جرح الجرح مصاب المصاب اصاب الاصاب اسعاف الاسعاف علاج العلاج عياد مرض المرض".split()
)


def _of_patients(units: Sequence[Unit]) -> bool:
    """Whether the sentence has a word of medicine or tells of people harmed: else الدكتور may be a doctor of anything."""
    return any(u.outcome is not None or u.core.startswith(_PATIENTS) for u in units)


_DOCTORS = frozenset("الدكتور الدكتوره الطبيب الطبيبه".split())


def _people(unit: Unit) -> str | None:
    """A word for people who were there, as the source it is when it speaks (الأهالي: residents)."""
    term = unit.get("source")
    return term.id if term is not None else unit.body if unit.body != "civilians" else None


def _counted(
    units: Sequence[Unit], start: int, end: int, name: str, span: Span, via: tuple[Link, ...]
) -> Speaker | None:
    """عدد من الأهالي, عدد من المسؤولين: those of whom there are some."""
    of = next((u for u in units[start + 1 : end] if u.tag != "f"), None)
    again = of.get("source") if of is not None and of.tag == "@" else None
    if again is not None and again.id in _PEOPLE_THERE:
        return Speaker(again.id, name, span, via)
    if of is None or of.tag not in "HSI":
        return Speaker(None, name, span, via) if of is not None and units[start].text in ("احد", "احدي") else None
    return Speaker(_people(of) if of.tag == "H" else of.body, name, span, via)


def _clear(units: Sequence[Unit], start: int, end: int) -> bool:
    """Whether a noun that no list knows is a speaker: أن or a colon follows it, or a title is beside it."""
    if end < len(units) and units[end].tag in "t:":
        return True
    if end + 1 < len(units) and units[end].tag in "To" and units[end + 1].tag == "t" and _people_of(units[start]):
        return True
    one = any(units[j].text in ("احد", "احدي") and units[j - 1].tag == "w" for j in range(start + 1, end))
    return one or any(units[j].tag in "IY" for j in range(start, end))


def _people_of(unit: Unit) -> bool:
    """محتجزون, الأهالي: people in the plural, whom no list knows."""
    return unit.text.endswith("ون") and len(unit.text) > 4


def _official(phrase: Sequence[Unit]) -> bool:
    """Whether somebody with an office of the state speaks, whose country nothing beside it tells."""
    offices = [u for u in phrase if u.tag == "I"]
    if not offices or any(u.tag == "Z" for u in phrase):
        return False
    return any(u.core.startswith(_OFFICIALS) for u in offices) or any(u.text in _OF_STATE for u in phrase)


_RANKS = (
    "العميد",
    "العقيد",
    "اللواء",
    "الفريق",
    "الجنرال",
    "المقدم",
    "النقيب",
    "الكولونيل",
    "الميجور",
    "الرايد",
    "الملازم",
)
_OF_STATE = frozenset("الامن الطواري الاستخبارات الحكوميه الحكومي الحكومه حكوميون حكوميين حكومي حكوميان".split())
_OFFICIALS = (
    "محافظ",
    "قايممقام",
    "حاكم",
    "وزير",
    "قايد شرطه",
    "عمد",
    "رييس بلدي",
    "رييس المجلس البلدي",
    "نايب المحافظ",
    "نايب محافظ",
    "نايب حاكم",
    "مدير ناحيه",
    "مدير شرطه",
    "المحافظ",
    "الوزير",
    "متحدث عسكري",
    "المتحدث العسكري",
)
