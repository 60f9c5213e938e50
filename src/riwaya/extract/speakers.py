"""Who says it: speakers with the chain by which their words came, and the stretch of a sentence each is answerable for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.arabic.fold import Folded, fold_key
from riwaya.extract.bodies import Bodies
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import InstitutionEntry, OutletEntry
from riwaya.model import Actor, Link, Role, Span

TURNS = frozenset("بدوره,بدورها,من جهته,من جهتها,من جانبه,من جانبها".split(","))
"""Words that only pass the floor (بدوره); within a clause they part nothing."""
_SUBJECT = frozenset("AYSZOIwJfiyEPH(-@DkW)/n+sU")
_NAMED = frozenset("AYSZ")
_ROLES: dict[str, Role] = {"agency": "agency", "state_media": "agency", "party_media": "agency"}
_MEDIUMS = frozenset({"medium", "social"})
_UNNAMED = ("مصدر", "مصادر", "ضابط في", "مصدران")


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
    """Who has spoken so far in the report."""

    folded: Folded
    bodies: Bodies
    outlet: Speaker
    last: Speaker | None = None
    spoken: list[Speaker] = field(default_factory=list)

    def heard(self, speaker: Speaker) -> None:
        """Keeps the speaker for the sentences that run on."""
        self.last = speaker
        self.spoken.append(speaker)


def find_voices(units: Sequence[Unit], talk: Conversation) -> list[Voice]:
    """The voices of one sentence, in the order of their words of saying."""
    voices: list[Voice] = []
    size = len(units)
    for i, unit in enumerate(units):
        speech = unit.speech
        if speech is None or not _speaks(units, i) or (speech.act != "deny" and _silent(units, i)):
            continue
        if speech.act == "according" and not (i <= 1 and unit.core.startswith("كما")):
            speaker, end = _subject(units, i + 1, talk, 14)
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
            speaker, _ = (None, i) if unit.form == "participle" else _subject(units, i + 1, talk, 12)
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
        speaker, end = _subject(units, i + 1, talk, 8)
        speaker = speaker or _before(units, i, talk) or talk.last
        return Voice(speaker, "claim", i, 0, size, "voice.claim") if speaker else None
    if unit.form == "phrase" and speech.act == "say":
        speaker = voices[-1].speaker if voices else talk.last
        return Voice(speaker, "say", i, i, size, "voice.phrase") if speaker else None
    if unit.form == "phrase" and speech.act == "deny":
        after = i + 1 < size and units[i + 1].tag in "AEYS" and unit.text.endswith(("ه", "ها"))
        speaker = (
            _subject(units, i + 1, talk, 8)[0]
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
    speaker, end = _subject(units, start, talk, 16)
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
    named = [j for j in range(i + 1, min(len(units), i + 14)) if units[j].tag in "AYSZ" and units[j].body]
    stop = next((j for j in range(i + 1, len(units)) if units[j].tag in "QBFt;."), len(units))
    named = [j for j in named if j < stop]
    before = _before(units, i, talk)
    if i > 0 and units[i - 1].tag == "r" and before is not None:
        target = (units[named[0]].body or "", named[0]) if named else None
        return Voice(before, "blame", i, i, len(units), "voice.blame", target)
    if len(named) >= 2 or (named and before is None and units[named[0]].tag == "S"):
        speaker = _speaker(units, i + 1, named[0] + 1, talk)
        accused = named[1] if len(named) > 1 else None
    else:
        speaker = before or talk.last
        accused = named[0] if named else None
        if before is None and named and not any(units[j].prefix.endswith("ب") for j in range(named[0], stop)):
            speaker, accused = _speaker(units, i + 1, named[0] + 1, talk), None
    if speaker is None:
        return None
    target = (units[accused].body or "", accused) if accused is not None else None
    return Voice(speaker, "blame", i, i, len(units), "voice.blame", target)


def _subject(units: Sequence[Unit], start: int, talk: Conversation, reach: int) -> tuple[Speaker | None, int]:
    """The noun phrase of a speaker beginning at `start`: who it is, and where it ends."""
    size = len(units)
    end = start
    commas = 0
    while end < min(size, start + reach):
        tag = units[end].tag
        if (
            tag == ","
            and commas < 2
            and end > start
            and end + 1 < size
            and units[end + 1].tag in "ZwDIi@A"
            and _leads_to_that(units, end + 1)
        ):
            commas += 1
        elif tag not in _SUBJECT or (
            tag == "w" and (units[end].text in _ENDS or (end > start and _act(units[end].text)))
        ):
            break
        elif (
            tag in "H"
            and end == start
            and units[end].body is None
            and not units[end].definite
            and units[end].count is None
        ):
            break
        end += 1
    if end == start:
        return None, start
    return _speaker(units, start, end, talk), end


def _act(text: str) -> bool:
    """بإقامة …, بإخفاق …: a verbal noun after ب is what is said, not who says it."""
    return text.startswith(("با", "بت", "بش")) and not text.startswith("بال") and len(text) > 4


_ENDS = frozenset(
    "ب وقوع سقوط تنفيذ حدوث ان انها شن اطلاق وصول تسجيل استعداد بدء انتهاء مسووليه وجود ارتفاع تعرض تدمير انه قوله ذلك الا".split()
)


def _leads_to_that(units: Sequence[Unit], start: int) -> bool:
    """An apposition between commas belongs to the speaker if إن or a colon comes soon after it."""
    for j in range(start, min(len(units), start + 10)):
        if units[j].tag in "t:":
            return True
        if units[j].tag in "QKVLM.;F":
            return False
    return False


def _speaker(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Speaker | None:
    if (
        units[start].word == "anaphor"
        and end - start <= 3
        and (meant := _spoken_as(units[start].core, talk)) is not None
    ):
        links = tuple(
            _link(u, t.entry, talk)
            for u in units[start + 1 : end]
            if u.tag == "O" and (t := u.get("outlet")) is not None
        )
        return Speaker(meant.actor, meant.name, meant.span, links or meant.via, named=False)
    chosen: Unit | None = None
    unnamed: Unit | None = None
    via: list[Link] = []
    stop = end
    for j in range(start, end):
        unit = units[j]
        if unit.tag == "O":
            term = unit.get("outlet")
            entry = term.entry if term else None
            if chosen is None and isinstance(entry, OutletEntry) and entry.kind not in _MEDIUMS and unit.prefix == "":
                chosen = unit
            elif isinstance(entry, OutletEntry):
                via.append(_link(unit, entry, talk))
                stop = min(stop, j) if chosen is not None or unnamed is not None else stop
            continue
        if unit.tag == "I" and unit.text.startswith(_UNNAMED) and unnamed is None:
            unnamed = unit
        if unit.tag in _NAMED or (unit.tag == "J" and unit.body and j > start and units[j - 1].tag in "Iw@(Y"):
            if chosen is None or (chosen.tag == "O" and units[j - 1].tag in "a"):
                if chosen is not None:
                    term = chosen.get("outlet")
                    if term is not None:
                        via.append(_link(chosen, term.entry, talk))
                chosen = unit
        if unit.tag == "E" and chosen is None and j == start and unit.body:
            chosen = unit
    if (
        end < len(units)
        and units[end].tag == "a"
        and chosen is not None
        and chosen.tag == "O"
        and not _party_voice(chosen)
    ):
        further, _ = _subject(units, end + 1, talk, 8)
        if further is not None:
            term = chosen.get("outlet")
            link = (_link(chosen, term.entry, talk),) if term else ()
            return Speaker(further.actor, further.name, further.span, (*link, *further.via))
    span_end = _name_end(units, start, stop)
    first, last = talk.folded.span(_name_start(units[start]), units[span_end - 1].end)
    name = talk.folded.original[first:last]
    for opening, closing in (('"', '"'), ("«", "»"), ("“", "”"), ("(", ")")):
        if name.count(opening) > (name.count(closing) if closing != opening else name.count(opening) // 2 * 2):
            if talk.folded.original[last : last + 1] == closing:
                last += 1
    name = talk.folded.original[first:last]
    span = Span(first, last)
    if chosen is None:
        return _nameless(units, start, end, name, span, tuple(via), talk)
    if chosen.tag == "O":
        return _outlet(chosen, name, span, tuple(via), talk)
    actor = chosen.body
    if unnamed is not None and chosen.tag == "Y":
        actor = _unnamed(chosen) or actor
    if actor is not None and actor.startswith("other:"):
        actor = None
    return Speaker(actor, name, span, tuple(via))


def _party_voice(unit: Unit) -> bool:
    """Whether a medium speaks for a party: what its unnamed sources say is the party's account."""
    term = unit.get("outlet")
    return term is not None and bool(term.entry.voice_of) and term.id != "sana"


def _name_start(unit: Unit) -> int:
    return unit.start + len(unit.prefix)


def _name_end(units: Sequence[Unit], start: int, stop: int) -> int:
    """A speaker's name ends before adverbs of time, means and quotation."""
    for j in range(start + 1, stop):
        if units[j].tag in "D," or (
            units[j].tag == "w" and units[j].text in ("عبر", "خلال", "لموقعنا", "للوكاله", "مساء", "صباح")
        ):
            return j
        if units[j].tag == "i" and units[j].text == "في" and j + 1 < stop and units[j + 1].tag == "O":
            return j
    while stop > start + 1 and units[stop - 1].tag in "ifomT(-/":
        stop -= 1
    return max(stop, start + 1)


def _link(unit: Unit, entry: OutletEntry, talk: Conversation) -> Link:
    first, last = talk.folded.span(unit.start + len(unit.prefix), unit.end)
    role = _ROLES.get(entry.kind, "document" if entry.id in ("statement",) else "channel")
    return Link(role, talk.folded.original[first:last], entry.id, Span(first, last))


def _outlet(unit: Unit, name: str, span: Span, via: tuple[Link, ...], talk: Conversation) -> Speaker:
    term = unit.get("outlet")
    assert term is not None
    entry = term.entry
    if entry.voice_of and entry.id != "sana":
        return Speaker(talk.bodies.lexicon.body(entry.voice_of), name, span, (_link(unit, entry, talk), *via))
    return Speaker(entry.id, name, span, via)


def _unnamed(unit: Unit) -> str | None:
    term = unit.get("institution")
    entry = term.entry if term else None
    if not isinstance(entry, InstitutionEntry):
        return None
    return {
        "military": "military-source",
        "police": "security-source",
        "security": "security-source",
        "health": "medical-sources",
    }.get(entry.kind)


def _nameless(
    units: Sequence[Unit], start: int, end: int, name: str, span: Span, via: tuple[Link, ...], talk: Conversation
) -> Speaker | None:
    """A speaker whom the lexicon does not know: the words that refer back, a medium alone, or a name of its own."""
    head = units[start]
    if head.tag == "@" and end - start <= 3:
        meant = _by_statement(talk) if head.core.endswith("بيان") else _spoken_as(head.core, talk)
        meant = meant or talk.last
        if meant is not None:
            return Speaker(
                meant.actor, meant.name, meant.span, (*via, *(x for x in meant.via if x not in via)), named=False
            )
        return None
    if head.tag == "w" and head.text.startswith("ال"):
        again = _spoken_as(head.text, talk)
        if again is not None:
            return Speaker(again.actor, again.name, again.span, via or again.via, named=False)
        found = talk.bodies.referred(head.text)
        if found is not None:
            return Speaker(found[0], name, span, via, named=False)
    official = next(
        (j for j in range(start, end) if units[j].tag == "I" and units[j].core.startswith(_OFFICIALS)), None
    )
    if official is not None and not any(units[j].tag == "Z" for j in range(start, end)):
        return Speaker(talk.bodies.state_actor(), name, span, via)
    if via and all(units[j].tag in "Oif" for j in range(start, end)):
        return Speaker(talk.last.actor, talk.last.name, talk.last.span, via, named=False) if talk.last else None
    if (
        head.tag == "w"
        and not (end < len(units) and units[end].tag in "t:")
        and all(units[j].tag not in "IY" for j in range(start, end))
    ):
        return None
    if (
        head.tag not in "IHwZ@"
        or (end - start > 1 and units[start + 1].tag in "n")
        or (head.tag == "w" and len(head.text) < 3)
    ):
        return None
    if head.tag == "H" and head.body:
        return Speaker(head.body if head.body != "civilians" else None, name, span, via)
    for spoken in reversed(talk.spoken):
        if (
            spoken.named
            and len(head.text) > 3
            and head.tag == "w"
            and head.text in talk.folded.text
            and _same_person(name, spoken.name)
        ):
            return Speaker(spoken.actor, spoken.name, spoken.span, via or spoken.via, named=False)
    return Speaker(None, name, span, via)


_OFFICIALS = (
    "محافظ",
    "قايممقام",
    "حاكم",
    "وزير",
    "قايد شرطه",
    "مدير ناحيه",
    "مدير شرطه",
    "المحافظ",
    "الوزير",
    "متحدث عسكري",
    "المتحدث العسكري",
)


def _spoken_as(noun: str, talk: Conversation) -> Speaker | None:
    """The last speaker whose name begins with the noun: المصدر ← مصدر طبي; المنظمة ← منظمة …"""
    bare = noun.removeprefix("ال")
    for speaker in reversed(talk.spoken):
        first = fold_key(speaker.name).split(" ")[0].removeprefix("ال").rstrip("ا")
        if speaker.named and first and (first == bare.rstrip("ا") or (len(first) > 3 and bare.startswith(first))):
            return speaker
    return None


def _by_statement(talk: Conversation) -> Speaker | None:
    """Whose statement البيان is: the last speaker who was heard through one."""
    return next((s for s in reversed(talk.spoken) if any(link.actor == "statement" for link in s.via)), None)


def _same_person(short: str, full: str) -> bool:
    return len(short) > 3 and short != full and short in full


def _before(units: Sequence[Unit], i: int, talk: Conversation) -> Speaker | None:
    """The subject that stands before its verb: the first body of the clause (لكن مصدرا أمنيا … أبلغ)."""
    start = 0
    for j in range(i - 1, -1, -1):
        if units[j].tag == "r":
            named = [k for k in range(max(0, j - 4), j) if units[k].tag in "AYSZO"]
            if named:
                return _speaker(units, named[-1], named[-1] + 1, talk)
        if (
            j == i - 1
            and units[j].tag == "w"
            and units[j].text.startswith("ال")
            and (j == 0 or units[j - 1].tag in "F,;.-")
        ):
            return _nameless(
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
            return _speaker(units, j, _phrase_end(units, j, i), talk)
        if unit.tag == "I" or (unit.tag == "@" and unit.prefix in ("", "و")):
            return _speaker(units, j, _phrase_end(units, j, i), talk)
    return None


def _phrase_end(units: Sequence[Unit], j: int, i: int) -> int:
    end = j + 1
    while end < i and units[end].tag in _SUBJECT and end - j < 10:
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
